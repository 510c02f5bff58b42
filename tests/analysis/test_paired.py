"""Paired shares: printed examples, what the interval promises, impossible counts."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.analysis.intervals import Z_95, CountError
from hldsim.analysis.paired import mcnemar, paired_difference

COUNTS = st.integers(1, 300).flatmap(
    lambda n: st.integers(0, n).flatmap(
        lambda b: st.tuples(st.just(b), st.integers(0, n - b), st.just(n))
    )
)


def test_airway_responsiveness_before_and_after():
    """21 children, 1 gained and 7 lost: table II and its analysis in FagerlandLydersenLaake2014."""
    difference, low, high = paired_difference(1, 7, 21)
    assert difference == pytest.approx(-6 / 21)
    assert (low, high) == pytest.approx((-0.517, -0.026), abs=5e-4)
    assert mcnemar(1, 7) == pytest.approx(0.0391, abs=5e-5)


def test_where_nothing_changed_the_limit_has_a_closed_form():
    for n in (5, 50, 200):
        _, low, high = paired_difference(0, 0, n)
        assert (-low, high) == pytest.approx([Z_95**2 / (n + Z_95**2)] * 2, rel=1e-9)
    assert paired_difference(0, 0, 0) == (0.0, -1.0, 1.0)
    assert mcnemar(0, 0) == 1.0


def test_where_all_changed_the_limit_is_the_end():
    assert paired_difference(0, 7, 7)[1] == -1.0
    assert paired_difference(7, 0, 7)[2] == 1.0


@given(COUNTS)
def test_it_holds_the_difference_and_turns_with_the_sides(counts):
    b, c, n = counts
    difference, low, high = paired_difference(b, c, n)
    assert -1.0 <= low <= difference == (b - c) / n <= high <= 1.0
    assert low < high
    other = paired_difference(c, b, n)
    assert other == pytest.approx((-difference, -high, -low), abs=1e-9)
    assert mcnemar(b, c) == mcnemar(c, b)


@given(COUNTS)
def test_it_does_without_zero_exactly_where_the_score_test_refuses(counts):
    b, c, n = counts
    _, low, high = paired_difference(b, c, n)
    refused = (b - c) ** 2 > Z_95**2 * (b + c)
    assert (low > 0.0 or high < 0.0) == refused


@pytest.mark.parametrize("difference", [0.0, 0.15])
def test_it_covers_the_truth_as_often_as_it_says(difference):
    """Every table of 30 pairs, weighted by its chance: 95 % within a point and a half."""
    n, lost = 30, 0.1
    gained = lost + difference
    covered = 0.0
    for b in range(n + 1):
        for c in range(n + 1 - b):
            chance = math.exp(
                math.lgamma(n + 1)
                - math.lgamma(b + 1)
                - math.lgamma(c + 1)
                - math.lgamma(n - b - c + 1)
                + b * math.log(gained)
                + c * math.log(lost)
                + (n - b - c) * math.log(1 - gained - lost)
            )
            _, low, high = paired_difference(b, c, n)
            covered += chance * (low <= difference <= high)
    assert covered == pytest.approx(0.95, abs=0.015)


@given(st.integers(0, 40), st.integers(0, 40))
def test_mid_p_is_the_exact_one_less_half_of_what_was_seen(b, c):
    m, k = b + c, min(b, c)
    point = math.comb(m, k) / 2**m
    exact = min(1.0, 2 * sum(math.comb(m, x) for x in range(k + 1)) / 2**m)
    wanted = 1 - point / 2 if b == c and m else exact - point if m else 1.0
    assert mcnemar(b, c) == pytest.approx(wanted, rel=1e-9)
    assert 0.0 < mcnemar(b, c) <= 1.0


def test_thousands_of_pairs_are_no_trouble():
    assert mcnemar(4000, 4000) == pytest.approx(1.0, abs=0.01)
    assert 0.0 <= mcnemar(0, 5000) < 1e-300


@pytest.mark.parametrize("counts", [(-1, 0, 4), (0, -1, 4), (3, 2, 4)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(CountError, match="allowed"):
        paired_difference(*counts)


def test_a_coverage_of_nothing_is_refused():
    with pytest.raises(CountError, match="allowed"):
        paired_difference(1, 2, 4, z=0.0)
