"""The tree of futures as lanes: which row each stands in, what hangs where, in words. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hldsim.record.futures import Future, FuturesSummary
from hldsim.report.futures import changes, future_name, standing
from hldsim.scenario.schema import Scenario


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
    order = _ordered(summary)
    row = {future.branch: n for n, future in enumerate(order)}
    path = dict(summary.path(summary.shown))
    rows = [
        Lane(
            future=future,
            name=future_name(future, summary, scenario),
            lines=_lines(future, scenario),
            start=max(future.forked_at, 0),
            upto=path.get(future.branch),
            marks=tuple(sorted({act.k for act in future.done})),
        )
        for future in order
    ]
    rails = _rails(order, row, frozenset(path))
    return tuple(replace(lane, rails=rails[n]) for n, lane in enumerate(rows))


def grown(lane: Lane, last: int, scenario: Scenario) -> Lane:
    """The lane of the future shown, played on to round ``last``."""
    future = replace(lane.future, last=last)
    lines = (*lane.lines[:-1], standing(future, scenario))
    return replace(lane, future=future, upto=last, lines=lines)


def _lines(future: Future, scenario: Scenario) -> tuple[str, ...]:
    named = not future.label and future.parent is not None  # by what was changed
    said = "" if named else changes(future, scenario)
    return tuple(line for line in (said, standing(future, scenario)) if line)


def _ordered(summary: FuturesSummary) -> list[Future]:
    below: dict[int | None, list[Future]] = {}
    for future in sorted(summary.futures, key=lambda one: (-one.forked_at, one.branch)):
        below.setdefault(future.parent, []).append(future)
    order: list[Future] = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        future = waiting.pop()
        order.append(future)
        waiting += below.get(future.branch, [])[::-1]
    return order


def _rails(
    order: list[Future], row: dict[int, int], path: frozenset[int]
) -> list[tuple[Rail, ...]]:
    """Lines that pass each row on their way from a future down to one that leaves it."""
    found: list[dict[int, Rail]] = [{} for _ in order]
    for future in order:
        if future.parent is None:
            continue
        k, first, last = future.forked_at, row[future.parent], row[future.branch]
        for n in range(first, last + 1):
            known = found[n].get(k, Rail(k, False, False))
            found[n][k] = Rail(
                k,
                known.above or n > first,
                known.below or n < last,
                known.shown or future.branch in path,
            )
    return [tuple(rails[k] for k in sorted(rails)) for rails in found]
