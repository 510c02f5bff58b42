"""The picture of a sweep: a cell for each value of one or two factors, filled as runs finish."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from hldsim_ui.bench.asking import AGREEMENT, Seen
from hldsim_ui.fence import guarded
from hldsim_ui.theme.contrast import contrast_ratio, mixed
from hldsim_ui.theme.palette import Palette

Index = QModelIndex | QPersistentModelIndex

FAINTEST = 0.35
"""Strength of the fill of an agreement that is no more frequent than the next."""


class Cells(QAbstractTableModel):
    """Cells of what was seen; the second factor goes up, so its least value is the last row."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.palette = palette
        self.seen: Seen | None = None

    def show(self, seen: Seen | None, palette: Palette) -> None:
        """Show other cells."""
        same = (
            seen is not None
            and self.seen is not None
            and (seen.across, seen.up) == (self.seen.across, self.seen.up)
            and palette is self.palette
        )
        if same:
            self.seen = seen
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.seen, self.palette = seen, palette
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.seen is None else len(self.seen.up)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.seen is None else len(self.seen.across)

    def key(self, index: Index) -> tuple[Any, Any]:
        """Values (across, up) of a cell."""
        assert self.seen is not None
        return self.seen.across[index.column()], self.seen.up[-1 - index.row()]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.seen is None or not index.isValid():
            return None
        cell = self.seen.cells.get(self.key(index))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        if cell is None:
            return "no run yet" if role == Qt.ItemDataRole.ToolTipRole else None
        if role == Qt.ItemDataRole.DisplayRole:
            number = f"{self.seen.kinds.index(cell.kind) + 1}: " if cell.kind else ""
            return f"{number}{cell.text}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return cell.told
        if role == Qt.ItemDataRole.BackgroundRole:
            return self.fill(cell.kind, cell.strength)
        if role == Qt.ItemDataRole.ForegroundRole:
            return ink(self.fill(cell.kind, cell.strength))
        return None

    def fill(self, kind: str, strength: float) -> QColor:
        """Colour of an agreement by how frequent it is, or of a measure between least and most."""
        assert self.seen is not None
        surface = self.palette.surface
        if kind:
            hue = self.palette.coalition(self.seen.kinds.index(kind))
            return mixed(surface, hue, FAINTEST + (1 - FAINTEST) * max(0.0, 2 * strength - 1))
        values = [cell.strength for cell in self.seen.cells.values()]
        low, high = min(values), max(values)
        share = (strength - low) / (high - low) if high > low else 0.0
        return mixed(surface, self.palette.accent, 0.85 * share)

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if self.seen is None or role != Qt.ItemDataRole.DisplayRole:
            return None
        if way == Qt.Orientation.Horizontal:
            return _said(self.seen.across[section]) or "all points"
        return _said(self.seen.up[-1 - section])


class Framed(QStyledItemDelegate):
    """A chosen cell has a frame; its colour says what is in it and stays."""

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        fill = index.data(Qt.ItemDataRole.BackgroundRole)
        if fill is not None:
            painter.fillRect(option.rect, fill)
        text = index.data()
        if text:
            painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
            painter.drawText(option.rect, Qt.AlignmentFlag.AlignCenter, str(text))
        if chosen:
            pen = QPen(ink(fill) if fill is not None else option.palette.text().color(), 3)
            painter.setPen(pen)
            painter.drawRect(option.rect.adjusted(2, 2, -3, -3))


class Grid(QTableView):
    """Cells one chooses with mouse or arrow keys; ``picked`` says which."""

    picked = Signal(object)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = Cells(palette)
        self.setModel(self.cells)
        self.setItemDelegate(Framed(self))
        self.setAccessibleName("Results by factor")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
            header.setMinimumSectionSize(30)
        self.horizontalHeader().setMinimumSectionSize(52)
        self.selectionModel().currentChanged.connect(self._chosen)

    def show_seen(self, seen: Seen | None, palette: Palette) -> None:
        """Show cells; the one chosen stays chosen."""
        now = self.currentIndex()
        row, column = now.row(), now.column()
        self.cells.show(seen, palette)
        if row >= 0 and not self.currentIndex().isValid():
            self.blockSignals(True)
            self.setCurrentIndex(self.cells.index(row, column))
            self.blockSignals(False)

    def _chosen(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(self.cells.key(index))


def key_html(seen: Seen, cells: Cells) -> str:
    """The key to the numbers in the cells of a phase diagram."""
    if seen.asked.measure != AGREEMENT:
        return "Paler: less. Point at a cell for its 95 % interval."
    parts = []
    for n, kind in enumerate(seen.kinds):
        colour = cells.fill(kind, 1.0)
        parts.append(
            f'<span style="background:{colour.name()};color:{ink(colour).name()}">'
            f"&nbsp;{n + 1}&nbsp;</span>&nbsp;{kind.replace('/', ' / ')}"
        )
    return " &nbsp; ".join(parts) + " &nbsp; (per cent: share of the cell's runs)"


def ink(fill: QColor) -> QColor:
    """Black or white, whichever reads better."""
    return max((QColor("#000000"), QColor("#ffffff")), key=lambda one: contrast_ratio(one, fill))


def _said(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
