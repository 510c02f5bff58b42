"""Judging: what the runs say of one fact, as pure functions of summaries.

Three kinds of fact. Of *runs*: the share of runs that show it, with its Wilson interval. *Across*
runs: one number that only many runs have. Of *steps*, a comparative static: changes of a mean from
one setting to the next on common seeds, with the standard error of the paired difference.
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
        nearest to failing.
    share, low, high : float or None
        Share of runs that show the fact and its Wilson 95 % interval; None across runs. A run
        with nothing to measure does not show it. Of steps, low and high are the change less and
        plus 1.96 standard errors.
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
    column_kr: Sequence[F8],
    seed_kr: Sequence[NDArray[np.int64]],
) -> Judgement:
    """Judge by changes from step to step, over the seeds that every step has.

    Met if every change, with one standard error granted, compares with the threshold.

    Parameters
    ----------
    column_kr, seed_kr : sequences of (r,) arrays
        Measure and seed of each run, step by step.
    """
    common = seed_kr[0]
    for seeds in seed_kr[1:]:
        common = common[np.isin(common, seeds)]
    aligned = [
        column[[int(np.flatnonzero(seeds == seed)[0]) for seed in common]]
        for column, seeds in zip(column_kr, seed_kr, strict=True)
    ]
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
