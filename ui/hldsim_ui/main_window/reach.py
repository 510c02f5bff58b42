"""From panel to panel by keyboard: which there are, in reading order, and how one is entered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

_TAB = Qt.FocusPolicy.TabFocus


def places(window: Any) -> list[QWidget]:
    """Toolbar, every dock that can be seen, timeline; docks from left to right, then down."""
    seen = [dock for dock in window.docks.values() if in_sight(dock)]
    seen.sort(key=lambda dock: _corner(dock, window))
    return [window.controls, *seen, window.timeline]


def in_sight(dock: QDockWidget) -> bool:
    """Whether a dock is shown, and not behind another tab."""
    return dock.isVisible() and not dock.visibleRegion().isEmpty()


def step(window: Any, steps: int) -> QWidget:
    """Give the keyboard to the panel so many places on, and return it."""
    found = places(window)
    now = QApplication.focusWidget()
    here = [n for n, place in enumerate(found) if now is not None and place.isAncestorOf(now)]
    at = here[0] + steps if here else (1 if steps > 0 else len(found) - 1)
    place = found[at % len(found)]
    enter(place)
    return place


def enter(place: QWidget) -> None:
    """Give the keyboard to a panel: to what had it there last, else to its first control."""
    content = place.widget() if isinstance(place, QDockWidget) else place
    if isinstance(place, QDockWidget) and place.isFloating():
        place.activateWindow()
    last = content.focusWidget()
    wanted = last if last is not None and _takes_keys(last) else next(_stops(content), content)
    wanted.setFocus(Qt.FocusReason.TabFocusReason)


def _stops(content: QWidget) -> Iterator[QWidget]:
    """Where Tab stops inside a panel, in order."""
    widget = content
    while True:
        widget = widget.nextInFocusChain()
        if widget is None or widget is content:
            return
        if content.isAncestorOf(widget) and _takes_keys(widget):
            yield widget


def _takes_keys(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return widget.isVisible() and widget.isEnabled() and policy & _TAB == _TAB


def _corner(dock: QDockWidget, window: QWidget) -> tuple[int, int]:
    spot = dock.mapTo(window, QPoint(0, 0)) if not dock.isFloating() else dock.pos()
    return spot.y(), spot.x()
