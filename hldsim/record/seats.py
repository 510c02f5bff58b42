"""Seats of a run: who plays which party, and who has to act before the next round."""

from __future__ import annotations

from collections.abc import Sequence

from hldsim.engine.advance import finished
from hldsim.engine.setup import phase_of
from hldsim.engine.turn import Advice, Turn, advise, chances_to_act, turn_of
from hldsim.errors import InterventionError
from hldsim.record.history import History
from hldsim.record.matters import matters
from hldsim.record.rounds import Table
from hldsim.record.rows import ActRow
from hldsim.record.seating import CHOOSING, Seat, Seating, seats_in
from hldsim.record.standing import Standing
from hldsim.table.state import SILENT


def seating_of(table: Table, history: History, acts: Sequence[ActRow]) -> Seating:
    """Who sits at a table before its next round, and who has still to act.

    Parameters
    ----------
    acts : sequence of ActRow
        What was done along the line, acts for the next round included.
    """
    k = table.state.k + 1
    seats = seats_in(table.setup.scenario, acts, k)
    if not seats or finished(table.setup, table.state):
        return Seating(k, seats)
    done = {act.body.get("party") for act in acts if act.kind == "act" and act.k == k}
    free = [seat for seat in seats if seat.id not in done]
    return Seating(k, seats, tuple(s.party for s in free if _is_asked(table, history, s)))


def _is_asked(table: Table, history: History, seat: Seat) -> bool:
    """Whether a seat is asked before the next round."""
    setup, state, party = table.setup, table.state, seat.party
    spec, turn = phase_of(setup.scenario, state.k + 1)
    if spec.phase == "plenary":
        return bool(state.stated_p[party] == SILENT)
    drawn, put = chances_to_act(setup, state, party)
    if put or spec.phase not in CHOOSING:
        return put
    if seat.asked == "drawn":
        return drawn
    if seat.asked == "every":
        return turn % seat.every == 0
    rounds = range(max(seat.acted, 1), state.k + 1)
    told = (event for n in rounds for event in history[n].events)
    return turn == 0 or any(matters(event, history, party) for event in told)


class Seated(Standing):
    """A place in a tree of futures at whose table people may sit."""

    def seating(self) -> Seating:
        """Who sits at the table at the round we stand at, and who has to act before the next."""
        return seating_of(self._line.table_after(self.k), self.history, self.interventions())

    def turn(self, party: int | str) -> Turn:
        """What a party can do in the next round, and why not the rest.

        Raises
        ------
        InterventionError
            If there is no such party, or the run is over.
        """
        index, table = self._at_table(party)
        return turn_of(table.setup, table.state, index, table.acts)

    def advice(self, party: int | str) -> Advice:
        """What the model would do for a party in the next round, and why.

        Raises
        ------
        InterventionError
            As for ``turn``.
        """
        index, table = self._at_table(party)
        return advise(table.setup, table.state, index)

    def _at_table(self, party: int | str) -> tuple[int, Table]:
        scenario = self._base.scenario
        index = scenario.party_index.get(party) if isinstance(party, str) else party
        if index is None or not 0 <= index < len(scenario.parties):
            raise InterventionError(f"no party {party!r} in {scenario.name}")
        table = self._line.table_after(self.k)
        if finished(table.setup, table.state):
            raise InterventionError("the run is over: there is nothing more to do in it")
        return index, table
