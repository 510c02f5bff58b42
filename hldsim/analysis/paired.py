"""Paired shares: two treatments of the same cases, of which only those that changed say anything.

n cases are looked at twice. b of them have the property the second time and not the first, c the
first time and not the second; the others are no evidence of a difference.
"""

from __future__ import annotations

import math

from hldsim.analysis.intervals import Z_95, CountError

STEPS = 200
"""Halvings of the range in which a limit is looked for; the last is below any double."""


def paired_difference(b: int, c: int, n: int, z: float = Z_95) -> tuple[float, float, float]:
    """Difference of two paired shares, (b - c) / n, and its score interval.

    The limits are the differences d that the data do not refuse, ::

        | b - c - n d |  <=  z sqrt(n (2 q + d (1 - d)))

    with q the share of c that is most likely if the true difference is d: the larger root of
    2 n q^2 + (d (2n - b + c) - b - c) q - c d (1 - d) = 0. It never leaves [-1, 1], is never empty,
    also where nothing changed, and does without 0 exactly where McNemar's test refuses equality.

    Parameters
    ----------
    b, c, n : int
        Cases that gained and that lost the property, and cases in all; b + c <= n.
    z : float
        Two-sided normal point of the coverage wanted; 95 % by default.

    Returns
    -------
    difference, low, high : float
        In [-1, 1].

    Raises
    ------
    CountError
        If the counts are impossible or ``z`` is not positive.

    References
    ----------
    [Tango1998]; compared with others in [FagerlandLydersenLaake2014].

    Examples
    --------
    >>> [round(x, 3) for x in paired_difference(1, 7, 21)]
    [-0.286, -0.517, -0.026]
    """
    _check(b, c, n)
    if not z > 0.0:
        raise CountError(f"z = {z}; allowed: a number > 0")
    if n == 0:
        return 0.0, -1.0, 1.0
    difference = (b - c) / n
    low = -1.0 if c == n else _limit(b, c, n, z, -1.0, difference)
    high = 1.0 if b == n else _limit(b, c, n, -z, 1.0, difference)
    return difference, low, high


def mcnemar(b: int, c: int) -> float:
    """Mid-P version of McNemar's test: how likely so uneven a split is if both ways are as likely.

    With m = b + c changes, k = min(b, c) and X ~ Binomial(m, 1/2), ::

        p = 2 P(X < k) + P(X = k)       (b = c: 1 - P(X = k) / 2)

    Parameters
    ----------
    b, c : int
        Cases that gained and that lost the property.

    Returns
    -------
    float
        In [0, 1]; 1 where nothing changed, 0 only where it is too small for a double.

    Raises
    ------
    CountError
        If a count is negative.

    References
    ----------
    [McNemar1947]; the mid-P version is advised by [FagerlandLydersenLaake2013].

    Examples
    --------
    >>> round(mcnemar(1, 7), 4)
    0.0391
    """
    _check(b, c, b + c)
    m, k = b + c, min(b, c)
    if m == 0:
        return 1.0
    point = _binomial(m, k)
    if b == c:
        return 1.0 - point / 2.0
    return min(1.0, 2.0 * math.fsum(_binomial(m, x) for x in range(k)) + point)


def _check(b: int, c: int, n: int) -> None:
    if b < 0 or c < 0 or b + c > n:
        raise CountError(f"{b} gained and {c} lost of {n}; allowed: b, c >= 0 and b + c <= n")


def _binomial(m: int, x: int) -> float:
    """P(X = x) for X ~ Binomial(m, 1/2), also where the coefficient is past any float."""
    log = math.lgamma(m + 1) - math.lgamma(x + 1) - math.lgamma(m - x + 1) - m * math.log(2.0)
    return math.exp(log)


def _limit(b: int, c: int, n: int, z: float, outer: float, inner: float) -> float:
    """The difference between ``outer`` and ``inner`` at which the score is ``z``, by halving."""
    for _ in range(STEPS):
        middle = (outer + inner) / 2.0
        if middle in (outer, inner):
            break
        if abs(_score(b, c, n, middle)) > abs(z):
            outer = middle
        else:
            inner = middle
    return inner


def _score(b: int, c: int, n: int, d: float) -> float:
    """Standardised distance of the counts from what a difference ``d`` would lead one to expect."""
    linear = d * (2 * n - b + c) - b - c
    root = math.sqrt(max(linear * linear + 8.0 * n * c * d * (1.0 - d), 0.0))
    q = max((root - linear) / (4.0 * n), 0.0)
    spread = n * (2.0 * q + d * (1.0 - d))
    distance = b - c - n * d
    if spread <= 0.0:
        return 0.0 if distance == 0.0 else math.copysign(math.inf, distance)
    return distance / math.sqrt(spread)
