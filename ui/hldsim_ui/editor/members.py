"""Who belongs to a bloc: parties with a tick, and a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from hldsim.scenario.columns import split_list
from hldsim_ui.letters import plain


class Members(QWidget):
    """Every party, ticked where it belongs. ``wanted`` carries the row and whether it shall."""

    wanted = Signal(int, bool)

    def __init__(self) -> None:
        super().__init__()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter parties …")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter members")
        self.list = QListWidget()
        self.list.setAccessibleName("Members")
        self.list.setMinimumHeight(230)
        self.list.itemChanged.connect(self._ticked)
        self.filter.textChanged.connect(lambda _: self._filter())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)

    def show_members(self, rows: Sequence[Mapping[str, Any]], bloc: str) -> int:
        """Show who belongs to a bloc; how many do."""
        self.list.blockSignals(True)
        while self.list.count() > len(rows):
            self.list.takeItem(self.list.count() - 1)
        count = 0
        for n, row in enumerate(rows):
            item = self.list.item(n)
            if item is None:
                item = QListWidgetItem()
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                self.list.addItem(item)
            text = str(row.get("name") or row.get("id"))
            if item.text() != text:
                item.setText(text)
            belongs = bloc in split_list(row.get("blocs"))
            count += belongs
            item.setCheckState(Qt.CheckState.Checked if belongs else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._filter()
        return count

    def _ticked(self, item: QListWidgetItem) -> None:
        self.wanted.emit(self.list.row(item), item.checkState() == Qt.CheckState.Checked)

    def _filter(self) -> None:
        wanted = plain(self.filter.text())
        for n in range(self.list.count()):
            item = self.list.item(n)
            item.setHidden(wanted not in plain(item.text()))
