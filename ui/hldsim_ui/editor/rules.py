"""The pages of how things are decided: the agenda, kinds of design and their rules, other rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QBrush
from PySide6.QtWidgets import (
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import Fault, HldsimError
from hldsim.record.knowledge import known_rules, parameters
from hldsim.record.rulebook import CATALOGUES, choices
from hldsim.registry import told
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import SetValue
from hldsim.scenario.look import table_of, tables_of
from hldsim.scenario.schema import Scenario
from hldsim_ui.dialogs.rules import FAMILIES, rule_words
from hldsim_ui.editor.design import DesignChooser
from hldsim_ui.editor.entries import Entry, EntryPage
from hldsim_ui.editor.fields import Quiet, Spec
from hldsim_ui.editor.page import Page, Place, caption, heading, scrolled
from hldsim_ui.editor.settings import Settings
from hldsim_ui.theme.palette import Palette

ALL_FAMILIES = {key: words for key, words in FAMILIES.items() if key != "decision"} | {
    "belief": "What the room believes can pass"
}
"""Families of rules that a scenario has one of each, and what they decide."""


def named(name: str) -> str:
    """The name of a rule, for people."""
    return name.replace("_", " ")


def offers(scenario: Scenario | None, family: str) -> list[tuple[str, str]]:
    """Rules of a family with their names; those that a scenario cannot have say why."""
    if family not in CATALOGUES:
        return [(name, named(name)) for name in known_rules().get(family, ())]
    if scenario is None:
        return [(name, named(name)) for name in CATALOGUES[family]]
    return [
        (one.name, named(one.name) + (f" ({one.lacking})" if one.lacking else ""))
        for one in choices(scenario, family)
    ]


def about(scenario: Scenario | None, family: str, name: str) -> str:
    """What a rule says of itself, as rich text."""
    if family not in CATALOGUES or name not in CATALOGUES[family]:
        return ""
    if scenario is not None:
        one = next((c for c in choices(scenario, family) if c.name == name), None)
        if one is not None:
            return rule_words(one)
    return escape(told(CATALOGUES[family][name]).summary.replace("``", ""))


def infos_of(family: str, name: object) -> Any:
    """Parameters of a rule, none where there is no such rule."""
    try:
        return parameters(family, str(name))
    except HldsimError:
        return ()


class Built:
    """The scenario of the newest draft that could be built, for what rules ask of one."""

    def __init__(self) -> None:
        self._document: object = None
        self.scenario: Scenario | None = None

    def of(self, draft: Draft) -> Scenario | None:
        """The scenario of a draft, or of the last one that was sound."""
        if draft.document is not self._document:
            self._document = draft.document
            try:
                self.scenario = draft.build()
            except HldsimError:
                pass  # the last one that was sound says more than none
        return self.scenario


class WithRule(EntryPage):
    """Entries of which each has a rule (or is of a kind) with parameters."""

    family = ""
    rule_key = "rule"

    def __init__(self) -> None:
        super().__init__()
        self.built = Built()
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.RichText)
        self.settings = Settings()
        self.settings.wanted.connect(self._set_parameter)

    def show_more(self, draft: Draft, entry: Entry, faults: Mapping[str, Sequence[Fault]]) -> None:
        name = str(entry.get(self.rule_key, ""))
        self.about.setText(about(self.built.scenario, self.family, name))
        self.settings.show_settings(infos_of(self.family, name), entry, faults)

    def show_draft(self, draft: Draft) -> None:
        self.built.of(draft)
        super().show_draft(draft)

    def dress(self, palette: Palette) -> None:
        super().dress(palette)
        self.settings.dress(palette)

    def place_of(self, rest: Sequence[str | int]) -> QWidget | None:
        if rest:
            self.settings.choose(str(rest[0]))
            return self.settings.form.lines["a"]
        return None

    def _set_parameter(self, name: str, value: object) -> None:
        self.say_edit(SetValue(f"{self.path}.{name}", value), f"{self.path}.{name}")

    def _offered(self, _document: Mapping[str, Any], _entry: Entry) -> list[tuple[str, str]]:
        return offers(self.built.scenario, self.family)


class Agenda(WithRule):
    """Phases in their order, with the rounds of each."""

    title = "Agenda"
    into = "agenda"
    one = "phase"
    family = "phase"
    rule_key = "phase"

    def __init__(self) -> None:
        super().__init__()
        self.below.addWidget(self.about)
        self.below.addWidget(heading("Parameters"))
        self.below.addWidget(self.settings)

    @property
    def specs(self) -> tuple[Spec, ...]:  # type: ignore[override]
        """Fields of a phase."""
        return (
            Spec("label", "Label", "text", "What people call it"),
            Spec("id", "Id", "id", "Short name; files and paths use it"),
            Spec("phase", "Kind", "choice", "What is done in it", choices=self._offered),
            Spec("rounds", "Rounds", "whole", "How many rounds it takes, 1 to 10,000"),
        )

    def label(self, entry: Entry) -> str:
        rounds = entry.get("rounds", "?")
        return (
            f"{entry.get('label') or entry.get('id')} · {rounds} round{'' if rounds == 1 else 's'}"
        )

    def say(self, draft: Draft) -> str:
        rounds = [phase.get("rounds") for _, phase in tables_of(draft.document, "agenda")]
        total = sum(n for n in rounds if isinstance(n, int))
        fixed = "The agenda is fixed once a run is open: changes need a new run."
        return f"{total} rounds in all. {fixed}"


class Kinds(WithRule):
    """Which kind of design is adopted by which decision rule; the first that fits counts."""

    title = "Decision rules"
    into = "adoption"
    one = "kind of design"
    family = "decision"
    put_first = True

    def __init__(self) -> None:
        super().__init__()
        self.when = DesignChooser("any level")
        self.when.wanted.connect(self._chosen_level)
        self.below.addWidget(heading("For designs with"))
        self.below.addWidget(self.when)
        self.below.addWidget(heading("Rule"))
        self.below.addWidget(self.about)
        self.below.addWidget(self.settings)

    @property
    def specs(self) -> tuple[Spec, ...]:  # type: ignore[override]
        """Fields of a kind of design."""
        return (
            Spec("id", "Id", "id", "Short name of this kind of design"),
            Spec("rule", "Decision rule", "choice", "How it is adopted", choices=self._offered),
        )

    def label(self, entry: Entry) -> str:
        when = table_of(entry, "when")
        kind = ", ".join(f"{issue} {level}" for issue, level in when.items()) or "all others"
        return f"{entry.get('id')}: {kind} · {named(str(entry.get('rule', '')))}"

    def say(self, draft: Draft) -> str:
        return "The first kind that a design fits counts; the last takes every other design."

    def show_more(self, draft: Draft, entry: Entry, faults: Mapping[str, Sequence[Fault]]) -> None:
        super().show_more(draft, entry, faults)
        self.when.show_design(draft.document, table_of(entry, "when"), faults.get("when", ()))

    def _chosen_level(self, issue: str, level: str) -> None:
        path = f"{self.path}.when.{issue}"
        self.say_edit(SetValue(path, level), path)


class OneRule(QWidget):
    """A rule of a family and its parameters, at a place of the document."""

    def __init__(self, page: Page, built: Built) -> None:
        super().__init__()
        self._page, self._built = page, built
        self.family, self.path, self.key = "", "", "name"
        self.title = heading()
        self.box = Quiet()
        self.box.setAccessibleName("Rule")
        self.box.currentIndexChanged.connect(self._chosen)
        self.fault = QLabel()
        self.fault.setProperty("role", "danger")
        self.fault.setWordWrap(True)
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.RichText)
        self.settings = Settings(rows=5)
        self.settings.wanted.connect(self._set)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow("Rule", self.box)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(form)
        column.addWidget(self.fault)
        column.addWidget(self.about)
        column.addWidget(self.settings, 1)
        column.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def show_rule(self, draft: Draft, family: str, words: str, path: str, key: str) -> None:
        """Show the rule of a family, which stands at a path under a key."""
        self.family, self.path, self.key = family, path, key
        scenario = self._built.of(draft)
        steps = tuple(path.split("."))
        table: Mapping[str, Any] = draft.document
        for step in steps:
            table = table_of(table, step)
        faults: dict[str, list[Fault]] = {}
        for fault in draft.faults():
            if fault.path[: len(steps)] == steps and len(fault.path) > len(steps):
                faults.setdefault(str(fault.path[len(steps)]), []).append(fault)
        name = str(table.get(key, ""))
        self.title.setText(words)
        self.box.offer(offers(scenario, family), None, name)
        self.about.setText(about(scenario, family, name))
        said = " ".join(f"{f.value}: allowed: {f.allowed}." for f in faults.get(key, ()))
        self.fault.setText(said)
        self.fault.setVisible(bool(said))
        self.settings.show_settings(infos_of(family, name), table, faults)

    def _chosen(self, _: int) -> None:
        edit = SetValue(f"{self.path}.{self.key}", str(self.box.currentData()))
        self._page.edited.emit(edit, "")

    def _set(self, name: str, value: object) -> None:
        path = f"{self.path}.{name}"
        self._page.edited.emit(SetValue(path, value), path)


class Rules(Page):
    """One rule of each family, with its parameters."""

    title = "Rules"

    def __init__(self) -> None:
        super().__init__()
        self.built = Built()
        self.list = QListWidget()
        self.list.setAccessibleName("Families of rules")
        for key, words in ALL_FAMILIES.items():
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, self.fontMetrics().height() + 12))
            self.list.addItem(item)
        self.rule = OneRule(self, self.built)
        left = QWidget()
        side = QVBoxLayout(left)
        side.setContentsMargins(10, 8, 4, 8)
        side.addWidget(self.list, 1)
        side.addWidget(caption("Another rule starts from its own defaults; undo brings them back."))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.rule)
        split.setStretchFactor(1, 1)
        split.setSizes([300, 920])
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self.list.setCurrentRow(0)
        self.list.currentRowChanged.connect(lambda _: self._show())

    @property
    def family(self) -> str:
        """The family chosen."""
        return str(self.list.currentItem().data(Qt.ItemDataRole.UserRole))

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        wrong = {fault.path[1] for fault in draft.faults() if self.has(fault.path)}
        for n, (key, words) in enumerate(ALL_FAMILIES.items()):
            item = self.list.item(n)
            item.setText(words + ("  !" if key in wrong else ""))
            item.setForeground(QBrush(self.colours.danger) if key in wrong else QBrush())
        self._show()

    def _show(self) -> None:
        if self.draft is not None:
            key = self.family
            self.rule.show_rule(self.draft, key, ALL_FAMILIES[key], f"rules.{key}", "name")

    def dress(self, palette: Palette) -> None:
        super().dress(palette)
        self.rule.settings.dress(palette)

    def has(self, place: Place) -> bool:
        return len(place) > 1 and place[0] == "rules"

    def go_to(self, place: Place) -> None:
        if len(place) > 1 and place[1] in ALL_FAMILIES:
            self.list.setCurrentRow(list(ALL_FAMILIES).index(str(place[1])))
        if len(place) > 2 and place[2] != "name":
            self.rule.settings.choose(str(place[2]))
        else:
            self.rule.box.setFocus()


class Imputation(Page):
    """How preferences that nobody stated are drawn, and from which priors."""

    title = "Imputation"

    def __init__(self) -> None:
        super().__init__()
        self.built = Built()
        self.rule = OneRule(self, self.built)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rule)

    def show_draft(self, draft: Draft) -> None:
        super().show_draft(draft)
        words = "How preferences that the scenario does not state are drawn"
        self.rule.show_rule(draft, "imputation", words, "imputation", "rule")

    def dress(self, palette: Palette) -> None:
        super().dress(palette)
        self.rule.settings.dress(palette)

    def has(self, place: Place) -> bool:
        return tuple(place[:1]) == ("imputation",)

    def go_to(self, place: Place) -> None:
        if len(place) > 1 and place[1] != "rule":
            self.rule.settings.choose(str(place[1]))
        else:
            self.rule.box.setFocus()
