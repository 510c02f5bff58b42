"""Saving: every run of a sweep as CSV, xlsx, Parquet, JSON or Stata, each with its codebook."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from hldsim.errors import StorageError
from hldsim.experiments.sweep.codebook import Entry, codebook, codebook_table, codebook_text
from hldsim.experiments.sweep.columns import listed
from hldsim.experiments.sweep.extras import need
from hldsim.experiments.sweep.manifest import ResultError
from hldsim.experiments.sweep.results import Results
from hldsim.experiments.sweep.stored import stored

SHEET_ROWS = 1_048_575
"""Rows below the headings of a worksheet."""

STATA_NAME, STATA_LABEL = 32, 80
"""Letters of a variable's name and of its label in Stata."""


def save_results(results: Results, place: str | Path) -> tuple[Path, ...]:
    """Write every run to one file, by the ending of its name, and the codebook beside it.

    CSV (UTF-8, comma, point), Parquet and JSON (one array of objects) are written by the database,
    a stretch at a time. A worksheet has the codebook as its second sheet; Stata has it as labels
    of variables, whose names are shortened (the codebook says how).

    Returns
    -------
    tuple of Path
        What was written.

    Raises
    ------
    ResultError
        If the ending is unknown, or the rows do not fit.
    StorageError
        If the place cannot be written.
    """
    path = Path(place)
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise ResultError(f"{path.name!r}; allowed: a name ending in {', '.join(WRITERS)}")
    prepared = stored(results.folder)
    entries = codebook(prepared.design, prepared.scenarios, results.columns)
    book = path.with_name(f"{path.stem}.codebook.md")
    beside = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        renamed = write(results, beside, entries) or {}
        os.replace(beside, path)
        text = codebook_text(entries, results.manifest.title)
        if renamed:
            text += "\n## Names in Stata\n\n| variable | column |\n| --- | --- |\n"
            text += "".join(f"| `{short}` | `{name}` |\n" for name, short in renamed.items())
        book.write_text(text, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path} cannot be written ({error.strerror or error})") from None
    finally:
        if beside.exists():
            beside.unlink()
    return path, book


def _sql(results: Results) -> str:
    return f"SELECT {listed(results.columns)} FROM run {results.order}"


def _csv(results: Results, path: Path, entries: Sequence[Entry]) -> None:
    results.copy(_sql(results), path, "FORMAT csv, HEADER")


def _parquet(results: Results, path: Path, entries: Sequence[Entry]) -> None:
    results.copy(_sql(results), path, "FORMAT parquet, COMPRESSION zstd")


def _json(results: Results, path: Path, entries: Sequence[Entry]) -> None:
    results.copy(_sql(results), path, "FORMAT json, ARRAY true")


def _xlsx(results: Results, path: Path, entries: Sequence[Entry]) -> None:
    if len(results) > SHEET_ROWS:
        raise ResultError(
            f"{len(results):,} runs; a worksheet has {SHEET_ROWS:,} rows; allowed: .csv, .parquet"
        )
    book = need("openpyxl").Workbook(write_only=True)
    sheet, second = book.create_sheet("runs"), book.create_sheet("codebook")
    sheet.append([column.name for column in results.columns])
    for row in results.rows(_sql(results)):
        sheet.append(row)
    table = codebook_table(entries)
    second.append(list(table.columns))
    for row in table.itertuples(index=False):
        second.append(list(row))
    with open(path, "wb") as file:
        book.save(file)


def _stata(results: Results, path: Path, entries: Sequence[Entry]) -> dict[str, str]:
    names = stata_names([entry.column for entry in entries])
    frame = results.table().rename(columns=names)
    text = {names[column.name] for column in results.columns if column.type == "VARCHAR"}
    for name in text:
        frame[name] = frame[name].fillna("").astype(object)
    labels = {names[entry.column]: _label(entry) for entry in entries}
    frame.to_stata(path, write_index=False, variable_labels=labels, version=118)
    return {name: short for name, short in names.items() if name != short}


def _label(entry: Entry) -> str:
    unit = f" [{entry.unit}]" if entry.unit else ""
    return f"{entry.meaning}{unit}"[:STATA_LABEL]


def stata_names(names: Sequence[str]) -> dict[str, str]:
    """Names that Stata takes: letters, digits and _, at most 32, each once.

    Examples
    --------
    >>> stata_names(["point", "agreed.venue", "passed[un]"])
    {'point': 'point', 'agreed.venue': 'agreed_venue', 'passed[un]': 'passed_un'}
    """
    found: dict[str, str] = {}
    for name in names:
        short = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "v"
        short = (short if short[0].isalpha() else f"v{short}")[:STATA_NAME]
        number, base = 2, short
        while short in found.values():
            short = f"{base[: STATA_NAME - len(str(number)) - 1]}_{number}"
            number += 1
        found[name] = short
    return found


WRITERS: dict[str, Callable[[Results, Path, Sequence[Entry]], Any]] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
    ".json": _json,
    ".dta": _stata,
}
"""Writers by ending."""
