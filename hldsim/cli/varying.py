"""``hldsim facts --vary``: in what range of each free parameter the facts hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from hldsim.cli.many import INTERRUPTED
from hldsim.cli.output import emit_json, note, progress_on_stderr, table
from hldsim.experiments.processors import processors

if TYPE_CHECKING:
    from hldsim.experiments.vary import Point, Varied, VaryReport

FEW = 3
"""Parameters up to which every fact is told, not only the first to break."""


def vary_facts(
    name: str,
    parameters: Sequence[str],
    runs: int,
    seed: int,
    workers: int | None,
    settings: Sequence[str],
    statics: bool,
    as_json: bool,
) -> int:
    """Vary free parameters and tell it; 130 if it was interrupted, with what was done."""
    from hldsim.cli.known import load
    from hldsim.experiments.vary import vary

    report = vary(
        load(name, settings),
        parameters,
        runs,
        seed,
        workers or processors(),
        statics=statics,
        progress=progress_on_stderr(),
    )
    if as_json:
        emit_json(report.as_json())
    else:
        click.echo(_told(report))
    if report.interrupted:
        note(f"interrupted: {len(report.varied)} parameters are done")
        return INTERRUPTED
    return 0


def _told(report: VaryReport) -> str:
    """What people read: a line a parameter, and of few parameters a line a fact."""
    lines = [
        f"{report.scenario}: {report.runs} runs at each value, seed {report.seed}",
        "",
        table(
            ["parameter", "value", "all facts hold", "below: breaks", "above: breaks"], rows(report)
        ),
    ]
    if len(report.varied) <= FEW:
        for varied in report.varied:
            held = [[fact, span(varied, fact)] for fact in report.facts]
            lines += ["", f"{varied.parameter.path}: {varied.parameter.meaning}"]
            lines += [table(["fact", "holds"], held)]
    lines += ["", "A value in use that is the middle of a prior ends in .a."]
    lines += ["Values tried only: a range ends at the last that no fact clearly fails."]
    if report.broken_before:
        lines.append(f"Short with nothing moved, so left out: {', '.join(report.broken_before)}.")
    return "\n".join(lines)


def rows(report: VaryReport) -> list[list[str]]:
    """A row a parameter: path, value, range in which all facts hold, what breaks on either side."""
    return [
        [
            varied.parameter.path,
            f"{varied.parameter.value:g}",
            span(varied),
            broken(varied.first_break(up=False)),
            broken(varied.first_break(up=True)),
        ]
        for varied in report.varied
    ]


def span(varied: Varied, fact: str | None = None) -> str:
    """The range in which one fact, or every fact, holds."""
    low, high = varied.holds(fact)
    return f"{low:g} to {high:g}"


def broken(point: Point | None) -> str:
    """What breaks where."""
    return "-" if point is None else f"{', '.join(point.broken)} at {point.value:g}"
