"""Sequence: parties choose one after the other, and each sees what those before it chose.

Shared by the rules that need it (landscape, hedonic). They are exempt from two things that other
rules keep to: all who act do not decide on one table, and who else acts matters.

Axes: a those acting, t terms of worth, o options (c coalitions, and last staying uncommitted).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.rules.coalitions.base import DIGITS
from hldsim.streams import Chance

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

Terms = Callable[[int], F8]
"""Terms of the worth of every option to a party as things stand, (t, o)."""


@dataclass(frozen=True)
class Settled:
    """Where a sequence of choices came to rest.

    Attributes
    ----------
    choice_a : (a,) ints
        Coalition of each party that acted, -1 uncommitted.
    term_ato : (a, t, o) floats
        Terms as each saw them when it last chose.
    passes : int
        How often all of them were asked.
    stable : bool
        Whether nobody moved when asked the last time: no party that acts gains by moving alone.
    """

    choice_a: I8
    term_ato: F8
    passes: int
    stable: bool


class Company:
    """Sums over the backers of each coalition, kept up to date as parties move.

    Parameters
    ----------
    feature_pf : (p, f) floats
        What is summed.
    weight_p : (p,) floats >= 0
        What each party counts in the sums.
    membership_p : (p,) ints
        Coalition of each party, -1 none.
    n : int
        Number of coalitions.
    """

    def __init__(self, feature_pf: F8, weight_p: F8, membership_p: I8, n: int) -> None:
        self._part_pf = feature_pf * weight_p[:, None]
        self._weight_p = weight_p
        self.membership_p = membership_p.copy()
        backs_pc = membership_p[:, None] == np.arange(n)
        self._sum_cf = backs_pc.T @ self._part_pf
        self._weight_c = backs_pc.T @ weight_p

    def others(self, party: int) -> tuple[F8, F8]:
        """Sum of features (c, f) and of weights (c,) over the others in each coalition."""
        own = int(self.membership_p[party])
        sum_cf, weight_c = self._sum_cf, self._weight_c
        if own >= 0:
            sum_cf, weight_c = sum_cf.copy(), weight_c.copy()
            sum_cf[own] -= self._part_pf[party]
            weight_c[own] -= self._weight_p[party]
        return sum_cf, weight_c

    def move(self, party: int, to: int) -> None:
        """Let a party join coalition ``to``, or none (-1)."""
        for c, sign in ((int(self.membership_p[party]), -1.0), (to, 1.0)):
            if c >= 0:
                self._sum_cf[c] += sign * self._part_pf[party]
                self._weight_c[c] += sign * self._weight_p[party]
        self.membership_p[party] = to


def settle(
    terms: Terms, company: Company, order_a: I8, passes: int, shape: tuple[int, int]
) -> Settled:
    """Let parties choose in turn, up to ``passes`` times over or until nobody moves.

    A party goes to the option of most worth, and stays where it is if that is as good; other ties
    go to the option declared first. Worths count to 1e-9. ``shape`` is that of the terms, (t, o).
    """
    seen: dict[int, F8] = {}
    done, stable = 0, False
    while done < passes and not stable:
        done, stable = done + 1, True
        for party in order_a.tolist():
            seen[party] = terms(party)
            worth_o = np.round(seen[party].sum(axis=0), DIGITS)
            own = int(company.membership_p[party])
            best = int(worth_o.argmax())
            if worth_o[own] < worth_o[best]:  # own is -1, the last option, for the uncommitted
                company.move(party, -1 if best == len(worth_o) - 1 else best)
                stable = False
    rows = np.array([seen[party] for party in order_a.tolist()]).reshape(len(order_a), *shape)
    return Settled(company.membership_p[order_a], rows, done, stable)


def order_of(act_a: I8, parties: int, chance: Chance) -> I8:
    """Positions in ``act_a`` in the order in which they choose: by lot, each party by its own."""
    return np.argsort(chance("sequence", parties)[act_a], kind="stable")
