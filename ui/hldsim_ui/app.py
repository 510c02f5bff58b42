"""The way in: one application, one window; errors are said and logged, never fatal."""

from __future__ import annotations

import argparse
import gc
import logging
import logging.handlers
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from hldsim.places import scenarios_dir, user_state_dir
from hldsim_ui.board import Board, Shown
from hldsim_ui.guard import check_qt
from hldsim_ui.quiet import without_noise

DEFAULT_SCENARIO = "hld_2006"
_LOG = logging.getLogger("hldsim_ui")


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
    app = application()
    start_log()
    window = make_window(app, reset_layout=reset_layout)
    _catch_errors(window)
    keep_collections_short(window.board)
    open_in(window, scenario, play=play, seed=seed)
    with without_noise():
        window.show()
        del window  # Qt owns it now, and deletes it when it is closed
        return int(app.exec())


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


def settings() -> QSettings:
    """Return the window's memory, a file of its own beside the log."""
    folder = user_state_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def make_window(
    app: QApplication,
    memory: QSettings | None = None,
    sessions: Any = None,
    *,
    reset_layout: bool = False,
) -> Any:
    """Make the window, dressed and empty."""
    from hldsim_ui.main_window import MainWindow
    from hldsim_ui.main_window.layout import forget
    from hldsim_ui.theme.keeper import ThemeKeeper

    memory = memory or settings()
    if reset_layout:
        forget(memory)
    return MainWindow(memory, ThemeKeeper(app, memory), sessions)


def open_in(window: Any, scenario: Any, *, play: bool, seed: int) -> None:
    """Open a scenario or run file in a window, once it has been painted."""
    from hldsim_ui.dialogs.choose import read_offer

    if isinstance(scenario, (str, os.PathLike)):
        named = scenarios_dir() / str(scenario)
        path = named if read_offer(named) is not None else Path(scenario)
        offer = read_offer(path)
        window.board.announce(offer.title if offer else path.stem)

        def begin() -> None:
            window.commands.open_path(path, seed=seed, play=play)
    else:
        window.board.announce(scenario.title)

        def begin() -> None:
            window.conductor.open(scenario, seed, play=play, title=scenario.title)

    QTimer.singleShot(0, window, begin)


def start_log() -> Path:
    """Write warnings and errors to a file of bounded size; return it."""
    folder = user_state_dir()
    file = folder / "hldsim.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=500_000, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        return file
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    if not any(isinstance(h, logging.handlers.RotatingFileHandler) for h in root.handlers):
        root.addHandler(handler)
    return file


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


def _catch_errors(window: Any) -> None:
    """Show an error that nobody caught, once, and go on."""
    told: set[str] = set()

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _LOG.error("not caught", exc_info=(kind, error, trace))
        said = f"{kind.__name__}: {error}"
        if said not in told and isinstance(error, Exception):
            told.add(said)
            try:
                window.commands.failed("", error)
            except RuntimeError:  # the window is gone already
                sys.__excepthook__(kind, error, trace)

    sys.excepthook = hook


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
