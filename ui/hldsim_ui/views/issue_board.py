"""The issue board: what states want on each issue, where texts stand, who cannot live with one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem

from hldsim.record.history import History
from hldsim.report.tables import Column, Table
from hldsim.report.texts import joined, text
from hldsim.scenario.schema import Scenario
from hldsim_ui.theme import Palette
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from hldsim_ui.views.boards import NOWHERE, Board, Spot
from hldsim_ui.views.designs import competing, letter
from hldsim_ui.views.issue_board_data import (
    HEAD,
    TITLE,
    BoardPicture,
    Cell,
    Mark,
    Refusal,
    Strip,
    board_picture,
    cell_boxes,
    is_tall,
    strips,
)
from hldsim_ui.views.map_layout import Box
from hldsim_ui.views.pixels import IMPUTED, KNOWN, Sketch, bar_sample, chip_sample, part_of

COUNT = 28.0
"""Width of the number beside a bar."""
ROW_PARTY = Qt.ItemDataRole.UserRole


@LIVE_VIEWS.register("issue_board")
class IssueBoard(Board):
    """A strip an issue with its levels as columns.

    Bars count the member states that want a level most, by the coalition they back; plates are
    designs; framed is the text on the table. The list names who could not live with that text.
    """

    title = "Issue board"
    side_width = 210
    roomy = 560

    def __init__(self) -> None:
        super().__init__()
        self.heading = QLabel()
        self.heading.setWordWrap(True)
        self.list = QListWidget()
        self.list.setObjectName("refusals")
        self.list.setAccessibleName(text("board.list"))
        self.list.setUniformItemSizes(True)
        self.list.setMinimumHeight(96)
        self.list.itemClicked.connect(self._pick_row)
        self._listed: tuple[Refusal, ...] | None = None
        self.widget.side.insertWidget(0, self.heading)
        self.widget.side.insertWidget(1, self.list, 1)
        self.widget.side.addStretch(0)

    def unavailable(self, scenario: Scenario) -> str | None:
        """Every scenario negotiates issues; one without a party has nobody to want anything."""
        return None if scenario.parties else "The scenario has no parties."

    def picture(self, history: History, k: int, selected: int) -> BoardPicture:
        """Work out the board after round ``k``."""
        return board_picture(history, k, selected, self.kept_p)

    def spot(self, x: float, y: float, width: float, height: float) -> Spot:
        """Words about the level at a point."""
        board: BoardPicture = self.shown
        if y < HEAD:
            return Spot(_stage(board) + _refused(board))
        layout = zip(board.strips, strips(board, width, height), strict=True)
        for (strip, place), boxes in zip(layout, cell_boxes(board, width, height), strict=True):
            if not _inside(place, x, y):
                continue
            for cell, box in zip(strip.cells, boxes, strict=True):
                if box.x <= x < box.x + box.width:
                    return Spot(self._tip(strip, cell))
        return NOWHERE

    def table(self, history: History, k: int) -> Table:
        """One row a level: who wants it most, by coalition, and which designs have it."""
        board = board_picture(history, k)
        rivals = [*competing(history.scenario), (-1, None)]
        columns = (
            Column("issue"),
            Column("level"),
            Column("want it most", "member states"),
            *(
                Column(p.label if p else text("words.uncommitted"), "member states")
                for _, p in rivals
            ),
            Column("salience", "mean, 0 to 1"),
            Column("designs here"),
            Column("text on the table"),
            Column("status quo"),
        )
        rows = tuple(
            (
                strip.name,
                cell.name,
                cell.wanted,
                *(sum(piece.count for piece in cell.pieces if piece.d == d) for d, _ in rivals),
                round(strip.salience, 4),
                "; ".join(m.label for m in cell.marks if m.kind != "tabled"),
                "yes" if cell.on_table else "no",
                "yes" if cell.status_quo else "no",
            )
            for strip in board.strips
            for cell in strip.cells
        )
        return Table(f"{self.title}, round {k}", columns, rows)

    def told(self, history: History, k: int) -> str:
        """Say which text is on the table and what most want."""
        board = board_picture(history, k)
        most = [(strip, max(strip.cells, key=lambda cell: cell.wanted)) for strip in board.strips]
        levels = [
            text("board.level", issue=strip.name, level=cell.name, count=cell.wanted)
            for strip, cell in most
        ]
        refused = _refused(board)
        return text(
            "board.sentence",
            k=k,
            stage=_stage(board),
            refused=refused,
            levels=joined(levels),
        )

    def write_legend(self, scenario: Scenario, palette: Palette) -> None:
        """Letters and colours of designs, and what bars, plates and frames mean."""
        font = self.widget.font()
        group = self.legend.add_group("Bar: want it most, by backing", palette)
        for d, proposal in [*competing(scenario), (NOBODY, None)]:
            name = proposal.label if proposal else text("words.uncommitted").capitalize()
            mark = letter(d) if proposal else ""
            group.add_row(chip_sample(palette, font, d, mark), name)
        further = [(d, p) for d, p in enumerate(scenario.proposals) if p.kind != "forum"]
        for d, proposal in further:
            group.add_row(chip_sample(palette, font, d, letter(d), False), proposal.label)
        first = competing(scenario)[0][0] if competing(scenario) else NOBODY
        looks = self.legend.add_group("Looks", palette)
        looks.add_row(bar_sample(palette, first, KNOWN), "Position known from a source")
        looks.add_row(bar_sample(palette, first, IMPUTED), "Imputed (lighter)")
        name = letter(first) if first >= 0 else ""
        looks.add_row(chip_sample(palette, font, first, name), "Design stands here now")
        looks.add_row(chip_sample(palette, font, first, name, False), "As tabled, or put after")
        self.heading.setStyleSheet(f"color: {palette.muted.name()}; font-weight: 600;")
        self.list.setStyleSheet(
            f"QListWidget {{ background: {palette.surface.name()}; color: {palette.text.name()};"
            f" border: 2px solid {palette.surface.name()}; }}"
            f"QListWidget:focus {{ border: 2px solid {palette.accent.name()}; }}"
            "QListWidget::item { padding: 1px 2px; }"
        )

    def write_side(self) -> None:
        """Name those who could not live with the text on the table."""
        board: BoardPicture | None = self.shown
        found = () if board is None else board.refusals
        if board is None:
            words = ""
        elif board.text_c < 0:
            words = text("board.list_no_text")
        elif found is None:
            words = text("board.list_unknown")
        else:
            words = f"{text('board.list')}: {len(found)}" if found else text("board.list_none")
        self.heading.setText(words)
        if found != self._listed:
            self._listed = found
            self.list.clear()
            for refusal in found or ():
                told = f" · {text('board.objects')}" if refusal.seen else ""
                row = QListWidgetItem(refusal.name + told)
                row.setData(ROW_PARTY, refusal.party)
                row.setToolTip(_why(refusal))
                self.list.addItem(row)
        self.list.setVisible(bool(found))
        self._mark_selected(NOBODY if board is None else board.selected)

    def sketch(self, sketch: Sketch, width: float, height: float) -> None:
        """Draw the head line and every strip."""
        board: BoardPicture = self.shown
        self._draw_head(sketch, board, width)
        layout = zip(board.strips, strips(board, width, height), strict=True)
        for (strip, place), boxes in zip(layout, cell_boxes(board, width, height), strict=True):
            tall = is_tall(place)
            for cell, box in zip(strip.cells, boxes, strict=True):
                self._draw_cell(sketch, board, cell, box, tall)
            room = place.width if tall else boxes[0].width - self._above(sketch, strip, boxes)
            self._draw_title(sketch, board, strip, Box(place.x, place.y, room, TITLE), tall)

    def _above(self, sketch: Sketch, strip: Strip, boxes: list[Box]) -> float:
        """Draw plates above their cells, where cells are low; return the width of the first."""
        taken = [
            self._draw_marks(
                sketch, cell.marks, Box(box.x, box.y - TITLE, box.width, TITLE - 1.0), right=True
            )
            for cell, box in zip(strip.cells, boxes, strict=True)
        ]
        return taken[0]

    def _draw_head(self, sketch: Sketch, board: BoardPicture, width: float) -> None:
        used = 0.0
        if board.text_d >= 0:
            mark = letter(board.text_d)
            used = sketch.chip_width(mark) + 5.0
            sketch.chip(Box(0.0, 1.0, used - 5.0, HEAD - 5.0), board.text_d, mark)
        rest = Box(used, 0.0, width - used, HEAD - 3.0)
        used += sketch.words(rest, _stage(board), bold=True)
        rest = Box(used, 0.0, width - used, HEAD - 3.0)
        sketch.words(rest, _refused(board), self.palette.muted)

    def _draw_title(
        self, sketch: Sketch, board: BoardPicture, strip: Strip, room: Box, tall: bool
    ) -> None:
        chosen = board.selected >= 0
        ink = self.palette.accent if chosen else self.palette.muted
        used = sketch.words(room, strip.name, bold=True, small=not tall) + 5.0
        rest = Box(room.x + used, room.y, room.width - used, room.height)
        if tall:
            key = "board.salience" if chosen else "board.salience_mean"
            words = text(key, value=strip.salience)
            words = f"{board.name}: {words}" if chosen else words
            sketch.words(rest, words, ink, align="right", small=True)
        elif rest.width > 24.0:
            sketch.words(rest, f"{strip.salience:.2f}", ink, small=True)

    def _draw_cell(
        self, sketch: Sketch, board: BoardPicture, cell: Cell, box: Box, tall: bool
    ) -> None:
        palette = self.palette
        edge = palette.coalition_border(board.text_d) if cell.on_table else palette.border
        sketch.frame(box, edge, 2.0 if cell.on_table else 1.0)
        pad = 3.0 if tall else 1.0
        inner = Box(box.x + 5.0, box.y + pad, box.width - 10.0, box.height - 2.0 * pad)
        line = inner.height / (3.0 if tall else 2.0)
        top = Box(inner.x, inner.y, inner.width, line)
        left = top.width
        if tall:
            low = Box(inner.x, inner.y + 2.0 * line, inner.width, line)
            used = self._draw_marks(sketch, cell.marks, low)
            rest = Box(low.x + used + 4.0, low.y, low.width - used - 4.0, low.height)
            if cell.status_quo and rest.width > sketch.width(text("board.now"), small=True):
                sketch.words(rest, text("board.now"), palette.muted, align="right", small=True)
        if cell.value is not None:
            number = f"{cell.value:.2f}"
            wide = sketch.width(number, small=True, bold=True) + 5.0
            spot = Box(top.x + left - wide, top.y, wide, top.height)
            sketch.words(spot, number, palette.accent, align="right", small=True, bold=True)
            left -= wide
        ink = palette.text if cell.on_table else palette.muted
        sketch.words(Box(top.x, top.y, left - 3.0, top.height), cell.name, ink, small=True)
        self._draw_bar(sketch, board, cell, Box(inner.x, inner.y + line, inner.width, line))

    def _draw_bar(self, sketch: Sketch, board: BoardPicture, cell: Cell, room: Box) -> None:
        high = min(room.height * 0.8, 18.0)
        track = Box(room.x, room.y + (room.height - high) / 2.0, room.width - COUNT, high)
        members = max(board.members, 1)
        sketch.bar(track, [part_of(piece, members) for piece in cell.pieces])
        number = Box(track.x + track.width + 2.0, room.y, COUNT - 2.0, room.height)
        ink = None if cell.wanted else self.palette.muted
        sketch.words(number, str(cell.wanted), ink, align="right", small=True)
        if cell.value is not None:
            x = track.x + cell.value * track.width
            over = min((room.height - high) / 2.0, 3.0)
            for colour, wide in ((self.palette.surface, 5.0), (self.palette.accent, 2.0)):
                sketch.line((x, track.y - over), (x, track.y + high + over), colour, wide)

    def _draw_marks(
        self, sketch: Sketch, marks: tuple[Mark, ...], room: Box, right: bool = False
    ) -> float:
        """Draw plates in a row, with whole labels where there is room; return the width taken."""
        words = [f"{mark.letter} {mark.label}" for mark in marks]
        wide = [sketch.chip_width(label) + 3.0 for label in words]
        if right or sum(wide) > room.width:
            words = [mark.letter for mark in marks]
            wide = [sketch.chip_width(label) + 2.0 for label in words]
        high = min(room.height - 1.0, 15.0)
        x = room.x + max(room.width - sum(wide), 0.0) if right else room.x
        for mark, label, step in zip(marks, words, wide, strict=True):
            plate = Box(x, room.y + (room.height - high) / 2.0, step - 2.0, high)
            if plate.x + plate.width <= room.x + room.width + 1.0:
                sketch.chip(plate, mark.d, label, mark.kind == "platform")
            x += step
        return sum(wide)

    def _tip(self, strip: Strip, cell: Cell) -> str:
        board: BoardPicture = self.shown
        assert self.scenario is not None
        lines = [f"<b>{strip.name}: {cell.name}</b>"]
        lines.append(text("board.wanted", count=cell.wanted, members=board.members))
        for piece in cell.pieces:
            who = self.scenario.proposals[piece.d].label if piece.d >= 0 else ""
            key = "board.piece_known" if piece.known else "board.piece"
            told = text(key, count=piece.count, who=who or text("words.uncommitted"))
            lines.append(f"&nbsp;&nbsp;{told}")
        lines += [text(f"board.{mark.kind}", label=mark.label) for mark in cell.marks]
        if cell.on_table:
            lines.append(text("board.on_table"))
        if cell.status_quo:
            lines.append(text("board.status_quo"))
        if cell.value is not None:
            lines.append(text("board.value", value=cell.value, name=board.name))
        return "<br>".join(lines)

    def _mark_selected(self, party: int) -> None:
        for n in range(self.list.count()):
            row = self.list.item(n)
            if row.data(ROW_PARTY) == party:
                self.list.setCurrentRow(n)
                return
        self.list.setCurrentRow(-1)

    def _pick_row(self, row: QListWidgetItem) -> None:
        self._picks.party.emit(int(row.data(ROW_PARTY)))


def _inside(box: Box, x: float, y: float) -> bool:
    return box.x <= x < box.x + box.width and box.y <= y < box.y + box.height


def _stage(board: BoardPicture) -> str:
    if not board.stage:
        return text("board.no_text")
    return text(f"board.{board.stage}", label=board.label)


def _refused(board: BoardPicture) -> str:
    """What follows the name of the text: how many could not live with it."""
    if board.text_c < 0:
        return ""
    if board.refusals is None:
        return f"; {text('board.refused_unknown')}"
    return f"; {text('board.refused', count=len(board.refusals), members=board.members)}"


def _why(refusal: Refusal) -> str:
    lines = [refusal.name, text("board.short", short=refusal.short)]
    return "\n".join([*lines, text("board.seen")] if refusal.seen else lines)
