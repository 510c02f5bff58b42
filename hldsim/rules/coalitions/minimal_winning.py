"""Minimal winning: be among the winners, and let there be no more of them than needed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.coalitions.base import COALITION_RULES, choose, lay_terms, noise_ac
from hldsim.rules.coalitions.platforms import OnPlatforms, PlatformParameters
from hldsim.streams import Chance
from hldsim.table.moves import Moves
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@COALITION_RULES.register("minimal_winning")
class MinimalWinning(OnPlatforms):
    """Join the design whose coalition wins with you and has the least weight to spare.

    With V(c) the voting weight of those backing c and i, over that of all voters::

        W_i(c) = prize Z_i(c) [u_i(c) >= r_i] + u_i(c) - r_i + e;   W_i(uncommitted) = c_0 + e
        Z_i(c) = 1 - V(c)   if they win under the rule that c needs, else
                 -M(c)      what is missing: the voting weight of the heaviest others who, joining
                            one after the other, make c win, less i's own if it is not in c

    Winners share by weight, so that one's share is the larger the smaller V(c): of coalitions that
    win with i the one with least surplus draws most, of the others the one that is nearest to
    winning (the size principle [Riker1962]; shares by weight [Gamson1961]). No prize makes up for
    a design that is worse than the status quo.
    """

    @dataclass(frozen=True)
    class Parameters(PlatformParameters):
        """Dials of the rule."""

        prize: float = parameter(
            1.0,
            "b_W",
            "worth of winning, against that of the design itself",
            low=0.0,
            high=10.0,
            unit="utility",
        )
        cost: float = parameter(
            0.02, "c_0", "trouble of coming out", low=0.0, high=1.0, unit="utility"
        )
        noise: float = parameter(
            0.005,
            "s_W",
            "standard deviation of the noise on each option",
            low=0.0,
            high=0.5,
            unit="utility",
        )

    def moves(self, view: View, act_a: I8, chance: Chance, terms: bool = False) -> Moves:
        """Choices of those acting."""
        q, n = self.parameters, view.state.n_coalitions
        noise = noise_ac(view, act_a, chance, q.noise)
        gain = (view.utility_pc - view.reservation_p[:, None])[act_a]
        spoils = [spoils_a(view, c, act_a) for c in range(n)]
        winning = q.prize * np.array(spoils).reshape(n, len(act_a)).T * (gain >= 0)
        worth = noise.copy()
        worth[:, :n] += gain + winning
        worth[:, n] += q.cost
        named: dict[str, F8] = {}
        if terms:
            trouble = np.full(len(act_a), q.cost)
            named = lay_terms(n, gain=gain, winning=winning, trouble=trouble)
            named["chance"] = noise
        return Moves(act_a, choose(worth), worth, named)


def spoils_a(view: View, c: int, act_a: I8) -> F8:
    """Z of one coalition to each of those acting, in [-1, 1]; (a,)."""
    weight_p = view.inputs.voting_weight_p
    total = max(float(weight_p.sum()), 1e-12)
    backs_p = view.state.membership_p == c
    joined_pa = np.repeat(backs_p[:, None], len(act_a), axis=1)
    joined_pa[act_a, np.arange(len(act_a))] = True
    held_a = weight_p @ joined_pa / total
    missing_a = max(_missing(view, c, backs_p) / total, 0.0) - np.where(
        backs_p[act_a], 0.0, weight_p[act_a] / total
    )
    return np.where(view.is_winning(c, joined_pa), 1.0 - held_a, -np.maximum(missing_a, 0.0))


def _missing(view: View, c: int, backs_p: B1) -> float:
    """Voting weight of the heaviest others that make a coalition win, joining in turn; >= 0.

    That of all others where not even all of them do.
    """
    weight_p = view.inputs.voting_weight_p
    others = np.flatnonzero(~backs_p & (weight_p > 0))
    others = others[np.argsort(-weight_p[others], kind="stable")]
    lists_pk = np.repeat(backs_p[:, None], len(others) + 1, axis=1)
    for k, party in enumerate(others.tolist()):
        lists_pk[party, k + 1 :] = True
    wins = view.is_winning(c, lists_pk)
    first = int(wins.argmax()) if wins.any() else len(others)
    return float(weight_p[others[:first]].sum())
