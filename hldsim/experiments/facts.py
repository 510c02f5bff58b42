"""Facts: what a scenario is meant to reproduce, tried on many runs and judged.

Each fact is a measure of a run, a bar, and the share of runs that must clear it. The point estimate
decides; where the Wilson interval of the share holds the bar, ``undecided`` is added. Known
positions are tried without conditioning as well: the probability that the rule alone gives
them is their *surprise*.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from hldsim.analysis.intervals import wilson
from hldsim.domain.parties import NONCOMMITTAL
from hldsim.errors import HldsimError
from hldsim.experiments.across import across_runs, is_across
from hldsim.experiments.ensemble import check_numbers
from hldsim.experiments.pool import Progress, gather
from hldsim.experiments.replicates import Job, Summary, check_measures
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import FactSpec, Scenario
from hldsim.table.state import UNSAID

COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
"""Comparisons a fact may be made of."""

MET, SHORT = "met", "short"
GIVEN, CALIBRATED, PRINTED = "given", "calibrated", "printed"
"""Kinds of row that are no facts: imposed, set so, or only for the record."""


class FactError(HldsimError, ValueError):
    """A scenario declares no facts, or one that cannot be read."""


@dataclass(frozen=True)
class Judgement:
    """One fact and what the runs say of it.

    Attributes
    ----------
    value : float or None
        Median of the measure over runs; of a measure across runs the measure itself.
    share, low, high : float or None
        Share of runs that show the fact and its Wilson 95 % interval; None across runs. A run
        with nothing to measure does not show it.
    verdict : str
        ``met``, ``short``, ``given`` (imposed by conditioning), ``calibrated`` (a dial set so;
        ``short`` where it no longer holds) or ``printed`` (for the record).
    undecided : bool
        Whether the interval holds the bar.
    """

    fact: FactSpec
    runs: int
    value: float | None
    share: float | None
    low: float | None
    high: float | None
    verdict: str
    undecided: bool

    @property
    def test(self) -> str:
        """The test in words and signs."""
        fact = self.fact
        if fact.kind == PRINTED:
            return fact.measure
        text = f"{fact.measure} {fact.op} {fact.threshold:g}"
        if self.share is None:
            return text
        return f"{text} in {fact.share_op} {100 * fact.share:g} % of runs"


@dataclass(frozen=True)
class Surprise:
    """How likely the imputation rule alone is to give a known position."""

    party: str
    position: str
    probability: float
    low: float
    high: float
    missed: float


@dataclass(frozen=True)
class FactsReport:
    """All facts of a scenario, judged."""

    scenario: str
    runs: int
    seed: int
    interrupted: bool
    judgements: tuple[Judgement, ...]
    surprises: tuple[Surprise, ...]

    @property
    def short(self) -> bool:
        """Whether any fact fell short."""
        return any(judged.verdict == SHORT for judged in self.judgements)

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data: what ``hldsim facts --json`` prints."""
        return {
            "scenario": self.scenario,
            "runs": self.runs,
            "seed": self.seed,
            "interrupted": self.interrupted,
            "facts": [_judgement_row(judged) for judged in self.judgements],
            "surprise": [dict(vars(surprise)) for surprise in self.surprises],
        }


@dataclass
class _Group:
    """Facts tried on the same runs."""

    scenario: Scenario
    conditioned: bool
    measures: list[str] = field(default_factory=list)

    def job(self) -> Job:
        return Job(self.scenario, self.conditioned, tuple(self.measures))


def judge(
    scenario: Scenario,
    runs: int,
    seed: int,
    workers: int = 1,
    progress: Progress | None = None,
) -> FactsReport:
    """Try every fact that a scenario declares.

    Parameters
    ----------
    runs, seed, workers : int
        As for ``ensemble``; every kind of run (conditioned, not, changed settings) is tried
        ``runs`` times with the same seeds.

    Raises
    ------
    FactError
        If the scenario declares no facts, or a comparison is not one of >=, <=, >, <.
    KeyboardInterrupt
        If it came before every kind of run was tried at least once.
    """
    check_numbers(runs, seed, workers)
    if not scenario.facts:
        raise FactError(f"scenario {scenario.name!r} declares no [[facts]] to try")
    groups = _groups(scenario)
    summaries, interrupted = gather(
        [group.job() for group in groups.values()], runs, seed, workers, progress
    )
    held = {
        key: summary for key, summary in zip(groups, summaries, strict=True) if summary is not None
    }
    if len(held) < len(groups):
        raise KeyboardInterrupt
    judged = tuple(
        _judge_one(scenario, fact, groups[key], held[key])
        for fact in scenario.facts
        for key in [_key(fact.conditioned, fact.settings)]
    )
    fewest = min(len(summary) for summary in held.values())
    surprises = _surprises(scenario, held[_key(False, {})], held.get(_key(True, {})))
    return FactsReport(scenario.name, fewest, seed, interrupted, judged, surprises)


Key = tuple[bool, tuple[tuple[str, str], ...]]


def _key(conditioned: bool, settings: Mapping[str, Any]) -> Key:
    """What tells one kind of run from another."""
    return conditioned, tuple(sorted((path, repr(value)) for path, value in settings.items()))


def _groups(scenario: Scenario) -> dict[Key, _Group]:
    """Facts by the kind of run they need; unconditioned runs are always there, for surprise."""
    groups: dict[Key, _Group] = {_key(False, {}): _Group(scenario, False)}
    for fact in scenario.facts:
        if fact.op not in COMPARE or fact.share_op not in COMPARE:
            raise FactError(
                f"fact {fact.id!r}: {fact.op!r}, {fact.share_op!r}; allowed: >=, <=, >, <"
            )
        key = _key(fact.conditioned, fact.settings)
        if key not in groups:
            changed = with_settings(scenario, fact.settings) if fact.settings else scenario
            groups[key] = _Group(changed, fact.conditioned)
        if not is_across(fact.measure):
            check_measures([fact.measure])
            if fact.measure not in groups[key].measures:
                groups[key].measures.append(fact.measure)
    return groups


def _judge_one(scenario: Scenario, fact: FactSpec, group: _Group, summary: Summary) -> Judgement:
    """Judge one fact on the runs it needs."""
    shows = COMPARE[fact.op]
    if is_across(fact.measure):
        value = across_runs(fact.measure, scenario, summary)
        verdict = _verdict(fact, bool(shows(value, fact.threshold)))
        return Judgement(fact, len(summary), value, None, None, None, verdict, False)
    column = summary.measure_rm[:, group.measures.index(fact.measure)]
    known = column[~np.isnan(column)]
    shown = int(shows(known, fact.threshold).sum())
    n = len(column)
    low, high = wilson(shown, n)
    verdict = _verdict(fact, bool(COMPARE[fact.share_op](shown / n, fact.share)))
    median = float(np.median(known)) if len(known) else None
    undecided = verdict in (MET, SHORT) and low <= fact.share <= high
    return Judgement(fact, n, median, shown / n, low, high, verdict, undecided)


def _verdict(fact: FactSpec, holds: bool) -> str:
    if fact.kind in (GIVEN, PRINTED):
        return fact.kind
    if not holds:
        return SHORT
    return CALIBRATED if fact.kind == CALIBRATED else MET


def _surprises(
    scenario: Scenario, alone: Summary, conditioned: Summary | None
) -> tuple[Surprise, ...]:
    """Probability of each known position without conditioning."""
    found = []
    for p, party in enumerate(scenario.parties):
        if party.position is None:
            continue
        known = (
            UNSAID if party.position == NONCOMMITTAL else scenario.proposal_index[party.position]
        )
        count = int((alone.stated_rp[:, p] == known).sum())
        low, high = wilson(count, len(alone))
        missed = float(conditioned.missed_p[p]) / len(conditioned) if conditioned else 0.0
        found.append(Surprise(party.id, party.position, count / len(alone), low, high, missed))
    return tuple(found)


def _judgement_row(judged: Judgement) -> dict[str, Any]:
    fact = judged.fact
    return {
        "id": fact.id,
        "text": fact.text,
        "kind": fact.kind,
        "source": fact.source,
        "test": judged.test,
        "conditioned": fact.conditioned,
        "settings": dict(fact.settings),
        "runs": judged.runs,
        "value": judged.value,
        "share": judged.share,
        "low": judged.low,
        "high": judged.high,
        "verdict": judged.verdict,
        "undecided": judged.undecided,
    }
