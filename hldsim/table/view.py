"""View: all that a rule ever sees of the table, read-only, computed once a round.

Axes: p parties, c coalitions, d proposals, i issues, l levels, f affinity factors, a those acting.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from hldsim.table.inputs import Inputs
from hldsim.table.once import once
from hldsim.table.state import State
from hldsim.table.wants import Wants

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


Winning = Callable[[I8, B1], B1]


class View:
    """The table at the start of a round.

    Parameters
    ----------
    wants : Wants
        What follows from preferences and texts alone; its arrays are attributes here too.
    time : float
        Share of the agenda's rounds that have passed, in [0, 1].
    winning : callable
        Of a design and lists of parties (p, k), whether each list can carry the design by itself.
    """

    def __init__(
        self, inputs: Inputs, state: State, wants: Wants, time: float, winning: Winning
    ) -> None:
        self.inputs = inputs
        self.state = state
        self.wants = wants
        self.time = time
        self._winning = winning

    def utility_pd(self, designs_di: I8) -> F8:
        """Utility of any designs to every party, (p, d), in [0, 1]."""
        return self.wants.utility_pd(designs_di)

    def step_pl(self, design_i: I8) -> F8:
        """Utility after each one-issue change of a design, (p, l)."""
        return self.wants.step_pl(design_i)

    @property
    def utility_pc(self) -> F8:
        """Utility of each coalition's platform, (p, c)."""
        return self.wants.utility_pc

    @property
    def tabled_pd(self) -> F8:
        """Utility of each proposal as tabled, (p, d)."""
        return self.wants.tabled_pd

    @property
    def reservation_p(self) -> F8:
        """Utility of the status quo, less the reluctance talked away, (p,)."""
        return self.wants.reservation_p

    @property
    def best_p(self) -> F8:
        """Utility of the best proposal on the table, at least that of the status quo, (p,)."""
        return self.wants.best_p

    @property
    def aspiration_p(self) -> F8:
        """Where each party's line of acceptance lies now, (p,)."""
        return self.wants.aspiration_p

    @property
    def objection_pc(self) -> F8:
        """Force of objection to each platform, >= 0, (p, c)."""
        return self.wants.objection_pc

    @property
    def governance_p(self) -> F8:
        """Emphasis on governance over the mean emphasis on it, (p,)."""
        return self.wants.governance_p

    @property
    def spoke_p(self) -> B1:
        """Who has taken the floor, (p,)."""
        return self.wants.spoke_p

    def is_winning(self, c: int, member_pk: B1) -> B1:
        """Whether each list of parties could carry a coalition's platform, by its rule, (k,)."""
        return self._winning(self.state.platform_ci[c], member_pk)

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
