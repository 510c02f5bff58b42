"""Turning points: which thing that happened changed the outcome of a run most.

Each is left out and the run is played again with the same luck (see ``leaving_out``); what comes of
it is held against what came of the run. Nothing is drawn anew, so a difference is due to what was
left out and to what followed from it; in a run that is close anything may tip it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.advance import advance, finished
from hldsim.errors import HldsimError
from hldsim.experiments.leaving_out import Without, play_without, possible
from hldsim.experiments.pool import Progress
from hldsim.record.rounds import Base, lay, record_round
from hldsim.record.run import RunRecord
from hldsim.table.state import State, backed_proposal

I8 = NDArray[np.int64]

CHANGES = ("other", "text", "backing", "nothing")
"""How far an ending differs, the most first: another design or none is adopted; the design that is
adopted has another text; states end elsewhere; nothing differs."""


@dataclass(frozen=True)
class Ending:
    """How a run ends.

    Attributes
    ----------
    adopted : str
        Proposal whose coalition's design was adopted; empty if none was.
    text : tuple of int
        Level of each issue in that design; empty if none was.
    backed_p : (p,) ints
        Proposal each party backs, -1 for none.
    """

    adopted: str
    text: tuple[int, ...]
    backed_p: I8


@dataclass(frozen=True)
class TurningPoint:
    """One thing left out, and what would have come of it.

    Attributes
    ----------
    change : str
        One of ``CHANGES``.
    distance : float
        Total variation between the shares of member states by what they back, in [0, 1]: half the
        sum of the absolute differences.
    moved : int
        Member states that would end elsewhere.
    """

    without: Without
    ending: Ending
    change: str
    distance: float
    moved: int

    @property
    def outcome(self) -> bool:
        """Whether what is adopted would be another design, or none."""
        return self.change == "other"


@dataclass(frozen=True)
class Turning:
    """What was tried on a run.

    Attributes
    ----------
    points : tuple of TurningPoint
        Everything that was tried, what changes most first; see ``rank``.
    possible : int
        How many things could be tried; more than were where time ran out.
    impossible : tuple of (Without, str)
        What cannot be left out alone, and why.
    """

    ending: Ending
    points: tuple[TurningPoint, ...]
    possible: int
    impossible: tuple[tuple[Without, str], ...] = ()

    @property
    def tried(self) -> int:
        """How many things were tried."""
        return len(self.points) + len(self.impossible)

    @property
    def decisive(self) -> tuple[TurningPoint, ...]:
        """Those without which another design would have been adopted, or none."""
        return tuple(point for point in self.points if point.outcome)

    @property
    def usual(self) -> int:
        """Member states that end elsewhere without some one thing, in the median."""
        return int(np.median([point.moved for point in self.points])) if self.points else 0


def turning_points(
    run: RunRecord,
    seconds: float = 60.0,
    progress: Progress | None = None,
    wanted: Iterable[Without] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Turning:
    """Leave out one thing after the other and say what changes the ending most.

    Parameters
    ----------
    run : RunRecord
        Also one that was not played to its end: what is compared is then what states back there.
    seconds : float
        Stop beginning on another one after so long.
    wanted : iterable of Without, optional
        What to leave out; everything possible by default.

    Examples
    --------
    >>> from hldsim.record.run import record
    >>> from hldsim.scenario.load import load_scenario
    >>> found = turning_points(record(load_scenario("classroom_small"), 1))
    >>> found.tried == found.possible
    True
    """
    things = list(possible(run) if wanted is None else wanted)
    before = ending(run, run.history[-1].state)
    points: list[TurningPoint] = []
    refused: list[tuple[Without, str]] = []
    began = clock()
    for n, without in enumerate(things):
        gone = clock() - began
        if gone > seconds:
            break
        if progress is not None:
            progress(n, len(things), gone / n * (len(things) - n) if n else None)
        try:
            state = play_without(run, without)
        except HldsimError as error:
            refused.append((without, str(error).splitlines()[0]))
            continue
        points.append(compare(run, before, ending(run, state), without))
    if progress is not None:
        progress(len(things), len(things), 0.0)
    return Turning(before, rank(points), len(things), tuple(refused))


def ending(run: RunRecord, state: State) -> Ending:
    """Say how a run ends in a state."""
    c = state.adopted
    if c < 0:
        return Ending("", (), backed_proposal(state))
    adopted = run.scenario.proposals[int(state.origin_c[c])].id
    return Ending(adopted, tuple(int(x) for x in state.platform_ci[c]), backed_proposal(state))


def compare(run: RunRecord, before: Ending, after: Ending, without: Without) -> TurningPoint:
    """Hold an ending against that of the run; counts and shares are of member states."""
    member_p = run.history.inputs.member_p
    moved = int((before.backed_p != after.backed_p)[member_p].sum())
    if after.adopted != before.adopted:
        change = "other"
    elif after.text != before.text:
        change = "text"
    else:
        change = "backing" if moved else "nothing"
    n = len(run.scenario.proposals)
    distance = total_variation(before.backed_p[member_p], after.backed_p[member_p], n)
    return TurningPoint(without, after, change, distance, moved)


def total_variation(one: I8, other: I8, n: int) -> float:
    """Half the sum of absolute differences of the shares of -1, 0, ..., n - 1; in [0, 1].

    Examples
    --------
    >>> total_variation(np.array([0, 0, 1, -1]), np.array([0, 1, 1, -1]), 2)
    0.25
    """
    if not len(one):
        return 0.0
    first, second = (np.bincount(x + 1, minlength=n + 1) / len(x) for x in (one, other))
    return float(np.abs(first - second).sum() / 2)


def rank(points: Iterable[TurningPoint]) -> tuple[TurningPoint, ...]:
    """Put what changes most first: by kind of change, then distance, then states that move.

    Equal ones stay in the order in which they were tried.
    """
    return tuple(
        sorted(
            points, key=lambda one: (CHANGES.index(one.change), -round(one.distance, 9), -one.moved)
        )
    )


def first_difference(run: RunRecord) -> int | None:
    """First round that this hldsim plays otherwise than it is recorded; None if it plays all alike.

    Where there is one, nothing that is played again can be held against the record.
    """
    base = Base.of(run.scenario, run.seed, run.conditioned)
    last = base.snapshot()
    if last.digest != run.history[0].digest:
        return 0
    setup = base.setup
    for snapshot in list(run.history)[1:]:
        due = [row for row in run.acts if row.k == snapshot.k]
        try:
            if finished(setup, last.state):
                return snapshot.k
            table = lay(setup, last.state, due)
            state, events = advance(table.setup, table.state, table.acts)
        except HldsimError:
            return snapshot.k
        setup = table.setup
        last = record_round(run.scenario, last.digest, state, events, due)
        if last.digest != snapshot.digest:
            return snapshot.k
    return None
