"""The way in: one application, one window; errors are said and logged, never fatal."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from hldsim.places import scenarios_dir
from hldsim_ui.guard import check_qt
from hldsim_ui.quiet import without_noise

if TYPE_CHECKING:
    from hldsim_ui.board import Board, Shown
    from hldsim_ui.care.catch import Catcher, Caught

DEFAULT_SCENARIO = "hld_2006"


def open_window(
    scenario: Any = DEFAULT_SCENARIO, play: bool = False, seed: int = 1, reset_layout: bool = False
) -> int:
    """Open the window on a scenario (name, folder, .zip or `Scenario`) or a run file.

    Parameters
    ----------
    reset_layout : bool
        Put every panel, and the window itself, where they stand at first.

    Returns
    -------
    int
        Exit code; 0 once the window was closed.

    Raises
    ------
    BrokenQtError
        If the installed PySide6 cannot be used with this Python.
    """
    check_qt()
    _hurry()
    from hldsim_ui.care.log import LOG_NAME, log_qt, start_log, stop_log
    from hldsim_ui.care.sitting import Sitting

    app = application()
    sitting = Sitting.begin()
    log = start_log(sitting.log)
    sitting.trace_crashes()
    app.setProperty(LOG_NAME, str(sitting.log))
    catcher = catch_errors()
    window = make_window(app, reset_layout=reset_layout)
    open_in(window, scenario, play=play, seed=seed)
    if sitting.left:
        from hldsim_ui.main_window.diagnose import show_left

        QTimer.singleShot(0, window, partial(show_left, window, sitting.left))
    try:
        with without_noise(log_qt):
            window.show()
            del window  # Qt owns it now, and deletes it when it is closed
            return int(app.exec())
    finally:
        catcher.remove()
        stop_log(log)
        sitting.end()


def application() -> QApplication:
    """Return the application, made if there is none yet."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORMTHEME", "")
    app = QApplication(["hldsim"])
    app.setApplicationName("hldsim")
    app.setApplicationDisplayName("hldsim")
    app.setDesktopFileName("hldsim")
    return app


def make_window(
    app: QApplication,
    memory: QSettings | None = None,
    sessions: Any = None,
    *,
    reset_layout: bool = False,
) -> Any:
    """Make the window, dressed and empty."""
    _hurry()
    from hldsim_ui.main_window import MainWindow
    from hldsim_ui.main_window.layout import forget
    from hldsim_ui.settings import open_settings
    from hldsim_ui.theme.keeper import ThemeKeeper

    memory = memory or open_settings()
    if reset_layout:
        forget(memory)
    window = MainWindow(memory, ThemeKeeper(app, memory), sessions)
    keep_collections_short(window.board)
    return window


def _hurry() -> None:
    """Set Python up for a window's start, before what it needs is imported.

    Nearly all that is made now stays, so looking for garbage among it is a waste; the window takes
    that over (`hldsim_ui.litter`). Matrices here are small: more threads only wait for each other.
    """
    gc.disable()
    for library in ("OPENBLAS", "OMP", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")


def open_in(window: Any, scenario: Any, *, play: bool, seed: int) -> None:
    """Open a scenario or run file in a window, once it has been painted.

    Who takes part in a scenario is shown at once; it is checked, and a run opened, after that.
    """
    from hldsim.scenario.glance import glance

    if isinstance(scenario, (str, os.PathLike)):
        named = scenarios_dir() / str(scenario)
        path = named if named.exists() else Path(scenario)
        preview = glance(path)
        window.board.announce(preview.title if preview else _title(path), preview)

        def begin() -> None:
            window.files.open_path(path, seed=seed, play=play)
    else:
        window.board.announce(scenario.title)

        def begin() -> None:
            window.conductor.open(scenario, seed, play=play, title=scenario.title)

    window.makers.after_first(begin)


def _title(path: Path) -> str:
    from hldsim_ui.dialogs.choose import read_offer

    offer = read_offer(path)
    return offer.title if offer else path.stem


def keep_collections_short(board: Board) -> None:
    """Take what is there to stay out of Python's garbage collection.

    Imported modules, widgets and the scenario are some hundred thousand objects that live as long
    as the window; going through them all stalls it for 100-200 ms every few seconds.
    """
    done: set[str] = set()

    def look(shown: Shown, _changed: frozenset[str]) -> None:
        reached = "played" if shown.last >= 1 else "opened" if shown.history is not None else ""
        if reached and reached not in done:
            done.add(reached)
            gc.freeze()

    board.watch(look)


def catch_errors() -> Catcher:
    """Have every error that nobody caught said once, in the window in use; what it gives listens
    until its ``remove`` is called.
    """
    from hldsim_ui.care.catch import Catcher

    catcher = Catcher(QApplication.instance())
    catcher.caught.connect(_say_fault)
    catcher.interrupted.connect(QApplication.quit)
    catcher.install()
    return catcher


def _say_fault(caught: Caught) -> None:
    window = window_in_use()
    if window is None:
        sys.__excepthook__(type(caught.error), caught.error, caught.error.__traceback__)
        return
    window.commands.failed("", caught.error, caught.where)


def window_in_use() -> Any:
    """Return the main window that has the keyboard, else any that is open, else None."""
    from hldsim_ui.main_window import MainWindow

    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
    found.sort(key=lambda window: (not window.isActiveWindow(), not window.isVisible()))
    return found[0] if found else None


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window from the command line of this module."""
    parser = argparse.ArgumentParser(prog="hldsim gui", description="Open the window.")
    parser.add_argument("scenario", nargs="?", default=DEFAULT_SCENARIO)
    parser.add_argument("--play", action="store_true", help="run at once")
    parser.add_argument("--seed", type=int, default=1, help="seed of chance")
    parser.add_argument("--reset-layout", action="store_true", help="panels where they were first")
    given = parser.parse_args(argv)
    return open_window(given.scenario, given.play, given.seed, given.reset_layout)


if __name__ == "__main__":
    raise SystemExit(main())
