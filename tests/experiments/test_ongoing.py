"""Runs under way: looked at, stopped, gone on with, added to, and the same in the end."""

import os
import signal
import threading
import time

import numpy as np
import pytest

import hldsim
from hldsim.experiments.ensemble import ensemble, result_of
from hldsim.experiments.ongoing import Ongoing
from hldsim.experiments.pool import crew_for
from hldsim.experiments.replicates import ROWS, Job
from hldsim.session import Intervention

PATIENCE = 60.0
SEED = 3


@pytest.fixture(scope="module")
def scenario():
    return hldsim.load_scenario("classroom_small")


@pytest.fixture(scope="module")
def job(scenario):
    return Job(scenario, detailed=True, traced=True)


@pytest.fixture(scope="module")
def plain(scenario):
    return ensemble(scenario, runs=40, seed=SEED, traced=True)


def until(found, seconds=PATIENCE):
    deadline = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def assert_same(summary, plain):
    for name in ROWS:
        np.testing.assert_array_equal(getattr(summary, name), getattr(plain.summary, name))


def test_runs_in_the_background_are_those_of_an_ensemble(job, plain):
    runs = Ongoing([job], SEED)
    assert runs.sofar.done == 0 and runs.summaries() == [None]
    runs.start(40, 2)
    assert runs.wait(PATIENCE)
    sofar = runs.sofar
    assert (sofar.done, sofar.wanted, sofar.running, sofar.error) == (40, 40, False, "")
    assert sofar.rate > 0 and sofar.seconds > 0 and sofar.left is None
    (summary,) = runs.summaries()
    assert_same(summary, plain)
    assert result_of(job, summary, SEED).as_json() == plain.as_json()


def test_stopped_it_keeps_what_is_done_and_goes_on_to_the_same_end(job, plain):
    runs = Ongoing([job], SEED)
    runs.start(3000, 2)
    until(lambda: runs.sofar.done >= 8)
    seen = runs.sofar
    assert seen.running and (seen.left is None or seen.left > 0)
    runs.stop()
    stopped = runs.sofar
    assert stopped.stopped and not stopped.running and not stopped.error
    assert 8 <= stopped.done < 3000 and len(runs.summaries()[0]) == stopped.done
    numbers = set(runs.summaries()[0].number_r.tolist())
    more = Ongoing([job], SEED, known=runs.summaries())
    assert more.sofar.done == stopped.done
    more.start(40, 1)
    assert more.wait(PATIENCE)
    summary = more.summaries()[0]
    assert set(summary.number_r.tolist()) == numbers | set(range(40))
    rows = np.isin(summary.number_r, np.arange(40))
    np.testing.assert_array_equal(summary.number_r[rows], np.arange(40))
    np.testing.assert_array_equal(summary.backed_rp[rows], plain.summary.backed_rp)


def test_more_runs_are_added_to_those_there_are(job, plain):
    runs = Ongoing([job], SEED)
    runs.start(12, 1)
    assert runs.wait(PATIENCE) and runs.sofar.done == 12
    runs.start(40, 2)
    assert runs.sofar.wanted == 40
    assert runs.wait(PATIENCE)
    assert_same(runs.summaries()[0], plain)
    before = runs.sofar
    runs.start(40, 2)  # nothing is missing
    assert not runs.sofar.running and runs.sofar.done == before.done
    assert result_of(job, runs.summaries()[0], SEED).as_json() == plain.as_json()


def test_two_jobs_go_in_step_on_common_seeds(scenario, job, plain):
    change = Intervention("set", {"path": "parties[USA].salience.venue", "value": 0.9})
    other = Job(scenario, detailed=True, traced=True, changes=(change,))
    runs = Ongoing([job, other], SEED)
    tasks = runs.missing(40)
    assert [task.job for task in tasks[:4]] == [0, 1, 0, 1]
    runs.start(40, 2)
    assert runs.wait(PATIENCE) and runs.sofar.done == 80
    first, second = runs.summaries()
    assert_same(first, plain)
    np.testing.assert_array_equal(first.seed_r, second.seed_r)
    changed = ensemble(scenario, runs=40, seed=SEED, changes=[change], traced=True)
    assert_same(second, changed)
    assert not np.array_equal(first.backed_rp, second.backed_rp)


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
def test_a_worker_that_is_killed_ends_it_and_nothing_done_is_lost(job):
    crews = []

    def staff(jobs, workers):
        crews.append(crew_for(jobs, workers))
        return crews[-1]

    runs = Ongoing([job], SEED, staff=staff)
    runs.start(3000, 2)
    until(lambda: runs.sofar.done >= 4)
    pids = crews[0][0].pids
    os.kill(pids[0], signal.SIGKILL)
    assert runs.wait(PATIENCE)
    assert "stopped by SIGKILL" in runs.sofar.error and not runs.sofar.stopped
    done = runs.sofar.done
    assert 4 <= done < 3000 and len(runs.summaries()[0]) == done
    for pid in pids:  # no worker is left behind
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    runs.start(done + 8, 1)
    assert runs.wait(PATIENCE) and not runs.sofar.error


def test_what_is_refused_is_said(scenario):
    bad = Intervention("set", {"path": "parties[XXX].salience.venue", "value": 0.5})
    runs = Ongoing([Job(scenario, changes=(bad,))], SEED)
    runs.start(4, 1)
    assert runs.wait(PATIENCE)
    assert "XXX" in runs.sofar.error and runs.sofar.done == 0


def test_an_executor_of_somebody_else_may_raise_anything(job):
    def staff(jobs, workers):
        raise OSError("no cluster today")

    runs = Ongoing([job], SEED, staff=staff)
    runs.start(4, 1)
    assert runs.wait(PATIENCE)
    assert runs.sofar.error == "OSError: no cluster today"


def test_stopping_at_once_leaves_nothing_behind(job):
    before = threading.active_count()
    runs = Ongoing([job], SEED)
    runs.start(3000, 2)
    runs.stop()
    assert not runs.sofar.running
    until(lambda: threading.active_count() <= before)
    runs.stop()  # again, with nothing under way
