"""Worth of each option to one party in every round, computed a little at a time; no Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.record.history import History, Snapshot
from hldsim.report.sentences import UNCOMMITTED_OPTION, Explanation

F8 = NDArray[np.float64]
NOBODY = -1

Explainer = Callable[[int, int], Explanation | None]


@dataclass(frozen=True)
class OverTime:
    """Worth of every option after rounds 0..k, utility units.

    Attributes
    ----------
    options : tuple of str
        Proposal ids, the last one ``"uncommitted"``.
    worth_ko : (k, o) floats
        NaN where it is not known (yet), or the option was not there.
    acted_k : (k,) bools
        Whether the party did choose whom to back in the round.
    choice_k : (k,) ints
        Option it held best, -1 where that is not known.
    """

    options: tuple[str, ...]
    worth_ko: F8
    acted_k: NDArray[np.bool_]
    choice_k: NDArray[np.int64]

    @property
    def known(self) -> bool:
        """Whether any round is known."""
        return bool((self.choice_k >= 0).any())


class Worths:
    """Asks for the why of one round after the other, within a budget of time, and remembers.

    What is known is dropped where the history is another from some round on, as after a fork.
    """

    def __init__(self) -> None:
        self.explain: Explainer | None = None
        self._history: History | None = None
        self._party = NOBODY
        self._known: dict[int, tuple[Snapshot, Explanation]] = {}

    def want(self, history: History, party: int) -> None:
        """Look at a party in a history from now on; rounds shared with the last one stay known."""
        if party != self._party:
            self._known = {}
        self._history, self._party = history, party
        last = history.last
        self._known = {
            k: (snap, why)
            for k, (snap, why) in self._known.items()
            if k <= last and history[k] is snap
        }

    def forget(self) -> None:
        """Look at nobody."""
        self._history, self._party, self._known = None, NOBODY, {}

    @property
    def missing(self) -> list[int]:
        """Rounds not known yet, newest first: what one looks at is rather near the end."""
        if self._history is None or self.explain is None:
            return []
        return [k for k in range(self._history.last, 0, -1) if k not in self._known]

    def work(self, seconds: float) -> bool:
        """Compute for about so long; return whether to go on later.

        Where the session is at work and has no answer now, it stops at once: to be asked again.
        """
        end = time.perf_counter() + seconds
        history, explain = self._history, self.explain
        for k in self.missing:
            if history is None or explain is None:
                return False
            snapshot = history[k]
            why = explain(self._party, k)
            if why is None:
                return True
            self._known[k] = (snapshot, why)
            if time.perf_counter() >= end:
                return bool(self.missing)
        return False

    def over_time(self) -> OverTime:
        """What is known so far."""
        history = self._history
        if history is None or not self._known:
            return OverTime((), np.zeros((0, 0)), np.zeros(0, dtype=bool), np.zeros(0, np.int64))
        options: list[str] = []
        for _, why in self._known.values():
            options += [o for o in why.options if o not in options and o != UNCOMMITTED_OPTION]
        order = [p.id for p in history.scenario.proposals]
        options.sort(key=lambda o: order.index(o) if o in order else len(order))
        names = (*options, UNCOMMITTED_OPTION)
        rounds = len(history)
        worth = np.full((rounds, len(names)), np.nan)
        acted, choice = np.zeros(rounds, dtype=bool), np.full(rounds, -1, dtype=np.int64)
        for k, (_, why) in self._known.items():
            columns = [names.index(option) for option in why.options]
            worth[k, columns] = why.worth
            states = getattr(why, "phase", "") == "plenary"  # a statement is not chosen by worth
            acted[k], choice[k] = why.acted and not states, columns[why.choice]
        return OverTime(names, worth, acted, choice)
