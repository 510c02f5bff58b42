"""Landscapes against plain loops over alignments, and what must not change them."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.analysis.landscape import (
    MOST_ACTORS,
    LandscapeError,
    energies,
    frustrations,
    minima,
    sides,
)

SCALE = st.integers(-8, 8).map(lambda k: k / 2)


@st.composite
def landscapes(draw, most=6):
    n = draw(st.integers(1, most))
    strength = draw(st.lists(st.integers(0, 6), min_size=n, max_size=n))
    rows = st.lists(SCALE, min_size=n, max_size=n)
    return strength, draw(st.lists(rows, min_size=n, max_size=n))


def by_hand(strength, propensity, side):
    """Energy as it is written: over ordered pairs on opposite sides."""
    pairs = itertools.permutations(range(len(strength)), 2)
    return sum(strength[i] * strength[j] * propensity[i][j] for i, j in pairs if side[i] != side[j])


@given(landscapes())
def test_energies_are_what_the_sum_over_pairs_says(landscape):
    strength, propensity = landscape
    found = energies(strength, propensity)
    assert len(found) == 2 ** (len(strength) - 1)
    for alignment, energy in enumerate(found):
        side = sides(alignment, len(strength))
        assert not side[0]
        assert energy == pytest.approx(by_hand(strength, propensity, side))


@given(landscapes())
def test_minima_are_all_that_no_single_switch_improves(landscape):
    strength, propensity = landscape
    n = len(strength)
    wanted = []
    for side in itertools.product([False, True], repeat=n):
        here = by_hand(strength, propensity, side)
        switched = [[s != (k == i) for k, s in enumerate(side)] for i in range(n)]
        if not side[0] and all(by_hand(strength, propensity, s) >= here - 1e-9 for s in switched):
            wanted.append(side)
    found = minima(strength, propensity)
    assert {m.sides for m in found} == set(wanted)
    assert [m.energy for m in found] == sorted(m.energy for m in found)
    lowest = min(energies(strength, propensity))
    for m in found:
        assert m.is_global == (m.energy == pytest.approx(lowest, abs=1e-9))
        assert energies(strength, propensity)[m.alignment] == m.energy
        assert tuple(sides(m.alignment, n).tolist()) == m.sides


@given(landscapes(), st.randoms(use_true_random=False))
def test_renaming_actors_changes_nothing(landscape, shuffle):
    strength, propensity = np.array(landscape[0]), np.array(landscape[1])
    order = list(range(len(strength)))
    shuffle.shuffle(order)
    turned = energies(strength[order], propensity[np.ix_(order, order)])
    assert np.sort(turned) == pytest.approx(np.sort(energies(strength, propensity)))


@given(landscapes())
def test_only_both_directions_together_count(landscape):
    strength, propensity = landscape[0], np.array(landscape[1])
    mean = (propensity + propensity.T) / 2
    assert energies(strength, propensity) == pytest.approx(energies(strength, mean))


@given(landscapes(), st.integers(0, 31))
def test_energy_is_the_strength_weighted_sum_of_frustrations(landscape, alignment):
    strength, propensity = landscape
    alignment %= 2 ** (len(strength) - 1)
    felt = frustrations(strength, propensity, sides(alignment, len(strength)))
    energy = energies(strength, propensity)[alignment]
    assert np.dot(strength, felt) == pytest.approx(energy, abs=1e-9)


def test_frustration_is_felt_by_the_one_that_is_drawn():
    # the first is drawn to the second, which does not care; the second is twice as strong
    assert frustrations([1, 2], [[0, 3], [0, 0]], [0, 1]).tolist() == [6.0, 0.0]
    assert frustrations([1, 2], [[0, 3], [0, 0]], [1, 1]).tolist() == [0.0, 0.0]


def test_the_diagonal_is_not_looked_at():
    propensity = [[math.nan, 1.0], [3.0, math.inf]]
    assert energies([2, 5], propensity).tolist() == [0.0, 40.0]


def test_all_together_costs_nothing_and_friends_stay_together():
    friends = np.ones((5, 5))
    assert energies(np.ones(5), friends)[0] == 0.0
    (only,) = minima(np.ones(5), friends)
    assert only.alignment == 0 and only.is_global


def test_a_local_minimum_that_is_not_the_lowest():
    # each gets on very well with a second, a little with a third, badly with the fourth
    propensity = [[0, 4, -3, 1], [4, 0, 1, -3], [-3, 1, 0, 4], [1, -3, 4, 0]]
    found = minima([1, 1, 1, 1], propensity)
    assert [m.energy for m in found] == [-8.0, 0.0, 4.0]
    assert [m.is_global for m in found] == [True, False, False]
    assert found[0].sides == (False, False, True, True)


@settings(deadline=None)
@given(st.integers(0, 2**19 - 1))
def test_twenty_actors(alignment):
    chance = np.random.default_rng(0)
    strength, propensity = chance.random(20), chance.normal(size=(20, 20))
    side = sides(alignment, 20)
    assert TWENTY[alignment] == pytest.approx(by_hand(strength, propensity, side), abs=1e-9)


def _twenty():
    chance = np.random.default_rng(0)
    return energies(chance.random(20), chance.normal(size=(20, 20)))


TWENTY = _twenty()


@pytest.mark.parametrize(
    ("strength", "propensity", "word"),
    [
        ([], np.zeros((0, 0)), "shape"),
        ([1, 2], [[0, 1]], "shape"),
        ([[1, 2]], [[0, 1], [1, 0]], "shape"),
        ([1, -2], np.zeros((2, 2)), "-2"),
        ([1, math.nan], np.zeros((2, 2)), "nan"),
        ([1, 2], [[0, math.nan], [0, 0]], r"propensity\[0, 1\] is nan"),
        (["a", 2], np.zeros((2, 2)), "numbers"),
        (np.ones(MOST_ACTORS + 1), np.zeros((MOST_ACTORS + 1,) * 2), "25 actors"),
    ],
)
def test_what_is_no_landscape_is_refused(strength, propensity, word):
    for function in (energies, minima):
        with pytest.raises(LandscapeError, match=word):
            function(strength, propensity)


def test_alignments_and_sides_that_are_none():
    with pytest.raises(LandscapeError, match="alignment 4"):
        sides(4, 3)
    with pytest.raises(LandscapeError, match="sides"):
        frustrations([1, 1], np.zeros((2, 2)), [0, 2])
