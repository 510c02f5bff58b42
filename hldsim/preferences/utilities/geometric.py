"""Geometric utility: one bad issue spoils a design."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile
from hldsim.preferences.utilities.additive import indicator
from hldsim.preferences.utility import UTILITIES

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

FLOOR = 0.01
"""Least value of a level, so that no single issue alone can make a design worthless."""


@UTILITIES.register("geometric")
class Geometric:
    """One bad issue spoils a design.

        u_i(o) = product over issues k of max(v_ik(o_k), 0.01) ^ w_ik,   in [0, 1]

    Unlike the additive form a design cannot make up on one issue for what it lacks on another: the
    logarithm of utility is additive (Cobb-Douglas; chapter 6 of [KeeneyRaiffa1976]).
    """

    def of(self, profile: PreferenceProfile, columns_di: I8) -> F8:
        """Utilities, (p, d)."""
        return np.asarray(np.exp(_logs(profile) @ indicator(columns_di, len(profile.issue_l))))

    def steps(self, profile: PreferenceProfile, columns_i: I8) -> F8:
        """Utility after each one-issue change, (p, l)."""
        worth = _logs(profile)
        now_pi = worth[:, columns_i]
        change = worth - now_pi[:, profile.issue_l]
        return np.asarray(np.exp(now_pi.sum(axis=1)[:, None] + change))


def _logs(profile: PreferenceProfile) -> F8:
    weight_pl = profile.salience_pi[:, profile.issue_l]
    return np.asarray(weight_pl * np.log(np.maximum(profile.value_pl, FLOOR)))
