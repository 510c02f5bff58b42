"""Errors, said so that one knows what to do."""

from __future__ import annotations

import traceback
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from hldsim.errors import HldsimError, InterventionError, StorageError

_TRIED = {
    "open": "This cannot be opened",
    "change": "This change is not possible",
    "undo": "The change was not taken back",
    "redo": "The change was not made again",
    "save": "The copy was not saved",
    "round": "The run stopped",
    "one round": "The run stopped",
    "re-run": "The run cannot be repeated",
    "explain": "This round cannot be explained",
    "fork": "No new future was opened",
    "switch": "This future cannot be shown",
    "rename": "The name was not changed",
    "note": "The bookmark was not kept",
    "histories": "These futures cannot be compared",
}
_NOTHING = {"undo": "There is nothing to undo", "redo": "There is nothing to redo"}
"""What it means where the session refuses."""
_ADVICE = {
    "open": "Choose another scenario or run file with Ctrl+O.",
    "save": "Choose another place with Ctrl+S; the run itself is unharmed.",
    "round": "Rounds played so far are kept. Reset starts again; the log has the details.",
    "one round": "Rounds played so far are kept. Reset starts again; the log has the details.",
}


_ELSEWHERE = (
    "Rounds played so far are kept in memory. Save the run elsewhere with Ctrl+S: it goes on there."
)


def failed_box(parent: QWidget, tried: str, error: BaseException, log: Path) -> QMessageBox:
    """Return (not yet shown) the box that says what failed and what to do.

    An error that hldsim raises on purpose is said in its own words; of any other the box says
    that it is a fault of hldsim's, and offers the details.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("hldsim")
    title = _TRIED.get(tried, "Something went wrong")
    if isinstance(error, InterventionError):
        title = _NOTHING.get(tried, title)
    box.setText(f"{title}.")
    if isinstance(error, HldsimError):
        full = isinstance(error, StorageError) and tried not in ("open", "save")
        advice = _ELSEWHERE if full else _ADVICE.get(tried, "")
        box.setInformativeText(f"{error}\n\n{advice}".strip())
    else:
        advice = _ADVICE.get(tried, "You can go on; save a copy of the run to be safe.")
        box.setInformativeText(
            f"This is a fault in hldsim, not in what you did.\n{advice}\nThe log is {log}"
        )
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        box.setDetailedText("".join(lines))
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    return box
