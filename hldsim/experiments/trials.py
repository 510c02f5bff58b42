"""Trials: the kinds of run that facts need (conditioned or not, with which settings), each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hldsim.errors import HldsimError
from hldsim.experiments.across import is_across
from hldsim.experiments.judging import (
    COMPARE,
    Column,
    Judgement,
    judge_across,
    judge_against,
    judge_runs,
    judge_steps,
)
from hldsim.experiments.replicates import Job, Summary, check_measures
from hldsim.scenario.load import load_scenario
from hldsim.scenario.schema import FactSpec, Scenario

Settings = tuple[tuple[str, Any], ...]
Key = tuple[str, bool, tuple[tuple[str, str], ...]]
"""Scenario by name, whether conditioned, settings."""

_RULE_NAMES = (".rule", ".name", ".phase")


class FactError(HldsimError, ValueError):
    """A scenario declares no facts, or one that cannot be read."""


class Trials:
    """Jobs that some facts need; facts that need the same runs share them.

    Parameters
    ----------
    facts : sequence of FactSpec
        What is to be judged.
    base : tuple of (path, value)
        Settings under which every fact is tried; a fact's own go before.
    alone : bool
        Whether runs without conditioning are wanted even if no fact needs them.
    """

    def __init__(
        self,
        scenario: Scenario,
        facts: Sequence[FactSpec],
        base: Settings = (),
        *,
        alone: bool = False,
    ) -> None:
        self.scenario = scenario
        self.facts = tuple(facts)
        self._scenarios = {scenario.name: scenario}
        self._settings: dict[Key, Settings] = {}
        self._measures: dict[Key, list[str]] = {}
        self._needs: dict[str, list[Key]] = {}
        if alone:
            self._kind(False, base)
        for fact in self.facts:
            _check(fact)
            own: list[Mapping[str, Any]] = [{**fact.settings, **step} for step in fact.steps]
            needs = [
                self._kind(fact.conditioned, merged(base, settings))
                for settings in own or [fact.settings]
            ]
            self._needs[fact.id] = needs
            for key in needs:
                self._want(key, fact.measure)
            if fact.against is not None:
                other = self._kind(fact.conditioned, (), self._other(fact, fact.against.scenario))
                self._want(other, fact.against.measure)
                needs.append(other)

    def _want(self, key: Key, measure: str) -> None:
        if not is_across(measure) and measure not in self._measures[key]:
            self._measures[key].append(measure)

    def _other(self, fact: FactSpec, name: str) -> str:
        """Load another scenario that a fact is set against; it is tried as it stands."""
        if name not in self._scenarios:
            try:
                self._scenarios[name] = load_scenario(name)
            except HldsimError as error:
                raise FactError(f"fact {fact.id!r}, against {name!r}: {error}") from None
        return name

    def _kind(self, conditioned: bool, settings: Settings, scenario: str = "") -> Key:
        key = _key(scenario or self.scenario.name, conditioned, settings)
        if key not in self._settings:
            self._settings[key] = settings
            self._measures[key] = []
        return key

    def jobs(self) -> list[Job]:
        """One job a kind of run."""
        return [
            Job(self._scenarios[key[0]], key[1], tuple(self._measures[key]), settings)
            for key, settings in self._settings.items()
        ]

    def summary(
        self, summaries: Sequence[Summary | None], conditioned: bool, base: Settings = ()
    ) -> Summary | None:
        """Summary of the kind of run without settings of any fact, if there was one."""
        key = _key(self.scenario.name, conditioned, base)
        return dict(zip(self._settings, summaries, strict=True)).get(key)

    def judge(self, summaries: Sequence[Summary | None]) -> tuple[Judgement, ...]:
        """Judge the facts; one whose runs were not all begun is left out.

        Parameters
        ----------
        summaries : sequence
            What came of ``jobs()``, in their order.
        """
        held = dict(zip(self._settings, summaries, strict=True))
        return tuple(judged for fact in self.facts if (judged := self._one(fact, held)) is not None)

    def _one(self, fact: FactSpec, held: Mapping[Key, Summary | None]) -> Judgement | None:
        keys = self._needs[fact.id]
        found = [summary for key in keys if (summary := held[key]) is not None]
        if len(found) < len(keys):
            return None
        if is_across(fact.measure):
            return judge_across(fact, self.scenario, found[0])
        measures = [fact.measure] * len(keys)
        if fact.against is not None:
            measures[-1] = fact.against.measure
        columns = [
            Column(summary.measure_rm[:, self._measures[key].index(measure)], summary.seed_r)
            for key, measure, summary in zip(keys, measures, found, strict=True)
        ]
        if fact.against is not None:
            return judge_against(fact, *columns)
        if not fact.steps:
            return judge_runs(fact, columns[0].value_r)
        own = [tuple(step.items()) for step in fact.steps]
        return judge_steps(fact, own, columns)


def _key(scenario: str, conditioned: bool, settings: Settings) -> Key:
    return scenario, conditioned, tuple((p, repr(value)) for p, value in sorted_(settings))


def sorted_(settings: Settings) -> Settings:
    """Settings in one order, whatever the order they came in."""
    return tuple(sorted(settings, key=lambda item: item[0]))


def merged(base: Settings, own: Mapping[str, Any]) -> Settings:
    """Put a fact's settings over those it is tried under.

    What belongs to a rule that the fact replaces, or lies within a value that it sets, goes.

    Examples
    --------
    >>> merged((("adoption[un].kappa.a", 10), ("agenda[x].delta", 1)), {"adoption[un].rule": "m"})
    (('agenda[x].delta', 1), ('adoption[un].rule', 'm'))
    """
    replaced = list(own)
    for path in own:
        replaced += [path[: -len(end)] for end in _RULE_NAMES if path.endswith(end)]
    kept = [
        (path, value)
        for path, value in base
        if not any(path == gone or path.startswith(f"{gone}.") for gone in replaced)
    ]
    return (*kept, *own.items())


def _check(fact: FactSpec) -> None:
    """Refuse a fact that cannot be judged, before any run."""
    if fact.op not in COMPARE or fact.share_op not in COMPARE:
        raise FactError(f"fact {fact.id!r}: {fact.op!r}, {fact.share_op!r}; allowed: >=, <=, >, <")
    measures = [fact.measure, *([fact.against.measure] if fact.against else [])]
    check_measures(measures)
    if fact.steps and fact.against:
        raise FactError(f"fact {fact.id!r} has steps and is set against another; allowed: one")
    for measure in measures:
        if is_across(measure) and (fact.steps or fact.against):
            raise FactError(f"fact {fact.id!r}: {measure} is no measure of one run; allowed: one")
