"""A replay names the first round that differs, and the versions if they do."""

import sqlite3

import pytest

from hldsim.errors import RunFileError
from hldsim.record import inserts
from hldsim.session import Session, replay
from tests.session.scene import DIAL, TURN, digests, opened, play


@pytest.fixture
def path(tmp_path):
    """Branch 0 played to the end, branch 1 from round 5 to the end."""
    path = tmp_path / "run.hldrun"
    with opened(path) as session:
        play(session, 3)
        session.apply(DIAL)
        play(session)
        session.rewind(5)
        session.apply(TURN)
        play(session)
    return path


def tamper(path, statement):
    db = sqlite3.connect(path)
    db.execute(statement)
    db.commit()
    db.close()


def test_the_same(path):
    report = replay(path)
    assert report.same and report.branches == 2
    assert report.text.endswith("same in all of 34 digests (round 0 included) on 2 branches")


def test_a_changed_digest_is_named(path):
    tamper(path, "UPDATE round SET digest = 'x' WHERE branch = 1 AND k = 9")
    report = replay(path)
    assert not report.same
    assert [(d.branch, d.k) for d in report.differences] == [(1, 9)]
    assert "differs from round 9 of branch 1 on" in report.text and "\n" not in report.text


def test_a_branch_of_a_branch_that_differs_is_named_too(path):
    tamper(path, "UPDATE round SET digest = 'x' WHERE branch = 0 AND k = 4")
    report = replay(path)
    assert [(d.branch, d.k) for d in report.differences] == [(0, 4), (1, 4)]
    assert "parent" in report.differences[1].reason


def test_a_changed_act_is_found(path):
    tamper(path, """UPDATE act SET body = '{"path":"rules.coalitions.beta","value":0.1}'""")
    assert [(d.branch, d.k) for d in replay(path).differences][0] == (0, 4)


def test_an_act_that_is_no_longer_possible_is_a_difference_with_a_reason(path):
    tamper(path, """UPDATE act SET body = '{"path":"rules.moon.beta","value":0.1}'""")
    first = replay(path).differences[0]
    assert (first.branch, first.k) == (0, 4) and first.reason


def test_rounds_beyond_the_agenda_are_a_difference(path):
    last = opened().scenario.rounds
    tamper(
        path,
        f"INSERT INTO round SELECT branch, {last + 1}, phase, state, digest FROM round "
        f"WHERE branch = 0 AND k = {last}",
    )
    assert [(d.branch, d.k) for d in replay(path).differences] == [(0, last + 1)]


def test_another_version_is_said(path):
    tamper(path, "UPDATE meta SET value = '0.0.9' WHERE key = 'version'")
    report = replay(path)
    assert report.same and report.recorded_by == "0.0.9"
    assert "recorded by hldsim 0.0.9, replayed by" in report.text


def test_states_that_were_not_kept_are_computed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(inserts, "LARGE", 10)
    path = tmp_path / "large.hldrun"
    with opened(path) as session:
        play(session, 3)
        session.apply(DIAL)
        play(session)
        session.rewind(12)
        session.apply(TURN)
        play(session, 4)
        kept = [digests(session.history_of(branch)) for branch in (0, 1)]
        last = session.history[-1].state
    db = sqlite3.connect(path)
    stored = db.execute("SELECT branch, k FROM round WHERE state IS NOT NULL").fetchall()
    db.close()
    assert stored == [(0, 0), (0, 10)]
    with Session.open_file(path) as again:
        assert [digests(again.history_of(branch)) for branch in (0, 1)] == kept
        assert again.history[-1].state.viability_c.tolist() == last.viability_c.tolist()
        play(again)
    assert replay(path).same


def test_a_state_that_comes_out_differently_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(inserts, "LARGE", 10)
    path = tmp_path / "large.hldrun"
    with opened(path) as session:
        play(session, 5)
    tamper(path, "UPDATE round SET digest = 'x' WHERE k = 3")
    with pytest.raises(RunFileError) as caught:
        Session.open_file(path)
    assert "round 3" in str(caught.value) and "which wrote it" in str(caught.value)


def test_a_round_that_is_missing_is_damage(path):
    tamper(path, "DELETE FROM round WHERE branch = 0 AND k = 3")
    with pytest.raises(RunFileError, match="lacks round 3"):
        Session.open_file(path)
