"""Lines of proposals: a colour and a dash pattern each, so that they differ by more than colour."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from hldsim_ui.theme.palette import LIGHT, Palette

DASHES = ((), (7.0, 2.5), (2.5, 2.0), (8.0, 2.0, 2.0, 2.0), (5.0, 1.5))
"""Dash patterns of proposals in their order."""
UNCOMMITTED_DASH = (1.0, 2.0)


def line_pen(palette: Palette, d: int, width: float = 2.0, alpha: float = 1.0) -> QPen:
    """Return the pen of proposal ``d``; -1 is the uncommitted. It grows with the text."""
    colour = palette.coalition_border(d)
    colour.setAlphaF(alpha)
    pen = QPen(colour, width * palette.points / LIGHT.points)
    pen.setCosmetic(True)
    dash = UNCOMMITTED_DASH if d < 0 else DASHES[d % len(DASHES)]
    if dash:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(list(dash))
    return pen
