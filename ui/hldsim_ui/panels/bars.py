"""Bars made of plain widgets: they stretch with the panel and overrule none of Qt's methods."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from hldsim_ui.theme import Palette

STEPS = 1000
"""Parts that the room for a bar is divided into."""


class Bar(QWidget):
    """One bar. With ``signed`` its nought is in the middle and it grows to either side."""

    def __init__(self, palette: Palette, signed: bool = False, height: int = 8) -> None:
        super().__init__()
        self._signed = signed
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._row = row
        self._left, self._right = QFrame(), QFrame()
        row.addStretch(STEPS)
        row.addWidget(self._left, 0)
        if signed:
            axis = QFrame()
            axis.setFixedWidth(1)
            axis.setStyleSheet(f"background: {palette.muted.name()};")
            row.addWidget(axis)
        row.addWidget(self._right, 0)
        row.addStretch(STEPS)
        self.value = 0.0
        self._colour, self._lengths = "", (-1, -1)
        self.paint_in(palette.accent)
        self.show_value(0.0)

    def paint_in(self, colour: QColor) -> None:
        """Colour the bar."""
        if colour.name() == self._colour:
            return
        self._colour = colour.name()
        for part in (self._left, self._right):
            part.setStyleSheet(f"background: {colour.name()}; border: none; border-radius: 1px;")

    def show_value(self, value: float) -> None:
        """Show a value in [0, 1], or in [-1, 1] where signed; others are cut off."""
        self.value = max(-1.0 if self._signed else 0.0, min(1.0, value))
        length = round(abs(self.value) * STEPS)
        negative = length if self.value < 0 else 0
        positive = length if self.value > 0 else 0
        if (negative, positive) == self._lengths:
            return
        self._lengths = (negative, positive)
        last = self._row.count() - 1
        parts = {0: STEPS - negative if self._signed else 0, 1: negative}
        parts[last - 1], parts[last] = positive, STEPS - positive
        for place, part in parts.items():
            self._row.setStretch(place, part)
        self._left.setVisible(negative > 0)
        self._right.setVisible(positive > 0)


class BarGrid(QWidget):
    """Rows of a name, one or two bars and a number; rows are made once and then only changed."""

    def __init__(self, palette: Palette, signed: bool = False, double: bool = False) -> None:
        super().__init__()
        self._palette, self._signed, self._double = palette, signed, double
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        self.names: list[QLabel] = []
        self.bars: list[tuple[Bar, ...]] = []
        self.numbers: list[QLabel] = []
        self.notes: list[QLabel] = []
        self._noted: set[int] = set()

    def add(self, name: str, tip: str = "", note: bool = False) -> int:
        """Add a row and return its number; ``note`` leaves room for words below it."""
        line = 2 * len(self.names)
        label, number = QLabel(name), QLabel()
        number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        bars = tuple(Bar(self._palette, self._signed, 5 if self._double else 8) for _ in self._both)
        room = QWidget()
        column = QGridLayout(room)
        column.setContentsMargins(0, 2, 0, 2)
        column.setVerticalSpacing(1)
        for place, bar in enumerate(bars):
            column.addWidget(bar, place, 0)
        for widget in (label, room, number):
            widget.setToolTip(tip)
        self._grid.addWidget(label, line, 0)
        self._grid.addWidget(room, line, 1)
        self._grid.addWidget(number, line, 2)
        words = QLabel(self)  # a parent first: shown without one it would flash up as a window
        words.setWordWrap(True)
        words.setStyleSheet(f"color: {self._palette.muted.name()};")
        words.setVisible(note)
        if note:
            self._noted.add(len(self.names))
            self._grid.addWidget(words, line + 1, 0, 1, 3)
        self.names.append(label)
        self.bars.append(bars)
        self.numbers.append(number)
        self.notes.append(words)
        return len(self.names) - 1

    def show_row(self, n: int, number: str, *values: float, note: str = "") -> None:
        """Change the bars, the number and the words of a row."""
        for bar, value in zip(self.bars[n], values, strict=False):
            bar.show_value(value)
        self.numbers[n].setText(number)
        if note:
            self.notes[n].setText(note)
        room = self.bars[n][0].parentWidget()
        room.setAccessibleName(f"{self.names[n].text()}: {number}")

    def keep(self, count: int) -> None:
        """Show the first rows and hide the others; they are there when needed again."""
        for n, (label, number, words) in enumerate(
            zip(self.names, self.numbers, self.notes, strict=True)
        ):
            room = self.bars[n][0].parentWidget()
            for widget in (label, number, room, *([words] if n in self._noted else ())):
                if widget.isHidden() == (n < count):
                    widget.setVisible(n < count)

    @property
    def _both(self) -> range:
        return range(2 if self._double else 1)
