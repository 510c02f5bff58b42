"""Alternating offers: parties propose in turn, ask for less as time runs out, accept or counter.

The stacked protocol of many parties: whoever has its turn accepts the offer on the table or makes
one of its own; what all others have accepted in a row is agreed. How much a party asks for depends
on time alone [FaratinSierraJennings1998], so that all offers and all answers of a round are known
at its start: 192 parties over 500 outcomes take some 30 microseconds a round.

Axes: p parties, o outcomes, k rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from hldsim.analysis.given import number, numbers, whole
from hldsim.errors import HldsimError

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

BOULWARE, LINEAR, CONCEDER = 0.25, 1.0, 4.0
"""Paces: a party that holds out to the end, one that gives way evenly, one that gives way early."""

LAST_BIT = 1e-12
"""What adding up concessions may lose of a utility."""


class OffersError(HldsimError, ValueError):
    """Utilities, paces or times that make no negotiation."""


@dataclass(frozen=True)
class Offers:
    """What alternating offers came to.

    Attributes
    ----------
    agreement : int or None
        Outcome agreed on; None if time ran out.
    proposer : int or None
        Party whose offer that was.
    rounds : int
        Rounds begun, the last one included.
    aspiration_kp : (k, p) floats
        Least utility each party asks for in each round, utility units.
    proposal_kp : (k, p) ints
        Outcome that each would offer in each round.
    """

    agreement: int | None
    proposer: int | None
    rounds: int
    aspiration_kp: F8
    proposal_kp: I8


def aspirations(
    best_p: ArrayLike, reservation_p: ArrayLike, pace_p: ArrayLike, times_k: ArrayLike
) -> F8:
    """What parties ask for over time, (k, p).

    a(t) = r + (1 - t^(1/e)) max(best - r, 0)

    Parameters
    ----------
    best_p, reservation_p : (p,) floats
        Utility of the best outcome and of no agreement.
    pace_p : (p,) floats > 0, or one
        e: below 1 a party holds out (``BOULWARE``), above 1 it gives way early (``CONCEDER``).
    times_k : (k,) floats in [0, 1]

    References
    ----------
    [FaratinSierraJennings1998], the polynomial family with e = beta and no first concession.

    Examples
    --------
    >>> aspirations([1.0], [0.2], [1.0], [0.0, 0.5, 1.0]).ravel().tolist()
    [1.0, 0.6, 0.2]
    """
    best, r = np.asarray(best_p, dtype=np.float64), np.asarray(reservation_p, dtype=np.float64)
    pace = np.broadcast_to(np.asarray(pace_p, dtype=np.float64), best.shape)
    time = np.asarray(times_k, dtype=np.float64)
    left_kp = 1.0 - time[:, None] ** (1.0 / pace)
    return np.asarray(left_kp * np.maximum(best, r) + (1.0 - left_kp) * r)


def alternate(
    utility_po: ArrayLike,
    reservation_p: ArrayLike,
    pace_p: ArrayLike,
    times: int | ArrayLike,
) -> Offers:
    """Let parties make offers in turn, in the order given, until all agree or time is up.

    In round k, at time t_k, each party in turn accepts the offer on the table if its utility is at
    least a(t_k); else it offers the outcome of least utility to itself that is at least that, of
    equals the one declared first. An offer that the p - 1 others accept in a row is agreed; those
    who are asked in the next round answer by what they then ask for. Nothing is agreed
    if there is a party to whom no outcome is worth its reservation.

    Parameters
    ----------
    utility_po : (p, o) floats
    reservation_p : (p,) floats
        Utility of no agreement.
    pace_p : (p,) floats > 0, or one
        As in ``aspirations``.
    times : int or (k,) floats in [0, 1]
        Times of the rounds; a number of rounds stands for as many from 0 to 1, evenly.

    Returns
    -------
    Offers

    Raises
    ------
    OffersError
        If numbers or shapes make no negotiation.

    References
    ----------
    [FaratinSierraJennings1998] for the tactics; [AydoganEtAl2017] for the stacked protocol.

    Examples
    --------
    A pie of four parts between two: both give way evenly and meet in the middle.

    >>> mine, yours = [0, 1, 2, 3, 4], [4, 3, 2, 1, 0]
    >>> found = alternate([mine, yours], [0, 0], LINEAR, 5)
    >>> found.agreement, found.rounds
    (2, 3)
    """
    utility, r, pace, time = _checked(utility_po, reservation_p, pace_p, times)
    parties, rounds = len(utility), len(time)
    best = utility.max(axis=1)
    asks_kp = aspirations(best, r, pace, time)
    proposal_kp, first_po = _tables(utility, asks_kp)
    if (best < r).any():
        return Offers(None, None, rounds, asks_kp, proposal_kp)
    accepted_from_op = np.ascontiguousarray(first_po.T)  # round from which p accepts outcome o
    later_pp = np.triu(np.ones((parties, parties), dtype=bool), 1)  # who is asked after whom
    table, by = -1, -1  # the offer on the table and whose it is
    for k in range(rounds):
        proposals = proposal_kp[k]
        turn = 0
        if by >= 0:  # left from the round before; those before its author have not answered yet
            turn = _first(accepted_from_op[table, :by] > k)
            if turn == by:
                return Offers(table, by, k + 1, asks_kp, proposal_kp)
        refused_pp = (accepted_from_op[proposals] > k) & later_pp
        next_p = np.where(refused_pp.any(axis=1), refused_pp.argmax(axis=1), parties).tolist()
        while turn < parties:
            by, turn = turn, next_p[turn]
        table = int(proposals[by])
        if by == 0:  # everybody after it has accepted, and there is nobody before it
            return Offers(table, by, k + 1, asks_kp, proposal_kp)
    return Offers(None, None, rounds, asks_kp, proposal_kp)


def tit_for_tat(
    utility_po: ArrayLike, reservation_p: ArrayLike, first: float, rounds: int
) -> Offers:
    """Let parties make offers in turn and give as they are given.

    Each party asks for its best outcome at its first turn and for ``first`` (best - r) less at its
    second. From then on, at each turn::

        a <- a - (b - b'),   r <= a <= best

    with b the utility to it of the best offer the others have made since its last turn, and b'
    that of the best between the two turns before; nothing changes where there was none. It accepts
    and offers as in ``alternate``.

    Parameters
    ----------
    utility_po, reservation_p
        As in ``alternate``.
    first : float in [0, 1]
        First concession, as a share of what there is to give.
    rounds : int >= 1

    Returns
    -------
    Offers
        ``aspiration_kp`` and ``proposal_kp`` are those at each party's turn; in rounds not begun
        those of the last turn.

    Raises
    ------
    OffersError
        As ``alternate``, or if ``first`` is no share.

    References
    ----------
    [FaratinSierraJennings1998], imitative tactics; [Axelrod1984].

    Examples
    --------
    A pie of ten parts: each gives one part a round, as the other does, down to the middle.

    >>> pie = np.arange(11) / 10
    >>> found = tit_for_tat([pie, pie[::-1]], [0, 0], 0.1, 20)
    >>> found.agreement, found.rounds
    (5, 6)
    """
    utility, r, _, time = _checked(utility_po, reservation_p, 1.0, rounds)
    first = number(first, "first", OffersError, least=0.0, most=1.0)
    parties, rounds = len(utility), len(time)
    best = utility.max(axis=1)
    asks_p = np.maximum(best, r)
    asks_kp, proposal_kp = np.empty((rounds, parties)), np.empty((rounds, parties), dtype=np.int64)
    heard: list[list[float]] = [[] for _ in range(parties)]  # offers since each one's last turn
    before: list[float | None] = [None] * parties
    table, by, accepted = -1, -1, 0
    for k in range(rounds):
        for p in range(parties):
            now = max(heard[p], default=None)
            if k == 1:
                asks_p[p] = max(asks_p[p] - first * (asks_p[p] - r[p]), r[p])
            last = before[p]
            if k > 1 and now is not None and last is not None:
                asks_p[p] = min(max(asks_p[p] - (now - last), r[p]), max(best[p], r[p]))
            before[p] = last if now is None else now
            heard[p] = []
            asks_kp[k:, p] = asks_p[p]
            offer = _least(utility[p], asks_p[p])
            proposal_kp[k:, p] = offer
            if by not in (-1, p) and utility[p, table] >= asks_p[p] - LAST_BIT:
                accepted += 1
                if accepted == parties - 1 and not (best < r).any():
                    return Offers(table, by, k + 1, asks_kp, proposal_kp)
                continue
            table, by, accepted = offer, p, 0
            for other in range(parties):
                if other != p:
                    heard[other].append(float(utility[other, offer]))
    return Offers(None, None, rounds, asks_kp, proposal_kp)


def _least(utility_o: F8, asks: float) -> int:
    """Outcome of least utility that is enough, the first of equals; the best where none is."""
    enough = utility_o >= asks - LAST_BIT
    if not enough.any():
        return int(utility_o.argmax())
    return int(np.where(enough, utility_o, np.inf).argmin())


def _first(yes: NDArray[np.bool_]) -> int:
    """Position of the first yes, or the length."""
    return int(yes.argmax()) if yes.any() else len(yes)


def _tables(utility_po: F8, asks_kp: F8) -> tuple[I8, NDArray[np.int32]]:
    """What each party offers in each round, (k, p), and from which round it accepts, (p, o)."""
    rounds, parties = asks_kp.shape
    proposal_kp = np.empty((rounds, parties), dtype=np.int64)
    first_po = np.empty(utility_po.shape, dtype=np.int32)
    order_po = np.argsort(utility_po, axis=1, kind="stable")
    sorted_po = np.take_along_axis(utility_po, order_po, axis=1)
    for p in range(parties):
        asks_k = asks_kp[:, p]
        least = np.searchsorted(sorted_po[p], asks_k)
        top = np.searchsorted(sorted_po[p], sorted_po[p, -1])  # the first of the best
        proposal_kp[:, p] = order_po[p, np.minimum(least, top)]
        falling = np.minimum.accumulate(asks_k)[::-1]
        first_po[p] = rounds - np.searchsorted(falling, utility_po[p], side="right")
    return proposal_kp, first_po


def _checked(
    utility_po: ArrayLike, reservation_p: ArrayLike, pace_p: ArrayLike, times: int | ArrayLike
) -> tuple[F8, F8, F8, F8]:
    """Take numbers as arrays, or say what is wrong with them."""
    shape = "(parties, outcomes)"
    utility = numbers(utility_po, "utilities", OffersError, dims=(2,), shape=shape)
    if len(utility) < 2:
        raise OffersError(
            f"utilities of shape {utility.shape}; allowed: {shape}, two parties or more"
        )
    r = numbers(reservation_p, "reservations", OffersError)
    if r.shape != utility.shape[:1]:
        raise OffersError(f"reservations of shape {r.shape}; allowed: {utility.shape[:1]}")
    pace = numbers(pace_p, "paces", OffersError, dims=(0, 1), shape="() or (p,)")
    if pace.shape not in ((), utility.shape[:1]) or not (pace > 0).all():
        raise OffersError(f"paces {pace.tolist()}; allowed: numbers > 0, one or one a party")
    if np.ndim(times) == 0:
        given = np.linspace(0.0, 1.0, whole(times, "rounds", OffersError, 1))
    else:
        given = numbers(times, "times", OffersError, shape="one a round", least=0.0, most=1.0)
    if (np.diff(given) < 0).any():
        raise OffersError("times must not run back")
    return utility, r, np.broadcast_to(pace, r.shape), given
