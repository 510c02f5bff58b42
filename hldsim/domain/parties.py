"""Parties, their roles and blocs, and where what we say of them comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Seat(StrEnum):
    """How a party sits at the table. Only members vote; counts of states count members."""

    MEMBER = "member"
    OBSERVER = "observer"
    ORGANISATION = "organisation"


class Role(StrEnum):
    """A label for people; rules use the balance of migration itself."""

    SOURCE = "source"
    DESTINATION = "destination"
    TRANSIT = "transit"
    MIXED = "mixed"


class Provenance(StrEnum):
    """Where a position or a preference comes from; shown wherever it is used."""

    SEED = "seed"
    BLOC = "bloc"
    EXTERNAL = "external"
    IMPUTED = "imputed"
    USER = "user"


NONCOMMITTAL = "noncommittal"
"""Known position of a party that spoke and named no design."""


@dataclass(frozen=True)
class Bloc:
    """A standing group of parties, given by the scenario.

    ``line`` is the proposal the bloc has declared for, or None. ``discipline`` is how much
    utility its members credit to that line (utility units, 0 to 1).
    """

    id: str
    name: str
    line: str | None = None
    discipline: float = 0.0
    note: str = ""


@dataclass(frozen=True)
class Party:
    """A state, an observer or an organisation at the table.

    Attributes
    ----------
    figures : Mapping[str, float]
        Country figures by column name, in the units the scenario's sources state. A figure that
        is unknown is absent, never zero.
    voting_weight : float or None
        Weight of its vote under rules that weigh ballots, >= 0; None where the scenario gives none.
    declared : Mapping[str, float]
        Preferences the scenario states instead of imputing, by path suffix: ``salience.ISSUE``,
        ``value.ISSUE.LEVEL``, ``ideal.ISSUE``, ``stance.THEME``, ``emphasis.THEME``,
        ``reluctance``, ``principle``, ``stubbornness``, ``resolve``, ``talk``; each in [0, 1],
        ``resolve`` also above.
    position : str or None
        Known stated position: a proposal id, ``"noncommittal"``, or None where unknown.
    provenance : Provenance
        Where ``position`` (or, without one, the preferences) comes from.
    edited : tuple of str
        Columns of its row that a person has set in place of what the scenario had; see
        ``hldsim.scenario.provenance``.
    """

    id: str
    name: str
    seat: Seat
    region: str
    role: Role
    iso3: str | None = None
    aliases: tuple[str, ...] = ()
    blocs: tuple[str, ...] = ()
    income: str = ""
    capability: float | None = None
    voting_weight: float | None = None
    figures: Mapping[str, float] = field(default_factory=dict)
    declared: Mapping[str, float] = field(default_factory=dict)
    position: str | None = None
    provenance: Provenance = Provenance.IMPUTED
    source: str = ""
    edited: tuple[str, ...] = ()

    @property
    def votes(self) -> bool:
        """Whether the party has a vote."""
        return self.seat is Seat.MEMBER
