"""``hldsim sweep`` and ``hldsim reproduce``: commands of the researcher's bench."""

from __future__ import annotations

from typing import Any

import click

from hldsim.cli.options import SOME, with_json


@click.group()
def sweep() -> None:
    """Run a whole design of experiments, go on after a stop, ask, draw and export.

    A design is one TOML file: scenarios, factors, sample, replicates, measures.

    \b
    hldsim sweep new mexico.toml                     a design to change
    hldsim sweep plan mexico.toml                    how many runs, how long, how much disk
    hldsim sweep run mexico.toml --out mexico        Ctrl-C keeps what is done
    hldsim sweep run mexico.toml --out mexico --resume
    hldsim sweep ask mexico responses --measure "adopted[venue=hosted]" --figure fig1.pdf
    hldsim sweep save mexico --to mexico.dta         with a codebook
    """  # noqa: D301


@sweep.command()
@click.argument("file", metavar="FILE.toml")
@click.option("--scenario", default="hld_2006", show_default=True, help="What it is a design of.")
def new(file: str, scenario: str) -> int:
    """Write a small design to start from, with every key explained."""
    from hldsim.cli.sweeping import write_new

    return write_new(file, scenario)


@sweep.command()
@click.argument("design", metavar="DESIGN.toml")
@click.option("--workers", type=SOME, help="Processes; as many as processors by default.")
@with_json
def plan(design: str, workers: int | None, as_json: bool) -> int:
    """Dry run: check a design, time a few of its runs, and say what all will take."""
    from hldsim.cli.sweeping import plan_sweep

    return plan_sweep(design, workers, as_json)


@sweep.command()
@click.argument("design", metavar="DESIGN.toml")
@click.option("--out", "folder", required=True, metavar="FOLDER", help="Where results go.")
@click.option("--resume", is_flag=True, help="Go on: run exactly what is missing there.")
@click.option("--workers", type=SOME, help="Processes; as many as processors by default.")
@click.option("--scheduler", metavar="ADDRESS", help="A Dask cluster, e.g. tcp://host:8786.")
@with_json
def run(
    design: str,
    folder: str,
    resume: bool,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
) -> int:
    """Run a design into a folder; a stop at any moment loses at most the runs in flight."""
    from hldsim.cli.sweeping import run_design

    return run_design(design, folder, resume, workers, scheduler, as_json)


@sweep.command()
@click.argument("folder", metavar="RESULTS")
@click.argument(
    "question",
    type=click.Choice(
        ["agreements", "responses", "phases", "comparison", "indices", "convergence", "tipping"]
    ),
    default="agreements",
)
@click.option("--measure", metavar="MEASURE", help="Of those in the design; the first by default.")
@click.option("--factor", metavar="PATH", help="For responses and tipping.")
@click.option("--x", metavar="PATH", help="For phases: the factor across.")
@click.option("--y", metavar="PATH", help="For phases: the factor up.")
@click.option("--by", metavar="PATH", help="For comparison: condition (default) or a factor.")
@click.option("--condition", metavar="ID", help="For phases and convergence.")
@click.option("--level", type=float, help="For tipping: the level crossed; 0.5 by default.")
@click.option("--half", type=float, help="For convergence: half width wanted; 0.05 by default.")
@click.option("--figure", metavar="FILE", help="Draw it too: .pdf, .svg or .png.")
@with_json
def ask(folder: str, question: str, as_json: bool, **asked: Any) -> int:
    """Ask results a question: a table with intervals, and a figure with its caption.

    \b
    agreements    shares of runs by class of agreement
    responses     a measure at every point
    phases        most frequent agreement over two factors: a phase diagram
    comparison    paired differences between conditions, or values of a factor
    indices       Sobol indices or Morris effects, by the sample
    convergence   how many replicates are enough
    tipping       where a measure crosses a level
    """  # noqa: D301
    from hldsim.cli.sweeping import ask_results

    return ask_results(folder, question, asked, as_json)


@sweep.command()
@click.argument("folder", metavar="RESULTS")
@click.argument("sql")
@with_json
def query(folder: str, sql: str, as_json: bool) -> int:
    """Ask results in SQL; the table is named run.

    \b
    hldsim sweep query mexico "SELECT agreement, count(*) FROM run GROUP BY 1 ORDER BY 2 DESC"
    """  # noqa: D301
    from hldsim.cli.sweeping import query_results

    return query_results(folder, sql, as_json)


@sweep.command()
@click.argument("folder", metavar="RESULTS")
@click.option("--to", "file", required=True, help=".csv, .xlsx, .parquet, .json or .dta (Stata).")
def save(folder: str, file: str) -> int:
    """Write every run to one file, and its codebook beside it."""
    from hldsim.cli.sweeping import save_runs

    return save_runs(folder, file)


@sweep.command()
@click.argument("folder", metavar="RESULTS")
def methods(folder: str) -> int:
    """Print the methods paragraph, and how to cite the results."""
    from hldsim.cli.sweeping import tell_methods

    return tell_methods(folder)


@click.command()
@click.argument("folder", metavar="RESULTS")
@click.option("--runs", type=SOME, default=20, show_default=True, help="Runs drawn at random.")
@click.option("--all", "every", is_flag=True, help="Every run.")
@click.option("--seed", type=click.IntRange(min=0), default=1, help="Which runs are drawn.")
@with_json
def reproduce(folder: str, runs: int, every: bool, seed: int, as_json: bool) -> int:
    """Run a sample of a sweep again and compare bit by bit; exit code 1 if a cell differs.

    \b
    hldsim reproduce mexico
    hldsim reproduce mexico --all
    """  # noqa: D301
    from hldsim.cli.sweeping import reproduce_sample

    return reproduce_sample(folder, None if every else runs, seed, as_json)
