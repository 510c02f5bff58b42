"""Worth: back the design that gains you most over what you expect otherwise, if it has a chance.

In one sentence: a delegation backs the design that gains it most over what it expects otherwise,
discounted by the chance that the design passes, the more so the less it stands on principle; it
speaks up only if that is worth the trouble.
"""

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

LEAST_EMPHASIS = 0.05
"""Least relative emphasis on governance that the trouble of coming out is divided by, so that it
stays finite for a party that does not care."""


@COALITION_RULES.register("worth")
class Worth(OnPlatforms):
    """Worth of backing a design.

    With g = u_i(c) - f_i(-c), A the viability of design c, lambda principle, e uniform noise of
    standard deviation s_W, drawn for each option::

        W_i(c) = [lambda_i + (1 - lambda_i) A_c] g + beta affinity(i, c)
                 + gamma [i backs c already] + e
        W_i(uncommitted) = c_0 / max(G_i, 0.05) + omega (1 - time) (best_i - r_i) + e

    G is emphasis on governance over its mean over parties, not taken below ``LEAST_EMPHASIS``;
    time the share of the agenda's rounds that are over; best the utility of the best competing
    design, as tabled or as it is now, and at least r.

    Named terms: gain (g), odds (what doubt takes away, -(1 - A) g), principle (what standing on
    principle gives back, lambda (1 - A) g), bloc, inertia, trouble, waiting, chance. Grounding:
    strategic voting under expectations [MyersonWeber1993], hedonic coalitions [DrezeGreenberg1980].
    """

    @dataclass(frozen=True)
    class Parameters(PlatformParameters):
        """Dials of the rule."""

        beta: float = parameter(
            0.05,
            "beta",
            "pull of coalitions whose backers are like oneself",
            low=0.0,
            high=1.0,
            unit="utility",
        )
        gamma: float = parameter(
            0.03,
            "gamma",
            "inertia: worth of staying where one is",
            low=0.0,
            high=1.0,
            unit="utility",
        )
        omega: float = parameter(
            0.12,
            "omega",
            "value of waiting: share of best - r, per share of time left",
            low=0.0,
            high=1.0,
        )
        cost: float = parameter(
            0.025,
            "c_0",
            "trouble of coming out for a design at mean emphasis",
            low=0.0,
            high=1.0,
            unit="utility",
        )
        noise: float = parameter(
            0.012,
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
        gain = (view.utility_pc - view.fallback_pc)[act_a]
        principle_a = view.state.profile.principle_p[act_a][:, None]
        odds = principle_a + (1.0 - principle_a) * view.state.viability_c
        bloc = q.beta * view.affinity_ac(act_a)
        inertia = q.gamma * view.member_pc[act_a]
        trouble = q.cost / np.maximum(view.governance_p[act_a], LEAST_EMPHASIS)
        hope = view.best_p[act_a] - view.reservation_p[act_a]
        waiting = (q.omega * (1.0 - view.time)) * hope
        worth = noise
        worth[:, :n] += odds * gain + bloc + inertia
        worth[:, n] += trouble + waiting
        named = {}
        if terms:
            doubt = 1.0 - view.state.viability_c
            named = lay_terms(
                n,
                gain=gain,
                odds=-doubt * gain,
                principle=principle_a * doubt * gain,
                bloc=bloc,
                inertia=inertia,
                trouble=trouble,
                waiting=waiting,
            )
            named["chance"] = noise_ac(view, act_a, chance, q.noise)
        return Moves(act_a, choose(worth), worth, named)
