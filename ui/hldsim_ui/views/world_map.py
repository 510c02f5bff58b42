"""The world map: states in the colours of the designs they back, on the borders of 2006."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolTip

from hldsim.record.history import History
from hldsim.report.tables import Table
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY, Picks
from hldsim_ui.views.designs import competing
from hldsim_ui.views.frame import Frame
from hldsim_ui.views.key_strip import Key, KeyStrip, in_pixels
from hldsim_ui.views.map_words import member_counts, position_known, tip
from hldsim_ui.views.world_map_data import (
    DISPUTED,
    NO_PARTY,
    YEAR,
    Places,
    areas,
    label_points,
    land_tip,
    missing,
    notes,
    places,
    sentence,
    table,
)
from hldsim_ui.views.world_map_items import LandItem, WorldPicture
from hldsim_ui.views.world_map_looks import dot_sample, swatch

TYPE = 0.85
"""Size of the type, of the application's."""
STEP = 1.25
"""Zoom of one notch of the wheel, or one press of a key."""


class _Land(LandItem):
    """Land that the wheel zooms and a drag moves."""

    @guarded()
    def wheelEvent(self, event: QEvent) -> None:
        self.camera.zoom_at(event.scenePos(), STEP ** (event.delta() / 120.0))
        event.accept()
        self.update()

    @guarded()
    def mouseDragEvent(self, event: QEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.camera.move(event.scenePos() - event.lastScenePos())
            self.update()


@LIVE_VIEWS.register("world_map")
class WorldMap:
    """States of 2006 by what they back; dots where a state is too small for an area.

    The wheel zooms, a drag moves; a double click or the key 0 shows the whole world again.
    """

    title = "World map"

    def __init__(self) -> None:
        self.widget = Frame(self.title, side_width=0)
        self.widget.copy_text = self._copied
        self._picks = Picks()
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._shown: tuple[History, int, int] | None = None
        self._kept: NDArray[np.bool_] | None = None
        self.places: Places | None = None
        self._point = np.zeros((0, 2))
        self.land, self.key = _Land(), KeyStrip()
        self._set_up_plot()
        self._add_actions()

    @property
    def picked(self) -> Signal:
        """Signal of the party index clicked; `NOBODY` beside all parties."""
        return self._picks.party

    def unavailable(self, scenario: Scenario) -> str | None:
        """A scenario without a party that has a place cannot be shown."""
        return None if places(scenario).anybody else text("world_map.nobody")

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Find everybody's place; a picture on show is drawn in the new colours."""
        if self._scenario is not scenario:
            self._scenario, self._shown, self._kept = scenario, None, None
            self.places = places(scenario)
            self._point = label_points(scenario, self.places)
            self.land.camera.reset()
        self._palette = palette
        self.widget.dress(palette)
        font = in_pixels(self.widget.font(), TYPE * palette.points)
        self.land.font = self.key.font = font
        if self._shown is not None:
            self.draw(*self._shown)
        else:
            self.clear()

    def dim(self, kept_p: NDArray[np.bool_] | None) -> None:
        """Draw parties outside the mask faint from the next draw on; None shows all fully."""
        self._kept = kept_p

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show round ``k``."""
        scenario = self._scenario
        if scenario is None or not 0 <= k < len(history):
            return self.clear()
        self._shown = (history, k, selected)
        count = len(scenario.parties)
        self.land.show_picture(
            WorldPicture(
                places=self.places,
                point_p2=self._point,
                backed_p=backed_proposal(history[k].state),
                known_p=np.array([position_known(party) for party in scenario.parties]),
                kept_p=np.ones(count, dtype=bool) if self._kept is None else self._kept,
                names=[party.name for party in scenario.parties],
                selected=selected,
                palette=self._palette,
            )
        )
        self._write_key(scenario, member_counts(history, k))
        self.widget.plot.setAccessibleDescription(self.sentence(history, k))

    def clear(self) -> None:
        """Show the land, and nobody on it."""
        self._shown = None
        self.land.hovered = NOBODY
        self.land.show_picture(WorldPicture(palette=self._palette))
        if self._scenario is not None:
            self._write_key(self._scenario, None)

    def table(self, history: History, k: int) -> Table:
        """One row a party: what it backs, and how it is drawn."""
        return table(self.title, history, k, places(history.scenario))

    def sentence(self, history: History, k: int) -> str:
        """Say who backs what, and who has no place on the map."""
        if not 0 <= k < len(history):
            return text("view.empty")
        return sentence(history, k, places(history.scenario))

    def party_at(self, where: QPointF) -> int:
        """Return the party at a point of the scene, or `NOBODY`."""
        if self.places is None or not self.land.boundingRect().contains(where):
            return NOBODY
        dot = self.land.dot_at(where)
        if dot >= 0:
            return dot
        area = self.land.area_at(where)
        return max(int(self.places.party_a[area]), NOBODY) if area >= 0 else NOBODY

    def spot_of(self, party: int) -> QPointF:
        """Where a party is drawn, as a point of the scene."""
        return self.land.spot_of(party)

    def tip_at(self, where: QPointF) -> str:
        """What hovering over a point of the scene says."""
        if self._shown is None or self.places is None:
            return ""
        party = self.party_at(where)
        if party != NOBODY:
            return tip(self._shown[0], self._shown[1], party)
        area = self.land.area_at(where) if self.land.boundingRect().contains(where) else -1
        return land_tip(areas()[area], int(self.places.party_a[area])) if area >= 0 else ""

    def whole_world(self) -> None:
        """Show all of it again."""
        self.land.camera.reset()
        self.land.update()

    def zoom_in(self) -> None:
        """Come nearer, about the middle."""
        self._zoom(STEP)

    def zoom_out(self) -> None:
        """Go back, about the middle."""
        self._zoom(1.0 / STEP)

    def _zoom(self, factor: float) -> None:
        self.land.camera.zoom_at(self.land.camera.box.center(), factor)
        self.land.update()

    def _set_up_plot(self) -> None:
        plot = self.widget.plot
        for side in ("left", "bottom"):
            plot.getPlotItem().hideAxis(side)
        plot.setMouseEnabled(x=False, y=False)
        scene = plot.scene()
        for depth, item in enumerate((self.land, self.key)):
            item.setZValue(10 + depth)
            scene.addItem(item)
        plot.sigDeviceRangeChanged.connect(self._lay_out)
        scene.sigMouseMoved.connect(self._hover)
        scene.sigMouseClicked.connect(self._click)
        plot.viewport().setMouseTracking(True)

    def _add_actions(self) -> None:
        entries = (
            ("&Whole world", "0", self.whole_world),
            ("Zoom &in", "+", self.zoom_in),
            ("Zoom &out", "-", self.zoom_out),
        )
        for name, keys, slot in entries:
            action = QAction(name, self.widget)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(slot)
            self.widget.addAction(action)

    def _lay_out(self, *_: object) -> None:
        """Give the key the height it needs at the bottom, and the land the rest."""
        plot = self.widget.plot
        width, height = float(plot.width()), float(plot.height())
        high = min(self.key.fit(width, 0.3 * height), max(height - 40.0, 0.0))
        self.land.stand(QRectF(0.0, 0.0, width, height - high))
        self.key.stand(QRectF(0.0, height - high, width, high))

    def _write_key(self, scenario: Scenario, counts: list[int] | None) -> None:
        """Colours with counts of member states, then how else land may look, then the notes."""
        palette = self._palette
        names = [(d, proposal.label) for d, proposal in competing(scenario)]
        names.append((-1, text("words.uncommitted").capitalize()))
        backing = [
            Key(
                name if counts is None else text("world_map.count", label=name, count=counts[d]),
                partial(swatch, palette, (d, True, True)),
                strong=True,
            )
            for d, name in names
        ]
        keys = [backing, self._looks(palette), self._quiet(scenario)]
        self.key.show_keys(keys, palette)
        self._lay_out()

    def _looks(self, palette: Palette) -> list[Key]:
        found = self.places
        assert found is not None
        looks = [
            Key(text("world_map.known"), partial(swatch, palette, (0, True, True))),
            Key(text("world_map.imputed"), partial(swatch, palette, (0, False, True))),
        ]
        if found.dots:
            looks.append(Key(text("world_map.dot"), partial(dot_sample, palette)))
        if (found.party_a == NO_PARTY).any():
            looks.append(Key(text("world_map.not_here"), partial(swatch, palette, NO_PARTY)))
        words = text("world_map.disputed", year=YEAR)
        return [*looks, Key(words, partial(swatch, palette, DISPUTED))]

    def _quiet(self, scenario: Scenario) -> list[Key]:
        assert self.places is not None
        said = [*notes(scenario), missing(scenario, self.places.nowhere).rstrip(".")]
        return [Key(words, quiet=True) for words in said if words]

    def _hover(self, where: QPointF) -> None:
        party = self.party_at(where)
        if party != self.land.hovered:
            self.land.hovered = party
            self.land.update()
        plot, words = self.widget.plot, self.tip_at(where)
        if words:
            QToolTip.showText(plot.mapToGlobal(plot.mapFromScene(where)), words, plot)
        else:
            QToolTip.hideText()

    def _click(self, event: QEvent) -> None:
        where = event.scenePos()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if event.double():
            self.whole_world()
        elif self.land.boundingRect().contains(where):
            self._picks.party.emit(self.party_at(where))

    def _copied(self) -> str:
        return "" if self._shown is None else self.table(*self._shown[:2]).text()
