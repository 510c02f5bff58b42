"""How the application looks: the user's choices, remembered; or the desktop's theme, followed."""

from __future__ import annotations

import math
from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication

from hldsim_ui.theme.apply import apply_theme
from hldsim_ui.theme.motion import still
from hldsim_ui.theme.palette import DARK, LIGHT, PROJECTOR, Palette, sized

_THEME, _SIZE, _MOTION = "look/theme", "look/text_size", "look/reduced_motion"
SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Sizes of text that one may choose, in per cent of the theme's own."""


class ThemeChoice(StrEnum):
    """What a user may choose in the View menu."""

    LIGHT = "light"
    DARK = "dark"
    PROJECTOR = "projector"
    DESKTOP = "desktop"


_THEMES = {
    ThemeChoice.LIGHT: LIGHT,
    ThemeChoice.DARK: DARK,
    ThemeChoice.PROJECTOR: PROJECTOR,
}


class ThemeKeeper(QObject):
    """Holds the theme of the application and tells when it changes.

    ``changed`` carries the new `Palette`, also where only the size of the text is new.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, settings: QSettings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self.choice = _choice(settings.value(_THEME, ThemeChoice.DESKTOP.value))
        self.text_size = _size(settings.value(_SIZE, 100))
        self.reduced_motion = str(settings.value(_MOTION, "false")).lower() == "true"
        self.palette: Palette = self._wanted()
        apply_theme(app, self.palette)
        still(app, self.reduced_motion)
        app.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    def choose(self, choice: ThemeChoice | str) -> None:
        """Take a user's choice, remember it, and dress the application."""
        self.choice = _choice(choice)
        self._settings.setValue(_THEME, self.choice.value)
        self._dress()

    def set_text_size(self, percent: int) -> None:
        """Show text at the nearest of `SIZES`, and remember it."""
        self.text_size = _size(percent)
        self._settings.setValue(_SIZE, self.text_size)
        self._dress()

    def step_text_size(self, steps: int) -> None:
        """Show text so many sizes larger (or smaller), as far as they go."""
        place = SIZES.index(self.text_size) + steps
        self.set_text_size(SIZES[max(0, min(place, len(SIZES) - 1))])

    def reduce_motion(self, reduced: bool) -> None:
        """Let nothing blink, fade or slide; remembered."""
        self.reduced_motion = bool(reduced)
        self._settings.setValue(_MOTION, self.reduced_motion)
        still(self._app, self.reduced_motion)

    def _desktop_changed(self, _scheme: object) -> None:
        if self.choice is ThemeChoice.DESKTOP:
            self._dress()

    def _dress(self) -> None:
        wanted = self._wanted()
        if wanted is not self.palette:
            self.palette = wanted
            apply_theme(self._app, wanted)
            self.changed.emit(wanted)

    def _wanted(self) -> Palette:
        theme = _THEMES.get(self.choice)
        if theme is None:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            theme = DARK if dark else LIGHT
        return sized(theme, self.text_size)


def _choice(value: object) -> ThemeChoice:
    try:
        return ThemeChoice(str(value))
    except ValueError:  # a settings file of another version
        return ThemeChoice.DESKTOP


def _size(value: object) -> int:
    """The nearest of `SIZES`; 100 for what is no number."""
    try:
        wanted = float(str(value))
    except ValueError:
        wanted = math.nan
    if not math.isfinite(wanted):
        return 100
    return min(SIZES, key=lambda size: abs(size - wanted))
