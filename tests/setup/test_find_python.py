"""scripts/setup tries before it asks: which Python it takes, and what it says if there is none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("sh", "dirname", "id", "sed")
FAILING_SHIM = "#!/bin/sh\necho 'command not found' >&2\nexit 127\n"
WORKING = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'


@pytest.fixture
def checkout(tmp_path):
    """A checkout in a folder with a blank, whose set-up only says which Python was taken."""
    root = tmp_path / "a checkout"
    (root / "scripts").mkdir(parents=True)
    for name in ("setup", "system_libraries"):
        shutil.copy(ROOT / "scripts" / name, root / "scripts")
    (root / "scripts" / "setup.py").write_text("print('taken')\n")
    return root


@pytest.fixture
def machine(tmp_path):
    """A folder to be the whole PATH, with a shell and no Python."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in TOOLS:
        (folder / tool).symlink_to(shutil.which(tool))
    return folder


def put(folder, name, text):
    place = folder / name
    place.write_text(text)
    place.chmod(0o755)
    return place


def set_up(checkout, machine, **settings):
    environment = {"PATH": str(machine), "HLDSIM_NO_APT": "1", **settings}
    command = [shutil.which("sh"), str(checkout / "scripts" / "setup")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)


def test_a_shim_that_fails_is_passed_over(checkout, machine):
    put(machine, "python3.13", FAILING_SHIM)
    put(machine, "python3", WORKING)
    ran = set_up(checkout, machine)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "taken\n", "")


def test_an_older_python_is_passed_over(checkout, machine):
    put(machine, "python3.13", "#!/bin/sh\nexit 1\n")  # as `sys.exit(version < (3, 11))` does
    put(machine, "python3.11", WORKING)
    assert set_up(checkout, machine).stdout == "taken\n"


def test_the_python_asked_for_comes_first_and_may_have_blanks(checkout, machine, tmp_path):
    put(machine, "python3", FAILING_SHIM)
    mine = put(tmp_path, "my python", WORKING)
    assert set_up(checkout, machine, PYTHON=str(mine)).stdout == "taken\n"


def test_a_python_asked_for_that_does_not_run_is_replaced_and_named(checkout, machine):
    put(machine, "python3", WORKING)
    ran = set_up(checkout, machine, PYTHON="/nowhere/python")
    assert ran.returncode == 0
    assert ran.stdout.splitlines() == [
        "PYTHON=/nowhere/python does not run as Python 3.11 or newer with venv; taking python3.",
        "taken",
    ]


def test_without_any_python_it_says_what_to_paste(checkout, machine):
    ran = set_up(checkout, machine)
    assert ran.returncode == 1
    assert ran.stderr.startswith("hldsim needs Python 3.11 or newer")
    assert len(ran.stderr.splitlines()) == 3


@pytest.mark.skipif(os.path.exists("/etc/debian_version") is False, reason="speaks of apt-get")
def test_on_debian_the_advice_is_one_line_with_everything(checkout, machine):
    put(machine, "apt-get", FAILING_SHIM)
    advice = set_up(checkout, machine).stderr.splitlines()[-1]
    for package in ("python3-venv", "libegl1", "libxcb-cursor0"):
        assert package in advice


def test_no_apt_means_no_apt(checkout, machine, tmp_path):
    called = tmp_path / "called"
    put(machine, "apt-get", f"#!/bin/sh\necho yes > '{called}'\n")
    set_up(checkout, machine)
    assert not called.exists()
