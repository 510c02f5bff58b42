"""Wiring: what views and panels say, and who hears it. A part may say less than all of this."""

from __future__ import annotations

from functools import partial
from typing import Any

from hldsim_ui.board import Shown


def wire(window: Any, part: Any) -> None:
    """Connect the signals of a view or panel to board, conductor and layout."""
    heard = {
        "picked": window.board.select,
        "selected": window.board.select,
        "round_picked": window.conductor.look_at,
        "applied": window.conductor.set_value,
        "opened": window.layout_keeper.raise_inspector,
        "stepped": window.answers.next_round,
        "pin_wanted": window.board.pin,
        "coalition_picked": partial(_show_coalition, window),
        "switched": window.travel.switch,
        "renamed": window.travel.rename,
        "forked": window.travel.fork,
        "compared": window.travel.compare_two,
        "noted": window.travel.note,
        "bookmarked": window.travel.bookmark,
        "undo_wanted": window.conductor.undo,
        "redo_wanted": window.conductor.redo,
    }
    for name, hear in heard.items():
        signal = getattr(part, name, None)
        if hasattr(signal, "connect"):
            signal.connect(hear)
    if hasattr(part, "set_explainer"):
        part.set_explainer(window.conductor.explain)
    if hasattr(part, "take_wanted"):
        window.seats.wire(part)
    if hasattr(part, "histories_wanted"):
        part.histories_wanted.connect(window.travel.ask_for(part))
    if hasattr(part, "set_flipper"):
        part.set_flipper(window.answers.flips)
        part.set_changes(window.answers.changes)
    if hasattr(part, "set_pinned"):
        part.set_pinned(window.board.shown.pinned)
        window.board.watch(partial(_tell_pinned, part))
    box = getattr(part, "homes_only", None)
    if box is not None:
        homes = window.actions_by_name["homes"]
        homes.toggled.connect(box.setChecked)
        box.toggled.connect(homes.setChecked)
        box.setChecked(homes.isChecked())


def _tell_pinned(part: Any, shown: Shown, changed: frozenset[str]) -> None:
    """Tell a panel whom to keep for comparing."""
    if "pinned" in changed:
        part.set_pinned(shown.pinned)


def _show_coalition(window: Any, proposal: int) -> None:
    """Show the why of a coalition in the inspector, made now if nobody has looked at it yet."""
    inspector = window.makers.make("inspector")
    if inspector is not None:
        window.layout_keeper.raise_inspector()
        inspector.show_coalition(proposal)
