"""The log: a file of bounded size in the place the system has for logs; standard ``logging``."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

from PySide6.QtCore import QtMsgType

BYTES = 500_000
"""Size at which a log is set aside as ``NAME.log.1``; two of them are kept."""
LOG_NAME = "hldsim_log"
"""Property of the application: where this sitting writes its log."""
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def start_log(file: Path) -> logging.Handler | None:
    """Write warnings of everybody, and what hldsim notes by the way, to a file; None if it cannot.

    Give what is returned to `stop_log` at the end.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter(_FORMAT))
    logging.getLogger().addHandler(handler)
    for name in ("hldsim", "hldsim_ui"):
        logging.getLogger(name).setLevel(logging.INFO)
    return handler


def stop_log(handler: logging.Handler | None) -> None:
    """Close the file; what is said later is not written down."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()


def log_qt(kind: QtMsgType, text: str) -> None:
    """Write down what Qt says."""
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)


def last_lines(file: Path, lines: int) -> list[str]:
    """Return the last lines of a log, oldest first; none if it cannot be read."""
    found: list[str] = []
    for part in (file.with_name(f"{file.name}.1"), file):
        try:
            found += part.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
    return found[-lines:]
