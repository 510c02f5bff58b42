"""The tree of futures as lanes: which row each stands in, what hangs where, in words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hldsim.record.futures import Future, FuturesSummary
from hldsim.report.done import done_words
from hldsim.scenario.schema import Scenario

FIRST = "Original run"


@dataclass(frozen=True)
class Rail:
    """A line down through a row, at round ``k``: above its lane, below it, or both.

    ``shown`` says whether it belongs to the line of the future that is shown.
    """

    k: int
    above: bool
    below: bool
    shown: bool = False


@dataclass(frozen=True)
class Lane:
    """One row: a future, from the round at which it forks to its newest.

    Attributes
    ----------
    start : int
        Round at which the lane begins: where the future forks, 0 for the first.
    upto : int or None
        Last round of the lane that belongs to the future shown; None if none does.
    lines : tuple of str
        What was changed where the name does not say it, then where it forks and what came of it.
    marks : tuple of int
        Rounds in which something done on it came into force.
    """

    future: Future
    name: str
    lines: tuple[str, ...]
    start: int
    upto: int | None
    rails: tuple[Rail, ...] = ()
    marks: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it, for a tooltip or a screen reader."""
        return ". ".join((self.name, *self.lines))


def lanes(summary: FuturesSummary, scenario: Scenario) -> tuple[Lane, ...]:
    """Lay the tree out: a future stands below the one it leaves, the latest fork first.

    In that order no line down to a fork crosses the lane of another.
    """
    order = _ordered(summary, summary.futures[0])
    row = {future.branch: n for n, future in enumerate(order)}
    path = dict(summary.path(summary.shown))
    rows = [
        Lane(
            future=future,
            name=name_of(future, summary, scenario),
            lines=_lines(future, summary, scenario),
            start=max(future.forked_at, 0),
            upto=path.get(future.branch),
            marks=tuple(sorted({act.k for act in future.done})),
        )
        for future in order
    ]
    return tuple(
        replace(lane, rails=_rails(n, order, row, frozenset(path))) for n, lane in enumerate(rows)
    )


def grown(lane: Lane, last: int, scenario: Scenario) -> Lane:
    """The lane of the future shown, played on to round ``last``."""
    future = replace(lane.future, last=last)
    lines = (*lane.lines[:-1], _standing(future, scenario))
    return replace(lane, future=future, upto=last, lines=lines)


def name_of(future: Future, summary: FuturesSummary, scenario: Scenario) -> str:
    """Return what a future is called: its label, else what was done first on it."""
    if future.label:
        return _undone(future, summary, scenario) or future.label
    if future.parent is None:
        return FIRST
    return changes(future, scenario) or f"Future {future.branch}"


def changes(future: Future, scenario: Scenario, most: int = 2) -> str:
    """Say what was done on a future; empty if nothing was."""
    said = [done_words(act, scenario) for act in future.done]
    if len(said) > most:
        said = [*said[: most - 1], f"{len(said) - most + 1} more changes"]
    return "; ".join(said)


def outcome_of(future: Future, scenario: Scenario) -> str:
    """Say what came of a future, or how far it is."""
    if future.adopted:
        n = scenario.proposal_index.get(future.adopted)
        return f"adopted: {future.adopted if n is None else scenario.proposals[n].label}"
    if future.finished:
        return "no agreement"
    return f"played to round {future.last}" if future.last else "not played yet"


def _undone(future: Future, summary: FuturesSummary, scenario: Scenario) -> str:
    """The label of a branch without an act, as undo makes it, with the act in words."""
    if future.parent is None or not future.label.startswith("without "):
        return ""
    for act in summary.done_since(future.parent, -1):
        if future.label == f"without {act.text}":
            return f"Without: {done_words(act, scenario)}"
    return ""


def _lines(future: Future, summary: FuturesSummary, scenario: Scenario) -> tuple[str, ...]:
    found = []
    if future.label or future.parent is None:
        found.append(changes(future, scenario))
    found.append(_standing(future, scenario))
    return tuple(line for line in found if line)


def _standing(future: Future, scenario: Scenario) -> str:
    """Where a future forks, and what came of it."""
    outcome = outcome_of(future, scenario)
    if future.parent is None:
        return outcome[:1].upper() + outcome[1:]
    return f"From round {future.forked_at} · {outcome}"


def _ordered(summary: FuturesSummary, top: Future) -> list[Future]:
    below = [future for future in summary.futures if future.parent == top.branch]
    below.sort(key=lambda future: (-future.forked_at, future.branch))
    return [top, *(one for child in below for one in _ordered(summary, child))]


def _rails(
    n: int, order: list[Future], row: dict[int, int], path: frozenset[int]
) -> tuple[Rail, ...]:
    """Lines that pass row ``n`` on their way from a future down to one that leaves it."""
    found: dict[int, Rail] = {}
    for future in order:
        if future.parent is None or not row[future.parent] <= n <= row[future.branch]:
            continue
        known = found.get(future.forked_at, Rail(future.forked_at, False, False))
        found[future.forked_at] = Rail(
            known.k,
            known.above or n > row[future.parent],
            known.below or n < row[future.branch],
            known.shown or future.branch in path,
        )
    return tuple(found[k] for k in sorted(found))
