"""Voting power of blocs in the game that a rule makes of them; no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.power import PowerError, additions, banzhaf, shapley_shubik
from hldsim.record.asked import Majority
from hldsim.table.inputs import Inputs

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

SLACK = 1e-9
"""A share this near to a quota reaches it and does not exceed it, as in the rules themselves."""
PATIENCE = 2e7
"""Additions that counting power may take in a picture that is drawn many times a second."""


@dataclass(frozen=True)
class Indices:
    """Voting power of a bloc under one rule, shares of all power in [0, 1]."""

    banzhaf: float
    shapley: float


def weight_of(inputs: Inputs, weighs: str) -> F8:
    """What each member weighs in a majority, (p,); 0 without a vote."""
    voter_p: F8 = (inputs.voting_weight_p > 0).astype(np.float64)
    if weighs == "votes":
        return inputs.voting_weight_p
    if weighs == "population" and inputs.population_p is not None:
        return np.asarray(inputs.population_p * voter_p)
    return voter_p


def game_of(
    blocs: list[int],
    majorities: tuple[Majority, ...],
    inputs: Inputs,
    backed_p: I8,
) -> dict[int, Indices] | None:
    """Power of each bloc (-1 all uncommitted together) where these majorities decide.

    ``blocs`` are the proposals that anybody backs. None where it would take too long. All who have
    a vote are taken to cast it, so that a quota is a share of everybody.
    """
    voter_p = inputs.voting_weight_p > 0
    single = np.flatnonzero((backed_p == -1) & voter_p)
    weights, quotas = [], []
    for one in majorities:
        weight_p = weight_of(inputs, one.weighs)
        total = float(weight_p.sum())
        together = [float(weight_p[backed_p == d].sum()) for d in blocs]
        weights.append((*together, *weight_p[single].tolist()))
        quotas.append(total * (one.quota + (SLACK if one.strict else -SLACK)))
    power = _power(tuple(weights), tuple(quotas), len(blocs))
    return None if power is None else dict(zip([*blocs, -1], power, strict=True))


@lru_cache(maxsize=256)
def _power(
    weights: tuple[tuple[float, ...], ...], quotas: tuple[float, ...], n: int
) -> tuple[Indices, ...] | None:
    """Power of the first ``n`` and, last, of all others together; None where it is too much."""
    try:
        if additions(weights, quotas) > PATIENCE:
            return None
        both = banzhaf(weights, quotas), shapley_shubik(weights, quotas)
    except PowerError:
        return None
    parts = [(*index[:n], index[n:].sum()) for index in both]
    return tuple(Indices(float(b), float(s)) for b, s in zip(*parts, strict=True))
