"""What a live view is, and the catalogue of them: one file a view.

A view *holds* a plot, it never is one. It is told what to show by ``load`` and ``draw`` and keeps
nothing of a run itself, so drawing an earlier round is all that scrubbing takes.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from hldsim.record.history import History
from hldsim.registry import Catalogue
from hldsim.report.tables import Table
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import Palette

NOBODY = -1
"""``selected`` where no party is selected."""


class Picks(QObject):
    """What a click in a view says: a party (index, or `NOBODY`), a round, or a coalition."""

    party = Signal(int)
    round = Signal(int)
    coalition = Signal(int)


class LiveView(Protocol):
    """A picture of a run.

    Attributes
    ----------
    title : str
        What the dock is called.
    widget : QWidget
        The whole picture with its legend; drawn by ``draw``, also off the screen.
    picked : Signal(int)
        A party index; `NOBODY` where the click went beside all parties.
    """

    title: str
    widget: QWidget

    @property
    def picked(self) -> Signal:
        """Signal of the party index clicked."""
        ...

    def unavailable(self, scenario: Scenario) -> str | None:
        """Say why the view cannot show this scenario, or None."""
        ...

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Take a scenario and colours; also called when only the colours change."""
        ...

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show round ``k``; the same arguments give the same picture."""
        ...

    def clear(self) -> None:
        """Show nothing."""
        ...

    def table(self, history: History, k: int) -> Table:
        """Return what ``draw`` shows, as a table."""
        ...

    def sentence(self, history: History, k: int) -> str:
        """Say in one sentence what ``draw`` shows."""
        ...


LIVE_VIEWS: Catalogue[type[LiveView]] = Catalogue("live view", "hldsim_ui.views")
"""Every live view by name; an entry is called without arguments to make one."""
