"""Fields of a form: each shows one value of the draft, and says what a person wants it to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import Fault
from hldsim.scenario.columns import split_list
from hldsim.scenario.numerals import Unclear, read_number
from hldsim_ui.fence import guarded

Choices = Callable[[Mapping[str, Any], Mapping[str, Any]], Sequence[tuple[str, str]]]
"""From a document and the entry that is shown to (value, words) of what may be chosen."""


@dataclass(frozen=True)
class Spec:
    """One field: the key it sets, its words, its kind, and what it means.

    ``kind`` is ``"id"``, ``"text"``, ``"long"``, ``"number"``, ``"whole"``, ``"switch"``,
    ``"choice"`` or ``"names"`` (a list of ids). ``blank`` is what a choice says of no value, None
    where there must be one; ``fallback`` what the value is where it is absent.
    """

    key: str
    words: str
    kind: str
    about: str = ""
    choices: Choices | None = None
    blank: str | None = None
    fallback: object = None


class Line(QLineEdit):
    """A line whose undo is the draft's."""

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)


class Lines(QPlainTextEdit):
    """Several lines whose undo is the draft's; Tab leads on."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 14)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_undo(event):
            event.ignore()
            return False
        return super().event(event)


def _is_undo(event: QEvent) -> bool:
    keys = QKeySequence.StandardKey
    return isinstance(event, QKeyEvent) and (event.matches(keys.Undo) or event.matches(keys.Redo))


class Quiet(QComboBox):
    """A choice that the wheel does not change while one scrolls past it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)

    @guarded()
    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()

    def offer(self, choices: Sequence[tuple[str, str]], blank: str | None, value: object) -> None:
        """Offer choices and stand on one; a value that is none of them is offered as a fault."""
        offered = [] if blank is None else [("", blank)]
        offered += choices
        here = "" if value is None else str(value)
        if here not in [key for key, _ in offered]:
            offered.append((here, f"{here or 'nothing'} (not allowed)"))
        self.blockSignals(True)
        there = [(self.itemData(n), self.itemText(n)) for n in range(self.count())]
        if there != offered:
            self.clear()
            for key, words in offered:
                self.addItem(words, key)
        self.setCurrentIndex([key for key, _ in offered].index(here))
        self.blockSignals(False)


class Field(QObject):
    """A widget for a `Spec`; ``wanted`` carries the key and the value."""

    wanted = Signal(str, object)

    def __init__(self, spec: Spec, parent: QObject) -> None:
        super().__init__(parent)
        self.spec = spec
        self.fault = QLabel()
        self.fault.setProperty("role", "danger")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.widget = self._make()
        self.widget.setAccessibleName(spec.words)
        self.widget.setToolTip(spec.about)
        self.holder = QWidget()
        column = QVBoxLayout(self.holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.widget)
        column.addWidget(self.fault)

    def _make(self) -> QWidget:
        spec = self.spec
        if spec.kind == "switch":
            box = QCheckBox(spec.about)
            box.clicked.connect(lambda on: self.wanted.emit(spec.key, bool(on)))
            return box
        if spec.kind == "choice":
            choice = Quiet()
            choice.currentIndexChanged.connect(
                lambda _: self.wanted.emit(spec.key, choice.currentData())
            )
            return choice
        if spec.kind == "long":
            lines = Lines()
            lines.textChanged.connect(lambda: self.wanted.emit(spec.key, lines.toPlainText()))
            return lines
        line = Line()
        if spec.kind == "id":
            line.editingFinished.connect(lambda: self._say(line.text().strip()))
        else:
            line.textEdited.connect(self._say)
        return line

    def _say(self, text: str) -> None:
        self.wanted.emit(self.spec.key, self.read(text))

    def read(self, text: str) -> object:
        """Turn what was typed into a value; what is no number stays a text, to be seen."""
        match self.spec.kind:
            case "names":
                return list(split_list(text.replace(",", ";")))
            case "number" | "whole":
                return number_typed(text)
        return text

    def show(self, document: Mapping[str, Any], entry: Mapping[str, Any]) -> None:
        """Show the value an entry has, without saying that anybody wanted it."""
        spec, widget = self.spec, self.widget
        value = entry.get(spec.key)
        value = spec.fallback if value is None else value
        widget.blockSignals(True)
        if isinstance(widget, QCheckBox):
            widget.setChecked(bool(value))
        elif isinstance(widget, Quiet):
            choices = spec.choices(document, entry) if spec.choices else ()
            widget.offer(choices, spec.blank, value)
        elif isinstance(widget, QPlainTextEdit):
            text = "" if value is None else str(value)
            if widget.toPlainText() != text:
                widget.setPlainText(text)
        elif isinstance(widget, QLineEdit):
            text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else written(value)
            same = self.read(widget.text()) == value and type(self.read(widget.text())) is type(
                value
            )
            if not (widget.hasFocus() and same):
                widget.setText(text)
        widget.blockSignals(False)

    def complain(self, faults: Sequence[Fault]) -> None:
        """Say what is wrong with the value, if anything."""
        text = " ".join(f"{fault.value}: allowed: {fault.allowed}." for fault in faults)
        self.fault.setText(text)
        self.fault.setVisible(bool(text))


class Form(QWidget):
    """Fields below each other. ``wanted`` carries a key and the value it is to have."""

    wanted = Signal(str, object)

    def __init__(self, specs: Sequence[Spec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        for spec in specs:
            field = Field(spec, self)
            field.wanted.connect(self.wanted)
            label = QLabel(spec.words)
            label.setBuddy(field.widget)
            label.setToolTip(spec.about)
            label.setMinimumWidth(110)
            self.form.addRow(label, field.holder)
            self.fields[spec.key] = field

    def show_values(
        self,
        document: Mapping[str, Any],
        values: Mapping[str, Any],
        faults: Mapping[str, Sequence[Fault]],
    ) -> None:
        """Show an entry of a document and what is wrong with it, by key."""
        for key, field in self.fields.items():
            field.show(document, values)
            field.complain(faults.get(key, ()))


def number_typed(text: str) -> object:
    """Read a number as it is typed in the window: None for a blank, the text where it is none."""
    plain = text.strip()
    if not plain:
        return None
    read = read_number(plain)
    if isinstance(read, Unclear):
        return read.with_point if "." in plain else plain
    return plain if read is None else read


def written(value: object) -> str:
    """Write a value as one may type it."""
    if value is None:
        return ""
    return f"{value!r}" if isinstance(value, float) else str(value)
