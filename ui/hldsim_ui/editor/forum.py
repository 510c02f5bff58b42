"""The pages of what is negotiated and by whom in groups: issues, proposals, blocs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from hldsim.errors import Fault
from hldsim.scenario.blanks import new_entry
from hldsim.scenario.columns import split_list
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import Add, Cell, Move, Remove, Rename, SetCells, SetValue
from hldsim.scenario.look import tables_of
from hldsim_ui.editor.design import DesignChooser
from hldsim_ui.editor.entries import Entry, EntryPage
from hldsim_ui.editor.fields import Spec
from hldsim_ui.editor.members import Members
from hldsim_ui.editor.page import buttons, caption, heading, row_of

_ID = Spec("id", "Id", "id", "Short name; files and paths use it. Whoever names it follows.")


def _levels(_document: Mapping[str, Any], issue: Entry) -> list[tuple[str, str]]:
    return [(str(x.get("id")), str(x.get("name"))) for _, x in tables_of(issue, "levels")]


def _proposals(document: Mapping[str, Any], _bloc: Entry) -> list[tuple[str, str]]:
    return [(str(p.get("id")), str(p.get("label"))) for _, p in tables_of(document, "proposals")]


class Levels(QTableWidget):
    """The levels of an issue: name, id, and how far a forum of that level reaches."""

    def __init__(self) -> None:
        super().__init__(0, 3)
        self.setHorizontalHeaderLabels(["Level", "Id", "Scope"])
        self.setAccessibleName("Levels of the issue")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setColumnWidth(1, 170)
        self.setMinimumHeight(190)

    def show_levels(self, levels: Sequence[Mapping[str, Any]], faulty: set[int]) -> None:
        """Show levels; what was chosen stays so."""
        self.blockSignals(True)
        self.setRowCount(len(levels))
        for n, level in enumerate(levels):
            for column, key in enumerate(("name", "id", "scope")):
                text = str(level.get(key, ""))
                item = self.item(n, column)
                if item is None:
                    item = QTableWidgetItem()
                    self.setItem(n, column, item)
                if item.text() != text:
                    item.setText(text)
                item.setToolTip(_SCOPE if key == "scope" else "")
            mark = QTableWidgetItem(f"{n + 1}{' !' if n in faulty else ''}")
            self.setVerticalHeaderItem(n, mark)
        self.blockSignals(False)


_SCOPE = "How far it reaches: none, regional, global, or blank (only where the issue says)"


class Issues(EntryPage):
    """What is at stake, and the levels each issue can have."""

    title = "Issues"
    about = "What is negotiated, and which levels there are"
    into = "issues"
    one = "issue"
    specs = (
        Spec("name", "Name", "text", "What people call it"),
        _ID,
        Spec(
            "status_quo",
            "As it is now",
            "choice",
            "The level in force if nothing is agreed",
            choices=_levels,
        ),
        Spec(
            "ordered",
            "Order",
            "switch",
            "The levels stand in an order, so that one can be further than another",
            fallback=True,
        ),
        Spec(
            "core",
            "Core",
            "switch",
            "Proposals form along this issue: amendments leave it alone",
            fallback=False,
        ),
        Spec("note", "Note", "long", "What it is about, and where that is said"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.levels = Levels()
        self.levels.itemChanged.connect(self._typed)
        self.level_tools = buttons(
            (
                ("add", "Add level", "A new level at the end", self._add_level),
                ("remove", "Remove level", "Take the level out of the issue", self._remove_level),
                ("up", "Up", "One place up", lambda: self._move_level(-1)),
                ("down", "Down", "One place down", lambda: self._move_level(1)),
            )
        )
        self.below.addWidget(heading("Levels"))
        self.below.addWidget(self.levels)
        self.below.addWidget(row_of(*self.level_tools.values(), 1))
        self.below.addWidget(
            caption("A level that goes takes its values along; designs that named it fall back.")
        )

    def label(self, entry: Entry) -> str:
        count = len([x for x in entry.get("levels", ()) if isinstance(x, Mapping)])
        return f"{super().label(entry)} · {count} levels"

    def say(self, draft: Draft) -> str:
        size = 1
        for _, issue in tables_of(draft.document, "issues"):
            size *= max(len(list(tables_of(issue, "levels"))), 1)
        return f"{size:,} outcomes in all"

    def show_more(self, draft: Draft, entry: Entry, faults: Mapping[str, Sequence[Fault]]) -> None:
        self.name.setText(EntryPage.label(self, entry))
        faulty = {f.path[3] for f in faults.get("levels", ()) if len(f.path) > 3}
        levels = [level for level in entry.get("levels", ()) if isinstance(level, Mapping)]
        self.levels.show_levels(levels, {n for n in faulty if isinstance(n, int)})

    def place_of(self, rest: Sequence[str | int]) -> QWidget | None:
        return self.levels if rest and rest[0] == "levels" else None

    def _level_path(self, row: int) -> str:
        entry = self.entry
        levels = list(entry.get("levels", ())) if entry is not None else []
        return f"{self.path}.levels[{levels[row].get('id')}]" if 0 <= row < len(levels) else ""

    def _typed(self, item: QTableWidgetItem) -> None:
        path = self._level_path(item.row())
        if not path:
            return
        text = item.text().strip()
        if item.column() == 1:
            self.say_edit(Rename(path, text))
        else:
            key = "name" if item.column() == 0 else "scope"
            self.say_edit(SetValue(f"{path}.{key}", text))
        if self.draft is not None:
            self.show_draft(self.draft)  # what was refused is shown as it is

    def _add_level(self) -> None:
        if self.draft is None or self.entry is None:
            return
        into = f"{self.path}.levels"
        self.say_edit(Add(into, new_entry(self.draft.document, into)))
        last = self.levels.rowCount() - 1
        self.levels.setFocus()
        self.levels.setCurrentCell(last, 0)
        self.levels.editItem(self.levels.item(last, 0))

    def _remove_level(self) -> None:
        path = self._level_path(self.levels.currentRow())
        if path:
            self.say_edit(Remove((path,)))
        else:
            self.told.emit("Choose the level to remove")

    def _move_level(self, steps: int) -> None:
        row = self.levels.currentRow()
        path, to = self._level_path(row), row + steps
        if path and 0 <= to < self.levels.rowCount():
            self.say_edit(Move(path, to))
            self.levels.setCurrentCell(to, 0)


class Proposals(EntryPage):
    """What is on the table: designs, level by level."""

    title = "Proposals"
    about = "Designs on the table, and who tabled them"
    into = "proposals"
    one = "proposal"
    specs = (
        Spec("label", "Label", "text", "What people call it"),
        _ID,
        Spec(
            "kind",
            "Kind",
            "choice",
            "A forum competes with the others; a further text is put after them",
            choices=lambda *_: [
                ("forum", "Forum: competes"),
                ("further", "Further text: put after"),
            ],
            fallback="forum",
        ),
        Spec("sponsors", "Sponsors", "names", "Ids of parties or blocs, with ; between"),
        Spec("summary", "Summary", "long", "In a sentence or two"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.design = DesignChooser("as it is now: {level}")
        self.design.wanted.connect(self._chosen_level)
        self.below.addWidget(heading("Design"))
        self.below.addWidget(self.design)

    def show_more(self, draft: Draft, entry: Entry, faults: Mapping[str, Sequence[Fault]]) -> None:
        design = entry.get("design")
        self.design.show_design(
            draft.document, design if isinstance(design, Mapping) else {}, faults.get("design", ())
        )

    def place_of(self, rest: Sequence[str | int]) -> QWidget | None:
        box = self.design.boxes.get(str(rest[1])) if len(rest) > 1 else None
        return box or next(iter(self.design.boxes.values()), None)

    def _chosen_level(self, issue: str, level: str) -> None:
        self.say_edit(SetValue(f"{self.path}.design.{issue}", level), f"{self.path}.design.{issue}")


class Blocs(EntryPage):
    """Standing groups, their line and who belongs to them."""

    title = "Blocs"
    about = "Standing groups of parties"
    into = "blocs"
    one = "bloc"
    specs = (
        Spec("name", "Name", "text", "What people call it"),
        _ID,
        Spec(
            "line",
            "Line",
            "choice",
            "The proposal it has declared for",
            choices=_proposals,
            blank="none declared",
        ),
        Spec(
            "discipline",
            "Discipline",
            "number",
            "Utility that members credit to the line, 0 to 1",
            fallback=0.0,
        ),
        Spec("note", "Note", "long", "Where that is said"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.members = Members()
        self.members.wanted.connect(self._ticked)
        self.count = heading()
        self.below.addWidget(self.count)
        self.below.addWidget(self.members)

    def label(self, entry: Entry) -> str:
        return f"{entry.get('name') or entry.get('id')} ({entry.get('id')})"

    def show_more(self, draft: Draft, entry: Entry, faults: Mapping[str, Sequence[Fault]]) -> None:
        rows = [row for _, row in tables_of(draft.document, "parties")]
        count = self.members.show_members(rows, self.chosen)
        self.count.setText(f"Members: {count}")

    def _ticked(self, row: int, belongs: bool) -> None:
        if self.draft is None:
            return
        names = split_list(self.draft.document["parties"][row].get("blocs"))
        others = [name for name in names if name != self.chosen]
        new = [*names, self.chosen] if belongs and self.chosen not in names else others
        self.say_edit(SetCells((Cell(row, "blocs", ";".join(new if belongs else others)),)))
