"""The tree of futures of a run: drawn, gone to, named; what was done on the one that is shown.

The panel never touches a session. It is handed a `FuturesSummary`, and says what is wanted.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hldsim.record.futures import FuturesSummary
from hldsim.record.history import History
from hldsim.record.rows import ActRow
from hldsim.report.done import done_words
from hldsim.report.futures import outcome
from hldsim.report.tables import Column, Table
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.fence import guarded
from hldsim_ui.panels.bookmarks import Bookmarks, RoundList
from hldsim_ui.panels.futures_lanes import grown, lanes
from hldsim_ui.panels.futures_tree import FuturesTree
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.theme.icons import icon

NOBODY = -1
WIDE, HIGH = 560, 400
"""From this width, or this height, in pixels, the tree and what is beside it have room together."""


UNDO = "Take the last change back (Ctrl+Z), or all down to the one chosen here"
REDO = "Make the change after all (Ctrl+Shift+Z), or all down to the one chosen here"


class Futures(QWidget):
    """The tree above (or beside) what was done, and the bookmarks.

    ``switched`` carries a branch to go to, ``renamed`` (branch, label), ``compared`` (branch,
    branch), ``noted`` (round, text; empty takes the note away), ``round_picked`` a round;
    ``undo_wanted`` and ``redo_wanted`` how many changes; ``forked`` and ``bookmarked`` nothing.
    """

    switched = Signal(int)
    renamed = Signal(int, str)
    compared = Signal(int, int)
    noted = Signal(int, str)
    round_picked = Signal(int)
    forked = Signal()
    bookmarked = Signal()
    undo_wanted = Signal(int)
    redo_wanted = Signal(int)
    title = "Futures"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._summary: FuturesSummary | None = None
        self._k, self._last = 0, -1
        self._done = 0
        self.tree = FuturesTree()
        self.rows = self.tree.rows
        self.done = RoundList("What was done on this future", "What was done")
        self.bookmarks = Bookmarks()
        self.buttons: dict[str, QToolButton] = {}
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.tabs = QTabWidget()
        self.above, self.below = QWidget(), QWidget()
        self._lay_out()
        self._connect()

    @property
    def widget(self) -> QWidget:
        """The panel itself, as a view has it."""
        return self

    def unavailable(self, scenario: Scenario) -> str | None:
        """Every run has a future."""
        return None

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Take a scenario and colours."""
        self._palette = palette
        if scenario is not self._scenario:
            self._scenario, self._last = scenario, -1
        self.tree.dress(palette, scenario.rounds)
        for name, button in self.buttons.items():
            button.setIcon(icon(name, palette))
        self.bookmarks.dress(palette)
        self._show()

    def show_futures(self, summary: FuturesSummary | None) -> None:
        """Show another tree."""
        if summary is self._summary:
            return
        self._summary = summary
        self.rows.editable = self.free
        self._show()

    @property
    def free(self) -> bool:
        """Whether the run may be changed, not only looked at."""
        return self._summary is not None and not self._summary.read_only

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Mark the round shown; the future shown may have grown since it was summed up."""
        self._k, self._last = k, history.last
        self._grow()
        self.tree.look_at(k)
        self._enable()

    def clear(self) -> None:
        """Show nothing."""
        self._summary = None
        self._k, self._last = 0, -1
        self._show()

    def table(self, history: History, k: int) -> Table:
        """One row a future."""
        columns = ("future", "leaves", "from round", "changes", "to round", "outcome")
        names = {lane.future.branch: lane.name for lane in self.rows.lanes}
        rows = tuple(
            (
                lane.name,
                names.get(-1 if lane.future.parent is None else lane.future.parent),
                None if lane.future.parent is None else lane.future.forked_at,
                "; ".join(done_words(act, history.scenario) for act in lane.future.done),
                lane.future.last,
                outcome(lane.future, history.scenario),
            )
            for lane in self.rows.lanes
        )
        return Table(self.title, tuple(Column(name) for name in columns), rows)

    def sentence(self, history: History, k: int) -> str:
        """Say how many futures there are and which is shown."""
        row, count = self.rows.row_of(self.rows.shown), self.rows.rowCount()
        if row < 0:
            return text("view.empty")
        many = "one future" if count == 1 else f"{count} futures"
        return f"{many.capitalize()}; shown: {self.rows.lanes[row].sentence}."

    # ---------------------------------------------------------------- filling

    def _show(self) -> None:
        scenario, summary = self._scenario, self._summary
        if scenario is None or summary is None or not summary.futures:
            self.tree.show_lanes((), 0)
            self._list_done((), ())
            self.bookmarks.show_notes({}, self.free)
        else:
            self.tree.show_lanes(lanes(summary, scenario), summary.shown)
            self._grow()
            self._list_done(summary.done, summary.undone)
            self.bookmarks.show_notes(summary.notes, self.free)
        self._count(self.bookmarks, "Bookmarks", len(self.bookmarks.notes))
        self._enable()

    def _grow(self) -> None:
        """Bring the future shown to its newest round: rounds are played without a new summary."""
        row = self.rows.row_of(self.rows.shown)
        if row >= 0 and self._scenario is not None:
            lane = self.rows.lanes[row]
            if self._last > lane.future.last:
                self.rows.put(row, grown(lane, self._last, self._scenario))

    def _list_done(self, done: tuple[ActRow, ...], undone: tuple[ActRow, ...]) -> None:
        self.done.clear()
        self._done = len(done)
        if self._scenario is not None:
            for act in done:
                self.done.add(act.k, _by(act, done_words(act, self._scenario)))
            for act in undone:
                words = _by(act, done_words(act, self._scenario))
                item = self.done.add(act.k, f"{words} – taken back")
                for column in (0, 1):
                    item.setForeground(column, self._palette.muted)
        self._count(self.below, "Changes", len(done))
        self.buttons["undo"].setEnabled(self.free and bool(done))
        self.buttons["redo"].setEnabled(self.free and bool(undone))

    def _count(self, page: QWidget, name: str, count: int) -> None:
        self.tabs.setTabText(self.tabs.indexOf(page), f"{name} ({count})" if count else name)

    def _enable(self) -> None:
        there = self.tree.current() is not None
        over = self._summary is not None and self._k >= self._summary.rounds
        self.buttons["fork"].setEnabled(self.free and there and not over)
        self.buttons["rename"].setEnabled(self.free and there)
        self.buttons["compare"].setEnabled(self.rows.rowCount() > 1)

    # ---------------------------------------------------------------- hands

    def compare_current(self) -> None:
        """Ask for the future shown beside the one chosen, or beside the one it left."""
        lane, shown = self.tree.current(), self.rows.shown
        if lane is None or self.rows.rowCount() < 2:
            return
        other = lane.future.branch
        if other == shown:
            others = [one.future.branch for one in self.rows.lanes if one.future.branch != shown]
            other = others[0] if lane.future.parent is None else lane.future.parent
        self.compared.emit(*sorted((other, shown)))

    def undo(self) -> None:
        """Ask for the last change to be taken back, or for all down to the one chosen."""
        row = self.done.chosen()
        self.undo_wanted.emit(self._done - row if 0 <= row < self._done else 1)

    def redo(self) -> None:
        """Ask for the last change taken back to be made again, or all down to the one chosen."""
        row = self.done.chosen()
        self.redo_wanted.emit(max(1, row - self._done + 1))

    def _say_how_many(self) -> None:
        """Say in a line what the buttons would do."""
        row = self.done.chosen()
        back, again = self._done - row, row - self._done + 1
        several = 0 <= row and back > 1
        self.buttons["undo"].setToolTip(
            f"Take the last {back} changes back, down to the one chosen" if several else UNDO
        )
        self.buttons["redo"].setToolTip(
            f"Make {again} changes after all, down to the one chosen" if again > 1 else REDO
        )

    def _go(self, k: int) -> None:
        """Go to a round, or as far as the future has come: its next round is still to be played."""
        self.round_picked.emit(max(0, min(k, self._last)))

    # ---------------------------------------------------------------- building

    def _connect(self) -> None:
        self.tree.switched.connect(self.switched)
        self.tree.renamed.connect(self.renamed)
        self.tree.chosen.connect(self._enable)
        self.tree.compared.connect(self.compare_current)
        self.done.round_picked.connect(self._go)
        self.done.itemSelectionChanged.connect(self._say_how_many)
        self.bookmarks.noted.connect(self.noted)
        self.bookmarks.wanted.connect(self.bookmarked)
        self.bookmarks.round_picked.connect(self._go)

    def _lay_out(self) -> None:
        tree_bar = self._bar(
            ("fork", "Fork here", "A new future from the round shown", self.forked.emit),
            ("compare", "Compare", "Two futures side by side", self.compare_current),
            ("rename", "", "Rename (F2)", self.tree.rename_current),
        )
        done_bar = self._bar(
            ("undo", "Undo", UNDO, self.undo),
            ("redo", "Redo", REDO, self.redo),
        )
        for page, content, bar in (
            (self.above, self.tree, tree_bar),
            (self.below, self.done, done_bar),
        ):
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(content, 1)
            column.addLayout(bar)
        self.tabs.addTab(self.below, "Changes")
        self.tabs.addTab(self.bookmarks, "Bookmarks")
        self.tabs.setDocumentMode(True)
        self.split.addWidget(self.above)
        self.split.addWidget(self.tabs)
        self.split.setChildrenCollapsible(False)
        self.split.setStretchFactor(0, 3)
        self.split.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.split)

    def _bar(self, *entries: tuple[str, str, str, Callable[[], None]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(6, 3, 6, 3)
        row.setSpacing(2)
        style = Qt.ToolButtonStyle
        for name, words, says, slot in entries:
            button = QToolButton()
            button.setText(words)
            button.setToolTip(says)
            button.setAccessibleName(words or says.partition(" (")[0])
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if words else style.ToolButtonIconOnly
            )
            button.clicked.connect(lambda _=False, slot=slot: slot())
            self.buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width(), event.size().height())

    def _arrange(self, width: int, height: int) -> None:
        """Side by side where it is wide, one above the other where it is high, else as tabs."""
        wide = width > WIDE and width > 1.5 * height
        small = not wide and height < HIGH
        if small and self.tabs.indexOf(self.above) < 0:
            self.tabs.insertTab(0, self.above, "Tree")
            self.tabs.setCurrentIndex(0)
        elif not small and self.split.indexOf(self.above) < 0:
            self.split.insertWidget(0, self.above)
            self.above.show()
        wanted = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.split.orientation() != wanted:
            self.split.setOrientation(wanted)


def _by(act: ActRow, words: str) -> str:
    """What was done, and by whom if it was not the person at this window."""
    return words if act.author in ("", "user") else f"{words} ({act.author})"
