"""Landscape theory: how well two opposing sides suit everyone, for every way to form them.

Strength is how much an actor counts to the others, propensity how well two actors get on (negative:
badly). An alignment puts each actor on one of two sides; its energy is high where actors that get
on are kept apart, so that alignments run downhill [AxelrodBennett1993].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import floats, numbers
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]

MOST_ACTORS = 24
"""Alignments double with each actor; 2^23 of them still fit into some 200 MB while working."""

ROUNDING = 1e-9
"""Energies this close, as a share of the largest sum there could be, are the same."""


class LandscapeError(HldsimError, ValueError):
    """Strengths and propensities that make no landscape, or one too large to be searched."""


@dataclass(frozen=True)
class Minimum:
    """An alignment that no single actor can improve by switching sides.

    Attributes
    ----------
    energy : float
        In the unit of strength squared times propensity.
    sides : tuple of bool, (n,)
        Whether each actor stands against the first one.
    alignment : int
        Its place in `energies`.
    is_global : bool
        No alignment has a lower energy.
    """

    energy: float
    sides: tuple[bool, ...]
    alignment: int
    is_global: bool


def energies(strength: ArrayLike, propensity: ArrayLike) -> F8:
    """Energy of every way to split the actors into two sides.

    With d_ij = 1 for two actors on opposite sides and 0 on the same one, and every pair counted in
    both orders::

        E = sum over i, j of s_i s_j p_ij d_ij

    All on one side: 0.

    Parameters
    ----------
    strength : (n,) floats >= 0
        Size of each actor.
    propensity : (n, n) floats
        p_ij > 0 where i is drawn to j, < 0 where it is driven away. The diagonal is not looked at
        and may be NaN. Need not be symmetric: only p_ij + p_ji tells.

    Returns
    -------
    (2^(n - 1),) floats
        The first actor stays on side 0 (a split and its mirror image are one). In alignment a,
        actor k >= 1 is on side 1 where bit k - 1 of a is set: ``(a >> (k - 1)) & 1``. So 0 is all
        together; `sides` spells one out.

    Raises
    ------
    LandscapeError
        If shapes or numbers make no landscape, or there are more than 24 actors.

    References
    ----------
    [AxelrodBennett1993], equations 1 and 2, with distance 1 between the sides.

    Examples
    --------
    Two friends (+1) that both shun (-2) a third: it is best left alone.

    >>> energies([1, 1, 1], [[0, 1, -2], [1, 0, -2], [-2, -2, 0]]).tolist()
    [0.0, -2.0, -8.0, -2.0]
    """
    pair_nn = _pairs(strength, propensity)
    energy = np.zeros(1)
    for k in range(1, len(pair_nn)):
        apart = np.zeros(1)  # from actor k if it stays with the first one, by alignment of the rest
        for j in range(1, k):
            apart = np.concatenate([apart, apart + pair_nn[j, k]])
        energy = np.concatenate([energy + apart, energy + (pair_nn[:k, k].sum() - apart)])
    return energy


def minima(strength: ArrayLike, propensity: ArrayLike) -> tuple[Minimum, ...]:
    """Alignments from which no single switch of side leads down, lowest first.

    An alignment counts if each of its n neighbours (one actor changes sides) has at least its
    energy; so all of a plateau count, as where an actor has no strength.

    Parameters
    ----------
    strength, propensity
        As in `energies`.

    Returns
    -------
    tuple of Minimum
        At least one. Of equal energies the lower alignment comes first.

    Raises
    ------
    LandscapeError
        As `energies`.

    References
    ----------
    [AxelrodBennett1993], "local minimum".

    Examples
    --------
    >>> lowest, *others = minima([1, 1, 1], [[0, 1, -2], [1, 0, -2], [-2, -2, 0]])
    >>> lowest.energy, lowest.sides, lowest.is_global, len(others)
    (-8.0, (False, False, True), True, 0)
    """
    energy = energies(strength, propensity)
    n = len(np.asarray(strength))
    slack = ROUNDING * float(np.abs(_pairs(strength, propensity)).sum())
    held = energy <= energy[::-1] + slack  # the first actor switches: all others do instead
    for k in range(n - 1):
        pairs = energy.reshape(-1, 2, 2**k)
        held &= (pairs <= pairs[:, ::-1] + slack).reshape(-1)
    found = np.flatnonzero(held)
    lowest = float(energy.min())
    return tuple(
        Minimum(
            energy=float(energy[a]),
            sides=tuple(sides(int(a), n).tolist()),
            alignment=int(a),
            is_global=bool(energy[a] <= lowest + slack),
        )
        for a in found[np.argsort(energy[found], kind="stable")]
    )


def sides(alignment: int, actors: int) -> B1:
    """Spell out an alignment: whether each actor stands against the first one, (n,).

    Raises
    ------
    LandscapeError
        If there is no alignment of that number.

    Examples
    --------
    >>> sides(2, 3).tolist()
    [False, False, True]
    """
    if actors < 1 or not 0 <= alignment < 2 ** (actors - 1):
        raise LandscapeError(
            f"alignment {alignment} of {actors} actors; allowed: 0 to 2^(actors - 1) - 1"
        )
    return np.array([False, *(bool(alignment >> k & 1) for k in range(actors - 1))])


def frustrations(strength: ArrayLike, propensity: ArrayLike, side: ArrayLike) -> F8:
    """How badly each actor does in an alignment, (n,).

    F_i = sum over j on the other side of s_j p_ij: high where those it is drawn to stand against
    it. E = sum over i of s_i F_i.

    Parameters
    ----------
    strength, propensity
        As in `energies`; here the rows of an asymmetric propensity are told apart.
    side : (n,) bools or 0 and 1
        Which side each actor is on.

    Raises
    ------
    LandscapeError
        If shapes or numbers make no landscape.

    References
    ----------
    [AxelrodBennett1993], equation 1.

    Examples
    --------
    >>> frustrations([1, 1, 1], [[0, 1, -2], [1, 0, -2], [-2, -2, 0]], [0, 0, 1]).tolist()
    [-2.0, -2.0, -4.0]
    """
    size, draw = _checked(strength, propensity)
    where = np.asarray(side)
    if where.shape != size.shape or not np.isin(where, (0, 1)).all():
        raise LandscapeError(f"sides {where.tolist()}; allowed: {len(size)} numbers, 0 or 1 each")
    apart = where[:, None] != where[None, :]
    return np.asarray((draw * apart) @ size)


def _pairs(strength: ArrayLike, propensity: ArrayLike) -> F8:
    """What each pair adds when it is kept apart, both orders together; (n, n), symmetric."""
    size, draw = _checked(strength, propensity)
    if len(size) > MOST_ACTORS:
        raise LandscapeError(
            f"{len(size)} actors have 2^{len(size) - 1} alignments; allowed: up to {MOST_ACTORS} "
            "actors (put those that always stand together into one)"
        )
    return np.asarray(np.outer(size, size) * (draw + draw.T))


def _checked(strength: ArrayLike, propensity: ArrayLike) -> tuple[F8, F8]:
    """Strengths and propensities as arrays, the diagonal at 0."""
    size = numbers(strength, "strength", LandscapeError, least=0.0)
    draw = floats(propensity, "propensity", LandscapeError)
    if draw.shape != (len(size), len(size)):
        raise LandscapeError(
            f"strength of shape {size.shape} and propensity of shape {draw.shape}; allowed: (n,) "
            "and (n, n)"
        )
    np.fill_diagonal(draw, 0.0)
    return size, numbers(draw, "propensity", LandscapeError, dims=(2,))
