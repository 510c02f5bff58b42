"""What the agreement matrix is drawn with beside its image: bands, marks, crosshair, scale."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QLinearGradient, QPainter

from hldsim.report.texts import text
from hldsim_ui.views.agreement_data import Matrix, runs
from hldsim_ui.views.designs import letter
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pixels import FAINT, IMPUTED, KNOWN, Sketch

F8 = NDArray[np.float64]

COLOURS = "cividis"
"""Map of colours: lightness grows evenly from -1 to 1, and it looks alike to all colour vision."""
STRIP, MARKS = 14.0, 6.0
"""Width of the coalition's strip and of the marks of known positions, in pixels."""
SCALE_ROOM = 74.0
"""Width the scale needs beside the matrix; where there is less it stands below."""
SCALE_WIDE = 10.0
EVEN = 0.85
"""Least share of the side that is kept where cells are made even."""
VEIL = 0.78
"""How strongly rows and columns beside the focus are covered."""
TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)


@dataclass(frozen=True)
class Places:
    """Where the parts of the picture stand, in pixels."""

    matrix: Box
    scale: Box
    upright: bool
    caption: Box

    def cell(self, count: int) -> float:
        """Side of one cell."""
        return self.matrix.width / max(count, 1)


def lay_out(count: int, width: float, height: float, line: float) -> Places:
    """Place a square matrix of ``count`` rows; its scale beside it, or below if it is narrow.

    It is as large as may be, or a little smaller where all cells then have the same size.
    """
    edge = STRIP + MARKS + 4.0
    low = height - edge - line - 8.0
    upright = width - edge - low >= SCALE_ROOM
    if upright:
        side = _even(count, max(min(low, width - edge - SCALE_ROOM), 8.0))
        matrix = Box(edge, edge, side, side)
        high = min(side - 2.0 * line, 220.0)
        scale = Box(edge + side + 14.0, edge + 1.5 * line, SCALE_WIDE, max(high, 8.0))
    else:
        side = _even(count, max(min(low - 2.0 * line - 10.0, width - edge - 4.0), 8.0))
        matrix = Box(edge, edge, side, side)
        under = edge + side + 6.0
        scale = Box(edge, under, max(min(width - edge - 8.0, 220.0), 8.0), SCALE_WIDE)
    return Places(matrix, scale, upright, Box(0.0, height - line - 2.0, width, line))


def _even(count: int, side: float) -> float:
    """The side at which a cell takes whole pixels, if that costs little of it."""
    even = count * (side // max(count, 1))
    return even if even >= EVEN * side else side


def cells_of(value_rr: F8) -> QImage:
    """One pixel a pair, in the colours of the scale; see-through where a value is unknown."""
    known = ~np.isnan(value_rr)
    step = np.clip(np.rint((np.where(known, value_rr, 0.0) + 1.0) / 2.0 * 255.0), 0, 255)
    table = colours().getLookupTable(nPts=256, alpha=True)
    pixel = np.ascontiguousarray(table[step.astype(np.int64)], dtype=np.uint8)
    pixel[~known] = 0
    high, wide = value_rr.shape
    form = QImage.Format.Format_RGBA8888
    return QImage(pixel.data, wide, high, 4 * wide, form).copy()  # the array goes, the copy stays


def draw_cells(sketch: Sketch, places: Places, image: QImage) -> None:
    """The matrix itself; averaged where a cell is less than a pixel."""
    painter, box = sketch.painter, places.matrix
    across = painter.transform().m11() * places.cell(image.width())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, across < 1.0)
    painter.drawImage(QRectF(box.x, box.y, box.width, box.height), image)


def draw_margins(sketch: Sketch, places: Places, seen: Matrix) -> None:
    """Coalitions as strips left and above, marks of known positions, and lines between bands."""
    palette, box, cell = sketch.palette, places.matrix, places.cell(len(seen.order_r))
    strength_r = np.where(seen.kept_r, np.where(seen.known_r, KNOWN, IMPUTED), FAINT)
    for band in seen.bands:
        at, long = box.x + band.first * cell, (band.last - band.first) * cell
        for first, last, strength in runs(strength_r[band.first : band.last]):
            start, size = at + first * cell, (last - first) * cell
            for piece in (Box(0.0, start, STRIP, size), Box(start, 0.0, size, STRIP)):
                sketch.fill(piece, palette.coalition(band.d), strength)
        name = letter(band.d) if band.d >= 0 else "–"
        if long >= 12.0:
            for x, y in ((STRIP / 2.0, at + long / 2.0), (at + long / 2.0, STRIP / 2.0)):
                plate = Box(x - 6.0, y - 6.0, 12.0, 12.0)
                sketch.fill(plate, palette.surface)
                ink = palette.coalition_text(band.d) if band.d >= 0 else palette.text
                spot = Box(x - 9.0, y - 9.0, 18.0, 18.0)
                sketch.words(spot, name, ink, align="centre", bold=True, small=True)
        if band.first:
            end = box.x + box.width
            sketch.line((0.0, at), (end, at), palette.surface, 1.6)
            sketch.line((at, 0.0), (at, end), palette.surface, 1.6)
    for first, last, known in runs(seen.known_r):
        if known:
            at, size = box.x + first * cell, max((last - first) * cell, 1.5)
            sketch.fill(Box(STRIP + 1.5, at, MARKS, size), palette.text)
            sketch.fill(Box(at, STRIP + 1.5, size, MARKS), palette.text)


def draw_veil(sketch: Sketch, places: Places, seen: Matrix) -> None:
    """Cover rows and columns beside the focus."""
    box, cell = places.matrix, places.cell(len(seen.order_r))
    rows = runs(seen.kept_r)
    for first, last, kept in rows:
        at, size = box.x + first * cell, (last - first) * cell
        if not kept:
            sketch.fill(Box(box.x, at, box.width, size), sketch.palette.surface, VEIL)
            continue
        for left, right, seen_too in rows:  # a cell is covered once
            if not seen_too:
                x, wide = box.x + left * cell, (right - left) * cell
                sketch.fill(Box(x, at, wide, size), sketch.palette.surface, VEIL)


def draw_crosshair(sketch: Sketch, places: Places, seen: Matrix) -> None:
    """Lines on both sides of the selected row and column, so that their cells stay to be seen."""
    if seen.selected < 0:
        return
    box, cell = places.matrix, places.cell(len(seen.order_r))
    at, end = box.x + seen.selected * cell, box.x + box.width
    for ink, wide in ((sketch.palette.surface, 3.2), (sketch.palette.accent, 1.6)):
        for edge in (at - 1.0, at + cell + 1.0):
            sketch.line((0.0, edge), (end, edge), ink, wide)
            sketch.line((edge, 0.0), (edge, end), ink, wide)


def draw_scale(sketch: Sketch, places: Places, line: float) -> None:
    """The scale of colours with its ticks and what it measures."""
    palette, box = sketch.palette, places.scale
    start, end = QPointF(box.x, box.y + box.height), QPointF(box.x, box.y)
    if not places.upright:
        start, end = QPointF(box.x, box.y), QPointF(box.x + box.width, box.y)
    gradient = QLinearGradient(start, end)
    for stop, colour in zip(*colours().getStops(mode="float"), strict=True):
        gradient.setColorAt(float(stop), pg.mkColor(*(255.0 * colour)))
    sketch.painter.fillRect(QRectF(box.x, box.y, box.width, box.height), gradient)
    sketch.frame(box, palette.border)
    wide = sketch.width("+0.5", small=True) + 4.0
    for value in TICKS:
        share = (value + 1.0) / 2.0
        words = signed(value, 1) if value % 1.0 else signed(value, 0)
        if places.upright:
            y = box.y + box.height * (1.0 - share)
            spot, align = Box(box.x + box.width + 5.0, y - line / 2.0, wide, line), "left"
            sketch.line((box.x + box.width, y), (box.x + box.width + 3.0, y), palette.muted, 1.0)
        else:
            x = min(max(box.x + box.width * share - wide / 2.0, box.x - 6.0), box.x + box.width)
            x = min(x, box.x + box.width + 8.0 - wide)
            spot, align = Box(x, box.y + box.height, wide, line), "centre"
        sketch.words(spot, words, palette.text, align=align, small=True)
    if places.upright:
        head = Box(box.x, box.y - 1.5 * line, places.caption.width - box.x, line)
        words = text("agreement.scale")
        if sketch.width(words, small=True) > head.width:
            words = text("agreement.scale_short")
        sketch.words(head, words, palette.muted, small=True)


def colours() -> pg.ColorMap:
    """The map of colours."""
    return pg.colormap.get(COLOURS)


def signed(value: float, digits: int = 2) -> str:
    """A number with its sign, a true minus for a hyphen; unknown where there is none.

    Examples
    --------
    >>> signed(-0.5), signed(0.0, 0)
    ('−0.50', '0')
    """
    if value != value:
        return text("number.unknown")
    words = f"{value:+.{digits}f}"
    if float(words) == 0.0:
        return words[1:]
    return words.replace("-", "−")
