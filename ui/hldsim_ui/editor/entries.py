"""Pages that are a list and a form: issues, proposals, blocs, phases, kinds of design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import Fault
from hldsim.scenario.blanks import copy_of, new_entry
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Add, Edit, Move, Remove, Rename, SetValue
from hldsim_ui.editor.fields import Form, Spec
from hldsim_ui.editor.page import Page, Place, buttons, caption, heading, row_of, scrolled
from hldsim_ui.theme.palette import Palette

Entry = Mapping[str, Any]


class EntryPage(Page):
    """A list of entries, and the one that is chosen as a form.

    A page says in class attributes which list it is about and which fields an entry has; what is
    more than fields it puts into ``below`` and shows in ``show_more``.
    """

    into = ""
    one = "entry"
    specs: tuple[Spec, ...] = ()
    ordered = True
    put_first = False

    def __init__(self) -> None:
        super().__init__()
        self.chosen = ""
        self.list = QListWidget()
        self.list.setAccessibleName(self.title)
        self.list.currentItemChanged.connect(self._picked)
        self.tools = buttons(
            (
                ("add", "Add", f"A new {self.one}", self.add),
                ("duplicate", "Duplicate", f"A copy of this {self.one}", self.duplicate),
                ("remove", "Remove", f"Take this {self.one} out, undoable", self.remove),
                ("up", "Up", "One place up", lambda: self.move_by(-1)),
                ("down", "Down", "One place down", lambda: self.move_by(1)),
            )
        )
        for name in ("up", "down"):
            self.tools[name].setVisible(self.ordered)
        self.name = heading()
        self.note = caption()
        self.form = Form(self.specs)
        self.form.wanted.connect(self.set)
        self.below = QVBoxLayout()
        self.below.setSpacing(8)
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(10, 8, 4, 8)
        side.addWidget(row_of(*self.tools.values(), 1))
        side.addWidget(self.list, 1)
        side.addWidget(self.note)
        column = QVBoxLayout(right)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(self.name)
        column.addWidget(self.form)
        column.addLayout(self.below)
        column.addStretch(1)
        self.scroll = scrolled(right)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.scroll)
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 860])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)

    # ---------------------------------------------------------------- what a page fills in

    def label(self, entry: Entry) -> str:
        """What the list says of an entry."""
        return str(entry.get("name") or entry.get("label") or entry.get("id"))

    def show_more(self, draft: Draft, entry: Entry, faults: Mapping[str, Sequence[Fault]]) -> None:
        """Show what an entry has besides its fields."""

    def say(self, draft: Draft) -> str:
        """What stands below the list."""
        return ""

    # ---------------------------------------------------------------- showing

    def entries(self) -> list[Entry]:
        """The entries of the draft."""
        found = self.draft.document.get(self.into, ()) if self.draft else ()
        return [entry for entry in found if isinstance(entry, Mapping)]

    @property
    def entry(self) -> Entry | None:
        """The entry chosen."""
        return next((e for e in self.entries() if e.get("id") == self.chosen), None)

    @property
    def path(self) -> str:
        """Path of the entry chosen."""
        return f"{self.into}[{self.chosen}]"

    def show_draft(self, draft: Draft) -> None:
        place = self.list.currentRow()
        super().show_draft(draft)
        entries = self.entries()
        names = [str(entry.get("id")) for entry in entries]
        if self.chosen not in names:
            self.chosen = names[min(max(place, 0), len(names) - 1)] if names else ""
        self._fill_list(entries)
        self._show_entry()

    def _fill_list(self, entries: Sequence[Entry]) -> None:
        faulty = self._faults_by_row()
        self.list.blockSignals(True)
        while self.list.count() > len(entries):
            self.list.takeItem(self.list.count() - 1)
        for n, entry in enumerate(entries):
            item = self.list.item(n)
            if item is None:
                item = QListWidgetItem()
                self.list.addItem(item)
            text = self.label(entry) + ("  !" if n in faulty else "")
            if item.text() != text:
                item.setText(text)
                item.setSizeHint(QSize(0, self.fontMetrics().height() + 12))
            item.setData(Qt.ItemDataRole.UserRole, str(entry.get("id")))
            item.setForeground(QBrush(self.colours.danger) if n in faulty else QBrush())
            item.setToolTip(" ".join(str(fault) for fault in faulty.get(n, ())))
            if entry.get("id") == self.chosen:
                self.list.setCurrentRow(n)
        self.list.blockSignals(False)

    def _faults_by_row(self) -> dict[int, list[Fault]]:
        found: dict[int, list[Fault]] = {}
        for fault in self.draft.faults() if self.draft else ():
            match fault.path:
                case (self.into, int(n), *_):
                    found.setdefault(n, []).append(fault)
        return found

    def _show_entry(self) -> None:
        draft, entry = self.draft, self.entry
        for widget in (self.form, self.name):
            widget.setVisible(entry is not None)
        self.show_below(entry is not None)
        for name in ("duplicate", "remove", "up", "down"):
            self.tools[name].setEnabled(entry is not None)
        if draft is None:
            return
        self.note.setText(self.say(draft))
        self.note.setVisible(bool(self.note.text()))
        if entry is None:
            return
        number = next(n for n, e in enumerate(self.entries()) if e is entry)
        by_key: dict[str, list[Fault]] = {}
        rest = []
        for fault in self._faults_by_row().get(number, ()):
            key = str(fault.path[2]) if len(fault.path) > 2 else ""
            by_key.setdefault(key, []).append(fault)
            if not key:
                rest.append(fault)
        self.name.setText(self.label(entry))
        self.form.show_values(draft.document, entry, by_key)
        if rest and "id" in self.form.fields:
            self.form.fields["id"].complain(rest)
        self.show_more(draft, entry, by_key)

    def show_below(self, on: bool) -> None:
        """Hide what is below the fields where nothing is chosen."""
        for n in range(self.below.count()):
            widget = self.below.itemAt(n).widget()
            if widget is not None:
                widget.setVisible(on)

    def _picked(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen = str(item.data(Qt.ItemDataRole.UserRole))
            self._show_entry()

    def dress(self, palette: Palette) -> None:
        super().dress(palette)
        if self.draft is not None:
            self._fill_list(self.entries())

    def has(self, place: Place) -> bool:
        return tuple(place[:1]) == (self.into,)

    def go_to(self, place: Place) -> None:
        match tuple(place):
            case (_, int(n), *rest) if n < self.list.count():
                self.list.setCurrentRow(n)
                field = self.form.fields.get(str(rest[0])) if rest else None
                widget = field.widget if field is not None else self.place_of(rest)
                if widget is not None:
                    widget.setFocus()
                    self.scroll.ensureWidgetVisible(widget)
                    return
        self.list.setFocus()

    def place_of(self, rest: Sequence[str | int]) -> QWidget | None:
        """The widget for what lies below an entry, where it is no field."""
        return None

    # ---------------------------------------------------------------- changing

    def say_edit(self, edit: Edit, grip: str = "") -> None:
        """Ask for an edit."""
        self.edited.emit(edit, grip)

    def set(self, key: str, value: object) -> None:
        """Ask for a value of the entry chosen; a new id is a renaming."""
        entry = self.entry
        if entry is None or self.draft is None:
            return
        if key == "id":
            if str(value) != self.chosen:
                self._rename(str(value))
            return
        spec = next((spec for spec in self.specs if spec.key == key), None)
        if spec is not None and spec.kind == "names" and not value:
            value = ""
        if spec is not None and value == spec.fallback and key not in entry:
            return
        if value in (None, "") and key not in entry:
            return
        self.say_edit(SetValue(f"{self.path}.{key}", value), f"{self.path}.{key}")

    def _rename(self, new: str) -> None:
        """Rename the entry, and stand on it under its new name as soon as it has it."""
        old, self.chosen = self.chosen, new
        self.say_edit(Rename(f"{self.into}[{old}]", new))
        if all(entry.get("id") != new for entry in self.entries()):
            self.chosen = old
            self._show_entry()

    def add(self) -> None:
        """Add an entry and begin to name it."""
        if self.draft is None:
            return
        self._add(new_entry(self.draft.document, self.into))

    def duplicate(self) -> None:
        """Add a copy of the entry chosen."""
        if self.draft is not None and self.entry is not None:
            self._add(copy_of(self.draft.document, self.into, self.chosen))

    def _add(self, entry: Entry) -> None:
        at = 0 if self.put_first else None
        self.chosen = str(entry["id"])
        self.say_edit(Add(self.into, entry, at))
        first = next((s.key for s in self.specs if s.kind == "text"), "")
        if first:
            field = self.form.fields[first].widget
            field.setFocus()
            if hasattr(field, "selectAll"):
                field.selectAll()

    def remove(self) -> None:
        """Take the entry chosen out; undo brings it back."""
        if self.entry is not None:
            name = self.label(self.entry)
            self.say_edit(Remove((self.path,)))
            self.told.emit(f"Removed {name}, and what named it; Ctrl+Z brings both back")

    def move_by(self, steps: int) -> None:
        """Move the entry chosen up or down."""
        to = self.list.currentRow() + steps
        if 0 <= to < self.list.count():
            self.say_edit(Move(self.path, to))
