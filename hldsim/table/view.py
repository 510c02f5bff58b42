"""View: all that a rule ever sees of the table, read-only, computed once a round.

Axes: p parties, c coalitions, d proposals, i issues, l levels, f affinity factors, a those acting.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.utility import UtilityFunction
from hldsim.table.inputs import Inputs
from hldsim.table.once import once
from hldsim.table.state import SILENT, State

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


class Aspiration(Protocol):
    """Where a party's line of acceptance lies; strategies supply it."""

    def aspiration(self, reservation_p: F8, best_p: F8, temper_p: F8, time: float) -> F8:
        """Least utility accepted, (p,)."""
        ...


class View:
    """The table at the start of a round.

    Parameters
    ----------
    time : float
        Share of the agenda's rounds that have passed, in [0, 1].
    """

    def __init__(
        self,
        inputs: Inputs,
        state: State,
        utility: UtilityFunction,
        strategy: Aspiration,
        time: float,
    ) -> None:
        self.inputs = inputs
        self.state = state
        self.time = time
        self._utility = utility
        self._strategy = strategy

    def columns(self, designs_di: I8) -> I8:
        """Positions of designs' levels on axis l, (d, i)."""
        return designs_di + self.inputs.space.offset_i

    def utility_pd(self, designs_di: I8) -> F8:
        """Utility of any designs to every party, (p, d), in [0, 1]."""
        return self._utility.of(self.state.profile, self.columns(designs_di))

    def step_pl(self, design_i: I8) -> F8:
        """Utility after each one-issue change of a design, (p, l)."""
        columns = design_i + self.inputs.space.offset_i
        return self._utility.steps(self.state.profile, columns)

    @once
    def _known_p(self) -> F8:
        """Utilities of platforms, proposals as tabled and status quo in one product."""
        inputs = self.inputs
        designs = np.concatenate(
            [self.state.platform_ci, inputs.design_di, inputs.status_quo_i[None, :]]
        )
        return self.utility_pd(designs)

    @once
    def utility_pc(self) -> F8:
        """Utility of each coalition's platform, (p, c)."""
        return self._known_p[:, : self.state.n_coalitions]

    @once
    def tabled_pd(self) -> F8:
        """Utility of each proposal as tabled, (p, d)."""
        return self._known_p[:, self.state.n_coalitions : -1]

    @once
    def reservation_p(self) -> F8:
        """Utility of the status quo, less the reluctance talked away, (p,)."""
        return np.asarray(self._known_p[:, -1] - self.state.relief_p)

    @once
    def best_p(self) -> F8:
        """Utility of the best proposal on the table, at least that of the status quo, (p,)."""
        return np.asarray(np.maximum(self._known_p[:, :-1].max(axis=1), self.reservation_p))

    @once
    def aspiration_p(self) -> F8:
        """Where each party's line of acceptance lies now, (p,)."""
        return self._strategy.aspiration(
            self.reservation_p, self.best_p, self.inputs.temper_p, self.time
        )

    @once
    def objection_pc(self) -> F8:
        """Force of objection to each platform: resolve x max(aspiration - utility, 0), (p, c)."""
        short = np.maximum(self.aspiration_p[:, None] - self.utility_pc, 0.0)
        return np.asarray(short * self.state.profile.resolve_p[:, None])

    @once
    def member_pc(self) -> F8:
        """1 where a party backs a coalition, else 0; (p, c)."""
        labels = np.arange(self.state.n_coalitions)
        return np.asarray(self.state.membership_p[:, None] == labels, dtype=np.float64)

    @once
    def backing_c(self) -> F8:
        """Share of member states backing each coalition, (c,)."""
        return np.asarray(self.inputs.vote_p @ self.member_pc / max(self.inputs.votes, 1))

    @once
    def voice_p(self) -> F8:
        """1 for each member that has spoken, else 0; (p,). ``voices`` is their number."""
        return (self.spoke_p & self.inputs.member_p).astype(np.float64)

    @once
    def voices(self) -> float:
        """Members that have spoken."""
        return float(self.voice_p.sum())

    @once
    def spoke_p(self) -> B1:
        """Who has taken the floor."""
        return self.state.stated_p > SILENT

    @once
    def governance_p(self) -> F8:
        """Emphasis on governance over the mean emphasis on it, (p,); 1 without that theme."""
        column = self.inputs.governance
        if column < 0:
            return np.ones(len(self.inputs.capability_p))
        emphasis = self.state.profile.emphasis_ph[:, column]
        return np.asarray(emphasis / max(float(emphasis.mean()), 1e-12))

    @once
    def order_c(self) -> list[int]:
        """Coalitions by backing, largest first, ties by declared order."""
        backing = self.backing_c.tolist()
        return sorted(range(len(backing)), key=lambda c: (-backing[c], c))

    @once
    def fallback_pc(self) -> F8:
        """What a party expects if platform c is off the table, (p, c).

        f(-c) = sum over the others j, in order of backing, of A_j prod_before (1 - A) u_j, and the
        status quo with what chance is left.
        """
        viability = self.state.viability_c.tolist()
        n = len(viability)
        weight = [[0.0] * n for _ in range(n + 1)]  # last row: what is left to the status quo
        for c in range(n):
            chance = 1.0
            for j in self.order_c:
                if j != c:
                    weight[j][c] = chance * viability[j]
                    chance *= 1.0 - viability[j]
            weight[n][c] = chance
        table = np.array(weight)
        left = self.reservation_p[:, None] * table[n]
        return np.asarray(self.utility_pc @ table[:n] + left)

    @once
    def standing_c(self) -> F8:
        """Mean affinity factors of each coalition's backers, (f, c); 0 for an empty one."""
        size = np.maximum(self.member_pc.sum(axis=0), 1.0)
        return np.asarray(self.inputs.factor_pf.T @ self.member_pc / size)

    def affinity_ac(self, act_a: I8) -> F8:
        """Likeness of acting parties to each coalition's backers, in [-1, 1]; O(a f)."""
        return np.asarray(self.inputs.factor_pf[act_a] @ self.standing_c)
