"""Edits: what a person may do to the document of a scenario, each a frozen value.

`perform` turns a document and an edit into another document; what is not touched is shared, so
that an edit costs what it changes. Places are named by the one grammar of paths
(``hldsim.scenario.grammar``); cells of the table of parties by row and column, because in a table
that is being written two rows may have the same id, or none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from hldsim.errors import EditError
from hldsim.scenario.columns import FIXED_COLUMNS, figure_columns, preference_columns
from hldsim.scenario.grammar import get_path, set_path
from hldsim.scenario.look import tables_of
from hldsim.scenario.provenance import marked
from hldsim.scenario.references import removed, renamed
from hldsim.scenario.rows import allowed_names

Document = Mapping[str, Any]


@dataclass(frozen=True)
class SetValue:
    """Set what a path leads to; None or an empty text take it away."""

    path: str
    value: Any


@dataclass(frozen=True)
class Cell:
    """One cell of the table of parties: row from 0, column, and what is to stand there.

    None or an empty text make it blank.
    """

    row: int
    column: str
    value: Any


@dataclass(frozen=True)
class SetCells:
    """Set many cells of the table of parties at once; an id that changes is a renamed party."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Add:
    """Put an entry into a list, at a position or at its end.

    ``into`` leads to the list: ``parties``, ``proposals``, ``agenda``, ``issues[venue].levels``.
    """

    into: str
    entry: Mapping[str, Any]
    at: int | None = None


@dataclass(frozen=True)
class Remove:
    """Take entries out, with all that would then name nothing: ``parties[MEX]``."""

    paths: tuple[str, ...]


@dataclass(frozen=True)
class Rename:
    """Give an entry another id; whoever names it follows."""

    path: str
    new: str


@dataclass(frozen=True)
class Move:
    """Put an entry at another position: agenda, adoption rules and levels have an order."""

    path: str
    to: int


@dataclass(frozen=True)
class Together:
    """Several edits that are one to whoever undoes it."""

    edits: tuple[Edit, ...]
    words: str = ""


Edit = SetValue | SetCells | Add | Remove | Rename | Move | Together


@singledispatch
def perform(edit: Any, document: Document) -> dict[str, Any]:
    """Return the document after an edit; the one given stays as it is.

    Parameters
    ----------
    edit : Edit
        What to do.
    document : Mapping
        A scenario's document; it need not be sound.

    Raises
    ------
    PathError
        If a path leads nowhere.
    EditError
        If the edit is not possible: an id that is taken, a row or column nobody has.
    """
    raise TypeError(f"{edit!r} is no edit")


@perform.register
def _(edit: SetValue, document: Document) -> dict[str, Any]:
    head, _, column = edit.path.partition("].")
    if head.startswith("parties[") and column == "id":
        return perform(Rename(f"{head}]", str(edit.value)), document)
    return set_path(document, edit.path, "" if edit.value is None else edit.value)


@perform.register
def _(edit: SetCells, document: Document) -> dict[str, Any]:
    done = dict(document)
    rows = list(done.get("parties", ()))
    known = {*FIXED_COLUMNS, *preference_columns(document), *figure_columns(document)}
    ids = [cell for cell in edit.cells if cell.column == "id"]
    touched: set[int] = set()
    for cell in edit.cells:
        if not 0 <= cell.row < len(rows):
            raise EditError(f"row {cell.row + 1}: the table has {len(rows)}")
        if cell.column not in known and cell.column not in rows[cell.row]:
            names = allowed_names(cell.column, sorted(known))
            raise EditError(f"column {cell.column!r}: there is none; allowed: {names}")
        if cell.column == "id":
            continue
        if cell.row not in touched:
            touched.add(cell.row)
            rows[cell.row] = dict(rows[cell.row])
        _put(rows[cell.row], cell.column, cell.value)
    if touched:
        done["parties"] = rows
    for cell in ids:
        done = _renamed_row(done, cell)
    return done


def _put(row: dict[str, Any], column: str, value: Any) -> None:
    if value is None or value == "":
        if column not in row:
            return
        del row[column]
    elif row.get(column) == value and type(row.get(column)) is type(value):
        return
    else:
        row[column] = value
    marked(row, column)


def _renamed_row(document: dict[str, Any], cell: Cell) -> dict[str, Any]:
    rows = document["parties"]
    old, new = str(rows[cell.row].get("id", "")), str(cell.value or "")
    if old == new:
        return document
    if new and any(row.get("id") == new for row in rows):
        raise EditError(f"row {cell.row + 1}, id: {new!r}; allowed: an id that no other party has")
    shared = sum(row.get("id") == old for row in rows) > 1
    done = document if shared or not (old and new) else renamed(document, "parties", "", old, new)
    done = dict(done)
    rows = list(done["parties"])
    rows[cell.row] = {"id": new, **{k: v for k, v in rows[cell.row].items() if k != "id"}}
    done["parties"] = rows
    return done


@perform.register
def _(edit: Add, document: Document) -> dict[str, Any]:
    entries = _list(document, edit.into)
    name = edit.entry.get("id")
    if name in [entry.get("id") for entry in entries]:
        raise EditError(f"{edit.into}[{name}]: is there already; allowed: another id")
    at = len(entries) if edit.at is None else min(max(edit.at, 0), len(entries))
    return set_path(document, edit.into, [*entries[:at], dict(edit.entry), *entries[at:]])


@perform.register
def _(edit: Remove, document: Document) -> dict[str, Any]:
    done = dict(document)
    for path in edit.paths:
        into, name = _entry(done, path)
        kind, owner = _kind(into)
        left = [entry for entry in _list(done, into) if entry.get("id") != name]
        done = set_path(done, into, left)
        if not left and into in ("hosts", "blocs", "themes", "amendments", "facts", "sources"):
            del done[into]
        done = removed(done, kind, owner, name)
    return done


@perform.register
def _(edit: Rename, document: Document) -> dict[str, Any]:
    into, name = _entry(document, edit.path)
    if name == edit.new:
        return dict(document)
    entries = _list(document, into)
    if edit.new in [entry.get("id") for entry in entries] or not edit.new:
        raise EditError(f"{edit.path}: {edit.new!r}; allowed: an id that no other entry has")
    kind, owner = _kind(into)
    new = [
        {k: edit.new if k == "id" else v for k, v in entry.items()}
        if entry.get("id") == name
        else entry
        for entry in entries
    ]
    return renamed(set_path(document, into, new), kind, owner, name, edit.new)


@perform.register
def _(edit: Move, document: Document) -> dict[str, Any]:
    into, name = _entry(document, edit.path)
    entries = list(_list(document, into))
    at = next(n for n, entry in enumerate(entries) if entry.get("id") == name)
    entries.insert(min(max(edit.to, 0), len(entries) - 1), entries.pop(at))
    return set_path(document, into, entries)


@perform.register
def _(edit: Together, document: Document) -> dict[str, Any]:
    done = dict(document)
    for one in edit.edits:
        done = perform(one, done)
    return done


def _list(document: Document, into: str) -> Sequence[Mapping[str, Any]]:
    """The tables of a list; one that a scenario may have and has not is an empty one."""
    if "[" not in into and into not in document:
        return ()
    entries = get_path(document, into)
    if not isinstance(entries, list | tuple):
        raise EditError(f"{into}: is no list")
    return [entry for entry in entries if isinstance(entry, Mapping)]


def _entry(document: Document, path: str) -> tuple[str, str]:
    """The list an entry stands in, and its id."""
    get_path(document, path)
    into, bracket, name = path.rpartition("[")
    if not bracket or not name.endswith("]"):
        raise EditError(f"{path}: leads to no entry; allowed: LIST[ID]")
    return into, name[:-1]


def _kind(into: str) -> tuple[str, str]:
    """What a list holds, and for levels whose they are."""
    if into.endswith("].levels"):
        return "levels", into.partition("[")[2].removesuffix("].levels")
    return into, ""


# ------------------------------------------------------------------------------------------- words


@singledispatch
def words(edit: Any, document: Document) -> str:
    """Say what an edit does, for a menu: ``"set salience.venue of Mexico"``."""
    raise TypeError(f"{edit!r} is no edit")


@words.register
def _(edit: SetValue, document: Document) -> str:
    if edit.path.startswith("parties[") and "]." in edit.path:
        party, _, column = edit.path.removeprefix("parties[").partition("].")
        return f"set {column} of {_name(document, party)}"
    return f"set {edit.path}"


@words.register
def _(edit: SetCells, document: Document) -> str:
    if len(edit.cells) == 1:
        cell = edit.cells[0]
        rows = document.get("parties", ())
        row = rows[cell.row] if 0 <= cell.row < len(rows) else {}
        return f"set {cell.column} of {row.get('name') or row.get('id') or cell.row + 1}"
    columns = {cell.column for cell in edit.cells}
    where = f" of {next(iter(columns))}" if len(columns) == 1 else ""
    return f"set {len(edit.cells)} cells{where}"


@words.register
def _(edit: Add, document: Document) -> str:
    name = edit.entry.get("name") or edit.entry.get("label") or edit.entry.get("id")
    return f"add {_singular(edit.into)} {name}"


@words.register
def _(edit: Remove, document: Document) -> str:
    if len(edit.paths) == 1:
        into, name = _entry(document, edit.paths[0])
        return f"remove {_singular(into)} {name}"
    return f"remove {len(edit.paths)} {_kind(edit.paths[0].rpartition('[')[0])[0]}"


@words.register
def _(edit: Rename, document: Document) -> str:
    return f"rename {edit.path} to {edit.new}"


@words.register
def _(edit: Move, document: Document) -> str:
    return f"move {edit.path}"


@words.register
def _(edit: Together, document: Document) -> str:
    return edit.words or (words(edit.edits[0], document) if edit.edits else "nothing")


_SINGULAR = {"parties": "party", "agenda": "phase", "adoption": "adoption rule"}


def _singular(into: str) -> str:
    kind = _kind(into)[0]
    return _SINGULAR.get(kind, kind.removesuffix("s"))


def _name(document: Document, party: str) -> str:
    for _, row in tables_of(document, "parties"):
        if row.get("id") == party:
            return str(row.get("name") or party)
    return party
