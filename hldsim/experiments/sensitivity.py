"""Sensitivity: which free parameters move a result, screened all at once by Morris's method.

Every number that a rule lets one set is a *factor*, and so is the discipline of a bloc that has a
line. A factor given as a prior runs over the central 95 % of it; any other over half to one and a
half times its value, within the rule's bounds. All factors are set to numbers, so nothing but the
parties' own luck is drawn, and that luck is common: every point is run on the same seeds, so a
factor that does nothing has an effect of exactly 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.errors import HldsimError
from hldsim.experiments.ensemble import check_numbers
from hldsim.experiments.parameters import Listed, list_parameters
from hldsim.experiments.pool import Progress, gather
from hldsim.experiments.replicates import Job, Summary, check_measures
from hldsim.preferences.draw import draw_prior
from hldsim.scenario.schema import Prior, Scenario

F8 = NDArray[np.float64]

OUTCOMES = ("adopted[venue=hosted]", "backing_share[un_embedded]")
"""What is looked at unless told otherwise: a hosted forum adopted, the UN design's last backing."""

SWITCH = "0 or 1"
"""Unit of parameters that are a yes or a no and so no factors."""

TAIL = 0.025
"""What is cut off a prior at each end."""

AROUND = 0.5
"""How far a number without a prior moves, as a share of itself."""

LEVELS = 4
"""Grid levels of a factor; a step is 2/3 of its range, as Morris advises."""

MISSING = (
    "sensitivity analysis needs SALib, which is not installed; type: "
    "python -m pip install 'hldsim[sensitivity]'  (in a checkout: '.[sensitivity]')"
)


class SensitivityError(HldsimError, ValueError):
    """An analysis is asked for that cannot be made."""


@dataclass(frozen=True)
class Factor:
    """One free parameter and the range it runs over.

    Attributes
    ----------
    path : str
        Where it stands in the scenario, e.g. ``"adoption[un].kappa"``.
    value : float
        Its value in the scenario; of a prior the median.
    prior : Prior or None
        The scenario's prior, which the range is the central 95 % of.
    """

    path: str
    symbol: str
    meaning: str
    unit: str
    value: float
    low: float
    high: float
    prior: Prior | None = None

    @property
    def origin(self) -> str:
        """Where the range comes from."""
        return "prior" if self.prior else "around the value"

    def at(self, u: float) -> float:
        """Value at ``u`` in [0, 1] of the range: a quantile of the prior, else evenly spaced."""
        if self.prior is not None:
            return draw_prior(self.prior, TAIL + (1.0 - 2.0 * TAIL) * u)
        return self.low + (self.high - self.low) * u


@dataclass(frozen=True)
class Effects:
    """Elementary effects of every factor on one outcome, over whole ranges. Axis: f factors.

    Attributes
    ----------
    mu_star_f, mu_f, sigma_f : (f,) floats
        Mean of the absolute effects, of the effects, and their standard deviation.
    confidence_f : (f,) floats
        Half width of the 95 % bootstrap interval of ``mu_star_f``.
    """

    measure: str
    mu_star_f: F8
    mu_f: F8
    sigma_f: F8
    confidence_f: F8

    def order(self) -> list[int]:
        """Factors by ``mu_star_f``, largest first, ties by declared order."""
        return [int(n) for n in np.argsort(-np.round(self.mu_star_f, 12), kind="stable")]


@dataclass(frozen=True)
class SensitivityResult:
    """What came of an analysis."""

    scenario: Scenario
    trajectories: int
    runs: int
    seed: int
    interrupted: bool
    factors: tuple[Factor, ...]
    effects: tuple[Effects, ...]

    @property
    def runs_in_all(self) -> int:
        """Runs that were played."""
        return self.trajectories * (len(self.factors) + 1) * self.runs

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data; factors by weight within each outcome."""
        return {
            "scenario": self.scenario.name,
            "method": "morris",
            "trajectories": self.trajectories,
            "runs": self.runs,
            "seed": self.seed,
            "runs_in_all": self.runs_in_all,
            "interrupted": self.interrupted,
            "factors": [_factor_row(factor) for factor in self.factors],
            "effects": {
                found.measure: [self._row(found, n) for n in found.order()]
                for found in self.effects
            },
        }

    def _row(self, found: Effects, n: int) -> dict[str, Any]:
        return {
            "path": self.factors[n].path,
            "mu_star": float(found.mu_star_f[n]),
            "confidence": float(found.confidence_f[n]),
            "mu": float(found.mu_f[n]),
            "sigma": float(found.sigma_f[n]),
        }


def factors_of(scenario: Scenario) -> tuple[Factor, ...]:
    """Every parameter of the scenario (``list_parameters``) but switches."""
    return tuple(_factor(one) for one in list_parameters(scenario) if one.info.unit != SWITCH)


def with_values(scenario: Scenario, values: Mapping[str, float]) -> Scenario:
    """Return the scenario with some of its factors set to numbers, by path.

    Unlike ``with_settings`` this keeps the document as it is and checks nothing: a thousand
    points of an analysis differ in parameters only.
    """

    def settled(place: str, settings: Mapping[str, Any]) -> dict[str, Any]:
        own = {
            path.removeprefix(f"{place}."): value
            for path, value in values.items()
            if path.rpartition(".")[0] == place
        }
        return {**settings, **own}

    imputation, rules = scenario.imputation, scenario.rules
    return replace(
        scenario,
        blocs=tuple(
            replace(bloc, discipline=values.get(f"blocs[{bloc.id}].discipline", bloc.discipline))
            for bloc in scenario.blocs
        ),
        imputation=replace(imputation, parameters=settled("imputation", imputation.parameters)),
        rules={
            family: replace(spec, parameters=settled(f"rules.{family}", spec.parameters))
            for family, spec in rules.items()
        },
        adoption=tuple(
            replace(spec, parameters=settled(f"adoption[{spec.id}]", spec.parameters))
            for spec in scenario.adoption
        ),
        agenda=tuple(
            replace(spec, parameters=settled(f"agenda[{spec.id}]", spec.parameters))
            for spec in scenario.agenda
        ),
    )


def morris(
    scenario: Scenario,
    trajectories: int = 20,
    runs: int = 20,
    seed: int = 1,
    workers: int = 1,
    *,
    measures: Sequence[str] = OUTCOMES,
    progress: Progress | None = None,
) -> SensitivityResult:
    """Screen all free parameters by elementary effects [Morris1991].

    A trajectory moves one factor after the other, each by 2/3 of its range; the change of the mean
    of a measure over ``runs`` runs, divided by 2/3, is one elementary effect.

    Parameters
    ----------
    trajectories : int
        Elementary effects of each factor (> 1).
    runs : int
        Runs at each of the ``trajectories`` x (factors + 1) points, on common seeds.
    measures : sequence of str
        Measures whose means are looked at.

    Raises
    ------
    SensitivityError
        If SALib is missing, a number is out of range, or a measure is nowhere to be had.
    KeyboardInterrupt
        If it came before two trajectories were finished.
    """
    check_numbers(runs, seed, workers)
    check_measures(measures)
    if trajectories < 2:
        raise SensitivityError(f"trajectories = {trajectories}; allowed: a whole number >= 2")
    sample, analyze = _salib()
    factors = factors_of(scenario)
    problem = {
        "num_vars": len(factors),
        "names": [factor.path for factor in factors],
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    points = sample(problem, trajectories, num_levels=LEVELS, seed=seed)
    outcome_rm, interrupted = _play(
        scenario, factors, points, runs, seed, workers, tuple(measures), progress
    )
    done = len(outcome_rm) // (len(factors) + 1)
    if done < 2:
        raise KeyboardInterrupt
    if np.isnan(outcome_rm).any():
        raise SensitivityError("a measure has no value at some point; allowed: one every run has")
    effects = []
    for column, name in zip(outcome_rm.T, measures, strict=True):
        found = analyze(problem, points[: len(column)], column, num_levels=LEVELS, seed=seed)
        rows = (found[key] for key in ("mu_star", "mu", "sigma", "mu_star_conf"))
        effects.append(Effects(name, *(np.asarray(row, dtype=np.float64) for row in rows)))
    return SensitivityResult(scenario, done, runs, seed, interrupted, factors, tuple(effects))


def _play(
    scenario: Scenario,
    factors: Sequence[Factor],
    points: F8,
    runs: int,
    seed: int,
    workers: int,
    measures: tuple[str, ...],
    progress: Progress | None,
) -> tuple[F8, bool]:
    """Mean of each measure at each point, (points, m); whole trajectories only."""
    rows: list[F8] = []
    length = len(factors) + 1
    total = len(points) * runs
    for first in range(0, len(points), length):
        jobs = [
            Job(_at(scenario, factors, point), True, measures)
            for point in points[first : first + length]
        ]
        summaries, interrupted = gather(jobs, runs, seed, workers)
        if interrupted or any(one is None for one in summaries):
            return np.array(rows).reshape(-1, len(measures)), True
        rows += [_mean(one) for one in summaries if one is not None]
        if progress is not None:
            progress(len(rows) * runs, total, None)
    return np.array(rows), False


def _at(scenario: Scenario, factors: Sequence[Factor], point: F8) -> Scenario:
    settings = {f.path: f.at(float(u)) for f, u in zip(factors, point, strict=True)}
    return with_values(scenario, settings)


def _mean(summary: Summary) -> F8:
    """Mean over the runs that have the measure."""
    known = ~np.isnan(summary.measure_rm)
    count = known.sum(axis=0)
    total = np.where(known, summary.measure_rm, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _factor(one: Listed) -> Factor:
    info, setting = one.info, one.setting
    known = one.path, info.symbol, info.meaning, info.unit
    if isinstance(setting, Prior):
        low, high = (draw_prior(setting, u) for u in (TAIL, 1.0 - TAIL))
        return Factor(*known, draw_prior(setting, 0.5), low, high, setting)
    value = float(setting)
    ends = sorted(((1.0 - AROUND) * value, (1.0 + AROUND) * value))
    if value == 0.0:
        ends = [0.0, 0.1 * min(info.high, 1.0)]
    return Factor(*known, value, max(ends[0], info.low), min(ends[1], info.high))


def _factor_row(factor: Factor) -> dict[str, Any]:
    names = ("path", "symbol", "meaning", "unit", "value", "low", "high", "origin")
    return {name: getattr(factor, name) for name in names}


def _salib() -> tuple[Any, Any]:
    """What SALib offers to sample and to analyse; it loads scipy, so only when it is needed."""
    try:
        from SALib.analyze.morris import analyze
        from SALib.sample.morris import sample
    except ImportError:
        raise SensitivityError(MISSING) from None
    return sample, analyze
