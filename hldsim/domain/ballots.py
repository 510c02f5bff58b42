"""Ballots and what a decision rule makes of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Ballot(IntEnum):
    """An answer to a text put to the vote."""

    YES = 1
    ABSTAIN = 0
    NO = -1
    ABSENT = -2


@dataclass(frozen=True)
class Decision:
    """What a decision rule says of one design.

    Attributes
    ----------
    adopted : bool
        Whether the design is adopted.
    yes, no, abstain, absent : int
        Members by ballot; for an opt-in rule ``yes`` counts the willing.
    base : float
        What the quota is a share of: all members, or those who voted yes or no.
    share : float
        Share of the base in favour, in [0, 1].
    quota : float
        Share needed, in [0, 1].
    blockers : tuple of int
        Party indices whose objection (or missing yes) stopped it; empty if adopted.
    reason : str
        Key of the template that says why, e.g. ``"objection"``, ``"quota"``, ``"host"``.
    """

    adopted: bool
    yes: int
    no: int
    abstain: int
    absent: int
    base: float
    share: float
    quota: float
    blockers: tuple[int, ...] = ()
    reason: str = ""
