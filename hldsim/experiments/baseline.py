"""The plain baseline: what the vote dimension alone would say, to hold the model against."""

from __future__ import annotations

import math

import numpy as np

from hldsim.analysis.ranks import spearman
from hldsim.domain.parties import Seat
from hldsim.experiments.replicates import Summary
from hldsim.scenario.schema import Scenario

FIGURE = "ideal_point"
"""The figure whose negative is the baseline: who votes less like the USA likes the UN more."""


def baseline_correlation(scenario: Scenario, summary: Summary) -> float | None:
    """Rank correlation of members' ``un_score`` with minus their ideal point, in [-1, 1].

    1: the model orders states as the vote dimension does and adds nothing; 0: the two have nothing
    in common. Members without an ideal point are left out; None where fewer than two are left, or
    the scenario has no ``un_score``.
    """
    if not summary.un_score_p.ndim:
        return None
    member = np.array([party.seat is Seat.MEMBER for party in scenario.parties])
    figure = np.array([party.figures.get(FIGURE, math.nan) for party in scenario.parties])
    found = spearman(summary.un_score_p[member], -figure[member])
    return None if math.isnan(found) else found
