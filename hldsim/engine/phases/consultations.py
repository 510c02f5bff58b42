"""Informal consultations: delegations choose whom to back, coalitions change their designs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event, Scalar
from hldsim.engine.amending import amend
from hldsim.engine.belief import believe
from hldsim.engine.phases.base import PHASES, Moment, Step
from hldsim.errors import InterventionError
from hldsim.registry import parameter
from hldsim.table.moves import Change
from hldsim.table.state import State

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@PHASES.register("consultations")
class Consultations:
    """Each party reconsiders with chance ``share`` a round, all on the table at its start.

    Amendments that people move come before the coalitions' own revisions and bargains: a text that
    was amended is not touched again in the same round.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the phase."""

        share: float = parameter(
            0.15,
            "s_a",
            "chance that a party reconsiders in a round",
            low=0.0,
            high=1.0,
            unit="chance",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def advance(self, moment: Moment) -> Step:
        """Choose, believe, then revise and bargain."""
        state, events = self.reconsider(moment)
        if not state.n_coalitions:
            return state, events
        amended = amend(moment.setup, moment.view, moment.acts)
        changes = moment.setup.rules.coalitions.changes(moment.view, moment.chance)
        free = [one for one in changes if not {one.coalition, one.other} & amended.texts]
        state, more = apply_changes(moment, state, (*amended.changes, *free))
        return state, (*events, *amended.events, *more)

    def acting(self, moment: Moment) -> I8:
        """Who reconsiders in this round."""
        inputs = moment.setup.inputs
        drawn = moment.chance("acting", len(inputs.active_p)) < self.parameters.share
        return np.flatnonzero(drawn & inputs.active_p)

    def reconsider(self, moment: Moment) -> Step:
        """Moves of those who act, and the belief."""
        view, state = moment.view, moment.view.state
        moves = moment.setup.rules.coalitions.moves(view, self.acting(moment), moment.chance)
        belief = believe(moment.setup, view, moment.chance, moment.told)
        membership = state.membership_p.copy()
        membership[moves.party_a] = moves.choice_a
        for party, choice in _acted(moment).items():
            membership[party] = choice
        after = replace(
            state,
            k=moment.k,
            membership_p=membership,
            viability_c=belief.viability_c,
            objected_pc=belief.objected_pc,
        )
        if not moment.told:
            return after, ()
        circle = () if moves.settled else (Event("unsettled", moment.k),)
        return after, (*_moved(moment, state, membership), *circle, *belief.events)


def apply_changes(moment: Moment, state: State, changes: tuple[Change, ...]) -> Step:
    """Put revisions and bargains into the state.

    A text that meets an objection ends it; backers who would rather see it fail walk out. What a
    party chose for itself in this round stands: only those still where the bargain was made for
    them go with it.
    """
    events: list[Event] = []
    for change in changes:
        movers = _movers(moment, state, change)
        if change.kind == "refuse" or _falls_through(moment, state, change, movers):
            fields = {
                "proposal": _origin(moment, state, change.coalition),
                "other": _origin(moment, state, change.other),
            }
            events.append(Event("bargain_refused", moment.k, -1, change.coalition, fields))
            continue
        before = state.platform_ci[change.coalition]
        platform = state.platform_ci.copy()
        platform[change.coalition] = change.design
        objected = state.objected_pc.copy()
        objected[:, change.coalition] &= _still_short(moment, change.design)
        membership = state.membership_p.copy()
        walkers = _walkers(moment, state, change)
        if len(walkers):
            membership[walkers] = -1
            events += _split(moment, state, change.coalition, walkers)
        if change.kind == "merge":
            membership[movers] = change.coalition
            fields_merge: dict[str, Scalar] = {
                "proposal": _origin(moment, state, change.coalition),
                "other": _origin(moment, state, change.other),
                "movers": len(movers),
            }
            events.append(Event("merged", moment.k, -1, change.coalition, fields_merge))
            origin = _origin(moment, state, change.coalition)
            other = _origin(moment, state, change.other)
            events += [
                Event("joined", moment.k, p, change.coalition, {"proposal": origin, "from": other})
                for p in movers.tolist()
            ]
        events += _revisions(moment, state, change, before)
        state = replace(state, platform_ci=platform, objected_pc=objected, membership_p=membership)
    return state, tuple(events)


def _staying(moment: Moment, state: State, parties: I8, c: int) -> I8:
    """Those of the parties that are still in coalition ``c`` and did not act for themselves."""
    own = [p for p, act in moment.acts.items() if act.back is not None]
    there = parties[state.membership_p[parties] == c]
    return np.asarray(there[~np.isin(there, own)])


def _movers(moment: Moment, state: State, change: Change) -> I8:
    """Who goes over in a bargain: those promised, but as people answer it themselves, (m,)."""
    promised = np.array(change.movers, dtype=np.int64)
    movers = _staying(moment, state, promised, change.other)
    movers = np.setdiff1d(movers, _answering(moment, state, change.other, "no"))
    return np.union1d(movers, _answering(moment, state, change.other, "yes"))


def _falls_through(moment: Moment, state: State, change: Change, movers: I8) -> bool:
    """Whether a bargain comes to nothing because those it was made for will not have it."""
    refused = len(_answering(moment, state, change.other, "no")) > 0
    return change.kind == "merge" and refused and not len(movers)


def _walkers(moment: Moment, state: State, change: Change) -> I8:
    """Who walks out of a new text: backers that like it less, but as people answer a bargain."""
    walkers = _staying(moment, state, walk_out(moment, change), change.coalition)
    if change.kind != "merge":
        return walkers
    walkers = np.setdiff1d(walkers, _answering(moment, state, change.coalition, "yes"))
    return np.union1d(walkers, _answering(moment, state, change.coalition, "no"))


def _answering(moment: Moment, state: State, c: int, word: str) -> I8:
    """Those in coalition ``c`` that answer a bargain in person with this word, (m,)."""
    said = [p for p, act in sorted(moment.acts.items()) if act.bargain == word]
    parties = np.array(said, dtype=np.int64)
    return np.asarray(parties[state.membership_p[parties] == c])


def _still_short(moment: Moment, design: tuple[int, ...]) -> B1:
    """Who finds a new text still below its aspiration, (p,)."""
    view = moment.view
    return np.asarray(view.utility_pd(np.array([design]))[:, 0] < view.aspiration_p)


def walk_out(moment: Moment, change: Change) -> I8:
    """Backers who would rather see the new text fail than pass, and did not think so of the old."""
    view, c = moment.view, change.coalition
    backs = view.state.membership_p == c
    was = view.utility_pc[:, c] >= view.fallback_pc[:, c]
    now = view.utility_pd(np.array([change.design]))[:, 0] >= view.fallback_pc[:, c]
    return np.flatnonzero(backs & was & ~now)


def _split(moment: Moment, state: State, c: int, walkers: I8) -> list[Event]:
    origin = _origin(moment, state, c)
    told: dict[str, Scalar] = {"proposal": origin, "leavers": len(walkers)}
    left = [Event("left", moment.k, int(p), c, {"proposal": origin}) for p in walkers]
    return [Event("split", moment.k, -1, c, told), *left]


def _revisions(moment: Moment, state: State, change: Change, before: I8) -> list[Event]:
    issues = moment.setup.scenario.space.issues
    return [
        Event(
            "revised",
            moment.k,
            -1,
            change.coalition,
            {
                "proposal": _origin(moment, state, change.coalition),
                "issue": issue.id,
                "level_from": issue.levels[int(before[n])].id,
                "level_to": issue.levels[int(change.design[n])].id,
                "cost": float(change.cost),
                "reason": change.reason,
            },
        )
        for n, issue in enumerate(issues)
        if int(before[n]) != int(change.design[n])
    ]


def _origin(moment: Moment, state: State, c: int) -> str:
    return moment.setup.scenario.proposals[int(state.origin_c[c])].id


def _acted(moment: Moment) -> dict[int, int]:
    """Choices people made themselves: party -> coalition or -1."""
    state, scenario = moment.view.state, moment.setup.scenario
    chosen: dict[int, int] = {}
    for party, act in moment.acts.items():
        if act.back is None:
            continue
        if act.back == "uncommitted":
            chosen[party] = -1
            continue
        d = scenario.proposal_index.get(act.back, -1)
        found = np.flatnonzero(state.origin_c == d)
        if not len(found):
            allowed = ", ".join([*(p.id for p in scenario.forum_proposals), "uncommitted"])
            raise InterventionError(f"back = {act.back!r}; allowed: {allowed}")
        chosen[party] = int(found[0])
    return chosen


def _moved(moment: Moment, state: State, membership: I8) -> list[Event]:
    events = []
    for p in np.flatnonzero(membership != state.membership_p):
        was, now = int(state.membership_p[p]), int(membership[p])
        left = None if was < 0 else _origin(moment, state, was)
        if now < 0:
            events.append(Event("left", moment.k, int(p), was, {"proposal": left}))
        else:
            fields = {"proposal": _origin(moment, state, now), "from": left}
            events.append(Event("joined", moment.k, int(p), now, fields))
    return events
