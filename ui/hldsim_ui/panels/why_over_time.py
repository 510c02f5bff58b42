"""The why over time: worth of each option to the selected party, round by round."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QToolTip, QWidget

from hldsim.record.history import History
from hldsim.report.sentences import Explanation, proposal_label
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim_ui.panels.inspector_rows import Section, scaled, words
from hldsim_ui.panels.why_worths import Explainer, OverTime, Worths
from hldsim_ui.theme import Palette
from hldsim_ui.theme.lines import line_pen

HIGH = 128
"""Height of the chart, in pixels."""
BUDGET = 0.006
"""Seconds of computing in one turn of the event loop."""
AGAIN_MS = 60
"""Milliseconds until a session that was at work is asked again."""
TRIES = 50
"""How often in a row it is asked again; drawing another round begins anew."""
SAMPLE = 26


class OverTimeSection(Section):
    """Lines of worth, a dot where the party did choose, and a mark at the round shown.

    ``round_picked`` carries a round that was clicked.
    """

    round_picked = Signal(int)

    def __init__(self, palette: Palette, scenario: Scenario) -> None:
        super().__init__("Worth of each option over time")
        self._palette, self._scenario = palette, scenario
        self.worths = Worths()
        self.shown = OverTime((), np.zeros((0, 0)), np.zeros(0, bool), np.zeros(0, np.int64))
        self._want: tuple[History, int, int] | None = None
        self._tries = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._work)
        self.note = words(palette)
        self.note.setText(text("inspector.worth"))
        self.last = words()
        self.last.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.last.linkActivated.connect(lambda link: self.round_picked.emit(int(link)))
        self._samples = QWidget()
        self._grid = QGridLayout(self._samples)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(1, 1)
        self._names: list[str] = []
        self._numbers: list[QLabel] = []
        self._fills: list[QBrush] = []
        self._edge = pg.mkPen(palette.text)
        self._make_plot()
        for widget in (self.plot, self._samples, self.last, self.note):
            self.column.addWidget(widget)
        self.unfolded.connect(self._begin)

    def set_explainer(self, explain: Explainer | None) -> None:
        """Take the function that says why."""
        self.worths.explain = None if explain is None else _quiet(explain)
        self._begin()

    def draw(self, history: History, k: int, party: int) -> None:
        """Show a party's lines with a mark at round ``k``; what is missing is computed soon."""
        self._want = (history, k, party)
        self.worths.want(history, party)
        self._cursor.setValue(float(k))
        self._show()
        self._begin()

    def clear(self) -> None:
        """Show nothing, compute nothing."""
        self._timer.stop()
        self._want = None
        self.worths.forget()
        self._show()

    def last_choice(self, k: int) -> int:
        """Newest round up to ``k`` in which the party did choose, or -1."""
        rounds = np.flatnonzero(self.shown.acted_k[: k + 1])
        return int(rounds[-1]) if len(rounds) else -1

    def tip(self, k: int) -> str:
        """What hovering over a round says."""
        shown = self.shown
        if not 0 < k < len(shown.worth_ko) or shown.choice_k[k] < 0:
            return text("words.round", k=k)
        acted = text("inspector.chose" if shown.acted_k[k] else "inspector.idle")
        lines = [f"<b>{text('words.round', k=k)}</b> · {acted}"]
        for n in np.argsort(-np.nan_to_num(shown.worth_ko[k], nan=-np.inf)):
            if np.isfinite(shown.worth_ko[k, n]):
                lines.append(f"{shown.worth_ko[k, n]:+.3f} {self._label(shown.options[n])}")
        return "<br>".join(lines)

    def _make_plot(self) -> None:
        palette = self._palette
        plot = pg.PlotWidget()
        font = QFont(self.font())
        font.setPointSizeF(0.9 * palette.points)
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setBackground(palette.surface)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.setFixedHeight(scaled(HIGH, palette))
        plot.setAccessibleName("Worth of each option over rounds")
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.enableAutoSIPrefix(False)
            axis.setPen(palette.grid)
            axis.setTextPen(palette.muted)
            axis.setStyle(tickLength=-3, tickTextOffset=3)
            axis.setTickFont(font)
        plot.getAxis("left").setWidth(scaled(38, palette))
        plot.getAxis("bottom").setHeight(scaled(20, palette))
        plot.getPlotItem().setContentsMargins(0, 6, 6, 0)  # room for half a number at the ends
        box = plot.getViewBox()
        box.disableAutoRange()
        box.setDefaultPadding(0.0)
        self._cursor = pg.InfiniteLine(angle=90, movable=False, pen=pg.mkPen(palette.accent))
        plot.addItem(self._cursor, ignoreBounds=True)
        plot.setXRange(0.0, float(max(self._scenario.rounds, 1)), padding=0.02)
        plot.scene().sigMouseClicked.connect(self._click)
        plot.scene().sigMouseMoved.connect(self._hover)
        self.plot = plot
        self._lines: list[pg.PlotCurveItem] = []
        self._dots = pg.ScatterPlotItem(size=6, pxMode=True)
        self._dots.setZValue(2)
        plot.addItem(self._dots, ignoreBounds=True)

    def _begin(self) -> None:
        self._tries = 0
        if self._want is not None and self.open and self.worths.missing:
            self._timer.start(0)

    def _work(self) -> None:
        if self._want is None or not self.open or not self.isVisible():
            return
        before = len(self.worths.missing)
        more = self.worths.work(BUDGET)
        left = len(self.worths.missing)
        self._tries = 0 if left < before else self._tries + 1
        if more and self._tries <= TRIES:
            self._timer.start(AGAIN_MS if self._tries else 0)
        if left < before and (not more or left % 4 == 0):
            self._show()

    def _show(self) -> None:
        """Bring curves, dots and numbers up to date with what is known."""
        shown = self.shown = self.worths.over_time()
        if list(shown.options) != self._names and shown.options:
            self._remake_lines(list(shown.options))
        rounds = np.arange(len(shown.worth_ko), dtype=float)
        for n, line in enumerate(self._lines):
            if shown.options:
                line.setData(rounds, shown.worth_ko[:, n], connect="finite")
            else:
                line.setData([], [])
        self._show_dots(shown)
        self._show_numbers(shown)
        if shown.known:
            low, high = float(np.nanmin(shown.worth_ko)), float(np.nanmax(shown.worth_ko))
            room = max(high - low, 0.02) * 0.08
            self.plot.setYRange(low - room, high + room, padding=0)

    def _show_dots(self, shown: OverTime) -> None:
        rounds = np.flatnonzero(shown.acted_k & (shown.choice_k >= 0))
        picked = shown.choice_k[rounds]
        heights = shown.worth_ko[rounds, picked] if len(rounds) else np.zeros(0)
        colours = [self._fills[n] for n in picked]
        self._dots.setData(rounds.astype(float), heights, brush=colours, pen=self._edge)

    def _show_numbers(self, shown: OverTime) -> None:
        k = self._want[1] if self._want is not None else 0
        known = 0 < k < len(shown.worth_ko) and shown.choice_k[k] >= 0
        for n, label in enumerate(self._numbers):
            there = known and n < len(shown.options) and np.isfinite(shown.worth_ko[k, n])
            label.setText(f"{shown.worth_ko[k, n]:+.3f}" if there else "")
        before = self.last_choice(k)
        self.last.setVisible(bool(known and 0 <= before != k))
        self.last.setText(
            f"{text('inspector.last_choice')} <a href='{before}'"
            f" style='color:{self._palette.accent.name()}'>"
            f"{text('words.round', k=before).lower()}</a>."
        )

    def _remake_lines(self, options: list[str]) -> None:
        for line in self._lines:
            self.plot.removeItem(line)
        while self._grid.count():
            self._grid.takeAt(0).widget().deleteLater()
        self._names, self._lines, self._numbers = options, [], []
        shades = [self._palette.coalition_border(self._proposal(option)) for option in options]
        self._fills = [pg.mkBrush(shade) for shade in shades]  # kept: new ones are drawn anew
        for row, option in enumerate(options):
            pen = line_pen(self._palette, self._proposal(option), 1.6)
            line = pg.PlotCurveItem(pen=pen, antialias=True)
            self.plot.addItem(line, ignoreBounds=True)
            self._lines.append(line)
            name, number = QLabel(self._label(option)), QLabel()
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            name.setWordWrap(True)
            sample = _sample(pen)
            for place, widget in enumerate((sample, name, number)):
                self._grid.addWidget(widget, row, place)
            self._numbers.append(number)

    def _proposal(self, option: str) -> int:
        return self._scenario.proposal_index.get(option, -1)

    def _label(self, option: str) -> str:
        known = option in self._scenario.proposal_index
        return proposal_label(option, self._scenario) if known else text("words.uncommitted")

    def _round_at(self, where: QPointF) -> int:
        last = 0 if self._want is None else self._want[0].last
        spot = self.plot.getViewBox().mapSceneToView(where)
        return max(0, min(int(round(spot.x())), last))

    def _click(self, event: QEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._want is not None:
            self.round_picked.emit(self._round_at(event.scenePos()))

    def _hover(self, where: QPointF) -> None:
        box = self.plot.getViewBox()
        if self._want is None or not box.sceneBoundingRect().contains(where):
            QToolTip.hideText()
            return
        spot = self.plot.mapToGlobal(self.plot.mapFromScene(where))
        QToolTip.showText(spot, self.tip(self._round_at(where)), self.plot)


def _quiet(explain: Explainer) -> Explainer:
    """An explainer that has no answer where it fails: the session may be elsewhere just now."""

    def asked(party: int, k: int) -> Explanation | None:
        try:
            return explain(party, k)
        except Exception:  # a why that cannot be had must not take the panel away
            return None

    return asked


def _sample(pen: QPen) -> QLabel:
    """A piece of a line."""
    image = QPixmap(2 * SAMPLE, 24)
    image.setDevicePixelRatio(2)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(pen)
    pen.setCosmetic(False)  # as wide as in the chart, also where a point is two pixels
    painter.setPen(pen)
    painter.drawLine(QPointF(1, 6), QPointF(SAMPLE - 1, 6))
    painter.end()
    label = QLabel()
    label.setPixmap(image)
    return label
