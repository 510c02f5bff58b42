"""The tree of futures as a list one can walk through, with the rounds written above it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QVBoxLayout, QWidget

from hldsim_ui.fence import guarded
from hldsim_ui.panels.futures_lanes import Lane
from hldsim_ui.panels.futures_rows import (
    LANE_ROLE,
    FutureDelegate,
    FuturesRows,
    lanes_width,
    x_of,
)
from hldsim_ui.theme import LIGHT, Palette

TICKS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
"""Steps between the rounds that are written above the lanes."""


class Ruler(QWidget):
    """The rounds, above the lanes."""

    def __init__(self) -> None:
        super().__init__()
        self.colours, self.rounds, self.k = LIGHT, 1, 0
        self.setFixedHeight(self.fontMetrics().height() + 4)

    @guarded()
    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.colours.surface)
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        width, metrics = lanes_width(self.width()), painter.fontMetrics()
        room = metrics.horizontalAdvance(str(self.rounds)) * 2.2
        one = x_of(1, self.rounds, width) - x_of(0, self.rounds, width)
        steps = [step for step in TICKS if step * one > room]
        painter.setPen(self.colours.muted)
        base = metrics.ascent() + 2
        for k in range(0, self.rounds + 1, steps[0] if steps else max(self.rounds, 1)):
            half = metrics.horizontalAdvance(str(k)) / 2.0
            painter.drawText(round(x_of(k, self.rounds, width) - half), base, str(k))
        painter.drawText(width + 12, base, f"round shown: {self.k}")
        painter.end()


class FuturesTree(QWidget):
    """Lanes to choose from: a click goes to a future, F2 names it.

    ``switched`` carries a branch, ``renamed`` (branch, label); ``chosen`` says that another row
    is current; ``compared`` that the current one is to be seen beside the one shown.
    """

    switched = Signal(int)
    renamed = Signal(int, str)
    compared = Signal()
    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows = FuturesRows()
        self.rows.renamed.connect(self.renamed)
        self.ruler = Ruler()
        self.view = self._make_view()
        self.delegate = FutureDelegate(self.view)
        self.view.setItemDelegate(self.delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.ruler)
        column.addWidget(self.view, 1)

    def dress(self, palette: Palette, rounds: int) -> None:
        """Take colours, and how many rounds the agenda has."""
        self.delegate.palette = self.ruler.colours = palette
        self.delegate.rounds = self.ruler.rounds = max(rounds, 1)
        self.repaint_all()

    def show_lanes(self, lanes: tuple[Lane, ...], shown: int) -> None:
        """Show another tree; whoever looked at a row keeps it, unless another future is shown."""
        current = self.current() if shown == self.rows.shown else None
        self.rows.show(lanes, shown)
        kept = -1 if current is None else self.rows.row_of(current.future.branch)
        self.view.setCurrentIndex(self.rows.index(kept if kept >= 0 else self.rows.row_of(shown)))

    def look_at(self, k: int) -> None:
        """Mark a round."""
        self.delegate.k = self.ruler.k = k
        self.repaint_all()

    def repaint_all(self) -> None:
        """Draw everything again."""
        self.rows.repaint()
        self.ruler.update()

    def current(self) -> Lane | None:
        """Return the lane that is chosen, or None."""
        return self.view.currentIndex().data(LANE_ROLE)

    def rename_current(self) -> None:
        """Write the name of the chosen future in its row."""
        if self.rows.editable and self.view.currentIndex().isValid():
            self.view.setFocus()
            self.view.edit(self.view.currentIndex())

    def _switch(self, index: QModelIndex) -> None:
        lane = index.data(LANE_ROLE)
        if lane is not None and lane.future.branch != self.rows.shown:
            self.switched.emit(lane.future.branch)

    def _menu(self, where: QPoint) -> None:
        index = self.view.indexAt(where)
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction("&Show this future", lambda: self._switch(index))
        rename = QAction("&Rename", menu)
        rename.setShortcut(QKeySequence("F2"))
        rename.setEnabled(self.rows.editable)
        rename.triggered.connect(self.rename_current)
        menu.addAction(rename)
        compare = menu.addAction("&Compare with the one shown", self.compared.emit)
        compare.setEnabled(self.rows.rowCount() > 1)
        menu.popup(self.view.viewport().mapToGlobal(where))

    def _make_view(self) -> QListView:
        view = QListView()
        view.setModel(self.rows)
        view.setAccessibleName("Tree of futures")
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)
        view.clicked.connect(self._switch)
        view.activated.connect(self._switch)
        view.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())
        return view
