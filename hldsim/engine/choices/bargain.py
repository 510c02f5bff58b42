"""Bargain: go along with what one's coalition and a rival agree on in this round, or do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hldsim.engine.choices.base import CHOICES, Choice, Option, meaning
from hldsim.engine.phases.base import Moment
from hldsim.engine.phases.consultations import walk_out
from hldsim.table.moves import Change


@CHOICES.register("bargain")
class Bargain:
    """The answer to a bargain of the two largest coalitions, asked of their backers."""

    phases = ("consultations",)

    def choices(self, moment: Moment, party: int) -> Sequence[Choice]:
        """Yes or no, where one's coalition strikes a bargain in this round."""
        struck = self._struck(moment, party)
        options = (Option("yes"), Option("no"))
        if struck is None:
            return (Choice("bargain", options, "no_bargain"),)
        view, scenario = moment.view, moment.setup.scenario
        design = np.array(struck.design, dtype=np.int64)
        about = {
            "proposal": scenario.proposals[int(view.state.origin_c[struck.coalition])].id,
            "other": scenario.proposals[int(view.state.origin_c[struck.other])].id,
            **scenario.space.decode(struck.design),
        }
        told = Option("yes", meaning=meaning(view, party, design))
        return (Choice("bargain", (told, Option("no")), about=about),)

    def advised(self, moment: Moment, party: int) -> Mapping[str, str]:
        """Go along if the new text serves the party better than what it would have without."""
        struck = self._struck(moment, party)
        if struck is None:
            return {}
        if int(moment.view.state.membership_p[party]) == struck.other:
            return {"bargain": "yes" if party in struck.movers else "no"}
        return {"bargain": "no" if party in walk_out(moment, struck) else "yes"}

    def _struck(self, moment: Moment, party: int) -> Change | None:
        """The bargain of this round that the party's coalition has a part in, if there is one."""
        state = moment.view.state
        c = int(state.membership_p[party])
        if c < 0 or not state.n_coalitions:
            return None
        changes = moment.setup.rules.coalitions.changes(moment.view, moment.chance)
        return next((x for x in changes if x.kind == "merge" and c in (x.coalition, x.other)), None)
