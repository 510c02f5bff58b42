"""Compare: the same scenario under every rule of one or several families, on common seeds.

Replicate r has the same seed under each combination, and so the same luck wherever the rules ask
for it: two rows differ by the rules alone.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hldsim.analysis.intervals import wilson
from hldsim.errors import HldsimError
from hldsim.experiments.ensemble import check_numbers, class_of
from hldsim.experiments.pool import Progress, gather
from hldsim.experiments.replicates import Job, Summary
from hldsim.record.rulebook import CATALOGUES, CHOICES, in_use, lacking, settings_for
from hldsim.scenario.schema import Scenario

NO_AGREEMENT = "no agreement"
"""Class of runs in which nothing was adopted; "none" may be the level of an issue."""

DECLARED = "as declared"
"""Name of the rules of a scenario as it stands, where they are several."""


class CompareError(HldsimError, ValueError):
    """A comparison is asked for that cannot be made."""


@dataclass(frozen=True)
class Share:
    """How often an agreement of one class came about, with its Wilson 95 % interval."""

    name: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One combination of rules.

    Attributes
    ----------
    rules : Mapping[str, str]
        Family -> name of the rule.
    declared : bool
        Whether these are the rules of the scenario as it stands.
    lacking : str
        Why the scenario cannot have this combination; empty if it can.
    runs : int
        Runs finished; 0 where ``lacking``.
    shares : tuple of Share
        Classes of agreement that came about, by share.
    same, same_text : float or None
        Share of runs that end in the same class, and with the very same agreement (or none), as
        under the rules as declared, seed by seed.
    """

    rules: Mapping[str, str]
    declared: bool
    lacking: str
    runs: int
    shares: tuple[Share, ...]
    same: float | None
    same_text: float | None

    def of(self, name: str) -> Share:
        """Share of one class, also of one that never came about."""
        known = {share.name: share for share in self.shares}
        return known.get(name) or Share(name, 0.0, *wilson(0, self.runs))


@dataclass(frozen=True)
class Comparison:
    """Every combination of rules of some families.

    Attributes
    ----------
    over : tuple of str
        Families.
    rows : tuple of Row
        The rules as declared first, then every combination, families in the order given.
    classes : tuple of str
        No agreement, the classes of the competing proposals, and whatever else came about.
    """

    scenario: Scenario
    over: tuple[str, ...]
    runs: int
    seed: int
    interrupted: bool
    rows: tuple[Row, ...]
    classes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data: what ``hldsim compare --json`` prints."""
        return {
            "scenario": self.scenario.name,
            "over": list(self.over),
            "runs": self.runs,
            "seed": self.seed,
            "interrupted": self.interrupted,
            "classes": list(self.classes),
            "rows": [
                {
                    "rules": dict(row.rules),
                    "declared": row.declared,
                    "lacking": row.lacking or None,
                    "runs": row.runs,
                    "agreements": [
                        {"class": s.name, "share": s.share, "low": s.low, "high": s.high}
                        for s in row.shares
                    ],
                    "same_as_declared": row.same,
                    "same_text": row.same_text,
                }
                for row in self.rows
            ],
        }


def compare(
    scenario: Scenario,
    over: Sequence[str] = ("protocol", "decision"),
    runs: int = 50,
    seed: int = 1,
    workers: int = 1,
    *,
    conditioned: bool = True,
    progress: Progress | None = None,
) -> Comparison:
    """Run a scenario under every combination of the rules of some families.

    Parameters
    ----------
    over : sequence of str
        Families: ``decision``, ``coalitions``, ``protocol``, ``utility``, ``strategy``,
        ``influence``. A decision rule takes the place of that of every kind of design.
    runs, seed, workers : int
        As for ``ensemble``, of each combination; the seeds are common.
    conditioned : bool
        Whether known positions are imposed by redrawing.
    progress : callable, optional
        Called with (runs done, runs in all, seconds left).

    Returns
    -------
    Comparison
        After Ctrl-C of the combinations begun, and ``interrupted`` is set.

    Raises
    ------
    CompareError
        If a family is none of these, or given twice.
    EnsembleError
        If a number is out of range.
    KeyboardInterrupt
        If it came before any run was finished.
    """
    check_numbers(runs, seed, workers)
    families = _families(over)
    combinations = _combinations(scenario, families)
    jobs = [
        Job(scenario, conditioned, (), tuple(settings.items()))
        for _, settings, missing in combinations
        if not missing
    ]
    summaries, interrupted = gather(jobs, runs, seed, workers, progress)
    if summaries[0] is None:
        raise KeyboardInterrupt
    left = iter(summaries)
    base = _outcomes(summaries[0])
    rows = []
    for rules, settings, missing in combinations:
        summary = None if missing else next(left)
        if missing or summary is not None:
            declared = not settings and not missing
            rows.append(_row(scenario, rules, declared, missing, summary, base))
    names = _names(scenario, rows)
    return Comparison(scenario, families, runs, seed, interrupted, tuple(rows), names)


Combination = tuple[dict[str, str], dict[str, str], str]
"""Rules by family, the settings that bring them about, and what is lacking."""


def _families(over: Sequence[str]) -> tuple[str, ...]:
    for family in over:
        if family not in CHOICES:
            raise CompareError(
                f"no rules to compare called {family!r}; allowed: {', '.join(CHOICES)}"
            )
    if len(set(over)) < len(over) or not over:
        raise CompareError(f"compare over {', '.join(over) or 'nothing'}; allowed: each once")
    return tuple(over)


def _combinations(scenario: Scenario, families: Sequence[str]) -> list[Combination]:
    """The rules as declared, then every other combination, with what is lacking for it."""
    own = {}
    for family in families:
        used = in_use(scenario, family)
        own[family] = next(iter(used)) if len(used) == 1 else DECLARED
    found: list[Combination] = [(own, {}, "")]
    for names in itertools.product(*(CATALOGUES[family] for family in families)):
        rules = dict(zip(families, names, strict=True))
        if rules == own:
            continue
        settings: dict[str, str] = {}
        missing = []
        for family, name in rules.items():
            settings |= settings_for(scenario, family, name)
            said = lacking(scenario, family, name)
            if said is not None:
                missing.append(f"{name} {said}")
        found.append((rules, settings, "; ".join(missing)))
    return found


Outcomes = dict[int, tuple[int, ...]]
"""Levels agreed on, by the seed of a run; -1 throughout where nothing was."""


def _outcomes(summary: Summary) -> Outcomes:
    return {
        int(seed): tuple(row.tolist())
        for seed, row in zip(summary.seed_r, summary.agreed_ri, strict=True)
    }


def _row(
    scenario: Scenario,
    rules: Mapping[str, str],
    declared: bool,
    missing: str,
    summary: Summary | None,
    base: Outcomes,
) -> Row:
    if summary is None:
        return Row(rules, declared, missing, 0, (), None, None)
    found = _outcomes(summary)
    counts = Counter(venue_of(scenario, outcome) for outcome in found.values())
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shares = tuple(Share(name, n / len(found), *wilson(n, len(found))) for name, n in ordered)
    pairs = [(found[seed], base[seed]) for seed in found if seed in base]
    classes = [venue_of(scenario, one) == venue_of(scenario, other) for one, other in pairs]
    texts = [one == other for one, other in pairs]
    return Row(rules, declared, "", len(found), shares, _share(classes), _share(texts))


def _share(found: Sequence[bool]) -> float | None:
    return sum(found) / len(found) if found else None


def venue_of(scenario: Scenario, outcome: Sequence[int]) -> str:
    """What an agreement is above all: the levels of its core issues.

    Where a scenario has no core issue it is the class of ``hldsim.experiments.ensemble``.
    """
    if outcome[0] < 0:
        return NO_AGREEMENT
    core = [n for n, issue in enumerate(scenario.space.issues) if issue.core]
    if not core:
        return class_of(scenario, outcome)
    return "/".join(scenario.space.issues[n].levels[outcome[n]].id for n in core)


def _names(scenario: Scenario, rows: Sequence[Row]) -> tuple[str, ...]:
    """No agreement, the classes of the competing proposals, and whatever else came about."""
    tabled = [venue_of(scenario, proposal.design) for proposal in scenario.forum_proposals]
    seen = sorted({share.name for row in rows for share in row.shares})
    return tuple(dict.fromkeys([NO_AGREEMENT, *tabled, *seen]))
