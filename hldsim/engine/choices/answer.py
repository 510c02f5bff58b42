"""Answer: yes or no to a text on the table, or an objection; it holds until changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from hldsim.engine.belief import answers
from hldsim.engine.choices.base import CHOICES, Choice, Option, meaning_of_text
from hldsim.engine.phases.base import Moment

_WORDS = {1: "yes", -1: "no", -2: "object", 0: "open"}


@CHOICES.register("answer")
class Answer:
    """What a delegation answers when the room asks about a text: evidence of its viability."""

    phases = ()

    def choices(self, moment: Moment, party: int) -> Sequence[Choice]:
        """Yes, no, an objection, or leave it to the party's preferences; on every text."""
        view, scenario = moment.view, moment.setup.scenario
        given = view.state.scratch.get("answer_pd")
        found = []
        for c, d in enumerate(view.state.origin_c.tolist()):
            now = 0 if given is None else int(given[party, d])
            told = meaning_of_text(view, party, c)
            options = tuple(Option(word, meaning=told) for word in ("yes", "no", "object", "open"))
            choice = Choice(f"answer.{scenario.proposals[d].id}", options, now=_WORDS[now])
            member = moment.setup.inputs.member_p[party]
            found.append(choice if member else choice.shut("no_vote"))
        return found

    def advised(self, moment: Moment, party: int) -> Mapping[str, str]:
        """What the party's preferences answer: a no with force of objection is an objection."""
        scratch = {k: v for k, v in moment.view.state.scratch.items() if k != "answer_pd"}
        state = replace(moment.view.state, scratch=scratch)
        view = type(moment.view)(
            moment.setup.inputs, state, moment.view.wants, moment.view.time, moment.setup.winning
        )
        said = answers(moment.setup, view)
        proposals = moment.setup.scenario.proposals
        found = {}
        for c, d in enumerate(state.origin_c.tolist()):
            no = "object" if said.objection_pc[party, c] > 0 else "no"
            found[f"answer.{proposals[d].id}"] = "yes" if said.yes_pc[party, c] else no
        return found
