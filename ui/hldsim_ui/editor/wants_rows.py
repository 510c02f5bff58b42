"""Rows of sliders: what one party wants, a slider and a number each, stated or imputed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QToolButton, QWidget

from hldsim_ui.editor.fields import Line, number_typed
from hldsim_ui.fence import guarded

STEPS = 200
"""Steps of a slider from 0 to 1."""


class Slider(QSlider):
    """A slider that the wheel does not move while one scrolls past it."""

    @guarded()
    def wheelEvent(self, event: object) -> None:
        event.ignore()  # type: ignore[attr-defined]


class Rows(QWidget):
    """Sliders from 0 to 1, by column of the table of parties.

    ``moved`` carries a column and a value, ``typed`` a column and what was typed into its field,
    ``cleared`` a column that is to be imputed again.
    """

    moved = Signal(str, float)
    typed = Signal(str, object)
    cleared = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(10)
        self.grid.setVerticalSpacing(3)
        self.grid.setColumnStretch(1, 1)
        self.grid.setColumnMinimumWidth(0, 190)
        self.sliders: dict[str, QSlider] = {}
        self.lines: dict[str, Line] = {}
        self.states: dict[str, QLabel] = {}
        self.clears: dict[str, QToolButton] = {}
        self.labels: dict[str, QLabel] = {}

    def make(self, entries: list[tuple[str, str, str]]) -> None:
        """Make a row for each (column, words, what it means)."""
        if [column for column, _, _ in entries] == list(self.sliders) and all(
            self.labels[column].text() == words for column, words, _ in entries
        ):
            return
        while self.grid.count():
            widget = self.grid.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        for table in (self.sliders, self.lines, self.states, self.clears, self.labels):
            table.clear()
        for n, (column, words, about) in enumerate(entries):
            self._make_row(n, column, words, about)

    def _make_row(self, n: int, column: str, words: str, about: str) -> None:
        slider, line, state, clear = (
            Slider(Qt.Orientation.Horizontal),
            Line(),
            QLabel(),
            QToolButton(),
        )
        label = QLabel(words)
        label.setWordWrap(True)
        label.setToolTip(about)
        slider.setRange(0, STEPS)
        slider.setAccessibleName(words)
        slider.setToolTip(about)
        slider.valueChanged.connect(lambda v: self.moved.emit(column, v / STEPS))
        line.setFixedWidth(76)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setAccessibleName(f"{words}, number")
        line.setToolTip("A number from 0 to 1")
        line.editingFinished.connect(lambda: self._typed(column))
        state.setFixedWidth(state.fontMetrics().horizontalAdvance("imputed  ") + 12)
        clear.setText("Impute")
        clear.setToolTip("Make it blank: imputed again, drawn in every run")
        clear.setAccessibleName(f"{words}: impute again")
        clear.clicked.connect(lambda: self.cleared.emit(column))
        for place, widget in enumerate((label, slider, line, state, clear)):
            self.grid.addWidget(widget, n, place)
        self.sliders[column], self.lines[column] = slider, line
        self.states[column], self.clears[column] = state, clear
        self.labels[column] = label

    def _typed(self, column: str) -> None:
        line = self.lines[column]
        if line.isModified():
            line.setModified(False)
            self.typed.emit(column, number_typed(line.text()))

    def show_row(self, column: str, value: float | None, text: str, whence: str, bad: str) -> None:
        """Show a value (None: nobody knows), how it is written, whence it is, what is wrong."""
        slider, line, state = self.sliders[column], self.lines[column], self.states[column]
        slider.blockSignals(True)
        slider.setValue(round((0.5 if value is None else value) * STEPS))
        slider.blockSignals(False)
        imputed = whence == "imputed"
        line.setPlaceholderText("" if value is not None else "–")
        if not (line.hasFocus() and line.isModified()):
            line.setText(text)
            line.setModified(False)
        style = "font-style: italic;" if imputed else ""
        line.setStyleSheet(f"QLineEdit {{ {style} }}" if style else "")
        state.setText("fault" if bad else whence)
        state.setToolTip(bad)
        state.setProperty("role", "danger" if bad else "caption")
        state.setStyleSheet(style)
        self.clears[column].setEnabled(not imputed)
