"""Turning points: what is left out is left out, nothing else is, and what changes most is first."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.experiments.leaving_out import KINDS, Without, play_without, possible
from hldsim.experiments.turning import (
    TurningPoint,
    compare,
    ending,
    first_difference,
    rank,
    total_variation,
    turning_points,
)
from hldsim.record.history import History
from hldsim.record.run import record
from hldsim.scenario.build import build
from hldsim.table.state import SILENT, UNCOMMITTED, backed_proposal
from tests.session.scene import DIAL, PUSH, act, classroom, opened, play, set_

LAST_PLENARY = 3


@pytest.fixture(scope="module")
def run():
    return record(classroom(), 1)


def pushed(*interventions, at=6):
    """A whole run with something done after round ``at``."""
    session = play(opened(), at)
    for one in interventions:
        session.apply(one)
    return play(session).record()


def upto(run, k):
    """The run as it stood after round ``k``."""
    cut = History(run.scenario, run.history.inputs, run.seed, run.history.setup)
    for snapshot in run.history:
        if snapshot.k <= k:
            cut.append(snapshot)
    return replace(run, history=cut)


def of_kind(run, kind):
    return [one for one in possible(run) if one.kind == kind]


def same(one, other):
    """Whether two states hold the same table."""
    names = ("stated_p", "membership_p", "objected_pc", "platform_ci", "viability_c", "ballot_pd")
    return one.adopted == other.adopted and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in names
    )


@pytest.mark.parametrize("k", [1, 2, 6, 15, 20])
def test_with_nothing_left_out_a_run_comes_out_as_it_was(run, k):
    assert same(play_without(run, Without("act", k)), run.history[-1].state)


def test_an_act_left_out_is_the_run_without_it():
    plain = play(opened()).record()
    run = pushed(PUSH, DIAL)
    first, second = of_kind(run, "act")
    assert {first.act.kind, second.act.kind} == {"act", "set"} and first.k == 7
    assert not same(run.history[-1].state, plain.history[-1].state)
    only = {one.act.kind: play_without(run, one) for one in (first, second)}
    assert same(only["act"], pushed(DIAL).history[-1].state)
    assert same(only["set"], pushed(PUSH).history[-1].state)


def test_a_seat_left_out_is_the_run_that_the_model_plays():
    session = play(opened(), 6)
    for _ in range(4):
        session.apply(act("USA", back="un_embedded"))
        session.apply(act("MEX", back="uncommitted"))
        session.advance()
    run = play(session).record()
    usa, mex = of_kind(run, "seat")
    assert [run.scenario.parties[x.party].id for x in (usa, mex)] == ["USA", "MEX"]
    other = play(opened(), 6)
    for _ in range(4):
        other.apply(act("MEX", back="uncommitted"))
        other.advance()
    assert same(play_without(run, usa), play(other).history[-1].state)


def test_without_the_host_is_the_scenario_without_its_offer(run):
    (host,) = of_kind(run, "host")
    assert run.scenario.parties[host.party].id == "BEL"
    bare = record(build({**run.scenario.document, "hosts": []}), run.seed)
    assert same(play_without(run, host), bare.history[-1].state)
    assert not same(bare.history[-1].state, run.history[-1].state)


def test_a_phase_left_out_passes_and_nothing_happens_in_it(run):
    phases = {one.phase: one for one in of_kind(run, "phase")}
    assert "adoption" not in {run.scenario.agenda[n].phase for n in range(len(phases))}
    plenary = next(spec for spec in run.scenario.agenda if spec.phase == "plenary")
    state = play_without(upto(run, LAST_PLENARY), phases[plenary.id])
    assert (state.stated_p == SILENT).all() and (state.membership_p == UNCOMMITTED).all()
    assert state.k == LAST_PLENARY
    assert (run.history[LAST_PLENARY].state.stated_p > SILENT).any()


def test_a_bargain_left_out_moves_nobody():
    run = record(classroom(), 2)  # three states move over in it
    (merged,) = of_kind(run, "merged")
    before, after = run.history[merged.k - 1].state, run.history[merged.k].state
    events = run.history[merged.k].events
    at = [e.kind for e in events].index("merged")
    moved = [e.party for e in events[at : at + 1 + events[at].fields["movers"]] if e.party >= 0]
    state = play_without(upto(run, merged.k), merged)
    c = list(after.origin_c).index(run.scenario.proposal_index[merged.proposal])
    assert np.array_equal(state.platform_ci[c], before.platform_ci[c])
    assert not np.array_equal(after.platform_ci[c], before.platform_ci[c])
    assert len(moved) == 3 and (state.membership_p[moved] == before.membership_p[moved]).all()
    assert (after.membership_p[moved] == c).all()


def test_a_change_of_text_left_out_leaves_the_text(run):
    one = of_kind(run, "revised")[0]
    d = run.scenario.proposal_index[one.proposal]
    before, after = run.history[one.k - 1].state, run.history[one.k].state
    c = list(after.origin_c).index(d)
    state = play_without(upto(run, one.k), one)
    assert np.array_equal(state.platform_ci[c], before.platform_ci[c])
    assert not np.array_equal(after.platform_ci[c], before.platform_ci[c])


def test_a_party_left_out_backs_nothing_and_speaks_all_the_same(run):
    for one in of_kind(run, "party"):
        state = play_without(run, one)
        assert backed_proposal(state)[one.party] == -1
        spoke = run.history[-1].state.stated_p[one.party] > SILENT
        assert (state.stated_p[one.party] > SILENT) == spoke


def test_a_move_left_out_leaves_the_party_where_it_was(run):
    moves = of_kind(run, "joined")
    assert len(moves) == sum(e.kind == "joined" for e in run.history.events())
    for one in moves:
        state = play_without(upto(run, one.k), one)
        was = run.scenario.proposal_index[one.other] if one.other else -1
        assert backed_proposal(state)[one.party] == was


def test_a_move_somebody_made_is_left_out_as_an_act_only():
    run = pushed(PUSH)
    usa = run.scenario.party_index["USA"]
    assert any(e.kind == "joined" and e.party == usa and e.k == 7 for e in run.history.events())
    assert not [one for one in of_kind(run, "joined") if (one.party, one.k) == (usa, 7)]


def test_an_objection_left_out_is_not_seen(run):
    for one in of_kind(run, "objected"):
        c = list(run.history[-1].state.origin_c).index(run.scenario.proposal_index[one.proposal])
        assert run.history[-1].state.objected_pc[one.party, c]
        state = play_without(upto(run, one.k), one)
        assert not state.objected_pc[one.party, c]


def test_everything_that_is_possible_is_tried_and_ranked(run):
    seen = []
    found = turning_points(run, progress=lambda done, total, left: seen.append((done, total, left)))
    assert {one.kind for one in possible(run)} == set(KINDS) - {"act", "seat"}
    assert found.tried == found.possible == len(possible(run)) and not found.impossible
    assert seen[0] == (0, found.possible, None) and seen[-1] == (found.possible,) * 2 + (0.0,)
    assert found.ending.adopted == run.summary()["adopted"]
    first = found.points[0]
    assert (first.without.kind, first.change) == ("host", "other")
    assert found.decisive == tuple(p for p in found.points if p.change == "other")
    changes = [("other", "text", "backing", "nothing").index(p.change) for p in found.points]
    assert changes == sorted(changes)
    assert [p.moved for p in found.points if p.change == "nothing"] == [0] * changes.count(3)


def test_nothing_may_have_changed_the_outcome(run):
    things = [one for one in possible(run) if one.kind == "joined"]
    found = turning_points(run, wanted=things)
    assert found.decisive == () and found.tried == len(things)


def test_it_ends_when_its_time_is_over(run):
    ticks = iter(range(1000))
    found = turning_points(run, seconds=3.5, clock=lambda: float(next(ticks)))
    assert (found.tried, found.possible) == (3, len(possible(run)))


def test_what_cannot_be_left_out_alone_says_why():
    rule = set_("adoption[un].rule", "opt_in")
    run = pushed(rule, set_("adoption[un].follow_through", 0.6))
    found = turning_points(run, wanted=of_kind(run, "act"))
    ((without, why),) = found.impossible
    assert without.act.body["path"] == "adoption[un].rule" and "follow_through" in why
    assert found.tried == 2


def test_a_run_that_was_not_finished_is_compared_where_it_stops():
    run = play(opened(), 10).record()
    found = turning_points(run)
    assert found.ending.adopted == "" and not found.decisive
    assert any(point.change == "backing" for point in found.points)
    phases = [one.phase for one in of_kind(run, "phase")]
    assert phases == [s.id for s in run.scenario.agenda][: len(phases)] and len(phases) < 5


def test_counts_are_of_member_states():
    scenario = SimpleNamespace(proposals=(0, 1))
    inputs = SimpleNamespace(member_p=np.array([True, True, True, True, False]))
    run = SimpleNamespace(scenario=scenario, history=SimpleNamespace(inputs=inputs))
    one, other = (
        SimpleNamespace(adopted="a", text=(0,), backed_p=np.array(x))
        for x in ([0, 0, 1, -1, 0], [0, 1, 0, -1, 1])
    )
    point = compare(run, one, other, Without("party", 1, 0))
    assert (point.change, point.moved, point.distance) == ("backing", 2, 0.0)
    other.backed_p = np.array([0, 0, 1, -1, 1])
    assert compare(run, one, other, Without("party", 1, 0)).change == "nothing"


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(-1, 3)), min_size=1, max_size=30))
def test_total_variation_is_a_distance_of_shares(pairs):
    one, other = (np.array(x) for x in zip(*pairs, strict=True))
    found = total_variation(one, other, 4)
    assert found == pytest.approx(total_variation(other, one, 4)) and 0.0 <= found <= 1.0
    moved = (one != other).mean()
    assert found <= moved + 1e-12
    assert total_variation(one, np.sort(one), 4) == 0.0


def test_rank_goes_by_change_then_distance_then_states():
    def point(name, change, distance, moved):
        return TurningPoint(Without(name, 1), None, change, distance, moved)

    given_ = [
        point("e", "nothing", 0.0, 0),
        point("d", "backing", 0.2, 5),
        point("c", "backing", 0.2, 9),
        point("b", "text", 0.0, 0),
        point("a", "other", 0.1, 1),
        point("f", "nothing", 0.0, 0),
    ]
    assert "".join(one.without.kind for one in rank(given_)) == "abcdef"


def test_a_record_of_another_model_is_found_out(run):
    assert first_difference(run) is None
    assert first_difference(pushed(PUSH, DIAL)) is None
    other = upto(run, 8)
    other.history.append(replace(run.history[9], digest="f" * 64))
    assert first_difference(other) == 9
    assert first_difference(replace(run, seed=run.seed + 1)) in (0, 1)


def test_an_ending_says_what_was_adopted(run):
    found, told = ending(run, run.history[-1].state), run.summary()
    space = run.scenario.space
    assert (found.adopted, space.decode(found.text)) == (told["adopted"], told["agreement"])
    assert ending(run, run.history[3].state).adopted == ""
