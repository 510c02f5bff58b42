"""Parameters of a rule: a table of all, and a form for the one that is chosen.

Any parameter may be a number, or a prior that is drawn from once a run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import Fault
from hldsim.registry import UNITS, ParameterInfo
from hldsim_ui.editor.fields import Line, Quiet, number_typed, written
from hldsim_ui.editor.page import caption, heading
from hldsim_ui.editor.parameter_model import PRIORS, ParameterModel, said
from hldsim_ui.editor.party_cells import Marked
from hldsim_ui.editor.prior_picture import PriorPicture, quantiles, sentence
from hldsim_ui.theme.palette import Palette

NUMBER = "number"
NO_LIMIT = (1 << 24) - 1
"""Qt's own word for a height without limit."""
_KINDS = ((NUMBER, "a number"), *((key, f"drawn: {words[0]}") for key, words in PRIORS.items()))


class SettingForm(QWidget):
    """One parameter: a number, or a prior with its two numbers and its bounds.

    ``wanted`` carries the name of the parameter and its value; an empty text is its default.
    """

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.info: ParameterInfo | None = None
        self._setting: Any = None
        self.title, self.about, self.draws = heading(), caption(), caption()
        self.title.setWordWrap(True)
        self.fault = QLabel()
        self.fault.setProperty("role", "danger")
        self.fault.setWordWrap(True)
        self.kind = Quiet()
        self.kind.setAccessibleName("A number, or drawn from a prior")
        self.kind.offer(_KINDS, None, NUMBER)
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.lines = {key: Line() for key in ("a", "b", "low", "high")}
        self.labels = {key: QLabel() for key in self.lines}
        for key, line in self.lines.items():
            line.setMaximumWidth(130)
            line.textEdited.connect(lambda text, key=key: self._typed(key, text))
            self.labels[key].setBuddy(line)
        self.lines["low"].setPlaceholderText("none")
        self.lines["high"].setPlaceholderText("none")
        self.default = QPushButton("Back to the default")
        self.default.clicked.connect(
            lambda: self.wanted.emit(self.info.name, "") if self.info else None
        )
        self.picture = PriorPicture()
        self._lay_out()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.addWidget(QLabel("Value"), 0, 0)
        grid.addWidget(self.kind, 0, 1)
        for n, key in enumerate(self.lines):
            row, place = divmod(n, 2)
            grid.addWidget(self.labels[key], row, 2 + 2 * place)
            grid.addWidget(self.lines[key], row, 3 + 2 * place)
        grid.addWidget(self.default, 0, 6)
        grid.setColumnStretch(7, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addLayout(grid)
        column.addWidget(self.fault)
        column.addWidget(self.picture)
        column.addWidget(self.draws)

    def show_setting(self, info: ParameterInfo, setting: Any, faults: Sequence[Fault]) -> None:
        """Show a parameter; ``setting`` is None where the scenario leaves it at its default."""
        self.info, self._setting = info, setting
        self.title.setText(f"{info.meaning[:1].upper()}{info.meaning[1:]}")
        unit = _unit(info.unit)
        evidence = "rests on a source" if info.evidence == "evidence" else "a dial"
        whence = "chosen by us" if info.source == "ours" else info.source
        held = "read in every round" if info.live else "read before the first round only"
        self.about.setText(
            f"{info.name} ({info.symbol}) · {unit} · from {info.low:g} to {info.high:g} · "
            f"default {info.default:g} · {evidence}, {whence} · {held}"
        )
        value = info.default if setting is None else setting
        prior = isinstance(value, Mapping)
        kind = str(value.get("kind", "")) if prior else NUMBER
        self.kind.offer(_KINDS, None, kind)
        words = PRIORS.get(kind, ("", "first", "second"))
        texts = {
            "a": words[1] if prior else "",
            "b": words[2],
            "low": "at least",
            "high": "at most",
        }
        for key, line in self.lines.items():
            here = value.get(key) if prior else value if key == "a" else None
            shown = prior or key == "a"
            line.setVisible(shown)
            self.labels[key].setVisible(shown and bool(texts[key]))
            self.labels[key].setText(texts[key])
            line.setAccessibleName(f"{info.meaning}: {texts[key] or 'value'}")
            if not (line.hasFocus() and number_typed(line.text()) == here):
                line.setText(said(here) if setting is None and here is not None else written(here))
        self.default.setEnabled(setting is not None)
        wrong = " ".join(f"{f.value}: allowed: {f.allowed}." for f in faults)
        self.fault.setText(wrong)
        self.fault.setVisible(bool(wrong))
        drawn = bool(quantiles(setting))
        self.picture.setVisible(drawn)
        self.draws.setVisible(drawn)
        if drawn:
            self.picture.show_setting(info, setting)
            self.draws.setText(sentence(setting))

    def _kind_chosen(self, _: int) -> None:
        if self.info is None:
            return
        info, kind = self.info, str(self.kind.currentData())
        now = self._setting if self._setting is not None else info.default
        middle = now.get("a") if isinstance(now, Mapping) else now
        middle = middle if isinstance(middle, int | float) else info.default
        self.wanted.emit(info.name, changed_kind(info, kind, float(middle)))

    def _typed(self, key: str, text: str) -> None:
        if self.info is None:
            return
        read = number_typed(text)
        now = self._setting if self._setting is not None else self.info.default
        if not isinstance(now, Mapping):
            self.wanted.emit(self.info.name, "" if read is None else read)
            return
        new = {k: v for k, v in now.items() if k != key}
        if read is not None:
            new = {k: read if k == key else v for k, v in now.items()} | {key: read}
        self.wanted.emit(self.info.name, new)


def changed_kind(info: ParameterInfo, kind: str, middle: float) -> Any:
    """Return a setting of another kind around the number there was.

    Its spread is a tenth of the range, and it stays within the range.
    """
    width = min((info.high - info.low) / 10.0, max(abs(middle) / 2.0, 0.05))
    low, high = _clean(info.low), _clean(info.high)
    middle = _clean(min(max(middle, info.low), info.high))
    match kind:
        case "normal":
            return {"kind": kind, "a": middle, "b": _clean(width), "low": low, "high": high}
        case "lognormal":
            start = middle if middle > 0 else _clean(max(info.high / 10.0, 0.01))
            return {"kind": kind, "a": start, "b": 0.3, "low": low, "high": high}
        case "uniform":
            ends = max(info.low, middle - width), min(info.high, middle + width)
            return {"kind": kind, "a": _clean(ends[0]), "b": _clean(ends[1])}
        case "beta":
            return {"kind": kind, "a": 2, "b": 2, "low": low, "high": high}
    return middle


def _clean(number: float) -> float | int:
    """A number without the tail of a division; whole ones as such."""
    rounded = float(f"{number:.6g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e9 else rounded


def _unit(unit: str) -> str:
    return UNITS.get(unit, unit)


class Settings(QWidget):
    """All parameters of a rule. ``wanted`` carries a name and a value, as `SettingForm` does."""

    wanted = Signal(str, object)

    def __init__(self, rows: int = 9) -> None:
        super().__init__()
        self._rows = rows
        self.model = ParameterModel()
        self.model.setParent(self)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.cells = Marked(self.view)
        self.view.setItemDelegate(self.cells)
        self.view.setAccessibleName("Parameters")
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTabKeyNavigation(False)
        self.view.setStyleSheet("QTableView::item { padding: 0 6px; }")
        self.view.setShowGrid(False)
        self.view.setAlternatingRowColors(True)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.form = SettingForm()
        self.form.wanted.connect(self.wanted)
        self.none = caption("This rule has no parameters.")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.none)
        column.addWidget(self.view, 1)
        column.addWidget(self.form)
        self.view.selectionModel().currentChanged.connect(self._moved)

    def show_settings(
        self,
        infos: tuple[ParameterInfo, ...],
        settings: Mapping[str, Any],
        faults: Mapping[str, Sequence[Fault]],
    ) -> None:
        """Show the parameters of a rule and what a scenario sets."""
        other = infos != self.model.infos
        self.model.show(infos, settings, faults)
        self.none.setVisible(not infos)
        self.view.setVisible(bool(infos))
        self.form.setVisible(bool(infos))
        if not infos:
            return
        if other:
            self.view.resizeColumnsToContents()
            self.view.setColumnWidth(0, min(max(self.view.columnWidth(0), 200), 380))
            self.view.setColumnWidth(2, max(self.view.columnWidth(2), 190))
            rows = min(len(infos), self._rows)
            height = rows * self.view.verticalHeader().defaultSectionSize() + 18
            height += self.view.horizontalHeader().sizeHint().height()
            self.view.setMinimumHeight(height)
            self.view.setMaximumHeight(height if len(infos) <= self._rows else NO_LIMIT)
            self.view.selectRow(0)
        self._show_chosen()

    def choose(self, name: str) -> None:
        """Stand on a parameter."""
        for n, info in enumerate(self.model.infos):
            if info.name == name:
                self.view.selectRow(n)
                self.form.lines["a"].setFocus()

    def dress(self, palette: Palette) -> None:
        """Take the colours of a theme."""
        self.cells.palette = palette
        self.form.picture.colours = palette
        self.form.picture.update()
        self.view.viewport().update()

    def _moved(self, _new: QModelIndex, _old: QModelIndex) -> None:
        self._show_chosen()

    def _show_chosen(self) -> None:
        row = self.view.currentIndex().row()
        if 0 <= row < len(self.model.infos):
            info = self.model.infos[row]
            model = self.model
            self.form.show_setting(
                info, model.settings.get(info.name), model.faults.get(info.name, ())
            )
