"""Who may write a run file: the holder of an operating-system lock on a file beside it.

The lock is on ``NAME.hldrun-lock`` and not on the run file itself, because closing any handle of
a file drops the locks SQLite holds on it (POSIX). The system lets go of it when its holder ends,
however it ends, so a killed run is never locked for good; a left-over lock file means nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


class Owner:
    """The right to write one run file, once ``take`` has returned True."""

    def __init__(self, path: Path) -> None:
        self.place = path.with_name(path.name + "-lock")
        self._handle: int | None = None

    def take(self) -> bool:
        """Try to become the writer; False if another holds the lock, or none can be made here."""
        while self._handle is None:
            try:
                handle = os.open(self.place, os.O_RDWR | os.O_CREAT, 0o644)
            except OSError:
                return False
            if not _lock(handle):
                os.close(handle)
                return False
            if _still_there(handle, self.place):
                self._handle = handle
            else:  # its last holder removed it between our opening and locking it
                os.close(handle)
        return True

    def release(self) -> None:
        """Let go and remove the lock file."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":
            os.close(handle)
            _remove(self.place)
        else:  # removed while held, so that nobody can lock a file that is about to go
            _remove(self.place)
            os.close(handle)


def _remove(place: Path) -> None:
    try:
        place.unlink()
    except OSError:  # another process has it open (Windows); it means nothing without a lock
        return


def _still_there(handle: int, place: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), place.stat())
    except OSError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
