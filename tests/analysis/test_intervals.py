"""The Wilson interval against the table of Newcombe (1998)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.analysis.intervals import CountError, straddles, wilson

NEWCOMBE_TABLE_I = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("successes", "trials", "low", "high"), NEWCOMBE_TABLE_I)
def test_newcombe_1998_method_3(successes, trials, low, high):
    assert wilson(successes, trials) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_holds_the_share_and_stays_within_0_and_1(counts):
    successes, trials = counts
    low, high = wilson(successes, trials)
    assert 0.0 <= low <= successes / trials <= high <= 1.0
    mirrored = wilson(trials - successes, trials)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_no_trials_say_nothing():
    assert wilson(0, 0) == (0.0, 1.0)


def test_straddling():
    assert straddles(8, 10, 0.7)
    assert not straddles(800, 1000, 0.7)


@pytest.mark.parametrize("counts", [(-1, 4), (5, 4), (0, -1)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(CountError, match="allowed"):
        wilson(*counts)


def test_a_coverage_of_nothing_is_refused():
    with pytest.raises(CountError, match="allowed"):
        wilson(1, 2, z=0.0)
