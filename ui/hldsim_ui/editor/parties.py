"""The page of the parties: a spreadsheet with what belongs around it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import Fault
from hldsim.scenario.blanks import copy_of, new_entry
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Add, Remove, Together
from hldsim.scenario.headings import GROUPS
from hldsim.scenario.numerals import COMMA, POINT, Style, Unclear
from hldsim_ui.editor.page import Page, Place, buttons, caption, row_of
from hldsim_ui.editor.party_cells import fault_ground, hatch, mark_cell
from hldsim_ui.editor.party_model import Imputed, PartyModel
from hldsim_ui.editor.party_table import AskStyle, PartyTable
from hldsim_ui.fence import guarded
from hldsim_ui.theme.palette import LIGHT, Palette

EVERYTHING = "everything"
SHOWN = {EVERYTHING: "Everything", **GROUPS}
"""Groups of columns one may look at, and what a button says."""
ONLY = {"": "All parties", "fault": "Those with faults", "user": "Those you have changed"}
WIDEST = 240
"""Width at most that a column has at first, in pixels."""


class Swatch(QWidget):
    """A small cell as the table paints it, for the legend."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark, self.colours = mark, LIGHT
        self.setFixedSize(QSize(26, 16))

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRect(0, 0, self.width() - 1, self.height() - 1)
        painter.fillRect(rect, self.colours.surface)
        if self.mark == "fault":
            painter.fillRect(rect, fault_ground(self.colours))
        if self.mark == "imputed":
            painter.fillRect(rect, hatch(self.colours))
        mark_cell(painter, rect, frozenset((self.mark,)), self.colours)
        painter.setPen(self.colours.border)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)
        painter.end()


class Parties(Page):
    """Parties, a row each."""

    title = "Parties"
    about = "Who is at the table, with figures and declared preferences"

    def __init__(self, imputed: Imputed, ask: AskStyle | None = None) -> None:
        super().__init__()
        self.model = PartyModel(imputed)
        self.table = PartyTable(self.model, ask or self.ask_style)
        self.model.setParent(self.table)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Filter: name, id, bloc, source …")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter parties")
        self.filter.setMinimumWidth(260)
        self.only = QComboBox()
        self.only.setAccessibleName("Which parties are shown")
        for key, words in ONLY.items():
            self.only.addItem(words, key)
        self.counts = caption()
        self.hint = caption()
        self.tools = buttons(
            (
                ("add", "Add", "A new party at the end", self.add),
                ("duplicate", "Duplicate", "A copy of each selected party", self.duplicate),
                ("remove", "Remove", "Take the selected parties out, undoable", self.remove),
            )
        )
        self.groups = self._make_groups()
        self.swatches = [Swatch("imputed"), Swatch("user"), Swatch("fault")]
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(150)
        self._soon.timeout.connect(self._filtered)
        self.filter.textChanged.connect(lambda _: self._soon.start())
        self.filter.returnPressed.connect(self.table.setFocus)
        self.only.currentIndexChanged.connect(lambda _: self._filtered())
        self.table.edited.connect(lambda edit: self.edited.emit(edit, ""))
        self.table.told.connect(self.told)
        self.table.stood.connect(self._stood)
        self.table.chosen.connect(self._say_chosen)
        self._fitted: set[str] = set()
        self.look_at_group("who")

    # ---------------------------------------------------------------- making

    def _make_groups(self) -> QButtonGroup:
        group = QButtonGroup(self)
        group.setExclusive(True)
        for n, (key, words) in enumerate(SHOWN.items()):
            button = QToolButton()
            button.setText(words)
            button.setCheckable(True)
            button.setProperty("group", key)
            button.setToolTip(f"Show these columns: {words.lower()}")
            group.addButton(button, n)
        group.buttonClicked.connect(lambda b: self.look_at_group(str(b.property("group"))))
        return group

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(row_of(*self.tools.values(), 1, self.counts, self.only, self.filter))
        bar = QHBoxLayout()
        bar.setSpacing(2)
        for button in self.groups.buttons():
            bar.addWidget(button)
        bar.addStretch(1)
        column.addLayout(bar)
        column.addWidget(self.table, 1)
        words = (
            "imputed: drawn in every run; the number is that of the run on show",
            "set by you",
            "fault: point at it",
        )
        legend: list[QWidget | int] = []
        for swatch, text in zip(self.swatches, words, strict=True):
            label = caption(text)
            label.setWordWrap(False)
            legend += [swatch, label]
        column.addWidget(row_of(*legend, 1))
        column.addWidget(self.hint)

    # ---------------------------------------------------------------- showing

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        self.model.show(draft)
        if self.table.cells.columns is not self.model.columns:
            self.table.cells.columns = self.model.columns
            self._hide_others()
        self._fit_columns()
        self._count()

    def show_party(self, party: str) -> None:
        row = next((n for n, r in enumerate(self.model.rows) if r.get("id") == party), -1)
        current = self.table.currentIndex()
        if row < 0 or (current.isValid() and self.table.order.mapToSource(current).row() == row):
            return
        column = self.table.order.mapToSource(current).column() if current.isValid() else 0
        column = column if not self.table.isColumnHidden(column) else self._first_shown()
        self.table.go_to(row, self.model.columns[column].id)

    def dress(self, palette: Palette) -> None:
        super().dress(palette)
        self.table.cells.palette = palette
        self.table.viewport().update()
        for swatch in self.swatches:
            swatch.colours = palette
            swatch.update()

    def has(self, place: Place) -> bool:
        return tuple(place[:1]) == ("parties",)

    def go_to(self, place: Place) -> None:
        match tuple(place):
            case ("parties", int(row), column, *_):
                self._show_cell(row, str(column))
            case ("parties", int(row)):
                self._show_cell(row, "id")
        self.table.setFocus()

    def _show_cell(self, row: int, column: str) -> None:
        one = next((c for c in self.model.columns if c.id == column), None)
        if one is not None and self.table.isColumnHidden(self.model.columns.index(one)):
            self.look_at_group(one.group)
        if not self.table.go_to(row, column):
            self.filter.clear()
            self.only.setCurrentIndex(0)
            self._filtered()
            self.table.go_to(row, column)

    def look_at_group(self, key: str) -> None:
        """Show the columns of a group, or everything."""
        self._group = key
        for button in self.groups.buttons():
            button.setChecked(button.property("group") == key)
        self._hide_others()

    def _hide_others(self) -> None:
        for n, column in enumerate(self.model.columns):
            self.table.setColumnHidden(n, self._group not in (EVERYTHING, column.group))
        self._fit_columns()
        here = self.table.currentIndex()
        if here.isValid() and self.table.isColumnHidden(here.column()):
            self.table.setCurrentIndex(here.siblingAtColumn(self._first_shown()))

    def _first_shown(self) -> int:
        shown = [n for n in range(len(self.model.columns)) if not self.table.isColumnHidden(n)]
        return shown[0] if shown else 0

    def _fit_columns(self) -> None:
        """Give columns that are seen for the first time the room they need."""
        table = self.table
        for n, column in enumerate(self.model.columns):
            if column.id in self._fitted or table.isColumnHidden(n) or not self.model.rows:
                continue
            self._fitted.add(column.id)
            table.resizeColumnToContents(n)
            table.setColumnWidth(n, min(max(table.columnWidth(n) + 6, 64), WIDEST))
        names = [str(row.get("name", "")) for row in self.model.rows]
        widest = max((table.fontMetrics().horizontalAdvance(name) for name in names), default=0)
        table.verticalHeader().setFixedWidth(min(widest + 26, 190))

    def _filtered(self) -> None:
        self.table.order.keep(self.filter.text(), str(self.only.currentData()))
        self._count()

    def _count(self) -> None:
        shown, there = self.table.order.rowCount(), len(self.model.rows)
        self.counts.setText(f"{there} parties" if shown == there else f"{shown} of {there} parties")

    def _say_chosen(self, count: int) -> None:
        if count <= 1:
            self.hint.setText(
                "F2 or typing edits · Enter goes down, Tab right · Del clears · Ctrl+D fills down"
                " · a whole table is pasted by its headings"
            )
            return
        cells = self.table.selected()
        numbers = [
            float(value)
            for index in cells
            if isinstance(
                value := self.model.rows[index.row()].get(self.model.columns[index.column()].id),
                int | float,
            )
        ]
        text = f"{len(cells)} cells · type, then Ctrl+Enter sets them all"
        if numbers:
            text += f" · sum {sum(numbers):.6g}, mean {sum(numbers) / len(numbers):.4g}"
        self.hint.setText(text)

    def _stood(self, party: str) -> None:
        self.party_picked.emit(party)

    def faulty(self, faults: Any) -> int:
        return sum(self.has(fault.path) for fault in faults if isinstance(fault, Fault))

    # ---------------------------------------------------------------- changing

    def add(self) -> None:
        """Add a party and begin to name it."""
        if self.draft is None:
            return
        entry = new_entry(self.draft.document, "parties")
        self.edited.emit(Add("parties", entry), "")
        self._show_cell(len(self.model.rows) - 1, "name")
        self.table.setFocus()
        self.table.edit(self.table.currentIndex())

    def duplicate(self) -> None:
        """Add a copy of each selected party."""
        names = self._selected_ids()
        if self.draft is None or not names:
            self.told.emit("Select a cell of the party to copy")
            return
        content = dict(self.draft.document)
        edits = []
        for name in names:
            entry = copy_of(content, "parties", name)
            content["parties"] = [*content["parties"], entry]
            edits.append(Add("parties", entry))
        words = f"duplicate {names[0] if len(names) == 1 else f'{len(names)} parties'}"
        self.edited.emit(edits[0] if len(edits) == 1 else Together(tuple(edits), words), "")
        self._show_cell(len(self.model.rows) - 1, "name")

    def remove(self) -> None:
        """Take the selected parties out; undo brings them back."""
        names = self._selected_ids()
        if not names:
            self.told.emit("Select a cell of the party to remove")
            return
        self.edited.emit(Remove(tuple(f"parties[{name}]" for name in names)), "")
        what = names[0] if len(names) == 1 else f"{len(names)} parties"
        self.told.emit(f"Removed {what}; Ctrl+Z brings it back")

    def _selected_ids(self) -> list[str]:
        rows = self.model.rows
        return [str(rows[n]["id"]) for n in self.table.selected_rows() if rows[n].get("id")]

    def ask_style(self, unclear: tuple[Unclear, ...]) -> Style | None:
        """Ask how numbers are meant that can be read in two ways."""
        box = QMessageBox(self)
        box.setProperty("help", "dialogs/editor")
        box.setWindowTitle("Numbers that can be read in two ways")
        one = unclear[0]
        many = f" and {len(unclear) - 1} more" if len(unclear) > 1 else ""
        box.setText(f"Is “{one.text}” {one.with_point:,} or {one.with_comma:,}?")
        box.setInformativeText(
            f"Nothing in what you paste says what stands before decimals: {one.text}{many}."
        )
        point = box.addButton("Decimal &point", QMessageBox.ButtonRole.YesRole)
        comma = box.addButton("Decimal &comma", QMessageBox.ButtonRole.NoRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        point.setToolTip(f"{one.text} is {one.with_point:,}")
        comma.setToolTip(f"{one.text} is {one.with_comma:,}")
        box.exec()
        clicked = box.clickedButton()
        box.deleteLater()
        return POINT if clicked is point else COMMA if clicked is comma else None
