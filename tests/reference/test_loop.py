"""The engine against the plainest loops: discrete results equal, floats within 1e-9."""

import numpy as np
import pytest

import hldsim
from hldsim.engine.advance import moment_of
from hldsim.scenario.paths import with_settings
from tests.reference.laid_out import at_consultations, enlarged, laid_out, uniforms
from tests.reference.loop import choose, fallback_of, logistic, play_round


def compare(setup, state, rounds):
    """Play rounds both ways, each from its own last one; nobody changes a platform here."""
    table = laid_out(setup, state)
    moved = 0
    for _ in range(rounds):
        chosen = play_round(table, *uniforms(setup, state.k + 1, state.n_coalitions + 1))
        moment, phase = moment_of(setup, state, told=False)
        before, (state, _) = state, phase.reconsider(moment)
        assert sorted(chosen) == phase.acting(moment).tolist()
        np.testing.assert_array_equal(state.membership_p, table.membership)
        np.testing.assert_array_equal(state.objected_pc, table.objected)
        np.testing.assert_allclose(state.viability_c, table.viability, rtol=0, atol=1e-9)
        moved += int((state.membership_p != before.membership_p).sum())
    return moved


@pytest.mark.parametrize("seed", range(6))
def test_the_debate_of_2006(seed):
    scenario = hldsim.load_scenario("hld_2006")
    assert compare(*at_consultations(scenario, seed), rounds=20) > 50


def test_the_debate_under_a_majority_of_those_voting():
    rules = {"adoption[un].rule": "majority", "adoption[hosted].rule": "majority"}
    scenario = with_settings(hldsim.load_scenario("hld_2006"), rules)
    assert compare(*at_consultations(scenario, 2), rounds=20) > 20


@pytest.mark.parametrize("name", sorted(hldsim.list_scenarios()))
def test_every_scenario_of_the_default_rules(name):
    scenario = hldsim.load_scenario(name)
    if scenario.rules.get("coalitions") and scenario.rules["coalitions"].name != "worth":
        pytest.skip("another rule")
    compare(*at_consultations(scenario, 1), rounds=5)


def test_two_thousand_parties():
    scenario = enlarged(hldsim.load_scenario("hld_2006"), 2000)
    assert len(scenario.parties) == 2000
    assert compare(*at_consultations(scenario, 3), rounds=3) > 50


def test_terms_of_the_engine_add_up_to_the_worth_of_the_loop():
    from tests.reference import loop

    setup, state = at_consultations(hldsim.load_scenario("hld_2006"), 5)
    moment, phase = moment_of(setup, state)
    table = laid_out(setup, state)
    seen = []
    original = loop.choose
    loop.choose = lambda worths: seen.append(worths) or original(worths)
    try:
        play_round(table, *uniforms(setup, state.k + 1, state.n_coalitions + 1))
    finally:
        loop.choose = original
    rule, act = setup.rules.coalitions, phase.acting(moment)
    moves = rule.moves(moment.view, act, moment.chance, terms=True)
    np.testing.assert_allclose(moves.worth_ac, seen, rtol=0, atol=1e-9)
    np.testing.assert_allclose(sum(moves.terms.values()), seen, rtol=0, atol=1e-9)


def test_the_loop_by_hand():
    assert choose([0.2, 0.5, 0.1]) == 1
    assert choose([0.2, 0.2, 0.2]) == 0
    assert choose([0.1, 0.2, 0.3]) == -1
    assert logistic(0.0) == 0.5
    assert logistic(-800.0) == pytest.approx(0.0)

    class Beliefs:
        viability = (0.5, 0.25)

    # off the table: c = 0. The other passes with 1/4, else the status quo: 0.25 x 0.8 + 0.75 x 0.4
    assert fallback_of(Beliefs, 0, [0.9, 0.8], 0.4, [0, 1]) == pytest.approx(0.5)
