"""Traces: what is kept of the rounds of a run, for pictures of many runs over time.

Axes: k rounds (0: before anybody spoke), p parties, d proposals.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hldsim.table.state import State

F8 = NDArray[np.float64]
I2 = NDArray[np.int16]
B1 = NDArray[np.bool_]

VIABLE = 0.8
"""Viability from which on the room believes in a design."""

NEVER = -1
"""Round of what never came about."""


def viability_kd(states: Sequence[State], n_proposals: int) -> F8:
    """Viability of each proposal's coalition after each round, (k, d); NaN where there is none."""
    rows = np.full((len(states), n_proposals), np.nan)
    for row, state in zip(rows, states, strict=True):
        row[state.origin_c] = state.viability_c
    return rows


def backing_kd(states: Sequence[State], member_p: B1, n_proposals: int) -> I2:
    """Member states behind each proposal after each round, and last those behind none, (k, d + 1).

    As ``hldsim.table.state.backed_proposal`` counts them: by the proposal that a coalition gathered
    around, whatever its text has become.
    """
    rows = np.zeros((len(states), n_proposals + 1), dtype=np.int16)
    for row, state in zip(rows, states, strict=True):
        size_c = np.bincount(state.membership_p[member_p] + 1, minlength=len(state.origin_c) + 1)
        np.add.at(row, state.origin_c, size_c[1:])
        row[-1] = size_c[0]
    return rows


def first_viable_d(viability_kd: F8, bar: float = VIABLE) -> I2:
    """First round after which each proposal's viability is at least ``bar``, or `NEVER`; (d,)."""
    reached = viability_kd >= bar  # NaN never is
    first = np.where(reached.any(axis=0), reached.argmax(axis=0), NEVER)
    return first.astype(np.int16)
