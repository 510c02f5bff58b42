"""Sliders for what matters to the selected party: weights of the issues, always summing to 1.

Nothing is changed here. Apply says which paths are to be set to which values; the window turns
each into an intervention, in force from the next round.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hldsim.record.history import History
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import Palette

F8 = NDArray[np.float64]
NOBODY = -1
STEPS = 200
"""Steps of a slider; one is half a per cent."""
EMPTY = "Select a state to weigh what matters to it."
OVER = "The run is over: what you apply starts it again, in force from round 1."


def reweigh(row: F8, column: int, value: float) -> F8:
    """Set one weight; the others grow or shrink in proportion, so that all sum to 1.

    The same arithmetic as setting ``salience.ISSUE`` by a path.

    Examples
    --------
    >>> reweigh(np.array([0.5, 0.3, 0.2]), 0, 0.0).round(3).tolist()
    [0.0, 0.6, 0.4]
    """
    new = np.array(row, dtype=float)
    others = float(new.sum() - new[column])
    if others > 0:
        new *= (1.0 - value) / others
    else:
        new[:] = (1.0 - value) / max(len(new) - 1, 1)
    new[column] = value if len(new) > 1 else 1.0
    return new


class Weights:
    """Weights being edited, and the shortest list of settings that leads to them.

    Moving one slider again replaces its last setting, so dragging leaves one setting only.
    """

    def __init__(self, start: Sequence[float] = ()) -> None:
        self._rows: list[F8] = [np.array(start, dtype=float)]
        self.settings: list[tuple[int, float]] = []

    @property
    def now(self) -> F8:
        """The weights as the sliders show them."""
        return self._rows[-1]

    def set(self, column: int, value: float) -> None:
        """Set one weight; the others follow."""
        if self.settings and self.settings[-1][0] == column:
            self.settings.pop()
            self._rows.pop()
        self._rows.append(reweigh(self._rows[-1], column, value))
        self.settings.append((column, value))


class PreferencesEditor(QWidget):
    """Weights of the issues to the selected party.

    ``applied`` carries a path such as ``parties[MEX].salience.venue`` and its value, once a
    setting, in the order in which they are to be made.
    """

    applied = Signal(str, float)
    picked = Signal(int)
    title = "Preferences"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.title)
        self._scenario: Scenario | None = None
        self._party = NOBODY
        self._k = 0
        self._over = False
        self._acts = 0
        self._applied_at: int | None = None
        self.weights = Weights()
        self.sliders: list[QSlider] = []
        self.numbers: list[QLabel] = []
        self.empty = QLabel(EMPTY)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.name, self.note = QLabel(), QLabel()
        self.note.setWordWrap(True)
        self.apply_button = QPushButton("Apply")
        self.apply_button.setToolTip("Change the weights, in force from the next round")
        self.apply_button.clicked.connect(self.apply)
        self.reset_button = QPushButton("Revert")
        self.reset_button.setToolTip("Put the sliders back to what is in force")
        self.reset_button.clicked.connect(self._forget)
        self._grid = QGridLayout()
        self._stack = QStackedLayout(self)
        self._lay_out()
        self._start: F8 = np.zeros(0)

    @property
    def widget(self) -> QWidget:
        """The panel itself, as a view has it."""
        return self

    def unavailable(self, scenario: Scenario) -> str | None:
        """One issue alone cannot be weighed against others."""
        return None if len(scenario.space.issues) > 1 else "There is only one issue to weigh."

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Make a slider for each issue."""
        for label in (self.empty, self.note):
            label.setStyleSheet(f"color: {palette.muted.name()};")
        if scenario is not self._scenario:
            self._scenario = scenario
            self._make_sliders(scenario)
            self.clear()

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show a party's weights in round ``k``; changes not applied yet stay as they are."""
        if self._scenario is None or not 0 <= selected < len(self._scenario.parties):
            return self.clear()
        edited = bool(self.weights.settings) and selected == self._party
        if selected != self._party:
            self._applied_at = None
        self._party, self._k, self._over = selected, k, k >= history.scenario.rounds
        self.name.setText(self._scenario.parties[selected].name)
        self._start = np.array(history[k].state.profile.salience_pi[selected])
        if not edited:
            waiting = self._applied_at is not None and k <= self._applied_at
            if not waiting:
                self._applied_at = None
                self.weights = Weights(self._start)
        self._show()
        self._stack.setCurrentIndex(1)

    def clear(self) -> None:
        """Show what to do to select a party."""
        self._party, self._applied_at = NOBODY, None
        self.weights = Weights()
        self._stack.setCurrentIndex(0)

    def sentence(self, history: History, k: int) -> str:
        """Say whose weights these are, and how much each issue weighs; or what to do."""
        if self._scenario is None or self._party == NOBODY:
            return EMPTY
        name, issues = self._scenario.parties[self._party].name, self._scenario.space.issues
        weights = zip(issues, self.weights.now, strict=True)
        told = ", ".join(f"{issue.name} {100.0 * value:.1f} %" for issue, value in weights)
        return f"What matters to {name} in round {k}: {told}."

    def apply(self) -> None:
        """Say which paths are to be set, in order."""
        if self._scenario is None or self._party == NOBODY or not self.weights.settings:
            return
        party = self._scenario.parties[self._party].id
        settings, self.weights = self.weights.settings, Weights(self.weights.now)
        self._applied_at = 0 if self._over else self._k
        self._show()
        for column, value in settings:
            issue = self._scenario.space.issues[column].id
            self.applied.emit(f"parties[{party}].salience.{issue}", float(value))

    def acts_changed(self, acts: int) -> None:
        """Take note of how many changes the run has; one fewer means that one was taken back."""
        if acts < self._acts:
            self._forget()
        self._acts = acts

    def move(self, column: int, value: float) -> None:
        """Set a weight, as a slider does; nobody's weights cannot be set."""
        if self._party == NOBODY:
            return
        self.weights.set(column, min(max(value, 0.0), 1.0))
        self._show()

    def _forget(self) -> None:
        self.weights = Weights(self._start)
        self._applied_at = None
        self._show()

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        self.name.setStyleSheet("font-weight: 600;")
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.reset_button)
        buttons.addWidget(self.apply_button)
        column.addWidget(self.name)
        column.addLayout(self._grid)
        column.addWidget(self.note)
        column.addLayout(buttons)
        column.addStretch(1)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)

    def _make_sliders(self, scenario: Scenario) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.sliders, self.numbers = [], []
        for n, issue in enumerate(scenario.space.issues):
            slider, number = QSlider(Qt.Orientation.Horizontal), QLabel()
            slider.setRange(0, STEPS)
            slider.setAccessibleName(f"Weight of {issue.name}")
            slider.setToolTip(issue.note or issue.name)
            slider.valueChanged.connect(lambda value, n=n: self.move(n, value / STEPS))
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            number.setMinimumWidth(number.fontMetrics().horizontalAdvance("100.0 %"))
            self._grid.addWidget(QLabel(issue.name), n, 0)
            self._grid.addWidget(slider, n, 1)
            self._grid.addWidget(number, n, 2)
            self.sliders.append(slider)
            self.numbers.append(number)
        chain: list[QWidget] = [*self.sliders, self.reset_button, self.apply_button]
        for one, next_ in itertools.pairwise(chain):  # in the order they stand, not as made
            self.setTabOrder(one, next_)

    def _show(self) -> None:
        now = self.weights.now
        for n, (slider, number) in enumerate(zip(self.sliders, self.numbers, strict=True)):
            value = float(now[n]) if n < len(now) else 0.0
            slider.blockSignals(True)
            slider.setValue(round(value * STEPS))
            slider.blockSignals(False)
            number.setText(f"{100.0 * value:.1f} %")
        changed = bool(self.weights.settings)
        self.apply_button.setEnabled(changed)
        self.reset_button.setEnabled(changed)
        if changed:
            again = " Applying starts the run again." if self._over else ""
            self.note.setText(f"Not applied yet. The weights always sum to 100 %.{again}")
        elif self._applied_at is not None:
            self.note.setText(f"Applied: in force from round {self._applied_at + 1}.")
        else:
            self.note.setText(
                OVER if self._over else "What you apply is in force from the next round."
            )
