"""The columns of the table of parties as a person sees them: names, groups, units, what is allowed.

What a cell may hold is the business of the checks; here is what to say beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hldsim.domain.parties import NONCOMMITTAL
from hldsim.scenario.columns import NUMBER_COLUMNS, PLAIN_PREFERENCES, TEXT_COLUMNS
from hldsim.scenario.look import number_of, tables_of, text_of
from hldsim.scenario.shape import schema

GROUPS = {
    "who": "Who they are",
    "position": "Position and source",
    "figures": "Country figures",
    "salience": "Salience of issues",
    "values": "Values of levels",
    "themes": "Stance and emphasis",
    "traits": "Traits",
}
"""Groups of columns, in the order shown."""


@dataclass(frozen=True)
class Column:
    """One column of the table of parties.

    Attributes
    ----------
    id : str
        As in ``parties.csv``.
    heading : str
        A few words; of a preference its family stands before a line break.
    group : str
        One of ``GROUPS``.
    about : str
        What it means, with unit and source where there are any.
    number : bool
        Whether its cells are numbers.
    unit : str
        Empty where there is none.
    low, high : float or None
        What a number must lie between.
    choices : tuple of str
        The only texts allowed; empty where any is.
    list : bool
        Whether a cell is a ``;`` list of ``choices``.
    """

    id: str
    heading: str
    group: str
    about: str
    number: bool = False
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    list: bool = False

    @property
    def allowed(self) -> str:
        """What a cell may hold, in words."""
        if self.choices:
            named = ", ".join(self.choices)
            return f"any of {named}, with ; between" if self.list else f"one of {named}, or blank"
        if not self.number:
            return "a text, or blank"
        low, high = self.low, self.high
        if low is not None and high is not None:
            return f"a number from {low:g} to {high:g}, or blank"
        if low is not None:
            return f"a number of at least {low:g}, or blank"
        return "a number, or blank"

    @property
    def per_cent(self) -> bool:
        """Whether the column counts in per cent."""
        return "%" in self.unit or "per cent" in self.unit


_FIXED = {
    "id": ("Id", "who", "Short id, once in the table; paths and files name the party by it"),
    "name": ("Name", "who", "What the party is called"),
    "iso3": ("ISO code", "who", "Three-letter country code; gives the party its area on the map"),
    "aliases": ("Other names", "who", "Names it is found by as well, with ; between"),
    "seat": ("Seat", "who", "Only members vote"),
    "region": ("Region", "who", "Regional group"),
    "role": ("Role", "who", "A label for people; blank: by the role rule from the balance"),
    "blocs": ("Blocs", "who", "Standing groups it belongs to, with ; between"),
    "income": ("Income", "who", "World Bank income group"),
    "capability": ("Capability", "who", "Relative weight in talks; blank: from its figures"),
    "voting_weight": ("Voting weight", "who", "Weight of its vote where ballots are weighed"),
    "position": ("Known position", "position", "Design it is known to have spoken for"),
    "provenance": (
        "Provenance",
        "position",
        "Where the position, or else the preferences, are from",
    ),
    "source": ("Source", "position", "Where that can be looked up"),
}

_TRAITS = {
    "reluctance": "How much it minds any global forum (utility, 0 to 1)",
    "principle": "How far it keeps to what it wants rather than to what can pass (0 to 1)",
    "stubbornness": "How little others move its stances (0 to 1)",
    "resolve": "How firmly it objects to what it is against (0 to 1)",
}


def columns_of(document: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return every column a table of parties may have, in the order of ``GROUPS``.

    ``edited`` is left out: it is kept by the program, cell by cell.
    """
    found = [_fixed(document, name) for name in _FIXED]
    found += _figures(document)
    found += _preferences(document)
    found += [
        Column(name, name.capitalize(), "traits", _TRAITS[name], True, "", 0.0, 1.0)
        for name in PLAIN_PREFERENCES
    ]
    order = list(GROUPS)
    return tuple(sorted(found, key=lambda column: order.index(column.group)))


def _fixed(document: Mapping[str, Any], name: str) -> Column:
    heading, group, about = _FIXED[name]
    if name in NUMBER_COLUMNS:
        return Column(name, heading, group, about, True, low=0.0)
    assert name in TEXT_COLUMNS
    enum = schema()["$defs"]["party"]["properties"][name].get("enum", ())
    choices = tuple(map(str, enum))
    if name == "blocs":
        choices = _ids(document, "blocs")
    elif name == "position":
        choices = (*_ids(document, "proposals"), NONCOMMITTAL)
    return Column(name, heading, group, about, choices=choices, list=name == "blocs")


def _figures(document: Mapping[str, Any]) -> list[Column]:
    table = document.get("columns")
    found = []
    for name, column in table.items() if isinstance(table, Mapping) else ():
        if not isinstance(column, Mapping):
            continue
        unit = text_of(column, "unit") or ""
        said = text_of(column, "name") or str(name)
        source = text_of(column, "source")
        about = said + (f", {unit}" if unit not in ("", "1") else "")
        about += f"; source: {source}" if source else ""
        low, high = number_of(column, "low"), number_of(column, "high")
        found.append(Column(str(name), _short(str(name)), "figures", about, True, unit, low, high))
    return found


def _preferences(document: Mapping[str, Any]) -> list[Column]:
    found = []

    def add(name: str, heading: str, group: str, about: str) -> None:
        found.append(Column(name, heading, group, about, True, "", 0.0, 1.0))

    for _, issue in tables_of(document, "issues"):
        one, said = str(issue.get("id", "")), str(issue.get("name", ""))
        add(
            f"salience.{one}",
            f"Salience\n{said}",
            "salience",
            f"Weight of the issue “{said}”; what is stated stays, the other issues share the rest",
        )
        if issue.get("ordered", True):
            add(
                f"ideal.{one}",
                f"Ideal point\n{said}",
                "values",
                f"Ideal point on “{said}”: 0 is its first level, 1 its last",
            )
        for _, level in tables_of(issue, "levels"):
            name = str(level.get("name", ""))
            add(
                f"value.{one}.{level.get('id', '')}",
                f"{said}\n{name}",
                "values",
                f"Value of “{name}” on “{said}”, 0 to 1",
            )
    for _, theme in tables_of(document, "themes"):
        one, said = str(theme.get("id", "")), str(theme.get("name", ""))
        ends = f"0 is “{theme.get('low', '')}”, 1 is “{theme.get('high', '')}”"
        add(f"stance.{one}", f"Stance\n{said}", "themes", f"Stance on “{said}”: {ends}")
        add(
            f"emphasis.{one}",
            f"Emphasis\n{said}",
            "themes",
            f"Share of its speech on “{said}”; what is stated stays, the others share the rest",
        )
    return found


def _short(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _ids(document: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(name for _, table in tables_of(document, key) if (name := text_of(table, "id")))
