"""Jumping from turn to turn: to the next or last merger, statement, decision ..."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from hldsim.report.happened import TURNS, Turn, next_in, rounds_of
from hldsim_ui.board import Shown
from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.palette import Palette

WAYS = {
    "turn_back": (-1, "Jump to an earlier turn", "Shift+F3"),
    "turn_on": (1, "Jump to a later turn", "F3"),
}
"""Of each button: its step, what it does, its key."""
SHOWN = 16
"""Letters of the kind chosen that its button shows at most."""


class Turns(QWidget):
    """Two buttons, and between them the kind of turn to jump to.

    ``wanted`` carries the round; ``told`` (role, text) that there is none.
    """

    wanted = Signal(int)
    told = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.turn: Turn = TURNS[0]
        self._shown = Shown()
        self._key: tuple[object, ...] = ()
        self._rounds: list[int] = []
        self.buttons: dict[str, QToolButton] = {}
        self.kind = QToolButton(self)
        self.kind.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.kind.setAccessibleName("Kind of turn to jump to")
        self.menu = self._make_menu()
        self.kind.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._button("turn_back"))
        row.addWidget(self.kind)
        row.addWidget(self._button("turn_on"))
        self._say_kind()

    def dress(self, palette: Palette) -> None:
        """Recolour the icons."""
        for name, button in self.buttons.items():
            button.setIcon(icon(name, palette))
        self.kind.setIcon(icon("turn", palette))

    def write_kind(self, written: bool) -> None:
        """Write the kind chosen on its button, or leave that to its tip where room is scarce."""
        style = Qt.ToolButtonStyle
        self.kind.setToolButtonStyle(
            style.ToolButtonTextOnly if written else style.ToolButtonIconOnly
        )

    def show_state(self, shown: Shown) -> None:
        """Look which rounds hold such a turn; buttons lead only to where there is one."""
        self._shown = shown
        key = (shown.history, shown.last, shown.revision, self.turn.name, shown.selected)
        if len(key) != len(self._key) or any(
            a is not b for a, b in zip(key, self._key, strict=True)
        ):
            self._key = key
            there = shown.history is not None
            self._rounds = (
                rounds_of(shown.history, self.turn, shown.last, shown.selected) if there else []
            )
        for name, (step, _, _) in WAYS.items():
            self.buttons[name].setEnabled(next_in(self._rounds, shown.k, step) is not None)
        self.kind.setEnabled(shown.history is not None)

    def jump(self, step: int) -> None:
        """Go to the next turn (1) or the one before (-1); say so if there is none."""
        k = next_in(self._rounds, self._shown.k, step)
        if k is not None:
            self.wanted.emit(k)
        elif self._shown.history is not None:
            self.told.emit("info", self._none(step))

    def choose(self, turn: Turn) -> None:
        """Jump to turns of this kind from now on."""
        self.turn = turn
        self._say_kind()
        self.show_state(self._shown)

    def _none(self, step: int) -> str:
        where = "later" if step > 0 else "earlier"
        if self.turn.selected and self._shown.selected < 0:
            return f"Select a state first: {self.turn.label.lower()} are looked for"
        return f"No {where} round with: {self.turn.label.lower()}"

    def _say_kind(self) -> None:
        label = self.turn.label
        short = label if len(label) <= SHOWN else f"{label[: SHOWN - 1].rstrip()}…"
        self.kind.setText(short)
        self.kind.setToolTip(f"Jump to: {label}. Press to jump to something else")
        for action in self.menu.actions():
            action.setChecked(action.data() == self.turn.name)
        for name, (_, does, key) in WAYS.items():
            self.buttons[name].setToolTip(f"{does}: {label} ({key})")

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for n, turn in enumerate(TURNS):
            if n and turn.selected and not TURNS[n - 1].selected:
                menu.addSeparator()
            action = QAction(turn.label, group)
            action.setCheckable(True)
            action.setData(turn.name)
            action.triggered.connect(lambda _=False, turn=turn: self.choose(turn))
            menu.addAction(action)
        return menu

    def _button(self, name: str) -> QToolButton:
        step, does, _ = WAYS[name]
        button = QToolButton(self)
        button.setAccessibleName(does)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False: self.jump(step))
        self.buttons[name] = button
        return button
