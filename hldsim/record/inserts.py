"""Rows into a run file: what is written, and how much of a state."""

from __future__ import annotations

import sqlite3

from hldsim.record.blob import pack
from hldsim.record.digest import canonical
from hldsim.record.rows import ActRow, Head, RoundRow
from hldsim.table.state import State

LARGE = 256 * 1024
"""New bytes above which a state is kept only every ``EVERY`` rounds."""
EVERY = 10


def insert_head(db: sqlite3.Connection, head: Head) -> None:
    """Write what a run starts from, and branch 0."""
    meta = {
        "seed": str(head.seed),
        "conditioned": str(int(head.conditioned)),
        "version": head.version,
        "created": head.created,
        "scenario_hash": head.scenario_hash,
        "current": "0",
    }
    db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    db.execute("INSERT INTO scenario VALUES (?, ?)", (head.scenario_hash, head.scenario_json))
    db.execute("INSERT INTO branch VALUES (0, NULL, -1, '')")


def set_current(db: sqlite3.Connection, branch: int) -> None:
    """Remember which branch the run is on."""
    db.execute("INSERT OR REPLACE INTO meta VALUES ('current', ?)", (str(branch),))


def insert_act(db: sqlite3.Connection, act: ActRow) -> None:
    """Write an act."""
    body = canonical(dict(act.body))
    db.execute(
        "INSERT INTO act VALUES (?, ?, ?, ?, ?, ?)",
        (act.branch, act.seq, act.k, act.kind, body, act.author),
    )


def insert_round(db: sqlite3.Connection, row: RoundRow) -> None:
    """Write a finished round with its events."""
    blob = None if row.state is None else _insert_state(db, row.k, row.state)
    db.execute(
        "INSERT INTO round VALUES (?, ?, ?, ?, ?)", (row.branch, row.k, row.phase, blob, row.digest)
    )
    db.executemany(
        "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (row.branch, row.k, n, e.kind, e.party, e.coalition, canonical(dict(e.fields)))
            for n, e in enumerate(row.events)
        ],
    )


def _insert_state(db: sqlite3.Connection, k: int, state: State) -> bytes | None:
    """Keep what of a state is not there yet; return its blob, or None where it is not kept."""
    pieces: dict[bytes, bytes] = {}
    blob = pack(state, pieces)
    known = "SELECT 1 FROM piece WHERE name = ?"
    new = {n: x for n, x in pieces.items() if db.execute(known, (n,)).fetchone() is None}
    if k % EVERY and len(blob) + sum(map(len, new.values())) > LARGE:
        return None
    db.executemany("INSERT INTO piece VALUES (?, ?)", new.items())
    return blob
