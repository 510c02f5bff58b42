"""Bargaining solutions against their axioms and against going through everything."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.analysis.bargaining import (
    BargainingError,
    egalitarian,
    kalai_smorodinsky,
    nash,
    pareto,
    utilitarian,
)
from hldsim.analysis.frontier import egalitarian_point, kalai_smorodinsky_point, nash_point

SOLUTIONS = (nash, kalai_smorodinsky, egalitarian, utilitarian)
POINTS = (nash_point, kalai_smorodinsky_point, egalitarian_point)
UTILITY = st.integers(0, 12).map(lambda k: k / 4)


@st.composite
def problems(draw, parties=3):
    p, o = draw(st.integers(1, parties)), draw(st.integers(1, 7))
    table = draw(st.lists(st.lists(UTILITY, min_size=o, max_size=o), min_size=p, max_size=p))
    return np.array(table), np.array(draw(st.lists(UTILITY, min_size=p, max_size=p))) / 2


@st.composite
def frontiers(draw):
    points = draw(st.lists(st.tuples(UTILITY, UTILITY), min_size=1, max_size=6))
    inside = draw(st.lists(st.floats(0, 1), min_size=len(points), max_size=len(points)))
    share = np.array(inside) + 1e-3
    down = np.array(draw(st.tuples(UTILITY, UTILITY)))
    return np.array(points), share @ np.array(points) / share.sum() - down


@given(problems())
def test_efficient_is_what_nothing_dominates(problem):
    u, _ = problem
    outcomes = range(u.shape[1])
    wanted = [
        not any((u[:, b] >= u[:, a]).all() and (u[:, b] > u[:, a]).any() for b in outcomes)
        for a in outcomes
    ]
    assert pareto(u).tolist() == wanted


@given(problems(), st.lists(st.integers(1, 3), min_size=3, max_size=3))
def test_each_solution_is_the_best_of_all_by_its_own_measure(problem, weights):
    u, d = problem
    gains = [tuple(u[:, o] - d) for o in range(u.shape[1])]
    fine = [o for o, gain in enumerate(gains) if min(gain) >= 0]
    w = weights[: len(u)]
    if not fine:
        assert [solution(u, d) for solution in SOLUTIONS] == [None] * 4
        return
    most = [max(gains[o][i] for o in fine) for i in range(len(u))]
    measures = {
        nash: lambda o: math.prod(gains[o]),
        kalai_smorodinsky: lambda o: min(
            (g / m for g, m in zip(gains[o], most, strict=True) if m > 0), default=0
        ),
        egalitarian: lambda o: min(gains[o]),
        utilitarian: lambda o: sum(gains[o]),
    }
    for solution, measure in measures.items():
        found = solution(u, d)
        assert found in fine
        assert measure(found) == pytest.approx(max(measure(o) for o in fine))
        assert pareto(u)[found] or solution in (nash, kalai_smorodinsky, egalitarian)
    power = [math.prod(g**k for g, k in zip(gains[o], w, strict=True)) for o in range(len(gains))]
    assert power[nash(u, d, w)] == pytest.approx(max(power[o] for o in fine))


@given(problems())
def test_nash_does_not_mind_units(problem):
    u, d = problem
    unit, zero = np.array([2.0, 0.5, 3.0])[: len(u)], np.array([1.0, -2.0, 0.5])[: len(u)]
    turned = u * unit[:, None] + zero[:, None], d * unit + zero
    for solution in (nash, kalai_smorodinsky):
        found, again = solution(u, d), solution(*turned)
        if found is None:
            assert again is None
        elif (u[:, found] > d).all():  # else several may be tied at nothing
            assert np.prod(u[:, again] - d) == pytest.approx(np.prod(u[:, found] - d)) or (
                solution is kalai_smorodinsky
            )
            assert (u[:, again] > d).all()


def test_ties_go_to_the_least_gain_then_the_sum():
    assert nash([[4, 2], [1, 2]], [0, 0]) == 1
    assert nash([[0, 0, 0], [1, 3, 2]], [0, 0]) == 1  # every product is 0
    assert utilitarian([[4, 2], [0, 2]], [0, 0]) == 1
    assert egalitarian([[1, 1], [2, 3]], [0, 0]) == 1


def test_who_has_nothing_to_gain_is_left_out():
    assert kalai_smorodinsky([[1, 1, 1], [0, 3, 4], [4, 3, 0]], [1, 0, 0]) == 1
    assert kalai_smorodinsky([[1]], [1]) == 0


def test_a_weight_of_zero_asks_for_no_loss_only():
    assert nash([[0, 5, 9], [3, 1, -1]], [0, 0], [1, 0]) == 1


def samples(points, d):
    """What can be had by mixing any two points, and less: gains, many of them."""
    t = np.linspace(0, 1, 41)[:, None]
    mixed = [a + t * (b - a) for a, b in itertools.product(points, repeat=2)]
    gain = np.vstack(mixed) - d
    return gain[(gain >= -1e-12).all(axis=1)]


@given(frontiers())
def test_points_lie_on_the_frontier_and_leave_nobody_worse_off(problem):
    points, d = problem
    gain = samples(points, d)
    for solution in POINTS:
        found = solution(points, d) - d
        assert (found >= -1e-9).all()
        assert not (gain > found + 1e-9).all(axis=1).any()  # nothing is better for both


@given(frontiers())
def test_points_are_best_by_their_own_measure(problem):
    points, d = problem
    gain = samples(points, d)
    if not len(gain):
        return
    found = nash_point(points, d) - d
    assert found.prod() >= gain.prod(axis=1).max() - 1e-9
    found = egalitarian_point(points, d) - d
    assert found.min() >= gain.min(axis=1).max() - 1e-9
    assert found[0] == pytest.approx(found[1], abs=1e-9)
    found, most = kalai_smorodinsky_point(points, d) - d, _most(points, d)
    assert found[0] * most[1] == pytest.approx(found[1] * most[0], abs=1e-9)
    w = [3.0, 1.0]
    found = nash_point(points, d, w) - d
    assert found[0] ** 3 * found[1] >= (gain[:, 0] ** 3 * gain[:, 1]).max() - 1e-9


def _most(points, d):
    """The most each can gain while the other does not lose, over mixtures of two points."""
    most = np.zeros(2)
    for k in (0, 1):
        for a, b in itertools.product(points, repeat=2):
            ends = [p for p in (a, b) if p[1 - k] >= d[1 - k]]
            if min(a[1 - k], b[1 - k]) < d[1 - k] < max(a[1 - k], b[1 - k]):
                t = (d[1 - k] - a[1 - k]) / (b[1 - k] - a[1 - k])
                ends.append(a + t * (b - a))
            most[k] = max([most[k], *(p[k] - d[k] for p in ends)])
    return most


@given(frontiers())
def test_points_below_the_frontier_do_not_matter(problem):
    points, d = problem
    more = np.vstack([points, points.min(axis=0), points.mean(axis=0), points[0]])
    for solution in POINTS:
        assert solution(more, d) == pytest.approx(solution(points, d), abs=1e-9)


def test_the_frontier_of_one_point():
    for solution in POINTS[:2]:
        assert solution([[3, 5]], [1, 1]).tolist() == [3.0, 5.0]
    assert egalitarian_point([[3, 5]], [1, 1]).tolist() == [3.0, 3.0]  # what is over is disposed of
    assert nash_point([[1, 1]], [1, 1]).tolist() == [1.0, 1.0]
    assert kalai_smorodinsky_point([[1, 1]], [1, 1]).tolist() == [1.0, 1.0]


def test_disagreement_on_the_frontier_leaves_nothing_to_gain():
    for solution in POINTS:
        assert solution([[0, 1], [1, 0]], [0.7, 0.3]).tolist() == pytest.approx([0.7, 0.3])
        assert solution([[0.75, 0]], [0.75 + 1e-16, 0]).tolist() == pytest.approx([0.75, 0])
        assert solution([[0.75, 0]], [0.7500000000000001, 0]) == pytest.approx([0.75, 0])


def test_weights_pull_along_a_straight_frontier():
    assert nash_point([[0, 1], [1, 0]], [0, 0], [3, 1]).tolist() == [0.75, 0.25]
    assert nash_point([[0, 1], [1, 0]], [0, 0], [1, 0]).tolist() == [1.0, 0.0]
    # not beyond where the other, of no power, would lose
    assert nash_point([[0, 1], [1, 0]], [0.2, 0.1], [1, 0]).tolist() == pytest.approx([0.9, 0.1])


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: nash([1, 2], [0]), "utilities of shape"),
        (lambda: nash([[1, math.nan]], [0]), r"utilities\[0, 1\] is nan"),
        (lambda: nash([[1, 2]], [0, 0]), "disagreement"),
        (lambda: nash([[1, 2]], [0], [0]), "weights"),
        (lambda: nash([[1, 2]], [0], [-1]), "weights"),
        (lambda: pareto([["a"]]), "numbers"),
        (lambda: pareto([[1, 2], [3]]), "one length"),
        (lambda: nash_point([[1, 2, 3]], [0, 0]), "points of shape"),
        (lambda: nash_point([[0, 1], [1, 0]], [0.6, 0.6]), "above"),
        (lambda: egalitarian_point([[0, 1], [1, 0]], [1.5, 0]), "above"),
    ],
)
def test_what_is_no_problem_is_refused(call, word):
    with pytest.raises(BargainingError, match=word):
        call()
