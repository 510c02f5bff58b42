"""The inspector: one state and its why, two states side by side, or the why of a coalition."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedLayout, QWidget

from hldsim.record.history import History
from hldsim.report.sentences import Explanation
from hldsim.scenario.schema import Scenario
from hldsim_ui.board import EVERYTHING
from hldsim_ui.panels import inspector_words as said
from hldsim_ui.panels.compare_states import ComparePage
from hldsim_ui.panels.inspector_page import PartyPage
from hldsim_ui.panels.why_coalition import CoalitionPage
from hldsim_ui.panels.why_counts import Counter
from hldsim_ui.panels.why_flips import Flipper
from hldsim_ui.panels.why_often import Changes
from hldsim_ui.panels.why_terms import explanation
from hldsim_ui.theme import LIGHT, Palette

NOBODY = -1
EMPTY = "Select a state: click it on the map or in the record, or find it with Ctrl+F."

Explainer = Callable[[int, int], Explanation]


class Inspector(QWidget):
    """Everything about one party in one round; with a pinned one, about two.

    ``applied`` carries a path and a value to be set, after ``round_picked`` has carried the round
    before which; ``stepped`` then asks for one more round. ``pin_wanted`` carries the party to be
    kept for comparing, or `NOBODY`.
    """

    picked = Signal(int)
    round_picked = Signal(int)
    applied = Signal(str, float)
    stepped = Signal()
    pin_wanted = Signal(int)
    title = "Inspector"

    def __init__(self, parent: QWidget | None = None, counter: Counter | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)
        self.counter = counter or Counter()
        self.destroyed.connect(self.counter.cancel)
        self._explain: Explainer | None = None
        self._flipper: Flipper | None = None
        self._changes: Changes | None = None
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._shown: tuple[History, int, int] | None = None
        self._pinned = self._coalition = NOBODY
        self._seen_as = EVERYTHING
        self.page: PartyPage | None = None
        self.empty = QLabel(EMPTY)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(24)
        self._party_area, self._coalition_area = _area("State"), _area("Coalition")
        self._stack = QStackedLayout(self)
        for widget in (self.empty, self._party_area, self._coalition_area):
            self._stack.addWidget(widget)
        self.pair: ComparePage | None = None

    @property
    def widget(self) -> QWidget:
        """The panel itself, as a view has it."""
        return self

    @property
    def name(self) -> QLabel:
        """Where the name of the party stands."""
        assert self.page is not None
        return self.page.name

    def set_explainer(self, explain: Explainer | None) -> None:
        """Take the function that says why: ``explain(party, k)`` for the move made in round k."""
        self._explain = explain
        self._hand_on()

    def set_flipper(self, flipper: Flipper | None) -> None:
        """Take the function that works out what would change a party's mind."""
        self._flipper = flipper
        self._hand_on()

    def set_changes(self, changes: Changes | None) -> None:
        """Take the function that says what was changed in this run so far."""
        self._changes = changes
        self._hand_on()

    def unavailable(self, scenario: Scenario) -> str | None:
        """Every scenario has parties to look at."""
        return None

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Make the pages that a scenario's issues, themes and figures ask for."""
        same = scenario is self._scenario
        if not same:
            self._shown = None  # of another scenario: nothing of it fits the new pages
        self._scenario, self._palette = scenario, palette
        self._make_pages(scenario, palette)
        self._hand_on()
        self.empty.setStyleSheet(f"color: {palette.muted.name()};")
        if same and self._shown is not None:
            self.draw(*self._shown)
        else:
            self._coalition = NOBODY
            self.clear()

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show one party in round ``k``, two, a coalition, or what to do to select one."""
        scenario = self._scenario
        if scenario is None or not 0 <= k < len(history):
            return self.clear()
        if self._shown is not None and selected != self._shown[2]:
            self._coalition = NOBODY  # a state was chosen: it is wanted, not the coalition
        there = range(len(scenario.parties))
        selected = selected if selected in there else NOBODY
        pinned = self._pinned if self._pinned in there else NOBODY
        self._shown = (history, k, selected)
        if self._coalition != NOBODY:
            self.coalition.draw(history, k, self._coalition)
            self._show(self._coalition_area)
        elif NOBODY not in (pinned, selected) and pinned != selected and self._sees_all:
            pair = (pinned, selected)
            whys = tuple(explanation(self._explain, party, k) for party in pair)
            assert self.pair is not None
            self.pair.draw(history, k, pair, whys)
            self._show(self.pair)
        elif selected != NOBODY or pinned != NOBODY:
            party = pinned if selected == NOBODY else selected
            assert self.page is not None
            self.page.show_private(self._seen_as in (EVERYTHING, party))
            self._show_party(history, k, party, party == pinned)
        else:
            self._show(self.empty)

    def clear(self) -> None:
        """Show what to do to select a party."""
        self._shown = None
        self._show(self.empty)

    def sentence(self, history: History, k: int) -> str:
        """Say who is selected and where it stands, or how to select somebody."""
        selected = NOBODY if self._shown is None else self._shown[2]
        if selected == NOBODY:
            return EMPTY
        name = history.scenario.parties[selected].name
        _, backed = said.backs(history, k, selected)
        stated = said.said(history, k, selected)
        return f"{name} in round {k}. Says: {stated}. Backs: {backed}."

    @property
    def _sees_all(self) -> bool:
        return self._seen_as == EVERYTHING

    def see_as(self, party: int) -> None:
        """Hold what is shown to what a party knows (`board.Shown.seen_as`), when drawn next."""
        self._seen_as = party

    def set_pinned(self, party: int) -> None:
        """Keep a party for comparing; `NOBODY` for none."""
        self._pinned = party
        self._redraw()

    def toggle_pin(self) -> None:
        """Ask for the selected party to be pinned, or for the pin to be taken off."""
        selected = NOBODY if self._shown is None else self._shown[2]
        free = self._pinned == NOBODY
        self.pin_wanted.emit(selected if free else NOBODY)

    def show_coalition(self, proposal: int) -> None:
        """Show the why of the coalition around a proposal until a state is selected."""
        there = self._scenario is not None and 0 <= proposal < len(self._scenario.proposals)
        self._coalition = proposal if there else NOBODY
        self._redraw()

    def _show_party(self, history: History, k: int, party: int, pinned: bool) -> None:
        assert self.page is not None
        self._show(self._party_area)
        why = explanation(self._explain, party, k)
        if self.page.draw(history, k, party, why):
            self._party_area.verticalScrollBar().setValue(0)
        self.page.show_pinned(pinned)

    def _show(self, widget: QWidget) -> None:
        if widget is not self._party_area and self.page is not None:
            self.page.clear()
        self._stack.setCurrentWidget(widget)

    def _redraw(self) -> None:
        if self._shown is not None:
            self.draw(*self._shown)

    def _hand_on(self) -> None:
        """Give the page what answers questions."""
        if self.page is None:
            return
        self.page.over_time.set_explainer(self._explain)
        self.page.flips.set_flipper(self._flipper)
        self.page.often.set_changes(self._changes)
        self._redraw()

    def _make_pages(self, scenario: Scenario, palette: Palette) -> None:
        if self.page is not None:
            self.page.clear()  # an answer that is still to come finds nobody waiting
        page = self.page = PartyPage(palette, scenario, self.counter)
        page.over_time.round_picked.connect(self.round_picked)
        page.flips.tried.connect(self._try)
        page.coalition_picked.connect(self.show_coalition)
        page.pin.clicked.connect(self.toggle_pin)
        old, self.pair = self.pair, ComparePage(palette, scenario)
        if old is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._stack.addWidget(self.pair)
        self.pair.unpinned.connect(self._unpin)
        self.coalition = CoalitionPage(palette, scenario)
        self.coalition.picked.connect(self._pick)
        self.coalition.left.connect(self._leave_coalition)
        for area, new in ((self._party_area, page), (self._coalition_area, self.coalition)):
            gone = area.takeWidget()
            area.setWidget(new)
            if gone is not None:
                gone.deleteLater()  # not now: perhaps one of its own events has led here

    def _try(self, k: int, path: str, value: float) -> None:
        """Go before a round, change one number, and play it again."""
        self.round_picked.emit(k - 1)
        self.applied.emit(path, value)
        self.stepped.emit()

    def _unpin(self) -> None:
        self.pin_wanted.emit(NOBODY)

    def _leave_coalition(self) -> None:
        self.show_coalition(NOBODY)

    def _pick(self, party: int) -> None:
        """Leave the coalition for a party of it, also for the one that is selected already."""
        self._leave_coalition()
        self.picked.emit(party)


def _area(name: str) -> QScrollArea:
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
