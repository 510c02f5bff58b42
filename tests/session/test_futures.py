"""The tree of futures through the one door: summed up, named, noted, compared."""

import pytest

from hldsim.errors import InterventionError, StorageError
from hldsim.record.differences import NO_TEXT, differences, texts_di
from hldsim.session import Session
from tests.session.scene import DIAL, TURN, classroom, opened, play


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.hldrun"


def branching(path=None):
    """0 to the end; 1 from round 5 with another will of the USA, to the end; 2 from 1 at 8."""
    session = play(opened(path))
    session.rewind(5)
    session.apply(TURN)
    play(session)
    session.fork(8, "again")
    play(session, 2)
    return session


def test_the_summary_is_the_same_whether_live_or_read_from_the_file(path):
    with branching(path) as session:
        session.note(3, "here it turned")
        live = session.futures()
    with Session.open_file(path) as again:
        assert again.futures() == live
    assert (live.shown, live.rounds, dict(live.notes)) == (2, 19, {3: "here it turned"})
    assert [(f.parent, f.forked_at, f.last) for f in live.futures] == [
        (None, -1, 19),
        (0, 5, 19),
        (1, 8, 10),
    ]
    assert [act.k for act in live.done] == [6]


def test_what_was_adopted_is_what_the_state_says(path):
    with branching(path) as session:
        for one in session.futures().futures:
            end = session.history_of(one.branch)[-1].state
            index = int(end.origin_c[end.adopted]) if end.adopted >= 0 else -1
            told = classroom().proposal_index.get(one.adopted, -1)
            assert told == (index if one.finished else -1)


def test_opening_a_file_reads_only_the_branch_it_was_on(path, monkeypatch):
    branching(path).close()
    read = []
    from hldsim.record.runfile import RunFile

    rounds = RunFile.rounds
    monkeypatch.setattr(RunFile, "rounds", lambda self, n: read.append(n) or rounds(self, n))
    with Session.open_file(path) as session:
        session.switch(0)
        read.clear()
        assert len(session.futures().futures) == 3
    assert read == []


def test_a_branch_is_named_again_and_keeps_its_name(path):
    with branching(path) as session:
        session.rename(1, "the USA gives way")
        session.rename(2, "")
        assert [b.label for b in session.branches()] == ["", "the USA gives way", ""]
        with pytest.raises(InterventionError, match="no branch 7"):
            session.rename(7, "x")
    with Session.open_file(path) as again:
        assert [b.label for b in again.branches()] == ["", "the USA gives way", ""]
        second = Session.open_file(path)
        assert (again.futures().read_only, second.futures().read_only) == (False, True)
        with pytest.raises(StorageError, match="reading only"):
            second.rename(1, "x")
        second.close()


def test_notes_are_written_over_taken_away_and_shared_with_the_past(path):
    with branching(path) as session:
        session.note(3, "first")
        session.note(9, "mine")
        session.note(3, "better")
        assert session.notes() == {3: "better", 9: "mine"}
        session.switch(0)
        assert session.notes() == {3: "better"}  # round 3 is one and the same
        session.note(3, "")
        for k in (-1, 20):
            with pytest.raises(InterventionError, match=f"no round {k} to note"):
                session.note(k, "x")
    with Session.open_file(path) as again:
        assert again.notes() == {}
        again.switch(2)
        assert again.notes() == {9: "mine"}


def test_what_was_undone_is_told_until_something_else_is_done():
    session = play(opened(), 5)
    session.apply(DIAL)
    session.apply(TURN)
    made = [act.text for act in session.interventions()]
    session.undo()
    session.undo()
    assert [act.text for act in session.undone()] == made  # the next to be made again first
    assert session.futures().undone == session.undone()
    session.redo()
    assert [act.text for act in session.undone()] == made[1:]
    session.switch(session.branch, session.k)
    assert len(session.undone()) == 1  # to where it stands: nowhere else
    session.switch(0)
    assert session.undone() == ()
    with pytest.raises(InterventionError, match="nothing to redo"):
        session.redo()


# ------------------------------------------------------------------ differences


def test_a_fork_without_a_change_shows_no_difference():
    session = play(opened())
    session.fork(8, "the same")
    play(session)
    one, other = session.history_of(0), session.history_of(1)
    for k in (8, 12, one.last):
        found = differences(one, other, k)
        assert (found.first, found.first_seen) == (None, None)
        assert (found.backing, found.said, found.texts) == ((), (), ())


def test_a_change_shows_from_the_round_after_the_fork_and_not_before():
    session = play(opened())
    session.rewind(5)
    session.apply(TURN)
    play(session)
    one, other = session.history_of(0), session.history_of(1)
    before, end = differences(one, other, 5), differences(one, other, one.last)
    assert (before.backing, before.said, before.texts) == ((), (), ())
    assert end.first == 6  # what the USA wants is part of the table
    assert end.first_seen is not None and end.first_seen >= 6
    assert end.backing or end.texts or end.said or end.first_seen < one.last


def test_who_backs_something_else_is_listed_once_with_both_sides():
    session = play(opened(), 9)
    session.apply(DIAL)
    play(session)
    session.undo()
    play(session)
    one, other = session.history_of(0), session.history_of(session.branch)
    listed = 0
    for k in range(10, one.last + 1):
        left, right = (h.origin_kp(k)[k] for h in (one, other))
        found = differences(one, other, k)
        assert {d.party: (d.left, d.right) for d in found.backing} == {
            p: (left[p], right[p]) for p in range(len(left)) if left[p] != right[p]
        }
        listed += len(found.backing)
        texts = [texts_di(h[k].state, len(classroom().proposals)) for h in (one, other)]
        for row in found.texts:
            assert (row.left, row.right) == tuple(int(t[row.proposal, row.issue]) for t in texts)
        assert len(found.texts) == int((texts[0] != texts[1]).sum())
    assert listed > 0


def test_a_design_without_a_coalition_has_no_text():
    state = play(opened(), 2).history[2].state
    table = texts_di(state, 9)
    assert (table[state.origin_c] == state.platform_ci).all()
    assert (table[len(state.origin_c) :] == NO_TEXT).all()


def test_rounds_that_one_of_them_lacks_cannot_be_compared():
    session = play(opened(), 6)
    session.fork(3, "short")
    with pytest.raises(IndexError):
        differences(session.history_of(0), session.history_of(1), 5)
