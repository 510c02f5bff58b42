"""Worker processes behind the Executor interface: what is done, refused, lost and stopped."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, ThreadPoolExecutor, wait

import numpy as np
import pytest

import hldsim
from hldsim.errors import HldsimError
from hldsim.experiments import crew as crew_module
from hldsim.experiments.crew import Crew, WorkerError
from hldsim.experiments.ensemble import ensemble
from hldsim.experiments.parcel import Parcel, run_task
from hldsim.experiments.replicates import Job, Task

PATIENCE = 30.0


@pytest.fixture(scope="module")
def scenario():
    return hldsim.load_scenario("classroom_small")


def gone(pid):
    """Whether a process has ended."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_calls_come_back_in_their_futures():
    with Crew(2) as crew:
        assert isinstance(crew, Executor)
        futures = [crew.submit(divmod, n, 3) for n in range(20)]
        assert [future.result(PATIENCE) for future in futures] == [divmod(n, 3) for n in range(20)]
        assert list(crew.map(abs, [-1, 2])) == [1, 2]
    assert all(gone(pid) for pid in crew.pids)
    with pytest.raises(RuntimeError, match="after shutdown"):
        crew.submit(abs, 1)


def test_a_fault_in_a_call_is_told_apart_from_bad_input(scenario):
    with Crew(1) as crew:
        failed = crew.submit(divmod, 1, 0)
        with pytest.raises(WorkerError, match=r"(?s)fault of hldsim.*ZeroDivisionError"):
            failed.result(PATIENCE)
        refused = crew.submit(run_task, Parcel("unknown"), Task(0, 1, 0, 1))
        with pytest.raises(HldsimError, match="never sent"):
            refused.result(PATIENCE)
        assert crew.submit(abs, -3).result(PATIENCE) == 3  # it goes on


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
def test_a_worker_that_is_killed_is_said_to_whoever_waits():
    with Crew(2) as crew:
        wait([crew.submit(abs, n) for n in range(4)], PATIENCE)
        under_way = [crew.submit(time.sleep, 1.0) for _ in range(2)]
        waiting = [crew.submit(time.sleep, 1.0) for _ in range(6)]
        while not all(future.running() for future in under_way):
            time.sleep(0.01)
        os.kill(crew.pids[0], signal.SIGKILL)
        for future in waiting:
            with pytest.raises(WorkerError, match=r"before its time \(stopped by SIGKILL\)"):
                future.result(PATIENCE)
        wait(under_way, PATIENCE)
        assert sorted(f.exception() is None for f in under_way) == [False, True]
        with pytest.raises(WorkerError, match="before its time"):
            crew.submit(abs, 1).result(PATIENCE)


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
def test_a_worker_that_is_lost_before_its_first_call_is_said_too():
    with Crew(2, time.sleep, (1.0,)) as crew:  # both are still beginning
        waiting = [crew.submit(time.sleep, 30) for _ in range(6)]
        os.kill(crew.pids[0], signal.SIGKILL)
        for future in waiting:
            with pytest.raises(WorkerError, match=r"stopped by SIGKILL"):
                future.result(PATIENCE)


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
def test_a_loss_while_they_go_home_holds_nobody_up():
    crew = Crew(3)
    wait([crew.submit(abs, n) for n in range(6)], PATIENCE)
    held = [crew.submit(time.sleep, 0.5) for _ in range(3)]
    while not all(future.running() for future in held):
        time.sleep(0.01)
    crew.shutdown(wait=False)
    os.kill(crew.pids[0], signal.SIGKILL)
    started = time.monotonic()
    crew.shutdown()
    assert time.monotonic() - started < 10


def test_ending_it_stops_whatever_is_under_way():
    crew = Crew(2)
    futures = [crew.submit(time.sleep, 60) for _ in range(5)]
    started = time.monotonic()
    crew.end()
    assert time.monotonic() - started < 20
    assert all(gone(pid) for pid in crew.pids)
    assert all(future.done() for future in futures)


def test_an_initializer_that_fails_is_said():
    with Crew(1, divmod, (1, 0)) as crew:
        with pytest.raises(WorkerError, match=r"(?s)could not begin.*ZeroDivision"):
            crew.submit(abs, 1).result(PATIENCE)


def test_what_cannot_be_started_is_said(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(WorkerError, match="cannot be started"):
        Crew(2)


def test_workers_know_nothing_of_qt_and_end_with_their_parent():
    code = (
        "import sys, time; from hldsim.experiments.crew import Crew; "
        "from hldsim.experiments.replicates import Job; import hldsim; "
        "from hldsim.experiments.pool import crew_for; "
        "from hldsim.experiments.parcel import run_task; "
        "from hldsim.experiments.replicates import Task; "
        "crew, label = crew_for([Job(hldsim.load_scenario('classroom_small'))], 1); "
        "crew.submit(run_task, label, Task(0, 1, 0, 1)).result(30); "
        "print(crew.submit(eval, \"[m for m in __import__('sys').modules "
        "if m.startswith(('PySide6', 'hldsim_ui', 'mesa', 'pandas'))]\").result(30)); "
        "print(crew.pids[0], flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    try:
        assert parent.stdout.readline().strip() == "[]"
        worker = int(parent.stdout.readline())
        assert not gone(worker)
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
    deadline = time.monotonic() + PATIENCE
    while not gone(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert gone(worker)


def test_any_executor_gives_the_same_runs(scenario):
    plain = ensemble(scenario, runs=20, seed=3, traced=True)
    with ThreadPoolExecutor(1) as threads:
        other = ensemble(scenario, runs=20, seed=3, traced=True, executor=threads)
        assert threads.submit(abs, -1).result() == 1  # it is not shut down
    assert other.as_json() == plain.as_json()
    np.testing.assert_array_equal(other.summary.backing_rkd, plain.summary.backing_rkd)


def test_a_parcel_is_known_by_its_label(scenario):
    parcel = Parcel.of([Job(scenario)])
    assert parcel.label == parcel and not parcel.label.content
    assert Parcel.of([Job(scenario, conditioned=False)]) != parcel


def test_obituaries():
    assert "exit code 3" in crew_module._obituary(3)
    assert "stopped by signal 99" in crew_module._obituary(-99)
