"""Where the bargains are drawn, in pixels from the upper left corner; no Qt.

Coalitions stand in a row, so that a bargain is an arc from one to another and never runs through a
third; below them the chair, who writes texts, and the uncommitted, to whom one walks out. In a low
picture the uncommitted stand in the row too. Where there is room the conditions stand at the right,
or below in a high picture, a row each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim_ui.views.bargains_data import Bargains, Condition, Tie
from hldsim_ui.views.map_layout import Box

F8 = NDArray[np.float64]
Point = tuple[float, float]

LARGEST, LEAST = 64.0, 4.0
"""Radius of a coalition of everybody, at most; and of the smallest that is drawn, in pixels."""
GRIP = 6.0
"""Pixels beside a line that still count as on it."""
STEPS = 24
CHAIR = 9.0
"""Half a side of the chair's square."""
SPLIT_WIDTH, LIST_SHARE = 520.0, 0.4
"""Width from which conditions stand beside the network, and the share they take."""
LOW, HIGH, NETWORK_SHARE = 15.0, 30.0, 0.52
"""Lines of words below which a picture is low, and from which a narrow one holds the list too, with
the network's share of its height."""


@dataclass(frozen=True)
class Line:
    """A line with what it stands for.

    Attributes
    ----------
    kind : str
        ``"agreed"``, ``"refused"`` (arcs of a tie), ``"chair"`` or ``"walked"``.
    points : (n, 2) floats
        From one end to the other.
    label : tuple of float
        Middle of its words.
    tie : Tie or None
        Of an arc.
    node : int
        Number of the coalition that another line leads to, or -1.
    """

    kind: str
    points: F8
    label: Point
    tie: Tie | None = None
    node: int = -1

    def near(self, x: float, y: float) -> float:
        """Distance of a point, in pixels."""
        start, way = self.points[:-1], np.diff(self.points, axis=0)
        spot = np.array([x, y]) - start
        long = np.maximum((way**2).sum(axis=1), 1e-9)
        share = np.clip((spot * way).sum(axis=1) / long, 0.0, 1.0)
        gap = spot - share[:, None] * way
        return float(np.hypot(gap[:, 0], gap[:, 1]).min())


@dataclass(frozen=True)
class Row:
    """A line of the list: the name of an issue, or (with a condition) one of its levels."""

    box: Box
    issue: int
    condition: Condition | None = None


@dataclass(frozen=True)
class Places:
    """Where everything stands.

    Attributes
    ----------
    width : float
        Of the network; ``step`` is what each coalition has of it.
    centre : tuple of (x, y)
        Of each coalition; ``radius`` likewise; the last entry of both is the uncommitted.
    chair : (x, y)
        Middle of the chair's square.
    lines : tuple of Line
        Arcs first.
    low : bool
        Whether the uncommitted stand in the row, and the chair nowhere.
    list : Box or None
        Room of the conditions; ``rows`` are those that fit, ``left_out`` counts those that do not.
    """

    width: float
    step: float
    centre: tuple[Point, ...]
    radius: tuple[float, ...]
    chair: Point
    lines: tuple[Line, ...]
    low: bool
    list: Box | None
    rows: tuple[Row, ...]
    left_out: int

    def node_at(self, x: float, y: float) -> int:
        """Number of the coalition at a point (the last is the uncommitted), or -1."""
        for n, ((cx, cy), radius) in enumerate(zip(self.centre, self.radius, strict=True)):
            if np.hypot(x - cx, y - cy) <= radius + 3.0:
                return n
        return -1

    def line_at(self, x: float, y: float) -> Line | None:
        """The nearest line within reach of a point."""
        near = [(line.near(x, y), n) for n, line in enumerate(self.lines)]
        gap, n = min(near, default=(np.inf, -1))
        return self.lines[n] if gap <= GRIP else None

    def condition_at(self, x: float, y: float) -> Condition | None:
        """The condition at a point."""
        for row in self.rows:
            box = row.box
            if 0.0 <= x - box.x <= box.width and 0.0 <= y - box.y < box.height:
                return row.condition
        return None


def lay_out(seen: Bargains, width: float, height: float, line: float) -> Places:
    """Place network and list.

    Parameters
    ----------
    line : float
        Height of a line of words, in pixels; two of them stand below each coalition.
    """
    room, across, down = _rooms(width, height, line)
    low = down < LOW * line
    step = across / max(len(seen.nodes) + low, 1)
    head, words = 1.8 * line, 2.0 * line + 6.0
    most = min(LARGEST, step / 2.0 - 8.0, (0.17 if low else 0.12) * down)
    most = max(most, LEAST)
    free = down - head - (2.0 if low else 4.0) * most - words - 6.0
    arc = max(min(0.75 * free, 0.42 * step * (len(seen.nodes) - 1) + line), line)
    gap = max(min(free - arc, 0.12 * down), 4.0)
    top = max((free - arc - gap) / 2.0, 0.0)
    y = head + top + arc + most
    centre = [((n + 0.5) * step, y) for n in range(len(seen.nodes) + low)]
    if not low:
        centre.append((0.58 * across, y + 2.0 * most + words + gap))
    sizes = [node.count for node in (*seen.nodes, seen.rest)]
    radius = [max(most * float(np.sqrt(size / max(seen.members, 1))), LEAST) for size in sizes]
    chair = (0.06 * across + CHAIR, centre[-1][1])
    lines = _arcs(seen, centre, radius, arc, line)
    lines += (
        _walked_over(seen, centre, radius, arc)
        if low
        else _below(seen, centre, radius, words, chair)
    )
    rows, left_out = _rows(seen, room, line)
    return Places(
        across, step, tuple(centre), tuple(radius), chair, tuple(lines), low, room, rows, left_out
    )


def _rooms(width: float, height: float, line: float) -> tuple[Box | None, float, float]:
    """Room of the list, if there is any, and width and height of the network."""
    if width >= SPLIT_WIDTH:
        across = width * (1.0 - LIST_SHARE)
        return Box(across + 12.0, 0.0, width - across - 12.0, height), across, height
    if height >= HIGH * line:
        down = height * NETWORK_SHARE
        return Box(4.0, down + 8.0, width - 8.0, height - down - 8.0), width, down
    return None, width, height


def _rows(seen: Bargains, room: Box | None, line: float) -> tuple[tuple[Row, ...], int]:
    """Conditions under the names of their issues, below a heading and above a line of keys."""
    if room is None:
        return (), 0
    high, y = line + 2.0, room.y + 1.8 * line
    last = room.y + room.height - 2.6 * line
    rows: list[Row] = []
    for n, condition in enumerate(seen.conditions):
        new = not rows or rows[-1].issue != condition.issue
        needed = high * (2.3 if new else 1.0)
        if y + needed > last:
            return tuple(rows), len(seen.conditions) - n
        if new:
            y += 0.3 * high
            rows.append(Row(Box(room.x, y, room.width, high), condition.issue))
            y += high
        rows.append(Row(Box(room.x, y, room.width, high), condition.issue, condition))
        y += high
    return tuple(rows), 0


def _arcs(
    seen: Bargains, centre: list[Point], radius: list[float], most: float, line: float
) -> list[Line]:
    """Two arcs a tie where both kinds of bargain happened; the wider the pair, the higher."""
    place = {node.d: n for n, node in enumerate(seen.nodes)}
    found = []
    for tie in seen.ties:
        if tie.a not in place or tie.b not in place:
            continue
        a, b = place[tie.a], place[tie.b]
        start = (centre[a][0], centre[a][1] - radius[a])
        end = (centre[b][0], centre[b][1] - radius[b])
        foot = min(start[1], end[1])
        above = foot - (centre[a][1] - max(*radius, 1.0)) + most
        share = 0.6 + 0.4 * (b - a - 1) / max(len(seen.nodes) - 2, 1)
        kinds = [kind for kind in ("agreed", "refused") if getattr(tie, kind)]
        for level, kind in enumerate(kinds):
            high = above * share * (1.0 if level == 0 else 0.5)
            if level:
                high = min(high, above * share - line - 3.0)
            found.append(_arc(kind, start, end, foot - max(high, 2.0), tie))
    return found


def _walked_over(
    seen: Bargains, centre: list[Point], radius: list[float], most: float
) -> list[Line]:
    """Arcs from texts to the uncommitted in the same row."""
    rest = (centre[-1][0], centre[-1][1] - radius[-1])
    found = []
    for n, node in enumerate(seen.nodes):
        start = (centre[n][0], centre[n][1] - radius[n])
        top = min(start[1], rest[1]) - 0.5 * most
        if node.walked:
            found.append(replace(_arc("walked", start, rest, top), node=n))
    return found


def _arc(kind: str, start: Point, end: Point, top: float, tie: Tie | None = None) -> Line:
    """A curve from one point to another whose middle lies at height ``top``."""
    t = np.linspace(0.0, 1.0, STEPS + 1)
    bend = 2.0 * top - (start[1] + end[1]) / 2.0
    x = start[0] + (end[0] - start[0]) * t
    y = (1.0 - t) ** 2 * start[1] + 2.0 * t * (1.0 - t) * bend + t**2 * end[1]
    return Line(kind, np.column_stack([x, y]), ((start[0] + end[0]) / 2.0, top), tie)


def _below(
    seen: Bargains,
    centre: list[Point],
    radius: list[float],
    words: float,
    chair: Point,
) -> list[Line]:
    """Straight lines from the chair to texts it changed, and from texts to those who walked out."""
    rest, found = centre[-1], []
    for n, node in enumerate(seen.nodes):
        x, y = centre[n]
        foot = (x, y + radius[n] + words)
        if node.changed_by("chair"):
            found.append(_straight("chair", (chair[0], chair[1] - CHAIR), foot, n))
        if node.walked:
            found.append(_straight("walked", foot, (rest[0], rest[1] - radius[-1]), n))
    return found


def _straight(kind: str, start: Point, end: Point, n: int) -> Line:
    middle = ((start[0] + end[0]) / 2.0, (start[1] + end[1]) / 2.0)
    return Line(kind, np.array([start, end]), middle, node=n)
