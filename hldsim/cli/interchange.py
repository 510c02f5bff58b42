"""``hldsim import`` and ``hldsim export``: scenarios from and to files of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hldsim.cli.output import emit_json, note, write_text
from hldsim.errors import StorageError

if TYPE_CHECKING:
    from hldsim.export.genius import GeniusProfile
    from hldsim.scenario.schema import Scenario

XML, TABLES = (".xml",), (".csv", ".txt", ".tsv", ".dat")


def bring_in(
    files: Sequence[str], folder: str, issues: str | None, levels: int | None, as_json: bool
) -> int:
    """Make a scenario of files and write it to a folder."""
    from hldsim.export.skeleton import identifier
    from hldsim.record.knowledge import known_parameters, known_rules
    from hldsim.scenario.check import build_checked
    from hldsim.scenario.save import save_scenario

    place = _empty(folder)
    paths = [Path(file) for file in files]
    name = identifier(place.stem or paths[0].stem, [])
    endings = {path.suffix.lower() for path in paths}
    if endings <= set(XML):
        if issues is not None:
            raise click.UsageError("--issues goes with a table of positions.")
        made, notes = _of_genius(paths, name, levels)
    elif endings <= set(TABLES) and len(paths) == 1:
        made, notes = _of_table(paths[0], name, issues, levels)
    else:
        found = ", ".join(path.name for path in paths)
        raise click.UsageError(
            f"{found}; allowed: one table ({', '.join(TABLES)}), or a domain and profiles (.xml)."
        )
    scenario = build_checked(made, known_rules(), known_parameters())
    save_scenario(scenario, place)
    for text in notes:
        note(text)
    told = {
        "scenario": str(place),
        "parties": len(scenario.parties),
        "issues": len(scenario.space.issues),
        "outcomes": scenario.space.size,
        "proposals": [proposal.id for proposal in scenario.proposals],
        "notes": notes,
    }
    if as_json:
        emit_json(told)
    else:
        click.echo(
            f"{place}: {told['parties']} parties, {_issues(scenario)} "
            f"({told['outcomes']} outcomes), {len(scenario.proposals)} proposals.\n"
            f"Look at it: hldsim gui {place}"
        )
    return 0


def send_out(
    name: str, form: str, folder: str, seed: int, settings: Sequence[str], as_json: bool
) -> int:
    """Write a scenario as files of another program."""
    from hldsim.cli.known import load
    from hldsim.engine.assemble import assemble
    from hldsim.export.genius_files import domain_xml, profile_xml
    from hldsim.export.to_genius import domain_of_scenario, profiles_of_scenario

    place = _empty(folder)
    scenario = load(name, settings)
    _, state = assemble(scenario, seed)
    profiles = profiles_of_scenario(scenario, state.profile)
    texts = {f"{scenario.name}-domain.xml": domain_xml(domain_of_scenario(scenario))}
    texts |= {f"{profile.name}.xml": profile_xml(profile) for profile in profiles}
    place.mkdir(parents=True, exist_ok=True)
    for file, text in texts.items():
        write_text(str(place / file), text)
    notes = [text for text in (_without_best(profiles),) if text]
    for text in notes:
        note(text)
    if as_json:
        emit_json({"folder": str(place), "format": form, "files": list(texts), "notes": notes})
    else:
        click.echo(
            f"{place}: a domain of {len(scenario.space.issues)} issues, {len(profiles)} profiles."
        )
    return 0


def _issues(scenario: Scenario) -> str:
    count = len(scenario.space.issues)
    return "1 issue" if count == 1 else f"{count} issues"


def _empty(folder: str) -> Path:
    """A place where nothing is yet."""
    place = Path(folder)
    if place.exists() and (not place.is_dir() or any(place.iterdir())):
        raise StorageError(f"{folder} is there already; allowed: a new or empty folder")
    return place


def _of_genius(
    paths: Sequence[Path], name: str, levels: int | None
) -> tuple[dict[str, Any], list[str]]:
    """A scenario of a domain and profiles, and what it leaves out."""
    from hldsim.export.from_genius import STEPS, scenario_of_genius
    from hldsim.export.genius_files import domain_of, is_domain, profile_of, read_genius

    roots = [(path, read_genius(path)) for path in paths]
    domains = [(path, root) for path, root in roots if is_domain(root)]
    if len(domains) > 1:
        raise click.UsageError(f"{domains[0][0]} and {domains[1][0]} are both domains; give one.")
    domain = domain_of(domains[0][1], domains[0][0].stem) if domains else None
    profiles: list[GeniusProfile] = []
    for path, root in roots:
        if not is_domain(root):
            profiles.append(profile_of(root, path.stem, domain))
            domain = domain or profiles[0].domain
    if domain is None or not profiles:
        raise click.UsageError("no profile among the files; give one for each party.")
    notes = []
    if any(profile.discount not in (0.0, 1.0) for profile in profiles):
        notes.append("discount factors are left out: a scenario has none")
    return scenario_of_genius(domain, profiles, name, steps=levels or STEPS), notes


def _of_table(
    path: Path, name: str, issues: str | None, levels: int | None
) -> tuple[dict[str, Any], list[str]]:
    """A scenario of a table of positions, and what it leaves out."""
    from hldsim.export.from_positions import scenario_of_positions
    from hldsim.export.positions import read_positions

    table = read_positions(path.read_bytes(), path.name)
    chosen = [issue.strip() for issue in (issues or "").split(",") if issue.strip()]
    made = scenario_of_positions(table, name, issues=chosen, levels=levels or 0)
    notes = []
    for actor in table.actors:
        held = {cell.capability for (who, _), cell in table.cells.items() if who == actor}
        if not held:
            notes.append(f"{actor} has no position and is left out")
        elif len(held) > 1:
            notes.append(f"capability of {actor} differs by issue; the mean is taken")
    return made, notes


def _without_best(profiles: Sequence[GeniusProfile]) -> str:
    """Parties to whom no level of some issue is worth 1: GENIUS counts from the best level."""
    short = [
        profile.name
        for profile in profiles
        if any(isinstance(e, tuple) and max(e) not in (0.0, 1.0) for e in profile.evaluations)
    ]
    if not short:
        return ""
    some = ", ".join(short[:3]) + (" and others" if len(short) > 3 else "")
    return (
        f"no level of some issue is worth 1 to {some}: GENIUS takes the best level for 1, NegMAS "
        "takes values as they are"
    )
