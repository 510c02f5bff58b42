"""Rows of the meeting's record: a heading a round, a sentence an event; thousands of them, fast."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from hldsim.domain.events import Event
from hldsim.record.history import History, Snapshot
from hldsim.report.sentences import sentence
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import LIGHT, Palette

NOBODY = -1
PARTY_ROLE = Qt.ItemDataRole.UserRole
"""Party index of a row, `NOBODY` for rows about nobody."""
HEADING_ROLE = Qt.ItemDataRole.UserRole + 1
"""Whether a row is a heading."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """One line of the record; a heading has no event."""

    k: int
    words: str
    event: Event | None = None

    @property
    def party(self) -> int:
        """Party the line is about, or `NOBODY`."""
        return NOBODY if self.event is None else self.event.party


@dataclass(frozen=True)
class Wanted:
    """Which lines are shown; empty text, kind and party let everything through."""

    words: str = ""
    kind: str = ""
    party: int = NOBODY

    def lets(self, row: Row) -> bool:
        """Whether a line about an event is shown."""
        if row.event is None:
            return False
        if self.kind and row.event.kind != self.kind:
            return False
        if self.party != NOBODY and row.event.party != self.party:
            return False
        return not self.words or self.words in row.words.casefold()


class RecordRows(QAbstractListModel):
    """Sentences up to a round. Rounds already told are kept, so that a new one costs itself."""

    def __init__(self) -> None:
        super().__init__()
        self.palette = LIGHT
        self._scenario: Scenario | None = None
        self._told: list[tuple[Snapshot, list[Row]]] = []
        self._shown: list[Row] = []
        self._wanted = Wanted()
        self._k = -1
        self._dots: dict[int, QIcon] = {}
        self._bold = QFont()
        self._bold.setWeight(QFont.Weight.DemiBold)

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Take a scenario and colours; nothing is told yet of another scenario."""
        if scenario is not self._scenario:
            self.clear()
            self._scenario = scenario
        self.palette = palette
        self._dots = {}
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def show_round(self, history: History, k: int) -> None:
        """Show the record up to round ``k``."""
        self._tell(history, k)
        self._k = k
        self._show()

    def want(self, wanted: Wanted) -> None:
        """Show only some of the lines."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._show()

    def clear(self) -> None:
        """Forget everything."""
        self._told, self._k = [], -1
        self._show()

    def kinds(self) -> list[str]:
        """List the kinds of events told so far, in order of appearance."""
        rows = (row for _, rows in self._told for row in rows)
        return list(dict.fromkeys(row.event.kind for row in rows if row.event is not None))

    def row(self, n: int) -> Row:
        """Return a line on show."""
        return self._shown[n]

    def words(self) -> list[str]:
        """Return all lines on show."""
        return [row.words for row in self._shown]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        row = self._shown[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.words
        if role == PARTY_ROLE:
            return row.party
        if role == HEADING_ROLE:
            return row.event is None
        return self._look(row, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return Qt.ItemFlag.NoItemFlags
        if self._shown[index.row()].event is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _look(self, row: Row, role: int) -> object:
        if row.event is None:
            if role == Qt.ItemDataRole.FontRole:
                return self._bold
            return self.palette.muted if role == Qt.ItemDataRole.ForegroundRole else None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._dot(row.event)
        if role == Qt.ItemDataRole.ForegroundRole:
            colours = {"adopted": self.palette.good, "refused": self.palette.danger}
            return colours.get(row.event.kind, self.palette.text)
        if role == Qt.ItemDataRole.FontRole and row.event.kind in ("adopted", "refused"):
            return self._bold
        return None

    def _dot(self, event: Event) -> QIcon:
        """A dot in the colour of the coalition a line is about; a ring where it is about none."""
        about = event.fields.get("proposal") or event.fields.get("stated")
        index = {} if self._scenario is None else self._scenario.proposal_index
        d = index.get(str(about), NOBODY)
        if d != NOBODY and self._scenario and self._scenario.proposals[d].kind != "forum":
            d = NOBODY
        if d not in self._dots:
            self._dots[d] = _dot(self.palette.coalition(d), hollow=d == NOBODY)
        return self._dots[d]

    def _tell(self, history: History, k: int) -> None:
        """Make sentences for rounds not told yet; told ones of another branch are dropped."""
        same = 0
        while same < len(self._told) and same < len(history):
            if self._told[same][0] is not history[same]:
                break
            same += 1
        del self._told[same:]
        for n in range(same, min(k, history.last) + 1):
            snapshot = history[n]
            self._told.append((snapshot, _rows_of(snapshot, history.scenario)))

    def _show(self) -> None:
        """Take over what is to be shown, adding or removing at the end where that is enough."""
        new: list[Row] = []
        for _, rows in self._told[: self._k + 1]:
            kept = [row for row in rows[1:] if self._wanted.lets(row)]
            if kept:
                new += [rows[0], *kept]
        old = self._shown
        common = min(len(old), len(new))
        if old[:common] != new[:common]:
            self.beginResetModel()
            self._shown = new
            self.endResetModel()
        elif len(new) > len(old):
            self.beginInsertRows(QModelIndex(), len(old), len(new) - 1)
            self._shown = new
            self.endInsertRows()
        elif len(new) < len(old):
            self.beginRemoveRows(QModelIndex(), len(new), len(old) - 1)
            self._shown = new
            self.endRemoveRows()


def _rows_of(snapshot: Snapshot, scenario: Scenario) -> list[Row]:
    labels = {phase.id: phase.label for phase in scenario.agenda}
    labels |= {phase.phase: phase.label for phase in scenario.agenda if phase.phase not in labels}
    k, phase = snapshot.k, labels.get(snapshot.phase, "")
    if k == 0:
        head = text("words.start")
    elif phase:
        head = text("words.round_phase", k=k, phase=phase)
    else:
        head = text("words.round", k=k)
    lines = [Row(k, sentence(event, scenario), event) for event in snapshot.events]
    return [Row(k, head), *lines]


def _dot(colour: QColor, hollow: bool) -> QIcon:
    image = QPixmap(24, 24)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(colour)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    painter.drawEllipse(2, 2, 7, 7)
    painter.end()
    return QIcon(image)
