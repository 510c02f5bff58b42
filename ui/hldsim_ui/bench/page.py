"""The page of results: what is shown along which factors, the grid, and the runs of a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hldsim.experiments.sweep.manifest import Manifest
from hldsim_ui.bench.asking import AGREEMENT, Asked, Seen
from hldsim_ui.bench.grid import Grid, key_html
from hldsim_ui.dialogs.data_table import SORTED_BY, Rows
from hldsim_ui.theme.palette import Palette

NOTHING = "Nothing has been run yet. Build a design on the left, then Run; or open results."


class Page(QWidget):
    """Shows a folder of results. ``asked`` says what is to be looked at, ``open_wanted`` a run."""

    asked = Signal(object)
    open_wanted = Signal(str, int, int)

    def __init__(self, palette: Palette, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder: Path | None = None
        self.seen: Seen | None = None
        self._palette = palette
        self._cell: tuple[Any, Any] | None = None
        self._filling = False
        self.measure, self.condition = self._box("What is shown"), self._box("Condition")
        self.across, self.up = self._box("Across"), self._box("Up")
        self.sentence = QLabel(NOTHING, self)
        self.sentence.setWordWrap(True)
        self.grid = Grid(palette, self)
        self.grid.picked.connect(self._picked)
        self.key = QLabel(self)
        self.key.setWordWrap(True)
        self.key.setProperty("role", "caption")
        self.runs = self._make_runs()
        self.runs_told = QLabel("Choose a cell: its runs are listed here.", self)
        self.runs_told.setWordWrap(True)
        self.open = QPushButton("Open this run", self)
        self.open.setToolTip("As a live run in the main window, with the same seed (Enter)")
        self.open.setEnabled(False)
        self.open.clicked.connect(self._open)
        self._lay_out()
        for box in self.boxes:
            box.setEnabled(False)

    @property
    def boxes(self) -> tuple[QComboBox, ...]:
        """What one chooses to see."""
        return self.measure, self.condition, self.across, self.up

    def _box(self, name: str) -> QComboBox:
        box = QComboBox(self)
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(7)
        box.currentIndexChanged.connect(lambda _: self._changed())
        return box

    def _make_runs(self) -> QTableView:
        view = QTableView(self)
        view.setAccessibleName("Runs of the cell")
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setSortingEnabled(True)
        view.setTabKeyNavigation(False)
        view.setShowGrid(False)
        view.setAlternatingRowColors(True)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        view.activated.connect(lambda _: self._open())
        return view

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for name, box in (
            ("Show", self.measure),
            ("across", self.across),
            ("up", self.up),
            ("under", self.condition),
        ):
            label = QLabel(name, self)
            label.setBuddy(box)
            top.addWidget(label)
            top.addWidget(box, 2 if box is self.measure else 1)
        upper, lower = QWidget(self), QWidget(self)
        above = QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        for widget in (self.sentence, self.grid, self.key):
            above.addWidget(widget, 1 if widget is self.grid else 0)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.runs_told, 1)
        row.addWidget(self.open)
        below.addLayout(row)
        below.addWidget(self.runs, 1)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.setChildrenCollapsible(False)
        split.addWidget(upper)
        split.addWidget(lower)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(split, 1)

    # ---------------------------------------------------------------- showing

    def load(self, folder: Path, manifest: Manifest) -> None:
        """Show other results."""
        self.folder, self._cell = folder, None
        factors = [column.of for column in manifest.columns if column.role == "factor"]
        measures = [column.of for column in manifest.columns if column.role == "measure"]
        self._filling = True
        for box, entries in (
            (self.measure, [("Most frequent agreement", AGREEMENT), *_named(measures)]),
            (self.condition, _named(list(manifest.scenarios))),
            (self.across, _named(factors) or [("nothing", "")]),
            (self.up, [("nothing", ""), *_named(factors)]),
        ):
            box.clear()
            for text, value in entries:
                box.addItem(text, value)
                box.setItemData(box.count() - 1, text, Qt.ItemDataRole.ToolTipRole)
        self.up.setCurrentIndex(2 if len(factors) > 1 else 0)
        for box in self.boxes:
            box.setEnabled(box.count() > 1)
        self._filling = False
        self._changed()

    def _changed(self) -> None:
        if not self._filling:
            self._cell = None
            self.ask()

    def ask(self) -> None:
        """Ask for what is chosen, as it is now."""
        if self.folder is None or self._filling:
            return
        across, up = self.across.currentData() or "", self.up.currentData() or ""
        self.asked.emit(
            Asked(
                self.folder,
                self.condition.currentData(),
                self.measure.currentData(),
                across,
                up if up != across else "",
                self._cell,
            )
        )

    def show_seen(self, seen: Seen) -> None:
        """Show what was found."""
        if seen.asked.folder != self.folder:
            return
        self.seen = seen
        self.sentence.setText(seen.sentence)
        self.grid.show_seen(seen, self._palette)
        self.grid.setAccessibleDescription(seen.sentence)
        self.key.setText(key_html(seen, self.grid.cells))
        self._show_runs(seen)

    def _show_runs(self, seen: Seen) -> None:
        if seen.asked.cell is None:
            self.runs_told.setText("Choose a cell: its runs are listed here.")
            self.open.setEnabled(False)
            self.runs.setModel(None)
            return
        chosen = self.chosen_run()
        rows = QSortFilterProxyModel(self.runs)
        rows.setSourceModel(Rows(seen.replicates))
        rows.setSortRole(SORTED_BY)
        before = self.runs.model()
        self.runs.setModel(rows)
        if before is not None:
            before.deleteLater()
        self.runs.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.runs.resizeColumnsToContents()
        count = len(seen.replicates.rows)
        where = ", ".join(
            f"{name} = {value}"
            for name, value in zip((seen.asked.across, seen.asked.up), seen.asked.cell, strict=True)
            if name
        )
        self.runs_told.setText(f"{count} runs{f' with {where}' if where else ''}")
        self.open.setEnabled(count > 0)
        self.runs.selectRow(self._row_of(chosen) if chosen else 0)

    def _row_of(self, run: tuple[int, int]) -> int:
        assert self.seen is not None
        for n, row in enumerate(self.seen.replicates.rows):
            if (row[0], row[1]) == run:
                return n
        return 0

    def chosen_run(self) -> tuple[int, int] | None:
        """Point and replicate of the chosen run."""
        model, index = self.runs.model(), self.runs.currentIndex()
        if model is None or not index.isValid() or not isinstance(model, QSortFilterProxyModel):
            return None
        source = model.sourceModel()
        assert isinstance(source, Rows)
        row = source.table.rows[model.mapToSource(index).row()]
        return int(row[0] or 0), int(row[1] or 0)

    def dress(self, palette: Palette) -> None:
        """Show everything in other colours."""
        self._palette = palette
        if self.seen is not None:
            self.grid.show_seen(self.seen, palette)
            self.key.setText(key_html(self.seen, self.grid.cells))

    def copy(self) -> None:
        """Put the grid's numbers on the clipboard as a table."""
        if self.seen is not None:
            QGuiApplication.clipboard().setText(self.seen.table.text())

    def _picked(self, cell: tuple[Any, Any]) -> None:
        self._cell = cell
        self.ask()

    def _open(self) -> None:
        run = self.chosen_run()
        if run is not None:
            self.open_wanted.emit(self.condition.currentData(), *run)


def _named(names: list[str]) -> list[tuple[str, str]]:
    return [(name, name) for name in names]
