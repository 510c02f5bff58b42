"""The inspector: who the selected party is, what it says and wants, and why it moved or stayed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hldsim.record.history import History
from hldsim.report.sentences import (
    UNCOMMITTED_OPTION,
    Explanation,
    cause_of,
    chosen_and_runner_up,
    explanation_sentence,
    proposal_label,
)
from hldsim.report.texts import meaning, text, word
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels import inspector_words as words
from hldsim_ui.panels.bars import BarGrid
from hldsim_ui.theme import LIGHT, Palette

NOBODY = -1
EMPTY = "Select a state: click it on the map or in the record, or find it with Ctrl+F."
FACTS = ("Says", "Backs", "Objects to", "Known position")

Explainer = Callable[[int, int], Explanation]


class Inspector(QWidget):
    """Everything about one party in one round."""

    picked = Signal(int)
    title = "Inspector"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)
        self._explain: Explainer | None = None
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._shown: tuple[History, int, int] | None = None
        self._profile_of = NOBODY
        self.empty = QLabel(EMPTY)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setMargin(24)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.area)

    @property
    def widget(self) -> QWidget:
        """The panel itself, as a view has it."""
        return self

    def set_explainer(self, explain: Explainer | None) -> None:
        """Take the function that says why: ``explain(party, k)`` for the move made in round k."""
        self._explain = explain
        if self._shown is not None:
            self._show_why(*self._shown)

    def unavailable(self, scenario: Scenario) -> str | None:
        """Every scenario has parties to look at."""
        return None

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Make the rows that a scenario's issues, themes and figures ask for."""
        same = scenario is self._scenario
        self._scenario, self._palette, self._profile_of = scenario, palette, NOBODY
        self.area.setWidget(self._make_page(scenario))
        self.empty.setStyleSheet(f"color: {palette.muted.name()};")
        if same and self._shown is not None:
            self.draw(*self._shown)
        else:
            self.clear()

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show one party in round ``k``, or what to do to select one."""
        scenario = self._scenario
        if scenario is None or not 0 <= selected < len(scenario.parties) or k >= len(history):
            return self.clear()
        self._shown = (history, k, selected)
        if self._profile_of != selected:
            self._profile_of = selected
            self._show_party(scenario, selected)
        self._show_round(history, k, selected)
        self._show_why(history, k, selected)
        self._stack.setCurrentWidget(self.area)

    def clear(self) -> None:
        """Show what to do to select a party."""
        self._shown, self._profile_of = None, NOBODY
        self._stack.setCurrentWidget(self.empty)

    def _make_page(self, scenario: Scenario) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(4)
        self.name, self.who, self.source = QLabel(), _words(), _words()
        self.mark = QLabel()
        self.mark.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.name.setStyleSheet("font-size: 14pt; font-weight: 600;")
        self.name.setWordWrap(True)
        self._mute(self.who, self.source)
        for widget in (self.name, self.who, self.mark, self.source):
            column.addWidget(widget)
        self.facts = _Facts(FACTS, self._palette)
        column.addWidget(self.facts)
        self._add_why(column)
        self._add_profile(column, scenario)
        column.addStretch(1)
        return page

    def _add_why(self, column: QVBoxLayout) -> None:
        self._heading(column, "Why it moved or stayed")
        self.why, self.legend = _words(), _words()
        self.terms = BarGrid(self._palette, signed=True, double=True)
        self.terms.setAccessibleName("Terms of worth: chosen option above, runner-up below")
        self.legend.setToolTip("Chosen above, runner-up below; in units of utility, from 0 to 1")
        self._terms: list[str] = []
        for widget in (self.why, self.legend, self.terms):
            column.addWidget(widget)

    def _add_profile(self, column: QVBoxLayout, scenario: Scenario) -> None:
        self._heading(column, "What it wants, by salience")
        self.salience = BarGrid(self._palette)
        for issue in scenario.space.issues:
            self.salience.add(issue.name, issue.note, note=True)
        column.addWidget(self.salience)
        if scenario.themes:
            self._heading(column, "What it speaks of, by emphasis")
        self.emphasis = BarGrid(self._palette)
        for theme in scenario.themes:
            tip = f"0: {theme.low}\n1: {theme.high}"
            self.emphasis.add(theme.name.partition(":")[0], tip, note=True)
        column.addWidget(self.emphasis)
        self._heading(column, "Figures")
        party = scenario.parties[0]
        names = [name for name, _ in words.figure_rows(party, scenario)]
        self.figures = _Facts(("Capability", "Blocs", *names), self._palette, wide=True)
        column.addWidget(self.figures)

    def _heading(self, column: QVBoxLayout, name: str) -> None:
        label = QLabel(name)
        label.setIndent(0)
        label.setStyleSheet("font-weight: 600; padding-top: 10px;")
        column.addWidget(label)

    def _mute(self, *labels: QLabel) -> None:
        for label in labels:
            label.setStyleSheet(f"color: {self._palette.muted.name()};")

    def _show_party(self, scenario: Scenario, selected: int) -> None:
        party = scenario.parties[selected]
        self.name.setText(party.name)
        self.who.setText(words.who(party))
        sourced = words.is_sourced(party)
        self.mark.setText(("● " if sourced else "○ ") + word("provenance", party.provenance))
        line, colour = ("solid", self._palette.text) if sourced else ("dashed", self._palette.muted)
        self.mark.setStyleSheet(
            f"border: 1px {line} {colour.name()}; border-radius: 8px; padding: 1px 8px;"
            f" color: {colour.name()};"
        )
        self.source.setText(words.provenance_line(party))
        blocs = words.bloc_names(party, scenario)
        values = [value for _, value in words.figure_rows(party, scenario)]
        for row, value in enumerate(["", blocs, *values]):
            self.figures.put(row, value)
        self.area.verticalScrollBar().setValue(0)

    def _show_round(self, history: History, k: int, selected: int) -> None:
        scenario, profile = history.scenario, history[k].state.profile
        d, label = words.backs(history, k, selected)
        known = words.known_position(scenario.parties[selected], scenario)
        against = words.objects_to(history, k, selected)
        self.facts.put(0, words.said(history, k, selected))
        self.facts.put(1, label, self._palette.coalition_text(d).name() if d >= 0 else "")
        self.facts.put(2, against)
        self.facts.put(3, known)
        capability = 100.0 * float(history.inputs.capability_p[selected])
        self.figures.put(0, f"{capability:.2g} % of the whole")
        salience = profile.salience_pi[selected]
        for n, value in enumerate(salience):
            level = words.wanted_level(history, k, selected, n)
            self.salience.show_row(n, f"{100 * value:.0f} %", float(value), note=level)
        for n, theme in enumerate(scenario.themes):
            share, stance = profile.emphasis_ph[selected, n], profile.stance_ph[selected, n]
            note = f"stance {stance:.2f}, towards: {theme.high if stance >= 0.5 else theme.low}"
            self.emphasis.show_row(n, f"{100 * share:.0f} %", float(share), note=note)

    def _show_why(self, history: History, k: int, selected: int) -> None:
        why = self._explanation(k, selected)
        self.legend.setVisible(why is not None)
        self.terms.setVisible(why is not None)
        if why is None:
            reason = text("words.start") if k < 1 else text("explanation.unknown")
            self.why.setText(reason)
            return
        before, after = (_option_of(history, n, selected) for n in (k - 1, k))
        backed = None if before == UNCOMMITTED_OPTION else before
        told = history[k].events
        said = explanation_sentence(why, history.scenario, backed, after=after, events=told)
        self.why.setText(said)
        pair = chosen_and_runner_up(why)
        if cause_of(why, after, told) and before != after:
            pair = why.options.index(after), why.options.index(before)
        self._show_terms(why, history.scenario, pair)

    def _show_terms(self, why: Explanation, scenario: Scenario, pair: tuple[int, int]) -> None:
        names = list(why.terms)
        if names != self._terms:
            self._remake_terms(names)
        choice, runner = pair
        labels = [_option_label(why.options[n], scenario) for n in (choice, runner)]
        colours = [self._option_colour(why.options[n], scenario) for n in (choice, runner)]
        self.legend.setText(
            f'<span style="color:{colours[0].name()}">▬</span> {labels[0]} &nbsp; '
            f'<span style="color:{colours[1].name()}">▬</span> {labels[1]}'
        )
        rows = [
            (np.asarray(why.terms[name])[choice], np.asarray(why.terms[name])[runner])
            for name in names
        ]
        rows.append((why.worth[choice], why.worth[runner]))
        scale = max(max(abs(a), abs(b)) for a, b in rows) or 1.0
        for n, (chosen, other) in enumerate(rows):
            for bar, colour in zip(self.terms.bars[n], colours, strict=True):
                bar.paint_in(colour)
            number = f"{chosen:+.3f}\n{other:+.3f}"
            self.terms.show_row(n, number, float(chosen / scale), float(other / scale))

    def _remake_terms(self, names: list[str]) -> None:
        new = BarGrid(self._palette, signed=True, double=True)
        new.setAccessibleName(self.terms.accessibleName())
        for name in names:
            new.add(word("term", name), meaning("term", name))
        row = new.add("worth", "Sum of the terms: the option of most worth is chosen")
        new.names[row].setStyleSheet("font-weight: 600;")
        layout = self.terms.parentWidget().layout()
        layout.replaceWidget(self.terms, new)
        self.terms.deleteLater()
        self.terms, self._terms = new, names

    def _option_colour(self, option: str, scenario: Scenario) -> QColor:
        return self._palette.coalition_border(scenario.proposal_index.get(option, NOBODY))

    def _explanation(self, k: int, party: int) -> Explanation | None:
        """The why of round ``k``, or None where nobody can say."""
        if self._explain is None or k < 1:
            return None
        try:
            why = self._explain(party, k)
        except Exception:  # a why that cannot be had must not take the panel away
            return None
        return why if why is not None and len(why.terms) else None


class _Facts(QWidget):
    """Pairs of a name and a value; a pair without a value is hidden."""

    def __init__(self, names: tuple[str, ...], palette: Palette, wide: bool = False) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0 if wide else 1, 1)
        self._rows: list[tuple[QLabel, QLabel]] = []
        self._colours: list[str] = []
        for n, name in enumerate(names):
            label, value = QLabel(name), QLabel()
            label.setStyleSheet(f"color: {palette.muted.name()};")
            label.setWordWrap(wide)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            if wide:
                value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
                value.setMinimumWidth(110)
                value.setMaximumWidth(170)
            grid.addWidget(label, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, n, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.append((label, value))
            self._colours.append("")

    def put(self, row: int, value: str, colour: str = "") -> None:
        """Change a value."""
        label, text_of = self._rows[row]
        text_of.setText(value)
        if colour != self._colours[row]:
            self._colours[row] = colour
            text_of.setStyleSheet(f"color: {colour}; font-weight: 600;" if colour else "")
        label.setVisible(bool(value))
        text_of.setVisible(bool(value))

    def value(self, row: int) -> str:
        """Return the value on show."""
        return self._rows[row][1].text()


def _option_of(history: History, k: int, party: int) -> str:
    """The option a party holds after round ``k``, as explanations name it."""
    d, _ = words.backs(history, k, party)
    return history.scenario.proposals[d].id if d >= 0 else UNCOMMITTED_OPTION


def _words() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _option_label(option: str, scenario: Scenario) -> str:
    if option in scenario.proposal_index:
        return proposal_label(option, scenario)
    return text("words.uncommitted")
