"""The pool: tasks spread over workers of an Executor, and a way to stop that keeps what is done.

With one worker, and no Executor given, the tasks are run right here. What comes back does not
depend on the number of workers, nor on the kind of Executor.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from typing import Any

from hldsim.experiments.crew import Crew, WorkerError
from hldsim.experiments.parcel import Parcel, run_task, unpack
from hldsim.experiments.replicates import Job, Runner, Summary, Task, join

__all__ = ["Progress", "WorkerError", "chunked", "crew_for", "gather", "results"]

Progress = Callable[[int, int, float | None], None]
"""Called with runs done, runs in all, and seconds left (None before anybody can know)."""

CHUNK = 8
"""Runs in a task: few enough that little is lost by stopping."""


def chunk_size(runs: int) -> int:
    """Runs in a task, of so many in all."""
    return max(1, min(CHUNK, runs // 16))


def chunked(jobs: int, runs: int, seed: int) -> list[Task]:
    """Cut the runs of every job into tasks; how they are cut depends on nothing else."""
    size = chunk_size(runs)
    return [
        Task(job, seed, first, min(first + size, runs))
        for job in range(jobs)
        for first in range(0, runs, size)
    ]


def gather(
    jobs: Sequence[Job],
    runs: int,
    seed: int,
    workers: int,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> tuple[list[Summary | None], bool]:
    """Run every job ``runs`` times.

    Parameters
    ----------
    executor : Executor, optional
        Where the tasks are run, whoever made it; it is not shut down. By default ``workers``
        processes of our own.

    Returns
    -------
    summaries, interrupted
        One summary per job (None where not one run was finished), and whether Ctrl-C ended it.

    Raises
    ------
    HldsimError
        If the scenario or a measure cannot be used; the text is the worker's.
    WorkerError
        If a worker ended before its time.
    """
    tasks = chunked(len(jobs), runs, seed)
    done: dict[Task, Summary] = {}
    started = time.monotonic()
    finished = 0
    interrupted = False
    many = min(workers, len(tasks))
    if executor is not None:
        stream = results(executor, Parcel.of(jobs), tasks)
    else:
        stream = _here(jobs, tasks) if many == 1 else _spread(jobs, tasks, many)
    try:
        for task, summary in stream:
            done[task] = summary
            finished += len(summary)
            if progress is not None:
                total = runs * len(jobs)
                spent = time.monotonic() - started
                progress(finished, total, spent / finished * (total - finished))
    except KeyboardInterrupt:
        interrupted = True
    finally:
        stream.close()
    parts = [[done[t] for t in tasks if t.job == n and t in done] for n in range(len(jobs))]
    return [join(part) if part else None for part in parts], interrupted


Stream = Iterator[tuple[Task, Summary]]
Answers = queue.SimpleQueue["Future[Summary] | None"]
"""Futures as they are settled; None ends it."""


def results(
    executor: Executor, parcel: Parcel, tasks: Sequence[Task], answers: Answers | None = None
) -> Any:
    """Run tasks by an Executor; yield (task, summary) as they are finished, in any order.

    Parameters
    ----------
    parcel : Parcel
        The jobs; its label is enough where every worker has unpacked it.
    answers : SimpleQueue, optional
        Put None into it, from any thread, to end it before its time.
    """
    settled: Answers = queue.SimpleQueue() if answers is None else answers
    waiting: dict[Future[Summary], Task] = {}
    for task in tasks:
        future = executor.submit(run_task, parcel, task)
        waiting[future] = task
        future.add_done_callback(settled.put)
    try:
        while waiting:
            future_or_end = _next(settled)
            if future_or_end is None:
                return
            yield waiting.pop(future_or_end), future_or_end.result()
    finally:
        for future in waiting:
            future.cancel()


def crew_for(jobs: Sequence[Job], workers: int) -> tuple[Crew, Parcel]:
    """Worker processes that have these jobs, and what to call the jobs by."""
    parcel = Parcel.of(jobs)
    return Crew(workers, unpack, (parcel,)), parcel.label


def _here(jobs: Sequence[Job], tasks: Sequence[Task]) -> Any:
    """Run the tasks in this process."""
    runner = Runner(jobs)
    for task in tasks:
        yield task, runner(task)


def _spread(jobs: Sequence[Job], tasks: Sequence[Task], many: int) -> Any:
    """Run the tasks in worker processes of our own."""
    crew, label = crew_for(jobs, many)
    try:
        yield from results(crew, label, tasks)
    finally:
        crew.end()


def _next(settled: Answers) -> Future[Summary] | None:
    """Wait for the next answer; woken now and then so that Ctrl-C is heard on every system."""
    while True:
        try:
            return settled.get(timeout=0.2)
        except queue.Empty:
            continue
