"""What the menu entries do. A method has the name of its action."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication

from hldsim.errors import HldsimError
from hldsim_ui.board import NOBODY
from hldsim_ui.dialogs import ask
from hldsim_ui.focus import EVERYBODY, groups
from hldsim_ui.main_window.parts import VIEWS
from hldsim_ui.main_window.presets import FIRST, PRESETS

_LOG = logging.getLogger(__name__)


class Commands(QObject):
    """Commands of the window's actions.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window

    # ---------------------------------------------------------------- edit

    def undo(self) -> None:
        """Take the last change back."""
        self._window.conductor.undo()

    def redo(self) -> None:
        """Make the change after all."""
        self._window.conductor.redo()

    def fill_pictures(self) -> None:
        """Fill Edit > Pictures: what one may do with each view that is there."""
        menu = self._window.menus["pictures"]
        menu.clear()
        for part in VIEWS:
            host = self._window.hosts[part.name]
            view = host.view
            if view is not None and not host.cover:
                menu.addMenu(part.title).addActions(view.widget.picture_actions())
        if menu.isEmpty():
            menu.addAction("No view is open").setEnabled(False)

    def find(self) -> None:
        """Put the cursor into the box that finds a state."""
        box = self._window.find_box
        if box is not None:
            widget = getattr(box, "widget", box)
            widget.setFocus()
            if hasattr(widget, "selectAll"):
                widget.selectAll()

    def nobody(self) -> None:
        """Select nobody."""
        self._window.board.select(NOBODY)

    def pin(self) -> None:
        """Keep the selected state for comparing, or let the one kept go."""
        board = self._window.board
        board.pin(board.shown.selected if board.shown.pinned == NOBODY else NOBODY)

    # ---------------------------------------------------------------- run

    def run(self) -> None:
        """Run or pause."""
        self._window.conductor.toggle()

    def step(self) -> None:
        """Play one round."""
        self._window.conductor.one_round()

    def back(self) -> None:
        """Show the round before."""
        self._window.conductor.look_at(self._window.board.shown.k - 1)

    def forward(self) -> None:
        """Show the round after."""
        self._window.conductor.look_at(self._window.board.shown.k + 1)

    def first(self) -> None:
        """Show the start."""
        self._window.conductor.look_at(0)

    def last(self) -> None:
        """Show the newest round."""
        self._window.conductor.look_at(self._window.board.shown.last)

    def faster(self) -> None:
        """Run faster; with Shift, larger text: many keyboards have no + without it."""
        if QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._window.access.text_larger()
            return
        slider = self._window.controls.speed
        slider.setValue(slider.value() + 1)

    def slower(self) -> None:
        """Run slower."""
        slider = self._window.controls.speed
        slider.setValue(slider.value() - 1)

    def rerun(self) -> None:
        """Run again from the start with every change."""
        self._window.conductor.rerun()

    def reset(self) -> None:
        """Start again, once the user has said so."""
        self._again(None)

    def new_seed(self) -> None:
        """Start a run with the next seed."""
        self._again(self._window.conductor.seed + 1)

    def seed_typed(self, seed: int) -> None:
        """Start a run with the seed in the box, if it is another one."""
        if seed != self._window.conductor.seed:
            self._again(seed)

    def rules(self) -> None:
        """Let the user choose other rules, and start a run under them."""
        scenario = self._window.board.shown.scenario
        if scenario is None:
            return
        from hldsim_ui.dialogs.rules import ChooseRules  # reads every catalogue

        dialog = ChooseRules(scenario, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._under(dialog.settings, dialog.changed()))
        dialog.open()

    def _under(self, settings: dict[str, str], scenario: Any) -> None:
        """Start a run of a scenario under the rules it now has; the editor has them too."""
        conductor = self._window.conductor
        scenario = self._window.editing.under(settings, scenario)
        seed, title = conductor.seed, scenario.title
        self._window.files.leave(lambda: conductor.open(scenario, seed, title=title))

    def _again(self, seed: int | None) -> None:
        window = self._window
        shown = window.board.shown
        if shown.history is None:
            return
        lossless = shown.last <= 0 or (seed is not None and shown.finished)
        if lossless or ask.start_again(window, shown.last, seed):
            play = seed is not None and shown.playing
            self._window.files.leave(lambda: window.conductor.reset(seed, play=play))
        window.controls.set_seed(window.conductor.seed)

    # ---------------------------------------------------------------- view and help

    def homes(self) -> None:
        """Nothing to do here: the switch of the map listens to the action."""

    def layout(self) -> None:
        """Put every panel back."""
        self._window.layout_keeper.arrange(FIRST)

    def fill_presets(self) -> None:
        """Fill View > Arrange for."""
        menu = self._window.menus["presets"]
        for name, preset in PRESETS.items():
            action = QAction(preset.title, menu)
            action.setToolTip(preset.about)
            action.triggered.connect(
                lambda _=False, name=name: self._window.layout_keeper.arrange(name)
            )
            menu.addAction(action)

    def fill_focus(self) -> None:
        """Fill View > Dim all but: everybody, then the groups of the scenario."""
        window = self._window
        menu, shown = window.menus["focus"], window.board.shown
        menu.clear()
        self._offer_focus(menu, "&Nobody dimmed", EVERYBODY)
        if shown.scenario is None:
            return
        for kind, found in groups(shown.scenario).items():
            menu.addSection(f"{kind}s")
            for group in found:
                self._offer_focus(menu, f"{group.label} ({group.size})", group.key)

    def _offer_focus(self, menu: Any, text: str, key: str) -> None:
        window = self._window
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(window.board.shown.focus == key)
        action.triggered.connect(lambda: window.board.look_only_at(key))
        menu.addAction(action)

    def full_screen(self) -> None:
        """Fill the screen, or leave it again."""
        window = self._window
        if window.isFullScreen():
            window.showNormal()
        else:
            window.showFullScreen()

    def keys(self) -> None:
        """Show all keys."""
        from hldsim_ui.dialogs.plain import keys_html

        actions = list(self._window.actions_by_name.values())
        self._show("Keyboard", keys_html(actions))

    def places(self) -> None:
        """Show where things are kept."""
        from hldsim_ui.dialogs.plain import places_html

        self._show("Where things are kept", places_html())

    def about(self) -> None:
        """Show version, licence and sources."""
        from hldsim_ui.dialogs.about import About

        About(self._window.board.shown.scenario, self._window).open()

    def _show(self, title: str, html: str) -> None:
        from hldsim_ui.dialogs.plain import text_dialog

        text_dialog(self._window, title, html).open()

    def failed(self, tried: str, error: BaseException, where: str = "") -> None:
        """Say what failed and what to do, without holding up the window."""
        _LOG.error("%s failed", tried, exc_info=error)
        window = self._window
        window.status.tell("danger", str(error).splitlines()[0] if str(error) else repr(error))
        if tried in ("explain", "act"):  # the panel says it too
            return
        from hldsim_ui.main_window import diagnose

        if isinstance(error, HldsimError):
            from hldsim_ui.dialogs.failed import failed_box

            box = failed_box(window, tried, error)
            box.finished.connect(box.deleteLater)
            box.open()
        else:
            diagnose.show_fault(window, tried, error, where)

    def diagnostics(self) -> None:
        """Show what would help whoever mends hldsim."""
        from hldsim_ui.main_window import diagnose

        diagnose.show_diagnostics(self._window)
