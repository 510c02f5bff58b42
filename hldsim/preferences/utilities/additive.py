"""Additive utility: salience-weighted values of the levels, issue by issue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile
from hldsim.preferences.utility import UTILITIES

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@UTILITIES.register("additive")
class Additive:
    """What a design is worth is the sum of what its levels are worth [KeeneyRaiffa1976].

        u_i(o) = sum over issues k of w_ik v_ik(o_k)

    In [0, 1] since salience w sums to 1 and values v lie in [0, 1]; 1 at the ideal point if every
    issue has a level of value 1. What a design lacks on one issue it can make up on another.
    """

    def parts(self, profile: PreferenceProfile) -> F8:
        """What each level adds to a utility, (p, l)."""
        return profile.partworth_pl

    def of(self, profile: PreferenceProfile, columns_di: I8) -> F8:
        """Utilities, (p, d): a product with the designs' indicator matrix.

        Laid out design by design, since what follows runs over all parties of one design.
        """
        chosen = indicator(columns_di, len(profile.issue_l))
        return np.asarray((chosen.T @ self.parts(profile).T).T)

    def steps(self, profile: PreferenceProfile, columns_i: I8) -> F8:
        """Utility after each one-issue change, (p, l)."""
        worth = self.parts(profile)
        now_pi = worth[:, columns_i]
        return np.asarray(now_pi.sum(axis=1)[:, None] + worth - now_pi[:, profile.issue_l])


def indicator(columns_di: I8, n_levels: int) -> F8:
    """0/1 matrix (l, d): which levels make up each design."""
    matrix = np.zeros((n_levels, len(columns_di)))
    matrix[columns_di.T, np.arange(len(columns_di))] = 1.0
    return matrix
