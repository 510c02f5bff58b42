"""A scenario's files, from a folder or one .zip, to a reading: a document and what was wrong."""

from __future__ import annotations

import datetime as dt
import stat
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from hldsim.errors import Fault
from hldsim.scenario.columns import FIXED_COLUMNS, figure_columns, preference_columns
from hldsim.scenario.rows import decode, read_table
from hldsim.scenario.store import current

SCENARIO_FILE = "scenario.toml"
PARTY_FILE = "parties.csv"

MOST_BYTES = 64 * 1024 * 1024
"""No scenario needs more; a .zip that unpacks to more is refused before it is unpacked."""


@dataclass
class Reading:
    """A document as read, before anyone has looked at what it says.

    Attributes
    ----------
    document : dict
        Content of ``scenario.toml`` with the rows of ``parties.csv`` under ``"parties"``.
    rows : list of int
        Spreadsheet row of each party, empty where the document did not come from a table.
    files : Mapping[str, bytes] or None
        Every file by its name inside the scenario; None for a document made elsewhere.
    faults : list of Fault
        Found while reading.
    """

    document: dict[str, Any] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    files: Mapping[str, bytes] | None = None
    faults: list[Fault] = field(default_factory=list)


def read_scenario(path: Path) -> Reading:
    """Read a scenario folder or .zip; whatever is wrong with it is in the reading's ``faults``."""
    reading = Reading(files={})
    files = read_files(path, reading.faults)
    reading.files = files
    if not files and reading.faults:
        return reading
    for name in (SCENARIO_FILE, PARTY_FILE):
        if name not in files:
            reading.faults.append(Fault("file.missing", name, "absent", f"{name} in {path.name}"))
    if SCENARIO_FILE in files:
        reading.document = _read_toml(files[SCENARIO_FILE], reading.faults)
    toml_is_read = bool(reading.document)
    if "parties" in reading.document:
        del reading.document["parties"]
        reading.faults.append(
            Fault("key.unknown", f"{SCENARIO_FILE}, parties", "a table", f"rows in {PARTY_FILE}")
        )
    reading.document["parties"] = []
    if PARTY_FILE in files:
        document = reading.document
        known = (*FIXED_COLUMNS, *preference_columns(document), *figure_columns(document))
        table = read_table(files[PARTY_FILE], PARTY_FILE, known)
        document["parties"], reading.rows = table.rows, table.numbers
        # Without the TOML nobody knows which columns the scenario announces.
        reading.faults += [f for f in table.faults if toml_is_read or f.check != "column.unknown"]
    return reading


def read_files(path: Path, faults: list[Fault]) -> dict[str, bytes]:
    """Return every file of a scenario by its name inside it; unreadable ones are faults."""
    try:
        if path.is_dir():
            return _read_folder(path)
        if path.is_file():
            return _read_zip(path, faults)
    except OSError as error:
        faults.append(
            Fault("file.unreadable", path.name, str(error.strerror or error), "a readable file")
        )
        return {}
    allowed = f"a folder with {SCENARIO_FILE} and {PARTY_FILE}, or the same as one .zip"
    faults.append(Fault("file.missing", str(path), "absent", allowed))
    return {}


def _read_folder(path: Path) -> dict[str, bytes]:
    names = [path / SCENARIO_FILE, path / PARTY_FILE, *sorted(path.glob("sources/*"))]
    names += sorted(path.glob("*.md"))
    found = {name.relative_to(path).as_posix(): name for name in names}
    places = {name: current(path, name) for name in found}
    return {name: place.read_bytes() for name, place in places.items() if place.is_file()}


def _read_zip(path: Path, faults: list[Fault]) -> dict[str, bytes]:
    """Read a .zip in memory: nothing is unpacked to disk, so nothing can land elsewhere."""
    files: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if not m.is_dir()]
            size = sum(m.file_size for m in members)
            if size > MOST_BYTES:
                allowed = f"at most {MOST_BYTES} bytes unpacked"
                faults.append(Fault("zip.size", path.name, f"{size} bytes", allowed))
                return {}
            for member in members:
                if _is_unsafe(member):
                    allowed = "plain files inside the scenario's own folder"
                    faults.append(Fault("zip.unsafe", path.name, member.filename, allowed))
                else:
                    files[member.filename] = archive.read(member)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        # RuntimeError: encrypted; NotImplementedError: an exotic compression.
        faults.append(_damaged(path, error))
        return {}
    except Exception as error:
        # Each decompressor has its own error class; all of them mean the same to the reader.
        if type(error).__module__ not in ("zlib", "lzma", "_lzma", "bz2"):
            raise
        faults.append(_damaged(path, error))
        return {}
    return _without_top_folder(files)


def _damaged(path: Path, error: Exception) -> Fault:
    said = str(error) or type(error).__name__
    if path.suffix == ".hldrun":
        allowed = "a scenario folder or .zip; for a run file: hldsim gui FILE, hldsim replay FILE"
        return Fault("zip.damaged", path.name, "a run file", allowed)
    return Fault("zip.damaged", path.name, said, "a plain, whole .zip")


def _is_unsafe(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    link = stat.S_ISLNK(member.external_attr >> 16)
    odd = "\\" in member.filename or ":" in member.filename
    return link or odd or name.is_absolute() or ".." in name.parts


def _without_top_folder(files: dict[str, bytes]) -> dict[str, bytes]:
    """Drop the one folder everything lies in, which most tools that make a .zip add."""
    tops = {name.split("/", 1)[0] for name in files if "/" in name}
    if SCENARIO_FILE in files or len(tops) != 1 or any("/" not in name for name in files):
        return files
    return {name.split("/", 1)[1]: data for name, data in files.items()}


def _read_toml(data: bytes, faults: list[Fault]) -> dict[str, Any]:
    text = decode(data, SCENARIO_FILE, faults)
    if text is None:
        return {}
    try:
        table = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        faults.append(Fault("toml.syntax", SCENARIO_FILE, str(error), "TOML 1.0"))
        return {}
    except (RecursionError, ValueError) as error:
        # Thousands of nested brackets, or an integer of thousands of digits.
        faults.append(Fault("toml.syntax", SCENARIO_FILE, str(error), "TOML 1.0, nested sensibly"))
        return {}
    plain = _plain(table)
    assert isinstance(plain, dict)
    return plain


def _plain(value: Any) -> Any:
    """Write dates as text, since a scenario's dates are labels ("2006-09", "autumn 2003")."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value
