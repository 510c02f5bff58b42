"""Makes views and panels when somebody is about to see them, and docks to put them in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QMainWindow, QTabWidget, QWidget

from hldsim_ui.main_window.parts import PARTS, Part, make_part
from hldsim_ui.panels.dock import Dock
from hldsim_ui.panels.host import ViewHost

_LOG = logging.getLogger(__name__)
LEFT, RIGHT, BOTTOM = (
    Qt.DockWidgetArea.LeftDockWidgetArea,
    Qt.DockWidgetArea.RightDockWidgetArea,
    Qt.DockWidgetArea.BottomDockWidgetArea,
)
WAIT_MS = 1500
"""How long parts after the first wait for a run that is being opened, in milliseconds."""
PAINTED_MS = 20
"""Time for the first picture to be painted before the others are made."""
NOTHING_OPEN = "Nothing is open. Ctrl+O opens a scenario, Ctrl+Shift+O a run."


class Makers(QObject):
    """Holds a dock and a host for every part; what is in the host is made when it is first seen.

    Attributes
    ----------
    hosts, docks : dict
        By name of the part.
    began : bool
        Whether parts are made yet; not before the window has been painted once.
    """

    def __init__(self, window: QMainWindow, made: Callable[[Part, Any], None]) -> None:
        super().__init__(window)
        self._window = window
        self._made = made
        self._waiting: list[Part] = []
        self._then: Callable[[], None] | None = None
        self._after_first: list[Callable[[], None]] = []
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(WAIT_MS)
        self._later.timeout.connect(self._next)
        self.began = False
        self.hosts: dict[str, ViewHost] = {}
        self.docks: dict[str, Dock] = {}

    def add_docks(self, framed: Callable[[Part, ViewHost], QWidget]) -> None:
        """Put an empty host into a dock for every part; ``framed`` may put something around it."""
        window = self._window
        for part in PARTS:
            host = ViewHost(part.title, window, part.name)
            host.setMinimumSize(240, 120)
            host.idle = NOTHING_OPEN
            host.seen.connect(lambda part=part: self._ask_for(part))
            dock = Dock(part.name, part.title, framed(part, host), window, part.short)
            dock.toggleViewAction().setToolTip(part.about)
            dock.toggleViewAction().triggered.connect(lambda on, dock=dock: on and dock.raise_())
            dock.visibilityChanged.connect(host.look_again)
            self.hosts[part.name], self.docks[part.name] = host, dock
            window.addDockWidget(LEFT, dock)
        for corner in (Qt.Corner.BottomRightCorner, Qt.Corner.TopRightCorner):
            window.setCorner(corner, RIGHT)
        for corner in (Qt.Corner.BottomLeftCorner,):
            window.setCorner(corner, BOTTOM)
        options = QMainWindow.DockOption
        window.setDockOptions(options.AllowTabbedDocks | options.AllowNestedDocks)  # no animation
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)

    def begin(self, then: Callable[[], None]) -> None:
        """Make what can be seen, one part a turn of the event loop; then go on with ``then``.

        After the first the others wait, at most `WAIT_MS`, until it shows something (`go_on`): they
        would only hold up the run that is being opened.
        """
        if self.began:
            return
        self.began = True
        self._then = then
        self._later.start()
        for part in PARTS:
            if not self.hosts[part.name].visibleRegion().isEmpty():
                self._waiting.append(part)
        if self._waiting:
            self._make(self._waiting.pop(0))
        QTimer.singleShot(PAINTED_MS, self, self._first_made)

    def after_first(self, go: Callable[[], None]) -> None:
        """Call ``go`` once the first part has been painted, or soon where nothing is shown."""
        self._after_first.append(go)
        QTimer.singleShot(0, self, self._first_made_or_unseen)

    def _first_made_or_unseen(self) -> None:
        if self.began or not self._window.isVisible():
            self._first_made()

    def _first_made(self) -> None:
        waiting, self._after_first = self._after_first, []
        for go in waiting:
            go()

    def go_on(self) -> None:
        """Make the other parts; nothing is held up any more."""
        if self.began and self._later.isActive():
            self._later.start(PAINTED_MS)

    def make(self, name: str) -> Any:
        """Make a part now, if it is not there yet, and return it; None if it cannot be made."""
        host = self.hosts[name]
        if host.view is None and host.fault is None:
            self._make(next(part for part in PARTS if part.name == name))
        return host.view

    def _ask_for(self, part: Part) -> None:
        """Make a part that has come into sight, in a turn of its own."""
        host = self.hosts[part.name]
        if not self.began or host.view is not None or host.fault is not None:
            return
        if part not in self._waiting:
            self._waiting.append(part)
            if self._later.isActive():
                return
            QTimer.singleShot(0, self, self._next)

    def _next(self) -> None:
        if self._waiting:
            self._make(self._waiting.pop(0))
            QTimer.singleShot(0, self, self._next)
        elif self._then is not None:
            then, self._then = self._then, None
            then()

    def _make(self, part: Part) -> None:
        host = self.hosts[part.name]
        if host.view is not None:
            return
        try:
            view = make_part(part)
            self._made(part, view)
            host.adopt(view)
        except Exception as fault:  # one view that is missing does not keep the window shut
            _LOG.error("%s cannot be made", part.title, exc_info=fault)
            host.fault = fault
            host.say(f"{part.title} is missing: {fault}")
