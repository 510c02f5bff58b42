"""Opening a run file: what can be wrong with it, said in one line with what to do about it."""

from __future__ import annotations

import os
import sqlite3
import struct
from pathlib import Path

from hldsim.errors import RunFileError
from hldsim.record import format as layout

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100
"""Bytes of an SQLite header; numbers in it are big-endian."""


def look(path: Path) -> None:
    """Look at a file without opening it as a database.

    Raises
    ------
    RunFileError
        If it is missing, a folder, empty, unreadable, no run file, cut off, or too new.
    """
    if path.is_dir():
        raise RunFileError(f"{path} is a folder; choose a {layout.SUFFIX} file in it")
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
        size = path.stat().st_size
    except FileNotFoundError:
        raise RunFileError(f"{path}: no such file; check the name, or choose another") from None
    except PermissionError:
        raise RunFileError(
            f"{path}: no permission to read it; ask for it, or open a copy of your own"
        ) from None
    except OSError as error:
        raise RunFileError(f"{path} cannot be read: {error.strerror or error}") from None
    _look_at_header(path, header, size)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Open a file that was looked at; a run that was killed is recovered from its -wal.

    The connection is in autocommit mode and may be used from any thread, one at a time.

    Raises
    ------
    RunFileError
        If the file is damaged, or newer than its header showed.
    """
    look(path)
    try:
        connection = _reader(path) if read_only else _open(path, "mode=rw")
        try:
            _check(path, connection)
        except BaseException:
            connection.close()
            raise
    except sqlite3.DatabaseError as error:
        raise damaged(path, error) from None
    return connection


def damaged(path: Path, error: object) -> RunFileError:
    """The error of a file that SQLite cannot make sense of."""
    return RunFileError(f"{path} is damaged ({error}); open a copy of it made earlier")


def missing_wal(path: Path) -> bool:
    """Whether a file was left open by its writer and has lost the -wal that belongs to it."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    return header[18:20] == b"\x02\x02" and not wal_of(path).exists()


def wal_of(path: Path) -> Path:
    """Where SQLite keeps what is not in the file itself yet."""
    return path.with_name(path.name + "-wal")


def _look_at_header(path: Path, header: bytes, size: int) -> None:
    if size == 0:
        raise RunFileError(f"{path} is empty: nothing was recorded in it; choose another file")
    if not header.startswith(_MAGIC):
        if len(header) < _HEADER and _MAGIC.startswith(header[: len(_MAGIC)]):
            raise RunFileError(f"{path} is cut off after {size} bytes; open a copy made earlier")
        raise RunFileError(f"{path} is not a run file; run files end in {layout.SUFFIX}")
    if len(header) < _HEADER:
        raise RunFileError(f"{path} is cut off after {size} bytes; open a copy made earlier")
    page, pages, version, application = _numbers(header)
    if application != layout.APPLICATION_ID:
        raise RunFileError(f"{path} is a database of another program, not a run file")
    _refuse_newer(path, version)
    if page * pages > size and not wal_of(path).exists():
        raise RunFileError(
            f"{path} is cut off: {size} of {page * pages} bytes are there; open a copy made earlier"
        )


def _numbers(header: bytes) -> tuple[int, int, int, int]:
    """Page size in bytes, pages, user_version and application_id."""
    (page,) = struct.unpack_from(">H", header, 16)
    (pages,) = struct.unpack_from(">I", header, 28)
    version, _, application = struct.unpack_from(">III", header, 60)
    return (65536 if page == 1 else page), pages, version, application


def _refuse_newer(path: Path, version: int) -> None:
    known = len(layout.MIGRATIONS)
    if version > known:
        raise RunFileError(
            f"{path} was written by a newer hldsim (format {version}; this one reads up to "
            f"{known}): update hldsim to open it"
        )


def _check(path: Path, connection: sqlite3.Connection) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise damaged(path, str(verdict).splitlines()[-1])
    _refuse_newer(path, layout.version_of(connection))


def _reader(path: Path) -> sqlite3.Connection:
    connection = _open(path, "mode=ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException as error:
        connection.close()
        if not isinstance(error, sqlite3.OperationalError) or wal_of(path).exists():
            raise
        # Left in WAL mode in a folder we may not write to: nobody can be writing it.
        return _open(path, "mode=ro&immutable=1")
    return connection


def _open(path: Path, how: str) -> sqlite3.Connection:
    place = path.absolute().as_uri()
    return sqlite3.connect(
        f"{place}?{how}", uri=True, check_same_thread=False, isolation_level=None, timeout=5.0
    )


def may_write(path: Path) -> bool:
    """Whether this user may write the file and files beside it."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK)
