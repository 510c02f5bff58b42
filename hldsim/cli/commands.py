"""The commands and their options; what they do is in the files beside this one."""

from __future__ import annotations

import click

from hldsim import __version__
from hldsim.cli.acting import acts as acts_command
from hldsim.cli.handouts import HANDOUTS
from hldsim.cli.options import with_json, with_lang, with_seed, with_settings
from hldsim.cli.studies import STUDIES
from hldsim.cli.sweeps import reproduce, sweep

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
    hldsim report talks.hldrun --pdf         a report to hand out
    hldsim list                              what there is
    """  # noqa: D301
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
    return None


@commands.command()
@click.argument("scenario", metavar="[SCENARIO|FILE]", default="hld_2006")
@click.option("--play", is_flag=True, help="Start playing at once.")
@click.option("--reset-layout", is_flag=True, help="Put window and panels where they are at first.")
@with_seed
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
@with_seed
@with_settings
@click.option("--out", metavar="FILE", help="Write the run file (.hldrun), to replay or look at.")
@click.option("--pictures", metavar="DIR", help="Draw the views of the window into a folder.")
@click.option(
    "--acts",
    metavar="FILE",
    help="Do what people did: a table (.csv) as `hldsim acts` writes it, or another run file.",
)
@with_lang
@with_json
def run(
    scenario: str,
    seed: int,
    settings: tuple[str, ...],
    out: str | None,
    pictures: str | None,
    acts: str | None,
    lang: str,
    as_json: bool,
) -> int:
    """Run a scenario once and say how it ended.

    \b
    hldsim run hld_2006 --seed 7
    hldsim run hld_2006 --set adoption[un].rule=majority
    hldsim run hld_2006 --out talks.hldrun --pictures pictures
    """  # noqa: D301
    from hldsim.cli.running import run_once

    return run_once(scenario, seed, settings, out, pictures, as_json, acts, lang)


@commands.command()
@click.argument("file", metavar="FILE")
@with_json
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
@with_json
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
@with_json
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
@with_json
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
@with_seed
@with_settings
@with_json
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


for study in (*STUDIES, sweep, reproduce, *HANDOUTS):
    commands.add_command(study)
commands.add_command(acts_command)
