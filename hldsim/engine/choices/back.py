"""Back: join the coalition of a design, or leave, in consultations and over the chair's text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hldsim.engine.choices.base import CHOICES, Choice, Option, coalition_of, meaning_of_text
from hldsim.engine.explain import explain
from hldsim.engine.phases.base import Moment
from hldsim.engine.seats import backed_by


@CHOICES.register("back")
class Back:
    """Whom to back: a public act, in force from this round."""

    phases = ("consultations", "chairs_text")

    def choices(self, moment: Moment, party: int) -> Sequence[Choice]:
        """Every competing proposal, by the text its coalition stands for now, or none."""
        options = [
            Option(proposal.id, meaning=meaning_of_text(moment.view, party, c))
            for proposal in moment.setup.scenario.forum_proposals
            if (c := coalition_of(moment, proposal.id)) >= 0
        ]
        now = backed_by(moment.setup, moment.view.state, party)
        choice = Choice("back", (*options, Option("uncommitted")), now=now)
        voice = moment.setup.inputs.active_p[party]
        return (choice if voice else choice.shut("no_voice"),)

    def advised(self, moment: Moment, party: int) -> Mapping[str, str]:
        """The option of most worth; stay where it is where chance has it not reconsider."""
        why = explain(moment.setup, moment.view.state, party)
        if not why.acted:
            return {"back": backed_by(moment.setup, moment.view.state, party)}
        return {"back": why.options[why.choice]}
