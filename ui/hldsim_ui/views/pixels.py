"""Boards: pictures laid out in pixels, as rows of words, bars and marks that keep their size.

A board fills its plot and is drawn anew for every size, so that nothing is stretched. What is
drawn where is decided without Qt (each view's ``_data``); here are the item and its strokes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.theme.palette import THINNED
from hldsim_ui.views.designs import letter
from hldsim_ui.views.legend import SAMPLE, symbol_path
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pieces import Piece

KNOWN, IMPUTED, FAINT = 1.0, THINNED, 0.2
"""How strongly parties are drawn: known from a source, imputed, and beside the focus."""
ROOM = (380.0, 200.0)
"""Width and height, in pixels, that a board is laid out in at least, where there is as much."""
PLAIN, SMALL = 0.9, 0.8
"""Sizes of type, of the application's."""


@dataclass(frozen=True)
class Part:
    """A piece of a stacked bar: whose colour, its share of the bar, and how strong it is."""

    d: int
    share: float
    alpha: float = KNOWN
    letter: str = ""


def part_of(piece: Piece, whole: float) -> Part:
    """Parties as a piece of a bar on which ``whole`` parties fill the track."""
    return part_with(piece, piece.count / max(whole, 1.0))


def part_with(piece: Piece, share: float) -> Part:
    """Parties as a piece of a bar, so much of the track as they weigh."""
    look = (KNOWN if piece.known else IMPUTED) if piece.kept else FAINT
    name = letter(piece.d) if piece.d >= 0 else ""
    return Part(piece.d, share, look, name)


class BoardItem(pg.GraphicsObject):
    """Draws by ``sketch`` in pixels, whatever the size of the plot.

    Pixels are those of text of the usual size: for larger text all of the picture is enlarged, and
    laid out in as much less room; but only as far as `ROOM` is left, or nothing could be read.
    """

    def __init__(self) -> None:
        super().__init__()
        self.palette: Palette | None = None
        self.font = QFont()
        self.sketch: Callable[[Sketch, float, float], None] | None = None

    def grown(self, width: float, height: float) -> float:
        """How much the picture is enlarged in a room of so many pixels."""
        return min(self._wanted, max(1.0, min(width / ROOM[0], height / ROOM[1])))

    @property
    def usual_font(self) -> QFont:
        """The font in its usual size: what the picture is laid out in, before it is enlarged."""
        font = QFont(self.font)
        font.setPointSizeF(font.pointSizeF() / self._wanted)
        return font

    @property
    def _wanted(self) -> float:
        """How much larger text is than usual."""
        return 1.0 if self.palette is None else self.palette.points / LIGHT.points

    def boundingRect(self) -> QRectF:
        return QRectF(0.0, 0.0, 1.0, 1.0)

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        if self.sketch is None or self.palette is None:
            return
        room = painter.transform().mapRect(self.boundingRect())
        grown = self.grown(room.width(), room.height())
        painter.resetTransform()
        painter.translate(room.topLeft())
        painter.scale(grown, grown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sketch = Sketch(painter, self.palette, self.usual_font)
        self.sketch(sketch, room.width() / grown, room.height() / grown)


class Inks(NamedTuple):
    """Colours of one coalition; finding those that read takes as long as drawing with them."""

    fill: QColor
    edge: QColor
    text: QColor
    on_fill: QColor


@dataclass
class Sketch:
    """Strokes of a board. Boxes are in pixels from the upper left corner."""

    painter: QPainter
    palette: Palette
    font: QFont
    _fonts: dict[tuple[bool, bool], tuple[QFont, QFontMetricsF]] = field(default_factory=dict)
    _inks: dict[int, Inks] = field(default_factory=dict)

    def words(
        self,
        box: Box,
        words: str,
        colour: QColor | None = None,
        *,
        align: str = "left",
        bold: bool = False,
        small: bool = False,
    ) -> float:
        """Write one line, shortened if need be; return the width it takes."""
        font, metrics = self._font(bold, small)
        shown = words
        width = metrics.horizontalAdvance(words)
        if width > box.width:
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width)
            width = metrics.horizontalAdvance(shown)
            if len(shown) < 3:
                return 0.0
        sides = {
            "left": Qt.AlignmentFlag.AlignLeft,
            "right": Qt.AlignmentFlag.AlignRight,
            "centre": Qt.AlignmentFlag.AlignHCenter,
        }
        self.painter.setFont(font)
        self.painter.setPen(self.palette.text if colour is None else colour)
        flags = sides[align] | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        self.painter.drawText(_rect(box), int(flags), shown)
        return width

    def width(self, words: str, *, bold: bool = False, small: bool = False) -> float:
        """Width of a line, in pixels."""
        return self._font(bold, small)[1].horizontalAdvance(words)

    def fill(self, box: Box, colour: QColor, alpha: float = 1.0) -> None:
        """Fill a box."""
        ground = QColor(colour)
        ground.setAlphaF(alpha)
        self.painter.fillRect(_rect(box), ground)

    def frame(self, box: Box, colour: QColor, width: float = 1.0) -> None:
        """Draw the outline of a box, inside it."""
        half = width / 2.0
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(QPen(colour, width))
        self.painter.drawRoundedRect(_rect(box).adjusted(half, half, -half, -half), 3.0, 3.0)

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: QColor, width: float
    ) -> None:
        """Draw a straight line."""
        self.painter.setPen(QPen(colour, width))
        self.painter.drawLine(QPointF(*start), QPointF(*end))

    def bar(self, box: Box, parts: Iterable[Part]) -> float:
        """Draw a stacked bar on its track; return where it ends, in pixels."""
        self.fill(box, self.palette.muted, 0.13)
        x = box.x
        for part in parts:
            width = part.share * box.width
            if width <= 0.0:
                continue
            piece = Box(x, box.y, width, box.height)
            inks = self._of(part.d)
            self.fill(piece, inks.fill, part.alpha)
            edge = QColor(inks.edge)
            edge.setAlphaF(max(part.alpha, 0.45))
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.setPen(QPen(edge, 1.0))
            if width > 2.0:
                self.painter.drawRect(_rect(piece).adjusted(0.5, 0.5, -0.5, -0.5))
            strong = part.alpha > FAINT and box.height >= 10.0
            if strong and width >= self.width(part.letter, bold=True, small=True) + 6.0:
                ink = inks.on_fill if part.alpha >= KNOWN else None
                self.words(piece, part.letter, ink, align="centre", bold=True, small=True)
            x += width
        return x

    def chip(self, box: Box, d: int, words: str, full: bool = True) -> None:
        """Draw a small plate in a coalition's colour; hollow where not ``full``."""
        inks = self._of(d)
        self.painter.setPen(QPen(inks.edge, 1.2))
        self.painter.setBrush(inks.fill if full else self.palette.surface)
        self.painter.drawRoundedRect(_rect(box).adjusted(0.6, 0.6, -0.6, -0.6), 3.0, 3.0)
        ink = inks.on_fill if full else inks.text
        inner = Box(box.x + 2.0, box.y, box.width - 4.0, box.height)
        self.words(inner, words, ink, align="centre", bold=True, small=True)

    def chip_width(self, words: str) -> float:
        """Width of a plate with these words, in pixels."""
        return self.width(words, bold=True, small=True) + 9.0

    def symbol(
        self, shape: str, x: float, y: float, size: float, fill: QColor | None, pen: QPen
    ) -> None:
        """Draw a symbol of this diameter around a point."""
        painter = self.painter
        painter.save()
        painter.translate(x, y)
        painter.scale(size, size)
        line = QPen(pen)
        line.setCosmetic(True)
        painter.setPen(line)
        painter.setBrush(Qt.BrushStyle.NoBrush if fill is None else fill)
        painter.drawPath(symbol_path(shape))
        painter.restore()

    def _of(self, d: int) -> Inks:
        if d not in self._inks:
            p = self.palette
            inks = p.coalition(d), p.coalition_border(d), p.coalition_text(d), p.on_coalition(d)
            self._inks[d] = Inks(*inks)
        return self._inks[d]

    def _font(self, bold: bool, small: bool) -> tuple[QFont, QFontMetricsF]:
        if (bold, small) not in self._fonts:
            font = QFont(self.font)
            font.setPointSizeF(max(7.0, font.pointSizeF() * (SMALL if small else PLAIN)))
            if bold:
                font.setWeight(QFont.Weight.DemiBold)
            self._fonts[bold, small] = (font, QFontMetricsF(font))
        return self._fonts[bold, small]


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, box.width, box.height)


def chip_sample(palette: Palette, font: QFont, d: int, words: str, full: bool = True) -> QPixmap:
    """A plate for a legend."""
    box = Box(0.0, 1.0, 17.0, 14.0)
    return _sample(palette, font, lambda sketch: sketch.chip(box, d, words, full))


def bar_sample(palette: Palette, d: int, alpha: float, frame: QColor | None = None) -> QPixmap:
    """A piece of a bar for a legend, framed if need be."""
    box = Box(0.0, 3.0, 17.0, 10.0)

    def draw(sketch: Sketch) -> None:
        sketch.bar(box, [Part(d, 1.0, alpha)])
        if frame is not None:
            sketch.frame(box, frame, 1.6)

    return _sample(palette, QFont(), draw)


def _sample(palette: Palette, font: QFont, draw: Callable[[Sketch], object]) -> QPixmap:
    image = QPixmap(2 * (SAMPLE + 2), 2 * SAMPLE)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(Sketch(painter, palette, font))
    painter.end()
    return image
