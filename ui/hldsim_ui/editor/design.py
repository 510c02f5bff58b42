"""A design, issue by issue: which level each has, and which stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from hldsim.errors import Fault
from hldsim.scenario.look import tables_of
from hldsim_ui.editor.fields import Quiet
from hldsim_ui.theme.palette import LIGHT, Palette


class DesignChooser(QWidget):
    """A choice of level for each issue. ``wanted`` carries the issue and the level, or nothing.

    Parameters
    ----------
    blank : str
        What is said of an issue that is not named; ``{level}`` stands for its status quo.
    """

    wanted = Signal(str, str)

    def __init__(self, blank: str) -> None:
        super().__init__()
        self._blank = blank
        self._issues: object = None
        self.boxes: dict[str, Quiet] = {}
        self.names: dict[str, QLabel] = {}
        self.colours: Palette = LIGHT
        self.fault = QLabel()
        self.fault.setProperty("role", "danger")
        self.fault.setWordWrap(True)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnMinimumWidth(0, 110)

    def show_design(
        self, document: Mapping[str, Any], design: Mapping[str, Any], faults: Sequence[Fault]
    ) -> None:
        """Show a design of a document."""
        issues = document.get("issues")
        if issues is not self._issues:
            self._make(document)
            self._issues = issues
        for _, issue in tables_of(document, "issues"):
            name = str(issue.get("id"))
            levels = [(str(x.get("id")), str(x.get("name"))) for _, x in tables_of(issue, "levels")]
            quo = dict(levels).get(str(issue.get("status_quo")), "")
            box = self.boxes[name]
            box.offer(levels, self._blank.format(level=quo), design.get(name, ""))
            self.names[name].setStyleSheet("font-weight: 600;" if design.get(name) else "")
        self.fault.setText(" ".join(f"{f.value}: allowed: {f.allowed}." for f in faults))
        self.fault.setVisible(bool(faults))

    def _make(self, document: Mapping[str, Any]) -> None:
        focus = next((name for name, box in self.boxes.items() if box.hasFocus()), "")
        while self.grid.count():
            widget = self.grid.takeAt(0).widget()
            if widget is not None and widget is not self.fault:
                widget.deleteLater()
        self.boxes, self.names = {}, {}
        row = 0
        for row, issue in tables_of(document, "issues"):
            name, words = str(issue.get("id")), str(issue.get("name") or issue.get("id"))
            box, label = Quiet(), QLabel(words)
            box.setAccessibleName(words)
            box.setToolTip(str(issue.get("note", "")))
            label.setBuddy(box)
            label.setToolTip(str(issue.get("note", "")))
            box.currentIndexChanged.connect(
                lambda _, name=name, box=box: self.wanted.emit(name, str(box.currentData()))
            )
            self.grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
            self.grid.addWidget(box, row, 1)
            self.boxes[name], self.names[name] = box, label
        self.grid.addWidget(self.fault, row + 1, 1)
        if focus in self.boxes:
            self.boxes[focus].setFocus()
