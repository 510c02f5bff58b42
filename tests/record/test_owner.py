"""One writer at a time, and never a lock that outlives its holder."""

import os
import subprocess
import sys

import pytest

from hldsim.record.owner import Owner


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.hldrun"


def test_one_at_a_time(path):
    first, second = Owner(path), Owner(path)
    assert first.take() and first.take()
    assert not second.take()
    first.release()
    assert second.take()
    second.release()
    second.release()
    assert list(path.parent.iterdir()) == []


def test_a_lock_file_left_over_means_nothing(path):
    Owner(path).place.write_text("left by somebody")
    owner = Owner(path)
    assert owner.take()
    owner.release()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_holder_lets_go(path):
    code = (
        "import os, signal, sys; from pathlib import Path; from hldsim.record.owner import Owner;"
        "assert Owner(Path(sys.argv[1])).take(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", code, str(path)], cwd=os.getcwd(), check=False)
    owner = Owner(path)
    assert owner.place.exists() and owner.take()
    owner.release()


def test_no_lock_where_nothing_can_be_made(tmp_path):
    assert not Owner(tmp_path / "nowhere" / "run.hldrun").take()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file is not removed there")
def test_a_lock_removed_by_its_last_holder_is_taken_anew(path, monkeypatch):
    """Between opening the lock file and locking it, its holder may remove it."""
    owner, real, raced = Owner(path), os.open, []

    def race(*args, **kwargs):
        handle = real(*args, **kwargs)
        if not raced:
            raced.append(True)
            owner.place.unlink()
        return handle

    monkeypatch.setattr("hldsim.record.owner.os.open", race)
    assert owner.take() and owner.place.exists()
    assert not Owner(path).take()
    owner.release()
