"""Wiring: what views and panels say, and who hears it. A part may say less than all of this."""

from __future__ import annotations

from typing import Any


def wire(window: Any, part: Any) -> None:
    """Connect the signals of a view or panel to board, conductor and layout."""
    heard = {
        "picked": window.board.select,
        "selected": window.board.select,
        "round_picked": window.conductor.look_at,
        "applied": window.conductor.set_value,
        "opened": window.layout_keeper.raise_inspector,
    }
    for name, hear in heard.items():
        signal = getattr(part, name, None)
        if hasattr(signal, "connect"):
            signal.connect(hear)
    if hasattr(part, "set_explainer"):
        part.set_explainer(window.conductor.explain)
    box = getattr(part, "homes_only", None)
    if box is not None:
        homes = window.actions_by_name["homes"]
        homes.toggled.connect(box.setChecked)
        box.toggled.connect(homes.setChecked)
        box.setChecked(homes.isChecked())
