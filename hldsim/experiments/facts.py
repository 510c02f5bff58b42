"""Facts: what a scenario is meant to reproduce, tried on many runs and judged.

Each fact is a measure of a run, a bar, and the share of runs that must clear it, or a comparative
static over steps of settings. The point estimate decides; where the interval holds the bar,
``undecided`` is added. Known positions are tried without conditioning as well: the probability
that the rule alone gives them is their *surprise*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hldsim.analysis.intervals import wilson
from hldsim.domain.parties import NONCOMMITTAL
from hldsim.experiments.ensemble import check_numbers
from hldsim.experiments.judging import SHORT, Judgement
from hldsim.experiments.pool import Progress, gather
from hldsim.experiments.replicates import Summary
from hldsim.experiments.trials import FactError, Trials
from hldsim.scenario.schema import Scenario
from hldsim.table.state import UNSAID

__all__ = ["FactError", "FactsReport", "Judgement", "Surprise", "judge"]


@dataclass(frozen=True)
class Surprise:
    """How likely the imputation rule alone is to give a known position.

    Attributes
    ----------
    probability, low, high : float
        Share of unconditioned runs in which the party states it, and its Wilson 95 % interval.
    missed : float
        Share of conditioned runs in which redrawing could not impose it.
    """

    party: str
    position: str
    source: str
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
            "facts": [judged.as_json() for judged in self.judgements],
            "surprise": [dict(vars(surprise)) for surprise in self.surprises],
        }


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
    trials = Trials(scenario, scenario.facts, alone=True)
    summaries, interrupted = gather(trials.jobs(), runs, seed, workers, progress)
    if any(summary is None for summary in summaries):
        raise KeyboardInterrupt
    alone = trials.summary(summaries, conditioned=False)
    assert alone is not None
    return FactsReport(
        scenario.name,
        min(len(summary) for summary in summaries if summary is not None),
        seed,
        interrupted,
        trials.judge(summaries),
        _surprises(scenario, alone, trials.summary(summaries, conditioned=True)),
    )


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
        found.append(
            Surprise(party.id, party.position, party.source, count / len(alone), low, high, missed)
        )
    return tuple(found)
