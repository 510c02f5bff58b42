"""A table as a report, a screen reader and the clipboard take it: columns, units, rows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True)
class Column:
    """One column: what it holds and in which unit (blank for words and plain counts)."""

    name: str
    unit: str = ""

    @property
    def heading(self) -> str:
        """Name with the unit in brackets."""
        return f"{self.name} [{self.unit}]" if self.unit else self.name


@dataclass(frozen=True)
class Table:
    """Rows under columns. A cell that is unknown is None, never zero."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()

    def text(self, separator: str = "\t") -> str:
        r"""Return heading and rows as text, one row a line: what "copy data" puts on the clipboard.

        Examples
        --------
        >>> Table("T", (Column("state"), Column("share", "%")), (("Mexico", 1.5),)).text()
        'state\tshare [%]\nMexico\t1.5\n'
        """
        out = io.StringIO()
        writer = csv.writer(out, delimiter=separator, lineterminator="\n")
        writer.writerow([column.heading for column in self.columns])
        writer.writerows([["" if cell is None else cell for cell in row] for row in self.rows])
        return out.getvalue()
