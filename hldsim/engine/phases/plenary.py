"""Plenary: each party takes the floor once or not at all, and names a design or none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event
from hldsim.domain.parties import NONCOMMITTAL
from hldsim.engine.belief import believe
from hldsim.engine.phases.base import PHASES, Moment, Step
from hldsim.engine.setup import sitting_of
from hldsim.errors import InterventionError
from hldsim.preferences.positions import stated_positions
from hldsim.registry import parameter
from hldsim.table.state import SILENT, UNSAID
from hldsim.table.view import View

I8 = NDArray[np.int64]

NAMED_THEMES = 2
"""Themes a statement is reported with: those of most emphasis."""

WISH = 0.04
"""Least gain in utility that makes a noncommittal party name a condition."""


@PHASES.register("plenary")
class Plenary:
    """Statements. To name a design in public is to back it.

    A position is stated if the margin of the best design over the next best or the status quo,
    times relative emphasis on governance to the power ``attention``, reaches ``delta`` (see
    ``hldsim.preferences.positions``). Listeners update the public belief, from what was said before
    this round.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the phase."""

        delta: float = parameter(
            0.05,
            "delta",
            "least margin worth a statement",
            low=0.0,
            high=1.0,
            unit="utility",
        )
        attention: float = parameter(
            1.0,
            "t_g",
            "power of emphasis on governance in whether a position is stated (T1); 0 switches the "
            "link off",
            low=0.0,
            high=1.0,
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def advance(self, moment: Moment) -> Step:
        """Hear those who have the floor in this round."""
        view, state = moment.view, moment.view.state
        belief = believe(moment.setup, view, moment.chance, moment.told)
        speakers, said = self._said(moment)
        stated, membership = state.stated_p.copy(), state.membership_p.copy()
        stated[speakers] = said
        names = said >= 0
        coalition_d = np.full(len(moment.setup.scenario.proposals), -1)
        coalition_d[state.origin_c] = np.arange(state.n_coalitions)
        backs = moment.setup.inputs.active_p[speakers] & names
        membership[speakers[backs]] = coalition_d[said[backs]]
        after = replace(
            state,
            k=moment.k,
            stated_p=stated,
            membership_p=membership,
            viability_c=belief.viability_c,
            objected_pc=belief.objected_pc,
        )
        if not moment.told:
            return after, ()
        events = self._statements(moment, speakers, said)
        for p, s in zip(speakers[backs], said[backs], strict=True):
            proposal = moment.setup.scenario.proposals[s].id
            fields = {"proposal": proposal, "from": None}
            events.append(Event("joined", moment.k, int(p), int(coalition_d[s]), fields))
        return after, (*events, *belief.events)

    def acting(self, moment: Moment) -> I8:
        """Who has the floor."""
        return np.flatnonzero(moment.setup.inputs.floor_p == _sitting(moment))

    def named(self, view: View, rows: I8) -> I8:
        """Proposal that each of some parties would name now, `UNSAID` for none; (rows,)."""
        inputs = view.inputs
        forum = np.flatnonzero(inputs.forum_d)
        named = stated_positions(
            view.tabled_pd[rows][:, forum],
            view.reservation_p[rows],
            inputs.discipline_pd[rows][:, forum],
            view.governance_p[rows] ** self.parameters.attention,
            self.parameters.delta,
        )
        return np.where(named < 0, named, forum[named])

    def _said(self, moment: Moment) -> tuple[I8, I8]:
        """Who speaks in this round and what they say; acts come first."""
        view, inputs = moment.view, moment.setup.inputs
        free = view.state.stated_p == SILENT
        said_p = np.full(len(free), SILENT)
        floor = (inputs.floor_p == _sitting(moment)) & free
        rows = np.flatnonzero(floor)
        said_p[rows] = self.named(view, rows)
        for party, act in moment.acts.items():
            if act.state is not None:
                said_p[party] = _word(moment, act.state)
        speakers = np.flatnonzero(said_p > SILENT)
        return speakers, said_p[speakers]

    def _statements(self, moment: Moment, speakers: I8, said: I8) -> list[Event]:
        scenario = moment.setup.scenario
        own = [p for p, act in moment.acts.items() if act.state is not None]
        emphasis = moment.view.state.profile.emphasis_ph[speakers]
        first = np.argsort(-emphasis, axis=1, kind="stable")[:, :NAMED_THEMES]
        names = [proposal.id for proposal in scenario.proposals]
        wishes = _wishes(moment, speakers)
        return [
            Event(
                "statement",
                moment.k,
                int(party),
                -1,
                {
                    "stated": NONCOMMITTAL if d < 0 else names[d],
                    "themes": ",".join(scenario.themes[h].id for h in themes),
                    "wish": wish if d < 0 and party not in own else None,
                },
            )
            for party, d, themes, wish in zip(speakers, said, first, wishes, strict=True)
        ]


def _sitting(moment: Moment) -> int:
    """Which sitting this is, from 0: an agenda may have plenaries at several places."""
    return sitting_of(moment.setup.scenario, moment.k)


def _wishes(moment: Moment, speakers: I8) -> list[str | None]:
    """What would make the best design on the table better for each speaker, as ISSUE=LEVEL.

    The one-issue change, core issues apart, that adds most, if it adds `WISH` or more: a party that
    names no design can still say on which condition it would.
    """
    inputs, space = moment.setup.inputs, moment.setup.scenario.space
    forum = np.flatnonzero(inputs.forum_d)
    free = np.array([not issue.core for issue in space.issues])[space.issue_l]
    best = forum[moment.view.tabled_pd[:, forum].argmax(axis=1)]
    wishes: list[str | None] = []
    steps = {int(d): moment.view.step_pl(inputs.design_di[d]) for d in np.unique(best[speakers])}
    for p in speakers:
        row = np.where(free, steps[int(best[p])][p], -np.inf)
        top = int(row.argmax())
        issue = space.issues[int(space.issue_l[top])]
        level = issue.levels[top - int(space.offset_i[space.issue_l[top]])]
        gain = float(row[top] - moment.view.tabled_pd[p, best[p]])
        wishes.append(f"{issue.id}={level.id}" if gain >= WISH else None)
    return wishes


def _word(moment: Moment, word: str) -> int:
    known = moment.setup.scenario.proposal_index
    if word == NONCOMMITTAL:
        return UNSAID
    if word == "silent":
        return SILENT
    if word not in known or moment.setup.scenario.proposals[known[word]].kind != "forum":
        forum = [p.id for p in moment.setup.scenario.forum_proposals]
        allowed = ", ".join([*forum, NONCOMMITTAL, "silent"])
        raise InterventionError(f"state = {word!r}; allowed: {allowed}")
    return known[word]
