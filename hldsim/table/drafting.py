"""Drafting: the best one-issue change of a text, for those whom it is meant to please."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

FLOOR = 0.03
"""Added to a gain before its logarithm, so that one backer who gains nothing is no veto."""


def log_gain(gain: F8) -> F8:
    """log(max(gain, 0) + 0.03), elementwise."""
    return np.asarray(np.log(np.maximum(gain, 0.0) + FLOOR))


def best_step(view: View, design: I8, weight_p: F8) -> tuple[int, float]:
    """Level (on axis l) of the best one-issue change, and how much it improves mean log gain.

    Core issues are left alone. Returns (-1, 0.0) if nothing improves.
    """
    who = np.flatnonzero(weight_p > 0)
    if not len(who):
        return -1, 0.0
    weight = weight_p[who] / weight_p[who].sum()
    rows = view.step_pl(design)[who] - view.reservation_p[who, None]
    score_l = weight @ log_gain(rows)
    space = view.inputs.space
    now = score_l[int(space.offset_i[0]) + int(design[0])]  # the design itself: no change
    free = free_levels(view)
    if not len(free):
        return -1, 0.0
    best = int(free[np.round(score_l[free], 9).argmax()])
    gain = float(score_l[best] - now)
    return (best, gain) if gain > 1e-9 else (-1, 0.0)


def free_levels(view: View) -> I8:
    """Levels (on axis l) of the issues a coalition may change by itself."""
    space = view.inputs.space
    core = np.array([issue.core for issue in space.issues])
    return np.flatnonzero(~core[space.issue_l])
