"""Spatial utility: the nearer a design is to one's ideal point, the better."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile
from hldsim.preferences.utilities.additive import indicator
from hldsim.preferences.utility import UTILITIES

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@UTILITIES.register("spatial")
class Spatial:
    """The nearer a design is to the ideal point, the better: weighted Euclidean distance.

        u_i(o) = 1 - sqrt(sum over issues k of w_ik d_ik(o_k)^2)

    On an ordered issue d is the distance of the level's place from i's ideal point, both on [0, 1]:
    that is 1 - v where values are single-peaked, v = 1 - |place - ideal|. Elsewhere, and where a
    scenario declares values of its own, d = 1 - v too: how much of value the level lacks.

    In [0, 1] since salience w sums to 1 and d lies in [0, 1]; largest at the ideal point, and 1 if
    every issue has a level there. Unlike the additive form a large miss on one issue weighs more
    than small ones on several [EnelowHinich1984].
    """

    def of(self, profile: PreferenceProfile, columns_di: I8) -> F8:
        """Utilities, (p, d)."""
        chosen = indicator(columns_di, len(profile.issue_l))
        return np.asarray(1.0 - np.sqrt((chosen.T @ _squares(profile).T).T))

    def steps(self, profile: PreferenceProfile, columns_i: I8) -> F8:
        """Utility after each one-issue change, (p, l)."""
        square_pl = _squares(profile)
        now_pi = square_pl[:, columns_i]
        rest_pi = now_pi.sum(axis=1)[:, None] - now_pi
        return np.asarray(1.0 - np.sqrt(np.maximum(rest_pi[:, profile.issue_l] + square_pl, 0.0)))


def _squares(profile: PreferenceProfile) -> F8:
    """Weighted squared distance of each level, (p, l)."""
    return np.asarray(profile.salience_pi[:, profile.issue_l] * (1.0 - profile.value_pl) ** 2)
