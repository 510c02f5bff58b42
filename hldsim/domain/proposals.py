"""Tabled designs, offers to host, and the rule each kind of design needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hldsim.domain.issues import Outcome


@dataclass(frozen=True)
class Proposal:
    """A design as tabled; it keeps its id and its design whatever coalitions make of it.

    ``kind`` is ``"forum"`` for the designs that compete (coalitions gather around them) or
    ``"further"`` for one that is put after them, whatever its backing: whether to go further than
    what has just been decided, by acting or by norms.
    """

    id: str
    label: str
    design: Outcome
    sponsors: tuple[str, ...] = ()
    summary: str = ""
    kind: str = "forum"


@dataclass(frozen=True)
class Amendment:
    """A change of one issue of a text, to be voted on in the order in which a scenario lists them.

    ``to`` is the proposal whose text it is meant for, or None for any; ``by`` says who moves it.
    """

    id: str
    issue: str
    level: str
    to: str | None = None
    by: str = ""


@dataclass(frozen=True)
class HostOffer:
    """A party offers to host designs with this level of this issue."""

    party: str
    issue: str
    level: str


@dataclass(frozen=True)
class AdoptionSpec:
    """The decision rule a kind of design needs.

    ``when`` maps issue ids to level ids; the first spec whose every entry a design meets is the
    one in force. An empty ``when`` meets every design.
    """

    id: str
    rule: str
    when: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)
