"""Tables of positions, salience and capability, as programs of exchange and compromise use them.

Three layouts are told apart by themselves:

- marked rows (DECIDE): ``#A;id``, ``#P;issue``, ``#M;issue;position;meaning`` and
  ``#D;actor;issue;position;salience;power``, with ``#/`` and ``#O`` for remarks;
- long: a header with actor, issue, position, salience and power, a row a cell;
- wide: a header with actor, power and for each issue ``<issue> position`` and ``<issue> salience``
  (or ``pos1``, ``sal1``); or a single issue with just position and salience.

Cells are parted by semicolons, tabs or commas; decimals are points, or commas where commas part no
cells.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hldsim.export.faults import FormatError

WORDS = {
    "actor": ("actor", "actors", "party", "name", "stakeholder", "group", "state", "country", "id"),
    "issue": ("issue", "issues", "topic", "question", "dimension"),
    "position": ("position", "pos", "ideal", "x"),
    "salience": ("salience", "sal", "saliency", "s"),
    "capability": ("capability", "capabilities", "power", "influence", "weight", "cap", "c"),
}
"""Names a column may have, in small letters."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_SEPARATED = re.compile(r"sep=[;,|\t]?")
_WIDE = [
    re.compile(form.replace("WHAT", "(?P<what>position|pos|saliency|salience|sal)"))
    for form in (
        r"(?P<issue>.+?)[ ._:/-]+WHAT",
        r"(?P<issue>.+?) *\(WHAT\)",
        r"WHAT[ ._:/-]+(?P<issue>.+)",
        r"WHAT(?P<issue>\d+)",
    )
]
"""A column of a wide table, in small letters."""


@dataclass(frozen=True)
class Cell:
    """What one actor has on one issue, and the line it stands on."""

    position: float
    salience: float
    capability: float
    line: int


@dataclass
class PositionTable:
    """A table as read.

    Attributes
    ----------
    file : str
    actors, issues : list of str
        In the order of the file.
    cells : dict
        By (actor, issue); an actor without a position there has none.
    meanings : dict
        Of each issue, what its positions are called, by position.
    names : dict
        Longer names of actors and issues, where there are any.
    """

    file: str
    actors: list[str] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    meanings: dict[str, dict[float, str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def scale(self, issue: str) -> tuple[float, float]:
        """Lowest and highest position of an issue, held by somebody or given a meaning."""
        held = [cell.position for (_, on), cell in self.cells.items() if on == issue]
        known = [*held, *self.meanings.get(issue, {})]
        return min(known), max(known)


def read_positions(data: bytes, file: str) -> PositionTable:
    """Read a table.

    Parameters
    ----------
    data : bytes
        UTF-8, UTF-16 with its mark (Excel's "Unicode text"), or Windows's western letters.
    file : str
        Its name, for the faults; without its ending, the name of a single issue.

    Returns
    -------
    PositionTable
        Salience in [0, 1]; that of a file that counts to 100 is divided by 100.

    Raises
    ------
    FormatError
        With file and line of the first thing that is wrong.
    """
    rows = _rows(data, file)
    marked = any(cells[0] in ("#D", "#A", "#P", "#M") for _, cells in rows)
    table = _marked(rows, file) if marked else _headed(rows, file)
    if not table.cells:
        raise FormatError(file, None, "no position", "a row for each actor and issue")
    for issue in table.issues:
        if not any(on == issue for _, on in table.cells):
            raise FormatError(file, None, f"nobody has a position on {issue!r}", "one at least")
    return _in_shares(table)


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _rows(data: bytes, file: str) -> list[tuple[int, list[str]]]:
    """Rows with their lines, cells trimmed and out of their quotes."""
    text = _decoded(data)
    if "\0" in text:
        raise FormatError(file, None, "a byte 0: no text", "a table as CSV")
    first, _, rest = text.partition("\n")
    if _SEPARATED.fullmatch(first.strip()):  # Excel's word to itself about what parts cells
        text = "\n" + rest
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise FormatError(file, None, "empty", "a table with a header")
    parted = max(";\t,|", key=lambda mark: (sum(line.count(mark) for line in lines), mark == ";"))
    if ";" in text and all(";" in line for line in lines):
        parted = ";"  # else decimal commas may outnumber them
    reader = csv.reader(io.StringIO(text), delimiter=parted)
    rows = []
    try:
        for cells in reader:
            kept = [cell.strip().strip("'").strip() for cell in cells]
            if any(kept):
                rows.append((reader.line_num, kept))
    except csv.Error as error:
        raise FormatError(file, reader.line_num, f"no table ({error})", "cells and rows") from None
    return rows


def _marked(rows: Sequence[tuple[int, list[str]]], file: str) -> PositionTable:
    """Rows that say by their first cell what they are."""
    table = PositionTable(file)
    for line, (mark, *cells) in rows:
        if mark in ("#A", "#P"):
            known = table.actors if mark == "#A" else table.issues
            name = _text(cells, 0, "a name", file, line)
            if name in known:
                raise FormatError(file, line, f"{name!r} twice", "each once")
            known.append(name)
            longer = " ".join(part for part in cells[1:] if part)
            if longer and longer != name:
                table.names[name] = longer
        elif mark == "#M":
            issue = _known(_text(cells, 0, "an issue", file, line), table.issues, file, line)
            position = _number(_text(cells, 1, "a position", file, line), "position", file, line)
            meaning = " ".join(part for part in cells[2:] if part)
            table.meanings.setdefault(issue, {})[position] = meaning
        elif mark == "#D":
            actor = _known(_text(cells, 0, "an actor", file, line), table.actors, file, line)
            issue = _known(_text(cells, 1, "an issue", file, line), table.issues, file, line)
            texts = {
                what: cells[k] if k < len(cells) else ""
                for k, what in ((2, "position"), (3, "salience"), (4, "capability"))
            }
            _put(table, actor, issue, texts, line)
        elif mark not in ("#/", "#O", "#N", ""):
            raise FormatError(file, line, f"a row of kind {mark!r}", "#A, #P, #M, #D, #/, #O")
    return table


def _headed(rows: Sequence[tuple[int, list[str]]], file: str) -> PositionTable:
    """A header and rows below it, long or wide."""
    (head, header), *body = rows
    columns = {what: _column(header, words) for what, words in WORDS.items()}
    wide = {} if columns["issue"] is not None else _wide(header)
    for what in ("actor", "capability", *(() if wide else ("position", "salience"))):
        if columns[what] is None:
            names = ", ".join(repr(name) for name in header)
            raise FormatError(
                file, head, f"no column of {what} among {names}", f"one named {WORDS[what][0]!r}"
            )
    if not wide and columns["issue"] is None:
        wide = {file.rpartition(".")[0] or file: (columns["position"], columns["salience"])}
    table = PositionTable(file)
    for line, cells in body:
        if any(cells[len(header) :]):
            raise FormatError(file, line, f"{len(cells)} cells", f"{len(header)}, as in the header")
        cells += [""] * (len(header) - len(cells))
        actor = _text(cells, columns["actor"], "an actor", file, line)
        if actor not in table.actors:
            table.actors.append(actor)
        elif wide:
            raise FormatError(file, line, f"{actor!r} twice", "a row for each actor")
        where = wide or {
            _text(cells, columns["issue"], "an issue", file, line): (
                columns["position"],
                columns["salience"],
            )
        }
        for issue, (position, salience) in where.items():
            if issue not in table.issues:
                table.issues.append(issue)
            texts = {
                "position": cells[position or 0],
                "salience": cells[salience or 0],
                "capability": cells[columns["capability"] or 0],
            }
            _put(table, actor, issue, texts, line)
    return table


def _wide(header: Sequence[str]) -> dict[str, tuple[int | None, int | None]]:
    """Columns of position and salience of each issue, where the header has both."""
    found: dict[str, dict[str, int]] = {}
    for column, name in enumerate(header):
        small = name.lower()
        match = next((m for form in _WIDE if (m := form.fullmatch(small))), None)
        if match is not None:
            start, end = match.span("issue")
            what = "position" if match["what"].startswith("pos") else "salience"
            found.setdefault(name[start:end].strip(), {})[what] = column
    return {
        issue: (place["position"], place["salience"])
        for issue, place in found.items()
        if len(place) == 2
    }


def _column(header: Sequence[str], words: Sequence[str]) -> int | None:
    """The first column of one of these names, the names in order."""
    small = [name.lower() for name in header]
    return next((small.index(word) for word in words if word in small), None)


def _put(table: PositionTable, actor: str, issue: str, texts: Mapping[str, str], line: int) -> None:
    """Put a cell in; a blank position, or a salience of 0, is none."""
    if not texts["position"]:
        return
    if (actor, issue) in table.cells:
        raise FormatError(table.file, line, f"{actor!r} on {issue!r} twice", "one row")
    numbers = {what: _number(text, what, table.file, line) for what, text in texts.items()}
    for what in ("salience", "capability"):
        if numbers[what] < 0:
            raise FormatError(table.file, line, f"{what} {numbers[what]:g}", "numbers >= 0")
    if numbers["salience"] > 0:
        table.cells[actor, issue] = Cell(**numbers, line=line)


def _in_shares(table: PositionTable) -> PositionTable:
    """Salience of a file that counts to 100, as shares."""
    most = max(table.cells.values(), key=lambda cell: cell.salience)
    if most.salience > 100.0:
        raise FormatError(
            table.file, most.line, f"salience {most.salience:g}", "0 to 1, or 0 to 100"
        )
    if most.salience > 1.0:
        for key, cell in table.cells.items():
            table.cells[key] = replace(cell, salience=cell.salience / 100.0)
    return table


def _number(text: str, what: str, file: str, line: int) -> float:
    plain = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    if not _NUMBER.fullmatch(plain):
        raise FormatError(file, line, f"{what} {text!r}", "a number, such as 0.5 or 0,5")
    return float(plain)


def _text(cells: Sequence[str], column: int | None, what: str, file: str, line: int) -> str:
    if column is None or column >= len(cells) or not cells[column]:
        raise FormatError(file, line, f"no {what.split()[-1]}", what)
    return cells[column]


def _known(name: str, names: Sequence[str], file: str, line: int) -> str:
    if name not in names:
        raise FormatError(
            file, line, f"{name!r} was not announced", ", ".join(names) or "#A, #P first"
        )
    return name
