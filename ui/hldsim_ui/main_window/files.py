"""File: what is opened, kept and left behind. A method has the name of its action."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from hldsim.places import scenarios_dir
from hldsim_ui.dialogs import ask
from hldsim_ui.dialogs.choose import ChooseScenario, read_offer
from hldsim_ui.sessions import kept_runs, run_name, runs_dir
from hldsim_ui.settings import RECENT, drop, put_first, words

RECENT_FILES = 8
RECENT_RUNS = 8
RUN_FILES = "Runs (*.hldrun)"


class Files(QObject):
    """Opens and keeps scenarios and runs for one window.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window

    def open(self) -> None:
        """Choose a scenario and open it."""
        dialog = ChooseScenario(self._window)
        dialog.accepted.connect(lambda: self._chosen(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, dialog: ChooseScenario) -> None:
        if dialog.chosen is not None:
            self.open_path(dialog.chosen)

    def open_run(self) -> None:
        """Choose a run file and open it."""
        files = kept_runs()
        folder = str(files[0].parent) if files else ""
        path, _ = QFileDialog.getOpenFileName(self._window, "Open a run", folder, RUN_FILES)
        if path:
            self.open_path(path)

    def open_path(self, path: str | Path, *, seed: int | None = None, play: bool = False) -> None:
        """Open a run file by its ending, and anything else as a scenario."""
        file = Path(path)
        conductor = self._window.conductor
        if file.suffix == ".hldrun":
            self.leave(lambda: conductor.open_file(file, play=play))
            return
        offer = read_offer(file)
        title = offer.title if offer else file.stem
        source = file if offer else str(path)
        wanted = conductor.seed if seed is None else seed
        self.leave(lambda: conductor.open(source, wanted, play=play, title=title))

    def leave(self, go: Callable[[], object]) -> None:
        """Leave the run by ``go``; asks first if rounds of it would be lost.

        Where they are saved elsewhere, ``go`` is called once that is done.
        """
        conductor = self._window.conductor
        if conductor.stuck:
            conductor.pause()
            match ask.unwritten(self._window, conductor.stuck):
                case ask.Leaving.CANCEL:
                    return
                case ask.Leaving.ELSEWHERE:
                    self.save(then=lambda _: go())
                    return
                case ask.Leaving.DISCARD:
                    conductor.give_up()
        go()

    def save(self, _checked: bool = False, *, then: Callable[[Any], None] | None = None) -> None:
        """Ask where to, and write a copy of the run."""
        window = self._window
        name = window.board.shown.scenario.name if window.board.shown.scenario else "run"
        path, _ = QFileDialog.getSaveFileName(
            window,
            "Save a copy of the run",
            f"{name}-seed{window.conductor.seed}.hldrun",
            RUN_FILES,
        )
        if path:
            file = Path(path)
            window.conductor.save_copy(file if file.suffix else file.with_suffix(".hldrun"), then)

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def fill_recent(self) -> None:
        """Fill File > Recent: what was opened, then runs that kept themselves."""
        menu = self._window.menus["recent"]
        menu.clear()
        for text in words(self._window.settings, RECENT):
            path, title = where_is(text), title_of(text)
            if title is None:
                gone = menu.addAction(f"{path.stem} (not there now)")
                gone.setToolTip(str(path))
                gone.setEnabled(False)
            else:
                self._offer(menu, title, path)
        menu.addSeparator()
        session = self._window.conductor.driver.session
        on_show = session.path if session is not None else None
        others = [file for file in kept_runs() if file != on_show]
        for file in others[:RECENT_RUNS]:
            self._offer(menu, run_name(file), file)
        if menu.isEmpty():
            menu.addAction("Nothing yet").setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction("&Forget what is not there").triggered.connect(self._forget_missing)

    def _offer(self, menu: Any, text: str, path: Path) -> None:
        action = QAction(text.replace("&", "&&"), menu)
        action.setToolTip(str(path))
        action.triggered.connect(lambda _=False, path=path: self.open_path(path))
        menu.addAction(action)

    def _forget_missing(self) -> None:
        for text in words(self._window.settings, RECENT):
            if title_of(text) is None:
                drop(self._window.settings, RECENT, text)

    def opened(self) -> None:
        """Take note of what was opened."""
        window = self._window
        window.controls.set_seed(window.conductor.seed)
        window.status.show_state(
            window.board.shown, window.conductor.seed, window.conductor.read_only
        )
        source = window.conductor.source
        if isinstance(source, Path) and source.parent != runs_dir():
            put_first(window.settings, RECENT, remembered_as(source), RECENT_FILES)
        if window.conductor.note:
            window.status.tell("info", window.conductor.note)


def remembered_as(path: Path) -> str:
    """How what was opened is remembered: by name if it comes with hldsim, else where it is."""
    return path.name if path.parent == scenarios_dir() else str(path.absolute())


def where_is(remembered: str) -> Path:
    """Where what is remembered so lies."""
    shipped = scenarios_dir() / remembered
    return shipped if Path(remembered).name == remembered and shipped.exists() else Path(remembered)


def title_of(remembered: str) -> str | None:
    """What the menu says of what is remembered so; None if it is not there any more."""
    path = where_is(remembered)
    if path.suffix == ".hldrun":
        return f"{path.stem} (run)" if path.is_file() else None
    offer = read_offer(path)
    return None if offer is None else offer.title
