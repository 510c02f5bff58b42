"""Where panels stand, at first and next time."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QTabBar

from hldsim_ui.main_window.parts import BOTTOM, PARTS, RIGHT

VERSION = 2
"""Of the saved state: goes up when panels come or go, so that an old one is not put back."""
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
TALL = 950
"""Height of the window, in pixels, from which the panels on the right stand one above the other."""


class Layout(QObject):
    """Puts docks in their places, saves and restores them."""

    def __init__(self, window: QMainWindow, settings: QSettings) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
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
        if geometry is None or not window.restoreGeometry(geometry):
            self._first_size()
        state = self._settings.value("window/state")
        if state is None or not window.restoreState(state, VERSION):
            self.reset()
        self._first_tab()
        self.settle_soon()

    def save(self) -> None:
        """Remember where everything stands."""
        self._settings.setValue("window/geometry", self._window.saveGeometry())
        self._settings.setValue("window/state", self._window.saveState(VERSION))

    def reset(self) -> None:
        """Put every panel where it stands at first.

        Qt builds its tab bars anew with each step and leaves those in between lying about, shown;
        they are put away once the docks have settled.
        """
        window, tall = self._window, self._window.height() >= TALL
        right = []
        for part, dock in zip([p for p in PARTS if p.area], self._docks(), strict=True):
            dock.setFloating(False)
            dock.show()
            window.addDockWidget(part.area or BOTTOM, dock)
            if part.area == RIGHT:
                right.append(dock)
        first, below = right[0], right[-1]
        for dock in right[1:]:
            if dock is below and tall:
                window.splitDockWidget(first, dock, Qt.Orientation.Vertical)
        for dock in right[1:-1] if tall else right[1:]:
            window.tabifyDockWidget(first, dock)
        first.raise_()
        self._first_tab()
        self._proportions(right)
        self.settle_soon()

    def _first_tab(self) -> None:
        """Show the record where it shares its place with panels that wait for a selection."""
        record = self._window.docks["meeting_record"]
        if self._window.tabifiedDockWidgets(record) and not self._window.anybody_selected:
            record.raise_()

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

    def _proportions(self, right: list[QDockWidget]) -> None:
        window = self._window
        wide, high = window.width(), window.height()
        window.resizeDocks(right[:1], [max(330, round(wide * 0.28))], Qt.Orientation.Horizontal)
        below = [dock for dock in self._docks() if window.dockWidgetArea(dock) == BOTTOM]
        window.resizeDocks(below, [round(high * 0.27)] * len(below), Qt.Orientation.Vertical)
        if high >= TALL:
            shares = [round(high * 0.5), round(high * 0.3)]
            window.resizeDocks([right[0], right[-1]], shares, Qt.Orientation.Vertical)

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
            if shown not in groups:
                bar.hide()
            for n in range(bar.count()):
                bar.setTabToolTip(n, titles.get(bar.tabText(n), ""))

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
