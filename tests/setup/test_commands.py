"""scripts/run and .ci/run: which commands they give, in which order, and how they end."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


# A make inside a make would speak of its depth.
PLAIN = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}


def put(place, text):
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)
    place.chmod(0o755)


@pytest.fixture
def checkout(tmp_path):
    """A checkout with a blank in its path, whose hldsim only says how it was called."""
    root = tmp_path / "a checkout"
    for script in ("scripts/run", ".ci/run"):
        (root / script).parent.mkdir(parents=True)
        shutil.copy(ROOT / script, root / script)
    put(root / ".venv/bin/hldsim", '#!/bin/sh\necho "$QT_QPA_PLATFORM|$*"\nexit "${ENDS:-0}"\n')
    return root


def run(checkout, script, **settings):
    command = ["sh", str(checkout / script)]
    environment = {**PLAIN, "QT_QPA_PLATFORM": "xcb", **settings}
    return subprocess.run(
        command, cwd="/", env=environment, capture_output=True, text=True, timeout=30
    )


def test_with_a_display_the_window_opens_and_plays(checkout):
    put(checkout / ".venv/bin/python", "#!/bin/sh\nexit 0\n")
    ran = run(checkout, "scripts/run")
    assert (ran.returncode, ran.stdout) == (0, "xcb|gui hld_2006 --play\n")


def test_without_one_it_says_why_and_runs_into_out(checkout):
    put(checkout / ".venv/bin/python", "#!/bin/sh\necho 'the screen is dark'\nexit 1\n")
    ran = run(checkout, "scripts/run")
    assert ran.returncode == 0
    assert ran.stdout.splitlines() == [
        "No window: the screen is dark.",
        "Running hld_2006 without one; pictures and the run file go to out/.",
        "offscreen|run hld_2006 --out out/hld_2006.hldrun --pictures out",
    ]
    assert (checkout / "out").is_dir()


def test_what_the_command_ends_with_is_what_run_ends_with(checkout):
    put(checkout / ".venv/bin/python", "#!/bin/sh\nexit 0\n")
    assert run(checkout, "scripts/run", ENDS="7").returncode == 7


@pytest.mark.parametrize(("lint", "test"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_the_build_server_runs_both_and_the_tests_last(checkout, lint, test):
    rules = f"lint:\n\t@echo linted; exit {lint}\ntest:\n\t@echo tested; exit {test}\n"
    (checkout / "Makefile").write_text(rules)
    ran = run(checkout, ".ci/run")
    assert ran.stdout.splitlines() == ["linted", "tested"]
    assert ran.returncode == (1 if lint or test else 0)


@pytest.mark.parametrize("goal", ["run", "test", "lint", "cov", "bench", "shots", "format"])
def test_every_goal_sets_up_first(goal):
    told = subprocess.run(
        ["make", "--dry-run", goal], cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=True
    ).stdout
    assert told.splitlines()[0] == "sh scripts/setup"
