"""The chair's text: consultations go on while the chair improves the leading design."""

from __future__ import annotations

from dataclasses import replace

from hldsim.engine.amending import amend, leading
from hldsim.engine.phases.base import PHASES, Moment, Step
from hldsim.engine.phases.consultations import Consultations, apply_changes


@PHASES.register("chairs_text")
class ChairsText(Consultations):
    """As consultations, but only the chair writes: on the text leading in backing x viability.

    A person may move to amend that text; what the plenary carries stands in place of the chair's
    own draft of the round.
    """

    def advance(self, moment: Moment) -> Step:
        """Choose and believe, then let the protocol make its turn on the leading text."""
        state, events = self.reconsider(moment)
        lead = leading(moment.view)
        amended = amend(moment.setup, moment.view, moment.acts, lead)
        if amended.changes:  # the plenary has written: the chair does so again in the next round
            state, more = apply_changes(moment, state, amended.changes)
            return state, (*events, *amended.events, *more)
        turn = moment.setup.rules.protocol.turn(moment.view, lead)
        state, more = apply_changes(moment, state, turn.changes)
        if turn.memory:
            state = replace(state, scratch={**state.scratch, **turn.memory})
        return state, (*events, *amended.events, *more)
