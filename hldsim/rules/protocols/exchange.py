"""Exchange: delegations give way where it matters less to them, for a return where it does more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.exchange import compromise, exchanges
from hldsim.registry import parameter
from hldsim.rules.protocols.base import PROTOCOLS, Turn
from hldsim.rules.protocols.room import (
    contact_group,
    count_open,
    ideal_levels,
    nearest_level,
    open_issues,
    revision,
)
from hldsim.scenario.schema import Scenario
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@PROTOCOLS.register("exchange")
class Exchange:
    """Position exchange with equal gain, then the compromise of the positions that result.

    On the text's ordered issues, core ones apart, each of the ``group`` members of most capability
    holds its best level x_ik. Two on opposite sides of the expected outcome of two issues::

        O_k = sum_i c_i w_ik x_ik / sum_i c_i w_ik

    exchange if one cares relatively more for the one issue, the other for the other: each moves
    towards the other on the issue of less weight to it, as far as both gain the same. The most
    gainful exchange comes first, until none gains (``hldsim.analysis.exchange``). The text takes
    the level nearest to each O_k after them, half way up; other issues stay. c is capability, w
    salience; levels lie on [0, 1] [StokmanVanOosten1994]. All in one turn; a second one on the same
    text changes nothing.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the protocol."""

        group: float = parameter(
            40.0,
            "n_G",
            "members that take part, those of most capability",
            low=2.0,
            high=1000.0,
            unit="members",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    @classmethod
    def unavailable(cls, scenario: Scenario) -> str | None:
        """Two issues are needed for an exchange."""
        if count_open(scenario) < 2:
            return (
                "needs two ordered issues besides the core ones, to give way on one for the other"
            )
        return None

    def turn(self, view: View, text: int) -> Turn:
        """Exchange until nothing gains, and write the outcome into the text."""
        design = view.state.platform_ci[text].copy()
        issues = open_issues(view)
        outcome_k = self.outcome(view, issues)
        for n, place in zip(issues, outcome_k.tolist(), strict=True):
            if np.isfinite(place):
                design[n] = nearest_level(place * (int(view.inputs.space.count_i[n]) - 1))
        return Turn(revision(view, text, design, "exchange"))

    def outcome(self, view: View, issues: list[int]) -> F8:
        """Expected outcome of each issue once all exchanges are made, places on [0, 1]."""
        group = contact_group(view, self.parameters.group)
        steps = view.inputs.space.count_i[issues] - 1.0
        place_ak = ideal_levels(view)[group][:, issues] / steps
        salience_ak = view.state.profile.salience_pi[group][:, issues]
        capability_a = view.inputs.capability_p[group]
        for one in exchanges(place_ak, salience_ak, capability_a):
            place_ak[one.actor, one.issue] = one.actor_to
            place_ak[one.partner, one.return_issue] = one.partner_to
        return compromise(place_ak, salience_ak, capability_a)
