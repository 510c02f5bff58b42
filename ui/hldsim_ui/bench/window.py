"""The bench's window: a design on the left, its results on the right, progress below."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import HldsimError
from hldsim.experiments.processors import processors
from hldsim.experiments.sweep.design import DesignError
from hldsim.experiments.sweep.extras import EXTRA, MissingExtraError, need
from hldsim.experiments.sweep.manifest import MANIFEST, read_manifest
from hldsim.experiments.sweep.reading import parse_design, read_design
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import Outcome, Progress
from hldsim.experiments.sweep.template import template
from hldsim.experiments.sweep.writing import design_document, design_text
from hldsim.scenario.schema import Scenario
from hldsim_ui.bench.asking import Seen
from hldsim_ui.bench.form import Form
from hldsim_ui.bench.handing import Handing
from hldsim_ui.bench.menus import make_menus
from hldsim_ui.bench.page import Page
from hldsim_ui.bench.strip import Strip
from hldsim_ui.bench.work import Work
from hldsim_ui.fence import guarded
from hldsim_ui.theme.icons import app_icon
from hldsim_ui.theme.palette import Palette

REFRESH_MS = 1000
"""How often the page is asked anew while runs come in, in milliseconds."""

_GEOMETRY, _SPLIT, _FOLDER = "bench/geometry", "bench/split", "bench/folder"


class BenchWindow(QMainWindow):
    """Build a design, run it, look at it. ``open_run`` asks the main window for one of its runs.

    Parameters
    ----------
    settings : QSettings
        Where its place is remembered.
    """

    open_run = Signal(object, object, bool, str)
    help_wanted = Signal(str)

    def __init__(
        self, settings: QSettings, palette: Palette, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowIcon(app_icon())
        self.setObjectName("bench")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._settings, self._workers = settings, processors()
        self.folder: Path | None = None
        self._fault = ""
        self._fresh = True
        self.form, self.page = Form(self), Page(palette, self)
        self.work = Work(self)
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.page.ask)
        self.handing = Handing(self)
        self.strip = Strip(self)
        self.strip.stopped.connect(self.stop_run)
        self.actions_by_name = make_menus(self)
        self._lay_out()
        self._connect()
        self._name()
        self.say("Name what is varied and what is measured, then Plan or Run.")
        missing = missing_extra()
        if missing:
            self.say(missing, "danger")
            for action in self.actions_by_name.values():
                if action.objectName() in ("run", "plan", "resume", "open_results"):
                    action.setEnabled(False)

    # ---------------------------------------------------------------- building

    def _lay_out(self) -> None:
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.form)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll = scroll
        buttons = QHBoxLayout()
        for name in ("plan", "run"):
            action = self.actions_by_name[name]
            button = QPushButton(action.text().replace("&", ""), self)
            button.setToolTip(f"{action.toolTip()} ({action.shortcut().toString()})")
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
            if name == "run":
                button.setDefault(True)
            buttons.addWidget(button)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll, 1)
        column.addWidget(self.form.faults)
        column.addLayout(buttons)
        column.setSpacing(6)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(left)
        self.split.addWidget(self.page)
        self.split.setStretchFactor(1, 1)
        self.split.setSizes([430, 760])
        middle = QWidget(self)
        whole = QVBoxLayout(middle)
        whole.addWidget(self.split, 1)
        whole.addWidget(self.strip)
        self.setCentralWidget(middle)
        self.resize(1200, 700)
        place = self._settings.value(_GEOMETRY)
        if isinstance(place, QByteArray):
            self.restoreGeometry(place)
        split = self._settings.value(_SPLIT)
        if isinstance(split, QByteArray):
            self.split.restoreState(split)

    def _connect(self) -> None:
        self.form.changed.connect(self._design_changed)
        self.page.asked.connect(self.work.look)
        self.page.open_wanted.connect(self._wants_run)
        self.work.progressed.connect(self._progressed)
        self.work.ended.connect(self._ended)
        self.work.planned.connect(self._planned)
        self.work.seen.connect(self._seen)
        self.work.found.connect(self._found)
        self.work.failed.connect(self._failed)

    def begin(self, scenario: Scenario, source: object, selected: str | None) -> None:
        """Begin with a design of the scenario in use: one preference of a party, nine values."""
        name = str(source) if isinstance(source, str | Path) else scenario.name
        self.form.selected = selected
        text = template(scenario, name, selected)
        self.form.load(design_document(parse_design(text)))

    # ---------------------------------------------------------------- telling

    def say(self, text: str, role: str = "") -> None:
        """Say something in the strip below."""
        self.strip.say(text, role)

    def _name(self) -> None:
        where = f"{self.folder.name} – " if self.folder else ""
        self.setWindowTitle(f"{where}Bench – hldsim")

    def _design_changed(self, _document: object, fault: str) -> None:
        self._fault = fault
        for name in ("run", "plan"):
            self.actions_by_name[name].setEnabled(
                not fault and not self.work.running and not missing_extra()
            )

    def _progressed(self, progress: Progress) -> None:
        self.strip.show_progress(progress.done, progress.total)
        if self._fresh and self.folder is not None and (self.folder / MANIFEST).exists():
            self._fresh = False
            self._show_folder(self.folder)
        left = "" if progress.left is None else f", {_time(progress.left)} left"
        self.say(f"{progress.rate:.0f} runs a second{left}. What is done is kept at any moment.")

    def _ended(self, outcome: Outcome) -> None:
        self._running(False)
        total = self.strip.bar.maximum()
        self.say(
            f"{outcome.done:,} runs are there, {outcome.played:,} of them played now in "
            f"{_time(outcome.seconds)}."
            + (" Stopped: Results > Go on with these runs the rest." if outcome.stopped else "")
        )
        self.actions_by_name["resume"].setEnabled(outcome.done < total or outcome.stopped)
        if self.folder is not None:
            self._show_folder(self.folder, anew=self.page.folder != self.folder)

    def _planned(self, cost: Any) -> None:
        self._running(False)
        self.say(
            f"{cost.runs:,} runs ({cost.points:,} points x {cost.conditions} conditions x "
            f"{cost.replicates:,} replicates), {1000 * cost.run_seconds:.0f} ms each: about "
            f"{_time(cost.seconds)} with {cost.workers} workers, "
            f"{max(cost.megabytes, 0.01):.2g} MB on disk."
        )

    def _seen(self, seen: Seen) -> None:
        self.page.show_seen(seen)
        for name in ("copy", "figure", "save", "methods"):
            self.actions_by_name[name].setEnabled(True)

    def _failed(self, kind: str, text: str) -> None:
        if kind in ("run", "plan"):
            self._running(False)
            if self.folder is not None and (self.folder / MANIFEST).exists():
                self._show_folder(self.folder, anew=self.page.folder != self.folder)
        self.say(text, "danger")

    def _running(self, on: bool, can_stop: bool = True) -> None:
        self.strip.show_running(on, can_stop)
        if on:
            self._refresh.start()
        else:
            self._refresh.stop()
        for name in ("run", "plan", "open_design", "open_results"):
            self.actions_by_name[name].setEnabled(not on and not self._fault)
        self.form.setEnabled(not on)

    # ---------------------------------------------------------------- doing

    def plan(self) -> None:
        """Time a few runs of the design."""
        self.form.look()
        if not self._fault:
            self._running(True, can_stop=False)
            self.say("A few runs are timed …")
            self.work.plan(self.form.document(), self.form.place, self._workers)

    def ask_run(self) -> None:
        """Ask for a folder, and run the design into it."""
        self.form.look()
        if self._fault:
            return
        first = Path(str(self._settings.value(_FOLDER) or Path.home())) / "sweep"
        name, _ = QFileDialog.getSaveFileName(
            self, "New folder for the results", str(_unused(first)), "Folder (*)"
        )
        if name:
            self.run_into(Path(name))

    def run_into(self, folder: Path, resume: bool = False) -> None:
        """Run the design into a folder."""
        self._settings.setValue(_FOLDER, str(folder.parent))
        self.folder, self._fresh = folder, True
        self._name()
        self._running(True)
        self.say("The design is checked, workers are started …")
        self.work.run(self.form.document(), self.form.place, folder, self._workers, resume)

    def resume(self) -> None:
        """Go on with the results that are shown, with the design that is stored there."""
        if self.folder is None:
            return
        try:
            self._load_stored(self.folder)
        except HldsimError as error:
            self.say(str(error), "danger")
            return
        self.run_into(self.folder, resume=True)

    def stop_run(self) -> None:
        """Begin no more runs."""
        self.strip.stop.setEnabled(False)
        self.say("Stopping: the runs in flight are waited for …")
        self.work.stop()

    def ask_design(self) -> None:
        """Ask for a design file and show it."""
        name, _ = QFileDialog.getOpenFileName(self, "Open a design", "", "Design (*.toml)")
        if name:
            self.open_design(Path(name))

    def open_design(self, path: Path) -> None:
        """Show a design file in the form."""
        try:
            design = read_design(path)
        except DesignError as error:
            self.say(str(error), "danger")
            return
        self.form.load(design_document(design), path.parent)
        self.say(f"{path.name}: {design.title}")

    def save_design(self) -> None:
        """Ask where to, and write the design."""
        name, _ = QFileDialog.getSaveFileName(self, "Save the design", "design.toml", "(*.toml)")
        if name:
            self._write(Path(name), design_text(self.form.document()))

    def _write(self, path: Path, text: str) -> None:
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            self.say(f"{path} cannot be written ({error.strerror}); choose another place", "danger")
            return
        self.say(f"Saved as {path.name}")

    def ask_results(self) -> None:
        """Ask for a folder of results and show it."""
        name = QFileDialog.getExistingDirectory(
            self, "Open results", str(self._settings.value(_FOLDER) or "")
        )
        if name:
            self.open_results(Path(name))

    def open_results(self, folder: Path) -> None:
        """Show a folder of results, and its design in the form."""
        try:
            manifest = read_manifest(folder)
            self._load_stored(folder)
            with Results(folder) as results:
                done = len(results)
        except HldsimError as error:
            self.say(str(error), "danger")
            return
        self.folder = folder
        self._name()
        self._show_folder(folder)
        self.actions_by_name["resume"].setEnabled(done < manifest.runs)
        self.say(f"{done:,} of {manifest.runs:,} runs, begun {manifest.begun[:10]}")

    def _load_stored(self, folder: Path) -> None:
        from hldsim.experiments.sweep.stored import stored_design

        self.form.load(design_document(stored_design(folder)), folder.parent)

    def _show_folder(self, folder: Path, anew: bool = True) -> None:
        if anew:
            try:
                self.page.load(folder, read_manifest(folder))
            except HldsimError as error:
                self.say(str(error), "danger")
        else:
            self.page.ask()

    # ---------------------------------------------------------------- results

    def _wants_run(self, condition: str, point: int, replicate: int) -> None:
        if self.folder is not None:
            self.say(f"Run {replicate} of point {point} is being opened in the main window …")
            self.work.find_run(self.folder, condition, point, replicate)

    def _found(self, found: tuple[Any, int, bool]) -> None:
        scenario, seed, conditioned = found
        self.open_run.emit(scenario, seed, conditioned, f"{scenario.title}, seed {seed}")

    def dress(self, palette: Palette) -> None:
        """Show everything in other colours, and in letters of another size."""
        self.page.dress(palette)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """The form is scrolled up and down only, so it has the width it needs."""
        bar = self.scroll.verticalScrollBar().sizeHint().width()
        self.scroll.setMinimumWidth(self.form.minimumSizeHint().width() + bar + 4)

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    @guarded()
    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop, keep what is done, and remember where the window was."""
        self._refresh.stop()
        self._settings.setValue(_GEOMETRY, self.saveGeometry())
        self._settings.setValue(_SPLIT, self.split.saveState())
        self.work.close()
        super().closeEvent(event)


def missing_extra() -> str:
    """What to type where a library of the bench is missing; blank if none is."""
    for library, extra in EXTRA.items():
        if extra == "bench":
            try:
                need(library)
            except MissingExtraError as error:
                return str(error)
    return ""


def _time(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.1f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def _unused(path: Path) -> Path:
    """The first of NAME, NAME_2, NAME_3 that is not there."""
    found, n = path, 2
    while found.exists():
        found, n = path.with_name(f"{path.name}_{n}"), n + 1
    return found
