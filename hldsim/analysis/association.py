"""Association between two classifications: how far one label lets you guess the other.

All functions take a contingency table of counts (rows x columns); ``contingency`` makes one from
two lists of labels.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import numbers
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]


class TableError(HldsimError, ValueError):
    """Something that is not a table of counts."""


def contingency(rows: ArrayLike, columns: ArrayLike) -> F8:
    """Count how often each pair of labels occurs together.

    Parameters
    ----------
    rows, columns : (n,) ints or strings
        Labels of the same n cases; their values do not matter, only which are equal.

    Returns
    -------
    (r, c) floats
        Counts, rows and columns in ascending order of label; no empty row or column.

    Raises
    ------
    TableError
        If the two are not of one length, or labels cannot be put in order.

    Examples
    --------
    >>> contingency([0, 0, 1], [5, 7, 7]).tolist()
    [[1.0, 1.0], [0.0, 1.0]]
    """
    try:
        row_n, column_n = np.asarray(rows), np.asarray(columns)
    except ValueError:
        raise TableError("labels in rows of unequal length; allowed: (n,) twice") from None
    if row_n.ndim != 1 or row_n.shape != column_n.shape:
        raise TableError(f"labels of shape {row_n.shape} and {column_n.shape}; allowed: (n,) twice")
    try:
        row_of, row_index = np.unique(row_n, return_inverse=True)
        column_of, column_index = np.unique(column_n, return_inverse=True)
    except TypeError:
        kinds = sorted({type(x).__name__ for one in (row_n, column_n) for x in one.tolist()})
        raise TableError(
            f"labels of kinds {', '.join(kinds)} in one list; allowed: labels that can be put in "
            "order (leave out cases without one)"
        ) from None
    table = np.zeros((len(row_of), len(column_of)))
    np.add.at(table, (row_index, column_index), 1.0)
    return table


def goodman_kruskal_lambda(table: ArrayLike) -> float:
    """Share of errors in guessing the column that knowing the row removes.

    With n cases, m_r the largest count of row r and M the largest column total::

        lambda = (sum_r m_r - M) / (n - M)

    0 where the row does not change the guess (the variables may still be associated), 1 where it
    makes it certain. Not symmetric: transpose the table to guess the row.

    Returns
    -------
    float
        In [0, 1]; NaN where there is nothing to guess (no cases, or a single column).

    Raises
    ------
    TableError
        If the table is not one of counts.

    References
    ----------
    [GoodmanKruskal1954], section 5.

    Examples
    --------
    >>> eyes_by_hair = [[1768, 807, 189, 47], [946, 1387, 746, 53], [115, 438, 288, 16]]
    >>> round(goodman_kruskal_lambda(eyes_by_hair), 4)
    0.1924
    """
    counts = _counts(table)
    modal = float(counts.sum(axis=0).max(initial=0.0))
    errors = float(counts.sum()) - modal
    if errors <= 0.0:
        return math.nan
    return (float(counts.max(axis=1, initial=0.0).sum()) - modal) / errors


def cramers_v(table: ArrayLike, *, corrected: bool = True) -> float:
    """Cramer's V, by default corrected for the bias it has in small tables.

    With phi2 = chi2 / n, r rows and c columns, V = sqrt(phi2 / min(r - 1, c - 1)). Even of
    independent variables its mean is above 0, so the correction takes off what chance gives::

        phi2+ = max(0, phi2 - (r - 1)(c - 1) / (n - 1))
        r~ = r - (r - 1)^2 / (n - 1),  c~ = c - (c - 1)^2 / (n - 1)
        V~ = sqrt(phi2+ / min(r~ - 1, c~ - 1))

    Rows and columns that are empty do not count.

    Returns
    -------
    float
        In [0, 1]; NaN where fewer than two rows, two columns or two cases are left.

    Raises
    ------
    TableError
        If the table is not one of counts.

    References
    ----------
    [Cramer1946], section 21.9; [Bergsma2013], section 2.

    Examples
    --------
    >>> cramers_v([[10, 0], [0, 10]])
    1.0
    >>> cramers_v([[10, 10], [10, 10]])
    0.0
    """
    counts = _counts(table)
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    n = float(counts.sum())
    rows, columns = counts.shape
    if min(rows, columns) < 2 or n < 2:
        return math.nan
    phi2 = chi_squared(counts) / n
    if not corrected:
        return math.sqrt(phi2 / min(rows - 1, columns - 1))
    phi2 = max(0.0, phi2 - (rows - 1) * (columns - 1) / (n - 1))
    r = rows - (rows - 1) ** 2 / (n - 1)
    c = columns - (columns - 1) ** 2 / (n - 1)
    smaller = min(r - 1, c - 1)
    return math.nan if smaller <= 0.0 else min(math.sqrt(phi2 / smaller), 1.0)


def chi_squared(table: ArrayLike) -> float:
    """Pearson's chi squared: sum over cells of (observed - expected)^2 / expected, >= 0.

    Examples
    --------
    >>> chi_squared([[10, 0], [0, 10]])
    20.0
    """
    counts = _counts(table)
    n = float(counts.sum())
    if n == 0.0:
        return 0.0
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    held = expected > 0
    return float(((counts[held] - expected[held]) ** 2 / expected[held]).sum())


def smallest_share(counts: Sequence[float]) -> float:
    """Share of the smallest of several groups in all of them; NaN where all are empty.

    Of two groups this says how evenly they are split: 0.5 evenly, 0 not at all.

    Examples
    --------
    >>> smallest_share([30, 10])
    0.25
    """
    total = float(sum(counts))
    return min(counts) / total if total > 0 else math.nan


def _counts(table: ArrayLike) -> F8:
    """Check that a table is one of counts."""
    return numbers(
        table, "table", TableError, dims=(2,), shape="(rows, columns)", least=0.0, empty=True
    )
