"""Jobs: what the window has done in the engine's thread, one function a job. No Qt.

Each returns what is posted to the `Driver`; it is called there, with the session at hand.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hldsim.record.history import History
from hldsim.scenario.compared import Difference
from hldsim_ui.board import Shown
from hldsim_ui.sessions import Sessions
from hldsim_ui.worker import Driver, Job, redoable

if TYPE_CHECKING:
    from hldsim.record.carry import Carried  # brings the engine, which the window opens without

# ---------------------------------------------------------------- opening and keeping


def swap(make: Callable[[], Any], file: Path | None, discard: bool) -> Job:
    """Put a session in the place of the one there is, which stays if that fails."""

    def job(driver: Driver) -> Any:
        if not discard:
            driver.write_what_waits()
        if file is not None and _writes(driver.session, file):
            return driver.to_tip()  # its own file: it stands in it already
        session = make()
        driver.replace_session(session, discard=discard)
        return session

    return job


def save(sessions: Sessions, path: Path) -> Job:
    """Write a copy of the run file."""

    def job(driver: Driver) -> Path:
        sessions.save(driver.session, path)
        return path

    return job


def copy_into(folder: Path) -> Job:
    """Copy the run into a folder, under the name it has or would have; return where it is."""

    def job(driver: Driver) -> Path:
        session = driver.session
        name = f"{session.scenario.name}-seed{session.seed}.hldrun"
        copy = folder / (name if session.path is None else session.path.name)
        session.save_copy(copy)
        return copy

    return job


def _writes(session: Any, file: Path) -> bool:
    """Whether a session is the writer of a file, however the file is spelt."""
    if session is None or session.path is None or session.read_only:
        return False
    try:
        return os.path.samefile(session.path, file)
    except OSError:  # one of them is gone
        return False


# ---------------------------------------------------------------- interventions


def change(
    sessions: Sessions, kind: str, body: dict[str, Any], shown: Shown, author: str = "user"
) -> Job:
    """Intervene at the round shown; once the agenda is over, from round 1 of the same run."""
    at_end = shown.finished and shown.k == shown.last

    def job(driver: Driver) -> Any:
        session, wanted = driver.to_tip(), sessions.intervention(kind, body, author)
        if session.finished and (at_end or shown.follow):
            return sessions.rerun(session, wanted)
        if not shown.follow and shown.k < session.history.last:
            session.rewind(shown.k)
        return session.apply(wanted)

    return job


def undo(times: int = 1) -> Job:
    """Take so many interventions back, the last first."""

    def job(driver: Driver) -> Any:
        taken = [driver.to_tip().undo() for _ in range(times)]
        text = "; ".join(receipt.text for receipt in taken)
        return taken[0] if times == 1 else replace(taken[-1], text=text)

    return job


def redo(times: int = 1) -> Job:
    """Make so many of what was taken back after all, as far as there are any."""

    def job(driver: Driver) -> Any:
        snapshot = None
        for _ in range(min(times, redoable(driver.session))):
            snapshot = driver.session.redo()
        return snapshot

    return job


def rerun(sessions: Sessions) -> Job:
    """Run again from the start with every change."""
    return lambda driver: sessions.rerun(driver.session)


# ---------------------------------------------------------------- people at the table


def act(sessions: Sessions, kind: str, body: dict[str, Any], author: str) -> Job:
    """Do something at the newest round, whatever round is shown."""
    return lambda driver: driver.to_tip().apply(sessions.intervention(kind, body, author))


def turn(party: int) -> Job:
    """Ask what a party can do before the next round; None if the run is over by then."""

    def job(driver: Driver) -> Any:
        session = driver.to_tip()
        return None if session.finished else session.turn(party)

    return job


def advice(party: int) -> Job:
    """Ask what the model would do for a party before the next round, and why."""
    return lambda driver: driver.to_tip().advice(party)


# ---------------------------------------------------------------- futures


def fork(k: int, label: str) -> Job:
    """Open a future after round ``k`` of the branch one is on."""
    return lambda driver: driver.session.fork(k, label)


def switch(branch: int, k: int) -> Job:
    """Go to another future, to round ``k`` or as far as it has come."""

    def job(driver: Driver) -> Any:
        last = driver.session.history_of(branch).last
        return driver.session.switch(branch, min(k, last))

    return job


def rename(branch: int, label: str) -> Job:
    """Give a future another name."""
    return lambda driver: driver.session.rename(branch, label)


def note(k: int, text: str) -> Job:
    """Write a note on a round; an empty one takes it away."""
    return lambda driver: driver.session.note(k, text)


def histories(*branches: int) -> Job:
    """Read futures, to be laid beside each other."""

    def job(driver: Driver) -> dict[int, History]:
        return {branch: driver.session.history_of(branch) for branch in branches}

    return job


# ---------------------------------------------------------------- changes of the scenario


@dataclass(frozen=True)
class CarriedOver:
    """What a run took over of a changed scenario, and how to say so."""

    carried: Carried
    text: str


def carried(changes: Sequence[Difference], document: Mapping[str, Any], shown: Shown) -> Job:
    """Ask which changes the run can take over after the round shown; None on another branch."""

    def job(driver: Driver) -> Carried | None:
        session = driver.session
        if session is None or session.history is not shown.history:
            return None
        found: Carried = session.carries(changes, document, shown.k)
        return found

    return job


def carry_over(
    sessions: Sessions, changes: Sequence[Difference], document: Mapping[str, Any], shown: Shown
) -> Job:
    """Have the run take over what it can after the round shown."""

    def job(driver: Driver) -> CarriedOver:
        session = driver.to_tip()
        if shown.k < session.history.last:
            session.rewind(shown.k)
        found = session.carries(changes, document)
        k = session.k + 1
        for path, value in found.settings:
            session.apply(sessions.intervention("set", {"path": path, "value": value}))
        count = len(found.paths)
        words = f"{count} change{'' if count == 1 else 's'} from the editor"
        return CarriedOver(found, f"{words}, in force from round {k}")

    return job
