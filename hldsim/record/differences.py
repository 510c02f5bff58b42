"""Differences: what sets one future of a run apart from another, round by round. Pure functions.

Two futures of one run share their luck, so what differs follows from what was done, and from
nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from hldsim.record.history import History, Snapshot
from hldsim.table.state import State, backed_proposal

I8 = NDArray[np.int64]

NO_TEXT = -1
"""Level of an issue where no coalition stands for the design."""
_SEEN = ("stated_p", "membership_p", "objected_pc", "origin_c", "platform_ci", "adopted")
"""Fields of a state that everybody in the room can see."""


@dataclass(frozen=True)
class PartyDifference:
    """One party that does something else: a proposal index, -1 or -2, in each future."""

    party: int
    left: int
    right: int


@dataclass(frozen=True)
class TextDifference:
    """One issue on which two texts of one design differ: level indices, or `NO_TEXT`."""

    proposal: int
    issue: int
    left: int
    right: int


@dataclass(frozen=True)
class Differences:
    """What differs between two futures.

    Attributes
    ----------
    k : int
        Round compared.
    first : int or None
        First round after which the tables differ in anything, preferences and beliefs among it;
        None if they never do in the rounds that both have.
    first_seen : int or None
        First round after which they differ in what the room can see: statements, coalitions,
        objections, texts, the decision.
    backing : tuple of PartyDifference
        Who backs another design after round ``k``; -1 is uncommitted.
    said : tuple of PartyDifference
        Whose statement differs by then; -1 named no design, -2 has not spoken.
    texts : tuple of TextDifference
        Where the texts on the table differ after round ``k``.
    """

    k: int
    first: int | None = None
    first_seen: int | None = None
    backing: tuple[PartyDifference, ...] = ()
    said: tuple[PartyDifference, ...] = ()
    texts: tuple[TextDifference, ...] = ()


def differences(left: History, right: History, k: int) -> Differences:
    """Compare two futures of one run after round ``k``.

    Raises
    ------
    IndexError
        If one of them has no round ``k``.
    """
    one, other = left[k].state, right[k].state
    return Differences(
        k=k,
        first=first_difference(left, right),
        first_seen=first_difference(left, right, _SEEN),
        backing=_parties(backed_proposal(one), backed_proposal(other)),
        said=_parties(one.stated_p, other.stated_p),
        texts=_texts(left, one, other),
    )


def first_difference(
    left: History, right: History, names: tuple[str, ...] | None = None
) -> int | None:
    """First round after which two futures differ, or None.

    Parameters
    ----------
    names : tuple of str, optional
        Fields of the state that count; all by default.
    """
    wanted = names or tuple(field.name for field in fields(State))
    for k in range(min(len(left), len(right))):
        if not _alike(left[k], right[k], wanted):
            return k
    return None


def texts_di(state: State, proposals: int) -> I8:
    """Text that stands for each proposal, shape (d, i): level indices, `NO_TEXT` where none."""
    table = np.full((proposals, state.platform_ci.shape[1]), NO_TEXT, dtype=np.int64)
    table[state.origin_c] = state.platform_ci
    return table


def _alike(one: Snapshot, other: Snapshot, names: tuple[str, ...]) -> bool:
    """Whether two rounds are equal; a shared past is one object or has one digest."""
    if one is other or one.state is other.state or one.digest == other.digest:
        return True
    return all(_equal(getattr(one.state, name), getattr(other.state, name)) for name in names)


def _equal(one: object, other: object) -> bool:
    """Whether two fields are equal: arrays, records of arrays, or tables of arrays."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return one.shape == other.shape and bool(np.array_equal(one, other, equal_nan=_real(one)))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_equal(one[key], other[key]) for key in one)
    if hasattr(one, "__dataclass_fields__") and type(one) is type(other):
        return all(_equal(getattr(one, f), getattr(other, f)) for f in one.__dataclass_fields__)
    return bool(one == other)


def _real(array: NDArray[np.generic]) -> bool:
    return array.dtype.kind == "f"


def _parties(left_p: I8, right_p: I8) -> tuple[PartyDifference, ...]:
    return tuple(
        PartyDifference(int(p), int(left_p[p]), int(right_p[p]))
        for p in np.flatnonzero(left_p != right_p)
    )


def _texts(history: History, one: State, other: State) -> tuple[TextDifference, ...]:
    count = len(history.scenario.proposals)
    left_di, right_di = texts_di(one, count), texts_di(other, count)
    return tuple(
        TextDifference(int(d), int(i), int(left_di[d, i]), int(right_di[d, i]))
        for d, i in np.argwhere(left_di != right_di)
    )
