"""Homes, hulls and labels: the geometry of the map, without a window."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.scenario.load import load_scenario
from hldsim_ui.views import homes as homes_module
from hldsim_ui.views.homes import ASPECT, features, homes, radii
from hldsim_ui.views.map_layout import (
    PULL,
    Box,
    beside,
    convex_hull,
    core_hull,
    drawn_at,
    first_free,
    places,
)
from tests.report.made_up import made_up_inputs


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def radius(scenario):
    return radii(made_up_inputs(scenario).capability_p)


def gaps(rows):
    return np.sqrt(np.sum((rows[:, None, :] - rows[None, :, :]) ** 2, axis=2))


def ranks(values):
    return np.argsort(np.argsort(values))


def test_homes_are_the_same_every_time(scenario, radius):
    first = homes(scenario, radius).copy()
    homes_module._KEPT.clear()
    assert np.array_equal(homes(scenario, radius), first)
    assert first.shape == (len(scenario.parties), 2)
    assert first.min() >= 0 and first[:, 0].max() <= ASPECT and first[:, 1].max() <= 1


def test_near_means_similar(scenario, radius):
    wanted, drawn = gaps(features(scenario)), gaps(homes(scenario, radius))
    pairs = np.triu_indices(len(wanted), 1)
    correlation = np.corrcoef(ranks(wanted[pairs]), ranks(drawn[pairs]))[0, 1]
    print(f"rank correlation of distances: {correlation:.2f}")
    assert correlation > 0.65


def test_homes_do_not_overlap(scenario, radius):
    apart = gaps(homes(scenario, radius)) - (radius[:, None] + radius[None, :])
    np.fill_diagonal(apart, 1.0)
    assert apart.min() > 0


def test_homes_know_nothing_of_positions(scenario, radius):
    silent = replace(
        scenario, parties=tuple(replace(party, position=None) for party in scenario.parties)
    )
    assert np.array_equal(homes(silent, radius), homes(scenario, radius))


def test_an_unknown_figure_is_no_reason_to_fail():
    small = load_scenario("classroom_small")
    bare = replace(small, parties=tuple(replace(p, figures={}) for p in small.parties))
    spots = homes(bare, radii(np.ones(len(bare.parties))))
    assert np.isfinite(spots).all()


def test_two_parties_alike_have_two_homes():
    small = load_scenario("classroom_small")
    twin = replace(small.parties[0], id="TWIN")
    crowd = replace(small, parties=(*small.parties, twin))
    size = radii(np.ones(len(crowd.parties)))
    spots = homes(crowd, size)
    assert np.hypot(*(spots[0] - spots[-1])) >= 2 * size[0] * 0.99


def test_nobody_is_drawn_further_than_a_third_of_the_way(scenario, radius):
    home = homes(scenario, radius)
    goal = places(scenario, home)
    backed = np.arange(len(home)) % 4 - 1
    spot = drawn_at(home, backed, goal, pull=0.9)
    assert np.array_equal(spot[backed < 0], home[backed < 0])
    went = np.linalg.norm(spot - home, axis=1)[backed >= 0]
    way = np.linalg.norm(goal[backed[backed >= 0]] - home[backed >= 0], axis=1)
    assert (went <= PULL * way + 1e-12).all()


def test_places_of_coalitions_lie_apart(scenario, radius):
    apart = gaps(places(scenario, homes(scenario, radius)))
    np.fill_diagonal(apart, 1.0)
    assert apart.min() > 0.5


def test_a_hull_holds_its_core():
    points = np.array([[0, 0], [4, 0], [4, 4], [0, 4], [2, 2], [2, 1]], dtype=float)
    assert len(convex_hull(points)) == 4
    hull = core_hull(points, np.array([0.5, 0.5]), share=1.0)
    assert hull.min() == pytest.approx(-0.5) and hull.max() == pytest.approx(4.5)
    assert len(core_hull(np.zeros((0, 2)), np.ones(2))) == 0
    assert len(core_hull(np.array([[1.0, 1.0]]), np.ones(2))) > 3


def test_labels_take_the_first_free_room():
    room = Box(0, 0, 100, 50)
    wishes = beside(50, 25, 5, 20, 10)
    assert first_free(wishes, [], room) == wishes[0]
    assert first_free(wishes, [wishes[0]], room) == wishes[1]
    assert first_free(wishes, [room], room) is None


def test_a_list_of_neighbours_misses_nobody():
    """Pushed apart with the list kept, or with every pair looked at anew: the same homes."""
    rng = np.random.default_rng(4)
    place, radius = rng.random((60, 2)) * 0.4, 0.01 + 0.03 * rng.random(60)
    apart = (radius[:, None] + radius[None, :]) * homes_module.SLACK
    np.fill_diagonal(apart, 0.0)
    near, one, other = homes_module._Neighbours(apart), place, place
    asked = 0
    for _ in range(80):
        before = near._pairs
        one = one + homes_module._push(one, apart, near.pairs(one))[0]
        asked += near._pairs is not before
        everybody = np.nonzero(apart > 0.0)
        other = other + homes_module._push(other, apart, everybody)[0]
        assert np.array_equal(one, other)
    assert 1 < asked < 60  # it is made anew now and then, and kept for most of the way
