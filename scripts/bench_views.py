"""The window under load: what each view takes, six views at once, its start, many runs opened.

Each part is a child process of its own, so that one that fails costs its rows only.
"""

from __future__ import annotations

import gc
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import Any

ROUNDS = 300
DRAWS = 40
SIZE = (640, 400)
"""Of a view while it is timed, in pixels: a dock on a small screen."""
OPENED, OPENED_FIRST = 50, 10
"""Runs opened and closed, and how many before, so that caches are full."""
SIX = ("coalition_map", "world_map", "support", "flows", "issue_board", "themes")
STARTS = 9
_UNCOMPILED = "PYTHONDONTWRITEBYTECODE"

BARE = """
import time; t = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
import pyqtgraph as pg
app = QApplication([]); window = QMainWindow(); plot = pg.PlotWidget()
window.setCentralWidget(plot); window.resize(1400, 900); plot.plot([1, 3, 2])
window.show(); QTimer.singleShot(0, lambda: (plot.grab(), app.quit())); app.exec()
print(time.perf_counter() - t)
"""
OURS = """
import time; t = time.perf_counter()
from PySide6.QtCore import QTimer
from hldsim_ui.app import application, make_window, open_in
app = application(); window = make_window(app); window.resize(1400, 900)
open_in(window, "hld_2006", play=False, seed=1); window.show()
def look():
    view = window.hosts["coalition_map"].view
    if view is not None and len(view.picture.at):
        view.widget.grab(); print(time.perf_counter() - t); window.close(); app.quit()
timer = QTimer(); timer.timeout.connect(look); timer.start(5); app.exec()
"""
"""From the first import to the first picture: a bare window with one plot, and ours with a map.

Ours is the window with the coalition map of all who take part; the scenario is checked, and its
run opened, after that."""


def rows(pair: Any, limit: Any) -> Iterator[dict[str, Any]]:
    """Every view, six at once, the start, the memory."""
    found = _child("views")
    for name, (middle, worst) in found.items():
        what = f"view {name}, 194 parties and {ROUNDS} rounds, middle of {DRAWS} draws"
        yield limit(f"{what} (longest {worst:.1f})", "ms", middle, 10.0)
    gaps = _child("six")
    times = gaps["longest"] / gaps["idle"]
    what = f"six views open, full speed ({gaps['rounds']} rounds): longest wait of the event loop"
    idle = f"{times:.1f} x the idle window's {gaps['idle']:.1f} ms"
    yield limit(f"{what} ({idle})", "ms", gaps["longest"], 50.0)
    with tempfile.TemporaryDirectory() as compiled:
        _seconds(OURS, compiled), _seconds(BARE, compiled)  # Python compiles once, as for a user
        ratios = [_seconds(OURS, compiled) / _seconds(BARE, compiled) for _ in range(STARTS)]
    yield limit("start to first picture over a bare window's", "x", statistics.median(ratios), 1.6)
    grown = _child("memory")
    yield limit(f"memory grown by {OPENED} runs opened and closed", "MB", grown["grown_mb"], 8.0)
    yield limit("histories left behind", "objects", grown["histories"], 1.0)


def _child(what: str) -> Any:
    return json.loads(_run([__file__, what]).splitlines()[-1])


def _seconds(code: str, compiled: str) -> float:
    return float(_run(["-c", code], PYTHONPYCACHEPREFIX=compiled).splitlines()[-1])


def _run(arguments: list[str], **more: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        own = {f"XDG_{place}_HOME": home for place in ("CONFIG", "DATA", "STATE", "CACHE")}
        done = subprocess.run(
            [sys.executable, *arguments],
            env={
                **{key: value for key, value in os.environ.items() if key != _UNCOMPILED},
                **own,
                **more,
                "QT_QPA_PLATFORM": "offscreen",
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise RuntimeError(said[-1])
    return done.stdout


# ------------------------------------------------------------------------ in the child


def views() -> dict[str, tuple[float, float]]:
    """Milliseconds that each view takes to draw a round: middle and longest."""
    from hldsim.record.run import record
    from hldsim.scenario.load import load_scenario
    from hldsim.scenario.paths import with_settings
    from hldsim_ui.app import application
    from hldsim_ui.theme import LIGHT
    from hldsim_ui.views.base import LIVE_VIEWS

    app = application()
    more = {"agenda[consultations].rounds": ROUNDS - 20}
    history = record(with_settings(load_scenario("hld_2006"), more), 1).history
    found = {}
    for name in LIVE_VIEWS:
        view = LIVE_VIEWS[name]()
        view.widget.resize(*SIZE)
        view.load(history.scenario, LIGHT)
        view.widget.show()
        took = []
        for n in range(DRAWS + 1):
            k = (n * 37) % history.last
            begin = time.perf_counter()
            view.draw(history, k, n % len(history.scenario.parties))
            took.append(1000.0 * (time.perf_counter() - begin))
            app.processEvents()
        view.widget.close()
        found[name] = (statistics.median(took[1:]), max(took[1:]))  # the first fills caches
    return found


def six() -> dict[str, float]:
    """Longest wait of the event loop with six views open: at full speed, and at rest."""
    from hldsim_ui.app import application, make_window, open_in

    app = application()
    sys.setswitchinterval(0.0005)
    window = make_window(app)
    window.resize(1900, 1060)
    window.show()
    for dock in window.docks.values():
        dock.setVisible(dock.objectName() in SIX)
    for n, name in enumerate(SIX):
        dock = window.docks[name]
        dock.setFloating(True)
        dock.setGeometry(20 + 630 * (n % 3), 20 + 520 * (n // 3), 620, 500)
    open_in(window, "hld_2006", play=True, seed=1)
    window.conductor.set_speed(math.inf)
    _spin(6.0)
    rounds = [0]

    def again() -> None:
        if not window.conductor.running:
            rounds[0] += window.board.shown.last
            window.conductor.reset(window.conductor.seed + 1, play=True)

    longest = _gaps(10.0, again)
    window.conductor.pause()
    _spin(2.0)
    idle = _gaps(5.0, lambda: None)
    window.close()
    return {"longest": longest, "idle": idle, "rounds": rounds[0]}


def memory() -> dict[str, float]:
    """Megabytes grown by runs opened and closed, and histories still alive."""
    from hldsim.record.history import History
    from hldsim_ui.app import application, make_window, open_in

    app = application()
    window = make_window(app)
    window.resize(1280, 720)
    window.show()
    open_in(window, "hld_2006", play=True, seed=1)
    window.conductor.set_speed(math.inf)

    def play(count: int) -> float:
        for _ in range(count):
            _until(lambda: window.board.shown.finished and not window.conductor.running)
            window.conductor.reset(window.conductor.seed + 1, play=True)
            _until(lambda: not window.board.shown.finished)
        _until(lambda: window.board.shown.finished and not window.conductor.running)
        gc.unfreeze()
        gc.collect()
        return _resident_mb()

    before = play(OPENED_FIRST)
    after = play(OPENED)
    left = sum(isinstance(one, History) for one in gc.get_objects())
    window.close()
    return {"grown_mb": after - before, "histories": left}


def _resident_mb() -> float:
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def _gaps(seconds: float, meanwhile: Callable[[], None]) -> float:
    """Longest time between two turns of the event loop, in ms."""
    from PySide6.QtCore import Qt, QTimer

    last, longest = time.perf_counter(), 0.0

    def tick() -> None:
        nonlocal last, longest
        now = time.perf_counter()
        longest, last = max(longest, 1000.0 * (now - last)), now

    timer, watch = QTimer(), QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    watch.timeout.connect(meanwhile)
    timer.start(2)
    watch.start(20)
    _spin(seconds)
    timer.stop()
    watch.stop()
    return longest


def _spin(seconds: float) -> None:
    """Let the event loop run, as it does under ``exec``."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(int(1000 * seconds), loop.quit)
    loop.exec()


def _until(done: Callable[[], bool], seconds: float = 60.0) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop, turn, end = QEventLoop(), QTimer(), QTimer()
    turn.timeout.connect(lambda: loop.quit() if done() else None)
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    turn.start(5)
    end.start(int(1000 * seconds))
    loop.exec()
    if not done():
        raise RuntimeError("the window did not come to rest")


if __name__ == "__main__":
    sys.path.pop(0)
    print(json.dumps({"views": views, "six": six, "memory": memory}[sys.argv[1]]()))
