"""The engine's side of the window: one thread that owns the session. The loop itself is Qt-free.

Jobs are done in the order they were posted, between rounds. What comes back is a mailbox with
how far which history has come (the newest only: views draw from the history, so no round is lost)
and a queue of outcomes, one per job.
"""

from __future__ import annotations

import logging
import math
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QThread

from hldsim.errors import HldsimError

_LOG = logging.getLogger(__name__)

SWITCH_SECONDS = 0.0005
"""How long Python lets one thread run on; the default (5 ms) stalls the window tenfold."""

HOLD_SECONDS = 0.1
"""How long the engine waits at most before it looks whether it may go on."""

_IDLE_AT_THE_END = frozenset({"open", "one round"})
"""Jobs that leave nothing behind, unless another comes after them."""

Job = Callable[["Driver"], Any]


@dataclass(frozen=True)
class Progress:
    """How far a history has come: its newest finished round and whether the agenda is over."""

    history: Any = None
    last: int = -1
    finished: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of a job, and where the session stood after it.

    ``at`` is the round it stood at, ``last`` the newest on record, ``acts`` how often the run
    was changed, ``redoable`` how many of the changes taken back can be made again, ``futures`` the
    tree summed up (`hldsim.record.futures.FuturesSummary`), ``seating`` who sits at the table and
    has to act (`hldsim.record.seating.Seating`): the window never looks at the session.
    """

    name: str
    value: Any = None
    error: Exception | None = None
    history: Any = None
    at: int = -1
    last: int = -1
    finished: bool = False
    acts: int = 0
    redoable: int = 0
    futures: Any = None
    seating: Any = None
    then: Callable[[Any], None] | None = None

    def said(self) -> str:
        """What the status bar says of it."""
        text = str(getattr(self.value, "text", "") or "")
        match self.name:
            case "undo":
                return f"Undone; Run goes on from round {self.at} without it: {text}"
            case "redo":
                return f"The change is back; the run stands at round {self.at}"
            case "fork":
                return f"A new future: what you change now is in force from round {self.at + 1}"
            case "switch":
                return f"Another future is shown, at round {self.at}"
            case "re-run":
                return "Running again from the start, with every change in force from round 1"
        over = " · the run was over, so it starts again: press Run" if self.last == 0 else ""
        return f"Accepted, {text}{over}" if text else f"Accepted{over}"


def redoable(session: Any) -> int:
    """How many ``undo`` of a session can be taken back."""
    count = getattr(session, "redoable", None)
    return len(getattr(session, "_undone", ())) if count is None else int(count)


def seating_of(session: Any) -> Any:
    """Who sits at the table of a session at its newest round; None if it does not say."""
    return session.seating() if hasattr(session, "seating") else None


class Driver:
    """Advances a session at a given speed, and does jobs in between.

    Attributes
    ----------
    session : Session or None
        Only the thread in `run` may touch it.
    mailbox : Progress
        How far the session has come; replaced as a whole, never changed.
    outcomes : deque of Outcome
        Filled here, emptied by the window.
    stuck : str
        Why the session cannot be written where it is; empty if all is well.
    lock : threading.Lock
        Held while the session is at work; whoever takes it may read the session from elsewhere.
    """

    def __init__(self) -> None:
        self.session: Any = None
        self.mailbox = Progress()
        self.stuck = ""
        self.outcomes: deque[Outcome] = deque()
        self.lock = threading.Lock()
        self._jobs: deque[tuple[str, Job, Callable[[Any], None] | None]] = deque()
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._free = threading.Event()
        self._free.set()
        self._seconds: float | None = None  # between rounds; None while paused
        self._at_work = False

    # ------------------------------------------------------------ the window's side

    def post(self, name: str, job: Job, then: Callable[[Any], None] | None = None) -> None:
        """Queue a job; ``then`` is handed back with its outcome."""
        self._jobs.append((name, job, then))
        self._wake.set()

    def play(self, speed: float) -> None:
        """Advance ``speed`` rounds a second, ``math.inf`` for as fast as it goes."""
        self._seconds = 0.0 if math.isinf(speed) else 1.0 / speed
        self._wake.set()

    def pause(self) -> None:
        """Stop after the round under way."""
        self._seconds = None
        self._wake.set()

    def stop(self) -> None:
        """End `run` after what is under way and the jobs posted; the session is closed there."""
        self._stop.set()
        self._free.set()
        self._wake.set()

    def hold(self) -> None:
        """Begin no round until `release`: the window draws."""
        self._free.clear()

    def release(self) -> None:
        """Go on."""
        self._free.set()

    @property
    def playing(self) -> bool:
        """Whether rounds are being played."""
        return self._seconds is not None

    @property
    def busy(self) -> bool:
        """Whether anything is under way or waiting, outcomes included."""
        return self.playing or self._at_work or bool(self._jobs) or bool(self.outcomes)

    # ------------------------------------------------------------ the thread's side

    def run(self) -> None:
        """Work until stopped. An error in a job or a round ends up in its outcome."""
        sys.setswitchinterval(SWITCH_SECONDS)
        due = 0.0
        try:
            while True:
                self._wake.clear()  # before looking at what woke us, or its call would be lost
                if self._stop.is_set():
                    break
                if self._jobs:
                    self._do_next_job()
                    continue
                seconds = self._seconds
                if seconds is None:
                    due = 0.0
                    self._wake.wait()
                    continue
                now = time.perf_counter()
                if due and due > now:
                    self._wake.wait(min(due - now, seconds))
                    continue
                if not self._free.is_set():
                    self._free.wait(HOLD_SECONDS)
                    continue
                due = max(due + seconds, now + seconds / 2) if due else now + seconds
                self._advance()
            self._do_last_jobs()
        finally:
            self.close_session()

    def _do_last_jobs(self) -> None:
        """Do what was posted before the end, but open nothing that nobody will see."""
        while self._jobs and any(name not in _IDLE_AT_THE_END for name, _, _ in self._jobs):
            self._do_next_job()
            outcome = self.outcomes[-1]
            if outcome.error is not None:  # the window is closing and will not say it
                _LOG.error("%s failed at the end", outcome.name, exc_info=outcome.error)
        self._jobs.clear()

    def _do_next_job(self) -> None:
        self._at_work = True  # before the queue is shorter: `busy` must not blink
        name, job, then = self._jobs.popleft()
        with self.lock:
            try:
                value, error = job(self), None
            except Exception as caught:  # handed to the window, which says it
                value, error = None, caught
            self._look_whether_stuck()
            self._report(name, value, error, then)
        self._at_work = False

    def _advance(self) -> None:
        if self.session is None:
            self._seconds = None
            return
        self._at_work = True
        with self.lock:
            try:
                session = self.to_tip()
                seating = seating_of(session)
                if seating is not None and seating.waiting:  # people come before the next round
                    self._seconds = None
                    self._report("seat", None, None, None)
                    self._at_work = False
                    return
                snapshot = session.advance()
                self._look_whether_stuck()
                progress = Progress(session.history, session.history.last, bool(session.finished))
                self.mailbox = progress
                if snapshot is None or progress.finished:
                    self._seconds = None
                    self._report("finished", None, None, None)
            except Exception as caught:  # a broken round pauses the run, not the window
                self._seconds = None
                self._look_whether_stuck()
                self._report("round", None, caught, None)
        self._at_work = False

    def to_tip(self) -> Any:
        """Bring the session to its newest round and return it: only from there it is played on."""
        session = self.session
        if session.k < session.history.last:
            session.rewind(session.history.last)
        return session

    def _report(
        self, name: str, value: Any, error: Exception | None, then: Callable[[Any], None] | None
    ) -> None:
        session = self.session
        if session is None:
            self.outcomes.append(Outcome(name, value, error, then=then))
            return
        at = session.k
        finished = bool(self.to_tip().finished)
        self.mailbox = Progress(session.history, session.history.last, finished)
        self.outcomes.append(
            Outcome(
                name,
                value,
                error,
                self.mailbox.history,
                at,
                self.mailbox.last,
                finished,
                len(session.interventions()),
                redoable(session),
                session.futures(),
                seating_of(session),
                then,
            )
        )

    def _look_whether_stuck(self) -> None:
        error = None if self.session is None else self.session.paused_by
        self.stuck = "" if error is None else str(error)

    def write_what_waits(self) -> None:
        """Try once more to write rounds that could not be written.

        Raises
        ------
        StorageError
            If they still cannot be; the session is as it was.
        """
        session = self.session
        if session is not None and session.paused_by is not None:
            session.switch(session.branch, session.k)  # to where it stands: this writes, no more

    def replace_session(self, session: Any, *, discard: bool = False) -> None:
        """Put another session in the place of the one there is, which is closed.

        Raises
        ------
        StorageError
            If rounds of the old one would be lost, unless ``discard``; it stays then.
        """
        try:
            if not discard:
                self.write_what_waits()
            if self.session is not None:
                self.session.close(discard=discard)
        except HldsimError:
            session.close(discard=True)
            raise
        self.session = session

    def close_session(self) -> None:
        """Close the session, if there is one, at the very end; only the thread in `run` may."""
        session, self.session = self.session, None
        if session is None:
            return
        try:
            session.close()
        except HldsimError:  # the window has asked, if it could know: what can be kept is kept
            _LOG.exception("the run was not closed tidily")
            session.close(discard=True)


class WorkerThread(QThread):
    """A Qt thread around `Driver.run`. Call `end` before it goes: Qt aborts otherwise."""

    def __init__(self, driver: Driver, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("engine")
        self._driver = driver

    def run(self) -> None:
        self._driver.run()

    def end(self, milliseconds: int = 20_000) -> bool:
        """Stop the driver, wait for it, and say whether it ended in time."""
        self._driver.stop()
        return self.wait(milliseconds)
