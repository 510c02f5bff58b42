"""Means, medians, pairwise votes and elections by chance, against what the words mean."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.analysis.election import condorcet_election
from hldsim.analysis.voting import (
    VotingError,
    condorcet_winner,
    cycles,
    from_ideal_points,
    from_orders,
    support,
    top_cycle,
    weighted_mean,
    weighted_median,
)

CYCLE = from_orders([[0, 1, 2], [1, 2, 0], [2, 0, 1]])

LINES = st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 5)), min_size=1, max_size=8).filter(
    lambda line: any(w for _, w in line)
)


@st.composite
def elections(draw):
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    row = st.lists(st.integers(0, 4), min_size=m, max_size=m)
    weights = st.lists(st.integers(0, 3), min_size=n, max_size=n).filter(any)
    return draw(st.lists(row, min_size=n, max_size=n)), draw(weights)


def beats_by_hand(utilities, weights, a, b):
    more = sum(w for u, w in zip(utilities, weights, strict=True) if u[a] > u[b])
    less = sum(w for u, w in zip(utilities, weights, strict=True) if u[a] < u[b])
    return more > less


@given(LINES)
def test_no_more_than_half_of_the_weight_lies_on_either_side_of_the_median(line):
    x, w = zip(*line, strict=True)
    median = weighted_median(x, w)
    assert sum(b for a, b in line if a < median) <= sum(w) / 2
    assert sum(b for a, b in line if a > median) <= sum(w) / 2


@given(LINES)
def test_weights_are_as_many_voters(line):
    x, w = zip(*line, strict=True)
    many = np.repeat(x, w)
    assert weighted_median(x, w) == np.median(many)
    assert weighted_mean(x, w) == pytest.approx(many.mean())


def test_sums_of_decimals_are_taken_as_they_print():
    assert weighted_median([1, 2, 3], [0.1, 0.2, 0.3]) == 2.5


@given(LINES, st.lists(st.integers(-9, 9), min_size=1, max_size=5, unique=True))
def test_on_a_line_there_are_no_cycles(line, options):
    x, w = zip(*line, strict=True)
    utilities = from_ideal_points(x, options)
    assert cycles(utilities, w) == ()
    median = weighted_median(x, w)
    if median in options and sum(b for a, b in line if a == median) > 0:
        assert options.index(int(median)) in top_cycle(utilities, w)


@given(elections())
def test_winner_cycles_and_top_cycle_by_hand(election):
    utilities, weights = election
    options = range(len(utilities[0]))
    beats = {(a, b) for a in options for b in options if beats_by_hand(utilities, weights, a, b)}
    winners = [a for a in options if all((a, b) in beats for b in options if b != a)]
    assert condorcet_winner(utilities, weights) == (winners[0] if winners else None)
    # the smallest set whose members beat all outside it
    sets = [
        inside
        for size in range(1, len(options) + 1)
        for inside in itertools.combinations(options, size)
        if all((a, b) in beats for a in inside for b in options if b not in inside)
    ]
    assert top_cycle(utilities, weights) == sets[0]
    reach = set(beats)
    for _ in options:
        reach |= {(a, d) for a, b in reach for c, d in beats if b == c}
    groups = {
        tuple(b for b in options if b == a or ((a, b) in reach and (b, a) in reach))
        for a in options
        if (a, a) in reach
    }
    assert cycles(utilities, weights) == tuple(sorted(groups))


@given(elections())
def test_support_counts_weight_and_leaves_out_the_indifferent(election):
    utilities, weights = election
    more = support(utilities, weights)
    for a, b in itertools.product(range(len(more)), repeat=2):
        wanted = sum(w for u, w in zip(utilities, weights, strict=True) if u[a] > u[b])
        assert more[a, b] == wanted


def test_the_circle_of_three():
    assert condorcet_winner(CYCLE) is None
    assert cycles(CYCLE) == ((0, 1, 2),)
    assert top_cycle(CYCLE) == (0, 1, 2)
    assert condorcet_winner(CYCLE, [3, 1, 1]) == 0


def test_two_circles_one_above_the_other():
    upper, lower = [0, 1, 2], [3, 4, 5]
    orders = [upper[k:] + upper[:k] + lower[k:] + lower[:k] for k in range(3)]
    assert cycles(from_orders(orders)) == ((0, 1, 2), (3, 4, 5))
    assert top_cycle(from_orders(orders)) == (0, 1, 2)


def test_ideal_points_in_a_plane():
    ideal, options = [[0, 0], [6, 8]], [[3, 4], [0, 0]]
    assert from_ideal_points(ideal, options).tolist() == [[-5.0, 0.0], [-5.0, -10.0]]


def test_orders_are_borda_counts():
    assert from_orders([[2, 0, 1], [0, 1, 2]]).tolist() == [[1.0, 0.0, 2.0], [2.0, 1.0, 0.0]]


@given(elections(), st.sampled_from(["proportional", "binary"]), st.sampled_from([1.0, 2.0, 8.0]))
def test_chances_are_chances_and_stationary(election, vote, power):
    utilities, weights = election
    m = len(utilities[0])
    win = np.full((m, m), 0.5)
    for a, b in itertools.product(range(m), repeat=2):
        gains = [
            (w * max(u[a] - u[b], 0), w * max(u[b] - u[a], 0))
            for u, w in zip(utilities, weights, strict=True)
        ]
        if vote == "binary":
            gains = [
                (w * (u[a] > u[b]), w * (u[b] > u[a]))
                for u, w in zip(utilities, weights, strict=True)
            ]
        pro, con = (sum(g[k] for g in gains) ** power for k in (0, 1))
        if pro + con:
            win[a, b] = pro / (pro + con)
    chance = condorcet_election(utilities, weights, vote=vote, power=power)
    assert chance.sum() == pytest.approx(1.0) and (chance >= 0).all()
    again = [sum(win[a, b] * (chance[a] + chance[b]) for b in range(m)) / m for a in range(m)]
    assert again == pytest.approx(chance.tolist(), abs=1e-9)
    one = condorcet_election(utilities, weights, vote=vote, power=power, method="conditional")
    product = np.array([np.prod([win[a, b] for b in range(m) if b != a]) for a in range(m)])
    assert one == pytest.approx(product / product.sum(), abs=1e-9)


def test_two_options_by_chance():
    # 3 pull with 1 each against 1 who pulls with 2
    utilities = [[1, 0], [1, 0], [1, 0], [0, 2]]
    for method in ("markov", "conditional"):
        assert condorcet_election(utilities, method=method) == pytest.approx([0.6, 0.4])
        binary = condorcet_election(utilities, vote="binary", power=2.0, method=method)
        assert binary == pytest.approx([0.9, 0.1])


def test_a_circle_leaves_all_to_chance():
    for method in ("markov", "conditional"):
        assert condorcet_election(CYCLE, method=method) == pytest.approx([1 / 3] * 3)


def test_what_all_like_best_comes_out_for_sure():
    assert condorcet_election([[2, 1, 0], [2, 0, 1]]) == pytest.approx([1.0, 0.0, 0.0])
    assert condorcet_election([[1, 1], [3, 3]]) == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: weighted_mean([], []), "one number or more"),
        (lambda: weighted_mean([1, 2], [0, 0]), "not all 0"),
        (lambda: weighted_median([1, 2], [1, -1]), "-1"),
        (lambda: weighted_median([1, 2], [1]), "weights of shape"),
        (lambda: weighted_median([[1, 2]], [1]), "positions of shape"),
        (lambda: weighted_mean([1, math.nan], [1, 1]), "finite"),
        (lambda: from_ideal_points([1, 2], [[1, 2]]), "ideal points of shape"),
        (lambda: from_orders([[0, 0, 1]]), "once"),
        (lambda: support([1, 2]), "utilities of shape"),
        (lambda: support([[1, "b"]]), "numbers"),
        (lambda: condorcet_election([[1, 2]], power=0.0), "power 0"),
    ],
)
def test_what_is_no_election_is_refused(call, word):
    with pytest.raises(VotingError, match=word):
        call()
