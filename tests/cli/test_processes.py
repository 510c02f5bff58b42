"""The command line as its own process: pipes, signals, exit codes."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from hldsim.scenario.load import find_scenario

HLDSIM = [sys.executable, "-m", "hldsim"]


def call(*arguments, **more):
    return subprocess.run([*HLDSIM, *arguments], capture_output=True, text=True, **more)


def test_json_can_be_piped():
    said = call("run", "classroom_small", "--json")
    assert said.returncode == 0
    assert said.stderr == ""
    json.loads(said.stdout)


FOREIGN = "\u0141\u00f3d\u017a"  # cp1252 has neither its first letter nor its last


@pytest.mark.parametrize("code", ["cp1252", "utf-8"])
def test_letters_the_terminal_lacks_stop_nothing(tmp_path, code):
    folder = tmp_path / "mine"
    folder.mkdir()
    source = find_scenario("classroom_small")
    text = (source / "scenario.toml").read_text(encoding="utf-8")
    title = next(line for line in text.splitlines() if line.startswith("title"))
    text = text.replace(title, f'title = "{FOREIGN}"')
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    shutil.copy(source / "parties.csv", folder)
    env = {**os.environ, "PYTHONIOENCODING": code, "PYTHONUTF8": "0"}
    place = tmp_path / f"{FOREIGN}.hldrun"
    said = call("run", str(folder), "--out", str(place), encoding=code, env=env)
    assert (said.returncode, said.stderr) == (0, "")
    assert "d" in said.stdout.split(",")[0]
    said = call("replay", str(place), "--json", encoding=code, env=env)
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout)["file"] == str(place)
    said = call("replay", f"no {FOREIGN}.hldrun", encoding=code, env=env)
    assert said.returncode == 2 and "no such file" in said.stderr


def test_exit_codes_leave_the_process():
    assert call("run", "no_such").returncode == 2
    assert call("fly").returncode == 2


@pytest.mark.skipif(os.name != "posix", reason="a shell with head")
@pytest.mark.parametrize("arguments", ["list", "check --rules", "run classroom_small --json"])
def test_a_closed_pipe_ends_silently(arguments):
    process = subprocess.Popen(
        [*HLDSIM, *arguments.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 0


def _listening() -> None:
    """Ctrl-C is ignored in what a shell starts in the background; a terminal's child hears it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_the_runs_that_are_done(workers):
    asked = ["ensemble", "hld_2006", "--runs", "100000", "--workers", workers, "--json"]
    process = subprocess.Popen(
        [*HLDSIM, *asked],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_listening,
    )
    try:
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()  # a hundred thousand runs would outlive a failed test
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "interrupted" in err
    if out:  # it had time for a run
        data = json.loads(out)
        assert data["interrupted"]
        assert 0 < data["runs"] < 100000


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full")
def test_a_full_disk_is_exit_code_2():
    with open("/dev/full", "w") as full:
        said = subprocess.run(
            [*HLDSIM, "check", "--rules"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert "written" in said.stderr
