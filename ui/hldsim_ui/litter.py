"""Litter: Python's cyclic garbage is collected in the thread of the window, and in no other.

Collecting runs in whatever thread happens to ask for memory. If that is the engine's, widgets that
nobody uses any more are destroyed there, beside Qt's own thread, and the process crashes sooner or
later. So automatic collection is off while a window is open, and the window collects itself, soon
after something has changed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

SOON_MS = 60
"""How long after a change, in milliseconds; many changes in a row share one look."""

_OPEN: set[int] = set()
"""Windows that are open: while there is one, Python does not collect by itself."""


class Litter(QObject):
    """Collects for one window, from when it is made until `stop`.

    Parameters
    ----------
    busy : callable
        Whether rounds are running: the oldest generation, which takes longest, waits then.
    """

    def __init__(self, parent: QObject, busy: Callable[[], bool]) -> None:
        super().__init__(parent)
        self._busy = busy
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MS)
        self._soon.timeout.connect(lambda: collect(1 if self._busy() else 2))
        _OPEN.add(id(self))
        gc.disable()

    def stir(self) -> None:
        """Say that something has changed: there may be litter."""
        if not self._soon.isActive():
            self._soon.start()

    def stop(self) -> None:
        """Leave it to Python again, once no other window is open."""
        self._soon.stop()
        _OPEN.discard(id(self))
        if not _OPEN:
            gc.enable()


def collect(oldest: int = 2) -> None:
    """Collect the generations that are due, youngest first, up to ``oldest`` (0 to 2)."""
    for generation, (count, most) in enumerate(
        zip(gc.get_count(), gc.get_threshold(), strict=True)
    ):
        if count <= most or generation > oldest:
            return
        gc.collect(generation)
