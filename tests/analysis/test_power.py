"""Power indices against exact fractions, against plain counting, and where they must be equal."""

import math
from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.analysis import power
from hldsim.analysis.power import PowerError, banzhaf, shapley_shubik

NICE = [29] * 4 + [27] * 2 + [13] + [12] * 5 + [10] * 2 + [7] * 5 + [4] * 5 + [3]

# weights, quota, then by weight: swings, Shapley-Shubik. Votes and thresholds of the Council of the
# European Communities and Union (Treaties of Rome, 1957, art. 148; of accession, 1972 and 1994; of
# Nice, 2001, with the Act of Accession of 2003); the small games are the textbooks'. Counted
# exactly by a program of its own.
GAMES = {
    "EEC of 1958": (
        [4, 4, 4, 2, 2, 1],
        12,
        {4: (10, "7/30"), 2: (6, "3/20"), 1: (0, "0")},
    ),
    "EC of 1973": (
        [10] * 4 + [5] * 2 + [3] * 2 + [2],
        41,
        {10: (53, "5/28"), 5: (29, "17/210"), 3: (21, "2/35"), 2: (5, "1/105")},
    ),
    "EU of 1995": (
        [10] * 4 + [8] + [5] * 4 + [4] * 2 + [3] * 3 + [2],
        62,
        {
            10: (1849, "7/60"),
            8: (1531, "860/9009"),
            5: (973, "19883/360360"),
            4: (793, "743/16380"),
            3: (595, "1588/45045"),
            2: (375, "932/45045"),
        },
    ),
    "EU of 25, votes": (
        NICE,
        232,
        {
            29: (924234, "497547971/5354228880"),
            27: (876978, "25621653/297457160"),
            13: (456480, "8885587/223092870"),
            12: (422150, "3829783/104984880"),
            10: (353022, "26985793/892371480"),
            7: (248870, "375761/17907120"),
            4: (142854, "21224141/1784742960"),
            3: (106590, "47854409/5354228880"),
        },
    ),
    "EU of 25, votes and members": (
        [NICE, [1] * 25],
        [232, 13],
        {
            29: (923570, "2487454999/26771144400"),
            27: (876314, "384277319/4461857400"),
            13: (456252, "59231413/1487285800"),
            12: (421938, "325498753/8923714800"),
            10: (353124, "89956101/2974571600"),
            7: (249302, "561929939/26771144400"),
            4: (143446, "106198453/8923714800"),
            3: (107202, "239513539/26771144400"),
        },
    ),
    "four and a quota of six": (
        [4, 3, 2, 1],
        6,
        {4: (5, "5/12"), 3: (3, "1/4"), 2: (3, "1/4"), 1: (1, "1/12")},
    ),
    "51 to 49": ([51, 49], 51, {51: (2, "1"), 49: (0, "0")}),
    "50, 49, 1": ([50, 49, 1], 51, {50: (3, "2/3"), 49: (1, "1/6"), 1: (1, "1/6")}),
    "two large of five": ([7, 7, 1, 1, 1], 9, {7: (8, "3/10"), 1: (4, "2/15")}),
    "four voters": ([3, 2, 1, 1], 4, {3: (6, "1/2"), 2: (2, "1/6"), 1: (2, "1/6")}),
    "Security Council": (
        [7] * 5 + [1] * 10,
        39,
        {7: (848, "421/2145"), 1: (84, "4/2145")},
    ),
    "192 equals, more than half": (
        [1] * 192,
        97,
        {1: (180489995413688787699847721256893462995911074822866673550, "1/192")},
    ),
    "192 equals, two thirds": (
        [1] * 192,
        128,
        {1: (4836778283936822098776520655712952288731986580196170, "1/192")},
    ),
}


@pytest.fixture(params=["sums of weights", "all coalitions"])
def way(request, monkeypatch):
    """Count in one way only, whichever is cheaper."""
    by_halves = request.param == "all coalitions"
    monkeypatch.setattr(power, "_count_by_halves", lambda game, nodes: by_halves)
    return request.param


@pytest.mark.parametrize("name", GAMES)
def test_published_games(name):
    weights, quota, known = GAMES[name]
    first = weights[0] if isinstance(weights[0], list) else weights
    swings = np.array([known[w][0] / 2 ** (len(first) - 1) for w in first])
    shapley = np.array([float(Fraction(known[w][1])) for w in first])
    assert banzhaf(weights, quota, normalised=False) == pytest.approx(swings, rel=1e-12)
    assert banzhaf(weights, quota) == pytest.approx(swings / swings.sum(), abs=1e-12)
    assert shapley_shubik(weights, quota) == pytest.approx(shapley, abs=1e-12)


def by_hand(weight_gn, quota_g):
    """Absolute Banzhaf and Shapley-Shubik by the definitions, coalition by coalition."""
    n = len(weight_gn[0])

    def wins(members):
        return all(
            sum(row[i] for i in members) >= q for row, q in zip(weight_gn, quota_g, strict=True)
        )

    swings, orders = [0] * n, [0] * n
    for i in range(n):
        others = [j for j in range(n) if j != i]
        for size in range(n):
            for rest in combinations(others, size):
                if wins((*rest, i)) and not wins(rest):
                    swings[i] += 1
                    orders[i] += math.factorial(size) * math.factorial(n - 1 - size)
    whole = math.factorial(n)
    return [s / 2 ** (n - 1) for s in swings], [o / whole for o in orders]


def games(voters):
    """Games of up to so many voters, of one to three majorities."""
    return st.integers(1, 3).flatmap(
        lambda g: st.integers(1, voters).flatmap(
            lambda n: st.tuples(
                st.lists(
                    st.lists(st.integers(0, 12), min_size=n, max_size=n), min_size=g, max_size=g
                ),
                st.lists(st.integers(0, 40), min_size=g, max_size=g),
            )
        )
    )


@pytest.mark.parametrize("by_halves", [False, True], ids=["sums of weights", "all coalitions"])
@given(game=games(7))
@settings(deadline=None, max_examples=120)
def test_both_ways_are_what_the_definitions_say(by_halves, game):
    weights, quota = game
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(power, "_count_by_halves", lambda game, nodes: by_halves)
        absolute, shapley = by_hand(weights, quota)
        assert banzhaf(weights, quota, normalised=False) == pytest.approx(absolute, abs=1e-13)
        assert shapley_shubik(weights, quota) == pytest.approx(shapley, abs=1e-13)


@given(game=games(6))
@settings(deadline=None, max_examples=60)
def test_shapley_shubik_is_the_share_of_orders_in_which_one_is_pivotal(game):
    weights, quota = np.array(game[0]), np.array(game[1])
    n = weights.shape[1]
    pivots = np.zeros(n)
    for order in permutations(range(n)):
        sums = np.cumsum(weights[:, order], axis=1)
        wins = (sums >= quota[:, None]).all(axis=0)
        if wins.any() and not (quota <= 0).all():
            pivots[order[int(wins.argmax())]] += 1
    assert shapley_shubik(weights, quota) == pytest.approx(pivots / math.factorial(n), abs=1e-13)


def test_a_dummy_has_nothing_and_equals_have_the_same(way):
    for index in (banzhaf, shapley_shubik):
        of = index([4, 4, 4, 2, 2, 1, 0], 12)
        assert of[5] == of[6] == 0.0
        assert of[0] == of[1] == of[2] > of[3] == of[4] > 0.0
        assert of.sum() == pytest.approx(1.0, abs=1e-14)


def test_a_dictator_has_all(way):
    assert banzhaf([5, 1, 1], 4).tolist() == [1.0, 0.0, 0.0]
    assert shapley_shubik([5, 1, 1], 4).tolist() == pytest.approx([1.0, 0.0, 0.0], abs=1e-14)


def test_unanimity_makes_all_equal(way):
    assert banzhaf([9, 5, 1], 15).tolist() == pytest.approx([1 / 3] * 3)
    assert shapley_shubik([9, 5, 1], 15).tolist() == pytest.approx([1 / 3] * 3)


@pytest.mark.parametrize("quota", [0, -3, 8])
def test_nobody_has_power_where_nothing_can_change_the_outcome(way, quota):
    assert banzhaf([4, 2, 1], quota).tolist() == [0.0] * 3
    assert banzhaf([4, 2, 1], quota, normalised=False).tolist() == [0.0] * 3
    assert shapley_shubik([4, 2, 1], quota).tolist() == [0.0] * 3


def test_the_unit_of_weights_does_not_count():
    plain = banzhaf([4, 3, 2, 1], 6)
    assert banzhaf([400, 300, 200, 100], 600).tolist() == plain.tolist()
    assert banzhaf([400, 300, 200, 100], 501).tolist() == plain.tolist()
    assert banzhaf([0.4, 0.3, 0.2, 0.1], 0.6).tolist() == plain.tolist()
    # a binary 0.1 + 0.2 is more than 0.3, and 0.7 + 0.1 less than 0.8
    assert banzhaf([0.7, 0.1, 0.2], 0.8).tolist() == banzhaf([7, 1, 2], 8).tolist()


def test_populations_as_weights():
    # 27 members: 55 % of members and 65 % of people, in persons (made up); too many sums to list
    people = [83_019_213 * 7**n // 9**n + n for n in range(27)]
    weights, quota = [[1] * 27, people], [15, 0.65 * sum(people)]
    absolute, shapley = banzhaf(weights, quota, normalised=False), shapley_shubik(weights, quota)
    assert shapley.sum() == pytest.approx(1.0, abs=1e-12)
    assert (np.diff(absolute) <= 0).all() and (np.diff(shapley) <= 0).all()
    # the member majority alone is a game of equals
    assert shapley_shubik(weights, [15, 0]) == pytest.approx([1 / 27] * 27, abs=1e-12)


def test_a_large_committee_of_unlike_voters_is_counted():
    weights = np.arange(1, 61)
    both = banzhaf(weights, 1098), shapley_shubik(weights, 1098)
    for index in both:
        assert index.sum() == pytest.approx(1.0, abs=1e-12)
        assert (np.diff(index) > 0).all()


@pytest.mark.parametrize(
    ("weights", "quota", "word"),
    [
        ([], 1, "no voters"),
        ([3, -1], 2, "-1"),
        ([3, math.nan], 2, "finite"),
        ([3, 1], math.inf, "finite"),
        ([3, 1], [2, 2], "shape"),
        ([[3, 1], [1, 1]], 2, "shape"),
        ([[3, 1], [1]], [2, 2], "unequal"),
        ([1e300, 1e-300], 1, "round"),
        (1_000_003 + 7 * np.arange(80), 50_000_000, "round"),
    ],
)
def test_what_is_no_game_is_refused(weights, quota, word):
    for index in (banzhaf, shapley_shubik):
        with pytest.raises(PowerError, match=word):
            index(weights, quota)
