"""Run files as files: who writes one, made whole or not at all, old ones brought up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from hldsim.errors import HldsimError, RunFileError, StorageError
from hldsim.record import format as layout
from hldsim.record.opening import connect, damaged, may_write, wal_of
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


@contextmanager
def owned(path: Path) -> Iterator[None]:
    """Be the only one who writes under a name, for as long as something is done to it.

    Raises
    ------
    StorageError
        If a run of that name is open, or nothing can be written there.
    """
    owner = Owner(path)
    if not owner.take():
        folder = path.absolute().parent
        if not folder.is_dir():
            raise storage_error(path, NotADirectoryError(f"{folder}: no such folder"))
        if not os.access(folder, os.W_OK):
            raise storage_error(path, PermissionError(f"{folder}: no permission to write there"))
        raise StorageError(f"{path} is open in an hldsim; close it there, or choose another name")
    try:
        yield
    finally:
        owner.release()


def set_aside(path: Path) -> Path:
    """Rename what lies under a name, with all that belongs to it; return where it is now.

    That is ``NAME~``, or the first of ``NAME~2``, ``NAME~3``, ... that is free.

    Raises
    ------
    StorageError
        If it is open, or cannot be renamed; it is untouched then.
    """
    with owned(path):
        try:
            _fold_in(path)
            kept = _free_name(path)
            wal = wal_of(path)
            if wal.exists():  # could not be folded in: it goes along
                wal.rename(wal_of(kept))
            try:
                path.rename(kept)
            except OSError:
                if wal_of(kept).exists():
                    wal_of(kept).rename(wal)
                raise
        except OSError as error:
            reason = error.strerror or error
            raise StorageError(
                f"{path} cannot be replaced ({reason}); choose another name"
            ) from None
    return kept


def _fold_in(path: Path) -> None:
    """Bring what a killed run left in its -wal into the file itself, where that is possible."""
    if not wal_of(path).exists():
        return
    try:
        with closing(connect(path, read_only=False)) as connection:
            tidy(connection)
    except RunFileError:  # damaged, newer, or no run at all: moved as it is
        return


def _free_name(path: Path) -> Path:
    """The first name beside it that nothing has."""
    for n in count(1):
        kept = path.with_name(f"{path.name}~{'' if n == 1 else n}")
        if not os.path.lexists(kept) and not wal_of(kept).exists():
            return kept
    raise AssertionError("unreachable")


def for_writing(path: Path) -> sqlite3.Connection:
    """Open as its writer: what is committed is on the disk."""
    connection = connect(path, read_only=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
    except sqlite3.Error as error:
        connection.close()
        raise storage_error(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def for_reading(path: Path) -> sqlite3.Connection:
    """Open read-only; an older format is brought up to date in memory, the file stays as it is."""
    connection = connect(path, read_only=True)
    try:
        if layout.version_of(connection) == len(layout.MIGRATIONS):
            return connection
        memory = _migrated(connection)
    except sqlite3.Error as error:
        connection.close()
        raise damaged(path, error) from error
    except BaseException:
        connection.close()
        raise
    connection.close()
    return memory


def _migrated(old: sqlite3.Connection) -> sqlite3.Connection:
    """An older file in memory, in today's format."""
    memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    try:
        old.backup(memory)
        layout.migrate(memory)
    except BaseException:
        memory.close()
        raise
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
    except BaseException as error:
        _remove(partial)
        if isinstance(error, sqlite3.Error | OSError) and not isinstance(error, HldsimError):
            raise storage_error(path, error) from error
        raise


def _remove(partial: Path) -> None:
    """Take away what was begun, unless even that fails."""
    try:
        partial.unlink(missing_ok=True)
    except OSError:
        return


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
