"""Icons: own SVG drawings, recoloured from the palette (Qt's own stay black on dark)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from hldsim.places import resources_dir
from hldsim_ui.theme.contrast import mixed
from hldsim_ui.theme.palette import Palette

SIZES = (16, 20, 24, 32, 48)


def icon(name: str, palette: Palette, role: str = "text") -> QIcon:
    """Return an icon of ``resources/icons`` in a colour of the palette.

    Parameters
    ----------
    name : str
        File name without ``.svg``.
    role : str
        Which colour of the palette: ``"text"``, ``"muted"``, ``"accent_text"``, ``"danger"``.
    """
    colour = getattr(palette, role)
    faint = mixed(palette.muted, palette.background, 0.35)
    made = QIcon()
    for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, faint)):
        for drawn in _drawn(name, ink, SIZES):
            made.addPixmap(drawn, mode)
    return made


def pixmap(name: str, colour: QColor, size: int) -> QPixmap:
    """Draw one icon at one size, in one colour, on nothing."""
    return _drawn(name, colour, (size,))[0]


def app_icon() -> QIcon:
    """Return the icon of the application itself; it keeps its own colours."""
    made = QIcon()
    for drawn in _drawn("app", QColor("#000000"), (16, 32, 64, 128, 256)):
        made.addPixmap(drawn)
    return made


def _drawn(name: str, colour: QColor, sizes: Sequence[int]) -> list[QPixmap]:
    """One icon at several sizes; its drawing is read once for all of them."""
    text = _drawing(name).replace("currentColor", colour.name())
    drawing = QSvgRenderer(QByteArray(text.encode()))
    made = []
    for size in sizes:
        drawn = QPixmap(QSize(size, size))
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        drawing.render(painter)
        painter.end()
        made.append(drawn)
    return made


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
