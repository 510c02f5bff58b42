"""The table of parties for Qt: reads the draft, and turns what is typed into edits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
)

from hldsim.domain.parties import Provenance
from hldsim.errors import Fault
from hldsim.report.texts import meaning
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Cell, SetCells
from hldsim.scenario.headings import Column, columns_of
from hldsim.scenario.numerals import Unclear
from hldsim.scenario.pasting import read_cell
from hldsim.scenario.provenance import cell_provenance, is_preference
from hldsim_ui.fence import guarded
from hldsim_ui.letters import plain

Index = QModelIndex | QPersistentModelIndex
Imputed = Callable[[str, str], float | None]
"""Value of a party's column in the run on show, by ids; None where there is none."""

MARKS = Qt.ItemDataRole.UserRole
"""Role of the set of marks of a cell: ``"fault"``, ``"user"``, ``"imputed"``."""
SORTED_BY = Qt.ItemDataRole.UserRole + 1
_NOTHING: tuple[Fault, ...] = ()
FEW = 40
"""Cells that are painted one by one."""


class Look(NamedTuple):
    """What is painted of a cell."""

    text: str
    marks: frozenset[str]
    to_the_right: bool


class PartyModel(QAbstractTableModel):
    """Rows are parties in the order of the draft, columns those of the scenario.

    ``edited`` carries an edit that somebody asked for; nothing is changed here.
    """

    edited = Signal(object)

    def __init__(self, imputed: Imputed | None = None) -> None:
        super().__init__()
        self.imputed: Imputed = imputed or (lambda party, column: None)
        self.columns: tuple[Column, ...] = ()
        self.rows: list[Mapping[str, Any]] = []
        self.faults: Mapping[tuple[int, str], tuple[Fault, ...]] = {}
        self._headings_of: tuple[object, ...] = ()

    # ---------------------------------------------------------------- showing a draft

    def show(self, draft: Draft) -> None:
        """Show a draft; only rows that differ from those on show are told of."""
        document = draft.document
        sources = tuple(
            document.get(k) for k in ("issues", "themes", "columns", "blocs", "proposals")
        )
        columns = self.columns
        if len(self._headings_of) != len(sources) or any(
            a is not b for a, b in zip(self._headings_of, sources, strict=True)
        ):
            columns, self._headings_of = columns_of(document), sources
        rows = [row for row in document.get("parties", ()) if isinstance(row, Mapping)]
        if [c.id for c in columns] != [c.id for c in self.columns]:
            self.beginResetModel()
            self.columns, self.rows, self.faults = columns, rows, draft.cell_faults()
            self.endResetModel()
            return
        if columns != self.columns:
            self.columns = columns
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        changed = self._replace_rows(rows)
        faults = draft.cell_faults()
        if faults != self.faults:
            changed |= {place for place in {*faults, *self.faults} if place[0] < len(rows)}
            self.faults = faults
        self._tell(changed)

    def _replace_rows(self, rows: list[Mapping[str, Any]]) -> set[tuple[int, str]]:
        """Put rows in the place of those there are; return the cells that changed."""
        old = self.rows
        top = 0
        while top < min(len(old), len(rows)) and old[top] is rows[top]:
            top += 1
        end = 0
        while end < min(len(old), len(rows)) - top and old[-1 - end] is rows[-1 - end]:
            end += 1
        gone, new = len(old) - top - end, len(rows) - top - end
        if gone == new:
            self.rows = rows
            return {
                (n, column)
                for n in range(top, top + new)
                if rows[n] is not old[n]
                for column in _changed(old[n], rows[n])
            }
        if gone > new:
            self.beginRemoveRows(QModelIndex(), top + new, top + gone - 1)
            self.rows = rows
            self.endRemoveRows()
        else:
            self.beginInsertRows(QModelIndex(), top + gone, top + new - 1)
            self.rows = rows
            self.endInsertRows()
        return set()

    def _tell(self, changed: set[tuple[int, str]]) -> None:
        """Tell which cells changed: few one by one, since Qt paints anew all it sees for more."""
        places = {column.id: n for n, column in enumerate(self.columns)}
        if len(changed) > FEW:
            self.refresh()
        else:
            for row, column in sorted(changed):
                if column in places:
                    index = self.index(row, places[column])
                    self.dataChanged.emit(index, index)
        for row in {row for row, column in changed if column in ("id", "name")}:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, row, row)

    def refresh(self) -> None:
        """Tell that every cell may look otherwise: another run is on show."""
        if self.rows and self.columns:
            corner = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)

    def place(self, row: int, column: str) -> QModelIndex:
        """Index of a cell; an invalid one where there is none."""
        number = next((n for n, one in enumerate(self.columns) if one.id == column), -1)
        if number < 0 or not 0 <= row < len(self.rows):
            return QModelIndex()
        return self.index(row, number)

    # ---------------------------------------------------------------- what Qt asks

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(row, column)
        if role == Qt.ItemDataRole.EditRole:
            return _written(row.get(column.id))
        if role == MARKS:
            return self._marks(index.row(), row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index.row(), row, column)
        if role == SORTED_BY:
            return row.get(column.id)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._spoken(index.row(), row, column)
        return None

    @guarded()
    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if way == Qt.Orientation.Horizontal and section < len(self.columns):
            column = self.columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.heading
            if role == Qt.ItemDataRole.ToolTipRole:
                return f"{column.about}. Column {column.id}: {column.allowed}."
        elif way == Qt.Orientation.Vertical and section < len(self.rows):
            if role == Qt.ItemDataRole.DisplayRole:
                row = self.rows[section]
                return str(row.get("name") or row.get("id") or section + 1)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    @guarded(False)
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.edited.emit(self.edit_of([index], str(value)))
        return True

    def edit_of(self, indexes: list[QModelIndex], text: str) -> SetCells:
        """Return the edit that puts what was typed into cells."""
        cells = []
        for index in indexes:
            column = self.columns[index.column()]
            cells.append(Cell(index.row(), column.id, typed(column, text)))
        return SetCells(tuple(cells))

    # ---------------------------------------------------------------- what a cell says

    def look(self, index: Index) -> Look:
        """Return what is painted of a cell."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        marks = self._marks(index.row(), row, column)
        return Look(self._shown(row, column), marks, column.number)

    def _shown(self, row: Mapping[str, Any], column: Column) -> str:
        value = row.get(column.id)
        if value is None and is_preference(column.id):
            drawn = self.imputed(str(row.get("id")), column.id)
            return "" if drawn is None else f"{drawn:.2f}"
        return _written(value)

    def _marks(self, n: int, row: Mapping[str, Any], column: Column) -> frozenset[str]:
        found = []
        if (n, column.id) in self.faults:
            found.append("fault")
        whence = cell_provenance(row, column.id)
        if whence is Provenance.USER:
            found.append("user")
        elif whence is Provenance.IMPUTED:
            found.append("imputed")
        return frozenset(found)

    def _tip(self, n: int, row: Mapping[str, Any], column: Column) -> str:
        name = str(row.get("name") or row.get("id") or n + 1)
        heading = escape(" ".join(column.heading.split()))
        lines = [f"<b>{escape(name)}</b> · {heading}"]
        lines += [
            f"<b>Fault:</b> {escape(fault.value)}. Allowed: {escape(fault.allowed)}."
            for fault in self.faults.get((n, column.id), _NOTHING)
        ]
        lines.append(escape(column.about) + ".")
        lines.append(escape(self._whence(row, column)))
        return "<br>".join(line for line in lines if line)

    def _whence(self, row: Mapping[str, Any], column: Column) -> str:
        whence = cell_provenance(row, column.id)
        if whence is None:
            return ""
        if whence is Provenance.IMPUTED and row.get(column.id) is None:
            drawn = self.imputed(str(row.get("id")), column.id)
            said = "Blank: imputed, drawn anew in every run"
            return said + (f"; {drawn:.3f} in the run on show." if drawn is not None else ".")
        said = meaning("provenance", whence)
        return f"{said[:1].upper()}{said[1:]}."

    def _spoken(self, n: int, row: Mapping[str, Any], column: Column) -> str:
        faults = self.faults.get((n, column.id), _NOTHING)
        if faults:
            return f"Fault. Allowed: {faults[0].allowed}"
        whence = cell_provenance(row, column.id)
        return "" if whence is None else str(whence.value)


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """Columns in which two rows look different: what they say, and who said it."""
    found = {name for name in {*old, *new} if old.get(name) != new.get(name)}
    if "edited" in found:
        found |= set(str(new.get("edited", "")).split(";"))
        found |= set(str(old.get("edited", "")).split(";"))
    return found


def typed(column: Column, text: str) -> object:
    """Read what was typed into one cell.

    A point is what stands before decimals all over the window, so ``1.234`` is a little more than
    one. ``1,234`` is kept as it stands: it is a fault that says its two readings.
    """
    value = read_cell(column, text)
    if isinstance(value, Unclear):
        return value.with_point if "." in value.text else value.text
    return value


def _written(value: object) -> str:
    """A cell in digits a person can read; nothing is lost to whoever edits it."""
    if value is None:
        return ""
    return f"{value!r}" if isinstance(value, float) else str(value)


class PartyOrder(QSortFilterProxyModel):
    """Parties sorted by a column, blanks last, and only those that match what was typed.

    The order is that of the last click on a heading: a row that is being edited stays in place.
    """

    def __init__(self, model: PartyModel) -> None:
        super().__init__()
        self._model = model
        self.setSourceModel(model)
        self.setDynamicSortFilter(False)
        self._wanted, self._only = "", ""

    def keep(self, wanted: str, only: str = "") -> None:
        """Show parties in whose texts a text occurs; ``only`` may be ``"fault"`` or ``"user"``."""
        newer = hasattr(self, "endFilterChange")  # Qt 6.10 has given up what was there before
        if newer:
            self.beginFilterChange()
        self._wanted, self._only = plain(wanted), only
        if newer:
            self.endFilterChange()
        else:
            self.invalidateRowsFilter()

    @guarded(True)
    def filterAcceptsRow(self, n: int, parent: Index) -> bool:
        model = self._model
        row = model.rows[n]
        if self._only == "fault" and not any(place[0] == n for place in model.faults):
            return False
        if self._only == "user" and not row.get("edited"):
            return False
        if not self._wanted:
            return True
        return any(self._wanted in plain(x) for x in row.values() if isinstance(x, str))

    @guarded(False)
    def lessThan(self, left: Index, right: Index) -> bool:
        one, two = (self.sourceModel().data(index, SORTED_BY) for index in (left, right))
        down = self.sortOrder() == Qt.SortOrder.DescendingOrder
        return _key(one, down) < _key(two, down)


def _key(value: object, down: bool) -> tuple[int, float, str]:
    """Numbers before texts before blanks, whichever way they are sorted."""
    if value is None or value == "":
        return (-1 if down else 2, 0.0, "")
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, plain(str(value)))
