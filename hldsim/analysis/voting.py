"""What a majority would choose: means, medians, winners of pairwise votes, and cycles.

Voters are rows and options columns. Utilities say only which of two options a voter likes better;
where their size is to count see `hldsim.analysis.election`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import numbers
from hldsim.analysis.given import weights as weights_of
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]


class VotingError(HldsimError, ValueError):
    """Voters, options or weights that make no election."""


def weighted_mean(positions: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Mean position: sum of w x / sum of w.

    Parameters
    ----------
    positions : (n,) floats
    weights : (n,) floats >= 0, optional
        Such as capability x salience; not all 0; 1 each if left out.

    Raises
    ------
    VotingError
        If the two do not fit each other or hold a number that is not allowed.

    Examples
    --------
    >>> weighted_mean([0, 10], [3, 1])
    2.5
    """
    x, w = _line(positions, weights)
    return float(x @ w / w.sum())


def weighted_median(positions: ArrayLike, weights: ArrayLike | None = None) -> float:
    """Position with no more than half of the weight on either side of it.

    Where a whole stretch has that property (exactly half on each side of it) its middle. With
    single-peaked preferences no majority of weight wants to leave it.

    Parameters
    ----------
    positions, weights
        As in `weighted_mean`.

    Raises
    ------
    VotingError
        As `weighted_mean`.

    References
    ----------
    [Black1948].

    Examples
    --------
    >>> weighted_median([0, 5, 10], [2, 2, 3]), weighted_median([0, 10], [1, 1])
    (5.0, 5.0)
    """
    x, w = _line(positions, weights)
    order = np.argsort(x, kind="stable")
    x, w = x[order], w[order]
    x, below = x[w > 0], np.cumsum(w[w > 0])
    half = float(below[-1]) / 2.0
    slack = 1e-12 * half  # sums of decimals
    low, high = np.searchsorted(below, half - slack), np.searchsorted(below, half + slack)
    return float(x[low] + x[high]) / 2.0


def from_ideal_points(ideal: ArrayLike, options: ArrayLike) -> F8:
    """Utilities of options that are the worse the farther from one's ideal point.

    u = -distance, Euclidean.

    Parameters
    ----------
    ideal : (n,) or (n, d) floats
        Ideal point of each voter, on a line or in d dimensions.
    options : (m,) or (m, d) floats

    Returns
    -------
    (n, m) floats
        <= 0.

    Raises
    ------
    VotingError
        If dimensions differ or a number is not finite.

    Examples
    --------
    >>> from_ideal_points([0, 3], [0, 1]).tolist()
    [[0.0, -1.0], [-3.0, -2.0]]
    """
    voter = numbers(ideal, "ideal points", VotingError, dims=(1, 2), shape="(n,) or (n, d)")
    option = numbers(options, "options", VotingError, dims=(1, 2), shape="(m,) or (m, d)")
    voter, option = (p[:, None] if p.ndim == 1 else p for p in (voter, option))
    if voter.shape[1] != option.shape[1]:
        raise VotingError(
            f"ideal points of shape {voter.shape} and options of shape {option.shape}; allowed: "
            "(n,) and (m,), or (n, d) and (m, d)"
        )
    away = np.linalg.norm(voter[:, None, :] - option[None, :, :], axis=2)
    return np.asarray(0.0 - away)


def from_orders(orders: ArrayLike) -> F8:
    """Utilities of options from ballots that name all of them, the best first.

    Parameters
    ----------
    orders : (n, m) ints
        Each row the numbers 0 to m - 1 in that voter's order.

    Returns
    -------
    (n, m) floats
        m - 1 for the best, 0 for the worst (the Borda count). Ranks, 1 for the best and equal for
        ties, need no function: their negative is a utility.

    Raises
    ------
    VotingError
        If a row does not name each option once.

    Examples
    --------
    >>> from_orders([[2, 0, 1]]).tolist()
    [[1.0, 0.0, 2.0]]
    """
    order = numbers(orders, "orders", VotingError, dims=(1, 2), shape="(n, m)")
    order = np.atleast_2d(order)
    wanted = np.arange(order.shape[1])
    wrong = (np.sort(order, axis=1) != wanted).any(axis=1)
    if wrong.any():
        row = int(wrong.argmax())
        raise VotingError(
            f"order {row} is {order[row].astype(int).tolist()}; allowed: each of 0 to m - 1 once"
        )
    return np.asarray(wanted[-1] - np.argsort(order, axis=1), dtype=np.float64)


def support(utilities: ArrayLike, weights: ArrayLike | None = None) -> F8:
    """Weight of those who like one option better than another, (m, m).

    Row a, column b: sum of the weights of voters with u_a > u_b; the indifferent count for neither.

    Parameters
    ----------
    utilities : (n, m) floats
    weights : (n,) floats >= 0, optional
        1 each if left out.

    Raises
    ------
    VotingError
        If the two do not fit each other or hold a number that is not allowed.

    Examples
    --------
    >>> support([[2, 1], [1, 2], [1, 2]]).tolist()
    [[0.0, 1.0], [2.0, 0.0]]
    """
    utility, weight = checked_ballots(utilities, weights)
    return np.stack([weight @ (utility[:, [a]] > utility) for a in range(utility.shape[1])])


def condorcet_winner(utilities: ArrayLike, weights: ArrayLike | None = None) -> int | None:
    """The option that beats each other one in a vote between the two, if there is one.

    Parameters
    ----------
    utilities, weights
        As in `support`. One option beats another if more weight likes it better than the reverse.

    Returns
    -------
    int or None
        Column of the winner.

    Raises
    ------
    VotingError
        As `support`.

    References
    ----------
    [Condorcet1785]; [Black1948].

    Examples
    --------
    >>> condorcet_winner(from_ideal_points([1, 2, 9], [0, 2, 10]))
    1
    >>> condorcet_winner(from_orders([[0, 1, 2], [1, 2, 0], [2, 0, 1]])) is None
    True
    """
    beats = _beats(utilities, weights)
    won = np.flatnonzero(beats.sum(axis=1) == len(beats) - 1)
    return int(won[0]) if len(won) else None


def cycles(utilities: ArrayLike, weights: ArrayLike | None = None) -> tuple[tuple[int, ...], ...]:
    """Groups of options that beat each other round in a circle.

    Two options are in one group if each can be reached from the other along strict majorities.

    Parameters
    ----------
    utilities, weights
        As in `support`.

    Returns
    -------
    tuple of tuples of int
        Groups of three or more options, each in ascending order; empty where majorities are
        transitive.

    Raises
    ------
    VotingError
        As `support`.

    References
    ----------
    [Condorcet1785].

    Examples
    --------
    >>> cycles(from_orders([[0, 1, 2], [1, 2, 0], [2, 0, 1]]))
    ((0, 1, 2),)
    """
    reach = _reach(_beats(utilities, weights))
    both = reach & reach.T
    groups = {tuple(np.flatnonzero(row).tolist()) for row in both if row.any()}
    return tuple(sorted(groups))


def top_cycle(utilities: ArrayLike, weights: ArrayLike | None = None) -> tuple[int, ...]:
    """The smallest set of options whose members each beat all options outside it.

    The Condorcet winner alone, if there is one.

    Parameters
    ----------
    utilities, weights
        As in `support`.

    Returns
    -------
    tuple of int
        In ascending order, at least one.

    Raises
    ------
    VotingError
        As `support`.

    References
    ----------
    [Smith1973].

    Examples
    --------
    >>> top_cycle(from_orders([[0, 1, 2, 3], [1, 2, 0, 3], [2, 0, 1, 3]]))
    (0, 1, 2)
    """
    beats = _beats(utilities, weights)
    unbeaten_by = ~beats.T  # a is at least level with b
    np.fill_diagonal(unbeaten_by, False)
    reach = _reach(unbeaten_by) | np.eye(len(beats), dtype=bool)
    return tuple(np.flatnonzero(reach.all(axis=1)).tolist())


def _beats(utilities: ArrayLike, weights: ArrayLike | None) -> B1:
    """Whether each option beats each other by a majority, sums of decimals taken as they print."""
    more = support(utilities, weights)
    return np.asarray(more - more.T > 1e-12 * (more + more.T))


def _reach(step: B1) -> B1:
    """Where one gets to in one step or more."""
    reach = step.copy()
    for k in range(len(reach)):
        reach |= reach[:, [k]] & reach[k]
    return reach


def _line(positions: ArrayLike, weight: ArrayLike | None) -> tuple[F8, F8]:
    x = numbers(positions, "positions", VotingError)
    return x, weights_of(weight, len(x), VotingError)


def checked_ballots(utilities: ArrayLike, weights: ArrayLike | None) -> tuple[F8, F8]:
    """Utilities (n, m) and weights (n,); VotingError if they are none."""
    utility = numbers(utilities, "utilities", VotingError, dims=(2,), shape="(voters, options)")
    return utility, weights_of(weights, len(utility), VotingError)
