"""The parameters of a rule as rows: meaning, symbol, value, unit, range, default, source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from hldsim.errors import Fault
from hldsim.registry import ParameterInfo
from hldsim_ui.editor.party_model import MARKS
from hldsim_ui.fence import guarded

Index = QModelIndex | QPersistentModelIndex
HEADINGS = ("Parameter", "Symbol", "Value", "Unit", "Range", "Default", "Source", "When read")
PRIORS = {
    "normal": ("normal", "mean", "standard deviation"),
    "lognormal": ("lognormal", "median", "s.d. of the logarithm"),
    "uniform": ("uniform", "low", "high"),
    "beta": ("beta", "shape a", "shape b"),
}
"""Kind of prior -> its name, and what its two numbers are."""


def said(value: object) -> str:
    """Say a setting: a number, or a prior with its bounds.

    Examples
    --------
    >>> said({"kind": "normal", "a": 0.5, "b": 0.07, "low": 0, "high": 1})
    'normal (0.5, 0.07) within 0 to 1'
    """
    if not isinstance(value, Mapping):
        return f"{value:g}" if isinstance(value, float) else str(value)
    text = f"{value.get('kind')} ({_short(value.get('a'))}, {_short(value.get('b'))})"
    low, high = value.get("low"), value.get("high")
    if low is not None and high is not None:
        return f"{text} within {_short(low)} to {_short(high)}"
    if low is not None:
        return f"{text}, at least {_short(low)}"
    return text if high is None else f"{text}, at most {_short(high)}"


def _short(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


class ParameterModel(QAbstractTableModel):
    """Parameters of one rule, with what the scenario sets."""

    def __init__(self) -> None:
        super().__init__()
        self.infos: tuple[ParameterInfo, ...] = ()
        self.settings: Mapping[str, Any] = {}
        self.faults: Mapping[str, Sequence[Fault]] = {}

    def show(
        self,
        infos: tuple[ParameterInfo, ...],
        settings: Mapping[str, Any],
        faults: Mapping[str, Sequence[Fault]],
    ) -> None:
        """Show parameters and what they are set to."""
        if infos != self.infos:
            self.beginResetModel()
            self.infos, self.settings, self.faults = infos, settings, faults
            self.endResetModel()
            return
        self.settings, self.faults = settings, faults
        if infos:
            corner = self.index(len(infos) - 1, len(HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.infos)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADINGS)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        info = self.infos[index.row()]
        is_set = info.name in self.settings
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(info)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{info.name}: {info.meaning}"
        if role == MARKS and index.column() == 2:
            marks = {"fault"} if info.name in self.faults else set()
            marks |= {"imputed"} if isinstance(self.settings.get(info.name), Mapping) else set()
            return frozenset(marks)
        if role == Qt.ItemDataRole.FontRole and is_set and index.column() == 2:
            return None
        return None

    def _cells(self, info: ParameterInfo) -> tuple[str, ...]:
        value = self.settings.get(info.name, info.default)
        return (
            info.meaning[:1].upper() + info.meaning[1:],
            info.symbol,
            said(value) if info.name in self.settings else f"{info.default:g}",
            "" if info.unit == "1" else info.unit,
            f"{info.low:g} to {info.high:g}",
            f"{info.default:g}",
            ("" if info.evidence == "dial" else "evidence: ") + info.source,
            "every round" if info.live else "at the start",
        )

    @guarded()
    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role == Qt.ItemDataRole.DisplayRole and way == Qt.Orientation.Horizontal:
            return HEADINGS[section]
        return None
