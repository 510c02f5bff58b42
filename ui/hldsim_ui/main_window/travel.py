"""Travel: among futures, bookmarks and turns. A method has the name of its action.

What panels ask for about the tree of futures ends up here, too; it is done in the engine's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from hldsim.report.happened import next_in
from hldsim_ui import jobs
from hldsim_ui.board import Shown
from hldsim_ui.dialogs.note import ask_note
from hldsim_ui.panels.bookmarks import BARE


class Travel(QObject):
    """Commands that go to another future or round, and notes on rounds.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window

    def live(self, shown: Shown) -> dict[str, bool]:
        """Say which of the actions are possible now."""
        there = shown.history is not None
        free = there and not self._window.conductor.read_only
        futures = shown.futures
        notes = bool(futures is not None and futures.notes)
        return {
            "fork": free and not (shown.finished and shown.k >= shown.last),
            "bookmark": free,
            "next_bookmark": notes,
            "previous_bookmark": notes,
            "next_turn": there,
            "previous_turn": there,
            "compare": futures is not None and len(futures.futures) > 1,
        }

    # ---------------------------------------------------------------- futures

    def fork(self, *_: object, label: str = "") -> None:
        """Open a future at the round shown, where the next change goes; it changes nothing."""
        conductor = self._window.conductor
        conductor.pause()
        conductor.post("fork", jobs.fork(conductor.board.shown.k, label))

    def switch(self, branch: int) -> None:
        """Show another future, at the same round as far as it has come."""
        conductor = self._window.conductor
        conductor.pause()
        conductor.post("switch", jobs.switch(branch, max(conductor.board.shown.k, 0)))

    def rename(self, branch: int, label: str) -> None:
        """Give a future another name."""
        self._window.conductor.post("rename", jobs.rename(branch, label))

    def compare(self, *_: object) -> None:
        """Show two futures side by side."""
        self._show_beside()

    def compare_two(self, left: int, right: int) -> None:
        """Show these two side by side."""
        view = self._show_beside()
        if view is not None:
            view.compare(left, right)

    def ask_for(self, view: Any) -> Callable[[tuple[int, ...]], None]:
        """Return what a view calls for the histories of futures; it is handed them by ``take``."""

        def ask(branches: tuple[int, ...]) -> None:
            self._window.conductor.post("histories", jobs.histories(*branches), view.take)

        return ask

    def _show_beside(self) -> Any:
        """Open the view of two futures, where there is most room if it was closed."""
        window = self._window
        dock, wide = window.docks["compare"], window.docks["coalition_map"]
        if dock.isHidden() and not wide.isHidden():
            window.tabifyDockWidget(wide, dock)
        window.layout_keeper.show("compare")
        return window.makers.make("compare")

    # ---------------------------------------------------------------- bookmarks

    def bookmark(self, *_: object) -> None:
        """Ask for a note on the round shown."""
        shown = self._window.board.shown
        if shown.history is None:
            return
        notes = shown.futures.notes if shown.futures is not None else {}
        dialog = ask_note(self._window, shown.k, notes.get(shown.k, ""))
        dialog.textValueSelected.connect(lambda text, k=shown.k: self.note(k, text.strip() or BARE))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def note(self, k: int, text: str) -> None:
        """Write a note on a round; an empty text takes it away."""
        conductor = self._window.conductor
        said = f"Round {k} is bookmarked" if text else f"The bookmark on round {k} is taken away"
        conductor.post("note", jobs.note(k, text), lambda _: conductor.told.emit("info", said))

    def next_bookmark(self, *_: object) -> None:
        """Show the next round with a note."""
        self._go_to_bookmark(1)

    def previous_bookmark(self, *_: object) -> None:
        """Show the round with a note before this one."""
        self._go_to_bookmark(-1)

    def _go_to_bookmark(self, step: int) -> None:
        conductor = self._window.conductor
        shown = conductor.board.shown
        if shown.futures is None:
            return
        k = next_in((n for n in shown.futures.notes if n <= shown.last), shown.k, step)
        if k is None:
            where = "later" if step > 0 else "earlier"
            conductor.told.emit("info", f"No {where} bookmark on this future")
            return
        conductor.look_at(k)
        conductor.told.emit("info", f"Round {k}: {shown.futures.notes[k]}")

    # ---------------------------------------------------------------- turns

    def next_turn(self, *_: object) -> None:
        """Show the next turn of the kind chosen on the timeline."""
        self._window.timeline.turns.jump(1)

    def previous_turn(self, *_: object) -> None:
        """Show the turn before."""
        self._window.timeline.turns.jump(-1)
