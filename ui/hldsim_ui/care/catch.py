"""Errors that nobody caught, from wherever they come, brought to one place in the window's thread.

Python calls a hook for what escapes a slot (`sys.excepthook`) and for what ends a thread
(`threading.excepthook`); what a fenced Qt method would have let out is told by the fence.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from hldsim_ui import fence

_LOG = logging.getLogger(__name__)
MOST = 5
"""Different errors shown in one sitting; all later ones are only in the log."""


@dataclass(frozen=True)
class Caught:
    """An error and where it came up: ``""`` (the window), a thread's name, or a method of Qt's."""

    error: BaseException
    where: str = ""


class Catcher(QObject):
    """Tells every different error once, by ``caught``, always from the event loop.

    A picture that cannot be painted must not open a dialog while it is painting, and a thread
    must not touch the window at all; the signal therefore waits for the loop of the window.
    """

    caught = Signal(object)
    interrupted = Signal()
    _heard = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: set[tuple[str, ...]] = set()
        self._before: tuple[Any, Any] | None = None
        self._heard.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Begin to listen."""
        if self._before is None:
            self._before = sys.excepthook, threading.excepthook
            sys.excepthook, threading.excepthook = self._not_caught, self._thread_died
            fence.listen(self._fenced)

    def remove(self) -> None:
        """Leave the hooks as they were."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before
            self._before = None
            fence.listen(None)

    def _not_caught(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.interrupted.emit()
            return
        _LOG.error("not caught", exc_info=(kind, error, trace))
        self._hear(error, "")

    def _thread_died(self, args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else "a thread"
        error = args.exc_value if args.exc_value is not None else args.exc_type()
        if isinstance(error, SystemExit):
            return
        _LOG.error("thread %s ended", name, exc_info=(type(error), error, args.exc_traceback))
        self._hear(error, f"thread {name}")

    def _fenced(self, method: str, error: Exception) -> None:
        self._hear(error, method)

    def _hear(self, error: BaseException, where: str) -> None:
        try:
            self._heard.emit(Caught(error, where))
        except RuntimeError:  # the application is gone already
            sys.__excepthook__(type(error), error, error.__traceback__)

    def _tell(self, caught: Caught) -> None:
        same = signature(caught.error)
        if same not in self._told and len(self._told) < MOST:
            self._told.add(same)
            self.caught.emit(caught)


def signature(error: BaseException) -> tuple[str, ...]:
    """What two errors have in common that are one fault: their kind and the line they come from."""
    frames = traceback.extract_tb(error.__traceback__)
    last = (frames[-1].filename, str(frames[-1].lineno)) if frames else (str(error),)
    return (type(error).__name__, *last)
