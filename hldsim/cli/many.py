"""``hldsim ensemble`` and ``hldsim facts``: many runs, told in shares."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hldsim.cli.output import (
    as_text,
    emit_json,
    interval,
    must_be_writable,
    note,
    percent,
    progress_on_stderr,
    table,
    write_text,
)
from hldsim.experiments.processors import processors

if TYPE_CHECKING:
    from hldsim.experiments.ensemble import EnsembleResult
    from hldsim.experiments.facts import FactsReport, Judgement

INTERRUPTED = 130
FORMATS = (".json", ".csv", ".hldmany")


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
    if out is not None:
        if Path(out).suffix.lower() not in FORMATS:
            raise click.BadParameter(f"{out!r}; allowed: a file name ending in {_endings()}")
        must_be_writable(out)
    from hldsim.cli.known import load
    from hldsim.experiments.ensemble import ensemble

    result = ensemble(
        load(name, settings),
        runs,
        seed,
        workers or processors(),
        conditioned=not unconditioned,
        traced=out is not None and out.lower().endswith(".hldmany"),
        progress=progress_on_stderr(),
    )
    data = result.as_json()
    if result.interrupted:
        note(f"interrupted: {result.runs} of {runs} runs are done")
    if as_json:
        emit_json(data)
    else:
        click.echo(_told(result, data))
    if out is not None:  # after it is told: what took so long is not lost with the place
        _write(out, result, data)
    return INTERRUPTED if result.interrupted else 0


def _endings() -> str:
    return f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}"


def _write(out: str, result: EnsembleResult, data: dict[str, Any]) -> None:
    """Write an ensemble in the format of its file name."""
    kind = Path(out).suffix.lower()
    if kind == ".hldmany":
        from hldsim.experiments.ensemble_file import save_ensembles

        save_ensembles(Path(out), [result], [result.scenario.title])
    else:
        write_text(out, _parties_csv(result) if kind == ".csv" else as_text(data))


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
            _sourced(data),
        ]
    )


def _sourced(data: dict[str, Any]) -> str:
    """What in these shares is sourced and what is drawn."""
    known = data["sourced"]
    if not known:
        return "No position is sourced: all of this is drawn or declared by the scenario."
    imposed = "imposed by redrawing" if data["conditioned"] else "not imposed here"
    return (
        f"Sourced: the positions of {', '.join(row['id'] for row in known)} ({imposed}); "
        "all else is drawn."
    )


def _mean_stated(parties: Sequence[dict[str, Any]], name: str) -> float | None:
    """Mean share of runs in which a proposal is stated; None for what is no proposal."""
    if name not in parties[0]["stated"]:
        return None
    return _mean([party["stated"][name] for party in parties])


def _mean(shares: Sequence[float]) -> float:
    return sum(shares) / len(shares)


def _parties_csv(result: EnsembleResult) -> str:
    """Parties as a table; columns as in ``EnsembleResult.parties``."""
    return str(result.parties().to_csv(index=False, lineterminator="\n"))


def try_facts(
    name: str,
    runs: int,
    seed: int,
    workers: int | None,
    settings: Sequence[str],
    as_json: bool,
) -> int:
    """Judge the facts of a scenario; 1 if one falls short."""
    from hldsim.cli.known import load
    from hldsim.experiments.facts import judge

    report = judge(load(name, settings), runs, seed, workers or processors(), progress_on_stderr())
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
            _range(judged),
            judged.test + ("" if judged.fact.conditioned else ", unconditioned"),
        ]
        for judged in report.judgements
    ]
    lines = [
        f"{report.scenario}: {report.runs} runs of each kind, seed {report.seed}",
        "",
        table(["fact", "verdict", "value", "share", "95 %", "test"], rows),
        "",
        "Value: the median over runs; of a comparative static the change nearest to failing.",
        *VERDICTS,
        "",
        "What each says:",
        *_said(report.judgements),
        *_stepped(report.judgements),
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
            "Sourced: positions that states are known to have stated. Everything else is drawn.",
            "Surprise: how likely the rule alone is to give each, and how often it could not be",
            "imposed by redrawing.",
            table(["party", "known position", "by the rule", "95 %", "not imposed"], known),
        ]
    counts = [judged.verdict for judged in report.judgements]
    undecided = sum(judged.undecided for judged in report.judgements)
    told = ", ".join(f"{counts.count(x)} {x}" for x in sorted(set(counts)))
    lines += ["", told + (f"; {undecided} undecided" if undecided else "")]
    return "\n".join(lines)


VERDICTS = (
    "met / short: the share of runs (or the value) reaches its bar, or not; undecided besides: the",
    "interval holds the bar. given: imposed by conditioning. calibrated: a dial was set so, no",
    "evidence. printed: for the record. unconditioned: known positions were not imposed.",
)
"""Key to the verdicts."""


def _said(judgements: Sequence[Judgement]) -> list[str]:
    """Each fact in words, with its source."""
    lines = []
    for judged in judgements:
        fact = judged.fact
        words = f"{fact.text} [{fact.source}]" if fact.source else fact.text
        lines += textwrap.wrap(
            words, width=92, initial_indent=f"{fact.id:<7} ", subsequent_indent=" " * 8
        )
    return lines


def _range(judged: Judgement) -> str:
    """The 95 % interval: of a share, or of a change."""
    if judged.verdict == "printed" or judged.low is None or judged.high is None:
        return ""
    if judged.share is None:
        return f"{judged.low:.3g} to {judged.high:.3g}"
    return interval(judged.low, judged.high)


def _stepped(judgements: Sequence[Judgement]) -> list[str]:
    """Comparative statics step by step."""
    rows = [
        [
            judged.fact.id if first else "",
            "; ".join(f"{path}={value}" for path, value in step.settings) or "as declared",
            step.mean,
            step.change,
            step.error,
        ]
        for judged in judgements
        for first, step in zip([True] + [False] * len(judged.steps), judged.steps, strict=False)
    ]
    if not rows:
        return []
    head = ["fact", "setting", "mean", "change", "standard error"]
    return ["", "Comparative statics, on the same seeds:", table(head, rows)]


def _verdict(judged: Judgement) -> str:
    return f"{judged.verdict}, undecided" if judged.undecided else judged.verdict
