"""Challenge: delegations press each other issue by issue; the weighted median is written down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hldsim.analysis.challenge import challenge
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


@PROTOCOLS.register("challenge")
class Challenge:
    """Expected-utility challenge model, issue by issue; the text takes the weighted median.

    On each ordered issue, core ones apart, the ``group`` members of most capability start from
    their best level. In each of ``rounds`` rounds every one reckons, with its risk r, what it
    expects of challenging each other one and of being challenged::

        E_i(i, j) = s_j (P_ij U(success) + (1 - P_ij) U(failure)) + (1 - s_j) U(success) - U(stay)

    and takes of the offers it cannot ward off the one that moves it least; P_ij is the share of
    capability x salience behind i's position against j's (``hldsim.analysis.challenge`` has the
    rest). The text takes the level nearest to the median weighted by capability x salience at the
    end, half way up [BuenoDeMesquita1994; ScholzCalbertSmith2011]. Issues on which all want the
    same stand at that; others than ordered ones stay. All in one turn; a second one on the same
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
        rounds: float = parameter(
            5.0, "n_C", "rounds of challenges", low=0.0, high=100.0, unit="rounds"
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    @classmethod
    def unavailable(cls, scenario: Scenario) -> str | None:
        """Challenges need a line to press each other along."""
        if count_open(scenario) < 1:
            return "needs an ordered issue besides the core ones, to press each other along"
        return None

    def turn(self, view: View, text: int) -> Turn:
        """Play the challenges on each issue, and write the medians into the text."""
        design = view.state.platform_ci[text].copy()
        group = contact_group(view, self.parameters.group)
        best_ai = ideal_levels(view)[group]
        capability_a = view.inputs.capability_p[group]
        for n in open_issues(view):
            level_a = best_ai[:, n].astype(np.float64)
            salience_a = view.state.profile.salience_pi[group, n]
            place = float(level_a[0])
            if level_a.max() > level_a.min() and (capability_a * salience_a).any():
                rounds = max(round(self.parameters.rounds), 0)
                place = challenge(level_a, salience_a, capability_a, rounds)[-1].median
            design[n] = nearest_level(place)
        return Turn(revision(view, text, design, "challenge"))
