"""Ensembles: one scenario run many times, and the shares of what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hldsim import __version__
from hldsim.analysis.intervals import wilson
from hldsim.engine.interventions.base import Intervention
from hldsim.errors import HldsimError
from hldsim.experiments.baseline import FIGURE, baseline_correlation
from hldsim.experiments.pool import Progress, gather
from hldsim.experiments.replicates import BALLOTS, Job, Summary, check_measures
from hldsim.scenario.canonical import scenario_hash
from hldsim.scenario.schema import Scenario
from hldsim.table.state import SILENT, UNSAID

if TYPE_CHECKING:
    import pandas

NO_AGREEMENT = "none"
"""Class of runs in which nothing was adopted."""

CLASS_ISSUES = ("venue", "authority")
"""Issues whose levels name the class of an agreement, where a scenario has them."""

DIGITS = 9
"""Decimals kept of means: the rest is the order of a sum, not a result."""


class EnsembleError(HldsimError, ValueError):
    """An ensemble is asked for that cannot be run."""


@dataclass(frozen=True)
class EnsembleResult:
    """What many runs of one scenario came to.

    Attributes
    ----------
    runs : int
        Runs finished; fewer than asked for where ``interrupted``.
    summary : Summary
        Arrays everything else is counted from.
    measures : tuple of str
        Names of the columns of ``summary.measure_rm``.
    changes : tuple of Intervention
        Made before the first round of each run.
    version : str
        The hldsim that made the runs.
    """

    scenario: Scenario
    runs: int
    seed: int
    conditioned: bool
    interrupted: bool
    measures: tuple[str, ...]
    summary: Summary
    changes: tuple[Intervention, ...] = ()
    version: str = __version__

    def agreements(self) -> pandas.DataFrame:
        """Agreements: class, outcome, share of runs and its Wilson 95 % interval.

        One row per outcome that occurred; classes (venue and authority level, or ``none``) by
        share, and within a class its outcomes by share. ``outcome`` is text, ``issue=level; ...``.
        """
        import pandas

        rows = [
            {**row, "outcome": outcome_text(row["outcome"])} for row in self._agreement_rows(False)
        ]
        return pandas.DataFrame(rows, columns=["class", "outcome", "share", "low", "high"])

    def classes(self) -> pandas.DataFrame:
        """Classes of agreement: class, share of runs and its Wilson 95 % interval."""
        import pandas

        rows = self._agreement_rows(True)
        return pandas.DataFrame(rows, columns=["class", "share", "low", "high"])

    def parties(self) -> pandas.DataFrame:
        """Parties: id, iso3, provenance, and shares of runs.

        Columns ``membership_X`` (share of runs that end with the party backing the coalition that
        gathered around proposal X, or ``uncommitted``), ``utility_X`` (mean utility of X as
        tabled, at the close), ``stated_X`` (X, ``noncommittal`` or ``silent``); of X as tabled,
        asked at the close: ``yes_X``, ``abstain_X``, ``no_X``, ``absent_X`` and ``willing_X``
        (shares of runs), ``objection_X`` (mean force, utility units); ``objected_X`` (share of
        runs in which it was seen to object to the coalition around X); and ``un_score``.
        """
        import pandas

        flat = []
        for row in self._party_rows():
            cells = {key: row[key] for key in ("id", "iso3", "provenance")}
            for family in ("membership", "utility", "stated"):
                cells |= {f"{family}_{key}": value for key, value in row[family].items()}
            for key, shares in row["ballot"].items():
                cells |= {f"{ballot}_{key}": value for ballot, value in shares.items()}
            for family in ("willing", "objection", "objected"):
                cells |= {f"{family}_{key}": value for key, value in row[family].items()}
            cells["un_score"] = row["un_score"]
            flat.append(cells)
        return pandas.DataFrame(flat)

    def measured(self) -> pandas.DataFrame:
        """Measures asked for, a row a run, with the run's seed; NaN: nothing to measure."""
        import pandas

        table = pandas.DataFrame(self.summary.measure_rm, columns=list(self.measures))
        table.insert(0, "seed", self.summary.seed_r)
        return table

    def as_json(self) -> dict[str, Any]:
        """Everything as plain data: what ``hldsim ensemble --json`` prints.

        ``agreements`` (class, outcome, share, low, high), ``classes`` (the same without outcome),
        ``sourced`` (parties whose position is known, and whether it was imposed in these runs;
        whatever else stands here is drawn), ``changes`` (made before the first round of each run),
        ``version`` and ``scenario_hash`` (what to reproduce it with), ``baseline`` (rank
        correlation of un_score with minus the ideal point; null where there is none) and
        ``parties`` (id, iso3, provenance, membership, utility, stated; ballot, willing and
        objection by proposal as tabled, asked at the close; objected; un_score: mean utility of
        ``un_embedded`` less ``informal_hosted`` over draws that are never conditioned, null where a
        scenario has not both).
        """
        return {
            "scenario": self.scenario.name,
            "scenario_hash": scenario_hash(self.scenario),
            "version": self.version,
            "runs": self.runs,
            "seed": self.seed,
            "conditioned": self.conditioned,
            "changes": [{"kind": one.kind, **one.body} for one in self.changes],
            "interrupted": self.interrupted,
            "sourced": self._sourced(),
            "baseline": {
                "figure": FIGURE,
                "rank_correlation": baseline_correlation(self.scenario, self.summary.un_score_p),
            },
            "agreements": self._agreement_rows(False),
            "classes": self._agreement_rows(True),
            "parties": self._party_rows(),
        }

    def _sourced(self) -> list[dict[str, Any]]:
        """Known positions: of whom, which, from where, and in what share of runs imposed."""
        missed = self.summary.missed_p / self.runs
        return [
            {
                "id": party.id,
                "position": party.position,
                "source": party.source,
                "imposed": float(1.0 - missed[p]) if self.conditioned else 0.0,
            }
            for p, party in enumerate(self.scenario.parties)
            if party.position is not None
        ]

    def _agreement_rows(self, by_class: bool) -> list[dict[str, Any]]:
        outcomes, counts = np.unique(self.summary.agreed_ri, axis=0, return_counts=True)
        tally = [
            (tuple(int(x) for x in row), int(n)) for row, n in zip(outcomes, counts, strict=True)
        ]
        of_class: dict[str, int] = {}
        for outcome, n in tally:
            name = class_of(self.scenario, outcome)
            of_class[name] = of_class.get(name, 0) + n
        if by_class:
            ordered = sorted(of_class.items(), key=lambda item: (-item[1], item[0]))
            return [{"class": name, **self._share(n)} for name, n in ordered]
        rows = []
        for outcome, n in tally:
            name = class_of(self.scenario, outcome)
            levels = None if outcome[0] < 0 else self.scenario.space.decode(outcome)
            rows.append(((-of_class[name], name, -n, outcome), name, levels, n))
        return [
            {"class": name, "outcome": levels, **self._share(n)}
            for _, name, levels, n in sorted(rows, key=lambda row: row[0])
        ]

    def _share(self, count: int) -> dict[str, float]:
        low, high = wilson(count, self.runs)
        return {"share": count / self.runs, "low": low, "high": high}

    def _party_rows(self) -> list[dict[str, Any]]:
        proposals = [proposal.id for proposal in self.scenario.proposals]
        backed = {name: d for d, name in enumerate(proposals)} | {"uncommitted": -1}
        stated = {name: d for d, name in enumerate(proposals)}
        stated |= {"noncommittal": UNSAID, "silent": SILENT}
        membership = _shares(self.summary.backed_rp, backed)
        said = _shares(self.summary.stated_rp, stated)
        ballot = self.summary.ballot_pdb / self.runs
        means = {
            family: np.round(getattr(self.summary, f"{family}_pd") / self.runs, DIGITS)
            for family in ("utility", "willing", "objection", "objected")
        }
        score = np.round(self.summary.un_score_p / self.runs, DIGITS)

        def of(family: str, p: int) -> dict[str, float]:
            return {name: float(means[family][p, d]) for d, name in enumerate(proposals)}

        return [
            {
                "id": party.id,
                "iso3": party.iso3,
                "provenance": party.provenance.value,
                "membership": {name: float(column[p]) for name, column in membership.items()},
                "utility": of("utility", p),
                "stated": {name: float(column[p]) for name, column in said.items()},
                "ballot": {
                    name: {
                        kind.name.lower(): float(ballot[p, d, b]) for b, kind in enumerate(BALLOTS)
                    }
                    for d, name in enumerate(proposals)
                },
                "willing": of("willing", p),
                "objection": of("objection", p),
                "objected": of("objected", p),
                "un_score": None if np.isnan(score[p]) else float(score[p]),
            }
            for p, party in enumerate(self.scenario.parties)
        ]


def ensemble(
    scenario: Scenario,
    runs: int = 200,
    seed: int = 1,
    workers: int = 1,
    *,
    conditioned: bool = True,
    measures: Sequence[str] = (),
    changes: Sequence[Intervention] = (),
    traced: bool = False,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> EnsembleResult:
    """Run a scenario many times.

    Replicate r has a seed that is a pure function of (seed, r), so more runs, or more workers,
    never change those one had.

    Parameters
    ----------
    scenario : Scenario
        As loaded.
    runs, seed, workers : int
        How many runs (> 0), the seed of the experiment (>= 0), and in how many processes (> 0).
    conditioned : bool
        Whether known positions are imposed by redrawing.
    measures : sequence of str
        Measures kept of every run, e.g. ``"stated_share[un_embedded]"``.
    changes : sequence of Intervention
        Made before the first round of each run, after everything is drawn.
    traced : bool
        Whether rounds are kept too: see ``Summary.backing_rkd``.
    progress : callable, optional
        Called with (runs done, runs in all, seconds left).
    executor : Executor, optional
        Where the runs are made, instead of ``workers`` processes; it is not shut down.

    Returns
    -------
    EnsembleResult
        Of the runs finished; after Ctrl-C of fewer, and ``interrupted`` is set.

    Raises
    ------
    EnsembleError
        If a number is out of range.
    KeyboardInterrupt
        If it came before any run was finished.
    """
    check_numbers(runs, seed, workers)
    check_measures(measures)
    job = Job(
        scenario,
        conditioned,
        tuple(measures),
        detailed=True,
        changes=tuple(changes),
        traced=traced,
    )
    (summary,), interrupted = gather([job], runs, seed, workers, progress, executor)
    if summary is None:
        raise KeyboardInterrupt
    return result_of(job, summary, seed, interrupted)


def result_of(job: Job, summary: Summary, seed: int, interrupted: bool = False) -> EnsembleResult:
    """What the runs of a detailed job came to."""
    return EnsembleResult(
        scenario=job.scenario,
        runs=len(summary),
        seed=seed,
        conditioned=job.conditioned,
        interrupted=interrupted,
        measures=job.measures,
        summary=summary,
        changes=job.changes,
    )


def class_of(scenario: Scenario, outcome: Sequence[int]) -> str:
    """Class of an agreement: its venue and authority level, or ``none``.

    A scenario without these issues is classed by its core issues, or else by all of them.
    """
    if not len(outcome) or outcome[0] < 0:
        return NO_AGREEMENT
    levels = scenario.space.decode(tuple(outcome))
    named = [issue for issue in CLASS_ISSUES if issue in levels]
    core = [issue.id for issue in scenario.space.issues if issue.core]
    return "/".join(levels[issue] for issue in (named or core or levels))


def outcome_text(levels: Mapping[str, str] | None) -> str:
    """An outcome in one line."""
    if levels is None:
        return NO_AGREEMENT
    return "; ".join(f"{issue}={level}" for issue, level in levels.items())


def _shares(label_rp: Any, names: Mapping[str, int]) -> dict[str, Any]:
    """Share of runs in which each party has each label, (p,) by name."""
    return {name: (label_rp == label).mean(axis=0) for name, label in names.items()}


def check_numbers(runs: int, seed: int, workers: int) -> None:
    """Refuse numbers of runs, seed or workers that cannot be."""
    for name, value, least in (("runs", runs, 1), ("seed", seed, 0), ("workers", workers, 1)):
        whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
        if not whole or value < least:
            raise EnsembleError(f"{name} = {value!r}; allowed: a whole number >= {least}")
