"""Themes: what states of each role hold on each theme, how much they speak of it, what moved."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen

from hldsim.domain.parties import Role
from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text, word
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import Palette
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from hldsim_ui.views.boards import NOWHERE, Board, Spot
from hldsim_ui.views.legend import line_sample, symbol_sample
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pixels import FAINT, IMPUTED, KNOWN, Sketch
from hldsim_ui.views.themes_data import (
    HEAD,
    Own,
    Places,
    RoleRow,
    ThemeRow,
    ThemesPicture,
    greatest_shift,
    places,
    round_tables,
    themes_picture,
)

DOTTED = 9.0
"""Height of a lane from which single states are drawn as dots, in pixels."""
SPREAD = 0.7
"""Share of a lane's height over which its dots are spread."""
NEAR = 5.0
"""Pixels beside a dot that still count as on it."""
FAINT_INK = 0.5
"""How strongly the marks before the round tables are drawn."""


@LIVE_VIEWS.register("themes")
class Themes(Board):
    """Each theme as an axis from one end to the other, with a lane a role, and its emphasis.

    A symbol is the mean stance of a role, the line through it one standard deviation to either
    side, a dot one state. Hollow symbols are the means before the round tables.
    """

    title = "Themes"
    side_width = 200
    roomy = 600

    def __init__(self) -> None:
        super().__init__()
        self.widget.side.addStretch(1)

    def unavailable(self, scenario: Scenario) -> str | None:
        """A scenario without themes has no stances to show."""
        return None if scenario.themes and scenario.parties else text("themes.none")

    def picture(self, history: History, k: int, selected: int) -> ThemesPicture:
        """Work out stances and emphasis after round ``k``."""
        return themes_picture(history, k, selected, self.kept_p)

    def spot(self, x: float, y: float, width: float, height: float) -> Spot:
        """The state whose dot is at a point, or words about the theme there."""
        shown: ThemesPicture = self.shown
        for h, place in enumerate(places(shown, width, height)):
            if not place.holds(x, y):
                continue
            party = self._party_near(h, place, x, y)
            return Spot(self._tip(h, party), party)
        return Spot(self._when()) if y < HEAD else NOWHERE

    def table(self, history: History, k: int) -> Table:
        """One row a theme and role: stance and emphasis now, and before the round tables."""
        picture = themes_picture(history, k)
        columns = (
            Column("theme"),
            Column("role"),
            Column("member states"),
            Column("stance", "mean, 0 to 1"),
            Column("spread", "standard deviation"),
            Column("stance before round tables", "mean, 0 to 1"),
            Column("emphasis", "%"),
            Column("emphasis before round tables", "%"),
            Column("0 means"),
            Column("1 means"),
        )
        rows = tuple(
            (
                row.name,
                word("role", role.role),
                role.count,
                round(role.stance, 4),
                round(role.spread, 4),
                None if role.stance_before is None else round(role.stance_before, 4),
                round(100.0 * role.emphasis, 2),
                None if role.emphasis_before is None else round(100.0 * role.emphasis_before, 2),
                row.low,
                row.high,
            )
            for row in picture.rows
            for role in row.roles
        )
        return Table(f"{self.title}, round {k}", columns, rows)

    def told(self, history: History, k: int) -> str:
        """Say what each role speaks of most, and who moved most."""
        picture = themes_picture(history, k)
        most = []
        for n, role in enumerate(picture.roles):
            row = max(picture.rows, key=lambda row: row.roles[n].emphasis)
            share = _percent(row.roles[n].emphasis)
            theme = _short(row.name)
            most.append(text("themes.most", theme=theme, role=word("role", role), share=share))
        shift = greatest_shift(picture)
        moved = text("themes.no_shift" if picture.tables else "themes.never_shift")
        if shift is not None:
            row, role_row, by = shift
            moved = text(
                "themes.shift",
                before=picture.before,
                role=word("role", role_row.role),
                by=by,
                theme=_short(row.name),
            )
        return text("themes.sentence", k=k, most=joined(most), shift=moved)

    def write_legend(self, scenario: Scenario, palette: Palette) -> None:
        """Symbols of roles, and what lines, dots and hollow symbols mean."""
        shapes = self.legend.add_group("Symbol: mean of a role", palette)
        present = {party.role for party in scenario.parties if party.votes}
        for role in (role for role in Role if role in present):
            sample = symbol_sample(palette.shape(role), *_ink(palette, KNOWN))
            shapes.add_row(sample, word("role", role).capitalize())
        looks = self.legend.add_group("Looks", palette)
        looks.add_row(symbol_sample("o", *_ink(palette, KNOWN)), "Stated by the scenario")
        looks.add_row(symbol_sample("o", *_ink(palette, IMPUTED)), "Imputed (lighter)")
        if round_tables(scenario) is not None:
            hollow = symbol_sample("o", palette.surface, QPen(palette.muted, 1.2))
            looks.add_row(hollow, "Before the round tables")
        looks.add_row(line_sample(QPen(palette.text, 1.4)), "One standard deviation")
        looks.add_row(symbol_sample("o", *_ink(palette, IMPUTED), 3.0), "One state")
        looks.add_row(symbol_sample("o", palette.accent, QPen(palette.accent)), "Selected state")

    def sketch(self, sketch: Sketch, width: float, height: float) -> None:
        """Draw every theme."""
        shown: ThemesPicture = self.shown
        layout = places(shown, width, height)
        first = layout[0]
        head = Box(0.0, 0.0, first.bars.x - 8.0, HEAD - 3.0)
        sketch.words(head, self._when(), self.palette.muted, small=True)
        for place in layout:
            if place.title.y == first.title.y:  # the head of a column
                self._draw_scale(sketch, place)
        for h, (row, place) in enumerate(zip(shown.rows, layout, strict=True)):
            self._draw_title(sketch, row, place)
            self._draw_axis(sketch, place)
            for n, role in enumerate(row.roles):
                self._draw_dots(sketch, h, n, place)
                self._draw_role(sketch, role, n, place)
                self._draw_emphasis(sketch, role, n, place)
            if row.own is not None:
                self._draw_own(sketch, row.own, place)

    def _draw_scale(self, sketch: Sketch, place: Places) -> None:
        over = Box(place.bars.x, 0.0, place.bars.width, HEAD - 3.0)
        scale = text("themes.emphasis", top=100.0 * self.shown.top)
        if sketch.width(scale, small=True) > over.width:
            scale = text("themes.emphasis_short")
        sketch.words(over, scale, self.palette.muted, small=True)

    def _draw_title(self, sketch: Sketch, row: ThemeRow, place: Places) -> None:
        name = _short(row.name) if place.low else row.name
        align = "centre" if place.low else "left"
        used = sketch.words(place.title, name, bold=True, small=place.low, align=align)
        ends, palette = place.ends, self.palette
        half = ends.width / 2.0 - (used / 2.0 if place.low else 0.0) - 6.0
        low, high = (
            Box(x, ends.y, half, ends.height) for x in (ends.x, ends.x + ends.width - half)
        )
        sketch.words(low, row.low, palette.muted, small=True)
        sketch.words(high, row.high, palette.muted, align="right", small=True)
        if row.own is not None:
            key = "themes.own_short" if place.low else "themes.own"
            share = _percent(row.own.emphasis)
            words = text(key, name=self.shown.name, stance=row.own.stance, share=share)
            sketch.words(place.own, words, palette.accent, align="right", small=True)

    def _draw_axis(self, sketch: Sketch, place: Places) -> None:
        axis, palette = place.axis, self.palette
        sketch.fill(axis, palette.muted, 0.06)
        for share in (0.0, 0.5, 1.0):
            x = place.at(share)
            sketch.line((x, axis.y), (x, axis.y + axis.height), palette.border, 1.0)

    def _draw_dots(self, sketch: Sketch, h: int, n: int, place: Places) -> None:
        shown: ThemesPicture = self.shown
        middle, high = place.lane(n, len(shown.roles))
        if high < DOTTED:
            return
        for faint, alpha in ((True, FAINT * 0.6), (False, 0.35)):
            colour = QColor(self.palette.text)
            colour.setAlphaF(alpha)
            pen = QPen(colour, 3.0)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            sketch.painter.setPen(pen)
            here = shown.faint_r[n] == faint
            spots = zip(shown.stance_r[n][here, h], shown.aside_r[n][here] * SPREAD, strict=True)
            dots = [QPointF(place.at(float(x)), middle + float(y) * high) for x, y in spots]
            sketch.painter.drawPoints(dots)

    def _draw_role(self, sketch: Sketch, role: RoleRow, n: int, place: Places) -> None:
        middle, high = place.lane(n, len(self.shown.roles))
        size = min(max(high * 0.75, 7.0), 12.0)
        shape, palette = self.palette.shape(role.role), self.palette
        ends = [place.at(min(max(role.stance + s * role.spread, 0.0), 1.0)) for s in (-1.0, 1.0)]
        sketch.line((ends[0], middle), (ends[1], middle), palette.text, 1.4)
        if role.stance_before is not None and abs(role.stance_before - role.stance) >= 5e-4:
            muted = QColor(palette.muted)
            sketch.symbol(
                shape, place.at(role.stance_before), middle, size, palette.surface, QPen(muted, 1.2)
            )
        look = KNOWN if 2 * role.declared > role.count else IMPUTED
        sketch.symbol(shape, place.at(role.stance), middle, size, *_ink(palette, look))

    def _draw_emphasis(self, sketch: Sketch, role: RoleRow, n: int, place: Places) -> None:
        shown: ThemesPicture = self.shown
        middle, high = place.lane(n, len(shown.roles))
        written = high >= 11.0
        room = place.bars.width - (34.0 if written else 4.0)
        size = min(high * 0.6, 9.0)
        sketch.symbol(
            self.palette.shape(role.role),
            place.bars.x + 4.0,
            middle,
            min(size, 8.0),
            None,
            QPen(self.palette.muted, 1.0),
        )
        x, room = place.bars.x + 12.0, room - 12.0
        box = Box(x, middle - size / 2.0, room * role.emphasis / shown.top, size)
        sketch.fill(box, self.palette.muted, 0.55)
        if role.emphasis_before is not None and abs(role.emphasis_before - role.emphasis) >= 5e-4:
            was = x + room * role.emphasis_before / shown.top
            sketch.line((was, box.y - 1.5), (was, box.y + size + 1.5), self.palette.text, 1.0)
        if written:
            number = Box(x + room + 2.0, middle - 7.0, 32.0, 14.0)
            share = _percent(role.emphasis)
            sketch.words(number, share, self.palette.muted, align="right", small=True)

    def _draw_own(self, sketch: Sketch, own: Own, place: Places) -> None:
        shown: ThemesPicture = self.shown
        palette = self.palette
        lanes = len(shown.roles)
        n = shown.roles.index(own.role) if own.role in shown.roles else lanes - 1
        middle, high = place.lane(n, lanes)
        size = min(max(high * 0.6, 6.0), 9.0)
        if own.stance_before is not None and abs(own.stance_before - own.stance) >= 5e-4:
            start, end = place.at(own.stance_before), place.at(own.stance)
            sketch.line((start, middle), (end, middle), palette.accent, 2.0)
        fill = QColor(palette.accent if own.declared else palette.surface)
        x = place.at(own.stance)
        sketch.symbol("o", x, middle, size + 4.0, palette.surface, QPen(palette.surface, 1.0))
        sketch.symbol("o", x, middle, size, fill, QPen(palette.accent, 2.2))
        bars = place.bars
        room = bars.width - (34.0 if high >= 11.0 else 4.0) - 12.0
        x = bars.x + 12.0 + room * own.emphasis / shown.top
        sketch.line((x, bars.y), (x, bars.y + bars.height), palette.accent, 2.0)

    def _party_near(self, h: int, place: Places, x: float, y: float) -> int:
        shown: ThemesPicture = self.shown
        for n in range(len(shown.roles)):
            middle, high = place.lane(n, len(shown.roles))
            if high < DOTTED or abs(y - middle) > high / 2.0 or not len(shown.party_r[n]):
                continue
            across = place.axis.x + shown.stance_r[n][:, h] * place.axis.width - x
            gap = np.hypot(across, middle + shown.aside_r[n] * SPREAD * high - y)
            nearest = int(gap.argmin())
            return int(shown.party_r[n][nearest]) if gap[nearest] <= NEAR else NOBODY
        return NOBODY

    def _tip(self, h: int, party: int) -> str:
        assert self.scenario is not None
        shown: ThemesPicture = self.shown
        row = shown.rows[h]
        lines = [f"<b>{row.name}</b>", text("themes.ends", low=row.low, high=row.high)]
        if party != NOBODY:
            lines += self._party_lines(h, party)
        for role in row.roles:
            key = "themes.role" if role.stance_before is None else "themes.role_was"
            lines.append(
                text(
                    key,
                    role=word("role", role.role).capitalize(),
                    count=role.count,
                    stance=role.stance,
                    spread=role.spread,
                    before=role.stance_before,
                    share=_percent(role.emphasis),
                )
            )
        count = sum(role.count for role in row.roles)
        imputed = count - sum(role.declared for role in row.roles)
        lines.append(text("themes.imputed", imputed=imputed, count=count))
        return "<br>".join(lines)

    def _party_lines(self, h: int, party: int) -> list[str]:
        assert self.scenario is not None and self._round is not None
        one, theme = self.scenario.parties[party], self.scenario.themes[h]
        profile = self._round[0][self._round[1]].state.profile
        share = _percent(float(profile.emphasis_ph[party, h]))
        told = text("themes.party", stance=float(profile.stance_ph[party, h]), share=share)
        stated = f"stance.{theme.id}" in one.declared
        look = text("themes.own_declared" if stated else "themes.own_imputed")
        return [f"<b>{one.name}</b>: {told}, {look}"]

    def _when(self) -> str:
        shown: ThemesPicture = self.shown
        if shown.before is not None:
            return text("themes.before", before=shown.before)
        if shown.tables is None:
            return text("themes.never")
        return text("themes.during", first=shown.tables[0], last=shown.tables[1])


def _ink(palette: Palette, look: float) -> tuple[QColor, QPen]:
    """How a mark looks: full with a strong border if stated by the scenario, else lighter."""
    fill = QColor(palette.text)
    fill.setAlphaF(0.9 if look >= KNOWN else 0.45)
    return fill, QPen(palette.text, 1.6 if look >= KNOWN else 1.0)


def _percent(share: float) -> str:
    return text("number.share", value=100.0 * share)


def _short(name: str) -> str:
    return name.partition(":")[0]
