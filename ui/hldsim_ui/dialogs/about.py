"""Help: what this is, whose data it shows, where it keeps things, which keys it knows."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

import hldsim
from hldsim.places import user_data_dir, user_log_dir, user_state_dir
from hldsim.scenario.schema import Scenario


def about_html(scenario: Scenario | None) -> str:
    """Return what Help > About says, with the sources of the scenario shown."""
    parts = [
        f"<h2>hldsim {escape(hldsim.__version__)}</h2>",
        "<p>A simulator of many-party negotiations.</p>",
        "<p><b>Nothing leaves this machine.</b> hldsim opens no connection, sends no statistics "
        "and looks for no updates.</p>",
        "<p>Licence: BSD-3-Clause. Letters: Inter, SIL Open Font License 1.1. "
        "Map: made with Natural Earth (public domain). "
        "Built with Qt for Python (LGPL), Mesa, NumPy, pandas and pyqtgraph.</p>",
    ]
    if scenario is not None:
        parts += [f"<h3>{escape(scenario.title)}</h3>", f"<p>{escape(scenario.summary)}</p>"]
        if scenario.citation:
            parts.append(f"<p>After {escape(scenario.citation)} (see docs/bibliography.md).</p>")
        rows = [
            f"<li>{escape(note.title)}{_if(note.date)}. {escape(note.licence)}</li>"
            for note in scenario.sources
        ]
        if rows:
            parts.append(f"<h4>Sources of its data</h4><ul>{''.join(rows)}</ul>")
    return "".join(parts)


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


def _if(date: str) -> str:
    return f" ({escape(date)})" if date else ""
