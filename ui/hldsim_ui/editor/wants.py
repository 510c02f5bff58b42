"""The page of one party's preferences: weights that share a whole, values, stances, traits.

The party is chosen in a list, or on a map.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Cell, SetCells
from hldsim.scenario.headings import columns_of
from hldsim.scenario.look import number_of, tables_of
from hldsim.scenario.provenance import cell_provenance
from hldsim_ui.editor.map_picker import MapPicker
from hldsim_ui.editor.page import Page, Place, caption, heading, scrolled
from hldsim_ui.editor.party_model import Imputed
from hldsim_ui.editor.wants_rows import Rows
from hldsim_ui.editor.weights import in_force, moved
from hldsim_ui.letters import plain

F8 = NDArray[np.float64]
WEIGHTS = {"salience": ("issues", "How much each issue weighs"), "emphasis": ("themes", "Emphasis")}
SECTIONS = (
    ("salience", "What matters: salience of the issues"),
    ("values", "What is wanted: values of levels and ideal points"),
    ("stance", "What is thought of the themes: stances"),
    ("emphasis", "What is spoken of: emphasis on the themes"),
    ("traits", "Traits"),
)


class Wants(Page):
    """Preferences of one party, a slider each."""

    title = "Preferences"

    def __init__(self, imputed: Imputed, picker: MapPicker | None = None) -> None:
        super().__init__()
        self._imputed, self.picker = imputed, picker
        self.party = ""
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Find a party …")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Find a party")
        self.list = QListWidget()
        self.list.setAccessibleName("Parties")
        self.list.currentItemChanged.connect(self._picked)
        self.filter.textChanged.connect(lambda _: self._filter())
        self.name, self.whence = heading(), caption()
        self.rows: dict[str, Rows] = {}
        self.notes: dict[str, QLabel] = {}
        self.heads: dict[str, QLabel] = {}
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(10, 8, 4, 8)
        side.addWidget(self.filter)
        side.addWidget(self.list, 1)
        if self.picker is not None:
            self.picker.picked.connect(self.show_party)
            side.addWidget(self.picker)
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(self.name)
        column.addWidget(self.whence)
        for key, words in SECTIONS:
            self.heads[key], self.notes[key] = heading(words), caption()
            self.rows[key] = Rows()
            self.rows[key].moved.connect(self._moved)
            self.rows[key].typed.connect(self._typed)
            self.rows[key].cleared.connect(lambda name: self._set({name: None}, ""))
            column.addSpacing(6)
            column.addWidget(self.heads[key])
            column.addWidget(self.rows[key])
            column.addWidget(self.notes[key])
        column.addStretch(1)
        self.scroll = scrolled(right)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.scroll)
        split.setStretchFactor(1, 1)
        split.setSizes([400, 820])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    # ---------------------------------------------------------------- showing

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        rows = [row for _, row in tables_of(draft.document, "parties")]
        names = [str(row.get("id")) for row in rows]
        if self.party not in names:
            self.party = names[0] if names else ""
        self._fill_list(rows)
        self._make_rows(draft.document)
        self._show_party()

    def _fill_list(self, rows: list[Mapping[str, Any]]) -> None:
        self.list.blockSignals(True)
        while self.list.count() > len(rows):
            self.list.takeItem(self.list.count() - 1)
        for n, row in enumerate(rows):
            item = self.list.item(n)
            if item is None:
                item = QListWidgetItem()
                self.list.addItem(item)
            text = str(row.get("name") or row.get("id"))
            if item.text() != text:
                item.setText(text)
                item.setSizeHint(QSize(0, self.fontMetrics().height() + 8))
            item.setData(Qt.ItemDataRole.UserRole, str(row.get("id")))
            if row.get("id") == self.party:
                self.list.setCurrentRow(n)
        self.list.blockSignals(False)

    def _make_rows(self, document: Mapping[str, Any]) -> None:
        entries: dict[str, list[tuple[str, str, str]]] = {key: [] for key, _ in SECTIONS}
        for column in columns_of(document):
            head, _, tail = column.heading.partition("\n")
            section = column.id.partition(".")[0]
            if section in ("value", "ideal"):
                words = f"{tail}: ideal point" if section == "ideal" else f"{head}: {tail}"
                entries["values"].append((column.id, words, column.about))
            elif section in entries:
                entries[section].append((column.id, tail, column.about))
            elif column.group == "traits":
                entries["traits"].append((column.id, column.heading, column.about))
        for key, rows in self.rows.items():
            rows.make(entries[key])
            for widget in (rows, self.heads[key]):
                widget.setVisible(bool(entries[key]))

    def _row(self) -> tuple[int, Mapping[str, Any]] | None:
        if self.draft is None:
            return None
        for n, row in tables_of(self.draft.document, "parties"):
            if row.get("id") == self.party:
                return n, row
        return None

    def _show_party(self) -> None:
        found = self._row()
        self.scroll.setVisible(found is not None)
        if found is None or self.draft is None:
            return
        number, row = found
        self.name.setText(str(row.get("name") or row.get("id")))
        faults = {c: f for (n, c), f in self.draft.cell_faults().items() if n == number}
        for key, rows in self.rows.items():
            force = self._force(key, row) if key in WEIGHTS else {}
            stated = 0
            for column in rows.sliders:
                own = number_of(row, column)
                whence = cell_provenance(row, column)
                stated += row.get(column) is not None
                value = force.get(column, own)
                if value is None:
                    value = self._imputed(self.party, column)
                raw = row.get(column)
                text = "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")
                text = str(raw) if raw is not None and key not in WEIGHTS else text
                if raw is not None and own is None:
                    text = str(raw)
                bad = " ".join(f"{f.value}: allowed: {f.allowed}." for f in faults.get(column, ()))
                said = "yours" if str(whence) == "user" else str(whence or "")
                said = "stated" if said not in ("yours", "imputed", "") else said
                rows.show_row(column, value, text, said, bad)
            if key in WEIGHTS:
                self.notes[key].setText(_sum_note(stated, len(rows.sliders)))
            self.notes[key].setVisible(key in WEIGHTS and bool(rows.sliders))
        self.whence.setText(self._about(row))
        if self.picker is not None:
            self.picker.select(self.party)

    def _about(self, row: Mapping[str, Any]) -> str:
        known = self._imputed(self.party, next(iter(self.rows["salience"].sliders), ""))
        drawn = (
            "numbers in italics are those drawn in the run on show"
            if known is not None
            else "imputed numbers are not known before a run is on show"
        )
        edited = len(str(row.get("edited", "")).split(";")) if row.get("edited") else 0
        return f"{edited} of its cells are yours · {drawn} · values are utilities from 0 to 1"

    def _force(self, key: str, row: Mapping[str, Any]) -> dict[str, float]:
        """Weights of a family as they are in force, by column."""
        columns = list(self.rows[key].sliders)
        stated = {c: v for c in columns if (v := number_of(row, c)) is not None and 0 <= v <= 1}
        weights = in_force(columns, stated, self._drawn(columns))
        return dict(zip(columns, map(float, weights), strict=True))

    def _drawn(self, columns: list[str]) -> F8 | None:
        """Weights drawn in the run on show."""
        found = [self._imputed(self.party, column) for column in columns]
        return None if None in found or not found else np.array(found, dtype=float)

    def show_party(self, party: str) -> None:
        if self.draft is None:
            self.party = party  # shown once the page is
            return
        for n in range(self.list.count()):
            if self.list.item(n).data(Qt.ItemDataRole.UserRole) == party and party != self.party:
                self.list.setCurrentRow(n)

    def _picked(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.party = str(item.data(Qt.ItemDataRole.UserRole))
            self._show_party()
            self.party_picked.emit(self.party)

    def _filter(self) -> None:
        wanted = plain(self.filter.text())
        for n in range(self.list.count()):
            item = self.list.item(n)
            code = plain(str(item.data(Qt.ItemDataRole.UserRole)))
            item.setHidden(wanted not in plain(item.text()) and wanted not in code)

    def has(self, place: Place) -> bool:
        return False  # the table of parties shows its faults

    # ---------------------------------------------------------------- changing

    def _moved(self, column: str, value: float) -> None:
        family = column.partition(".")[0]
        found = self._row()
        if found is None:
            return
        if family not in WEIGHTS:
            self._set({column: round(value, 3)}, column)
            return
        columns = list(self.rows[family].sliders)
        row = found[1]
        stated = {c: v for c in columns if (v := number_of(row, c)) is not None and 0 <= v <= 1}
        new = moved(columns, stated, self._drawn(columns), columns.index(column), value)
        self._set(new, family)

    def _typed(self, column: str, value: object) -> None:
        if column.partition(".")[0] in WEIGHTS and isinstance(value, int | float):
            if 0 <= value <= 1:
                self._moved(column, float(value))
                return
        self._set({column: value}, "")

    def _set(self, cells: Mapping[str, object], grip: str) -> None:
        found = self._row()
        if found is not None:
            edit = SetCells(tuple(Cell(found[0], c, v) for c, v in cells.items()))
            self.edited.emit(edit, f"{self.party}.{grip}" if grip else "")


def _sum_note(stated: int, count: int) -> str:
    if stated == 0:
        return "Together 1. Nothing is stated: all are imputed. Moving a slider states that weight."
    if stated == count:
        return "Together 1. All are stated: what one gains, the others give in proportion."
    return (
        f"Together 1. {stated} of {count} are stated and stay; the others share the rest as they "
        "are imputed."
    )
