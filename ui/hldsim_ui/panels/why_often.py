"""How often: in what share of many runs the selected party states and backs each design."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar

from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.bars import BarGrid
from hldsim_ui.panels.inspector_rows import Section, button, scaled, words
from hldsim_ui.panels.why_counts import Counted, Counter, Share, Wanted
from hldsim_ui.panels.why_terms import option_label
from hldsim_ui.theme import Palette

LOOK_MS = 100
"""Milliseconds between two looks at how far the runs have come."""
NOBODY = -1

Changes = Callable[[], tuple[tuple[tuple[str, Any], ...], int] | None]
"""Settings made in this run so far, and how many acts of delegations; None if not known now."""


class OftenSection(Section):
    """A button that runs the scenario many times, and bars of what came of it."""

    def __init__(self, palette: Palette, scenario: Scenario, counter: Counter) -> None:
        super().__init__("How often")
        self._palette, self._scenario = palette, scenario
        self.counter = counter
        self._changes: Changes | None = None
        self._wanted = Wanted(scenario)
        self._party = NOBODY
        self.about = words(palette)
        self.ask = button("", "Made beside the window; you can go on working", palette)
        self.ask.clicked.connect(self._clicked)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("Runs finished")
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.states, self.backs = self._grid("states"), self._grid("backs")
        self._options: tuple[str, ...] = ()
        self.titles = {name: QLabel(text(f"often.{name}")) for name in ("states", "backs")}
        for title in self.titles.values():
            title.setStyleSheet(f"color: {palette.muted.name()};")
        self.column.addWidget(self.about)
        self.column.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.bar)
        for name, grid in (("states", self.states), ("backs", self.backs)):
            self.column.addWidget(self.titles[name])
            self.column.addWidget(grid)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._show()

    def set_changes(self, changes: Changes | None) -> None:
        """Take the function that says what was changed in this run so far."""
        self._changes = changes

    def draw(self, party: int) -> None:
        """Show what is known of a party with the changes made so far."""
        self._party = party
        self._look_at_changes()
        if self.counter.running:
            self._timer.start()
        self._show()

    def clear(self) -> None:
        """Look at nobody; runs under way go on."""
        self._party = NOBODY
        self._timer.stop()

    def _look_at_changes(self) -> None:
        made = None if self._changes is None else self._changes()
        if made is not None:
            settings, left_out = made
            self._wanted = Wanted(self._scenario, tuple(settings), left_out)

    def _clicked(self) -> None:
        if self.counter.running:
            self.counter.cancel()
        else:
            self._look_at_changes()
            self.counter.start(self._wanted)
        self._timer.start()
        self._show()

    def _look(self) -> None:
        if not self.counter.running:
            self._timer.stop()
        self._show()

    def _show(self) -> None:
        counted, running = self.counter.known(self._wanted), self.counter.running
        complete = counted is not None and counted.runs >= self.counter.runs
        self.ask.setText("Stop" if running else text("often.ask", runs=self.counter.runs))
        self.ask.setVisible(running or not complete)
        self.bar.setVisible(running)
        self.bar.setRange(0, self.counter.runs)
        self.bar.setValue(self.counter.done)
        self.about.setText(self._words(counted, running))
        there = counted is not None and self._party != NOBODY
        for widget in (self.states, self.backs, *self.titles.values()):
            widget.setVisible(there)
        if counted is not None and there:
            self._fill(self.states, counted.states(self._party), counted)
            self._fill(self.backs, counted.backs(self._party), counted)

    def _words(self, counted: Counted | None, running: bool) -> str:
        counter = self.counter
        if running:
            left = text("often.starts")
            if counter.left is not None:
                left = text("often.left", seconds=max(1, round(counter.left)))
            return text("often.under_way", done=counter.done, runs=counter.runs, left=left)
        if counter.error:
            return text("often.failed", error=counter.error.splitlines()[0])
        if counted is None:
            return text("often.asked", runs=counter.runs)
        return " ".join(self._said(counted))

    def _said(self, counted: Counted) -> list[str]:
        """What was run, in sentences."""
        settings = counted.wanted.settings
        how = text("often.as_declared")
        if settings and not counted.refused:
            how = text("often.with_changes", changes=len(settings))
        lines = [text("often.runs", runs=counted.runs, settings=how)]
        if counted.runs < self.counter.runs:
            lines.append(text("often.cancelled", runs=counted.runs, all=self.counter.runs))
        if counted.refused:
            lines.append(text("often.refused", error=counted.refused))
        if self._wanted.left_out:
            lines.append(text("often.left_out", acts=self._wanted.left_out))
        if self._party != NOBODY and self._scenario.parties[self._party].position is not None:
            lines.append(text("often.imposed"))
        return lines

    def _grid(self, name: str) -> BarGrid:
        grid = BarGrid(self._palette)
        grid.setAccessibleName(text(f"often.{name}"))
        return grid

    def _fill(self, grid: BarGrid, shares: list[Share], counted: Counted) -> None:
        index = self._scenario.proposal_index
        for n, row in enumerate(shares):
            if n == len(grid.names):
                grid.add(option_name(row.option, self._scenario))
                grid.names[n].setWordWrap(True)
                grid.names[n].setFixedWidth(scaled(NAME_WIDTH, self._palette))
                grid.bars[n][0].paint_in(self._palette.coalition_border(index.get(row.option, -1)))
            per_cent = {k: f"{100 * v:.0f}" for k, v in vars(row).items() if k != "option"}
            number = text(
                "often.row",
                share=f"{per_cent['share']} %",
                low=per_cent["low"],
                high=per_cent["high"],
            )
            grid.show_row(n, number, row.share)


NAME_WIDTH = 110
"""Pixels for the name of an option; longer ones wrap."""


def option_name(option: str, scenario: Scenario) -> str:
    """What an option is called, the ways to name none among them."""
    if option in scenario.proposal_index:
        return option_label(option, scenario)
    return text(f"words.{option}")
