"""Wants: what follows from preferences and texts alone, and so lasts from round to round.

Most rounds change memberships and beliefs only; texts are rewritten now and then, stances move in
round tables. ``Recall`` hands the same ``Wants`` on as long as what it rests on is the same.

Axes: p parties, c coalitions, d proposals, i issues.
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

    timeless: bool

    def aspiration(self, reservation_p: F8, best_p: F8, temper_p: F8, time: float) -> F8:
        """Least utility accepted, (p,); the same at every time if ``timeless``."""
        ...


class Wants:
    """Utilities, lines of acceptance and voices at a table."""

    def __init__(
        self,
        inputs: Inputs,
        state: State,
        utility: UtilityFunction,
        strategy: Aspiration,
        time: float,
    ) -> None:
        self._inputs = inputs
        self._state = state
        self._utility = utility
        self._strategy = strategy
        self._time = time

    def utility_pd(self, designs_di: I8) -> F8:
        """Utility of any designs to every party, (p, d), in [0, 1]."""
        columns = designs_di + self._inputs.space.offset_i
        return self._utility.of(self._state.profile, columns)

    def step_pl(self, design_i: I8) -> F8:
        """Utility after each one-issue change of a design, (p, l)."""
        columns = design_i + self._inputs.space.offset_i
        return self._utility.steps(self._state.profile, columns)

    @once
    def _known_p(self) -> F8:
        """Utilities of platforms, proposals as tabled and status quo in one product."""
        inputs = self._inputs
        designs = np.concatenate(
            [self._state.platform_ci, inputs.design_di, inputs.status_quo_i[None, :]]
        )
        return self.utility_pd(designs)

    @once
    def utility_pc(self) -> F8:
        """Utility of each coalition's platform, (p, c)."""
        return self._known_p[:, : self._state.n_coalitions]

    @once
    def tabled_pd(self) -> F8:
        """Utility of each proposal as tabled, (p, d)."""
        return self._known_p[:, self._state.n_coalitions : -1]

    @once
    def reservation_p(self) -> F8:
        """Utility of the status quo, less the reluctance talked away, (p,)."""
        return np.asarray(self._known_p[:, -1] - self._state.relief_p)

    @once
    def best_p(self) -> F8:
        """Utility of the best competing design on the table, at least the status quo, (p,)."""
        n = self._state.n_coalitions
        rivals = np.append(np.ones(n, dtype=bool), self._inputs.forum_d)
        best = self._known_p[:, :-1][:, rivals].max(axis=1)
        return np.asarray(np.maximum(best, self.reservation_p))

    @once
    def aspiration_p(self) -> F8:
        """Where each party's line of acceptance lies now, (p,)."""
        return self._strategy.aspiration(
            self.reservation_p, self.best_p, self._inputs.temper_p, self._time
        )

    @once
    def willing_pc(self) -> B1:
        """Who would take part in each platform, (p, c)."""
        return np.asarray(self.utility_pc >= self.aspiration_p[:, None])

    @once
    def objection_pc(self) -> F8:
        """Force of objection to each platform: resolve x max(aspiration - utility, 0), (p, c)."""
        short = np.maximum(self.aspiration_p[:, None] - self.utility_pc, 0.0)
        return np.asarray(short * self._state.profile.resolve_p[:, None])

    @once
    def governance_p(self) -> F8:
        """Emphasis on governance over the mean emphasis on it, (p,); 1 without that theme."""
        column = self._inputs.governance
        if column < 0:
            return np.ones(len(self._inputs.capability_p))
        emphasis = self._state.profile.emphasis_ph[:, column]
        return np.asarray(emphasis / max(float(emphasis.mean()), 1e-12))

    @once
    def spoke_p(self) -> B1:
        """Who has taken the floor."""
        return self._state.stated_p > SILENT

    @once
    def voice_p(self) -> F8:
        """1 for each member that has spoken, else 0; (p,)."""
        return np.asarray(self.spoke_p & self._inputs.member_p, dtype=np.float64)

    @once
    def voices(self) -> float:
        """Members that have spoken."""
        return float(self.voice_p.sum())

    @once
    def silent_d(self) -> F8:
        """Silent members whose bloc declared for each proposal, last entry any; (d + 1,)."""
        return np.asarray(self._inputs.lined_d - self.voice_p @ self._inputs.line_pd)


class Recall:
    """Remembers the last ``Wants`` made, and hands it on while it still holds."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], Wants] | None = None

    def wants(
        self,
        inputs: Inputs,
        state: State,
        utility: UtilityFunction,
        strategy: Aspiration,
        time: float,
    ) -> Wants:
        """Return what parties want at this table."""
        rests_on = (
            state.profile,
            state.platform_ci,
            state.relief_p,
            state.stated_p,
            utility,
            strategy,
        )
        last = self._last
        if (
            last is not None
            and strategy.timeless
            and all(one is other for one, other in zip(last[0], rests_on, strict=True))
        ):
            return last[1]
        made = Wants(inputs, state, utility, strategy, time)
        self._last = (rests_on, made)
        return made
