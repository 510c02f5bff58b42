"""The coalition map: every party near those it resembles, coloured by the design it backs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QCheckBox, QToolTip

from hldsim.domain.parties import Role
from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text, word
from hldsim.scenario.capability import capability_of
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY, Picks
from hldsim_ui.views.designs import competing
from hldsim_ui.views.frame import Frame
from hldsim_ui.views.homes import ASPECT, homes, radii
from hldsim_ui.views.legend import Legend, LegendGroup, symbol_sample
from hldsim_ui.views.map_items import (
    HullsItem,
    LabelsItem,
    PartiesItem,
    Picture,
    fill_and_pen,
    pixel_radius,
)
from hldsim_ui.views.map_layout import PULL, drawn_at, places
from hldsim_ui.views.map_words import member_counts, position_known, tip

F8 = NDArray[np.float64]

NAMED = 16
"""How many of the largest parties carry their name."""
NEAR = 5.0
"""Pixels beside a symbol that still count as on it."""


@LIVE_VIEWS.register("coalition_map")
class CoalitionMap:
    """Parties at home, drawn at most a third of the way to their coalition.

    A switch shows homes only. Near means similar by the scenario's figures, and homes are the
    same in every run.
    """

    title = "Coalition map"

    def __init__(self) -> None:
        self.widget = Frame(self.title)
        self.widget.copy_text = self._copied
        self._picks = Picks()
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._shown: tuple[History, int, int] | None = None
        self._kept: NDArray[np.bool_] | None = None
        self._ringed: Sequence[int] = ()
        self._home = self._radius = np.zeros((0, 2))
        self._place = np.zeros((0, 2))
        self.picture = Picture()
        self._items = (HullsItem(), PartiesItem(), LabelsItem())
        self._set_up_plot()
        self.homes_only = QCheckBox("Homes only")
        self.homes_only.setToolTip("Draw every state where its figures put it, whatever it backs")
        self.homes_only.toggled.connect(self._redraw)
        self._legend = Legend()
        self._backing: LegendGroup | None = None
        self._rows: list[int] = []
        self._legend.picked.connect(self._picks.coalition)
        self.widget.side.addWidget(self._legend)
        self.widget.side.addWidget(self.homes_only)
        self.widget.controls.append(self.homes_only)
        self.widget.side.addStretch(1)

    @property
    def picked(self) -> Signal:
        """Signal of the party index clicked; `NOBODY` beside all parties."""
        return self._picks.party

    @property
    def coalition_picked(self) -> Signal:
        """Signal of the proposal whose coalition was clicked."""
        return self._picks.coalition

    def unavailable(self, scenario: Scenario) -> str | None:
        """Every scenario with parties has a map."""
        return None if scenario.parties else "The scenario has no parties."

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Compute homes and write the legend; a picture on show is drawn in the new colours."""
        if self._scenario is not scenario:
            self._scenario = scenario
            self._shown = None
            self._home = np.zeros((0, 2))
        self._palette = palette
        self.widget.dress(palette)
        self._write_legend(scenario, palette)
        self._resized()  # the size of the text may be new
        self._redraw()

    def preview(self, scenario: Scenario, palette: Palette) -> None:
        """Show who takes part, all at home: the map before anybody has spoken."""
        self.load(scenario, palette)
        self._settle(scenario)
        self._paint(scenario, np.full(len(scenario.parties), -1), (), NOBODY)

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show round ``k``."""
        scenario = self._scenario
        if scenario is None or not 0 <= k < len(history):
            return self.clear()
        self._shown = (history, k, selected)
        if not len(self._home):
            self._settle(scenario)
        counts = member_counts(history, k)
        self._paint(scenario, backed_proposal(history[k].state), counts, selected)
        self._write_counts(counts)
        self.widget.plot.setAccessibleDescription(self.sentence(history, k))

    def _paint(
        self, scenario: Scenario, backed: NDArray[np.int64], counts: Sequence[int], selected: int
    ) -> None:
        pull = 0.0 if self.homes_only.isChecked() else PULL
        chips = tuple(
            (d, f"{proposal.label} · {counts[d]}")
            for d, proposal in competing(scenario)
            if counts and counts[d]
        )
        self._show(
            Picture(
                at=drawn_at(self._home, backed, self._place, pull),
                radius=self._radius,
                backed=backed,
                shape=[self._palette.shape(party.role) for party in scenario.parties],
                known=np.array([position_known(party) for party in scenario.parties]),
                names=[party.name for party in scenario.parties],
                largest=self._largest,
                order=self._order,
                chips=chips,
                hulls=pull > 0,
                kept=self._kept,
                ringed=self._ringed,
                selected=selected,
                hovered=self.picture.hovered,
                palette=self._palette,
            )
        )

    def dim(self, kept_p: NDArray[np.bool_] | None) -> None:
        """Draw all but these parties faint from the next round drawn on; None: nobody."""
        self._kept = kept_p

    def ring(self, parties: Sequence[int]) -> None:
        """Put a ring around some parties from the next round drawn on."""
        self._ringed = tuple(parties)

    def clear(self) -> None:
        """Show an empty map."""
        self._shown = None
        self._show(Picture(palette=self._palette))
        if self._backing is not None:
            for row in range(len(self._backing.values)):
                self._backing.set_value(row, "")

    def table(self, history: History, k: int) -> Table:
        """One row a party: what it backs, and where it is drawn."""
        scenario = history.scenario
        backed = backed_proposal(history[k].state)
        columns = (
            Column("state"),
            Column("id"),
            Column("role"),
            Column("backs"),
            Column("capability", "% of the whole"),
            Column("position"),
        )
        labels = [*(proposal.label for proposal in scenario.proposals), text("words.uncommitted")]
        rows = tuple(
            (
                party.name,
                party.id,
                word("role", party.role),
                labels[backed[n]],
                round(100.0 * float(history.inputs.capability_p[n]), 3),
                word("provenance", party.provenance),
            )
            for n, party in enumerate(scenario.parties)
        )
        return Table(f"{self.title}, round {k}", columns, rows)

    def sentence(self, history: History, k: int) -> str:
        """Say who backs what."""
        if not 0 <= k < len(history):
            return text("view.empty")
        counts = member_counts(history, k)
        parts = [
            text("view.backing_one", count=counts[d], proposal=proposal.label)
            for d, proposal in competing(history.scenario)
            if counts[d]
        ]
        return text(
            "view.coalition_map",
            k=k,
            backing=joined(parts) if parts else text("view.nobody_backs"),
            uncommitted=counts[-1],
            members=int(history.inputs.member_p.sum()),
        )

    def party_at(self, where: QPointF) -> int:
        """Return the party drawn at a point of the scene, or `NOBODY`."""
        picture = self.picture
        if not len(picture.at):
            return NOBODY
        transform = self._items[1].sceneTransform()
        spot = np.array(
            [
                [mapped.x(), mapped.y()]
                for mapped in (transform.map(QPointF(x, y)) for x, y in picture.at)
            ]
        )
        radius = pixel_radius(picture, transform, self._items[1].full_scale)
        gap = np.hypot(spot[:, 0] - where.x(), spot[:, 1] - where.y())
        inside = gap <= np.maximum(radius, NEAR)
        if not inside.any():
            return NOBODY
        return int(np.argmin(np.where(inside, gap, np.inf)))

    def coalition_at(self, where: QPointF) -> int:
        """Return the proposal whose name or hull is drawn at a point of the scene, or `NOBODY`."""
        found = (item.coalition_at(where) for item in (self._items[2], self._items[0]))
        return next((d for d in found if d != NOBODY), NOBODY)

    def spot_of(self, party: int) -> QPointF:
        """Where a party is drawn, as a point of the scene."""
        x, y = self.picture.at[party]
        return self._items[1].sceneTransform().map(QPointF(float(x), float(y)))

    def tip(self, party: int) -> str:
        """What hovering over a party says."""
        if self._shown is None or self._scenario is None or party == NOBODY:
            return ""
        return tip(self._shown[0], self._shown[1], party)

    def _set_up_plot(self) -> None:
        plot = self.widget.plot
        view = plot.getPlotItem()
        view.hideAxis("left")
        view.hideAxis("bottom")
        view.setContentsMargins(4, 4, 4, 4)
        box = plot.getViewBox()
        box.setDefaultPadding(0.0)
        box.setLimits(xMin=-0.3, xMax=ASPECT + 0.3, yMin=-0.2, yMax=1.2, minXRange=0.1)
        box.setRange(xRange=(-0.02, ASPECT + 0.02), yRange=(-0.04, 1.04), padding=0)
        for depth, item in enumerate(self._items):
            item.setZValue(depth)
            plot.addItem(item, ignoreBounds=True)
        box.sigResized.connect(self._resized)
        scene = plot.scene()
        scene.sigMouseMoved.connect(self._hover)
        scene.sigMouseClicked.connect(self._click)
        plot.viewport().setMouseTracking(True)

    def _settle(self, scenario: Scenario) -> None:
        capability = capability_of(scenario)
        self._radius = radii(capability)
        self._home = homes(scenario, self._radius)
        self._place = places(scenario, self._home)
        by_size = np.argsort(-self._radius, kind="stable")
        self._order = [int(n) for n in by_size]
        self._largest = [int(n) for n in np.argsort(-capability, kind="stable")[:NAMED]]

    def _show(self, picture: Picture) -> None:
        self.picture = picture
        for item in self._items:
            item.show_picture(picture)

    def _redraw(self) -> None:
        if self._shown is not None:
            self.draw(*self._shown)
        else:
            self._show(Picture(palette=self._palette))

    def _resized(self) -> None:
        box = self.widget.plot.getViewBox()
        width, height = box.width() / (ASPECT + 0.04), box.height() / 1.08
        font = QFont(self.widget.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.9))
        for item in self._items:
            item.full_scale = min(width, height)
            item.update()
        self._items[2].font = font

    def _hover(self, where: QPointF) -> None:
        party = self.party_at(where)
        if party != self.picture.hovered:
            self.picture.hovered = party
            for item in self._items[1:]:
                item.update()
            plot = self.widget.plot
            spot = plot.mapToGlobal(plot.mapFromScene(where))
            if party == NOBODY:
                QToolTip.hideText()
            else:
                QToolTip.showText(spot, self.tip(party), plot)

    def _click(self, event: QEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            if event.double():
                self._whole()
                return
            party = self.party_at(event.scenePos())
            d = NOBODY if party != NOBODY else self.coalition_at(event.scenePos())
            signal, number = (self._picks.party, party) if d < 0 else (self._picks.coalition, d)
            signal.emit(number)

    def _whole(self) -> None:
        box = self.widget.plot.getViewBox()
        box.setRange(xRange=(-0.02, ASPECT + 0.02), yRange=(-0.04, 1.04), padding=0)

    def _copied(self) -> str:
        return "" if self._shown is None else self.table(*self._shown[:2]).text()

    def _write_legend(self, scenario: Scenario, palette: Palette) -> None:
        self._legend.clear()
        self._backing = self._legend.add_group("Colour: backs", palette)
        self._rows = [d for d, _ in competing(scenario)] + [-1]
        for d, proposal in competing(scenario):
            disc = _disc(palette, d)
            self._backing.add_row(disc, proposal.label, tip=proposal.summary, proposal=d)
        self._backing.add_row(_disc(palette, -1), text("words.uncommitted").capitalize())
        shapes = self._legend.add_group("Shape: role", palette)
        for role in _roles(scenario):
            fill, pen = fill_and_pen(palette, -1, False)
            sample = symbol_sample(palette.shape(role), fill, pen)
            shapes.add_row(sample, word("role", role).capitalize())
        looks = self._legend.add_group("Border: position", palette)
        for known, name in ((True, "Known from a source"), (False, "Imputed (lighter)")):
            looks.add_row(symbol_sample("o", *fill_and_pen(palette, 0, known)), name)
        size = self._legend.add_group("Size: capability", palette)
        size.setToolTip("Near means similar: figures, blocs, region. The same in every run.")

    def _write_counts(self, counts: Sequence[int]) -> None:
        if self._backing is not None:
            for row, d in enumerate(self._rows):
                self._backing.set_value(row, str(counts[d]))


def _disc(palette: Palette, d: int) -> object:
    return symbol_sample("o", palette.coalition(d), fill_and_pen(palette, d, False)[1])


def _roles(scenario: Scenario) -> list[Role]:
    present = {party.role for party in scenario.parties}
    return [role for role in Role if role in present]
