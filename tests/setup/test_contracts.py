"""The plan is code: each import contract, with an offence that breaks it and it alone.

A contract that forbids the wrong module guards nothing; so each one is broken here once, in a
copy of the code. A contract without an offence in this file fails the test.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
IDS = [contract["id"] for contract in CONTRACTS]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}

OFFENCES = {
    "storeys": [
        ("hldsim.domain", "import hldsim.rules"),
        ("hldsim.errors", "import hldsim.places"),
        ("hldsim.streams", "import hldsim.registry"),
        ("hldsim.engine", "import hldsim.session"),
        ("hldsim.record", "import hldsim.model"),
        ("hldsim.experiments", "import hldsim.report"),
    ],
    "rules": [
        ("hldsim.rules.decision", "import hldsim.rules.protocols"),
        ("hldsim.rules.coalitions", "import hldsim.rules.protocols"),
    ],
    "engine": [
        ("hldsim.engine.phases", "import hldsim.engine.interventions"),
        ("hldsim.engine.setup", "import hldsim.engine.advance"),
    ],
    "window": [
        ("hldsim_ui.theme", "import hldsim_ui.views"),
        ("hldsim_ui.views", "import hldsim_ui.panels"),
        ("hldsim_ui.care", "import hldsim_ui.dialogs"),
        ("hldsim_ui.editor", "import hldsim_ui.conductor"),
        ("hldsim_ui.settings", "import hldsim_ui.care"),
    ],
    "board-without-qt": [("hldsim_ui.board", "import PySide6.QtCore")],
    "window-talks-to-session": [
        ("hldsim_ui.views", "import hldsim.engine"),
        ("hldsim_ui.panels", "import hldsim.rules"),
        ("hldsim_ui.main_window", "import hldsim.model"),
        ("hldsim_ui.app", "import hldsim.cli"),
    ],
    "only-cli-opens-the-window": [("hldsim.report", "import hldsim_ui.theme")],
    "qt-only-in-the-window": [
        ("hldsim.report", "import PySide6.QtGui"),
        ("hldsim.record", "import pyqtgraph"),
    ],
    "mesa-only-in-model": [
        ("hldsim.engine", "import mesa"),
        ("hldsim_ui.views", "from mesa import Model"),
    ],
}
CASES = [(contract, *offence) for contract, several in OFFENCES.items() for offence in several]


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The code and its contracts, to be spoilt."""
    root = tmp_path_factory.mktemp("house")
    ignore = shutil.ignore_patterns("__pycache__", "_data")
    shutil.copytree(ROOT / "hldsim", root / "hldsim", ignore=ignore)
    shutil.copytree(ROOT / "ui", root / "ui", ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


def broken(root):
    """The names of the contracts that are broken in a copy."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    settings = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'ui'}", "COLUMNS": "300"}
    ran = subprocess.run(
        [*command, "--no-cache"], cwd=root, env=settings, capture_output=True, text=True
    )
    verdicts = dict(re.findall(r"^(.*?) (KEPT|BROKEN)(?: .*)?$", ran.stdout, flags=re.MULTILINE))
    assert set(verdicts) == set(NAMES.values()), ran.stdout + ran.stderr
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def place_of(root, module):
    """The file of a module or package."""
    base = root / ("ui" if module.startswith("hldsim_ui") else ".") / Path(*module.split("."))
    return base / "__init__.py" if base.is_dir() else base.with_suffix(".py")


def test_the_house_keeps_its_contracts(copy):
    assert broken(copy) == set()


def test_every_contract_has_an_offence():
    assert sorted(OFFENCES) == sorted(NAMES)


def test_nobody_reaches_a_name_through_its_own_root():
    for root in ("hldsim", "ui/hldsim_ui"):
        for place in (ROOT / root).glob("**/*.py"):
            names = through_the_root(place.read_text(encoding="utf-8"), Path(root).name)
            assert names <= {"__version__"}, place


def test_who_reaches_a_name_through_the_root_is_seen():
    source = (
        "import hldsim.errors\nfrom hldsim import run, __version__\nfrom hldsim.record import x"
    )
    assert through_the_root(source, "hldsim") == {"run", "__version__"}


def through_the_root(source, root):
    """The names that a module takes from its root package itself."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == root and not node.level:
            found |= {name.name for name in node.names if not is_module(root, name.name)}
    return found


def is_module(root, name):
    base = ROOT / ("ui" if root == "hldsim_ui" else ".") / root / name
    return base.is_dir() or base.with_suffix(".py").exists()


@pytest.mark.parametrize(("contract", "module", "offence"), CASES)
def test_an_offence_breaks_its_contract_and_no_other(copy, contract, module, offence):
    place = place_of(copy, module)
    honest = place.read_text(encoding="utf-8")
    try:
        place.write_text(f"{honest}\n{offence}\n", encoding="utf-8")
        assert broken(copy) == {NAMES[contract]}
    finally:
        place.write_text(honest, encoding="utf-8")


@pytest.mark.parametrize(
    ("contract", "stray"),
    [
        ("storeys", "hldsim/utils.py"),
        ("rules", "hldsim/rules/helpers.py"),
        ("engine", "hldsim/engine/misc.py"),
        ("window", "ui/hldsim_ui/common.py"),
    ],
)
def test_a_stray_room_breaks_the_plan(copy, contract, stray):
    place = copy / stray
    try:
        place.touch()
        assert broken(copy) == {NAMES[contract]}
    finally:
        place.unlink()
