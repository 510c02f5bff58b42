"""Journals: edits that are not saved yet, kept as they are made. No Qt.

A journal is a file of lines of JSON. The first holds the scenario as last saved, each further one
what an edit changed, whole rows and whole parts of the document. A line is with the system once
`Journal.note` has returned, so a killed process loses nothing it was told of; `Journal.settle`
has it on the disk, for a power cut. A last line that was cut off counts as not written. Whoever
writes a journal holds a lock beside it; one without a holder was left behind.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import hldsim
from hldsim.errors import StorageError
from hldsim.record.owner import Owner

FORMAT = 1
SUFFIX = ".draft"
MOST_BYTES = 8_000_000
"""Size from which a journal is written anew, without the edits that were overtaken."""
_APPEND = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """What a journal holds.

    Attributes
    ----------
    base : dict
        The scenario as it was last saved.
    document : dict
        As the last edit left it.
    home : str
        Where it was saved; empty where nowhere yet.
    edits : int
        Edits kept.
    words : str
        What the last one did.
    when : float
        When that was, in seconds since 1970.
    """

    base: dict[str, Any]
    document: dict[str, Any]
    home: str = ""
    seed: int = 1
    edits: int = 0
    words: str = ""
    when: float = 0.0
    file: Path = field(default=Path(), compare=False)

    @property
    def title(self) -> str:
        """What the scenario is called."""
        return str(self.document.get("title") or self.document.get("name") or "untitled")


class Journal:
    """Writes down the edits of one draft, from `begin` or `resume` to `remove` or `close`."""

    def __init__(self, file: Path, owner: Owner, base: Document, head: dict[str, Any]) -> None:
        self.file = file
        self._owner = owner
        self._base, self._now, self._head = base, base, head
        self._edits = 0
        self._torn = False
        self._handle: int | None = None
        self._lock = threading.Lock()

    @classmethod
    def begin(
        cls, folder: Path, base: Document, home: Path | None = None, seed: int = 1
    ) -> Journal:
        """Begin a journal under a name of its own.

        Raises
        ------
        StorageError
            If none can be written there.
        """
        head = {"home": "" if home is None else str(home), "seed": seed}
        name = str(base.get("name") or "untitled")
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _storage(folder, error) from error
        for tail in _tails():
            file = folder / f"{name}-{time.strftime('%Y%m%d-%H%M%S')}{tail}{SUFFIX}"
            owner = Owner(file)
            if not owner.take():
                if not os.access(folder, os.W_OK):
                    raise StorageError(f"{folder} cannot be written: no permission")
                continue
            if file.exists():
                owner.release()
                continue
            journal = cls(file, owner, base, head)
            try:
                journal._write_whole(base)
            except BaseException:
                owner.release()
                raise
            return journal
        raise StorageError(f"{folder} holds too many drafts")

    @classmethod
    def resume(cls, file: Path) -> tuple[Journal, Kept]:
        """Go on with a journal that was left behind.

        Raises
        ------
        StorageError
            If another process writes it, or nothing can be written there.
        ValueError, OSError
            If it cannot be read.
        """
        owner = Owner(file)
        if not owner.take():
            raise StorageError(f"{file} is in use by another hldsim, or cannot be written")
        try:
            kept = read_journal(file)
            journal = cls(file, owner, kept.base, {"home": kept.home, "seed": kept.seed})
            journal._write_whole(kept.document, kept.words, kept.edits)  # what was cut off goes
        except BaseException:
            owner.release()
            raise
        return journal, kept

    @property
    def base(self) -> Document:
        """The scenario as last saved, as it was given to `begin`."""
        return self._base

    def note(self, document: Document, words: str = "") -> None:
        """Keep a document as an edit left it; it survives this process once this has returned.

        Raises
        ------
        StorageError
            If it could not be written.
        """
        change = delta(self._now, document)
        if not change:
            return
        if self._torn:  # half a line stands at its end: only all of it together will do
            self._write_whole(document, words, self._edits + 1)
            return
        line = {"n": self._edits + 1, "when": time.time(), "words": words, **change}
        data = json.dumps(line).encode() + b"\n"
        with self._lock:
            try:
                if self._handle is None:
                    raise OSError("the journal is closed")
                if os.write(self._handle, data) != len(data):
                    raise OSError(28, "No space left on device")
                size = os.fstat(self._handle).st_size
            except OSError as error:
                self._torn = True
                raise _storage(self.file, error) from error
        self._edits += 1
        self._now = document
        if size > MOST_BYTES:
            self._write_whole(document, words, self._edits)

    def settle(self) -> None:
        """Have all of it on the disk; safe to be called from any thread."""
        with self._lock, suppress(OSError):
            if self._handle is not None:
                os.fsync(self._handle)

    def close(self) -> None:
        """Let go of the journal and leave it behind."""
        self.settle()
        with self._lock:
            handle, self._handle = self._handle, None
            if handle is not None:
                os.close(handle)
        self._owner.release()

    def remove(self) -> None:
        """Let go of the journal and remove it: its edits are saved, or not wanted."""
        with suppress(OSError):
            self.file.unlink(missing_ok=True)
        self.close()

    def _write_whole(self, document: Document, words: str = "", edits: int = 0) -> None:
        """Write the first line and, where something was edited, one more; in place of all."""
        first = {"draft": FORMAT, "hldsim": hldsim.__version__, **self._head, "base": self._base}
        lines = [first]
        change = delta(self._base, document)
        if change:
            lines.append({"n": edits, "when": time.time(), "words": words, **change})
        data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
        partial = self.file.with_name(f"{self.file.name}.part")
        with self._lock:
            old, self._handle = self._handle, None
            try:
                with partial.open("wb") as out:
                    out.write(data)
                    out.flush()
                    os.fsync(out.fileno())
                if old is not None:
                    os.close(old)  # some systems rename no file that is open
                    old = None
                partial.replace(self.file)
                self._handle = os.open(self.file, _APPEND)
            except OSError as error:
                self._handle = old
                with suppress(OSError):
                    partial.unlink(missing_ok=True)
                raise _storage(self.file, error) from error
        self._now, self._edits, self._torn = document, edits, False


def read_journal(file: Path) -> Kept:
    """Read what a journal holds; a last line that was cut off is passed over.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no journal, or one of a newer hldsim.
    """
    data = file.read_bytes()
    first, *rest = data.split(b"\n")
    head = json.loads(first)
    if not isinstance(head, dict) or not isinstance(head.get("base"), dict):
        raise ValueError(f"{file} holds no draft")
    if head.get("draft") != FORMAT:
        raise ValueError(f"{file} was written by another version of hldsim ({head.get('hldsim')})")
    document, last = head["base"], {}
    for line in rest[:-1]:  # what stands after the last end of a line was cut off
        try:
            change = json.loads(line)
            document = applied(document, change)
        except (ValueError, TypeError, KeyError, IndexError):
            break
        last = change
    return Kept(
        head["base"],
        document,
        str(head.get("home") or ""),
        int(head.get("seed") or 1),
        int(last.get("n") or 0),
        str(last.get("words") or ""),
        float(last.get("when") or file.stat().st_mtime),
        file,
    )


def left_behind(folder: Path) -> list[Path]:
    """Journals that nobody writes any more, newest first."""
    files = folder.glob(f"*{SUFFIX}") if folder.is_dir() else ()
    free = [file for file in files if is_free(file)]
    return sorted(free, key=lambda file: file.stat().st_mtime, reverse=True)


def is_free(file: Path) -> bool:
    """Whether nobody writes a file under a lock."""
    owner = Owner(file)
    if not owner.take():
        return False
    owner.release()
    return True


# ------------------------------------------------------------------------------------------ changes


def delta(old: Document, new: Document) -> dict[str, Any]:
    """Return what leads from a document to another, to be given to `applied`; empty if nothing.

    Examples
    --------
    >>> delta({"a": 1, "parties": [{"id": "X"}]}, {"a": 2, "parties": [{"id": "Y"}]})
    {'set': {'a': 2}, 'rows': {'0': {'id': 'Y'}}}
    """
    change: dict[str, Any] = {}
    parts = {key: value for key, value in new.items() if not _same(old.get(key, _NONE), value)}
    rows = _rows(old.get("parties"), parts.get("parties"))
    if rows is not None:
        del parts["parties"]
    if parts:
        change["set"] = parts
    if rows:
        change["rows"] = rows
    if list(old) != list(new):
        change["keys"] = list(new)
    return change


def applied(document: Document, change: Document) -> dict[str, Any]:
    """Return a document after a change."""
    done = {**document, **change.get("set", {})}
    if change.get("rows"):
        rows = list(done["parties"])
        for place, row in change["rows"].items():
            rows[int(place)] = row
        done["parties"] = rows
    return {key: done[key] for key in change["keys"]} if "keys" in change else done


_NONE = object()


def _rows(old: Any, new: Any) -> dict[str, Any] | None:
    """Rows that differ in two tables of one length; None where all has to be written."""
    if not isinstance(old, list) or not isinstance(new, list) or len(old) != len(new):
        return None
    pairs = zip(old, new, strict=True)
    return {str(n): row for n, (was, row) in enumerate(pairs) if not _same(was, row)}


def _same(one: Any, other: Any) -> bool:
    """Whether two values are alike to the letter: 2 is not 2.0 here."""
    if one is other:
        return True
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


def _tails() -> Iterator[str]:
    yield ""
    yield from (f"-{n}" for n in range(2, 1000))


def _storage(place: Path, error: OSError) -> StorageError:
    return StorageError(f"{place} cannot be written: {error.strerror or error}")
