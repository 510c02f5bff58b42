"""Lists of what sets two futures apart: states, texts, and what was done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.beside_words import DoneRow, StateRow, TextRow
from hldsim_ui.views.legend import symbol_sample
from hldsim_ui.views.map_items import fill_and_pen

NOBODY = -1
DIFFERS = "≠ "
"""Stands before what differs: not by colour alone."""


class Rows(QTreeWidget):
    """Three columns: what it is about, and what it is on either side.

    ``picked`` carries the party of a line clicked, ``round_picked`` the round of one double
    clicked.
    """

    picked = Signal(int)
    round_picked = Signal(int)

    def __init__(self, name: str, about: str, nothing: str, share: float = 0.36) -> None:
        super().__init__()
        self._about, self._nothing, self._share = about, nothing, share
        self.palette_ = LIGHT
        self._listed: tuple[object, ...] = ()
        self.setAccessibleName(name)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(12, 12))
        self.header().setSectionsClickable(False)
        self.header().setStretchLastSection(True)
        self.header().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.name_sides(("", ""))
        self.itemClicked.connect(self._clicked)
        self.itemActivated.connect(self._clicked)
        self.itemDoubleClicked.connect(self._double_clicked)

    def name_sides(self, names: tuple[str, str]) -> None:
        """Head the columns by the futures' names."""
        self.setHeaderLabels([self._about, *names])
        for column, name in enumerate(names, 1):
            self.headerItem().setToolTip(column, name)

    def dress(self, palette: Palette) -> None:
        """Take colours, for the next filling."""
        self.palette_ = palette
        self._listed = ()

    def show_states(self, rows: Sequence[StateRow]) -> None:
        """List parties, with a dot in the colour of what each backs."""
        if not self._anew(rows):
            return
        dots = {d: self._dot(d) for row in rows for d in (row.left_d, row.right_d)}
        for row in rows:
            item = self._add((row.name, row.left, row.right), party=row.party)
            if row.left_d != row.right_d:
                item.setIcon(1, dots[row.left_d])
                item.setIcon(2, dots[row.right_d])

    def show_texts(self, rows: Sequence[TextRow]) -> None:
        """List designs and their issues; what differs is marked and strong, and seen first."""
        if not self._anew(rows):
            return
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        for row in rows:
            head = row.issue == NOBODY
            name = row.name if head else f"    {DIFFERS if row.differs else ''}{row.name}"
            item = self._add((name, row.left, row.right))
            if head:
                item.setIcon(0, self._dot(row.proposal))
            for column in range(3):
                if head or row.differs:
                    item.setFont(column, strong)
                else:
                    item.setForeground(column, QColor(self.palette_.muted))
        first = next((n for n, row in enumerate(rows) if row.differs and row.issue != NOBODY), 0)
        self.scrollToItem(self.topLevelItem(first), QTreeWidget.ScrollHint.PositionAtCenter)

    def show_done(self, rows: Sequence[DoneRow]) -> None:
        """List what was done, by round."""
        for row in rows if self._anew(rows) else ():
            self._add((str(row.k), row.left, row.right), k=row.k)

    def words(self) -> list[tuple[str, str, str]]:
        """Return what is listed."""
        items = [self.topLevelItem(n) for n in range(self.topLevelItemCount())]
        said = [item for item in items if item.flags() & Qt.ItemFlag.ItemIsEnabled]
        return [(item.text(0), item.text(1), item.text(2)) for item in said]

    @guarded()
    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        first = round(self.viewport().width() * self._share)
        self.setColumnWidth(0, first)
        self.setColumnWidth(1, (self.viewport().width() - first) // 2)

    def _anew(self, rows: Sequence[object]) -> bool:
        """Whether these are other rows than those listed, which are taken away then."""
        if self._listed == (tuple(rows),):
            return False
        self._listed = (tuple(rows),)
        self.clear()
        if not rows:
            item = self._add((self._nothing, "", ""))
            item.setFirstColumnSpanned(True)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        return True

    def _add(self, words: Sequence[str], party: int = NOBODY, k: int = NOBODY) -> QTreeWidgetItem:
        item = QTreeWidgetItem(list(words))
        item.setData(0, Qt.ItemDataRole.UserRole, (party, k))
        item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 8))
        for column, said in enumerate(words):
            item.setToolTip(column, said.strip())
        self.addTopLevelItem(item)
        return item

    def _dot(self, d: int) -> QIcon:
        fill, pen = fill_and_pen(self.palette_, d, False)
        fill.setAlphaF(1.0)
        return QIcon(symbol_sample("o", fill, pen))

    def _clicked(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        party, _ = item.data(0, Qt.ItemDataRole.UserRole)
        if party != NOBODY:
            self.picked.emit(party)

    def _double_clicked(self, item: QTreeWidgetItem, _column: int = 0) -> None:
        _, k = item.data(0, Qt.ItemDataRole.UserRole)
        if k != NOBODY:
            self.round_picked.emit(k)
