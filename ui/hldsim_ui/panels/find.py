"""Find a party by name, old name or ISO code, whatever the case and the accents."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from hldsim.domain.parties import Party
from hldsim.scenario.schema import Scenario
from hldsim_ui.letters import plain

NOBODY = -1
SHOWN = 12
"""How many matches the list offers."""


def matches(scenario: Scenario, typed: str) -> list[int]:
    """Return the parties that match, best first.

    An exact code or name comes first, then beginnings of names, of old names, of words, and last
    anything that contains what was typed. Ties keep the scenario's order.
    """
    wanted = plain(typed)
    if not wanted:
        return []
    ranked = [(_rank(party, wanted), n) for n, party in enumerate(scenario.parties)]
    return [n for rank, n in sorted(ranked) if rank < _NO]


_NO = 9


def _rank(party: Party, wanted: str) -> int:
    codes = {plain(party.id), plain(party.iso3 or "")}
    name, old = plain(party.name), [plain(alias) for alias in party.aliases]
    if wanted in codes or wanted == name:
        return 0
    if wanted in old:
        return 1
    if name.startswith(wanted):
        return 2
    if any(alias.startswith(wanted) for alias in old):
        return 3
    names = (name, *old)
    if any(f" {wanted}" in f" {one}" for one in names):
        return 4
    if any(code.startswith(wanted) for code in codes if code):
        return 5
    return 6 if len(wanted) > 1 and any(wanted in one for one in names) else _NO


def shown_as(party: Party, typed: str) -> str:
    """Return a line of the list: the name, the old name that matched, the code."""
    wanted = plain(typed)
    code = party.iso3 or party.id
    if wanted not in plain(party.name) and wanted != plain(code):
        for alias in party.aliases:
            if wanted in plain(alias):
                return f"{party.name} · {alias} ({code})"
    return f"{party.name} ({code})"


class FindBox(QLineEdit):
    """A line to type into; Enter or a click in the list selects. Ctrl+F comes here.

    ``picked`` carries the party index.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("Find (Ctrl+F)")
        self.setAccessibleName("Find a state")
        self.setToolTip("Name, old name or ISO code; Enter selects")
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(260)
        self._scenario: Scenario | None = None
        self._found: list[int] = []
        self._lines = QStringListModel(self)
        completer = QCompleter(self._lines, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setMaxVisibleItems(SHOWN)
        completer.activated[QModelIndex].connect(self._chosen)
        self.setCompleter(completer)
        self.textEdited.connect(self._look)
        self.returnPressed.connect(self.take_best)

    def load(self, scenario: Scenario) -> None:
        """Take the parties of a scenario."""
        self._scenario = scenario
        self.clear()
        self._look("")

    def add_shortcut(self, window: QWidget) -> QShortcut:
        """Let Ctrl+F in a window lead here, for windows that have no such action of their own."""
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), window)
        shortcut.activated.connect(self.come_here)
        return shortcut

    def come_here(self) -> None:
        """Take the keyboard, ready to type over what is there."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def take_best(self) -> None:
        """Select the best match, if there is one."""
        if self._scenario is None:
            return
        found = matches(self._scenario, self.text()) or self._as_shown()
        if found:
            self._take(found[0])

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.text():
                self.clear()
                return True
        return super().event(event)

    def _as_shown(self) -> list[int]:
        """The party whose line of the list stands in the box."""
        assert self._scenario is not None
        name = self.text().rpartition(" (")[0].partition(" · ")[0]
        return matches(self._scenario, name) if name else []

    def _look(self, typed: str) -> None:
        if self._scenario is None:
            return
        self._found = matches(self._scenario, typed)[:SHOWN]
        lines = [shown_as(self._scenario.parties[n], typed) for n in self._found]
        self._lines.setStringList(lines)

    def _chosen(self, index: QModelIndex) -> None:
        if 0 <= index.row() < len(self._found):
            self._take(self._found[index.row()])

    def _take(self, party: int) -> None:
        assert self._scenario is not None
        self.setText(self._scenario.parties[party].name)
        self.selectAll()
        self.picked.emit(party)
