"""Killed at any moment, a sweep loses at most the runs in flight, and is gone on with."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas
import psutil
import pytest

from hldsim.experiments.sweep.orders import HANDFUL, prepare_design
from hldsim.experiments.sweep.reading import read_design
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import AHEAD, run_sweep

WORKERS = 2


def start(design: Path, place: Path, resume: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "hldsim", "sweep", "run", str(design), "--out", str(place)]
    command += ["--workers", str(WORKERS), *(["--resume"] if resume else [])]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def runs_there(place: Path) -> int:
    try:
        with Results(place) as results:
            return len(results)
    except Exception:
        return 0


@pytest.mark.slow  # starts three real processes and kills two
def test_kill_9_and_resume(design_text: str, tmp_path: Path) -> None:
    design, place = tmp_path / "design.toml", tmp_path / "results"
    design.write_text(design_text.replace("replicates = 6", "replicates = 60"))
    prepared = prepare_design(read_design(design))
    had = 0
    for attempt in range(2):
        process = start(design, place, resume=attempt > 0)
        deadline = time.monotonic() + 60
        while runs_there(place) < had + 6 and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        children = psutil.Process(process.pid).children(recursive=True)
        before = runs_there(place)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert runs_there(place) >= before, "what was kept is kept"
        gone, alive = psutil.wait_procs(children, timeout=20)
        assert not alive, "workers end with their parent"
        had = runs_there(place)
        if had == prepared.runs:
            pytest.fail("the sweep was over before it was killed: make it longer")
    outcome = run_sweep(prepared, place, resume=True)
    assert outcome.played == prepared.runs - had, "exactly what was missing is played"
    run_sweep(prepared, tmp_path / "undisturbed")
    with Results(tmp_path / "undisturbed") as one, Results(place) as two:
        pandas.testing.assert_frame_equal(one.table(), two.table(), check_exact=True)
    assert WORKERS * AHEAD * HANDFUL < prepared.runs, "more than what may be in flight was at stake"
