"""Support over rounds: who backs what, who backs nothing, and what each rule counts.

Lines, not stacked areas: a line can be held against a quota, and two lines against each other.
"""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QToolTip

from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text, word
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.theme.lines import line_pen
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY, Picks
from hldsim_ui.views.designs import competing
from hldsim_ui.views.frame import Frame
from hldsim_ui.views.legend import Legend, LegendGroup, line_sample
from hldsim_ui.views.support_data import (
    CONSENSUS_RULES,
    Standing,
    backing_kd,
    has_quota_line,
    objectors_kd,
    standing_line,
    standings,
)
from hldsim_ui.views.support_items import Band, BandsItem, Quota, QuotasItem

TOP = 112.0
"""Top of the axis of shares, in per cent: above 100 there is room for the names of phases."""
LEAST = -0.2
"""Bottom of it: nought itself would be taken for outside at some sizes, and lose its number."""
SIDE = 262
"""Width of the legend: room for what a rule counts on one line."""
LATER = 0.28
"""How strongly rounds after the one shown are drawn."""


@LIVE_VIEWS.register("support")
class Support:
    """Backing of each proposal's coalition and the uncommitted, in per cent of member states."""

    title = "Support over rounds"

    def __init__(self) -> None:
        self.widget = Frame(self.title, side_width=SIDE)
        self.widget.copy_text = self._copied
        self._picks = Picks()
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._shown: tuple[History, int, int] | None = None
        self._legend = Legend()
        self._group: LegendGroup | None = None
        self._bands, self._quotas = BandsItem(), QuotasItem()
        self._cursor = pg.InfiniteLine(angle=90, movable=False)
        self._lines: list[pg.PlotCurveItem] = []
        self._later: list[pg.PlotCurveItem] = []
        self._against: list[pg.PlotCurveItem] = []
        self._legend.picked.connect(self._picks.coalition)
        self.widget.side.addWidget(self._legend)
        self.widget.side.addStretch(1)
        self._set_up_plot()

    @property
    def picked(self) -> Signal:
        """Never emitted: no party is drawn here."""
        return self._picks.party

    @property
    def coalition_picked(self) -> Signal:
        """Signal of the proposal whose coalition was clicked."""
        return self._picks.coalition

    @property
    def round_picked(self) -> Signal:
        """Signal of the round clicked."""
        return self._picks.round

    def unavailable(self, scenario: Scenario) -> str | None:
        """A scenario without proposals has nothing to back."""
        return None if competing(scenario) else "The scenario tables no competing designs."

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Make a curve a proposal, mark the phases, write the legend."""
        if self._scenario is not scenario:
            self._scenario, self._shown = scenario, None
        self._palette = palette
        self.widget.dress(palette)
        self._dress_axes(palette)
        self._make_curves(scenario, palette)
        self._mark_phases(scenario, palette)
        self._write_legend(scenario, palette)
        if self._shown is not None:
            self.draw(*self._shown)
        else:
            self.clear()

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show rounds up to ``k``, and faintly those after it."""
        if self._scenario is None or not 0 <= k < len(history):
            return self.clear()
        self._shown = (history, k, selected)
        last = history.last
        rounds = np.arange(last + 1, dtype=float)
        members = max(int(history.inputs.member_p.sum()), 1)
        counts = backing_kd(history, last)
        share = 100.0 * counts / members
        for column, (line, later) in enumerate(zip(self._lines, self._later, strict=True)):
            line.setData(rounds[: k + 1], share[: k + 1, column])
            later.setData(rounds[k:], share[k:, column])
        standing = standings(history, k)
        self._draw_objectors(history, k, standing, members)
        self._draw_quotas(standing)
        self._cursor.setValue(k)
        self._cursor.show()
        self._write_counts(counts[k], share[k], standing, members)
        self.widget.plot.setAccessibleDescription(self.sentence(history, k))

    def clear(self) -> None:
        """Show the axes and nothing on them."""
        self._shown = None
        for curve in (*self._lines, *self._later, *self._against):
            curve.setData([], [])
        self._quotas.show_quotas((), 1.0, self._palette)
        self._cursor.hide()
        if self._group is not None:
            for row in range(len(self._group.values)):
                self._group.set_value(row, "")

    def table(self, history: History, k: int) -> Table:
        """One row a round up to ``k``: member states behind each proposal, and the uncommitted."""
        scenario = history.scenario
        columns = (
            Column("round"),
            *(Column(proposal.label, "member states") for _, proposal in competing(scenario)),
            Column(text("words.uncommitted"), "member states"),
        )
        counts = backing_kd(history, k)
        rows = tuple((n, *(int(x) for x in row)) for n, row in enumerate(counts))
        return Table(f"{self.title}, to round {k}", columns, rows)

    def sentence(self, history: History, k: int) -> str:
        """Say how support stands in round ``k``."""
        if not 0 <= k < len(history):
            return text("view.empty")
        members = max(int(history.inputs.member_p.sum()), 1)
        shares = [_percent(x / members) for x in backing_kd(history, k)[k]]
        scenario = history.scenario
        parts = [
            text("view.backing_share", proposal=proposal.label, share=share)
            for (_, proposal), share in zip(competing(scenario), shares, strict=False)
        ]
        return text(
            "view.support",
            k=k,
            rounds=scenario.rounds,
            backing=joined(parts),
            uncommitted=shares[-1],
        )

    def tip(self, k: int) -> str:
        """What hovering over a round says: counts."""
        if self._shown is None or self._scenario is None:
            return ""
        history = self._shown[0]
        k = max(0, min(k, history.last))
        members = max(int(history.inputs.member_p.sum()), 1)
        counts = backing_kd(history, k)[k]
        names = [p.label for _, p in competing(self._scenario)] + [text("words.uncommitted")]
        labels = {phase.id: phase.label for phase in self._scenario.agenda}
        phase = labels.get(history[k].phase, "")
        head = text("tip.support", k=k, phase=phase) if phase else text("words.start")
        lines = [
            text(
                "tip.support_line",
                label=name,
                count=count,
                members=members,
                share=_percent(count / members),
            )
            for name, count in zip(names, counts, strict=True)
        ]
        return "<br>".join([f"<b>{head}</b>", *lines])

    def _set_up_plot(self) -> None:
        plot = self.widget.plot
        item = plot.getPlotItem()
        item.setContentsMargins(2, 4, 10, 2)
        plot.setMouseEnabled(x=False, y=False)
        plot.setYRange(LEAST, TOP, padding=0)
        left, bottom = plot.getAxis("left"), plot.getAxis("bottom")
        for axis in (left, bottom):
            axis.enableAutoSIPrefix(False)
        left.setStyle(hideOverlappingLabels=False)
        plot.getViewBox().sigResized.connect(self._fit_ticks)
        bottom.setLabel("Round")
        for depth, part in enumerate((self._bands, self._quotas, self._cursor)):
            part.setZValue(depth - 10)
            plot.addItem(part, ignoreBounds=True)
        plot.scene().sigMouseMoved.connect(self._hover)
        plot.scene().sigMouseClicked.connect(self._click)
        plot.viewport().setMouseTracking(True)

    def _dress_axes(self, palette: Palette) -> None:
        plot = self.widget.plot
        font = QFont(self.widget.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.9))
        for name in ("left", "bottom"):
            axis = plot.getAxis(name)
            axis.setPen(pg.mkPen(palette.border))
            axis.setTextPen(pg.mkPen(palette.muted))
            axis.setTickFont(font)
            axis.setStyle(tickLength=-4)
        metrics = QFontMetrics(font)
        plot.getAxis("left").setWidth(metrics.horizontalAdvance("100 %") + 18)
        plot.getAxis("bottom").setHeight(2 * metrics.height() + 8)
        size = f"{font.pointSizeF():.1f}pt"
        label = {"color": palette.muted.name(), "font-size": size}
        plot.getAxis("bottom").setLabel("Round", **label)
        self._fit_ticks()
        self._bands.font = self._quotas.font = font
        self._cursor.setPen(pg.mkPen(palette.accent, width=1.0))

    def _fit_ticks(self) -> None:
        """As many shares on the axis as there is room for."""
        box, axis = self.widget.plot.getViewBox(), self.widget.plot.getAxis("left")
        high = QFontMetrics(axis.style["tickFont"] or self.widget.font()).height()
        room = box.height() * 100.0 / TOP / (1.15 * high)
        step = 25 if room >= 4 else 50 if room >= 2 else 100
        axis.setTicks([[(n, f"{n} %") for n in range(0, 101, step)]])

    def _make_curves(self, scenario: Scenario, palette: Palette) -> None:
        plot = self.widget.plot
        for curve in (*self._lines, *self._later, *self._against):
            plot.removeItem(curve)
        kinds = [*(d for d, _ in competing(scenario)), -1]
        self._later = [pg.PlotCurveItem(pen=line_pen(palette, d, 1.0, LATER)) for d in kinds]
        self._lines = [pg.PlotCurveItem(pen=line_pen(palette, d), antialias=True) for d in kinds]
        against = [pg.mkPen(palette.coalition_border(d), width=1.0) for d in kinds[:-1]]
        self._against = [pg.PlotCurveItem(pen=pen, stepMode="right") for pen in against]
        for curve in (*self._later, *self._against, *self._lines):
            plot.addItem(curve, ignoreBounds=True)

    def _mark_phases(self, scenario: Scenario, palette: Palette) -> None:
        bands, first = [], 0
        for phase in scenario.agenda:
            bands.append(Band(float(first), float(first + phase.rounds), phase.label))
            first += phase.rounds
        self._bands.show_bands(bands, TOP, palette)
        self.widget.plot.setXRange(0.0, float(max(scenario.rounds, 1)), padding=0)

    def _draw_objectors(
        self, history: History, k: int, standing: list[Standing], members: int
    ) -> None:
        seen = 100.0 * objectors_kd(history, k) / members
        for n, curve in enumerate(self._against):
            if standing[n].rule in CONSENSUS_RULES and seen[:, n].any():
                curve.setData(np.arange(k + 1, dtype=float), seen[:, n])
            else:
                curve.setData([], [])

    def _draw_quotas(self, standing: list[Standing]) -> None:
        assert self._scenario is not None
        quotas = [
            Quota(
                float(row.quota or 0.0),
                f"{proposal.label}: {word('rule', row.rule)}, {_percent(row.quota or 0.0)}",
                d,
            )
            for (d, proposal), row in zip(competing(self._scenario), standing, strict=True)
            if has_quota_line(row)
        ]
        self._quotas.show_quotas(quotas, float(self._scenario.rounds), self._palette)

    def _write_legend(self, scenario: Scenario, palette: Palette) -> None:
        self._legend.clear()
        self._group = self._legend.add_group("% of member states", palette)
        for d, proposal in competing(scenario):
            self._group.add_row(line_sample(line_pen(palette, d)), proposal.label, proposal=d)
        self._group.add_row(
            line_sample(line_pen(palette, -1)), text("words.uncommitted").capitalize()
        )

    def _write_counts(
        self, count: np.ndarray, share: np.ndarray, standing: list[Standing], members: int
    ) -> None:
        if self._group is None or self._scenario is None:
            return
        for row, value in enumerate(share):
            detail = ""
            if row < len(standing):
                rule = word("rule", standing[row].rule)
                detail = standing_line(standing[row], self._scenario, members) or rule
                self._group.details[row].setToolTip(text("standing.rule", rule=rule))
            self._group.set_value(row, f"{value:.0f} %", detail)
            self._group.values[row].setToolTip(f"{int(count[row])} / {members}")

    def _round_at(self, where: QPointF) -> int:
        spot = self.widget.plot.getViewBox().mapSceneToView(where)
        return int(round(spot.x()))

    def _hover(self, where: QPointF) -> None:
        plot = self.widget.plot
        if self._shown is None or not plot.getViewBox().sceneBoundingRect().contains(where):
            QToolTip.hideText()
            return
        k = self._round_at(where)
        if 0 <= k <= self._shown[0].last:
            QToolTip.showText(plot.mapToGlobal(plot.mapFromScene(where)), self.tip(k), plot)

    def _click(self, event: QEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._shown is not None:
            k = self._round_at(event.scenePos())
            self._picks.round.emit(max(0, min(k, self._shown[0].last)))

    def _copied(self) -> str:
        return "" if self._shown is None else self.table(*self._shown[:2]).text()


def _percent(share: float) -> str:
    return text("number.share", value=100.0 * float(share))
