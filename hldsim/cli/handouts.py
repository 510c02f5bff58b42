"""Commands that make pages to hand out: the report of a run, and role cards."""

from __future__ import annotations

import click

from hldsim.cli.options import SEED, SOME, with_json, with_lang

PAPER = click.option(
    "--paper",
    type=click.Choice(["a4", "letter"]),
    default="a4",
    show_default=True,
    help="Size of the pages of a PDF.",
)


@click.command()
@click.argument("file", metavar="FILE.hldrun")
@click.option("--pdf", is_flag=True, help="Write PDF pages; otherwise one HTML file.")
@click.option("--out", metavar="FILE", help="Where it goes; its ending says which of the two.")
@click.option("--branch", type=click.IntRange(min=0), help="Future to report on; default: current.")
@click.option("--no-turning-points", is_flag=True, help="Do not look for turning points.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0.0),
    default=60.0,
    show_default=True,
    help="How long to look for turning points at most.",
)
@click.option("--no-pictures", is_flag=True, help="Draw no pictures.")
@PAPER
@with_lang
@click.option("--progress", is_flag=True, hidden=True)
@with_json
def report(
    file: str,
    pdf: bool,
    out: str | None,
    branch: int | None,
    no_turning_points: bool,
    seconds: float,
    no_pictures: bool,
    paper: str,
    lang: str,
    progress: bool,
    as_json: bool,
) -> int:
    """Make the report of a run: what was agreed, how it came, who ended where and why.

    Turning points are found by leaving out one thing after the other that happened and playing the
    run again with the same luck. The report also says what is sourced and what is drawn, and how
    to get the same run again.

    \b
    hldsim run hld_2006 --seed 7 --out talks.hldrun
    hldsim report talks.hldrun
    hldsim report talks.hldrun --pdf --out talks.pdf --paper letter
    hldsim report talks.hldrun --branch 2 --no-turning-points
    """  # noqa: D301
    from hldsim.cli.reporting import Asked, make_report

    asked = Asked(
        file=file,
        pdf=pdf,
        out=out,
        branch=branch,
        turning=not no_turning_points,
        seconds=seconds,
        pictures=not no_pictures,
        paper=paper,
        lang=lang,
        progress=progress,
    )
    return make_report(asked, as_json)


@click.command()
@click.argument("source", metavar="SCENARIO|FILE.hldrun")
@click.option("--party", "parties", multiple=True, metavar="ID", help="A party; repeatable.")
@click.option("--all", "everybody", is_flag=True, help="A card for every party that may act.")
@click.option(
    "--seed", type=SEED, help="Say what parties want in the run of this seed; else over many draws."
)
@click.option(
    "--draws", type=SOME, default=200, show_default=True, help="Draws to tell the spread by."
)
@click.option("--out", metavar="FILE", help="Where they go: .pdf, or .html.")
@PAPER
@with_lang
@click.option("--progress", is_flag=True, hidden=True)
def cards(
    source: str,
    parties: tuple[str, ...],
    everybody: bool,
    seed: int | None,
    draws: int,
    out: str | None,
    paper: str,
    lang: str,
    progress: bool,
) -> int:
    """Make role cards, one page a party: who you are, what you want, what you can do.

    A card holds what its party may know: its own wants, and what is public. Of a run file the wants
    are those drawn in that run.

    \b
    hldsim cards hld_2006 --party BEL --party MEX
    hldsim cards classroom_small --all --out cards.pdf --paper letter
    hldsim cards talks.hldrun --party USA
    """  # noqa: D301
    from hldsim.cli.cards import make_cards

    return make_cards(source, parties, everybody, seed, draws, out, paper, lang, progress)


HANDOUTS = (report, cards)
"""In the order of a lesson told backwards: what came of it, and what it began with."""
