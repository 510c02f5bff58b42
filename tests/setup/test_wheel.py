"""The wheel, installed where there is no checkout, finds its scenarios and resources."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """A wheel of this checkout, built with what is installed already."""
    folder = tmp_path_factory.mktemp("dist")
    build = "from hatchling.build import build_wheel; import sys; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A fresh environment with the wheel; its dependencies are those of this environment."""
    venv = tmp_path_factory.mktemp("elsewhere") / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    python = venv / "bin" / "python"
    pip = [python, "-I", "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", wheel], check=True)
    ours = sysconfig.get_paths()["purelib"]
    (site,) = venv.glob("lib/python3*/site-packages")
    # Added as a folder, not as a site: the .pth of the editable install there is not followed.
    (site / "dependencies.pth").write_text(f"{ours}\n", encoding="utf-8")
    return venv


def run(installed, *command):
    """What a command of that environment says, run from another folder."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    settings = {**clean, "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
    where = installed.parent
    place = str(installed / "bin" / command[0])
    ran = subprocess.run(
        [place, *command[1:]], cwd=where, env=settings, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_wheel_carries_code_data_and_licence_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    roots = {name.split("/")[0] for name in names}
    assert {root for root in roots if not root.endswith(".dist-info")} == {"hldsim", "hldsim_ui"}
    assert any(name.startswith("hldsim/_data/scenarios/") for name in names)
    assert any(name.startswith("hldsim/_data/resources/") for name in names)
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert "hldsim/py.typed" in names
    assert not any("__pycache__" in name for name in names)


def test_the_code_is_that_of_the_wheel(installed):
    code = "import hldsim, hldsim_ui; print(hldsim.__file__); print(hldsim_ui.__file__)"
    for place in run(installed, "python", "-c", code).split("\n")[:2]:
        assert installed in Path(place).parents


def test_scenarios_and_resources_are_found_in_the_package(installed):
    code = "from hldsim import places as p; print(p.scenarios_dir(), p.resources_dir(), sep='\\n')"
    (site,) = installed.glob("lib/python3*/site-packages")
    data = site / "hldsim" / "_data"
    said = run(installed, "python", "-c", code).splitlines()
    assert said == [str(data / "scenarios"), str(data / "resources")]


def test_the_command_lists_every_scenario_of_the_checkout(installed):
    listed = run(installed, "hldsim", "list", "scenarios")
    for scenario in (ROOT / "scenarios").iterdir():
        if scenario.is_dir():
            assert scenario.name in listed
