"""How the window comes by a session. Everything slow is imported here, in the engine's thread."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from hldsim.places import user_data_dir
from hldsim.record.owner import Owner

_STAMP = "%Y%m%d-%H%M%S"
_NAMED = re.compile(r"(?P<name>.+)-seed(?P<seed>\d+)-(?P<when>\d{8}-\d{6})(-\d+)?")
RUNS_KEPT = 20
"""Runs kept by themselves; what a user saves is never touched."""


def runs_dir() -> Path:
    """Return the folder where runs keep themselves."""
    return user_data_dir() / "runs"


def kept_runs() -> list[Path]:
    """Return the run files that kept themselves, newest first."""
    files = runs_dir().glob("*.hldrun") if runs_dir().is_dir() else ()
    return sorted(files, key=_touched, reverse=True)


def _touched(file: Path) -> float:
    """When a run was last written to; rounds of an open one lie in a file beside it at first."""
    times = [0.0]
    for part in (file, file.with_name(f"{file.name}-wal")):
        with suppress(OSError):
            times.append(part.stat().st_mtime)
    return max(times)


def _drop(file: Path) -> None:
    """Delete a run with the files beside it, unless somebody writes it or it cannot be deleted."""
    owner = Owner(file)
    if not owner.take():
        return
    try:
        with suppress(OSError):  # the run itself first: if it has to stay, its rounds stay with it
            for tail in ("", "-wal", "-shm"):
                file.with_name(file.name + tail).unlink(missing_ok=True)
    finally:
        owner.release()


def run_name(file: Path) -> str:
    """Say which run a file holds that kept itself: scenario, seed and when it began.

    Examples
    --------
    >>> run_name(Path("hld_2006-seed7-20261124-094213.hldrun"))
    'hld_2006 · seed 7 · 24 Nov 2026, 09:42'
    """
    found = _NAMED.fullmatch(file.stem)
    if found is None:
        return file.stem
    began = time.strptime(found["when"], _STAMP)
    return f"{found['name']} · seed {found['seed']} · {time.strftime('%d %b %Y, %H:%M', began)}"


class Sessions:
    """Opens sessions. Tests put another in its place."""

    def open(self, source: Any, seed: int, *, conditioned: bool = True) -> Any:
        """Open a scenario (name, path or `Scenario`) as a new run that keeps itself in a file."""
        from hldsim.scenario.load import load_scenario
        from hldsim.scenario.schema import Scenario
        from hldsim.session import Session

        scenario = source if isinstance(source, Scenario) else load_scenario(source)
        file = self._new_file(scenario.name, seed)
        return Session.open(scenario, seed, file, conditioned=conditioned)

    def open_file(self, path: Path) -> Any:
        """Open a run file where it stopped."""
        from hldsim.session import Session

        return Session.open_file(path)

    def intervention(self, kind: str, body: dict[str, Any], author: str = "user") -> Any:
        """Return the intervention that a panel asked for."""
        from hldsim.session import Intervention

        return Intervention(kind, body, author)

    def rerun(self, session: Any, *more: Any) -> Any:
        """Go back to the start and make every change so far there, in order, and then ``more``.

        What delegations were told to do in one round is left out: only settings carry over.
        """
        played = session.history.last > 0
        made = [
            self.intervention(act.kind, dict(act.body))
            for act in session.interventions()
            if act.kind == "set" and played
        ]
        session.rewind(0)
        if played and not made and not more:
            session.fork(0, "from the start")
        receipt = None
        for intervention in (*made, *more):
            receipt = session.apply(intervention)
        return receipt

    def save(self, session: Any, path: Path) -> None:
        """Write a copy; a run whose own place is full goes on in the new one."""
        if session.paused_by is not None:
            session.move_to(path)
        else:
            session.save_copy(path)

    def _new_file(self, name: str, seed: int) -> Path | None:
        """A new file for a run, or None where the disk will not have one."""
        folder = runs_dir()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        for old in kept_runs()[RUNS_KEPT - 1 :]:
            _drop(old)
        stamp = time.strftime(_STAMP)
        for n in range(1000):
            tail = f"-{n}" if n else ""
            file = folder / f"{name}-seed{seed}-{stamp}{tail}.hldrun"
            if not file.exists():
                return file
        return None
