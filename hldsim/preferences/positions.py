"""Positions: what a party says in public, given what it wants.

One formula, used by the plenary (what is said) and by conditioning (which draw would have said
what is known to have been said).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

UNSAID = -1


def stated_positions(
    utility_pd: F8, reservation_p: F8, discipline_pd: F8, governance_p: F8, delta: float
) -> I8:
    """Return the proposal each party would name, or -1 (noncommittal); shape (p,).

    A party names the design best for it, once discipline is added to its blocs' designs, if

        margin_i * g_i >= delta,    margin_i = best - max(second best, status quo),

    where g_i is its emphasis on governance over the mean emphasis, to the power ``attention`` of
    the plenary (link T1). Discipline adds to designs, not to the status quo. A bloc and an interest
    that pull apart leave a thin margin and so make silence; so does little interest in governance.

    Parameters
    ----------
    utility_pd, discipline_pd : (p, d) floats
        Utility of each proposal, and what a bloc's declaration adds to it.
    reservation_p : (p,) floats
        Utility of the status quo, less the reluctance talked away.
    governance_p : (p,) floats
        g: emphasis on governance relative to the mean, to the power ``attention``, >= 0.
    delta : float
        Least margin worth a statement, utility units, >= 0.
    """
    score = utility_pd + discipline_pd
    rows = np.arange(len(score))
    best = score.argmax(axis=1)
    top = score[rows, best]
    rest = score.copy()
    rest[rows, best] = -np.inf
    second = np.maximum(rest.max(axis=1, initial=-np.inf), reservation_p)
    said = (top - second) * governance_p >= delta
    return np.where(said, best, UNSAID)
