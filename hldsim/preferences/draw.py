"""Turning uniforms into draws: normal, gamma, Kumaraswamy, and priors of parameters.

Everything starts from ``chance(name, n)``, because numpy does not promise its distributions
across versions. Where a beta distribution is wanted we use Kumaraswamy's (1980), whose inverse
has a closed form; the two are near each other for the same shapes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields
from statistics import NormalDist
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from hldsim.errors import PathError
from hldsim.scenario.schema import Prior, Setting
from hldsim.streams import Chance

F8 = NDArray[np.float64]
P = TypeVar("P")

_NORMAL = NormalDist()


def normals(chance: Chance, name: str, n: int) -> F8:
    """Return n standard normals (Box and Muller 1958, cosine branch)."""
    u = chance(name, 2 * n)
    return np.asarray(np.sqrt(-2.0 * np.log1p(-u[:n])) * np.cos((2.0 * math.pi) * u[n:]))


def gammas3(chance: Chance, name: str, n: int) -> F8:
    """Return n draws of Gamma(3) / 3: mean 1, standard deviation 0.577."""
    u = 1.0 - chance(name, 3 * n)
    return np.asarray(-np.log(u[:n] * u[n : 2 * n] * u[2 * n :]) / 3.0)


def kumaraswamy(u: F8, a: float, b: float) -> F8:
    """Turn uniforms into Kumaraswamy(a, b) draws on [0, 1]; near Beta(a, b)."""
    return np.asarray((1.0 - (1.0 - u) ** (1.0 / b)) ** (1.0 / a))


def draw_prior(prior: Prior, u: float) -> float:
    """Return the quantile ``u`` of a prior, clipped to its bounds."""
    u = min(max(u, 1e-12), 1.0 - 1e-12)
    if prior.kind == "normal":
        x = prior.a + prior.b * _NORMAL.inv_cdf(u)
    elif prior.kind == "lognormal":
        x = prior.a * math.exp(prior.b * _NORMAL.inv_cdf(u))
    elif prior.kind == "uniform":
        x = prior.a + (prior.b - prior.a) * u
    elif prior.kind == "beta":
        x = (1.0 - (1.0 - u) ** (1.0 / prior.b)) ** (1.0 / prior.a)
    else:
        raise PathError(f"prior of kind {prior.kind!r}; allowed: normal, lognormal, uniform, beta")
    return min(max(x, prior.low), prior.high)


def draw_parameters(
    kind: type[P], settings: Mapping[str, Setting], chance: Chance, place: str
) -> P:
    """Build a rule's ``Parameters`` from settings, drawing those given as priors.

    Parameters
    ----------
    place : str
        Where the settings stand, e.g. ``"adoption[un]"``: names the chance and the error.

    Raises
    ------
    PathError
        If a setting is unknown, not a number, or out of its range.
    """
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    values: dict[str, Any] = {}
    for name, setting in settings.items():
        if name not in known:
            raise PathError(
                f"{place}.{name}: no such parameter; allowed: {', '.join(known) or 'none'}"
            )
        value = setting
        if isinstance(setting, Prior):
            value = draw_prior(setting, float(chance(f"prior/{place}.{name}", 1)[0]))
        low, high = known[name].metadata["low"], known[name].metadata["high"]
        if isinstance(value, str) or not low <= float(value) <= high:  # type: ignore[arg-type]
            raise PathError(f"{place}.{name}: {value!r}; allowed: {low:g} to {high:g}")
        values[name] = float(value)  # type: ignore[arg-type]
    return kind(**values)
