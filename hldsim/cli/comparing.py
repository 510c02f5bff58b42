"""``hldsim compare``: the same scenario under every rule that can hear it, told in one table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from hldsim.cli.many import INTERRUPTED
from hldsim.cli.output import emit_json, note, percent, progress_on_stderr, table
from hldsim.experiments.processors import processors

if TYPE_CHECKING:
    from hldsim.experiments.compare import Comparison, Row

FAMILIES = {
    "protocol": "protocol",
    "decision-rule": "decision",
    "coalitions": "coalitions",
    "utility": "utility",
    "strategy": "strategy",
    "influence": "influence",
}
"""What ``--over`` may name, and the family of rules it is."""


def compare_rules(
    name: str,
    over: str,
    runs: int,
    seed: int,
    workers: int | None,
    settings: Sequence[str],
    unconditioned: bool,
    as_json: bool,
) -> int:
    """Compare and tell it; 130 if it was interrupted, with what was done."""
    families = [_family(part.strip()) for part in over.split(",") if part.strip()]
    from hldsim.cli.known import load
    from hldsim.experiments.compare import compare

    result = compare(
        load(name, settings),
        families,
        runs,
        seed,
        workers or processors(),
        conditioned=not unconditioned,
        progress=progress_on_stderr(),
    )
    if as_json:
        emit_json(result.as_json())
    else:
        click.echo(_told(result, unconditioned))
    if result.interrupted:
        note("interrupted: combinations not begun are left out")
        return INTERRUPTED
    return 0


def _family(word: str) -> str:
    """Take the word people use for a family of rules, in one or several."""
    known = {**FAMILIES, **{f"{key}s": family for key, family in FAMILIES.items()}}
    known |= {"coalition-rule": "coalitions", "coalition-rules": "coalitions"}
    known |= {"utility-function": "utility", "utility-functions": "utility"}
    known |= {"influence-rule": "influence", "influence-rules": "influence"}
    known |= {"decision": "decision", "strategies": "strategy"}
    if word not in known:
        raise click.BadParameter(f"--over {word}; allowed: {', '.join(FAMILIES)}")
    return known[word]


def _told(result: Comparison, unconditioned: bool) -> str:
    """A comparison as people read it; what was not run says why below the table."""
    words = {family: word for word, family in FAMILIES.items()}
    rows = [
        [
            *(row.rules[family] for family in result.over),
            *(_cell(row, name) for name in result.classes),
            percent(row.same),
            percent(row.same_text),
        ]
        for row in result.rows
        if not row.lacking
    ]
    heads = [*(words[family] for family in result.over), *result.classes, "same", "same text"]
    free = ", known positions not imposed" if unconditioned else ""
    return "\n".join(
        [
            f"{result.scenario.title}: {result.runs} runs of each, seed {result.seed}{free}",
            "",
            table(heads, rows),
            "",
            *_not_run(result),
            "First row: the rules as the scenario declares them. Shares of runs with their 95 %",
            "intervals, by what an agreement is above all; all rows on the same seeds. Same: runs",
            "that end as under the first row; same text: with the very same agreement. A decision",
            "rule is that of every kind of design.",
        ]
    )


def _not_run(result: Comparison) -> list[str]:
    """Rules that the scenario cannot have, each once, however many combinations it is in."""
    lacking = dict.fromkeys(why for row in result.rows for why in row.lacking.split("; ") if why)
    if not lacking:
        return []
    rows = sum(bool(row.lacking) for row in result.rows)
    one = "1 combination was" if rows == 1 else f"{rows} combinations were"
    return [f"{one} not run. What this scenario lacks:", *(f"  {why}" for why in lacking), ""]


def _cell(row: Row, name: str) -> str:
    share = row.of(name)
    low, high = round(100 * share.low), round(100 * share.high)
    return f"{percent(share.share)} ({low}-{high})"
