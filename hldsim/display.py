"""The doorstep: whether a window can be opened here.

Qt *aborts* the process on a display that is dead, so no ``try`` catches it;
the question is put to a child process. Standard library only: no Qt in this one.

``python -m hldsim.display`` exits with 0 where a window can be opened,
else with 1, printing why not.
"""

import os
import subprocess
import sys

UNSEEN = ("offscreen", "minimal")
"""Qt platforms that draw where nobody sees it."""

_OPEN = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
seen = app.primaryScreen() is not None and app.platformName() not in ("offscreen", "minimal")
sys.exit(0 if seen else 3)
"""


def display_works(timeout: float = 5.0) -> bool:
    """Whether a window can be opened here (see `why_no_display`)."""
    return why_no_display(timeout) is None


def why_no_display(timeout: float = 5.0) -> str | None:
    """Say in a few words why no window can be opened, or return None where one can.

    A platform that nobody sees (``QT_QPA_PLATFORM=offscreen`` or ``minimal``) and a
    build server (``CI=true``) count as no display. Otherwise a child process
    tries, and must succeed in time.

    Parameters
    ----------
    timeout
        Seconds that the child has to open the display.

    Returns
    -------
    str or None
        The reason, without a full stop, or None.
    """
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.split(":")[0] in UNSEEN:
        return f"QT_QPA_PLATFORM={platform} asks for none"
    if os.environ.get("CI", "").lower() == "true":
        return "CI=true, so nobody is watching"
    if _is_bare_unix() and not platform:
        return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)"
    return _why_a_child_cannot_open_it(timeout)


def _is_bare_unix() -> bool:
    """Whether this is a Unix where a display has a name, and none is named."""
    if sys.platform in ("win32", "darwin"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _why_a_child_cannot_open_it(timeout: float) -> str | None:
    """Try in a child process; None if it could."""
    variables = ("DISPLAY", "WAYLAND_DISPLAY")
    named = ", ".join(f"{key}={os.environ[key]}" for key in variables if os.environ.get(key))
    display = f"the display ({named})" if named else "the display"
    try:
        tried = subprocess.run(
            [sys.executable, "-c", _OPEN],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"{display} did not answer within {timeout:g} s"
    return None if tried.returncode == 0 else f"{display} cannot be opened"


def main() -> int:
    """Print why no window can be opened, if so."""
    reason = why_no_display()
    if reason is not None:
        print(reason)
    return 0 if reason is None else 1


if __name__ == "__main__":
    raise SystemExit(main())
