"""History: every round of one branch in memory, in the arrays views draw from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event
from hldsim.scenario.schema import Scenario
from hldsim.table.inputs import Inputs
from hldsim.table.state import NOT_ASKED, State, backed_proposal

if TYPE_CHECKING:  # who only holds a history, as every view does, needs no engine for it
    from hldsim.engine.setup import Setup
    from hldsim.record.asked import Acceptance, Asked
    from hldsim.record.verdicts import Verdict

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@dataclass(frozen=True)
class Snapshot:
    """One round as a view sees it: the state after it, its phase and its events."""

    k: int
    phase: str
    state: State
    events: tuple[Event, ...]
    digest: str


class History:
    """Snapshots 0..n of one branch; number 0 is the table before anybody spoke.

    A worker appends; views read by index. Reading while another thread appends is safe: a
    snapshot is complete before ``len`` grows.
    """

    def __init__(
        self,
        scenario: Scenario,
        inputs: Inputs,
        seed: int,
        setup_at: Callable[[int], Setup] | None = None,
    ) -> None:
        self._setup_at = setup_at
        self.scenario = scenario
        self.inputs = inputs
        self.seed = seed
        self._snapshots: list[Snapshot] = []

    @cached_property
    def public(self) -> History:
        """The same rounds for who may not see what delegations want: nobody is asked anything."""
        bare = History(self.scenario, self.inputs, self.seed)
        bare._snapshots = self._snapshots
        return bare

    def append(self, snapshot: Snapshot) -> None:
        """Add the next round."""
        if snapshot.k != len(self._snapshots):
            raise ValueError(f"round {snapshot.k} after {len(self._snapshots) - 1}")
        self._snapshots.append(snapshot)

    def cut(self, k: int) -> None:
        """Forget the rounds after ``k``: another branch continues from there."""
        del self._snapshots[k + 1 :]

    def __len__(self) -> int:
        return len(self._snapshots)

    def __getitem__(self, k: int) -> Snapshot:
        return self._snapshots[k]

    def __iter__(self) -> Iterator[Snapshot]:
        return iter(self._snapshots[:])

    @property
    def last(self) -> int:
        """Number of the newest finished round."""
        return len(self._snapshots) - 1

    def events(self, upto: int | None = None) -> Sequence[Event]:
        """Events of rounds 0..upto (all by default), in order."""
        stop = len(self._snapshots) if upto is None else upto + 1
        return [event for snap in self._snapshots[:stop] for event in snap.events]

    def setup(self, k: int) -> Setup:
        """Return the parameters in force in round ``k``.

        Raises
        ------
        LookupError
            If they are not known: a history put together for comparing has none.
        """
        if self._setup_at is None:
            raise LookupError("this history was put together without its rules")
        return self._setup_at(k)

    def standing(self, k: int) -> tuple[Asked, ...]:
        """Where each design stands after round ``k``; empty if the setup is not known."""
        if self._setup_at is None:
            return ()
        from hldsim.record.asked import asked

        return asked(self._setup_at(k), self[k].state)

    def acceptance(self, k: int) -> Acceptance | None:
        """Who would answer what about each text after round ``k``; None as for ``standing``."""
        if self._setup_at is None:
            return None
        from hldsim.record.asked import acceptance

        return acceptance(self._setup_at(k), self[k].state)

    def verdicts(self, k: int) -> tuple[Verdict, ...]:
        """What each proposal as tabled came, or would have come, to at the close.

        Empty where nobody has been asked by round ``k``, and as for ``standing``.
        """
        asked_at = self.ballots_at(k)
        if self._setup_at is None or asked_at is None:
            return ()
        from hldsim.record.measures.base import RunView
        from hldsim.record.verdicts import verdicts

        start, end = self[0].state, self[asked_at].state
        view = RunView(self.scenario, self.inputs, start, end, setup=self._setup_at(asked_at))
        return verdicts(view, self[asked_at].events)

    def ballots_at(self, k: int) -> int | None:
        """Round, of 0..``k``, in which ballots were asked; None if they were not."""
        found = None
        while k >= 0 and (self[k].state.ballot_pd != NOT_ASKED).any():
            found, k = k, k - 1
        return found

    def origin_kp(self, upto: int | None = None) -> I8:
        """Proposal index each party backs after each round, -1 uncommitted; shape (k, p).

        Coalitions come and go, proposals stay: this is what a chart over rounds is drawn from.
        """
        stop = len(self._snapshots) if upto is None else upto + 1
        rows = [backed_proposal(snap.state) for snap in self._snapshots[:stop]]
        return np.array(rows, dtype=np.int64).reshape(len(rows), -1)

    def viability_kd(self, upto: int | None = None) -> F8:
        """Viability by proposal of origin after each round, NaN where no coalition; (k, d)."""
        stop = len(self._snapshots) if upto is None else upto + 1
        d = len(self.scenario.proposals)
        rows = np.full((stop, d), np.nan)
        for k, snap in enumerate(self._snapshots[:stop]):
            rows[k, snap.state.origin_c] = snap.state.viability_c
        return rows
