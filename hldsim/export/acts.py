"""What was done in a run, as a table (.csv): written from a run, read again, played anew.

Columns ``round``, ``party``, ``what``, ``value``, ``by``; a row a word. Rows of one round, party
and author that stand together are one act. ``what`` is a key of an act (``back``,
``ballot.un_embedded``), ``seat`` and what goes with it (``seat.clock``), or, where ``party`` is
empty, the path of a setting.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hldsim.domain.events import Scalar
from hldsim.engine.interventions.base import Intervention
from hldsim.export.faults import FormatError
from hldsim.record.rows import ActRow

COLUMNS = ("round", "party", "what", "value", "by")
_SEAT = "seat"


@dataclass(frozen=True)
class Deed:
    """Something to be done before round ``k``; ``line`` is where it stands in its table, or 0."""

    k: int
    what: Intervention
    line: int = 0


def deeds_of(acts: Iterable[ActRow]) -> tuple[Deed, ...]:
    """What was done in a run, to be done again."""
    return tuple(Deed(act.k, Intervention(act.kind, act.body, act.author)) for act in acts)


def write_acts(acts: Iterable[ActRow]) -> str:
    """Return what was done as a table."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for act in acts:
        if act.kind == "set":
            row = (act.k, "", act.body.get("path"), _shown(act.body.get("value")), act.author)
            writer.writerow(row)
            continue
        for key, value in sorted(act.body.items(), key=lambda pair: pair[0] != _SEAT):
            if key != "party" and value is not None:
                what = f"{_SEAT}.{key}" if act.kind == _SEAT and key != _SEAT else key
                writer.writerow((act.k, act.body.get("party"), what, _shown(value), act.author))
    return out.getvalue()


def read_acts(text: str, name: str) -> tuple[Deed, ...]:
    """Read a table of things to be done.

    Parameters
    ----------
    name : str
        What the table is called in messages.

    Raises
    ------
    FormatError
        If a row cannot be read; one line with its place.
    """
    dialect = (
        ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    )
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=dialect))
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not set(COLUMNS[:4]) <= set(head):
        raise FormatError(name, 1, f"{', '.join(head)!r}", ",".join(COLUMNS))
    at = {column: head.index(column) for column in COLUMNS if column in head}
    cells = [
        (line, {column: row[n].strip() if n < len(row) else "" for column, n in at.items()})
        for line, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    told = [(line, _k(line, cell, name), cell) for line, cell in cells]
    groups = itertools.groupby(told, key=lambda row: _whose(row[1], row[2]))
    deeds: list[Deed] = []
    for (k, party, author, kind), group in groups:
        found = list(group)
        if kind == "set":
            deeds += [_set(k, cell, author, line) for line, _, cell in found]
        else:
            deeds.append(_together(k, party, author, kind, found))
    return tuple(deeds)


def _whose(k: int, cell: dict[str, str]) -> tuple[int, str, str, str]:
    party, what = cell["party"], cell["what"]
    kind = "set" if not party else _SEAT if what.partition(".")[0] == _SEAT else "act"
    return k, party, cell.get("by") or "user", kind


def _k(line: int, cell: dict[str, str], name: str) -> int:
    if not cell["round"].isdecimal() or int(cell["round"]) < 1:
        raise FormatError(name, line, f"round {cell['round']!r}", "1, 2, 3, …")
    return int(cell["round"])


def _set(k: int, cell: dict[str, str], author: str, line: int) -> Deed:
    body = {"path": cell["what"], "value": _value(cell["value"])}
    return Deed(k, Intervention("set", body, author), line)


def _together(
    k: int, party: str, author: str, kind: str, rows: Sequence[tuple[int, int, dict[str, str]]]
) -> Deed:
    """Rows that stand together as one act."""
    body: dict[str, Scalar] = {"party": party}
    for _, _, cell in rows:
        head, _, rest = cell["what"].partition(".")
        own = kind == _SEAT and head == _SEAT
        body[rest or head if own else cell["what"]] = (
            _value(cell["value"]) if own else cell["value"]
        )
    return Deed(k, Intervention(kind, body, author), rows[0][0])


def _value(text: str) -> Scalar:
    """A number where it is one."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _shown(value: Scalar) -> str:
    return repr(value) if isinstance(value, float) else str(value)
