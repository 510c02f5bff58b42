"""Ranks against published figures and against the textbook formula without ties."""

import math

import numpy as np
import pytest

from hldsim.analysis.ranks import RankError, ranks, spearman


def test_ties_share_their_mean_rank():
    assert ranks([5, 1, 5, 5]).tolist() == [3, 1, 3, 3]


def test_iq_and_hours_of_television():
    # the worked example of Wikipedia's article on Spearman's rank correlation: -29 / 165
    iq = [106, 100, 86, 101, 99, 103, 97, 113, 112, 110]
    hours = [7, 27, 2, 50, 28, 29, 20, 12, 6, 17]
    assert spearman(iq, hours) == pytest.approx(-29 / 165)


def test_without_ties_it_is_the_textbook_formula():
    u = np.modf(np.arange(1, 41) * 0.618034)[0]
    v = np.modf(np.arange(1, 41) * 0.754878)[0]
    d = ranks(u) - ranks(v)
    n = len(u)
    assert spearman(u, v) == pytest.approx(1 - 6 * (d @ d) / (n * (n * n - 1)))


def test_only_the_order_counts_and_blanks_are_left_out():
    x = [3.0, 1.0, math.nan, 2.0, 9.0]
    assert spearman(x, np.exp(x)) == pytest.approx(1)
    assert spearman(x, [-v for v in x]) == pytest.approx(-1)


def test_nothing_to_correlate():
    assert math.isnan(spearman([1], [2]))
    assert math.isnan(spearman([1, 2], [3, 3]))
    with pytest.raises(RankError, match="allowed"):
        spearman([1, 2], [1, 2, 3])
