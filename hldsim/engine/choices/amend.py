"""Amend: move to change one issue of one's coalition's text, or of the chair's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hldsim.engine.amending import leading, text_of
from hldsim.engine.choices.base import CHOICES, Choice, Option, meaning
from hldsim.engine.phases.base import Moment
from hldsim.engine.setup import phase_of


@CHOICES.register("amend")
class Amend:
    """One issue of one text; core issues make another proposal of it and are left alone."""

    phases = ("consultations", "chairs_text")

    def choices(self, moment: Moment, party: int) -> Sequence[Choice]:
        """Every level of every issue of the text the party may speak to; shut for the others."""
        view, scenario = moment.view, moment.setup.scenario
        chairs = phase_of(scenario, moment.k)[0].phase == "chairs_text"
        mine = text_of(moment.setup, view, party, leading(view) if chairs else None)
        found = []
        for c in range(view.state.n_coalitions):
            proposal = scenario.proposals[int(view.state.origin_c[c])].id
            if c == mine:
                found.append(Choice(f"amend.{proposal}", self._options(moment, party, c)))
                continue
            why_not = "not_the_chairs_text" if chairs else "not_your_text"
            if not moment.setup.inputs.active_p[party]:
                why_not = "no_voice"
            elif mine < 0:
                why_not = "backs_nothing"
            found.append(Choice(f"amend.{proposal}", (), why_not))
        return found

    def advised(self, moment: Moment, party: int) -> Mapping[str, str]:
        """Nothing: in the model coalitions revise their texts, delegations do not move to."""
        return {}

    def _options(self, moment: Moment, party: int, c: int) -> tuple[Option, ...]:
        view, text = moment.view, moment.view.state.platform_ci[c]
        options = []
        for n, issue in enumerate(moment.setup.scenario.space.issues):
            for level, one in enumerate(issue.levels):
                design = text.copy()
                design[n] = level
                why_not = "core_issue" if issue.core else ""
                if int(text[n]) == level:
                    why_not = "as_it_is"
                about = None if why_not else meaning(view, party, design)
                options.append(Option(f"{issue.id}={one.id}", why_not, about))
        return tuple(options)
