"""The bench beside the main window: opened, dressed, and asked for its runs."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from hldsim_ui.board import NOBODY
from hldsim_ui.theme.palette import Palette


class BesideBench(QObject):
    """Holds the one bench window of a main window. A method has the name of its action."""

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.window: Any = None
        window.keeper.changed.connect(self._dress)

    def bench(self) -> None:
        """Open the bench on the scenario in use, or bring it to the front."""
        if self.window is None:
            self._make()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def _make(self) -> None:
        from hldsim_ui.bench.window import BenchWindow  # reads the catalogue of measures

        main = self._window
        self.window = BenchWindow(main.settings, main.keeper.palette)
        self.window.open_run.connect(self._open_run)
        self.window.help_wanted.connect(main.help_desk.open)
        self.window.destroyed.connect(self._gone)
        shown = main.board.shown
        if shown.scenario is not None:
            chosen = None if shown.selected == NOBODY else shown.scenario.parties[shown.selected].id
            self.window.begin(shown.scenario, main.conductor.source, chosen)

    def _gone(self) -> None:
        self.window = None

    def close(self) -> None:
        """Close it with the main window."""
        if self.window is not None:
            self.window.close()

    def _dress(self, palette: Palette) -> None:
        if self.window is not None:
            self.window.dress(palette)

    def _open_run(self, scenario: Any, seed: int, conditioned: bool, title: str) -> None:
        main = self._window
        main.files.leave(
            lambda: main.conductor.open(scenario, seed, title=title, conditioned=conditioned)
        )
        main.raise_()
        main.activateWindow()
