"""Tests for what no test of its room noticed when it was broken (see `make mutate`)."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import hldsim
from hldsim.analysis.intervals import straddles, wilson
from hldsim.engine.advance import advance, view_of
from hldsim.engine.assemble import assemble, prepare
from hldsim.engine.belief import believe
from hldsim.engine.lay_out import UNKNOWN
from hldsim.engine.run import run
from hldsim.engine.setup import BeliefParameters
from hldsim.experiments.across import expected_reluctance_place
from hldsim.preferences.utility import UTILITIES
from hldsim.record.measures import measure
from hldsim.streams import Streams
from tests.engine.tables import plan, table
from tests.engine.tables import view as table_view
from tests.experiments.table import STATED, view


def test_a_bar_is_straddled_from_both_sides_and_on_the_edge():
    low, high = wilson(30, 100)
    assert not straddles(30, 100, low - 0.01) and not straddles(30, 100, high + 0.01)
    assert straddles(30, 100, low) and straddles(30, 100, high)


def test_who_names_another_kind_but_likes_this_one_is_no_opponent():
    stated = np.array(STATED)
    stated[5] = 2  # names regional follow-up, likes a hosted forum better than the status quo
    assert measure("opponents[global]", view(stated_p=stated)) == 1


def test_the_place_in_reluctance_counts_the_party_itself():
    scenario = hldsim.load_scenario("hld_2006")
    reluctance = np.arange(len(scenario.parties), dtype=float)
    summary = SimpleNamespace(reluctance_p=reluctance)
    members = [p for p, party in enumerate(scenario.parties) if party.seat.value == "member"]
    last = scenario.parties[members[-1]].id
    assert expected_reluctance_place(scenario, summary, last) == pytest.approx(1 / len(members))


def test_a_party_in_two_blocs_of_one_line_takes_the_stricter_discipline():
    source = plan("hld_2006", ("blocs[NAM].line", "un_embedded"), ("blocs[NAM].discipline", 0.08))
    both = [
        p for p, party in enumerate(source.scenario.parties) if {"G77", "NAM"} <= {*party.blocs}
    ]
    assert len(both) > 50
    assert (source.fixed.discipline_pd[both, 0] == 0.08).all()


def test_a_known_position_against_ones_bloc_holds_all_the_same():
    """The redraw must reckon with discipline, or the plenary would not confirm it."""
    against = [("parties[IND].position", "informal_hosted"), ("blocs[G77].discipline", 0.1)]
    india = plan("hld_2006", *against).scenario.party_index["IND"]
    held = 0
    for seed in range(8):
        result = run(plan("hld_2006", *against), seed)
        if not result.setup.inputs.missed_p[india]:
            assert result.end.stated_p[india] == 1
            held += 1
    assert held > 4


def test_a_position_that_no_redraw_gives_is_reported_as_missed():
    setup, _ = assemble(plan("hld_2006", ("agenda[plenary].delta", 1.0)), 1)
    known = setup.inputs.stated_known_p
    assert (known >= 0).sum() >= 6
    assert (setup.inputs.missed_p == (known >= 0)).all()  # who is to name nothing does so easily
    assert (known != UNKNOWN).sum() > (known >= 0).sum()


def test_what_the_declared_rule_takes_where_nothing_is_declared():
    scenario = hldsim.load_scenario("classroom_small")
    parties = tuple(replace(party, declared={}) for party in scenario.parties)
    rule = prepare(replace(scenario, parties=parties)).imputation
    rows, chance = np.arange(len(parties)), Streams(1).at(0)
    profile = rule.profile(rule.Parameters(spread=0.0), None, rows, chance, "t")
    traits = {"principle": 0.35, "stubbornness": 0.5, "resolve": 1.0, "talk": 1.0, "reluctance": 0}
    for name, neutral in traits.items():
        assert (getattr(profile, f"{name}_p") == neutral).all()
    assert (profile.stance_ph == 0.5).all()
    assert np.allclose(profile.salience_pi, 1 / len(scenario.space.issues))


def test_geometric_utility_by_hand():
    # 0.5 ^ 0.6 x 0.25 ^ 0.4, and a worthless level counts 0.01
    base = table_view(k=20).state.profile
    profile = replace(
        base,
        salience_pi=np.array([[0.6, 0.4]]),
        value_pl=np.array([[0.5, 1.0, 0.25, 0.0]]),
        issue_l=np.array([0, 0, 1, 1]),
    )
    worth = UTILITIES["geometric"]().of(profile, np.array([[0, 2], [1, 3]]))
    assert worth[0].tolist() == pytest.approx([0.5**0.6 * 0.25**0.4, 0.01**0.4])


def test_affinity_factors_are_unit_vectors_of_blocs_region_and_balance():
    scenario, factor = plan().scenario, plan().fixed.factor_pf
    regions = sorted({party.region for party in scenario.parties})
    for p, party in enumerate(scenario.parties):
        row = [float(bloc.id in party.blocs) for bloc in scenario.blocs]
        row += [float(region == party.region) for region in regions]
        row.append(party.figures.get("balance", 0.0))
        length = sum(x * x for x in row) ** 0.5
        assert factor[p].tolist() == pytest.approx([x / length for x in row], abs=1e-12)


def test_the_best_on_the_table_is_never_worse_than_the_status_quo():
    setup, state = table(k=20)
    values = state.profile.value_pl.copy()
    values[4] = 0.0
    quo = setup.inputs.status_quo_i + setup.inputs.space.offset_i
    values[4, quo] = 1.0
    content = replace(state, profile=replace(state.profile, value_pl=values))
    now = view_of(setup, content)
    assert now.utility_pc[4].max() < 0.9
    assert now.best_p[4] == now.reservation_p[4] == now.aspiration_p[4]
    rivals = np.hstack([now.utility_pc, now.tabled_pd[:, setup.inputs.forum_d]]).max(axis=1)
    assert np.array_equal(now.best_p, np.maximum(rivals, now.reservation_p))


@pytest.mark.parametrize("k", [2, 5, 16])
def test_an_objection_is_shown_by_luck_and_stays(k):
    setup, state = table(k=k)
    setup = replace(setup, rules=replace(setup.rules, belief=BeliefParameters(show=0.3)))
    view, chance = view_of(setup, state), setup.streams.at(k + 1)
    seen = believe(setup, view, chance).objected_pc
    luck = chance("object", 194)
    for p in range(194):
        for c in range(3):
            shown = luck[p] < 0.3 and setup.inputs.active_p[p] and view.objection_pc[p, c] > 0
            assert seen[p, c] == (state.objected_pc[p, c] or shown)
    assert (seen != state.objected_pc).any() or k > 5


def test_without_an_offer_nobody_believes_in_a_hosted_forum():
    setup, state = assemble(plan("hld_2006", ("hosts[BEL].level", "none")), 3)
    while state.k < 12:
        before = state.viability_c
        state, _ = advance(setup, state)
        step = 1.0 if state.k <= 2 else 1 - setup.rules.belief.eta  # hearings move no belief
        assert state.viability_c[1] == pytest.approx(before[1] * step)


def test_known_positions_hold_where_emphasis_does_not_count():
    """The redraw must reckon with the power of emphasis that the plenary uses."""
    source = plan("hld_2006", ("agenda[plenary].attention", 0.0))
    for seed in range(10):
        result = run(source, seed)
        inputs = result.setup.inputs
        known = (inputs.stated_known_p != UNKNOWN) & ~inputs.missed_p
        assert (result.end.stated_p[known] == inputs.stated_known_p[known]).all()
