"""What the roll call is drawn with: a light beside each name, as on the boards of the UN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsObject

from hldsim.domain.ballots import Ballot
from hldsim.table.state import NOT_ASKED
from hldsim_ui.fence import guarded
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.theme.contrast import mixed
from hldsim_ui.views.ballots_layout import Board, lay_out

EDGE = 5.0
"""Around the board, in pixels."""
FAINT = 0.75
"""How far what the focus leaves out goes towards the surface."""
TINT = 0.86
"""How far the ground of a cell goes from the colour of its light towards the surface."""


@dataclass(frozen=True)
class Call:
    """What the board shows. Axis: members in the order in which they are called.

    Attributes
    ----------
    party : sequence of ints
        Party index of each.
    ballot : (members,) ints
        ``Ballot`` or ``NOT_ASKED``.
    known, kept : (members,) bools
        Position known from a source; shown fully.
    """

    party: Sequence[int] = ()
    names: Sequence[str] = ()
    codes: Sequence[str] = ()
    ballot: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    known: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    kept: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    selected: int = -1
    palette: Palette = LIGHT


class BoardItem(QGraphicsObject):
    """Every member with its light, in columns."""

    def __init__(self) -> None:
        super().__init__()
        self.call = Call()
        self.hovered = -1
        self.font = QFont()
        self._box = QRectF()
        self._board: tuple[tuple[object, ...], Board] | None = None

    def boundingRect(self) -> QRectF:
        return self._box

    def show_call(self, call: Call) -> None:
        """Draw from now on this."""
        self.call = call
        self.update()

    def stand(self, box: QRectF) -> None:
        """Take this place in the scene."""
        self.prepareGeometryChange()
        self._box = QRectF(box)
        self.update()

    @property
    def board(self) -> Board:
        """How the members are laid out in the room there is."""
        room = self._room()
        grown = self.call.palette.points / LIGHT.points
        key = (len(self.call.party), room.width(), room.height(), grown)
        if self._board is None or self._board[0] != key:
            self._board = (key, lay_out(*key))
        return self._board[1]

    def cell(self, place: int) -> QRectF:
        """Cell of the member called as number ``place``, in the scene."""
        box, room = self.board.box(place), self._room()
        return QRectF(room.x() + box.x, room.y() + box.y, box.width, box.height)

    def party_at(self, spot: QPointF) -> int:
        """Party whose cell is at a point of the scene, or -1."""
        room = self._room()
        place = self.board.place_at(spot.x() - room.x(), spot.y() - room.y())
        return self.call.party[place] if 0 <= place < len(self.call.party) else -1

    @guarded()
    def paint(self, painter: QPainter, *_: object) -> None:
        call, board = self.call, self.board
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self._box, call.palette.surface)
        plain, bold = QFont(self.font), QFont(self.font)
        for font in (plain, bold):
            font.setPixelSize(max(round(board.type_size), 6))
        bold.setWeight(QFont.Weight.Bold)
        fonts = {known: (font, QFontMetricsF(font)) for known, font in ((0, plain), (1, bold))}
        for place in range(len(call.party)):
            self._paint_cell(painter, place, board, *fonts[int(call.known[place])])
        for party, width in ((self.hovered, 1.2), (call.selected, 2.2)):
            if party in call.party:
                cell = self.cell(list(call.party).index(party)).adjusted(1.0, 0.0, -1.0, 0.0)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(call.palette.accent, width))
                painter.drawRoundedRect(cell, 2.5, 2.5)

    def _paint_cell(
        self, painter: QPainter, place: int, board: Board, font: QFont, metrics: QFontMetricsF
    ) -> None:
        call, palette = self.call, self.call.palette
        cell, ballot, kept = self.cell(place), int(call.ballot[place]), bool(call.kept[place])
        ground = cell.adjusted(1.5, 0.5, -1.5, -0.5)
        if ballot in (Ballot.YES, Ballot.NO):
            tint = mixed(light_colour(palette, ballot), palette.surface, TINT)
            painter.fillRect(ground, tint if kept else mixed(tint, palette.surface, FAINT))
        middle = QPointF(ground.x() + 0.55 * board.line, cell.center().y())
        paint_light(painter, palette, ballot, middle, board.light, kept)
        words = self._words(place, board.says)
        room = QRectF(ground)
        room.setLeft(ground.x() + 1.08 * board.line)
        words = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        ink = QColor(palette.text)
        painter.setFont(font)
        painter.setPen(ink if kept else mixed(ink, palette.surface, FAINT))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags | Qt.TextFlag.TextDontClip), words)

    def _words(self, place: int, says: str) -> str:
        """What stands beside a light; an initial beside the first that has it."""
        if says != "initial":
            return (self.call.names if says == "name" else self.call.codes)[place]
        here, before = (self.call.names[n][:1] for n in (place, max(place - 1, 0)))
        return here if here != before or place == 0 else ""

    def _room(self) -> QRectF:
        return self._box.adjusted(EDGE, 2.0, -EDGE, -2.0)


def light_colour(palette: Palette, ballot: int) -> QColor:
    """Colour of a light: of what is adopted, of what fails, or of text that stands back."""
    colours = {Ballot.YES: palette.good, Ballot.NO: palette.danger, Ballot.ABSTAIN: palette.text}
    return QColor(colours.get(ballot, palette.muted))  # type: ignore[call-overload]


def paint_light(
    painter: QPainter,
    palette: Palette,
    ballot: int,
    middle: QPointF,
    size: float,
    kept: bool = True,
) -> None:
    """Yes a full disc, no a cross, abstaining a ring, absent a dash, not asked a point."""
    colour = light_colour(palette, ballot)
    if not kept:
        colour = mixed(colour, palette.surface, FAINT)
    half = size / 2.0
    stroke = QPen(colour, max(0.2 * size, 1.3))
    stroke.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(stroke)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if ballot == Ballot.YES:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(middle, half, half)
    elif ballot == Ballot.NO:
        reach = 0.8 * half
        for way in (QPointF(reach, reach), QPointF(reach, -reach)):
            painter.drawLine(middle - way, middle + way)
    elif ballot == Ballot.ABSTAIN:
        painter.drawEllipse(middle, 0.82 * half, 0.82 * half)
    elif ballot == Ballot.ABSENT:
        painter.drawLine(middle - QPointF(0.7 * half, 0.0), middle + QPointF(0.7 * half, 0.0))
    else:
        assert ballot == NOT_ASKED
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(middle, 0.25 * half, 0.25 * half)
