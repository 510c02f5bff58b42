"""Support in two futures on one pair of axes: the left one solid, the right one dashed."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from hldsim.record.history import History
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.designs import competing
from hldsim_ui.views.support_data import backing_kd

F8 = NDArray[np.float64]
DASH = (5.0, 3.0)
NAMES = 0.42
"""Room for names at the right, as a share of the rounds."""


class BesideSupport(QWidget):
    """Curves of member states behind each design, in per cent, named at their ends.

    ``round_picked`` carries the round clicked.
    """

    round_picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.plot = pg.PlotWidget()
        self.plot.setFrameShape(self.plot.Shape.NoFrame)
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMinimumSize(160, 100)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.getPlotItem().setContentsMargins(2, 4, 4, 6)
        self.plot.setYRange(0.0, 102.0, padding=0)
        self.plot.setAccessibleName("Support in both futures")
        for name in ("left", "bottom"):
            self.plot.getAxis(name).enableAutoSIPrefix(False)
        self.plot.getAxis("left").setWidth(46)
        self.plot.getAxis("left").setTicks([[(n, f"{n} %") for n in (0, 25, 50, 75, 100)]])
        self.plot.getAxis("bottom").setHeight(44)
        self.plot.scene().sigMouseClicked.connect(self._click)
        self.key = QLabel()
        self.key.setMargin(4)
        self.key.setTextFormat(Qt.TextFormat.PlainText)
        self.key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self.plot.addItem(self._cursor, ignoreBounds=True)
        self._names = EndNames()
        self.plot.addItem(self._names, ignoreBounds=True)
        self.curves: list[tuple[pg.PlotCurveItem, pg.PlotCurveItem]] = []
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.plot, 1)
        column.addWidget(self.key)

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Make two curves a design, and two for the uncommitted."""
        self._scenario, self._palette = scenario, palette
        plot = self.plot
        plot.setBackground(palette.surface)
        self.key.setStyleSheet(f"background: {palette.surface.name()};")
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.9))
        for name in ("left", "bottom"):
            axis = plot.getAxis(name)
            axis.setPen(pg.mkPen(palette.border))
            axis.setTextPen(pg.mkPen(palette.muted))
            axis.setTickFont(font)
            axis.setStyle(tickLength=-4)
        plot.getAxis("bottom").setLabel("Round", color=palette.muted.name())
        self._names.font = font
        self._cursor.setPen(pg.mkPen(palette.accent, width=1.0))
        for pair in self.curves:
            for curve in pair:
                plot.removeItem(curve)
        self.curves = []
        for d in self._kinds():
            pair = (
                pg.PlotCurveItem(pen=_pen(palette, d, dashed=False), antialias=True),
                pg.PlotCurveItem(pen=_pen(palette, d, dashed=True), antialias=True),
            )
            self.curves.append(pair)
            for curve in pair:
                plot.addItem(curve, ignoreBounds=True)
        rounds = max(scenario.rounds, 1)
        plot.setXRange(0.0, rounds * (1.0 + NAMES), padding=0)
        step = next((n for n in (1, 2, 5, 10, 20, 50, 100) if rounds <= 6 * n), 200)
        plot.getAxis("bottom").setTicks([[(k, str(k)) for k in range(0, rounds + 1, step)]])

    def show_pair(
        self, left: History, right: History, k: int, names: tuple[str, str] = ("", "")
    ) -> None:
        """Show both futures whole, and mark a round."""
        if self._scenario is None:
            return
        shares = [_share(history) for history in (left, right)]
        for column, pair in enumerate(self.curves):
            for curve, share in zip(pair, shares, strict=True):
                curve.setData(np.arange(len(share), dtype=float), share[:, column])
        self._cursor.setValue(k)
        longest = max(shares, key=len)
        ends = [
            (float(len(longest) - 1), float(longest[-1, n]), self._name(d), d)
            for n, d in enumerate(self._kinds())
        ]
        self._names.show_names(ends, self._palette)
        self.key.setText(f"——  {names[0]}\n– –  {names[1]}")

    def clear(self) -> None:
        """Show the axes only."""
        for pair in self.curves:
            for curve in pair:
                curve.setData([], [])
        self._names.show_names([], self._palette)
        self.key.clear()

    def _kinds(self) -> list[int]:
        return [*(d for d, _ in competing(self._scenario)), -1] if self._scenario else []

    def _name(self, d: int) -> str:
        assert self._scenario is not None
        return text("words.uncommitted") if d < 0 else self._scenario.proposals[d].label

    def _click(self, event: object) -> None:
        if self._scenario is not None and event.button() == Qt.MouseButton.LeftButton:
            spot = self.plot.getViewBox().mapSceneToView(event.scenePos())
            self.round_picked.emit(max(0, min(round(spot.x()), self._scenario.rounds)))


class EndNames(pg.GraphicsObject):
    """Names beside the ends of curves, moved apart where they would lie on each other."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[tuple[float, float, str, int]] = []
        self.palette = LIGHT
        self.font = QFont()
        self.placed: list[tuple[str, QRectF]] = []

    def show_names(self, names: list[tuple[float, float, str, int]], palette: Palette) -> None:
        """Write from now on these: (x, y, name, proposal)."""
        self.prepareGeometryChange()
        self.names, self.palette = names, palette
        self.update()

    def boundingRect(self) -> QRectF:
        view = self.getViewBox()
        return QRectF(0, 0, 1, 102) if view is None else QRectF(view.viewRect())

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        transform = painter.transform()
        painter.resetTransform()
        painter.setFont(self.font)
        metrics = QFontMetricsF(self.font)
        high = metrics.height()
        room = transform.mapRect(self.boundingRect())
        spots = [(transform.map(QPointF(x, y)), name, d) for x, y, name, d in self.names]
        tops = spread([spot.y() - high / 2.0 for spot, _, _ in spots], high, room.bottom())
        self.placed = []
        for (spot, name, d), top in zip(spots, tops, strict=True):
            left = spot.x() + 5.0
            box = QRectF(left, top, max(room.right() - left, 10.0), high)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.width())
            painter.setPen(self.palette.coalition_text(d) if d >= 0 else self.palette.muted)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, short)
            self.placed.append((name, box))


def spread(tops: list[float], high: float, bottom: float) -> list[float]:
    """Move boxes of one height down, and then up, until none lies on another.

    Examples
    --------
    >>> spread([0.0, 4.0, 50.0], 10.0, 100.0)
    [0.0, 10.0, 50.0]
    >>> spread([80.0, 85.0], 10.0, 90.0)
    [70.0, 80.0]
    """
    order = sorted(range(len(tops)), key=lambda n: tops[n])
    moved = list(tops)
    least = -np.inf
    for n in order:
        moved[n] = max(moved[n], least)
        least = moved[n] + high
    most = bottom - high
    for n in reversed(order):
        moved[n] = min(moved[n], most)
        most = moved[n] - high
    return moved


def _share(history: History) -> F8:
    members = max(int(history.inputs.member_p.sum()), 1)
    return np.asarray(100.0 * backing_kd(history, history.last) / members)


def _pen(palette: Palette, d: int, dashed: bool) -> QPen:
    pen = QPen(QColor(palette.coalition_border(d)), 2.0)
    pen.setCosmetic(True)
    if dashed:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(list(DASH))
    return pen
