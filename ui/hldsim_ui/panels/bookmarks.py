"""Bookmarks: rounds that somebody wrote a note on, listed, edited, taken away and gone to."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hldsim_ui.fence import guarded
from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.palette import Palette

BARE = "Bookmark"
"""Note of a bookmark that nobody wrote anything on: an empty note is none."""
EMPTY = "No bookmarks on this future yet. Ctrl+B writes a note on the round shown."
_EDITABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
_READ_ONLY = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RoundList(QTreeWidget):
    """Lines about rounds: the round, and words. Enter or a double click goes to the round.

    ``round_picked`` carries the round.
    """

    round_picked = Signal(int)
    deleted = Signal(int)

    def __init__(self, name: str, words: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setHeaderLabels(["Round", words])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setIndentation(0)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        self.header().setSectionsClickable(False)
        self.headerItem().setTextAlignment(0, Qt.AlignmentFlag.AlignCenter)
        self.itemActivated.connect(self._activate)
        self.itemDoubleClicked.connect(self._activate)

    def round_at(self, item: QTreeWidgetItem | None) -> int | None:
        """Return the round a line is about."""
        return None if item is None else int(item.data(0, Qt.ItemDataRole.UserRole))

    def add(self, k: int, words: str, tip: str = "", editable: bool = False) -> QTreeWidgetItem:
        """Add a line."""
        item = QTreeWidgetItem([str(k), words])
        item.setData(0, Qt.ItemDataRole.UserRole, k)
        item.setTextAlignment(0, Qt.AlignmentFlag.AlignCenter)
        item.setToolTip(1, tip or words)
        item.setFlags(_EDITABLE if editable else _READ_ONLY)
        item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 8))
        self.addTopLevelItem(item)
        return item

    def chosen(self) -> int:
        """Which line is chosen, from 0; -1 for none."""
        chosen = self.selectedItems()
        return self.indexOfTopLevelItem(chosen[0]) if chosen else -1

    def words(self) -> list[tuple[int, str]]:
        """Return what is listed: (round, words)."""
        items = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        return [(self.round_at(item) or 0, item.text(1)) for item in items]

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        k = self.round_at(self.currentItem())
        if event.key() == Qt.Key.Key_Delete and k is not None:
            self.deleted.emit(k)
        elif event.key() == Qt.Key.Key_F2:  # whichever column is current
            self.edit_words()
        else:
            super().keyPressEvent(event)

    def edit_words(self) -> None:
        """Write in the current line, if it may be written in."""
        item = self.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEditable:
            self.editItem(item, 1)

    def _activate(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        k = self.round_at(item)
        if k is not None and self.state() != QAbstractItemView.State.EditingState:
            self.round_picked.emit(k)


class Bookmarks(QWidget):
    """The notes along the future shown.

    ``noted`` carries (round, text), an empty text to take a note away; ``wanted`` that a note is
    to be written on the round shown; ``round_picked`` a round to go to.
    """

    noted = Signal(int, str)
    wanted = Signal()
    round_picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notes: dict[int, str] = {}
        self._filling = False
        self.list = RoundList("Bookmarks", "Note")
        self.list.itemChanged.connect(self._edited)
        self.list.round_picked.connect(self.round_picked)
        self.list.deleted.connect(self.delete)
        self.list.currentItemChanged.connect(lambda *_: self._enable())
        self.empty = QLabel(EMPTY)
        self.empty.setWordWrap(True)
        self.empty.setMargin(10)
        self.empty.setProperty("role", "caption")
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout()
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(2)
        for name, says, slot in (
            ("bookmark", "Bookmark the round shown (Ctrl+B)", self.wanted.emit),
            ("rename", "Edit the note (F2)", self.list.edit_words),
            ("delete", "Take the bookmark away (Delete)", self._delete_current),
        ):
            button = self._button(name, says)
            button.clicked.connect(lambda _=False, slot=slot: slot())
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.empty, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.free = True
        self.show_notes({})

    def show_notes(self, notes: Mapping[int, str], free: bool = True) -> None:
        """List these notes; ``free`` says whether any may be written."""
        self.free = free
        if dict(notes) != self.notes or not self.list.topLevelItemCount():
            at = self.list.round_at(self.list.currentItem())
            self._filling = True
            self.notes = dict(sorted(notes.items()))
            self.list.clear()
            for k, text in self.notes.items():
                item = self.list.add(k, text, editable=free)
                if k == at:
                    self.list.setCurrentItem(item)
            self._filling = False
        self.list.setVisible(bool(self.notes))
        self.empty.setVisible(not self.notes)
        self._enable()

    def dress(self, palette: Palette) -> None:
        """Recolour the icons."""
        for name, button in self.buttons.items():
            button.setIcon(icon(name, palette))

    def delete(self, k: int) -> None:
        """Take the note on a round away."""
        if self.free:
            self.noted.emit(k, "")

    def _delete_current(self) -> None:
        k = self.list.round_at(self.list.currentItem())
        if k is not None:
            self.delete(k)

    def _edited(self, item: QTreeWidgetItem, _column: int) -> None:
        k = self.list.round_at(item)
        if self._filling or k is None or item.text(1) == self.notes.get(k):
            return
        self.noted.emit(k, item.text(1).strip() or BARE)

    def _enable(self) -> None:
        chosen = self.free and self.list.currentItem() is not None
        self.buttons["bookmark"].setEnabled(self.free)
        for name in ("rename", "delete"):
            self.buttons[name].setEnabled(chosen)

    def _button(self, name: str, says: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(says)
        button.setAccessibleName(says.partition(" (")[0])
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.buttons[name] = button
        return button
