"""Seeing and reaching: text size, motion, next panel, palette. A method has its action's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from hldsim_ui.board import NOBODY
from hldsim_ui.main_window import reach
from hldsim_ui.main_window.parts import VIEW_NAMES
from hldsim_ui.settings import flag, words
from hldsim_ui.theme.keeper import SIZES

if TYPE_CHECKING:  # dialogs are imported when they are asked for: the window starts sooner
    from hldsim_ui.dialogs.command_palette_match import Entry

_RECENT, _AUDIENCE = "palette/recent", "projector/open"
_WIDGET = Qt.ShortcutContext.WidgetShortcut


class Access(QObject):
    """Commands that change how the window is seen and reached, not what it shows.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.audience: Any = None
        self.show_choices()

    def show_choices(self) -> None:
        """Bring the entries of the View menu up to date with what is in force."""
        keeper, actions = self._window.keeper, self._window.actions_by_name
        size = keeper.text_size
        self._window.menus["text_size"].setTitle(f"Te&xt size ({size} %)")
        actions["text_larger"].setEnabled(size < SIZES[-1])
        actions["text_smaller"].setEnabled(size > SIZES[0])
        actions["text_normal"].setEnabled(size != 100)
        actions["still"].setChecked(keeper.reduced_motion)
        self._window.conductor.calm = keeper.reduced_motion

    def text_larger(self) -> None:
        """Show text a size larger."""
        self._window.keeper.step_text_size(1)
        self._say_size()

    def text_smaller(self) -> None:
        """Show text a size smaller."""
        self._window.keeper.step_text_size(-1)
        self._say_size()

    def text_normal(self) -> None:
        """Show text as large as the theme has it."""
        self._window.keeper.set_text_size(100)
        self._say_size()

    def _say_size(self) -> None:
        self.show_choices()
        self._window.status.tell("info", f"Text size {self._window.keeper.text_size} %")

    def still(self) -> None:
        """Let nothing blink or fade, and show three rounds a second at most."""
        self._window.keeper.reduce_motion(self._window.actions_by_name["still"].isChecked())
        self.show_choices()

    # ---------------------------------------------------------------- reaching

    def next_panel(self) -> None:
        """Give the keyboard to the next panel."""
        reach.step(self._window, 1)

    def previous_panel(self) -> None:
        """Give the keyboard to the panel before."""
        reach.step(self._window, -1)

    def go_to(self, name: str) -> None:
        """Show a view or panel and give it the keyboard."""
        self._window.layout_keeper.show(name)
        self._window.makers.make(name)
        reach.enter(self._window.docks[name])

    def table(self) -> None:
        """Show the data of the view that has the keyboard, or of the first in sight, as a table."""
        from hldsim_ui.dialogs.data_table import DataTable

        shown, name = self._window.board.shown, self._view_in_use()
        view = None if name is None else self._window.makers.make(name)
        if view is None or shown.history is None or shown.scenario is None:
            self._window.status.tell("info", "No view is in sight: open one under View > Views")
            return
        missing = self._window.hosts[name].cover or view.unavailable(shown.scenario)
        if missing:
            self._window.status.tell("info", missing)
            return
        parties = shown.scenario.parties
        known = {word: n for n, party in enumerate(parties) for word in (party.name, party.id)}
        DataTable(
            view.table(shown.known, shown.k),
            view.sentence(shown.known, shown.k),
            lambda row: next((known[cell] for cell in row if cell in known), NOBODY),
            self._window.board.select,
            self._window,
        ).open()

    def _view_in_use(self) -> str | None:
        """The view with the keyboard in it, else the first in sight."""
        now, seen = QApplication.focusWidget(), reach.places(self._window)
        docks = {dock: name for name, dock in self._window.docks.items() if name in VIEW_NAMES}
        views = [place for place in seen if place in docks]
        views.sort(key=lambda dock: now is None or not dock.isAncestorOf(now))
        return docks[views[0]] if views else None

    def palette(self) -> None:
        """Offer everything there is, by a few letters."""
        from hldsim_ui.dialogs.command_palette import open_palette, remembered
        from hldsim_ui.main_window.palette_entries import offers

        found = offers(self._window)
        recent = words(self._window.settings, _RECENT)

        def run(entry: Entry) -> None:
            self._window.settings.setValue(_RECENT, remembered(recent, entry.key))
            found[entry.key][1]()

        open_palette(self._window, [entry for entry, _ in found.values()], recent, run)

    # ---------------------------------------------------------------- the audience

    def projector(self) -> None:
        """Open the window for the audience, or close it."""
        wanted = self._window.actions_by_name["projector"].isChecked()
        if wanted and self.audience is None:
            self._open_projector()
        elif not wanted and self.audience is not None:
            self.audience.close()

    def _open_projector(self) -> None:
        from hldsim_ui.main_window.projector import Projector

        window = self._window
        self.audience = Projector(window.settings, window.keyPressEvent)
        for name, action in window.actions_by_name.items():
            if name != "full_screen" and action.shortcutContext() != _WIDGET:
                self.audience.addAction(action)
        self.audience.closed.connect(self._projector_closed)
        window.painter.more = self.audience.hosts
        self.audience.open_beside(window)
        for host in self.audience.hosts:
            host.show_state(window.board.shown, window.keeper.palette)

    def _projector_closed(self) -> None:
        window, gone = self._window, self.audience
        window.actions_by_name["projector"].setChecked(False)
        window.painter.more = []
        self.audience = None
        if gone is not None:
            gone.deleteLater()

    def restore(self) -> None:
        """Open again what was open when the window was closed."""
        if flag(self._window.settings, _AUDIENCE):
            self._window.actions_by_name["projector"].setChecked(True)
            self.projector()

    def close(self) -> None:
        """The window closes: remember whether the audience has one, and close that too."""
        self._window.settings.setValue(_AUDIENCE, self.audience is not None)
        if self.audience is not None:
            self.audience.close()
