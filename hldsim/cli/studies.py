"""Commands of many runs: ensembles, facts, comparisons, sensitivity."""

from __future__ import annotations

import click

from hldsim.cli.options import SOME, with_json, with_runs, with_seed, with_settings


@click.command()
@click.argument("scenario")
@with_runs
@with_settings
@click.option("--unconditioned", is_flag=True, help="Do not impose the positions that are known.")
@click.option(
    "--out",
    metavar="FILE",
    help="Write everything as .json, the parties as .csv, or "
    "as .hldmany every run, which the window opens.",
)
@with_json
def ensemble(
    scenario: str,
    runs: int,
    seed: int,
    workers: int | None,
    settings: tuple[str, ...],
    unconditioned: bool,
    out: str | None,
    as_json: bool,
) -> int:
    """Run a scenario many times and say in which shares it ends how.

    Replicates are the same whatever the number of workers. Ctrl-C keeps those that are done.

    \b
    hldsim ensemble hld_2006 --runs 200 --seed 1 --workers 2
    hldsim ensemble hld_2006 --runs 100 --set adoption[hosted].follow_through=0
    hldsim ensemble hld_2006 --runs 400 --out shares.json
    hldsim ensemble hld_2006 --runs 200 --out runs.hldmany
    """  # noqa: D301
    from hldsim.cli.many import run_many

    return run_many(scenario, runs, seed, workers, settings, unconditioned, out, as_json)


@click.command()
@click.argument("scenario")
@click.option(
    "--over",
    default="protocol,decision-rule",
    show_default=True,
    metavar="FAMILY,...",
    help="Families of rules: protocol, decision-rule, coalitions, utility, strategy, influence.",
)
@click.option("--runs", type=SOME, default=50, show_default=True, help="Runs of each combination.")
@with_seed
@click.option(
    "--workers", type=SOME, default=None, help="Processes; as many as processors by default."
)
@with_settings
@click.option("--unconditioned", is_flag=True, help="Do not impose the positions that are known.")
@with_json
def compare(
    scenario: str,
    over: str,
    runs: int,
    seed: int,
    workers: int | None,
    settings: tuple[str, ...],
    unconditioned: bool,
    as_json: bool,
) -> int:
    """Run a scenario under every rule of some families and say what comes of it.

    Every combination runs on the same seeds. One that the scenario cannot have (voting weights it
    does not give, amendments it does not declare) is named with the reason.

    \b
    hldsim compare hld_2006 --over protocol,decision-rule --runs 50
    hldsim compare hld_2006 --over coalitions,utility --runs 100 --json
    hldsim compare my_scenario/ --over decision-rule
    """  # noqa: D301
    from hldsim.cli.comparing import compare_rules

    return compare_rules(scenario, over, runs, seed, workers, settings, unconditioned, as_json)


@click.command()
@click.argument("scenario")
@click.argument("parameters", nargs=-1, metavar="[PARAMETER]...")
@click.option("--runs", type=SOME, help="How many runs of each kind: 400, or 60 with --vary.")
@with_seed
@click.option(
    "--workers", type=SOME, default=None, help="Processes; as many as processors by default."
)
@with_settings
@click.option(
    "--vary",
    is_flag=True,
    help="Move one free parameter at a time (those named, or every one) and say in what range "
    "each fact holds and what breaks first.",
)
@click.option(
    "--statics", is_flag=True, help="With --vary: comparative statics too; some five times longer."
)
@with_json
def facts(
    scenario: str,
    parameters: tuple[str, ...],
    runs: int | None,
    seed: int,
    workers: int | None,
    settings: tuple[str, ...],
    vary: bool,
    statics: bool,
    as_json: bool,
) -> int:
    """Try the facts that a scenario is to reproduce; exit code 1 if one falls short.

    For each: its value, the share of runs that show it with its 95 % interval, the test and the
    verdict; then comparative statics step by step, and how likely each known position is by the
    rule alone.

    \b
    hldsim facts hld_2006
    hldsim facts hld_2006 --runs 100 --seed 2 --json
    hldsim facts hld_2006 --set imputation.authority_themes=0
    hldsim facts hld_2006 --vary
    hldsim facts hld_2006 rules.belief.eta agenda[plenary].delta --vary
    """  # noqa: D301
    if vary:
        from hldsim.cli.varying import vary_facts

        return vary_facts(
            scenario, parameters, runs or 60, seed, workers, settings, statics, as_json
        )
    if parameters or statics:
        raise click.UsageError("Parameters and --statics go with --vary.")
    from hldsim.cli.many import try_facts

    return try_facts(scenario, runs or 400, seed, workers, settings, as_json)


@click.command()
@click.argument("scenario")
@click.option("--method", type=click.Choice(["morris"]), default="morris", show_default=True)
@click.option(
    "--trajectories",
    type=click.IntRange(min=2),
    default=30,
    show_default=True,
    help="Effects of each parameter; a trajectory has one point more than there are parameters.",
)
@click.option("--runs", type=SOME, default=16, show_default=True, help="Runs at each point.")
@with_seed
@click.option(
    "--workers", type=SOME, default=None, help="Processes; as many as processors by default."
)
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    help="What to look at (hldsim list measures), repeatable; by default a hosted forum adopted "
    "and the UN design's final backing.",
)
@click.option("--out", metavar="FILE", help="Write .json, a page .md with its figure, or .svg.")
@with_json
def sensitivity(
    scenario: str,
    method: str,
    trajectories: int,
    runs: int,
    seed: int,
    workers: int | None,
    measures: tuple[str, ...],
    out: str | None,
    as_json: bool,
) -> int:
    """Say which free parameters move the outcome most, over all their ranges at once.

    \b
    hldsim sensitivity hld_2006 --trajectories 10 --runs 8
    hldsim sensitivity hld_2006 --method morris --out docs/sensitivity.md
    """  # noqa: D301
    from hldsim.cli.sensitivity import screen

    return screen(scenario, trajectories, runs, seed, workers, measures, out, as_json)


STUDIES = (ensemble, compare, facts, sensitivity)
"""In the order of a newcomer's needs."""
