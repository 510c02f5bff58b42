"""Rows of the tree of futures: what a list shows of each, and how a row is drawn."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from hldsim_ui.fence import guarded
from hldsim_ui.panels.futures_lanes import Lane
from hldsim_ui.theme.contrast import mixed
from hldsim_ui.theme.palette import LIGHT, Palette

LANE_ROLE = Qt.ItemDataRole.UserRole
"""The `Lane` of a row."""
PAD, GAP = 12, 12
"""Pixels beside the lanes, and between them and the words."""
SHARE, LEAST, MOST = 0.34, 84, 300
"""Width of the lanes: a share of the list's, within bounds in pixels."""

Index = QModelIndex | QPersistentModelIndex


def lanes_width(width: int) -> int:
    """Return how wide the lanes are in a list of some width, both in pixels."""
    return max(LEAST, min(MOST, round(width * SHARE)))


def x_of(k: float, rounds: int, width: int) -> float:
    """Where round ``k`` lies in lanes so many pixels wide."""
    return PAD + (width - 2 * PAD) * k / max(rounds, 1)


class FuturesRows(QAbstractListModel):
    """One row a future. ``renamed`` carries (branch, label); the run decides whether it is so."""

    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self.lanes: tuple[Lane, ...] = ()
        self.shown = 0
        self.editable = True

    def show(self, lanes: tuple[Lane, ...], shown: int) -> None:
        """Show other lanes; ``shown`` is the branch one is on."""
        if (lanes, shown) == (self.lanes, self.shown):
            return
        self.beginResetModel()
        self.lanes, self.shown = lanes, shown
        self.endResetModel()

    def put(self, row: int, lane: Lane) -> None:
        """Show another lane in a row."""
        self.lanes = (*self.lanes[:row], lane, *self.lanes[row + 1 :])
        self.dataChanged.emit(self.index(row), self.index(row))

    def repaint(self) -> None:
        """Have every row drawn again."""
        if self.lanes:
            self.dataChanged.emit(self.index(0), self.index(len(self.lanes) - 1))

    def row_of(self, branch: int) -> int:
        """Return the row of a branch, or -1."""
        branches = [lane.future.branch for lane in self.lanes]
        return branches.index(branch) if branch in branches else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.lanes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.lanes):
            return None
        lane = self.lanes[index.row()]
        mark = " (shown)" if lane.future.branch == self.shown else ""
        return {
            Qt.ItemDataRole.DisplayRole: lane.name,
            Qt.ItemDataRole.EditRole: lane.future.label,
            Qt.ItemDataRole.ToolTipRole: "\n".join((lane.name, *lane.lines)),
            Qt.ItemDataRole.AccessibleTextRole: f"{lane.sentence}{mark}",
            LANE_ROLE: lane,
        }.get(Qt.ItemDataRole(role))

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        lane = index.data(LANE_ROLE)
        label = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or lane is None or label == lane.future.label:
            return False
        self.renamed.emit(lane.future.branch, label)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flag = Qt.ItemFlag
        usual = flag.ItemIsEnabled | flag.ItemIsSelectable
        return usual | flag.ItemIsEditable if self.editable else usual


class FutureDelegate(QStyledItemDelegate):
    """Draws a row: its lane at the left, words at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.palette = LIGHT
        self.rounds, self.k = 1, 0

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lane = index.data(LANE_ROLE)
        lines = 1 + (len(lane.lines) if lane is not None else 0)
        return QSize(200, lines * self._line(option) + 9)

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        lane = index.data(LANE_ROLE)
        if lane is None:
            return
        shown = index.model().shown == lane.future.branch
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, shown)
        self._paint_lane(painter, option, lane, shown)
        self._paint_words(painter, option, lane, shown)
        painter.restore()

    def createEditor(self, parent: QWidget, option: object, index: object) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName("Name of the future")
        editor.setPlaceholderText("Named by what was changed")
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        rect = self._words_rect(option)
        editor.setGeometry(rect.adjusted(-6, 0, 0, self._line(option) + 6 - rect.height()))

    def _line(self, option: QStyleOptionViewItem) -> int:
        return option.fontMetrics.height() + 1

    def _words_rect(self, option: QStyleOptionViewItem) -> QRect:
        left = lanes_width(option.rect.width()) + GAP
        return option.rect.adjusted(left, 4, -8, -4)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, shown: bool) -> None:
        c = self.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or shown:
            painter.fillRect(option.rect, mixed(c.surface, c.accent, 0.14 if chosen else 0.07))
        if shown:
            bar = QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())
            painter.fillRect(bar, c.accent)

    def _paint_lane(
        self, painter: QPainter, option: QStyleOptionViewItem, lane: Lane, shown: bool
    ) -> None:
        c, rect = self.palette, option.rect
        width = lanes_width(rect.width())
        middle = rect.top() + 4 + self._line(option) / 2.0

        def at(k: float) -> float:
            return rect.left() + x_of(k, self.rounds, width)

        painter.setPen(QPen(mixed(c.surface, c.accent, 0.45), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(at(self.k), rect.top()), QPointF(at(self.k), rect.bottom() + 1))
        quiet, strong = QPen(c.muted, 1.4), QPen(c.accent, 2.6)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # rows would show as seams
        for rail in lane.rails:
            painter.setPen(strong if rail.shown else quiet)
            top = rect.top() if rail.above else middle
            bottom = rect.bottom() + 1 if rail.below else middle
            painter.drawLine(QPointF(at(rail.k), top), QPointF(at(rail.k), bottom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        last = lane.future.last
        painter.setPen(quiet)
        painter.drawLine(QPointF(at(lane.start), middle), QPointF(at(last), middle))
        if lane.upto is not None:
            painter.setPen(strong)
            painter.drawLine(QPointF(at(lane.start), middle), QPointF(at(lane.upto), middle))
        _end(painter, QPointF(at(last), middle), lane, c, c.accent if shown else c.muted)
        for k in lane.marks:
            _diamond(painter, QPointF(at(min(k, self.rounds)), middle), c)

    def _paint_words(
        self, painter: QPainter, option: QStyleOptionViewItem, lane: Lane, shown: bool
    ) -> None:
        c, rect, line = self.palette, self._words_rect(option), self._line(option)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if shown else QFont.Weight.Normal)
        for n, words in enumerate((lane.name, *lane.lines)):
            painter.setFont(font if n == 0 else option.font)
            painter.setPen(c.text if n == 0 else self._ink(lane, n))
            metrics = painter.fontMetrics()
            room = QRect(rect.left(), rect.top() + n * line, rect.width(), line)
            shortened = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shortened)

    def _ink(self, lane: Lane, n: int) -> QColor:
        """Colour of a line below the name: the last one says what came of it."""
        adopted = lane.future.adopted and n == len(lane.lines)
        return self.palette.good if adopted else self.palette.muted


def _diamond(painter: QPainter, at: QPointF, c: Palette) -> None:
    """Something was done."""
    painter.setPen(QPen(c.surface, 1.2))
    painter.setBrush(c.text)
    corners = [QPointF(0, -4.5), QPointF(4.5, 0), QPointF(0, 4.5), QPointF(-4.5, 0)]
    painter.drawPolygon(QPolygonF([at + corner for corner in corners]))


def _end(painter: QPainter, at: QPointF, lane: Lane, c: Palette, colour: QColor) -> None:
    """A full disc where a design was adopted, a cross where none was, an open ring in between."""
    if lane.future.finished and not lane.future.adopted:
        painter.setPen(QPen(c.danger, 2.2))
        for dx, dy in ((4, 4), (4, -4)):
            painter.drawLine(at - QPointF(dx, dy), at + QPointF(dx, dy))
        return
    done = bool(lane.future.adopted)
    painter.setPen(QPen(c.surface if done else colour, 1.8))
    painter.setBrush(c.good if done else c.surface)
    painter.drawEllipse(at, 5.5, 5.5)
