"""Ballot: yes, abstain, no or absent on each design that may be put, hidden until they close."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hldsim.domain.ballots import Ballot as Cast
from hldsim.engine.choices.base import (
    CHOICES,
    Choice,
    Option,
    coalition_of,
    meaning,
    meaning_of_text,
)
from hldsim.engine.phases.adoption import Adoption
from hldsim.engine.phases.base import Moment
from hldsim.engine.setup import phase_of

WORDS = ("yes", "abstain", "no", "object", "absent")


@CHOICES.register("ballot")
class Ballot:
    """One ballot a design, on its text as it stands now; all are cast before any is counted."""

    phases = ("adoption",)

    def choices(self, moment: Moment, party: int) -> Sequence[Choice]:
        """A ballot on every proposal, those put after the others too."""
        view, scenario = moment.view, moment.setup.scenario
        found = []
        for d, proposal in enumerate(scenario.proposals):
            c = coalition_of(moment, proposal.id)
            design = moment.setup.inputs.design_di[d] if c < 0 else view.state.platform_ci[c]
            told = meaning(view, party, design) if c < 0 else meaning_of_text(view, party, c)
            counts = hasattr(getattr(moment.setup.rule_for(design)[1], "parameters", None), "kappa")
            closed = {"object": "" if counts else "objections_do_not_count"}
            options = tuple(Option(word, closed.get(word, ""), told) for word in WORDS)
            about = {"rule": moment.setup.rule_for(design)[0].rule}
            choice = Choice(f"ballot.{proposal.id}", options, now="absent", about=about)
            if not moment.setup.inputs.member_p[party]:
                choice = choice.shut("no_vote")
            elif moment.turn > 0:
                choice = choice.shut("division_closed")
            found.append(choice)
        return found

    def advised(self, moment: Moment, party: int) -> Mapping[str, str]:
        """How the model would vote; yes to a design for the willing where it would take part."""
        spec, _ = phase_of(moment.setup.scenario, moment.k)
        phase = next(p for s, p in moment.setup.rules.agenda if s.id == spec.id)
        if not isinstance(phase, Adoption) or moment.turn > 0:
            return {}
        ballots = phase.ballots(moment)[party]
        proposals = moment.setup.scenario.proposals
        said = {
            f"ballot.{proposal.id}": Cast(int(ballots[d])).name.lower()
            for d, proposal in enumerate(proposals)
        }
        for c, d in enumerate(moment.view.state.origin_c.tolist()):
            rule = moment.setup.rule_for(moment.view.state.platform_ci[c])[0].rule
            if rule == "opt_in":
                takes_part = moment.view.wants.willing_pc[party, c]
                word = said[f"ballot.{proposals[d].id}"]
                otherwise = "abstain" if word == "yes" else word
                said[f"ballot.{proposals[d].id}"] = "yes" if takes_part else otherwise
        return said
