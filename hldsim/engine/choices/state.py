"""State: take the floor in the plenary and name a design, or none, or stay silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hldsim.domain.parties import NONCOMMITTAL
from hldsim.engine.choices.base import CHOICES, Choice, Option, meaning
from hldsim.engine.phases.base import Moment
from hldsim.engine.phases.plenary import Plenary
from hldsim.engine.setup import phase_of
from hldsim.table.state import SILENT


@CHOICES.register("state")
class State:
    """A statement: once, in any round of the plenary."""

    phases = ("plenary",)

    def choices(self, moment: Moment, party: int) -> Sequence[Choice]:
        """Every competing proposal as tabled, no design, or silence."""
        view, scenario = moment.view, moment.setup.scenario
        designs = moment.setup.inputs.design_di
        options = [
            Option(
                proposal.id,
                meaning=meaning(view, party, designs[scenario.proposal_index[proposal.id]]),
            )
            for proposal in scenario.forum_proposals
        ]
        choice = Choice("state", (*options, Option(NONCOMMITTAL), Option("silent")), now="silent")
        if not moment.setup.inputs.active_p[party]:
            return (choice.shut("no_voice"),)
        spoken = view.state.stated_p[party] > SILENT
        return (choice.shut("has_spoken") if spoken else choice,)

    def advised(self, moment: Moment, party: int) -> Mapping[str, str]:
        """Speak if the model has the floor in this round, and say what it would say."""
        spec, _ = phase_of(moment.setup.scenario, moment.k)
        phase = next(p for s, p in moment.setup.rules.agenda if s.id == spec.id)
        if not isinstance(phase, Plenary) or party not in phase.acting(moment):
            return {"state": "silent"}
        named = int(phase.named(moment.view, np.array([party]))[0])
        proposals = moment.setup.scenario.proposals
        return {"state": NONCOMMITTAL if named < 0 else proposals[named].id}
