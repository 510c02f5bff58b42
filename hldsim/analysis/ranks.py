"""Rank correlation: whether two orders of the same cases agree."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import numbers
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]


class RankError(HldsimError, ValueError):
    """Two lists that cannot be ranked against each other."""


def ranks(values: ArrayLike) -> F8:
    """Rank of each value from 1 upwards; equal values share the mean of their ranks.

    Examples
    --------
    >>> ranks([10, 30, 20, 30]).tolist()
    [1.0, 3.5, 2.0, 3.5]
    """
    x = numbers(values, "values", RankError)
    _, index, counts = np.unique(x, return_inverse=True, return_counts=True)
    last = np.cumsum(counts).astype(np.float64)
    return np.asarray((last - (counts - 1) / 2.0)[index])


def spearman(first: ArrayLike, second: ArrayLike) -> float:
    """Spearman's rank correlation: Pearson's correlation of the ranks.

    Parameters
    ----------
    first, second : (n,) floats
        Cases with a NaN in either are left out.

    Returns
    -------
    float
        In [-1, 1]; NaN with fewer than two cases, or where one list has one value only.

    Raises
    ------
    RankError
        If the lists are not of one length.

    References
    ----------
    C. Spearman (1904), The proof and measurement of association between two things.

    Examples
    --------
    >>> round(spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]), 12)
    0.8
    """
    x, y = (
        np.asarray(numbers(one, name, RankError, missing=True))
        for one, name in ((first, "first"), (second, "second"))
    )
    if x.shape != y.shape:
        raise RankError(f"lists of shape {x.shape} and {y.shape}; allowed: (n,) twice")
    known = ~(np.isnan(x) | np.isnan(y))
    if known.sum() < 2:
        return math.nan
    a, b = ranks(x[known]), ranks(y[known])
    a, b = a - a.mean(), b - b.mean()
    size = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / size if size > 0.0 else math.nan
