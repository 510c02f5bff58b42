"""What would change its mind: a sentence each, and a button that tries it in the run."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QToolButton, QWidget

from hldsim.record.history import History
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.inspector_rows import Section, button, words
from hldsim_ui.panels.why_words import (
    Flip,
    Flips,
    flip_sentence,
    flips_heading,
    nothing_sentence,
)
from hldsim_ui.theme import Palette

FIRST = 4
"""Sentences shown at first, those of the smallest change."""
QUIET_MS = 140
"""Milliseconds without another round or party before it is worked out: it takes about as long."""
TRY_TIP = "Make this change before round {k} and play that round again, as another branch"

Flipper = Callable[[int, int, Callable[[Any], None]], None]
"""``flipper(party, k, then)`` works out ``Flips`` elsewhere and calls ``then``, with None if it
cannot be had now."""


class FlipsSection(Section):
    """Sentences of the smallest changes. ``tried`` carries round, path and value to be set."""

    tried = Signal(int, str, float)

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__("What would change its mind")
        self._palette, self._scenario = palette, scenario
        self._flipper: Flipper | None = None
        self._want: tuple[History, object, int, int] | None = None
        self.shown: Flips | None = None
        self._all = False
        self.about, self.nothing = words(), words(palette)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.sentences: list[QLabel] = []
        self.buttons: list[QToolButton] = []
        self.more = button("", "Show the larger changes too", palette)
        self.more.clicked.connect(self._show_all)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(QUIET_MS)
        self._timer.timeout.connect(self._ask)
        for widget in (self.about, self._rows, self.more, self.nothing):
            self.column.addWidget(widget)
        self.column.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)
        self.unfolded.connect(self._begin)
        self._say(text("flip.start"))

    def set_flipper(self, flipper: Flipper | None) -> None:
        """Take the function that works out what would change a party's mind."""
        self._flipper = flipper
        self._begin()

    def draw(self, history: History, k: int, party: int) -> None:
        """Look at a party in a round; what is known of it stays, what is not is asked for soon."""
        want = (history, history[k], k, party)
        if self._want is not None and all(a is b for a, b in zip(want, self._want, strict=True)):
            return
        self._want = want
        self.shown = None
        self._say(text("flip.waits") if k > 0 else text("flip.start"))
        self._begin()

    def clear(self) -> None:
        """Look at nobody."""
        self._timer.stop()
        self._want = self.shown = None

    def show_flips(self, flips: Flips | None) -> None:
        """Write the sentences; None where it is not known."""
        self.shown, self._all = flips, False
        if flips is None:
            return self._say(text("flip.unknown"))
        self._write(flips)

    def _begin(self) -> None:
        self._timer.stop()
        asked = self._want is not None and self.shown is None and self._want[2] > 0
        if asked and self.open and self._flipper is not None:
            self._timer.start()
        elif asked and self._flipper is None:
            self._say(text("flip.unknown"))

    def _ask(self) -> None:
        want = self._want
        if want is None or self._flipper is None or not self.isVisible():
            return
        self._flipper(want[3], want[2], partial(self._take, want))

    def _take(self, want: tuple[History, object, int, int], flips: Flips | None) -> None:
        """Show what came, unless one looks at something else by now."""
        if self._want is want:
            self.show_flips(flips)

    def _show_all(self) -> None:
        self._all = True
        if self.shown is not None:
            self._write(self.shown)

    def _say(self, line: str) -> None:
        self.about.setText(line)
        self._empty()
        self.more.hide()
        self.nothing.hide()

    def _write(self, flips: Flips) -> None:
        self._say(flips_heading(flips, self._scenario))
        found = [row for row in flips.rows if row.becomes]
        for row in found if self._all else found[:FIRST]:
            self._add(row, flips)
        left = len(found) - len(self.sentences)
        self.more.setText(f"{left} larger changes …" if left > 1 else "1 larger change …")
        self.more.setVisible(left > 0)
        nothing = nothing_sentence(flips, self._scenario)
        self.nothing.setText(nothing)
        self.nothing.setVisible(bool(nothing))

    def _add(self, flip: Flip, flips: Flips) -> None:
        line = len(self.sentences)
        sentence = words()
        sentence.setText(flip_sentence(flip, flips, self._scenario))
        self._grid.addWidget(sentence, line, 0)
        self.sentences.append(sentence)
        sentence.show()
        if not (flip.path and flip.checked):
            return
        tried = button("Try it", TRY_TIP.format(k=flips.k), self._palette)
        tried.setAccessibleName(f"Try it: {sentence.text()}")
        tried.clicked.connect(partial(self._try, flips.k, flip.path, flip.to))
        self._grid.addWidget(tried, line, 1, Qt.AlignmentFlag.AlignTop)
        self.buttons.append(tried)
        tried.show()

    def _try(self, k: int, path: str, value: float, *_: object) -> None:
        self.tried.emit(k, path, value)

    def _empty(self) -> None:
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        self.sentences, self.buttons = [], []
