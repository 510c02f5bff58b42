"""The page of a coalition: who backs it, what it stands for now, and why its chance is so."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from hldsim.record.history import History
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.bars import Bar
from hldsim_ui.panels.inspector_rows import Facts, Section, button, title_style, words
from hldsim_ui.panels.why_coalition_data import (
    CoalitionWhy,
    backing_sentence,
    clause_note,
    coalition_why,
    party_links,
    viability_lines,
)
from hldsim_ui.theme import Palette

NAMED = 14
"""Backers named at first, the most capable."""


class CoalitionPage(QWidget):
    """One coalition in one round. ``picked`` carries a party whose name was clicked."""

    picked = Signal(int)
    left = Signal()

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__()
        self._palette, self._scenario = palette, scenario
        self._shown: tuple[History, int, int] | None = None
        self.why: CoalitionWhy | None = None
        self._all: set[str] = set()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(4)
        self.back = button("Back", "Show the selected state again", palette)
        self.back.clicked.connect(self.left)
        self.name = QLabel()
        self.name.setWordWrap(True)
        self.about = words(palette)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addWidget(self.about)
        self.backing = self._links("backers")
        self._add(column, "Who backs it", self.backing)
        self.moves = self._links("moves")
        self._add(column, "Who came and left", self.moves)
        self.bar, self.chance = Bar(palette), words()
        self._add(column, "Why its chance is what it is", self.bar, self.chance)
        names = tuple(issue.name for issue in scenario.space.issues)
        self.platform = Facts(names, palette)
        self._add(column, "What it stands for now", self.platform)
        self.objectors = self._links("objectors")
        self._add(column, "Who objects", self.objectors)
        column.addStretch(1)

    def draw(self, history: History, k: int, proposal: int) -> None:
        """Show the coalition around a proposal after round ``k``."""
        if self._shown is None or self._shown[2] != proposal:
            self._all = set()
        self._shown = (history, k, proposal)
        why = self.why = coalition_why(history, k, proposal)
        palette, label = self._palette, self._scenario.proposals[proposal]
        colour = palette.coalition_text(proposal).name()
        self.name.setText(f'<span style="color:{colour}">⬤</span> {label.label}')
        self.name.setStyleSheet(title_style(palette))
        self.about.setText(label.summary)
        self.about.setVisible(bool(label.summary))
        self._show_backers(why, history)
        self._show_moves(why)
        self._show_chance(why, history, proposal)
        for n, clause in enumerate(why.clauses):
            shade = palette.text.name() if clause.changed else palette.muted.name()
            note = f'<br><span style="color:{shade}">{clause_note(clause)}</span>'
            self.platform.put(n, f"{clause.level}{note}")
        self._show_objectors(why)

    def _show_backers(self, why: CoalitionWhy, history: History) -> None:
        lines = [backing_sentence(why, history)]
        if why.backers:
            lines.append(self._names("backers", why.backers))
        self.backing.setText("<br>".join(lines))

    def _show_moves(self, why: CoalitionWhy) -> None:
        if why.k < 1:
            self.moves.setText(text("coalition.start"))
            return
        lines = [
            text(f"coalition.{key}", names=self._names(key, who))
            for key, who in (("joined", why.joined), ("left", why.left))
            if who
        ]
        self.moves.setText("<br>".join(lines) or text("coalition.still"))

    def _show_chance(self, why: CoalitionWhy, history: History, proposal: int) -> None:
        self.bar.paint_in(self._palette.coalition_border(proposal))
        self.bar.show_value(why.viability or 0.0)
        self.chance.setText("<br>".join(viability_lines(why, history)))

    def _show_objectors(self, why: CoalitionWhy) -> None:
        if not why.objectors:
            self.objectors.setText(text("coalition.objects_none"))
            return
        share = text("number.share", value=100.0 * why.objecting)
        names = self._names("objectors", why.objectors)
        count = len(why.objectors)
        self.objectors.setText(text("coalition.objects", count=count, share=share, names=names))

    def _names(self, kind: str, parties: tuple[int, ...]) -> str:
        most = 0 if kind in self._all else NAMED
        return party_links(parties, self._scenario, self._palette.accent.name(), most)

    def _links(self, kind: str) -> QLabel:
        label = words()
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        label.linkActivated.connect(lambda link, kind=kind: self._follow(link, kind))
        return label

    def _follow(self, link: str, kind: str) -> None:
        what, _, number = link.partition(":")
        if what == "party":
            self.picked.emit(int(number))
        elif self._shown is not None:
            self._all |= {"joined", "left"} if kind == "moves" else {kind}
            self.draw(*self._shown)

    def _add(self, column: QVBoxLayout, name: str, *widgets: QWidget) -> None:
        section = Section(name)
        for widget in widgets:
            section.column.addWidget(widget)
        column.addWidget(section)
