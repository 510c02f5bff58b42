"""Make .venv/ ready: called by scripts/setup with a Python that works; standard library only.

The environment is built beside (.venv.new), told its final place, stamped, and only then moved.
So a .venv/ that carries the right stamp is complete, and everything else is rebuilt.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
NEW = ROOT / ".venv.new"
OLD = ROOT / ".venv.old"
LOCK = ROOT / ".venv.lock"
STAMP = "hldsim-stamp.json"
LIBRARIES = Path(__file__).with_name("system_libraries")
NEEDED_GB = 1.5
# The tables of pyproject.toml that decide what is installed: lint rules do not.
DECISIVE = ("build-system", "project", "tool.hatch")
DRAW = "from PySide6.QtWidgets import QApplication; QApplication([])"
# Which Python made the environment: asked of a child, as .venv's own answers the same.
WHO = "import sys; print(sys.version, sys.base_prefix)"


def decisive(told: dict) -> dict:
    """The tables of pyproject.toml that decide what is installed."""
    picked = {}
    for name in DECISIVE:
        table = told
        for key in name.split("."):
            table = table.get(key, {})
        picked[name] = table
    return picked


def stamp_of(python: str) -> str:
    """What the environment depends on, as one hash."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [json.dumps(decisive(told), sort_keys=True), python, str(ROOT)]
    parts += [one.read_text(encoding="utf-8") for one in sorted(ROOT.glob("constraints/*.txt"))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def who(python: str) -> str | None:
    """Version and place of an interpreter, or None if it does not run."""
    try:
        asked = subprocess.run([python, "-I", "-c", WHO], capture_output=True, text=True)
    except OSError:
        return None
    return asked.stdout.strip() if asked.returncode == 0 else None


def is_ready() -> bool:
    """Whether .venv/ is complete and made from what lies here now, and can draw.

    An environment that could not draw is looked at again each time: the libraries may be there now.
    """
    try:
        stamp = json.loads((VENV / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    own = who(str(VENV / "bin" / "python"))
    wanted = os.environ.get("PYTHON")
    if wanted and who(wanted) not in (None, own):
        return False
    return own is not None and stamp == {"hash": stamp_of(own), "draws": True}


def say_if_the_disk_is_nearly_full() -> None:
    """A full disk half-way through is a poor message; so this is said first."""
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < NEEDED_GB:
        print(f"Only {free:.1f} GB free in {ROOT}; set-up needs about {NEEDED_GB} GB.", flush=True)


def constraints() -> Path | None:
    """The locked versions for this Python, or the newest ones for a Python newer than all."""
    exact = ROOT / "constraints" / f"py{sys.version_info[0]}{sys.version_info[1]}.txt"
    if exact.exists():
        return exact
    known = sorted(ROOT.glob("constraints/py*.txt"))
    return known[-1] if known else None


def without_qt(locked: Path) -> Path:
    """The same locked versions, but PySide6 free in its range: some machines lack the newest."""
    loose = NEW / locked.name
    lines = locked.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [one for one in lines if not one.lower().startswith(("pyside6", "shiboken6"))]
    loose.write_text("".join(kept), encoding="utf-8")
    return loose


def pip_install(*what: str) -> str:
    """Install into the new environment, never elsewhere; return what pip complained of, if so."""
    pip = [NEW / "bin" / "python", "-I", "-m", "pip", "--disable-pip-version-check", "--no-input"]
    ran = subprocess.run(
        [*pip, "install", "--quiet", "--compile", "--no-user", *what],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    return "" if ran.returncode == 0 else ran.stderr or f"pip ended with {ran.returncode}"


def install() -> None:
    """Put hldsim (editable) and what it needs into the new environment."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    build = [*told["build-system"]["requires"]]
    project = ["--no-build-isolation", "--editable", ".[test,lint]"]
    locked = constraints()
    tries = [["-c", str(locked)], ["-c", str(without_qt(locked))]] if locked else [[]]
    for number, limits in enumerate(tries, start=1):
        complaint = pip_install(*limits, *build) or pip_install(*limits, *project)
        if not complaint:
            return
        about_qt = "pyside6" in complaint.lower() or "shiboken6" in complaint.lower()
        if number < len(tries) and about_qt:
            print("The locked PySide6 is not to be had here; taking one in its range.", flush=True)
        else:
            break
    sys.stderr.write(complaint)
    raise SystemExit(
        "Set-up failed: pip could not install what hldsim needs (its words are above)."
    )


def drop_copies() -> None:
    """Remove the copies of scenarios and resources that an editable install makes needlessly."""
    for copied in NEW.glob("lib/python3*/site-packages/hldsim"):
        if not (copied / "__init__.py").exists():
            shutil.rmtree(copied)


def tell_its_place() -> None:
    """Write the final path wherever the new environment names its own: shebangs and activate."""
    for script in (NEW / "bin").iterdir():
        if script.is_symlink() or not script.is_file():
            continue
        said = script.read_bytes()
        if b"\0" not in said and os.fsencode(NEW) in said:
            script.write_bytes(said.replace(os.fsencode(NEW), os.fsencode(VENV)))
    settings = NEW / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace(str(NEW), str(VENV)))


def can_draw(venv: Path) -> bool:
    """Whether a child process can make a Qt application without a screen."""
    settings = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [venv / "bin" / "python", "-I", "-c", DRAW]
    return subprocess.run(command, env=settings, capture_output=True).returncode == 0


def make_it_draw(venv: Path) -> bool:
    """Install system libraries where that is needed and allowed; say what is missing where not."""
    if can_draw(venv):
        return True
    allowed = subprocess.run(["sh", LIBRARIES, "install"]).returncode == 0
    if allowed and can_draw(venv):
        return True
    print("Qt lacks system libraries to draw with: hldsim runs, but without pictures.", flush=True)
    subprocess.run(["sh", LIBRARIES, "advise"])
    return False


def write_stamp(venv: Path, draws: bool) -> None:
    """Say in the environment what it was made from."""
    stamp = {"hash": stamp_of(who(sys.executable) or ""), "draws": draws}
    (venv / STAMP).write_text(json.dumps(stamp), encoding="utf-8")


def make_venv() -> None:
    """Make the new environment, empty but for pip."""
    subprocess.run([sys.executable, "-I", "-m", "venv", NEW], check=True)


def build() -> None:
    """Make the environment beside, and move it when it is complete."""
    say_if_the_disk_is_nearly_full()
    print(
        f"Setting up .venv with Python {sys.version.split()[0]} (once; about a minute) ...",
        flush=True,
    )
    started = time.monotonic()
    for left in (NEW, OLD):
        shutil.rmtree(left, ignore_errors=True)
    make_venv()
    install()
    drop_copies()
    tell_its_place()
    write_stamp(NEW, make_it_draw(NEW))
    if VENV.exists() or VENV.is_symlink():
        VENV.rename(OLD)
    NEW.rename(VENV)
    shutil.rmtree(OLD, ignore_errors=True)
    print(f"Ready in {time.monotonic() - started:.0f} s.", flush=True)


def is_complete_but_for_drawing() -> bool:
    """Whether only the system libraries were missing when .venv/ was made."""
    try:
        stamp = json.loads((VENV / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    own = who(str(VENV / "bin" / "python"))
    return own is not None and stamp.get("hash") == stamp_of(own) == stamp_of(
        who(sys.executable) or ""
    )


def main() -> None:
    """Leave a ready .venv/; two set-ups at once take turns."""
    if "--check" in sys.argv[1:]:
        raise SystemExit(0 if is_ready() else 1)
    with open(LOCK, "w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if is_ready():
            return
        if is_complete_but_for_drawing():
            write_stamp(VENV, make_it_draw(VENV))
        else:
            build()


if __name__ == "__main__":
    main()
