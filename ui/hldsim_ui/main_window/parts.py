"""The views and panels of the window: live views by catalogue name, panels by module and class."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Part:
    """One view or panel.

    ``module`` and ``kind`` name the class of a panel; a view is found in the catalogue of live
    views by ``name``. ``short`` is what a tab says where that is less than the title; ``about``
    says in a menu what one sees there.
    """

    name: str
    title: str
    about: str
    module: str = ""
    kind: str = ""
    short: str = ""


VIEWS = (
    Part("coalition_map", "Coalition map", "Who backs which design, around the states' homes"),
    Part("world_map", "World map", "Who backs which design, on the map"),
    Part("support", "Support over rounds", "Backing and viability of each design", short="Support"),
    Part("flows", "Flows", "Who moved between coalitions from phase to phase"),
    Part("issue_board", "Issue board", "What states want on each issue, and the texts"),
    Part("themes", "Themes", "Stances and emphasis by role, before and after the round tables"),
    Part("agreement", "Agreement matrix", "Who wants the same as whom", short="Agreement"),
    Part("bargains", "Bargains", "What coalitions asked of each other, and what came of it"),
    Part("power", "Power", "What coalitions can pass or block under the rule in force"),
    Part("ballots", "Ballots: roll call", "How members would vote at the close", short="Ballots"),
)
"""Live views, in the order of menus."""

PANELS = (
    Part(
        "inspector",
        "Inspector",
        "One state: what it wants, where it stands, why it moves",
        "hldsim_ui.panels.inspector",
        "Inspector",
    ),
    Part(
        "preferences",
        "Preferences",
        "Change what a state wants",
        "hldsim_ui.panels.preferences_editor",
        "PreferencesEditor",
    ),
    Part(
        "meeting_record",
        "Record of the meeting",
        "What was said and done, round by round",
        "hldsim_ui.panels.meeting_record",
        "MeetingRecord",
        "Record",
    ),
    Part(
        "seat",
        "At the table",
        "Play a delegation yourself: what is asked, what you may do, your role",
        "hldsim_ui.panels.seat",
        "SeatPanel",
        "Seat",
    ),
    Part(
        "futures",
        "Futures",
        "The tree of futures, what was changed on each, bookmarks",
        "hldsim_ui.panels.futures",
        "Futures",
    ),
    Part(
        "compare",
        "Compare futures",
        "Two futures side by side at the same round, and what sets them apart",
        "hldsim_ui.views.beside",
        "Beside",
        "Compare",
    ),
)

PARTS = (*VIEWS, *PANELS)
VIEW_NAMES = frozenset(part.name for part in VIEWS)


def make_part(part: Part) -> Any:
    """Make a view or panel; this is where pyqtgraph is imported, after the first paint."""
    if part.module:
        return getattr(importlib.import_module(part.module), part.kind)()
    catalogue = importlib.import_module("hldsim_ui.views.base").LIVE_VIEWS
    return catalogue[part.name]()


def make_find_box() -> Any:
    """Make the box that finds a state."""
    return importlib.import_module("hldsim_ui.panels.find").FindBox()
