"""Voting power: how often a vote is the one that turns defeat into victory.

Both indices are read off the multilinear extension of the game [Owen1972]: let every other voter
say yes with chance x, independently; with s_i(x) the chance that voter i then turns the outcome,

    Banzhaf (absolute)  s_i(1/2)                Shapley-Shubik  integral of s_i over x from 0 to 1

s_i is a polynomial of degree n - 1 in x, so a Gauss-Legendre rule of n / 2 points integrates it
without error. Its values come from generating functions over sums of weights, in which nothing is
ever subtracted: rounding stays at the last digits, dummies get exactly 0, equals exactly the same.
Where sums are too many to list (populations as weights) and voters few, all coalitions are counted
instead, in whole numbers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

FEW = 28
"""Up to so many voters all coalitions can be counted one by one."""
CELLS = 4_000_000
"""Numbers held at a time."""
NODES = 32
"""Points of the rule of integration come in multiples: more do no harm, and a rule is kept."""
STEPS = 2e10
"""Additions beyond which a game is too large."""


class PowerError(HldsimError, ValueError):
    """Weights and quotas that make no game, or one too large to be counted exactly."""


def banzhaf(weights: ArrayLike, quota: ArrayLike, normalised: bool = True) -> F8:
    """Banzhaf index of each voter: its share of all swings.

    A coalition wins if its weights reach the quota: sum of weights >= quota. Voter i has a swing in
    a coalition that wins with it and not without it. Of the 2^(n - 1) coalitions of the others, the
    absolute (Penrose-Banzhaf) index is the share in which it has one.

    Parameters
    ----------
    weights : (n,) or (g, n) numbers >= 0
        Weight of each voter; with g rows g majorities must be reached at once. Decimals are taken
        as they print, so that 0.1 and 0.2 reach 0.3.
    quota : number or (g,) numbers
        Weight needed, in the unit of the weights.
    normalised : bool
        Whether the indices are scaled to sum to 1.

    Returns
    -------
    (n,) floats
        In [0, 1]; all 0 where nobody ever has a swing (a quota that cannot be missed or reached).

    Raises
    ------
    PowerError
        If the numbers make no game, or one too large.

    References
    ----------
    [Banzhaf1965]; [Penrose1946] for the absolute index.

    Examples
    --------
    Six founders of the European Economic Community: Luxembourg, with a vote, had no power.

    >>> banzhaf([4, 4, 4, 2, 2, 1], 12).round(4).tolist()
    [0.2381, 0.2381, 0.2381, 0.1429, 0.1429, 0.0]
    >>> banzhaf([4, 4, 4, 2, 2, 1], 12, normalised=False).tolist()
    [0.3125, 0.3125, 0.3125, 0.1875, 0.1875, 0.0]
    """
    game = _game(weights, quota)
    if _count_by_halves(game, 1):
        with_pn, without_pn = _winning(game)
        swings = [sum(w) - sum(o) for w, o in zip(with_pn, without_pn, strict=True)]
        index = np.array([s / 2 ** (game.n - 1) for s in swings])
    else:
        index = _swing_chance(game, np.array([0.5]))[:, 0]
    total = float(index.sum())
    return index / total if normalised and total > 0.0 else index


def shapley_shubik(weights: ArrayLike, quota: ArrayLike) -> F8:
    """Shapley-Shubik index of each voter: how often it is the one that completes a majority.

    Let voters join one by one; over all n! orders, the share in which voter i turns a losing
    coalition into a winning one::

        phi_i = sum over swings S of i of (|S| - 1)! (n - |S|)! / n!

    Parameters
    ----------
    weights, quota
        As in `banzhaf`.

    Returns
    -------
    (n,) floats
        In [0, 1], summing to 1; all 0 where nobody ever completes a majority.

    Raises
    ------
    PowerError
        If the numbers make no game, or one too large.

    References
    ----------
    [ShapleyShubik1954].

    Examples
    --------
    >>> shapley_shubik([4, 3, 2, 1], 6).round(4).tolist()
    [0.4167, 0.25, 0.25, 0.0833]
    """
    game = _game(weights, quota)
    nodes = _nodes(game)
    if _count_by_halves(game, nodes):
        return _from_counts(*_winning(game))
    x, share = _rule(nodes)
    return _swing_chance(game, x) @ share


def additions(weights: ArrayLike, quota: ArrayLike) -> float:
    """How many additions either index takes at most: some 10^8 to 10^9 of them make a second.

    Parameters
    ----------
    weights, quota
        As in `banzhaf`.

    Returns
    -------
    float
        Infinite for a game too large to be counted exactly.

    Raises
    ------
    PowerError
        If the numbers make no game.

    Examples
    --------
    >>> additions([4, 4, 4, 2, 2, 1], 12) < 1e4
    True
    """
    game = _game(weights, quota)
    least = min(_costs(game, _nodes(game)))
    return least if least <= STEPS else math.inf


@lru_cache(maxsize=64)
def _rule(nodes: int) -> tuple[F8, F8]:
    """Points and weights of the Gauss-Legendre rule from 0 to 1."""
    x, share = np.polynomial.legendre.leggauss(nodes)
    return (x + 1.0) / 2.0, share / 2.0


@dataclass(frozen=True)
class _Game:
    """Weights as whole numbers: (g, t) of each kind of voter, and which kind each voter is."""

    weight_gt: I8
    quota_g: I8
    kind_n: I8

    @property
    def n(self) -> int:
        return len(self.kind_n)

    @property
    def many_t(self) -> I8:
        return np.bincount(self.kind_n, minlength=self.weight_gt.shape[1])


def _game(weights: ArrayLike, quota: ArrayLike) -> _Game:
    """Check the numbers, and scale each row to the smallest whole ones."""
    try:
        given, needed = np.atleast_1d(np.asarray(weights)), np.atleast_1d(np.asarray(quota))
    except ValueError:
        raise PowerError("weights in rows of unequal length; allowed: (n,) or (g, n)") from None
    rows = given[None, :] if given.ndim == 1 else given
    if rows.ndim != 2 or needed.shape != rows.shape[:1]:
        shapes = f"{given.shape} and {needed.shape}"
        raise PowerError(
            f"weights and quota of shape {shapes}; allowed: (n,) and one, (g, n) and (g,)"
        )
    if not rows.shape[1]:
        raise PowerError("no voters; allowed: one or more")
    whole = [_whole(row, q) for row, q in zip(rows.tolist(), needed.tolist(), strict=True)]
    if max(sum(row) for row, _ in whole) >= 2**62:
        raise PowerError("weights of too many digits; round them")
    weight_gn = np.array([row for row, _ in whole], dtype=np.int64)
    weight_gt, kind = np.unique(weight_gn, axis=1, return_inverse=True)
    return _Game(weight_gt, np.array([q for _, q in whole], dtype=np.int64), kind.reshape(-1))


def _whole(row: list[float], quota: float) -> tuple[list[int], int]:
    """Weights and quota over their greatest common unit; the quota no lower than 0."""
    exact = [_exact(x, f"weight of voter {k}") for k, x in enumerate(row)]
    needed = _exact(quota, "quota")
    if min(exact) < 0:
        least = min(range(len(exact)), key=exact.__getitem__)
        raise PowerError(f"weight of voter {least} is {row[least]:g}; allowed: numbers >= 0")
    scale = math.lcm(*(x.denominator for x in exact))
    units = [int(x * scale) for x in exact]
    unit = math.gcd(*units) or 1
    least = max(math.ceil(needed * scale / unit), 0)
    return [x // unit for x in units], min(least, sum(units) // unit + 1)


def _exact(value: float, name: str) -> Fraction:
    """A number as it prints."""
    try:
        return Fraction(str(float(value) if isinstance(value, bool) else value))
    except ValueError:
        raise PowerError(f"{name} is {value!r}; allowed: finite numbers") from None


# ------------------------------------------------------------ generating functions


def _swing_chance(game: _Game, x_m: F8) -> F8:
    """Chance that each voter turns the outcome if others say yes with chance x, (n, m)."""
    kinds = game.weight_gt.shape[1]
    chance_tm = np.zeros((kinds, len(x_m)))
    cells = math.prod(int(q) + 1 for q in game.quota_g)
    batch = max(CELLS // cells, 1)
    for start in range(0, len(x_m), batch):
        part = x_m[start : start + batch]
        nothing = np.ones((1,) * len(game.quota_g) + (len(part),))
        into = chance_tm[:, start : start + batch]
        _leave_one_out(game, nothing, list(range(kinds)), part, into)
    return chance_tm[game.kind_n]


def _leave_one_out(game: _Game, box: F8, kinds: list[int], x_m: F8, into_tm: F8) -> None:
    """Fill in the swings of some kinds of voters; ``box`` holds all voters of other kinds.

    Each half is worked out with the other half added, down to one kind with all but one of its
    voters: nothing has to be taken out of a generating function again.
    """
    if len(kinds) == 1:
        only = kinds[0]
        box = _joined(game, box, only, int(game.many_t[only]) - 1, x_m)
        into_tm[only] = _swings(game, box, only)
        return
    middle = len(kinds) // 2
    for mine, others in ((kinds[:middle], kinds[middle:]), (kinds[middle:], kinds[:middle])):
        grown = box
        for kind in others:
            grown = _joined(game, grown, kind, int(game.many_t[kind]), x_m)
        _leave_one_out(game, grown, mine, x_m, into_tm)


def _joined(game: _Game, box: F8, kind: int, times: int, x_m: F8) -> F8:
    """Add voters of a kind to a generating function, each saying yes with chance x.

    ``box`` (v_1, ..., v_g, m) holds the chance of each sum of weights; sums past a quota stand at
    the quota.
    """
    weight_g = game.weight_gt[:, kind]
    for _ in range(times):
        yes = box * x_m
        for axis, (w, q) in enumerate(zip(weight_g.tolist(), game.quota_g.tolist(), strict=True)):
            yes = _shifted(yes, axis, w, q)
        yes[tuple(slice(d) for d in box.shape)] += box * (1.0 - x_m)
        box = yes
    return box


def _shifted(box: F8, axis: int, weight: int, quota: int) -> F8:
    """Move every sum on one axis up by a weight, at most to the quota."""
    before: tuple[slice, ...] = (slice(None),) * axis
    length = box.shape[axis]
    below = max(min(quota - weight, length), 0)
    shape = list(box.shape)
    shape[axis] = min(length - 1 + weight, quota) + 1
    out = np.zeros(shape)
    out[(*before, slice(weight, weight + below))] = box[(*before, slice(below))]
    if below < length:
        past = box[(*before, slice(below, None))].sum(axis=axis, keepdims=True)
        out[(*before, slice(quota, quota + 1))] += past
    return out


def _swings(game: _Game, box: F8, kind: int) -> F8:
    """Chance that the others lose and win with one more voter of this kind, (m,)."""
    corner = game.quota_g - game.weight_gt[:, kind]
    turned = box[tuple(slice(max(int(c), 0), None) for c in corner)]
    sums = turned.reshape(-1, box.shape[-1])
    won = all(d == q + 1 for d, q in zip(box.shape, game.quota_g, strict=False))
    return np.asarray((sums[:-1] if won else sums).sum(axis=0))


# ------------------------------------------------------------ counting every coalition


def _count_by_halves(game: _Game, nodes: int) -> bool:
    """Whether counting all coalitions is the cheaper way.

    Raises
    ------
    PowerError
        If neither way is to be had.
    """
    sums, each = _costs(game, nodes)
    if min(sums, each) > STEPS:
        raise PowerError(
            f"{game.n} voters and {_cells(game):g} sums of weights are too many to count exactly; "
            "round the weights to larger units"
        )
    return each < sums


def _nodes(game: _Game) -> int:
    """Points of the rule that integrates a polynomial of degree n - 1 without error."""
    return -(-game.n // (2 * NODES)) * NODES


def _cells(game: _Game) -> int:
    """Sums of weights to tell apart."""
    return math.prod(int(q) + 1 for q in game.quota_g)


def _costs(game: _Game, nodes: int) -> tuple[float, float]:
    """Additions by sums of weights, and by counting every coalition."""
    cells = _cells(game)
    joins = game.n * (math.log2(game.weight_gt.shape[1]) + 1.0)
    sums = cells * nodes * joins if cells <= 10 * CELLS else math.inf
    each = 2.0**game.n * len(game.quota_g) if game.n <= FEW else math.inf
    return sums, each


def _winning(game: _Game) -> tuple[list[list[int]], list[list[int]]]:
    """Winning coalitions with and without each voter, by size; (n, n + 1) twice.

    The voters are split in two halves, so that a coalition is a row and a column of a table.
    """
    n, half = game.n, game.n // 2
    weight_gn = game.weight_gt[:, game.kind_n]
    (sum_ga, in_an), (sum_gb, in_bm) = (
        _coalitions(part) for part in (weight_gn[:, :half], weight_gn[:, half:])
    )
    size_a, size_b = in_an.sum(axis=1), in_bm.sum(axis=1)
    by_row = np.zeros((len(size_a), n - half + 1), dtype=np.int64)
    by_column = np.zeros((len(size_b), half + 1), dtype=np.int64)
    starts_b = np.searchsorted(size_b, np.arange(n - half + 1))
    batch = max(CELLS // len(size_b), 1)
    for size in range(half + 1):
        rows = np.flatnonzero(size_a == size)
        for start in range(0, len(rows), batch):
            some = rows[start : start + batch]
            win = np.ones((len(some), len(size_b)), dtype=bool)
            for a, b, q in zip(sum_ga, sum_gb, game.quota_g, strict=True):
                win &= b >= (q - a[some])[:, None]
            by_row[some] = np.add.reduceat(win, starts_b, axis=1, dtype=np.int64)
            by_column[:, size] += win.sum(axis=0)
    all_s = np.zeros(n + 1, dtype=np.int64)
    with_ns = np.zeros((n, n + 1), dtype=np.int64)
    for size in range(half + 1):
        rows = size_a == size
        place = slice(size, size + n - half + 1)
        all_s[place] += by_row[rows].sum(axis=0)
        with_ns[:half, place] += in_an[rows].T @ by_row[rows]
    for size in range(n - half + 1):
        columns = size_b == size
        with_ns[half:, size : size + half + 1] += in_bm[columns].T @ by_column[columns]
    return with_ns.tolist(), (all_s - with_ns).tolist()


def _coalitions(weight_gn: I8) -> tuple[I8, I8]:
    """Every coalition of a few voters by size: sums (g, c) and members (c, n) as 0 or 1."""
    n = weight_gn.shape[1]
    member = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
    member = member[np.argsort(member.sum(axis=1), kind="stable")]
    return weight_gn @ member.T, member


def _from_counts(with_ns: list[list[int]], without_ns: list[list[int]]) -> F8:
    """Shapley-Shubik from winning coalitions by size, in whole numbers up to the last division."""
    n = len(with_ns)
    order = [math.factorial(s) * math.factorial(n - 1 - s) for s in range(n)]
    total = math.factorial(n)
    return np.array(
        [
            sum(order[s] * (w[s + 1] - o[s]) for s in range(n)) / total
            for w, o in zip(with_ns, without_ns, strict=True)
        ]
    )
