"""``hldsim run`` and ``hldsim replay``: one run, told in a table, kept in a file, played again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hldsim.cli.output import emit_json, note, percent, table
from hldsim.errors import StorageError
from hldsim.report.texts import text

if TYPE_CHECKING:
    from hldsim.record.run import RunRecord
    from hldsim.scenario.schema import Scenario


def run_once(
    name: str,
    seed: int,
    settings: Sequence[str],
    out: str | None,
    pictures: str | None,
    as_json: bool,
    acts: str | None = None,
    lang: str = "en",
) -> int:
    """Run a scenario once; keep, draw and tell it.

    Parameters
    ----------
    acts : str, optional
        Table or run file that tells what people do in it.
    lang : str
        Language of what is told; JSON has none.
    """
    from hldsim.cli.known import load
    from hldsim.record.run import record

    scenario = load(name, settings)
    if acts is None:
        done = record(scenario, seed)
    else:
        from hldsim.cli.acting import play

        done = play(scenario, seed, acts)
    if out is not None:
        save(done, Path(out))
    if pictures is not None:
        from hldsim.cli.window import draw_into

        draw_into(done, pictures)
    summary = done.summary()
    if as_json:
        emit_json({**summary, "sourced": sourced(done)})
    else:
        click.echo(told(scenario, summary, _shorts(done), lang))
        click.echo(_which_is_sourced(sourced(done), lang))
    return 0


def sourced(done: RunRecord) -> dict[str, str]:
    """Known positions by party: what is sourced in a run; whatever else a party wants is drawn."""
    return {
        party.id: party.position for party in done.scenario.parties if party.position is not None
    }


def _which_is_sourced(known: dict[str, str], lang: str) -> str:
    if not known:
        return text("run.sourced_none", lang)
    return text("run.sourced", lang, parties=", ".join(known))


def save(done: RunRecord, place: Path) -> None:
    """Write the run file; one that is there already is kept beside it, see ``set_aside``."""
    if place.is_dir():
        raise StorageError(f"{place} is a folder; name a file, e.g. {place / 'run.hldrun'}")
    if place.exists():
        from hldsim.record.files import set_aside

        note(f"{place} was there already; it is now {set_aside(place)}")
    done.save(place)


def told(
    scenario: Scenario, summary: dict[str, Any], shorts: dict[str, str], lang: str = "en"
) -> str:
    """The end of a run as people read it; counts of states are counts of members."""
    members = {party.id for party in scenario.parties if party.votes}

    def states(ids: Iterable[str]) -> int:
        return len(members.intersection(ids))

    coalitions = sorted(summary["coalitions"], key=lambda c: (-len(c["members"]), c["id"]))
    rows = [
        [
            c["label"],
            states(c["members"]),
            percent(c["viability"]),
            "; ".join(c["platform"].values()),
        ]
        for c in coalitions
    ]
    rows.append([text("run.uncommitted", lang), states(summary["uncommitted"]), "", ""])
    agreement = summary["agreement"]
    adopted = next((c["label"] for c in coalitions if c["origin"] == summary["adopted"]), None)
    opponents = summary["opponents"]
    who = text("run.who", lang, names=", ".join(opponents)) if opponents else ""
    counts = {"spoke": states(summary["speakers"]), "members": len(members)}
    columns = ("coalition", "states", "viability", "platform")
    lines = [
        text(
            "run.head",
            lang,
            title=scenario.title,
            seed=summary["seed"],
            rounds=summary["rounds"],
        ),
        "",
        text("run.agreement", lang, label=adopted or text("run.none", lang)),
        *([] if agreement is None else _levels(agreement, shorts, lang)),
        "",
        table([text(f"run.{column}", lang) for column in columns], rows),
        "",
        text("run.spoke", lang, **counts, opponents=len(opponents), who=who),
        text("run.fingerprint", lang, digest=summary["fingerprint"]),
    ]
    return "\n".join(lines)


def _levels(design: dict[str, str], names: dict[str, str], lang: str) -> list[str]:
    """A design's levels by name, a line each."""
    return [
        text(
            "run.level",
            lang,
            issue=names.get(issue, issue),
            level=names.get(f"{issue}.{level}", level),
        )
        for issue, level in design.items()
    ]


def _shorts(done: RunRecord) -> dict[str, str]:
    """Names of issues and levels by id."""
    issues = done.scenario.space.issues
    names = {issue.id: issue.name for issue in issues}
    return names | {
        f"{issue.id}.{level.id}": level.name for issue in issues for level in issue.levels
    }


def replay_file(name: str, as_json: bool) -> int:
    """Play a run file again; 1 if a round differs."""
    from hldsim.record.replay import replay

    report = replay(Path(name))
    if as_json:
        emit_json(
            {
                "file": str(report.path),
                "same": report.same,
                "branches": report.branches,
                "rounds": report.rounds,
                "differences": [dict(vars(x)) for x in report.differences],
                "recorded_by": report.recorded_by,
                "replayed_by": report.replayed_by,
            }
        )
    else:
        click.echo(report.text)
    return 0 if report.same else 1
