"""How far apart people stand: spread, polarisation, agreement on an ordered scale."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import number, numbers
from hldsim.analysis.given import weights as weights_of
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]

MOST_ALPHA = 1.6
"""Beyond it the polarisation measure breaks the axioms it is derived from, nearly enough."""


class DispersionError(HldsimError, ValueError):
    """Positions, weights or counts that have no spread."""


def mean_difference(positions: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Mean distance between two positions drawn by weight, with replacement.

    D = sum over i, j of w_i w_j |x_i - x_j| / (sum of w)^2.

    Parameters
    ----------
    positions : (n,) floats
    weights : (n,) floats >= 0, optional
        Not all 0; 1 each if left out.

    Returns
    -------
    float
        From 0 (all alike) to half the range of positions (two equal halves at its ends).

    Raises
    ------
    DispersionError
        If the two do not fit each other or hold a number that is not allowed.

    References
    ----------
    [Gini1912].

    Examples
    --------
    >>> mean_difference([0, 0, 1, 1])
    0.5
    """
    x, share = _masses(positions, weights)
    below = np.cumsum(share)[:-1]
    # Each gap lies between all pairs with one below and one above it.
    return float(2.0 * np.sum(below * (1.0 - below) * np.diff(x)))


def dispersion(
    positions: ArrayLike, weights: ArrayLike | None = None, span: float | None = None
) -> float:
    """Mean distance as a share of the largest there could be: 2 D / span.

    Parameters
    ----------
    positions, weights
        As in `mean_difference`.
    span : float > 0, optional
        Length of the scale; that of the positions if left out.

    Returns
    -------
    float
        In [0, 1] if no two positions are further apart than the span; 0 where all are the same.

    Raises
    ------
    DispersionError
        As `mean_difference`; if the span is not above 0.

    Examples
    --------
    >>> dispersion([0, 10]), dispersion([0, 10], span=100)
    (1.0, 0.1)
    """
    x, _ = _masses(positions, weights)
    length = float(x[-1] - x[0])
    if span is not None:
        length = number(span, "a span of", DispersionError, above=0.0)
    return 2.0 * mean_difference(positions, weights) / length if length > 0.0 else 0.0


def polarisation(
    positions: ArrayLike, weights: ArrayLike | None = None, alpha: float = 1.0
) -> float:
    """Polarisation: large where people stand in few large groups far from each other.

    P = sum over groups a, b of q_a^(1 + alpha) q_b |y_a - y_b|, a group being all who stand at the
    same position and q its share of the weight. With alpha = 0 it is the mean distance: alpha is
    how much people identify with their group.

    Parameters
    ----------
    positions, weights
        As in `mean_difference`; shares of the weight are used, so that size does not matter.
    alpha : float
        In (0, 1.6]; 0 is let pass.

    Returns
    -------
    float
        From 0 to (range of positions) / 2^(1 + alpha), reached by two equal halves at its ends.

    Raises
    ------
    DispersionError
        As `mean_difference`; if alpha is out of range.

    References
    ----------
    [EstebanRay1994], theorem 1, with K = 1 and weights as shares.

    Examples
    --------
    >>> polarisation([0, 1], alpha=1), polarisation([0, 0.5, 1], alpha=1) < 0.25
    (0.25, True)
    """
    alpha = number(alpha, "alpha", DispersionError, least=0.0, most=MOST_ALPHA)
    x, share = _masses(positions, weights)
    where, group = np.unique(x, return_inverse=True)
    mass = np.bincount(group, share)
    away = np.abs(where[:, None] - where[None, :])
    return float(mass ** (1.0 + alpha) @ away @ mass)


def agreement(counts: ArrayLike) -> float:
    """Van der Eijk's agreement A on an ordered scale.

    The counts are taken apart into layers, each of the same height wherever it is not 0. Of a
    layer that covers S of the K levels, with T_u triples of levels (in order) of the pattern 110
    or 011 and T_d of the pattern 101::

        U = ((K - 2) T_u - (K - 1) T_d) / ((K - 2)(T_u + T_d)),    U = 1 if S = 1 or S = K
        A = U (1 - (S - 1) / (K - 1))

    and A of all is the mean over layers by their share of the cases.

    Parameters
    ----------
    counts : (K,) floats >= 0
        Cases at each level, in order; K >= 3, not all 0.

    Returns
    -------
    float
        1 if all choose one level, 0 if all levels are equally chosen, -1 if half choose either end.

    Raises
    ------
    DispersionError
        If the counts are none.

    References
    ----------
    [VanDerEijk2001].

    Examples
    --------
    >>> round(agreement([30, 40, 210, 130, 530, 50, 10]), 7)
    0.6113333
    """
    count = numbers(counts, "counts", DispersionError, least=0.0)
    if len(count) < 3 or not count.any():
        raise DispersionError(f"counts {count.tolist()}; allowed: three or more, not all 0")
    left, total = count.copy(), 0.0
    while (left > 0).any():
        pattern = left > 0
        height = float(left[pattern].min())
        total += height * float(pattern.sum()) * _layer(pattern.tolist())
        left = np.where(left > height * (1.0 + 1e-12), left - height, 0.0)
    return total / float(count.sum())


def _layer(pattern: list[bool]) -> float:
    """Agreement of a layer, by which levels it covers."""
    levels, covered = len(pattern), sum(pattern)
    if covered in (1, levels):
        return 1.0 - (covered - 1) / (levels - 1)
    together = apart = 0
    for k, here in enumerate(pattern):
        before, after = sum(pattern[:k]), sum(pattern[k + 1 :])
        if not here:
            apart += before * after  # 101
            together += before * (before - 1) // 2 + after * (after - 1) // 2  # 110, 011
    unimodal = ((levels - 2) * together - (levels - 1) * apart) / (
        (levels - 2) * (together + apart)
    )
    return unimodal * (1.0 - (covered - 1) / (levels - 1))


def _masses(positions: ArrayLike, weight: ArrayLike | None) -> tuple[F8, F8]:
    """Positions in ascending order and their shares of the weight."""
    x = numbers(positions, "positions", DispersionError)
    mass = weights_of(weight, len(x), DispersionError)
    x, mass = x[mass > 0], mass[mass > 0]
    order = np.argsort(x, kind="stable")
    return x[order], mass[order] / mass.sum()
