"""Sittings: processes of hldsim that share a user's folders, each with a number of its own.

A sitting holds an operating-system lock as long as it lives, so two of them never write the same
log, and one that crashed is known by what it left under a lock that nobody holds any more.
"""

from __future__ import annotations

import faulthandler
import os
import time
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TextIO

import hldsim
from hldsim.places import user_log_dir
from hldsim.record.owner import Owner

MOST = 99
"""Sittings at a time that get a number; any more share the last one's log."""


class Sitting:
    """One process, from its start to its end; `begin` takes the lowest number that is free.

    Attributes
    ----------
    number : int
        1 for the first window opened, 2 for one opened by another process beside it, ...
    log : Path
        Where this sitting writes its log; see ``hldsim_ui.care.log``.
    left : tuple of str
        What sittings that crashed in machine code (Qt, NumPy, the interpreter) left behind.
    """

    def __init__(self, number: int, owner: Owner | None, left: tuple[str, ...]) -> None:
        self.number = number
        self.left = left
        tail = "" if number == 1 else f"-{number}"
        self.log = user_log_dir() / f"hldsim{tail}.log"
        self._owner = owner
        self._trace: TextIO | None = None
        self._before = False

    @classmethod
    def begin(cls) -> Sitting:
        """Take a number, and what crashed sittings left; where nothing can be written, number 1."""
        folder = user_log_dir()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return cls(1, None, ())
        left = tuple(filter(None, map(_collected, sorted(folder.glob("sitting-*.trace")))))
        for number in count(1):
            owner = Owner(_trace_file(number))
            if owner.take():
                return cls(number, owner, left)
            if number == MOST or not os.access(folder, os.W_OK):
                return cls(number, None, left)
        raise AssertionError("unreachable")

    def trace_crashes(self) -> None:
        """Have the stacks of all threads written down if the process is about to crash."""
        if self._owner is None or self._trace is not None:
            return
        self._before = faulthandler.is_enabled()
        try:
            self._trace = _trace_file(self.number).open("w", encoding="utf-8")
        except OSError:
            return
        self._trace.write(_head())
        self._trace.flush()
        faulthandler.enable(self._trace)

    def end(self) -> None:
        """Leave no trace: this sitting ended as it should."""
        trace, self._trace = self._trace, None
        if trace is not None:
            faulthandler.disable()
            trace.close()
            with suppress(OSError):
                _trace_file(self.number).unlink(missing_ok=True)
            if self._before:
                faulthandler.enable()
        if self._owner is not None:
            self._owner.release()
            self._owner = None


def _head() -> str:
    return f"hldsim {hldsim.__version__}, begun {time.strftime('%Y-%m-%d %H:%M:%S')}\n"


def _trace_file(number: int) -> Path:
    return user_log_dir() / f"sitting-{number}.trace"


def _collected(file: Path) -> str:
    """What a crashed sitting left in its trace, which is removed; nothing while it is alive."""
    owner = Owner(file)
    if not owner.take():
        return ""
    try:
        head, _, stacks = file.read_text(encoding="utf-8", errors="replace").partition("\n")
        file.unlink(missing_ok=True)
        return f"{head}\n{stacks}" if stacks.strip() else ""
    except OSError:
        return ""
    finally:
        owner.release()
