"""What a view shows, as a table: to be read out, sorted, copied, saved; states are chosen in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hldsim.report.tables import Cell, Table

Index = QModelIndex | QPersistentModelIndex
SORTED_BY = Qt.ItemDataRole.UserRole
HINT = "Enter or a double click selects the state of a row; a click on a heading sorts; Esc closes"


class Rows(QAbstractTableModel):
    """Rows and headings of a `Table`; unknown cells are blank and sorted first."""

    def __init__(self, table: Table) -> None:
        super().__init__()
        self.table = table

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        cell = self.table.rows[index.row()][index.column()]
        number = isinstance(cell, (int, float)) and not isinstance(cell, bool)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if cell is None else str(cell)
        if role == SORTED_BY:
            return float(cell) if number else ("" if cell is None else str(cell).casefold())
        if role == Qt.ItemDataRole.TextAlignmentRole and number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return self.table.columns[section].heading
        return None


class DataTable(QDialog):
    """A table and, above it, the sentence that sums it up.

    Parameters
    ----------
    party_of : callable
        Index of the party that a row is about, or -1.
    pick : callable
        What selects a party.
    """

    def __init__(
        self,
        table: Table,
        sentence: str,
        party_of: Callable[[tuple[Cell, ...]], int],
        pick: Callable[[int], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(table.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.table, self._party_of, self._pick = table, party_of, pick
        self.sentence = QLabel(sentence)
        self.sentence.setWordWrap(True)
        self.rows = QSortFilterProxyModel(self)
        self.rows.setSourceModel(Rows(table))
        self.rows.setSortRole(SORTED_BY)
        self.view = self._make_view(table)
        self.hint = QLabel(HINT)
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        copy = buttons.addButton("Copy table", QDialogButtonBox.ButtonRole.ActionRole)
        copy.clicked.connect(self.copy)
        save = buttons.addButton("Save table…", QDialogButtonBox.ButtonRole.ActionRole)
        save.clicked.connect(self.save)
        for button in (copy, save):
            button.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        column = QVBoxLayout(self)
        for widget in (self.sentence, self.view, self.hint, buttons):
            column.addWidget(widget)
        self.view.setFocus()
        wide = self.view.horizontalHeader().length() + 60
        self.resize(min(max(wide, 480), parent.width() - 40), round(parent.height() * 0.75))

    def _make_view(self, table: Table) -> QTableView:
        view = QTableView()
        view.setModel(self.rows)
        view.setAccessibleName(table.title)
        view.setAccessibleDescription(self.sentence.text())
        view.setStyleSheet("QTableView::item { padding: 0 7px; }")
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setTabKeyNavigation(False)  # Tab leads on, to the buttons
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 10)
        view.horizontalHeader().setStretchLastSection(True)
        view.setSortingEnabled(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)  # as the table has it, at first
        view.resizeColumnsToContents()
        if self.rows.rowCount():
            view.selectRow(0)
        view.activated.connect(self._chosen)
        copy = QAction("Copy table", view)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        view.addAction(copy)
        return view

    def copy(self) -> None:
        """Put the whole table on the clipboard."""
        QGuiApplication.clipboard().setText(self.table.text())
        self.hint.setText("Copied: it can be pasted into a spreadsheet")

    def save(self) -> None:
        """Ask where to, and write the whole table as CSV, in an encoding that spreadsheets know."""
        name = re.sub(r"[^\w -]+", "", self.table.title).strip() or "table"
        path, _ = QFileDialog.getSaveFileName(self, "Save table", f"{name}.csv", "Table (*.csv)")
        if not path:
            return
        file = Path(path if Path(path).suffix else f"{path}.csv")
        try:
            file.write_text(self.table.text(","), encoding="utf-8-sig", newline="")
        except OSError as error:
            self.hint.setText(f"{file}: {error.strerror}; choose another place")
            return
        self.hint.setText(f"Saved as {file.name}")

    def _chosen(self, index: QModelIndex) -> None:
        row = self.table.rows[self.rows.mapToSource(index).row()]
        party = self._party_of(row)
        if party < 0:
            self.hint.setText("This row is about no single state")
        else:
            self._pick(party)
            self.hint.setText(f"{row[0]} is selected")
