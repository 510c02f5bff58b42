"""Write constraints/pyXY.txt: the versions that pip chooses today, for each Python given.

Usage: .venv/bin/python scripts/lock.py PYTHON [PYTHON ...]

Each PYTHON must be able to make a virtual environment. Nothing is installed:
pip resolves the project with all its extras and reports what it would take.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = "# Python {version}, by scripts/lock.py: change pyproject.toml, not this file.\n"


def requirements() -> list[str]:
    """What pyproject.toml asks for, with every extra and what builds the project."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = told["project"]["optional-dependencies"].values()
    return [*told["build-system"]["requires"], *told["project"]["dependencies"], *chain(*extras)]


def resolved(pip: Path, folder: Path) -> dict[str, str]:
    """Name and version of each distribution that the project needs, by pip's own resolution."""
    report = folder / "report.json"
    command = [pip, "install", "--quiet", "--dry-run", "--ignore-installed", "--report", report]
    subprocess.run([*command, *requirements()], check=True)
    install = json.loads(report.read_text())["install"]
    found = {one["metadata"]["name"]: one["metadata"]["version"] for one in install}
    return {name: found[name] for name in sorted(found, key=str.lower)}


def lock(python: str) -> None:
    """Resolve for one interpreter and write its file."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([python, "-m", "venv", folder], check=True)
        own = Path(folder, "bin", "python")
        ask = [own, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        version = subprocess.run(ask, check=True, capture_output=True, text=True).stdout.strip()
        pins = resolved(own.with_name("pip"), Path(folder))
    target = ROOT / "constraints" / f"py{version.replace('.', '')}.txt"
    lines = [f"{name}=={pin}\n" for name, pin in pins.items()]
    target.write_text(HEAD.format(version=version) + "".join(lines))
    print(f"{target.relative_to(ROOT)}: {len(pins)} distributions")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    for each in sys.argv[1:]:
        lock(each)
