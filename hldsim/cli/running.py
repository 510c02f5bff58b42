"""``hldsim run`` and ``hldsim replay``: one run, told in a table, kept in a file, played again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hldsim.cli.output import emit_json, note, percent, table
from hldsim.errors import StorageError

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
) -> int:
    """Run a scenario once; keep, draw and tell it.

    Parameters
    ----------
    acts : str, optional
        Table or run file that tells what people do in it.
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
        click.echo(told(scenario, summary, _shorts(done)))
        click.echo(_which_is_sourced(sourced(done)))
    return 0


def sourced(done: RunRecord) -> dict[str, str]:
    """Known positions by party: what is sourced in a run; whatever else a party wants is drawn."""
    return {
        party.id: party.position for party in done.scenario.parties if party.position is not None
    }


def _which_is_sourced(known: dict[str, str]) -> str:
    if not known:
        return "No position is sourced: all of this is drawn, or declared by the scenario."
    return f"Sourced: what {', '.join(known)} are known to have stated; all else is drawn."


def save(done: RunRecord, place: Path) -> None:
    """Write the run file; one that is there already is kept beside it, see ``set_aside``."""
    if place.is_dir():
        raise StorageError(f"{place} is a folder; name a file, e.g. {place / 'run.hldrun'}")
    if place.exists():
        from hldsim.record.files import set_aside

        note(f"{place} was there already; it is now {set_aside(place)}")
    done.save(place)


def told(scenario: Scenario, summary: dict[str, Any], shorts: dict[str, str]) -> str:
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
            "; ".join(_levels(c["platform"])),
        ]
        for c in coalitions
    ]
    rows.append(["uncommitted", states(summary["uncommitted"]), "", ""])
    agreement = summary["agreement"]
    adopted = next((c["label"] for c in coalitions if c["origin"] == summary["adopted"]), None)
    lines = [
        f"{scenario.title}, seed {summary['seed']}, {summary['rounds']} rounds",
        "",
        f"Agreement: {'none' if adopted is None else adopted}",
        *([] if agreement is None else [f"  {part}" for part in _levels(agreement, shorts)]),
        "",
        table(["coalition", "states", "viability", "platform"], rows),
        "",
        f"{states(summary['speakers'])} of {len(members)} states spoke, "
        f"{len(summary['opponents'])} opponents"
        + (f" ({', '.join(summary['opponents'])})" if summary["opponents"] else ""),
        f"Fingerprint: {summary['fingerprint']}",
    ]
    return "\n".join(lines)


def _levels(design: dict[str, str], names: dict[str, str] | None = None) -> list[str]:
    """A design's levels; with their names where these are given."""
    if names is None:
        return list(design.values())
    return [
        f"{names.get(issue, issue)}: {names.get(f'{issue}.{level}', level)}"
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
