"""The start-up guard: a PySide6 that loses references to None is refused before it kills the run.

PySide6 6.12.0 on Python 3.11 drops a reference to None on almost every call that returns None;
the interpreter aborts once the count reaches nought, a second or a minute into a session.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

from hldsim.errors import HldsimError

CALLS = 64


class BrokenQtError(HldsimError):
    """The installed PySide6 cannot be used with this Python."""


def lost_references(call: Callable[[], object], calls: int = CALLS) -> int:
    """Return how many references to None ``calls`` calls of ``call`` lose; 0 is sound.

    On Python 3.12 and later None is immortal, its count never moves, and nothing can be lost.
    """
    before = sys.getrefcount(None)
    for _ in range(calls):
        call()
    return max(0, before - sys.getrefcount(None))


def check_qt() -> None:
    """Raise `BrokenQtError`, saying what to install, if Qt's calls lose references to None."""
    import PySide6
    from PySide6.QtCore import QObject

    probe = QObject()
    lost = lost_references(lambda: probe.setObjectName("probe"))
    if lost > CALLS // 2:
        version = ".".join(str(part) for part in sys.version_info[:3])
        raise BrokenQtError(
            f"PySide6 {PySide6.__version__} is broken on Python {version}: it loses references "
            "to None and would abort within minutes. Install one that works with "
            "'pip install \"PySide6-Essentials>=6.8,<6.12\"', or use Python 3.12 or later."
        )
