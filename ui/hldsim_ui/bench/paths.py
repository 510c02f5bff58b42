"""Paths that a factor may lead to, with what stands there and what it means; and values as text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hldsim.errors import PathError
from hldsim.experiments.parameters import list_parameters
from hldsim.scenario.columns import PLAIN_PREFERENCES
from hldsim.scenario.grammar import get_path
from hldsim.scenario.schema import Prior, Scenario

RANGE = " to "
"""What stands between the ends of a range."""


@dataclass(frozen=True)
class Place:
    """A path, its meaning in words, and what stands there now, as text."""

    path: str
    meaning: str
    now: str


def places(scenario: Scenario, selected: str | None = None) -> tuple[Place, ...]:
    """Parameters of the rules first, then rounds and rules, then preferences of parties.

    Parameters
    ----------
    selected : str, optional
        Id of the party whose preferences come before those of others.
    """
    found = [
        Place(
            one.path,
            f"{one.info.meaning} [{one.info.unit}]" if one.info.unit else one.info.meaning,
            _shown(one.setting),
        )
        for one in list_parameters(scenario)
    ]
    found += [
        Place(f"agenda[{spec.id}].rounds", f"rounds of {spec.label or spec.id}", str(spec.rounds))
        for spec in scenario.agenda
    ]
    found += [
        Place(f"adoption[{spec.id}].rule", f"decision rule of {spec.id}", spec.rule)
        for spec in scenario.adoption
    ]
    issues = [issue.id for issue in scenario.space.issues]
    parties = sorted(scenario.parties, key=lambda party: party.id != selected)
    for party in parties:
        found += [
            Place(
                f"parties[{party.id}].salience.{issue}",
                f"salience of {issue} to {party.name}",
                "",
            )
            for issue in issues
        ]
        found += [
            Place(f"parties[{party.id}].{name}", f"{name} of {party.name}", "")
            for name in ("capability", *PLAIN_PREFERENCES)
        ]
    return tuple(found)


def now_at(scenario: Scenario, path: str) -> str:
    """What stands at a path, as text; "drawn" where the scenario leaves it to the draw.

    Raises
    ------
    PathError
        If the path leads nowhere; the text says what is there.
    """
    try:
        return _shown(get_path(scenario.document, path))
    except PathError as error:
        if path.startswith("parties[") and "no " in str(error):
            party = path.partition("[")[2].partition("]")[0]
            if party in scenario.party_index:
                return "drawn"
        known = {one.path: one.setting for one in list_parameters(scenario)}
        if path in known:
            return _shown(known[path])
        raise


def _shown(value: Any) -> str:
    if isinstance(value, Prior):
        return f"prior, see {value.kind}" if hasattr(value, "kind") else "prior"
    if isinstance(value, dict):
        return "prior" if value else ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def read_values(text: str, steps: int, grid: bool) -> dict[str, Any]:
    """Keys of a factor from what was typed: a range ``0.1 to 0.9``, or a list of values.

    Examples
    --------
    >>> read_values("0.1 to 0.9", 5, True)
    {'from': 0.1, 'to': 0.9, 'steps': 5}
    >>> read_values("consensus; majority", 5, True)
    {'values': ['consensus', 'majority']}
    """
    if RANGE in text:
        low, _, high = text.partition(RANGE)
        ends = _cell(low), _cell(high)
        if all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends):
            found: dict[str, Any] = {"from": ends[0], "to": ends[1]}
            return found | ({"steps": steps} if grid else {})
    separator = ";" if ";" in text else ","
    return {"values": [_cell(part) for part in text.split(separator) if part.strip()]}


def values_text(row: dict[str, Any]) -> str:
    """The values of a factor as ``read_values`` reads them."""
    if "values" in row:
        cells = [value if isinstance(value, str) else json.dumps(value) for value in row["values"]]
        return ", ".join(cells)
    return f"{row.get('from', 0):g}{RANGE}{row.get('to', 1):g}"


def _cell(text: str) -> float | int | str | bool:
    text = text.strip()
    try:
        value = json.loads(text)
    except ValueError:
        return text
    return value if isinstance(value, int | float | bool) else text
