"""Who can carry what against whom: winning and blocking coalitions, the core, the agreement zone.

A coalition wins if its weights reach the quota; with several rows of weights it must reach each of
their quotas, as in `hldsim.analysis.power`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import numbers
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

MOST_COALITIONS = 10_000
"""As many coalitions are listed; beyond that a list tells nobody anything."""

MOST_STEPS = 1_000_000
"""As many part coalitions are looked at, in some seconds."""

ROUNDING = 1e-9
"""A coalition this short of the quota, as a share of all weight, reaches it: 0.1 + 0.2 is 0.3."""

CELLS = 4_000_000
"""Numbers held at a time."""


class CoreError(HldsimError, ValueError):
    """Utilities, weights and quotas that make no game, or one too large to be listed."""


@dataclass(frozen=True)
class Objection:
    """A winning coalition all of whose members like another outcome better.

    Attributes
    ----------
    outcome, other : int
        The outcome objected to and the one preferred.
    coalition : tuple of int
        Everybody who likes ``other`` better.
    """

    outcome: int
    other: int
    coalition: tuple[int, ...]


def core(utilities: ArrayLike, weights: ArrayLike, quota: ArrayLike) -> tuple[int, ...]:
    """Outcomes to which no winning coalition prefers another.

    Outcome a is in the core unless for some outcome b those with u_ib > u_ia win.

    Parameters
    ----------
    utilities : (p, o) floats
        Of each party at each outcome.
    weights : (p,) or (g, p) floats >= 0
    quota : float or (g,) floats
        Weight needed to win, > 0.

    Returns
    -------
    tuple of int
        Columns, in ascending order; may be empty, as where majorities go round in a circle.

    Raises
    ------
    CoreError
        If shapes do not fit or a number is not allowed.

    References
    ----------
    [Gillies1959]; [Black1948] for majorities on a line, whose core is the median.

    Examples
    --------
    >>> core([[3, 2, 1], [2, 3, 1], [1, 2, 3]], [1, 1, 1], 2)
    (1,)
    """
    utility_po, game = _utilities(utilities), _Game.of(weights, quota)
    game.fits(utility_po)
    outcomes = range(utility_po.shape[1])
    return tuple(a for a in outcomes if not _objected(utility_po, game, a).any())


def objections(
    utilities: ArrayLike, weights: ArrayLike, quota: ArrayLike, outcome: int
) -> tuple[Objection, ...]:
    """Every way to object to an outcome: what is preferred to it, and by which winning coalition.

    Parameters
    ----------
    utilities, weights, quota
        As in `core`.
    outcome : int
        Column of the outcome.

    Returns
    -------
    tuple of Objection
        By column of the other outcome; empty if the outcome is in the core.

    Raises
    ------
    CoreError
        As `core`, or if there is no such outcome.

    Examples
    --------
    >>> objections([[3, 2, 1], [2, 3, 1], [1, 2, 3]], [1, 1, 1], 2, 0)
    (Objection(outcome=0, other=1, coalition=(1, 2)),)
    """
    utility_po, game = _utilities(utilities), _Game.of(weights, quota)
    game.fits(utility_po)
    if not 0 <= outcome < utility_po.shape[1]:
        raise CoreError(f"outcome {outcome}; allowed: 0 to {utility_po.shape[1] - 1}")
    better_po = utility_po > utility_po[:, [outcome]]
    return tuple(
        Objection(outcome, int(b), tuple(np.flatnonzero(better_po[:, b]).tolist()))
        for b in np.flatnonzero(_objected(utility_po, game, outcome))
    )


def minimal_winning(weights: ArrayLike, quota: ArrayLike) -> tuple[tuple[int, ...], ...]:
    """Winning coalitions that win no more if any one member leaves.

    Parameters
    ----------
    weights, quota
        As in `core`.

    Returns
    -------
    tuple of tuples of int
        Members in ascending order; coalitions from the smallest up, then in order of members.

    Raises
    ------
    CoreError
        As `core`; or if there are more than 10,000 of them, or too many to look through.

    References
    ----------
    [Riker1962]; [VonNeumannMorgenstern1944], section 50.

    Examples
    --------
    >>> minimal_winning([4, 3, 2, 1], 6)
    ((0, 1), (0, 2), (1, 2, 3))
    """
    return _listed(_Game.of(weights, quota))


def minimal_blocking(weights: ArrayLike, quota: ArrayLike) -> tuple[tuple[int, ...], ...]:
    """Coalitions without which nobody can win, and that are so no more if any one member leaves.

    A coalition blocks if all the others together do not win.

    Parameters
    ----------
    weights, quota
        As in `core`, but with one quota only.

    Returns
    -------
    tuple of tuples of int
        As in `minimal_winning`.

    Raises
    ------
    CoreError
        As `minimal_winning`; or if the quota cannot be reached at all.

    References
    ----------
    [Shapley1962], simple games.

    Examples
    --------
    >>> minimal_blocking([4, 3, 2, 1], 8)
    ((0,), (1,), (2, 3))
    """
    game = _Game.of(weights, quota)
    if len(game.quota_g) > 1:
        raise CoreError(f"{len(game.quota_g)} quotas; allowed: one")
    total, slack = float(game.weight_gp.sum()), float(game.slack_g[0])
    if total < game.quota_g[0] - slack:
        raise CoreError(f"a quota of {game.quota_g[0]:g} of {total:g}; allowed: up to all weight")
    # More than total - quota: the least that leaves the others below the quota.
    need = np.array([total - float(game.quota_g[0]) + 2.0 * slack])
    return _listed(_Game(game.weight_gp, need, game.slack_g))


def agreement_zone(
    utilities: ArrayLike, reservation: ArrayLike, *, strictly: bool = False
) -> tuple[int, ...]:
    """Outcomes that everybody finds at least as good as going without agreement.

    Parameters
    ----------
    utilities : (p, o) floats
    reservation : (p,) floats
        Utility of no agreement to each.
    strictly : bool
        Whether each must gain.

    Returns
    -------
    tuple of int
        Columns, in ascending order.

    Raises
    ------
    CoreError
        If shapes do not fit or a number is not finite.

    References
    ----------
    [Raiffa1982], chapter 4, the zone of agreement.

    Examples
    --------
    >>> agreement_zone([[0, 2, 3], [3, 2, 0]], [1, 1])
    (1,)
    """
    utility_po = _utilities(utilities)
    base = numbers(reservation, "reservation", CoreError)
    if base.shape != utility_po.shape[:1]:
        raise CoreError(f"reservation of shape {base.shape}; allowed: {utility_po.shape[:1]}")
    gain_po = utility_po - base[:, None]
    fine = (gain_po > 0) if strictly else (gain_po >= 0)
    return tuple(np.flatnonzero(fine.all(axis=0)).tolist())


@dataclass(frozen=True)
class _Game:
    """Weights (g, p), quotas (g,), and by how little a sum of decimals may miss a quota (g,)."""

    weight_gp: F8
    quota_g: F8
    slack_g: F8

    @classmethod
    def of(cls, weights: ArrayLike, quota: ArrayLike) -> _Game:
        weight = numbers(
            weights, "weights", CoreError, dims=(1, 2), shape="(p,) or (g, p)", least=0.0
        )
        needed = np.atleast_1d(numbers(quota, "quota", CoreError, dims=(0, 1), shape="() or (g,)"))
        rows = np.atleast_2d(weight)
        if needed.shape != rows.shape[:1]:
            raise CoreError(
                f"weights and quota of shape {weight.shape} and {needed.shape}; allowed: (p,) and "
                "one, (g, p) and (g,)"
            )
        if not (needed > 0).all():
            raise CoreError(f"quota {needed.tolist()}; allowed: numbers above 0")
        return cls(rows, needed, ROUNDING * rows.sum(axis=1))

    def fits(self, utility_po: F8) -> None:
        """Raise CoreError unless there is a weight for each party."""
        if self.weight_gp.shape[1] != len(utility_po):
            raise CoreError(
                f"{self.weight_gp.shape[1]} weights and {len(utility_po)} rows of utilities; "
                "allowed: one for each party"
            )

    def wins(self, member_kp: B1) -> B1:
        """Whether each coalition wins, (k,)."""
        reached = member_kp @ self.weight_gp.T >= self.quota_g - self.slack_g
        return np.asarray(reached.all(axis=1))


def _objected(utility_po: F8, game: _Game, outcome: int) -> B1:
    """Whether a winning coalition prefers each other outcome, (o,)."""
    batch = max(CELLS // len(utility_po), 1)
    here = utility_po[:, [outcome]]
    parts = range(0, utility_po.shape[1], batch)
    return np.concatenate([game.wins((utility_po[:, k : k + batch] > here).T) for k in parts])


def _listed(game: _Game) -> tuple[tuple[int, ...], ...]:
    found: list[tuple[int, ...]] = []
    for coalition in _minimal(game):
        if len(found) == MOST_COALITIONS:
            raise CoreError(
                f"more than {MOST_COALITIONS} minimal coalitions; allowed: that many (put parties "
                "that always vote together into one)"
            )
        found.append(tuple(sorted(coalition)))
    return tuple(sorted(found, key=lambda coalition: (len(coalition), coalition)))


def _minimal(game: _Game) -> Iterator[tuple[int, ...]]:
    """Go through coalitions, heaviest parties first, as far as they can still win.

    No part of a minimal winning coalition wins, so each is met just as its last member joins.
    """
    order = np.argsort(-game.weight_gp.sum(axis=0), kind="stable")
    weight_pg = [tuple(column) for column in game.weight_gp[:, order].T.tolist()]
    rest_pg = np.cumsum(game.weight_gp[:, order[::-1]], axis=1)[:, ::-1].T.tolist()
    least = [float(x) for x in game.quota_g - game.slack_g]
    stack: list[tuple[int, tuple[int, ...], tuple[float, ...]]] = [(0, (), (0.0,) * len(least))]
    steps = 0
    while stack:
        place, members, have = stack.pop()
        if place == len(order):
            continue
        if any(h + r < q for h, r, q in zip(have, rest_pg[place], least, strict=True)):
            continue
        if (steps := steps + 1) > MOST_STEPS:
            raise CoreError("too many coalitions to look through; allowed: fewer parties")
        stack.append((place + 1, members, have))
        grown = tuple(h + w for h, w in zip(have, weight_pg[place], strict=True))
        joined = (*members, place)
        if any(h < q for h, q in zip(grown, least, strict=True)):
            stack.append((place + 1, joined, grown))
        elif all(_loses(grown, weight_pg[m], least) for m in joined):
            yield tuple(int(order[m]) for m in joined)


def _loses(have: tuple[float, ...], weight: tuple[float, ...], least: list[float]) -> bool:
    return any(h - w < q for h, w, q in zip(have, weight, least, strict=True))


def _utilities(values: ArrayLike) -> F8:
    return numbers(values, "utilities", CoreError, dims=(2,), shape="(parties, outcomes)")
