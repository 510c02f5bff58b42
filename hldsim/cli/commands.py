"""The commands and their options; what they do is in the files beside this one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from hldsim import __version__

F = TypeVar("F", bound=Callable[..., Any])

LISTS = (
    "scenarios",
    "decision-rules",
    "coalition-rules",
    "protocols",
    "influence-rules",
    "strategies",
    "phases",
    "interventions",
    "utility-functions",
    "imputation-rules",
    "measures",
)
"""What ``hldsim list`` can list."""

_SEED = click.IntRange(min=0)
_SOME = click.IntRange(min=1)


def _with_seed(command: F) -> F:
    return click.option("--seed", type=_SEED, default=1, show_default=True, help="Seed of chance.")(
        command
    )


def _with_json(command: F) -> F:
    return click.option(
        "--json", "as_json", is_flag=True, help="One JSON object on standard output, nothing else."
    )(command)


def _with_settings(command: F) -> F:
    return click.option(
        "--set",
        "settings",
        multiple=True,
        metavar="PATH=VALUE",
        help="Change a value of the scenario, e.g. parties[MEX].salience.venue=0.5; repeatable.",
    )(command)


def _with_runs(command: F) -> F:
    runs = click.option("--runs", type=_SOME, default=400, show_default=True, help="How many runs.")
    workers = click.option(
        "--workers", type=_SOME, default=None, help="Processes; as many as processors by default."
    )
    return runs(_with_seed(workers(command)))


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 done; 1 a fact or a replay fell short; 2 bad input; 70 a fault of "
    "hldsim; 130 interrupted.",
)
@click.version_option(__version__, prog_name="hldsim")
@click.pass_context
def commands(context: click.Context) -> int | None:
    """Simulate a negotiation of many parties, from the 2006 debate on a migration forum on.

    \b
    hldsim gui                               the window, on the debate of 2006
    hldsim run hld_2006 --seed 7             one run, told in a table
    hldsim ensemble hld_2006 --runs 200      many runs, in shares
    hldsim compare hld_2006                  under every protocol and decision rule
    hldsim facts hld_2006                    does it come out as it did?
    hldsim list                              what there is
    """  # noqa: D301
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return None


@commands.command()
@click.argument("scenario", metavar="[SCENARIO|FILE]", default="hld_2006")
@click.option("--play", is_flag=True, help="Start playing at once.")
@click.option("--reset-layout", is_flag=True, help="Put window and panels where they are at first.")
@_with_seed
def gui(scenario: str, play: bool, reset_layout: bool, seed: int) -> int:
    """Open the window on a scenario (name, folder or .zip) or a run file.

    \b
    hldsim gui
    hldsim gui hld_2006 --play --seed 7
    hldsim gui my_run.hldrun
    """  # noqa: D301
    from hldsim.cli.window import open_gui

    return open_gui(scenario, play, seed, reset_layout)


@commands.command()
@click.argument("scenario")
@_with_seed
@_with_settings
@click.option("--out", metavar="FILE", help="Write the run file (.hldrun), to replay or look at.")
@click.option("--pictures", metavar="DIR", help="Draw the views of the window into a folder.")
@_with_json
def run(
    scenario: str,
    seed: int,
    settings: tuple[str, ...],
    out: str | None,
    pictures: str | None,
    as_json: bool,
) -> int:
    """Run a scenario once and say how it ended.

    \b
    hldsim run hld_2006 --seed 7
    hldsim run hld_2006 --set adoption[un].rule=majority
    hldsim run hld_2006 --out talks.hldrun --pictures pictures
    """  # noqa: D301
    from hldsim.cli.running import run_once

    return run_once(scenario, seed, settings, out, pictures, as_json)


@commands.command()
@click.argument("scenario")
@_with_runs
@_with_settings
@click.option("--unconditioned", is_flag=True, help="Do not impose the positions that are known.")
@click.option("--out", metavar="FILE", help="Write everything as .json, or the parties as .csv.")
@_with_json
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
    """  # noqa: D301
    from hldsim.cli.many import run_many

    return run_many(scenario, runs, seed, workers, settings, unconditioned, out, as_json)


@commands.command()
@click.argument("scenario")
@click.option(
    "--over",
    default="protocol,decision-rule",
    show_default=True,
    metavar="FAMILY,...",
    help="Families of rules: protocol, decision-rule, coalitions, utility, strategy, influence.",
)
@click.option("--runs", type=_SOME, default=50, show_default=True, help="Runs of each combination.")
@_with_seed
@click.option(
    "--workers", type=_SOME, default=None, help="Processes; as many as processors by default."
)
@_with_settings
@click.option("--unconditioned", is_flag=True, help="Do not impose the positions that are known.")
@_with_json
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


@commands.command()
@click.argument("scenario")
@click.argument("parameters", nargs=-1, metavar="[PARAMETER]...")
@click.option("--runs", type=_SOME, help="How many runs of each kind: 400, or 60 with --vary.")
@_with_seed
@click.option(
    "--workers", type=_SOME, default=None, help="Processes; as many as processors by default."
)
@_with_settings
@click.option(
    "--vary",
    is_flag=True,
    help="Move one free parameter at a time (those named, or every one) and say in what range "
    "each fact holds and what breaks first.",
)
@click.option(
    "--statics", is_flag=True, help="With --vary: comparative statics too; some five times longer."
)
@_with_json
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


@commands.command()
@click.argument("scenario")
@click.option("--method", type=click.Choice(["morris"]), default="morris", show_default=True)
@click.option(
    "--trajectories",
    type=click.IntRange(min=2),
    default=30,
    show_default=True,
    help="Effects of each parameter; a trajectory has one point more than there are parameters.",
)
@click.option("--runs", type=_SOME, default=16, show_default=True, help="Runs at each point.")
@_with_seed
@click.option(
    "--workers", type=_SOME, default=None, help="Processes; as many as processors by default."
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
@_with_json
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


@commands.command()
@click.argument("file", metavar="FILE")
@_with_json
def replay(file: str, as_json: bool) -> int:
    """Play a run file again and compare round by round; exit code 1 if one differs.

    \b
    hldsim replay talks.hldrun
    """  # noqa: D301
    from hldsim.cli.running import replay_file

    return replay_file(file, as_json)


@commands.command()
@click.argument("scenario", required=False)
@click.option("--rules", is_flag=True, help="List every check there is.")
@_with_json
def check(scenario: str | None, rules: bool, as_json: bool) -> int:
    """Look for everything that is wrong with a scenario; exit code 2 if something is.

    \b
    hldsim check hld_2006
    hldsim check my_scenario/
    hldsim check --rules
    """  # noqa: D301
    from hldsim.cli.looking import check_one, list_checks

    if rules:
        return list_checks(as_json)
    if scenario is None:
        raise click.UsageError("Missing argument 'SCENARIO' (or --rules).")
    return check_one(scenario, as_json)


@commands.command(name="list")
@click.argument("what", required=False, metavar=f"[{'|'.join(LISTS)}]", type=click.Choice(LISTS))
@_with_json
def list_(what: str | None, as_json: bool) -> int:
    """List scenarios, rules with their parameters, measures and the like.

    \b
    hldsim list
    hldsim list scenarios
    hldsim list coalition-rules --json
    """  # noqa: D301
    from hldsim.cli.looking import list_all

    return list_all((what,) if what else LISTS, as_json)


@commands.command(name="import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--to", "folder", required=True, metavar="FOLDER", help="Where the scenario goes.")
@click.option(
    "--issues", metavar="A,B", help="Of a table of positions: the issues to take; all by default."
)
@click.option(
    "--levels",
    type=click.IntRange(min=2),
    help="As many evenly spaced levels, instead of the positions of a table as they are; for real "
    "issues of a domain, 11 by default.",
)
@_with_json
def import_(
    files: tuple[str, ...], folder: str, issues: str | None, levels: int | None, as_json: bool
) -> int:
    """Make a scenario of files of other programs.

    Either a GENIUS or NegMAS domain and the profiles of its parties (.xml), or one table of
    positions, salience and capability as programs of exchange and compromise use it (.csv, .txt).

    \b
    hldsim import domain.xml seller.xml buyer.xml --to sale
    hldsim import cop21.csv --to cop21 --issues mrv,legal
    hldsim run cop21
    """  # noqa: D301
    from hldsim.cli.interchange import bring_in

    return bring_in(files, folder, issues, levels, as_json)


@commands.command()
@click.argument("scenario")
@click.option(
    "--format", "form", type=click.Choice(["genius"]), default="genius", show_default=True
)
@click.option("--to", "folder", required=True, metavar="FOLDER", help="Where the files go.")
@_with_seed
@_with_settings
@_with_json
def export(
    scenario: str,
    form: str,
    folder: str,
    seed: int,
    settings: tuple[str, ...],
    as_json: bool,
) -> int:
    """Write a scenario's issues and what each party wants as a GENIUS domain and profiles.

    Preferences that are drawn are those of one replicate; declared ones are written as declared.

    \b
    hldsim export classroom_small --to classroom_genius
    hldsim export hld_2006 --format genius --to hld_genius --seed 7
    """  # noqa: D301
    from hldsim.cli.interchange import send_out

    return send_out(scenario, form, folder, seed, settings, as_json)
