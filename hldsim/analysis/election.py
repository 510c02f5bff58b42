"""The probabilistic Condorcet election: who comes out on top where votes are won by chance."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import number, one_of
from hldsim.analysis.voting import VotingError, checked_ballots

F8 = NDArray[np.float64]


def condorcet_election(
    utilities: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    vote: Literal["proportional", "binary"] = "proportional",
    power: float = 1.0,
    method: Literal["markov", "conditional"] = "markov",
) -> F8:
    """Chance of each option to come out on top if pairwise votes are won by chance.

    With s_ab the influence brought to bear for a against b, a beats b with the chance::

        P(a > b) = s_ab^k / (s_ab^k + s_ba^k),   s_ab = sum of w_i max(u_ia - u_ib, 0)

    and 1/2 if nobody cares. ``markov``: one option is the favourite; each turn another, all alike,
    challenges it, and the winner is the favourite; the chance is the share of time as favourite::

        P_a = sum over b of P(a > b) (P_a + P_b) / m,   P(a > a) = 1/2

    ``conditional``: the chance that a beats all others, given that one does::

        P_a = product over b of P(a > b), scaled to sum to 1

    Parameters
    ----------
    utilities : (n, m) floats
        Their size counts unless ``vote`` is ``"binary"``: then s_ab is the weight of those who
        like a better.
    weights : (n,) floats >= 0, optional
        1 each if left out.
    power : float > 0
        k: 1 leaves much to chance; the larger, the surer is the stronger side to win.

    Returns
    -------
    (m,) floats
        In [0, 1], summing to 1.

    Raises
    ------
    VotingError
        As `support`; if ``power`` is not above 0, or a word is none of those.

    References
    ----------
    [WiseLesterEfird2015], the probabilistic Condorcet election.

    Examples
    --------
    >>> condorcet_election([[1, 0], [1, 0], [0, 1]], method="conditional").round(4).tolist()
    [0.6667, 0.3333]
    """
    utility, weight = checked_ballots(utilities, weights)
    power = number(power, "power", VotingError, above=0.0)
    one_of(vote, "vote", VotingError, ("proportional", "binary"))
    one_of(method, "method", VotingError, ("markov", "conditional"))
    m = utility.shape[1]
    gain_nab = np.maximum(utility[:, :, None] - utility[:, None, :], 0.0)
    if vote == "binary":
        gain_nab = np.asarray(gain_nab > 0, dtype=np.float64)
    push = np.tensordot(weight, gain_nab, axes=1)
    both = push + push.T
    share = np.divide(push, both, out=np.full((m, m), 0.5), where=both > 0)
    win = share**power / (share**power + share.T**power)
    if method == "conditional":
        with np.errstate(divide="ignore"):
            log = np.log(win).sum(axis=1)
        chance = np.exp(log - log.max())
        return np.asarray(chance / chance.sum())
    turn = win / m  # row a, column b: a takes over from b
    np.fill_diagonal(turn, 0.0)
    np.fill_diagonal(turn, 1.0 - turn.sum(axis=0))
    system = np.vstack([turn - np.eye(m), np.ones(m)])
    chance = np.linalg.lstsq(system, np.eye(m + 1)[-1], rcond=None)[0]
    chance = np.maximum(chance, 0.0)
    return np.asarray(chance / chance.sum())
