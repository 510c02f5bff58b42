"""What a person at the table is asked, as controls: one section a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hldsim.report.sentences import proposal_label
from hldsim.report.sitting import meaning_words, option_words, reason
from hldsim.report.texts import text, word
from hldsim.scenario.schema import Scenario
from hldsim_ui.fence import guarded
from hldsim_ui.panels.bars import Bar
from hldsim_ui.panels.inspector_rows import Section, words
from hldsim_ui.panels.seat_draft import Draft
from hldsim_ui.theme import Palette

NONE = ""
"""Value of a control that says nothing."""
INDENT = 24
"""Pixels by which what is said of an option stands to the right of it."""


class Question(Section):
    """One thing asked. ``said`` carries key and value of what the person chooses."""

    said = Signal(str, str)

    def __init__(self, heading: str, note: str, palette: Palette, scenario: Scenario) -> None:
        super().__init__(heading)
        self.palette_, self.scenario = palette, scenario
        if note:
            about = words(palette)
            about.setText(note)
            self.column.addWidget(about)

    def show_draft(self, draft: Draft) -> None:
        """Bring the controls in line with a draft, without saying anything."""
        raise NotImplementedError


class Pick(Question):
    """One of a few options, each with what it means."""

    def __init__(
        self, choice: Any, heading: str, note: str, palette: Palette, scenario: Scenario, tip: str
    ) -> None:
        super().__init__(heading, note, palette, scenario)
        self.key = choice.key
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        if choice.key == "bargain":  # neither yes nor no: the model of what one does otherwise
            self._add(NONE, text("sitting.bargain_later"), "", None, tip)
        for option in choice.options:
            said = option_words(choice.key, option.value, scenario, choice.now)
            shut = reason(choice.why_not or option.why_not)
            self._add(option.value, said, shut, option.meaning, tip)

    def _add(self, value: str, said: str, shut: str, meaning: Any, tip: str) -> None:
        button = QRadioButton(said)
        button.setEnabled(not shut)
        button.setToolTip(shut or said)
        button.clicked.connect(lambda _=False, value=value: self.said.emit(self.key, value))
        self._group.addButton(button)
        self.buttons[value] = button
        if shut or meaning is None:
            self.column.addWidget(button)
        else:
            self.column.addLayout(_worth(button, meaning, self.palette_, tip, self._colour(value)))
        about = shut if shut else "" if meaning is None else meaning_words(meaning)
        if about:
            button.setAccessibleDescription(about)
            self.column.addWidget(_caption(about, self.palette_, tip if meaning else ""))

    def _colour(self, value: str) -> Any:
        d = self.scenario.proposal_index.get(value)
        return self.palette_.accent if d is None else self.palette_.coalition_border(d)

    def show_draft(self, draft: Draft) -> None:
        """Check what the draft says, or what holds otherwise."""
        button = self.buttons.get(draft.value(self.key))
        if button is not None:
            button.setChecked(True)
        _one_stop(list(self.buttons.values()))


class Motion(Question):
    """An amendment: none, or one change of one issue."""

    def __init__(self, choice: Any, palette: Palette, scenario: Scenario, now: float) -> None:
        label = proposal_label(choice.key.partition(".")[2], scenario)
        heading = text("sitting.ask_amend", proposal=label)
        super().__init__(heading, text("sitting.ask_amend_note"), palette, scenario)
        self.key = choice.key
        self.box = Box(heading)
        self.box.addItem(text("sitting.amend_none"), NONE)
        self._means = {option.value: option.meaning for option in choice.options}
        for option in choice.options:
            if option.value in choice.open and option.meaning is not None:
                change = f"{option.meaning.utility - now:+.2f}"
                said = option_words(choice.key, option.value, scenario)
                self.box.addItem(f"{said}  ({text('sitting.change', change=change)})", option.value)
        self.about = _caption("", palette, "")
        self.column.addWidget(self.box)
        self.column.addWidget(self.about)
        self.box.activated.connect(lambda _: self.said.emit(self.key, self.box.currentData()))

    def show_draft(self, draft: Draft) -> None:
        """Show the motion of the draft, and what the text would mean then."""
        value = draft.said.get(self.key, NONE)
        self.box.setCurrentIndex(max(self.box.findData(value), 0))
        meaning = self._means.get(value)
        self.about.setText("" if meaning is None else meaning_words(meaning))
        self.about.setVisible(meaning is not None)


class Answers(Question):
    """What the delegation says about each text when the room asks."""

    def __init__(self, choices: list[Any], palette: Palette, scenario: Scenario) -> None:
        heading = text("sitting.ask_answer")
        super().__init__(heading, text("sitting.ask_answer_note"), palette, scenario)
        self.boxes: dict[str, Box] = {}
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(0, 1)
        for n, choice in enumerate(choices):
            label = proposal_label(choice.key.partition(".")[2], scenario)
            box = Box(f"{heading}: {label}")
            for option in choice.options:
                box.addItem(option_words(choice.key, option.value, scenario), option.value)
            shut = reason(choice.why_not)
            box.setEnabled(not shut)
            box.setToolTip(shut)
            name = QLabel(label)
            name.setWordWrap(True)
            name.setToolTip(meaning_words(choice.options[0].meaning))
            grid.addWidget(name, n, 0)
            grid.addWidget(box, n, 1)
            key = choice.key
            box.activated.connect(
                lambda _, key=key, box=box: self.said.emit(key, box.currentData())
            )
            self.boxes[key] = box
        self.column.addLayout(grid)

    def show_draft(self, draft: Draft) -> None:
        """Show what the draft answers, or what holds."""
        for key, box in self.boxes.items():
            box.setCurrentIndex(max(box.findData(draft.value(key)), 0))


class Ballots(Question):
    """A ballot on every design that may be put."""

    def __init__(
        self,
        choices: list[Any],
        palette: Palette,
        scenario: Scenario,
        tip: str,
    ) -> None:
        heading = text("sitting.ask_ballot")
        super().__init__(heading, text("sitting.ask_ballot_note"), palette, scenario)
        self.buttons: dict[str, dict[str, QRadioButton]] = {}
        for choice in choices:
            self._add(choice, palette, scenario, tip)

    def _add(self, choice: Any, palette: Palette, scenario: Scenario, tip: str) -> None:
        label = proposal_label(choice.key.partition(".")[2], scenario)
        rule = word("rule", choice.about.get("rule", ""))
        on = QLabel(text("sitting.ballot_on", proposal=label, rule=rule))
        on.setWordWrap(True)
        on.setProperty("role", "heading")
        meaning = choice.options[0].meaning
        d = scenario.proposal_index[choice.key.partition(".")[2]]
        self.column.addLayout(_worth(on, meaning, palette, tip, palette.coalition_border(d)))
        self.column.addWidget(_caption(meaning_words(meaning), palette, tip))
        group = QButtonGroup(self)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 6)
        self.buttons[choice.key] = {}
        for n, option in enumerate(choice.options):
            said = option_words(choice.key, option.value, scenario)
            button = QRadioButton(said)
            shut = reason(choice.why_not or option.why_not)
            button.setEnabled(not shut)
            button.setToolTip(shut or said)
            button.setAccessibleName(f"{label}: {said}")
            button.setAccessibleDescription(shut)
            key, value = choice.key, option.value
            button.clicked.connect(lambda _=False, k=key, v=value: self.said.emit(k, v))
            group.addButton(button)
            grid.addWidget(button, n // 3, n % 3)
            self.buttons[choice.key][option.value] = button
        self.column.addLayout(grid)

    def show_draft(self, draft: Draft) -> None:
        """Check the ballots of the draft; none where none is cast."""
        for key, buttons in self.buttons.items():
            value = draft.value(key)
            if value:
                buttons[value].setChecked(True)
            else:
                for button in buttons.values():
                    group = button.group()
                    group.setExclusive(False)
                    button.setChecked(False)
                    group.setExclusive(True)
            _one_stop(list(buttons.values()))


class Box(QComboBox):
    """A list to choose from that the wheel of the mouse only turns while it has the keyboard."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumContentsLength(8)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @guarded()
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()  # the page scrolls


def questions(turn: Any, palette: Palette, scenario: Scenario, tip: str) -> list[Question]:
    """Make a section for each thing a turn asks; what is shut anyway is left out."""
    by_head: dict[str, list[Any]] = {}
    for choice in turn.choices:
        by_head.setdefault(choice.key.partition(".")[0], []).append(choice)
    found: list[Question] = []
    for choice in by_head.get("state", ()):
        found.append(_pick(choice, "state", palette, scenario, tip))
    if by_head.get("ballot"):
        found.append(Ballots(by_head["ballot"], palette, scenario, tip))
    for choice in by_head.get("bargain", ()):
        if not choice.why_not:
            found.append(_bargain(choice, palette, scenario, tip))
    for choice in by_head.get("back", ()):
        found.append(_pick(choice, "back", palette, scenario, tip))
    for choice in by_head.get("amend", ()):
        if choice.open:
            now = turn.texts[choice.key.partition(".")[2]].utility
            found.append(Motion(choice, palette, scenario, now))
    if by_head.get("answer") and not by_head.get("ballot"):
        found.append(Answers(by_head["answer"], palette, scenario))
        found[-1].heading.setChecked(False)
    return found


def _pick(choice: Any, head: str, palette: Palette, scenario: Scenario, tip: str) -> Pick:
    note = text(f"sitting.ask_{head}_note")
    return Pick(choice, text(f"sitting.ask_{head}"), note, palette, scenario, tip)


def _bargain(choice: Any, palette: Palette, scenario: Scenario, tip: str) -> Pick:
    label = {key: proposal_label(choice.about[key], scenario) for key in ("proposal", "other")}
    note = text("sitting.ask_bargain_note", **label)
    made = Pick(choice, text("sitting.ask_bargain"), note, palette, scenario, tip)
    design: Mapping[str, str] = choice.about
    levels = [
        f"{issue.name}: {next(x.name for x in issue.levels if x.id == design[issue.id])}"
        for issue in scenario.space.issues
    ]
    text_of = words()
    text_of.setText("\n".join(levels))
    text_of.setContentsMargins(12, 0, 0, 4)
    made.column.insertWidget(1, text_of)
    return made


def _worth(named: QWidget, meaning: Any, palette: Palette, tip: str, colour: Any) -> QGridLayout:
    """What is named, the utility of its design as a number, and as a bar below."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(1)
    grid.setColumnStretch(0, 1)
    bar, number = Bar(palette, height=5), QLabel(f"{meaning.utility:.2f}")
    bar.paint_in(colour)
    bar.show_value(meaning.utility)
    for widget in (bar, number):
        widget.setToolTip(tip)
    number.setAccessibleName(f"Utility {number.text()}")
    line = QHBoxLayout()
    line.setContentsMargins(INDENT, 0, 0, 0)
    line.addWidget(bar)
    grid.addWidget(named, 0, 0)
    grid.addWidget(number, 0, 1)
    grid.addLayout(line, 1, 0, 1, 2)
    return grid


def _one_stop(buttons: list[QRadioButton]) -> None:
    """Let Tab stop at the button that is checked, or the first; arrows go on from there."""
    live = [button for button in buttons if button.isEnabled()]
    stop = next((button for button in live if button.isChecked()), live[0] if live else None)
    for button in buttons:
        policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
        button.setFocusPolicy(policy)


def _caption(said: str, palette: Palette, tip: str) -> QLabel:
    label = words(palette)
    label.setText(said)
    label.setToolTip(tip)
    label.setContentsMargins(INDENT, 0, 0, 2)
    return label


def column_of(widgets: list[QWidget]) -> QWidget:
    """A page of widgets one below the other."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(12, 6, 12, 12)
    column.setSpacing(4)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return page
