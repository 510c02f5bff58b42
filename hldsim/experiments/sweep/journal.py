"""Journal: answers kept as they come, so that a kill loses no run that was finished.

An answer is one transaction of a small SQLite file; when enough have come they are written to a
Parquet part, and one more transaction lists the part and empties the journal. A part that is not
listed was not finished and is deleted when the folder is next opened for writing.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.errors import StorageError
from hldsim.experiments.sweep.columns import Column, listed, quoted
from hldsim.experiments.sweep.extras import need
from hldsim.experiments.sweep.manifest import ResultError

B1 = NDArray[np.bool_]
Row = Sequence[Any]

JOURNAL, LOCK, RUNS = "journal.sqlite", "lock.sqlite", "runs"

PART = 20_000
"""Rows of a part."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, n INTEGER, rows TEXT)",
    "CREATE TABLE IF NOT EXISTS part (name TEXT PRIMARY KEY, n INTEGER)",
)


class Journal:
    """The one writer of a folder of results.

    Raises
    ------
    ResultError
        If somebody else writes there.
    StorageError
        If the place cannot be written.
    """

    def __init__(self, folder: Path, columns: tuple[Column, ...], part: int = PART) -> None:
        self.folder, self.columns, self._part = folder, columns, part
        (folder / RUNS).mkdir(parents=True, exist_ok=True)
        self._lock = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=0)
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self._lock.close()
            raise ResultError(f"{folder}: another hldsim is writing results here") from None
        with self._told():
            self._file = sqlite3.connect(folder / JOURNAL)
            self._file.execute("PRAGMA journal_mode=WAL")
            self._file.execute("PRAGMA synchronous=NORMAL")
            for table in _TABLES:
                self._file.execute(table)
            self._file.commit()
        self._sweep_up()
        self._waiting = sum(n for (n,) in self._file.execute("SELECT n FROM answer"))

    def add(self, rows: Sequence[Row]) -> None:
        """Keep the rows of one answer; once this returns a kill does not lose them."""
        with self._told():
            self._file.execute(
                "INSERT INTO answer (n, rows) VALUES (?, ?)",
                (len(rows), json.dumps([list(row) for row in rows], allow_nan=False)),
            )
            self._file.commit()
        self._waiting += len(rows)
        if self._waiting >= self._part:
            self.compact()

    def compact(self) -> None:
        """Write what waits in the journal to a part."""
        rows = list(waiting(self.folder))
        if not rows:
            return
        number = self._file.execute("SELECT count(*) FROM part").fetchone()[0]
        name = f"part-{number:05d}.parquet"
        with self._told():
            _write_part(self.folder / RUNS / name, self.columns, rows)
            self._file.execute("INSERT INTO part VALUES (?, ?)", (name, len(rows)))
            self._file.execute("DELETE FROM answer")
            self._file.commit()
        self._waiting = 0

    def close(self) -> None:
        """Let go; what waits stays in the journal."""
        self._file.close()
        self._lock.close()
        (self.folder / LOCK).unlink(missing_ok=True)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _sweep_up(self) -> None:
        known = {name for (name,) in self._file.execute("SELECT name FROM part")}
        for path in (self.folder / RUNS).iterdir():
            if path.name not in known:
                path.unlink()

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A full disk and the like, in one line."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"{self.folder} cannot be written ({error}); what is done is kept, and "
                "--resume goes on once there is room"
            ) from None


def waiting(folder: Path) -> list[Row]:
    """Rows of the journal that are in no part yet."""
    place = folder / JOURNAL
    if not place.exists():
        return []
    with closing(sqlite3.connect(place, timeout=10)) as file:
        try:
            answers = file.execute("SELECT rows FROM answer ORDER BY id").fetchall()
        except sqlite3.Error as error:
            raise ResultError(f"{place}: cannot be read ({error})") from None
    return [row for (text,) in answers for row in json.loads(text)]


def parts(folder: Path) -> list[Path]:
    """Parts that are finished."""
    place = folder / JOURNAL
    if not place.exists():
        return []
    with closing(sqlite3.connect(place, timeout=10)) as file:
        names = [name for (name,) in file.execute("SELECT name FROM part ORDER BY name")]
    return [folder / RUNS / name for name in names]


def _write_part(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Write a Parquet file beside its place, then move it there."""
    duckdb = need("duckdb")
    beside = path.with_suffix(".new")
    with closing(duckdb.connect()) as base:
        load_rows(base, "part", columns, rows)
        order = "condition, point, replicate"
        base.execute(
            f"COPY (SELECT * FROM part ORDER BY {order}) TO '{_text(beside)}' "
            "(FORMAT parquet, COMPRESSION zstd)"
        )
    with open(beside, "rb+") as file:
        os.fsync(file.fileno())
    os.replace(beside, path)


def load_rows(base: Any, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> None:
    """Make a table of rows in a DuckDB connection."""
    import pandas

    typed = ", ".join(f"{quoted(column.name)} {column.type}" for column in columns)
    base.execute(f"CREATE TABLE {name} ({typed})")
    frame = pandas.DataFrame(
        {
            column.name: pandas.array([row[n] for row in rows], dtype=_DTYPE[column.type])
            for n, column in enumerate(columns)
        }
    )
    if len(frame):
        base.register("given", frame)
        base.execute(f"INSERT INTO {name} SELECT {listed(columns)} FROM given")
        base.unregister("given")


_DTYPE: dict[str, Any] = {"VARCHAR": "object", "BIGINT": "Int64", "DOUBLE": "Float64"}


def _text(path: Path) -> str:
    return str(path).replace("'", "''")
