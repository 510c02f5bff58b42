"""The seat: what a person who plays a party is asked, may say, and knows; and sending the turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hldsim.record.history import History
from hldsim.report.since import since
from hldsim.report.sitting import draft_words
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.inspector_rows import title_style, words
from hldsim_ui.panels.seat_choices import Question, column_of, questions
from hldsim_ui.panels.seat_draft import Draft
from hldsim_ui.panels.seat_page import AdviceSection, RoleCard, SinceSection
from hldsim_ui.theme import LIGHT, Palette

NOBODY = -1


@dataclass(frozen=True)
class Sitting:
    """Who sits here and what is asked: a party's turn, or none while the meeting goes on.

    ``words`` says what is awaited where ``turn`` is None.
    """

    history: History
    seat: Any
    turn: Any = None
    words: str = ""


class SeatPanel(QWidget):
    """A dock for one person at a time.

    ``sent`` carries the body of the act; ``left_to_model`` and ``take_wanted``, ``leave_wanted``,
    ``advice_wanted`` what else the person asks for.
    """

    sent = Signal(object)
    left_to_model = Signal()
    take_wanted = Signal()
    leave_wanted = Signal()
    advice_wanted = Signal()
    title = "At the table"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._sitting: Sitting | None = None
        self._history: tuple[History, int] | None = None
        self.draft: Draft | None = None
        self.advice: Any = None
        self.questions: list[Question] = []
        self.card: RoleCard | None = None
        self.advising: AdviceSection | None = None
        self._stack = QStackedLayout(self)
        self._add_free_page()
        self._add_seat_page()

    @property
    def widget(self) -> QWidget:
        """The panel itself, as a view has it."""
        return self

    # ---------------------------------------------------------------- as a panel

    def unavailable(self, scenario: Scenario) -> str | None:
        """Anybody may sit at any table."""
        return None

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Take a scenario and colours; a turn being thought over stays as it is."""
        if self._sitting is not None and self._sitting.history.scenario is not scenario:
            self._sitting = self.draft = self.advice = None
        self._scenario, self._palette = scenario, palette
        self.free.setStyleSheet(f"color: {palette.muted.name()};")
        self.name.setStyleSheet(title_style(palette))
        self.about.setStyleSheet(f"color: {palette.muted.name()};")
        self._show()

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Bring the role card up to date with the round shown."""
        self._history = (history, k)
        if self.card is not None and k <= history.last:
            self.card.draw(history, k, None if self._sitting is None else self._sitting.turn)

    def clear(self) -> None:
        """Show nobody's seat."""
        self.show_sitting(None)

    def sentence(self, history: History, k: int) -> str:
        """Say who sits here and what is asked."""
        if self._sitting is None:
            return self.free.text()
        return f"{self.name.text()}. {self.about.text()}"

    # ---------------------------------------------------------------- who sits here

    @property
    def sitting(self) -> Sitting | None:
        """Who sits here."""
        return self._sitting

    def show_sitting(self, sitting: Sitting | None, instead: str = "") -> None:
        """Show a seat; the draft of the same turn goes on.

        Parameters
        ----------
        instead : str
            What is said where it is nobody's; by default that one may sit down.
        """
        self.free.setText(instead or text("sitting.free"))
        self.take.setVisible(not instead)
        old, draft = self._sitting, self.draft
        self._sitting = sitting
        turn = None if sitting is None else sitting.turn
        self.draft = None if turn is None else Draft(turn)
        same = old is not None and old.turn is not None and turn is not None
        if same and (old.turn.party, old.turn.k) == (turn.party, turn.k):  # type: ignore[union-attr]
            assert draft is not None and self.draft is not None
            self.draft.carry(draft)
        else:
            self.advice = None
        self._show()

    def show_advice(self, advice: Any) -> None:
        """Show what the model would do."""
        self.advice = advice
        self._show_advice()

    def tell_clock(self, words_: str) -> None:
        """Say how long the person may still think; an empty text takes the clock away."""
        self.clock.setText(words_)
        self.clock.setVisible(bool(words_))

    def refuse(self, words_: str) -> None:
        """Say in one line why a turn was not taken; an empty text takes it away."""
        self.refused.setText(words_)
        self.refused.setVisible(bool(words_))
        self.send.setEnabled(self.draft is not None)

    def send_turn(self) -> None:
        """Send the turn as it is drafted."""
        if self.draft is not None:
            self.send.setEnabled(False)  # once is enough
            self.sent.emit(self.draft.body())

    # ---------------------------------------------------------------- building

    def _add_free_page(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        self.free = QLabel(text("sitting.free"))
        self.free.setWordWrap(True)
        self.free.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.take = QPushButton("Take a seat…")
        self.take.clicked.connect(self.take_wanted)
        column.addStretch(1)
        column.addWidget(self.free)
        column.addSpacing(8)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        self._stack.addWidget(page)

    def _add_seat_page(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.name, self.about, self.clock = QLabel(), words(), QLabel()
        self.name.setWordWrap(True)
        self.clock.setProperty("role", "heading")
        self.clock.setAccessibleName("Clock")
        head = QWidget()
        lines = QVBoxLayout(head)
        lines.setContentsMargins(12, 10, 12, 4)
        lines.setSpacing(2)
        for widget in (self.name, self.about, self.clock):
            lines.addWidget(widget)
        self.area = QScrollArea()
        self.area.setAccessibleName("Your turn")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(head)
        column.addWidget(self.area, 1)
        column.addWidget(self._foot())
        self._stack.addWidget(page)

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setObjectName("foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.said, self.refused = words(), words()
        self.refused.setProperty("role", "danger")
        self.refused.hide()
        self.undo = QPushButton("Undo")
        self.undo.setToolTip("Take the last word of this turn back")
        self.undo.setAccessibleName("Undo the last word of this turn")
        self.undo.clicked.connect(self._undo)
        self.model = QPushButton("Let the model play")
        self.model.setToolTip("Leave this turn to the model; your seat stays yours")
        self.model.clicked.connect(self.left_to_model)
        self.leave = QPushButton("Leave")
        self.leave.setToolTip("Leave the seat: the model plays from now on")
        self.leave.setAccessibleName("Leave the seat")
        self.leave.clicked.connect(self.leave_wanted)
        self.send = QPushButton("Send turn")
        self.send.setDefault(True)
        self.send.setToolTip("Send the turn and let the meeting go on (Ctrl+Return)")
        self.send.clicked.connect(self.send_turn)
        row = QHBoxLayout()
        row.setSpacing(6)
        for widget in (self.undo, self.model, self.leave):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.send)
        column = QVBoxLayout(foot)
        column.setContentsMargins(12, 6, 12, 8)
        column.setSpacing(4)
        for label in (self.said, self.refused):
            column.addWidget(label)
        column.addLayout(row)
        return foot

    # ---------------------------------------------------------------- showing

    def _show(self) -> None:
        sitting, scenario = self._sitting, self._scenario
        self.refuse("")
        if sitting is None or scenario is None:
            self.questions, self.card, self.advising = [], None, None
            self._put(QWidget())
            self.tell_clock("")
            self._stack.setCurrentIndex(0)
            return
        self._stack.setCurrentIndex(1)
        party = scenario.parties[sitting.seat.party]
        self.name.setText(party.name)
        self.about.setText(self._about(sitting, scenario))
        self._put(column_of(self._sections(sitting, scenario)))
        for widget in (self.undo, self.model, self.send, self.said):
            widget.setVisible(sitting.turn is not None)
        self._show_advice()
        self._show_draft()

    def _about(self, sitting: Sitting, scenario: Scenario) -> str:
        person, turn = sitting.seat.person, sitting.turn
        who = text("sitting.played_by", person=person) if person else text("sitting.played")
        if turn is None:
            return f"{who[:1].upper()}{who[1:]}. {sitting.words}"
        now = text(
            "sitting.round",
            k=turn.k,
            rounds=scenario.rounds,
            label=turn.label,
            at=turn.at,
            of=turn.of,
        )
        return f"{now} · {who}"

    def _sections(self, sitting: Sitting, scenario: Scenario) -> list[QWidget]:
        turn, seat, history = sitting.turn, sitting.seat, sitting.history
        last = history.last if turn is None else turn.k - 1
        new = seat.acted < seat.since  # who has just sat down hears of all that was before
        lines = since(history, seat.party, 1 if new else seat.acted, last)
        sections: list[QWidget] = [SinceSection(lines, new)]
        self.questions, self.advising = [], None
        if turn is not None:
            tip = text(
                "sitting.meaning_tip",
                reservation=f"{turn.reservation:.2f}",
                line=f"{turn.line:.2f}",
            )
            self.questions = questions(turn, self._palette, scenario, tip)
            for question in self.questions:
                question.said.connect(self._say)
            self.advising = AdviceSection(self._palette, scenario)
            self.advising.wanted.connect(self.advice_wanted)
            sections += [*self.questions, self.advising]
        self.card = RoleCard(self._palette, scenario, seat.party)
        self.card.heading.setChecked(new or turn is None)
        self.card.draw(history, last, turn)
        return [*sections, self.card]

    def _put(self, page: QWidget) -> None:
        """Show a page; the one before goes once its own events are done with."""
        gone = self.area.takeWidget()
        self.area.setWidget(page)
        self.area.verticalScrollBar().setValue(0)
        if gone is not None:
            gone.deleteLater()

    def _show_advice(self) -> None:
        if self.advising is None or self._sitting is None:
            return
        if self.advice is None:
            self.advising.clear()
        else:
            self.advising.show_advice(self.advice, self._sitting.turn)

    def _show_draft(self) -> None:
        if self.draft is None or self._scenario is None:
            return
        party = self._scenario.parties[self.draft.turn.party].id
        ballots = sum(choice.key.startswith("ballot.") for choice in self.draft.turn.choices)
        said = draft_words(party, self.draft.said, self._scenario, ballots=ballots)
        self.said.setText(said)
        self.undo.setEnabled(self.draft.undoable)
        for question in self.questions:
            question.show_draft(self.draft)

    def _say(self, key: str, value: str) -> None:
        if self.draft is not None:
            self.draft.say(key, value)
            self.refuse("")
            self._show_draft()

    def _undo(self) -> None:
        if self.draft is not None:
            self.draft.undo()
            self._show_draft()
