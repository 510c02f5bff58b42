"""The run file: one SQLite file holding a run's whole tree of futures.

Whatever a method has returned from is on the disk (WAL, synchronous=FULL): a run killed at any
moment keeps every act and round that was acknowledged. While a run is open, two files of
SQLite's and one lock lie beside it (-wal, -shm, -lock); a closed run is one file.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hldsim.domain.events import Event
from hldsim.errors import RunFileError, StorageError
from hldsim.record import format as layout
from hldsim.record.blob import unpack
from hldsim.record.files import (
    for_reading,
    for_writing,
    new_file,
    own,
    owned,
    storage_error,
    tidy,
    update_on_copy,
)
from hldsim.record.inserts import insert_act, insert_head, insert_round, set_current
from hldsim.record.opening import damaged, look, missing_wal
from hldsim.record.owner import Owner
from hldsim.record.rows import ActRow, Branch, Head, RoundRow
from hldsim.record.tips import Tip, read_tips

_META = ("seed", "conditioned", "version", "created", "scenario_hash")


class RunFile:
    """An open run file; use ``create`` or ``open``.

    Safe to use from several threads: calls wait for each other.

    Attributes
    ----------
    read_only : bool
        Whether nothing can be written here.
    note : str
        What a person should know about how it was opened, in one line; empty if nothing.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, owner: Owner | None, note: str = ""
    ) -> None:
        self.path = path
        self.read_only = owner is None
        self.note = note
        self._db = connection
        self._owner = owner
        self._lock = threading.RLock()
        self._closed = False

    @classmethod
    def create(cls, path: Path, head: Head) -> RunFile:
        """Make a new file with branch 0 and nothing in it.

        Raises
        ------
        StorageError
            If there is a file of that name, or the place cannot be written.
        """
        if path.exists():
            raise StorageError(f"{path} exists; choose another name, or remove it first")
        if not path.absolute().parent.is_dir():
            raise StorageError(f"{path.absolute().parent}: no such folder; make it first")
        owner = Owner(path)
        if not owner.take():
            raise StorageError(f"{path} cannot be written: no permission, or it is in use")
        try:
            with new_file(path) as connection:
                layout.migrate(connection)
                connection.execute("BEGIN")
                insert_head(connection, head)
                connection.execute("COMMIT")
            try:
                return cls(path, for_writing(path), owner)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        except BaseException:
            owner.release()
            raise

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> RunFile:
        """Open a file; an older format is brought up to date on a copy first.

        Where another process is writing it, or it may not be written, it opens read-only and
        ``note`` says so.

        Raises
        ------
        RunFileError
            If it is no run file, damaged or too new; one line that says what to do.
        """
        look(path)  # a stranger's file gets no lock beside it
        owner, note = (None, "") if read_only else own(path)
        try:
            lost = missing_wal(path)
            if owner is None:
                file = cls(path, for_reading(path), None, note)
            else:
                update_on_copy(path)
                file = cls(path, for_writing(path), owner)
        except BaseException:
            if owner is not None:
                owner.release()
            raise
        if lost and file.read_only is False:
            file.note = f"{path} was not closed and its -wal is gone: the last rounds may be lost"
        return file

    # ------------------------------------------------------------------ reading

    def head(self) -> Head:
        """Return what the run starts from."""
        with self._reading() as db:
            meta = dict(db.execute("SELECT key, value FROM meta"))
            missing = [key for key in _META if key not in meta]
            if missing:
                raise damaged(self.path, f"it does not say its {missing[0]}")
            row = db.execute(
                "SELECT json FROM scenario WHERE hash = ?", (meta["scenario_hash"],)
            ).fetchone()
        if row is None:
            raise damaged(self.path, "its scenario is missing")
        return Head(
            seed=int(meta["seed"]),
            conditioned=meta["conditioned"] == "1",
            version=meta["version"],
            created=meta["created"],
            scenario_hash=meta["scenario_hash"],
            scenario_json=row[0],
        )

    def current(self) -> int:
        """Return the branch the run was on last."""
        with self._reading() as db:
            row = db.execute("SELECT value FROM meta WHERE key = 'current'").fetchone()
        return 0 if row is None else int(row[0])

    def branches(self) -> list[Branch]:
        """Return every branch, parents first."""
        with self._reading() as db:
            rows = db.execute("SELECT id, parent, forked_at, label FROM branch ORDER BY id")
            return [Branch(*row) for row in rows]

    def acts(self, branch: int) -> list[ActRow]:
        """Return the acts of one branch, in order."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT seq, k, kind, body, author FROM act WHERE branch = ? ORDER BY seq",
                (branch,),
            )
            return [
                ActRow(branch, seq, k, kind, json.loads(body), author)
                for seq, k, kind, body, author in rows
            ]

    def rounds(self, branch: int) -> list[RoundRow]:
        """Return the finished rounds of one branch, without those it shares with its parent."""
        with self._reading() as db:
            events = self._events(db, branch)

            def fetch(name: bytes) -> bytes | None:
                row = db.execute("SELECT elements FROM piece WHERE name = ?", (name,)).fetchone()
                return None if row is None else bytes(row[0])

            rows = db.execute(
                "SELECT k, phase, state, digest FROM round WHERE branch = ? ORDER BY k", (branch,)
            )
            return [
                RoundRow(
                    branch,
                    k,
                    phase,
                    None if state is None else unpack(state, fetch),
                    digest,
                    tuple(events.get(k, ())),
                )
                for k, phase, state, digest in rows
            ]

    def digests(self, branch: int) -> dict[int, str]:
        """Return the digests of one branch's own rounds, by round."""
        with self._reading() as db:
            rows = db.execute("SELECT k, digest FROM round WHERE branch = ? ORDER BY k", (branch,))
            return {int(k): str(digest) for k, digest in rows}

    def tips(self) -> dict[int, Tip]:
        """Return how far the own rounds of each branch have come, without reading states."""
        with self._reading() as db:
            return read_tips(db)

    def notes(self, branch: int) -> dict[int, str]:
        """Return the notes of one branch, by round."""
        with self._reading() as db:
            rows = db.execute("SELECT k, text FROM note WHERE branch = ? ORDER BY k", (branch,))
            return {int(k): str(text) for k, text in rows}

    # ------------------------------------------------------------------ writing

    def add_branch(self, branch: Branch, acts: list[ActRow] | None = None) -> None:
        """Open a branch, with the acts it starts with, and make it the current one."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO branch VALUES (?, ?, ?, ?)",
                (branch.id, branch.parent, branch.forked_at, branch.label),
            )
            for act in acts or ():
                insert_act(db, act)
            set_current(db, branch.id)

    def set_label(self, branch: int, label: str) -> None:
        """Give a branch another label."""
        with self._writing() as db:
            db.execute("UPDATE branch SET label = ? WHERE id = ?", (label, branch))

    def set_current(self, branch: int) -> None:
        """Remember which branch the run is on."""
        with self._writing() as db:
            set_current(db, branch)

    def add_act(self, act: ActRow) -> None:
        """Keep an act; it may be acknowledged once this has returned."""
        with self._writing() as db:
            insert_act(db, act)

    def add_rounds(self, rows: list[RoundRow]) -> None:
        """Keep finished rounds: states, events and digests in one transaction."""
        with self._writing() as db:
            for row in rows:
                insert_round(db, row)

    def set_note(self, branch: int, k: int, text: str) -> None:
        """Keep a note on a round; an empty text removes it."""
        with self._writing() as db:
            db.execute("DELETE FROM note WHERE branch = ? AND k = ?", (branch, k))
            if text:
                db.execute("INSERT INTO note VALUES (?, ?, ?)", (branch, k, text))

    def save_copy(self, target: Path) -> None:
        """Write all of it to another file, replacing what is there; this one stays open.

        Raises
        ------
        StorageError
            If the place cannot be written, or a run is open there; what was there before is
            untouched.
        """
        if target.absolute() == self.path.absolute():
            raise StorageError(f"{target} is this run file itself; choose another name")
        with self._lock:
            self._must_be_open()
            with owned(target), new_file(target) as copy:
                self._db.backup(copy)

    def close(self) -> None:
        """Leave one tidy file behind and let go of it; closing again does nothing.

        Raises
        ------
        StorageError
            If the file could not be put in order; it is let go of all the same.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
            try:
                if not self.read_only:
                    tidy(self._db)
            except sqlite3.Error as error:
                raise storage_error(self.path, error) from error
            finally:
                self._let_go()

    def discard(self) -> None:
        """Let go of a file that was just made, and remove it: nothing in it was acknowledged."""
        try:
            self.close()
        finally:
            self.path.unlink(missing_ok=True)

    # ------------------------------------------------------------------ inside

    def _let_go(self) -> None:
        try:
            self._db.close()
        finally:
            if self._owner is not None:
                self._owner.release()

    def _must_be_open(self) -> None:
        if self._closed:
            raise StorageError(f"{self.path} was closed; open it again to go on")

    def _events(self, db: sqlite3.Connection, branch: int) -> dict[int, list[Event]]:
        found: dict[int, list[Event]] = {}
        rows = db.execute(
            "SELECT k, kind, party, coalition, body FROM event WHERE branch = ? ORDER BY k, seq",
            (branch,),
        )
        for k, kind, party, coalition, body in rows:
            event = Event(kind, k, party, coalition, json.loads(body))
            found.setdefault(k, []).append(event)
        return found

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._must_be_open()
            try:
                yield self._db
            except RunFileError as error:
                raise RunFileError(f"{self.path}: {error}") from None
            except (sqlite3.DatabaseError, ValueError) as error:
                raise damaged(self.path, error) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._must_be_open()
            if self.read_only:
                raise StorageError(f"{self.path} is open for reading only; save a copy to go on")
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                raise storage_error(self.path, error) from error
            except BaseException:
                self._roll_back()
                raise

    def _roll_back(self) -> None:
        try:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        except sqlite3.Error:  # what broke the transaction is what is told
            return
