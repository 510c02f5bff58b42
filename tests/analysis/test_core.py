"""Winning and blocking coalitions and the core, against going through all subsets."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.analysis import core as room
from hldsim.analysis.core import (
    CoreError,
    agreement_zone,
    core,
    minimal_blocking,
    minimal_winning,
    objections,
)
from hldsim.analysis.voting import condorcet_winner, from_orders


@st.composite
def games(draw, parties=6, rows=2):
    g, p = draw(st.integers(1, rows)), draw(st.integers(1, parties))
    row = st.lists(st.integers(0, 5), min_size=p, max_size=p)
    weights = draw(st.lists(row, min_size=g, max_size=g))
    return weights, draw(st.lists(st.integers(1, 14), min_size=g, max_size=g))


def wins(weights, quota, members):
    return all(sum(row[m] for m in members) >= q for row, q in zip(weights, quota, strict=True))


def subsets(p):
    return (s for size in range(p + 1) for s in itertools.combinations(range(p), size))


@given(games())
def test_minimal_winning_coalitions_are_all_and_only_those(game):
    weights, quota = game
    p = len(weights[0])
    wanted = [
        s
        for s in subsets(p)
        if wins(weights, quota, s)
        and not any(wins(weights, quota, [m for m in s if m != out]) for out in s)
    ]
    assert minimal_winning(weights, quota) == tuple(wanted)


@given(games(rows=1))
def test_minimal_blocking_coalitions_are_all_and_only_those(game):
    weights, quota = game
    p = len(weights[0])
    if sum(weights[0]) < quota[0]:
        with pytest.raises(CoreError, match="up to all weight"):
            minimal_blocking(weights, quota)
        return

    def blocks(s):
        return not wins(weights, quota, [m for m in range(p) if m not in s])

    wanted = [s for s in subsets(p) if blocks(s) and not any(blocks(set(s) - {out}) for out in s)]
    assert minimal_blocking(weights, quota) == tuple(wanted)


@given(games(parties=5), st.integers(1, 5), st.data())
def test_the_core_and_the_objections_by_hand(game, outcomes, data):
    weights, quota = game
    p = len(weights[0])
    row = st.lists(st.integers(0, 3), min_size=outcomes, max_size=outcomes)
    u = data.draw(st.lists(row, min_size=p, max_size=p))
    found = core(u, weights, quota)
    for a in range(outcomes):
        against = []
        for b in range(outcomes):
            better = [i for i in range(p) if u[i][b] > u[i][a]]
            if wins(weights, quota, better):
                against.append((b, tuple(better)))
        told = objections(u, weights, quota, a)
        assert [(o.other, o.coalition) for o in told] == against
        assert all(o.outcome == a for o in told)
        assert (a in found) == (not against)


def test_batches_make_no_difference(monkeypatch):
    u = np.random.default_rng(2).integers(0, 4, (5, 40))
    whole = core(u, [3, 2, 2, 1, 1], 5)
    monkeypatch.setattr(room, "CELLS", 35)
    assert core(u, [3, 2, 2, 1, 1], 5) == whole


@given(st.lists(st.permutations(range(4)), min_size=1, max_size=7))
def test_a_condorcet_winner_of_strict_orders_is_the_core(orders):
    u, n = from_orders(orders), len(orders)
    winner = condorcet_winner(u)
    if winner is not None:
        assert winner in core(u, np.ones(n), n // 2 + 1)


def test_a_circle_has_no_core_and_unanimity_a_large_one():
    u = from_orders([[0, 1, 2], [1, 2, 0], [2, 0, 1]])
    assert core(u, [1, 1, 1], 2) == ()
    assert core(u, [1, 1, 1], 3) == (0, 1, 2)


def test_decimals_as_they_print():
    assert minimal_winning([0.1, 0.2, 0.3], 0.3) == ((2,), (0, 1))
    assert minimal_blocking([0.1, 0.2, 0.3], 0.6) == ((0,), (1,), (2,))


def test_too_many_coalitions_are_refused_soon(monkeypatch):
    with pytest.raises(CoreError, match="more than 10000 minimal"):
        minimal_winning(np.ones(192), 97)
    monkeypatch.setattr(room, "MOST_STEPS", 1000)
    with pytest.raises(CoreError, match="fewer parties"):
        minimal_winning(np.arange(1, 61), 1700)


@settings(max_examples=50)
@given(st.integers(1, 4), st.integers(1, 5), st.booleans(), st.data())
def test_the_agreement_zone_is_what_nobody_rejects(p, o, strictly, data):
    row = st.lists(st.integers(0, 4), min_size=o, max_size=o)
    u = data.draw(st.lists(row, min_size=p, max_size=p))
    r = data.draw(st.lists(st.integers(0, 4), min_size=p, max_size=p))
    wanted = [k for k in range(o) if all(u[i][k] > r[i] - (not strictly) for i in range(p))]
    assert agreement_zone(u, r, strictly=strictly) == tuple(wanted)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: core([[1, 2]], [1, 1], 1), "2 weights and 1 rows"),
        (lambda: core([1, 2], [1], 1), "utilities of shape"),
        (lambda: core([["a"]], [1], 1), "numbers"),
        (lambda: core([[1]], [-1], 1), "weights"),
        (lambda: core([[1]], [1], 0), "quota"),
        (lambda: core([[1]], [1], math.nan), "quota"),
        (lambda: objections([[1]], [1], 1, 3), "outcome 3"),
        (lambda: minimal_winning([], 1), "shape"),
        (lambda: minimal_winning([[1, 2], [1]], [1, 1]), "numbers"),
        (lambda: minimal_winning([[1, 2], [1, 1]], 1), "shape"),
        (lambda: minimal_blocking([[1, 2], [1, 1]], [2, 2]), "2 quotas"),
        (lambda: agreement_zone([[1]], [1, 2]), "reservation"),
    ],
)
def test_what_is_no_game_is_refused(call, word):
    with pytest.raises(CoreError, match=word):
        call()
