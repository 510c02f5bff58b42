"""The chair's text: consultations go on while the chair improves the leading design."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hldsim.engine.phases.base import PHASES, Moment, Step
from hldsim.engine.phases.consultations import Consultations, apply_changes


@PHASES.register("chairs_text")
class ChairsText(Consultations):
    """As consultations, but only the chair writes: on the text leading in backing x viability."""

    def advance(self, moment: Moment) -> Step:
        """Choose and believe, then let the protocol make its turn on the leading text."""
        state, events = self.reconsider(moment)
        standing = moment.view.backing_c * moment.view.state.viability_c
        lead = int(np.round(standing, 9).argmax())
        turn = moment.setup.rules.protocol.turn(moment.view, lead)
        state, more = apply_changes(moment, state, turn.changes)
        if turn.memory:
            state = replace(state, scratch={**state.scratch, **turn.memory})
        return state, events + more
