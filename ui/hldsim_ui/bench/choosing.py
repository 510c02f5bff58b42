"""Choosing from a long list: a field to type in, and what is left of the list below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)


class Choosing(QDialog):
    """Rows of text, the first column of which is what is chosen; typing narrows them down.

    What is typed may be taken as it is: a path need not be in the list.
    """

    def __init__(
        self,
        title: str,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        hint: str,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setProperty("help", "dialogs/bench")
        self.typed = QLineEdit(self)
        self.typed.setPlaceholderText("Type any part of a name or its meaning")
        self.typed.setAccessibleName(title)
        self.typed.setClearButtonEnabled(True)
        model = QStandardItemModel(0, len(headings), self)
        model.setHorizontalHeaderLabels(list(headings))
        for row in rows:
            items = [QStandardItem(cell) for cell in row]
            for item in items:
                item.setEditable(False)
            model.appendRow(items)
        self.left = QSortFilterProxyModel(self)
        self.left.setSourceModel(model)
        self.left.setFilterKeyColumn(-1)
        self.left.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = QTableView(self)
        self.list.setModel(self.left)
        self.list.setAccessibleName(f"{title}: what there is")
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.verticalHeader().hide()
        self.list.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        self.list.horizontalHeader().setStretchLastSection(False)
        self.list.setTabKeyNavigation(False)
        self.list.setShowGrid(False)
        self.list.setColumnWidth(0, 300)
        if len(headings) > 1:
            self.list.setColumnWidth(1, 380)
        self.list.doubleClicked.connect(lambda _: self.accept())
        self.typed.textChanged.connect(self._narrow)
        note = QLabel(hint, self)
        note.setProperty("role", "caption")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.typed, self.list, note, buttons):
            column.addWidget(widget)
        self.list.selectRow(0)
        self.resize(820, 460)

    @property
    def chosen(self) -> str:
        """The chosen row's first cell; where nothing is left of the list, what was typed."""
        rows = self.list.selectionModel().selectedRows()
        if rows:
            return str(rows[0].data())
        return self.typed.text().strip()

    def _narrow(self, text: str) -> None:
        self.left.setFilterFixedString(text.strip())
        if self.left.rowCount():
            self.list.selectRow(0)
