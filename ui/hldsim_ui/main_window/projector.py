"""The projector window: what the meeting does, in type that the back row can read.

Rule: no type is smaller than a thirtieth of the window's height. A row at the back of a room sits
about eight picture heights away; from there such a letter is as large as 10 point print at arm's
length and a half.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from string import Template
from typing import Any

from PySide6.QtCore import QByteArray, QRect, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from hldsim_ui.board import Shown
from hldsim_ui.fence import guarded
from hldsim_ui.main_window.on_screen import bring_on_screen
from hldsim_ui.main_window.parts import VIEWS, make_part
from hldsim_ui.main_window.projector_panels import BackingKey, TextOnTable
from hldsim_ui.main_window.projector_words import headline
from hldsim_ui.panels.host import ViewHost
from hldsim_ui.panels.toolbar import ElidedLabel
from hldsim_ui.settings import flag
from hldsim_ui.theme.apply import qt_palette
from hldsim_ui.theme.icons import app_icon
from hldsim_ui.theme.palette import PROJECTOR, THEMES, Palette
from hldsim_ui.theme.stylesheet import named_colours, stylesheet

LINES = 30.0
"""Heights of the smallest type that the window's height holds."""
SMALLEST = 0.85
"""Size of the smallest type in a view, of its own: so much larger is the rest of it."""
SHARE = 43
"""Share of the width that the text takes, in per cent."""
FIRST_SIZE = (1024, 768)
_GEOMETRY, _FULL, _THEME = "projector/geometry", "projector/full_screen", "projector/theme"
_OWN = Template("#audience { background: $background; } #audience QLabel { color: $text; }")
"""Else the desk's theme would shine through."""
IMPUTED = "Paler marks: positions imputed"


class Audience(ViewHost):
    """A live view in the projector's own colours, without its legend: that stands beside it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        part = next(part for part in VIEWS if part.name == name)
        super().__init__(part.title, parent)
        self.colours: Palette = PROJECTOR
        view = make_part(part)
        view.widget.roomy = 1 << 20  # never wide enough for the legend
        view.widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.widget.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.adopt(view)

    def show_state(self, shown: Shown, _palette: Palette) -> None:
        """Show a round, in the projector's colours."""
        super().show_state(shown, self.colours)


class Projector(QWidget):
    """A second window, for the audience. It follows the round that the desk shows.

    ``closed`` says that it went. Keys it does not know itself go to ``desk``.

    Parameters
    ----------
    settings : QSettings
        Where its place and theme are remembered.
    desk : callable
        What hears its keys: the desk's own handler.
    """

    closed = Signal()

    def __init__(self, settings: QSettings, desk: Callable[[QKeyEvent], object]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle("hldsim: for the audience")
        self.setObjectName("audience")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowIcon(app_icon())
        self._settings, self._desk = settings, desk
        self._shown = Shown()
        theme = str(settings.value(_THEME, PROJECTOR.name))
        self.theme = theme if theme in THEMES else PROJECTOR.name
        self.title, self.headline, self.note = ElidedLabel(), QLabel(), QLabel(IMPUTED)
        self.map, self.support = Audience("coalition_map", self), Audience("support", self)
        self.key, self.text = BackingKey(), TextOnTable()
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(60)
        self._soon.timeout.connect(self.dress)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def hosts(self) -> list[Any]:
        """What is brought up to date each round, one a turn: the words first."""
        return [self, self.map, self.support]

    def _lay_out(self) -> None:
        beside, left = QWidget(), QWidget()
        side = QVBoxLayout(beside)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.key)
        side.addWidget(self.text, 1)
        pictures = QVBoxLayout(left)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(0)
        pictures.addWidget(self.map, 5)
        pictures.addWidget(self.note)
        pictures.addWidget(self.support, 4)
        row = QHBoxLayout()
        row.setSpacing(16)
        for widget, share in ((left, 100 - SHARE), (beside, SHARE)):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            row.addWidget(widget, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 8)
        column.setSpacing(4)
        for widget in (self.title, self.headline):
            column.addWidget(widget)
        column.addLayout(row, 1)

    # ---------------------------------------------------------------- showing

    def show_state(self, shown: Shown, _palette: Palette) -> None:
        """Bring the words up to date."""
        self._shown = shown
        self.title.say(shown.title)
        if shown.history is None or not 0 <= shown.k <= shown.history.last:
            self.headline.setText("")
            return
        palette = self.map.colours
        self.headline.setText(headline(shown.history, shown.k))
        self.key.show_round(shown.history, shown.k, palette)
        self.text.show_round(shown.history, shown.k, palette)

    def dress(self) -> None:
        """Take the theme, in the size of type that goes with the height of the window."""
        least = self.height() / LINES * 72.0 / self.logicalDpiY()
        theme = THEMES[self.theme]
        palette = replace(theme, points=least / SMALLEST)
        if self.map.colours != palette:
            self.setPalette(qt_palette(palette))
            self.setStyleSheet(stylesheet(palette) + _OWN.substitute(named_colours(palette)))
            for host in (self.map, self.support):
                host.colours = palette
        for widget, size in (
            (self.title, 1.25),
            (self.headline, 1.15),
            (self.note, 1.0),
            (self.key, 1.0),
            (self.text.heading, 1.0),
            (self.text.body, 1.0),
            (self.map, 1.0 / SMALLEST),
            (self.support, 1.0 / SMALLEST),
        ):
            font = widget.font()
            font.setPointSizeF(size * least)
            font.setBold(widget is self.title)
            widget.setFont(font)
            if isinstance(widget, Audience):  # beside a stylesheet it would not be passed on
                widget.view.widget.setFont(font)
        self.title.fit()
        for host in self.hosts:
            host.show_state(self._shown, palette)

    def choose(self, theme: str) -> None:
        """Take another theme, and remember it."""
        self.theme = theme
        self._settings.setValue(_THEME, theme)
        self.dress()

    # ---------------------------------------------------------------- where it stands

    def open_beside(self, main: QWidget) -> None:
        """Show it where it was; the first time full screen on another screen, if there is one."""
        geometry = self._settings.value(_GEOMETRY)
        free = other_screen(main.frameGeometry())
        if isinstance(geometry, QByteArray) and self.restoreGeometry(geometry):
            full = flag(self._settings, _FULL)
        elif free is not None:
            self.setGeometry(free)
            full = True
        else:
            self.resize(*FIRST_SIZE)
            full = False
        bring_on_screen(self)
        if full:
            self.showFullScreen()
        else:
            self.show()
        self.dress()
        self.setFocus()

    def turn_full_screen(self) -> None:
        """Fill the screen, or leave it again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def save(self) -> None:
        """Remember where it stands."""
        self._settings.setValue(_FULL, self.isFullScreen())
        if not self.isFullScreen():
            self._settings.setValue(_GEOMETRY, self.saveGeometry())
        elif self._settings.value(_GEOMETRY) is None:
            self._settings.setValue(_GEOMETRY, self.saveGeometry())

    # ---------------------------------------------------------------- Qt's own

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._soon.start()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F11:
            self.turn_full_screen()
        elif event.key() == Qt.Key.Key_Escape:
            if self.isFullScreen():
                self.showNormal()
            else:
                self.close()
        else:
            self._desk(event)

    @guarded()
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in THEMES:
            action = QAction(name.capitalize(), menu)
            action.setCheckable(True)
            action.setChecked(name == self.theme)
            action.triggered.connect(lambda _=False, name=name: self.choose(name))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("&Full screen (F11)", self.turn_full_screen)
        menu.addAction("&Close (Esc)", self.close)
        menu.popup(event.globalPos())

    @guarded()
    def closeEvent(self, event: QCloseEvent) -> None:
        self.save()
        super().closeEvent(event)
        self.closed.emit()


def other_screen(main: QRect) -> QRect | None:
    """The free area of the first screen that the main window is not on, or None."""
    places = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    free = [place for place in places if not place.contains(main.center())]
    return free[0] if free and len(places) > 1 else None
