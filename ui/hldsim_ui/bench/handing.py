"""Handing on: what the bench shows as a figure, a file for another program, or a paragraph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox

from hldsim.errors import HldsimError
from hldsim.experiments.sweep.figures import FORMATS, figure
from hldsim.experiments.sweep.manifest import read_manifest
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.saving import WRITERS, save_results
from hldsim_ui.bench.asking import AGREEMENT

if TYPE_CHECKING:
    from hldsim_ui.bench.window import BenchWindow


class Handing(QObject):
    """Results > Save figure, Save the data, Methods paragraph."""

    def __init__(self, bench: BenchWindow) -> None:
        super().__init__(bench)
        self._bench = bench

    def ask_figure(self) -> None:
        """Ask where to, and draw what is shown as a figure for a paper."""
        kinds = " ".join(f"*{ending}" for ending in FORMATS)
        name, _ = QFileDialog.getSaveFileName(
            self._bench, "Save figure", "figure.pdf", f"({kinds})"
        )
        if name:
            self.save_figure(Path(name))

    def save_figure(self, path: Path) -> None:
        """Draw what is shown; the caption goes into a text beside it."""
        seen, folder = self._bench.page.seen, self._bench.folder
        if seen is None or folder is None:
            return
        asked = seen.asked
        kind, given = "responses", {"measure": asked.measure, "factor": asked.across}
        if asked.measure == AGREEMENT:
            if not asked.up:
                self._bench.say(
                    "A phase diagram needs a second factor; choose one in “up”", "danger"
                )
                return
            kind = "phases"
            given = {"x": asked.across, "y": asked.up, "condition": asked.condition}
        try:
            with Results(folder) as results:
                figure(results, kind, path, **given)
        except HldsimError as error:
            self._bench.say(str(error), "danger")
            return
        self._bench.say(f"Saved as {path.name}; its caption is in {path.with_suffix('.txt').name}")

    def ask_save(self) -> None:
        """Ask where to, and write every run with a codebook."""
        kinds = ";;".join(f"(*{ending})" for ending in WRITERS)
        name, _ = QFileDialog.getSaveFileName(self._bench, "Save the data", "runs.csv", kinds)
        if name and self._bench.folder is not None:
            try:
                with Results(self._bench.folder) as results:
                    written = save_results(results, name)
            except HldsimError as error:
                self._bench.say(str(error), "danger")
                return
            self._bench.say("Saved as " + " and ".join(path.name for path in written))

    def show_methods(self) -> None:
        """Show the paragraph for a paper; it can be copied."""
        from hldsim.experiments.sweep.methods import methods
        from hldsim.experiments.sweep.stored import stored

        if self._bench.folder is None:
            return
        try:
            text = methods(stored(self._bench.folder), read_manifest(self._bench.folder))
        except HldsimError as error:
            self._bench.say(str(error), "danger")
            return
        box = QMessageBox(QMessageBox.Icon.NoIcon, "Methods paragraph", text, parent=self._bench)
        box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        box.setProperty("help", "dialogs/bench")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
