"""Threshold: back the best design whose odds exceed my bound; simplest to teach."""

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


@COALITION_RULES.register("threshold")
class Threshold(OnPlatforms):
    """Back the best design of sufficient odds.

        W_i(c) = (u_i(c) - r_i) [A_c >= 1 - lambda_i] + gamma [already in c] + e
        W_i(uncommitted) = c_0 + e,   with e as in ``Worth``

    A party of principle lambda backs the best design whose viability reaches its bound 1 - lambda:
    the more it stands on principle, the less the odds matter [Granovetter1978].
    """

    @dataclass(frozen=True)
    class Parameters(PlatformParameters):
        """Dials of the rule."""

        gamma: float = parameter(
            0.03, "gamma", "inertia: worth of staying", low=0.0, high=1.0, unit="utility"
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
        gain = view.utility_pc[act_a] - view.reservation_p[act_a][:, None]
        bound = 1.0 - view.state.profile.principle_p[act_a][:, None]
        dim = view.state.viability_c < bound
        inertia = q.gamma * view.member_pc[act_a]
        worth = noise.copy()
        worth[:, :n] += np.where(dim, 0.0, gain) + inertia
        worth[:, n] += q.cost
        named: dict[str, F8] = {}
        if terms:
            named = lay_terms(
                n,
                gain=gain,
                odds=np.where(dim, -gain, 0.0),
                inertia=inertia,
                trouble=np.full(len(act_a), q.cost),
            )
            named["chance"] = noise
        return Moves(act_a, choose(worth), worth, named)
