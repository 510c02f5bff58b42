"""Lexicographic utility: the most salient issue decides, the next one only where that is equal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile
from hldsim.preferences.utilities.additive import Additive
from hldsim.preferences.utility import UTILITIES

F8 = NDArray[np.float64]

DIGITS = 9
"""Salience and values count to 1e-9: what differs by less is equal."""


@UTILITIES.register("lexicographic")
class Lexicographic(Additive):
    """The most salient issue decides; the next one only where that is equal.

        u_i(o) = sum over issues k of W_ik D_ik(o_k) / (prod_k L_k - 1)

    Of two designs i prefers the one with the better level on the issue most salient to it; where
    those levels are as good, on the next one, and so on (ties in salience: as declared). Written as
    one number: D is the level's rank on its issue, L_k - 1 for the best of L_k levels and one less
    for each better one, and W_ik the product of L over all issues less salient to i than k, as the
    digits of a number [KeeneyRaiffa1976].

    In [0, 1], 1 at the ideal point. Precision: 64-bit floats tell 2^53 (9e15) designs apart, but
    rules round worths to 1e-9, so beyond 10^9 outcomes the least salient issues no longer count.
    """

    def __init__(self) -> None:
        self._last: tuple[PreferenceProfile, F8] | None = None

    def parts(self, profile: PreferenceProfile) -> F8:
        """What each level adds to a utility, (p, l); remembered for the profile last seen."""
        if self._last is None or self._last[0] is not profile:
            self._last = (profile, _digits(profile))
        return self._last[1]


def _digits(profile: PreferenceProfile) -> F8:
    """Place value times digit of each level, over the largest number there is, (p, l)."""
    issue_l = profile.issue_l
    count_i = np.bincount(issue_l, minlength=profile.salience_pi.shape[1]).astype(np.float64)
    order_pi = np.argsort(-np.round(profile.salience_pi, DIGITS), axis=1, kind="stable")
    sorted_pi = count_i[order_pi]
    below_pi = np.cumprod(sorted_pi[:, ::-1], axis=1)[:, ::-1] / sorted_pi
    place_pi = np.empty_like(below_pi)
    np.put_along_axis(place_pi, order_pi, below_pi, axis=1)
    value_pl = np.round(profile.value_pl, DIGITS)
    better_pl = np.zeros_like(value_pl)
    for issue in range(len(count_i)):
        own = np.flatnonzero(issue_l == issue)
        level_pl = value_pl[:, own]
        better_pl[:, own] = (level_pl[:, None, :] > level_pl[:, :, None]).sum(axis=2)
    digit_pl = count_i[issue_l] - 1.0 - better_pl
    return np.asarray(place_pi[:, issue_l] * digit_pl / max(float(count_i.prod()) - 1.0, 1.0))
