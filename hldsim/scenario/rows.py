"""One table of parties, from bytes to rows: encodings, delimiters and decimal commas.

Spreadsheets of other locales write ``;`` between cells and ``0,5`` for a half. Both are read
where there is only one way to read them; else the fault says what to do. Row numbers are those a
spreadsheet shows: the first line is row 1, comment lines and blank lines count.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from hldsim.errors import Fault
from hldsim.scenario.columns import TEXT_COLUMNS, parse_number

_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+([eE][+-]?\d+)?")
_MAYBE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
_DECIMAL_POINT = re.compile(r"[+-]?\d*\.\d+")


@dataclass
class TableDraft:
    """Rows as read so far, with what was wrong.

    Attributes
    ----------
    rows : list of dict
        Column to number or text; a blank cell is absent.
    numbers : list of int
        The spreadsheet row of each of ``rows``.
    faults : list of Fault
        In the order of the file.
    """

    rows: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_table(data: bytes, file: str, known: Collection[str]) -> TableDraft:
    """Read a table of parties.

    Parameters
    ----------
    data : bytes
        Content of the file, UTF-8 with or without a byte-order mark.
    file : str
        Its name, for the faults.
    known : collection of str
        Columns the scenario allows; others are faults and their cells are left out.

    Returns
    -------
    TableDraft
        Never raises on malformed content: see its ``faults``.
    """
    draft = TableDraft()
    text = decode(data, file, draft.faults)
    if text is None:
        return draft
    records = _records(text, file, draft.faults)
    if records is None:
        return draft
    header_row, header, body, delimiter = records
    columns = _columns(header, f"{file} row {header_row}", known, draft.faults)
    comma = _decimal_comma(body, columns, delimiter)
    for number, cells in body:
        if any(cell.strip() for cell in cells):
            _read_row(draft, f"{file} row {number}", number, cells, columns, comma)
    return draft


def decode(data: bytes, file: str, faults: list[Fault]) -> str | None:
    """Decode UTF-8 with or without a byte-order mark; a fault names the first bad place."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        row = before.count(b"\n") + 1
        column = error.start - (before.rfind(b"\n") + 1) + 1
        guess = data[max(error.start - 12, 0) : error.start + 12].decode("cp1252", "replace")
        faults.append(
            Fault(
                "file.encoding",
                f"{file} row {row}, byte {column} of the line",
                f"0x{data[error.start]:02X} (perhaps in {' '.join(guess.split())!r})",
                'UTF-8; in a spreadsheet, save as "CSV UTF-8"',
            )
        )
        return None


def _records(
    text: str, file: str, faults: list[Fault]
) -> tuple[int, list[str], list[tuple[int, list[str]]], str] | None:
    """Split a text into header and numbered records, or report why not."""
    lines = text.splitlines(keepends=True)
    skipped = 0
    while skipped < len(lines) and (lines[skipped].startswith("#") or not lines[skipped].strip()):
        skipped += 1
    rest = "".join(lines[skipped:])
    if not rest:
        faults.append(Fault("csv.empty", file, "no header row", "a header row, then one a party"))
        return None
    delimiter = _delimiter(lines[skipped])
    numbered: list[tuple[int, list[str]]] = []
    try:
        reader = csv.reader(io.StringIO(rest, newline=""), delimiter=delimiter, strict=True)
        for cells in reader:
            numbered.append((skipped + len(numbered) + 1, cells))
    except csv.Error as error:
        place = f"{file} row {skipped + len(numbered) + 1}"
        faults.append(
            Fault("csv.syntax", place, str(error), "cells, quoted where they hold quotes")
        )
        return None
    return numbered[0][0], numbered[0][1], numbered[1:], delimiter


def _delimiter(header: str) -> str:
    """Name the delimiter: column names hold none, so the most frequent one is it."""
    return max((",", ";", "\t"), key=header.count)


def _columns(
    header: Sequence[str], place: str, known: Collection[str], faults: list[Fault]
) -> list[str | None]:
    """Return the column of each header cell; None for those whose cells are left out."""
    columns: list[str | None] = []
    for n, cell in enumerate(header, start=1):
        name = cell.strip()
        if not name:
            columns.append(None)
        elif name in columns:
            faults.append(
                Fault("csv.duplicate_column", f"{place}, cell {n}", name, "each column once")
            )
            columns.append(None)
        elif name not in known:
            faults.append(
                Fault("column.unknown", f"{place}, cell {n}", name, allowed_names(name, known))
            )
            columns.append(None)
        else:
            columns.append(name)
    for needed in ("id", "name"):
        if needed not in columns:
            faults.append(Fault("csv.missing_column", place, "absent", f"a column {needed!r}"))
    return columns


def allowed_names(name: str, known: Collection[str], most: int = 8) -> str:
    """List what is allowed, nearest first, shortened where it is long."""
    ordered = nearest(name, known)
    shown = ", ".join(ordered[:most]) or "none"
    return shown if len(ordered) <= most else f"{shown}, ... ({len(ordered)} in all)"


def nearest(name: str, known: Collection[str]) -> list[str]:
    """Order names by likeness to ``name``, the rest as given."""
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    return [*close, *(k for k in known if k not in close)]


def _decimal_comma(
    body: Sequence[tuple[int, Sequence[str]]], columns: Sequence[str | None], delimiter: str
) -> bool:
    """Whether ``0,5`` can only be a half here.

    That is: no comma between cells, no decimal points, and at least one number that cannot be
    read with its comma between thousands.
    """
    if delimiter == ",":
        return False
    cells = [
        cell.strip()
        for _, row in body
        for column, cell in zip(columns, row, strict=False)
        if column is not None and column not in TEXT_COLUMNS
    ]
    if any(_DECIMAL_POINT.fullmatch(cell) for cell in cells):
        return False
    return any(_DECIMAL_COMMA.fullmatch(c) and not _MAYBE_THOUSANDS.fullmatch(c) for c in cells)


def _read_row(
    draft: TableDraft,
    place: str,
    number: int,
    cells: Sequence[str],
    columns: Sequence[str | None],
    comma: bool,
) -> None:
    """Read one row into the draft; of one that does not fit the header, only who it is."""
    fits = len(cells) == len(columns)
    if not fits:
        allowed = f"{len(columns)} cells, as in the header"
        draft.faults.append(Fault("csv.cells", place, f"{len(cells)} cells", allowed))
    row: dict[str, Any] = {}
    for column, raw in zip(columns, cells, strict=False):
        cell = raw.strip()
        if column is None or not cell or not (fits or column in ("id", "name")):
            continue
        if column in TEXT_COLUMNS:
            row[column] = cell
        else:
            value = _number(cell, comma, f"{place}, {column}", draft.faults.append)
            if value is not None:
                row[column] = value
    draft.rows.append(row)
    draft.numbers.append(number)


def _number(
    cell: str, comma: bool, place: str, report: Callable[[Fault], None]
) -> int | float | None:
    value = parse_number(cell)
    if value is None and comma and _DECIMAL_COMMA.fullmatch(cell):
        value = parse_number(cell.replace(",", "."))
    if value is None and _DECIMAL_COMMA.fullmatch(cell):
        report(
            Fault(
                "cell.decimal_comma", place, cell, "a decimal point (a comma has two readings here)"
            )
        )
    elif value is None:
        report(Fault("cell.number", place, cell, "a finite number, or a blank where unknown"))
    return value
