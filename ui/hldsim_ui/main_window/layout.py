"""Where panels stand, at first and next time."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QByteArray, QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar

from hldsim_ui.main_window.makers import BOTTOM, LEFT, RIGHT
from hldsim_ui.main_window.on_screen import bring_on_screen
from hldsim_ui.main_window.parts import VIEW_NAMES
from hldsim_ui.main_window.presets import FIRST, PRESETS, WIDE_PARTS, Preset
from hldsim_ui.theme.apply import text_scale

VERSION = 5
"""Of the saved state: goes up when panels come or go, so that an old one is not put back."""
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
TALL = 950
"""Height of the window, in pixels, from which the panels on the right stand one above the other."""
WIDE = 1500
"""Width from which places on the left and below stand side by side."""
RIGHT_LEAST = 330
"""Width of the inspector, in pixels, below which it has to be scrolled sideways."""
_SIDE, _DOWN = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


def forget(settings: QSettings) -> None:
    """Forget where everything stood, also the size of the window."""
    for key in ("window/geometry", "window/state"):
        settings.remove(key)


def _beside(part: str, preset: Preset) -> str:
    """The open part that a closed one would share its place with: wide ones go left."""
    if part in WIDE_PARTS:
        return preset.left[0][0]
    return (preset.bottom if part in VIEW_NAMES else preset.right)[0][0]


class Layout(QObject):
    """Puts docks in their places, saves and restores them."""

    def __init__(self, window: QMainWindow, settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._wanted: Preset | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.settle)
        for dock in self._docks():
            for signal in (
                dock.dockLocationChanged,
                dock.topLevelChanged,
                dock.visibilityChanged,
            ):
                signal.connect(self.settle_soon)

    def restore(self) -> None:
        """Put the window where it was, or where it should be at first."""
        window = self._window
        geometry = self._settings.value("window/geometry")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            self._first_size()
        bring_on_screen(window)
        state = self._settings.value("window/state")
        if not isinstance(state, QByteArray) or not window.restoreState(state, VERSION):
            self.arrange(FIRST)
        self.settle_soon()

    def save(self) -> None:
        """Remember where everything stands."""
        self._settings.setValue("window/geometry", self._window.saveGeometry())
        self._settings.setValue("window/state", self._window.saveState(VERSION))

    def arrange(self, name: str) -> None:
        """Open the views and panels of a preset, in their places, and close the others.

        Qt builds its tab bars anew with each step and leaves those in between lying about, shown;
        they are put away once the docks have settled.
        """
        window, preset, docks = self._window, PRESETS[name], self._window.docks
        opened = set(preset)
        for dock in docks.values():
            dock.setFloating(False)
            window.removeDockWidget(dock)
        side = window.width() >= WIDE
        self._place(LEFT, preset.left, _SIDE if side else None)
        self._place(BOTTOM, preset.bottom, _SIDE if side else None)
        self._place(RIGHT, preset.right, _DOWN if window.height() >= TALL else None)
        for part, dock in docks.items():
            if part not in opened:  # as a tab of the others, for when it is opened
                window.addDockWidget(BOTTOM, dock)
                window.tabifyDockWidget(docks[_beside(part, preset)], dock)
                dock.hide()
        for tabs in (*preset.left, *preset.bottom, *preset.right):
            docks[tabs[0]].raise_()
        self._first_tab()
        self._proportions(preset)
        self._wanted = preset
        self.settle_soon()

    def _place(
        self,
        area: Qt.DockWidgetArea,
        places: tuple[tuple[str, ...], ...],
        apart: Qt.Orientation | None,
    ) -> None:
        """Put tabs into an area: places one beside the other, or all as tabs of one.

        Places are split before anything is tabbed: Qt makes a tab of what is split off a tab.
        """
        window, docks = self._window, self._window.docks
        if apart is None:
            places = (tuple(name for tabs in places for name in tabs),)
        for n, tabs in enumerate(places):
            window.addDockWidget(area, docks[tabs[0]])
            if n and apart is not None:
                window.splitDockWidget(docks[places[n - 1][0]], docks[tabs[0]], apart)
        for tabs in places:
            for before, name in itertools.pairwise(tabs):
                window.addDockWidget(area, docks[name])
                window.tabifyDockWidget(docks[before], docks[name])
        for tabs in places:
            for name in tabs:
                docks[name].show()
            docks[tabs[0]].raise_()

    def _first_tab(self) -> None:
        """Show the record where it shares its place with panels that wait for a selection."""
        record = self._window.docks["meeting_record"]
        if self._window.tabifiedDockWidgets(record) and not self._window.anybody_selected:
            record.raise_()

    def show(self, name: str) -> None:
        """Open a view or panel, and bring it up."""
        dock = self._window.docks[name]
        dock.show()
        dock.raise_()

    def show_selected(self) -> None:
        """Bring up the inspector, unless who is selected is seen already, or from the record."""
        docks = self._window.docks
        about_party = (docks["inspector"], docks["preferences"])
        seen = any(dock.isVisible() and not dock.visibleRegion().isEmpty() for dock in about_party)
        focus = QApplication.focusWidget() or self._window
        if not seen and not docks["meeting_record"].isAncestorOf(focus):
            self.raise_inspector()

    def raise_inspector(self, *_: object) -> None:
        """Bring the inspector up, if it has not been closed."""
        dock = self._window.docks["inspector"]
        if not dock.isHidden() or self._window.tabifiedDockWidgets(dock):
            dock.raise_()

    def _proportions(self, preset: Preset) -> None:
        window, docks = self._window, self._window.docks
        wide, high = window.width(), window.height()
        right = max(round(RIGHT_LEAST * text_scale()), round(wide * preset.width))
        columns = [tabs[0] for tabs in preset.left]
        if wide < WIDE:
            columns = columns[:1]
        share = round((wide - right) / len(columns))
        window.resizeDocks(
            [docks[name] for name in (*columns, preset.right[0][0])],
            [*[share] * len(columns), right],
            _SIDE,
        )
        below = docks[preset.bottom[0][0]]
        bottom = round(high * preset.height)
        window.resizeDocks([docks[columns[0]], below], [high - bottom - 120, bottom], _DOWN)
        if high >= TALL and len(preset.right) > 1:
            rows = [docks[tabs[0]] for tabs in preset.right]
            window.resizeDocks(rows, [round(high * 0.5), round(high * 0.3)], _DOWN)

    def settle_soon(self, *_: object) -> None:
        """Look at titles once the docks have moved."""
        self._soon.start()

    def settle(self) -> None:
        """Docks under a tab leave their title to it."""
        for dock in self._docks():
            together = [
                d
                for d in self._window.tabifiedDockWidgets(dock)
                if d.isVisible() or not d.isHidden()
            ]
            dock.settle(bool(together))
        if self._wanted is not None and self._window.isVisible():
            wanted, self._wanted = self._wanted, None
            self._proportions(wanted)  # once more, now that the window and its tabs are there
            self._first_tab()
        self._put_tab_bars_away()

    def _put_tab_bars_away(self) -> None:
        """Hide tab bars that belong to no group of docks any more."""
        titles = {dock.windowTitle(): dock.title for dock in self._docks()}
        groups = []
        for dock in self._docks():
            names = {dock.windowTitle()}
            names |= {d.windowTitle() for d in self._window.tabifiedDockWidgets(dock)}
            groups.append(names)
        for bar in self._window.findChildren(QTabBar, "", _DIRECT):
            shown = {bar.tabText(n) for n in range(bar.count())}
            belongs = shown in groups and self._touches_a_dock(bar)
            if bar.isHidden() == belongs:
                bar.setVisible(belongs)
            for n in range(bar.count()):
                bar.setTabToolTip(n, titles.get(bar.tabText(n), ""))

    def _touches_a_dock(self, bar: QTabBar) -> bool:
        """Whether a tab bar stands on top of a dock; one left lying about stands anywhere."""
        if not self._window.isVisible():
            return True
        below = [dock.geometry() for dock in self._docks() if dock.isVisible()]
        edge = bar.geometry()
        return any(
            abs(box.top() - edge.bottom()) <= 2 and abs(box.left() - edge.left()) <= 2
            for box in below
        )

    def _docks(self) -> list[QDockWidget]:
        return list(self._window.docks.values())

    def _first_size(self) -> None:
        screen = QGuiApplication.primaryScreen()
        free = screen.availableGeometry() if screen else None
        size = self._window.sizeHint()
        if free is not None:
            size = size.boundedTo(free.size() * 0.94)
        self._window.resize(size)
        if free is not None:
            self._window.move(free.center() - self._window.rect().center())
