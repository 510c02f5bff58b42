"""A strip of keys above or below a picture: samples and words in rows that wrap.

It is drawn into the scene, in pixels, where a column beside the picture would take too much of it:
under a world map, which is wide, or along a board.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPainter
from PySide6.QtWidgets import QGraphicsObject

from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette

SAMPLE = (16.0, 11.0)
"""Width and greatest height of a sample, in pixels."""
GAP = 14.0
"""Between two keys, in pixels."""
EDGE = 6.0
"""Left and right of all keys, in pixels."""

SMALLER, SMALLEST = 0.83, 9
"""Step to smaller type where there is little room, and the smallest, in pixels."""

Sample = Callable[[QPainter, QRectF], None]


@dataclass(frozen=True)
class Key:
    """One sample and what it means.

    Attributes
    ----------
    sample : callable or None
        Draws into the rectangle it is given; None where there are only words.
    strong, quiet : bool
        Words in semi-bold; words that may stand back.
    """

    words: str
    sample: Sample | None = None
    strong: bool = False
    quiet: bool = False


def in_pixels(font: QFont, points: float) -> QFont:
    """Return a font of so many points, its size given in pixels: a drawing (SVG) keeps those."""
    made = QFont(font)
    made.setPointSizeF(points)
    made.setPixelSize(max(round(QFontInfo(made).pixelSize()), 1))
    return made


class KeyStrip(QGraphicsObject):
    """Rows of keys. ``fit`` says how high they are in a given width; then they are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.font = QFont()
        self.placed: list[tuple[Key, QRectF]] = []
        self._rows: tuple[tuple[Key, ...], ...] = ()
        self._used = self.font
        self._palette = LIGHT
        self._box = QRectF()

    def show_keys(self, rows: Sequence[Sequence[Key]], palette: Palette) -> None:
        """Draw from now on these keys, after the next ``fit``; each row starts a new line."""
        self._rows, self._palette = tuple(tuple(row) for row in rows if row), palette

    def fit(self, width: float, wish: float = np.inf) -> float:
        """Break rows where the width asks for it; return the height of all, in pixels.

        If that is more than ``wish``, the rows follow on one another and the type is made smaller,
        though not smaller than `SMALLEST`.
        """
        high = self._fit(self._rows, width, self.font)
        all_keys = (tuple(key for row in self._rows for key in row),)
        size = QFontInfo(self.font).pixelSize()
        while high > wish and size > SMALLEST:
            size = max(round(SMALLER * size), SMALLEST)
            small = QFont(self.font)
            small.setPixelSize(size)
            high = self._fit(all_keys, width, small)
        return high

    def _fit(self, rows: Sequence[Sequence[Key]], width: float, font: QFont) -> float:
        self.placed, self._used = [], font
        y = 3.0
        for row in rows:
            y = self._flow(row, y, width)
        return y + 3.0

    def stand(self, box: QRectF) -> None:
        """Take this place in the scene; opaque, so that nothing shows through."""
        self.prepareGeometryChange()
        self._box = QRectF(box)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._box

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        painter.fillRect(self._box, self._palette.surface)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for key, spot in self.placed:
            at = spot.translated(self._box.topLeft())
            if key.sample is not None:
                line = self._metrics(key).height()
                high = min(SAMPLE[1], line - 3.0)
                top = at.y() + (line - high) / 2.0
                key.sample(painter, QRectF(at.x(), top, SAMPLE[0], high))
                at.setLeft(at.x() + SAMPLE[0] + 5.0)
            painter.setFont(self._font(key))
            painter.setPen(self._palette.muted if key.quiet else self._palette.text)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextDontClip
            painter.drawText(at, int(flags), key.words)

    def _flow(self, row: Sequence[Key], y: float, width: float) -> float:
        """Place one row from height ``y`` on; return where the next one starts."""
        room = max(width - 2.0 * EDGE, 40.0)
        x, line = 0.0, 0.0
        for key in row:
            size = self._size(key, room)
            if x > 0.0 and x + size.width() > room:
                x, y, line = 0.0, y + line + 1.0, 0.0
            self.placed.append((key, size.translated(EDGE + x, y)))
            x += size.width() + GAP
            line = max(line, size.height())
        return y + line + 2.0

    def _size(self, key: Key, room: float) -> QRectF:
        metrics = self._metrics(key)
        before = 0.0 if key.sample is None else SAMPLE[0] + 5.0
        wide = metrics.horizontalAdvance(key.words) + 1.0
        if before + wide <= room:
            return QRectF(0.0, 0.0, before + wide, metrics.height())
        limits = QRectF(0.0, 0.0, room - before, 1e4)
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap)
        return QRectF(0.0, 0.0, room, metrics.boundingRect(limits, flags, key.words).height())

    def _metrics(self, key: Key) -> QFontMetricsF:
        return QFontMetricsF(self._font(key))

    def _font(self, key: Key) -> QFont:
        font = QFont(self._used)
        if key.strong:
            font.setWeight(QFont.Weight.DemiBold)
        return font
