"""The adoption and the belief against plain loops: what is put, how it is voted, what stops it."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from hldsim.domain.ballots import Ballot
from hldsim.engine.advance import advance, moment_of
from hldsim.engine.assemble import assemble
from hldsim.engine.phases.adoption import Adoption
from hldsim.table.moves import Act
from hldsim.table.state import SILENT
from tests.engine.tables import plan, table


def closing(seed=3, **changes):
    """The last round, with some of the state changed."""
    setup, state = table(seed=seed, k=39)
    return setup, replace(state, **changes)


@pytest.mark.parametrize("seed", [3, 5])
def test_ballots_by_hand(seed):
    setup, state = closing(seed)
    state = replace(state, viability_c=np.array([0.5, 0.4, 0.6]))
    moment, phase = moment_of(setup, state)
    after, _ = phase.advance(moment)
    view, luck = moment.view, moment.chance("absent", 194)
    seen = set()
    for p, d in itertools.product(range(194), range(3)):
        u, r = view.tabled_pd[p, d], view.reservation_p[p]
        if state.stated_p[p] == SILENT and luck[p] < phase.parameters.absence:
            expected = Ballot.ABSENT
        elif u + setup.inputs.discipline_pd[p, d] >= view.fallback_pc[p, d]:
            expected = Ballot.YES
        else:
            expected = Ballot.ABSTAIN if u >= r else Ballot.NO
        assert after.ballot_pd[p, d] == expected
        seen.add(expected)
    assert seen == set(Ballot)


def put_order(setup, state, **parameters):
    """Proposals put and what came of each, in order; coalition adopted."""
    moment, _ = moment_of(setup, state)
    phase = Adoption(Adoption.Parameters(**parameters))
    after, events = phase.advance(moment)
    rivals = [e for e in events if e.coalition >= 0]
    put = [e.fields["proposal"] for e in rivals if e.kind == "put"]
    return put, after.adopted, events


def test_designs_are_put_by_backing_until_one_passes():
    base = plan("hld_2006", ("adoption[hosted].quorum", 1.0), ("adoption[regional].quorum", 1.0))
    setup, _ = assemble(base, 3)
    _, state = table(k=39)
    membership = np.repeat([0, 1, 2, -1], [30, 80, 8, 76])
    state = replace(state, membership_p=membership)
    put, adopted, events = put_order(setup, state, least=0.06)
    assert put == ["informal_hosted", "un_embedded"] and adopted == -1
    assert sum(e.kind == "no_agreement" for e in events) == 1
    put, _, _ = put_order(setup, state, least=0.04)
    assert put == ["informal_hosted", "un_embedded", "regional_processes"]
    setup, _ = assemble(plan("hld_2006", ("adoption[hosted].quorum", 0.0)), 3)
    keeps = [e for e in put_order(setup, state)[2] if e.kind == "host_withdrew"]
    put, adopted, _ = put_order(setup, state)
    assert keeps or (put == ["informal_hosted"] and adopted == 1)


def test_the_host_keeps_the_offer_or_not_by_one_draw():
    kept = []
    for seed in range(12):
        settings = (("adoption[hosted].follow_through", 0.5), ("adoption[hosted].quorum", 0.0))
        setup, _ = assemble(plan("hld_2006", *settings), seed)
        _, state = table(k=39)
        state = replace(state, membership_p=np.full(194, 1))
        _, adopted, _ = put_order(setup, state)
        keeps = setup.streams.at(40)("host/BEL", 1)[0] < 0.5
        assert (adopted == 1) == keeps
        kept.append(keeps)
    assert 0 < sum(kept) < 12


def test_an_objection_weighs_by_capability_and_resolve():
    """Consensus: each party sustains its objection with 1 - exp(-kappa capability force)."""
    setup, _ = assemble(plan("hld_2006", ("adoption[un].kappa", 300), ("adoption[un].quota", 0)), 4)
    _, state = table(k=39)
    resolve = np.linspace(0.0, 0.2, 194)
    profile = replace(state.profile, resolve_p=resolve)
    state = replace(state, membership_p=np.zeros(194, dtype=int), profile=profile)
    moment, phase = moment_of(setup, state)
    _, events = phase.advance(moment)
    luck, view = moment.chance("sustain", 194), moment.view
    sustained = []
    for p in range(192):
        short = max(view.aspiration_p[p] - view.utility_pc[p, 0], 0.0)
        force = setup.inputs.capability_p[p] * short * resolve[p]
        if luck[p] < 1 - math.exp(-300 * force):
            sustained.append(p)
    refused = next(e for e in events if e.kind in ("refused", "adopted"))
    assert refused.fields["blockers"] == len(sustained) > 0
    assert refused.fields["first"] == setup.scenario.parties[sustained[0]].id


def test_ballots_of_people_come_before_the_model():
    setup, state = table(k=39)
    words = {"yes": Ballot.YES, "no": Ballot.NO, "abstain": Ballot.ABSTAIN, "absent": Ballot.ABSENT}
    for word, ballot in words.items():
        after, _ = advance(setup, state, {7: Act(ballot={"un_embedded": word})})
        assert after.ballot_pd[7, 0] == ballot


@pytest.mark.parametrize("seed", [3, 5])
def test_proposals_to_go_further_are_put_against_what_was_decided(seed):
    setup, state = closing(seed)
    moment, phase = moment_of(setup, state)
    after, events = phase.advance(moment)
    inputs, view = setup.inputs, moment.view
    decided = view.utility_pc[:, after.adopted] if after.adopted >= 0 else view.reservation_p
    away = (state.stated_p == SILENT) & (moment.chance("absent", 194) < phase.parameters.absence)
    luck = moment.chance("sustain", 194)
    further = [d for d, p in enumerate(setup.scenario.proposals) if p.kind == "further"]
    assert further == [3, 4, 5]
    for d in further:
        u = view.tabled_pd[:, d]
        for p in range(194):
            yes, polite = u[p] >= decided[p], u[p] >= view.reservation_p[p]
            expected = Ballot.YES if yes else Ballot.ABSTAIN if polite else Ballot.NO
            assert after.ballot_pd[p, d] == (Ballot.ABSENT if away[p] else expected)
        spec, rule = setup.rule_for(inputs.design_di[d])
        assert spec.rule in ("treaty", "consensus")
        blockers = 0
        for p in range(192):
            short = max(decided[p] - u[p], 0.0)
            force = short * state.profile.resolve_p[p] * inputs.capability_p[p]
            blockers += luck[p] < 1 - math.exp(-rule.parameters.kappa * force)
        name = setup.scenario.proposals[d].id
        told = next(
            e for e in events
            if e.kind in ("adopted", "refused") and e.fields["proposal"] == name
        )  # fmt: skip
        assert told.fields["blockers"] == blockers
        assert after.scratch["passed_d"][d] == (told.kind == "adopted")
    last = [e.fields["proposal"] for e in events if e.kind == "put"][-3:]
    assert last == [setup.scenario.proposals[d].id for d in further]


# ------------------------------------------------------------------------------------- belief


def test_answers_of_people_stand_until_changed():
    setup, state = table(k=13)
    act = {p: Act(answer={"informal_hosted": "no"}) for p in range(0, 194, 2)}
    quiet, _ = advance(setup, state)
    loud, _ = advance(setup, state, act)
    assert loud.viability_c[1] < quiet.viability_c[1]
    assert (loud.viability_c[[0, 2]] == quiet.viability_c[[0, 2]]).all()
    again, _ = advance(setup, replace(loud, viability_c=quiet.viability_c))
    plain, _ = advance(setup, quiet)
    assert again.viability_c[1] != plain.viability_c[1]


def test_the_first_rule_that_fits_is_the_one_a_design_needs():
    setup, state = table(k=20)
    issues = setup.scenario.space.issues
    levels = {issue.id: [level.id for level in issue.levels] for issue in issues}

    def needs(**changed):
        design = state.platform_ci[1].copy()
        for issue, level in changed.items():
            n = [x.id for x in issues].index(issue)
            design[n] = levels[issue].index(level)
        return setup.rule_for(design)[0].id, setup.rules.needs.host(design) is not None

    assert needs(venue="hosted", authority="exchange") == ("hosted", True)
    assert needs(venue="hosted", authority="binding_norms") == ("binding", True)
    assert needs(venue="un", authority="exchange") == ("un", False)
    assert needs(venue="regional", authority="exchange") == ("regional", False)
    assert needs(venue="hosted", authority="joint_programme") == ("action", True)
    assert needs(venue="none", authority="exchange") == ("other", False)
