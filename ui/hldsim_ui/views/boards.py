"""What views that are boards share: a frame, one item that fills it, tips, clicks and the focus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QToolTip

from hldsim.record.history import History
from hldsim.report.tables import Table
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.base import NOBODY, Picks
from hldsim_ui.views.frame import Frame
from hldsim_ui.views.legend import Legend
from hldsim_ui.views.pixels import ROOM, BoardItem, Sketch

B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class Spot:
    """What lies at a point of a board: the words of its tip, and a party or `NOBODY`."""

    tip: str = ""
    party: int = NOBODY


NOWHERE = Spot()


class Board:
    """A view drawn in pixels. A kind of board says what its picture is and how it is drawn.

    ``picture(history, k, selected)`` works out what there is to see, without Qt; ``sketch`` draws
    it; ``spot`` says what lies where; ``write_legend`` and ``write_side`` fill the column beside.
    """

    title = ""
    side_width = 190
    roomy = 0
    """Width under which the column beside the picture is put away."""

    def __init__(self) -> None:
        self.widget = Frame(self.title, self.side_width, round(ROOM[1]))
        self.widget.copy_text = self._copied
        self.widget.roomy = self.roomy
        self.shown: Any = None
        self.scenario: Scenario | None = None
        self.palette = LIGHT
        self.kept_p: B1 | None = None
        self.legend = Legend()
        self._picks = Picks()
        self._round: tuple[History, int, int] | None = None
        self._item = BoardItem()
        self.legend.picked.connect(self._picks.coalition)
        self.widget.side.addWidget(self.legend)
        self._set_up_plot()

    # ---------------------------------------------------------- what a kind of board says

    def picture(self, history: History, k: int, selected: int) -> Any:
        """Work out what is to be seen in round ``k``."""
        raise NotImplementedError

    def sketch(self, sketch: Sketch, width: float, height: float) -> None:
        """Draw ``self.shown``."""
        raise NotImplementedError

    def spot(self, x: float, y: float, width: float, height: float) -> Spot:
        """What lies at a point of a picture of this size."""
        raise NotImplementedError

    def write_legend(self, scenario: Scenario, palette: Palette) -> None:
        """Fill the empty legend."""

    def write_side(self) -> None:
        """Bring what else stands beside the picture up to date with ``self.shown``."""

    def table(self, history: History, k: int) -> Table:
        """Return what ``draw`` shows, as a table."""
        raise NotImplementedError

    def told(self, history: History, k: int) -> str:
        """Say in one sentence what ``draw`` shows in a round that there is."""
        raise NotImplementedError

    # ---------------------------------------------------------- what a live view has

    @property
    def picked(self) -> Signal:
        """Signal of the party index clicked; `NOBODY` beside all parties."""
        return self._picks.party

    @property
    def coalition_picked(self) -> Signal:
        """Signal of the proposal whose coalition was clicked."""
        return self._picks.coalition

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Take a scenario and colours; a picture on show is drawn in the new colours."""
        if self.scenario is not scenario:
            self.scenario, self._round, self.kept_p = scenario, None, None
        self.palette = self._item.palette = palette
        self.widget.dress(palette)
        self.legend.clear()
        self.write_legend(scenario, palette)
        if self._round is not None:
            self.draw(*self._round)
        else:
            self.clear()

    def dim(self, kept_p: B1 | None) -> None:
        """From the next draw on show parties outside the mask faintly; None shows all fully."""
        self.kept_p = kept_p

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show round ``k``."""
        if self.scenario is None or not 0 <= k < len(history):
            return self.clear()
        self._round = (history, k, selected)
        self._show(self.picture(history, k, selected))
        self.widget.plot.setAccessibleDescription(self.told(history, k))

    def clear(self) -> None:
        """Show nothing."""
        self._round = None
        self._show(None)

    def sentence(self, history: History, k: int) -> str:
        """Say in one sentence what ``draw`` shows."""
        return self.told(history, k) if 0 <= k < len(history) else text("view.empty")

    def spot_at(self, where: QPointF) -> Spot:
        """What lies at a point of the scene."""
        room = self._item.mapRectToScene(self._item.boundingRect())
        if self.shown is None or not room.contains(where):
            return NOWHERE
        x, y = where.x() - room.x(), where.y() - room.y()
        return self.spot(x / self.grown, y / self.grown, *self.size)

    def scene_point(self, x: float, y: float) -> QPointF:
        """A point of the picture as a point of the scene."""
        corner = self._item.mapRectToScene(self._item.boundingRect()).topLeft()
        return corner + QPointF(x, y) * self.grown

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the picture, in pixels of text of the usual size."""
        room = self._item.mapRectToScene(self._item.boundingRect())
        return room.width() / self.grown, room.height() / self.grown

    @property
    def grown(self) -> float:
        """How much the picture is enlarged for the size of the text."""
        room = self._item.mapRectToScene(self._item.boundingRect())
        return self._item.grown(room.width(), room.height())

    @property
    def font(self) -> QFont:
        """The font that the picture is laid out in."""
        self._item.font = self.widget.font()
        return self._item.usual_font

    def _show(self, shown: Any) -> None:
        self.shown = shown
        self._item.font = self.widget.font()
        self._item.sketch = None if shown is None else self.sketch
        self._item.update()
        self.write_side()

    def _set_up_plot(self) -> None:
        plot = self.widget.plot
        item = plot.getPlotItem()
        item.hideAxis("left")
        item.hideAxis("bottom")
        item.setContentsMargins(6, 4, 6, 4)
        plot.setMouseEnabled(x=False, y=False)
        box = plot.getViewBox()
        box.setDefaultPadding(0.0)
        box.setRange(xRange=(0.0, 1.0), yRange=(0.0, 1.0), padding=0)
        plot.addItem(self._item, ignoreBounds=True)
        plot.scene().sigMouseMoved.connect(self._hover)
        plot.scene().sigMouseClicked.connect(self._click)
        plot.viewport().setMouseTracking(True)

    def _hover(self, where: QPointF) -> None:
        plot = self.widget.plot
        words = self.spot_at(where).tip
        if words:
            QToolTip.showText(plot.mapToGlobal(plot.mapFromScene(where)), words, plot)
        else:
            QToolTip.hideText()

    def _click(self, event: QEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._round is not None:
            self._picks.party.emit(self.spot_at(event.scenePos()).party)

    def _copied(self) -> str:
        return "" if self._round is None else self.table(*self._round[:2]).text()
