"""``hldsim ensemble`` and ``hldsim facts``: many runs, told in shares."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hldsim.cli.output import (
    as_text,
    emit_json,
    interval,
    note,
    percent,
    progress_on_stderr,
    table,
    write_text,
)

if TYPE_CHECKING:
    from hldsim.experiments.ensemble import EnsembleResult
    from hldsim.experiments.facts import FactsReport, Judgement

INTERRUPTED = 130
FORMATS = (".json", ".csv")


def processors() -> int:
    """How many processes make sense here."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux knows
        return os.cpu_count() or 1


def run_many(
    name: str,
    runs: int,
    seed: int,
    workers: int | None,
    settings: Sequence[str],
    unconditioned: bool,
    out: str | None,
    as_json: bool,
) -> int:
    """Run an ensemble, write and tell it; 130 if it was interrupted, with what was done."""
    if out is not None and Path(out).suffix.lower() not in FORMATS:
        raise click.BadParameter(f"{out!r}; allowed: a file name ending in .json or .csv")
    from hldsim.cli.known import load
    from hldsim.experiments.ensemble import ensemble

    result = ensemble(
        load(name, settings),
        runs,
        seed,
        workers or processors(),
        conditioned=not unconditioned,
        progress=progress_on_stderr(),
    )
    data = result.as_json()
    if result.interrupted:
        note(f"interrupted: {result.runs} of {runs} runs are done")
    if out is not None:
        write_text(out, _parties_csv(data) if out.lower().endswith(".csv") else as_text(data))
    if as_json:
        emit_json(data)
    else:
        click.echo(_told(result, data))
    return INTERRUPTED if result.interrupted else 0


def _told(result: EnsembleResult, data: dict[str, Any]) -> str:
    """An ensemble as people read it: agreements, then how states end."""
    conditioned = "" if result.conditioned else ", known positions not imposed"
    agreements = [
        [row["class"], percent(row["share"], 1), interval(row["low"], row["high"])]
        for row in data["classes"]
    ]
    names = list(data["parties"][0]["membership"])
    backing = [
        [
            name,
            percent(_mean([party["membership"][name] for party in data["parties"]])),
            percent(_mean_stated(data["parties"], name)),
        ]
        for name in names
    ]
    return "\n".join(
        [
            f"{result.scenario.title}: {result.runs} runs, seed {result.seed}{conditioned}",
            "",
            table(["agreement", "share", "95 % interval"], agreements),
            "",
            table(["proposal", "backed at the close", "stated"], backing),
            "",
            "Shares of runs, and of parties in the mean run. Full outcomes and parties: --json.",
        ]
    )


def _mean_stated(parties: Sequence[dict[str, Any]], name: str) -> float | None:
    """Mean share of runs in which a proposal is stated; None for what is no proposal."""
    if name not in parties[0]["stated"]:
        return None
    return _mean([party["stated"][name] for party in parties])


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares)


def _parties_csv(data: dict[str, Any]) -> str:
    """Parties as a table; columns membership_X, utility_X and stated_X."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    families = ("membership", "utility", "stated")
    first = data["parties"][0]
    columns = [f"{family}_{name}" for family in families for name in first[family]]
    writer.writerow(["id", "iso3", "provenance", *columns])
    for party in data["parties"]:
        cells = [value for family in families for value in party[family].values()]
        writer.writerow([party["id"], party["iso3"] or "", party["provenance"], *cells])
    return out.getvalue()


def try_facts(name: str, runs: int, seed: int, workers: int | None, as_json: bool) -> int:
    """Judge the facts of a scenario; 1 if one falls short."""
    from hldsim.cli.known import load
    from hldsim.experiments.facts import judge

    report = judge(load(name), runs, seed, workers or processors(), progress_on_stderr())
    if as_json:
        emit_json(report.as_json())
    else:
        click.echo(_judged(report))
    if report.interrupted:
        note(f"interrupted: judged on {report.runs} runs")
        return INTERRUPTED
    return 1 if report.short else 0


def _judged(report: FactsReport) -> str:
    """The judgement as people read it."""
    rows = [
        [
            judged.fact.id,
            _verdict(judged),
            judged.value,
            "" if judged.verdict == "printed" else percent(judged.share),
            "" if judged.verdict == "printed" else interval(judged.low, judged.high),
            judged.test + ("" if judged.fact.conditioned else ", unconditioned"),
        ]
        for judged in report.judgements
    ]
    lines = [
        f"{report.scenario}: {report.runs} runs of each kind, seed {report.seed}",
        "",
        table(["fact", "verdict", "median", "share", "95 %", "test"], rows),
    ]
    if report.surprises:
        known = [
            [
                s.party,
                s.position,
                percent(s.probability),
                interval(s.low, s.high),
                percent(s.missed),
            ]
            for s in report.surprises
        ]
        lines += [
            "",
            "Surprise: how likely the rule alone is to give each known position, and how often it",
            "could not be imposed by redrawing.",
            table(["party", "known position", "by the rule", "95 %", "not imposed"], known),
        ]
    counts = [judged.verdict for judged in report.judgements]
    lines += ["", ", ".join(f"{counts.count(x)} {x}" for x in sorted(set(counts)))]
    return "\n".join(lines)


def _verdict(judged: Judgement) -> str:
    return f"{judged.verdict}, undecided" if judged.undecided else judged.verdict
