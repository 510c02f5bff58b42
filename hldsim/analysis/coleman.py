"""Coleman's measures: how easily a committee acts, and who can start or stop it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.power import additions, banzhaf

F8 = NDArray[np.float64]


def power_to_act(weights: ArrayLike, quota: ArrayLike) -> float:
    """Power of a collectivity to act: share of all coalitions that win.

    The chance that a motion passes if each voter says yes with chance 1/2.

    Parameters
    ----------
    weights, quota
        As in `hldsim.analysis.power.banzhaf`.

    Returns
    -------
    float
        In [0, 1]; at most 1/2 where no two winning coalitions can be apart.

    Raises
    ------
    PowerError
        If the numbers make no game, or one too large to be counted exactly.

    References
    ----------
    [Coleman1971].

    Examples
    --------
    Six founders of the European Economic Community: 14 coalitions of 64.

    >>> power_to_act([4, 4, 4, 2, 2, 1], 12)
    0.21875
    """
    additions(weights, quota)  # says what is wrong, if anything is
    # Somebody else, with a veto and nothing more, has a swing in just the coalitions that win.
    rows = np.atleast_2d(np.asarray(weights))
    rows = np.hstack([rows, np.zeros((len(rows), 1), dtype=rows.dtype)])
    veto = np.zeros((1, rows.shape[1]), dtype=rows.dtype)
    veto[0, -1] = 1
    quotas = [*np.atleast_1d(np.asarray(quota)).tolist(), 1]
    return float(banzhaf(np.vstack([rows, veto]), quotas, normalised=False)[-1])


def power_to_prevent(weights: ArrayLike, quota: ArrayLike) -> F8:
    """Power to prevent action: share of winning coalitions that a voter can stop by leaving.

    Swings of i / winning coalitions.

    Parameters
    ----------
    weights, quota
        As in `hldsim.analysis.power.banzhaf`.

    Returns
    -------
    (n,) floats
        In [0, 1], 1 for a veto; 0 where no coalition wins.

    Raises
    ------
    PowerError
        As `power_to_act`.

    References
    ----------
    [Coleman1971].

    Examples
    --------
    >>> power_to_prevent([2, 1, 1], 3).round(4).tolist()
    [1.0, 0.3333, 0.3333]
    """
    act = power_to_act(weights, quota)
    return _share(banzhaf(weights, quota, normalised=False), act)


def power_to_initiate(weights: ArrayLike, quota: ArrayLike) -> F8:
    """Power to initiate action: share of losing coalitions that a voter can make win by joining.

    Swings of i / losing coalitions.

    Parameters
    ----------
    weights, quota
        As in `hldsim.analysis.power.banzhaf`.

    Returns
    -------
    (n,) floats
        In [0, 1]; 0 where no coalition loses.

    Raises
    ------
    PowerError
        As `power_to_act`.

    References
    ----------
    [Coleman1971].

    Examples
    --------
    >>> power_to_initiate([2, 1, 1], 3).round(4).tolist()
    [0.6, 0.2, 0.2]
    """
    act = power_to_act(weights, quota)
    return _share(banzhaf(weights, quota, normalised=False), 1.0 - act)


def _share(swing_n: F8, coalitions: float) -> F8:
    """Swings as a share of 2^(n - 1) coalitions, over a share of all 2^n."""
    return np.asarray(swing_n / (2.0 * coalitions) if coalitions > 0.0 else np.zeros(len(swing_n)))
