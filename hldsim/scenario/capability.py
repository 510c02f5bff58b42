"""Capability: the weight of each party in talks, from the scenario alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.scenario.schema import Scenario

CAPABILITY_POWER = 0.35
"""Power of GDP that capability is where a scenario states none."""


def capability_of(scenario: Scenario) -> NDArray[np.float64]:
    """Capability of each party, shape (p,), summing to 1.

    The scenario's own figure, else GDP ^ `CAPABILITY_POWER`, else the smallest known; equal
    shares where nothing is known of anybody.
    """
    raw = np.array(
        [
            party.capability
            if party.capability is not None
            else party.figures.get("gdp_usd", np.nan) ** CAPABILITY_POWER
            for party in scenario.parties
        ],
        dtype=np.float64,
    )
    if np.isnan(raw).all():
        raw[:] = 1.0
    raw = np.where(np.isnan(raw), np.nanmin(raw), raw)
    return np.asarray(raw / raw.sum())
