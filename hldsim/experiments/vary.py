"""Vary: move one free parameter at a time and see which facts keep holding, on common seeds.

A fact *breaks* at a value where it falls short and its interval no longer holds the bar; where the
runs cannot tell, it is taken to hold. So the range of a fact is the range in which these runs do
not refute it, and it grows narrower with more runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hldsim.experiments.ensemble import check_numbers
from hldsim.experiments.judging import GIVEN, PRINTED, Judgement
from hldsim.experiments.parameters import FreeParameter, chosen_parameters
from hldsim.experiments.pool import Progress, gather
from hldsim.experiments.trials import FactError, Trials
from hldsim.scenario.schema import FactSpec, Scenario

BATCH = 80
"""Jobs handed to the workers at once, so that not all summaries are in memory together."""


@dataclass(frozen=True)
class Point:
    """One value of a parameter: which facts fall short there, clearly or perhaps."""

    value: float
    broken: tuple[str, ...]
    undecided: tuple[str, ...]


@dataclass(frozen=True)
class Varied:
    """One parameter and what its points say.

    Attributes
    ----------
    points : tuple of Point
        Values tried, ascending, without the one in use.
    """

    parameter: FreeParameter
    points: tuple[Point, ...]

    def side(self, up: bool) -> tuple[Point, ...]:
        """Points above or below the value in use, from near to far."""
        value = self.parameter.value
        if up:
            return tuple(point for point in self.points if point.value > value)
        return tuple(point for point in reversed(self.points) if point.value < value)

    def first_break(self, up: bool) -> Point | None:
        """The nearest point on one side where any fact breaks."""
        return next((point for point in self.side(up) if point.broken), None)

    def holds(self, fact: str | None = None) -> tuple[float, float]:
        """Range tried without a break of one fact, or of any."""
        ends = []
        for up in (False, True):
            end = self.parameter.value
            for point in self.side(up):
                if fact in point.broken if fact is not None else point.broken:
                    break
                end = point.value
            ends.append(end)
        return ends[0], ends[1]


@dataclass(frozen=True)
class VaryReport:
    """Every parameter varied.

    Attributes
    ----------
    facts : tuple of str
        Facts that were looked at.
    broken_before : tuple of str
        Facts that are short with nothing moved; they are not looked at.
    """

    scenario: str
    runs: int
    seed: int
    interrupted: bool
    facts: tuple[str, ...]
    broken_before: tuple[str, ...]
    varied: tuple[Varied, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data: what ``hldsim facts --vary --json`` prints."""
        return {
            "scenario": self.scenario,
            "runs": self.runs,
            "seed": self.seed,
            "interrupted": self.interrupted,
            "facts": list(self.facts),
            "broken_before": list(self.broken_before),
            "parameters": [_row(varied, self.facts) for varied in self.varied],
        }


def vary(
    scenario: Scenario,
    names: Sequence[str] = (),
    runs: int = 60,
    seed: int = 1,
    workers: int = 1,
    *,
    statics: bool = False,
    progress: Progress | None = None,
) -> VaryReport:
    """Vary free parameters one at a time.

    Parameters
    ----------
    names : sequence of str
        Paths of the parameters, e.g. ``"rules.belief.eta"``; every free one by default.
    runs, seed, workers : int
        As for ``judge``, at every value.
    statics : bool
        Whether facts under settings of their own are tried too; they need several times the runs.

    Returns
    -------
    VaryReport
        After Ctrl-C of the parameters finished, and ``interrupted`` is set.

    Raises
    ------
    FactError
        If the scenario declares no fact to try.
    ParameterError
        If there is no such parameter.
    KeyboardInterrupt
        If it came before the first parameter was finished.
    """
    check_numbers(runs, seed, workers)
    parameters = chosen_parameters(scenario, tuple(names))
    facts = [fact for fact in scenario.facts if _looked_at(fact, statics)]
    if not facts:
        raise FactError(f"scenario {scenario.name!r} declares no [[facts]] to try")
    base = Trials(scenario, facts)
    plans = [_points(scenario, facts, parameter) for parameter in parameters]
    total = runs * (len(base.jobs()) + sum(len(t.jobs()) for plan in plans for t in plan))
    counter = _Counter(progress, total)
    before, interrupted = gather(base.jobs(), runs, seed, workers, counter)
    if interrupted or any(summary is None for summary in before):
        raise KeyboardInterrupt
    short = tuple(j.fact.id for j in base.judge(before) if j.clearly_short)
    done: list[Varied] = []
    for batch in _batches(parameters, plans):
        trials = [trial for _, plan in batch for trial in plan]
        counter.next()
        jobs = [job for trial in trials for job in trial.jobs()]
        summaries, interrupted = gather(jobs, runs, seed, workers, counter)
        left = iter(summaries)
        for parameter, plan in batch:
            found = [[next(left) for _ in trial.jobs()] for trial in plan]
            if all(one is not None and len(one) == runs for row in found for one in row):
                judged = [trial.judge(row) for trial, row in zip(plan, found, strict=True)]
                done.append(_varied(parameter, judged, short))
        if interrupted:
            break
    if not done:
        raise KeyboardInterrupt
    looked = tuple(fact.id for fact in facts if fact.id not in short)
    return VaryReport(scenario.name, runs, seed, interrupted, looked, short, tuple(done))


def _looked_at(fact: FactSpec, statics: bool) -> bool:
    plain = not fact.settings and not fact.steps and not fact.against
    return fact.kind not in (GIVEN, PRINTED) and (plain or statics)


def _points(
    scenario: Scenario, facts: Sequence[FactSpec], parameter: FreeParameter
) -> list[Trials]:
    return [Trials(scenario, facts, ((parameter.path, value),)) for value in parameter.ladder]


def _varied(
    parameter: FreeParameter, judged: Sequence[Sequence[Judgement]], short: Sequence[str]
) -> Varied:
    """Gather the points of one parameter, leaving out facts that were short before."""
    points = []
    for value, facts in zip(parameter.ladder, judged, strict=True):
        kept = [one for one in facts if one.fact.id not in short]
        points.append(
            Point(
                value,
                tuple(one.fact.id for one in kept if one.clearly_short),
                tuple(one.fact.id for one in kept if one.undecided),
            )
        )
    return Varied(parameter, tuple(points))


Plan = tuple[FreeParameter, list[Trials]]


def _batches(
    parameters: Sequence[FreeParameter], plans: Sequence[list[Trials]]
) -> list[list[Plan]]:
    """Parameters together as long as they have no more than ``BATCH`` jobs."""
    batches: list[list[Plan]] = []
    size = BATCH
    for parameter, plan in zip(parameters, plans, strict=True):
        jobs = sum(len(trial.jobs()) for trial in plan)
        if size + jobs > BATCH:
            batches.append([])
            size = 0
        batches[-1].append((parameter, plan))
        size += jobs
    return batches


class _Counter:
    """One progress over several calls of ``gather``."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._before = 0
        self._now = 0

    def next(self) -> None:
        """Another call begins."""
        self._before += self._now
        self._now = 0

    def __call__(self, done: int, total: int, left: float | None) -> None:
        self._now = done
        if self._progress is None:
            return
        pace = None if left is None or total == done else left / (total - done)
        finished = self._before + done
        rest = None if pace is None else pace * (self._total - finished)
        self._progress(finished, self._total, rest)


def _row(varied: Varied, facts: Sequence[str]) -> dict[str, Any]:
    parameter = varied.parameter
    breaks = {}
    for side, up in (("below", False), ("above", True)):
        point = varied.first_break(up)
        breaks[side] = None if point is None else {"at": point.value, "facts": list(point.broken)}
    return {
        "path": parameter.path,
        "symbol": parameter.symbol,
        "meaning": parameter.meaning,
        "unit": parameter.unit,
        "value": parameter.value,
        "prior": parameter.prior,
        "points": [
            {"value": p.value, "broken": list(p.broken), "undecided": list(p.undecided)}
            for p in varied.points
        ],
        "holds": {fact: list(varied.holds(fact)) for fact in facts},
        "all_hold": list(varied.holds()),
        "breaks_first": breaks,
    }
