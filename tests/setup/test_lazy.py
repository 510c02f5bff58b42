"""What an import costs: heavy packages wait until somebody needs them."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = sorted([*ROOT.glob("hldsim/**/*.py"), *ROOT.glob("ui/**/*.py")])
HEAVY = ("mesa", "pandas", "scipy", "PySide6", "pyqtgraph")


def loaded_by(code):
    """Those of the heavy packages and numpy that a fresh Python loads for some code."""
    names = (*HEAVY, "numpy")
    tell = f"import sys; print('LOADED', *[n for n in {names} if n in sys.modules])"
    run = [sys.executable, "-c", f"{code}\n{tell}"]
    said = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    return set(said.splitlines()[-1].split()[1:])


def test_importing_hldsim_loads_nothing_heavy():
    assert loaded_by("import hldsim") == set()


def test_help_loads_nothing_heavy():
    code = """
import sys
from hldsim.cli import main
sys.argv = ["hldsim", "--help"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""
    assert loaded_by(code) == set()


@pytest.mark.parametrize("place", CODE, ids=lambda place: str(place.relative_to(ROOT)))
def test_pandas_is_imported_inside_functions_only(place):
    assert "pandas" not in imported_at_once(ast.parse(place.read_text(encoding="utf-8")))


def imported_at_once(tree):
    """The packages that a module loads while it is imported itself."""
    found = set()
    waiting = list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
            continue
        if isinstance(node, ast.Import):
            found |= {name.name.split(".")[0] for name in node.names}
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
        waiting += ast.iter_child_nodes(node)
    return found


def test_the_reader_of_imports_tells_them_apart():
    source = """
import typing
if typing.TYPE_CHECKING:
    import pandas
else:
    import json
class A:
    import csv
    def f(self):
        import pandas.api
"""
    assert imported_at_once(ast.parse(source)) == {"typing", "json", "csv"}
