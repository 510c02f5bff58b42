"""Statistics of replicates: plain functions on arrays. Axes: r replicates, n points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.intervals import Z_95, wilson
from hldsim.errors import HldsimError
from hldsim.experiments.sweep.extras import need
from hldsim.streams import Streams

F8 = NDArray[np.float64]

RESAMPLES = 1000
"""Bootstrap samples of an interval."""


class StatisticsError(HldsimError, ValueError):
    """A statistic is asked for that the numbers do not give."""


@dataclass(frozen=True)
class Estimate:
    """A mean over ``runs`` runs and its 95 % interval, in the measure's unit; NaN without runs."""

    mean: float
    low: float
    high: float
    runs: int

    @property
    def half(self) -> float:
        """Half of the interval's width."""
        return (self.high - self.low) / 2.0


def estimate(value_r: Sequence[float] | F8) -> Estimate:
    """Mean and 95 % interval: Wilson's for what is 0 or 1, Student's t for anything else.

    Replicates without a value (NaN) are left out.

    Examples
    --------
    >>> one = estimate([1, 1, 0, 1])
    >>> round(one.low, 3), one.mean, round(one.high, 3)
    (0.301, 0.75, 0.954)
    >>> one = estimate([2.0, 4.0, 3.0, 3.5])
    >>> round(one.low, 3), one.mean, round(one.high, 3)
    (1.766, 3.125, 4.484)
    """
    value_r = np.asarray(value_r, dtype=np.float64)
    value_r = value_r[~np.isnan(value_r)]
    n = len(value_r)
    if not n:
        return Estimate(np.nan, np.nan, np.nan, 0)
    mean = float(value_r.mean())
    if np.isin(value_r, (0.0, 1.0)).all():
        return Estimate(mean, *wilson(int(value_r.sum()), n), n)
    if n == 1:
        return Estimate(mean, -np.inf, np.inf, 1)
    half = _t(n - 1) * float(value_r.std(ddof=1)) / math.sqrt(n)
    return Estimate(mean, mean - half, mean + half, n)


def share_of(count: int, runs: int, independent: int) -> Estimate:
    """A share of runs with its Wilson interval, as if only ``independent`` had been played.

    Runs of different points on common random numbers share their luck: the number of replicates
    is what stands on its own, and taking no more is on the safe side.

    Examples
    --------
    >>> share_of(50, 100, 100).half < share_of(50, 100, 10).half
    True
    """
    share = count / runs
    n = min(independent, runs)
    return Estimate(share, *wilson(share * n, n), runs)


@dataclass(frozen=True)
class Paired:
    """Second less first, on the same seeds.

    Attributes
    ----------
    difference : Estimate
        Mean difference and its 95 % interval: Student's t on the replicates' mean differences,
        since points on common random numbers share their luck. ``runs`` counts replicates.
    more, less, equal : int
        Pairs in which the second is larger, smaller, the same.
    """

    difference: Estimate
    more: int
    less: int
    equal: int


def paired(first_r: F8, second_r: F8, replicate_r: NDArray[np.int64] | None = None) -> Paired:
    """Compare pair by pair; a pair with a NaN is left out.

    Parameters
    ----------
    replicate_r : (r,) ints, optional
        Which replicate a pair is of; each its own by default.

    Raises
    ------
    StatisticsError
        If there are not as many of one as of the other.

    Examples
    --------
    >>> found = paired([0, 1, 0, 1], [1, 1, 0, 1])
    >>> found.difference.mean, found.more, found.less, found.equal
    (0.25, 1, 0, 3)
    """
    first, second = (np.asarray(one, dtype=np.float64) for one in (first_r, second_r))
    if first.shape != second.shape:
        raise StatisticsError(f"{len(first)} and {len(second)} replicates; allowed: as many")
    known = ~np.isnan(second - first)
    gap = (second - first)[known]
    names = np.arange(len(first)) if replicate_r is None else np.asarray(replicate_r)
    _, group = np.unique(names[known], return_inverse=True)
    if not len(gap):
        return Paired(Estimate(np.nan, np.nan, np.nan, 0), 0, 0, 0)
    own = np.bincount(group, gap) / np.bincount(group)
    n, mean = len(own), float(gap.mean())
    half = _t(n - 1) * float(own.std(ddof=1)) / math.sqrt(n) if n > 1 else math.inf
    shares = bool(np.isin(np.concatenate([first[known], second[known]]), (0.0, 1.0)).all())
    end = 1.0 if shares else math.inf  # shares differ by no more than 1
    return Paired(
        Estimate(mean, max(mean - half, -end), min(mean + half, end), n),
        int((gap > 0).sum()),
        int((gap < 0).sum()),
        int((gap == 0).sum()),
    )


def running(value_r: Sequence[float] | F8) -> tuple[Estimate, ...]:
    """The estimate after 1, 2, ... replicates."""
    values = np.asarray(value_r, dtype=np.float64)
    return tuple(estimate(values[: n + 1]) for n in range(len(values)))


def needed(value_r: Sequence[float] | F8, half: float) -> int:
    """How many replicates would give an interval of plus or minus ``half``, as far as these tell.

    n = (z s / half)^2 with s the standard deviation of these; of a share q, s^2 = q (1 - q). A
    share seen as 0 or 1 throughout is taken to be at the other end of its Wilson interval.

    Raises
    ------
    StatisticsError
        If ``half`` is not positive, or there are fewer than two values.

    Examples
    --------
    >>> needed([0, 1] * 50, 0.05)
    385
    """
    values = np.asarray(value_r, dtype=np.float64)
    values = values[~np.isnan(values)]
    if not half > 0:
        raise StatisticsError(f"half width {half}; allowed: a number > 0")
    if len(values) < 2:
        raise StatisticsError(f"{len(values)} replicates with a value; allowed: at least 2")
    if np.isin(values, (0.0, 1.0)).all():
        q = float(values.mean())
        if q in (0.0, 1.0):
            q = wilson(int(values.sum()), len(values))[int(q == 0.0)]
        variance = q * (1.0 - q)
    else:
        variance = float(values.var(ddof=1))
    return max(2, int(np.ceil(Z_95**2 * variance / half**2)))


def crossings(x_n: Sequence[float] | F8, mean_n: Sequence[float] | F8, level: float) -> list[float]:
    """Where a broken line through the points crosses a level, ascending.

    Examples
    --------
    >>> crossings([0, 1, 2], [0.0, 1.0, 0.0], 0.5)
    [0.5, 1.5]
    """
    x, y = (np.asarray(one, dtype=np.float64) for one in (x_n, mean_n))
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order] - level
    found = []
    for a, b, ya, yb in zip(x, x[1:], y, y[1:], strict=False):
        if ya == 0.0:
            found.append(float(a))
        elif ya * yb < 0.0:
            found.append(float(a + (b - a) * ya / (ya - yb)))
    if len(y) and y[-1] == 0.0:
        found.append(float(x[-1]))
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Tipping:
    """A value of a factor at which the mean crosses a level.

    Attributes
    ----------
    at, low, high : float
        Estimate and its 95 % bootstrap interval.
    found : float
        Share of bootstrap samples that cross there at all; below 0.95 the point is not certain.
    """

    at: float
    low: float
    high: float
    found: float


def tipping(
    x_n: Sequence[float] | F8,
    value_nr: F8,
    level: float = 0.5,
    *,
    common: bool = True,
    seed: int = 1,
) -> tuple[Tipping, ...]:
    """Tipping points: where the mean over replicates crosses a level, with intervals.

    Replicates are drawn again with replacement, ``RESAMPLES`` times, the same ones at every point
    where seeds are common; the crossing nearest to an estimate counts for it.

    Parameters
    ----------
    x_n : (n,) floats
        Values of the factor.
    value_nr : (n, r) floats
        Measure at each value in each replicate.
    """
    x = np.asarray(x_n, dtype=np.float64)
    values = np.asarray(value_nr, dtype=np.float64)
    if values.ndim != 2 or len(values) != len(x):
        raise StatisticsError(f"values {values.shape} at {len(x)} points; allowed: (n, r)")
    estimates = crossings(x, np.nanmean(values, axis=1), level)
    if not estimates:
        return ()
    n, r = values.shape
    chance = Streams(seed).at(0)
    near: list[list[float]] = [[] for _ in estimates]
    for sample in range(RESAMPLES):
        if common:
            pick = (chance(f"bootstrap/{sample}", r) * r).astype(np.int64)
            mean_n = np.nanmean(values[:, pick], axis=1)
        else:
            pick = (chance(f"bootstrap/{sample}", n * r) * r).astype(np.int64).reshape(n, r)
            mean_n = np.nanmean(np.take_along_axis(values, pick, axis=1), axis=1)
        places = crossings(x, mean_n, level)
        for held, at in zip(near, estimates, strict=True):
            if places:
                held.append(min(places, key=lambda where: abs(where - at)))
    return tuple(
        _tipped(one, np.asarray(places)) for one, places in zip(estimates, near, strict=True)
    )


def _tipped(at: float, places: F8) -> Tipping:
    if not len(places):
        return Tipping(at, np.nan, np.nan, 0.0)
    low, high = np.quantile(places, (0.025, 0.975))
    return Tipping(at, float(low), float(high), len(places) / RESAMPLES)


def _t(freedom: int) -> float:
    """Two-sided 95 % point of Student's t."""
    return float(need("scipy.stats").t.ppf(0.975, freedom))
