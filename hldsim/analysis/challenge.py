"""The challenge model: parties press each other to move, and each takes the least bad offer.

Bueno de Mesquita's expected-utility model of one issue [BuenoDeMesquita1994], in the variant that
Scholz, Calbert and Smith worked out and printed a table of [ScholzCalbertSmith2011]. Where their
text and their table part, the table is followed unless an argument says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import numbers, one_of, whole
from hldsim.analysis.voting import weighted_mean, weighted_median
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


class ChallengeError(HldsimError, ValueError):
    """Positions, salience and capability that the model cannot take."""


@dataclass(frozen=True)
class Move:
    """An offer that was taken.

    Attributes
    ----------
    actor, rival : int
        Who moves, and on whose pressure.
    kind : str
        ``"confrontation"`` and ``"capitulation"``: to the rival's position; ``"compromise"``: part
        of the way.
    own, against : float
        Expected utility of challenging the rival, and of the rival's challenge, both as the actor
        reckons; in [-4, 4].
    position : float
        Where to.
    """

    actor: int
    rival: int
    kind: Literal["confrontation", "compromise", "capitulation"]
    own: float
    against: float
    position: float


@dataclass(frozen=True)
class Round:
    """Positions after a round, and how they came about.

    Attributes
    ----------
    positions : tuple of float, (n,)
    mean, median : float
        Of positions, weighted by capability x salience.
    danger : tuple of float, (n,)
        Sum of what all others expect from challenging the actor; empty before the first round.
    risk : tuple of float, (n,)
        r in [1/2, 2]: below 1 the actor is cautious (the one in most danger: 1/2).
    moves : tuple of Move
        All at once.
    """

    positions: tuple[float, ...]
    mean: float
    median: float
    danger: tuple[float, ...] = ()
    risk: tuple[float, ...] = ()
    moves: tuple[Move, ...] = ()


def challenge(
    positions: ArrayLike,
    salience: ArrayLike,
    capability: ArrayLike,
    rounds: int = 10,
    *,
    compromise: Literal["table", "least"] = "table",
) -> tuple[Round, ...]:
    """Play the challenge model.

    With D the range of positions at the start and d_ij = |x_i - x_j| / D, as actor a reckons::

        U(success) = 2 - 4 (1/2 - d_ij / 2)^r_a      U(failure) = 2 - 4 (1/2 + d_ij / 2)^r_a
        E_a(i, j)  = s_j (P_ij U(success) + (1 - P_ij) U(failure)) + (1 - s_j) U(success)
                     - (2 - 4 (1/2)^r_a)

        P_ij = sum_k max(v_k(i, j), 0) / sum over k, g, h of |v_k(g, h)|,   0 if x_i = x_j
        v_k(i, j) = c_k s_k (d_kj^r_k - d_ki^r_k)

    Each round danger_i = sum over j of E_j(j, i) at r = 1, and with R from -1 (least danger) to 1
    r_i = (1 - R_i / 3) / (1 + R_i / 3). Then each actor looks at every other one that stands
    elsewhere, with own = E_i(i, j) and against = E_i(j, i), both as it reckons itself:

    - against > own > 0: confrontation, it would have to take the rival's position;
    - against > -own > 0: compromise, it would move by own / against of the way;
    - -own > against > 0: capitulation, to the rival's position.

    It takes a confrontation if there is one, else a compromise, else a capitulation; of several the
    one with the least change. All move at once.

    Parameters
    ----------
    positions : (n,) floats
        On one issue, not all the same.
    salience, capability : (n,) floats
        Salience in [0, 1], capability >= 0.
    rounds : int >= 0
    compromise : {"table", "least"}
        Which of several compromises is taken. ``"least"``: that with the least change, as
        [ScholzCalbertSmith2011] says. ``"table"``: that with the lowest mean of the two positions
        weighted by |own| and |against|, as its table shows; there, too, nobody capitulates.

    Returns
    -------
    tuple of Round
        The start and each round: ``rounds`` + 1.

    Raises
    ------
    ChallengeError
        If shapes, numbers or words are not those, or positions all the same.

    References
    ----------
    [ScholzCalbertSmith2011]; [BuenoDeMesquita1994].

    Examples
    --------
    >>> start, after = challenge([0, 4, 10], [0.9, 0.3, 0.9], [1, 1, 1], rounds=1)
    >>> [(move.actor, move.rival, move.kind) for move in after.moves]
    [(1, 2, 'compromise')]
    """
    rounds = whole(rounds, "rounds", ChallengeError, 0)
    one_of(compromise, "compromise", ChallengeError, ("table", "least"))
    x, s, c = _checked(positions, salience, capability)
    span = float(x.max() - x.min())
    done = [_told(x, s * c)]
    for _ in range(rounds):
        one = np.ones(len(x))
        danger = _expected(x, s, c, one, span).sum(axis=0)
        spread = float(danger.max() - danger.min())
        threat = (2.0 * danger - danger.max() - danger.min()) / spread if spread > 0 else 0.0 * one
        risk = (1.0 - threat / 3.0) / (1.0 + threat / 3.0)
        moves = _moves(x, s, c, risk, span, compromise)
        x = x.copy()
        for move in moves:
            x[move.actor] = move.position
        done.append(_told(x, s * c, danger, risk, moves))
    return tuple(done)


def _told(
    x: F8,
    weight: F8,
    danger: F8 | None = None,
    risk: F8 | None = None,
    moves: tuple[Move, ...] = (),
) -> Round:
    return Round(
        positions=tuple(x.tolist()),
        mean=weighted_mean(x, weight),
        median=weighted_median(x, weight),
        danger=() if danger is None else tuple(danger.tolist()),
        risk=() if risk is None else tuple(risk.tolist()),
        moves=moves,
    )


def _expected(x: F8, s: F8, c: F8, risk: F8, span: float, *, of_rival: bool = False) -> F8:
    """E_i(i, j), or E_i(j, i) where it is the rival's challenge that i reckons with; (n, n)."""
    r = risk[:, None]
    away = np.abs(x[:, None] - x[None, :]) / span
    chance = _chance(away, s * c, risk)
    chance, resists = (chance.T, s[:, None]) if of_rival else (chance, s[None, :])
    success = 2.0 - 4.0 * (0.5 - 0.5 * away) ** r
    failure = 2.0 - 4.0 * (0.5 + 0.5 * away) ** r
    fought = chance * success + (1.0 - chance) * failure
    return np.asarray(resists * fought + (1.0 - resists) * success - (2.0 - 4.0 * 0.5**r))


def _chance(away: F8, weight: F8, risk: F8) -> F8:
    """P_ij: influence for i's position against j's, over all influence in all such contests."""
    cost_ki = weight[:, None] * away ** risk[:, None]
    lead = np.zeros_like(away)
    total = 0.0
    for cost_i in cost_ki:
        vote = cost_i[None, :] - cost_i[:, None]
        lead += np.maximum(vote, 0.0)
        total += float(np.abs(vote).sum())
    return np.asarray(np.where(away > 0, lead, 0.0) / total) if total > 0 else lead


def _moves(x: F8, s: F8, c: F8, risk: F8, span: float, compromise: str) -> tuple[Move, ...]:
    """The offer that each actor takes, if any."""
    own = _expected(x, s, c, risk, span)
    against = _expected(x, s, c, risk, span, of_rival=True)
    elsewhere = x[:, None] != x[None, :]
    beaten = elsewhere & (against > own) & (own > 0)
    weaker = elsewhere & (own < 0) & (against > 0)
    part = weaker & (against > -own)
    part_way = np.where(part, np.abs(own) / np.where(part, against, 1.0), 1.0)
    goal = x[:, None] + (x[None, :] - x[:, None]) * part_way
    change = np.abs(goal - x[:, None])
    both = np.abs(own) + np.abs(against)
    middle = (np.abs(own) * x[:, None] + np.abs(against) * x[None, :]) / np.where(both > 0, both, 1)
    kinds: list[tuple[Literal["confrontation", "compromise", "capitulation"], F8, F8]] = [
        ("confrontation", beaten, change),
        ("compromise", part, middle if compromise == "table" else change),
    ]
    if compromise == "least":
        kinds.append(("capitulation", weaker & (against < -own), change))
    taken = []
    for i in range(len(x)):
        for kind, open_, rank in kinds:
            if open_[i].any():
                j = int(np.where(open_[i], rank[i], np.inf).argmin())
                ends = float(x[j] if kind != "compromise" else goal[i, j])
                taken.append(Move(i, j, kind, float(own[i, j]), float(against[i, j]), ends))
                break
    return tuple(taken)


def _checked(positions: ArrayLike, salience: ArrayLike, capability: ArrayLike) -> tuple[F8, F8, F8]:
    x = numbers(positions, "positions", ChallengeError)
    s = numbers(salience, "salience", ChallengeError, least=0.0, most=1.0)
    c = numbers(capability, "capability", ChallengeError, least=0.0)
    if not x.shape == s.shape == c.shape:
        raise ChallengeError(
            f"positions, salience and capability of shapes {x.shape}, {s.shape}, {c.shape}; "
            "allowed: (n,) each"
        )
    if x.max() == x.min():
        raise ChallengeError(
            f"all positions are {x[0]:g}; allowed: numbers that are not all the same"
        )
    if not (s * c).any():
        raise ChallengeError("all are without weight; allowed: capability x salience not all 0")
    return x, s, c
