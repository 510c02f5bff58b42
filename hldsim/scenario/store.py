"""Files of a scenario on the disk: written whole or not at all, whatever happens meanwhile.

A .zip and a new folder are written beside their place and then moved there. In a folder that is
there already the changed files are written beside the old ones (``.NAME.new``), a list of them
(``.saving``) says that all are complete, and only then they take their places. Whoever is killed
before the list is written has changed nothing; after it, readers take the new files, and the next
save puts them in order. What else lies in the folder is nobody's business here and stays.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

_ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # equal scenarios make equal files
_LIST = ".saving"


def write_zip(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a scenario as one .zip, replacing what is there.

    Raises
    ------
    OSError
        If it cannot be written; what was there is left as it was.
    """
    _must_be_open(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for member, data in sorted(files.items()):
                    info = zipfile.ZipInfo(member, _ZIP_TIME)
                    archive.writestr(info, data, zipfile.ZIP_DEFLATED)
            out.flush()
            os.fsync(out.fileno())
        beside.chmod(_mode(path, 0o644))
        beside.replace(path)
        _settle(path.parent)
    finally:
        beside.unlink(missing_ok=True)


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a scenario into a folder; other files there stay.

    Raises
    ------
    OSError
        If it cannot be written; what was there is left as it was.
    """
    if path.exists():
        _write_into(path, files)
        return
    beside = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        for member, data in files.items():
            _write(beside / member, data)
        beside.chmod(0o755)
        beside.rename(path)
        _settle(path.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def current(path: Path, member: str) -> Path:
    """Where a file of a scenario folder is to be read from: a save may have been cut short."""
    new = _new(path / member)
    return new if member in _listed(path) and new.is_file() else path / member


# ------------------------------------------------------------------------------------------ inside


def _write_into(path: Path, files: Mapping[str, bytes]) -> None:
    for member in files:
        _must_be_open(path / member)
    _finish(path)
    changed = {m: data for m, data in files.items() if not _is(path / m, data)}
    written = []
    try:
        for member, data in changed.items():
            written.append(_new(path / member))
            _write(written[-1], data)
        if changed:
            _write(path / f"{_LIST}.new", json.dumps(list(changed)).encode())
            (path / f"{_LIST}.new").replace(path / _LIST)
            _settle(path)
    except BaseException:
        for file in (*written, path / f"{_LIST}.new"):
            with suppress(OSError):
                file.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # all is on the disk; who reads it now gets the new files
        _finish(path)


def _finish(path: Path) -> None:
    """Put the files of a save that was complete in their places."""
    for member in _listed(path):
        new = _new(path / member)
        if new.is_file():
            new.replace(path / member)
    (path / _LIST).unlink(missing_ok=True)


def _listed(path: Path) -> list[str]:
    """Files of a save that was complete and has not been put in order."""
    try:
        listed = json.loads((path / _LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [str(member) for member in listed] if isinstance(listed, list) else []


def _new(file: Path) -> Path:
    return file.with_name(f".{file.name}.new")


def _is(file: Path, data: bytes) -> bool:
    try:
        return file.read_bytes() == data
    except OSError:
        return False


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _must_be_open(file: Path) -> None:
    """Refuse to replace a file that somebody has protected, though its folder is not."""
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(13, "it is write-protected", str(file))


def _mode(path: Path, otherwise: int) -> int:
    """Permissions of what is there, else those of a new file."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        return otherwise


def _settle(folder: Path) -> None:
    """Have the names in a folder on the disk too, where the system knows how."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
