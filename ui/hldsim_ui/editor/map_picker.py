"""A small world map in which a party is picked: the live view of the run on show."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from hldsim_ui.board import NOBODY, Shown
from hldsim_ui.theme.palette import Palette
from hldsim_ui.views.base import LIVE_VIEWS

HEIGHT = 250


class MapPicker(QWidget):
    """The world map of the run on show. ``picked`` carries the id of a party."""

    picked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view: Any = LIVE_VIEWS["world_map"]()
        self.view.widget.setAccessibleName("Pick a party on the map")
        self.view.picked.connect(self._picked)
        self._shown = Shown()
        self._party = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view.widget)

    def show_state(self, shown: Shown, palette: Palette) -> None:
        """Take the run on show; nothing is seen where it has no places on the map."""
        self._shown = shown
        there = shown.scenario is not None and shown.history is not None
        there = there and self.view.unavailable(shown.scenario) is None
        self.setVisible(there)
        if there:
            self.view.load(shown.scenario, palette)
            self._draw()

    def select(self, party: str) -> None:
        """Mark a party."""
        if party != self._party:
            self._party = party
            self._draw()

    def _draw(self) -> None:
        shown = self._shown
        if shown.scenario is None or shown.history is None or self.isHidden():
            return
        number = shown.scenario.party_index.get(self._party, NOBODY)
        self.view.draw(shown.history, min(shown.k, len(shown.history) - 1), number)

    def _picked(self, party: int) -> None:
        scenario = self._shown.scenario
        if scenario is not None and 0 <= party < len(scenario.parties):
            self.picked.emit(scenario.parties[party].id)
