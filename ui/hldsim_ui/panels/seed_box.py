"""The box for a seed: whole numbers up to 2^53 - 1, which Qt's own box for integers cannot hold."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from hldsim_ui.fence import guarded

SEED_MAX = 2**53 - 1
"""Replicates of an experiment have seeds as large as a double holds exactly."""


class SeedBox(QDoubleSpinBox):
    """A whole number; ``seed`` is its value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(0)
        self.setRange(0, SEED_MAX)

    @property
    def seed(self) -> int:
        """The number in the box."""
        return int(self.value())

    @guarded("")
    def textFromValue(self, value: float) -> str:
        return str(int(value))
