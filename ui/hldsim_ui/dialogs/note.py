"""A line to write a note on a round in."""

from __future__ import annotations

from PySide6.QtWidgets import QInputDialog, QWidget


def ask_note(parent: QWidget, k: int, note: str = "") -> QInputDialog:
    """Return (not yet shown) the dialog that asks for a note on round ``k``.

    Its ``textValueSelected`` carries what was written.
    """
    dialog = QInputDialog(parent)
    dialog.setProperty("help", "dialogs/note")
    dialog.setWindowTitle("Bookmark")
    where = f"round {k}" if k else "the start"
    dialog.setLabelText(f"Note on {where} (may be left empty):")
    dialog.setTextValue(note)
    dialog.setOkButtonText("Bookmark")
    dialog.resize(420, dialog.sizeHint().height())
    return dialog
