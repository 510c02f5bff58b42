"""Errors, said so that one knows what to do."""

from __future__ import annotations

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
    "handout": "The pages were not made",
}
_NOTHING = {"undo": "There is nothing to undo", "redo": "There is nothing to redo"}
"""What it means where the session refuses."""
_ADVICE = {
    "handout": "The run itself is unharmed. Another place or another kind of file may do.",
    "open": "Choose another scenario or run file with Ctrl+O.",
    "save": "Choose another place with Ctrl+S; the run itself is unharmed.",
    "round": "Rounds played so far are kept. Reset starts again; the log has the details.",
    "one round": "Rounds played so far are kept. Reset starts again; the log has the details.",
}


_ELSEWHERE = (
    "Rounds played so far are kept in memory. Save the run elsewhere with Ctrl+S: it goes on there."
)


def headline(tried: str, error: BaseException) -> str:
    """Say in a sentence what failed."""
    title = _TRIED.get(tried, "Something went wrong")
    if isinstance(error, InterventionError):
        title = _NOTHING.get(tried, title)
    return f"{title}."


def advice(tried: str) -> str:
    """Say what to do after a fault in hldsim."""
    return _ADVICE.get(tried, "You can go on; save a copy of the run to be safe.")


def failed_box(parent: QWidget | None, tried: str, error: HldsimError) -> QMessageBox:
    """Return (not yet shown) the box that says what failed, in the error's own words, and what to
    do. For any error that hldsim does not raise on purpose there is ``hldsim_ui.dialogs.crashed``.
    """
    box = QMessageBox(parent)
    box.setProperty("help", "dialogs/failed")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("hldsim")
    box.setText(headline(tried, error))
    full = isinstance(error, StorageError) and tried not in ("open", "save", "handout")
    do = _ELSEWHERE if full else _ADVICE.get(tried, "")
    box.setInformativeText(f"{error}\n\n{do}".strip())
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    return box
