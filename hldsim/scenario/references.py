"""Who names whom in a document: what follows an id that changes, and what goes with an entry.

Parties, blocs, proposals, issues and levels are named all over a scenario: in designs, sponsors,
cells, columns (``salience.venue``), in the paths and measures of facts. A new id is carried to all
of them; an entry that is taken out takes along what would name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from hldsim.scenario.columns import split_list

Document = dict[str, Any]
Table = Mapping[str, Any]

_WORD = re.compile(r"[A-Za-z0-9_+-]+")


def renamed(document: Table, into: str, owner: str, old: str, new: str) -> Document:
    """Return a document in which whoever named an entry names it by its new id.

    Parameters
    ----------
    document : Mapping
        The entry itself is not touched here.
    into : str
        The list it stands in: ``parties``, ``blocs``, ``issues``, ``levels``, ...
    owner : str
        For ``levels`` the id of the issue, else ``""``.
    old, new : str
        Its ids.
    """
    change = _CHANGES.get(into)
    done = dict(document)
    if change is not None:
        change(done, owner, old, new)
    if into in ("parties", "issues", "blocs", "proposals", "themes", "levels"):
        _measures(done, into, owner, old, new)
    if into in ("parties", "issues", "blocs", "proposals", "adoption", "agenda", "hosts"):
        _paths(done, f"{into}[{old}]", f"{into}[{new}]")
    return done


def removed(document: Table, into: str, owner: str, gone: str) -> Document:
    """Return a document in which nobody names an entry that was taken out.

    A design that named a level which is gone has the status quo there.
    """
    change = _CHANGES.get(into)
    done = dict(document)
    if change is not None:
        change(done, owner, gone, None)
    return done


# ------------------------------------------------------------------------- one kind of entry each


def _party(done: Document, _: str, old: str, new: str | None) -> None:
    _entries(done, "proposals", lambda e: _in_list(e, "sponsors", old, new))
    _entries(done, "amendments", lambda e: _in_key(e, "by", old, new))
    if new is None:
        _keep(done, "hosts", lambda e: e.get("id") != old)
    else:
        _entries(done, "hosts", lambda e: _in_key(e, "id", old, new))


def _bloc(done: Document, _: str, old: str, new: str | None) -> None:
    _entries(done, "proposals", lambda e: _in_list(e, "sponsors", old, new))
    _entries(done, "parties", lambda e: _in_cell(e, "blocs", old, new))


def _proposal(done: Document, _: str, old: str, new: str | None) -> None:
    _entries(done, "blocs", lambda e: _in_key(e, "line", old, new))
    _entries(done, "parties", lambda e: _in_key(e, "position", old, new))
    if new is None:
        _keep(done, "amendments", lambda e: e.get("to") != old)
    else:
        _entries(done, "amendments", lambda e: _in_key(e, "to", old, new))


def _issue(done: Document, _: str, old: str, new: str | None) -> None:
    _entries(done, "proposals", lambda e: _in_table(e, "design", old, new))
    _entries(done, "adoption", lambda e: _in_table(e, "when", old, new))
    for key in ("hosts", "amendments"):
        if new is None:
            _keep(done, key, lambda e: e.get("issue") != old)
        else:
            _entries(done, key, lambda e: _in_key(e, "issue", old, new))
    for start in (f"salience.{old}", f"ideal.{old}", f"value.{old}."):
        goes = None if new is None else start.replace(f".{old}", f".{new}", 1)
        _columns(done, start, goes)


def _level(done: Document, issue: str, old: str, new: str | None) -> None:
    _entries(done, "proposals", lambda e: _in_level(e, "design", issue, old, new))
    _entries(done, "adoption", lambda e: _in_level(e, "when", issue, old, new))
    for key in ("hosts", "amendments"):
        if new is None:
            _keep(done, key, lambda e: (e.get("issue"), e.get("level")) != (issue, old))
        else:
            _entries(
                done,
                key,
                lambda e: _in_key(e, "level", old, new) if e.get("issue") == issue else e,
            )
    goes = None if new is None else f"value.{issue}.{new}"
    _columns(done, f"value.{issue}.{old}", goes)
    if new is not None:
        _entries(
            done,
            "issues",
            lambda e: _in_key(e, "status_quo", old, new) if e.get("id") == issue else e,
        )


def _theme(done: Document, _: str, old: str, new: str | None) -> None:
    for what in ("stance", "emphasis"):
        _columns(done, f"{what}.{old}", None if new is None else f"{what}.{new}")


_CHANGES: Mapping[str, Callable[[Document, str, str, str | None], None]] = {
    "parties": _party,
    "blocs": _bloc,
    "proposals": _proposal,
    "issues": _issue,
    "levels": _level,
    "themes": _theme,
}


# -------------------------------------------------------------------------- in one entry, one cell


def _entries(done: Document, key: str, change: Callable[[Table], Table]) -> None:
    """Change the tables of a list; a list in which none changes stays the very same."""
    entries = done.get(key)
    if not isinstance(entries, list | tuple):
        return
    new = [change(entry) if isinstance(entry, Mapping) else entry for entry in entries]
    if any(a is not b for a, b in zip(new, entries, strict=True)):
        done[key] = new


def _keep(done: Document, key: str, stays: Callable[[Table], bool]) -> None:
    """Take tables out of a list; a list of which none is left goes as well."""
    entries = done.get(key)
    if not isinstance(entries, list | tuple):
        return
    new = [entry for entry in entries if not isinstance(entry, Mapping) or stays(entry)]
    if len(new) == len(entries):
        return
    if new:
        done[key] = new
    else:
        del done[key]


def _with(entry: Table, key: str, value: object) -> Table:
    """One key of a table changed, or taken out by None, its place kept."""
    new = {k: value if k == key else v for k, v in entry.items()}
    if value is None:
        del new[key]
    return new


def _in_key(entry: Table, key: str, old: str, new: str | None) -> Table:
    return _with(entry, key, new) if entry.get(key) == old else entry


def _in_list(entry: Table, key: str, old: str, new: str | None) -> Table:
    names = entry.get(key)
    if not isinstance(names, list | tuple) or old not in names:
        return entry
    kept = [new if name == old else name for name in names if name != old or new is not None]
    return _with(entry, key, kept)


def _in_cell(row: Table, column: str, old: str, new: str | None) -> Table:
    names = split_list(row.get(column))
    if old not in names:
        return row
    kept = [new if name == old else name for name in names if name != old or new is not None]
    return _with(row, column, ";".join(str(name) for name in kept) or None)


def _in_table(entry: Table, key: str, old: str, new: str | None) -> Table:
    """Rename a key of a table inside an entry, or take it out."""
    inner = entry.get(key)
    if not isinstance(inner, Mapping) or old not in inner:
        return entry
    kept = {new if k == old else k: v for k, v in inner.items() if k != old or new is not None}
    return _with(entry, key, kept)


def _in_level(entry: Table, key: str, issue: str, old: str, new: str | None) -> Table:
    inner = entry.get(key)
    if not isinstance(inner, Mapping) or inner.get(issue) != old:
        return entry
    return _with(entry, key, _with(inner, issue, new))


def _columns(done: Document, old: str, new: str | None) -> None:
    """Rename columns of parties, or drop them; ``old`` may be a beginning that ends in a dot."""

    def goes(column: str) -> str | None:
        if column == old or (old.endswith(".") and column.startswith(old)):
            return None if new is None else new + column[len(old) :]
        return column

    def change(row: Table) -> Table:
        names = {column: goes(column) for column in row}
        edited = [goes(column) for column in split_list(row.get("edited"))]
        said = ";".join(column for column in edited if column is not None)
        if all(name == column for column, name in names.items()) and said == row.get("edited", ""):
            return row
        kept = {name: row[column] for column, name in names.items() if name is not None}
        if "edited" in kept:
            kept["edited"] = said
        if kept.get("edited") == "":
            del kept["edited"]
        return kept

    _entries(done, "parties", change)


# ---------------------------------------------------------------------------------- what facts say


def _measures(done: Document, into: str, owner: str, old: str, new: str) -> None:
    """Carry a new id into the measures of facts, between whose brackets ids stand."""
    level = re.compile(rf"(\b{re.escape(owner)}\s*(?:=|<=|>=|;)\s*){re.escape(old)}(?![\w+-])")

    def swap(found: re.Match[str]) -> str:
        return new if found.group(0) == old else found.group(0)

    def change(fact: Table) -> Table:
        name, bracket, rest = str(fact.get("measure", "")).partition("[")
        if into == "levels":
            said = level.sub(lambda found: found.group(1) + new, rest)
        elif _ambiguous(done, into, old):
            said = rest
        else:
            said = _WORD.sub(swap, rest)
        return fact if said == rest else _with(fact, "measure", f"{name}{bracket}{said}")

    _entries(done, "facts", change)


def _ambiguous(done: Document, into: str, name: str) -> bool:
    """Whether something of another kind has the same id: then nobody can tell who is meant."""
    for key in ("parties", "blocs", "proposals", "issues", "themes"):
        for entry in done.get(key, ()) if key != into else ():
            if isinstance(entry, Mapping) and entry.get("id") == name:
                return True
    levels = (e.get("levels", ()) for e in done.get("issues", ()) if isinstance(e, Mapping))
    return any(isinstance(x, Mapping) and x.get("id") == name for found in levels for x in found)


def _paths(done: Document, old: str, new: str) -> None:
    """Carry a new id into the paths under which facts are to hold."""

    def swap(settings: object) -> object:
        if not isinstance(settings, Mapping):
            return settings
        kept = {
            new + path[len(old) :] if str(path).startswith(old) else path: value
            for path, value in settings.items()
        }
        return settings if list(kept) == list(settings) else kept

    def change(fact: Table) -> Table:
        settings = swap(fact.get("settings"))
        steps = fact.get("steps")
        if isinstance(steps, list | tuple):
            new_steps: object = [swap(step) for step in steps]
            if all(a is b for a, b in zip(new_steps, steps, strict=True)):  # type: ignore[call-overload]
                new_steps = steps
        else:
            new_steps = steps
        done_fact = fact
        if settings is not fact.get("settings"):
            done_fact = _with(done_fact, "settings", settings)
        if new_steps is not steps:
            done_fact = _with(done_fact, "steps", new_steps)
        return done_fact

    _entries(done, "facts", change)
