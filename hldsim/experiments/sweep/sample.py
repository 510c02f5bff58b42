"""Sample: the points of a design, as places in the unit cube; SALib does what is not a grid."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.experiments.sweep.design import Design, DesignError, Factor, Value
from hldsim.experiments.sweep.extras import need
from hldsim.scenario.schema import Prior

F8 = NDArray[np.float64]

MOST = 10_000_000
"""Points of a design; more is a slip of the pen."""


def sample(design: Design) -> F8:
    """Points of a design, (n, f) in [0, 1]; without factors one point without coordinates.

    Raises
    ------
    DesignError
        If there would be more points than anybody can run, or SALib is missing.
    """
    factors = design.factors
    if design.sample.kind == "grid":
        sides = [_grid(factor) for factor in factors]
        points = int(np.prod([len(side) for side in sides], dtype=np.float64))
        if points > MOST:
            raise DesignError(f"the grid has {points:,} points; allowed: up to {MOST:,}")
        combined = list(itertools.product(*sides))
        return np.array(combined, dtype=np.float64).reshape(points, len(factors))
    return np.asarray(_salib(design), dtype=np.float64)


def values_at(design: Design, row: F8, priors: Mapping[str, Prior]) -> dict[str, Value]:
    """Value of each factor, by path, at a point.

    Parameters
    ----------
    row : (f,) floats
        A row of ``sample(design)``.
    priors : Mapping
        Priors of the condition's scenario by path, for factors that run over quantiles.
    """
    return {
        factor.path: factor.at(float(u), priors.get(factor.path) if factor.quantiles else None)
        for factor, u in zip(design.factors, row, strict=True)
    }


def problem(design: Design) -> dict[str, Any]:
    """The design as SALib wants it: every factor over [0, 1]."""
    return {
        "num_vars": len(design.factors),
        "names": list(design.paths),
        "bounds": [[0.0, 1.0]] * len(design.factors),
    }


def _grid(factor: Factor) -> list[float]:
    """Places in [0, 1] of a factor's levels, those that come to the same value once."""
    if factor.values:
        return [(n + 0.5) / len(factor.values) for n in range(len(factor.values))]
    places = [n / (factor.steps - 1) for n in range(factor.steps)]
    return list({factor.at(u): u for u in reversed(places)}.values())[::-1]


def _salib(design: Design) -> Any:
    kind, size = design.sample.kind, design.sample.size
    if kind == "latin":
        return need("SALib.sample.latin").sample(problem(design), size, seed=design.seed)
    if kind == "sobol":
        return need("SALib.sample.sobol").sample(
            problem(design), size, calc_second_order=False, scramble=True, seed=design.seed
        )
    return need("SALib.sample.morris").sample(
        problem(design), size, num_levels=design.sample.levels, seed=design.seed
    )
