"""Association measures against printed examples."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.analysis.association import (
    TableError,
    chi_squared,
    contingency,
    cramers_v,
    goodman_kruskal_lambda,
    smallest_share,
)

EYES_BY_HAIR = [[1768, 807, 189, 47], [946, 1387, 746, 53], [115, 438, 288, 16]]
"""6,800 men of Baden (Ammon), as tabled by Goodman & Kruskal 1954."""

TEA = [[3, 1], [1, 3]]
"""Fisher's lady tasting tea: chi squared 2 (Agresti 2002, section 3.5)."""

SMALL_TABLES = st.lists(
    st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=4
)


def test_goodman_and_kruskal_1954_eyes_and_hair():
    assert goodman_kruskal_lambda(EYES_BY_HAIR) == pytest.approx(0.1924, abs=5e-5)
    assert goodman_kruskal_lambda(np.transpose(EYES_BY_HAIR)) == pytest.approx(0.2241, abs=5e-5)


def test_lambda_is_one_where_the_row_tells_all_and_nan_where_nothing_is_to_guess():
    assert goodman_kruskal_lambda([[4, 0], [0, 7]]) == 1.0
    assert math.isnan(goodman_kruskal_lambda([[4], [7]]))
    assert math.isnan(goodman_kruskal_lambda(np.zeros((2, 2))))


def test_lambda_may_be_zero_of_dependent_variables():
    assert goodman_kruskal_lambda([[60, 40], [90, 10]]) == 0.0


def test_chi_squared_of_the_lady_tasting_tea():
    assert chi_squared(TEA) == pytest.approx(2.0)
    assert cramers_v(TEA, corrected=False) == pytest.approx(0.5)


def test_bergsma_correction_by_hand():
    # phi2 = 1/4, less 1/7; r~ = c~ = 2 - 1/7
    assert cramers_v(TEA) == pytest.approx(math.sqrt((1 / 4 - 1 / 7) / (6 / 7)))


def test_the_correction_takes_off_what_chance_gives():
    chance = np.random.default_rng(1)
    plain, mended = [], []
    for _ in range(300):
        table = contingency(chance.integers(0, 4, 60), chance.integers(0, 5, 60))
        plain.append(cramers_v(table, corrected=False))
        mended.append(cramers_v(table))
    assert np.mean(plain) > 0.2
    assert np.mean(mended) < 0.08


def test_empty_rows_and_columns_do_not_count():
    assert cramers_v([[3, 1, 0], [1, 3, 0], [0, 0, 0]]) == cramers_v(TEA)


@given(SMALL_TABLES)
def test_everything_stays_in_its_range(table):
    for value in (
        goodman_kruskal_lambda(table),
        cramers_v(table),
        cramers_v(table, corrected=False),
    ):
        assert math.isnan(value) or 0.0 <= value <= 1.0 + 1e-12


@given(SMALL_TABLES)
def test_the_order_of_rows_does_not_matter(table):
    turned = table[::-1]
    for measure in (goodman_kruskal_lambda, cramers_v, chi_squared):
        assert measure(table) == pytest.approx(measure(turned), nan_ok=True)


def test_smallest_share():
    assert smallest_share([3, 1]) == 0.25
    assert math.isnan(smallest_share([0, 0]))


@pytest.mark.parametrize("bad", [[1, 2], [[1, -1]], [[1, math.nan]], [["a", "b"]], [[1], [1, 2]]])
def test_bad_tables_are_refused(bad):
    with pytest.raises(TableError, match="allowed"):
        goodman_kruskal_lambda(bad)


def test_labels_of_two_lengths_are_refused():
    with pytest.raises(TableError, match="allowed"):
        contingency([1, 2], [1])
