"""Choose a scenario: those that come with hldsim, a user's own, or a folder or .zip anywhere."""

from __future__ import annotations

import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hldsim.places import scenarios_dir, user_data_dir


@dataclass(frozen=True)
class Offer:
    """A scenario one may open, by what its file says of it."""

    path: Path
    title: str
    summary: str


def offers() -> list[Offer]:
    """Return scenarios that come with hldsim, then a user's own."""
    found = []
    for folder in (scenarios_dir(), user_data_dir() / "scenarios"):
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            offer = read_offer(path)
            if offer is not None:
                found.append(offer)
    return found


def read_offer(path: Path) -> Offer | None:
    """Read title and summary of a scenario folder or .zip without loading it; None if it is none.

    This is quick enough to be done before the window is painted.
    """
    try:
        if path.is_dir():
            text = (path / "scenario.toml").read_text(encoding="utf-8")
        elif path.suffix == ".zip":
            with zipfile.ZipFile(path) as parcel:
                name = next(n for n in parcel.namelist() if n.endswith("scenario.toml"))
                text = parcel.read(name).decode("utf-8")
        else:
            return None
        document = tomllib.loads(text)
    except (OSError, ValueError, StopIteration, zipfile.BadZipFile):
        return None
    head = document.get("scenario", document)
    if not isinstance(head, dict):
        return None
    title, summary = head.get("title", path.stem), head.get("summary", "")
    return Offer(path, str(title), " ".join(str(summary).split()))


class ChooseScenario(QDialog):
    """A list of scenarios; ``chosen`` is a path once accepted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Open a scenario")
        self.chosen: Path | None = None
        self.list = QListWidget()
        self.list.setAccessibleName("Scenarios")
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.summary.setMinimumHeight(84)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.summary.setProperty("role", "caption")
        buttons = QDialogButtonBox()
        self.open_button = buttons.addButton("Open", QDialogButtonBox.ButtonRole.AcceptRole)
        elsewhere = buttons.addButton("Folder elsewhere…", QDialogButtonBox.ButtonRole.ActionRole)
        parcel = buttons.addButton(".zip file…", QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        elsewhere.clicked.connect(self._folder)
        parcel.clicked.connect(self._parcel)
        column = QVBoxLayout(self)
        column.addWidget(self.list)
        column.addWidget(self.summary)
        column.addWidget(buttons)
        self.list.currentItemChanged.connect(self._moved)
        self.list.itemActivated.connect(self.accept)
        self._fill()
        self.resize(620, 420)

    def _fill(self) -> None:
        for offer in offers():
            item = QListWidgetItem(offer.title)
            item.setData(Qt.ItemDataRole.UserRole, offer)
            self.list.addItem(item)
        self.open_button.setEnabled(self.list.count() > 0)
        self.list.setCurrentRow(0)

    def _moved(self, item: QListWidgetItem | None) -> None:
        offer = item.data(Qt.ItemDataRole.UserRole) if item else None
        self.chosen = offer.path if offer else None
        self.summary.setText(offer.summary if offer else "")

    def _folder(self) -> None:
        self._take(QFileDialog.getExistingDirectory(self, "Folder of a scenario"))

    def _parcel(self) -> None:
        wanted = QFileDialog.getOpenFileName(self, "Scenario", "", "Scenario (*.zip)")
        self._take(wanted[0])

    def _take(self, path: str) -> None:
        if path:
            self.chosen = Path(path)
            self.accept()
