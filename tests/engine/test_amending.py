"""Amendments and answers to bargains by hand: who decides, and what is written."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.engine.advance import advance, moment_of, view_of
from hldsim.engine.amending import amend, leading
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.errors import InterventionError
from hldsim.table.drafting import log_gain
from hldsim.table.moves import Act
from tests.engine.tables import table

BASE = ("hld_2006", 3)


def motions(setup, state, c):
    """Every change of one issue that may be moved in a text."""
    for n, issue in enumerate(setup.scenario.space.issues):
        for level, one in enumerate(issue.levels):
            if not issue.core and level != state.platform_ci[c, n]:
                design = state.platform_ci[c].copy()
                design[n] = level
                yield f"{issue.id}={one.id}", design


def poor_text(k):
    """A table at which the leading text leaves much to be wished for."""
    setup, state = table(*BASE, k)
    c = leading(view_of(setup, state))
    platform = state.platform_ci.copy()
    for n, issue in enumerate(setup.scenario.space.issues):
        platform[c, n] = platform[c, n] if issue.core else 0
    return setup, replace(state, platform_ci=platform), c


def proposal(setup, state, c):
    return setup.scenario.proposals[int(state.origin_c[c])].id


def test_backers_take_up_what_raises_their_mean_log_gain():
    setup, state, c = poor_text(22)
    view = view_of(setup, state)
    mover = int(np.flatnonzero(state.membership_p == c)[0])
    seen = set()
    for words, design in motions(setup, state, c):
        weight, win_over = 0.0, setup.rules.coalitions.parameters.win_over
        total = 0.0
        two = view.utility_pd(np.array([state.platform_ci[c], design]))
        for p, cap in enumerate(setup.inputs.capability_p):
            w = cap * (state.membership_p[p] == c)
            w += win_over * view.time * cap * (state.membership_p[p] < 0) * setup.inputs.member_p[p]
            gains = log_gain(two[p] - view.reservation_p[p])
            total += w * (gains[1] - gains[0])
            weight += w
        acts = {mover: Act(amend={proposal(setup, state, c): words})}
        found = amend(setup, view, acts)
        carried = bool(total / weight > 1e-9)
        assert bool(found.changes) == carried
        assert found.events[0].fields["carried"] is carried and found.events[0].party == mover
        seen.add(carried)
        after, events = advance(setup, state, acts)
        assert (after.platform_ci[c] == (design if carried else after.platform_ci[c])).all()
        told = [e.kind for e in events if e.coalition == c and e.kind in ("amendment", "revised")]
        assert told[0] == "amendment" and ("revised" in told) >= carried
    assert seen == {True, False}


def test_the_plenary_votes_on_the_chairs_text():
    setup, state, c = poor_text(36)
    view = view_of(setup, state)
    assert leading(view) == c
    members = setup.inputs.member_p
    mover = int(np.flatnonzero(state.membership_p != c)[0])  # need not back it
    seen = set()
    for words, design in motions(setup, state, c):
        two = view.utility_pd(np.array([state.platform_ci[c], design]))
        better = np.round(two[:, 1] - two[:, 0], 9)
        better[mover] = max(better[mover], 1e-9)
        yes, no = (better[members] > 0).sum(), (better[members] < 0).sum()
        after, events = advance(
            setup, state, {mover: Act(amend={proposal(setup, state, c): words})}
        )
        told = next(e for e in events if e.kind == "amendment")
        assert (told.fields["yes"], told.fields["no"]) == (yes, no)
        assert told.fields["heard_by"] == "plenary"
        if yes > no:  # and the chair writes nothing in the same round
            assert (after.platform_ci[c] == design).all()
        seen.add(bool(yes > no))
    assert seen == {True, False}


def test_two_motions_on_one_text_are_put_one_after_the_other():
    setup, state, c = poor_text(36)
    name = proposal(setup, state, c)
    carried = []
    for words, _ in motions(setup, state, c):
        _, events = advance(setup, state, {0: Act(amend={name: words})})
        if next(e for e in events if e.kind == "amendment").fields["carried"]:
            carried.append(words)
    issues = dict(word.split("=") for word in carried)
    assert len(issues) >= 2
    first, second = [f"{issue}={level}" for issue, level in issues.items()][:2]
    acts = {0: Act(amend={name: first}), 5: Act(amend={name: second})}
    after, events = advance(setup, state, acts)
    assert [e.party for e in events if e.kind == "amendment"] == [0, 5]
    levels = setup.scenario.space.decode(tuple(int(x) for x in after.platform_ci[c]))
    assert levels[first.split("=")[0]] == first.split("=")[1]


def test_who_may_not_speak_to_a_text_is_not_heard():
    setup, state = table(*BASE, 22)
    view = view_of(setup, state)
    a, b = view.order_c[:2]
    mover = int(np.flatnonzero(state.membership_p == b)[0])
    words, _ = next(motions(setup, state, a))
    assert amend(setup, view, {mover: Act(amend={proposal(setup, state, a): words})}).events == ()
    with pytest.raises(InterventionError, match="levels of authority"):
        amend(setup, view, {mover: Act(amend={proposal(setup, state, b): "authority=all"})})
    with pytest.raises(InterventionError, match="ISSUE=LEVEL"):
        amend(setup, view, {mover: Act(amend={proposal(setup, state, b): "more of it"})})


@pytest.fixture(scope="module")
def bargain():
    """A round in which a bargain is struck, with the parties it moves."""
    for seed in range(1, 30):
        setup, state = table("classroom_small", seed, 5)
        while state.k < 15:
            view = moment_of(setup, state)[0].view
            changes = setup.rules.coalitions.changes(view, setup.streams.at(state.k + 1))
            struck = next((x for x in changes if x.kind == "merge"), None)
            if struck is not None and len(struck.movers) >= 1:
                return setup, state, struck
            state, _ = advance(setup, state)
    pytest.fail("no bargain in any of these runs")


def seated(setup, state, party):
    body = {"party": setup.scenario.parties[party].id, "seat": "taken"}
    return intervene(setup, state, Intervention("seat", body))[1]


def test_who_says_no_to_a_bargain_stays_and_who_says_yes_goes_along(bargain):
    setup, state, struck = bargain
    plain, _ = advance(setup, state)
    for party in (int(p) for p in np.flatnonzero(state.membership_p == struck.other)):
        if party in struck.movers:
            assert plain.membership_p[party] == struck.coalition
        at = seated(setup, state, party)
        for word, ends in (("yes", struck.coalition), ("no", struck.other)):
            after, _ = advance(setup, at, {party: Act(bargain=word)})
            assert after.membership_p[party] == ends


def test_a_backer_of_the_larger_one_stays_or_walks_out_as_it_says(bargain):
    setup, state, struck = bargain
    for party in (int(p) for p in np.flatnonzero(state.membership_p == struck.coalition)):
        at = seated(setup, state, party)
        after, events = advance(setup, at, {party: Act(bargain="no")})
        assert after.membership_p[party] == -1
        assert any(e.kind == "left" and e.party == party for e in events)
        after, _ = advance(setup, at, {party: Act(bargain="yes")})
        assert after.membership_p[party] == struck.coalition


def test_a_bargain_with_nobody_left_to_move_is_refused(bargain):
    setup, state, struck = bargain
    at = state
    for party in struck.movers:
        at = seated(setup, at, party)
    after, events = advance(setup, at, {p: Act(bargain="no") for p in struck.movers})
    assert "bargain_refused" in {e.kind for e in events}
    assert (after.platform_ci[struck.coalition] == state.platform_ci[struck.coalition]).all()


def test_an_objection_made_in_person_is_seen_at_once():
    setup, state = table(*BASE, 22)
    calm = int(np.flatnonzero(~state.objected_pc.any(axis=1) & setup.inputs.member_p)[0])
    name = proposal(setup, state, 0)
    after, events = advance(setup, state, {calm: Act(answer={name: "object"})})
    assert after.objected_pc[calm, 0]
    assert any(e.kind == "objected" and e.party == calm for e in events)
    again, _ = advance(setup, after, {calm: Act(answer={name: "open"})})
    assert again.scratch["answer_pd"][calm, int(state.origin_c[0])] == 0


@pytest.mark.parametrize(("word", "takes_part"), [("yes", 1), ("no", 0), ("abstain", 0)])
def test_a_ballot_in_person_decides_on_taking_part(word, takes_part):
    setup, state = table(*BASE, 39)
    view = view_of(setup, state)
    c = view.order_c[0]
    assert setup.rule_for(state.platform_ci[c])[0].rule == "opt_in"
    willing = view.wants.willing_pc[:, c] & setup.inputs.member_p
    name = proposal(setup, state, c)
    for party in (int(np.flatnonzero(willing)[0]), int(np.flatnonzero(~willing)[0])):
        _, events = advance(setup, state, {party: Act(ballot={name: word})})
        told = next(e for e in events if e.kind in ("adopted", "refused"))
        assert told.fields["yes"] == willing.sum() - willing[party] + takes_part


def test_an_objection_at_the_ballot_breaks_a_consensus():
    setup, state = table("classroom_small", 3, 18)
    state = replace(state, membership_p=np.zeros_like(state.membership_p))
    assert setup.rule_for(state.platform_ci[0])[0].rule == "consensus"
    name = proposal(setup, state, 0)
    yes = {p: Act(ballot={name: "yes"}) for p in range(12)}
    passed, _ = advance(setup, state, yes)
    voted_down, _ = advance(setup, state, {**yes, 4: Act(ballot={name: "no"})})
    broken, events = advance(setup, state, {**yes, 4: Act(ballot={name: "object"})})
    assert passed.adopted == voted_down.adopted == 0 and broken.adopted == -1
    told = next(e for e in events if e.kind == "refused")
    assert told.fields["first"] == setup.scenario.parties[4].id and told.fields["blockers"] == 1
    said_before, _ = advance(
        setup, state, {**yes, 4: Act(ballot={name: "no"}, answer={name: "object"})}
    )
    assert said_before.adopted == -1
