"""Agreement: how alike two parties want things, as one number a pair; no Qt.

Axes: p parties, l levels of all issues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.issues import OutcomeSpace
from hldsim.domain.parties import Role
from hldsim.preferences.profile import PreferenceProfile
from hldsim.preferences.utility import UTILITIES, UtilityFunction
from hldsim.record.history import History
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.views.designs import competing
from hldsim_ui.views.map_words import position_known

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

NOBODY = -1
FLAT = 1e-12
"""Least length of a party's wants that counts as wanting anything."""


@dataclass(frozen=True)
class Band:
    """Rows (and columns) ``first`` to ``last`` back one proposal; -1 is uncommitted.

    ``within`` is the mean agreement of its pairs, NaN where there is no pair.
    """

    d: int
    first: int
    last: int
    within: float


@dataclass(frozen=True)
class Matrix:
    """The matrix as it is drawn.

    Attributes
    ----------
    order_r : (r,) ints
        Party of each row and column: by coalition, role, region and name.
    value_rr : (r, r) floats
        Agreement in [-1, 1]; NaN where one of the two wants nothing in particular.
    bands : tuple of Band
        From the top down.
    known_r, kept_r : (r,) bools
        Whose position is known from a source; who is in focus.
    overall : float
        Mean agreement of all pairs.
    selected : int
        Row of the selected party, or -1.
    """

    order_r: I8
    value_rr: F8
    bands: tuple[Band, ...]
    known_r: B1
    kept_r: B1
    overall: float
    selected: int = NOBODY


def agreement_pp(profile: PreferenceProfile, utility: UtilityFunction, space: OutcomeSpace) -> F8:
    """Correlation of what every two parties want, (p, p), in [-1, 1].

    a_ij = sum_k m_k(e_ik e_jk) / sqrt(sum_k m_k(e_ik^2) sum_k m_k(e_jk^2)), where e_ik(l) is the
    utility to i of level l of issue k, the other issues at the status quo, less its mean over the
    levels, and m_k the mean over the levels. If utilities are additive this is Pearson's
    correlation of the two parties' utilities over all outcomes, each counted once: 1 if they rank
    and weigh all outcomes alike, 0 if knowing one says nothing about the other, -1 if they want
    the opposite. Lines of blocs are left out: it is about what parties want, not about what they
    are asked to do.
    """
    columns = np.array(space.status_quo) + space.offset_i
    step_pl = utility.steps(profile, columns)
    mean_pi = np.add.reduceat(step_pl, space.offset_i, axis=1) / space.count_i
    apart_pl = (step_pl - mean_pi[:, space.issue_l]) / np.sqrt(space.count_i[space.issue_l])
    length_p = np.linalg.norm(apart_pl, axis=1)
    length_p = np.where(length_p > FLAT, length_p, np.nan)
    apart_pl = apart_pl / length_p[:, None]
    return np.clip(np.einsum("il,jl->ij", apart_pl, apart_pl), -1.0, 1.0)


def utility_of(scenario: Scenario) -> UtilityFunction:
    """The utility function a scenario names."""
    spec = scenario.rules.get("utility")
    return UTILITIES["additive" if spec is None else spec.name]()


def rows_of(scenario: Scenario, backed_p: I8) -> I8:
    """Parties in the order of rows, (r,): by coalition, then role, region and name."""
    places = {d: n for n, (d, _) in enumerate(competing(scenario))}
    roles = {role: n for n, role in enumerate(Role)}
    return np.array(
        sorted(
            range(len(scenario.parties)),
            key=lambda p: (
                places.get(int(backed_p[p]), len(places)),
                roles[scenario.parties[p].role],
                scenario.parties[p].region,
                scenario.parties[p].name,
            ),
        ),
        dtype=np.int64,
    )


def matrix(
    history: History,
    k: int,
    agreed_pp: F8,
    selected: int = NOBODY,
    kept_p: B1 | None = None,
) -> Matrix:
    """Order the matrix as coalitions stand after round ``k``."""
    scenario = history.scenario
    backed = backed_proposal(history[k].state)
    order = rows_of(scenario, backed)
    value = agreed_pp[np.ix_(order, order)]
    known = np.array([position_known(scenario.parties[p]) for p in order.tolist()], dtype=bool)
    kept = np.ones(len(order), dtype=bool) if kept_p is None else kept_p[order]
    row = np.flatnonzero(order == selected)
    return Matrix(
        order_r=order,
        value_rr=value,
        bands=_bands(backed[order], value),
        known_r=known,
        kept_r=kept,
        overall=mean_of_pairs(value),
        selected=int(row[0]) if len(row) else NOBODY,
    )


def mean_of_pairs(value_rr: F8) -> float:
    """Mean over pairs of two different parties; NaN where there is none."""
    pairs = value_rr[np.triu_indices(len(value_rr), 1)]
    pairs = pairs[~np.isnan(pairs)]
    return float(pairs.mean()) if len(pairs) else float("nan")


def nearest(seen: Matrix, row: int, count: int) -> tuple[list[int], list[int]]:
    """Rows that agree most with one row, and least; most extreme first."""
    value = seen.value_rr[row].copy()
    value[row] = np.nan
    order = [int(n) for n in np.argsort(value, kind="stable") if not np.isnan(value[n])]
    return order[::-1][:count], order[:count]


def _bands(backed_r: I8, value_rr: F8) -> tuple[Band, ...]:
    ends = [*(np.flatnonzero(np.diff(backed_r)) + 1).tolist(), len(backed_r)]
    starts = [0, *ends[:-1]]
    return tuple(
        Band(int(backed_r[a]), a, b, mean_of_pairs(value_rr[a:b, a:b]))
        for a, b in zip(starts, ends, strict=True)
    )


def runs(value_r: NDArray[Any]) -> list[tuple[int, int, Any]]:
    """Stretches of equal values: (first, past the last, value).

    Examples
    --------
    >>> runs(np.array([True, True, False]))
    [(0, 2, True), (2, 3, False)]
    """
    if not len(value_r):
        return []
    ends = [*(np.flatnonzero(value_r[1:] != value_r[:-1]) + 1).tolist(), len(value_r)]
    return [(a, b, value_r[a].item()) for a, b in zip([0, *ends[:-1]], ends, strict=True)]
