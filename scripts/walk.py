"""Walk through the window as a person would: a real X server, a window manager, mouse and keyboard.

    make walk                 both walks
    python scripts/walk.py mouse|keys [--keep FOLDER]

Needs Xvfb, fluxbox and xdotool (Debian: apt-get install xvfb fluxbox xdotool). Each step says what
was done and what was seen; the first that is not seen in time ends the walk with exit code 1 and
leaves a picture of the screen.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("Xvfb", "fluxbox", "xdotool")
SCREEN = "1366x768x24"
PATIENCE = 30.0
SETTLED = 0.25
"""Seconds for the window to write down what a key or click has done."""


class NotSeenError(Exception):
    """Something did not come to be seen in time."""


class Walker:
    """Hands and eyes: xdotool, and the file in which the window's looks are written down."""

    def __init__(self, env: dict[str, str], home: Path, folder: Path) -> None:
        self.env, self.home, self.folder = env, home, folder
        self.file = home / "seen.json"
        self.app: subprocess.Popen[bytes] | None = None
        self.steps = 0

    # ------------------------------------------------------------ the window

    def start(self, *arguments: str) -> None:
        """Open the window as `hldsim gui` does."""
        self.file.unlink(missing_ok=True)
        command = [sys.executable, str(ROOT / "scripts" / "walk_eyes.py"), str(self.file)]
        self.app = subprocess.Popen([*command, *arguments], env=self.env, cwd=self.home)
        self.until("the window is there", lambda s: s["active"] and s["last"] >= 0)

    def ended(self) -> None:
        """Wait until the window is closed; it must say that all is well."""
        assert self.app is not None
        if self.app.wait(timeout=PATIENCE) != 0:
            raise NotSeenError(f"the window ended with exit code {self.app.returncode}")
        self.app = None
        self.say("the window is closed, exit code 0")

    def see(self) -> dict[str, Any]:
        """What is on the screen now."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError, json.JSONDecodeError):
                seen: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
                return seen
            time.sleep(0.05)
        raise NotSeenError("the window shows nothing")

    def until(self, what: str, holds: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Wait until something is seen, and say so."""
        time.sleep(SETTLED)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self.app is not None and self.app.poll() is not None:
                raise NotSeenError(f"the window is gone (exit code {self.app.returncode}): {what}")
            seen = self.see()
            if seen["faults"]:
                raise NotSeenError(f"a view is broken: {seen['faults']}")
            if holds(seen):
                self.say(what)
                return seen
            time.sleep(0.1)
        raise NotSeenError(f"not seen in {PATIENCE:g} s: {what}")

    def say(self, what: str) -> None:
        """Tell a step."""
        self.steps += 1
        print(f"{self.steps:3d}  {what}", flush=True)

    # ------------------------------------------------------------ hands

    def keys(self, *keys: str) -> None:
        """Press keys, as xdotool spells them."""
        for key in keys:
            self._x("key", "--clearmodifiers", key)
            time.sleep(0.06)

    def type(self, text: str) -> None:
        """Type a text."""
        self._x("type", "--delay", "25", text)

    def click(self, at: list[int], button: int = 1, times: int = 1) -> None:
        """Click at a place, or into the middle of a box."""
        x, y = (at[0] + at[2] // 2, at[1] + at[3] // 2) if len(at) == 4 else at
        self._x("mousemove", "--sync", str(x), str(y))
        time.sleep(0.05)
        self._x("click", "--repeat", str(times), "--delay", "80", str(button))
        time.sleep(SETTLED)

    def drag(self, start: list[int], end: list[int]) -> None:
        """Press, move in steps, release."""
        self._x("mousemove", "--sync", str(start[0]), str(start[1]))
        self._x("mousedown", "1")
        for n in range(1, 9):
            x = start[0] + (end[0] - start[0]) * n // 8
            y = start[1] + (end[1] - start[1]) * n // 8
            self._x("mousemove", "--sync", str(x), str(y))
            time.sleep(0.02)
        self._x("mouseup", "1")
        time.sleep(SETTLED)

    def _x(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.env, check=True, timeout=20)

    # ------------------------------------------------------------ finding things

    def find(self, *, list_: str = "widgets", **like: str) -> dict[str, Any]:
        """Find what is on the screen by its name, words, kind or id; each may be a beginning."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for one in self.see()[list_]:
                if all(str(one.get(key, "")).startswith(text) for key, text in like.items()):
                    found: dict[str, Any] = one
                    return found
            time.sleep(0.1)
        raise NotSeenError(f"nothing on the screen in {list_} like {like}")

    def press(self, **like: str) -> None:
        """Click on something that is named."""
        self.click(self.find(**like)["at"])

    def tab(self, words: str) -> None:
        """Click on the tab of a panel."""
        self.click(self.find(list_="tabs", words=words)["at"])

    def menu(self, *path: str) -> None:
        """Choose an entry from the menus with the mouse."""
        self.click(self.find(list_="bar", words=path[0])["at"])
        for words in path[1:]:
            self.click(self.find(list_="menus", words=words)["at"])

    def party(self, name: str) -> None:
        """Click on a state in the coalition map."""
        self.click(self.see()["parties"][name])

    # ------------------------------------------------------------ what is left behind

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the run file on show."""
        path = self.see()["run"]
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as base:
            return base.execute(query).fetchall()

    def picture(self, name: str) -> Path:
        """Take a picture of the whole screen."""
        target = self.folder / f"{name}.png"
        code = (
            "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
            "app.primaryScreen().grabWindow(0).save(sys.argv[1])"
        )
        subprocess.run([sys.executable, "-c", code, str(target)], env=self.env, timeout=30)
        return target


@contextlib.contextmanager
def stage(folder: Path) -> Iterator[Walker]:
    """A screen with a window manager and an empty home, for the length of a walk."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        own = {
            f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")
        }
        env = {
            k: v for k, v in os.environ.items() if k not in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")
        }
        env |= {**own, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
        read, write = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", SCREEN, "-nolisten", "tcp"],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as said:
            env["DISPLAY"] = f":{said.readline().strip()}"
        manager = subprocess.Popen(
            ["fluxbox"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        walker = Walker(env, home, folder)
        try:
            yield walker
        finally:
            for process in (walker.app, manager, server):
                if process is not None and process.poll() is None:
                    process.kill()
                    process.wait(timeout=10)


def main() -> int:
    """Walk; 1 if something is not seen, 2 if there is nothing to walk with."""
    from walks import WALKS

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("walks", nargs="*", choices=[[], *WALKS], default=[])
    parser.add_argument("--keep", type=Path, default=ROOT / "out" / "walk", help="pictures")
    given = parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        print(f"walk: needs {', '.join(missing)} (Debian: apt-get install xvfb fluxbox xdotool)")
        return 2
    given.keep.mkdir(parents=True, exist_ok=True)
    for name in given.walks or WALKS:
        print(f"--- {name}: {WALKS[name].__doc__}")
        with stage(given.keep) as walker:
            try:
                WALKS[name](walker)
            except (NotSeenError, subprocess.SubprocessError, AssertionError) as fault:
                print(f"     {fault}\n     see {walker.picture(f'{name}-failed')}")
                return 1
    print("all seen")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "scripts"))
    raise SystemExit(main())
