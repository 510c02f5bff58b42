"""A fault of hldsim's own, or its diagnostics on demand: read, copied or kept, never sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QTextBrowser, QVBoxLayout, QWidget

from hldsim_ui.care.diagnostics import private

FAULT = "This is a fault in hldsim, not in what you did."
NOWHERE = (
    "Nothing has been sent anywhere. The text below is all there is; give it to whoever looks "
    "after hldsim for you, if you like."
)


class Crashed(QDialog):
    """Says what went wrong and what to do, and shows the diagnostics word by word.

    Parameters
    ----------
    heading : str
        One sentence: what failed.
    advice : str
        What to do now, in one or two sentences.
    text : str
        The diagnostics.
    report : Path or None
        Where they were kept; None if they were not.
    """

    def __init__(
        self, parent: QWidget | None, heading: str, advice: str, text: str, report: Path | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("hldsim")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.report, self.text = report, text
        self.heading = QLabel(heading)
        self.heading.setProperty("role", "heading")
        self.advice = QLabel(advice)
        self.note = QLabel(NOWHERE)
        self.note.setProperty("role", "caption")
        self.place = QLabel(_where(report))
        self.place.setProperty("role", "caption")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.shown = QTextBrowser()
        self.shown.setAccessibleName("Diagnostics")
        self.shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.shown.setLineWrapMode(QTextBrowser.LineWrapMode.NoWrap)
        self.shown.setPlainText(text)
        column = QVBoxLayout(self)
        for label in (self.heading, self.advice, self.note):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.shown, 1)
        self.place.setWordWrap(True)
        column.addWidget(self.place)
        column.addWidget(self._buttons())
        self.resize(720, 520)

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        role = QDialogButtonBox.ButtonRole.ActionRole
        self.copy_button = buttons.addButton("Copy diagnostics", role)
        self.copy_button.clicked.connect(self.copy)
        self.folder_button = buttons.addButton("Open folder", role)
        self.folder_button.setEnabled(self.report is not None)
        self.folder_button.clicked.connect(self._open_folder)
        return buttons

    def copy(self) -> None:
        """Put the diagnostics on the clipboard."""
        QGuiApplication.clipboard().setText(self.text)
        self.place.setText("Copied to the clipboard.")

    def _open_folder(self) -> None:
        folder = None if self.report is None else self.report.parent
        if folder is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self.place.setText(f"This desktop opens no folders; it is {folder}")


def _where(report: Path | None) -> str:
    if report is None:
        return "This text could not be kept as a file: copy it."
    return f"Kept as {private(str(report))}"
