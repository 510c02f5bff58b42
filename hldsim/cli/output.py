"""What goes to the screen: JSON, tables in plain text, progress on standard error."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from hldsim.errors import StorageError

Cell = str | int | float | None


def emit_json(data: object) -> None:
    """Print one JSON object; NaN and infinity are no JSON and would be an error here.

    What the terminal or pipe has no letters for is escaped, so that it stays the same JSON.
    """
    text = as_text(data)
    if not _can_say(text):
        text = json.dumps(data, ensure_ascii=True, allow_nan=False, indent=1)
    click.echo(text)


def _can_say(text: str) -> bool:
    """Whether standard output has letters for all of a text."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True


def as_text(data: object) -> str:
    """JSON as it is printed and written."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=1)


def note(text: str) -> None:
    """Tell people something that is no result, on standard error."""
    click.echo(text, err=True)


def table(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Rows under headings, numbers to the right.

    Examples
    --------
    >>> print(table(["class", "share"], [["hosted", "94 %"], ["none", "6 %"]]))
    class   share
    hosted   94 %
    none      6 %
    """
    cells = [[_cell(cell) for cell in row] for row in rows]
    widths = [max(len(line[n]) for line in [list(headings), *cells]) for n in range(len(headings))]
    right = [
        bool(rows) and all(not isinstance(row[n], str) or _numeric(row[n]) for row in rows)
        for n in range(len(headings))
    ]
    lines = []
    for line in [list(headings), *cells]:
        padded = [
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ]
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def percent(share: float | None, digits: int = 0) -> str:
    """A share as people read it."""
    return "" if share is None else f"{100 * share:.{digits}f} %"


def interval(low: float | None, high: float | None) -> str:
    """An interval of shares."""
    return "" if low is None or high is None else f"{100 * low:.0f}-{100 * high:.0f} %"


def _cell(cell: Cell) -> str:
    if cell is None:
        return ""
    return f"{cell:.4g}" if isinstance(cell, float) else str(cell)


def _numeric(cell: Cell) -> bool:
    return not str(cell) or str(cell)[0].isdigit() or str(cell)[0] in "-+"


def progress_on_stderr(every: float = 0.2) -> Callable[[int, int, float | None], None] | None:
    """Progress in one line that is written over; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        return None
    told = [0.0]

    def tell(done: int, total: int, left: float | None) -> None:
        now = time.monotonic()
        if done < total and now - told[0] < every:
            return
        told[0] = now
        rest = "" if left is None else f", {_duration(left)} left"
        line = f"{done} of {total} runs{rest}" if done < total else ""
        click.echo(f"\r{line:<60}\r{line}", err=True, nl=False)

    return tell


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


def must_be_writable(path: str) -> None:
    """See, before anything takes its time, that a file can be written at a place.

    Raises
    ------
    StorageError
        If it cannot; the place, and what is allowed.
    """
    place = Path(path)
    folder = place.absolute().parent
    if place.is_dir():
        raise StorageError(f"{path} is a folder; allowed: a file in it")
    if not folder.is_dir():
        raise StorageError(f"{path}: no folder {folder}; allowed: a file in a folder that is there")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StorageError(
            f"{path}: no permission to write in {folder}; allowed: a folder you may write in"
        )


def write_text(path: str, text: str) -> None:
    """Write a file whole or not at all."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: str, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    StorageError
        If it cannot be written; what stood there stays.
    """
    place = Path(path)
    beside = place.with_name(f".{place.name}.part")
    try:
        beside.write_bytes(data)
        beside.replace(place)
    except OSError as error:
        try:
            beside.unlink(missing_ok=True)
        except OSError:
            pass
        raise StorageError(f"{path} cannot be written ({error.strerror or error})") from None


def rows_of(data: Sequence[dict[str, Any]], *keys: str) -> list[list[Any]]:
    """Pick columns out of plain data."""
    return [[row[key] for key in keys] for row in data]
