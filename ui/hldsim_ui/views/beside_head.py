"""The head of two futures side by side: which they are, what came of each, what sets them apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QToolButton, QWidget

from hldsim_ui.fence import guarded
from hldsim_ui.theme import Palette
from hldsim_ui.theme.icons import icon

SIDES = ("left", "right")


class Head(QWidget):
    """A list to choose from on either side, and a sentence below.

    ``chosen`` carries the two branches that are to be seen.
    """

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self.sides, self.about = (QComboBox(), QComboBox()), (QLabel(), QLabel())
        self.swap, self.verdict = QToolButton(), QLabel()
        self._said: tuple[str, ...] = ()
        self._high = True
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 8, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(3)
        for column, combo, about, side in zip((0, 2), self.sides, self.about, SIDES, strict=True):
            combo.setAccessibleName(f"Future on the {side}")
            combo.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            combo.setMinimumContentsLength(6)
            combo.activated.connect(self._choose)
            about.setProperty("role", "caption")
            about.setWordWrap(True)
            grid.addWidget(combo, 0, column)
            grid.addWidget(about, 1, column)
            grid.setColumnStretch(column, 1)
        self.swap.setToolTip("Exchange left and right")
        self.swap.setAccessibleName("Exchange left and right")
        self.swap.clicked.connect(self._swap)
        self.verdict.setWordWrap(True)
        grid.addWidget(self.swap, 0, 1)
        grid.addWidget(self.verdict, 2, 0, 1, 3)

    def dress(self, palette: Palette) -> None:
        """Recolour the icon."""
        self.swap.setIcon(icon("swap", palette))

    def offer(self, names: Sequence[tuple[str, int]], pair: tuple[int, int]) -> None:
        """Offer futures, (name, branch) each, on either side; ``pair`` are the branches shown."""
        for combo, branch in zip(self.sides, pair, strict=True):
            combo.blockSignals(True)
            combo.clear()
            for name, one in names:
                combo.addItem(name, one)
            combo.setCurrentIndex(combo.findData(branch))
            combo.setToolTip(combo.currentText())
            combo.blockSignals(False)

    def say(self, said: Sequence[str], standings: Sequence[str]) -> None:
        """Write what sets them apart, the last sentence weighing most, and what came of each."""
        self._said = tuple(said)
        for label, standing in zip(self.about, standings, strict=True):
            label.setText(standing)
        self._write()

    def fit(self, high: bool) -> None:
        """Say all where it is high, the last sentence only where it is not."""
        if high != self._high:
            self._high = high
            for label in self.about:
                label.setVisible(high)
            self._write()

    @property
    def said(self) -> str:
        """All that there is to say, whether or not there is room for it."""
        return " ".join(self._said)

    def _write(self) -> None:
        self.verdict.setText(self.said if self._high else "".join(self._said[-1:]))
        self.verdict.setToolTip("" if self._high else self.said)
        self._hold()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hold()

    def _hold(self) -> None:
        """Keep as many lines for the verdict as this width needs: a low splitter takes them."""
        room = max(self.width() - 2 * 8, 1)
        self.verdict.setMinimumHeight(max(self.verdict.heightForWidth(room), 0))

    def _choose(self) -> None:
        self.chosen.emit(*(int(combo.currentData()) for combo in self.sides))

    def _swap(self) -> None:
        left, right = (combo.currentData() for combo in self.sides)
        if left is not None and right is not None:
            self.chosen.emit(int(right), int(left))
