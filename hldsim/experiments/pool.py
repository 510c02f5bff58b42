"""The pool: tasks spread over worker processes, and a way to stop that keeps what is done.

Workers are fresh interpreters (never forks: a fork of a process with threads or a window may hang),
each with one thread for linear algebra, since they share the cores already. With one worker the
tasks are run right here. What comes back does not depend on the number of workers.
"""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from hldsim.errors import HldsimError
from hldsim.experiments.replicates import Job, Runner, Summary, Task, join

Progress = Callable[[int, int, float | None], None]
"""Called with runs done, runs in all, and seconds left (None before anybody can know)."""

WORKER = "hldsim.experiments.worker"
"""Module a worker process runs."""

CHUNK = 8
"""Runs in a task: few enough that little is lost by stopping."""

ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
}


class WorkerError(HldsimError):
    """A worker ended, or failed in a way that is not the user's doing."""


class Worker:
    """One worker process and the thread that feeds it."""

    def __init__(self, jobs: bytes, todo: deque[Task], answers: queue.SimpleQueue[Any]) -> None:
        self._todo, self._answers = todo, answers
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        self._process = subprocess.Popen(
            [sys.executable, "-m", WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
        )
        self._thread = threading.Thread(target=self._feed, args=(jobs,), daemon=True)
        self._thread.start()

    def _feed(self, jobs: bytes) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        task = None
        try:
            self._process.stdin.write(jobs)
            while self._todo:
                try:
                    task = self._todo.popleft()
                except IndexError:
                    break
                pickle.dump(task, self._process.stdin)
                self._process.stdin.flush()
                self._answers.put((task, *pickle.load(self._process.stdout)))
            self._process.stdin.close()
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            self._answers.put((task, "lost", f"exit code {self._process.wait()}"))

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self._todo.clear()
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    pass


def chunked(jobs: int, runs: int, seed: int) -> list[Task]:
    """Cut the runs of every job into tasks; how they are cut depends on nothing else."""
    size = max(1, min(CHUNK, runs // 16))
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
) -> tuple[list[Summary | None], bool]:
    """Run every job ``runs`` times.

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


def _here(jobs: Sequence[Job], tasks: Sequence[Task]) -> Any:
    """Run the tasks in this process."""
    runner = Runner(jobs)
    for task in tasks:
        yield task, runner(task)


def _spread(jobs: Sequence[Job], tasks: Sequence[Task], many: int) -> Any:
    """Run the tasks in worker processes, in any order."""
    answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
    todo = deque(tasks)
    packed = pickle.dumps(tuple(jobs), protocol=pickle.HIGHEST_PROTOCOL)
    crew = [Worker(packed, todo, answers) for _ in range(many)]
    try:
        for _ in tasks:
            yield _answer(answers)
    finally:
        for worker in crew:
            worker.stop()


def _answer(answers: queue.SimpleQueue[Any]) -> tuple[Task, Summary]:
    """Wait for the next answer; woken now and then so that Ctrl-C is heard on every system."""
    while True:
        try:
            task, kind, value = answers.get(timeout=0.2)
            break
        except queue.Empty:
            continue
    if kind == "refused":
        raise HldsimError(value)
    if kind == "lost":
        raise WorkerError(f"a worker ended before its time ({value}); fewer workers may help")
    if kind == "failed":
        raise WorkerError(f"a worker failed; this is a fault of hldsim:\n{value}")
    return task, value
