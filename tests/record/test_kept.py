"""A kept run: a branch with its tree, whatever became of the file."""

import shutil

import pytest

from hldsim.errors import RunFileError
from hldsim.record.kept import kept_run
from hldsim.record.run import load_record
from hldsim.session import Session
from tests.report.kept import changed, plain
from tests.session.scene import classroom, play


def test_it_is_the_branch_the_run_was_on_with_its_tree_and_notes(tmp_path):
    path = changed(tmp_path)
    kept = kept_run(path)
    assert kept.record.fingerprint == load_record(path).fingerprint
    assert (kept.futures.shown, kept.name, kept.finished, kept.cut) == (1, path.name, True, False)
    assert [one.branch for one in kept.futures.futures] == [0, 1]
    assert list(kept.futures.notes) == [8] and len(kept.record.acts) == 1
    first = kept_run(path, 0)
    assert first.record.fingerprint == load_record(path, 0).fingerprint
    assert first.record.acts == () and dict(first.futures.notes) == {}
    assert first.record.fingerprint != kept.record.fingerprint


def test_a_branch_that_is_not_there_is_named(tmp_path):
    with pytest.raises(RunFileError, match="no branch 7; branches: 0"):
        kept_run(plain(tmp_path, rounds=2), 7)


def test_a_run_that_is_still_open_can_be_read(tmp_path):
    path = tmp_path / "open.hldrun"
    with Session.open(classroom(), 1, path) as session:
        play(session, 5)
        kept = kept_run(path)
        assert kept.record.history.last == 5 and not kept.finished and not kept.cut
        play(session, 1)
    assert kept_run(path).record.history.last == 6


def test_a_killed_run_is_read_with_what_lies_beside_it_and_says_when_that_is_gone(tmp_path):
    path = tmp_path / "open.hldrun"
    whole, bare = tmp_path / "whole.hldrun", tmp_path / "bare.hldrun"
    with Session.open(classroom(), 1, path) as session:
        play(session, 5)
        for tail in ("", "-wal"):  # as a kill leaves them
            shutil.copy(f"{path}{tail}", f"{whole}{tail}")
    kept = kept_run(whole)
    assert (kept.record.history.last, kept.cut) == (5, False)
    shutil.copy(path, bare)
    data = bytearray(bare.read_bytes())
    data[18:20] = b"\x02\x02"  # left open: its -wal should be there
    bare.write_bytes(data)
    assert kept_run(bare).cut


def test_no_run_file_no_report(tmp_path):
    with pytest.raises(RunFileError, match="no such file"):
        kept_run(tmp_path / "nowhere.hldrun")
    (tmp_path / "empty.hldrun").write_bytes(b"")
    with pytest.raises(RunFileError, match="empty"):
        kept_run(tmp_path / "empty.hldrun")
