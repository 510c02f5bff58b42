"""Run files as files: who writes one, made whole or not at all, old ones brought up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from hldsim.errors import StorageError
from hldsim.record import format as layout
from hldsim.record.opening import connect, may_write, wal_of
from hldsim.record.owner import Owner


def storage_error(path: Path, error: Exception) -> StorageError:
    """The error of a place that cannot be written."""
    return StorageError(f"{path} cannot be written ({error}); make room, or choose another place")


def own(path: Path) -> tuple[Owner | None, str]:
    """Become the writer of a file, or say why not."""
    look = "it can be read here, not changed; save a copy to go on from it"
    if not may_write(path):
        return None, f"{path} is write-protected: {look}"
    owner = Owner(path)
    if not owner.take():
        return None, f"{path} is open in another hldsim: {look}"
    return owner, ""


def for_writing(path: Path) -> sqlite3.Connection:
    """Open as its writer: what is committed is on the disk."""
    connection = connect(path, read_only=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def for_reading(path: Path) -> sqlite3.Connection:
    """Open read-only; an older format is brought up to date in memory, the file stays as it is."""
    connection = connect(path, read_only=True)
    if layout.version_of(connection) == len(layout.MIGRATIONS):
        return connection
    with closing(connection):
        memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        connection.backup(memory)
        layout.migrate(memory)
    return memory


def update_on_copy(path: Path) -> None:
    """Bring an older file up to date; the original stays beside it as NAME.format-N.hldrun."""
    with closing(connect(path, read_only=False)) as old:
        version = layout.version_of(old)
        if version == len(layout.MIGRATIONS):
            return
        kept = path.with_name(f"{path.stem}.format-{version}{layout.SUFFIX}")
        with new_file(kept) as copy:
            old.backup(copy)
        tidy(old)
    with new_file(path) as new:
        with closing(connect(kept, read_only=True)) as source:
            source.backup(new)
        layout.migrate(new)


@contextmanager
def new_file(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that takes its place under its name only once it is complete.

    Raises
    ------
    StorageError
        If the place cannot be written, or a run of that name is open or was not closed.
    """
    partial = path.with_name(path.name + ".part")
    try:
        _clear_way(path)
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(partial, isolation_level=None)) as connection:
            yield connection
            connection.execute("PRAGMA journal_mode = DELETE")
        os.replace(partial, path)
    except StorageError:
        partial.unlink(missing_ok=True)
        raise
    except (sqlite3.Error, OSError) as error:
        partial.unlink(missing_ok=True)
        raise storage_error(path, error) from error


def _clear_way(path: Path) -> None:
    """See to it that no -wal of another file is taken for the new one's."""
    wal = wal_of(path)
    if path.exists() and wal.exists() and wal.stat().st_size:
        raise StorageError(f"{path} is open, or a run that was not closed; choose another name")
    wal.unlink(missing_ok=True)
    path.with_name(path.name + "-shm").unlink(missing_ok=True)


def tidy(connection: sqlite3.Connection) -> None:
    """Fold the -wal into the file, so that the file is all there is."""
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:  # a reader has it open, or the disk is full: -wal stays valid
        return
