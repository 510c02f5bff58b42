"""Design: what a sweep varies, over which values, how often, and what is measured of each run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from hldsim.errors import Fault, HldsimError
from hldsim.scenario.schema import Prior

Value = float | int | str | bool
Setting = tuple[str, Any]

KINDS = ("grid", "latin", "sobol", "morris")
"""Kinds of sample."""


class DesignError(HldsimError, ValueError):
    """A design cannot be used. ``faults`` holds every fault found."""

    def __init__(self, message: str, faults: Sequence[Fault] = ()) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join([message, *(f"  {fault}" for fault in self.faults)]))


@dataclass(frozen=True)
class Condition:
    """A scenario, perhaps with some values set, that all points are run under."""

    id: str
    scenario: str
    settings: tuple[Setting, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Factor:
    """One path and the values it takes.

    Attributes
    ----------
    values : tuple
        Listed values in their order, or () for a range.
    low, high : float
        Ends of the range; of quantiles where ``quantiles``.
    steps : int
        Values of a range on a grid (>= 2, ends included).
    log : bool
        Whether equal steps are equal ratios.
    whole : bool
        Whether values are rounded to whole numbers.
    quantiles : bool
        Whether the path leads to a prior and ``low`` to ``high`` are quantiles of it.
    """

    path: str
    label: str = ""
    values: tuple[Value, ...] = ()
    low: float = 0.0
    high: float = 1.0
    steps: int = 0
    log: bool = False
    whole: bool = False
    quantiles: bool = False

    @property
    def name(self) -> str:
        """What it is called in tables and figures."""
        return self.label or self.path

    def at(self, u: float, prior: Prior | None = None) -> Value:
        """Value at ``u`` in [0, 1]: of a list by even shares, of a range by its scale.

        Examples
        --------
        >>> Factor("p", low=1.0, high=100.0, log=True).at(0.5)
        10.0
        >>> Factor("p", values=("a", "b")).at(0.7)
        'b'
        """
        if self.values:
            return self.values[min(int(u * len(self.values)), len(self.values) - 1)]
        if self.log:
            value = self.low * (self.high / self.low) ** u
        else:
            value = self.low + (self.high - self.low) * u
        value = min(max(float(f"{value:.12g}"), self.low), self.high)
        if prior is not None:
            from hldsim.preferences.draw import draw_prior

            return draw_prior(prior, value)
        return round(value) if self.whole else value

    def levels(self, prior: Prior | None = None) -> tuple[Value, ...]:
        """Values on a grid, in order, each once."""
        if self.values:
            return self.values
        found = [self.at(n / (self.steps - 1), prior) for n in range(self.steps)]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Sample:
    """Which points of the factors' space are run.

    Attributes
    ----------
    kind : str
        ``grid``: every combination of levels; ``latin``: ``size`` points of a Latin hypercube;
        ``sobol``: Saltelli's scheme on a scrambled Sobol sequence, ``size`` a power of 2;
        ``morris``: ``size`` trajectories of one-at-a-time steps on ``levels`` levels.
    """

    kind: str = "grid"
    size: int = 0
    levels: int = 4


@dataclass(frozen=True)
class Design:
    """A whole experiment. Frozen: a design that is run does not change.

    Attributes
    ----------
    replicates : int
        Runs of each point under each condition.
    common : bool
        Whether replicate r has the same seed at every point and condition, so that differences
        are not luck.
    conditioned : bool
        Whether known positions are imposed by redrawing.
    """

    title: str
    conditions: tuple[Condition, ...]
    factors: tuple[Factor, ...]
    sample: Sample
    measures: tuple[str, ...]
    replicates: int
    seed: int
    question: str = ""
    settings: tuple[Setting, ...] = ()
    common: bool = True
    conditioned: bool = True

    @property
    def digest(self) -> str:
        """SHA-256 of everything that fixes a run but the number of replicates.

        More replicates are the same experiment carried further, since each has its own seed.
        """
        plain = asdict(replace(self, replicates=0, title="", question=""))
        return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()

    @property
    def paths(self) -> tuple[str, ...]:
        """Paths of the factors."""
        return tuple(factor.path for factor in self.factors)
