"""``hldsim sensitivity``: which free parameters matter most, as a table, a page and a figure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hldsim.cli.many import INTERRUPTED
from hldsim.cli.output import (
    as_text,
    emit_json,
    must_be_writable,
    note,
    progress_on_stderr,
    table,
    write_text,
)
from hldsim.errors import StorageError
from hldsim.experiments.processors import processors

if TYPE_CHECKING:
    from hldsim.experiments.sensitivity import Effects, Factor, SensitivityResult

MOST = 5
"""Factors named as those that matter most."""

DRAWN = 10
"""Factors shown in a table or figure."""

ENDINGS = (".json", ".md", ".svg")


def screen(
    name: str,
    trajectories: int,
    runs: int,
    seed: int,
    workers: int | None,
    measures: Sequence[str],
    out: str | None,
    as_json: bool,
) -> int:
    """Screen the parameters of a scenario; write and tell what came of it."""
    if out is not None:
        if Path(out).suffix.lower() not in ENDINGS:
            allowed = ", ".join(ENDINGS)
            raise click.BadParameter(f"{out!r}; allowed: a file name ending in {allowed}")
        must_be_writable(out)
    from hldsim.cli.known import load
    from hldsim.experiments.sensitivity import OUTCOMES, morris

    result = morris(
        load(name),
        trajectories,
        runs,
        seed,
        workers or processors(),
        measures=tuple(measures) or OUTCOMES,
        progress=progress_on_stderr(),
    )
    if result.interrupted:
        note(f"interrupted: {result.trajectories} of {trajectories} trajectories are done")
    if as_json:
        emit_json(result.as_json())
    else:
        click.echo(told(result))
    if out is not None:  # after it is told: what took so long is not lost with the place
        _write(result, Path(out))
    return INTERRUPTED if result.interrupted else 0


def _write(result: SensitivityResult, place: Path) -> None:
    """Write one file; a page takes its figure with it, into ``figures/`` beside it."""
    if place.suffix.lower() == ".json":
        write_text(str(place), as_text(result.as_json()) + "\n")
    elif place.suffix.lower() == ".svg":
        write_text(str(place), figure(result))
    else:
        drawn = place.parent / "figures" / f"{place.stem}.svg"
        try:
            drawn.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"{drawn.parent} cannot be made ({error.strerror}); allowed: a place for a folder"
            ) from None
        write_text(str(drawn), figure(result))
        write_text(str(place), page(result, f"figures/{drawn.name}"))


def told(result: SensitivityResult) -> str:
    """The analysis as people read it on a screen."""
    lines = [
        f"{result.scenario.title}: Morris, {result.trajectories} trajectories over "
        f"{len(result.factors)} parameters, {result.runs} runs a point, "
        f"{result.runs_in_all} runs, seed {result.seed}",
    ]
    for found in result.effects:
        head = [found.measure, "mu*", "+-", "mu", "sigma", "from", "to"]
        rows = [
            [factor.path, *numbers, f"{factor.low:.3g}", f"{factor.high:.3g}"]
            for factor, numbers in _rows(result, found)
        ]
        lines += ["", table(head, rows)]
    return "\n".join([*lines, "", _LEGEND])


_LEGEND = (
    "mu*: mean absolute change of the measure as the parameter crosses its whole range; +-: half "
    "of its\n95 % interval; mu: the same with sign; sigma: how far it depends on the other "
    "parameters."
)


def _rows(result: SensitivityResult, found: Effects) -> list[tuple[Factor, list[str]]]:
    """The leading factors of one outcome and their numbers as text."""
    arrays = (found.mu_star_f, found.confidence_f, found.mu_f, found.sigma_f)
    return [
        (result.factors[n], [f"{array[n] + 0.0:.3f}" for array in arrays])
        for n in found.order()[:DRAWN]
    ]


def page(result: SensitivityResult, drawn: str) -> str:
    """The page of the documentation: the leading parameters, the figure, every range."""
    parts = [
        "# Which parameters matter most",
        "",
        "Written by one command; do not edit:",
        "",
        f"    hldsim sensitivity {result.scenario.name} --method morris "
        f"--trajectories {result.trajectories} --runs {result.runs} --seed {result.seed} "
        "--out docs/sensitivity.md",
        "",
        f"Elementary effects [Morris1991] of all {len(result.factors)} free parameters at once: "
        f"{result.trajectories} trajectories, {result.runs} runs at each point on common seeds, "
        f"{result.runs_in_all} runs. Each number is a change of the measure as the parameter "
        "crosses its **whole range** (last table), the others being anywhere in theirs: *mu\\** "
        "the mean of the changes without sign, with half of its 95 % bootstrap interval; *mu* with "
        "sign; *sigma* their spread: large where the effect depends on the other parameters.",
        "",
        f"![mu* of the leading parameters]({drawn})",
    ]
    for found in result.effects:
        rows = _rows(result, found)
        first = ", ".join(f"`{factor.path}`" for factor, _ in rows[:MOST])
        parts += [
            "",
            f"## {found.measure}",
            "",
            f"**The {MOST} that matter most:** {first}.",
            "",
            "| parameter | symbol | meaning | mu\\* | +- | mu | sigma |",
            "| --- | --- | --- | ---: | ---: | ---: | ---: |",
        ]
        for factor, numbers in rows:
            cells = [f"`{factor.path}`", factor.symbol, factor.meaning, *numbers]
            parts.append(f"| {' | '.join(cells)} |")
    return "\n".join([*parts, *_how_to_read(result), *_ranges(result)]) + "\n"


def _how_to_read(result: SensitivityResult) -> list[str]:
    still = [
        factor.path
        for n, factor in enumerate(result.factors)
        if all(found.mu_star_f[n] < 1e-12 for found in result.effects)
    ]
    return [
        "",
        "## How to read this",
        "",
        "- A screening says which parameters deserve an argument, not how the outcome is "
        "distributed: the ranges are wide, and all parameters move at once.",
        "- Confidence intervals of neighbours in a table overlap: their order is not certain, and "
        "with few runs a point small effects are partly luck.",
        "- Parameters that are a yes or a no (`needs_host`, `of_membership`) are no factors; "
        "comparative statics try them.",
        "- No effect at all on what is measured here: "
        + (", ".join(f"`{path}`" for path in still) or "none")
        + ".",
    ]


def _ranges(result: SensitivityResult) -> list[str]:
    rows = [
        f"| `{f.path}` | {f.symbol} | {f.value:.4g} | {f.low:.4g} | {f.high:.4g} | {f.origin} |"
        for f in result.factors
    ]
    return [
        "",
        "## The ranges",
        "",
        "*prior*: the central 95 % of the scenario's prior. *around the value*: half to one and a "
        "half times the value in the scenario, within the rule's bounds (a 0 runs to a tenth of "
        "them).",
        "",
        "| parameter | symbol | value | from | to | range |",
        "| --- | --- | ---: | ---: | ---: | --- |",
        *rows,
    ]


ROW, TOP, LEFT, WIDTH, GAP = 20, 34, 250, 300, 40
INK, FAINT, BAR = "#1f2937", "#9ca3af", "#3b6ea8"


def figure(result: SensitivityResult) -> str:
    """Bars of mu* with their intervals, one panel an outcome, as SVG text."""
    panels = list(result.effects)
    shown = min(DRAWN, len(result.factors))
    height = len(panels) * (TOP + shown * ROW + GAP)
    width = LEFT + WIDTH + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for n, found in enumerate(panels):
        parts += _panel(result, found, n * (TOP + shown * ROW + GAP))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(result: SensitivityResult, found: Effects, y: int) -> list[str]:
    """One outcome: a title, a bar a factor, an axis."""
    leading = found.order()[:DRAWN]
    ends = [float(found.mu_star_f[n] + found.confidence_f[n]) for n in leading]
    step = next(s for s in (0.05, 0.1, 0.2, 0.5, 1e9) if max(ends, default=0) <= 6 * s)
    top = max(step * -(-max(ends, default=step) // step), step)

    def across(value: float) -> float:
        return round(LEFT + WIDTH * min(max(value, 0.0), top) / top, 1)

    base = y + TOP + len(leading) * ROW
    parts = [
        f'<text x="8" y="{y + 20}" font-weight="bold" fill="{INK}">'
        f"mu* on {escape(found.measure)}</text>"
    ]
    for tick in range(round(top / step) + 1):
        x = across(tick * step)
        parts += [
            f'<line x1="{x}" y1="{y + TOP}" x2="{x}" y2="{base}" stroke="{FAINT}" '
            'stroke-width="0.5"/>',
            f'<text x="{x}" y="{base + 14}" fill="{INK}" text-anchor="middle" '
            f'font-size="10">{tick * step:.2g}</text>',
        ]
    for row, n in enumerate(leading):
        middle = y + TOP + row * ROW + ROW // 2
        mu, half = float(found.mu_star_f[n]), float(found.confidence_f[n])
        fill = BAR if row < MOST else FAINT
        parts += [
            f'<text x="{LEFT - 6}" y="{middle + 4}" fill="{INK}" text-anchor="end">'
            f"{escape(result.factors[n].path)}</text>",
            f'<rect x="{LEFT}" y="{middle - 6}" width="{round(across(mu) - LEFT, 1)}" height="12" '
            f'fill="{fill}"/>',
            f'<line x1="{across(mu - half)}" y1="{middle}" x2="{across(mu + half)}" y2="{middle}" '
            f'stroke="{INK}" stroke-width="1.5"/>',
        ]
    return parts
