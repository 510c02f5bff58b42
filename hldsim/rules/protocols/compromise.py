"""Compromise: the text is the weighted mean of what delegations want, issue by issue."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hldsim.registry import parameter
from hldsim.rules.protocols.base import PROTOCOLS, Turn
from hldsim.rules.protocols.room import revision
from hldsim.table.view import View


@PROTOCOLS.register("compromise")
class Compromise:
    """Every issue at the mean of what members want, weighted by capability and salience.

        level of issue k nearest to  sum_i c_i^p w_ik x_ik / sum_i c_i^p w_ik

    Over members [VandenBos1991]: x is the index of the party's best level on an ordered issue (half
    way up), c capability, p the parameter ``capability``, w salience; on a categorical issue the
    best level of the largest weight is taken. Core issues are left alone. All issues in one turn; a
    second turn on the same text changes nothing.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        capability: float = parameter(
            1.0, "p_c", "power of capability in the weights; 0: all alike", low=0.0, high=3.0
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def turn(self, view: View, text: int) -> Turn:
        """Write the compromise into the text."""
        profile, space = view.state.profile, view.inputs.space
        strength = np.where(view.inputs.member_p, view.inputs.capability_p, 0.0)
        strength = strength**self.parameters.capability * view.inputs.member_p
        design = view.state.platform_ci[text].copy()
        for n, issue in enumerate(space.issues):
            if issue.core:
                continue
            start = int(space.offset_i[n])
            best = profile.value_pl[:, start : start + len(issue.levels)].argmax(axis=1)
            weight = strength * profile.salience_pi[:, n]
            if issue.ordered:
                mean = float(weight @ best) / max(float(weight.sum()), 1e-12)
                design[n] = int(np.floor(mean + 0.5))
            else:
                design[n] = int(np.bincount(best, weight, len(issue.levels)).argmax())
        return Turn(revision(view, text, design, "chair"))
