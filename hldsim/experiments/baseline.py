"""The plain baseline: what the vote dimension alone would say, to hold the model against."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.ranks import spearman
from hldsim.domain.parties import Seat
from hldsim.engine.assemble import assemble, prepare
from hldsim.experiments.replicates import replicate_seed, un_score
from hldsim.record.measures import RunView
from hldsim.scenario.schema import Scenario

F8 = NDArray[np.float64]

FIGURE = "ideal_point"
"""The figure whose negative is the baseline: who votes less like the USA likes the UN more."""


def baseline_correlation(scenario: Scenario, un_score_p: F8) -> float | None:
    """Rank correlation of members' ``un_score`` with minus their ideal point, in [-1, 1].

    1: the model orders states as the vote dimension does and adds nothing; 0: the two have nothing
    in common. Over few draws a party's own taste is left in its mean and lowers the correlation:
    see ``un_scores``. Members without an ideal point are left out; None where fewer than two are
    left, or the scenario has no ``un_score``.

    Parameters
    ----------
    un_score_p : (p,) floats
        Mean or sum over draws, utility units; see ``hldsim.experiments.replicates.un_score``.
    """
    if not un_score_p.ndim:
        return None
    member = np.array([party.seat is Seat.MEMBER for party in scenario.parties])
    figure = np.array([party.figures.get(FIGURE, math.nan) for party in scenario.parties])
    found = spearman(un_score_p[member], -figure[member])
    return None if math.isnan(found) else found


def un_scores(scenario: Scenario, draws: int, seed: int = 1) -> F8:
    """Mean ``un_score`` of each party over unconditioned draws, (p,), utility units.

    Nothing is run, so thousands of draws are cheap; the first are those of an ensemble of that
    seed.

    Raises
    ------
    ZeroDivisionError
        If no draw is asked for.
    """
    plan = prepare(scenario)
    total = np.zeros(len(scenario.parties))
    for r in range(draws):
        setup, start = assemble(plan, replicate_seed(seed, r), conditioned=False)
        total += un_score(RunView(scenario, setup.inputs, start, start))
    return total / draws
