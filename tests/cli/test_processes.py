"""The command line as its own process: pipes, signals, exit codes."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

HLDSIM = [sys.executable, "-m", "hldsim"]


def call(*arguments, **more):
    return subprocess.run([*HLDSIM, *arguments], capture_output=True, text=True, **more)


def test_json_can_be_piped():
    said = call("run", "classroom_small", "--json")
    assert said.returncode == 0
    assert said.stderr == ""
    json.loads(said.stdout)


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


@pytest.mark.skipif(os.name != "posix", reason="a signal to one process")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_the_runs_that_are_done(workers):
    asked = ["ensemble", "hld_2006", "--runs", "100000", "--workers", workers, "--json"]
    process = subprocess.Popen(
        [*HLDSIM, *asked], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
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
