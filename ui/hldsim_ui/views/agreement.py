"""Agreement matrix: how alike every two parties want things, ordered by coalition.

One image; values stay what they are from round to round (unless somebody changes preferences), rows
and columns move as coalitions do.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPen
from PySide6.QtWidgets import QLabel

from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text, word
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import Palette
from hldsim_ui.views.agreement_data import (
    Matrix,
    agreement_pp,
    matrix,
    nearest,
    utility_of,
)
from hldsim_ui.views.agreement_items import (
    Places,
    cells_of,
    draw_cells,
    draw_crosshair,
    draw_margins,
    draw_scale,
    draw_veil,
    lay_out,
    signed,
)
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from hldsim_ui.views.boards import NOWHERE, Board, Spot
from hldsim_ui.views.designs import competing, letter
from hldsim_ui.views.legend import LegendGroup, line_sample
from hldsim_ui.views.map_words import position_known
from hldsim_ui.views.pixels import IMPUTED, SMALL, Sketch, bar_sample, chip_sample

F8 = NDArray[np.float64]

NEIGHBOURS = 3
"""How many are named that agree most, and least, with the selected party."""


@LIVE_VIEWS.register("agreement")
class Agreement(Board):
    """Parties x parties: correlation of what they want, from -1 to 1."""

    title = "Agreement matrix"
    side_width = 200
    roomy = 480

    def __init__(self) -> None:
        super().__init__()
        self._group: LegendGroup | None = None
        self._rows: list[int] = []
        self._rests_on: tuple[object, ...] = (None, None, None)
        self._agreed_pp = np.zeros((0, 0))
        self.cells = QImage()
        self.near = QLabel()
        self.near.setWordWrap(True)
        self.widget.side.addWidget(self.near)
        self.widget.side.addStretch(1)

    def unavailable(self, scenario: Scenario) -> str | None:
        """It takes two to agree."""
        return None if len(scenario.parties) > 1 else text("agreement.unavailable")

    def picture(self, history: History, k: int, selected: int) -> Matrix:
        """Work out the matrix after round ``k``."""
        return matrix(history, k, self._agreed(history, k), selected, self.kept_p)

    def table(self, history: History, k: int) -> Table:
        """One row a party, a column for each other, in the order of the picture."""
        seen, scenario = matrix(history, k, self._agreed(history, k)), history.scenario
        parties = [scenario.parties[p] for p in seen.order_r.tolist()]
        backs = [band.d for band in seen.bands for _ in range(band.first, band.last)]
        columns = (
            Column("state"),
            Column("backs"),
            Column("position"),
            *(Column(party.name, "agreement, -1 to 1") for party in parties),
        )
        rows = tuple(
            (
                party.name,
                _label(d, scenario),
                word("provenance", party.provenance),
                *(None if np.isnan(x) else round(float(x), 3) for x in values),
            )
            for party, d, values in zip(parties, backs, seen.value_rr, strict=True)
        )
        return Table(f"{self.title}, round {k}", columns, rows)

    def told(self, history: History, k: int) -> str:
        """Say how alike those of one coalition want things, and everybody."""
        seen, scenario = matrix(history, k, self._agreed(history, k)), history.scenario
        parts = [
            text("agreement.within", label=_label(band.d, scenario), mean=signed(band.within))
            for band in seen.bands
            if not np.isnan(band.within)
        ]
        said = text("agreement.sentence", k=k, within=joined(parts), overall=signed(seen.overall))
        return f"{said} {self._imputed_words(seen)}"

    def write_legend(self, scenario: Scenario, palette: Palette) -> None:
        """Mean agreement within each coalition, and how known positions look."""
        font = self.widget.font()
        self._group = self.legend.add_group(text("agreement.means"), palette)
        self._rows = [*(d for d, _ in competing(scenario)), NOBODY]
        for d in self._rows:
            name = _label(d, scenario)
            mark = letter(d) if d >= 0 else "–"
            self._group.add_row(chip_sample(palette, font, d, mark), name[:1].upper() + name[1:])
        blank = QPen(QColor(palette.surface), 0.0)
        self._group.add_row(line_sample(blank), text("agreement.all"))
        looks = self.legend.add_group(text("agreement.position"), palette)
        looks.add_row(line_sample(QPen(palette.text, 6.0)), text("agreement.known"))
        looks.add_row(bar_sample(palette, self._rows[0], IMPUTED), text("agreement.lighter"))
        order = self.legend.add_group(text("agreement.order"), palette)
        order.setToolTip(text("agreement.formula"))
        self.near.setStyleSheet(f"color: {palette.text.name()};")

    def write_side(self) -> None:
        """Numbers of the legend, and whom the selected party agrees with most and least."""
        seen: Matrix | None = self.shown
        means = {} if seen is None else {band.d: signed(band.within) for band in seen.bands}
        if self._group is not None:
            for row, d in enumerate(self._rows):
                self._group.set_value(row, means.get(d, "") if seen else "")
            overall = "" if seen is None else signed(seen.overall)
            self._group.set_value(len(self._rows), overall)
        self.cells = QImage() if seen is None else cells_of(seen.value_rr)
        words = "" if seen is None else self._near_words(seen)
        if self.near.text() != words:
            self.near.setText(words)

    def sketch(self, sketch: Sketch, width: float, height: float) -> None:
        """Draw the cells, and what stands around them and on them."""
        seen: Matrix = self.shown
        line, places = self._line(), self.places(width, height)
        draw_cells(sketch, places, self.cells)
        draw_margins(sketch, places, seen)
        draw_veil(sketch, places, seen)
        draw_crosshair(sketch, places, seen)
        draw_scale(sketch, places, line)
        words = self._imputed_words(seen)
        sketch.words(places.caption, words, self.palette.muted, small=True)

    def spot(self, x: float, y: float, width: float, height: float) -> Spot:
        """Words about the pair at a point; the party of its row."""
        row, column = self.cell_at(x, y, self.places(width, height))
        if row < 0:
            return NOWHERE
        return Spot(self.tip(row, column), int(self.shown.order_r[row]))

    def places(self, width: float, height: float) -> Places:
        """Where the parts of a picture of this size stand."""
        return lay_out(len(self.shown.order_r), width, height, self._line())

    def cell_at(self, x: float, y: float, places: Places) -> tuple[int, int]:
        """Row and column at a point, (-1, -1) beside the matrix; a margin is part of its row."""
        count = len(self.shown.order_r)
        cell = places.cell(count)
        row = int((y - places.matrix.y) // cell)
        column = int((x - places.matrix.x) // cell)
        if 0 <= row < count and 0.0 <= x and column < count:
            return row, column if column >= 0 else row
        return NOBODY, NOBODY

    def tip(self, row: int, column: int) -> str:
        """Names, agreement and provenance of a pair."""
        seen: Matrix = self.shown
        value = signed(float(seen.value_rr[row, column]))
        names = [self._name(n) for n in dict.fromkeys((row, column))]
        lines = [f"<b>{' – '.join(names)}</b>"]
        if row != column:
            lines.append(text("agreement.value", value=value))
        lines += [self._party_line(n) for n in dict.fromkeys((row, column))]
        return "<br>".join(lines)

    def _party_line(self, row: int) -> str:
        assert self.scenario is not None
        seen: Matrix = self.shown
        party = self.scenario.parties[int(seen.order_r[row])]
        d = next(band.d for band in seen.bands if band.first <= row < band.last)
        where = text("tip.uncommitted")
        if d >= 0:
            where = text("tip.backs", proposal=self.scenario.proposals[d].label)
        known = position_known(party)
        source = text("agreement.known") if known else text("tip.imputed")
        return f"{party.name} ({word('role', party.role)}): {where}. {source}."

    def _near_words(self, seen: Matrix) -> str:
        """Whom the selected party agrees with most and least."""
        if seen.selected < 0:
            return ""
        lines = [f"<b>{self._name(seen.selected)}</b>"]
        for key, rows in zip(
            ("most", "least"), nearest(seen, seen.selected, NEIGHBOURS), strict=True
        ):
            pairs = [
                f"{self._name(n)} {signed(float(seen.value_rr[seen.selected, n]))}" for n in rows
            ]
            if pairs:
                lines.append(text(f"agreement.{key}", names=joined(pairs)))
        return "<br>".join(lines)

    def _imputed_words(self, seen: Matrix) -> str:
        count, imputed = len(seen.known_r), int((~seen.known_r).sum())
        return text("agreement.imputed", count=imputed, of=count, known=count - imputed)

    def _agreed(self, history: History, k: int) -> F8:
        """Agreement of all pairs, worked out anew only where preferences have changed."""
        profile, scenario = history[k].state.profile, history.scenario
        rests_on = (profile.salience_pi, profile.value_pl, scenario)
        if any(one is not other for one, other in zip(rests_on, self._rests_on, strict=True)):
            self._rests_on = rests_on
            self._agreed_pp = agreement_pp(profile, utility_of(scenario), scenario.space)
        return self._agreed_pp

    def _name(self, row: int) -> str:
        assert self.scenario is not None
        return self.scenario.parties[int(self.shown.order_r[row])].name

    def _line(self) -> float:
        font = self.font
        font.setPointSizeF(max(7.0, font.pointSizeF() * SMALL))
        return QFontMetricsF(font).height()


def _label(d: int, scenario: Scenario) -> str:
    return text("words.uncommitted") if d < 0 else scenario.proposals[d].label
