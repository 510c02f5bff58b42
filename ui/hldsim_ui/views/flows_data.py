"""What the flows show, as plain counts: who went from where to where, phase by phase; no Qt.

Member states are counted; observers and organisations are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hldsim.record.history import History
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.views.designs import competing

I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

NAMED = 12
"""How many states a tip names."""


@dataclass(frozen=True)
class Ribbon:
    """Member states that go from one block to one of the next column.

    Attributes
    ----------
    gap : int
        The ribbon leads from column ``gap`` to column ``gap + 1``.
    source, target : int
        Proposals backed before and after; -1 is uncommitted.
    party_a : (a,) ints
        The states, those in focus first, else in the scenario's order.
    kept : int
        How many of them are in focus; they come first.
    above, above_after : int
        States drawn above the ribbon in its column, and in the next one.
    """

    gap: int
    source: int
    target: int
    party_a: I8
    kept: int
    above: int
    above_after: int

    @property
    def count(self) -> int:
        """How many states."""
        return len(self.party_a)

    @property
    def moves(self) -> bool:
        """Whether they end elsewhere than they began."""
        return self.source != self.target


@dataclass(frozen=True)
class Block:
    """Member states that back one proposal (``d``, -1 uncommitted) after a column's round.

    ``place`` is its number from the top among blocks, ``above`` the states above it.
    """

    column: int
    d: int
    place: int
    above: int
    party_a: I8
    kept: int

    @property
    def count(self) -> int:
        """How many states."""
        return len(self.party_a)


@dataclass(frozen=True)
class Step:
    """A party's way through one gap: block and states above it, in its column and in the next."""

    gap: int
    place: int
    above: float
    after: int
    beneath: float


@dataclass(frozen=True)
class Flows:
    """Blocks of every column, and ribbons between them.

    Attributes
    ----------
    rounds : tuple of int
        Round of each column, from 0.
    phases : tuple of str
        Phase id of each gap between two columns.
    kinds : tuple of int
        Proposals from the top down, last -1.
    members : int
        Member states, so states in every column.
    """

    rounds: tuple[int, ...]
    phases: tuple[str, ...]
    kinds: tuple[int, ...]
    members: int
    blocks: tuple[Block, ...]
    ribbons: tuple[Ribbon, ...]

    @cached_property
    def moved(self) -> tuple[int, ...]:
        """States that end each gap elsewhere than they began it."""
        return tuple(
            sum(r.count for r in self.ribbons if r.gap == gap and r.moves)
            for gap in range(len(self.phases))
        )

    def path_of(self, party: int) -> list[Step]:
        """Where a party's line runs; empty for a party that is not counted."""
        steps = []
        for ribbon in self.ribbons:
            found = np.flatnonzero(ribbon.party_a == party)
            if len(found):
                inside = float(found[0]) + 0.5
                steps.append(
                    Step(
                        ribbon.gap,
                        self.kinds.index(ribbon.source),
                        ribbon.above + inside,
                        self.kinds.index(ribbon.target),
                        ribbon.above_after + inside,
                    )
                )
        return steps


def turns(history: History, k: int) -> tuple[int, ...]:
    """Rounds after which a phase ended up to round ``k``, with 0 before and ``k`` after them."""
    ends = [n for n in range(1, k) if history[n + 1].phase != history[n].phase]
    return (0, *ends, k) if k > 0 else (0,)


def flows(history: History, k: int, kept_p: B1 | None = None) -> Flows:
    """Count who went where up to round ``k``; ``kept_p`` says who is in focus (None: everybody)."""
    rounds = turns(history, k)
    kinds = (*(d for d, _ in competing(history.scenario)), -1)
    members = np.flatnonzero(history.inputs.member_p)
    if kept_p is not None:
        members = members[np.argsort(~kept_p[members], kind="stable")]
    kept_m = np.ones(len(members), dtype=bool) if kept_p is None else kept_p[members]
    place_d = {d: n for n, d in enumerate(kinds)}
    columns = []
    for n in rounds:
        backed = backed_proposal(history[n].state)[members]
        columns.append(np.array([place_d[d] for d in backed.tolist()], dtype=np.int64))
    blocks: list[Block] = []
    ribbons: list[Ribbon] = []
    for column, at in enumerate(columns):
        blocks += _blocks(column, at, kinds, members, kept_m)
        if column + 1 < len(columns):
            ribbons += _ribbons(column, at, columns[column + 1], kinds, members, kept_m)
    phases = tuple(history[n].phase for n in rounds[1:])
    return Flows(rounds, phases, kinds, len(members), tuple(blocks), tuple(ribbons))


def names_of(parties: Sequence[int], scenario: Scenario) -> tuple[list[str], int]:
    """Names of the first states of a list, and how many more there are."""
    shown = [scenario.parties[int(p)].name for p in parties[:NAMED]]
    return shown, max(len(parties) - NAMED, 0)


def _blocks(column: int, at: I8, kinds: Sequence[int], members: I8, kept_m: B1) -> list[Block]:
    above, found = 0, []
    for place, d in enumerate(kinds):
        here = at == place
        found.append(Block(column, d, place, above, members[here], int(kept_m[here].sum())))
        above += int(here.sum())
    return found


def _ribbons(
    gap: int, at: I8, after: I8, kinds: Sequence[int], members: I8, kept_m: B1
) -> list[Ribbon]:
    """Ribbons of one gap: by target on their left end, by source on their right end."""
    n = len(kinds)
    count = np.bincount(at * n + after, minlength=n * n).reshape(n, n)
    above = (np.cumsum(count.ravel()) - count.ravel()).reshape(n, n)
    above_after = (np.cumsum(count.T.ravel()) - count.T.ravel()).reshape(n, n).T
    found = []
    for source, target in zip(*np.nonzero(count), strict=True):
        there = (at == source) & (after == target)
        found.append(
            Ribbon(
                gap=gap,
                source=kinds[source],
                target=kinds[target],
                party_a=members[there],
                kept=int(kept_m[there].sum()),
                above=int(above[source, target]),
                above_after=int(above_after[source, target]),
            )
        )
    return found


def label_of(d: int, scenario: Scenario) -> str:
    """What a proposal is called; -1 is uncommitted."""
    return text("words.uncommitted") if d < 0 else scenario.proposals[d].label


def phase_of(flows: Flows, gap: int, scenario: Scenario) -> str:
    """What the phase of a gap is called."""
    labels = {phase.id: phase.label for phase in scenario.agenda}
    return labels.get(flows.phases[gap], flows.phases[gap])


def said_of(d: int, scenario: Scenario) -> str:
    """What a proposal is called within a sentence: its label in quotation marks."""
    label = label_of(d, scenario)
    return label if d < 0 else text("flows.quoted", label=label)
