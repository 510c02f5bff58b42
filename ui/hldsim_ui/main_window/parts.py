"""What stands where in the window: views by catalogue name, panels by module and class."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True)
class Part:
    """One view or panel.

    ``area`` is None for the view in the middle. ``module`` and ``kind`` name the class of a
    panel; a view is found in the catalogue of live views by ``name``. ``short`` is what a tab says
    where that is less than the title.
    """

    name: str
    title: str
    area: Qt.DockWidgetArea | None
    module: str = ""
    kind: str = ""
    short: str = ""


PARTS = (
    Part("coalition_map", "Coalition map", None),
    Part("support", "Support over rounds", BOTTOM),
    Part("inspector", "Inspector", RIGHT, "hldsim_ui.panels.inspector", "Inspector"),
    Part(
        "preferences",
        "Preferences",
        RIGHT,
        "hldsim_ui.panels.preferences_editor",
        "PreferencesEditor",
    ),
    Part(
        "meeting_record",
        "Record of the meeting",
        RIGHT,
        "hldsim_ui.panels.meeting_record",
        "MeetingRecord",
        "Record",
    ),
)


def make_part(part: Part) -> Any:
    """Make a view or panel; this is where pyqtgraph is imported, after the first paint."""
    if part.module:
        return getattr(importlib.import_module(part.module), part.kind)()
    catalogue = importlib.import_module("hldsim_ui.views.base").LIVE_VIEWS
    return catalogue[part.name]()


def make_find_box() -> Any:
    """Make the box that finds a state."""
    return importlib.import_module("hldsim_ui.panels.find").FindBox()
