"""What the coalition map is drawn with: one item for all hulls, one for all parties, one for text.

Items are handed finished arrays and draw in pixels, so that symbols and labels keep their size
when the map is zoomed. Nothing here knows a scenario or a history.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QTransform,
)

from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.theme.palette import THINNED
from hldsim_ui.views.homes import ASPECT
from hldsim_ui.views.legend import symbol_path
from hldsim_ui.views.map_layout import Box, around, beside, core_hull, first_free

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

SMALLEST = 2.6
"""Least radius of a symbol, in pixels."""
CLEAR = 6
"""How many of the largest symbols a coalition's label keeps clear of."""
FEW = 40
"""Up to so many parties it keeps clear of all that carry a name."""
FAINT = 0.22
"""How much of their strength symbols keep that are not looked at."""
EMPTY = np.zeros((0, 2))


@dataclass
class Picture:
    """What the three items draw from; the view replaces it as a whole.

    Axes: p parties. ``at`` in map units, ``radius`` in units of the map's height. ``kept`` says who
    is drawn fully where the others are faint; None: everybody. ``ringed`` stand out by a ring.
    """

    at: F8 = field(default_factory=lambda: EMPTY)
    radius: F8 = field(default_factory=lambda: np.zeros(0))
    backed: I8 = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    shape: Sequence[str] = ()
    known: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))
    names: Sequence[str] = ()
    largest: Sequence[int] = ()
    order: Sequence[int] = ()
    chips: Sequence[tuple[int, str]] = ()
    hulls: bool = True
    kept: NDArray[np.bool_] | None = None
    ringed: Sequence[int] = ()
    selected: int = -1
    hovered: int = -1
    palette: Palette = LIGHT


def fill_and_pen(
    palette: Palette, backed: int, known: bool, faint: bool = False
) -> tuple[QColor, QPen]:
    """How a symbol looks: full with a strong border if its position is known, else lighter."""
    fill = palette.coalition(backed)
    if known:
        pen = QPen(palette.text, 1.6)
    else:
        pen = QPen(palette.coalition_border(backed), 1.0)
        fill.setAlphaF(THINNED)
    if faint:
        edge = pen.color()
        edge.setAlphaF(FAINT)
        fill.setAlphaF(FAINT * fill.alphaF())
        pen.setColor(edge)
    pen.setCosmetic(True)
    return fill, pen


def pixel_radius(picture: Picture, transform: QTransform, full: float) -> F8:
    """Radius of each symbol in pixels: as the map allows, growing slower than a zoom does."""
    scale = min(abs(transform.m11()), abs(transform.m22()))
    zoom = max(scale / full, 1e-6) if full > 0 else 1.0
    return np.maximum(picture.radius * scale / np.sqrt(max(zoom, 1.0)), SMALLEST)


class MapItem(pg.GraphicsObject):
    """Common ground: covers the whole map and a margin, holds the picture."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture()
        self.full_scale = 0.0

    def boundingRect(self) -> QRectF:
        return QRectF(-0.5, -0.5, ASPECT + 1.0, 2.0)

    def show_picture(self, picture: Picture) -> None:
        """Draw from now on from this picture."""
        self.picture = picture
        self.update()


class HullsItem(MapItem):
    """A translucent hull around the core of each coalition."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn: list[tuple[int, QPolygonF]] = []

    def coalition_at(self, where: QPointF) -> int:
        """Proposal of the smallest hull drawn around a point of the view, or -1."""
        rule = Qt.FillRule.WindingFill
        around = [(hull, d) for d, hull in self.drawn if hull.containsPoint(where, rule)]
        return min(around, key=lambda one: _area(one[0].boundingRect()), default=(None, -1))[1]

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        picture, self.drawn = self.picture, []
        if not picture.hulls or not len(picture.at):
            return
        transform = painter.transform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = _mapped(transform, picture.at)
        radius = pixel_radius(picture, transform, self.full_scale)
        for d, _ in picture.chips:
            members = picture.backed == d
            pad = max(14.0, 6.0 + float(radius[members].mean()) if members.any() else 0.0)
            hull = core_hull(at[members], np.array([pad, pad]))
            if len(hull) < 3:
                continue
            fill = picture.palette.coalition(d)
            fill.setAlphaF(0.13 if picture.palette.dark else 0.11)
            edge = picture.palette.coalition_border(d)
            edge.setAlphaF(0.75)
            painter.setBrush(fill)
            painter.setPen(QPen(edge, 1.0))
            self.drawn.append((d, QPolygonF([QPointF(x, y) for x, y in hull])))
            painter.drawPolygon(self.drawn[-1][1])


class PartiesItem(MapItem):
    """Every party: sized by capability, shaped by role, coloured by the design it backs."""

    def __init__(self) -> None:
        super().__init__()
        self._paths: dict[str, QPainterPath] = {}

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        picture = self.picture
        if not len(picture.at):
            return
        transform = painter.transform()
        at = _mapped(transform, picture.at)
        size = 2.0 * pixel_radius(picture, transform, self.full_scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        styles: dict[tuple[int, bool, bool], tuple[QColor, QPen]] = {}
        style = None
        for n in picture.order:
            faint = picture.kept is not None and not picture.kept[n]
            key = (int(picture.backed[n]), bool(picture.known[n]), faint)
            if key not in styles:
                styles[key] = fill_and_pen(picture.palette, *key)
            if key != style:
                style = key
                painter.setBrush(styles[key][0])
                painter.setPen(styles[key][1])
            s = float(size[n])
            painter.setTransform(QTransform(s, 0.0, 0.0, s, float(at[n, 0]), float(at[n, 1])))
            painter.drawPath(self._path(picture.shape[n]))
        painter.resetTransform()
        for n in picture.ringed:
            _ring(painter, picture.palette.text, picture.palette, at[n], float(size[n]) / 2.0, 1.3)
        for n, width in ((picture.hovered, 1.4), (picture.selected, 2.4)):
            if 0 <= n < len(at):
                c = picture.palette
                _ring(painter, c.accent, c, at[n], float(size[n]) / 2.0 + 2.0, width)

    def _path(self, shape: str) -> QPainterPath:
        if shape not in self._paths:
            self._paths[shape] = symbol_path(shape)
        return self._paths[shape]


class LabelsItem(MapItem):
    """Names of the largest, of the selected and of the hovered party; a chip per coalition."""

    def __init__(self) -> None:
        super().__init__()
        self.font = QFont()
        self.placed: list[tuple[str, Box]] = []
        self.chips: list[tuple[int, Box]] = []

    def coalition_at(self, where: QPointF) -> int:
        """Proposal of the chip drawn at a point of the view, or -1."""
        point = Box(where.x(), where.y(), 0.0, 0.0)
        return next((d for d, box in self.chips if point.within(box)), -1)

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        picture = self.picture
        if not len(picture.at):
            return
        transform = painter.transform()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self._room(transform)
        at = _mapped(transform, picture.at)
        radius = pixel_radius(picture, transform, self.full_scale)
        self.placed, self.chips = [], []
        keep = [_around(at[n], radius[n] + 5.0) for n in self._chosen()]
        clear = CLEAR if len(at) > FEW else FEW
        keep += [_around(at[n], radius[n]) for n in picture.largest[:clear]]
        self._paint_chips(painter, at, room, keep)
        self._paint_names(painter, at, radius, room)

    def _chosen(self) -> list[int]:
        """Parties that must be seen: selected and hovered."""
        wanted = (self.picture.selected, self.picture.hovered)
        return [n for n in wanted if 0 <= n < len(self.picture.at)]

    def _room(self, transform: QTransform) -> Box:
        view = self.getViewBox()
        seen = transform.mapRect(view.viewRect()) if view is not None else QRectF(0, 0, 1e4, 1e4)
        return Box(seen.x() + 2, seen.y() + 2, seen.width() - 4, seen.height() - 4)

    def _paint_chips(self, painter: QPainter, at: F8, room: Box, keep: list[Box]) -> None:
        font = QFont(self.font)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        for d, label in self.picture.chips:
            members = at[self.picture.backed == d]
            if not len(members):
                continue
            width, height = metrics.horizontalAdvance(label) + 14.0, metrics.height() + 5.0
            x, y = _outer_edge(members, at)
            x = float(np.clip(x, room.x + width / 2, room.x + room.width - width / 2))
            y = float(np.clip(y, room.y + height / 2, room.y + room.height - height / 2))
            taken = [other for _, other in self.placed]
            wishes = around(x, y, width, height, height * 0.6)
            box = first_free(wishes, [*taken, *keep], room) or first_free(wishes, taken, room)
            if box is not None:
                self.placed.append((label, box))
                self.chips.append((d, box))
                _chip(painter, self.picture.palette, d, label, box)

    def _paint_names(self, painter: QPainter, at: F8, radius: F8, room: Box) -> None:
        picture = self.picture
        metrics = QFontMetricsF(self.font)
        chosen = self._chosen()
        big = [_around(at[n], radius[n]) for n in picture.largest]
        for n in dict.fromkeys([*chosen, *picture.largest]):
            name = picture.names[n]
            size = (metrics.horizontalAdvance(name), metrics.height() - 2.0)
            wishes = beside(float(at[n, 0]), float(at[n, 1]), float(radius[n]), *size)
            taken = [box for _, box in self.placed]
            box = first_free(wishes, [*taken, *big], room)
            if box is None and n in chosen:
                box = first_free(wishes, taken, room)
                box = box or (wishes[0] if wishes[0].within(room) else wishes[1])
            # no name is better than one that stands on another state's symbol
            if box is None:
                continue
            self.placed.append((name, box))
            font = QFont(self.font)
            if n == picture.selected:
                font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            _halo_text(painter, picture.palette, name, box)


def _area(box: QRectF) -> float:
    return box.width() * box.height()


def _around(at: F8, radius: float) -> Box:
    """The square around a symbol."""
    return Box(float(at[0] - radius), float(at[1] - radius), 2.0 * radius, 2.0 * radius)


def _mapped(transform: QTransform, at: F8) -> F8:
    """Positions in pixels of the device being drawn on."""
    x = transform.m11() * at[:, 0] + transform.m21() * at[:, 1] + transform.dx()
    y = transform.m12() * at[:, 0] + transform.m22() * at[:, 1] + transform.dy()
    return np.column_stack([x, y])


def _outer_edge(members: F8, everyone: F8) -> tuple[float, float]:
    """Spot at the side of a coalition that looks away from the middle of the map."""
    middle = (everyone.min(axis=0) + everyone.max(axis=0)) / 2.0
    centre = np.median(members, axis=0)
    way = centre - middle
    length = float(np.hypot(*way)) or 1.0
    reach = np.quantile((members - centre) @ (way / length), 0.9)
    x, y = centre + way / length * reach
    return float(x), float(y)


def _ring(
    painter: QPainter, colour: QColor, palette: Palette, at: F8, radius: float, width: float
) -> None:
    """A ring clear of a symbol, on a halo of the ground's colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    centre = QPointF(float(at[0]), float(at[1]))
    for pen in (QPen(palette.surface, width + 2.0), QPen(colour, width)):
        painter.setPen(pen)
        painter.drawEllipse(centre, radius + 2.5, radius + 2.5)


def _chip(painter: QPainter, palette: Palette, d: int, label: str, box: Box) -> None:
    rect = QRectF(box.x, box.y, box.width, box.height)
    painter.setPen(QPen(palette.coalition_border(d), 1.4))
    ground = QColor(palette.surface)
    ground.setAlphaF(0.93)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect, 5.0, 5.0)
    painter.setPen(palette.coalition_text(d))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, label)


def _halo_text(painter: QPainter, palette: Palette, name: str, box: Box) -> None:
    """Text on a soft ground of the surface's colour, so that it reads over symbols."""
    rect = QRectF(box.x, box.y, box.width, box.height)
    ground = QColor(palette.surface)
    ground.setAlphaF(0.72)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(rect.adjusted(-2, 0, 2, 0), 3.0, 3.0)
    painter.setPen(palette.text)
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip
    painter.drawText(rect, flags, name)
