"""Runs that keep themselves: which of them make room for a new one."""

import os
from pathlib import Path

import pytest

from hldsim.record.owner import Owner
from hldsim_ui.sessions import RUNS_KEPT, Sessions, kept_runs, runs_dir


def kept(name, when):
    file = runs_dir() / f"{name}.hldrun"
    file.parent.mkdir(parents=True, exist_ok=True)
    for tail in ("", "-wal", "-shm"):
        part = file.with_name(file.name + tail)
        part.write_bytes(b"run")
        os.utime(part, (when, when))
    return file


@pytest.fixture
def old():
    """The oldest of as many runs as are kept."""
    files = [kept(f"run{n}", 1_000_000_000 + n) for n in range(RUNS_KEPT)]
    return files[0]


def beside(file):
    return sorted(part.name for part in file.parent.glob(f"{file.name}*"))


def test_the_oldest_run_goes_with_all_that_lies_beside_it(old):
    assert Sessions()._new_file("new", 1) is not None
    assert beside(old) == []
    assert len(kept_runs()) == RUNS_KEPT - 1


def test_a_run_that_is_being_written_stays_whole(old):
    writer = Owner(old)
    assert writer.take()
    assert Sessions()._new_file("new", 1) is not None
    assert beside(old) == [old.name + tail for tail in ("", "-lock", "-shm", "-wal")]
    writer.release()


def test_a_run_that_cannot_be_deleted_stays_whole_and_the_new_one_is_kept(old, monkeypatch):
    unlink = Path.unlink

    def refuse(path, missing_ok=False):
        if path.suffix == ".hldrun":
            raise PermissionError("in use")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    assert Sessions()._new_file("new", 1) is not None
    assert beside(old) == [old.name + tail for tail in ("", "-shm", "-wal")]
