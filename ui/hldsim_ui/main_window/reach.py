"""By keyboard through the window: F6 from panel to panel, Tab from control to control.

Views are made when they are first seen, so the order in which Qt knows the controls is that of
chance; here it is the order in which one reads: toolbar, panel after panel, timeline.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QScrollArea, QTabBar, QWidget

_TAB = Qt.FocusPolicy.TabFocus
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


def places(window: Any) -> list[QWidget]:
    """Toolbar, every dock that can be seen, timeline; docks as one reads: down, then right."""
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
    wanted = last if last is not None and _takes_keys(last) else next(_inside(content), content)
    focus(wanted, Qt.FocusReason.TabFocusReason)


def tab(window: Any, forward: bool) -> bool:
    """Give the keyboard to the next control of the window, or the one before; say if there is."""
    order = stops(window)
    if not order:
        return False
    now = QApplication.focusWidget()
    while now is not None and now not in order and now is not window:
        now = now.parentWidget()  # a text inside a scrolled page: go on from the page
    at = order.index(now) + (1 if forward else -1) if now in order else (0 if forward else -1)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    focus(order[at % len(order)], reason)
    return True


def stops(window: Any) -> list[QWidget]:
    """Where Tab stops in the window, in order; docks that float have an order of their own."""
    order: list[QWidget] = []
    bars = [bar for bar in window.findChildren(QTabBar, "", _DIRECT) if _takes_keys(bar)]
    for place in places(window):
        if isinstance(place, QDockWidget):
            if not place.isFloating():
                order += [bar for bar in bars if _stands_on(bar, place)]
                order += _inside(place)
        else:
            order += sorted(_inside(place), key=lambda widget: widget.mapTo(window, QPoint()).x())
    return order


def _inside(content: QWidget) -> Iterator[QWidget]:
    """Where Tab stops inside a panel, in the order in which the panel made its controls."""
    widget = content
    while True:
        widget = widget.nextInFocusChain()
        if widget is None or widget is content:
            return
        if content.isAncestorOf(widget) and _takes_keys(widget):
            yield widget


def _takes_keys(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    if policy & _TAB != _TAB or widget.focusProxy() is not None:
        return False
    return widget.isVisible() and widget.isEnabled()


def focus(widget: QWidget, reason: Qt.FocusReason) -> None:
    """Give a control the keyboard, and scroll to it."""
    widget.setFocus(reason)
    if isinstance(widget, QLabel):  # a frame around its link, which Qt shows with the next Tab only
        widget.focusNextPrevChild(reason is not Qt.FocusReason.BacktabFocusReason)
    around = widget.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea) and around.widget() is not None:
            around.ensureWidgetVisible(widget)
        around = around.parentWidget()


def _stands_on(bar: QTabBar, dock: QDockWidget) -> bool:
    edge, box = bar.geometry(), dock.geometry()
    return abs(box.top() - edge.bottom()) <= 2 and abs(box.left() - edge.left()) <= 2


def _corner(dock: QDockWidget, window: QWidget) -> tuple[int, int]:
    spot = dock.mapTo(window, QPoint(0, 0)) if not dock.isFloating() else dock.pos()
    return spot.y(), spot.x()
