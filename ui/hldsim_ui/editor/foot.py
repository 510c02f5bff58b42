"""The foot of the editor: what is wrong, what the changes will do, and the way to have them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from hldsim.errors import Fault
from hldsim_ui.editor.effects import Effects
from hldsim_ui.theme.palette import Palette


class Foot(QWidget):
    """Faults on the left; on the right what will happen, before it does."""

    fault_wanted = Signal()
    apply_wanted = Signal()
    run_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.faults = QToolButton()
        self.faults.clicked.connect(self.fault_wanted)
        self.said = QLabel()
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.effect = QLabel()
        self.effect.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.apply = QPushButton("Apply")
        self.apply.clicked.connect(self.apply_wanted)
        self.run = QPushButton("Run this scenario")
        self.run.setToolTip("A new run of the scenario as it is here, from before round 1 (F5)")
        self.run.clicked.connect(self.run_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.setSpacing(10)
        row.addWidget(self.faults)
        row.addWidget(self.said, 1)
        row.addWidget(self.effect)
        row.addWidget(self.apply)
        row.addWidget(self.run)

    def dress(self, palette: Palette) -> None:
        """Take the colours of a theme."""
        off, on = palette.muted.name(), palette.danger.name()
        self.faults.setStyleSheet(f"QToolButton {{ color: {on}; }} :disabled {{ color: {off}; }}")

    def tell(self, text: str, danger: bool = False) -> None:
        """Say what became of the last thing asked for."""
        self.said.setText(text)
        self.said.setToolTip(text)
        role = "danger" if danger else "caption"
        if self.said.property("role") != role:  # dressing anew lays the whole window out again
            self.said.setProperty("role", role)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Count the faults."""
        count = len(faults)
        text = "No faults" if not count else f"{count} fault{'' if count == 1 else 's'}: show next"
        self.faults.setText(text)
        self.faults.setEnabled(count > 0)
        self.faults.setToolTip(str(faults[0]) if faults else "")
        self.faults.setAccessibleName(text)

    def show_effects(self, effects: Effects, changed: int, sound: bool, differs: bool) -> None:
        """Say what the changes will do.

        Parameters
        ----------
        changed : int
            How many values the run on show does not have.
        sound : bool
            Whether there is no fault.
        differs : bool
            Whether the scenario is another than that of the run on show.
        """
        live = len(effects.live)
        self.apply.setVisible(effects.k > 0 and live > 0)
        self.apply.setText(f"Apply from round {effects.k}")
        self.apply.setEnabled(sound and live > 0)
        self.run.setEnabled(sound and differs)
        if not sound:
            self.effect.setText("Mend the faults, then it can be run")
        elif not changed:
            self.effect.setText("The run on show is of this scenario" if not differs else "")
        elif not effects.k:
            note = f" ({effects.note})" if effects.note else ""
            self.effect.setText(f"{_many(changed)}: a new run{note}")
        elif live == changed:
            self.effect.setText(f"{_many(changed)}: can hold from round {effects.k} on")
        elif not live:
            self.effect.setText(f"{_many(changed)}: a new run")
        else:
            self.effect.setText(
                f"{_many(changed)}: {live} can hold from round {effects.k} on, "
                f"{changed - live} only in a new run"
            )
        self.apply.setToolTip(
            f"The run goes on from round {effects.k} with "
            f"{'the changes' if live == changed else f'{live} of the changes'}; undo in the main "
            "window takes them back"
        )


def _many(count: int) -> str:
    return f"{count} change{'' if count == 1 else 's'}"
