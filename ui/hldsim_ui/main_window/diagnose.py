"""What is open in a window, for its diagnostics; and the dialogs that show them."""

from __future__ import annotations

import logging
from typing import Any

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from hldsim.scenario.canonical import scenario_hash
from hldsim_ui.care.diagnostics import Facts, diagnostics, keep_report, trace_of
from hldsim_ui.care.log import LOG_NAME
from hldsim_ui.dialogs.crashed import FAULT, Crashed
from hldsim_ui.dialogs.failed import advice, headline

_LOG = logging.getLogger(__name__)


def show_fault(window: Any, tried: str, error: BaseException, where: str = "") -> Crashed:
    """Say that hldsim has a fault, keep a report, and go on."""
    happened = "\n".join(filter(None, (tried and f"Tried: {tried}", where, trace_of(error))))
    text = text_of(window, happened)
    dialog = Crashed(
        window, headline(tried, error), f"{FAULT} {advice(tried)}", text, keep_report(text)
    )
    dialog.open()
    return dialog


def show_left(window: Any, traces: tuple[str, ...]) -> Crashed:
    """Say that hldsim crashed the last time it was used."""
    text = text_of(window, "\n".join(traces))
    dialog = Crashed(
        window,
        "hldsim crashed the last time.",
        f"{FAULT} What you had done is kept, up to the last change and round.",
        text,
        keep_report(text),
    )
    dialog.open()
    return dialog


def show_diagnostics(window: Any) -> Crashed:
    """Show the diagnostics where nothing has happened."""
    text = text_of(window, "")
    dialog = Crashed(
        window,
        "Diagnostics",
        "Versions, the kind of machine, the run that is open, and the last lines of the log.",
        text,
        None,
    )
    dialog.setWindowTitle("Diagnostics")
    dialog.place.setText("The text is made anew each time it is shown; it is not kept.")
    dialog.open()
    return dialog


def text_of(window: Any, happened: str) -> str:
    """Return the diagnostics of a window; what cannot be found out is left out."""
    from pathlib import Path

    log = QApplication.instance().property(LOG_NAME)
    try:
        run = run_facts(window)
    except Exception as fault:  # a fault while one is told must not hide the first
        _LOG.exception("the run cannot be described")
        run = [("Not found out", repr(fault))]
    return diagnostics(happened, run, Path(log) if log else None, screens=screens())


def run_facts(window: Any) -> Facts:
    """Scenario by name and hash, seed, where the run stands."""
    shown, conductor = window.board.shown, window.conductor
    if shown.scenario is None:
        return [("Open", "nothing")]
    return [
        ("Scenario", shown.scenario.name),
        ("SHA-256 of the scenario", scenario_hash(shown.scenario)),
        ("Seed", str(conductor.seed)),
        ("Round shown", f"{shown.k}, newest {shown.last} of {shown.scenario.rounds}"),
        ("State", _state(shown, conductor)),
    ]


def screens() -> Facts:
    """How and on what the window is drawn."""
    found = [("Drawn by", QGuiApplication.platformName())]
    for n, screen in enumerate(QGuiApplication.screens(), 1):
        size, scale = screen.size(), screen.devicePixelRatio()
        found.append((f"Screen {n}", f"{size.width()} x {size.height()}, scale {scale:g}"))
    return found


def _state(shown: Any, conductor: Any) -> str:
    words = ["playing" if shown.playing else "finished" if shown.finished else "paused"]
    if conductor.read_only:
        words.append("read only")
    if conductor.stuck:
        words.append(f"cannot be written: {conductor.stuck}")
    return ", ".join(words)
