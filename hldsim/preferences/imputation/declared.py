"""Declared: preferences come from the scenario's own columns, with a little noise.

For teaching scenarios: what is not declared is neutral, and ``spread`` blurs the values of
levels so that two runs are not the same run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.draw import normals
from hldsim.preferences.imputation.base import IMPUTATION_RULES, NoCommon
from hldsim.preferences.profile import PreferenceProfile, declare_all, single_peaked
from hldsim.registry import parameter
from hldsim.scenario.schema import Scenario
from hldsim.streams import Chance

I8 = NDArray[np.int64]


@IMPUTATION_RULES.register("declared")
class Declared:
    """What the scenario declares, with a little noise; what it does not declare is neutral.

        v_il = declared or neutral value + spread N(0, 1),   clipped to [0, 1]

    Neutral: equal salience and emphasis, ideal point and stance 1/2, values of categorical issues
    1/2, no reluctance, principle 0.35, stubbornness 1/2, resolve 1, always takes the floor.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        spread: float = parameter(
            0.06,
            "sigma_v",
            "blur of each level's value, standard deviation",
            low=0.0,
            high=0.5,
            unit="value",
            live=False,
        )

    def __init__(self, scenario: Scenario) -> None:
        space, themes = scenario.space, tuple(theme.id for theme in scenario.themes)
        n, h = len(scenario.parties), len(themes)
        blocks = [
            single_peaked(np.full(n, 0.5), len(issue.levels))
            if issue.ordered
            else np.full((n, len(issue.levels)), 0.5)
            for issue in space.issues
        ]
        profile = PreferenceProfile(
            salience_pi=np.full((n, len(space.issues)), 1.0 / len(space.issues)),
            value_pl=np.hstack(blocks),
            issue_l=space.issue_l,
            reluctance_p=np.zeros(n),
            stance_ph=np.full((n, h), 0.5),
            emphasis_ph=np.full((n, h), 1.0 / max(h, 1)),
            stubbornness_p=np.full(n, 0.5),
            principle_p=np.full(n, 0.35),
            resolve_p=np.ones(n),
            talk_p=np.ones(n),
        )
        for row, party in enumerate(scenario.parties):
            profile = declare_all(profile, space, themes, row, party.declared)
        self._profile = profile

    def common(self, parameters: Parameters, chance: Chance) -> NoCommon:
        """Nothing is shared."""
        return NoCommon()

    def profile(
        self, parameters: Parameters, common: NoCommon, rows: I8, chance: Chance, tag: str
    ) -> PreferenceProfile:
        """Take the declared rows and blur the values of their levels."""
        base = self._profile
        shape = (len(rows), base.value_pl.shape[1])
        noise = normals(chance, f"{tag}/value", shape[0] * shape[1]).reshape(shape)
        return PreferenceProfile(
            salience_pi=base.salience_pi[rows],
            value_pl=np.clip(base.value_pl[rows] + parameters.spread * noise, 0.0, 1.0),
            issue_l=base.issue_l,
            reluctance_p=base.reluctance_p[rows],
            stance_ph=base.stance_ph[rows],
            emphasis_ph=base.emphasis_ph[rows],
            stubbornness_p=base.stubbornness_p[rows],
            principle_p=base.principle_p[rows],
            resolve_p=base.resolve_p[rows],
            talk_p=base.talk_p[rows],
        )
