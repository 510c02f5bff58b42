"""Two futures side by side at the same round: maps, support, texts, and what sets them apart.

Both share their luck, so what differs follows from what was done and from nothing else. The
histories of futures that are not shown are asked for by a signal and handed in by ``take``.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QLabel,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hldsim.record.differences import Differences, differences
from hldsim.record.futures import FuturesSummary
from hldsim.record.history import History
from hldsim.report.futures import future_name, standing
from hldsim.report.tables import Column, Table
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.base import NOBODY
from hldsim_ui.views.beside_head import Head
from hldsim_ui.views.beside_lists import Rows
from hldsim_ui.views.beside_support import BesideSupport
from hldsim_ui.views.beside_words import done_rows, now, since, state_rows, text_rows
from hldsim_ui.views.coalition_map import CoalitionMap

NEVER = 1 << 20
"""Width, in pixels, from which a map shows its legend: its labels say it here."""
HIGH, WIDE = 470, 900
"""Height from which maps stand above the lists; width from which, if it is lower, they stand beside
them, and if it is high, support does."""


class Beside(QWidget):
    """A future on the left, another on the right.

    ``histories_wanted`` carries a tuple of branches to be handed in by ``take``; ``picked`` a party
    index, ``round_picked`` a round.
    """

    histories_wanted = Signal(tuple)
    picked = Signal(int)
    round_picked = Signal(int)
    title = "Compare futures"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._summary: FuturesSummary | None = None
        self._histories: dict[int, History] = {}
        self._asked: set[int] = set()
        self._chosen: tuple[int, int] | None = None
        self._shown: tuple[History, int, int] | None = None
        self.maps = (CoalitionMap(), CoalitionMap())
        self.head, self.empty = Head(), QLabel(text("beside.alone"))
        self.support = BesideSupport()
        self.states = Rows("States that do something else", "State", text("beside.all_alike"))
        self.texts = Rows("Texts on the table", "Design, issue", text("beside.no_texts"))
        self.done = Rows("What was done", "Round", text("beside.nothing_done"), 0.12)
        self.tabs, self.split, self.foot = QTabWidget(), QSplitter(), QSplitter()
        self.pair = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedLayout(self)
        self._lay_out()
        self._connect()

    @property
    def widget(self) -> QWidget:
        """The panel itself, as a view has it."""
        return self

    def unavailable(self, scenario: Scenario) -> str | None:
        """Whatever has a map can be compared."""
        return self.maps[0].unavailable(scenario)

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Take a scenario and colours."""
        self._palette = palette
        if scenario is not self._scenario:
            self._scenario, self._chosen, self._shown = scenario, None, None
            self._forget()
        for one in self.maps:
            one.load(scenario, palette)
        self.support.load(scenario, palette)
        for rows in (self.states, self.texts, self.done):
            rows.dress(palette)
        self.head.dress(palette)
        self._show()

    def show_futures(self, summary: FuturesSummary | None) -> None:
        """Take another tree; what was read of futures that have changed since is asked for anew."""
        if summary is self._summary or summary is None:
            return
        old, self._summary = self._summary, summary
        if old is not None and old.shown != summary.shown:
            self._histories.pop(old.shown, None)
        self._asked.clear()
        self._offer()
        self._show()

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show round ``k`` of both; ``history`` is the future that the window shows."""
        self._shown = (history, k, selected)
        if self._summary is not None:
            self._histories[self._summary.shown] = history
        self._show()

    def take(self, histories: Mapping[int, History]) -> None:
        """Be handed what was asked for."""
        self._histories.update(histories)
        self._asked -= set(histories)
        self._show()

    def compare(self, left: int, right: int) -> None:
        """Show two futures, whatever was shown before."""
        self._chosen = (left, right)
        self._offer()
        self._show()

    def clear(self) -> None:
        """Show nothing."""
        self._summary = self._shown = None
        self._forget()
        self._show()

    def table(self, history: History, k: int) -> Table:
        """One row a state that does something else."""
        names = self._names()
        columns = (Column("state"), *(Column(name) for name in names))
        return Table(f"{self.title}, round {k}", columns, tuple(self.states.words()))

    def sentence(self, history: History, k: int) -> str:
        """Say what sets them apart."""
        return self.head.said if self._stack.currentIndex() == 1 else self.empty.text()

    @property
    def branches(self) -> tuple[int, int]:
        """The two futures that are to be seen."""
        summary = self._summary
        if summary is None:
            return (0, 0)
        known = {future.branch for future in summary.futures}
        if self._chosen is not None and set(self._chosen) <= known:
            return self._chosen
        shown = summary.future(summary.shown)
        if shown.parent is not None:
            return (shown.parent, shown.branch)
        return (shown.branch, max(known - {shown.branch}, default=shown.branch))

    # ---------------------------------------------------------------- filling

    def _show(self) -> None:
        summary, scenario = self._summary, self._scenario
        if summary is None or scenario is None or self._shown is None or len(summary.futures) < 2:
            self._stack.setCurrentIndex(0)
            return
        self._stack.setCurrentIndex(1)
        left, right = (self._history(branch) for branch in self.branches)
        if left is None or right is None:
            return
        history, wanted, selected = self._shown
        k = min(wanted, left.last, right.last)
        found = differences(left, right, k)
        ringed = [row.party for row in found.backing]
        for one, side in zip(self.maps, (left, right), strict=True):
            one.ring(ringed)
            one.draw(side, k, selected)
        names = self._names()
        for rows in (self.states, self.texts, self.done):
            rows.name_sides(names)
        self.support.show_pair(left, right, k, names)
        self.states.show_states(state_rows(found, left))
        self.texts.show_texts(text_rows(left, right, k))
        self.done.show_done(done_rows(summary, *self.branches, scenario))
        self._count(self.states, "States", len(self.states.words()))
        self._count(self.texts, "Texts", len(found.texts))
        self._count(self.done, "Changes", len(self.done.words()))
        self._say(found, wanted, (left, right))

    def _say(self, found: Differences, wanted: int, pair: tuple[History, History]) -> None:
        """Write the verdict, and what came of each; say if one has not come as far as is shown."""
        assert self._summary is not None and self._scenario is not None
        said = [since(found, self._summary.shared(*self.branches)), now(found)]
        if self.branches[0] == self.branches[1]:
            said = [text("beside.same")]
        short = min(pair, key=lambda history: history.last)
        if short.last < wanted:
            name = self._names()[pair.index(short)]
            said.insert(0, text("beside.short", future=name, k=short.last))
        both = (self._summary.future(branch) for branch in self.branches)
        self.head.say(said, [standing(future, self._scenario) for future in both])

    def _history(self, branch: int) -> History | None:
        """A future as far as it is known to have come, or None: it is asked for then."""
        assert self._summary is not None and self._shown is not None
        known = self._histories.get(branch)
        live = branch == self._summary.shown
        if known is not None and known[0] is self._shown[0][0]:  # of this very run
            if live or known.last == self._summary.future(branch).last:
                return known
        if branch not in self._asked:
            self._asked.add(branch)
            self.histories_wanted.emit((branch,))
        return None

    def _names(self) -> tuple[str, str]:
        summary, scenario = self._summary, self._scenario
        if summary is None or scenario is None:
            return ("", "")
        one, other = (summary.future(branch) for branch in self.branches)
        return future_name(one, summary, scenario), future_name(other, summary, scenario)

    def _offer(self) -> None:
        """Offer every future on either side."""
        summary, scenario = self._summary, self._scenario
        if summary is None or scenario is None:
            return
        names = [(future_name(one, summary, scenario), one.branch) for one in summary.futures]
        self.head.offer(names, self.branches)

    def _count(self, page: QWidget, name: str, count: int) -> None:
        self.tabs.setTabText(self.tabs.indexOf(page), f"{name} ({count})" if count else name)

    def _forget(self) -> None:
        self._histories.clear()
        self._asked.clear()

    # ---------------------------------------------------------------- hands

    def _connect(self) -> None:
        self.head.chosen.connect(self.compare)
        for one in self.maps:
            one.picked.connect(self.picked)
        self.states.picked.connect(self.picked)
        self.done.round_picked.connect(self.round_picked)
        self.support.round_picked.connect(self.round_picked)

    # ---------------------------------------------------------------- building

    def _lay_out(self) -> None:
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(24)
        self.empty.setProperty("role", "caption")
        for one in self.maps:
            one.widget.roomy = NEVER
            one.widget.findChild(QScrollArea).hide()  # now: it would count for the least width
            self.pair.addWidget(one.widget)
        for axis in ("x", "y"):  # both are zoomed together
            boxes = [one.widget.plot.getViewBox() for one in self.maps]
            getattr(boxes[1], f"set{axis.upper()}Link")(boxes[0])
        for page, name in ((self.states, "States"), (self.texts, "Texts"), (self.done, "Changes")):
            self.tabs.addTab(page, name)
        self.tabs.setDocumentMode(True)
        self.foot.setOrientation(Qt.Orientation.Horizontal)
        self.foot.addWidget(self.tabs)
        self.split.setOrientation(Qt.Orientation.Vertical)
        self.split.addWidget(self.foot)
        for splitter in (self.split, self.foot, self.pair):
            splitter.setChildrenCollapsible(False)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.split, 1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(whole)
        self._arrange(0, 0)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width(), event.size().height())

    def _arrange(self, width: int, height: int) -> None:
        """Maps above the lists where it is high, beside them where it is wide, else among them."""
        high, wide = height >= HIGH, width >= WIDE
        self.head.fit(high)
        orientation = Qt.Orientation.Vertical if high else Qt.Orientation.Horizontal
        moved = self.split.orientation() != orientation
        self.split.setOrientation(orientation)
        if high or wide:
            if self.split.indexOf(self.pair) < 0:
                self.split.insertWidget(0, self.pair)
                moved = True
            if moved:
                whole = height if high else width
                self.split.setSizes([round(whole * 0.6), round(whole * 0.4)])
        elif self.tabs.indexOf(self.pair) < 0:
            self.tabs.insertTab(0, self.pair, "Maps")
            self.tabs.setCurrentIndex(0)
        if high and wide:
            if self.foot.indexOf(self.support) < 0:
                self.foot.addWidget(self.support)
                self.foot.setSizes([width // 2, width // 2])
        elif self.tabs.indexOf(self.support) < 0:
            self.tabs.insertTab(self.tabs.indexOf(self.states) + 1, self.support, "Support")
        for part in (self.pair, self.support):
            if self.tabs.indexOf(part) < 0:
                part.show()
