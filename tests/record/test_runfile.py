"""The run file keeps what it acknowledged, is one file when closed, and says what is wrong."""

import os
import shutil
import sqlite3
import subprocess
import sys
import threading

import pytest

from hldsim.domain.events import Event
from hldsim.errors import RunFileError, StorageError
from hldsim.record import format as layout
from hldsim.record import inserts
from hldsim.record.files import set_aside
from hldsim.record.rows import ActRow, Branch, Head, RoundRow
from hldsim.record.runfile import RunFile
from tests.record.factory import make_state, same_bits
from tests.record.watched import Watched, connections  # noqa: F401

HEAD = Head(7, True, "0.1.0", "2006-09-14T10:00:00Z", "abc", '{"name":"small"}')


def make_round(k, branch=0, **changes):
    state = make_state(k=k, seed=k, **changes)
    events = (
        Event("statement", k, 1, -1, {"stated": "un", "themes": "rights"}),
        Event("refused", k, fields={"share": 0.25, "first": None, "blockers": 3}),
    )
    return RoundRow(branch, k, "plenary", state, f"digest{k}", events if k else ())


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.hldrun"


def filled(path, rounds=3):
    file = RunFile.create(path, HEAD)
    file.add_rounds([make_round(0)])
    for k in range(1, rounds):
        file.add_rounds([make_round(k)])
    return file


def assert_one_line(caught, *words):
    text = str(caught.value)
    assert "\n" not in text
    for word in words:
        assert word in text


def test_everything_comes_back(path):
    file = filled(path)
    act = ActRow(0, 0, 3, "set", {"path": "rules.coalitions.beta", "value": 0.5}, "ana")
    file.add_act(act)
    file.add_branch(Branch(1, 0, 1, "what if"), [ActRow(1, 0, 2, "act", {"party": "MEX"})])
    file.set_note(0, 2, "here it turned")
    file.close()
    with_all = RunFile.open(path)
    assert with_all.head() == HEAD
    assert with_all.branches() == [Branch(0, None, -1, ""), Branch(1, 0, 1, "what if")]
    assert with_all.acts(0) == [act]
    assert with_all.acts(1) == [ActRow(1, 0, 2, "act", {"party": "MEX"})]
    assert with_all.current() == 1
    assert with_all.notes(0) == {2: "here it turned"}
    rows = with_all.rounds(0)
    for k, row in enumerate(rows):
        wanted = make_round(k)
        assert (row.k, row.phase, row.digest, row.events) == (
            (k, "plenary", f"digest{k}", wanted.events)
        )
        assert same_bits(row.state, wanted.state)
    assert with_all.digests(0) == {0: "digest0", 1: "digest1", 2: "digest2"}
    with_all.close()


def test_a_closed_record_is_one_file(path):
    file = filled(path)
    beside = sorted(p.name for p in path.parent.iterdir())
    assert beside == ["run.hldrun", "run.hldrun-lock", "run.hldrun-shm", "run.hldrun-wal"]
    file.close()
    assert [p.name for p in path.parent.iterdir()] == ["run.hldrun"]
    assert path.read_bytes()[18:20] == b"\x01\x01"  # no longer in WAL mode
    RunFile.open(path, read_only=True).close()
    assert [p.name for p in path.parent.iterdir()] == ["run.hldrun"]


def test_it_carries_our_name_and_version(path):
    filled(path).close()
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA application_id").fetchone() == (layout.APPLICATION_ID,)
    assert db.execute("PRAGMA user_version").fetchone() == (layout.FORMAT,)
    db.close()


def test_commits_are_synchronous(path):
    file = filled(path)
    assert file._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert file._db.execute("PRAGMA synchronous").fetchone() == (2,)
    file.close()


def test_a_round_is_kept_whole_or_not_at_all(path):
    file = filled(path, rounds=1)
    broken = make_round(1)
    bad = Event("statement", 1, fields={"share": float("nan")})
    with pytest.raises(ValueError):
        file.add_rounds([RoundRow(0, 1, "x", broken.state, "d", (*broken.events, bad))])
    assert list(file.digests(0)) == [0]
    file.add_rounds([broken])
    assert file.rounds(0)[1].events == broken.events
    file.close()


def test_a_large_state_is_kept_every_tenth_round(path, monkeypatch):
    monkeypatch.setattr(inserts, "LARGE", 100)
    file = filled(path, rounds=22)
    kept = [row.k for row in file.rounds(0) if row.state is not None]
    assert kept == [0, 10, 20]
    assert len(file.digests(0)) == 22
    file.close()


# ------------------------------------------------------------------ who writes


def test_a_second_opener_only_reads(path):
    first = filled(path)
    second = RunFile.open(path)
    assert second.read_only and "open in another hldsim" in second.note
    assert "\n" not in second.note
    assert len(second.rounds(0)) == 3
    first.add_rounds([make_round(3)])
    assert len(second.rounds(0)) == 4
    with pytest.raises(StorageError, match="reading only"):
        second.add_rounds([make_round(4)])
    second.close()
    first.add_rounds([make_round(4)])
    first.close()
    third = RunFile.open(path)
    assert not third.read_only and third.note == ""
    third.close()


def test_a_reader_does_not_stop_the_writer_from_closing(path):
    first = filled(path)
    second = RunFile.open(path)
    first.close()
    assert len(second.rounds(0)) == 3
    second.close()
    again = RunFile.open(path)
    assert not again.read_only and len(again.rounds(0)) == 3
    again.close()
    assert [p.name for p in path.parent.iterdir()] == ["run.hldrun"]


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.record.test_runfile import filled
file = filled(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def killed(path):
    subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=os.getcwd(), check=False)
    assert path.with_name("run.hldrun-wal").stat().st_size > 0
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_is_recovered(killed):
    reader = RunFile.open(killed, read_only=True)
    assert len(reader.rounds(0)) == 3
    reader.close()
    file = RunFile.open(killed)
    assert not file.read_only
    assert len(file.rounds(0)) == 3
    file.add_rounds([make_round(3)])
    file.close()
    assert [p.name for p in killed.parent.iterdir()] == ["run.hldrun"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_copied_without_its_wal_says_so(killed, tmp_path):
    alone = tmp_path / "alone.hldrun"
    shutil.copy(killed, alone)
    file = RunFile.open(alone)
    assert "-wal is gone" in file.note
    assert file.head() == HEAD
    file.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_new_run_takes_no_wal_of_a_removed_one(killed):
    killed.unlink()
    file = RunFile.create(killed, HEAD)
    assert file.rounds(0) == []
    file.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_copy_does_not_replace_a_killed_run(killed, tmp_path):
    other = filled(tmp_path / "other.hldrun")
    with pytest.raises(StorageError, match="not closed"):
        other.save_copy(killed)
    other.close()
    file = RunFile.open(killed)
    assert len(file.rounds(0)) == 3
    file.close()


def test_a_copy_does_not_replace_a_run_that_is_open(path, tmp_path):
    """Nothing waits in its -wal: only the lock says that somebody writes it."""
    one = filled(path)
    one.close()
    one, other = RunFile.open(path), filled(tmp_path / "other.hldrun", rounds=1)
    with pytest.raises(StorageError) as caught:
        other.save_copy(path)
    assert_one_line(caught, "run.hldrun is open", "choose another name")
    one.add_rounds([make_round(3)])
    one.close()
    other.save_copy(path)  # now nobody does
    other.close()
    file = RunFile.open(path)
    assert len(file.rounds(0)) == 1
    file.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["other.hldrun", "run.hldrun"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_killed_run_is_set_aside_with_every_round(killed):
    earlier = killed.with_name("run.hldrun~")
    earlier.write_text("kept earlier")
    kept = set_aside(killed)
    assert kept == killed.with_name("run.hldrun~2")
    assert sorted(p.name for p in killed.parent.iterdir()) == [earlier.name, kept.name]
    filled(killed, rounds=1).close()
    file = RunFile.open(kept)
    assert len(file.rounds(0)) == 3
    file.close()
    assert earlier.read_text() == "kept earlier"


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_wal_that_cannot_be_folded_in_goes_along(killed, monkeypatch):
    monkeypatch.setattr("hldsim.record.files._fold_in", lambda path: None)
    kept = set_aside(killed)
    monkeypatch.undo()
    assert not killed.with_name("run.hldrun-wal").exists()
    file = RunFile.open(kept)
    assert len(file.rounds(0)) == 3
    file.close()


def test_a_run_that_is_open_is_not_set_aside(path):
    file = filled(path)
    with pytest.raises(StorageError) as caught:
        set_aside(path)
    assert_one_line(caught, "is open")
    assert path.exists()
    file.close()


def test_it_may_be_used_from_another_thread(path):
    file = filled(path, rounds=1)
    threads = [
        threading.Thread(target=file.add_rounds, args=([make_round(k)],)) for k in range(1, 9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(file.digests(0)) == list(range(9))
    file.close()


# ------------------------------------------------------------------ copies and full disks


def test_save_a_copy_while_it_is_open(path, tmp_path):
    file = filled(path)
    target = tmp_path / "copy.hldrun"
    target.write_text("what was there")
    file.save_copy(target)
    file.add_rounds([make_round(3)])
    copy = RunFile.open(target)
    assert not copy.read_only and len(copy.rounds(0)) == 3 and copy.head() == HEAD
    copy.close()
    file.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.hldrun", "run.hldrun"]


def test_a_copy_that_fails_leaves_what_was_there(path, tmp_path):
    file = filled(path)
    with pytest.raises(StorageError) as caught:
        file.save_copy(tmp_path / "no such folder" / "copy.hldrun")
    assert_one_line(caught, "choose another place")
    with pytest.raises(StorageError, match="itself"):
        file.save_copy(path)
    file.close()


def test_a_full_disk_is_a_storage_error_and_the_file_stays_whole(path):
    file = filled(path)
    pages = file._db.execute("PRAGMA page_count").fetchone()[0]
    file._db.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError) as caught:
        file.add_rounds([make_round(k, p=200) for k in range(3, 9)])
    assert_one_line(caught, "full", "choose another place")
    assert list(file.digests(0)) == [0, 1, 2]
    file._db.execute("PRAGMA max_page_count = 100000")
    file.add_rounds([make_round(3)])
    file.close()
    assert len(RunFile.open(path, read_only=True).rounds(0)) == 4


def test_create_refuses_what_is_there_and_what_cannot_be(path, tmp_path):
    filled(path).close()
    with pytest.raises(StorageError, match="exists"):
        RunFile.create(path, HEAD)
    with pytest.raises(StorageError, match="no such folder"):
        RunFile.create(tmp_path / "nowhere" / "run.hldrun", HEAD)


# ------------------------------------------------------------------ what is no run file


def test_missing(path):
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "no such file", "run.hldrun")
    assert list(path.parent.iterdir()) == []


def test_folder(tmp_path):
    with pytest.raises(RunFileError) as caught:
        RunFile.open(tmp_path)
    assert_one_line(caught, "is a folder")


def test_empty(path):
    path.touch()
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "is empty")


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"PK\x03\x04" + b"x" * 5000])
def test_not_a_run_file(path, content):
    path.write_bytes(content)
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "not a run file")
    assert [p.name for p in path.parent.iterdir()] == ["run.hldrun"]


def test_database_of_another_program(path):
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE t (x)")
    db.close()
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "another program")


@pytest.mark.parametrize("share", [0.0005, 0.003, 0.3, 0.6, 0.99])
def test_cut_off(path, share):
    filled(path, rounds=12).close()
    whole = path.read_bytes()
    path.write_bytes(whole[: max(int(len(whole) * share), 10)])
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "cut off", "copy made earlier")


def test_scrambled_pages_are_damage(path):
    filled(path, rounds=12).close()
    whole = bytearray(path.read_bytes())
    whole[4096:] = b"\x5a" * (len(whole) - 4096)
    path.write_bytes(whole)
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "damaged", "made earlier")
    assert [p.name for p in path.parent.iterdir()] == ["run.hldrun"]  # no lock left behind


def test_a_changed_state_is_damage(path):
    filled(path).close()
    db = sqlite3.connect(path)
    (blob,) = db.execute("SELECT state FROM round WHERE k = 1").fetchone()
    db.execute("UPDATE round SET state = ? WHERE k = 1", (blob[:-1] + b"\x77",))
    db.commit()
    db.close()
    file = RunFile.open(path)
    with pytest.raises(RunFileError) as caught:
        file.rounds(0)
    assert_one_line(caught, "run.hldrun", "checksum")
    file.close()


def test_a_record_without_its_start_is_damage(path):
    filled(path).close()
    db = sqlite3.connect(path)
    db.execute("DELETE FROM meta WHERE key = 'seed'")
    db.commit()
    db.close()
    file = RunFile.open(path)
    with pytest.raises(RunFileError, match="does not say its seed"):
        file.head()
    file.close()


def test_no_permission(path, monkeypatch):
    filled(path).close()

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "no permission")


def test_write_protected_opens_for_reading(path, monkeypatch):
    filled(path).close()
    monkeypatch.setattr(os, "access", lambda *args: False)
    file = RunFile.open(path)
    assert file.read_only and "write-protected" in file.note
    assert len(file.rounds(0)) == 3
    file.close()


# ------------------------------------------------------------------ other formats


def test_a_newer_format_is_refused_in_one_line(path):
    filled(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {layout.FORMAT + 1}")
    db.close()
    before = path.read_bytes()
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path)
    assert_one_line(caught, "newer hldsim", "update hldsim")
    assert path.read_bytes() == before


def add_mood(connection):
    connection.execute("ALTER TABLE note ADD COLUMN mood TEXT NOT NULL DEFAULT ''")


def test_an_older_format_migrates_on_a_copy(path, monkeypatch):
    filled(path).close()
    before = path.read_bytes()
    monkeypatch.setattr(layout, "MIGRATIONS", (*layout.MIGRATIONS, add_mood))

    reader = RunFile.open(path, read_only=True)
    assert len(reader.rounds(0)) == 3
    assert reader._db.execute("SELECT mood FROM note").fetchall() == []
    reader.close()
    assert path.read_bytes() == before  # looking changes nothing

    file = RunFile.open(path)
    assert len(file.rounds(0)) == 3
    assert file._db.execute("PRAGMA user_version").fetchone() == (2,)
    file.close()
    kept = path.with_name("run.format-1.hldrun")
    assert sorted(p.name for p in path.parent.iterdir()) == [kept.name, path.name]
    assert sqlite3.connect(kept).execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_fails_leaves_the_original(path, monkeypatch):
    filled(path).close()

    def fail(connection):
        connection.execute("DROP TABLE event")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(layout, "MIGRATIONS", (*layout.MIGRATIONS, fail))
    with pytest.raises(StorageError):
        RunFile.open(path)
    monkeypatch.undo()
    file = RunFile.open(path)
    assert not file.read_only and file.rounds(0)[1].events
    file.close()


def test_a_run_left_open_in_a_folder_one_may_not_write_to(path):
    """Still in WAL mode, nothing beside it, and nothing can be made there: read as it is."""
    filled(path).close()
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.close()
    assert path.read_bytes()[18:20] == b"\x02\x02"
    os.chmod(path.parent, 0o500)
    try:
        file = RunFile.open(path, read_only=True)
        assert len(file.rounds(0)) == 3
        file.close()
    finally:
        os.chmod(path.parent, 0o700)


# ------------------------------------------------------------------ nothing stays open


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize(("start", "length"), [(100, 60), (100, 3900), (4096, 2000)])
def test_a_damaged_file_is_let_go_of(path, connections, start, length, read_only):  # noqa: F811
    filled(path, rounds=12).close()
    content = bytearray(path.read_bytes())
    content[start : start + length] = b"\xff" * length
    path.write_bytes(content)
    with pytest.raises(RunFileError) as caught:
        RunFile.open(path, read_only=read_only)
    assert_one_line(caught, "damaged")
    assert connections() == []


def test_a_file_that_cannot_be_opened_for_writing_is_let_go_of(
    path,
    connections,  # noqa: F811
    monkeypatch,
):
    monkeypatch.setattr(Watched, "fails_at", "journal_mode = WAL")
    with pytest.raises(StorageError, match="disk I/O error"):
        RunFile.create(path, HEAD)
    assert connections() == [] and list(path.parent.iterdir()) == []
    monkeypatch.setattr(Watched, "fails_at", None)
    filled(path).close()
    monkeypatch.setattr(Watched, "fails_at", "journal_mode = WAL")
    with pytest.raises(StorageError, match="disk I/O error"):
        RunFile.open(path)
    assert connections() == [] and [p.name for p in path.parent.iterdir()] == ["run.hldrun"]


def test_a_migration_that_fails_in_memory_leaves_nothing_open(
    path,
    connections,  # noqa: F811
    monkeypatch,
):
    filled(path).close()

    def fail(connection):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(layout, "MIGRATIONS", (*layout.MIGRATIONS, fail))
    with pytest.raises(RunFileError, match="full"):
        RunFile.open(path, read_only=True)
    assert connections() == []


def test_a_file_that_cannot_be_put_in_order_is_let_go_of(
    path,
    connections,  # noqa: F811
    monkeypatch,
):
    file = filled(path)

    def broken(connection):
        raise sqlite3.DatabaseError("malformed")

    monkeypatch.setattr("hldsim.record.runfile.tidy", broken)
    with pytest.raises(StorageError, match="malformed"):
        file.close()
    assert connections() == []
    file.close()
    for use in (file.head, lambda: file.set_note(0, 0, "x"), lambda: file.save_copy(path / "x")):
        with pytest.raises(StorageError, match="was closed"):
            use()
    monkeypatch.undo()
    RunFile.open(path).close()
