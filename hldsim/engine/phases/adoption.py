"""Adoption: the chair puts designs in order of backing, each under the rule it needs."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot, Decision
from hldsim.domain.events import Event, Scalar
from hldsim.engine.belief import answers
from hldsim.engine.phases.base import PHASES, Moment, Step
from hldsim.registry import parameter
from hldsim.rules.decision.base import Question
from hldsim.table.moves import Acts

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

_BALLOTS = {
    "yes": Ballot.YES,
    "abstain": Ballot.ABSTAIN,
    "no": Ballot.NO,
    "absent": Ballot.ABSENT,
    "object": Ballot.NO,
}


@dataclass(frozen=True)
class _Asked:
    """What is put: proposal of origin, coalition (or -1), design, share of members backing it."""

    proposal: int
    coalition: int
    design: I8
    share: float


@PHASES.register("adoption")
class Adoption:
    """Designs backed by at least ``least`` are put, most backed first; the first to pass stands.

    All is decided in the first round of the phase; further rounds change nothing.

    Then proposals to go further are put, whatever their backing, against what has just been
    decided: yes if u + discipline >= u(decided), objection resolve x max(u(decided) - u, 0).

    Ballot on a text: yes if u + discipline >= f(-text); else abstain, the polite no, if the text
    is at least as good as the status quo; else no. A party that never took the floor is absent
    with chance ``absence``. Objections count whether or not they were shown before. Ballots are
    also asked, hypothetically, on every proposal as tabled. Of a party whose person casts the
    ballot, the ballot is also the answer: it takes part if it votes yes, and objects if, and only
    if, it says so.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the phase."""

        least: float = parameter(
            0.05,
            "s_0",
            "share of members that must back a design to be put",
            low=0.0,
            high=1.0,
            unit="share",
        )
        absence: float = parameter(
            0.2,
            "p_a",
            "chance that a silent member misses a ballot",
            low=0.0,
            high=1.0,
            unit="chance",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def advance(self, moment: Moment) -> Step:
        """Put one design after the other until one passes."""
        view, state = moment.view, moment.view.state
        if moment.turn > 0:
            return replace(state, k=moment.k), ()
        events: list[Event] = []
        ballot_pd = self._ballots(
            moment, view.tabled_pd, _fallback_pd(moment), asked_as_tabled=True
        )
        ballot_pc = self._ballots(moment, view.utility_pc, view.fallback_pc)
        adopted = -1
        for c in view.order_c:
            if adopted >= 0 or view.backing_c[c] < self.parameters.least:
                break
            decision = self._put(moment, c, ballot_pc[:, c], events)
            if decision.adopted:
                adopted = c
        if adopted < 0:
            events.append(Event("no_agreement", moment.k))
        passed = self._go_further(moment, adopted, ballot_pd, events)
        scratch = state.scratch if passed is None else {**state.scratch, "passed_d": passed}
        after = replace(state, k=moment.k, adopted=adopted, ballot_pd=ballot_pd, scratch=scratch)
        return after, tuple(events)

    def acting(self, moment: Moment) -> I8:
        """Nobody chooses a coalition here."""
        return np.zeros(0, dtype=np.int64)

    def _put(self, moment: Moment, c: int, ballot_p: I8, events: list[Event]) -> Decision:
        """Put a coalition's platform to the room."""
        state, inputs = moment.view.state, moment.setup.inputs
        told = answers(moment.setup, moment.view)
        given = state.scratch.get("answer_pd")
        objection = told.objection_pc[:, c] * inputs.capability_p
        if given is not None:
            objection = np.where(given[:, state.origin_c[c]] == -2, np.inf, objection)
        origin, share = int(state.origin_c[c]), float(moment.view.backing_c[c])
        asked = _Asked(origin, c, state.platform_ci[c], share)
        return self._ask(moment, asked, ballot_p, told.willing_pc[:, c], objection, events)

    def ballots(self, moment: Moment) -> I8:
        """Ballot of each party on each proposal, on the text its coalition stands for now, (p, d).

        Those put after the others are asked as tabled.
        """
        view = moment.view
        ballots = self._ballots(moment, view.tabled_pd, _fallback_pd(moment), True)
        ballots[:, view.state.origin_c] = self._ballots(moment, view.utility_pc, view.fallback_pc)
        return ballots

    def _go_further(
        self, moment: Moment, adopted: int, ballot_pd: I8, events: list[Event]
    ) -> B1 | None:
        """Put the proposals to go further than what was decided; None if there are none."""
        view, inputs = moment.view, moment.setup.inputs
        rows = np.flatnonzero(~inputs.forum_d)
        if not len(rows):
            return None
        decided = view.reservation_p if adopted < 0 else view.utility_pc[:, adopted]
        against = np.repeat(decided[:, None], len(inputs.design_di), axis=1)
        ballot_pd[:, rows] = self._ballots(moment, view.tabled_pd, against, True)[:, rows]
        passed = np.zeros(len(inputs.design_di), dtype=bool)
        for d in rows:
            short = np.maximum(decided - view.tabled_pd[:, d], 0.0)
            objection = short * view.state.profile.resolve_p * inputs.capability_p
            asked = _Asked(int(d), -1, inputs.design_di[d], 0.0)
            willing = view.tabled_pd[:, d] >= decided
            decision = self._ask(moment, asked, ballot_pd[:, d], willing, objection, events)
            passed[d] = decision.adopted
        return passed

    def _ask(
        self,
        moment: Moment,
        asked: _Asked,
        ballot_p: I8,
        willing_p: B1,
        objection_p: F8,
        events: list[Event],
    ) -> Decision:
        setup = moment.setup
        spec, rule = setup.rule_for(asked.design)
        proposal = setup.scenario.proposals[asked.proposal].id
        willing_p, objection_p = _as_cast(moment.acts, proposal, willing_p, objection_p)
        decision = rule.decide(
            Question(
                ballot_p=ballot_p,
                willing_p=willing_p,
                objection_p=objection_p,
                luck_p=moment.chance("sustain", len(ballot_p)),
                member_p=setup.inputs.member_p,
                weight_p=setup.inputs.voting_weight_p,
                host=self._host(moment, asked.design, rule, events),
                population_p=setup.inputs.population_p,
            )
        )
        put: dict[str, Scalar] = {"proposal": proposal, "rule": spec.rule, "share": asked.share}
        events.append(Event("put", moment.k, -1, asked.coalition, put))
        kind = "adopted" if decision.adopted else "refused"
        fields = _fields(moment, proposal, spec.rule, decision)
        events.append(Event(kind, moment.k, -1, asked.coalition, fields))
        return decision

    def _host(self, moment: Moment, design: I8, rule: object, events: list[Event]) -> bool:
        """Whether the host that offers keeps the offer: one draw a run for each offer."""
        offer = moment.setup.rules.needs.host(design)
        if offer is None:
            return False
        keeps = getattr(getattr(rule, "parameters", None), "follow_through", 1.0)
        kept = bool(moment.chance(f"host/{offer.party}", 1)[0] < keeps)
        if not kept:
            events.append(Event("host_withdrew", moment.k, fields={"host": offer.party}))
        return kept

    def _ballots(
        self, moment: Moment, utility: F8, fallback: F8, asked_as_tabled: bool = False
    ) -> I8:
        setup, view = moment.setup, moment.view
        origin = np.arange(utility.shape[1]) if asked_as_tabled else view.state.origin_c
        yes = utility + setup.inputs.discipline_pd[:, origin] >= fallback
        polite = utility >= view.reservation_p[:, None]
        ballots = np.where(yes, Ballot.YES, np.where(polite, Ballot.ABSTAIN, Ballot.NO))
        away = moment.chance("absent", len(utility)) < self.parameters.absence
        ballots[away & ~view.spoke_p] = Ballot.ABSENT
        _given(moment.acts, setup.scenario.proposal_index, origin, ballots)
        return np.asarray(ballots, dtype=np.int64)


def _given(acts: Acts, known: dict[str, int], origin: I8, ballots: I8) -> None:
    """Put in the ballots people cast themselves."""
    for party, act in acts.items():
        for proposal, word in act.ballot.items():
            for column in np.flatnonzero(origin == known.get(proposal, -9)):
                ballots[party, column] = _BALLOTS[word]


def _as_cast(acts: Acts, proposal: str, willing_p: B1, objection_p: F8) -> tuple[B1, F8]:
    """Who takes part and who objects, with the ballots that people cast on a proposal."""
    cast = {p: act.ballot[proposal] for p, act in acts.items() if proposal in act.ballot}
    if not cast:
        return willing_p, objection_p
    willing_p, objection_p = willing_p.copy(), objection_p.copy()
    for party, word in cast.items():
        willing_p[party] = word == "yes"
        stands = word == "no" and objection_p[party] == np.inf  # it has said so before
        objection_p[party] = np.inf if word == "object" or stands else 0.0
    return willing_p, objection_p


def _fallback_pd(moment: Moment) -> F8:
    """What each party expects without each proposal, (p, d), from the coalition around it."""
    view, inputs = moment.view, moment.setup.inputs
    fallback = np.repeat(view.reservation_p[:, None], len(inputs.design_di), axis=1)
    fallback[:, view.state.origin_c] = view.fallback_pc
    return fallback


def _fields(moment: Moment, proposal: str, rule: str, decision: Decision) -> dict[str, Scalar]:
    parties = moment.setup.scenario.parties
    fields: dict[str, Scalar] = {
        "proposal": proposal,
        "rule": rule,
        "reason": decision.reason,
        "share": decision.share,
        "quota": decision.quota,
        "yes": decision.yes,
        "no": decision.no,
        "abstain": decision.abstain,
        "absent": decision.absent,
        "blockers": len(decision.blockers),
        "first": parties[decision.blockers[0]].id if decision.blockers else None,
    }
    return fields
