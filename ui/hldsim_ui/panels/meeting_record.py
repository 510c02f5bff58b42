"""The record of the meeting: what happened, in sentences, up to the round shown."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import word
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.record_rows import PARTY_ROLE, RecordRows, Wanted
from hldsim_ui.theme import Palette

NOBODY = -1
EVERYTHING = "Everything"


class MeetingRecord(QWidget):
    """Lines grouped by round, filtered by kind, by words and by the selected party.

    ``picked`` carries the party of the line clicked; ``opened`` that of a line that was double
    clicked, or chosen with Enter: one wants to see more of it than the record says, so
    ``round_picked`` carries its round, and ``coalition_picked`` the proposal of a line about no
    party. One click leaves the round: the record ends at the round shown.
    """

    picked = Signal(int)
    opened = Signal(int)
    round_picked = Signal(int)
    coalition_picked = Signal(int)
    title = "Record of the meeting"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = RecordRows()
        self._selected = NOBODY
        self._shown: tuple[History, int] | None = None
        self._at_end, self._drawing = True, False
        self.kind = QComboBox()
        self.kind.setAccessibleName("Kind of event")
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.kind.setMinimumContentsLength(8)
        self.kind.view().setMinimumWidth(190)
        self.kind.addItem(EVERYTHING, "")
        self.words = QLineEdit()
        self.words.setPlaceholderText("Filter")
        self.words.setAccessibleName("Filter the record by words")
        self.words.setClearButtonEnabled(True)
        self.only = QCheckBox()
        self.only.setText("Selected")
        self.only.setAccessibleName("Only lines about the selected state")
        self.only.setToolTip("Only lines about the selected state")
        self.list = self._make_list()
        self.whole = QLabel()
        self.whole.setWordWrap(True)
        self.whole.setMargin(6)
        self.whole.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.whole.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._filter)
        self.words.textChanged.connect(self._filter)
        self.only.toggled.connect(self._filter)

    @property
    def widget(self) -> QWidget:
        """The panel itself, as a view has it."""
        return self

    def unavailable(self, scenario: Scenario) -> str | None:
        """Every meeting has a record."""
        return None

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Take a scenario and colours; room for two lines in full, in the size of the text."""
        self.rows.load(scenario, palette)
        self.whole.setFixedHeight(2 * self.whole.fontMetrics().lineSpacing() + 14)

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show the record up to round ``k``; at the end of the list it stays at the end."""
        at_end, self._drawing = self._at_end, True
        self._shown = (history, k)
        self.rows.show_round(history, k)
        if selected != self._selected:
            self._selected = selected
            if self.only.isChecked():
                self._filter()
        self._offer_kinds()
        if at_end:
            self.list.scrollToBottom()
        self._at_end, self._drawing = at_end, False

    def clear(self) -> None:
        """Show an empty record."""
        self._shown, self._at_end = None, True
        self.rows.clear()
        self.whole.clear()

    def table(self, history: History, k: int) -> Table:
        """One row a line on show."""
        rows = [self.rows.row(n) for n in range(self.rows.rowCount())]
        cells = tuple((row.k, row.words) for row in rows if row.event is not None)
        return Table(f"{self.title}, to round {k}", (Column("round"), Column("event")), cells)

    def sentence(self, history: History, k: int) -> str:
        """Say what happened last."""
        words = self.rows.words()
        return words[-1] if words else ""

    def _make_list(self) -> QListView:
        view = QListView()
        view.setModel(self.rows)
        view.setAccessibleName(self.title)
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setFrameShape(QListView.Shape.NoFrame)
        view.setSpacing(1)
        view.setIconSize(QSize(12, 12))
        view.clicked.connect(self._click)
        view.activated.connect(self._activate)
        view.verticalScrollBar().valueChanged.connect(self._scrolled)
        view.verticalScrollBar().rangeChanged.connect(self._resized)
        view.selectionModel().currentChanged.connect(self._tell_whole)
        for name, key, slot in (
            ("Copy lines", QKeySequence.StandardKey.Copy, self.copy_lines),
            ("Copy the record as shown", None, self.copy_all),
        ):
            action = QAction(name, view)
            if key is not None:
                action.setShortcut(QKeySequence(key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            view.addAction(action)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return view

    def _scrolled(self, value: int) -> None:
        """Take note of whether a user has left the end of the list."""
        if not self._drawing:
            self._at_end = value >= self.list.verticalScrollBar().maximum() - 2

    def _resized(self, _least: int, most: int) -> None:
        """Stay at the end where the list was, however high it is now."""
        if self._at_end:
            self.list.verticalScrollBar().setValue(most)

    def copy_lines(self) -> None:
        """Put the selected lines on the clipboard, in order."""
        chosen = sorted(index.row() for index in self.list.selectedIndexes())
        lines = [self.rows.row(n).words for n in chosen]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def copy_all(self) -> None:
        """Put all lines on show on the clipboard."""
        QGuiApplication.clipboard().setText("\n".join(self.rows.words()))

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(6, 6, 6, 4)
        bar.setSpacing(6)
        bar.addWidget(self.kind)
        bar.addWidget(self.words, 1)
        bar.addWidget(self.only)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.list, 1)
        column.addWidget(self.whole)

    def _offer_kinds(self) -> None:
        """Offer the kinds seen so far; what is chosen stays chosen."""
        known = {self.kind.itemData(n) for n in range(self.kind.count())}
        for kind in self.rows.kinds():
            if kind not in known:
                self.kind.addItem(word("kind", kind), kind)

    def _filter(self) -> None:
        party = self._selected if self.only.isChecked() else NOBODY
        words = self.words.text().strip().casefold()
        self.rows.want(Wanted(words, str(self.kind.currentData() or ""), party))

    def _click(self, index: QModelIndex) -> None:
        party = index.data(PARTY_ROLE)
        if isinstance(party, int) and party != NOBODY:
            self.picked.emit(party)

    def _activate(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row.event is None:
            return
        self.round_picked.emit(row.k)
        if row.party != NOBODY:
            self.picked.emit(row.party)
            self.opened.emit(row.party)
        elif self._shown is not None:
            index_of = self._shown[0].scenario.proposal_index
            d = index_of.get(str(row.event.fields.get("proposal")), NOBODY)
            if d != NOBODY:
                self.coalition_picked.emit(d)

    def _tell_whole(self, index: QModelIndex) -> None:
        """Write the current line out in full below the list, where the list cuts it."""
        self.whole.setText(str(index.data() or ""))
