"""Choose for whom role cards are made."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hldsim.report.cards.card import may_play
from hldsim.scenario.schema import Scenario
from hldsim_ui.dialogs.report import PageOptions

PARTY = Qt.ItemDataRole.UserRole


class ChooseCards(QDialog):
    """A list of parties to tick; ``chosen`` holds their ids.

    Parameters
    ----------
    ticked : sequence of int
        Parties ticked at first.
    """

    def __init__(
        self,
        scenario: Scenario,
        ticked: tuple[int, ...] = (),
        lacking: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle("Role cards")
        self.setProperty("help", "dialogs/cards")
        about = QLabel(
            "One page a party, to hand out: who you are, what you want in this run, what you can "
            "do. A card tells nothing of what others want."
        )
        about.setWordWrap(True)
        self.find = QLineEdit()
        self.find.setPlaceholderText("Find a state")
        self.find.setAccessibleName("Find a state")
        self.find.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Parties")
        for p in sorted(may_play(scenario), key=lambda p: scenario.parties[p].name):
            item = QListWidgetItem(scenario.parties[p].name)
            item.setData(PARTY, scenario.parties[p].id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
                          | Qt.ItemFlag.ItemIsSelectable)  # fmt: skip
            item.setCheckState(Qt.CheckState.Checked if p in ticked else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.all, self.none = QPushButton("Tick &all shown"), QPushButton("Tick &none")
        self.pages = PageOptions(lacking)
        self.count = QLabel()
        self.count.setProperty("role", "caption")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.make = self.buttons.addButton("Make…", QDialogButtonBox.ButtonRole.AcceptRole)
        self.make.setDefault(True)
        row = QHBoxLayout()
        for widget in (self.all, self.none):
            widget.setAutoDefault(False)
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.count)
        column = QVBoxLayout(self)
        for part in (about, self.find, self.list):
            column.addWidget(part)
        column.addLayout(row)
        column.addLayout(self.pages)
        column.addWidget(self.buttons)
        self.find.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda _: self._tell())
        self.all.clicked.connect(lambda: self._tick(True))
        self.none.clicked.connect(lambda: self._tick(False))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._tell()
        for item in self._items():
            if item.checkState() == Qt.CheckState.Checked:
                self.list.scrollToItem(item)
                break
        self.resize(460, 560)

    @property
    def chosen(self) -> list[str]:
        """Ids of the parties that are ticked."""
        return [
            item.data(PARTY) for item in self._items() if item.checkState() == Qt.CheckState.Checked
        ]

    @property
    def arguments(self) -> list[str]:
        """What was chosen, for the command line."""
        chosen = self.chosen
        if len(chosen) == self.list.count():
            return [*self.pages.arguments, "--all"]
        named = [word for party in chosen for word in ("--party", party)]
        return [*self.pages.arguments, *named]

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(n) for n in range(self.list.count())]

    def _filter(self, words: str) -> None:
        wanted = words.strip().casefold()
        for item in self._items():
            named = f"{item.text()} {item.data(PARTY)}".casefold()
            item.setHidden(bool(wanted) and wanted not in named)

    def _tick(self, on: bool) -> None:
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        for item in self._items():
            if not (on and item.isHidden()):
                item.setCheckState(state)

    def _tell(self) -> None:
        count = len(self.chosen)
        self.count.setText("1 card" if count == 1 else f"{count} cards")
        self.make.setEnabled(count > 0)
