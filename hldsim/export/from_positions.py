"""A table of positions, salience and capability as a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hldsim.analysis.exchange import compromise
from hldsim.export.faults import FormatError
from hldsim.export.positions import PositionTable
from hldsim.export.skeleton import Document, document, identifier, proposals, too_many
from hldsim.scenario.sense import MOST_OUTCOMES

SPONSORS = 4
"""As many parties table what they want, those of the largest capability first."""


def scenario_of_positions(
    table: PositionTable, name: str, *, issues: Sequence[str] = (), levels: int = 0
) -> Document:
    """Make a scenario of a table.

    Each issue is ordered. Its levels are the positions that somebody holds or that the table gives
    a meaning; with ``levels`` as many, evenly spaced from the lowest of these to the highest. The
    value of level l to party i is 1 - |x_l - x_i| / (highest - lowest), the salience that of the
    table, which the model scales to sum to 1 for each party; on an issue without a position the
    party has none and is neutral. Capability is that of the table, over its issues the mean. The
    lowest level is the status quo. Tabled are the levels nearest to the compromise (the mean
    weighted by capability x salience) and what the parties of most capability want. A design is
    adopted by a majority of all parties.

    Parameters
    ----------
    table : PositionTable
    name : str
        Of the scenario.
    issues : sequence of str
        Those to be taken; all if empty.
    levels : int
        Levels of each issue; 0 for the positions as they are.

    Raises
    ------
    FormatError
        If an issue is none of the table, or there would be too many outcomes.
    """
    for issue in issues:
        if issue not in table.issues:
            allowed = ", ".join(table.issues)
            raise FormatError(table.file, None, f"no issue {issue!r}", allowed)
    if levels == 1 or levels < 0:
        raise FormatError(table.file, None, f"{levels} levels", "two or more")
    chosen = list(issues) or table.issues
    grid = {issue: _levels(table, issue, levels) for issue in chosen}
    for issue, points in grid.items():
        if len(points) < 2:
            raise FormatError(
                table.file,
                None,
                f"all stand at {points[0]:g} on {issue!r}",
                "issues with two positions; choose the others",
            )
    outcomes = too_many([len(points) for points in grid.values()])
    if outcomes is not None:
        raise FormatError(
            table.file,
            None,
            f"{len(chosen)} issues span {outcomes:,} outcomes",
            f"at most {MOST_OUTCOMES:,}: choose issues (--issues) or fewer levels (--levels)",
        )
    ids = _ids(table, chosen)
    listed = [_issue(table, issue, ids[issue], grid[issue]) for issue in chosen]
    actors = [actor for actor in table.actors if any((actor, i) in table.cells for i in chosen)]
    party_ids: dict[str, str] = {}
    for actor in actors:
        party_ids[actor] = identifier(actor, list(party_ids.values()), small=False)
    capability = {actor: _capability(table, actor, chosen) for actor in actors}
    source = {
        "id": "table",
        "title": f"Positions, salience and capability: {table.file}",
        "licence": "as the table it was made from",
    }
    return document(
        name,
        title=f"Positions of {table.file}",
        summary=f"{len(actors)} parties on {len(chosen)} issues, made from {table.file}. The "
        "lowest position of each issue is taken for the status quo.",
        source=source,
        issues=listed,
        proposals=proposals(
            _wanted(table, chosen, grid, ids, listed, capability, party_ids),
            {issue["id"]: issue["status_quo"] for issue in listed},
        ),
        parties=[
            _party(table, actor, party_ids[actor], capability[actor], grid, ids, listed)
            for actor in actors
        ],
        rule={"rule": "majority", "of_membership": 1.0},
        protocol="compromise",
    )


def _levels(table: PositionTable, issue: str, levels: int) -> list[float]:
    low, high = table.scale(issue)
    if levels and high > low:
        return [float(x) for x in np.linspace(low, high, levels)]
    held = {cell.position for (_, on), cell in table.cells.items() if on == issue}
    return sorted(held | set(table.meanings.get(issue, {})))


def _ids(table: PositionTable, issues: Sequence[str]) -> dict[str, str]:
    ids: dict[str, str] = {}
    for issue in issues:
        ids[issue] = identifier(issue, list(ids.values()))
    return ids


def _issue(table: PositionTable, issue: str, id_: str, points: Sequence[float]) -> Document:
    taken: list[str] = []
    listed = []
    for point in points:
        taken.append(identifier(f"at {point:g}".replace("-", "minus "), taken))
        meaning = table.meanings.get(issue, {}).get(point, "")
        listed.append(
            {"id": taken[-1], "name": f"{point:g}: {meaning}" if meaning else f"{point:g}"}
        )
    return {
        "id": id_,
        "name": table.names.get(issue, issue),
        "ordered": True,
        "status_quo": taken[0],
        "levels": listed,
    }


def _capability(table: PositionTable, actor: str, issues: Sequence[str]) -> float:
    held = [table.cells[actor, i].capability for i in issues if (actor, i) in table.cells]
    return held[0] if len(set(held)) == 1 else sum(held) / len(held)


def _party(
    table: PositionTable,
    actor: str,
    id_: str,
    capability: float,
    grid: Mapping[str, Sequence[float]],
    ids: Mapping[str, str],
    issues: Sequence[Document],
) -> Document:
    row: Document = {"id": id_, "name": table.names.get(actor, actor), "seat": "member"}
    row |= {"capability": capability, "provenance": "external", "source": table.file}
    for issue, listed in zip(grid, issues, strict=True):
        cell = table.cells.get((actor, issue))
        row[f"salience.{ids[issue]}"] = 0.0 if cell is None else cell.salience
        if cell is not None:
            low, high = table.scale(issue)
            for point, level in zip(grid[issue], listed["levels"], strict=True):
                value = 1.0 - abs(point - cell.position) / (high - low)
                row[f"value.{ids[issue]}.{level['id']}"] = value
    return row


def _wanted(
    table: PositionTable,
    chosen: Sequence[str],
    grid: Mapping[str, Sequence[float]],
    ids: Mapping[str, str],
    issues: Sequence[Document],
    capability: Mapping[str, float],
    party_ids: Mapping[str, str],
) -> list[tuple[str, str, list[str], dict[str, str]]]:
    """The compromise, and what those of most capability want."""
    mean = {issue: _compromise(table, issue) for issue in chosen}
    levels = {issue: listed["levels"] for issue, listed in zip(chosen, issues, strict=True)}

    def design(points: Mapping[str, float]) -> dict[str, str]:
        return {
            ids[i]: levels[i][int(np.abs(np.array(grid[i]) - points[i]).argmin())]["id"]
            for i in chosen
        }

    wanted = [("compromise", "Compromise", list[str](), design(mean))]
    by_weight = sorted(capability, key=lambda actor: -capability[actor])
    for actor in by_weight[:SPONSORS]:
        own = {
            i: table.cells[actor, i].position if (actor, i) in table.cells else mean[i]
            for i in chosen
        }
        label = f"What {table.names.get(actor, actor)} wants"
        wanted.append((f"wants {actor}", label, [party_ids[actor]], design(own)))
    return wanted


def _compromise(table: PositionTable, issue: str) -> float:
    held = [cell for (_, on), cell in table.cells.items() if on == issue]
    weighted = [[cell.position] for cell in held], [[cell.salience] for cell in held]
    mean = float(compromise(*weighted, [cell.capability for cell in held])[0])
    return mean if mean == mean else held[0].position  # nobody of any weight
