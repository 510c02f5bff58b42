"""Rows: a small table one types into, with buttons to add a row and to take one out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)


class Rows(QWidget):
    """Rows of text under headings; ``changed`` after every edit.

    Parameters
    ----------
    name : str
        What a screen reader calls the table, and the buttons after it: "Add NAME".
    columns : sequence of (heading, tooltip)
        The first takes what width is left.
    """

    changed = Signal()
    add_wanted = Signal()

    def __init__(self, name: str, columns: Sequence[tuple[str, str]], parent: QWidget) -> None:
        super().__init__(parent)
        self.table = QTableWidget(0, len(columns), self)
        self.table.setAccessibleName(f"{name}s")
        for n, (heading, tip) in enumerate(columns):
            item = QTableWidgetItem(heading)
            item.setToolTip(tip)
            self.table.setHorizontalHeaderItem(n, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(4 * (self.fontMetrics().height() + 10))
        self.table.cellChanged.connect(lambda *_: self.changed.emit())
        self.add = QPushButton(f"Add {name}…", self)
        self.add.clicked.connect(self.add_wanted)
        self.remove = QPushButton("Remove", self)
        self.remove.setToolTip(f"Take the chosen {name} out (Delete)")
        self.remove.setAccessibleName(f"Remove {name}")
        self.remove.clicked.connect(self.remove_chosen)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.table)
        column.addLayout(buttons)

    @property
    def rows(self) -> list[list[str]]:
        """Text of every cell, row by row."""
        return [
            [self._text(row, column) for column in range(self.table.columnCount())]
            for row in range(self.table.rowCount())
        ]

    def _text(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return "" if item is None else item.text().strip()

    def fill(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows, and say nothing."""
        self.table.blockSignals(True)
        self.table.setRowCount(0)
        for row in rows:
            self._append(row)
        self.table.blockSignals(False)

    def append(self, row: Sequence[str]) -> None:
        """Add a row and choose it."""
        self.table.blockSignals(True)
        self._append(row)
        self.table.blockSignals(False)
        self.table.selectRow(self.table.rowCount() - 1)
        self.changed.emit()

    def _append(self, row: Sequence[str]) -> None:
        at = self.table.rowCount()
        self.table.insertRow(at)
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(at, column, item)

    def remove_chosen(self) -> None:
        """Take the chosen row out."""
        row = self.table.currentRow()
        if row >= 0:
            self.table.removeRow(row)
            self.changed.emit()

    def mark(self, row: int, fault: str) -> None:
        """Show a fault at a row (its tooltip), or none where it is blank."""
        item = self.table.item(row, 0)
        if item is None:
            return
        self.table.blockSignals(True)
        item.setToolTip(fault or item.text())
        font = item.font()
        font.setUnderline(bool(fault))
        item.setFont(font)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, fault)
        self.table.blockSignals(False)
