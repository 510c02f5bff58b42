"""Position exchange: two parties each give way on the issue that matters less to them.

The expected outcome of an issue is the compromise: positions weighted by capability x salience. Two
parties on opposite sides of it on two issues can both gain if each moves, on one issue, towards the
other's position. Exchanges with equal gain to both are realised one by one, the most gainful first
[StokmanVanOosten1994].
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import numbers
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

LEAST = 1e-10
"""Gains and moves up to this are none."""

TIE = 1e-12
"""Gains this close, as a share, are equal."""


class ExchangeError(HldsimError, ValueError):
    """Positions, salience and capability that are no such tables."""


@dataclass(frozen=True)
class Exchange:
    """One realised exchange: ``actor`` gives way on ``issue``, ``partner`` on ``return_issue``.

    Attributes
    ----------
    actor, issue, partner, return_issue : int
        Rows and columns of the tables.
    actor_from, actor_to : float
        The actor's position on ``issue`` before and after.
    partner_from, partner_to : float
        The partner's position on ``return_issue`` before and after.
    gain : float
        Of each of the two: salience times the shift of the outcome towards it where it gains, less
        the same where it gives way. In the unit of positions times salience.
    effects : tuple of float, (n,)
        What the exchange does to everyone, the two included, as outcomes stand when it comes after
        those before it: sum over both issues of salience x (distance of the outcome from the
        actor's first position before - after). For others than the two: the external effect.
    """

    actor: int
    issue: int
    partner: int
    return_issue: int
    actor_from: float
    actor_to: float
    partner_from: float
    partner_to: float
    gain: float
    effects: tuple[float, ...]


def compromise(positions: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> F8:
    """Expected outcome of each issue: the mean position weighted by capability and salience.

    O_k = sum_i c_ik s_ik x_ik / sum_i c_ik s_ik, over those with a position on issue k.

    Parameters
    ----------
    positions : (n, m) floats
        Of n actors on m issues; NaN where one has none. Any unit.
    salience, capability : (n, m) or (n,) floats >= 0, or one
        (n,) stands for the same on every issue. NaN (or None) in any of the three: no position.

    Returns
    -------
    (m,) floats
        NaN for an issue on which nobody with weight has a position.

    Raises
    ------
    ExchangeError
        If the tables do not fit each other or hold a number that is not allowed.

    References
    ----------
    [VandenBos1991], the compromise model.

    Examples
    --------
    >>> compromise([[0.0], [100.0], [float("nan")]], [[0.5], [1.0], [1.0]], [1, 1, 9]).round(3)
    array([66.667])
    """
    position, _, weight = _checked(positions, salience, capability)
    return _outcome(position, weight)


def exchanges(
    positions: ArrayLike, salience: ArrayLike, capability: ArrayLike
) -> tuple[Exchange, ...]:
    """Exchanges of positions with equal gain, in the order in which they are realised.

    On issues p and q let i and j stand on opposite sides of the expected outcome of each, p matter
    more to i: s_ip / s_iq > s_jp / s_jq. Then j moves on p towards i's position and i moves on q
    towards j's; the outcomes shift by d_p and d_q, and both gain the same if::

        s_ip d_p - s_iq d_q = s_jq d_q - s_jp d_p,   d_q = (s_ip + s_jp) / (s_iq + s_jq) d_p
        d_p = move of j x c_jp s_jp / sum_k c_kp s_kp

    Of all such pairs the one is realised whose gain is largest, with the longest moves for which

    - no one goes past the position that the other had at first, nor back on an earlier move;
    - the outcome does not pass the position of the one who gains by it, as that one reckons:
      first positions, but for those that moved in its favour on that issue, where they then stood.

    Then the other pairs are reckoned again, to the last with a gain.

    Parameters
    ----------
    positions, salience, capability
        As in `compromise`. For gains on several issues to compare, put positions on one scale, such
        as 0 to 100. An actor without a position on an issue does not exchange there.

    Returns
    -------
    tuple of Exchange
        Of equal gains the first by issues, then actors. Whoever stands exactly at the outcome may
        give way on the issue, but has nothing to gain on it.

    Raises
    ------
    ExchangeError
        As `compromise`.

    References
    ----------
    [StokmanVanOosten1994]; [DijkstraEtAl2008] for the effects on others.

    Examples
    --------
    >>> only, = exchanges([[0, 100], [100, 0]], [[0.9, 0.3], [0.3, 0.9]], [1, 1])
    >>> only.actor, only.issue, only.actor_to, only.partner, only.partner_to
    (0, 1, 0.0, 1, 0.0)
    """
    position, care, weight = _checked(positions, salience, capability)
    market = _Market(position, care, weight)
    done = []
    while (best := market.best()) is not None:
        done.append(market.realise(best))
    return tuple(done)


class _Market:
    """Everything that is still to be had. Pairs are rows: i gains on p and gives way on q."""

    def __init__(self, position: F8, care: F8, weight: F8) -> None:
        self.first, self.care, self.weight = position, care, weight
        self.total_m = weight.sum(axis=0)
        self.now = position.copy()
        self.i, self.j, self.p, self.q = _pairs(position, care, _outcome(position, weight))
        n, m = position.shape
        # Where each actor last saw each other one stand, on each issue, (n, m, n); and the outcome
        # that makes, (n, m).
        self.seen = np.broadcast_to(position.T, (n, m, n)).copy()
        self.view = np.tile(_outcome(position, weight), (n, 1))
        self.gain = np.zeros(len(self.i))
        self.shift_p, self.shift_q = np.zeros(len(self.i)), np.zeros(len(self.i))
        self._reckon(np.arange(len(self.i)))

    def best(self) -> int | None:
        """The most gainful pair, or None."""
        if not len(self.gain) or (top := float(self.gain.max())) <= LEAST:
            return None
        return int(np.argmax(self.gain >= top * (1.0 - TIE)))

    def realise(self, row: int) -> Exchange:
        """Move the two, and reckon again whatever that touches."""
        i, j, p, q = (int(part[row]) for part in (self.i, self.j, self.p, self.q))
        before = _outcome(self.now, self.weight)
        gain = float(self.gain[row])
        i_from, j_from = float(self.now[i, q]), float(self.now[j, p])
        self.now[i, q] += self._move(self.shift_q[row], i, j, q)
        self.now[j, p] += self._move(self.shift_p[row], j, i, p)
        self._see(i, j, p)
        self._see(j, i, q)
        touched = _holds(self.i, self.q, i, q) | _holds(self.j, self.p, i, q)
        touched |= _holds(self.i, self.q, j, p) | _holds(self.j, self.p, j, p)
        touched |= _holds(self.i, self.p, i, p) | _holds(self.j, self.q, i, p)
        touched |= _holds(self.i, self.p, j, q) | _holds(self.j, self.q, j, q)
        self._reckon(np.flatnonzero(touched))
        nearer = np.abs(self.first - before) - np.abs(self.first - _outcome(self.now, self.weight))
        effect_n = np.nansum((self.care * nearer)[:, [p, q]], axis=1)
        return Exchange(
            actor=i,
            issue=q,
            partner=j,
            return_issue=p,
            actor_from=i_from,
            actor_to=float(self.now[i, q]),
            partner_from=j_from,
            partner_to=float(self.now[j, p]),
            gain=gain,
            effects=tuple(effect_n.tolist()),
        )

    def _see(self, actor: int, other: int, issue: int) -> None:
        """Take note of where somebody that moved in one's favour now stands."""
        share = self.weight[other, issue] / self.total_m[issue]
        self.view[actor, issue] += share * (self.now[other, issue] - self.seen[actor, issue, other])
        self.seen[actor, issue, other] = self.now[other, issue]

    def _move(self, shift: float, mover: int, other: int, issue: int) -> float:
        """How far the mover goes for the outcome to shift so much."""
        way = np.sign(self.first[other, issue] - self.first[mover, issue])
        return float(way * shift * self.total_m[issue] / self.weight[mover, issue])

    def _reckon(self, rows: I8) -> None:
        """Gain and shifts of some pairs as things stand."""
        i, j, p, q = self.i[rows], self.j[rows], self.p[rows], self.q[rows]
        most_p, most_q = self._most(j, i, p), self._most(i, j, q)
        rate = (self.care[i, p] + self.care[j, p]) / (self.care[i, q] + self.care[j, q])
        shift_q = np.minimum(rate * most_p, most_q)
        shift_p = np.where(shift_q < most_q, most_p, most_q / rate)
        gain = self.care[i, p] * shift_p - self.care[i, q] * shift_q
        self.gain[rows] = np.where((most_p > 0) & (most_q > 0), gain, 0.0)
        self.shift_p[rows], self.shift_q[rows] = shift_p, shift_q

    def _most(self, mover: I8, other: I8, issue: I8) -> F8:
        """The largest shift of the outcome that a mover can bring about for the other."""
        goal = self.first[other, issue]
        way = np.sign(goal - self.first[mover, issue])
        room = (goal - self.now[mover, issue]) * way
        share = self.weight[mover, issue] / self.total_m[issue]
        unseen = self.now[mover, issue] - self.seen[other, issue, mover]
        reckoned = self.view[other, issue] + share * unseen
        left = (goal - reckoned) * way
        return np.where(room > LEAST, np.maximum(np.minimum(room * share, left), 0.0), 0.0)


def _holds(actor: I8, issue: I8, a: int, k: int) -> NDArray[np.bool_]:
    return np.asarray((actor == a) & (issue == k))


def _pairs(position: F8, care: F8, outcome_m: F8) -> tuple[I8, I8, I8, I8]:
    """Who can exchange with whom on which issues: i, j, p, q, where p is what i gains on."""
    at_outcome = np.isclose(position, outcome_m, rtol=1e-12, atol=0.0)
    side = np.sign(np.where(at_outcome, 0.0, position - outcome_m))
    rows: list[tuple[I8, ...]] = [tuple(np.zeros(0, dtype=np.int64) for _ in range(4))]
    for p, q in combinations(range(position.shape[1]), 2):
        on_p, on_q = side[:, p], side[:, q]
        apart = (on_p[:, None] != on_p) & (on_q[:, None] != on_q)
        known = ~np.isnan(on_p + on_q)
        a, b = np.nonzero(np.triu(apart & known[:, None] & known, 1))
        a_first = care[a, p] * care[b, q] >= care[b, p] * care[a, q]
        i, j = np.where(a_first, a, b), np.where(a_first, b, a)
        wanted = (on_p[i] != 0) & (on_q[j] != 0) & (care[i, p] > 0) & (care[j, q] > 0)
        i, j = i[wanted], j[wanted]
        rows.append((i, j, np.full(len(i), p), np.full(len(i), q)))
    first, second, gained, given = (np.concatenate(part) for part in zip(*rows, strict=True))
    return first, second, gained, given


def _outcome(position: F8, weight: F8) -> F8:
    """Weighted mean position of each issue; weight is 0 where there is no position."""
    total = weight.sum(axis=0)
    total = np.where(total > 0, total, np.nan)
    return np.asarray(np.nansum(weight * position, axis=0) / total)


def _checked(positions: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> tuple[F8, F8, F8]:
    """Positions, salience and weights (capability x salience), the last two 0 in missing cells."""
    shape = "(actors, issues)"
    x = numbers(
        positions, "positions", ExchangeError, dims=(2,), shape=shape, missing=True, empty=True
    )
    tables = []
    for name, given in (("salience", salience), ("capability", capability)):
        table = numbers(
            given,
            name,
            ExchangeError,
            dims=(0, 1, 2),
            shape=f"{shape} as positions",
            least=0.0,
            missing=True,
            empty=True,
        )
        if table.shape not in ((), x.shape[:1], x.shape):
            raise ExchangeError(
                f"{name} of shape {table.shape}; allowed: {x.shape} as positions, or {x.shape[:1]}"
            )
        tables.append(np.broadcast_to(table[:, None] if table.ndim == 1 else table, x.shape))
    s, c = tables
    there = ~(np.isnan(x) | np.isnan(s) | np.isnan(c))
    care = np.where(there, s, 0.0)
    return np.where(there, x, np.nan), care, np.where(there, c * care, 0.0)
