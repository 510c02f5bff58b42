"""New entries: what a party, an issue, a proposal or a phase is before anyone has said more.

Each is as sound as can be, so that adding one is not the beginning of a list of faults.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from typing import Any

from hldsim.scenario.look import tables_of, text_of

Document = Mapping[str, Any]


def new_entry(document: Document, into: str) -> dict[str, Any]:
    """Return an entry that may be added to a list.

    Parameters
    ----------
    document : Mapping
        The document as it is.
    into : str
        ``parties``, ``issues``, ``issues[ID].levels``, ``themes``, ``blocs``, ``proposals``,
        ``hosts``, ``amendments``, ``adoption`` or ``agenda``.
    """
    if into.endswith("].levels"):
        issue = into.partition("[")[2].removesuffix("].levels")
        levels = next(
            (
                [text_of(level, "id") or "" for _, level in tables_of(table, "levels")]
                for _, table in tables_of(document, "issues")
                if table.get("id") == issue
            ),
            [],
        )
        return {"id": free_id("level", levels), "name": "New level"}
    name = free_id(_STEMS[into], ids(document, into))
    if into == "hosts":  # a host goes by the id of its party
        taken = ids(document, into)
        name = next((party for party in ids(document, "parties") if party not in taken), name)
    return {"id": name, **_CONTENT[into](document)}


def copy_of(document: Document, into: str, name: str) -> dict[str, Any]:
    """Return an entry like another one, under an id that is free.

    What only one can have is left out: a country code; the design of a proposal becomes one that
    nobody has tabled.
    """
    for _, entry in tables_of(document, into):
        if entry.get("id") == name:
            new = {**entry, "id": free_id(name, ids(document, into))}
            if into == "parties":
                new.pop("iso3", None)
                new["name"] = f"{entry.get('name', name)} (copy)"
            if into == "proposals":
                new["design"] = free_design(document, entry.get("design", {}))
                new["label"] = f"{entry.get('label', name)} (copy)"
            return new
    raise KeyError(name)


def ids(document: Document, into: str) -> list[str]:
    """Return the ids of a list."""
    return [name for _, entry in tables_of(document, into) if (name := text_of(entry, "id"))]


def free_id(stem: str, taken: Collection[str]) -> str:
    """Return an id that is not taken.

    Examples
    --------
    >>> free_id("level", ["level_1"]), free_id("MEX", ["MEX", "MEX_2"])
    ('level_2', 'MEX_3')
    """
    first = 2 if stem in taken else 1
    return next(name for n in itertools.count(first) if (name := f"{stem}_{n}") not in taken)


def free_design(document: Document, like: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return a design that is neither the status quo nor tabled, as near to ``like`` as can be.

    Fewest issues changed first. Where every design is tabled, ``like`` itself.
    """
    issues = [
        (name, [text_of(level, "id") or "" for _, level in tables_of(table, "levels")])
        for _, table in tables_of(document, "issues")
        if (name := text_of(table, "id"))
    ]
    quo = {
        str(table.get("id")): table.get("status_quo") for _, table in tables_of(document, "issues")
    }
    taken = [quo]
    taken += [{**quo, **entry.get("design", {})} for _, entry in tables_of(document, "proposals")]
    start = {**quo, **(like or {})}
    for many in (1, 2):
        for chosen in itertools.combinations(issues, many):
            for levels in itertools.product(*(levels for _, levels in chosen)):
                design = {**start, **dict(zip([name for name, _ in chosen], levels, strict=True))}
                if design not in taken:
                    return {k: str(v) for k, v in design.items() if v != quo.get(k)}
    return {str(key): str(value) for key, value in (like or {}).items()}


_STEMS = {
    "parties": "NEW",
    "issues": "issue",
    "themes": "theme",
    "blocs": "BLOC",
    "proposals": "proposal",
    "hosts": "host",
    "amendments": "amendment",
    "adoption": "kind",
    "agenda": "phase",
}


def _first_level(document: Document) -> dict[str, Any]:
    for _, issue in tables_of(document, "issues"):
        for _, level in tables_of(issue, "levels"):
            if level.get("id") != issue.get("status_quo"):
                return {"issue": issue["id"], "level": level["id"]}
    return {"issue": "", "level": ""}


def _amendment(document: Document) -> dict[str, Any]:
    for _, issue in tables_of(document, "issues"):
        if issue.get("core") is not True:
            level = next((x["id"] for _, x in tables_of(issue, "levels")), "")
            return {"issue": issue.get("id", ""), "level": level}
    return _first_level(document)


_CONTENT: Mapping[str, Any] = {
    "parties": lambda _: {"name": "New party", "seat": "member", "provenance": "user"},
    "issues": lambda _: {
        "name": "New issue",
        "ordered": True,
        "status_quo": "no",
        "levels": [{"id": "no", "name": "No"}, {"id": "yes", "name": "Yes"}],
    },
    "themes": lambda _: {"name": "New theme", "low": "Against", "high": "For"},
    "blocs": lambda _: {"name": "New bloc"},
    "proposals": lambda document: {
        "label": "New proposal",
        "kind": "forum",
        "design": free_design(document),
    },
    "hosts": _first_level,
    "amendments": _amendment,
    "adoption": lambda document: {
        "rule": "majority",
        "when": {
            table["issue"]: table["level"] for table in (_first_level(document),) if table["issue"]
        },
    },
    "agenda": lambda _: {"phase": "consultations", "rounds": 4, "label": "Consultations"},
}
