"""Help: where things are kept, and which keys there are; a dialog for any plain text."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from hldsim.places import user_data_dir, user_log_dir, user_state_dir


def places_html() -> str:
    """Return what Help > Where things are kept says."""
    return (
        "<h3>Where things are kept</h3>"
        f"<p>Runs keep themselves in<br><code>{escape(str(user_data_dir() / 'runs'))}</code><br>"
        "(the newest twenty; what you save elsewhere is never touched).</p>"
        f"<p>Own scenarios:<br><code>{escape(str(user_data_dir() / 'scenarios'))}</code></p>"
        f"<p>How the window was left:<br><code>{escape(str(user_state_dir()))}</code></p>"
        f"<p>Log, and reports of faults:<br><code>{escape(str(user_log_dir()))}</code></p>"
    )


def keys_html(actions: list[QAction]) -> str:
    """Return a table of the keys that the window's actions and the timeline know."""
    known = [
        (action.shortcut().toString(), _does(action))
        for action in actions
        if not action.shortcut().isEmpty()
    ]
    known += [
        ("Esc", "Select nobody"),
        ("Tab / Shift+Tab", "Next or previous control"),
        ("Page Up / Page Down", "Ten rounds on or back, on the timeline"),
    ]
    rows = "".join(
        f"<tr><td style='padding:2px 24px 2px 0'><b>{escape(keys)}</b></td>"
        f"<td>{escape(does)}</td></tr>"
        for keys, does in known
    )
    return f"<h3>Keyboard</h3><table>{rows}</table>"


def text_dialog(parent: QWidget, title: str, html: str) -> QDialog:
    """Return a dialog that shows a text and can be closed."""
    dialog = QDialog(parent)
    dialog.setProperty("help", "dialogs/about")
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    text = QTextBrowser()
    text.setAccessibleName(title)
    text.setOpenExternalLinks(False)
    text.setHtml(html)
    text.document().setDocumentMargin(16)
    note = QLabel("Text can be selected and copied.")
    note.setProperty("role", "caption")
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(text)
    column.addWidget(note)
    column.addWidget(buttons)
    dialog.resize(560, 520)
    return dialog


def _does(action: QAction) -> str:
    """What an action does; Run and Pause are one key, whatever the button says now."""
    text = action.text().replace("&", "").rstrip("…")
    return "Run or pause" if action.objectName() == "run" else text
