"""Executors: where the runs of a sweep are played, each a ``concurrent.futures.Executor``.

Fresh processes on this machine by default, a Dask cluster by its address, or one that you hand
over. Results do not depend on which.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

from hldsim import __version__
from hldsim.errors import HldsimError
from hldsim.experiments.crew import Crew
from hldsim.experiments.sweep.extras import need


class ClusterError(HldsimError, OSError):
    """A cluster cannot be reached, or runs another hldsim."""


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """Worker processes, each with one thread for linear algebra; with one, right here."""
    if workers == 1:
        yield Here()
        return
    crew = Crew(workers)
    try:
        yield crew
    finally:
        crew.shutdown(wait=True, cancel_futures=True)


@contextmanager
def cluster(address: str, patience: float = 10.0) -> Iterator[tuple[Executor, int]]:
    """A Dask cluster by the address of its scheduler, and how many threads its workers have.

    ``patience``: seconds to wait for an answer.

    Raises
    ------
    ClusterError
        If nobody answers there, nobody works there, or workers have another hldsim.
    """
    distributed = need("distributed")
    try:
        client = distributed.Client(address, timeout=patience, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"--scheduler {address}: no Dask scheduler answers there ({error}); "
            "allowed: an address such as tcp://host:8786"
        ) from None
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise ClusterError(f"{address}: this cluster has no workers; start some first")
        try:
            found = client.run(_version)
        except Exception as error:
            raise ClusterError(f"{address}: workers cannot import hldsim ({error})") from None
        others = {worker: version for worker, version in found.items() if version != __version__}
        if others:
            raise ClusterError(
                f"{address}: workers have hldsim {', '.join(sorted(set(others.values())))}; "
                f"allowed: {__version__}, as here"
            )
        yield client.get_executor(pure=False), threads
    finally:
        client.close()


class Here(Executor):
    """Plays what is submitted at once, in this process."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Call a function; the future is done when this returns."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _version() -> str:
    return __version__
