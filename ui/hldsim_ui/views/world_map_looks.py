"""How land and dots look on the world map: a colour and a hatching by what is backed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hldsim_ui.theme import Palette
from hldsim_ui.theme.contrast import mixed
from hldsim_ui.views.map_items import fill_and_pen
from hldsim_ui.views.world_map_data import DISPUTED
from hldsim_ui.views.world_map_shapes import edges_of, hatch

F8 = NDArray[np.float64]

HATCHES = (45.0, 135.0, 0.0, 90.0, 20.0, 160.0, 65.0, 115.0)
"""Angles of the hatching of proposals in their order, so that colour is never alone."""
SPACING = 6.0
"""Between two lines of hatching, in pixels."""
DOT = 4.5
"""Largest radius of a dot, in pixels."""
FAINT = 0.16
"""How strongly parties that the focus leaves out are drawn."""

Style = tuple[int, bool, bool]
"""Proposal backed (-1: none), position known, shown fully."""
Look = Style | int
"""How land looks: the style of its party, or ``NO_PARTY`` or ``DISPUTED``."""


def hatch_lines(look: Look, edges_n4: F8) -> F8:
    """Hatching of land with these edges, in pixels with y down, (m, 4); none for plain looks.

    One direction a proposal; both ways across where the status is disputed.
    """
    if isinstance(look, tuple):
        angles = (HATCHES[look[0] % len(HATCHES)],) if look[0] >= 0 else ()
    else:
        angles = (45.0, 135.0) if look == DISPUTED else ()
    spacing = SPACING if isinstance(look, tuple) else 0.7 * SPACING
    found = [hatch(edges_n4, -angle, spacing) for angle in angles]
    return np.vstack(found) if found else np.zeros((0, 4))


def party_fill_and_pen(
    palette: Palette, backed: int, known: bool, kept: bool
) -> tuple[QColor, QPen]:
    """How a party looks: as its symbol on the coalition map does, faint if left out.

    Paler, not translucent: blending takes four times as long on so much land.
    """
    fill, pen = fill_and_pen(palette, backed, known)
    pen.setWidthF(1.0)  # wider ones are slow along coasts
    strength = fill.alphaF() if kept else FAINT * fill.alphaF()
    if not kept:
        pen.setColor(mixed(pen.color(), palette.surface, 1.0 - 2.0 * FAINT))
    fill.setAlphaF(1.0)
    return mixed(fill, palette.surface, 1.0 - strength), pen


def border_pen(palette: Palette, look: Look, scale: float) -> QPen:
    """Border of land: strong where the party's position is known, else a gap to its neighbours.

    The gap is the narrower, the fewer pixels a unit of the plane has: small islands need theirs.
    """
    if not isinstance(look, tuple):
        return land_fill_and_pen(palette, look)[1]
    gap = QPen(palette.surface, float(np.clip(0.003 * scale, 0.3, 1.0)))
    return party_fill_and_pen(palette, *look)[1] if look[1] else gap


def land_fill(palette: Palette, look: Look) -> QColor:
    """Colour of land."""
    of_party = isinstance(look, tuple)
    return (party_fill_and_pen(palette, *look) if of_party else land_fill_and_pen(palette, look))[0]


def land_fill_and_pen(palette: Palette, look: int) -> tuple[QColor, QPen]:
    """How land of no party looks: as the page; grey, dotted around and hatched if disputed."""
    if look == DISPUTED:
        return mixed(palette.muted, palette.surface, 0.7), QPen(
            palette.muted, 1.0, Qt.PenStyle.DotLine
        )
    return QColor(palette.surface), QPen(palette.border, 1.0)


def hatch_pen(palette: Palette, look: Look) -> QPen:
    """Lines on land: its colour, mixed with black or white, whichever reads better there."""
    fill = land_fill(palette, look)
    if not isinstance(look, tuple):
        return QPen(mixed(fill, palette.muted, 0.7), 1.0)
    return QPen(mixed(fill, palette.on_coalition(look[0]), 0.5 if look[2] else FAINT), 1.0)


def dot_radius(scale: float) -> float:
    """Radius of a dot, in pixels, on a map of so many pixels a unit of its plane."""
    return float(np.clip(0.024 * scale, 2.6, DOT))


def paint_dot(
    painter: QPainter, palette: Palette, style: Style, at: QPointF, radius: float = DOT
) -> None:
    """A dot with one line of its proposal's hatching."""
    fill, pen = party_fill_and_pen(palette, *style)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawEllipse(at, radius, radius)
    if style[0] >= 0:
        painter.setPen(hatch_pen(palette, style))
        turn = np.radians(HATCHES[style[0] % len(HATCHES)])
        way = QPointF(float(np.cos(turn)), -float(np.sin(turn))) * (radius - 0.5)
        painter.drawLine(at - way, at + way)


def swatch(palette: Palette, look: Look, painter: QPainter, box: QRectF) -> None:
    """A sample of land, for the key."""
    painter.fillRect(box, land_fill(palette, look))
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
    ring = corners * [box.width(), box.height()] + [box.left(), box.top()]
    painter.setPen(hatch_pen(palette, look))
    for x0, y0, x1, y1 in hatch_lines(look, edges_of([ring])).tolist():
        painter.drawLine(QPointF(x0, y0), QPointF(x1, y1))
    of_party = isinstance(look, tuple)
    painter.setPen(
        party_fill_and_pen(palette, *look)[1] if of_party else land_fill_and_pen(palette, look)[1]
    )
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)


def dot_sample(palette: Palette, painter: QPainter, box: QRectF) -> None:
    """A sample of a dot, for the key."""
    paint_dot(painter, palette, (-1, False, True), box.center())
