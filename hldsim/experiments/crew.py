"""The crew: worker processes behind the standard Executor interface.

Workers are fresh interpreters (never forks: a fork of a process with threads or a window may hang;
nor ``multiprocessing``, which would import the user's script again), each with one thread for
linear algebra, since they share the cores already. Nothing of Qt is imported in them.
"""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

from hldsim.errors import HldsimError

WORKER = "hldsim.experiments.worker"
"""Module a worker process runs."""

ONE_THREAD = {
    f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")
}
T = TypeVar("T")
Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
Item = tuple["Future[Any]", Call] | None
"""What waits to be done; None tells one worker to go home."""


class WorkerError(HldsimError):
    """A worker ended, or failed in a way that is not the user's doing."""


class Crew(Executor):
    """Worker processes that take calls in turn.

    Once one of them is lost, whatever waits is told so, and whatever comes after: nobody waits for
    a process that is not there. What the others have in hand they finish.

    Parameters
    ----------
    workers : int
        How many processes; they start at once.
    initializer, initargs
        Called in each of them first, as ``concurrent.futures.ProcessPoolExecutor`` does.

    Raises
    ------
    WorkerError
        If a process cannot be started.
    """

    def __init__(
        self,
        workers: int,
        initializer: Callable[..., object] | None = None,
        initargs: tuple[Any, ...] = (),
    ) -> None:
        self._todo: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._closed, self._lost = False, ""
        first: Call | None = None if initializer is None else (initializer, initargs, {})
        self._workers: list[_Worker] = []
        try:
            for _ in range(workers):
                self._workers.append(_Worker(self._todo, first, self._gone))
        except OSError as error:
            self.end()
            raise WorkerError(f"a worker process cannot be started: {error}") from None

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers."""
        return [worker.process.pid for worker in self._workers]

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Have a call made by the next worker that is free; it must be importable by name."""
        future: Future[T] = Future()
        with self._lock:
            if self._closed:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if self._lost:
                future.set_exception(WorkerError(self._lost))
                return future
            self._todo.put((future, (fn, args, kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more calls; workers go home after those that wait, or after the one in hand."""
        with self._lock:
            self._closed = True
        if cancel_futures:
            self._drop()
        for _ in self._workers:
            self._todo.put(None)
        if wait:
            for worker in self._workers:
                worker.join()

    def end(self) -> None:
        """Take no more calls, and end every worker at once, whatever it is doing."""
        with self._lock:
            self._closed = True
        self._drop()
        for worker in self._workers:
            worker.process.terminate()
            self._todo.put(None)  # its thread may be waiting for work
        for worker in self._workers:
            worker.join()

    def _drop(self, lost: str = "") -> None:
        """Cancel what waits, or say why it will never be done; who is told to go home still is."""
        home = 0
        while True:
            try:
                item = self._todo.get_nowait()
            except queue.Empty:
                break
            if item is None:
                home += 1
            elif not lost:
                item[0].cancel()
            elif item[0].set_running_or_notify_cancel():
                item[0].set_exception(WorkerError(lost))
        for _ in range(home):
            self._todo.put(None)

    def _gone(self, said: str) -> None:
        """A worker was lost, perhaps before it had anything in hand: who waits is told."""
        with self._lock:
            self._lost = said
        self._drop(said)


class _Worker:
    """One worker process and the thread that feeds it."""

    def __init__(
        self,
        todo: queue.SimpleQueue[Item],
        first: Call | None,
        gone: Callable[[str], None],
    ) -> None:
        self._todo, self._first, self._gone = todo, first, gone
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        self.process = subprocess.Popen(
            [sys.executable, "-m", WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **ONE_THREAD, "PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # of the window, on Windows
        )
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Wait until the worker has gone home."""
        self._thread.join()
        self.process.wait()

    def _feed(self) -> None:
        future: Future[Any] | None = None
        try:
            if self._first is not None:
                kind, value = self._ask(self._first)
                if kind != "done":
                    self.process.terminate()
                    self._gone(f"a worker could not begin: {value}")
                    return
            while (item := self._todo.get()) is not None:
                future, call = item
                if future.set_running_or_notify_cancel():
                    _settle(future, *self._ask(call))
                future = None
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            said = _obituary(self.process.wait())
            if future is not None:
                future.set_exception(WorkerError(said))
            self._gone(said)
        finally:
            self._hang_up()

    def _ask(self, call: Call) -> tuple[str, Any]:
        """Have one call made; what the worker answers.

        It is packed twice, so that a worker that cannot unpack it can still say so.
        """
        assert self.process.stdin is not None and self.process.stdout is not None
        pickle.dump(pickle.dumps(call, pickle.HIGHEST_PROTOCOL), self.process.stdin)
        self.process.stdin.flush()
        kind, value = pickle.load(self.process.stdout)
        return kind, value

    def _hang_up(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    pass


def _settle(future: Future[Any], kind: str, value: Any) -> None:
    """Give a future what a worker answered."""
    if kind == "done":
        future.set_result(value)
    elif kind == "refused":
        future.set_exception(HldsimError(value))
    else:
        said = f"a worker failed; this is a fault of hldsim:\n{value}"
        future.set_exception(WorkerError(said))


def _obituary(code: int) -> str:
    """Say how a worker ended."""
    how = f"exit code {code}"
    if code < 0:
        try:
            how = f"stopped by {signal.Signals(-code).name}"
        except ValueError:
            how = f"stopped by signal {-code}"
    return f"a worker ended before its time ({how}); fewer workers, or more memory, may help"
