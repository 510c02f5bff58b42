"""The page of what was changed, cell by cell, and from when each change would hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout

from hldsim.scenario.compared import ABSENT, ORDER, Difference
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Add, Remove, SetValue
from hldsim.scenario.look import tables_of
from hldsim.scenario.pasting import write_block
from hldsim_ui.editor.effects import Effects
from hldsim_ui.editor.page import Page, buttons, caption, row_of
from hldsim_ui.editor.parameter_model import said
from hldsim_ui.fence import guarded

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("What", "Was", "Is", "Holds")


class ChangeModel(QAbstractTableModel):
    """Differences as rows."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Difference, ...] = ()
        self.effects = Effects()
        self._names: dict[str, str] = {}

    def show(self, draft: Draft, effects: Effects) -> None:
        """Show what a draft changed."""
        self.beginResetModel()
        self.rows, self.effects = draft.differences(), effects
        self._names = {
            f"parties[{row.get('id')}]": str(row.get("name"))
            for _, row in tables_of(draft.document, "parties")
        }
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cells(one)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return one.path if index.column() == 0 else self.cells(one)[index.column()]
        return None

    def cells(self, one: Difference) -> tuple[str, str, str, str]:
        """What a row says."""
        return self.words(one.path), _short(one.old), _short(one.new), self.effects.of(one.path)

    def words(self, path: str) -> str:
        """A path with the name of the party for its id."""
        head, bracket, rest = path.partition("]")
        name = self._names.get(f"{head}]") if bracket else None
        if name is None:
            return path
        return f"{name}: {rest[1:]}" if rest.startswith(".") else name

    @guarded()
    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return HEADINGS[section]
        return None


def _short(value: Any) -> str:
    if value is ABSENT:
        return "–"
    if isinstance(value, Mapping):
        if "kind" in value and "a" in value:
            return said(value)
        name = value.get("name") or value.get("label") or value.get("id")
        return f"“{name}”" if name else "…"
    if isinstance(value, list | tuple):
        return ", ".join(str(x.get("id")) if isinstance(x, Mapping) else str(x) for x in value)
    return str(value)


def back(one: Difference, document: Mapping[str, Any], original: Mapping[str, Any]) -> Any:
    """Return the edit that makes a value what it was, or None where undo has to do it."""
    if one.kind == ORDER:
        return None
    if one.kind == "added" and one.path.endswith("]"):
        return Remove((one.path,))
    if one.kind == "removed" and one.path.endswith("]"):
        into = one.path.rpartition("[")[0]
        if not isinstance(one.old, Mapping) or "[" in into:
            return None
        order = [entry.get("id") for _, entry in tables_of(original, into)]
        return Add(into, one.old, order.index(one.old.get("id")))
    return SetValue(one.path, "" if one.old is ABSENT else one.old)


class Changes(Page):
    """What differs from the scenario as it was opened."""

    title = "Changes"
    went = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = ChangeModel()
        self.model.setParent(self)
        self.effects = Effects()
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.setAccessibleName("Changes")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.setStyleSheet("QTableView::item { padding: 0 6px; }")
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for n, width in enumerate((330, 170, 170)):
            self.view.setColumnWidth(n, width)
        self.view.activated.connect(lambda index: self.went.emit(self.model.rows[index.row()].path))
        self.tools = buttons(
            (
                ("back", "Put back", "Make the chosen values what they were", self.put_back),
                ("copy", "Copy", "The whole list, for a spreadsheet", self.copy),
            )
        )
        copy = QAction("Copy", self.view)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        copy.triggered.connect(self.copy)
        self.view.addAction(copy)
        self.note = caption()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(row_of(*self.tools.values(), 1))
        column.addWidget(self.note)
        column.addWidget(self.view, 1)

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        self.model.show(draft, self.effects)
        count = len(self.model.rows)
        self.note.setText(
            "Nothing differs from the scenario as it was opened."
            if not count
            else f"{count} value{'' if count == 1 else 's'} differ from the scenario as it was "
            "opened. Enter goes to one."
        )
        for button in self.tools.values():
            button.setEnabled(count > 0)

    def show_effects(self, effects: Effects) -> None:
        """Say from when each change holds."""
        self.effects = effects
        if self.draft is not None:
            self.show_draft(self.draft)

    def put_back(self) -> None:
        """Make the chosen values what they were."""
        if self.draft is None:
            return
        chosen = self.view.selectionModel().selectedRows() or [self.view.currentIndex()]
        ones = [self.model.rows[index.row()] for index in chosen if index.isValid()]
        if not ones:
            self.told.emit("Choose the changes to put back")
        for one in ones:
            edit = back(one, self.draft.document, self.draft.original)
            if edit is None:
                self.told.emit("This one is put back by Ctrl+Z only")
            else:
                self.edited.emit(edit, "")

    def copy(self) -> None:
        """Put the list on the clipboard."""
        rows = [HEADINGS, *(self.model.cells(one) for one in self.model.rows)]
        QGuiApplication.clipboard().setText(write_block(rows))
        self.told.emit(f"Copied {len(rows) - 1} changes")
