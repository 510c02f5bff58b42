"""Hedonic: back what you like in the company you like, until nobody wants to move alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.coalitions.base import COALITION_RULES, noise_ac
from hldsim.rules.coalitions.platforms import OnPlatforms, PlatformParameters
from hldsim.rules.coalitions.sequence import Company, order_of, settle
from hldsim.streams import Chance
from hldsim.table.moves import Moves
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@COALITION_RULES.register("hedonic")
class Hedonic(OnPlatforms):
    """Best response to Nash stability, whatever the odds.

    A party cares for its own coalition only, for what it stands for and for who else is in it::

        W_i(c) = u_i(c) - r_i + beta (mean affinity of i with the others backing c) + e
        W_i(uncommitted) = c_0 + e

    Those who act choose in turn, drawn by lot, each on the memberships as they then are, over and
    over until none of them gains by moving alone: a Nash stable structure, as far as those acting
    go. There need not be one [BogomolnaiaJackson2002]: after ``passes`` times round the choices
    stand as they are and the record says that they did not settle. A party stays where it is if
    that is as good. Terms: gain, bloc, trouble, chance.
    """

    @dataclass(frozen=True)
    class Parameters(PlatformParameters):
        """Dials of the rule."""

        beta: float = parameter(
            0.1,
            "beta",
            "pull of coalitions whose backers are like oneself",
            low=0.0,
            high=1.0,
            unit="utility",
        )
        cost: float = parameter(
            0.02, "c_0", "worth of standing alone", low=0.0, high=1.0, unit="utility"
        )
        passes: float = parameter(
            20.0, "n_P", "times that all who act are asked in a round, at most", low=1, high=1000
        )
        noise: float = parameter(
            0.0,
            "s_W",
            "standard deviation of the noise on each option",
            low=0.0,
            high=0.5,
            unit="utility",
        )

    sequential = True

    def moves(self, view: View, act_a: I8, chance: Chance, terms: bool = False) -> Moves:
        """Choices of those acting, once they have settled or been asked often enough."""
        q, n = self.parameters, view.state.n_coalitions
        factor_pf = view.inputs.factor_pf
        order = order_of(act_a, len(factor_pf), chance)
        noise_of = dict(zip(act_a.tolist(), noise_ac(view, act_a, chance, q.noise), strict=True))
        gain_pc = view.utility_pc - view.reservation_p[:, None]
        company = Company(factor_pf, np.ones(len(factor_pf)), view.state.membership_p, n)

        def worth(party: int) -> F8:
            sum_cf, size_c = company.others(party)
            rows = np.zeros((4, n + 1))
            rows[0, :n] = gain_pc[party]
            rows[1, :n] = q.beta * (sum_cf @ factor_pf[party]) / np.maximum(size_c, 1.0)
            rows[2, n] = q.cost
            rows[3] = noise_of[party]
            return rows

        found = settle(worth, company, act_a[order], max(round(q.passes), 1), (4, n + 1))
        back = np.argsort(order, kind="stable")
        term_ato = found.term_ato[back]
        named = {}
        if terms:
            names = ("gain", "bloc", "trouble", "chance")
            named = {name: term_ato[:, t] for t, name in enumerate(names)}
        choice_a = found.choice_a[back]
        return Moves(act_a, choice_a, term_ato.sum(axis=1), named, found.stable)
