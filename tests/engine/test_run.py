"""A run from the opening to the adoption."""

from dataclasses import fields

import numpy as np
import pytest

from hldsim.engine.advance import advance, finished
from hldsim.engine.assemble import assemble
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.lay_out import UNKNOWN
from hldsim.engine.run import run
from hldsim.engine.setup import phase_of
from hldsim.errors import HldsimError
from hldsim.scenario.load import load_scenario
from hldsim.table.moves import Act
from hldsim.table.state import NOT_ASKED, SILENT, State
from tests.engine.tables import plan, table


def same(a: State, b: State) -> bool:
    ours = (getattr(a, f.name) for f in fields(a) if f.name not in ("profile", "scratch"))
    theirs = (getattr(b, f.name) for f in fields(b) if f.name not in ("profile", "scratch"))
    return all(np.array_equal(x, y) for x, y in zip(ours, theirs, strict=True))


@pytest.mark.parametrize("name", ["hld_2006", "classroom_small"])
def test_a_run_keeps_its_invariants(name):
    seen = []

    def watch(setup, state, events):
        seen.append(state.k)
        c = state.n_coalitions
        assert state.membership_p.min() >= -1 and state.membership_p.max() < c
        assert (state.viability_c >= 0).all() and (state.viability_c <= 1).all()
        assert not state.membership_p[~setup.inputs.active_p].max(initial=-1) >= 0
        assert all(event.k in (state.k, 0) for event in events)
        issues = setup.scenario.space.count_i
        assert (state.platform_ci >= 0).all() and (state.platform_ci < issues).all()

    result = run(plan(name), 5, watch=watch)
    assert seen == list(range(result.setup.scenario.rounds + 1))
    assert finished(result.setup, result.end)
    assert (result.end.ballot_pd != NOT_ASKED).all()


def test_watching_and_telling_change_nothing():
    quiet = run(plan(), 11).end
    told = run(plan(), 11, watch=lambda *_: None).end
    assert same(quiet, told)


def test_each_party_speaks_once_or_not_at_all():
    events = []
    result = run(plan(), 4, watch=lambda s, t, e: events.extend(e))
    speakers = [e.party for e in events if e.kind == "statement"]
    assert len(speakers) == len(set(speakers))
    assert set(speakers) == set(np.flatnonzero(result.end.stated_p > SILENT))
    assert {phase_of(result.setup.scenario, e.k)[0].phase for e in events
            if e.kind == "statement"} == {"plenary"}  # fmt: skip


def test_joins_and_leaves_add_up_to_the_membership():
    events = []
    result = run(plan(), 9, watch=lambda s, t, e: events.extend(e))
    membership = np.full(len(result.end.membership_p), -1)
    for event in events:
        if event.kind == "joined":
            membership[event.party] = event.coalition
        elif event.kind == "left":
            membership[event.party] = -1
    assert (membership == result.end.membership_p).all()


def test_known_positions_hold_where_conditioned():
    for seed in range(6):
        result = run(plan(), seed)
        inputs = result.setup.inputs
        known = np.flatnonzero((inputs.stated_known_p != UNKNOWN) & ~inputs.missed_p)
        assert len(known) >= 5
        assert (result.end.stated_p[known] == inputs.stated_known_p[known]).all()


def test_conditioning_touches_only_the_known():
    on, off = assemble(plan(), 8)[1], assemble(plan(), 8, conditioned=False)[1]
    known = assemble(plan(), 8)[0].inputs.stated_known_p != UNKNOWN
    assert np.array_equal(on.profile.value_pl[~known], off.profile.value_pl[~known])
    assert not np.array_equal(on.profile.value_pl[known], off.profile.value_pl[known])


def test_acts_come_before_the_model():
    setup, state = table(k=2)
    mexico = setup.scenario.party_index["MEX"]
    state, events = advance(setup, state, {mexico: Act(state="un_embedded")})
    assert state.stated_p[mexico] == setup.scenario.proposal_index["un_embedded"]
    assert any(e.kind == "statement" and e.party == mexico for e in events)
    setup, state = table(k=20)
    state, _ = advance(setup, state, {mexico: Act(back="regional_processes")})
    assert state.membership_p[mexico] == 2
    state, _ = advance(setup, state, {mexico: Act(back="uncommitted")})
    assert state.membership_p[mexico] == -1


def test_one_sustained_objection_of_a_person_stops_consensus():
    settings = (("adoption[un].kappa", 0.0), ("hosts[BEL].level", "none"))
    setup, state = assemble(plan("hld_2006", *settings), 2)
    act = {5: Act(answer={"un_embedded": "object", "regional_processes": "no"})}
    events = []
    while not finished(setup, state):
        state, new = advance(setup, state, act if state.k == 0 else {})
        events += new
    refused = [e for e in events if e.kind == "refused" and e.fields["proposal"] == "un_embedded"]
    assert all(e.fields["reason"] == "objection" and e.fields["blockers"] == 1 for e in refused)
    assert state.adopted != 0


def test_the_start_belief_decides_little():
    shares = []
    for start in (0.1, 0.9):
        source = plan("hld_2006", ("rules.belief.start", start))
        shares.append(np.mean([run(source, seed).end.adopted == 1 for seed in range(30)]))
    assert abs(shares[0] - shares[1]) <= 0.1


def test_no_host_no_hosted_forum():
    source = plan("hld_2006", ("hosts[BEL].level", "none"))
    assert all(run(source, seed).end.adopted != 1 for seed in range(8))


def test_majority_lets_the_un_through_more_often():
    """Comparative static (a), on common seeds."""
    base, majority = plan(), plan("hld_2006", ("adoption[un].rule", "majority"))
    gain = [
        (run(majority, seed).end.adopted == 0) - (run(base, seed).end.adopted == 0)
        for seed in range(25)
    ]
    assert np.mean(gain) >= 0.3


def test_a_run_over_is_over():
    setup, state = table("classroom_small", 1, 19)
    assert finished(setup, state)
    with pytest.raises(IndexError, match="the agenda has 19 rounds"):
        advance(setup, state)


def test_streams_do_not_depend_on_what_was_drawn_before():
    a, b = assemble(plan(), 21)[0].streams, assemble(plan(), 21)[0].streams
    forward = [a.draw("x", k, 5) for k in range(40)]
    backward = [b.draw("x", k, 5) for k in reversed(range(40))][::-1]
    assert np.array_equal(forward, backward)
    assert len({row.tobytes() for row in forward}) == 40


def test_a_scenario_is_never_changed_by_a_run():
    scenario = load_scenario("classroom_small")
    before = repr(scenario)
    run(scenario, 3)
    assert repr(scenario) == before


def test_what_is_decided_stays_decided_however_long_the_adoption():
    once, twice = plan(), plan("hld_2006", ("agenda[adoption].rounds", 3))
    for seed in range(6):
        states = []
        run(twice, seed, watch=lambda s, t, e, kept=states: kept.append(t))
        assert len({state.adopted for state in states[-3:]}) == 1
        assert run(once, seed).setup.scenario.rounds + 2 == states[-1].k


def test_changes_before_the_first_round_are_interventions_there():
    change = Intervention("set", {"path": "adoption[hosted].follow_through", "value": 0.1})
    start = assemble(plan(), 11)
    setup, state, _ = intervene(*start, change)
    while not finished(setup, state):
        state, _ = advance(setup, state)
    changed = run(plan(), 11, changes=[change])
    assert same(changed.end, state) and not same(changed.end, run(plan(), 11).end)
    assert (
        changed.setup.scenario is run(plan(), 12, changes=[change]).setup.scenario
    )  # checked once
    with pytest.raises(HldsimError, match="nobody"):
        run(plan(), 11, changes=[Intervention("set", {"path": "parties[nobody].talk", "value": 1})])
    with pytest.raises(HldsimError):
        bad = {"path": "adoption[hosted].follow_through", "value": ["no", "number"]}
        run(plan(), 11, changes=[Intervention("set", bad)])


def test_whoever_watches_need_not_be_told():
    rounds = []
    quiet = run(plan(), 11, watch=lambda _, state, events: rounds.append(events), told=False)
    assert len(rounds) == quiet.setup.scenario.rounds + 1
    assert not {e.kind for events in rounds for e in events} & {"statement", "objected", "phase"}
    assert same(quiet.end, run(plan(), 11).end)
