"""Diagnostics: a text for whoever mends hldsim. It is shown, copied or kept; nothing is sent.

It names versions, the machine's kind, the run (scenario by hash, seed, round) and the last lines
of the log. The user's home is written ``~`` and the user's name is left out.
"""

from __future__ import annotations

import getpass
import platform
import re
import sys
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path

import hldsim
from hldsim.places import user_log_dir
from hldsim_ui.care.log import last_lines

LOG_LINES = 60
REPORTS_KEPT = 20
BUILT_ON = ("PySide6-Essentials", "mesa", "numpy", "pandas", "networkx", "pyqtgraph")
NOT_SENT = "Nothing of this has been sent anywhere; hldsim opens no connection."
Facts = Sequence[tuple[str, str]]


def diagnostics(
    happened: str, run: Facts, log: Path | None, *, screens: Facts = (), when: float | None = None
) -> str:
    """Return the whole text.

    Parameters
    ----------
    happened : str
        What was tried and how it failed; empty where nothing has.
    run : sequence of (str, str)
        What is open: scenario, hash, seed, round.
    log : Path or None
        The log of this sitting.
    screens : sequence of (str, str)
        How and on what the window is drawn.
    when : float, optional
        Seconds since 1970; now, if left out.
    """
    moment = time.strftime("%Y-%m-%d %H:%M:%S %z", time.localtime(when))
    parts = [f"hldsim {hldsim.__version__}, diagnostics of {moment}\n{NOT_SENT}"]
    if happened.strip():
        parts.append(f"What happened\n{_indented(happened)}")
    parts.append(f"Versions\n{_listed(versions())}")
    parts.append(f"Machine\n{_listed([*machine(), *screens])}")
    if run:
        parts.append(f"Run\n{_listed(run)}")
    lines = last_lines(log, LOG_LINES) if log is not None else []
    parts.append(f"Last lines of the log\n{_indented(chr(10).join(lines) or 'none')}")
    return private("\n\n".join(parts)) + "\n"


def versions() -> list[tuple[str, str]]:
    """Return Python's version and that of what hldsim is built on."""
    found = [("Python", platform.python_version())]
    for name in BUILT_ON:
        with suppress(metadata.PackageNotFoundError):
            found.append((name, metadata.version(name)))
    return found


def machine() -> list[tuple[str, str]]:
    """Return the kind of system, without its name or its user's."""
    return [
        ("System", platform.platform()),
        ("Processor", platform.machine() or "unknown"),
        ("Language", _language()),
    ]


def trace_of(error: BaseException) -> str:
    """Return an error with its stack, as Python prints it."""
    return "".join(traceback.format_exception(type(error), error, error.__traceback__))


def private(text: str, home: Path | None = None, user: str | None = None) -> str:
    """Write the home folder as ``~``, and the user's name as ``USER`` where a path has it.

    Examples
    --------
    >>> private("/home/anna/x and /media/anna/stick", Path("/home/anna"), "anna")
    '~/x and /media/USER/stick'
    """
    folder = str(home or Path.home())
    if len(folder) > 1:  # a home of "/" would turn every path into one of ours
        for spelt in {folder, folder.replace("\\", "/"), folder.replace("\\", "\\\\")}:
            text = re.sub(rf"{re.escape(spelt)}(?![\w.-])", "~", text)
    name = _user() if user is None else user
    if name:
        text = re.sub(rf"(?<=[/\\]){re.escape(name)}(?=[/\\])", "USER", text)
    return text


def keep_report(text: str) -> Path | None:
    """Write a report into its folder, where the newest twenty stay; None if that cannot be."""
    folder = user_log_dir() / "reports"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / time.strftime("report-%Y%m%d-%H%M%S.txt")
        for n in range(2, 100):
            if not file.exists():
                break
            file = folder / time.strftime(f"report-%Y%m%d-%H%M%S-{n}.txt")
        file.write_text(text, encoding="utf-8")
        for old in sorted(folder.glob("report-*.txt"))[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return None
    return file


def _language() -> str:
    from PySide6.QtCore import QLocale

    return f"{QLocale.system().name()}, files {sys.getfilesystemencoding()}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # nobody, as in some containers
        return ""


def _listed(facts: Facts) -> str:
    return "\n".join(f"  {name}: {value}" for name, value in facts)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.rstrip().splitlines())
