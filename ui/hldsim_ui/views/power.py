"""Power: what each coalition weighs under the rule that its design needs."""

from __future__ import annotations

from PySide6.QtGui import QPen

from hldsim.record.history import History
from hldsim.report.majorities import majorities_words
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text, word
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import Palette
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from hldsim_ui.views.boards import NOWHERE, Board, Spot
from hldsim_ui.views.designs import competing, letter
from hldsim_ui.views.legend import line_sample, symbol_sample
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pieces import by_proposal
from hldsim_ui.views.pixels import IMPUTED, KNOWN, Sketch, bar_sample, chip_sample, part_with
from hldsim_ui.views.power_data import (
    HEAD,
    BlocRow,
    Indices,
    Places,
    PowerPicture,
    places,
    power_picture,
)

BANZHAF, SHAPLEY = "d", "o"
"""Symbols of the two indices."""
FRAMED = 5.0
"""Height of a bar from which a frame leaves something of it to see, in pixels."""
LEAST = 44.0
"""Width under which the name of the selected party is left out, in pixels."""


@LIVE_VIEWS.register("power")
class Power(Board):
    """A row a coalition: what it weighs, and what the rule its design needs makes of that.

    Upper bar: share of the voting weight, with marks for both power indices where votes decide.
    Lower bar: who would vote for the design or take part in it, with a line at what is needed;
    under consensus, framed, who has been seen to object.
    """

    title = "Power"
    side_width = 205
    roomy = 560

    def __init__(self) -> None:
        super().__init__()
        self.widget.side.addStretch(1)

    def unavailable(self, scenario: Scenario) -> str | None:
        """A scenario without competing designs has no coalitions."""
        return None if competing(scenario) and scenario.parties else text("power.none")

    def picture(self, history: History, k: int, selected: int) -> PowerPicture:
        """Work out power after round ``k``."""
        return power_picture(history, k, selected, self.kept_p)

    def spot(self, x: float, y: float, width: float, height: float) -> Spot:
        """Words about the coalition at a point."""
        shown: PowerPicture = self.shown
        if y < HEAD:
            return Spot(f"{_head(shown)}<br>{text('power.tip_blocs')}")
        for row, place in zip(shown.rows, places(shown, width, height), strict=True):
            down = place.title.y <= y < place.words.y + max(place.words.height, 1.0)
            if down and place.title.x <= x < place.title.x + place.title.width:
                return Spot(self._tip(row))
        return NOWHERE

    def table(self, history: History, k: int) -> Table:
        """One row a coalition: weight, rule, what the rule counts, power."""
        picture = power_picture(history, k)
        columns = (
            Column("coalition"),
            Column("members", "member states"),
            Column("votes", "% of all"),
            Column("rule"),
            Column("needed", "member states"),
            Column("in favour or taking part", "member states"),
            Column("short", "member states"),
            Column("seen to object", "member states"),
            Column("majorities"),
            Column("Banzhaf", "% of all power"),
            Column("Shapley-Shubik", "% of all power"),
            Column("power under the rule of"),
        )
        labels = {row.d: row.label for row in picture.rows}
        rows = tuple(
            (
                _name(row),
                row.members,
                round(100.0 * row.weight, 2),
                word("rule", row.rule) if row.rule else None,
                row.needed,
                None if row.kind == "veto" else row.count,
                row.short if row.count is not None and row.kind != "veto" else None,
                row.count if row.kind == "veto" else None,
                majorities_words(row.majorities) or None,
                None if row.power is None else round(100.0 * row.power.banzhaf, 3),
                None if row.power is None else round(100.0 * row.power.shapley, 3),
                None if row.power is None else labels[row.ruled_by],
            )
            for row in picture.rows
        )
        return Table(f"{self.title}, round {k}", columns, rows)

    def told(self, history: History, k: int) -> str:
        """Say what each coalition weighs and what its rule makes of that."""
        parts, picture = [], power_picture(history, k)
        for row in picture.rows:
            key = "power.part" if row.d >= 0 else "power.part_uncommitted"
            share, verdict = _percent(row.weight), "; ".join(_verdict(row, picture.members))
            parts.append(text(key, label=row.label, share=share, verdict=verdict))
        return text("power.sentence", k=k, parts=joined(parts))

    def write_legend(self, scenario: Scenario, palette: Palette) -> None:
        """What bars, lines and marks mean."""
        font = self.widget.font()
        first = competing(scenario)[0][0]
        group = self.legend.add_group("Coalitions", palette)
        for d, proposal in competing(scenario):
            group.add_row(chip_sample(palette, font, d, letter(d)), proposal.label, proposal=d)
        group.add_row(chip_sample(palette, font, NOBODY, ""), text("power.uncommitted"))
        upper = self.legend.add_group("Upper bar: share of votes", palette)
        pen = QPen(palette.text, 1.4)
        upper.add_row(symbol_sample(BANZHAF, palette.surface, pen, 9.0), "Banzhaf index")
        upper.add_row(symbol_sample(SHAPLEY, palette.surface, pen, 9.0), "Shapley-Shubik index")
        lower = self.legend.add_group("Lower bar: what its rule counts", palette)
        lower.add_row(bar_sample(palette, first, IMPUTED), "In favour, or would take part")
        objecting = bar_sample(palette, first, IMPUTED, palette.danger)
        lower.add_row(objecting, "Framed: seen to object")
        lower.add_row(line_sample(QPen(palette.text, 2.0)), "Needed")
        looks = self.legend.add_group("Looks", palette)
        looks.add_row(bar_sample(palette, first, KNOWN), "Position known from a source")
        looks.add_row(bar_sample(palette, first, IMPUTED), "Imputed (lighter)")

    def sketch(self, sketch: Sketch, width: float, height: float) -> None:
        """Draw every coalition."""
        shown: PowerPicture = self.shown
        head = Box(0.0, 0.0, width, HEAD - 3.0)
        sketch.words(head, _head(shown), self.palette.muted, small=True)
        for row, place in zip(shown.rows, places(shown, width, height), strict=True):
            self._draw_title(sketch, row, place.title)
            self._draw_upper(sketch, row, place.upper)
            if row.d >= 0:
                self._draw_lower(sketch, row, place)
            words = " · ".join(_verdict(row, shown.members))
            if sketch.width(words, small=True) > place.words.width:
                words = " · ".join(_verdict(row, shown.members, briefly=True))
            if place.words.height:
                sketch.words(place.words, words, self.palette.muted, small=True)

    def _draw_title(self, sketch: Sketch, row: BlocRow, room: Box) -> None:
        shown: PowerPicture = self.shown
        plate = sketch.chip_width(row.letter or "–")
        chip = Box(room.x, room.y + 1.0, plate, room.height - 3.0)
        sketch.chip(chip, row.d, row.letter or "–")
        key = "power.members_one" if row.members == 1 else "power.members"
        told = text(key, count=row.members, share=_percent(row.weight))
        wide = sketch.width(told, small=True) + 2.0
        if wide > room.width * 0.5:
            told = _percent(row.weight)
            wide = sketch.width(told, small=True) + 2.0
        right = Box(room.x + room.width - wide, room.y, wide, room.height)
        sketch.words(right, told, align="right", small=True)
        left = Box(room.x + plate + 5.0, room.y, room.width - wide - plate - 12.0, room.height)
        used = sketch.words(left, _name(row), bold=True)
        if shown.own_d == row.d:
            rest = Box(left.x + used + 8.0, room.y, left.width - used - 8.0, room.height)
            told = text("power.is_here", name=shown.name)
            if sketch.width(told, bold=True, small=True) > rest.width:
                told = shown.name
            if rest.width > LEAST:
                sketch.words(rest, told, self.palette.accent, bold=True, small=True)

    def _draw_upper(self, sketch: Sketch, row: BlocRow, track: Box) -> None:
        shown: PowerPicture = self.shown
        sketch.bar(track, [part_with(piece, share) for piece, share in row.upper])
        if shown.own_d == row.d and track.height >= FRAMED:
            sketch.frame(track, self.palette.accent, 2.0)
        if row.power is None:
            return
        size = min(max(track.height * 0.62, 7.0), 12.0)
        pen = QPen(self.palette.text, 1.6)
        for shape, value, share in (
            (BANZHAF, row.power.banzhaf, 0.3),
            (SHAPLEY, row.power.shapley, 0.7),
        ):
            x = track.x + min(max(value * track.width, size / 2.0), track.width - size / 2.0)
            y = track.y + share * track.height
            sketch.symbol(shape, x, y, size, self.palette.surface, pen)

    def _draw_lower(self, sketch: Sketch, row: BlocRow, place: Places) -> None:
        track = place.lower
        sketch.bar(track, [part_with(piece, share) for piece, share in row.counted])
        if row.kind == "veto":
            if track.height >= FRAMED:
                sketch.frame(track, self.palette.danger, 1.4)
        elif row.mark is not None:
            x = track.x + track.width * row.mark
            top = place.upper.y if row.kind == "votes" else track.y - 2.0
            end = track.y + track.height + 1.5
            for colour, wide in ((self.palette.surface, 5.0), (self.palette.text, 2.0)):
                sketch.line((x, top), (x, end), colour, wide)

    def _tip(self, row: BlocRow) -> str:
        shown: PowerPicture = self.shown
        key = "power.members_one" if row.members == 1 else "power.members"
        lines = [f"<b>{_name(row)}</b>"]
        lines.append(text(key, count=row.members, share=_percent(row.weight)))
        lines += _verdict(row, shown.members)
        rows = {other.d: other for other in shown.rows}
        for d, game in shown.games.items():
            if row.d in game:
                other = rows[d]
                told = text(
                    "power.tip_power",
                    label=other.label,
                    rule=word("rule", other.rule),
                    indices=_indices(game[row.d]),
                )
                lines.append(told)
        if shown.games:
            lines.append(text("power.tip_single" if row.d < 0 else "power.tip_blocs"))
        if shown.own_d == row.d:
            lines.append(text("power.is_here", name=shown.name))
        return "<br>".join(lines)


def _verdict(row: BlocRow, members: int, briefly: bool = False) -> list[str]:
    """What the rule makes of a coalition, in pieces of a line; ``briefly`` the least of it."""
    if row.d < 0:
        if row.power is None:
            return [text("power.not_counted" if row.uncounted else "power.no_vote")]
        return [text("power.single", indices=_indices(row.power))]
    rule = word("rule", row.rule)
    rule = rule[:1].upper() + rule[1:]
    if row.kind == "veto":
        who = ", ".join(_who(row))
        key = {0: "power.veto_none", 1: "power.veto_one"}.get(row.count or 0, "power.veto")
        return [text(key, rule=rule, count=row.count, who=who)]
    if not row.kind:
        return [text("power.unknown", rule=rule)]
    if row.majorities:
        shown = row.majorities[: 1 if briefly else None]
        said = [text("power.weighed", rule=rule, parts=majorities_words(shown))]
    else:
        key = f"power.{row.kind}" if row.count is not None else f"power.{row.kind}_unknown"
        if row.kind == "votes" and row.count is not None and 0 < row.base < members:
            key = "power.votes_of_voting"
        said = [text(key, rule=rule, count=row.count, needed=_known(row.needed), base=row.base)]
    if row.short:
        said.append(text("power.short", short=row.short))
    if row.without:
        said.append(text("power.without", who=joined(letter(d) for d in row.without)))
    if row.host is not None:
        said.append(text("power.host" if row.host else "power.no_host", host=row.host))
    if row.power is not None:
        said.append(_indices(row.power, "indices_short" if briefly else "indices"))
    elif row.uncounted:
        said.append(text("power.not_counted"))
    return said


def _who(row: BlocRow) -> list[str]:
    """Objectors by coalition."""
    return [
        text("power.of", who=letter(d) if d >= 0 else text("words.uncommitted"), count=count)
        for d, count in by_proposal(row.lower).items()
    ]


def _indices(power: Indices, key: str = "indices") -> str:
    banzhaf, shapley = (_fine(value) for value in (power.banzhaf, power.shapley))
    return text(f"power.{key}", banzhaf=banzhaf, shapley=shapley)


def _head(shown: PowerPicture) -> str:
    key = "head" if shown.games or shown.rows[-1].uncounted else "head_no_votes"
    return text(f"power.{key}", votes=f"{shown.votes:g}")


def _name(row: BlocRow) -> str:
    return row.label if row.d >= 0 else text("power.uncommitted")


def _known(count: int | None) -> str:
    return text("number.unknown") if count is None else str(count)


def _percent(share: float) -> str:
    return text("number.share", value=100.0 * share)


def _fine(share: float) -> str:
    """Per cent with one place after the point."""
    return f"{100.0 * share:.1f} %"
