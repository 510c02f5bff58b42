"""Windows that were left on a monitor now gone are brought back to one that is there."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

GRIP = 80
"""Pixels of a title bar that must be on some screen, so that it can be dragged."""


def bring_on_screen(window: QWidget) -> bool:
    """Move and shrink a window so that its title bar can be reached; say whether it had to."""
    free = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    if not free or window.isFullScreen() or window.isMaximized():
        return False
    wanted = brought(window.frameGeometry(), free)
    if wanted is None:
        return False
    window.resize(window.size().boundedTo(wanted.size()))
    window.move(wanted.topLeft())
    return True


def brought(frame: QRect, screens: list[QRect]) -> QRect | None:
    """Where a window goes that cannot be reached where it is; None if it can stay.

    Examples
    --------
    >>> brought(QRect(2000, 10, 800, 600), [QRect(0, 0, 1280, 720)])
    PySide6.QtCore.QRect(240, 60, 800, 600)
    """
    bar = QRect(frame.left(), frame.top(), frame.width(), 24)
    for screen in screens:
        seen = screen.intersected(bar)
        if seen.width() >= min(GRIP, frame.width()) and seen.height() >= bar.height() // 2:
            return None
    first = screens[0]
    size = frame.size().boundedTo(first.size())
    place = QRect(frame.topLeft(), size)
    place.moveCenter(first.center())
    return place.intersected(first)
