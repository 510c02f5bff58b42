"""Who draws when. While rounds run, one view a turn of the event loop, and the engine waits.

Qt's calls let go of Python's lock and must win it back from the engine each time, so drawing beside
a round that is being computed takes several times as long. The engine therefore rests between
rounds while a frame is drawn; keys and clicks come in between two views.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer

from hldsim_ui.board import Shown
from hldsim_ui.panels.host import ViewHost
from hldsim_ui.theme.palette import Palette
from hldsim_ui.worker import Driver


class Painter(QObject):
    """Brings the hosts up to date: at once while the run stands, in turn while it plays."""

    def __init__(self, hosts: Mapping[str, ViewHost], driver: Driver, parent: QObject) -> None:
        super().__init__(parent)
        self._hosts = hosts
        self._driver = driver
        self.more: list[Any] = []  # what else shows the round, in another window
        self._queue: list[Any] = []
        self._wanted: tuple[Shown, Palette] | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next)

    @property
    def busy(self) -> bool:
        """Whether a frame is being drawn."""
        return self._turn.isActive()

    def show(self, shown: Shown, palette: Palette) -> None:
        """Show a state in every view."""
        self._wanted = (shown, palette)
        if not shown.playing:
            self._stop()
            for host in (*self._hosts.values(), *self.more):
                host.show_state(shown, palette)
            return
        self._queue = [*self._hosts.values(), *self.more]
        self._driver.hold()
        self._turn.start()

    def _next(self) -> None:
        if not self._queue or self._wanted is None:
            self._stop()  # a turn after the last view: it has been painted by now
            return
        self._queue.pop(0).show_state(*self._wanted)

    def _stop(self) -> None:
        self._queue.clear()
        self._turn.stop()
        self._driver.release()
