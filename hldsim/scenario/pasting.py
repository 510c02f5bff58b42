"""From a block of cells copied out of a spreadsheet to an edit of the table of parties, and back.

A block that begins with the names of columns, the id among them, finds its own place: rows go by
id, and unknown ids are new parties. Any other block is laid down where the person stands.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hldsim.scenario.columns import write_cell
from hldsim.scenario.edits import Add, Cell, Edit, SetCells, Together
from hldsim.scenario.headings import Column
from hldsim.scenario.numerals import Style, Unclear, read_number, style_of

Block = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Pasted:
    """What a block comes to.

    Attributes
    ----------
    edit : Edit or None
        What to do; None if there is nothing, or something has to be asked first.
    unclear : tuple of Unclear
        Numbers that can be read in two ways: nothing is done until somebody says which.
    cells, added : int
        How many cells are set in parties that are there, and how many parties are new.
    left_over : int
        How many cells of the block found no place.
    """

    edit: Edit | None = None
    unclear: tuple[Unclear, ...] = ()
    cells: int = 0
    added: int = 0
    left_over: int = 0


def read_block(text: str) -> list[list[str]]:
    r"""Cut the text of a clipboard into rows of cells, as spreadsheets put them there.

    Examples
    --------
    >>> read_block('a\t1,5\r\n"two\nlines"\t2\r\n')
    [['a', '1,5'], ['two\nlines', '2']]
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    try:
        rows = list(csv.reader(io.StringIO(plain, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:  # a quote that is no quote: the text of a cell begins with one
        rows = [line.split("\t") for line in plain.split("\n")]
    return [row or [""] for row in rows]


def write_block(rows: Iterable[Iterable[object]], decimal: str = ".") -> str:
    """Write cells as a spreadsheet of a locale takes them from the clipboard.

    Parameters
    ----------
    decimal : str
        The sign before decimals there; without it ``1.5`` would become the first of May.
    """
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    for row in rows:
        writer.writerow(
            write_cell(cell).replace(".", decimal) if isinstance(cell, float) else write_cell(cell)
            for cell in row
        )
    return out.getvalue()


def paste(
    document: Mapping[str, Any],
    block: Block,
    columns: Sequence[Column],
    rows: Sequence[int],
    at: Sequence[Column],
    span: tuple[int, int] = (1, 1),
    style: Style | None = None,
) -> Pasted:
    """Say what a block comes to.

    Parameters
    ----------
    document : Mapping
        The document as it is.
    block : sequence of rows of str
        As ``read_block`` returns.
    columns : sequence of Column
        Every column there is.
    rows, at : sequence of int, sequence of Column
        Rows of the table and columns, from where the person stands onwards, as they are shown.
    span : tuple of int
        Rows and columns that are selected: a block that fits into them several times fills them.
    style : Style, optional
        What the person said of numbers that can be read in two ways.
    """
    own = _own_place(document, block, columns)
    return _lay(block, rows, at, span, style) if own is None else _put(own, style)


@dataclass(frozen=True)
class _Places:
    """Texts with the cells they are for; ``new`` holds, by id, those of parties to be added."""

    cells: list[tuple[int, Column, str]]
    new: dict[str, list[tuple[Column, str]]]
    left_over: int = 0


def _lay(
    block: Block,
    rows: Sequence[int],
    at: Sequence[Column],
    span: tuple[int, int],
    style: Style | None,
) -> Pasted:
    height, width = len(block), max(map(len, block), default=0)
    if not height or not width:
        return Pasted()
    down = span[0] // height if span[0] % height == 0 else 1
    over = span[1] // width if span[1] % width == 0 else 1
    cells, left_over = [], 0
    for n in range(height * down):
        for m in range(width * over):
            line = block[n % height]
            text = line[m % width] if m % width < len(line) else ""
            if n < len(rows) and m < len(at):
                cells.append((rows[n], at[m], text))
            else:
                left_over += bool(text.strip())
    return _put(_Places(cells, {}, left_over), style)


def _own_place(
    document: Mapping[str, Any], block: Block, columns: Sequence[Column]
) -> _Places | None:
    """The places of a block that names its columns, the id among them; None for any other.

    What the program keeps by itself (``edited``) is passed over.
    """
    names = {name.casefold(): column for column in columns for name in _names(column)}
    said = [" ".join(cell.split()).casefold() for cell in block[0]] if block else []
    heads = [names.get(name) for name in said]
    known = all(
        h is not None or name in ("edited", "") for h, name in zip(heads, said, strict=True)
    )
    if len(block) < 2 or not known or "id" not in [h.id for h in heads if h]:
        return None
    ids = [str(row.get("id")) for row in document.get("parties", ())]
    places = _Places([], {})
    for line in block[1:]:
        texts = {h.id: text for h, text in zip(heads, line, strict=False) if h is not None}
        name = texts.get("id", "").strip()
        found = [(h, texts[h.id]) for h in heads if h is not None and h.id in texts]
        if name in ids:
            row = ids.index(name)
            places.cells.extend((row, h, text) for h, text in found if h.id != "id")
        elif name:
            places.new[name] = found
    return places


def _names(column: Column) -> tuple[str, str]:
    return column.id, " ".join(column.heading.split())


def _put(places: _Places, style: Style | None) -> Pasted:
    """Read the texts, all numbers in the light of each other."""
    every = [(c, t) for _, c, t in places.cells]
    every += [pair for pairs in places.new.values() for pair in pairs]
    proven = style or style_of(text for column, text in every if column.number)
    unclear: list[Unclear] = []

    def read(column: Column, text: str) -> object:
        value = read_cell(column, text, proven)
        if isinstance(value, Unclear):
            unclear.append(value)
        return value

    cells = tuple(Cell(row, column.id, read(column, text)) for row, column, text in places.cells)
    new = [
        {c.id: value for c, text in pairs if (value := read(c, text)) is not None}
        for pairs in places.new.values()
    ]
    if unclear:
        return Pasted(unclear=tuple(dict.fromkeys(unclear)), left_over=places.left_over)
    edits: list[Edit] = [SetCells(cells)] if cells else []
    edits += [Add("parties", _as_added(entry)) for entry in new]
    edit = edits[0] if len(edits) == 1 else Together(tuple(edits), _words(cells, new))
    return Pasted(edit if edits else None, (), len(cells), len(new), places.left_over)


def _as_added(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A party that is added by hand is the user's in every cell."""
    name = entry.get("name", entry["id"])
    others = [key for key in entry if key not in ("id", "name", "provenance", "source")]
    marks = {"edited": ";".join(others)} if others else {}
    return {"id": entry["id"], "name": name, "provenance": "user", **entry, **marks}


def _words(cells: Sequence[Cell], new: Sequence[object]) -> str:
    parts = [f"{len(cells)} cells"] if cells else []
    parts += [f"{len(new)} new parties"] if new else []
    return f"paste {' and '.join(parts)}"


def read_cell(column: Column, text: str, style: Style | None = None) -> object:
    """Read the text of one cell: None for a blank, a number, `Unclear`, or the text as it stands.

    A text where a number should be is kept, so that it is seen as the fault it is. In a list and
    among choices capitals make no difference.
    """
    plain = " ".join(text.split()) if "\n" not in text else text.strip()
    if not plain:
        return None
    if column.number:
        read = read_number(plain, style, per_cent=column.per_cent)
        return plain if read is None else read
    if column.choices:
        same = {choice.casefold(): choice for choice in column.choices}
        if not column.list:
            return same.get(plain.casefold(), plain)
        parts = [part.strip() for part in plain.replace(",", ";").split(";") if part.strip()]
        return ";".join(same.get(part.casefold(), part) for part in parts)
    return plain
