"""The colours of a theme, by what they are for. Views are given one of these, never a QPalette."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from PySide6.QtGui import QColor

from hldsim_ui.theme.contrast import SHAPE, TEXT, mixed, readable

OKABE_ITO = (
    "#0072b2",  # blue
    "#e69f00",  # orange
    "#009e73",  # green
    "#cc79a7",  # purple
    "#d55e00",  # vermilion
    "#56b4e9",  # sky blue
    "#f0e442",  # yellow
)
"""Eight colours that people with colour blindness tell apart (black, the eighth, is text)."""

SHAPES = {"source": "t1", "destination": "o", "transit": "d", "mixed": "s"}
"""Symbols by role, as pyqtgraph names them: triangle, disc, diamond, square."""


@dataclass(frozen=True)
class Palette:
    """Colours by purpose. Text colours reach a contrast of 4.5 on every ground they stand on.

    Attributes
    ----------
    background : QColor
        The window itself: bars, docks.
    surface : QColor
        What data lies on: plots, tables, fields.
    raised : QColor
        Buttons and headers.
    text, muted : QColor
        Text, and text that may stand back.
    grid, border : QColor
        Lines inside plots, and lines between areas.
    accent, accent_text : QColor
        The one colour for what is chosen or comes next, and text on it.
    danger, good : QColor
        Text for what failed, and for what was adopted.
    uncommitted : QColor
        Parties that back no design.
    """

    name: str
    background: QColor
    surface: QColor
    raised: QColor
    text: QColor
    muted: QColor
    grid: QColor
    border: QColor
    accent: QColor
    accent_text: QColor
    danger: QColor
    good: QColor
    uncommitted: QColor
    hues: tuple[str, ...] = field(default=OKABE_ITO)

    @property
    def dark(self) -> bool:
        """Whether text is lighter than what it stands on."""
        return self.surface.lightnessF() < 0.5

    def coalition(self, d: int) -> QColor:
        """Return the fill of whoever backs proposal ``d``; -1 is uncommitted."""
        return QColor(_hue(self.hues, d)) if d >= 0 else QColor(self.uncommitted)

    def coalition_border(self, d: int) -> QColor:
        """Return the same colour, standing out from the surface by 3 to 1: outlines, lines."""
        return readable(self.coalition(d), self.surface, self.text, SHAPE)

    def coalition_text(self, d: int) -> QColor:
        """Return the same colour as text on the surface, 4.5 to 1."""
        return readable(self.coalition(d), self.surface, self.text, TEXT)

    def on_coalition(self, d: int) -> QColor:
        """Return black or white, whichever reads better on ``coalition(d)``."""
        fill = self.coalition(d)
        black, white = QColor("#101214"), QColor("#ffffff")
        return readable(black, fill, white, TEXT) if _reads(black, fill) else white

    def shape(self, role: str) -> str:
        """Return the symbol of a role, as pyqtgraph names it."""
        return SHAPES.get(str(role), "s")


def _reads(colour: QColor, behind: QColor) -> bool:
    from hldsim_ui.theme.contrast import contrast_ratio

    return contrast_ratio(colour, behind) >= contrast_ratio(QColor("#ffffff"), behind)


@lru_cache(maxsize=64)
def _hue(hues: tuple[str, ...], d: int) -> str:
    """Hue of proposal ``d``; a second turn of the wheel is darker, a third lighter."""
    turn, place = divmod(d, len(hues))
    if turn == 0:
        return hues[place]
    other = "#000000" if turn % 2 else "#ffffff"
    return mixed(hues[place], other, min(0.35 + 0.1 * (turn // 2), 0.7)).name()


LIGHT = Palette(
    name="light",
    background=QColor("#f3f5f7"),
    surface=QColor("#ffffff"),
    raised=QColor("#fbfcfd"),
    text=QColor("#1a1f26"),
    muted=QColor("#566070"),
    grid=QColor("#e6e9ee"),
    border=QColor("#d0d6de"),
    accent=QColor("#1d5fc4"),
    accent_text=QColor("#ffffff"),
    danger=QColor("#b3261e"),
    good=QColor("#0b6b45"),
    uncommitted=QColor("#a9b1bb"),
)

DARK = Palette(
    name="dark",
    background=QColor("#1d2126"),
    surface=QColor("#15181c"),
    raised=QColor("#2a2f36"),
    text=QColor("#e7eaee"),
    muted=QColor("#a2acb8"),
    grid=QColor("#282d34"),
    border=QColor("#3a414a"),
    accent=QColor("#7ab0ff"),
    accent_text=QColor("#0d1420"),
    danger=QColor("#ff8a80"),
    good=QColor("#5fd3a2"),
    uncommitted=QColor("#6d7681"),
)
