"""Hand-over: one person gets up, another sits down, and nothing of the first is to be seen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from hldsim.record.seating import Seat
from hldsim.report.texts import text
from hldsim_ui.board import NOBODY
from hldsim_ui.main_window.curtain import Curtain

UNDER_THE_CURTAIN = frozenset(
    ("quit", "full_screen", "text_larger", "text_smaller", "text_normal", "still")
)
"""Actions that show nothing of the table."""
OTHERS = frozenset(("undo", "redo", "rerun"))
"""Actions that could take back what another person did."""


class HandOver(QObject):
    """Lets the curtain fall and rise, and keeps keys from the table meanwhile.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.curtain = Curtain(window)
        self._gated: set[Any] = set()
        self._floating: list[Any] = []
        self._acts = (0, 0)

    @property
    def under_way(self) -> bool:
        """Whether the curtain is down."""
        return self.curtain.down

    def begin(self, party: str, seat: Seat | None) -> None:
        """Hide the window and call for the person who plays a party."""
        window = self._window
        for dialog in window.findChildren(QDialog):
            dialog.close()
        for dock in window.docks.values():
            if dock.isFloating() and dock.isVisible():
                self._floating.append(dock)
                dock.hide()
        window.status.tell("info", "")
        window.board.pin(NOBODY)
        person = "" if seat is None else seat.person
        words = text("sitting.press_person" if person else "sitting.press", person=person)
        whose = text("sitting.turn_of", party=party)
        self.curtain.fall(whose, words, window.keeper.palette)

    def end(self) -> None:
        """Show the window again."""
        if not self.curtain.down:
            return
        self.curtain.rise()
        for dock in self._floating:
            dock.show()
        self._floating = []
        for action in self._gated:
            action.setEnabled(True)
        self._gated = set()
        self.refresh(holds_back=False)

    # ---------------------------------------------------------------- what may be done

    def acts_changed(self, acts: int, redoable: int) -> None:
        """Take note of how much can be undone and redone."""
        self._acts = (acts, redoable)

    def refresh(self, *, holds_back: bool) -> None:
        """Bring what is possible up to date where nothing changed on the board."""
        window = self._window
        window._acts_changed(*self._acts)
        window._enable(window.board.shown)
        self.gate(holds_back=holds_back)

    def gate(self, *, holds_back: bool) -> None:
        """Let no key do what must not be done now: nothing at all while the curtain is down.

        Parameters
        ----------
        holds_back : bool
            Whether what others did must not be taken back.
        """
        window, down = self._window, self.curtain.down
        window.menuBar().setEnabled(not down)
        if holds_back:
            for name in OTHERS:
                window.actions_by_name[name].setEnabled(False)
        if not down:
            return
        for name, action in window.actions_by_name.items():
            if name not in UNDER_THE_CURTAIN and action.isEnabled():
                action.setEnabled(False)
                self._gated.add(action)
