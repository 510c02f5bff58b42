"""What is said around a seat: who acts, what is awaited, what taking a seat leads to. No Qt."""

from __future__ import annotations

from typing import Any

from hldsim.record.seating import CHOOSING, Seat
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim.table.state import SILENT
from hldsim_ui.board import EVERYTHING, PUBLIC, Shown


def named(person: object) -> str:
    """The author of an act, as the run file keeps it."""
    return f"person: {person}" if person else "person"


def author(seat: Seat | None) -> str:
    """The author of what is done from a seat."""
    return named("" if seat is None else seat.person)


def awaited(shown: Shown, seat: Seat | None) -> str:
    """What a seat that is not asked now waits for; of several seats, that the meeting goes on."""
    if shown.finished:
        return text("sitting.watching_over")
    if seat is None or shown.scenario is None or shown.history is None:
        return text("sitting.watching_several")
    spoken = bool(shown.history[shown.last].state.stated_p[seat.party] != SILENT)
    return text(
        "sitting.watching",
        party=shown.scenario.parties[seat.party].name,
        when=_when(shown.scenario, seat, shown.last, spoken),
    )


def limit(shown: Shown, at: int) -> int:
    """Whose knowledge the window is held to while people sit at the table (``Shown.seen_as``).

    That of the one seat there is, of the person ``at`` the computer while it is asked, else what is
    public; everything once the run is over, or where nobody sits.
    """
    seating = shown.seating
    if seating is None or not seating.seats or (shown.finished and shown.last > 0):
        return EVERYTHING
    if len(seating.seats) == 1:
        return seating.seats[0].party
    return at if at in seating.waiting else PUBLIC


def asked(shown: Shown, turn: Any) -> str:
    """Say whose turn it is."""
    name = shown.scenario.parties[turn.party].name if shown.scenario else ""
    return text("sitting.asked", party=name, k=turn.k, label=turn.label)


def time_left(seat: Seat, seconds: int) -> str:
    """Say how long a person may still think, and what happens then; nothing without a clock."""
    if seconds < 0:
        return ""
    otherwise = text(f"sitting.otherwise_{seat.otherwise}")
    return text("sitting.clock", seconds=seconds, otherwise=otherwise)


def time_up(shown: Shown, seat: Seat) -> str:
    """Say that time is up, and what happens."""
    name = shown.scenario.parties[seat.party].name if shown.scenario else seat.id
    otherwise = text(f"sitting.otherwise_{seat.otherwise}")
    return text("sitting.out_of_time", party=name, otherwise=otherwise)


def note(shown: Shown) -> str:
    """What taking a seat at the round shown leads to."""
    if shown.finished and shown.k >= shown.last:
        return "The run is over: taking a seat starts it again from the first round, same seed."
    if shown.k < shown.last:
        return (
            f"You look at round {shown.k}: the seat is taken from round {shown.k + 1} on, in "
            "another future with the same luck."
        )
    return ""


def _when(scenario: Scenario, seat: Seat, k: int, spoken: bool) -> str:
    """When a seat is asked next, after round ``k``."""
    coming, first = [], 1
    for spec in scenario.agenda:
        if first + spec.rounds - 1 > k:
            coming.append(spec.phase)
        first += spec.rounds
    if "plenary" in coming and not spoken:
        return text("sitting.when_plenary")
    if not any(phase in CHOOSING for phase in coming):
        return text("sitting.when_adoption")
    several = seat.asked == "every" and seat.every > 1
    return text(f"sitting.when_{seat.asked}{'_n' if several else ''}", every=seat.every)
