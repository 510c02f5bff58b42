"""Statistics of replicates against other people's implementations, and against chance itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from hldsim.experiments.sweep.statistics import (
    StatisticsError,
    crossings,
    estimate,
    needed,
    paired,
    running,
    share_of,
    tipping,
)
from hldsim.streams import Streams


def test_a_mean_has_students_interval() -> None:
    values = [2.1, 3.4, 1.9, 4.0, 2.2]
    low, high = stats.t.interval(0.95, 4, np.mean(values), stats.sem(values))
    found = estimate(values)
    assert (found.low, found.high) == pytest.approx((low, high))


def test_a_share_has_wilsons_interval() -> None:
    known = stats.binomtest(7, 20).proportion_ci(0.95, "wilson")
    found = estimate([1] * 7 + [0] * 13)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_what_a_run_has_not_is_left_out() -> None:
    assert estimate([1.0, np.nan, 3.0]).runs == 2
    assert estimate([]).runs == 0 and np.isnan(estimate([np.nan]).mean)
    assert np.isinf(estimate([2.5]).high)


def test_runs_that_share_their_luck_count_once() -> None:
    assert share_of(90, 100, 10).half == pytest.approx(estimate([1] * 9 + [0]).half)


def test_a_paired_difference_is_a_t_test_on_differences() -> None:
    first, second = np.array([1.0, 2.0, 4.0, 3.0]), np.array([2.0, 2.5, 3.0, 5.0])
    known = stats.ttest_rel(second, first).confidence_interval(0.95)
    found = paired(first, second)
    assert (found.difference.low, found.difference.high) == pytest.approx(tuple(known))
    assert (found.more, found.less, found.equal) == (3, 1, 0)


def test_pairs_of_one_replicate_are_taken_together() -> None:
    first, second = np.zeros(6), np.array([1.0, 3.0, 2.0, 2.0, 0.0, 1.0])
    found = paired(first, second, np.array([0, 0, 1, 1, 2, 2]))
    known = stats.t.interval(0.95, 2, 1.5, stats.sem([2.0, 2.0, 0.5]))
    assert found.difference.runs == 3
    assert (found.difference.low, found.difference.high) == pytest.approx(known)


def test_a_difference_of_shares_stays_within_one() -> None:
    assert paired(np.zeros(5), np.array([1.0, 1, 1, 1, 0])).difference.high == 1.0


def test_unequal_numbers_are_refused() -> None:
    with pytest.raises(StatisticsError, match="as many"):
        paired(np.zeros(2), np.zeros(3))


def test_the_interval_covers_what_it_says() -> None:
    draws = Streams(3).at(0)("coverage", 400 * 20).reshape(400, 20)
    hit = [e.low <= 0.5 <= e.high for e in map(estimate, draws)]
    assert np.mean(hit) == pytest.approx(0.95, abs=0.03)


def test_replicates_needed_reach_the_width() -> None:
    values = Streams(5).at(0)("needed", 200)
    n = needed(values, 0.02)
    assert 1.96 * values.std(ddof=1) / np.sqrt(n) <= 0.02
    assert 1.96 * values.std(ddof=1) / np.sqrt(n - 2) > 0.02
    assert needed([1.0] * 50, 0.05) > 50, "never seen otherwise is not never"
    with pytest.raises(StatisticsError, match="half width"):
        needed(values, 0.0)


def test_running_ends_where_the_whole_does() -> None:
    values = [0.2, 0.4, 0.1, 0.9]
    assert running(values)[-1] == estimate(values)
    assert len(running(values)) == 4


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=12), st.floats(-5, 5))
def test_crossings_lie_on_the_line(y: list[float], level: float) -> None:
    x = np.arange(len(y), dtype=float)
    for where in crossings(x, y, level):
        assert np.interp(where, x, y) == pytest.approx(level, abs=1e-6)


def test_a_tipping_point_is_found_with_its_interval() -> None:
    x = np.linspace(0, 1, 11)
    noise = Streams(1).at(0)("noise", 60) - 0.5
    values = x[:, None] + noise[None, :] * 0.4
    (found,) = tipping(x, values, 0.5)
    assert found.at == pytest.approx(0.5 - 0.4 * noise.mean(), abs=1e-9)
    assert found.low < found.at < found.high
    half = 1.96 * 0.4 * noise.std(ddof=1) / np.sqrt(60)
    assert (found.high - found.low) / 2 == pytest.approx(half, rel=0.2)
    assert found.found == 1.0
    assert tipping(x, values, 9.0) == ()
    (own,) = tipping(x, values, 0.5, common=False)
    assert own.high - own.low < found.high - found.low, "own luck at every point averages out"
