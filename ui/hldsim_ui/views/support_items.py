"""What the support view is drawn with besides curves: bands of the agenda and labelled quotas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette


@dataclass(frozen=True)
class Band:
    """One phase on the axis of rounds."""

    first: float
    last: float
    label: str


@dataclass(frozen=True)
class Quota:
    """A share needed, with the words beside its line; ``d`` gives the colour."""

    share: float
    label: str
    d: int


class BandsItem(pg.GraphicsObject):
    """Phases of the agenda as quiet bands, their names at the top."""

    def __init__(self) -> None:
        super().__init__()
        self.bands: Sequence[Band] = ()
        self.palette = LIGHT
        self.font = QFont()
        self._box = QRectF(0, 0, 1, 1)

    def show_bands(self, bands: Sequence[Band], top: float, palette: Palette) -> None:
        """Draw from now on these bands, up to ``top`` on the axis of shares."""
        self.prepareGeometryChange()
        self.bands, self.palette = tuple(bands), palette
        right = bands[-1].last if bands else 1.0
        self._box = QRectF(0.0, 0.0, max(right, 1.0), top)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        transform = painter.transform()
        painter.resetTransform()
        metrics = QFontMetricsF(self.font)
        painter.setFont(self.font)
        for n, band in enumerate(self.bands):
            left = transform.map(QPointF(band.first, self._box.bottom()))
            right = transform.map(QPointF(band.last, 0.0))
            rect = QRectF(left, right).normalized()
            if n % 2:
                shade = QColor(self.palette.muted)
                shade.setAlphaF(0.07)
                painter.fillRect(rect, shade)
            width = rect.width() - 8.0
            if width < 26.0:
                continue
            name = metrics.elidedText(band.label, Qt.TextElideMode.ElideRight, width)
            painter.setPen(self.palette.muted)
            spot = QRectF(rect.x() + 4.0, rect.y() + 2.0, width + 2.0, metrics.height())
            painter.drawText(spot, Qt.AlignmentFlag.AlignLeft, name)


class QuotasItem(pg.GraphicsObject):
    """Lines at the quotas that rules compare the share in favour with."""

    def __init__(self) -> None:
        super().__init__()
        self.quotas: Sequence[Quota] = ()
        self.palette = LIGHT
        self.font = QFont()
        self._box = QRectF(0, 0, 1, 100)

    def show_quotas(self, quotas: Sequence[Quota], rounds: float, palette: Palette) -> None:
        """Draw from now on these quotas, across ``rounds``."""
        if tuple(quotas) == self.quotas and palette is self.palette:
            return
        self.prepareGeometryChange()
        self.quotas, self.palette = tuple(quotas), palette
        self._box = QRectF(0.0, 0.0, max(rounds, 1.0), 104.0)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        transform = painter.transform()
        painter.resetTransform()
        painter.setFont(self.font)
        metrics = QFontMetricsF(self.font)
        for quota in self.quotas:
            left = transform.map(QPointF(0.0, 100.0 * quota.share))
            right = transform.map(QPointF(self._box.right(), 100.0 * quota.share))
            colour = self.palette.coalition_text(quota.d)
            painter.setPen(QPen(colour, 1.0, Qt.PenStyle.DashLine))
            painter.drawLine(left, right)
            width, high = metrics.horizontalAdvance(quota.label), metrics.height()
            spot = QRectF(right.x() - width - 14.0, left.y() - high - 2.0, width + 8.0, high)
            ground = QColor(self.palette.surface)
            ground.setAlphaF(0.8)
            painter.fillRect(spot, ground)
            painter.setPen(colour)
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, quota.label)
