"""Ask how a report is to be: as which pages, and whether turning points are looked for."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

FORMATS = {"pdf": "PDF pages, to print and hand out", "html": "One web page (HTML), to read"}
PAPERS = {"a4": "A4", "letter": "Letter"}


class PageOptions(QFormLayout):
    """Kind of file and size of paper, for all that is handed out."""

    def __init__(self, lacking: str | None) -> None:
        super().__init__()
        self.form = _box("Write as", FORMATS)
        self.paper = _box("Paper", PAPERS)
        self.addRow("Write as", self.form)
        self.addRow("Paper", self.paper)
        if lacking is not None:
            self.form.setCurrentIndex(self.form.findData("html"))
            self.form.setEnabled(False)
            said = QLabel(lacking)
            said.setWordWrap(True)
            said.setProperty("role", "caption")
            self.addRow("", said)
        self.form.currentIndexChanged.connect(lambda _: self._fit())
        self._fit()

    @property
    def ending(self) -> str:
        """Ending of the file: ``".pdf"`` or ``".html"``."""
        return f".{self.form.currentData()}"

    @property
    def arguments(self) -> list[str]:
        """The same for the command line."""
        return ["--paper", self.paper.currentData()] if self.ending == ".pdf" else []

    def _fit(self) -> None:
        self.paper.setEnabled(self.ending == ".pdf")


class AskReport(QDialog):
    """How the report of the run is to be.

    Parameters
    ----------
    lacking : str or None
        Why no PDF can be made here, or None where it can.
    """

    def __init__(
        self, title: str, lacking: str | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Report of the run")
        self.setProperty("help", "dialogs/report")
        about = QLabel(
            f"A report of “{title}” as it stands now: what was agreed, how it came, who ended "
            "where and why, and how to get the same run again."
        )
        about.setWordWrap(True)
        self.pages = PageOptions(lacking)
        self.turning = QCheckBox("Look for &turning points")
        self.turning.setChecked(True)
        self.turning.setToolTip(
            "Leaves out one thing after the other that happened and plays the run again with the "
            "same luck; a minute at most"
        )
        self.pictures = QCheckBox("Draw &pictures")
        self.pictures.setChecked(True)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = self.buttons.addButton("Make…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(about)
        column.addLayout(self.pages)
        column.addWidget(self.turning)
        column.addWidget(self.pictures)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        self.resize(480, self.sizeHint().height())

    @property
    def arguments(self) -> list[str]:
        """What was chosen, for the command line."""
        found = self.pages.arguments
        found += [] if self.turning.isChecked() else ["--no-turning-points"]
        return found + ([] if self.pictures.isChecked() else ["--no-pictures"])


def _box(name: str, entries: dict[str, str]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for key, words in entries.items():
        box.addItem(words, key)
    return box
