"""Where each member stands on the board: in columns, as large as they fit. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from hldsim_ui.views.map_layout import Box

NAME_LINES = (26.0, 22.0, 19.0, 17.0, 15.5, 14.5)
"""Heights of a row, in pixels, at which members may have their full names."""
CODE_LINES = (17.0, 15.5, 14.0, 13.0, 12.0, 11.0)
"""Heights of a row at which they may have their codes."""
INITIAL_LINES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
"""Heights of a row at which only the first of a letter has it beside its light."""
NAME, CODE, INITIAL = 9.0, 3.0, 1.0
"""Least width of a name, a code and an initial, in units of the size of the type."""
WIDEST = 230.0
"""Width of a column from which there is room for one more."""
TYPE = 0.64
"""Size of the type, of the height of a row."""


@dataclass(frozen=True)
class Board:
    """How a roll is laid out.

    Attributes
    ----------
    rows, columns : int
        Members go down the first column, then the next.
    width, line : float
        Of one cell, in pixels.
    says : str
        ``"name"``, ``"code"`` or ``"initial"``: what stands beside a light.
    """

    rows: int
    columns: int
    width: float
    line: float
    says: str

    @property
    def type_size(self) -> float:
        """Size of the type, in pixels."""
        return TYPE * self.line

    @property
    def light(self) -> float:
        """Width of a light, in pixels."""
        return 0.56 * self.line

    def box(self, place: int) -> Box:
        """The cell of the member called as number ``place``, from 0."""
        column, row = divmod(place, self.rows)
        return Box(column * self.width, row * self.line, self.width, self.line)

    def place_at(self, x: float, y: float) -> int:
        """Number of the member whose cell is at a point, or -1 beside all cells."""
        column, row = math.floor(x / self.width), math.floor(y / self.line)
        inside = 0 <= column < self.columns and 0 <= row < self.rows
        return column * self.rows + row if inside else -1


def lay_out(count: int, width: float, height: float, grown: float = 1.0) -> Board:
    """Choose names if they fit, else codes, else initials; and of each the largest that fit.

    Parameters
    ----------
    width, height : float
        Room for the board, in pixels.
    grown : float
        Size of the text asked for, of the usual one.
    """
    kinds = (
        ("name", NAME_LINES, NAME),
        ("code", CODE_LINES, CODE),
        ("initial", INITIAL_LINES, INITIAL),
    )
    for says, lines, needs in kinds:
        for line in lines:
            tall = line * (1.0 if says == "initial" else grown)
            board = _fitted(count, width, height, tall, says)
            if board.width >= _least(board.line, needs):
                return _stretched(board, height, 1.2 * lines[0] * grown, needs)
    return _fitted(count, width, height, lines[-1], says)


def _least(line: float, needs: float) -> float:
    """Least width of a cell: its light, and what stands beside."""
    return 1.15 * line + TYPE * line * needs


def _stretched(board: Board, height: float, most: float, needs: float) -> Board:
    """Let rows take the height that is left, as far as the columns are wide enough for it."""
    line = min(height / board.rows, most)
    wide_enough = line > board.line and board.width >= _least(line, needs)
    return replace(board, line=line) if wide_enough else board


def _fitted(count: int, width: float, height: float, line: float, says: str) -> Board:
    """Fill columns of the height there is; fewer members stand in wider, not in longer ones."""
    most = max(int(height // line), 1)
    needed = math.ceil(max(count, 1) / most)
    wished = min(max(int(width // WIDEST), 1), max(count, 1))
    rows = math.ceil(max(count, 1) / max(needed, wished))
    columns = math.ceil(max(count, 1) / rows)
    return Board(rows, columns, width / columns, line, says)
