"""Running: a design played into a folder, as far as somebody lets it, and gone on with."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.errors import HldsimError, StorageError
from hldsim.experiments.pool import WorkerError
from hldsim.experiments.sweep.columns import KEYS, TEXT, Column, columns_of
from hldsim.experiments.sweep.design import DesignError
from hldsim.experiments.sweep.executors import Here, cluster, processes
from hldsim.experiments.sweep.journal import Journal
from hldsim.experiments.sweep.manifest import (
    MANIFEST,
    ResultError,
    manifest_of,
    read_manifest,
    refuse_other,
    write_manifest,
)
from hldsim.experiments.sweep.methods import write_words
from hldsim.experiments.sweep.orders import Prepared
from hldsim.experiments.sweep.play import Answer, play
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.stored import write_design

B1 = NDArray[np.bool_]

AHEAD = 3
"""Orders a worker may have, the one it plays among them: none waits, and memory stays flat."""

WAKE = 0.2
"""Seconds after which Ctrl-C or a wish to stop is heard."""


@dataclass(frozen=True)
class Progress:
    """How far a sweep is.

    Attributes
    ----------
    done, total : int
        Runs finished, those of earlier sittings among them, and in all.
    rate : float
        Runs a second in this sitting.
    left : float or None
        Seconds left at that rate; None before anybody can know.
    """

    done: int
    total: int
    rate: float
    left: float | None


@dataclass(frozen=True)
class Outcome:
    """How a sitting ended: runs there are now, runs played in it, and whether it was stopped."""

    done: int
    played: int
    seconds: float
    stopped: bool


def begin(prepared: Prepared, folder: Path) -> None:
    """Make a folder of results, with design, scenarios and manifest, and no run yet.

    Raises
    ------
    ResultError
        If something is there already.
    StorageError
        If the place cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "--resume goes on with it" if (folder / MANIFEST).exists() else "it is not empty"
        raise ResultError(f"{folder} is there already ({hint}); allowed: a new folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_design(folder, prepared)
    except OSError as error:
        raise StorageError(f"{folder} cannot be written ({error.strerror})") from None
    _note(prepared, folder)


def _note(prepared: Prepared, folder: Path) -> None:
    manifest = manifest_of(prepared, columns_of(prepared.design, prepared.scenarios))
    write_words(folder, prepared, manifest)
    write_manifest(folder, manifest)


def run_sweep(
    prepared: Prepared,
    folder: Path,
    executor: Executor | None = None,
    workers: int = 1,
    *,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Outcome:
    """Play every run of a design that is not there yet, keeping each as it finishes.

    Parameters
    ----------
    executor : Executor, optional
        Plays the orders; this process by default.
    workers : int
        How many orders it can play at once.
    resume : bool
        Whether the folder may hold some of the runs already.
    progress : callable, optional
        Told after every answer.
    stop : callable
        Asked several times a second; once it says yes nothing new is begun, and what is being
        played is waited for and kept. Ctrl-C does the same.

    Raises
    ------
    ResultError
        If the folder holds other results, or somebody writes there.
    HldsimError
        If a point makes no scenario that can be run; the text says which.
    WorkerError
        If a process that played a run died. What is done is kept.
    """
    if not resume:
        begin(prepared, folder)
    else:
        held = read_manifest(folder)
        refuse_other(folder, held, prepared)
        if held.replicates < prepared.design.replicates:
            write_design(folder, prepared)
            _note(prepared, folder)
    manifest = read_manifest(folder)
    started, played, stopped = time.monotonic(), 0, False
    with Journal(folder, manifest.columns) as journal:
        done = _done(folder, prepared)
        count = sum(int(row.sum()) for row in done.values())
        orders = prepared.orders(lambda condition, point: done.get((condition, point)))
        spread = _Spread(executor or Here(), orders, workers * AHEAD, stop)
        rows = row_maker(prepared, manifest.columns)
        for answer in spread:
            journal.add(rows(answer))
            played += len(answer.rows)
            if progress is not None:
                spent = max(time.monotonic() - started, 1e-9)
                rate = played / spent
                left = (prepared.runs - count - played) / rate
                progress(Progress(count + played, prepared.runs, rate, left))
        stopped = spread.stopped
        journal.compact()
    return Outcome(count + played, played, time.monotonic() - started, stopped)


def row_maker(prepared: Prepared, columns: Sequence[Column]) -> Callable[[Answer], list[list[Any]]]:
    """Return what turns an answer into rows of the table."""
    names = [column.name for column in columns]
    texts = {c.name for c in columns if c.role == "factor" and c.type == TEXT}
    heads = {
        name: [
            "seed",
            "fingerprint",
            "agreement",
            *(f"agreed.{issue.id}" for issue in scenario.space.issues),
            *prepared.design.measures,
        ]
        for name, scenario in prepared.scenarios.items()
    }

    def make(answer: Answer) -> list[list[Any]]:
        settings = dict(prepared.settings(answer.condition, answer.point))
        shown = {p: _as_text(v) if p in texts else v for p, v in settings.items()}
        rows = []
        for n, cells in enumerate(answer.rows):
            key = (answer.condition, answer.point, answer.first + n)
            known: dict[str, Any] = {
                **dict(zip(KEYS, key, strict=True)),
                **shown,
                **dict(zip(heads[answer.condition], cells, strict=True)),
            }
            rows.append([known.get(name) for name in names])
        return rows

    return make


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _done(folder: Path, prepared: Prepared) -> dict[tuple[str, int], B1]:
    """Which replicates of which points there are."""
    found: dict[tuple[str, int], B1] = {}
    with Results(folder) as results:
        for condition, point, r in results.keys():
            row = found.get((condition, point))
            if row is None:
                row = found[condition, point] = np.zeros(prepared.design.replicates, dtype=bool)
            row[r] = True
    return found


class _Spread:
    """Answers to orders as they finish; a few orders are out at a time."""

    def __init__(
        self, executor: Executor, orders: Iterator[Any], ahead: int, stop: Callable[[], bool]
    ) -> None:
        self._executor, self._orders, self._ahead, self._stop = executor, orders, ahead, stop
        self._out: set[Future[Answer]] = set()
        self.stopped = False

    def __iter__(self) -> Iterator[Answer]:
        try:
            while True:
                self._fill()
                if not self._out:
                    return
                yield from self._finished()
        except KeyboardInterrupt:
            self._halt()
            yield from self._rest()
        finally:
            for future in self._out:
                future.cancel()

    def _fill(self) -> None:
        if not self.stopped and self._stop():
            self._halt()
        while not self.stopped and len(self._out) < self._ahead:
            order = next(self._orders, None)
            if order is None:
                return
            self._out.add(self._executor.submit(play, order))

    def _halt(self) -> None:
        """Begin nothing new; what waits is called off, what is being played is waited for."""
        self.stopped = True
        self._out = {future for future in self._out if not future.cancel()}

    def _finished(self) -> Iterator[Answer]:
        ready, self._out = wait(self._out, timeout=WAKE, return_when=FIRST_COMPLETED)
        ready, late = set(ready), set(self._out)
        self._out = late
        for future in ready:
            if not future.cancelled():
                yield _answer(future)

    def _rest(self) -> Iterator[Answer]:
        while self._out:
            yield from self._finished()


def _answer(future: Future[Answer]) -> Answer:
    """What a future holds; a worker that is lost, whoever lost it, is said in one line."""
    try:
        return future.result()
    except Exception as lost:  # each kind of Executor has its own word for a lost worker
        if isinstance(lost, HldsimError) and not isinstance(lost, WorkerError):
            raise  # a point that cannot be played
        raise WorkerError(
            f"{lost or type(lost).__name__}; what is done is kept, and --resume goes on"
        ) from None


@contextmanager
def place_to_run(workers: int, scheduler: str | None) -> Iterator[tuple[Executor, int]]:
    """Where to play, as the command line is told: processes here, or a cluster."""
    if scheduler is not None:
        with cluster(scheduler) as found:
            yield found
    else:
        with processes(workers) as pool:
            yield pool, workers


def check_prepared(prepared: Prepared) -> None:
    """Play one run of each condition, so that a measure that cannot be is found at once.

    Raises
    ------
    DesignError
        Says which.
    """
    seen: set[str] = set()
    for order in prepared.orders():
        if order.condition in seen:
            continue
        seen.add(order.condition)
        try:
            play(replace(order, stop=order.first + 1))
        except HldsimError as error:
            raise DesignError(str(error)) from None
        if len(seen) == len(prepared.scenarios):
            return
