"""What the world map is drawn with: one item for all land, dots and marks.

The item works in pixels of the scene. Land is projected and turned into paths once, brought to
pixels once a zoom, and hatched once a zoom and round.
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
)
from PySide6.QtWidgets import QGraphicsObject

from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.world_map_camera import Camera
from hldsim_ui.views.world_map_data import NO_PARTY, Places, areas
from hldsim_ui.views.world_map_looks import (
    Look,
    Style,
    border_pen,
    dot_radius,
    hatch_lines,
    hatch_pen,
    land_fill,
    paint_dot,
)
from hldsim_ui.views.world_map_projection import sea
from hldsim_ui.views.world_map_shapes import apart, edges_of

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

SMALL = 16.0
"""A selected state that is smaller than so many pixels gets a ring besides its outline."""


@dataclass(frozen=True)
class WorldPicture:
    """What is drawn. Axes: p parties. ``point_p2`` is where a party's name may stand."""

    places: Places | None = None
    point_p2: F8 = field(default_factory=lambda: np.zeros((0, 2)))
    backed_p: I8 = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    known_p: B1 = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    kept_p: B1 = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    names: Sequence[str] = ()
    selected: int = NO_PARTY
    palette: Palette = LIGHT

    def style(self, party: int) -> Style:
        """Proposal backed, position known, shown fully."""
        return int(self.backed_p[party]), bool(self.known_p[party]), bool(self.kept_p[party])


class LandItem(QGraphicsObject):
    """Sea, land in the colours of what its states back, dots, and the marks of what is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.camera = Camera()
        self.picture = WorldPicture()
        self.hovered = -1
        self.font = QFont()
        self._box = QRectF()
        self._sea = _path([np.vstack([sea(), sea()[:1]])])
        self._land = [_path(area.rings) for area in areas()]
        self._edges = [edges_of(area.rings) for area in areas()]
        self._seen: tuple[object, ...] = ()
        self._paths: list[QPainterPath | None] = []
        self._dots = np.zeros((0, 2))
        self._hatching: tuple[object, list[tuple[Look, QPainterPath]]] = ((), [])

    @property
    def _radius(self) -> float:
        return dot_radius(self.camera.scale)

    def boundingRect(self) -> QRectF:
        return self._box

    def show_picture(self, picture: WorldPicture) -> None:
        """Draw from now on from this picture."""
        self.picture = picture
        self.update()

    def stand(self, box: QRectF) -> None:
        """Take this place in the scene."""
        self.prepareGeometryChange()
        self._box = QRectF(box)
        self.camera.box = box.adjusted(4.0, 4.0, -4.0, -2.0)
        self.camera.move(QPointF())
        self.update()

    def area_at(self, spot: QPointF) -> int:
        """Index of the area at a point of the scene, or -1."""
        self._bring_to_pixels()
        for n, path in enumerate(self._paths):
            if path is not None and path.contains(spot):
                return n
        return -1

    def dot_at(self, spot: QPointF) -> int:
        """Party of the dot at a point of the scene, or -1."""
        self._bring_to_pixels()
        if not len(self._dots) or self.picture.places is None:
            return -1
        gap = np.hypot(self._dots[:, 0] - spot.x(), self._dots[:, 1] - spot.y())
        nearest = int(np.argmin(gap))
        return self.picture.places.dots[nearest] if gap[nearest] <= self._radius + 2.0 else -1

    def spot_of(self, party: int) -> QPointF:
        """Where a party is drawn, as a point of the scene: its dot, or the middle of its land."""
        self._bring_to_pixels()
        found = self.picture.places
        if found is not None and party in found.dots:
            return QPointF(*self._dots[found.dots.index(party)].tolist())
        return QPointF(*self.camera.to_pixels(self.picture.point_p2[[party]])[0].tolist())

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        picture, palette = self.picture, self.picture.palette
        painter.save()
        painter.setClipRect(self._box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self._box, palette.surface)
        self._bring_to_pixels()
        painter.setPen(QPen(palette.border, 1.0))
        painter.setBrush(palette.background)
        painter.drawPath(self.camera.transform().map(self._sea))
        self._paint_land(painter)
        if picture.places is not None:
            self._paint_dots(painter, picture.places)
            self._paint_marks(painter, picture.places)
        painter.restore()

    def _bring_to_pixels(self) -> None:
        """Turn land and dots into pixels, if what is seen has changed; None: out of sight."""
        key = (self.camera.key, self.picture.places)
        if self._seen and self._seen[0] == key[0] and self._seen[1] is key[1]:
            return
        self._seen = key
        transform = self.camera.transform()
        self._paths = []
        for path in self._land:
            seen = transform.mapRect(path.boundingRect()).intersects(self._box)
            self._paths.append(transform.map(path) if seen else None)
        found = self.picture.places
        spots = np.zeros((0, 2)) if found is None else found.dot_n2
        self._dots = apart(self.camera.to_pixels(spots), 2.0 * self._radius + 1.0)

    def _paint_land(self, painter: QPainter) -> None:
        """Fill, hatch and border, areas of one look after another."""
        picture = self.picture
        by_look: dict[Look, list[int]] = {}
        if picture.places is None:
            by_look[NO_PARTY] = list(range(len(self._paths)))
        else:
            for n, party in enumerate(picture.places.party_a.tolist()):
                by_look.setdefault(picture.style(party) if party >= 0 else party, []).append(n)
        looks = sorted(by_look, key=_depth)
        painter.setPen(Qt.PenStyle.NoPen)
        for look in looks:
            painter.setBrush(land_fill(picture.palette, look))
            self._draw_areas(painter, by_look[look])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for look, path in self._hatched(by_look):
            painter.setPen(hatch_pen(picture.palette, look))
            painter.drawPath(path)
        for look in looks:
            painter.setPen(border_pen(picture.palette, look, self.camera.scale))
            self._draw_areas(painter, by_look[look])

    def _draw_areas(self, painter: QPainter, ns: Sequence[int]) -> None:
        for n in ns:
            path = self._paths[n]
            if path is not None:
                painter.drawPath(path)

    def _hatched(self, by_look: dict[Look, list[int]]) -> list[tuple[Look, QPainterPath]]:
        """Hatching of all land, by look; kept until the round or what is seen changes."""
        key = (self._seen, tuple((look, tuple(ns)) for look, ns in by_look.items()))
        if key != self._hatching[0]:
            made = []
            for look, ns in by_look.items():
                inside = [self._edges[n] for n in ns if self._paths[n] is not None]
                edges = np.vstack([np.zeros((0, 4)), *inside]).reshape(-1, 2)
                lines = hatch_lines(look, self.camera.to_pixels(edges).reshape(-1, 4))
                if len(lines):
                    ends = lines.reshape(-1, 2)
                    path = pg.arrayToQPath(ends[:, 0], ends[:, 1], connect="pairs")
                    made.append((look, path))
            self._hatching = (key, made)
        return self._hatching[1]

    def _paint_dots(self, painter: QPainter, found: Places) -> None:
        for party, (x, y) in zip(found.dots, self._dots.tolist(), strict=True):
            style = self.picture.style(party)
            paint_dot(painter, self.picture.palette, style, QPointF(x, y), self._radius)

    def _paint_marks(self, painter: QPainter, found: Places) -> None:
        for party, width in ((self.hovered, 1.4), (self.picture.selected, 2.4)):
            if party < 0 or party in found.nowhere:
                continue
            outline = self._outline(party, found)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.picture.palette.surface, width + 2.0))
            painter.drawPath(outline)
            painter.setPen(QPen(self.picture.palette.accent, width))
            painter.drawPath(outline)
        if self.picture.selected >= 0 and self.picture.selected not in found.nowhere:
            self._paint_name(painter, self.picture.selected)

    def _outline(self, party: int, found: Places) -> QPainterPath:
        """Border of a party's land, or a ring where that would be too small to see."""
        outline = QPainterPath()
        for n in np.flatnonzero(found.party_a == party).tolist():
            path = self._paths[n]
            if path is not None:
                outline.addPath(path)
        box = outline.boundingRect()
        if max(box.width(), box.height()) < SMALL:
            reach = self._radius + 4.0 if party in found.dots else SMALL / 2.0 + 2.0
            outline.addEllipse(self.spot_of(party), reach, reach)
        return outline

    def _paint_name(self, painter: QPainter, party: int) -> None:
        font = QFont(self.font)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetricsF(font)
        spot, name = self.spot_of(party), self.picture.names[party]
        box = QRectF(0.0, 0.0, metrics.horizontalAdvance(name) + 8.0, metrics.height())
        box.moveCenter(spot + QPointF(0.0, self._radius + 8.0 + box.height() / 2.0))
        room = self._box.adjusted(2.0, 2.0, -2.0, -2.0)
        box.moveLeft(min(max(box.left(), room.left()), room.right() - box.width()))
        box.moveTop(min(max(box.top(), room.top()), room.bottom() - box.height()))
        ground = QColor(self.picture.palette.surface)
        ground.setAlphaF(0.85)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 3.0, 3.0)
        painter.setFont(font)
        painter.setPen(self.picture.palette.text)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def _depth(look: Look) -> tuple[bool, bool, object]:
    """Land of no party first, then imputed, then known: strong borders on top."""
    return (False, False, look) if isinstance(look, int) else (True, look[1], look)


def _path(rings: Sequence[F8]) -> QPainterPath:
    path = QPainterPath()
    for ring in rings:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in ring.tolist()]))
        path.closeSubpath()
    return path
