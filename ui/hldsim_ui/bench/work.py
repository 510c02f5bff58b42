"""Work: a sweep and the questions about it, each in a thread beside the window."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from hldsim.errors import HldsimError

_LOG = logging.getLogger(__name__)


class Work(QObject):
    """Runs one thing at a time of each kind; what comes of it arrives as a signal.

    A sweep is played by processes; the thread here only hands out orders and keeps what comes.
    """

    progressed = Signal(object)
    ended = Signal(object)
    planned = Signal(object)
    seen = Signal(object)
    found = Signal(object)
    failed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._sweep: threading.Thread | None = None
        self._looking: threading.Thread | None = None
        self._next: Any = None
        self._gone = False

    @property
    def running(self) -> bool:
        """Whether a sweep is under way."""
        return self._sweep is not None and self._sweep.is_alive()

    def plan(self, document: dict[str, Any], place: Path | None, workers: int) -> None:
        """Say what a design comes to, by ``planned``."""

        def work() -> None:
            from hldsim.experiments.sweep.columns import columns_of
            from hldsim.experiments.sweep.estimate import cost

            prepared = _prepared(document, place)
            columns = columns_of(prepared.design, prepared.scenarios)
            self._tell(self.planned, cost(prepared, workers, len(columns)))

        self._start("plan", work)

    def run(
        self,
        document: dict[str, Any],
        place: Path | None,
        folder: Path,
        workers: int,
        resume: bool,
    ) -> None:
        """Play a design into a folder; ``progressed`` as it goes, ``ended`` with the outcome."""
        self._stop.clear()

        def work() -> None:
            from hldsim.experiments.sweep.running import place_to_run, run_sweep

            prepared = _prepared(document, place)
            with place_to_run(workers, None) as (executor, many):
                outcome = run_sweep(
                    prepared,
                    folder,
                    executor,
                    many,
                    resume=resume,
                    progress=lambda progress: self._tell(self.progressed, progress),
                    stop=self._stop.is_set,
                )
            self._tell(self.ended, outcome)

        self._sweep = self._start("run", work)

    def stop(self) -> None:
        """Begin nothing new; what is being played is kept."""
        self._stop.set()

    def look(self, asked: Any) -> None:
        """Answer what is asked by ``seen``; of several asked meanwhile only the last."""
        self._next = asked
        if self._looking is not None and self._looking.is_alive():
            return

        def work() -> None:
            from hldsim_ui.bench.asking import look

            while self._next is not None and not self._gone:
                asked, self._next = self._next, None
                self._tell(self.seen, look(asked))

        self._looking = self._start("look", work)

    def find_run(self, folder: Path, condition: str, point: int, replicate: int) -> None:
        """Find what one run was played from, by ``found``."""

        def work() -> None:
            from hldsim_ui.bench.asking import run_settings

            self._tell(self.found, run_settings(folder, condition, point, replicate))

        self._start("open", work)

    def figure(self, draw: Callable[[], str]) -> None:
        """Draw a figure; ``failed`` if it cannot be, else nothing is said here."""
        self._start("figure", lambda: draw() and None)

    def close(self) -> None:
        """Stop, and wait for what is being played."""
        self._gone = True
        self.stop()
        for thread in (self._sweep, self._looking):
            if thread is not None:
                thread.join()

    def _start(self, kind: str, work: Callable[[], object]) -> threading.Thread:
        def guarded_work() -> None:
            try:
                work()
            except HldsimError as error:
                self._tell(self.failed, kind, str(error))
            except Exception as error:
                _LOG.exception("bench: %s failed", kind)
                self._tell(self.failed, kind, f"a fault of hldsim: {error!r}; see the log")

        thread = threading.Thread(target=guarded_work, name=f"bench-{kind}", daemon=True)
        thread.start()
        return thread

    def _tell(self, signal: Any, *values: object) -> None:
        """Say something, unless the page is gone."""
        if not self._gone:
            try:
                signal.emit(*values)
            except RuntimeError:  # deleted by Qt meanwhile
                self._gone = True


def _prepared(document: dict[str, Any], place: Path | None) -> Any:
    from hldsim.experiments.sweep.orders import prepare_design
    from hldsim.experiments.sweep.reading import design_of
    from hldsim.experiments.sweep.running import check_prepared

    prepared = prepare_design(design_of(document), place)
    check_prepared(prepared)
    return prepared
