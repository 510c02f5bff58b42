"""Intervals for shares of runs: how far a count of successes pins a probability down."""

from __future__ import annotations

import math

from hldsim.errors import HldsimError

Z_95 = 1.959963984540054
"""Two-sided 95 % point of the standard normal."""


class CountError(HldsimError, ValueError):
    """A count of successes that cannot be one."""


def wilson(successes: float, trials: float, z: float = Z_95) -> tuple[float, float]:
    """Wilson score interval of a proportion.

    With p = successes / trials and n = trials the limits are::

        (p + z^2 / 2n -+ z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)

    It never leaves [0, 1] and is never empty, also at 0 and at n successes, where the textbook
    interval p -+ z sqrt(p (1 - p) / n) collapses to a point.

    Parameters
    ----------
    successes, trials : float
        0 <= successes <= trials; whole numbers, or scaled to fewer trials than were made where
        these do not all stand on their own. With no trials nothing is known: (0, 1).
    z : float
        Two-sided normal point of the coverage wanted; 95 % by default.

    Returns
    -------
    tuple of float
        Low and high limit, in [0, 1].

    Raises
    ------
    CountError
        If the counts are impossible or ``z`` is not positive.

    References
    ----------
    [Wilson1927]; examples in [Newcombe1998].

    Examples
    --------
    >>> low, high = wilson(81, 263)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    if trials < 0 or not 0 <= successes <= trials:
        raise CountError(f"{successes} of {trials}; allowed: 0 <= successes <= trials")
    if not z > 0.0:
        raise CountError(f"z = {z}; allowed: a number > 0")
    if trials == 0:
        return 0.0, 1.0
    p = successes / trials
    spread = z * math.sqrt(p * (1.0 - p) / trials + z * z / (4.0 * trials * trials))
    middle = p + z * z / (2.0 * trials)
    scale = 1.0 + z * z / trials
    low = 0.0 if successes == 0 else (middle - spread) / scale
    high = 1.0 if successes == trials else (middle + spread) / scale
    return max(low, 0.0), min(high, 1.0)


def straddles(successes: int, trials: int, bar: float, z: float = Z_95) -> bool:
    """Whether the Wilson interval holds ``bar``, so that the runs cannot tell on which side it is.

    A bar on the edge of the interval is inside it.

    Examples
    --------
    >>> straddles(320, 400, 0.8), straddles(400, 400, 0.8)
    (True, False)
    """
    low, high = wilson(successes, trials, z)
    return low <= bar <= high
