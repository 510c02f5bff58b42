"""``hldsim gui`` and ``--pictures``: the only place that knows there is a window.

Qt aborts the process where a display or a library is missing, so the question is always put to a
child process first.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from hldsim.cli.output import note
from hldsim.errors import HldsimError

if TYPE_CHECKING:
    from hldsim.record.run import RunRecord

BAD_INPUT = 2

_DRAW = "from PySide6.QtWidgets import QApplication; QApplication([])"
"""What a child process tries before anything is drawn here."""


def open_gui(scenario: str, play: bool, seed: int, reset_layout: bool = False) -> int:
    """Open the window, or say why not and what to do instead."""
    from hldsim.display import why_no_display

    _must_exist(scenario)
    reason = why_no_display()
    if reason is not None:
        note(
            f"hldsim: no window can be opened: {reason}.\n"
            f"Without one: hldsim run {scenario} --pictures DIR draws the same views into a "
            "folder."
        )
        return BAD_INPUT
    from hldsim_ui.app import open_window

    return open_window(scenario, play, seed, reset_layout)


def _must_exist(scenario: str) -> None:
    """Refuse what is neither a scenario nor a file, before a window is opened on it."""
    if os.path.exists(scenario):
        return
    from hldsim.scenario.load import find_scenario

    find_scenario(scenario)


def why_no_drawing(timeout: float = 20.0) -> str | None:
    """Why nothing can be drawn here, or None where it can."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        tried = subprocess.run(
            [sys.executable, "-c", _DRAW],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"Qt did not start within {timeout:g} s"
    if tried.returncode == 0:
        return None
    said = tried.stderr.strip().splitlines()
    return said[-1] if said else f"Qt ended with exit code {tried.returncode}"


def draw_into(done: RunRecord, folder: str) -> None:
    """Draw a run into a folder; where that cannot be, say so and go on."""
    reason = why_no_drawing()
    if reason is not None:
        note(f"no pictures: {reason}")
        return
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # nobody needs to see a window for this
    try:
        from hldsim_ui.pictures import draw_pictures
    except ImportError as error:
        note(f"no pictures: {error}")
        return
    try:
        drawn = draw_pictures(done.history, Path(folder))
    except OSError as error:
        raise HldsimError(f"pictures cannot be written to {folder} ({error})") from None
    note(f"pictures: {', '.join(str(place) for place in drawn)}")
