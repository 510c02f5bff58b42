"""Runs under way: replicates made in the background, looked at while they come in.

One thread waits for the workers; whoever started it goes on, asks now and then how far it has
come, and may stop it. What is finished is kept: the runs that are missing can be made later, and
so can more. Runs are the same however often they were interrupted.
"""

from __future__ import annotations

import itertools
import queue
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from hldsim.errors import HldsimError
from hldsim.experiments.crew import Crew
from hldsim.experiments.parcel import Parcel
from hldsim.experiments.pool import Answers, chunk_size, crew_for, results
from hldsim.experiments.replicates import ROWS, Job, Summary, Task, join

Staff = Callable[[Sequence[Job], int], tuple[Executor, Parcel]]
"""Makes an Executor for these jobs with so many workers, and says what to call the jobs by."""


@dataclass(frozen=True)
class SoFar:
    """How far runs have come.

    Attributes
    ----------
    done, wanted : int
        Runs finished and asked for, of all jobs together.
    running : bool
        Whether more are being made.
    stopped : bool
        Whether it was stopped by whoever asked.
    seconds : float
        Time spent in this go, workers' start included.
    rate : float
        Runs a second in this go, from the first result on; 0 before anybody can know.
    left : float or None
        Seconds it will take still; None before anybody can know.
    error : str
        Why no more are made; empty if all is well.
    version : int
        Goes up whenever there is more.
    """

    done: int = 0
    wanted: int = 0
    running: bool = False
    stopped: bool = False
    seconds: float = 0.0
    rate: float = 0.0
    left: float | None = None
    error: str = ""
    version: int = 0


class Ongoing:
    """Replicates of some jobs on common seeds, made in the background by an Executor.

    Parameters
    ----------
    jobs : sequence of Job
        Run in turn, replicate by replicate, so that what is finished can be compared in pairs.
    seed : int
        Of the experiment.
    known : sequence of summaries or None, optional
        What there is already, a job each.
    staff : callable, optional
        Where the runs are made; by default processes of our own, ended afterwards.
    """

    def __init__(
        self,
        jobs: Sequence[Job],
        seed: int,
        known: Sequence[Summary | None] = (),
        staff: Staff = crew_for,
    ) -> None:
        self.jobs, self.seed = tuple(jobs), seed
        self._staff = staff
        self._parts: list[list[Summary]] = [[] for _ in self.jobs]
        for parts, summary in zip(self._parts, known, strict=False):
            if summary is not None:
                parts.append(summary)
        self._lock = threading.Lock()
        self._answers: Answers = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._stopped = threading.Event()
        self._began, self._first, self._before = 0.0, (0.0, 0), 0
        self._sofar = SoFar(done=self._count(), version=1)

    def start(self, runs: int, workers: int) -> None:
        """Make the runs with numbers below ``runs`` that are missing; nothing while it runs."""
        if self.sofar.running:
            return
        tasks = self.missing(runs)
        done = self._count()
        total = done + sum(task.stop - task.first for task in tasks)
        self._before, self._first, self._began = done, (0.0, 0), time.monotonic()
        version = self._sofar.version + 1
        self._sofar = SoFar(done, total, running=bool(tasks), version=version)
        if tasks:
            self._stopped.clear()
            self._answers = queue.SimpleQueue()
            args = (tasks, min(workers, len(tasks)), self._answers)
            self._thread = threading.Thread(target=self._work, args=args, daemon=True)
            self._thread.start()

    def stop(self, wait: bool = True) -> None:
        """Make no more; what is finished is kept, what is in a worker's hands is lost."""
        self._stopped.set()
        self._answers.put(None)
        if wait:
            self.wait()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until no more are made; say whether that is so."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.sofar.running

    @property
    def sofar(self) -> SoFar:
        """How far it has come."""
        return self._sofar

    def summaries(self) -> list[Summary | None]:
        """What is finished, a summary a job, replicates in order; None where there is nothing."""
        with self._lock:
            parts = [tuple(part) for part in self._parts]
        return [_in_order(part) if part else None for part in parts]

    def missing(self, runs: int) -> list[Task]:
        """What is to be done still so that every job has the replicates below ``runs``."""
        size = chunk_size(runs)
        tasks = []
        with self._lock:
            for job, parts in enumerate(self._parts):
                have = set(itertools.chain.from_iterable(p.number_r.tolist() for p in parts))
                lack = [r for r in range(runs) if r not in have]
                tasks += [Task(job, self.seed, *span) for span in _spans(lack, size)]
        return sorted(tasks, key=lambda task: (task.first, task.job))

    # ---------------------------------------------------------------- the thread's side

    def _work(self, tasks: Sequence[Task], workers: int, answers: Answers) -> None:
        error, executor = "", None
        try:
            executor, parcel = self._staff(self.jobs, workers)
            for task, summary in results(executor, parcel, tasks, answers):
                self._take(task, summary)
        except HldsimError as caught:
            error = str(caught)
        except Exception as caught:  # an Executor of somebody else may raise anything
            error = f"{type(caught).__name__}: {caught}"
        finally:
            if isinstance(executor, Crew):
                executor.end()
            self._tell(running=False, error=error)

    def _take(self, task: Task, summary: Summary) -> None:
        with self._lock:
            self._parts[task.job].append(summary)
        if not self._first[1]:
            self._first = (time.monotonic(), len(summary))
        self._tell(running=True)

    def _tell(self, running: bool, error: str = "") -> None:
        """Say how far it has come."""
        now, old = time.monotonic(), self._sofar
        done = self._count()
        made, (since, before) = done - self._before, self._first
        rate = (made - before) / (now - since) if made > before else 0.0
        self._sofar = SoFar(
            done=done,
            wanted=old.wanted,
            running=running,
            stopped=self._stopped.is_set(),
            seconds=now - self._began,
            rate=rate,
            left=(old.wanted - done) / rate if rate and running else None,
            error=error,
            version=old.version + 1,
        )

    def _count(self) -> int:
        with self._lock:
            return sum(len(part) for parts in self._parts for part in parts)


def _spans(numbers: Iterable[int], size: int) -> list[tuple[int, int]]:
    """Cut numbers in ascending order into spans [first, stop) without gaps, of ``size`` at most.

    Examples
    --------
    >>> _spans([0, 1, 2, 3, 7, 8], 3)
    [(0, 3), (3, 4), (7, 9)]
    """
    spans: list[tuple[int, int]] = []
    for n in numbers:
        if spans and spans[-1][1] == n and n - spans[-1][0] < size:
            spans[-1] = (spans[-1][0], n + 1)
        else:
            spans.append((n, n + 1))
    return spans


def _in_order(parts: Sequence[Summary]) -> Summary:
    """Put parts together by the numbers of their runs: sums are then the same however they came.

    Only parts of whole chunks are summed in one order; after an interruption the last digits of a
    sum may differ, which ``EnsembleResult`` rounds away.
    """
    whole = join(sorted(parts, key=lambda part: int(part.number_r[0])))
    order = np.argsort(whole.number_r, kind="stable")
    return replace(whole, **{name: getattr(whole, name)[order] for name in ROWS})
