"""Sections of the seat besides what is asked: since your last turn, advice, role card."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy

from hldsim.record.history import History
from hldsim.report.sitting import draft_words
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels import inspector_words as said
from hldsim_ui.panels.inspector_rows import Facts, Section, button, words
from hldsim_ui.panels.profile import Profile, mark
from hldsim_ui.panels.why_terms import TermsSection
from hldsim_ui.theme import Palette

FACTS = ("Says", "Backs", "Objects to", "Known position", "Blocs")


class SinceSection(Section):
    """What happened since the last turn that concerns the party."""

    def __init__(self, lines: tuple[str, ...], first: bool) -> None:
        super().__init__(text("since.title_first" if first else "since.title"))
        for line in lines or (text("since.nothing"),):
            label = words()
            label.setText(f"· {line}" if lines else line)
            self.column.addWidget(label)


class AdviceSection(Section):
    """What the model would do, once somebody asks. ``wanted`` says that somebody does."""

    wanted = Signal()

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__("What the model would do")
        self._palette, self._scenario = palette, scenario
        self.ask = button("Ask the model", "What its rule would do in your place, and why", palette)
        self.ask.clicked.connect(self.wanted)
        self.said, self.note = words(), words(palette)
        self.terms = TermsSection(palette)
        self.terms.heading.setText("Terms of worth")
        for widget in (self.ask, self.said, self.terms, self.note):
            self.column.addWidget(widget)
        self.clear()

    def clear(self) -> None:
        """Nobody has asked yet."""
        for widget in (self.said, self.terms, self.note):
            widget.hide()
        self.ask.show()

    def show_advice(self, advice: Any, turn: Any) -> None:
        """Show what the model would do in a turn."""
        scenario = self._scenario
        keys = {choice.key for choice in turn.choices if not choice.key.startswith("answer")}
        body = {key: value for key, value in advice.says.items() if key in keys}
        party = scenario.parties[turn.party].id
        parts = []
        if advice.idle:
            why = text(f"sitting.idle_{'plenary' if turn.phase == 'plenary' else 'other'}")
            parts.append(text("sitting.advice_idle", why=why))
        elif body:
            ballots = [key for key in body if key.startswith("ballot.")]
            parts.append(self._ballots(body) if ballots else self._words(party, body))
        else:
            parts.append(text("sitting.advice_nothing"))
        if turn.phase == "plenary":
            parts.append(text("sitting.advice_plenary"))
        self.said.setText(" ".join(parts))
        self.note.setText(text("sitting.advice_note"))
        self.ask.hide()
        self.said.show()
        self.note.show()
        self.terms.setVisible(advice.why is not None)
        if advice.why is not None:
            self.terms.show_choice(advice.why, scenario)

    def _words(self, party: str, body: dict[str, str]) -> str:
        whole = draft_words(party, body, self._scenario)
        return text("sitting.advice", what=whole.partition(": ")[2].rstrip("."))

    def _ballots(self, body: dict[str, str]) -> str:
        lines = [
            f"{proposal.label}: {text('sitting.ballot_' + body[key])}"
            for proposal in self._scenario.proposals
            if (key := f"ballot.{proposal.id}") in body
        ]
        return text("sitting.advice", what="; ".join(lines))


class RoleCard(Section):
    """Who the party is, what it wants, and whence that is known."""

    def __init__(self, palette: Palette, scenario: Scenario, party: int) -> None:
        super().__init__("Role card")
        self._scenario, self._party = scenario, party
        one = scenario.parties[party]
        who, source, self.lines = words(palette), words(palette), words()
        who.setText(said.who(one))
        source.setText(said.provenance_line(one))
        badge = QLabel()
        badge.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        mark(badge, one, palette)
        self.facts = Facts(FACTS, palette)
        self.facts.put(3, said.known_position(one, scenario))
        self.facts.put(4, said.bloc_names(one, scenario))
        self.profile = Profile(palette, scenario)
        for widget in (who, badge, source, self.facts, self.lines, self.profile):
            self.column.addWidget(widget)

    def draw(self, history: History, k: int, turn: Any = None) -> None:
        """Show the party after round ``k``; a turn says where its lines of acceptance are."""
        party = self._party
        self.facts.put(0, said.said(history, k, party))
        self.facts.put(1, said.backs(history, k, party)[1])
        self.facts.put(2, said.objects_to(history, k, party))
        self.profile.draw(history, k, party)
        self.lines.setVisible(turn is not None)
        if turn is not None:
            self.lines.setText(
                text(
                    "sitting.lines",
                    reservation=f"{turn.reservation:.2f}",
                    line=f"{turn.line:.2f}",
                )
            )
