"""Orders: the runs of a design cut into handfuls that any process can play, checked beforehand."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hldsim.errors import HldsimError
from hldsim.experiments.across import is_across
from hldsim.experiments.parameters import list_parameters
from hldsim.experiments.replicates import check_measures, replicate_seed
from hldsim.experiments.sweep.design import Condition, Design, DesignError, Setting
from hldsim.experiments.sweep.sample import sample, values_at
from hldsim.record.knowledge import known_parameters, known_rules
from hldsim.scenario.canonical import scenario_hash, to_json
from hldsim.scenario.load import list_scenarios, load_scenario
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import Prior, Scenario

B1 = NDArray[np.bool_]
F8 = NDArray[np.float64]

HANDFUL = 8
"""Runs of an order at most: few enough that little is lost when a machine dies."""

TRIED = 64
"""Points that are checked whole before anything runs; of the others each value by itself."""


@dataclass(frozen=True)
class Order:
    """A handful of replicates of one point: first <= r < stop.

    Attributes
    ----------
    document : bytes
        The condition's scenario: canonical JSON, compressed.
    settings : tuple of (path, value)
        What the point sets in it.
    """

    condition: str
    point: int
    first: int
    stop: int
    document: bytes
    settings: tuple[Setting, ...]
    measures: tuple[str, ...]
    conditioned: bool
    seed: int
    common: bool

    @property
    def seeds(self) -> list[int]:
        """Seed of each replicate."""
        return [self._seed(r) for r in range(self.first, self.stop)]

    def _seed(self, r: int) -> int:
        if self.common:
            return replicate_seed(self.seed, r)
        own = hashlib.blake2b(f"{self.condition}/{self.point}".encode(), digest_size=6).digest()
        return replicate_seed(self.seed ^ int.from_bytes(own, "little"), r)


@dataclass(frozen=True)
class Prepared:
    """A design whose scenarios are loaded and whose points are known. Axes: n points, f factors.

    Attributes
    ----------
    scenarios : dict of str to Scenario
        By condition, with the settings of condition and design made.
    point_nf : (n, f) floats
        Places in [0, 1].
    """

    design: Design
    scenarios: Mapping[str, Scenario]
    documents: Mapping[str, bytes]
    priors: Mapping[str, Mapping[str, Prior]]
    point_nf: F8

    @property
    def points(self) -> int:
        """How many points."""
        return len(self.point_nf)

    @property
    def runs(self) -> int:
        """How many runs in all."""
        return self.points * len(self.scenarios) * self.design.replicates

    def hashes(self) -> dict[str, str]:
        """Hash of each condition's scenario."""
        return {name: scenario_hash(scenario) for name, scenario in self.scenarios.items()}

    def settings(self, condition: str, point: int) -> tuple[Setting, ...]:
        """What a point sets under a condition, by path."""
        values = values_at(self.design, self.point_nf[point], self.priors[condition])
        return tuple(values.items())

    def orders(
        self,
        done: Callable[[str, int], B1 | None] = lambda condition, point: None,
        points: Iterable[int] | None = None,
    ) -> Iterator[Order]:
        """Everything that is to be run, point by point, conditions side by side.

        Parameters
        ----------
        done : callable
            Of a condition and a point, which replicates there are already, (r,), or None.
        points : iterable of int, optional
            Only these.
        """
        design = self.design
        for point in range(self.points) if points is None else points:
            for condition in self.scenarios:
                held = done(condition, point)
                for first, stop in _gaps(held, design.replicates):
                    yield Order(
                        condition,
                        point,
                        first,
                        stop,
                        self.documents[condition],
                        self.settings(condition, point),
                        design.measures,
                        design.conditioned,
                        design.seed,
                        design.common,
                    )


def prepare_design(
    design: Design, folder: Path | None = None, scenarios: Mapping[str, Scenario] | None = None
) -> Prepared:
    """Load the scenarios of a design and try what it sets, before anything runs.

    Parameters
    ----------
    folder : Path, optional
        Where scenario paths start from, if they are not names: the folder of the design file.
    scenarios : Mapping, optional
        Scenarios by condition that are loaded already, as they are to be run.

    Raises
    ------
    DesignError
        If a scenario, path, value or measure cannot be; the text says where.
    """
    if scenarios is None:
        scenarios = {one.id: _load(one, design, folder) for one in design.conditions}
    check_measures(design.measures)
    for measure in design.measures:
        if is_across(measure):
            raise DesignError(
                f"{measure} is a number of many runs together, not of one; allowed: another measure"
            )
    documents = {
        name: zlib.compress(to_json(one.document).encode()) for name, one in scenarios.items()
    }
    priors = {name: _priors(one) for name, one in scenarios.items()}
    prepared = Prepared(design, scenarios, documents, priors, sample(design))
    for name, scenario in scenarios.items():
        _try(prepared, name, scenario)
    return prepared


def _load(condition: Condition, design: Design, folder: Path | None) -> Scenario:
    name: str | Path = condition.scenario
    if folder is not None and name not in list_scenarios() and (folder / name).exists():
        name = folder / name
    try:
        rules = known_rules(), known_parameters()
        scenario = load_scenario(name, *rules)
        settings = {**dict(design.settings), **dict(condition.settings)}
        return with_settings(scenario, settings, *rules) if settings else scenario
    except HldsimError as error:
        raise DesignError(f"condition {condition.id!r}: {error}") from None


def _priors(scenario: Scenario) -> dict[str, Prior]:
    return {
        one.path: one.setting for one in list_parameters(scenario) if isinstance(one.setting, Prior)
    }


def _try(prepared: Prepared, name: str, scenario: Scenario) -> None:
    """Check the first points whole, and every value of every factor by itself."""
    design, rules = prepared.design, (known_rules(), known_parameters())
    for factor in design.factors:
        if factor.quantiles and factor.path not in prepared.priors[name]:
            known = ", ".join(prepared.priors[name]) or "none"
            raise DesignError(
                f"factor {factor.path}, condition {name!r}: quantiles of what is no prior; "
                f"priors of this scenario: {known}"
            )
    tried: set[tuple[Setting, ...]] = set()
    for point in range(min(prepared.points, TRIED)):
        tried.add(prepared.settings(name, point))
    for factor in design.factors:
        prior = prepared.priors[name].get(factor.path) if factor.quantiles else None
        values = factor.values or (factor.at(0.0, prior), factor.at(1.0, prior))
        tried.update(((factor.path, value),) for value in values)
    for settings in sorted(tried, key=repr):
        try:
            with_settings(scenario, dict(settings), *rules)
        except HldsimError as error:
            where = ", ".join(f"{path} = {value!r}" for path, value in settings)
            raise DesignError(f"condition {name!r} with {where}: {error}") from None


def _gaps(held: B1 | None, replicates: int) -> Iterator[tuple[int, int]]:
    """Stretches of replicates that are missing, cut into handfuls."""
    missing = [r for r in range(replicates) if held is None or r >= len(held) or not held[r]]
    first = 0
    while first < len(missing):
        stop = first + 1
        while (
            stop < len(missing)
            and missing[stop] == missing[stop - 1] + 1
            and stop - first < HANDFUL
        ):
            stop += 1
        yield missing[first], missing[stop - 1] + 1
        first = stop
