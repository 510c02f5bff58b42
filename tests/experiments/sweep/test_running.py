"""Running: the same table whoever plays it and however often it is stopped."""

import os
import signal
import sqlite3
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import pytest

from hldsim.engine.run import run
from hldsim.errors import HldsimError, StorageError
from hldsim.experiments.crew import Crew, WorkerError
from hldsim.experiments.replicates import replicate_seed
from hldsim.experiments.sweep import journal as journal_module
from hldsim.experiments.sweep.design import Design
from hldsim.experiments.sweep.executors import processes
from hldsim.experiments.sweep.journal import JOURNAL, RUNS, Journal
from hldsim.experiments.sweep.manifest import ResultError, read_manifest
from hldsim.experiments.sweep.orders import Prepared, prepare_design
from hldsim.experiments.sweep.reading import parse_design
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.running import Progress, check_prepared, run_sweep
from hldsim.scenario.paths import with_settings


def table(place: Path) -> pandas.DataFrame:
    with Results(place) as results:
        return results.table()


def with_replicates(prepared: Prepared, n: int) -> Prepared:
    return replace(prepared, design=replace(prepared.design, replicates=n))


def test_every_run_of_the_design_is_there_once(folder: Path, prepared: Prepared) -> None:
    frame = table(folder)
    assert len(frame) == prepared.runs == 6 * 2 * 6
    assert not frame.duplicated(["condition", "point", "replicate"]).any()
    assert list(frame["condition"].unique()) == ["as_is", "firm"]


def test_a_row_is_the_run_anybody_can_make(folder: Path, prepared: Prepared) -> None:
    row = table(folder).query("condition == 'firm' and point == 3 and replicate == 2").iloc[0]
    settings = dict(prepared.settings("firm", 3))
    assert row["adoption[hosted].follow_through"] == settings["adoption[hosted].follow_through"]
    scenario = with_settings(prepared.scenarios["firm"], settings)
    done = run(scenario, int(row["seed"]))
    assert row["seed"] == replicate_seed(5, 2)
    agreed = done.end.adopted >= 0
    assert row["no_agreement"] == float(not agreed)
    backed = np.where(done.end.membership_p >= 0, done.end.origin_c[done.end.membership_p], -1)
    un = scenario.proposal_index["un_embedded"]
    assert row["backing_share[un_embedded]"] == pytest.approx((backed == un).mean())


def test_two_processes_and_threads_give_the_same_table(
    folder: Path, prepared: Prepared, tmp_path: Path
) -> None:
    with processes(2) as pool:
        run_sweep(prepared, tmp_path / "two", pool, 2)
    with ThreadPoolExecutor(3) as threads:
        run_sweep(prepared, tmp_path / "threads", threads, 3)
    for place in ("two", "threads"):
        pandas.testing.assert_frame_equal(table(folder), table(tmp_path / place), check_exact=True)


def stop_after(orders: int) -> tuple[Callable[[Progress], None], Callable[[], bool]]:
    seen: list[Progress] = []
    return seen.append, lambda: len(seen) >= orders


def test_stopped_and_gone_on_with_it_is_the_same(
    folder: Path, prepared: Prepared, tmp_path: Path
) -> None:
    place = tmp_path / "some"
    played = 0
    for resume in (False, True, True):
        hear, stop = stop_after(2)
        outcome = run_sweep(prepared, place, resume=resume, progress=hear, stop=stop)
        assert outcome.stopped and 0 < outcome.played < prepared.runs
        played += outcome.played
    last = run_sweep(prepared, place, resume=True)
    assert not last.stopped and last.played == prepared.runs - played
    pandas.testing.assert_frame_equal(table(folder), table(place), check_exact=True)
    assert run_sweep(prepared, place, resume=True).played == 0


def test_more_replicates_are_the_same_experiment_carried_on(
    prepared: Prepared, tmp_path: Path
) -> None:
    place = tmp_path / "grows"
    few = with_replicates(prepared, 2)
    run_sweep(few, place)
    before = table(place)
    outcome = run_sweep(with_replicates(prepared, 3), place, resume=True)
    assert outcome.played == prepared.runs // 6
    after = table(place)
    both = after[after["replicate"] < 2].reset_index(drop=True)
    pandas.testing.assert_frame_equal(before, both, check_exact=True)
    assert read_manifest(place).replicates == 3
    with pytest.raises(ResultError, match="asks for fewer"):
        run_sweep(few, place, resume=True)


def test_other_results_are_not_gone_on_with(
    folder: Path, prepared: Prepared, design_text: str
) -> None:
    with pytest.raises(ResultError, match="--resume goes on"):
        run_sweep(prepared, folder)
    other = prepare_design(parse_design(design_text.replace("to = 1.0", "to = 0.9")))
    with pytest.raises(ResultError, match="the design is another"):
        run_sweep(other, folder, resume=True)
    scenarios = dict(prepared.scenarios)
    scenarios["firm"] = with_settings(scenarios["firm"], {"rules.coalitions.gamma": 0.5})
    with pytest.raises(ResultError, match="'firm' has changed"):
        run_sweep(replace(prepared, scenarios=scenarios), folder, resume=True)


def test_resume_where_nothing_is_says_so(prepared: Prepared, tmp_path: Path) -> None:
    with pytest.raises(ResultError, match="no results of a sweep"):
        run_sweep(prepared, tmp_path / "none", resume=True)


def test_only_one_writes_at_a_time(folder: Path) -> None:
    columns = read_manifest(folder).columns
    with Journal(folder, columns), pytest.raises(ResultError, match="another hldsim"):
        Journal(folder, columns)


def test_parts_and_journal_make_one_table(
    folder: Path, prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module.Journal.__init__, "__defaults__", (20,))
    place = tmp_path / "parts"
    hear, stop = stop_after(9)
    run_sweep(prepared, place, progress=hear, stop=stop)
    assert len(list((place / RUNS).glob("*.parquet"))) >= 2
    (place / RUNS / "part-00099.parquet").write_bytes(b"never finished")
    run_sweep(prepared, place, resume=True)
    assert not (place / RUNS / "part-00099.parquet").exists()
    pandas.testing.assert_frame_equal(table(folder), table(place), check_exact=True)


def test_a_part_that_is_gone_is_missed(prepared: Prepared, tmp_path: Path) -> None:
    place = tmp_path / "gone"
    run_sweep(with_replicates(prepared, 1), place)
    next((place / RUNS).iterdir()).unlink()
    with pytest.raises(ResultError, match="is gone"):
        Results(place)


def test_results_can_be_asked_while_they_are_written(prepared: Prepared, tmp_path: Path) -> None:
    place, counts = tmp_path / "live", []

    def look(progress: Progress) -> None:
        with Results(place) as results:
            counts.append((len(results), progress.done))

    run_sweep(with_replicates(prepared, 2), place, progress=look)
    assert counts and all(seen == done for seen, done in counts)


def test_a_full_disk_is_one_line_and_loses_nothing(
    prepared: Prepared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "full"
    add = Journal.add
    room = [3]

    def full(self: Journal, rows: list[list[object]]) -> None:
        room[0] -= 1
        if room[0] < 0:
            self._file.execute("PRAGMA max_page_count = 1")
            with self._told():
                raise sqlite3.OperationalError("database or disk is full")
        add(self, rows)

    monkeypatch.setattr(Journal, "add", full)
    with pytest.raises(StorageError, match="disk is full.*--resume"):
        run_sweep(with_replicates(prepared, 1), place)
    monkeypatch.undo()
    outcome = run_sweep(with_replicates(prepared, 1), place, resume=True)
    assert outcome.done == 12 and outcome.played == 9
    assert (place / JOURNAL).exists()


def test_a_measure_that_cannot_be_is_found_before_the_first_run(design_text: str) -> None:
    wrong = design_text.replace("backing_share[un_embedded]", "backing_share[nobody]")
    with pytest.raises(HldsimError, match="nobody"):
        check_prepared(prepare_design(parse_design(wrong)))


def test_own_luck_at_every_point(design_text: str, tmp_path: Path) -> None:
    text = design_text.replace("seed = 5", "seed = 5\ncommon_random_numbers = false")
    prepared = with_replicates(prepare_design(parse_design(text)), 2)
    run_sweep(prepared, tmp_path / "own")
    assert table(tmp_path / "own")["seed"].is_unique
    design: Design = prepared.design
    assert not design.common


class Breaking(Executor):
    """Plays a few orders, then its workers are gone."""

    def __init__(self, orders: int) -> None:
        self._left = orders

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._left -= 1
        if self._left < 0:
            future.set_exception(BrokenProcessPool("a process was terminated abruptly"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


def test_a_lost_worker_is_one_line_and_what_is_done_is_kept(
    prepared: Prepared, tmp_path: Path
) -> None:
    place = tmp_path / "lost"
    with pytest.raises(WorkerError, match=r"terminated abruptly.*--resume goes on"):
        run_sweep(with_replicates(prepared, 1), place, Breaking(5))
    with Results(place) as results:
        done = len(results)
    assert 0 < done <= 5
    assert run_sweep(with_replicates(prepared, 1), place, resume=True).played == 12 - done


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
def test_a_killed_worker_of_ours_is_one_line(prepared: Prepared, tmp_path: Path) -> None:
    with processes(2) as crew:
        assert isinstance(crew, Crew)

        def kill(_: Progress) -> None:
            os.kill(crew.pids[0], signal.SIGKILL)

        with pytest.raises(WorkerError, match="stopped by SIGKILL.*--resume goes on"):
            run_sweep(with_replicates(prepared, 40), tmp_path / "killed", crew, 2, progress=kill)
