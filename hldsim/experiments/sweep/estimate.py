"""Estimate: what a sweep will cost, before it is begun; a few of its runs are timed."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from hldsim.experiments.sweep.orders import Prepared
from hldsim.experiments.sweep.play import play

PROBES = 6
"""Orders that are timed, spread evenly over the points."""

BYTES_TEXT, BYTES_NUMBER = 3.0, 6.0
"""Bytes a cell takes in a part, as measured on sweeps of this kind; fingerprints take their 64."""


@dataclass(frozen=True)
class Cost:
    """What a sweep comes to.

    Attributes
    ----------
    seconds : float
        At ``workers`` workers, if they are as fast together as one is alone.
    megabytes : float
        On disk when it is finished.
    """

    points: int
    conditions: int
    replicates: int
    runs: int
    orders: int
    run_seconds: float
    workers: int
    seconds: float
    megabytes: float


def cost(prepared: Prepared, workers: int, columns: int) -> Cost:
    """Play a few runs and tell what all would take.

    Raises
    ------
    PlayError
        If a point makes no scenario that can be run.
    """
    picked = np.unique(np.linspace(0, prepared.points - 1, PROBES).astype(int))
    spent, played = [], 0
    for n, point in enumerate(picked):
        names = list(prepared.scenarios)
        order = next(
            one
            for one in prepared.orders(points=(int(point),))
            if one.condition == names[n % len(names)]
        )
        size = min(2, order.stop - order.first)
        order = replace(order, stop=order.first + size)
        started = time.perf_counter()
        play(order)
        spent.append((time.perf_counter() - started) / size)
        played += size
    each = float(np.median(spent))
    orders = -(-prepared.design.replicates // 8) * prepared.points * len(prepared.scenarios)
    return Cost(
        prepared.points,
        len(prepared.scenarios),
        prepared.design.replicates,
        prepared.runs,
        orders,
        each,
        workers,
        each * prepared.runs / workers,
        prepared.runs * (40 + columns * 0.5 * (BYTES_TEXT + BYTES_NUMBER)) / 1e6,
    )
