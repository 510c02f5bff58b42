"""Bargaining solutions of two parties on the frontier of what they can reach together.

The frontier is the upper right edge of the convex hull of some points, with free disposal: the two
may mix outcomes (by lot, or by splitting what can be split) and may take less. Each function
returns a point of it. Many parties and single outcomes: `hldsim.analysis.bargaining`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.bargaining import (
    TIE,
    BargainingError,
    checked_line,
    checked_powers,
    checked_utilities,
)

F8 = NDArray[np.float64]


def nash_point(points: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None) -> F8:
    """Nash's solution for two parties on the frontier of what they can reach.

    Parameters
    ----------
    points : (k, 2) floats
        Utilities the two can get; all mixtures, and less, can be had too. A curved frontier is
        given by many points of it, and the answer is then good to their spacing.
    disagreement : (2,) floats
        Utilities if there is no agreement, not above the frontier.
    weights : (2,) floats >= 0, optional
        Bargaining powers, not both 0.

    Returns
    -------
    (2,) floats
        Where (u_1 - d_1)^w_1 (u_2 - d_2)^w_2 is largest.

    Raises
    ------
    BargainingError
        If shapes do not fit, a number is not allowed, or disagreement lies above the frontier.

    References
    ----------
    [Nash1950]; [Kalai1977] for weights.

    Examples
    --------
    >>> nash_point([[0, 2], [4, 0]], [0, 0]).tolist()
    [2.0, 1.0]
    """
    edge, base = _edge(points, disagreement)
    w1, w2 = checked_powers(weights, 2)
    start, step = edge[:-1], np.diff(edge, axis=0)
    # Where d/dt of w1 log g1 + w2 log g2 is 0 on each stretch; its ends where it is nowhere.
    slope = (w1 + w2) * step[:, 0] * step[:, 1]
    lean = w1 * step[:, 0] * start[:, 1] + w2 * step[:, 1] * start[:, 0]
    t = np.divide(-lean, slope, out=np.zeros(len(slope)), where=slope != 0)
    best = np.vstack([edge, start + np.clip(t, 0.0, 1.0)[:, None] * step])
    with np.errstate(divide="ignore"):
        log = np.log(np.maximum(best, 0.0))
    score = sum(w * log[:, k] for k, w in enumerate((w1, w2)) if w > 0)
    return np.asarray(base + best[int(np.argmax(score))])


def kalai_smorodinsky_point(points: ArrayLike, disagreement: ArrayLike) -> F8:
    """Kalai and Smorodinsky's solution for two parties on the frontier.

    Where the line from disagreement to the ideal point (the most each could get while the other
    does not lose) meets the frontier.

    Parameters
    ----------
    points, disagreement
        As in `nash_point`.

    Returns
    -------
    (2,) floats

    Raises
    ------
    BargainingError
        As `nash_point`.

    References
    ----------
    [KalaiSmorodinsky1975].

    Examples
    --------
    >>> kalai_smorodinsky_point([[0, 2], [2, 2], [4, 0]], [0, 0]).round(4).tolist()
    [2.6667, 1.3333]
    """
    edge, base = _edge(points, disagreement)
    return np.asarray(base + _meet(edge, np.array([edge[-1, 0], edge[0, 1]])))


def egalitarian_point(points: ArrayLike, disagreement: ArrayLike) -> F8:
    """The point of the frontier at which both gain the same.

    Parameters
    ----------
    points, disagreement
        As in `nash_point`.

    Returns
    -------
    (2,) floats

    Raises
    ------
    BargainingError
        As `nash_point`.

    References
    ----------
    [Kalai1977b].

    Examples
    --------
    >>> egalitarian_point([[0, 2], [4, 0]], [0, 0]).round(4).tolist()
    [1.3333, 1.3333]
    """
    edge, base = _edge(points, disagreement)
    return np.asarray(base + _meet(edge, np.ones(2)))


def _meet(edge: F8, way: F8) -> F8:
    """Where the ray from 0 meets an edge that runs from the second axis down to the first."""
    if not way.any():
        return np.zeros(2)
    off = way[0] * edge[:, 1] - way[1] * edge[:, 0]  # > 0 left of the ray
    k = int(np.argmax(off <= 0)) if (off <= 0).any() else len(off) - 1
    if k == 0 or off[k - 1] == off[k]:
        return np.asarray(edge[k])
    t = off[k - 1] / (off[k - 1] - off[k])
    return np.asarray(edge[k - 1] + t * (edge[k] - edge[k - 1]))


def _edge(points: ArrayLike, disagreement: ArrayLike) -> tuple[F8, F8]:
    """Frontier as gains, from the most for the second party to the most for the first, (k, 2)."""
    reach = checked_utilities(points, "points", "(k, 2)")
    if reach.shape[1] != 2:
        raise BargainingError(f"points of shape {reach.shape}; allowed: (k, 2)")
    base = checked_line(disagreement, 2, "disagreement")
    hull: list[F8] = []
    for point in reach[np.lexsort((reach[:, 1], reach[:, 0]))]:
        while hull and hull[-1][1] <= point[1]:
            hull.pop()  # not to the right of it, nor higher
        while len(hull) > 1 and _bends_up(hull[-2], hull[-1], point):
            hull.pop()
        hull.append(point)
    chain = np.array(hull)
    high = float(np.interp(base[0], chain[:, 0], chain[:, 1]))
    far = float(np.interp(base[1], chain[::-1, 1], chain[::-1, 0]))
    slack = TIE * float(np.abs([*chain[0], *chain[-1], *base]).max())
    if base[0] > chain[-1, 0] + slack or base[1] > high + slack:
        raise BargainingError(
            f"disagreement {base.tolist()} is above all that can be reached; allowed: on or below "
            "the frontier"
        )
    inside = chain[(chain[:, 0] > base[0]) & (chain[:, 1] > base[1])]
    ends = [[base[0], max(high, base[1])]], [[max(far, base[0]), base[1]]]
    return np.vstack([ends[0], inside, ends[1]]) - base, base


def _bends_up(a: F8, b: F8, c: F8) -> bool:
    """Whether b lies on or below the line from a to c."""
    return bool((b[0] - a[0]) * (c[1] - a[1]) >= (b[1] - a[1]) * (c[0] - a[0]))
