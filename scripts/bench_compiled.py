"""What compiling the consultation kernel would give: numpy as it is against the same in numba.

    python -m pip install numba        # for this measurement only, nothing depends on it
    python scripts/bench_compiled.py

The kernel is the choice of those who act (rule *worth*): fallback, worth of each option, the best
one. Both get the same arrays and must choose the same. Told besides: seconds to import numba, to
compile, to load a cached compilation, and the megabytes it brings. docs/adr/0004 decides on these.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np  # noqa: E402

SIZES = (192, 2000, 20000, 200000)


def kernel(
    utility_pc, reservation_p, viability_c, order_c, act_a, principle_p, affinity_ac, member_p,
    trouble_p, waiting_p, noise_ac, gamma,
) -> np.ndarray:  # fmt: skip
    """Best option of each acting party, plain loops: what numba compiles."""
    n_c = len(viability_c)
    best_a = np.empty(len(act_a), dtype=np.int64)
    for a in range(len(act_a)):
        p = act_a[a]
        top, at = -1e300, n_c
        for c in range(n_c + 1):
            if c == n_c:
                worth = trouble_p[p] + waiting_p[p] + noise_ac[a, c]
            else:
                chance, fallback = 1.0, 0.0
                for j in order_c:
                    if j != c:
                        fallback += chance * viability_c[j] * utility_pc[p, j]
                        chance *= 1.0 - viability_c[j]
                fallback += chance * reservation_p[p]
                gain = utility_pc[p, c] - fallback
                odds = principle_p[p] + (1.0 - principle_p[p]) * viability_c[c]
                worth = odds * gain + affinity_ac[a, c] + noise_ac[a, c]
                if member_p[p] == c:
                    worth += gamma
            worth = np.round(worth * 1e9)
            if worth > top:
                top, at = worth, c
        best_a[a] = -1 if at == n_c else at
    return best_a


def measure(work: Callable[[], object]) -> float:
    """Seconds of one call, CPU time, median of nine."""
    work()
    spent = []
    for _ in range(9):
        started, n = time.process_time(), 0
        while time.process_time() - started < 0.05:
            work()
            n += 1
        spent.append((time.process_time() - started) / n)
    return statistics.median(spent)


def compare(parties: int) -> tuple[float, float, float, bool]:
    """Seconds of a whole round, of its kernel in numpy and compiled; and whether they agree."""
    import numba

    import hldsim
    from hldsim.engine.advance import moment_of
    from hldsim.rules.coalitions.base import noise_ac
    from hldsim.rules.coalitions.worth import LEAST_EMPHASIS
    from tests.reference.laid_out import at_consultations, enlarged

    setup, state = at_consultations(enlarged(hldsim.load_scenario("hld_2006"), parties), 1)
    rule = setup.rules.coalitions
    q = rule.parameters
    compiled = numba.njit(cache=True)(kernel)

    def fresh() -> Any:
        return moment_of(setup, state, told=False)

    moment, phase = fresh()
    act_a = phase.acting(moment)

    def ready() -> Any:
        """What either needs and neither computes here: utilities, affinity, noise."""
        moment, _ = fresh()
        view = moment.view
        _ = (view.utility_pc, view.best_p, view.reservation_p, view.governance_p, view.order_c)
        return moment

    def in_numpy() -> np.ndarray:
        moment = ready()
        return rule.moves(moment.view, act_a, moment.chance).choice_a

    def in_numba() -> np.ndarray:
        moment = ready()
        view = moment.view
        return compiled(
            view.utility_pc, view.reservation_p, view.state.viability_c,
            np.array(view.order_c, dtype=np.int64), act_a, view.state.profile.principle_p,
            q.beta * view.affinity_ac(act_a), view.state.membership_p,
            q.cost / np.maximum(view.governance_p, LEAST_EMPHASIS),
            q.omega * (1.0 - view.time) * (view.best_p - view.reservation_p),
            noise_ac(view, act_a, moment.chance, q.noise), q.gamma,
        )  # fmt: skip

    same = bool((in_numpy() == in_numba()).all())
    before = measure(ready)
    round_ = measure(lambda: phase.reconsider(fresh()[0]))
    return round_, measure(in_numpy) - before, measure(in_numba) - before, same


def first_start() -> tuple[float, float, float]:
    """Seconds: import numba; compile the kernel; load it from the cache."""
    code = (
        "import time, sys; t = time.perf_counter(); import numba; a = time.perf_counter() - t;"
        f"sys.path[:0] = {[str(ROOT), str(ROOT / 'scripts')]!r};"
        "import numpy as np; from bench_compiled import kernel;"
        "f = numba.njit(cache=True)(kernel); t = time.perf_counter();"
        "p, c = 4, 2; f(np.zeros((p, c)), np.zeros(p), np.zeros(c), np.arange(c), np.arange(p),"
        "np.zeros(p), np.zeros((p, c)), np.zeros(p, dtype=np.int64), np.zeros(p), np.zeros(p),"
        "np.zeros((p, c + 1)), 0.1); print(a, time.perf_counter() - t)"
    )
    for stale in (ROOT / "scripts" / "__pycache__").glob("bench_compiled.kernel*.nb?"):
        stale.unlink()
    said = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    (imported, compiled), (_, loaded) = (map(float, one.stdout.split()) for one in said)
    return imported, compiled, loaded


def megabytes() -> float:
    """What numba and llvmlite take on disk."""
    import llvmlite
    import numba

    files = (
        file
        for module in (numba, llvmlite)
        for file in Path(module.__file__).parent.rglob("*")
        if file.is_file()
    )
    return sum(file.stat().st_size for file in files) / 1e6


if __name__ == "__main__":
    imported, compiled, loaded = first_start()
    print(f"numba: import {imported:.2f} s, compile {compiled:.2f} s, from cache {loaded:.2f} s")
    print(f"on disk: {megabytes():.0f} MB")
    print("parties  round us  kernel numpy us  numba us  ratio  round would be x  same")
    for size in SIZES:
        whole, ours, theirs, same = compare(size)
        gain = whole / (whole - ours + theirs)
        print(
            f"{size:>7}  {1e6 * whole:>8.0f}  {1e6 * ours:>15.0f}  {1e6 * theirs:>8.0f}  "
            f"{ours / theirs:>5.1f}  {gain:>16.2f}  {same}"
        )
