"""The conductor: between the controls of the window and the session in its thread.

Controls call its methods, it posts jobs to the `Driver`, and at most thirty times a second, only
while something is under way, it looks what became of them and brings the `Board` up to date.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from hldsim_ui import jobs
from hldsim_ui.board import Board
from hldsim_ui.sessions import Sessions
from hldsim_ui.worker import Driver, Job, Outcome, WorkerThread

FRAME_MS = 33
CALM_MS = 350
"""Between two frames that rounds are shown in, where motion is reduced: fewer than three a second,
as much as may change at once without harm [WCAG2023]."""
PATIENCE = 0.005
"""Seconds to wait for the session within a frame."""
DEFAULT_SPEED = 2.0
"""Rounds a second."""


class Conductor(QObject):
    """Plays one session at a time.

    Signals: ``told`` carries (role, text) for the status bar, role ``"info"``, ``"good"`` or
    ``"danger"``; ``failed`` carries (what was tried, the exception); ``opened`` and ``acts``
    (number of interventions, number that can be redone) say that menus may have to change;
    ``asked`` says that the next round waits for people at the table.

    Attributes
    ----------
    calm : bool
        Whether fewer rounds a second are shown than are played, from the next `play` on.
    """

    told = Signal(str, str)
    failed = Signal(str, object)
    opened = Signal()
    acts = Signal(int, int)
    asked = Signal()

    def __init__(
        self, board: Board, sessions: Sessions | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.board = board
        self.sessions = sessions or Sessions()
        self.source: Any = None
        self.seed = 1
        self.waits: Callable[[], bool] = lambda: False
        self.speed = DEFAULT_SPEED
        self.calm = False
        self.read_only = False
        self.note = ""
        self.driver = Driver()
        self._thread = WorkerThread(self.driver, self)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.frame)
        self._replaying = False
        self._replayed_at = 0.0
        self._play_when_open = False
        self._discard = False
        self._sources: deque[Any] = deque()  # of sessions that are being opened

    # ---------------------------------------------------------------- opening and closing

    def open(
        self,
        source: Any,
        seed: int,
        *,
        play: bool = False,
        title: str = "",
        conditioned: bool = True,
    ) -> None:
        """Open a scenario (name, path or `Scenario`) as a new run; the one before is closed.

        ``conditioned``: whether known positions are imposed, as they are in any run but some of
        an experiment.
        """
        self._play_when_open = play
        how = {} if conditioned else {"conditioned": False}
        make = lambda: self.sessions.open(source, seed, **how)  # noqa: E731
        self._begin("open", title or str(source), make, source=source)

    def open_file(self, path: Path, *, play: bool = False) -> None:
        """Open a run file and show where it stopped."""
        self._play_when_open = play
        make = lambda: self.sessions.open_file(path)  # noqa: E731
        self._begin("open", path.stem, make, source=path, file=path)

    def reset(self, seed: int | None = None, *, play: bool = False) -> None:
        """Start again from before the first statement, with the same seed or another."""
        scenario = self.board.shown.scenario
        if scenario is None:
            return
        wanted = self.seed if seed is None else seed
        self._play_when_open = play
        make = lambda: self.sessions.open(scenario, wanted)  # noqa: E731
        self._begin("open", "", make, source=self.source)

    def close(self) -> bool:
        """Stop the thread, wait for it, and say whether it ended; the session is closed there.

        What was asked for before is done first. If it takes too long, call again.
        """
        self._timer.stop()
        return not self._thread.isRunning() or self._thread.end()

    @property
    def stuck(self) -> str:
        """Why rounds wait in memory, to be lost with the run; empty if none do."""
        return "" if self._discard else self.driver.stuck

    def give_up(self) -> None:
        """Let the run that is opened next, or the end, discard rounds that cannot be written."""
        self._discard = True

    @property
    def running(self) -> bool:
        """Whether the frame timer runs; it does not while the window is idle."""
        return self._timer.isActive()

    def _begin(
        self,
        name: str,
        title: str,
        make: Callable[[], Any],
        *,
        source: Any = None,
        file: Path | None = None,
    ) -> None:
        """Have a session made in the engine's thread; the one before stays if that fails."""
        self.pause()
        if title:
            self.board.announce(title)
        self._sources.append(source)
        discard, self._discard = self._discard, False

        self.post(name, jobs.swap(make, file, discard))

    # ---------------------------------------------------------------- playing

    def play(self) -> None:
        """Run from the round shown: replay what is on record, then let the engine go on."""
        shown = self.board.shown
        if shown.history is None:
            return
        if shown.finished and shown.k >= shown.last:
            if shown.last <= 0:
                return self.board.play(False)
            self.board.look_at(0)
        self._replaying = self.board.shown.k < self.board.shown.last
        self._replayed_at = time.perf_counter()
        if not self._replaying:
            self.driver.play(self.speed)
        self.board.play(True)
        self._timer.setInterval(CALM_MS if self.calm else FRAME_MS)
        self._wake()

    def pause(self) -> None:
        """Stop after the round under way."""
        self._replaying = False
        self.driver.pause()
        self._timer.setInterval(FRAME_MS)
        self.board.play(False)

    def toggle(self) -> None:
        """Run or pause."""
        if self.board.shown.playing:
            self.pause()
        else:
            self.play()

    def one_round(self) -> None:
        """Show the next round on record, or let the engine play one."""
        self.pause()
        shown = self.board.shown
        if shown.k < shown.last:
            self.board.look_at(shown.k + 1)
        elif self.waits_for_people:
            self.asked.emit()
        elif shown.history is not None and not shown.finished:
            self.post("one round", lambda driver: driver.to_tip().advance())

    def set_speed(self, rounds_per_second: float) -> None:
        """Set the speed of running and replaying; ``math.inf`` is as fast as it goes."""
        self.speed = rounds_per_second
        if self.driver.playing:
            self.driver.play(rounds_per_second)

    def look_at(self, k: int) -> None:
        """Scrub: show round ``k``. A live run pauses; a replay goes on from there."""
        if self.driver.playing and k < self.board.shown.last:
            self.pause()
        self.board.look_at(k)

    # ---------------------------------------------------------------- interventions

    @property
    def waits_for_people(self) -> bool:
        """Whether somebody at the table has to act before the next round can be played."""
        seating = self.board.shown.seating
        return seating is not None and bool(seating.waiting)

    def apply(self, kind: str, body: dict[str, Any], author: str = "user") -> None:
        """Intervene at the round shown; in force from the next one. Later rounds branch off.

        Once the agenda is over there is no next round: the change then holds from round 1 of the
        same run, with all changes before it, and Run plays it.
        """
        shown = self.board.shown
        if shown.history is None:
            return
        k = shown.k
        if self._replaying or k < shown.last or shown.finished:
            self.pause()
        self.post("change", jobs.change(self.sessions, kind, body, shown, author))

    def set_value(self, path: str, value: float) -> None:
        """Set one value of the scenario, such as ``parties[MEX].salience.venue``."""
        self.apply("set", {"path": path, "value": value})

    def undo(self, times: int = 1) -> None:
        """Take the last interventions back: the run goes on from there without them."""
        self.pause()
        self.post("undo", jobs.undo(times))

    def redo(self, times: int = 1) -> None:
        """Make interventions that were taken back after all, the last one taken back first."""
        self.pause()
        self.post("redo", jobs.redo(times))

    def rerun(self) -> None:
        """Run again from the start, same seed, with every change in force from round 1."""
        self.pause()
        self._play_when_open = True
        self.post("re-run", jobs.rerun(self.sessions))

    def explain(self, party: int, k: int) -> Any:
        """Say why a party moved or stayed in round ``k``: an Explanation, or None if not now.

        Recomputing one round takes about a millisecond, so it is done here and at once, unless
        the session is at work for longer than a frame may wait.
        """
        if not self.board.shown.private_to(party):
            return None
        if not self.driver.lock.acquire(timeout=PATIENCE):
            return None
        try:
            session = self.driver.session
            return None if session is None else session.explain(party, k)
        finally:
            self.driver.lock.release()

    def save_copy(self, path: Path, then: Callable[[Any], None] | None = None) -> None:
        """Write a copy of the run file, and go on with ``then`` once it is there."""
        self.post("save", jobs.save(self.sessions, path), then)

    # ---------------------------------------------------------------- frames

    def frame(self) -> None:
        """Take in what happened since the last frame; stop the timer once nothing is left."""
        if self.waits():
            return
        idle = not self.driver.busy  # before looking: what is done after that is seen next time
        while self.driver.outcomes:
            self._take(self.driver.outcomes.popleft())
        self._advance()
        if self._replaying:
            self._replay()
        if idle and not self._replaying and not self.driver.busy:
            self._timer.stop()
            self._timer.setInterval(FRAME_MS)
            self.board.play(False)

    def _advance(self) -> None:
        """Show the newest round, unless it is one of a branch whose outcome is still to come."""
        now, shown = self.driver.mailbox, self.board.shown
        if now.history is not None and now.history is shown.history and now.last != shown.last:
            self.board.rounds(now.last, now.finished)

    def _replay(self) -> None:
        now = time.perf_counter()
        rounds = 1 if math.isinf(self.speed) else int((now - self._replayed_at) * self.speed)
        if rounds < 1:
            return
        self._replayed_at = now
        self.board.look_at(self.board.shown.k + rounds)
        shown = self.board.shown
        if shown.k >= shown.last:
            self._replaying = False
            if not shown.finished:
                self.driver.play(self.speed)

    def _take(self, outcome: Outcome) -> None:
        if outcome.error is not None:
            self._not_done(outcome)
        elif outcome.name == "open":
            self._opened(outcome)
        elif outcome.history is not None:
            self._caught_up(outcome)
        self.board.show_seating(outcome.seating)
        self.board.show_futures(outcome.futures)
        if outcome.error is None and outcome.then is not None:
            outcome.then(outcome.value)
        self.acts.emit(outcome.acts, outcome.redoable)
        if outcome.error is not None:
            self.failed.emit(outcome.name, outcome.error)

    def _not_done(self, outcome: Outcome) -> None:
        """Show where the run stands after something that failed, perhaps halfway."""
        self.board.play(self.driver.playing)
        if outcome.name == "open":
            self._not_opened(outcome)
            return
        if outcome.name == "re-run":
            self._play_when_open = False
        shown = self.board.shown
        if None not in (shown.history, outcome.history) and shown.history is not outcome.history:
            self.board.replace_history(outcome.history)
            self.board.rounds(outcome.last, outcome.finished, branched=True)

    def _not_opened(self, outcome: Outcome) -> None:
        """Show the run again that was there before, if there was one."""
        self._sources.popleft()
        self._play_when_open = False
        if self.board.shown.history is not None:
            return
        if outcome.history is None:
            self.board.announce("")
            return
        self.board.open(outcome.history.scenario, outcome.history)
        self.board.rounds(outcome.last, outcome.finished)

    def _opened(self, outcome: Outcome) -> None:
        session = outcome.value
        self.source = self._sources.popleft()
        self.seed = int(session.seed)
        self.read_only = bool(getattr(session, "read_only", False))
        self.note = str(getattr(session, "note_on_opening", "") or "")
        play, self._play_when_open = self._play_when_open, False
        self.board.open(session.scenario, outcome.history, playing=play)
        self.board.rounds(outcome.last, outcome.finished)
        self.opened.emit()
        if play:
            self.play()

    def _caught_up(self, outcome: Outcome) -> None:
        branched = outcome.name in ("undo", "redo", "re-run", "change", "fork", "switch")
        if outcome.history is not self.board.shown.history:
            self.board.replace_history(outcome.history)
        self.board.rounds(outcome.last, outcome.finished, branched)
        if branched and not (outcome.name == "redo" and outcome.value is None):
            self.board.look_at(outcome.at)
            self.told.emit("info", outcome.said())
        if outcome.name == "seat":
            self.asked.emit()
        if outcome.name == "save":
            self.told.emit("good", f"Saved a copy as {Path(outcome.value).name}")
        if outcome.name == "re-run" and self._play_when_open:
            self._play_when_open = False
            self.play()

    def post(self, name: str, job: Job, then: Callable[[Any], None] | None = None) -> None:
        """Have a job done in the engine's thread; ``then`` is called with what it returned."""
        if not self._thread.isRunning():
            self._thread.start()
        self.driver.post(name, job, then)
        self._wake()

    def _wake(self) -> None:
        if not self._timer.isActive():
            self._timer.start()
