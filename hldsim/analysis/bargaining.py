"""Bargaining solutions: which of the outcomes open to several parties is the fair one.

Of finitely many outcomes, utilities (parties, outcomes), each function returns the column it picks.
Gains are utilities less those of disagreement; only outcomes at which nobody loses are looked at.
For two parties that may also mix outcomes see `hldsim.analysis.frontier`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import numbers
from hldsim.analysis.given import weights as weights_of
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]

TIE = 1e-12
"""Values this close, as a share of the largest gain, are equal."""


class BargainingError(HldsimError, ValueError):
    """Utilities, disagreement or weights that make no bargaining problem."""


def pareto(utilities: ArrayLike) -> B1:
    """Whether each outcome is efficient: no other is as good for all and better for one.

    Parameters
    ----------
    utilities : (p, o) floats

    Returns
    -------
    (o,) bools
        Outcomes alike for all are efficient together or not at all.

    Raises
    ------
    BargainingError
        If utilities are not finite numbers in that shape.

    Examples
    --------
    >>> pareto([[0, 1, 2], [2, 0, 1]]).tolist()
    [True, False, True]
    """
    utility_po = checked_utilities(utilities)
    efficient = np.ones(utility_po.shape[1], dtype=bool)
    # By falling sum: whatever dominates an outcome comes before it.
    order = np.argsort(-utility_po.sum(axis=0), kind="stable")
    kept = np.empty((len(utility_po), 0))
    for o in order:
        here = utility_po[:, [o]]
        over = (kept >= here).all(axis=0) & (kept > here).any(axis=0)
        efficient[o] = not over.any()
        if efficient[o]:
            kept = np.hstack([kept, here])
    return efficient


def nash(
    utilities: ArrayLike, disagreement: ArrayLike, weights: ArrayLike | None = None
) -> int | None:
    """The outcome with the largest product of gains.

    Maximises product over i of (u_i - d_i)^w_i; of equal products the one with the largest least
    gain, then the largest sum of gains, then the first.

    Parameters
    ----------
    utilities : (p, o) floats
    disagreement : (p,) floats
        Utilities if there is no agreement.
    weights : (p,) floats >= 0, optional
        Bargaining powers, not all 0; 1 each if left out. Of weight 0: not to lose is all it gets.

    Returns
    -------
    int or None
        None if every outcome leaves somebody below disagreement.

    Raises
    ------
    BargainingError
        If shapes do not fit or a number is not allowed.

    References
    ----------
    [Nash1950]; [Kalai1977] for weights.

    Examples
    --------
    >>> nash([[4, 2, 0], [0, 2, 3]], [0, 0])
    1
    """
    gain_po, open_o = _gains(utilities, disagreement)
    weight = checked_powers(weights, len(gain_po))
    with np.errstate(divide="ignore"):
        log = np.log(np.where(open_o, gain_po, 1.0))
    score = np.where(weight[:, None] > 0, weight[:, None] * log, 0.0).sum(axis=0)
    return _best(open_o, score, gain_po.min(axis=0), gain_po.sum(axis=0))


def kalai_smorodinsky(utilities: ArrayLike, disagreement: ArrayLike) -> int | None:
    """The outcome whose smallest share of one's largest possible gain is the largest.

    Maximises min over i of (u_i - d_i) / (b_i - d_i), b_i the most i could get at an outcome at
    which nobody loses; ties by the second smallest share, and so on.

    Parameters
    ----------
    utilities, disagreement
        As in `nash`.

    Returns
    -------
    int or None
        As in `nash`. Whoever has nothing to gain at all is left out of account.

    Raises
    ------
    BargainingError
        As `nash`.

    References
    ----------
    [KalaiSmorodinsky1975].

    Examples
    --------
    >>> kalai_smorodinsky([[10, 6, 0], [0, 3, 4]], [0, 0])
    1
    """
    gain_po, open_o = _gains(utilities, disagreement)
    if not open_o.any():
        return None
    most = gain_po[:, open_o].max(axis=1)
    able = most > 0
    return _best(open_o, *np.sort(gain_po[able] / most[able, None], axis=0))


def egalitarian(utilities: ArrayLike, disagreement: ArrayLike) -> int | None:
    """The outcome whose smallest gain is the largest.

    Maximises min over i of (u_i - d_i); ties by the second smallest gain, and so on.

    Parameters
    ----------
    utilities, disagreement
        As in `nash`.

    Returns
    -------
    int or None
        As in `nash`.

    Raises
    ------
    BargainingError
        As `nash`.

    References
    ----------
    [Kalai1977b].

    Examples
    --------
    >>> egalitarian([[10, 6, 0], [0, 2, 4]], [0, 0])
    1
    """
    gain_po, open_o = _gains(utilities, disagreement)
    return _best(open_o, *np.sort(gain_po, axis=0))


def utilitarian(utilities: ArrayLike, disagreement: ArrayLike) -> int | None:
    """The outcome with the largest sum of gains; ties by the largest least gain.

    Parameters
    ----------
    utilities, disagreement
        As in `nash`.

    Returns
    -------
    int or None
        As in `nash`.

    Raises
    ------
    BargainingError
        As `nash`.

    Examples
    --------
    >>> utilitarian([[10, 6, 0], [0, 2, 4]], [0, 0])
    0
    """
    gain_po, open_o = _gains(utilities, disagreement)
    return _best(open_o, gain_po.sum(axis=0), gain_po.min(axis=0))


def _best(open_o: B1, *scores: F8) -> int | None:
    """The open outcome with the highest first score, ties by the next, then by place."""
    left = np.flatnonzero(open_o)
    if not len(left):
        return None
    for score in scores:
        top = score[left].max()
        slack = TIE * max(1.0, abs(float(top))) if np.isfinite(top) else 0.0
        left = left[score[left] >= top - slack]
    return int(left[0])


def _gains(utilities: ArrayLike, disagreement: ArrayLike) -> tuple[F8, B1]:
    """Gains (p, o), and at which outcomes nobody loses."""
    utility_po = checked_utilities(utilities)
    base = checked_line(disagreement, len(utility_po), "disagreement")
    gain_po = utility_po - base[:, None]
    return gain_po, np.asarray((gain_po >= 0).all(axis=0))


def checked_powers(weights: ArrayLike | None, p: int) -> F8:
    """Bargaining powers (p,), 1 each if left out; BargainingError if they are none."""
    return weights_of(weights, p, BargainingError)


def checked_line(values: ArrayLike, p: int, name: str) -> F8:
    """One finite number a party, (p,); BargainingError if not."""
    line = numbers(values, name, BargainingError, shape=f"({p},)")
    if line.shape != (p,):
        raise BargainingError(f"{name} of shape {line.shape}; allowed: ({p},)")
    return line


def checked_utilities(values: ArrayLike, name: str = "utilities", shape: str = "(p, o)") -> F8:
    """A table of finite numbers; BargainingError if not."""
    return numbers(values, name, BargainingError, dims=(2,), shape=shape)
