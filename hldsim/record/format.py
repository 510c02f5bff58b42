"""What lies in a run file: its tables, its version, and how older versions become this one.

A new file is a file of version 0 that was migrated: there is one way to make tables. To change
the format, add a step to ``MIGRATIONS``; ``FORMAT`` follows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

APPLICATION_ID = 0x484C4452
"""``PRAGMA application_id`` of a run file: "HLDR"."""

SUFFIX = ".hldrun"

_FIRST = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scenario (hash TEXT PRIMARY KEY, json TEXT NOT NULL);
CREATE TABLE branch (
    id INTEGER PRIMARY KEY,
    parent INTEGER REFERENCES branch (id),
    forked_at INTEGER NOT NULL,
    label TEXT NOT NULL
);
CREATE TABLE act (
    branch INTEGER NOT NULL REFERENCES branch (id),
    seq INTEGER NOT NULL,
    k INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    author TEXT NOT NULL,
    PRIMARY KEY (branch, seq)
) WITHOUT ROWID;
CREATE TABLE round (
    branch INTEGER NOT NULL REFERENCES branch (id),
    k INTEGER NOT NULL,
    phase TEXT NOT NULL,
    state BLOB,
    digest TEXT NOT NULL,
    PRIMARY KEY (branch, k)
);
CREATE TABLE piece (name BLOB PRIMARY KEY, elements BLOB NOT NULL);
CREATE TABLE event (
    branch INTEGER NOT NULL,
    k INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    party INTEGER NOT NULL,
    coalition INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (branch, k, seq)
) WITHOUT ROWID;
CREATE TABLE note (
    branch INTEGER NOT NULL,
    k INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (branch, k)
) WITHOUT ROWID;
"""


def _first(connection: sqlite3.Connection) -> None:
    """Version 1: the first."""
    for statement in _FIRST.split(";"):
        if statement.strip():
            connection.execute(statement)


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (_first,)
"""Step n makes a file of version n into one of version n + 1."""

FORMAT = len(MIGRATIONS)
"""Version this hldsim writes, kept in ``PRAGMA user_version``."""


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of an open file; 0 for one without tables."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection) -> None:
    """Bring an open file up to date in one transaction; the connection is in autocommit mode."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for n in range(version_of(connection), len(MIGRATIONS)):
            MIGRATIONS[n](connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
