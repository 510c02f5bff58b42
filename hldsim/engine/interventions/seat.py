"""Seat: a person takes a party's seat at the table, or leaves it to the model again."""

from __future__ import annotations

from collections.abc import Mapping

from hldsim.domain.events import Event, Scalar
from hldsim.engine.interventions.base import INTERVENTIONS, Change
from hldsim.engine.seats import FREE, OTHERWISE, seats_of, with_seat
from hldsim.engine.setup import Setup
from hldsim.errors import InterventionError
from hldsim.table.state import State

ASKED = ("every", "drawn", "events")
"""When the person is asked in consultations: every so many rounds; when chance has the delegation
reconsider, as the model would; when something happened that matters to it."""

_WHOLE = {"every": (1, 100), "clock": (0, 3600)}
"""Whole numbers in the body, with the least and most allowed."""


@INTERVENTIONS.register("seat")
def seat(setup: Setup, state: State, body: Mapping[str, Scalar]) -> Change:
    """Let a person play ``body["party"]`` from the next round on, or the model again.

    ``seat`` is ``"taken"`` or ``"left"``. With ``"taken"``: ``otherwise`` (``"hold"``, the default,
    or ``"model"``) says what happens in a turn in which the person does nothing; ``asked`` (see
    ``ASKED``), ``every`` (rounds, 1 to 100) and ``clock`` (seconds a turn, 0 for no clock) say when
    and how long the person is asked, and move nothing at the table; ``person`` is a name. Taking a
    seat that is taken changes these.
    """
    name, word = str(body.get("party")), body.get("seat")
    party = setup.scenario.party_index.get(name)
    if party is None:
        raise InterventionError(f"seat: no party {name!r} in {setup.scenario.name}")
    if word not in ("taken", "left"):
        raise InterventionError(f"seat: {word!r}; allowed: taken, left")
    taken = int(seats_of(state)[party]) != FREE
    if word == "left":
        if not taken:
            raise InterventionError(f"seat: nobody sits for {name}; the model plays it already")
        return setup, with_seat(state, party, FREE), (_told("seat_left", state, party, body),)
    if not setup.inputs.active_p[party]:
        raise InterventionError(f"seat: {name} has no voice at this table; take a state's seat")
    code = OTHERWISE[_word(body, "otherwise", tuple(OTHERWISE))]
    _word(body, "asked", ASKED)
    for key, (least, most) in _WHOLE.items():
        value = body.get(key, least)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise InterventionError(
                f"seat: {key} = {value!r}; allowed: a whole number from {least} to {most}"
            )
    return setup, with_seat(state, party, code), (_told("seat_taken", state, party, body),)


def _told(kind: str, state: State, party: int, body: Mapping[str, Scalar]) -> Event:
    return Event(kind, state.k + 1, party, fields={"person": body.get("person") or None})


def _word(body: Mapping[str, Scalar], key: str, words: tuple[str, ...]) -> str:
    value = body.get(key, words[0])
    if value not in words:
        raise InterventionError(f"seat: {key} = {value!r}; allowed: {', '.join(words)}")
    return str(value)
