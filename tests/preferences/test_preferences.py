"""Profiles, draws, imputation, and what is said in public."""

import math
from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.engine.assemble import assemble, prepare
from hldsim.errors import PathError
from hldsim.preferences.draw import draw_parameters, draw_prior, gammas3, kumaraswamy, normals
from hldsim.preferences.imputation.base import IMPUTATION_RULES
from hldsim.preferences.positions import stated_positions
from hldsim.preferences.profile import declare, single_peaked
from hldsim.registry import describe_parameters
from hldsim.rules.decision.consensus import Consensus
from hldsim.scenario.load import load_scenario
from hldsim.scenario.schema import Prior
from hldsim.streams import Streams

SCENARIOS = {"country_figures": "hld_2006", "declared": "classroom_small"}
CHANCE = Streams(5).at(1)


def test_every_imputation_rule_is_examined_here():
    assert set(IMPUTATION_RULES) == set(SCENARIOS)


@pytest.mark.parametrize("rule", SCENARIOS)
def test_parameters_say_what_they_are(rule):
    for info in describe_parameters(IMPUTATION_RULES[rule].Parameters):
        assert info.symbol and info.meaning and info.low <= info.default <= info.high


@pytest.mark.parametrize("rule", SCENARIOS)
@pytest.mark.parametrize("seed", range(5))
def test_what_is_imputed_is_a_profile(rule, seed):
    setup, state = assemble(load_scenario(SCENARIOS[rule]), seed)
    profile = state.profile
    assert np.allclose(profile.salience_pi.sum(axis=1), 1)
    assert np.allclose(profile.emphasis_ph.sum(axis=1), 1)
    for field in fields(profile):
        array = getattr(profile, field.name)
        assert np.isfinite(array).all() and not array.flags.writeable
        if field.name not in ("issue_l", "resolve_p"):
            assert array.min() >= 0 and array.max() <= 1
    assert math.isclose(setup.inputs.capability_p.sum(), 1.0)


def test_rows_are_drawn_from_one_rule_whoever_is_asked_for():
    """Conditioning redraws a party from the same rule: same shapes, other residuals."""
    scenario = load_scenario("hld_2006")
    rule = prepare(scenario).imputation
    chance = Streams(3).at(0)
    parameters = draw_parameters(
        rule.Parameters, scenario.imputation.parameters, chance, "imputation"
    )
    common = rule.common(parameters, chance)
    usa = scenario.party_index["USA"]
    many = rule.profile(parameters, common, np.full(4000, usa), chance, "a")
    mean = np.mean(
        [
            rule.profile(parameters, common, np.arange(194), Streams(s).at(0), "b").value_pl[usa]
            for s in range(200)
        ],
        axis=0,
    )
    assert np.allclose(many.value_pl.mean(axis=0), mean, atol=0.06)


def test_the_reluctant_are_those_who_receive_and_vote_with_the_usa():
    scenario = load_scenario("hld_2006")
    total = np.zeros(len(scenario.parties))
    for seed in range(40):
        total += assemble(scenario, seed, conditioned=False)[1].profile.reluctance_p
    ranked = [scenario.parties[n].id for n in np.argsort(-total)]
    assert {"USA", "AUS"} <= set(ranked[: len(ranked) // 20])


def test_stated_positions_by_hand():
    # margins: 0.2, 0.02 (thin), 0.2 but no interest in governance, and a bloc that pulls apart
    utility = np.array([[0.7, 0.5], [0.52, 0.5], [0.7, 0.5], [0.5, 0.55]])
    discipline = np.array([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.04, 0.0]])
    said = stated_positions(
        utility, np.full(4, 0.4), discipline, np.array([1.0, 1.0, 0.1, 1.0]), 0.05
    )
    assert said.tolist() == [0, -1, -1, -1]


def test_a_party_content_with_the_status_quo_names_nothing():
    said = stated_positions(
        np.array([[0.3, 0.2]]), np.array([0.9]), np.zeros((1, 2)), np.ones(1), 0.05
    )
    assert said.tolist() == [-1]


@given(
    party=st.integers(0, 11),
    value=st.floats(0, 1),
    key=st.sampled_from(["salience.venue", "emphasis.rights", "ideal.authority", "principle"]),
)
def test_declaring_changes_one_row_and_keeps_sums(party, value, key):
    setup, state = _classroom()
    themes = tuple(t.id for t in setup.scenario.themes)
    if key.startswith("emphasis") and "rights" not in themes:
        key = f"emphasis.{themes[0]}"
    after = declare(state.profile, setup.scenario.space, themes, party, key, value)
    assert np.allclose(after.salience_pi.sum(axis=1), 1)
    assert np.allclose(after.emphasis_ph.sum(axis=1), 1)
    others = np.arange(len(after.talk_p)) != party
    for field in fields(after):
        if field.name != "issue_l":
            before, now = getattr(state.profile, field.name), getattr(after, field.name)
            assert np.array_equal(before[others], now[others])


def _classroom():
    return assemble(load_scenario("classroom_small"), 1)


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [("salience.venue", 1.2, "0 to 1"), ("value.venue.moon", 0.5, "no level"),
     ("stance.weather", 0.5, "no theme"), ("talk.much", 0.5, "no preference")],
)  # fmt: skip
def test_a_wrong_declaration_says_what_is_allowed(key, value, words):
    setup, state = _classroom()
    themes = tuple(t.id for t in setup.scenario.themes)
    with pytest.raises(PathError, match=words):
        declare(state.profile, setup.scenario.space, themes, 0, key, value)


def test_single_peaked_values():
    assert single_peaked(np.array([0.5, 0.0]), 3).tolist() == [[0.5, 1.0, 0.5], [1.0, 0.5, 0.0]]


def test_draws_have_the_moments_they_should():
    z, g = normals(CHANCE, "z", 40_000), gammas3(CHANCE, "g", 40_000)
    k = kumaraswamy(CHANCE("k", 40_000), 1.0, 3.0)
    assert abs(z.mean()) < 0.02 and abs(z.std() - 1) < 0.02
    assert abs(g.mean() - 1) < 0.02 and abs(g.std() - 3**-0.5) < 0.02
    assert abs(k.mean() - 0.25) < 0.01  # Kumaraswamy(1, b) is Beta(1, b): mean 1 / (1 + b)


@pytest.mark.parametrize(
    ("prior", "median"),
    [(Prior("normal", 0.5, 0.07), 0.5), (Prior("lognormal", 1000, 0.7), 1000),
     (Prior("uniform", 1, 3), 2), (Prior("beta", 1, 1), 0.5)],
)  # fmt: skip
def test_medians_of_priors(prior, median):
    assert math.isclose(draw_prior(prior, 0.5), median, rel_tol=1e-9)
    assert draw_prior(prior, 0.2) < draw_prior(prior, 0.8)


def test_priors_are_clipped_and_unknown_kinds_named():
    assert draw_prior(Prior("normal", 0.5, 10, low=0, high=1), 0.999) == 1
    with pytest.raises(PathError, match="lognormal"):
        draw_prior(Prior("cauchy", 0, 1), 0.5)


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"kapa": 1}, "no such parameter"), ({"quota": 1.5}, "0 to 1"), ({"quota": "half"}, "half")],
)
def test_a_wrong_parameter_says_what_is_allowed(settings, words):
    with pytest.raises(PathError, match=words):
        draw_parameters(Consensus.Parameters, settings, CHANCE, "adoption[un]")
