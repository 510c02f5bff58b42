"""The main window. It owns board, conductor and parts, and tells each what the others did."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from hldsim_ui.board import NOBODY, Board, Shown
from hldsim_ui.conductor import Conductor
from hldsim_ui.drafts import Drafts
from hldsim_ui.fence import guarded
from hldsim_ui.litter import Litter
from hldsim_ui.main_window import reach
from hldsim_ui.main_window.access import Access
from hldsim_ui.main_window.answers import Answers
from hldsim_ui.main_window.bench import BesideBench
from hldsim_ui.main_window.commands import Commands
from hldsim_ui.main_window.editing import Editing
from hldsim_ui.main_window.files import Files
from hldsim_ui.main_window.handouts import Handouts
from hldsim_ui.main_window.help_desk import HelpDesk
from hldsim_ui.main_window.layout import Layout
from hldsim_ui.main_window.makers import Makers
from hldsim_ui.main_window.menus import (
    dress_actions,
    make_actions,
    make_menus,
    make_theme_group,
)
from hldsim_ui.main_window.painter import Painter
from hldsim_ui.main_window.parts import VIEW_NAMES, Part, make_find_box
from hldsim_ui.main_window.seats import Seats
from hldsim_ui.main_window.status import Status
from hldsim_ui.main_window.travel import Travel
from hldsim_ui.main_window.wiring import wire
from hldsim_ui.panels.changes import WithChanges
from hldsim_ui.panels.dock import dress_docks
from hldsim_ui.panels.host import ViewHost
from hldsim_ui.panels.timeline import Timeline
from hldsim_ui.panels.toolbar import Controls
from hldsim_ui.sessions import Sessions
from hldsim_ui.settings import number
from hldsim_ui.theme.icons import app_icon, icon
from hldsim_ui.theme.keeper import ThemeKeeper
from hldsim_ui.theme.palette import Palette

_LOG = logging.getLogger(__name__)

_BARE_KEYS = {
    Qt.Key.Key_Space: "run",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_Right: "forward",
    Qt.Key.Key_Home: "first",
    Qt.Key.Key_End: "last",
    Qt.Key.Key_Escape: "nobody",
    Qt.Key.Key_P: "pin",
}
"""Keys without Ctrl belong to whatever has the focus (a list, a field); what is left comes here."""


class MainWindow(QMainWindow):
    """The window of hldsim.

    Parameters
    ----------
    settings : QSettings
        Where the window's place and the user's choices are remembered.
    keeper : ThemeKeeper
        The theme of the application.
    sessions : Sessions, optional
        Where sessions come from; tests give their own.
    """

    def __init__(
        self, settings: QSettings, keeper: ThemeKeeper, sessions: Sessions | None = None
    ) -> None:
        super().__init__()
        self.setWindowTitle("hldsim")
        self.setWindowIcon(app_icon())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.settings, self.keeper = settings, keeper
        self.board, self.drafts = Board(), Drafts()
        self.litter = Litter(self, lambda: self.board.shown.playing)
        self.conductor = Conductor(self.board, sessions, self)
        self.answers = Answers(self.conductor)
        self.commands, self.files = Commands(self), Files(self)
        self.find_box: Any = None
        self.makers = Makers(self, self._made)
        self.hosts, self.docks = self.makers.hosts, self.makers.docks
        self._acts = 0
        self.actions_by_name = make_actions(self)
        for name in _BARE_KEYS.values():
            self.actions_by_name[name].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.menus = make_menus(self, self.actions_by_name)
        self.themes = make_theme_group(self, self.menus["theme"])
        self.controls = Controls(self.actions_by_name, self)
        self.addToolBar(Qt.ToolBarArea.TopToolBarArea, self.controls)
        self._add_timeline()
        self.status = Status(self)
        self.setStatusBar(self.status)
        self._add_hosts()
        self.painter = Painter(self.hosts, self.conductor.driver, self)
        self.conductor.waits = lambda: self.painter.busy
        self.layout_keeper = Layout(self, settings)
        self.access = Access(self)
        self.travel, self.help_desk = Travel(self), HelpDesk(self)
        self.handouts, self.beside = Handouts(self), BesideBench(self)
        self.seats, self.editing = Seats(self), Editing(self)
        self._connect()
        self._dress(keeper.palette)
        self._acts_changed(0, 0)
        self._unwatch = self.board.watch(self._board_changed)
        self.seats.begin()
        self._board_changed(self.board.shown, frozenset(("scenario",)))
        self.layout_keeper.restore()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()

    # ---------------------------------------------------------------- building

    def _add_timeline(self) -> None:
        self.timeline = Timeline(self)
        bar = QToolBar("Timeline", self)
        bar.setObjectName("timelineBar")
        bar.setMovable(False)
        bar.setFloatable(False)
        bar.toggleViewAction().setVisible(False)
        bar.setStyleSheet("QToolBar { padding: 0; border: 0; }")
        bar.layout().setContentsMargins(0, 0, 0, 0)
        bar.addWidget(self.timeline)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bar)

    def _add_hosts(self) -> None:
        """Docks for every view and panel; nothing in the middle, so that all can be moved."""
        middle = QWidget(self)
        self.setCentralWidget(middle)
        middle.hide()
        self.makers.add_docks(self._framed)
        for name, dock in self.docks.items():
            menu = self.menus["views" if name in VIEW_NAMES else "panels"]
            menu.addAction(dock.toggleViewAction())

    def _framed(self, part: Part, host: ViewHost) -> QWidget:
        return WithChanges(host, self.actions_by_name) if part.name == "preferences" else host

    def make_parts(self) -> None:
        """Make what can be seen; the window has been painted once by now."""
        self.makers.begin(self._ready)

    def _made(self, part: Part, view: Any) -> None:
        wire(self, view)
        if part.name == "preferences":
            view.acts_changed(self._acts)

    def _ready(self) -> None:
        self._add_find_box()
        self.access.restore()

    def _add_find_box(self) -> None:
        try:
            self.find_box = make_find_box()
            wire(self, self.find_box)
            self.controls.find_place.addWidget(getattr(self.find_box, "widget", self.find_box))
            self._tell_find_box(self.board.shown)
            self._dress_fields(self.keeper.palette)
        except Exception as fault:
            self.find_box = None
            _LOG.error("no box to find a state", exc_info=fault)

    @property
    def rooms(self) -> tuple[QObject, ...]:
        """Where the commands of actions are; the first with a method of an action's name has it."""
        return (
            *(self.commands, self.files, self.access, self.travel, self.help_desk),
            *(self.handouts, self.beside, self.seats, self.editing),
        )

    def _connect(self) -> None:
        conductor, commands, say = self.conductor, self.commands, self.actions_by_name
        for name, action in say.items():
            does = [getattr(room, name) for room in self.rooms if hasattr(room, name)]
            action.triggered.connect(does[0] if does else self._unknown)
        self.themes.triggered.connect(lambda action: self.keeper.choose(action.data()))
        self.menus["recent"].aboutToShow.connect(self.files.fill_recent)
        self.menus["focus"].aboutToShow.connect(commands.fill_focus)
        self.menus["pictures"].aboutToShow.connect(commands.fill_pictures)
        commands.fill_presets()
        self.controls.speed_wanted.connect(conductor.set_speed)
        self.controls.seed_wanted.connect(commands.seed_typed)
        self.timeline.wanted.connect(conductor.look_at)
        self.timeline.told.connect(self.status.tell)
        conductor.told.connect(self.status.tell)
        conductor.failed.connect(commands.failed)
        conductor.opened.connect(self.files.opened)
        conductor.acts.connect(self._acts_changed)
        self.keeper.changed.connect(self._dress)
        speed = number(self.settings, "run/speed", conductor.speed, 0.01)
        self.controls.set_speed(speed)
        conductor.set_speed(speed)

    def _unknown(self) -> None:
        _LOG.error("an action without a command")

    # ---------------------------------------------------------------- telling

    def _board_changed(self, shown: Shown, changed: frozenset[str]) -> None:
        palette = self.keeper.palette
        self.litter.stir()
        if changed & {"title", "scenario"}:
            self.setWindowTitle(f"{shown.title} – hldsim" if shown.title else "hldsim")
        if changed - {"playing"}:
            self.timeline.show_state(shown)
            self.status.show_state(shown, self.conductor.seed, self.conductor.read_only)
        if changed & {"title", "scenario", "playing"}:
            self.controls.show_state(shown, palette)
        if changed & {
            "scenario",
            "history",
            "k",
            "selected",
            "focus",
            "futures",
            "revision",
            "seen_as",
        }:
            self.painter.show(shown, palette)
        if "selected" in changed and shown.selected != NOBODY:
            self.layout_keeper.show_selected()
        if "scenario" in changed:
            self.drafts.follow(shown.scenario)
            self._tell_find_box(shown)
            self.controls.set_seed(self.conductor.seed)
            self.makers.go_on()
        self._enable(shown)

    @property
    def anybody_selected(self) -> bool:
        """Whether a party is selected."""
        return self.board.shown.selected != NOBODY

    def _tell_find_box(self, shown: Shown) -> None:
        if self.find_box is not None and shown.scenario is not None:
            self.find_box.load(shown.scenario)

    def refresh_actions(self) -> None:
        """Look anew which actions can be used now."""
        self._enable(self.board.shown)

    def _enable(self, shown: Shown) -> None:
        there = shown.history is not None
        free = there and not self.conductor.read_only
        on = {
            "run": there and (free or shown.k < shown.last or shown.last > 0),
            "step": there and (shown.k < shown.last or (free and not shown.finished)),
            "back": there and shown.k > 0,
            "first": there and shown.k > 0,
            "forward": there and shown.k < shown.last,
            "last": there and shown.k < shown.last,
            "save": there,
            "find": there,
            "pin": shown.selected != NOBODY or shown.pinned != NOBODY,
            "new_seed": there,
            "rules": there,
            "edit_scenario": there,
            "reset": there and shown.last > 0,
            **self.travel.live(shown),
            **self.handouts.live(shown),
            **self.seats.live(shown),
        }
        for name, live in on.items():
            self.actions_by_name[name].setEnabled(bool(live))
        self.controls.seed.setEnabled(there)

    def _acts_changed(self, acts: int, redoable: int) -> None:
        free = not self.conductor.read_only
        self.actions_by_name["undo"].setEnabled(free and acts > 0)
        self.actions_by_name["rerun"].setEnabled(free and acts > 0)
        self.actions_by_name["redo"].setEnabled(free and redoable > 0)
        self._acts = acts
        editor = self.hosts["preferences"].view
        if editor is not None:
            editor.acts_changed(acts)

    def _dress(self, palette: Palette) -> None:
        dress_actions(self.actions_by_name, palette)
        self.timeline.dress(palette)
        dress_docks(self.docks.values(), palette)
        self._dress_fields(palette)
        self.status.fit()
        for action in self.themes.actions():
            action.setChecked(action.data() == self.keeper.choice.value)
        shown = self.board.shown
        self.controls.show_state(shown, palette)
        for host in self.hosts.values():
            host.show_state(shown, palette)

    def _dress_fields(self, palette: Palette) -> None:
        """Recolour the cross that clears a field: Qt's own is dark on dark."""
        for action in self.findChildren(QAction, "_q_qlineeditclearaction"):
            action.setIcon(icon("close", palette, "muted"))

    # ---------------------------------------------------------------- Qt's own

    def sizeHint(self) -> QSize:
        return QSize(1440, 900)

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self.make_parts)

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = _BARE_KEYS.get(Qt.Key(event.key()))
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if name is None or plain != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif self.actions_by_name[name].isEnabled():
            self.actions_by_name[name].trigger()

    @guarded(False)
    def focusNextPrevChild(self, forward: bool) -> bool:
        return self.seats.curtain.down or reach.tab(self, forward)

    @guarded()
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    @guarded()
    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.files.open_path(files[0])

    @guarded()
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and hasattr(self, "layout_keeper"):
            self._sleep_or_wake()

    def _sleep_or_wake(self) -> None:
        """Let nothing tick while the window is minimised, but what plays a run."""
        asleep = self.isMinimized()
        self.status.hold(asleep)
        if not asleep:
            self.layout_keeper.settle_soon()
            for host in self.hosts.values():
                host.catch_up()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.conductor.stuck:
            event.ignore()
            self.files.leave(self._close_at_last)
            return
        if not self.conductor.close():  # a thread that works on cannot be left behind
            self.status.tell("danger", "The run is still being written; close again in a moment")
            event.ignore()
            return
        self.handouts.close()
        self.access.close()
        self.beside.close()
        self.editing.close()
        self.layout_keeper.save()
        self.settings.setValue("run/speed", self.conductor.speed)
        self.settings.sync()
        self._unwatch()
        self.litter.stop()
        super().closeEvent(event)

    def _close_at_last(self) -> None:
        QTimer.singleShot(0, self, self.close)  # not from within the event or frame under way

    def focus_home(self) -> None:
        """Give the keyboard back to the window, where Space and the arrows scrub."""
        widget: QWidget = self.hosts["coalition_map"]
        widget.setFocus()
