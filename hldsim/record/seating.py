"""Seating: who plays which party, as it stands in a run file. No engine: looking needs none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hldsim.record.rows import ActRow
from hldsim.scenario.schema import Scenario

CHOOSING = ("consultations", "chairs_text")
"""Phases in which a party is asked as often as its person wants."""


@dataclass(frozen=True)
class Seat:
    """A party that a person plays.

    Attributes
    ----------
    party, id : int, str
        Index and id of the party.
    person : str
        Who sits there; empty if nobody said.
    otherwise, asked, every, clock
        As agreed when the seat was taken, see ``hldsim.engine.interventions.seat``.
    since : int
        First round it is played from the seat.
    acted : int
        Last round in which its person acted, or the one before the seat was taken.
    """

    party: int
    id: str
    person: str = ""
    otherwise: str = "hold"
    asked: str = "every"
    every: int = 1
    clock: int = 0
    since: int = 1
    acted: int = 0


@dataclass(frozen=True)
class Seating:
    """Who sits at the table before a round, and who has still to act in it.

    Attributes
    ----------
    k : int
        The round to be played next.
    seats : tuple of Seat
        In the order in which they were taken.
    waiting : tuple of int
        Indices of parties whose person is asked for that round and has not acted.
    """

    k: int
    seats: tuple[Seat, ...] = ()
    waiting: tuple[int, ...] = ()

    def seat(self, party: int) -> Seat | None:
        """Return the seat of a party, None if nobody sits there."""
        return next((seat for seat in self.seats if seat.party == party), None)


def seats_in(scenario: Scenario, acts: Iterable[ActRow], k: int) -> tuple[Seat, ...]:
    """Seats taken in round ``k``, from what was done along a line."""
    found: dict[str, Seat] = {}
    for act in acts:
        name = str(act.body.get("party"))
        if act.k > k:
            continue
        if act.kind == "act" and name in found and act.k < k:
            found[name] = replace(found[name], acted=act.k)
        if act.kind != "seat":
            continue
        old = found.pop(name, None)
        if act.body.get("seat") == "left":
            continue
        found[name] = Seat(
            party=scenario.party_index[name],
            id=name,
            person=str(act.body.get("person") or ""),
            otherwise=str(act.body.get("otherwise", "hold")),
            asked=str(act.body.get("asked", "every")),
            every=int(act.body.get("every") or 1),
            clock=int(act.body.get("clock") or 0),
            since=act.k if old is None else old.since,
            acted=act.k - 1 if old is None else old.acted,
        )
    return tuple(found.values())
