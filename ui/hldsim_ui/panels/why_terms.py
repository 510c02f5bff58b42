"""Why it moved or stayed: the terms of worth of what it chose and of the runner-up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QColor

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
from hldsim_ui.panels import inspector_words
from hldsim_ui.panels.bars import BarGrid
from hldsim_ui.panels.inspector_rows import Section, words
from hldsim_ui.theme import Palette

NOBODY = -1

Explainer = Callable[[int, int], Explanation]


class TermsSection(Section):
    """One sentence, and a pair of bars a term."""

    def __init__(self, palette: Palette) -> None:
        super().__init__("Why it moved or stayed")
        self._palette = palette
        self.why, self.legend = words(), words()
        self.terms = BarGrid(palette, signed=True, double=True)
        self.terms.setAccessibleName("Terms of worth: chosen option above, runner-up below")
        self.legend.setToolTip("Chosen first, runner-up second; in units of utility, from 0 to 1")
        self._terms: list[str] = []
        for widget in (self.why, self.legend, self.terms):
            self.column.addWidget(widget)

    def draw(self, history: History, k: int, party: int, why: Explanation | None) -> None:
        """Show why; None where nobody can say."""
        self.legend.setVisible(why is not None)
        self.terms.setVisible(why is not None)
        if why is None:
            self.why.setText(text("words.start") if k < 1 else text("explanation.unknown"))
            return
        before, after = (option_of(history, n, party) for n in (k - 1, k))
        backed = None if before == UNCOMMITTED_OPTION else before
        told = history[k].events
        said = explanation_sentence(why, history.scenario, backed, after=after, events=told)
        self.why.setText(said)
        pair = chosen_and_runner_up(why)
        if cause_of(why, after, told) and before != after:
            pair = why.options.index(after), why.options.index(before)
        self._show_terms(why, history.scenario, pair)

    def show_choice(self, why: Explanation, scenario: Scenario) -> None:
        """Show what would be of most worth in a round to come, and why."""
        pair = chosen_and_runner_up(why)
        labels = [option_label(why.options[n], scenario) for n in pair]
        margin = float(why.worth[pair[0]] - why.worth[pair[1]])
        self.legend.show()
        self.terms.show()
        words_ = {"choice": labels[0], "runner": labels[1], "margin": f"{margin:.3f}"}
        self.why.setText(text("sitting.advice_worth", **words_))
        self._show_terms(why, scenario, pair)

    def _show_terms(self, why: Explanation, scenario: Scenario, pair: tuple[int, int]) -> None:
        names = list(why.terms)
        if names != self._terms:
            self._remake_terms(names)
        choice, runner = pair
        labels = [option_label(why.options[n], scenario) for n in (choice, runner)]
        colours = [self._colour(why.options[n], scenario) for n in (choice, runner)]
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
            number = f"{chosen:+.3f}  {other:+.3f}"
            self.terms.show_row(n, number, float(chosen / scale), float(other / scale))

    def _remake_terms(self, names: list[str]) -> None:
        new = BarGrid(self._palette, signed=True, double=True)
        new.setAccessibleName(self.terms.accessibleName())
        for name in names:
            new.add(word("term", name), meaning("term", name))
        row = new.add("worth", "Sum of the terms: the option of most worth is chosen")
        new.names[row].setStyleSheet("font-weight: 600;")
        self.column.replaceWidget(self.terms, new)
        self.terms.hide()
        self.terms.deleteLater()
        self.terms, self._terms = new, names
        new.show()

    def _colour(self, option: str, scenario: Scenario) -> QColor:
        return self._palette.coalition_border(scenario.proposal_index.get(option, NOBODY))


def explanation(explain: Explainer | None, party: int, k: int) -> Explanation | None:
    """The why of round ``k``, or None where nobody can say."""
    if explain is None or k < 1:
        return None
    try:
        why = explain(party, k)
    except Exception:  # a why that cannot be had must not take the panel away
        return None
    return why if why is not None and len(why.terms) else None


def option_of(history: History, k: int, party: int) -> str:
    """The option a party holds after round ``k``, as explanations name it."""
    d, _ = inspector_words.backs(history, k, party)
    return history.scenario.proposals[d].id if d >= 0 else UNCOMMITTED_OPTION


def option_label(option: str, scenario: Scenario) -> str:
    """What an option is called."""
    if option in scenario.proposal_index:
        return proposal_label(option, scenario)
    return text("words.uncommitted")
