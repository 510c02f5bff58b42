"""The table of parties as a spreadsheet: select, type, fill, copy, paste, all by the keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QLocale, QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from hldsim.scenario.edits import Cell, Edit, SetCells
from hldsim.scenario.headings import Column
from hldsim.scenario.numerals import Style, Unclear
from hldsim.scenario.pasting import Pasted, paste, read_block, write_block
from hldsim_ui.editor.party_cells import Cells
from hldsim_ui.editor.party_model import PartyModel, PartyOrder
from hldsim_ui.fence import guarded

OWN = "application/x-hldsim-cells"
"""Cells as they are, for pasting where they were copied; others get text in their own locale."""

AskStyle = Callable[[tuple[Unclear, ...]], Style | None]
"""Asks a person how numbers with two readings are meant; None: not at all."""


class PartyTable(QTableView):
    """A view on `PartyModel`.

    ``edited`` carries edits, ``told`` what became of a copy or a paste, ``stood`` the id of the
    party the person stands on, ``chosen`` how many cells are selected.
    """

    edited = Signal(object)
    told = Signal(str)
    stood = Signal(str)
    chosen = Signal(int)

    def __init__(self, model: PartyModel, ask: AskStyle, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parties, self._ask = model, ask
        self.order = PartyOrder(model)
        self.order.setParent(self)
        self.cells = Cells(self, lambda index: model.look(self.order.mapToSource(index)))
        self.setModel(self.order)
        self.setItemDelegate(self.cells)
        self.setAccessibleName("Parties")
        self.setAccessibleDescription("A spreadsheet: F2 or typing edits, Ctrl+Enter fills")
        self._dress_view()
        self._document: object = None
        model.edited.connect(self.edited)
        self.cells.filled.connect(self.fill)
        self.cells.closeEditor.connect(self._typed)
        self.actions_by_name = self._make_actions()

    def _dress_view(self) -> None:
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)  # Tab leads on, as everywhere; in a field to the next cell
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicatorClearable(True)
        self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.horizontalHeader().setMaximumSectionSize(360)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        self.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.setCornerButtonEnabled(True)

    def _make_actions(self) -> dict[str, QAction]:
        keys = QKeySequence.StandardKey
        entries = (
            ("cut", "Cu&t", QKeySequence(keys.Cut), self.cut),
            ("copy", "&Copy", QKeySequence(keys.Copy), self.copy),
            ("paste", "&Paste", QKeySequence(keys.Paste), self.paste),
            ("fill_down", "&Fill down", QKeySequence("Ctrl+D"), self.fill_down),
            ("clear", "C&lear", QKeySequence("Del"), self.clear_cells),
        )
        made = {}
        for name, text, key, does in entries:
            action = QAction(text, self)
            action.setObjectName(name)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(does)
            self.addAction(action)
            made[name] = action
        made["fill_down"].setToolTip("Put the first cell of the selection into those below it")
        made["clear"].setToolTip("Make the cells blank; a blank preference is imputed")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return made

    # ---------------------------------------------------------------- what is selected

    def selected(self) -> list[QModelIndex]:
        """Cells that are selected and seen, as indexes of the model, row by row as shown."""
        shown = [i for i in self.selectedIndexes() if not self.isColumnHidden(i.column())]
        if not shown and self.currentIndex().isValid():
            shown = [self.currentIndex()]
        shown.sort(key=lambda index: (index.row(), self._visual(index.column())))
        return [self.order.mapToSource(index) for index in shown]

    def selected_rows(self) -> list[int]:
        """Rows of the model in which anything is selected."""
        return list(dict.fromkeys(index.row() for index in self.selected()))

    def go_to(self, row: int, column: str) -> bool:
        """Stand on a cell of the model; whether it can be seen."""
        index = self.order.mapFromSource(self.parties.place(row, column))
        if not index.isValid():
            return False
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flags)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        return True

    def _visual(self, column: int) -> int:
        return self.horizontalHeader().visualIndex(column)

    @guarded()
    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            row = self.parties.rows[self.order.mapToSource(current).row()]
            self.stood.emit(str(row.get("id", "")))

    @guarded()
    def selectionChanged(self, selected: object, deselected: object) -> None:
        super().selectionChanged(selected, deselected)  # type: ignore[arg-type]
        self.chosen.emit(len(self.selectedIndexes()))

    # ---------------------------------------------------------------- changing

    def fill(self, text: str) -> None:
        """Put what was typed into every cell that is selected."""
        cells = self.selected()
        if cells:
            self.edited.emit(self.parties.edit_of(cells, text))
            self.setFocus()

    def _typed(self, _editor: QWidget, hint: object = None) -> None:
        """Go one down after Enter, as spreadsheets do."""
        if hint == Cells.EndEditHint.SubmitModelCache:
            here = self.currentIndex()
            below = here.siblingAtRow(here.row() + 1)
            if below.isValid():
                self.setCurrentIndex(below)

    def fill_down(self) -> None:
        """Put the topmost selected cell of each column into those below it."""
        first: dict[int, object] = {}
        cells = []
        for index in self.selected():
            column = self.parties.columns[index.column()]
            value = self.parties.rows[index.row()].get(column.id)
            if index.column() in first:
                cells.append(Cell(index.row(), column.id, first[index.column()]))
            first.setdefault(index.column(), value)
        if cells:
            self._say_edit(SetCells(tuple(cells)))
        else:
            self.told.emit("Select the cell to copy and those below it, then fill down")

    def clear_cells(self) -> None:
        """Make what is selected blank."""
        self._say_edit(
            SetCells(
                tuple(
                    Cell(i.row(), self.parties.columns[i.column()].id, None)
                    for i in self.selected()
                    if self.parties.columns[i.column()].id != "id"
                )
            )
        )

    def _say_edit(self, edit: Edit) -> None:
        if not isinstance(edit, SetCells) or edit.cells:
            self.edited.emit(edit)

    # ---------------------------------------------------------------- copying and pasting

    def cut(self) -> None:
        """Copy what is selected, and make it blank."""
        self.copy()
        self.clear_cells()

    def copy(self) -> None:
        """Put what is selected on the clipboard, as a spreadsheet of this desktop reads it.

        A whole table goes with its headings, so that it finds its place when it comes back.
        """
        block = self._block()
        if not block:
            return
        mime = QMimeData()
        whole = len(block) == self.order.rowCount() > 1 and bool(self._columns_of_selection())
        rows = [[c.id for c in self._columns_of_selection()], *block] if whole else block
        mime.setText(write_block(rows, QLocale.system().decimalPoint()))
        mime.setData(OWN, json.dumps(rows).encode())
        QGuiApplication.clipboard().setMimeData(mime)
        cells = sum(len(row) for row in block)
        self.told.emit(f"Copied {cells} cells{' with their headings' if whole else ''}")

    def _columns_of_selection(self) -> list[Column]:
        columns = {index.column() for index in self.selected()}
        return [self.parties.columns[n] for n in sorted(columns, key=self._visual)]

    def _block(self) -> list[list[object]]:
        """What is selected, as rows; blank where a cell between is not."""
        chosen = self.selected()
        columns = self._columns_of_selection()
        there = {(index.row(), self.parties.columns[index.column()].id) for index in chosen}
        return [
            [
                self.parties.rows[row].get(column.id) if (row, column.id) in there else None
                for column in columns
            ]
            for row in dict.fromkeys(index.row() for index in chosen)
        ]

    def paste(self) -> None:
        """Lay what is on the clipboard down from the selected cell on."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is None or not (mime.hasText() or mime.hasFormat(OWN)):
            self.told.emit("There is nothing to paste")
            return
        if mime.hasFormat(OWN):  # exactly as it was copied: a point is a point
            rows = json.loads(bytes(mime.data(OWN).data()).decode())
            self.lay(read_block(write_block(rows)), Style(decimal="."))
        else:
            self.lay(read_block(mime.text()))

    def lay(self, block: list[list[str]], style: Style | None = None) -> None:
        """Lay a block down from the selected cell on; asks where numbers have two readings."""
        done = self._pasted(block, style)
        if done.unclear:
            style = self._ask(done.unclear)
            if style is None:
                self.told.emit("Nothing was pasted")
                return
            done = self._pasted(block, style)
        if done.edit is not None:
            self.edited.emit(done.edit)
        self.told.emit(_said(done))

    def _pasted(self, block: list[list[str]], style: Style | None) -> Pasted:
        chosen = self.selected()
        rows = [self.order.mapToSource(self.order.index(n, 0)).row() for n in self._rows_from()]
        document = {"parties": self.parties.rows}
        spans = (len({i.row() for i in chosen}), len({i.column() for i in chosen}))
        at = self._columns_from()
        return paste(document, block, self.parties.columns, rows, at, spans, style)

    def _rows_from(self) -> range:
        """Rows as shown, from the first selected on; all where nothing is."""
        chosen = [index.row() for index in self.selectedIndexes()] or [self.currentIndex().row()]
        first = min(chosen)
        return range(max(first, 0), self.order.rowCount()) if first >= 0 else range(0)

    def _columns_from(self) -> list[Column]:
        header = self.horizontalHeader()
        chosen = [header.visualIndex(index.column()) for index in self.selectedIndexes()]
        chosen = chosen or [header.visualIndex(self.currentIndex().column())]
        order = [header.logicalIndex(n) for n in range(max(min(chosen), 0), header.count())]
        return [self.parties.columns[n] for n in order if not self.isColumnHidden(n)]

    # ---------------------------------------------------------------- Qt's own

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Space and control:
            self.selectColumn(self.currentIndex().column())
        elif event.key() == Qt.Key.Key_Space and shift:
            self.selectRow(self.currentIndex().row())
        elif enter and not control and self.state() != QAbstractItemView.State.EditingState:
            self.edit(self.currentIndex())  # else the field has it, and hands it on
        else:
            super().keyPressEvent(event)


def _said(done: Pasted) -> str:
    if done.edit is None:
        return "There is nothing to paste"
    parts = [f"{done.cells} cells"] if done.cells else []
    parts += [f"{done.added} new parties"] if done.added else []
    text = f"Pasted {' and '.join(parts)}"
    return text + (f"; {done.left_over} found no place" if done.left_over else "")
