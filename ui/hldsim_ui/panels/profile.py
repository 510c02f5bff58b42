"""What a party wants and speaks of, as bars, and where what is said of it comes from."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hldsim.domain.parties import Party
from hldsim.record.history import History
from hldsim.report.texts import word
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels import inspector_words as said
from hldsim_ui.panels.bars import BarGrid
from hldsim_ui.panels.inspector_rows import Section
from hldsim_ui.theme import Palette


class Profile(QWidget):
    """Salience of issues with the level wanted most, and emphasis on themes with the stance."""

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__()
        self._scenario = scenario
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        wants = Section("What it wants, by salience")
        self.salience = BarGrid(palette)
        for issue in scenario.space.issues:
            self.salience.add(issue.name, issue.note, note=True)
        wants.column.addWidget(self.salience)
        column.addWidget(wants)
        speaks = Section("What it speaks of, by emphasis")
        self.emphasis = BarGrid(palette)
        for theme in scenario.themes:
            tip = f"0: {theme.low}\n1: {theme.high}"
            self.emphasis.add(theme.name.partition(":")[0], tip, note=True)
        speaks.column.addWidget(self.emphasis)
        column.addWidget(speaks)
        speaks.setVisible(bool(scenario.themes))

    def draw(self, history: History, k: int, party: int) -> None:
        """Show what a party wants after round ``k``."""
        profile = history[k].state.profile
        for n, value in enumerate(profile.salience_pi[party]):
            level = said.wanted_level(history, k, party, n)
            self.salience.show_row(n, f"{100 * value:.0f} %", float(value), note=level)
        for n, theme in enumerate(self._scenario.themes):
            share, stance = profile.emphasis_ph[party, n], profile.stance_ph[party, n]
            note = f"stance {stance:.2f}, towards: {theme.high if stance >= 0.5 else theme.low}"
            self.emphasis.show_row(n, f"{100 * share:.0f} %", float(share), note=note)


def mark(label: QLabel, party: Party, palette: Palette) -> None:
    """Let a label say whence a party's position is known; what is imputed looks so."""
    sourced = said.is_sourced(party)
    label.setText(("● " if sourced else "○ ") + word("provenance", party.provenance))
    line, colour = ("solid", palette.text) if sourced else ("dashed", palette.muted)
    label.setStyleSheet(
        f"border: 1px {line} {colour.name()}; border-radius: 8px; padding: 1px 8px;"
        f" color: {colour.name()};"
    )
