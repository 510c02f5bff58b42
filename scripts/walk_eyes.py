"""The window as people start it, and beside it somebody who writes down what is on the screen.

`walk.py` starts this instead of `hldsim gui`, reads the file it writes, and does everything with
the mouse and the keyboard of the X server: nothing here touches the window.

    python scripts/walk_eyes.py FILE [what hldsim gui takes]
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from hldsim_ui import app as way_in

EVERY_MS = 120


def seen(widget: QWidget) -> dict[str, Any]:
    """What one sees of a widget: its name, its words, where it is."""
    at = widget.mapToGlobal(QPoint(0, 0))
    words = ""
    if isinstance(widget, (QAbstractButton, QLabel, QLineEdit)):
        words = widget.text()
    elif isinstance(widget, QComboBox):
        words = widget.currentText()
    return {
        "kind": type(widget).__name__,
        "name": widget.accessibleName(),
        "words": words.replace("&", ""),
        "id": widget.objectName(),
        "at": [at.x(), at.y(), widget.width(), widget.height()],
        "on": widget.isEnabled(),
        "focus": widget.hasFocus(),
    }


def tabs(bar: QTabBar) -> list[dict[str, Any]]:
    """Tabs of docks, each where one would click."""
    found = []
    for n in range(bar.count()):
        box = bar.tabRect(n)
        at = bar.mapToGlobal(box.topLeft())
        words = bar.tabText(n).replace("&", "")
        found.append({"words": words, "at": [at.x(), at.y(), box.width(), box.height()]})
    return found


def entries(menu: QMenu) -> list[dict[str, Any]]:
    """Entries of an open menu."""
    found = []
    for action in menu.actions():
        box = menu.actionGeometry(action)
        at = menu.mapToGlobal(box.topLeft())
        words = action.text().replace("&", "")
        found.append({"words": words, "at": [at.x(), at.y(), box.width(), box.height()]})
    return found


def look(window: Any) -> dict[str, Any]:
    """Everything on the screen, as plain data."""
    shown = window.board.shown
    everything = [
        w for top in QApplication.topLevelWidgets() for w in (top, *top.findChildren(QWidget))
    ]
    widgets = [w for w in everything if w.isVisible() and not w.visibleRegion().isEmpty()]
    parties = {}
    view = window.hosts["coalition_map"].view
    if view is not None and shown.scenario is not None and view.widget.isVisible():
        port = view.widget.plot.viewport()
        for n, party in enumerate(shown.scenario.parties[: len(view.picture.at)]):
            spot = view.spot_of(n).toPoint()
            at = port.mapToGlobal(spot)
            parties[party.id] = [at.x(), at.y()]
    selected = shown.scenario.parties[shown.selected].id if shown.selected >= 0 else ""
    return {
        "title": window.windowTitle(),
        "active": window.isActiveWindow(),
        "k": shown.k,
        "last": shown.last,
        "finished": shown.finished,
        "playing": shown.playing,
        "busy": window.conductor.running,
        "selected": selected,
        "run": str(getattr(window.conductor.driver.session, "path", "") or ""),
        "docks": {n: not d.visibleRegion().isEmpty() for n, d in window.docks.items()},
        "drawn": {n: h.view is not None and h.fault is None for n, h in window.hosts.items()},
        "faults": {n: str(h.fault) for n, h in window.hosts.items() if h.fault is not None},
        "widgets": [seen(w) for w in widgets],
        "tabs": [tab for w in widgets if isinstance(w, QTabBar) for tab in tabs(w)],
        "menus": [entry for w in widgets if isinstance(w, QMenu) for entry in entries(w)],
        "bar": [
            {
                "words": action.text().replace("&", ""),
                "at": _bar_box(window, action),
            }
            for action in window.menuBar().actions()
        ],
        "dialogs": [w.windowTitle() for w in widgets if isinstance(w, QDialog)],
        "parties": parties,
    }


def _bar_box(window: Any, action: Any) -> list[int]:
    box = window.menuBar().actionGeometry(action)
    at = window.menuBar().mapToGlobal(box.topLeft())
    return [at.x(), at.y(), box.width(), box.height()]


def main() -> int:
    """Open the window and keep writing."""
    file = Path(sys.argv[1])
    made = way_in.make_window

    def make_and_watch(*given: Any, **named: Any) -> Any:
        window = made(*given, **named)
        timer = QTimer(window)

        def write() -> None:
            draft = file.with_suffix(".new")
            draft.write_text(json.dumps(look(window)), encoding="utf-8")
            os.replace(draft, file)

        timer.timeout.connect(write)
        timer.start(EVERY_MS)
        return window

    way_in.make_window = make_and_watch
    return way_in.main(sys.argv[2:])


if __name__ == "__main__":
    raise SystemExit(main())
