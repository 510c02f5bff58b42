"""Take a seat: which party, and how one wants to be asked."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from hldsim.domain.parties import Seat
from hldsim.scenario.schema import Scenario

ASKED = {
    "every": "Every so many rounds",
    "drawn": "When chance has it reconsider, as in the model",
    "events": "When something happens that concerns it",
}
"""When a person is asked in consultations, by the word for it."""

OTHERWISE = {
    "hold": "The turn passes: it says nothing and stays where it is",
    "model": "The model plays the turn",
}
"""What happens in a turn in which the person does nothing, or time runs out."""

_KEYS = "seat/asked", "seat/every", "seat/otherwise", "seat/clock", "seat/limited"


class TakeSeat(QDialog):
    """Who sits where, when to be asked, the clock, and what may be seen.

    Parameters
    ----------
    party : int
        The one offered first.
    seats : dict
        Party index -> what was agreed for a seat that is taken (`hldsim.record.seating.Seat`).
    note : str
        What taking a seat now leads to, e.g. that another future opens; empty for nothing.
    """

    def __init__(
        self,
        scenario: Scenario,
        settings: QSettings,
        party: int,
        seats: dict[int, Any],
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Take a seat")
        self._scenario, self._settings, self._seats = scenario, settings, seats
        self.party = self._parties(party)
        self.person = QLineEdit()
        self.person.setPlaceholderText("optional; kept in the run file")
        self.person.setMaxLength(60)
        self.asked = _list(ASKED)
        self.every = _number(1, 100, " round(s)")
        self.otherwise = _list(OTHERWISE)
        self.clock = _number(0, 3600, " s")
        self.clock.setSpecialValueText("No clock")
        self.clock.setSingleStep(15)
        self.limited = QCheckBox("Show only what this delegation can know")
        self.limited.setToolTip(
            "Hides what others want and other futures; Run > Show everything lifts it"
        )
        self._remember()
        self._lay_out(note)
        self.asked.currentIndexChanged.connect(self._fit)
        self.party.currentIndexChanged.connect(self._take_over)
        self._take_over()
        self._fit()
        self.resize(520, self.sizeHint().height())

    @property
    def body(self) -> dict[str, Any]:
        """The intervention that takes the seat."""
        return {
            "party": str(self.party.currentData()),
            "seat": "taken",
            "person": self.person.text().strip() or None,
            "asked": str(self.asked.currentData()),
            "every": self.every.value(),
            "otherwise": str(self.otherwise.currentData()),
            "clock": self.clock.value(),
        }

    def accept(self) -> None:
        """Take the seat if there is such a party, and remember how one wants to be asked."""
        found = self.party.findText(self.party.currentText(), Qt.MatchFlag.MatchFixedString)
        if found < 0:
            self.party.setFocus()
            self.party.lineEdit().selectAll()
            self.wrong.setText(f"No delegation is called “{self.party.currentText()}”.")
            self.wrong.show()
            return
        self.party.setCurrentIndex(found)
        values = (
            self.asked.currentData(),
            self.every.value(),
            self.otherwise.currentData(),
            self.clock.value(),
            self.limited.isChecked(),
        )
        for key, value in zip(_KEYS, values, strict=True):
            self._settings.setValue(key, value)
        super().accept()

    def _parties(self, party: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName("Delegation")
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for n, one in enumerate(self._scenario.parties):
            if one.seat is not Seat.ORGANISATION:
                box.addItem(one.name, one.id)
                if n == party:
                    box.setCurrentIndex(box.count() - 1)
        completer = box.completer()
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        return box

    def _remember(self) -> None:
        read = self._settings.value
        for box, key in ((self.asked, _KEYS[0]), (self.otherwise, _KEYS[2])):
            box.setCurrentIndex(max(box.findData(str(read(key, ""))), 0))
        for spin, key in ((self.every, _KEYS[1]), (self.clock, _KEYS[3])):
            spin.setValue(_whole(read(key, spin.minimum()), spin.minimum()))
        self.limited.setChecked(str(read(_KEYS[4], True)).lower() != "false")

    def _take_over(self) -> None:
        """Offer what was agreed for a seat that is taken."""
        index = self._scenario.party_index.get(str(self.party.currentData()), -1)
        seat = self._seats.get(index)
        if seat is None:
            return
        self.person.setText(seat.person)
        self.asked.setCurrentIndex(self.asked.findData(seat.asked))
        self.otherwise.setCurrentIndex(self.otherwise.findData(seat.otherwise))
        self.every.setValue(seat.every)
        self.clock.setValue(seat.clock)

    def _fit(self) -> None:
        self.every.setEnabled(self.asked.currentData() == "every")

    def _lay_out(self, note: str) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        often = QHBoxLayout()
        often.addWidget(self.asked, 1)
        often.addWidget(self.every)
        rows: tuple[tuple[str, Any, QWidget], ...] = (
            ("&Delegation", self.party, self.party),
            ("&Your name", self.person, self.person),
            ("&Asked in consultations", often, self.asked),
            ("If you do &nothing", self.otherwise, self.otherwise),
            ("&Seconds a turn", self.clock, self.clock),
        )
        for name, field, buddy in rows:
            label = QLabel(name)
            label.setBuddy(buddy)
            buddy.setAccessibleName(name.replace("&", ""))
            form.addRow(label, field)
        self.every.setAccessibleName("Rounds between two turns")
        about = QLabel(
            "In the plenary you are asked until you have spoken, at the adoption for your ballots. "
            "Everything you do is kept in the run file, so that the run can be replayed."
        )
        self.note, self.wrong = QLabel(note), QLabel()
        self.wrong.setProperty("role", "danger")
        for label in (about, self.note, self.wrong):
            label.setWordWrap(True)
        self.note.setVisible(bool(note))
        self.wrong.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.take = buttons.addButton("Take the seat", QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        for widget in (self.limited, about, self.note, self.wrong, buttons):
            column.addWidget(widget)


def _list(words: dict[str, str]) -> QComboBox:
    box = QComboBox()
    for value, said in words.items():
        box.addItem(said, value)
    return box


def _number(least: int, most: int, unit: str) -> QSpinBox:
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setSuffix(unit)
    return spin


def _whole(value: object, otherwise: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise
