"""Which theme is on: the user's choice, remembered; or the desktop's, followed."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtWidgets import QApplication

from hldsim_ui.theme.apply import apply_theme
from hldsim_ui.theme.palette import DARK, LIGHT, Palette

_KEY = "look/theme"


class ThemeChoice(StrEnum):
    """What a user may choose in the View menu."""

    LIGHT = "light"
    DARK = "dark"
    DESKTOP = "desktop"


class ThemeKeeper(QObject):
    """Holds the theme of the application and tells when it changes.

    ``changed`` carries the new `Palette`.
    """

    changed = Signal(object)

    def __init__(self, app: QApplication, settings: QSettings) -> None:
        super().__init__(app)
        self._app = app
        self._settings = settings
        self.choice = _choice(settings.value(_KEY, ThemeChoice.DESKTOP.value))
        self.palette: Palette = self._wanted()
        apply_theme(app, self.palette)
        app.styleHints().colorSchemeChanged.connect(self._desktop_changed)

    def choose(self, choice: ThemeChoice | str) -> None:
        """Take a user's choice, remember it, and dress the application."""
        self.choice = _choice(choice)
        self._settings.setValue(_KEY, self.choice.value)
        self._dress()

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
        if self.choice is ThemeChoice.DESKTOP:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self.choice is ThemeChoice.DARK else LIGHT


def _choice(value: object) -> ThemeChoice:
    try:
        return ThemeChoice(str(value))
    except ValueError:  # a settings file of another version
        return ThemeChoice.DESKTOP
