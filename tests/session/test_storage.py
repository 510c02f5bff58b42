"""When the disk is full nothing in memory is lost; the run goes on elsewhere with everything."""

import errno
import sqlite3

import pytest

from hldsim.errors import StorageError
from hldsim.session import Session, replay
from tests.record.watched import connections  # noqa: F401
from tests.session.scene import ANSWER, DIAL, TURN, digests, opened, play


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.hldrun"


def fill(session):
    """Leave no page free in the run file."""
    db = session._keeper.file._db
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")


def make_room(session):
    session._keeper.file._db.execute("PRAGMA max_page_count = 1000000")


def until_full(session):
    fill(session)
    with pytest.raises(StorageError) as caught:
        play(session)
    assert "full" in str(caught.value) and "choose another place" in str(caught.value)
    return caught.value


def straight():
    return digests(play(opened()).history)


def test_a_full_disk_pauses_and_loses_nothing(path):
    session = play(opened(path), 2)
    error = until_full(session)
    assert session.paused_by is error
    k = session.k
    assert session.history.last == k and digests(session.history) == straight()[: k + 1]
    with pytest.raises(StorageError):
        session.advance()
    assert session.k == k  # it goes no further than one round
    session.rewind(1)
    assert session.advance().k == 2  # looking is still possible


def test_room_made_it_goes_on_here(path):
    session = play(opened(path), 2)
    until_full(session)
    make_room(session)
    play(session)
    assert session.paused_by is None
    session.close()
    assert digests(Session.open_file(path, read_only=True).history) == straight()


def test_it_goes_on_elsewhere_with_everything(path, tmp_path):
    session = play(opened(path), 4)
    session.apply(DIAL)
    play(session, 3)
    session.rewind(2)
    session.apply(TURN)
    session.note(1, "calm")
    until_full(session)
    elsewhere = tmp_path / "elsewhere.hldrun"
    waiting = session.k
    session.move_to(elsewhere)
    assert session.paused_by is None and session.path == elsewhere
    session.apply(ANSWER)
    play(session)
    lines = [digests(session.history_of(branch.id)) for branch in session.branches()]
    session.close()
    with Session.open_file(elsewhere) as again:
        assert [digests(again.history_of(branch.id)) for branch in again.branches()] == lines
        assert again.notes() == {1: "calm"} and again.branch == 1
    assert replay(elsewhere).same
    with Session.open_file(path) as old:  # what was acknowledged there is still there
        assert old.history.last == waiting - 1


def test_a_place_that_fails_too_changes_nothing(path, tmp_path):
    session = play(opened(path), 2)
    until_full(session)
    with pytest.raises(StorageError):
        session.move_to(tmp_path / "no folder" / "run.hldrun")
    with pytest.raises(StorageError, match="exists"):
        session.move_to(path)
    assert session.paused_by is not None and session.path == path
    session.move_to(tmp_path / "good.hldrun")
    play(session)
    assert digests(session.history) == straight()


def test_an_act_that_cannot_be_kept_has_not_happened(path):
    session = play(opened(path), 2)
    fill(session)
    done = 0
    with pytest.raises(StorageError):
        for _ in range(500):
            session.apply(DIAL)
            done += 1
    assert session.paused_by is not None
    assert len(session.interventions()) == done
    make_room(session)
    session.apply(ANSWER)
    assert session.paused_by is None and len(session.interventions()) == done + 1
    session.close()
    assert len(Session.open_file(path, read_only=True).interventions()) == done + 1


def test_closing_with_rounds_that_wait_says_so(path, tmp_path):
    session = play(opened(path), 2)
    until_full(session)
    with pytest.raises(StorageError):
        session.close()
    session.save_copy(tmp_path / "copy.hldrun")  # a copy holds what the file could not take
    copy = Session.open_file(tmp_path / "copy.hldrun")
    assert digests(copy.history) == digests(session.history)
    copy.close()
    session.close(discard=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.hldrun", "run.hldrun"]


def test_a_session_in_memory_can_be_saved_and_moved(tmp_path):
    session = play(opened(), 5)
    session.apply(DIAL)
    session.save_copy(tmp_path / "copy.hldrun")
    assert session.path is None
    session.move_to(tmp_path / "run.hldrun")
    play(session)
    session.close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.hldrun", "run.hldrun"]
    with Session.open_file(tmp_path / "copy.hldrun") as copy:
        play(copy)
        assert digests(copy.history) == digests(session.history)


def test_a_copy_of_a_run_in_progress_goes_on_by_itself(path, tmp_path):
    session = play(opened(path), 5)
    session.save_copy(tmp_path / "copy.hldrun")
    play(session)
    with Session.open_file(tmp_path / "copy.hldrun") as copy:
        assert not copy.read_only and copy.history.last == 5
        play(copy)
        assert digests(copy.history) == digests(session.history)
    session.close()


def test_a_disk_that_cannot_be_read_from_is_no_surprise(path, monkeypatch):
    def refuse(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("hldsim.record.files.os.replace", refuse)
    with pytest.raises(StorageError, match="No space left"):
        opened(path)
    assert list(path.parent.iterdir()) == []


def test_leaving_by_an_error_closes_without_another(path):
    with pytest.raises(ZeroDivisionError):
        with opened(path) as session:
            play(session, 2)
            raise ZeroDivisionError
    assert [p.name for p in path.parent.iterdir()] == ["run.hldrun"]


def test_a_run_killed_before_its_first_round_starts_anew(path):
    with opened(path):
        pass
    db = sqlite3.connect(path)
    db.execute("DELETE FROM round")
    db.commit()
    db.close()
    looking = Session.open_file(path, read_only=True)
    assert looking.k == 0
    looking.close()
    with Session.open_file(path) as session:
        play(session)
        assert digests(session.history) == straight()
    assert replay(path).same


def test_closing_twice_is_closing_once(path):
    session = play(opened(path), 3)
    session.close()
    before = path.read_bytes()
    session.close()
    session.close(discard=True)
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == ["run.hldrun"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_closed_run_does_not_go_on(path, kept, tmp_path):
    session = play(opened(path if kept else None), 3)
    session.close()
    for what in (session.advance, lambda: session.apply(DIAL), lambda: session.fork(1, "x")):
        with pytest.raises(StorageError, match="was closed") as caught:
            what()
        assert "\n" not in str(caught.value)
    assert session.k == session.history.last == 3 and session.interventions() == ()
    session.rewind(1)
    assert session.advance().k == 2  # looking is still possible
    session.save_copy(tmp_path / "copy.hldrun")
    session.move_to(tmp_path / "moved.hldrun")
    play(session)
    assert digests(session.history) == straight()
    session.close()


def test_a_closed_run_keeps_its_place_in_the_tree(path):
    session = play(opened(path), 3)
    session.fork(1, "x")
    session.close()
    with pytest.raises(StorageError, match="was closed"):
        session.switch(0)
    assert session.branch == 1


def test_a_start_that_cannot_be_kept_leaves_nothing(path, monkeypatch, connections):  # noqa: F811
    def full(*args, **kwargs):
        raise StorageError("full")

    with monkeypatch.context() as patch:
        patch.setattr("hldsim.record.runfile.RunFile.add_rounds", full)
        with pytest.raises(StorageError, match="full"):
            opened(path)
    assert list(path.parent.iterdir()) == []
    assert connections() == []
    opened(path).close()
