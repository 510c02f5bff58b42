"""Spatial and lexicographic utility against plain loops and by hand."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from hldsim.domain.issues import Issue, Level, OutcomeSpace
from hldsim.engine.advance import advance
from hldsim.engine.assemble import assemble
from hldsim.preferences.profile import declare, single_peaked
from hldsim.preferences.utilities.lexicographic import Lexicographic
from hldsim.preferences.utility import UTILITIES
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from tests.engine.tables import view


def profile_of(salience, values):
    """One party's wants: salience by issue, values by issue and level."""
    base = view(k=20).state.profile
    return replace(
        base,
        salience_pi=np.array([salience], dtype=float),
        value_pl=np.array([[v for row in values for v in row]], dtype=float),
        issue_l=np.repeat(np.arange(len(values)), [len(row) for row in values]),
    )


def utilities(name, salience, values):
    """Utility of each outcome, by outcome."""
    outcomes = list(itertools.product(*(range(len(row)) for row in values)))
    offset = np.concatenate([[0], np.cumsum([len(row) for row in values])[:-1]])
    found = UTILITIES[name]().of(profile_of(salience, values), np.array(outcomes) + offset)[0]
    return dict(zip(outcomes, found.tolist(), strict=True))


def test_distance_by_hand():
    """Enelow and Hinich (1984): weighted Euclidean distance. Ideal (0.2, 0.6), levels 0.2 apart."""
    line = lambda ideal: single_peaked(np.array([ideal]), 6)[0]  # noqa: E731
    found = utilities("spatial", [0.75, 0.25], [line(0.2), line(0.6)])
    assert found[1, 3] == pytest.approx(1.0)
    # at (0.6, 0.2): sqrt(0.75 x 0.4^2 + 0.25 x 0.4^2) = 0.4
    assert found[3, 1] == pytest.approx(0.6)
    # one step away on the first issue: sqrt(0.75) x 0.2; on the second: sqrt(0.25) x 0.2
    assert found[2, 3] == pytest.approx(1 - math.sqrt(0.75) * 0.2)
    assert found[1, 4] == pytest.approx(0.9)
    assert max(found, key=found.get) == (1, 3)
    # one large miss is worse than two small ones that add up to as much for an additive utility
    alike = utilities("spatial", [0.5, 0.5], [line(0.0), line(0.0)])
    assert alike[4, 0] < alike[2, 2]
    added = utilities("additive", [0.5, 0.5], [line(0.0), line(0.0)])
    assert added[4, 0] == pytest.approx(added[2, 2])


def test_an_ideal_point_between_two_levels_is_a_place():
    scenario = load_scenario("hld_2006")
    state = view(k=20).state
    themes = [theme.id for theme in scenario.themes]
    wants = declare(state.profile, scenario.space, themes, 5, "ideal.authority", 0.45)
    wants = declare(wants, scenario.space, themes, 5, "salience.authority", 1.0)
    designs = np.array([[0, level, 0, 0, 0, 0] for level in range(4)])
    found = UTILITIES["spatial"]().of(wants, designs + scenario.space.offset_i)[5]
    assert found.tolist() == pytest.approx([1 - abs(n / 3 - 0.45) for n in range(4)])


@pytest.mark.parametrize("seed", range(5))
def test_spatial_equals_a_plain_loop(seed):
    rng = np.random.default_rng(seed)
    values = [rng.random(n).tolist() for n in (3, 2, 4)]
    salience = rng.dirichlet(np.ones(3)).tolist()
    for outcome, u in utilities("spatial", salience, values).items():
        total = sum(
            w * (1 - row[x]) ** 2 for w, row, x in zip(salience, values, outcome, strict=True)
        )
        assert u == pytest.approx(1 - math.sqrt(total), abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_lexicographic_orders_outcomes_as_a_dictionary_does(seed):
    """Issue by issue in order of salience, better level first; ties as equals (any depth)."""
    rng = np.random.default_rng(seed)
    values = [np.round(rng.random(n), 1).tolist() for n in (3, 2, 4, 3)]  # with equals among them
    salience = rng.choice([0.1, 0.2, 0.4], 4)
    salience = (salience / salience.sum()).tolist()
    order = sorted(range(4), key=lambda k: (-round(salience[k], 9), k))
    found = utilities("lexicographic", salience, values)

    def entry(outcome):
        return tuple(values[k][outcome[k]] for k in order)

    for one, other in itertools.combinations(found, 2):
        first, second = entry(one), entry(other)
        if first == second:
            assert found[one] == pytest.approx(found[other], abs=1e-12)
        else:
            assert (found[one] > found[other]) == (first > second)
    best = max(found, key=entry)
    assert found[best] == pytest.approx(1.0)
    assert min(found.values()) >= 0.0


def test_lexicographic_by_hand():
    # digits 2 of 3 levels, then 1 of 2: numbers 0 to 5 over 5
    found = utilities("lexicographic", [0.3, 0.7], [[0.1, 0.2], [0.9, 0.5, 0.1]])
    assert found[1, 0] == pytest.approx(1.0)  # 2 x 2 + 1
    assert found[0, 0] == pytest.approx(4 / 5)
    assert found[1, 1] == pytest.approx(3 / 5)
    assert found[0, 2] == pytest.approx(0.0)


def test_the_precision_of_lexicographic_utility_is_as_said():
    """Neighbours in a space of 10^8 outcomes still differ by more than 1e-9, in one of 2^53 by one
    last bit; an issue beyond that is lost."""
    many = [[float(n) / 99 for n in range(100)]] * 4
    salience = [0.4, 0.3, 0.2, 0.1]
    wants = profile_of(salience, many)
    offset = np.array([0, 100, 200, 300])
    pair = np.array([[50, 50, 50, 50], [50, 50, 50, 51]]) + offset
    low, high = UTILITIES["lexicographic"]().of(wants, pair)[0]
    assert 1e-9 < high - low < 1.1e-8
    wants = profile_of(np.arange(60, 0, -1) / 1830, [[0.0, 1.0]] * 60)
    top = np.arange(60) * 2 + 1
    last = top - (np.arange(60) == 59)
    found = UTILITIES["lexicographic"]().of(wants, np.array([top, last]))[0]
    assert found[0] == found[1]


def test_digits_are_reckoned_once_for_a_profile():
    utility, one = Lexicographic(), profile_of([0.3, 0.7], [[0.1, 0.2], [0.9, 0.5]])
    assert utility.parts(one) is utility.parts(one)
    other = profile_of([0.7, 0.3], [[0.1, 0.2], [0.9, 0.5]])
    assert not np.array_equal(utility.parts(other), utility.parts(one))


@pytest.mark.parametrize("name", UTILITIES)
def test_every_utility_function_plays_the_debate(name):
    scenario = with_settings(load_scenario("hld_2006"), {"rules.utility.name": name})
    setup, state = assemble(scenario, 3)
    while state.k < scenario.rounds:
        state, _ = advance(setup, state)
    assert (state.membership_p >= 0).any()


def test_spaces_of_one_level_are_no_trouble():
    space = OutcomeSpace((Issue("x", "x", (Level("a", "a"), Level("b", "b")), "a"),))
    wants = profile_of([1.0], [[0.5, 0.5]])
    for name in UTILITIES:
        found = UTILITIES[name]().of(wants, np.array([[0], [1]]) + space.offset_i)
        assert found[0, 0] == found[0, 1] and 0 <= found[0, 0] <= 1
