"""Where the flows are drawn, in pixels from the upper left corner; no Qt.

Columns are equally far apart, whatever the length of their phases. A ribbon keeps its height and
swings from one column to the next by s(t) = t^2 (3 - 2t).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim_ui.views.flows_data import Block, Flows, Ribbon
from hldsim_ui.views.map_layout import Box

F8 = NDArray[np.float64]

BAR = 9.0
"""Width of a block, in pixels."""
BETWEEN = 12.0
"""Room between two blocks of a column, in pixels, where there is plenty."""
NEAR = 7.0
"""Pixels beside a block that still count as its column."""
STEPS = 24
"""Pieces a ribbon's edge is made of."""
_T = np.linspace(0.0, 1.0, STEPS + 1)
SWING = _T**2 * (3.0 - 2.0 * _T)


@dataclass(frozen=True)
class Layout:
    """Measures of one picture.

    Attributes
    ----------
    x : tuple of float
        Middle of each column.
    top, bottom : float
        Where blocks may stand.
    between : float
        Room between two blocks.
    scale : float
        Pixels a state.
    """

    flows: Flows
    x: tuple[float, ...]
    top: float
    bottom: float
    between: float
    scale: float

    def y(self, place: int, above: float) -> float:
        """Height of a state with so many others above it, in the block at a place."""
        return self.top + place * self.between + above * self.scale

    def block(self, block: Block) -> Box:
        """Where a block stands."""
        y = self.y(block.place, block.above)
        return Box(self.x[block.column] - BAR / 2.0, y, BAR, block.count * self.scale)

    def ends(self, ribbon: Ribbon) -> tuple[float, float]:
        """Upper edge of a ribbon in its column and in the next one."""
        place = self.flows.kinds.index
        return (
            self.y(place(ribbon.source), ribbon.above),
            self.y(place(ribbon.target), ribbon.above_after),
        )

    def edge(self, gap: int, start: float, end: float) -> F8:
        """Points of a line that swings from one column to the next, (n, 2)."""
        left, right = self.x[gap] + BAR / 2.0, self.x[gap + 1] - BAR / 2.0
        return np.column_stack([left + (right - left) * _T, start + (end - start) * SWING])

    def outline(self, ribbon: Ribbon, first: int = 0, last: int | None = None) -> F8:
        """Corners of the part of a ribbon that carries its states ``first`` to ``last``, (n, 2)."""
        stop = ribbon.count if last is None else last
        start, end = self.ends(ribbon)
        low, high = first * self.scale, stop * self.scale
        above = self.edge(ribbon.gap, start + low, end + low)
        below = self.edge(ribbon.gap, start + high, end + high)
        return np.concatenate([above, below[::-1]])

    def middle(self, ribbon: Ribbon) -> tuple[float, float]:
        """Middle of a ribbon."""
        start, end = self.ends(ribbon)
        x = (self.x[ribbon.gap] + self.x[ribbon.gap + 1]) / 2.0
        return x, (start + end + ribbon.count * self.scale) / 2.0

    def column_at(self, x: float) -> int:
        """The column at a point, or -1."""
        gaps = np.abs(np.array(self.x) - x)
        nearest = int(gaps.argmin())
        return nearest if gaps[nearest] <= BAR / 2.0 + NEAR else -1

    def block_at(self, column: int, y: float) -> Block | None:
        """The block of a column at a height."""
        for block in self.flows.blocks:
            box = self.block(block)
            if block.column == column and block.count and -1 <= y - box.y <= box.height + 1:
                return block
        return None

    def ribbon_at(self, x: float, y: float) -> Ribbon | None:
        """The ribbon at a point; the thinnest where several cross."""
        found: Ribbon | None = None
        for ribbon in self.flows.ribbons:
            left, right = self.x[ribbon.gap], self.x[ribbon.gap + 1]
            if not left <= x <= right or (found and found.count <= ribbon.count):
                continue
            t = min(max((x - left - BAR / 2.0) / max(right - left - BAR, 1.0), 0.0), 1.0)
            start, end = self.ends(ribbon)
            above = start + (end - start) * t * t * (3.0 - 2.0 * t)
            if above - 1.0 <= y <= above + ribbon.count * self.scale + 1.0:
                found = ribbon
        return found


def lay_out(flows: Flows, room: Box, right: float) -> Layout:
    """Place columns in a room, with ``right`` pixels kept free for names beside the last one."""
    kinds, count = len(flows.kinds), len(flows.rounds)
    between = min(BETWEEN, 0.12 * room.height / max(kinds - 1, 1))
    scale = (room.height - between * (kinds - 1)) / max(flows.members, 1)
    left, end = room.x + BAR / 2.0 + 4.0, room.x + room.width - right - BAR / 2.0 - 4.0
    x = [left] if count == 1 else np.linspace(left, max(end, left + 1.0), count).tolist()
    bottom = room.y + room.height
    return Layout(flows, tuple(float(at) for at in x), room.y, bottom, between, max(scale, 0.0))


def spread(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Move lines of words apart, each as near its wish as the others and the room allow.

    Parameters
    ----------
    wanted : sequence of float
        Middles wished for, from the top down.

    Examples
    --------
    >>> spread([10.0, 12.0, 50.0], 10.0, 0.0, 100.0)
    [6.0, 16.0, 50.0]
    """
    groups: list[list[float]] = []  # (sum of wishes, how many lines)
    for wish in wanted:
        groups.append([wish, 1.0])
        while len(groups) > 1 and _first(groups[-1], height) < _last(groups[-2], height) + height:
            total, count = groups.pop()
            groups[-1][0] += total
            groups[-1][1] += count
    placed = [_first(group, height) + n * height for group in groups for n in range(int(group[1]))]
    for n in range(len(placed)):  # down from the upper edge, then up from the lower one
        floor = top + height / 2.0 if n == 0 else placed[n - 1] + height
        placed[n] = max(placed[n], floor)
    for n in reversed(range(len(placed))):
        ceiling = bottom - height / 2.0 if n + 1 == len(placed) else placed[n + 1] - height
        placed[n] = min(placed[n], ceiling)
    return placed


def _first(group: Sequence[float], height: float) -> float:
    return group[0] / group[1] - (group[1] - 1.0) * height / 2.0


def _last(group: Sequence[float], height: float) -> float:
    return _first(group, height) + (group[1] - 1.0) * height
