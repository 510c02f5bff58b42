"""Icons: own SVG drawings, recoloured from the palette (Qt's own stay black on dark)."""

from __future__ import annotations

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
    for size in SIZES:
        made.addPixmap(pixmap(name, colour, size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, faint, size), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, colour: QColor, size: int) -> QPixmap:
    """Draw one icon at one size, in one colour, on nothing."""
    text = _drawing(name).replace("currentColor", colour.name())
    drawn = QPixmap(QSize(size, size))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(text.encode())).render(painter)
    painter.end()
    return drawn


def app_icon() -> QIcon:
    """Return the icon of the application itself; it keeps its own colours."""
    made = QIcon()
    for size in (16, 32, 64, 128, 256):
        made.addPixmap(pixmap("app", QColor("#000000"), size))
    return made


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
