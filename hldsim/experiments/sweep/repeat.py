"""Repeat: run a sample of a sweep again and compare every cell, bit by bit."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from hldsim import __version__
from hldsim.experiments.sweep.manifest import ResultError, versions
from hldsim.experiments.sweep.orders import Order, Prepared
from hldsim.experiments.sweep.play import play
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import row_maker
from hldsim.experiments.sweep.stored import stored
from hldsim.streams import Streams


@dataclass(frozen=True)
class Difference:
    """One cell that is not the same."""

    condition: str
    point: int
    replicate: int
    column: str
    kept: Any
    now: Any


@dataclass(frozen=True)
class Repeated:
    """What came of running a sample again.

    Attributes
    ----------
    runs, total : int
        Runs repeated, and runs there are.
    differences : tuple of Difference
        Cells that differ; none if all are the same to the last bit.
    versions : dict
        Package to (then, now), where they differ.
    """

    runs: int
    total: int
    differences: tuple[Difference, ...]
    versions: dict[str, tuple[str, str]]


def repeat(
    results: Results,
    runs: int | None = 20,
    seed: int = 1,
    progress: Callable[[int, int, float | None], None] | None = None,
) -> Repeated:
    """Run some of the runs again, drawn at random, or all where ``runs`` is None.

    Raises
    ------
    ResultError
        If nothing was run yet, or the stored scenarios are not those that were run.
    """
    prepared = stored(results.folder)
    hashes = prepared.hashes()
    changed = [n for n, known in results.manifest.scenarios.items() if hashes.get(n) != known]
    if changed or prepared.design.digest != results.manifest.design:
        what = f"scenarios {', '.join(changed)}" if changed else "the design"
        raise ResultError(f"{results.folder}: {what} stored there were changed since")
    keys = sorted(results.keys())
    if not keys:
        raise ResultError(f"{results.folder}: no run is there yet")
    if runs is not None and runs < len(keys):
        order = np.argsort(Streams(seed).at(0)("repeat", len(keys)), kind="stable")[:runs]
        chosen = [keys[int(n)] for n in sorted(order)]
    else:
        chosen = keys
    make = row_maker(prepared, results.columns)
    names = [column.name for column in results.columns]
    orders = {}
    differences = []
    for n, (condition, point, r) in enumerate(chosen):
        if (condition, point) not in orders:
            orders[condition, point] = _order(prepared, condition, point)
        answer = play(replace(orders[condition, point], first=r, stop=r + 1))
        (now,) = make(answer)
        kept = results.run(condition, point, r)
        differences += [
            Difference(condition, point, r, name, was, came)
            for name, was, came in zip(names, kept, now, strict=True)
            if not _same(was, came)
        ]
        if progress is not None:
            progress(n + 1, len(chosen), None)
    then = {"hldsim": results.manifest.hldsim, **results.manifest.packages}
    here = {"hldsim": __version__, **versions()}
    other = {
        name: (known, here.get(name, "not installed"))
        for name, known in then.items()
        if here.get(name) != known
    }
    return Repeated(len(chosen), len(keys), tuple(differences), other)


def _order(prepared: Prepared, condition: str, point: int) -> Order:
    return next(order for order in prepared.orders(points=(point,)) if order.condition == condition)


def _same(first: Any, second: Any) -> bool:
    """To the last bit; an empty cell is the same as another."""
    if first is None or second is None:
        return first is second
    if isinstance(first, float) and isinstance(second, int | float):
        return first == float(second) and math.copysign(1, first) == math.copysign(1, second)
    return bool(first == second)
