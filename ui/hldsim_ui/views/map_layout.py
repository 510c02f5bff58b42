"""Geometry of the coalition map, without Qt: where coalitions pull, hulls, room for labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.scenario.schema import Scenario
from hldsim_ui.views.homes import ASPECT

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

PULL = 1.0 / 3.0
"""How far towards its coalition a party is drawn, of the way from its home."""
CORE = 0.75
"""Share of a coalition's members that its hull goes around: those nearest its middle."""
REACH = 0.55
"""Distance of the coalitions' places from the middle of the map, of its width and height."""


def places(scenario: Scenario, home_p2: F8) -> F8:
    """Place each proposal's coalition pulls towards, shape (d, 2): the same in every run.

    The places lie evenly on an ellipse, in the order and as near as can be to the directions in
    which the sponsors live.
    """
    count = len(scenario.proposals)
    middle = np.array([ASPECT / 2.0, 0.5])
    even = 2.0 * np.pi * np.arange(count) / max(count, 1)
    wish = np.array([_direction(scenario, home_p2, d) for d in range(count)])
    unknown = np.isnan(wish)
    wish[unknown] = np.pi + even[unknown]
    order = np.argsort(np.mod(wish, 2.0 * np.pi), kind="stable")
    gap = np.exp(1j * (wish[order] - even))
    turn = float(np.angle(gap.sum())) if count and abs(gap.sum()) > 1e-9 else 0.0
    angle = np.empty(count)
    angle[order] = even + turn
    ring = np.column_stack([np.cos(angle) * ASPECT, np.sin(angle)])
    return np.asarray(middle + REACH * ring)


def drawn_at(home_p2: F8, backed_p: I8, place_d2: F8, pull: float = PULL) -> F8:
    """Where each party is drawn, shape (p, 2): at home, or on the way to its coalition's place.

    Parameters
    ----------
    backed_p : (p,) ints
        Proposal backed, -1 for none.
    pull : float
        Share of the way, in [0, 1/3]; 0 draws homes only.
    """
    place = home_p2.copy()
    with_others = backed_p >= 0
    goal = place_d2[backed_p[with_others]]
    place[with_others] += min(pull, PULL) * (goal - place[with_others])
    return place


def core_hull(points: F8, pad: F8, share: float = CORE) -> F8:
    """Rounded hull around the members nearest the middle, shape (n, 2); empty for nobody.

    Parameters
    ----------
    pad : (2,) floats
        Distance from the outermost points, across and up.
    """
    if len(points) == 0:
        return np.zeros((0, 2))
    middle = np.median(points, axis=0)
    away = np.sum(((points - middle) / pad) ** 2, axis=1)
    kept = max(min(3, len(points)), int(np.ceil(share * len(points))))
    core = points[np.argsort(away, kind="stable")[:kept]]
    turn = np.linspace(0.0, 2.0 * np.pi, 16, endpoint=False)
    rim = np.column_stack([np.cos(turn), np.sin(turn)]) * pad
    return convex_hull((convex_hull(core)[:, None, :] + rim[None, :, :]).reshape(-1, 2))


def convex_hull(points: F8) -> F8:
    """Corners of the convex hull, counter-clockwise (Andrew's monotone chain)."""
    rows = sorted({(x, y) for x, y in points.tolist()})
    if len(rows) < 3:
        return np.array(rows).reshape(-1, 2)
    lower, upper = _chain(rows), _chain(rows[::-1])
    return np.array(lower[:-1] + upper[:-1])


def _chain(rows: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    chain: list[tuple[float, float]] = []
    for x, y in rows:
        while len(chain) > 1:
            (ax, ay), (bx, by) = chain[-2], chain[-1]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break
            chain.pop()
        chain.append((x, y))
    return chain


@dataclass(frozen=True)
class Box:
    """An upright rectangle in pixels."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: Box) -> bool:
        """Whether two rectangles share a point."""
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def within(self, other: Box) -> bool:
        """Whether it lies inside another."""
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


def beside(x: float, y: float, radius: float, width: float, height: float) -> list[Box]:
    """Where the name of a symbol may stand, best first: right, left, above, below."""
    gap = radius + 3.0
    return [
        Box(x + gap, y - height / 2.0, width, height),
        Box(x - gap - width, y - height / 2.0, width, height),
        Box(x - width / 2.0, y - gap - height, width, height),
        Box(x - width / 2.0, y + gap, width, height),
    ]


def around(x: float, y: float, width: float, height: float, step: float) -> list[Box]:
    """Where a coalition's label may stand: on its spot, then in rings around it."""
    turns = np.linspace(0.0, 2.0 * np.pi, 8, endpoint=False)
    spots = [(x, y)]
    for ring in range(1, 7):
        spots += [(x + ring * step * 1.8 * np.cos(t), y + ring * step * np.sin(t)) for t in turns]
    return [Box(a - width / 2.0, b - height / 2.0, width, height) for a, b in spots]


def first_free(wishes: Sequence[Box], taken: Sequence[Box], room: Box) -> Box | None:
    """Return the first wish inside the room that meets nothing taken, or None."""
    for wish in wishes:
        if wish.within(room) and not any(wish.meets(other) for other in taken):
            return wish
    return None


def _direction(scenario: Scenario, home_p2: F8, d: int) -> float:
    """Angle at which the sponsors of a proposal live, seen from the middle; NaN if unknown."""
    names = set(scenario.proposals[d].sponsors)
    rows = [
        n
        for n, party in enumerate(scenario.parties)
        if party.id in names or names.intersection(party.blocs)
    ]
    if not rows:
        return float("nan")
    way = home_p2[rows].mean(axis=0) - np.array([ASPECT / 2.0, 0.5])
    return float(np.arctan2(way[1], way[0] / ASPECT))
