"""The strip below: what is being done, how far it is, and a way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget


class Strip(QWidget):
    """A sentence, a bar of runs finished, and Stop; ``stopped`` where that is pressed."""

    stopped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName("Runs finished")
        self.bar.setFormat("%v of %m runs")
        self.bar.setMinimumWidth(180)
        self.stop = QPushButton("Stop", self)
        self.stop.setToolTip("Begin no more runs; what is done is kept, and can be gone on with")
        self.stop.clicked.connect(self.stopped)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.told, 1)
        row.addWidget(self.bar)
        row.addWidget(self.stop)
        self.show_running(False)

    def say(self, text: str, role: str = "") -> None:
        """Say something; ``role`` is "danger" for what went wrong."""
        self.told.setText(text)
        self.told.setProperty("role", role)
        self.told.style().unpolish(self.told)
        self.told.style().polish(self.told)

    def show_running(self, on: bool, can_stop: bool = True) -> None:
        """Show the bar and Stop, or hide them."""
        self.bar.setVisible(on)
        self.stop.setVisible(on and can_stop)
        self.stop.setEnabled(on)
        if on:
            self.bar.setMaximum(0)

    def show_progress(self, done: int, total: int) -> None:
        """Fill the bar."""
        self.bar.setMaximum(total)
        self.bar.setValue(done)
