"""Whom it follows: the term "company" taken apart into blocs, region and balance."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QLabel

from hldsim.report.sentences import Explanation
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.bars import BarGrid
from hldsim_ui.panels.inspector_rows import Section, scaled, words
from hldsim_ui.panels.why_words import drawn_to, follow_sentence, tie_name, tie_note
from hldsim_ui.theme import Palette

NAME_WIDTH = 150
"""Pixels for the name of a bloc; longer ones wrap."""


class FollowsSection(Section):
    """A bar for each bloc, the region and the balance: its pull on the design company favours."""

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__("Whom it follows")
        self._palette, self._scenario = palette, scenario
        self.about = words()
        self.bars = BarGrid(palette, signed=True)
        self.bars.setAccessibleName("Pull of those it resembles, in units of utility")
        self.column.addWidget(self.about)
        self.column.addWidget(self.bars)

    def draw(self, why: Explanation | None) -> None:
        """Show what draws the party where."""
        ties = tuple(getattr(why, "follows", ()) or ())
        total = drawn_to(ties)
        if why is None or total is None:
            self.about.setText(text("explanation.unknown" if why is None else "follow.none"))
            return self.bars.keep(0)
        self.about.setText(follow_sentence(ties, why.options, self._scenario))
        best = int(np.argmax(total[:-1])) if len(total) > 1 else 0
        ranked = sorted(ties, key=lambda tie: -abs(float(tie.pull_o[best])))
        scale = max(abs(float(tie.pull_o[best])) for tie in ranked) or 1.0
        colour = self._palette.coalition_border(
            self._scenario.proposal_index.get(why.options[best], -1)
        )
        for n, tie in enumerate(ranked):
            pull, row = float(tie.pull_o[best]), self._row(n)
            row.setText(tie_name(tie, self._scenario))
            self.bars.bars[n][0].paint_in(colour)
            note = tie_note(tie, why.options, self._scenario)
            self.bars.show_row(n, f"{pull:+.3f}", pull / scale, note=note)
        self.bars.keep(len(ranked))

    def _row(self, n: int) -> QLabel:
        """Where the name of a row stands; the row is made if there are not so many yet."""
        if n == len(self.bars.names):
            self.bars.add("", "Pull on the design they favour most, units of utility", note=True)
            self.bars.names[n].setWordWrap(True)
            self.bars.names[n].setFixedWidth(scaled(NAME_WIDTH, self._palette))
        return self.bars.names[n]
