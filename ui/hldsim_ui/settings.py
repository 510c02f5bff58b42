"""Settings: what the window remembers, in one file that several windows and processes share.

Qt writes only what a window has changed and takes the rest from the file, under a lock; lists are
read anew before something is added. A file of an older hldsim is brought up to date step by step;
one of a newer hldsim is used as it is. No key is dropped because it is not known, and a value
that makes no sense counts as not there.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QSettings

from hldsim.places import scenarios_dir, user_state_dir
from hldsim.record.owner import Owner

_LOG = logging.getLogger(__name__)
VERSION = 2
"""Of the meaning of the keys; a file that does not say is of version 1."""
_VERSION_KEY = "settings/version"
RECENT = "file/recent"
LOCK_MS = 2000
"""How long to wait at most for another window that changes a list."""


def open_settings(file: Path | None = None) -> QSettings:
    """Return the settings, brought up to date; by default those of the user.

    A file that is no settings file any more is set aside as ``NAME~``, and all begins anew.
    """
    place = user_state_dir() / "window.ini" if file is None else file
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
    found = _opened(place)
    if found.status() == QSettings.Status.FormatError:
        _LOG.warning("%s cannot be read; set aside", place.name)
        with suppress(OSError):
            place.replace(place.with_name(f"{place.name}~"))
        found = _opened(place)
    _bring_up_to_date(found, place)
    return found


def number(
    settings: QSettings, key: str, default: float, low: float = -math.inf, high: float = math.inf
) -> float:
    """Return a number between ``low`` and ``high``; ``default`` for anything else."""
    try:
        value = float(str(settings.value(key, default)))
    except ValueError:
        return default
    return value if low <= value <= high else default


def flag(settings: QSettings, key: str, default: bool = False) -> bool:
    """Return whether a switch is on."""
    return str(settings.value(key, default)).strip().lower() in ("true", "1", "yes")


def words(settings: QSettings, key: str) -> list[str]:
    """Return a list of texts; Qt gives one that has a single entry back as that entry."""
    value = settings.value(key, [])
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []


def put_first(settings: QSettings, key: str, value: str, most: int) -> list[str]:
    """Put a text at the head of a list, also of what others added meanwhile; return the list."""
    return _changed(settings, key, lambda listed: [value, *_without(listed, value)][:most])


def drop(settings: QSettings, key: str, value: str) -> list[str]:
    """Take a text out of a list; return the list."""
    return _changed(settings, key, lambda listed: _without(listed, value))


def _without(listed: list[str], value: str) -> list[str]:
    return [one for one in listed if one != value]


def _changed(settings: QSettings, key: str, change: Callable[[list[str]], list[str]]) -> list[str]:
    """Read a list, change it and write it, while no other window does; Qt locks each step only."""
    lock = QLockFile(f"{settings.fileName()}.list")
    lock.tryLock(LOCK_MS)  # without it the list is still changed: losing an entry is the worst
    try:
        settings.sync()
        listed = change(words(settings, key))
        settings.setValue(key, listed)
        settings.sync()
    finally:
        lock.unlock()
    return listed


# ------------------------------------------------------------------ versions


def _opened(place: Path) -> QSettings:
    return QSettings(str(place), QSettings.Format.IniFormat)


def _bring_up_to_date(settings: QSettings, place: Path) -> None:
    """Take every step there is from the file's version on; one process at a time does it."""
    if not settings.allKeys():
        settings.setValue(_VERSION_KEY, VERSION)
        return
    if version_of(settings) >= VERSION:
        return
    owner = Owner(place)
    if not owner.take():  # another process is at it, or nothing can be written: next time
        return
    try:
        settings.sync()
        for version in range(version_of(settings), VERSION):
            _STEPS[version](settings)
            settings.setValue(_VERSION_KEY, version + 1)
        settings.sync()
    finally:
        owner.release()


def version_of(settings: QSettings) -> int:
    """Return the version that a settings file says it has."""
    return int(number(settings, _VERSION_KEY, 1, 1, 1_000_000))


def _shipped_by_name(settings: QSettings) -> None:
    """Scenarios that come with hldsim were remembered by path, which an update may move."""
    shipped = {path.name for path in scenarios_dir().iterdir()}
    listed = []
    for text in words(settings, RECENT):
        path = Path(text)
        ours = path.parent.name == "scenarios" and path.name in shipped
        listed.append(path.name if ours else text)
    settings.setValue(RECENT, list(dict.fromkeys(listed)))


_STEPS: dict[int, Callable[[QSettings], None]] = {1: _shipped_by_name}
"""What leads from a version to the next."""
