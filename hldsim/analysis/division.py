"""Dividing something: what each gets of a pie, by bargaining power, by procedure, by claim."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import number, numbers, whole
from hldsim.analysis.given import weights as weights_of
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]


class DivisionError(HldsimError, ValueError):
    """Something that cannot be divided so."""


@dataclass(frozen=True)
class Majority:
    """A division by majority: the proposer buys the votes it needs and keeps the rest.

    Attributes
    ----------
    proposer, partner : float
        Shares of the proposer and of each partner; the others get nothing.
    partners : int
        How many votes are bought.
    """

    proposer: float
    partner: float
    partners: int


def nash_division(weights: ArrayLike, disagreement: ArrayLike, pie: float = 1.0) -> F8:
    """Asymmetric Nash solution of dividing a pie among n parties that value it alike.

    u_i = d_i + w_i / sum(w) x (pie - sum(d)): the product of (u_i - d_i)^w_i is largest there.

    Parameters
    ----------
    weights : (n,) floats >= 0
        Bargaining powers, not all 0.
    disagreement : (n,) floats
        What each has without agreement; their sum not above the pie.
    pie : float

    Returns
    -------
    (n,) floats
        Summing to the pie.

    Raises
    ------
    DivisionError
        If shapes do not fit, or nothing is to be gained.

    References
    ----------
    [Nash1950]; [Kalai1977] for weights.

    Examples
    --------
    >>> nash_division([1, 2, 3, 4], [0.1, 0.05, 0, 0.2]).round(6).tolist()
    [0.165, 0.18, 0.195, 0.46]
    """
    base = numbers(disagreement, "disagreement", DivisionError)
    weight = weights_of(weights, len(base), DivisionError)
    surplus = number(pie, "a pie of", DivisionError) - float(base.sum())
    if not surplus >= 0:
        raise DivisionError(f"disagreement sums to {base.sum():g}; allowed: up to the pie, {pie:g}")
    return np.asarray(base + weight / weight.sum() * surplus)


def rubinstein(patience: float, rival_patience: float) -> tuple[float, float]:
    """Alternating offers without end: shares of who proposes first and of the other.

    With discount factors d_1 of the first proposer and d_2, the only subgame perfect equilibrium
    is agreement at once on x = (1 - d_2) / (1 - d_1 d_2) and 1 - x.

    Parameters
    ----------
    patience, rival_patience : floats in [0, 1)
        What a pie is worth one offer later; one of them may be 1.

    Returns
    -------
    (float, float)
        Summing to 1.

    Raises
    ------
    DivisionError
        If a discount factor is not one, or both are 1 (then anything goes).

    References
    ----------
    [Rubinstein1982].

    Examples
    --------
    >>> [round(share, 6) for share in rubinstein(0.9, 0.8)]
    [0.714286, 0.285714]
    """
    mine, other = (
        number(factor, "discount factor", DivisionError, least=0.0, most=1.0)
        for factor in (patience, rival_patience)
    )
    if mine == other == 1.0:
        raise DivisionError("both discount factors are 1; allowed: one of them below 1")
    share = (1.0 - other) / (1.0 - mine * other)
    return share, 1.0 - share


def baron_ferejohn(members: int, discount: float, quota: int | None = None) -> Majority:
    """A legislature divides a dollar, closed rule, proposers drawn by lot without end.

    In the symmetric stationary equilibrium the proposer offers d / n to q - 1 others, which is
    what waiting is worth to them, and keeps 1 - d (q - 1) / n.

    Parameters
    ----------
    members : int >= 2
        n.
    discount : float in [0, 1]
        d: what a dollar is worth one session later.
    quota : int, optional
        q: votes needed, the proposer's among them; more than half if left out.

    Raises
    ------
    DivisionError
        If a number is out of its range.

    References
    ----------
    [BaronFerejohn1989], proposition 3.

    Examples
    --------
    >>> baron_ferejohn(3, 1.0).proposer, baron_ferejohn(3, 1.0).partners
    (0.6666666666666667, 1)
    """
    n = whole(members, "members", DivisionError, 2)
    votes = n // 2 + 1 if quota is None else whole(quota, "votes", DivisionError, 1)
    if votes > n:
        raise DivisionError(f"{votes} votes of {n} members; allowed: 1 to n")
    factor = number(discount, "discount factor", DivisionError, least=0.0, most=1.0)
    partner = factor / n
    return Majority(1.0 - partner * (votes - 1), partner, votes - 1)


def talmud(claims: ArrayLike, estate: float) -> F8:
    """Dividing an estate that does not meet all claims, as in the Talmud.

    Up to half of all claims each gains the same, as far as half its claim; beyond it each loses
    the same, as far as half its claim. For two claimants: what only one claims is that one's, and
    the rest is halved.

    Parameters
    ----------
    claims : (n,) floats >= 0
    estate : float
        From 0 to the sum of claims.

    Returns
    -------
    (n,) floats
        Summing to the estate.

    Raises
    ------
    DivisionError
        If a claim is negative or the estate out of range.

    References
    ----------
    [AumannMaschler1985].

    Examples
    --------
    >>> talmud([100, 200, 300], 200).tolist()
    [50.0, 75.0, 75.0]
    """
    claim = numbers(claims, "claims", DivisionError, least=0.0)
    total, left = float(claim.sum()), number(estate, "an estate of", DivisionError)
    if not 0.0 <= left <= total:
        raise DivisionError(f"an estate of {left:g}; allowed: 0 to the sum of claims, {total:g}")
    if left > total / 2.0:
        return np.asarray(claim - _filled(claim / 2.0, total - left))
    return _filled(claim / 2.0, left)


def _filled(room: F8, amount: float) -> F8:
    """The same to each as far as its room goes, so that it adds up to an amount."""
    order = np.argsort(room, kind="stable")
    share = np.zeros(len(room))
    left = float(amount)
    for k, who in enumerate(order):
        share[who] = min(float(room[who]), left / (len(room) - k))
        left -= share[who]
    return share
