"""What the commands of the researcher's bench do."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hldsim.cli.many import INTERRUPTED
from hldsim.cli.output import emit_json, must_be_writable, note, progress_on_stderr, table
from hldsim.experiments.processors import processors

if TYPE_CHECKING:
    import pandas

    from hldsim.experiments.sweep.running import Progress

SHOWN = 60
"""Rows of an answer shown on a screen."""


def write_new(file: str, scenario: str) -> int:
    """Write a design to start from."""
    from hldsim.cli.known import load
    from hldsim.experiments.sweep.template import template

    path = Path(file)
    if path.exists():
        raise click.BadParameter(f"{file} is there already; allowed: a new file")
    must_be_writable(file)
    text = template(load(scenario), scenario)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.BadParameter(f"{file} cannot be written ({error.strerror})") from None
    click.echo(f"{file}: a design; next: hldsim sweep plan {file}")
    return 0


def _prepared(design: str) -> Any:
    from hldsim.experiments.sweep.orders import prepare_design
    from hldsim.experiments.sweep.reading import read_design
    from hldsim.experiments.sweep.running import check_prepared

    prepared = prepare_design(read_design(design), Path(design).parent)
    check_prepared(prepared)
    return prepared


def plan_sweep(design: str, workers: int | None, as_json: bool) -> int:
    """Say what a design comes to."""
    from hldsim.experiments.sweep.columns import columns_of
    from hldsim.experiments.sweep.estimate import cost

    prepared = _prepared(design)
    columns = columns_of(prepared.design, prepared.scenarios)
    found = cost(prepared, workers or processors(), len(columns))
    if as_json:
        emit_json(asdict(found))
        return 0
    rows: list[list[str | int | float | None]] = [
        ["points", f"{found.points:,}"],
        ["conditions", found.conditions],
        ["replicates of each", f"{found.replicates:,}"],
        ["runs in all", f"{found.runs:,}"],
        ["one run", f"{1000 * found.run_seconds:.0f} ms"],
        [f"time with {found.workers} workers", f"about {duration(found.seconds)}"],
        ["disk", f"about {_size(found.megabytes)}"],
    ]
    click.echo(f"{prepared.design.title}\n\n{table(['', ''], rows).lstrip()}")
    return 0


def run_design(
    design: str,
    folder: str,
    resume: bool,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
) -> int:
    """Run a design; 130 if it was stopped, with what was done."""
    from hldsim.experiments.sweep.running import place_to_run, run_sweep

    prepared = _prepared(design)
    with _asked_to_stop() as stop, place_to_run(workers or processors(), scheduler) as place:
        executor, many = place
        outcome = run_sweep(
            prepared,
            Path(folder),
            executor,
            many,
            resume=resume,
            progress=_telling(),
            stop=lambda: bool(stop),
        )
    if as_json:
        emit_json({**asdict(outcome), "runs": prepared.runs, "folder": folder})
    else:
        click.echo(
            f"{outcome.done:,} of {prepared.runs:,} runs are in {folder} "
            f"({outcome.played:,} now, {duration(outcome.seconds)})"
        )
    if outcome.stopped:
        note(f"stopped; go on with: hldsim sweep run {design} --out {folder} --resume")
        return INTERRUPTED
    return 0


@contextmanager
def _asked_to_stop() -> Iterator[list[int]]:
    """Ctrl-C asks to stop, a second one insists."""
    asked: list[int] = []

    def hear(number: int, frame: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)
        note("\nstopping: the runs in flight are waited for (Ctrl-C again: at once)")

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)


def _telling() -> Any:
    """Progress with throughput on a terminal; every ten seconds a line where there is none."""
    if sys.stderr.isatty():
        tell = progress_on_stderr()

        def on_terminal(progress: Progress) -> None:
            if tell is not None:
                tell(progress.done, progress.total, progress.left)

        return on_terminal
    told = [time.monotonic()]

    def on_paper(progress: Progress) -> None:
        if time.monotonic() - told[0] >= 10.0:
            told[0] = time.monotonic()
            left = "" if progress.left is None else f", {duration(progress.left)} left"
            note(
                f"{progress.done:,} of {progress.total:,} runs, {progress.rate:.0f} a second{left}"
            )

    return on_paper


_TAKES: Mapping[str, tuple[str, ...]] = {
    "agreements": (),
    "responses": ("measure",),
    "phases": ("x", "y"),
    "comparison": ("measure", "by"),
    "indices": ("measure",),
    "convergence": ("measure", "condition", "half"),
    "tipping": ("measure", "factor", "level"),
}
_DRAWS: Mapping[str, tuple[str, ...]] = {
    **_TAKES,
    "responses": ("measure", "factor"),
    "phases": ("x", "y", "condition"),
}


def ask_results(folder: str, question: str, asked: Mapping[str, Any], as_json: bool) -> int:
    """Answer one question about results."""
    from hldsim.experiments.sweep.answers import QUESTIONS
    from hldsim.experiments.sweep.figures import figure
    from hldsim.experiments.sweep.results import Results

    given = {name: value for name, value in asked.items() if value is not None and name != "figure"}
    for name in given:
        if name not in _DRAWS[question]:
            allowed = ", ".join(f"--{one}" for one in _DRAWS[question]) or "no option"
            raise click.BadParameter(f"--{name} has no meaning for {question}; allowed: {allowed}")
    with Results(folder) as results:
        if "measure" in _TAKES[question]:
            given.setdefault("measure", next(c.of for c in results.columns if c.role == "measure"))
        factors = [c.of for c in results.columns if c.role == "factor"]
        if question == "phases":
            if len(factors) < 2 and not {"x", "y"} <= set(given):
                raise click.BadParameter(f"phases needs two factors; this design has {factors}")
            given.setdefault("x", factors[0])
            given.setdefault("y", next(one for one in factors if one != given["x"]))
        if question == "tipping" and "factor" not in given:
            if len(factors) != 1:
                raise click.UsageError(f"--factor is missing; allowed: {', '.join(factors)}")
            given["factor"] = factors[0]
        answer = QUESTIONS[question](
            results, **{name: given[name] for name in _TAKES[question] if name in given}
        )
        caption = None
        if asked.get("figure"):
            if question == "agreements":
                raise click.BadParameter("--figure has no meaning for agreements")
            caption = figure(
                results,
                question,
                asked["figure"],
                **{name: given[name] for name in _DRAWS[question] if name in given},
            )
    _show(answer, as_json, caption)
    return 0


def query_results(folder: str, sql: str, as_json: bool) -> int:
    """Answer a question in SQL."""
    from hldsim.experiments.sweep.results import Results

    with Results(folder) as results:
        _show(results.ask(sql), as_json, None)
    return 0


def save_runs(folder: str, file: str) -> int:
    """Write every run to one file."""
    from hldsim.experiments.sweep.results import Results
    from hldsim.experiments.sweep.saving import save_results

    with Results(folder) as results:
        written = save_results(results, file)
        runs = len(results)
    click.echo(f"{runs:,} runs: " + ", ".join(str(path) for path in written))
    return 0


def tell_methods(folder: str) -> int:
    """Print what a paper says of these results."""
    from hldsim.experiments.sweep.manifest import read_manifest
    from hldsim.experiments.sweep.methods import citation, methods
    from hldsim.experiments.sweep.stored import stored

    manifest = read_manifest(Path(folder))
    click.echo(methods(stored(Path(folder)), manifest))
    click.echo("\n" + citation(manifest).rstrip())
    return 0


def reproduce_sample(folder: str, runs: int | None, seed: int, as_json: bool) -> int:
    """Run some of the runs again; 1 if a cell differs."""
    from hldsim.experiments.sweep.repeat import repeat
    from hldsim.experiments.sweep.results import Results

    with Results(folder) as results:
        found = repeat(results, runs, seed, progress_on_stderr())
    if as_json:
        emit_json(asdict(found))
        return 1 if found.differences else 0
    for name, (then, now) in found.versions.items():
        note(f"{name}: {then} then, {now} now")
    same = "every cell the same, bit by bit"
    click.echo(
        f"{found.runs:,} of {found.total:,} runs repeated: "
        + (same if not found.differences else f"{len(found.differences)} cells differ")
    )
    for one in found.differences[:SHOWN]:
        click.echo(
            f"  {one.condition}, point {one.point}, replicate {one.replicate}, {one.column}: "
            f"{one.kept!r} then, {one.now!r} now"
        )
    return 1 if found.differences else 0


def _show(frame: pandas.DataFrame, as_json: bool, caption: str | None) -> None:
    if as_json:
        rows = json.loads(frame.to_json(orient="records", double_precision=15))
        emit_json({"rows": rows, **({"caption": caption} if caption else {})})
        return
    cells = [
        [None if value is None or value != value else value for value in row]
        for row in frame.head(SHOWN).itertuples(index=False, name=None)
    ]
    click.echo(table([str(name) for name in frame.columns], cells))
    if len(frame) > SHOWN:
        note(f"{len(frame):,} rows, the first {SHOWN} are shown; all of them: --json")
    if caption:
        click.echo("\n" + caption)


def duration(seconds: float) -> str:
    """A time as people read it.

    Examples
    --------
    >>> duration(42), duration(150), duration(8000)
    ('42 s', '2.5 min', '2.2 h')
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.1f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _size(megabytes: float) -> str:
    if megabytes < 1:
        return f"{1000 * megabytes:.0f} kB"
    return f"{megabytes:.0f} MB" if megabytes < 1000 else f"{megabytes / 1000:.1f} GB"
