"""Judging: what the runs say of one fact, as pure functions of summaries.

Four kinds of fact. Of *runs*: the share of runs that show it, with its Wilson interval. *Across*
runs: one number that only many runs have. Of *steps*, a comparative static: changes of a mean from
one setting to the next on common seeds, with the standard error of the paired difference. *Against*
another scenario: the ratio of two means on common seeds.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.intervals import Z_95, wilson
from hldsim.experiments.across import across_runs
from hldsim.experiments.replicates import Summary
from hldsim.scenario.schema import FactSpec, Scenario

F8 = NDArray[np.float64]

COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
"""Comparisons a fact may be made of."""

MET, SHORT = "met", "short"
GIVEN, CALIBRATED, PRINTED = "given", "calibrated", "printed"
"""Kinds of row that are no facts: imposed, set so, or only for the record."""


@dataclass(frozen=True)
class Column:
    """A measure of each run, and the seed of that run; both (r,)."""

    value_r: F8
    seed_r: NDArray[np.int64]


@dataclass(frozen=True)
class StepValue:
    """One step of a comparative static.

    Attributes
    ----------
    settings : tuple of (path, value)
        What was changed.
    mean : float or None
        Mean of the measure over runs.
    change, error : float or None
        Mean change from the step before on common seeds and its standard error,
        s / sqrt(n) with s the standard deviation of the paired differences; None at the first.
    """

    settings: tuple[tuple[str, Any], ...]
    mean: float | None
    change: float | None = None
    error: float | None = None


@dataclass(frozen=True)
class Judgement:
    """One fact and what the runs say of it.

    Attributes
    ----------
    value : float or None
        Median of the measure over runs; across runs the measure itself; of steps the change
        nearest to failing; against another scenario the ratio.
    share, low, high : float or None
        Share of runs that show the fact and its Wilson 95 % interval; None across runs. A run
        with nothing to measure does not show it. Of steps, low and high are the change less and
        plus 1.96 standard errors; so is a ratio's, against another scenario.
    verdict : str
        ``met``, ``short``, ``given`` (imposed by conditioning), ``calibrated`` (a dial set so;
        ``short`` where it no longer holds) or ``printed`` (for the record).
    undecided : bool
        Whether the interval holds the bar.
    steps : tuple of StepValue
        Of a comparative static.
    """

    fact: FactSpec
    runs: int
    value: float | None
    share: float | None
    low: float | None
    high: float | None
    verdict: str
    undecided: bool
    steps: tuple[StepValue, ...] = ()

    @property
    def test(self) -> str:
        """The test in words and signs."""
        fact = self.fact
        if fact.kind == PRINTED:
            return fact.measure
        text = f"{fact.measure} {fact.op} {fact.threshold:g}"
        if self.steps:
            return f"change of {text}, one standard error granted"
        if fact.against is not None:
            other = f"{fact.against.measure} in {fact.against.scenario}"
            return f"mean of {fact.measure} {fact.op} {fact.threshold:g} x that of {other}"
        if self.share is None:
            return text
        return f"{text} in {fact.share_op} {100 * fact.share:g} % of runs"

    @property
    def clearly_short(self) -> bool:
        """Whether it falls short by more than chance explains."""
        return self.verdict == SHORT and not self.undecided

    def as_json(self) -> dict[str, Any]:
        """The judgement as plain data."""
        fact = self.fact
        return {
            "id": fact.id,
            "text": fact.text,
            "kind": fact.kind,
            "source": fact.source,
            "test": self.test,
            "conditioned": fact.conditioned,
            "settings": dict(fact.settings),
            "runs": self.runs,
            "value": self.value,
            "share": self.share,
            "low": self.low,
            "high": self.high,
            "verdict": self.verdict,
            "undecided": self.undecided,
            "steps": [{**vars(step), "settings": dict(step.settings)} for step in self.steps],
        }


def judge_runs(fact: FactSpec, column_r: F8) -> Judgement:
    """Judge by the share of runs that show a fact; NaN: nothing to measure, so not shown."""
    known = column_r[~np.isnan(column_r)]
    shown, n = int(COMPARE[fact.op](known, fact.threshold).sum()), len(column_r)
    low, high = wilson(shown, n)
    verdict = _verdict(fact, bool(COMPARE[fact.share_op](shown / n, fact.share)))
    median = float(np.median(known)) if len(known) else None
    undecided = verdict in (MET, SHORT) and low <= fact.share <= high
    return Judgement(fact, n, median, shown / n, low, high, verdict, undecided)


def judge_across(fact: FactSpec, scenario: Scenario, summary: Summary) -> Judgement:
    """Judge by a number that many runs have together."""
    value = across_runs(fact.measure, scenario, summary)
    verdict = _verdict(fact, bool(COMPARE[fact.op](value, fact.threshold)))
    return Judgement(fact, len(summary), value, None, None, None, verdict, False)


def judge_steps(
    fact: FactSpec,
    settings: Sequence[tuple[tuple[str, Any], ...]],
    columns: Sequence[Column],
) -> Judgement:
    """Judge by changes from step to step, over the seeds that every step has.

    Met if every change, with one standard error granted, compares with the threshold.

    Parameters
    ----------
    columns : sequence of Column
        Measure and seed of each run, step by step.
    """
    common, aligned = _aligned(columns)
    steps = [StepValue(settings[0], _mean(aligned[0]))]
    for number, (before, after) in enumerate(zip(aligned, aligned[1:], strict=False), start=1):
        change, error = paired_change(before, after)
        steps.append(StepValue(settings[number], _mean(after), change, error))
    up = fact.op in (">=", ">")
    changes = [(s.change, s.error) for s in steps if s.change is not None and s.error is not None]
    if len(changes) < len(steps) - 1:
        verdict = _verdict(fact, False)
        return Judgement(fact, len(common), None, None, None, None, verdict, False, tuple(steps))
    granted = [change + error if up else change - error for change, error in changes]
    worst = granted.index(min(granted) if up else max(granted))
    change, error = changes[worst]
    verdict = _verdict(fact, bool(COMPARE[fact.op](granted[worst], fact.threshold)))
    low, high = change - Z_95 * error, change + Z_95 * error
    undecided = verdict in (MET, SHORT) and low < fact.threshold < high
    return Judgement(fact, len(common), change, None, low, high, verdict, undecided, tuple(steps))


def judge_against(fact: FactSpec, own: Column, other: Column) -> Judgement:
    """Judge by the ratio of a mean to that of another scenario, over the seeds both have."""
    seeds, (own_r, other_r) = _aligned([own, other])
    found = ratio_of_means(own_r, other_r)
    if found is None:
        verdict = _verdict(fact, False)
        return Judgement(fact, len(seeds), None, None, None, None, verdict, False)
    ratio, error = found
    low, high = ratio - Z_95 * error, ratio + Z_95 * error
    verdict = _verdict(fact, bool(COMPARE[fact.op](ratio, fact.threshold)))
    undecided = verdict in (MET, SHORT) and low < fact.threshold < high
    return Judgement(fact, len(seeds), ratio, None, low, high, verdict, undecided)


def ratio_of_means(own_r: F8, other_r: F8) -> tuple[float, float] | None:
    """Mean of one divided by the mean of the other over runs that have both, and its error.

    The standard error is that of the linear approximation for paired samples,
    s(x - ratio y) / (sqrt(n) mean(y)) [Cochran1977, section 2.11]. None where there is no ratio.

    Examples
    --------
    >>> ratio_of_means(np.array([2.0, 4.0]), np.array([1.0, 2.0]))
    (2.0, 0.0)
    """
    known = ~np.isnan(own_r + other_r)
    own_r, other_r = own_r[known], other_r[known]
    if not len(own_r) or other_r.mean() == 0:
        return None
    below = float(other_r.mean())
    ratio = float(own_r.mean()) / below
    spread = float((own_r - ratio * other_r).std(ddof=1)) if len(own_r) > 1 else 0.0
    return ratio, spread / (math.sqrt(len(own_r)) * abs(below))


def _aligned(columns: Sequence[Column]) -> tuple[NDArray[np.int64], list[F8]]:
    """Seeds that all columns have, and the values under them in one order."""
    common = columns[0].seed_r
    for column in columns[1:]:
        common = common[np.isin(common, column.seed_r)]
    return common, [
        column.value_r[[int(np.flatnonzero(column.seed_r == seed)[0]) for seed in common]]
        for column in columns
    ]


def paired_change(before_r: F8, after_r: F8) -> tuple[float | None, float | None]:
    """Mean of ``after - before`` over runs that have both, and its standard error.

    Examples
    --------
    >>> change, error = paired_change(np.array([0.0, 1.0, 0.0]), np.array([1.0, 1.0, 1.0]))
    >>> round(change, 3), round(error, 3)
    (0.667, 0.333)
    """
    difference = (after_r - before_r)[~np.isnan(after_r - before_r)]
    if not len(difference):
        return None, None
    spread = float(difference.std(ddof=1)) if len(difference) > 1 else 0.0
    return float(difference.mean()), spread / math.sqrt(len(difference))


def _mean(column_r: F8) -> float | None:
    known = column_r[~np.isnan(column_r)]
    return float(known.mean()) if len(known) else None


def _verdict(fact: FactSpec, holds: bool) -> str:
    if fact.kind in (GIVEN, PRINTED):
        return fact.kind
    if not holds:
        return SHORT
    return CALIBRATED if fact.kind == CALIBRATED else MET
