"""How a run grows with its parties, where its time goes, and what a second worker brings.

*Per party*: CPU seconds and peak memory of a whole run over its parties, at 20,000 and 200,000
against 2,000 (192 is reported: there the calls of numpy are most of it). Memory is measured in a
process of its own. *Two workers*: runs a second of two against one, over what two plain busy loops
reach against one in the same call.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((192, 9), (2_000, 7), (20_000, 5), (200_000, 2))
"""Parties, and runs of which the fastest counts."""

GROWTH = 1.5
"""Most that a party may cost at many against at 2,000."""

SHARE = 0.9
"""Least of what two busy loops reach that two workers reach."""


def one(parties: int, repeats: int) -> dict[str, float]:
    """CPU seconds a run, and megabytes it takes beside its scenario; in this process."""
    import tracemalloc

    import hldsim
    from hldsim.engine.advance import advance, finished
    from hldsim.engine.assemble import assemble, prepare
    from tests.reference.laid_out import enlarged

    plan = prepare(enlarged(hldsim.load_scenario("hld_2006"), parties))

    def play(seed: int) -> Any:
        setup, state = assemble(plan, seed)
        while not finished(setup, state):
            state, _ = advance(setup, state, told=False)
        return state

    least = float("inf")
    for seed in range(1, repeats + 1):
        started = time.process_time()
        state = play(seed)
        least = min(least, time.process_time() - started)
    del state
    tracemalloc.start()  # numpy says what it takes; not while the time is taken
    state = play(1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept = sum(
        value.nbytes for value in vars(state).values() if isinstance(value, np.ndarray)
    ) + sum(v.nbytes for v in vars(state.profile).values() if isinstance(v, np.ndarray))
    return {"seconds": least, "megabytes": peak / 1e6, "state": kept / 1e6}


def apart(parties: int, repeats: int) -> dict[str, float]:
    """The same in a fresh process, so that nobody's memory is in it."""
    code = f"import sys; sys.path[:0] = {[str(ROOT), str(ROOT / 'scripts')]!r}; "
    code += f"import json, bench_scale; print(json.dumps(bench_scale.one({parties}, {repeats})))"
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    found: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return found


def rows(pair: Any, limit: Any) -> Iterator[dict[str, Any]]:
    """Growth, overhead, bandwidth, two workers."""
    measured = {parties: apart(parties, repeats) for parties, repeats in SIZES}
    cost = {parties: found["seconds"] / parties * 1e6 for parties, found in measured.items()}
    room = {parties: found["megabytes"] / parties * 1e3 for parties, found in measured.items()}
    for parties in (20_000, 200_000):
        yield limit(
            f"CPU a party and run at {parties:,} parties, over that at 2,000 "
            f"({cost[parties]:.1f} against {cost[2000]:.1f} us; at 192: {cost[192]:.1f})",
            "x",
            cost[parties] / cost[2000],
            GROWTH,
        )
        yield limit(
            f"peak memory a party at {parties:,} parties, over that at 2,000 "
            f"({room[parties]:.1f} against {room[2000]:.1f} kB; at 192: {room[192]:.1f})",
            "x",
            room[parties] / room[2000],
            GROWTH,
        )
    told_only(measured)
    yield two_workers()


def told_only(measured: dict[int, dict[str, float]]) -> None:
    """What is no goal: the part that does not grow, and how far memory is from being the limit."""
    few, more = measured[192]["seconds"], measured[2_000]["seconds"]
    each = (more - few) / (2_000 - 192)
    fixed = few - 192 * each
    for parties, found in measured.items():
        print(
            f"       {parties:>7,} parties: {1e3 * found['seconds']:.1f} ms CPU a run, of it "
            f"{100 * min(fixed / found['seconds'], 1):.0f} % that does not grow with the parties "
            "(Python, and numpy's calls)"
        )
    last = measured[200_000]
    gigabytes = last["state"] / 1e3 * 40  # the state is read once in each of 40 rounds, at least
    speed = bandwidth()
    print(
        f"       200,000 parties: reading the state once a round would take "
        f"{1e3 * gigabytes / speed:.0f} ms at this machine's {speed:.1f} GB/s (numpy copy); a run "
        f"takes {last['seconds'] / (gigabytes / speed):.0f} times that"
    )


def bandwidth() -> float:
    """Gigabytes a second that numpy copies, read and written both counted."""
    source = np.ones(25_000_000)
    target = np.empty_like(source)
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        np.copyto(target, source)
        best = min(best, time.perf_counter() - started)
    return 2 * source.nbytes / best / 1e9


def busy(turns: int) -> float:
    """A plain loop."""
    total = 0.0
    for n in range(turns):
        total += n * 0.5
    return total


TURNS, RUNS = 6_000_000, 240


def _loops(pool: Executor, many: int) -> float:
    started = time.perf_counter()
    list(pool.map(busy, [TURNS] * many))
    return many / (time.perf_counter() - started)


def _orders(prepared: Any) -> list[Any]:
    return list(prepared.orders())


def _runs(pool: Executor, orders: list[Any]) -> float:
    from hldsim.experiments.sweep.play import play

    started = time.perf_counter()
    played = sum(len(answer.rows) for answer in pool.map(play, orders))
    return played / (time.perf_counter() - started)


def two_workers() -> dict[str, Any]:
    """Two workers against one, over what two busy loops reach against one."""
    from hldsim.experiments.crew import Crew
    from hldsim.experiments.sweep.orders import prepare_design
    from hldsim.experiments.sweep.reading import design_of

    design = design_of(
        {
            "title": "speed",
            "scenario": "hld_2006",
            "replicates": RUNS,
            "measures": ["adopted[venue=hosted]"],
        }
    )
    orders = _orders(prepare_design(design))
    with (
        Crew(1) as single,
        Crew(2) as double,
    ):
        _loops(single, 1), _loops(double, 2), _runs(single, orders[:4]), _runs(double, orders[:8])
        shares, ours, others = [], [], []
        for _ in range(5):
            loops = _loops(double, 2) / _loops(single, 1)
            runs = _runs(double, orders) / _runs(single, orders[: len(orders) // 2])
            shares.append(runs / loops)
            ours.append(runs)
            others.append(loops)
    share = statistics.median(shares)
    return {
        "name": "two workers over one, against two plain busy loops over one",
        "unit": "x",
        "ours": statistics.median(ours),
        "ours_spread": [min(ours), max(ours)],
        "other": statistics.median(others),
        "other_spread": [min(others), max(others)],
        "other_name": "busy loops",
        "ratio": share,
        "ratio_spread": [min(shares), max(shares)],
        "goal": SHARE,
        "met": share >= SHARE,
    }
