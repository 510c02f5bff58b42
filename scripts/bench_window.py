"""The window at full speed and at rest: how long its event loop makes one wait.

Runs itself as a child process, so that a window that cannot be opened costs these rows only.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from typing import Any

BUSY_SECONDS, IDLE_SECONDS = 10.0, 5.0
TICK_MS = 2
"""A timer this short fires as often as the event loop comes round."""


def rows(pair: Any, limit: Any) -> Iterator[dict[str, Any]]:
    """Three limits."""
    with tempfile.TemporaryDirectory() as home:
        own = {f"XDG_{place}_HOME": home for place in ("CONFIG", "DATA", "STATE", "CACHE")}
        paths = os.pathsep.join(sys.path)
        child = subprocess.run(
            [sys.executable, __file__],
            env={**os.environ, **own, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    if child.returncode:
        said = child.stderr.strip().splitlines() or [f"exit code {child.returncode}"]
        raise RuntimeError(said[-1])
    found = json.loads(child.stdout.splitlines()[-1])
    busy = f"window at full speed for {BUSY_SECONDS:g} s ({found['rounds']} rounds)"
    yield limit(f"{busy}: 99 % of waits at most", "ms", found["p99_ms"], 33.0)
    yield limit(f"{busy}: longest wait", "ms", found["longest_ms"], 100.0)
    yield limit("idle window", "% of a core", found["idle_percent"], 1.0)


def measure() -> dict[str, Any]:
    """Play run after run, then rest."""
    from PySide6.QtCore import Qt, QTimer

    from hldsim_ui.app import application, make_window, open_in

    app = application()
    sys.setswitchinterval(0.0005)
    window = make_window(app)
    conductor, board = window.conductor, window.board
    window.resize(1400, 900)
    window.show()
    open_in(window, "hld_2006", play=True, seed=1)
    conductor.set_speed(math.inf)
    _spin(app, 5.0)  # views are built, the first runs are over
    gaps: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        gaps.append(1000.0 * (now - last[0]))
        last[0] = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start(TICK_MS)
    rounds = [0]

    def again() -> None:
        if not conductor.running:
            rounds[0] += max(_rounds(board), 0)
            conductor.reset(conductor.seed + 1, play=True)

    watch = QTimer()
    watch.timeout.connect(again)
    watch.start(20)
    last[0] = time.perf_counter()
    _spin(app, BUSY_SECONDS)
    timer.stop()
    watch.stop()
    conductor.pause()
    _spin(app, 2.0)
    before = time.process_time()
    _spin(app, IDLE_SECONDS, idle=True)
    idle = 100.0 * (time.process_time() - before) / IDLE_SECONDS
    window.close()
    gaps.sort()
    return {
        "p99_ms": gaps[int(0.99 * (len(gaps) - 1))],
        "longest_ms": gaps[-1],
        "rounds": rounds[0] + max(_rounds(board), 0),
        "idle_percent": idle,
    }


def _rounds(board: Any) -> int:
    """Rounds shown of the run under way."""
    return int(getattr(getattr(board, "shown", None), "last", 0) or 0)


def _spin(app: Any, seconds: float, idle: bool = False) -> None:
    """Let the event loop run for a while, as it does under ``exec``."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.path.pop(0)
    print(json.dumps(measure()))
