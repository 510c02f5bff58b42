"""Menus of the bench: everything it can do, with its key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

if TYPE_CHECKING:
    from hldsim_ui.bench.window import BenchWindow


def make_menus(bench: BenchWindow) -> dict[str, QAction]:
    """Fill the menu bar; return the actions by name."""
    actions: dict[str, QAction] = {}
    design = bench.menuBar().addMenu("&Design")
    results = bench.menuBar().addMenu("&Results")
    for menu, name, text, keys, tip, does in (
        (design, "open_design", "&Open a design…", "Ctrl+O", "", bench.ask_design),
        (design, "save_design", "&Save the design…", "Ctrl+S", "", bench.save_design),
        (
            design,
            "plan",
            "&Plan",
            "Ctrl+P",
            "Time a few runs: how long will it take?",
            bench.plan,
        ),
        (design, "run", "&Run…", "Ctrl+R", "Run into a new folder", bench.ask_run),
        (design, "close", "&Close", "Ctrl+W", "", bench.close),
        (results, "open_results", "&Open results…", "Ctrl+Shift+O", "", bench.ask_results),
        (results, "resume", "&Go on with these", "Ctrl+G", "Run what is missing", bench.resume),
        (results, "copy", "&Copy the table", "Ctrl+Shift+C", "", bench.page.copy),
        (results, "figure", "Save &figure…", "Ctrl+Shift+S", "", bench.handing.ask_figure),
        (results, "save", "&Save the data…", "", "With a codebook", bench.handing.ask_save),
        (results, "methods", "&Methods paragraph…", "", "", bench.handing.show_methods),
    ):
        action = QAction(text, bench)
        action.setObjectName(name)
        if keys:
            action.setShortcut(QKeySequence(keys))
        if tip:
            action.setToolTip(tip)
        action.triggered.connect(does)
        menu.addAction(action)
        actions[name] = action
    about = bench.menuBar().addMenu("&Help")
    page = QAction("&About the bench", bench)
    page.setShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents))
    page.triggered.connect(lambda: bench.help_wanted.emit("dialogs/bench"))
    about.addAction(page)
    for name in ("resume", "copy", "figure", "save", "methods"):
        actions[name].setEnabled(False)
    return actions
