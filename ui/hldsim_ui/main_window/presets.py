"""Presets: which views and panels are open, and where, for a lecture, for research, at first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Tabs = tuple[str, ...]
"""Names of parts that share a place as tabs; the first is on top."""


@dataclass(frozen=True)
class Preset:
    """An arrangement.

    Attributes
    ----------
    left, bottom, right : tuples of tabs
        Places side by side on the left and below, one above the other on the right.
    width, height : float
        Share of the window's width that the right takes, and of its height the bottom.
    """

    title: str
    about: str
    left: tuple[Tabs, ...]
    bottom: tuple[Tabs, ...]
    right: tuple[Tabs, ...]
    width: float = 0.28
    height: float = 0.27

    def __iter__(self) -> Iterator[str]:
        """Names of all parts that are open."""
        for places in (self.left, self.bottom, self.right):
            for tabs in places:
                yield from tabs


MAPS = ("coalition_map", "world_map")
WIDE_PARTS = frozenset((*MAPS, "compare", "agreement"))
"""Parts that need a large place."""

PRESETS = {
    "meeting": Preset(
        "&Meeting",
        "Maps, support, record, and the inspector beside: for running and changing",
        left=(MAPS,),
        bottom=(("support", "flows", "issue_board", "themes", "ballots"),),
        right=(("inspector", "preferences"), ("meeting_record", "futures")),
    ),
    "table": Preset(
        "At the &table",
        "The seat beside the maps, the record and the bargains: for playing a delegation",
        left=(MAPS,),
        bottom=(("meeting_record", "support", "bargains"),),
        right=(("seat", "inspector"),),
        width=0.34,
        height=0.34,
    ),
    "lecture": Preset(
        "&Lecture",
        "A large map, support and the record: for showing",
        left=(MAPS,),
        bottom=(("support",),),
        right=(("meeting_record",),),
        width=0.26,
        height=0.25,
    ),
    "research": Preset(
        "&Research",
        "Every view: for looking closely",
        left=(MAPS, ("issue_board", "agreement", "themes")),
        bottom=(("support", "flows"), ("power", "bargains", "ballots")),
        right=(("inspector", "preferences"), ("meeting_record", "futures")),
        width=0.25,
        height=0.33,
    ),
    "futures": Preset(
        "&Futures",
        "The tree of futures, and two of them side by side: for asking what if",
        left=(("compare", *MAPS),),
        bottom=(("meeting_record", "support"),),
        right=(("futures", "inspector", "preferences"),),
        height=0.2,
    ),
}
"""By name; the first is how the window looks at first."""

FIRST = "meeting"
