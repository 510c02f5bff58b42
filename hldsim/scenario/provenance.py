"""Where each cell of the table of parties comes from, and how an edit changes that.

A row says once where its position (or, without one, its preferences) comes from, in the column
``provenance``; country figures come from the sources that ``[columns]`` names; preferences left
blank are imputed. What a person sets in any of them is listed in the row's column ``edited`` and
is the ``user``'s from then on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hldsim.domain.parties import Provenance
from hldsim.scenario.columns import PLAIN_PREFERENCES, TEXT_COLUMNS, split_list

Row = Mapping[str, Any]

_BOOKKEEPING = ("id", "provenance", "source", "edited")
_PREFERENCES = ("salience.", "value.", "ideal.", "stance.", "emphasis.")


def is_preference(column: str) -> bool:
    """Whether a column holds a preference, which is imputed where the cell is blank.

    Examples
    --------
    >>> is_preference("salience.venue"), is_preference("hdi")
    (True, False)
    """
    return column.startswith(_PREFERENCES) or column in PLAIN_PREFERENCES


def cell_provenance(row: Row, column: str) -> Provenance | None:
    """Say where a cell comes from; None where that is no question (a name, a blank figure).

    Parameters
    ----------
    row : Mapping
        A row of parties, as in a document.
    column : str
        A column it may have.

    Examples
    --------
    >>> mexico = {"id": "MEX", "hdi": 0.75, "salience.venue": 0.4, "edited": "salience.venue"}
    >>> [str(cell_provenance(mexico, c)) for c in ("salience.venue", "hdi", "reluctance")]
    ['user', 'external', 'imputed']
    """
    if column in _BOOKKEEPING:
        return None
    blank = row.get(column) in (None, "")
    if blank and is_preference(column):
        return Provenance.IMPUTED
    if column in split_list(row.get("edited")):
        return Provenance.USER
    if blank or column in ("name", "aliases"):
        return None
    if is_preference(column) or column == "position":
        return _of_row(row)
    return Provenance.EXTERNAL if column not in TEXT_COLUMNS else None


def _of_row(row: Row) -> Provenance | None:
    """What a row says of itself, for a cell that nobody has edited.

    A number that is stated counts as given, not as imputed; so does one that stands beside those
    by which a row became the user's.
    """
    said = str(row.get("provenance", ""))
    if said in (Provenance.IMPUTED, "") and row.get("position") in (None, ""):
        return Provenance.EXTERNAL
    if said == Provenance.USER and row.get("edited"):
        return Provenance.EXTERNAL
    return Provenance(said) if said in list(Provenance) else None


def marked(row: dict[str, Any], column: str) -> None:
    """Take note in a row, in place, that a person has set a column of it.

    The row as a whole is the user's where what it speaks of is: the position, or without one a
    preference.
    """
    if column in _BOOKKEEPING:
        return
    edited = split_list(row.get("edited"))
    if column not in edited:
        row["edited"] = ";".join((*edited, column))
    said_of_position = row.get("position") not in (None, "")
    if column == "position" or (is_preference(column) and not said_of_position):
        row["provenance"] = Provenance.USER.value
