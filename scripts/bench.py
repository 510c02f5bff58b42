"""Speed, against goals: prints a table and writes out/bench.json. `make bench`; a few minutes.

Each comparison is the median of five alternating pairs (ours, the other, ours, ...), so that a slow
moment of the machine strikes both; the spread over the pairs is beside it. A missed goal is
told and is no error.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
for place in (ROOT, ROOT / "ui", ROOT / "scripts"):
    sys.path.insert(0, str(place))
for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM"):
    os.environ[f"{library}_NUM_THREADS"] = "1"  # before numpy: a core is a core

PAIRS = 5

Measurement = Callable[[], float]


def pair(
    name: str, unit: str, ours: Measurement, other: Measurement, other_name: str, goal: float
) -> dict[str, Any]:
    """Measure two ways in turn; both are rates, so that the larger is the better."""
    ours(), other()  # warm up
    rates = [(ours(), other()) for _ in range(PAIRS)]
    ratios = [a / b for a, b in rates]
    ratio = statistics.median(ratios)
    return {
        "name": name,
        "unit": unit,
        "ours": statistics.median(a for a, _ in rates),
        "ours_spread": [min(a for a, _ in rates), max(a for a, _ in rates)],
        "other": statistics.median(b for _, b in rates),
        "other_spread": [min(b for _, b in rates), max(b for _, b in rates)],
        "other_name": other_name,
        "ratio": ratio,
        "ratio_spread": [min(ratios), max(ratios)],
        "goal": goal,
        "met": ratio >= goal,
    }


def limit(name: str, unit: str, ours: float, most: float) -> dict[str, Any]:
    """Hold a single number against the most it may be; the ratio is how far below it stays."""
    return {
        "name": name,
        "unit": unit,
        "ours": ours,
        "other": most,
        "other_name": "the most allowed",
        "ratio": most / max(ours, 1e-9),
        "goal": 1.0,
        "met": ours <= most,
    }


def machine() -> dict[str, Any]:
    """What it ran on."""
    from importlib import metadata

    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        cpu = next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), cpu)
    return {
        "python": platform.python_version(),
        "cpu": cpu,
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "numpy": metadata.version("numpy"),
        "mesa": metadata.version("mesa"),
    }


def told(row: dict[str, Any]) -> str:
    """One row as people read it."""
    spread = row.get("ratio_spread")
    between = f" ({spread[0]:.3g} to {spread[1]:.3g})" if spread else ""
    verdict = "met" if row["met"] else "MISSED"
    return (
        f"{verdict:7}{row['name']}: {row['ours']:.4g} {row['unit']}; "
        f"{row['other_name']}: {row['other']:.4g}; ratio {row['ratio']:.3g}{between}, "
        f"goal {row['goal']:g}"
    )


def main() -> int:
    import bench_edit
    import bench_ensemble
    import bench_loop
    import bench_offers
    import bench_scale
    import bench_views
    import bench_window

    found = machine()
    print(f"Python {found['python']}, {found['cpu']}, {found['cores']} cores", flush=True)
    rows = []
    parts = (
        bench_ensemble, bench_loop, bench_scale, bench_offers, bench_window, bench_views,
        bench_edit,
    )  # fmt: skip
    for part in parts:
        try:
            for row in part.rows(pair, limit):
                rows.append(row)
                print(told(row), flush=True)
        except Exception as error:  # the other parts can still be measured
            print(f"not measured: {part.__name__}: {type(error).__name__}: {error}", flush=True)
    place = ROOT / "out" / "bench.json"
    place.parent.mkdir(exist_ok=True)
    text = json.dumps({**found, "pairs": PAIRS, "rows": rows}, indent=1, allow_nan=False)
    place.write_text(text + "\n", encoding="utf-8")
    missed = sum(not row["met"] for row in rows)
    print(f"{len(rows)} goals, {missed} missed; {place.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
