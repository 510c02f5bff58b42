"""The page of one party: who it is, what it says and wants, and why it moved or stayed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from hldsim.record.history import History
from hldsim.report.sentences import Explanation
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels import inspector_words as said
from hldsim_ui.panels.inspector_rows import Facts, Section, button, title_style, words
from hldsim_ui.panels.profile import Profile, mark
from hldsim_ui.panels.why_counts import Counter
from hldsim_ui.panels.why_flips import FlipsSection
from hldsim_ui.panels.why_follows import FollowsSection
from hldsim_ui.panels.why_often import OftenSection
from hldsim_ui.panels.why_over_time import OverTimeSection
from hldsim_ui.panels.why_terms import TermsSection
from hldsim_ui.theme import Palette

NOBODY = -1
FACTS = ("Says", "Backs", "Objects to", "Known position")
BACKS = 1


class PartyPage(QWidget):
    """Everything about one party in one round.

    ``coalition_picked`` carries the proposal whose coalition was clicked.
    """

    coalition_picked = Signal(int)

    def __init__(self, palette: Palette, scenario: Scenario, counter: Counter) -> None:
        super().__init__()
        self._palette, self._scenario = palette, scenario
        self._party = self._backs = NOBODY
        self._open = True
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(4)
        self._add_head(column)
        self.facts = Facts(FACTS, palette)
        self.facts.followed.connect(self._follow)
        column.addWidget(self.facts)
        self.terms = TermsSection(palette)
        self.over_time = OverTimeSection(palette, scenario)
        self.flips = FlipsSection(palette, scenario)
        self.follows = FollowsSection(palette, scenario)
        self.often = OftenSection(palette, scenario, counter)
        self._whys = (self.terms, self.over_time, self.flips, self.follows, self.often)
        for section in self._whys:
            column.addWidget(section)
        self.profile = Profile(palette, scenario)
        self.hidden = words(palette)
        self.hidden.setText(text("sitting.not_public"))
        self.hidden.hide()
        for widget in (self.hidden, self.profile):
            column.addWidget(widget)
        self.figures = FiguresSection(palette, scenario)
        column.addWidget(self.figures)
        column.addStretch(1)

    def draw(self, history: History, k: int, party: int, why: Explanation | None) -> bool:
        """Show a party in round ``k``; return whether it is another party than before."""
        other = party != self._party
        if other:
            self._party = party
            self._show_party(party)
        self._show_round(history, k, party)
        if not self._open:
            return other
        self.terms.draw(history, k, party, why)
        self.over_time.draw(history, k, party)
        self.flips.draw(history, k, party)
        self.follows.draw(why)
        self.often.draw(party)
        return other

    def clear(self) -> None:
        """Show nobody: nothing more is computed for this page."""
        self._party = NOBODY
        for section in (self.over_time, self.flips, self.often):
            section.clear()

    def show_private(self, shown: bool) -> None:
        """Say whether what the party wants, and why it moves, may be seen."""
        if shown == self._open:
            return
        self._open = shown
        self.hidden.setVisible(not shown)
        for part in (*self._whys, self.profile):
            part.setVisible(shown)
        if not shown:
            self.clear()

    def show_pinned(self, pinned: bool) -> None:
        """Say whether the party shown is the one kept for comparing."""
        self.pin.setChecked(pinned)
        self.pin.setText("Pinned" if pinned else "Pin")

    def _add_head(self, column: QVBoxLayout) -> None:
        palette = self._palette
        self.name, self.who, self.source = QLabel(), words(palette), words(palette)
        self.mark = QLabel()
        self.mark.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.name.setStyleSheet(title_style(palette))
        self.name.setWordWrap(True)
        tip = "Keep this state and compare it with the one you select next (P)"
        self.pin = button("Pin", tip, palette)
        self.pin.setCheckable(True)
        top = QHBoxLayout()
        top.addWidget(self.name, 1)
        top.addWidget(self.pin, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        for widget in (self.who, self.mark, self.source):
            column.addWidget(widget)

    def _show_party(self, party: int) -> None:
        one, scenario, palette = self._scenario.parties[party], self._scenario, self._palette
        self.name.setText(one.name)
        self.who.setText(said.who(one))
        mark(self.mark, one, palette)
        self.source.setText(said.provenance_line(one))
        self.facts.put(3, said.known_position(one, scenario))
        self.figures.show_party(party)

    def _show_round(self, history: History, k: int, party: int) -> None:
        self._backs, label = said.backs(history, k, party)
        backed = self._backs >= 0
        colour = self._palette.coalition_text(self._backs).name() if backed else ""
        self.facts.put(0, said.said(history, k, party))
        self.facts.put(BACKS, label, colour, link=backed)
        self.facts.tip(BACKS, text("inspector.coalition") if backed else "")
        self.facts.put(2, said.objects_to(history, k, party))
        self.figures.show_capability(100.0 * float(history.inputs.capability_p[party]))
        if self._open:
            self.profile.draw(history, k, party)

    def _follow(self, row: int) -> None:
        if row == BACKS and self._backs >= 0:
            self.coalition_picked.emit(self._backs)


class FiguresSection(Section):
    """Country figures, grouped under the source they come from."""

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__("Figures")
        self._scenario = scenario
        self.own = Facts(("Capability", "Blocs"), palette, wide=True)
        self.own.tip(0, text("inspector.capability"))
        self.column.addWidget(self.own)
        self.sources: list[str] = []
        self._groups: list[Facts] = []
        self._at: list[tuple[int, int]] = []  # group and row of each figure
        known = said.figures(scenario.parties[0], scenario)
        order = list(dict.fromkeys(figure.source for figure in known))
        for source in order:
            names = tuple(figure.name for figure in known if figure.source == source)
            self._add_group(source, names, palette)
        rows = [0] * len(order)
        for figure in known:
            group = order.index(figure.source)
            self._at.append((group, rows[group]))
            rows[group] += 1

    def show_party(self, party: int) -> None:
        """Write a party's figures."""
        one = self._scenario.parties[party]
        self.own.put(1, said.bloc_names(one, self._scenario))
        for (group, row), figure in zip(self._at, said.figures(one, self._scenario), strict=False):
            self._groups[group].put(row, figure.text)

    def show_capability(self, share: float) -> None:
        """Write the share of all capability, in per cent."""
        self.own.put(0, f"{share:.2g} % of the whole")

    def values(self) -> list[str]:
        """Return every value on show, figures in the scenario's order."""
        return [self._groups[group].value(row) for group, row in self._at]

    def _add_group(self, source: str, names: tuple[str, ...], palette: Palette) -> None:
        short, full = said.source_line(source, self._scenario)
        caption = words(palette)
        caption.setText(text("inspector.source", source=short) if short else "")
        caption.setToolTip(full)
        caption.setStyleSheet(f"color: {palette.muted.name()}; font-style: italic;")
        caption.setContentsMargins(0, 6, 0, 0)
        self.column.addWidget(caption)  # before it is shown, or it would be a window of its own
        caption.setVisible(bool(short))
        self.sources.append(caption.text())
        facts = Facts(names, palette, wide=True)
        self._groups.append(facts)
        self.column.addWidget(facts)
