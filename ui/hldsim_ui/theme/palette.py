"""The colours of a theme, by what they are for. Views are given one of these, never a QPalette."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor

from hldsim_ui.theme.contrast import SHAPE, TEXT, contrast_ratio, mixed, readable

DAY = (
    "#1933d6",  # blue
    "#e07707",  # orange
    "#1c7550",  # green
    "#ac3e85",  # magenta
    "#8b1503",  # dark red
    "#1e88c2",  # sky blue
    "#776c1c",  # olive
    "#522885",  # violet
)
"""Hues of coalitions on white. Found by search from those of [OkabeIto2008], whose blue and green
are too near each other without S cones: every two, and the uncommitted, differ by a CIEDE2000 of
11 or more in ordinary sight and without L, M or S cones, the first three by 18; thinned for an
imputed position, by 7 and 11. All stand out from white by 3 to 1."""

NIGHT = (
    "#5982ff",  # blue
    "#eb9920",  # orange
    "#06cc99",  # green
    "#ce92be",  # pink
    "#d2502b",  # red
    "#aad8fb",  # sky blue
    "#f1e547",  # yellow
    "#986db0",  # violet
)
"""The same hues, in the same order, on near black."""

THINNED = 0.62
"""Strength of the fill where a position is imputed, so that it looks unlike a known one."""

SHAPES = {"source": "t1", "destination": "o", "transit": "d", "mixed": "s"}
"""Symbols by role, as pyqtgraph names them: triangle, disc, diamond, square."""


@dataclass(frozen=True)
class Palette:
    """Colours by purpose. Text colours reach a contrast of 4.5 on every ground they stand on.

    Attributes
    ----------
    name : str
        Of the theme.
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
    hues : tuple of str
        Fills of coalitions, in the order of proposals.
    points : float
        Size of the text, in points.
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
    hues: tuple[str, ...]
    points: float = 10.0

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
        """Return the same colour as text, 4.5 to 1 on surface and background."""
        on_surface = readable(self.coalition(d), self.surface, self.text, TEXT)
        return readable(on_surface, self.background, self.text, TEXT)

    def on_coalition(self, d: int) -> QColor:
        """Return black or white, whichever reads better on ``coalition(d)``: 4.58 or more."""
        fill = self.coalition(d)
        return max(
            (QColor("#000000"), QColor("#ffffff")), key=lambda ink: contrast_ratio(ink, fill)
        )

    def shape(self, role: str) -> str:
        """Return the symbol of a role, as pyqtgraph names it."""
        return SHAPES.get(str(role), "s")


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
    uncommitted=QColor("#848c96"),
    hues=DAY,
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
    uncommitted=QColor("#7c828a"),
    hues=NIGHT,
)

PROJECTOR = Palette(
    name="projector",
    background=QColor("#ffffff"),
    surface=QColor("#ffffff"),
    raised=QColor("#f1f3f6"),
    text=QColor("#000000"),
    muted=QColor("#333a44"),
    grid=QColor("#c3c9d2"),
    border=QColor("#6f7884"),
    accent=QColor("#0a3d99"),
    accent_text=QColor("#ffffff"),
    danger=QColor("#8c0f08"),
    good=QColor("#004d2e"),
    uncommitted=QColor("#848c96"),
    hues=DAY,
    points=14.0,
)
"""Black on white in big type: a lit room leaves a projector no black, so what is bright must be
the ground. Text reaches 7 to 1, lines between areas 3 to 1."""

THEMES = {palette.name: palette for palette in (LIGHT, DARK, PROJECTOR)}


def sized(palette: Palette, percent: int) -> Palette:
    """Return a theme with its text at ``percent`` of its own size; at 100 the theme itself.

    The same arguments give the same object, so that views know what they were dressed in.
    """
    return THEMES[palette.name] if percent == 100 else _sized(palette.name, percent)


@lru_cache(maxsize=32)
def _sized(name: str, percent: int) -> Palette:
    theme = THEMES[name]
    return replace(theme, points=theme.points * percent / 100.0)
