"""The command palette: everything the window can do or show, found by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hldsim_ui.dialogs.command_palette_match import Entry, ranked
from hldsim_ui.fence import guarded

KEPT = 20
"""How many of the commands done last are remembered."""
HINT = "Up and Down choose, Enter does it, Esc closes"
Index = QModelIndex | QPersistentModelIndex


class Lines(QAbstractTableModel):
    """What it is called, what it is or where it stands in the menus, its keys."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.entries):
            return None
        entry, column = self.entries[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            kind = entry.kind if entry.live else f"{entry.kind} · not now"
            return (entry.words, kind, entry.keys)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said(entry) if column == 0 else None
        if role == Qt.ItemDataRole.TextAlignmentRole and column > 0:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and (column > 0 or not entry.live):
            return QApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None


def said(entry: Entry) -> str:
    """Say an entry in one line, for those who hear it."""
    parts = [entry.words, entry.kind, entry.keys, "" if entry.live else "not possible now"]
    return ", ".join(part for part in parts if part)


class CommandPalette(QDialog):
    """A line to type into and what it finds; ``chosen`` is an entry once accepted.

    Parameters
    ----------
    entries : sequence of Entry
        All there is, in the order shown where nothing is typed.
    recent : sequence of str
        Keys of what was done last, newest first; these head the list.
    """

    def __init__(self, entries: Sequence[Entry], recent: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Command palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries, self._recent = entries, recent
        self.chosen: Entry | None = None
        self.line = QLineEdit()
        self.line.setPlaceholderText("Type a command, a view, a state, a phase or a round")
        self.line.setAccessibleName("Command, view, state, phase or round")
        self.line.textEdited.connect(self._look)
        self.lines = Lines()
        self.list = self._make_list()
        self.hint = QLabel(HINT)
        self.hint.setProperty("role", "caption")
        column = QVBoxLayout(self)
        for widget in (self.line, self.list, self.hint):
            column.addWidget(widget)
        self._look("")
        wide = self.fontMetrics().averageCharWidth() * 82
        self.resize(min(wide, parent.width() - 40), round(parent.height() * 0.6))
        self.move(parent.mapToGlobal(parent.rect().center()) - self.rect().center())

    def _make_list(self) -> QTableView:
        view = QTableView()
        view.setModel(self.lines)
        view.setAccessibleName("What was found")
        view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        view.setShowGrid(False)
        view.setStyleSheet("QTableView::item { padding: 0 7px; }")
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.horizontalHeader().hide()
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 10)
        modes = QHeaderView.ResizeMode
        view.horizontalHeader().setSectionResizeMode(0, modes.Stretch)
        for column in (1, 2):
            view.horizontalHeader().setSectionResizeMode(column, modes.ResizeToContents)
        view.clicked.connect(lambda index: self._do(index.row()))
        return view

    def _look(self, typed: str) -> None:
        self.lines.show(ranked(self._entries, typed, self._recent))
        self._stand_on(0)

    def _stand_on(self, row: int) -> None:
        """Choose a line, from the last on to the first and back."""
        count = self.lines.rowCount()
        if not count:
            self.hint.setText("Nothing of that name. Fewer letters find more")
            self.line.setAccessibleDescription(self.hint.text())
            return
        row %= count
        self.list.selectRow(row)
        self.hint.setText(f"{HINT} · {row + 1} of {count}")
        self.line.setAccessibleDescription(said(self.lines.entries[row]))

    @property
    def row(self) -> int:
        """The line chosen, or -1."""
        return self.list.currentIndex().row()

    def _do(self, row: int) -> None:
        if not 0 <= row < self.lines.rowCount():
            return
        entry = self.lines.entries[row]
        if entry.live:
            self.chosen = entry
            self.accept()
        else:
            self.hint.setText(f"{entry.words} is not possible now")

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        page = self.list.viewport().height() // self.list.verticalHeader().defaultSectionSize()
        last = self.lines.rowCount() - 1
        moves = {
            Qt.Key.Key_Down: lambda: self._stand_on(self.row + 1),
            Qt.Key.Key_Up: lambda: self._stand_on(self.row - 1),
            Qt.Key.Key_PageDown: lambda: self._stand_on(min(self.row + page, last)),
            Qt.Key.Key_PageUp: lambda: self._stand_on(max(self.row - page, 0)),
            Qt.Key.Key_Return: partial(self._do, self.row),
            Qt.Key.Key_Enter: partial(self._do, self.row),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)  # Esc closes
        else:
            move()


def open_palette(
    parent: QWidget,
    entries: Sequence[Entry],
    recent: Sequence[str],
    run: Callable[[Entry], object],
) -> CommandPalette:
    """Show the palette; ``run(entry)`` once it has closed, so that the focus is back by then."""
    palette = CommandPalette(entries, recent, parent)

    def then() -> None:
        if palette.chosen is not None:
            QTimer.singleShot(0, parent, partial(run, palette.chosen))

    palette.accepted.connect(then)
    palette.open()
    palette.line.setFocus()
    return palette


def remembered(recent: Sequence[str], key: str) -> list[str]:
    """The keys done last, with one more in front."""
    return [key, *(other for other in recent if other != key)][:KEPT]
