"""The status bar: what is so now, always in the same place; and what just happened."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from hldsim.record.history import Snapshot
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.board import Shown
from hldsim_ui.fence import guarded
from hldsim_ui.panels.toolbar import ElidedLabel

TOLD_MS = 12_000
DROPPED = ("round", "phase", "seed", "largest")
"""What goes first where there is no room for all; the timeline and the toolbar say it too."""
MESSAGE_LEAST = 0.3
"""Share of the bar that a message has at least, while there is one."""


class Status(QStatusBar):
    """Permanent labels, and one message that goes after a while."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.message = ElidedLabel()
        self.addWidget(self.message, 1)
        self.labels: dict[str, QLabel] = {}
        for name in ("round", "phase", "seed", "largest", "outcome"):
            label = QLabel("")
            label.setMinimumWidth(1)  # what does not fit is put away, and holds no window open
            self.labels[name] = label
            self.addPermanentWidget(label)
        self._held = False
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(TOLD_MS)
        self._fade.timeout.connect(lambda: self.tell("info", ""))

    def tell(self, role: str, text: str) -> None:
        """Say what just happened; ``role`` is ``"info"``, ``"good"`` or ``"danger"``."""
        _set_role(self.message, {"info": "strong"}.get(role, role))
        self.message.say(text)
        self.fit()
        if text and not self._held:
            self._fade.start()

    def hold(self, held: bool) -> None:
        """Let the message stand while nobody can see it; it goes a while after it can be seen."""
        self._held = held
        if held:
            self._fade.stop()
        elif self.message.whole:
            self._fade.start()

    def show_state(self, shown: Shown, seed: int, read_only: bool = False) -> None:
        """Bring the permanent labels up to date."""
        if shown.history is None or shown.scenario is None or shown.k < 0:
            for label in self.labels.values():
                label.setText("")
            self.fit()
            return
        snap = shown.history[min(shown.k, shown.history.last)]
        kept = " · read only" if read_only else ""
        told = {
            "round": f"Round {shown.k} of {shown.scenario.rounds}",
            "phase": _phase(shown.scenario, snap),
            "seed": f"Seed {seed}{kept}",
            "largest": largest_words(shown.scenario, snap),
        }
        for name, text in told.items():
            self.labels[name].setText(text)
        role, text = outcome_words(shown.scenario, snap)
        self.labels["outcome"].setText(text)
        _set_role(self.labels["outcome"], role)
        self.fit()

    def fit(self) -> None:
        """Show what there is room for."""
        room = self.width() * (1.0 - MESSAGE_LEAST if self.message.whole else 1.0) - 16
        shown = {name: label for name, label in self.labels.items() if label.text()}
        for name in DROPPED:
            if sum(label.sizeHint().width() + 8 for label in shown.values()) > room:
                shown.pop(name, None)
        for name, label in self.labels.items():
            if label.isHidden() == (name in shown):
                label.setVisible(name in shown)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()


def largest_words(scenario: Scenario, snap: Snapshot) -> str:
    """Say which design most members back, and how many do."""
    member = np.array([party.votes for party in scenario.parties])
    backed = backed_proposal(snap.state)[member]
    counts = np.bincount(backed[backed >= 0], minlength=len(scenario.proposals))
    if not counts.any():
        return "No coalition yet"
    d = int(counts.argmax())
    return f"Largest: {scenario.proposals[d].label}, {counts[d]} of {int(member.sum())} members"


def outcome_words(scenario: Scenario, snap: Snapshot) -> tuple[str, str]:
    """Say what was adopted, if anything: (role, words)."""
    state = snap.state
    if state.adopted >= 0:
        return "good", f"Adopted: {scenario.proposals[int(state.origin_c[state.adopted])].label}"
    if snap.k >= scenario.rounds:
        return "strong", "No agreement"
    return "", "Nothing adopted yet"


def _phase(scenario: Scenario, snap: Snapshot) -> str:
    for phase in scenario.agenda:
        if snap.phase in (phase.id, phase.phase, phase.label):
            return phase.label
    return snap.phase


def _set_role(label: QLabel, role: str) -> None:
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
