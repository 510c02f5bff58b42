"""Geometry of the world map: land without inner borders, hatching, dots that stand apart. No Qt.

Hatching is made of lines, not of a brush: it looks the same on every screen, and in a drawing
(SVG), where brushes with a pattern are lost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

F8 = NDArray[np.float64]

Point = tuple[float, float]


def dissolved(rings: Sequence[F8]) -> list[F8]:
    """Join polygons of one state: an edge that two of them share, or one runs twice, goes.

    Parameters
    ----------
    rings : sequence of (n, 2) floats
        Closed rings (the first point again at the end), neighbours in opposite directions.

    Returns
    -------
    list of (n, 2) floats
        Closed rings around the whole.
    """
    after: dict[Point, list[Point]] = {}
    edges = [
        (tuple(a), tuple(b)) for ring in map(np.ndarray.tolist, rings) for a, b in _steps(ring)
    ]
    known = set(edges)
    for a, b in edges:
        if (b, a) not in known:
            after.setdefault(a, []).append(b)
    joined = []
    while after:
        start = next(iter(after))
        ring = [start]
        while (here := ring[-1]) in after:
            ahead = after[here]
            ring.append(ahead.pop())
            if not ahead:
                del after[here]
        joined.append(np.array(ring))
    return joined


def edges_of(rings: Sequence[F8]) -> F8:
    """Edges of closed rings, (n, 4): x and y of the start, x and y of the end."""
    parts = [np.hstack([ring[:-1], ring[1:]]) for ring in rings]
    return np.vstack(parts) if parts else np.zeros((0, 4))


def hatch(edges_n4: F8, angle: float, spacing: float) -> F8:
    """Lines across the inside of polygons (even-odd rule), (m, 4): x and y of either end.

    Parameters
    ----------
    edges_n4 : (n, 4) floats
        Edges of closed rings.
    angle : float
        Of the lines, in degrees from the x axis towards the y axis.
    spacing : float
        Between two lines, in the units of the edges. Lines lie at whole multiples of it from the
        origin, so that neighbours hatched alike are hatched as one.
    """
    turn = np.radians(angle)
    along, across = np.array([np.cos(turn), np.sin(turn)]), np.array([-np.sin(turn), np.cos(turn)])
    u0, u1 = edges_n4[:, :2] @ along, edges_n4[:, 2:] @ along
    v0, v1 = edges_n4[:, :2] @ across / spacing, edges_n4[:, 2:] @ across / spacing
    first, stop = np.ceil(np.minimum(v0, v1)), np.ceil(np.maximum(v0, v1))
    times = (stop - first).astype(np.int64)
    edge = np.repeat(np.arange(len(times)), times)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(times) - times, times)
    level = first[edge] + step
    way = (level - v0[edge]) / (v1[edge] - v0[edge])
    where = u0[edge] + way * (u1[edge] - u0[edge])
    order = np.lexsort((where, level))
    level, where = level[order], where[order]
    start, end, height = where[::2], where[1::2], level[::2] * spacing
    ends = [np.outer(x, along) + np.outer(height, across) for x in (start, end)]
    return np.hstack(ends)


def apart(spot_n2: F8, least: float, rounds: int = 60) -> F8:
    """Move spots that are nearer than ``least`` away from each other, about as far as it takes.

    Two at one point part in a direction that depends on their place in the list.
    """
    turn = np.arange(len(spot_n2)) * 2.399963
    spot = spot_n2 + 1e-3 * least * np.column_stack([np.cos(turn), np.sin(turn)])
    for _ in range(rounds):
        way = spot[:, None, :] - spot[None, :, :]
        gap = np.hypot(way[:, :, 0], way[:, :, 1])
        np.fill_diagonal(gap, np.inf)
        lack = np.maximum(least - gap, 0.0)
        if lack.max(initial=0.0) < 0.05:
            break
        ahead = way / np.maximum(gap, 1e-9)[:, :, None]
        spot += 0.5 * (lack[:, :, None] * ahead).sum(axis=1)
    return spot


def _steps(ring: list[list[float]]) -> zip[tuple[list[float], list[float]]]:
    return zip(ring[:-1], ring[1:], strict=True)
