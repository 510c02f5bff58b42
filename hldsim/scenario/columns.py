"""The columns a table of parties may have, and how one cell is read and written.

Three families: the fixed columns every scenario may have, the preferences a scenario declares
(named by path suffix, such as ``salience.venue``), and the country figures that the scenario's
own ``[columns]`` table announces with a unit and a source.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

TEXT_COLUMNS = (
    "id",
    "name",
    "iso3",
    "aliases",
    "seat",
    "region",
    "role",
    "blocs",
    "income",
    "position",
    "provenance",
    "source",
    "edited",
)
"""Fixed columns that hold text. ``aliases``, ``blocs`` and ``edited`` are lists with ``;`` between;
``edited`` names the columns of the row that a person has set in place of what was there."""

NUMBER_COLUMNS = ("capability", "voting_weight")
"""Fixed columns that hold a number >= 0."""

FIXED_COLUMNS = (*TEXT_COLUMNS[:9], *NUMBER_COLUMNS, *TEXT_COLUMNS[9:])
"""Fixed columns in the order a table is written in; one of ``SELDOM`` only where it is used."""

SELDOM = ("voting_weight", "edited")
"""Fixed columns that most scenarios have no use for."""

PLAIN_PREFERENCES = ("reluctance", "principle", "stubbornness", "resolve")
"""Declared preferences that belong to no issue and no theme."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def split_list(cell: object) -> tuple[str, ...]:
    """Split a ``;`` list, dropping blanks around and between.

    Examples
    --------
    >>> split_list("EU; OECD;")
    ('EU', 'OECD')
    """
    return tuple(part.strip() for part in str(cell or "").split(";") if part.strip())


def preference_columns(document: Mapping[str, Any]) -> tuple[str, ...]:
    """List every declared-preference column the issues and themes of a scenario allow.

    ``salience.ISSUE``, ``value.ISSUE.LEVEL``, ``ideal.ISSUE`` (ordered issues only),
    ``stance.THEME``, ``emphasis.THEME`` and the plain ones; each cell lies in [0, 1].
    """
    issues = _tables(document, "issues")
    themes = [str(theme.get("id", "")) for theme in _tables(document, "themes")]
    names = [f"salience.{issue.get('id', '')}" for issue in issues]
    for issue in issues:
        for level in _tables(issue, "levels"):
            names.append(f"value.{issue.get('id', '')}.{level.get('id', '')}")
    names += [f"ideal.{i.get('id', '')}" for i in issues if i.get("ordered", True)]
    names += [f"{what}.{theme}" for what in ("stance", "emphasis") for theme in themes]
    return (*names, *PLAIN_PREFERENCES)


def figure_columns(document: Mapping[str, Any]) -> tuple[str, ...]:
    """List the country figures a scenario announces in its ``[columns]`` table."""
    columns = document.get("columns", {})
    return tuple(columns) if isinstance(columns, Mapping) else ()


def parse_number(text: str) -> int | float | None:
    """Read a plain number; None where the text is not one, or is not finite.

    Examples
    --------
    >>> parse_number("12"), parse_number("0.5"), parse_number("nan"), parse_number("1,5")
    (12, 0.5, None, None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    if text.lstrip("+-").isdigit() and len(text) <= 18:
        return int(text)
    number = float(text)
    return number if math.isfinite(number) else None


def write_cell(value: object) -> str:
    """Write a cell so that reading it gives the value back; None becomes a blank.

    Examples
    --------
    >>> write_cell(0.5), write_cell(12), write_cell("EU"), write_cell(None)
    ('0.5', '12', 'EU', '')
    """
    if value is None:
        return ""
    return repr(value) if isinstance(value, float) else str(value)


def _tables(table: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    """Return a list of tables, leaving out whatever is not one (a check reports it)."""
    entries = table.get(key, ())
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        return ()
    return [entry for entry in entries if isinstance(entry, Mapping)]
