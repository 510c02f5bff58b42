"""Fixed homes: where each party stands on the map, from the scenario's figures alone.

Near means similar, and the picture is the same in every run, because nothing of a run is used:
figures (as normal scores of their ranks, correlated ones sharing one weight), blocs and region
give each party a row; the homes are the plane in which distances between rows are kept best
(principal axes, then stress majorisation [Gower1966, deLeeuw1977]); at last symbols are pushed
apart until none overlap. No chance, no Qt.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.scenario.schema import Scenario

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

ASPECT = 1.5
"""Width of the map over its height."""
SLACK = 1.12
"""Distance kept between two symbols, over the sum of their radii."""
MANY = 600
"""Above so many parties homes are neither majorised nor pushed apart: too many pairs."""

_KEPT: dict[tuple[bytes, bytes], F8] = {}


def radii(capability_p: F8) -> F8:
    """Radius of each symbol, shape (p,), in units of the height of the map.

    The area goes with capability: r = r1 sqrt(c / max c), not below a third of the mean, and r1 so
    that all symbols together cover about a ninth of the map.
    """
    share = np.clip(capability_p, 0.0, None)
    raw = np.sqrt(share / share.max()) if share.size and share.max() > 0 else np.ones_like(share)
    raw = np.maximum(raw, 0.34 * raw.mean() + 0.08) if raw.size else raw
    covered = float(np.sum(np.pi * raw**2)) or 1.0
    return np.asarray(raw * min(np.sqrt(0.12 * ASPECT / covered), 0.07))


def homes(scenario: Scenario, radius_p: F8) -> F8:
    """Return the home of each party, shape (p, 2), in [0, ASPECT] x [0, 1].

    Parameters
    ----------
    radius_p : (p,) floats
        Radius of each symbol, in units of the height (see `radii`).
    """
    rows = features(scenario)
    key = (rows.tobytes(), np.round(radius_p, 9).tobytes())
    if key not in _KEPT:
        if len(_KEPT) > 16:
            _KEPT.clear()
        placed = _settle(_facing(_plane(rows), scenario), radius_p)
        placed.flags.writeable = False
        _KEPT[key] = placed
    return _KEPT[key]


def features(scenario: Scenario) -> F8:
    """One row a party whose distances say how unlike two parties are; shape (p, n).

    Figures, blocs and regions have one third of the variance each.
    """
    parties = scenario.parties
    if not parties:
        return np.zeros((0, 1))
    names = sorted({name for party in parties for name in party.figures} - {"lon", "lat"})
    known = [n for n in names if sum(n in party.figures for party in parties) * 2 >= len(parties)]
    figures = np.array([[party.figures.get(n, np.nan) for n in known] for party in parties])
    blocs = np.array([[float(b.id in party.blocs) for b in scenario.blocs] for party in parties])
    regions = sorted({party.region for party in parties})
    region = np.array([[float(r == party.region) for r in regions] for party in parties])
    blocks = [
        _unit(_figure_block(figures)),
        _unit(_shared(_centred(blocs))),
        _unit(_centred(region)),
    ]
    return np.hstack([block for block in blocks if block.size] or [np.zeros((len(parties), 1))])


def _figure_block(figures_pn: F8) -> F8:
    if figures_pn.size == 0:
        return figures_pn.reshape(len(figures_pn), 0)
    return _shared(np.column_stack([_normal_scores(column) for column in figures_pn.T]))


def _normal_scores(column: F8) -> F8:
    """Ranks (ties share theirs) as scores of a normal curve; an unknown figure is the middle."""
    scores = np.zeros(len(column))
    seen = ~np.isnan(column)
    if seen.sum() < 2:
        return scores
    _, place, count = np.unique(column[seen], return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count - 1) / 2.0
    chance = (middle[place] - 0.5) / seen.sum()
    # Logistic in place of the normal quantile: the same shape, and no table of erf needed.
    scores[seen] = np.log(chance / (1.0 - chance)) / 1.702
    return scores


def _centred(rows: F8) -> F8:
    return rows - rows.mean(axis=0) if rows.size else rows


def _shared(rows: F8) -> F8:
    """Weigh columns down that say the same as others: weight 1 / sum of squared correlations."""
    rows = _centred(rows)
    if rows.size == 0:
        return rows
    spread = rows.std(axis=0)
    rows = rows[:, spread > 1e-12] / spread[spread > 1e-12]
    likeness = (rows.T @ rows / len(rows)) ** 2
    return np.asarray(rows / np.sqrt(likeness.sum(axis=0)))


def _unit(rows: F8) -> F8:
    """Scale a block so that its whole variance is 1."""
    whole = float(np.sqrt(np.sum(rows**2) / max(len(rows), 1))) if rows.size else 0.0
    return rows / whole if whole > 0 else rows[:, :0]


def _plane(rows: F8) -> F8:
    """Two coordinates that keep the distances between rows; shape (p, 2)."""
    rows = _centred(rows)
    count = len(rows)
    if count < 3:
        return np.column_stack([np.arange(count, dtype=float), np.zeros(count)])
    left, size, _ = np.linalg.svd(rows, full_matrices=False)
    flat = np.zeros((count, 2))
    kept = min(2, len(size))
    flat[:, :kept] = left[:, :kept] * size[:kept]
    return flat if count > MANY else _majorised(flat, _distances(rows))


def _majorised(flat: F8, wanted_pp: F8, rounds: int = 40) -> F8:
    """Move points until distances in the plane fit the wanted ones (SMACOF)."""
    for _ in range(rounds):
        now = _distances(flat)
        ratio = np.divide(wanted_pp, now, out=np.zeros_like(now), where=now > 1e-12)
        pull = -ratio
        np.fill_diagonal(pull, ratio.sum(axis=1))
        flat = pull @ flat / len(flat)
    return flat


def _distances(rows: F8) -> F8:
    square = np.sum(rows**2, axis=1)
    gap = square[:, None] + square[None, :] - 2.0 * rows @ rows.T
    return np.asarray(np.sqrt(np.maximum(gap, 0.0)))


def _facing(flat: F8, scenario: Scenario) -> F8:
    """Turn the plane: longest axis across, who receives migrants right, the poorer below."""
    flat = _centred(flat)
    if len(flat) < 3:
        return flat
    _, _, axes = np.linalg.svd(flat, full_matrices=False)
    flat = flat @ axes.T
    for axis, figure in ((0, "balance"), (1, "gdp_pc")):
        value = np.array([party.figures.get(figure, np.nan) for party in scenario.parties])
        score = _normal_scores(value)
        lean = float(score @ flat[:, axis])
        if abs(lean) < 1e-9:
            lean = float(flat[int(np.argmax(np.abs(flat[:, axis]))), axis])
        if lean < 0:
            flat[:, axis] *= -1.0
    return flat


def _settle(flat: F8, radius_p: F8, rounds: int = 150) -> F8:
    """Fit the plane into the box and push symbols apart; shape (p, 2)."""
    box = np.array([ASPECT, 1.0])
    spread = np.abs(flat).max(axis=0) if flat.size else np.ones(2)
    place = box / 2.0 + flat / np.where(spread > 1e-12, spread, 1.0) * (box / 2.0) * 0.96
    place = _evened(place, box)
    if len(place) > MANY:
        return _inside(place, radius_p, box)
    wish = place.copy()
    apart = (radius_p[:, None] + radius_p[None, :]) * SLACK
    np.fill_diagonal(apart, 0.0)
    near = _Neighbours(apart)
    for n in range(rounds):
        push, worst = _push(place, apart, near.pairs(place))
        pull = 0.04 * (wish - place) if n < rounds // 2 else 0.0
        place = _inside(place + push + pull, radius_p, box)
        if n >= rounds // 2 and worst <= 1e-6:
            break
    return place


class _Neighbours:
    """Pairs that may be too near, kept until somebody has moved far enough to change them.

    A pair farther apart than it must be by more than `MARGIN` cannot come too near before one of
    the two has moved half of that (Verlet's list); few pairs of all are ever near.
    """

    MARGIN = 0.03

    def __init__(self, apart_pp: F8) -> None:
        self._reach = np.where(apart_pp > 0.0, (apart_pp + self.MARGIN) ** 2, 0.0)
        self._at: F8 | None = None
        self._pairs: tuple[I8, I8] = (np.zeros(0, dtype=int), np.zeros(0, dtype=int))

    def pairs(self, place: F8) -> tuple[I8, I8]:
        """First and second of each pair, in order."""
        moved = np.inf if self._at is None else np.sum((place - self._at) ** 2, axis=1).max()
        if moved > (0.49 * self.MARGIN) ** 2:
            way_x = place[:, 0][:, None] - place[:, 0][None, :]
            way_y = place[:, 1][:, None] - place[:, 1][None, :]
            first, second = np.nonzero(way_x**2 + way_y**2 < self._reach)
            self._at, self._pairs = place, (first, second)
        return self._pairs


def _push(place: F8, apart_pp: F8, pairs: tuple[I8, I8]) -> tuple[F8, float]:
    """Half of what each pair lacks in distance, summed over pairs; and the worst lack.

    Only pairs that are too near are worked out: few of all.
    """
    first, second = pairs
    way = place[first] - place[second]
    close = way[:, 0] ** 2 + way[:, 1] ** 2 < apart_pp[first, second] ** 2
    first, second, way = first[close], second[close], way[close]
    if not len(first):
        return np.zeros_like(place), 0.0
    gap = np.hypot(way[:, 0], way[:, 1])
    same = gap < 1e-9
    if same.any():  # two at one point part along a direction that depends on their order
        turn = (first + second)[same] * 2.399963
        sign = np.where(first < second, 1.0, -1.0)[same]
        way[same] = np.column_stack([np.cos(turn), np.sin(turn)]) * sign[:, None]
    lack = apart_pp[first, second] - gap
    step = way / np.where(same, 1.0, gap)[:, None] * (lack * 0.5)[:, None]
    push = np.zeros_like(place)
    np.add.at(push, first, step)
    return push, float(lack.max())


def _evened(place: F8, box: F8, share: float = 0.45) -> F8:
    """Mix each coordinate with its rank, so that crowds get room and outliers less of it."""
    if len(place) < 3:
        return place
    rank = np.empty_like(place)
    for axis in range(2):
        order = np.argsort(place[:, axis], kind="stable")
        rank[order, axis] = (np.arange(len(place)) + 0.5) / len(place) * box[axis]
    return (1.0 - share) * place + share * rank


def _inside(place: F8, radius_p: F8, box: F8) -> F8:
    edge = radius_p[:, None]
    return np.clip(place, edge, np.maximum(box - edge, edge))
