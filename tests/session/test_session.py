"""A live run: advance, apply, rewind, branch; nothing is deleted and luck is shared."""

import gc
import threading
import weakref

import numpy as np
import pytest

from hldsim.errors import InterventionError, PathError, RunFileError, StorageError
from hldsim.scenario.load import load_scenario
from hldsim.session import Session, replay
from tests.session.scene import DIAL, PUSH, TURN, act, classroom, digests, opened, play, set_


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.hldrun"


def test_it_plays_to_the_end_and_then_says_so():
    session = opened()
    assert (session.k, session.branch, session.finished) == (0, 0, False)
    play(session)
    assert session.finished and session.k == session.history.last == classroom().rounds
    assert session.advance() is None
    assert session.path is None and not session.read_only and session.paused_by is None


def test_a_file_or_none_makes_no_difference(path):
    with opened(path) as kept:
        play(kept)
    free = play(opened())
    assert digests(kept.history) == digests(free.history)
    again = Session.open_file(path)
    assert digests(again.history) == digests(free.history)
    assert [s.events for s in again.history] == [s.events for s in free.history]
    assert [s.phase for s in again.history] == [s.phase for s in free.history]
    assert again.finished and again.seed == free.seed
    assert again.scenario == free.scenario
    again.close()


def test_a_run_goes_on_from_its_file_as_if_it_had_never_stopped(path):
    straight = opened()
    play(straight, 6)
    straight.apply(DIAL)
    straight.apply(PUSH)
    play(straight)
    first = opened(path)
    play(first, 6)
    first.apply(DIAL)
    first.apply(PUSH)  # in force in round 7, which is not played before closing
    first.close()
    with Session.open_file(path) as second:
        assert second.k == 6 and len(second.interventions()) == 2
        play(second)
        assert digests(second.history) == digests(straight.history)


def test_an_act_is_in_force_from_the_next_round():
    session = opened()
    play(session, 6)
    receipt = session.apply(DIAL)
    assert (receipt.k, receipt.branch, receipt.seq) == (7, 0, 0)
    assert receipt.text == "from round 7: rules.coalitions.beta = 0.9"
    assert session.setup.rules.coalitions.parameters.beta != 0.9
    snapshot = session.advance()
    assert session.setup.rules.coalitions.parameters.beta == 0.9
    event = snapshot.events[0]
    assert event.kind == "intervened" and event.k == 7
    assert event.fields == {"path": "rules.coalitions.beta", "value": 0.9}


def test_what_a_person_does_for_a_party_is_done():
    session = play(opened(), 6)
    assert session.history[6].state.membership_p[classroom().party_index["USA"]] != 0
    session.apply(PUSH)
    session.advance()
    state = session.history[7].state
    backed = state.origin_c[state.membership_p[classroom().party_index["USA"]]]
    assert classroom().proposals[backed].id == "un_embedded"


def test_later_words_of_the_same_round_stand():
    session = play(opened(), 6)
    session.apply(act("USA", back="un_embedded"))
    session.apply(act("USA", back="informal_hosted"))
    session.advance()
    state = session.history[7].state
    backed = state.origin_c[state.membership_p[classroom().party_index["USA"]]]
    assert classroom().proposals[backed].id == "informal_hosted"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        (set_("rules.coalitions.beta", 7), (PathError, InterventionError)),
        (set_("parties[XXX].ideal.authority", 0.5), (PathError, InterventionError)),
        (act("XXX", back="un_embedded"), InterventionError),
        (act("USA", back="moon"), InterventionError),
        (act("USA", answer__moon="yes"), InterventionError),
        (act("USA", answer__un_embedded="perhaps"), InterventionError),
        (act("USA", sing="loudly"), InterventionError),
    ],
)
def test_what_is_not_possible_changes_nothing(path, wrong, error):
    with opened(path) as session:
        play(session, 6)
        with pytest.raises(error) as caught:
            session.apply(wrong)
        assert str(caught.value)
        assert session.interventions() == ()
    assert Session.open_file(path, read_only=True).interventions() == ()


# Rounds of the small table: plenary 1-3, round tables 4-5, consultations 6-15, chair's text
# 16-18, adoption 19.
@pytest.mark.parametrize(
    ("after", "what", "says"),
    [
        (0, act("USA"), ["USA does nothing", "allowed: state, answer.PROPOSAL"]),
        (6, act("USA", back=None), ["USA does nothing", "allowed: back, answer.PROPOSAL"]),
        (0, act("USA", back="un_embedded"), ["back in round 1", "(Plenary)"]),
        (18, act("USA", back="uncommitted"), ["back in round 19", "ballot.PROPOSAL"]),
        (3, act("USA", state="silent"), ["state in round 4", "allowed there: answer.PROPOSAL"]),
        (6, act("USA", ballot__un_embedded="no"), ["ballot in round 7", "allowed there: back"]),
        (
            18,
            act("USA", state="silent"),
            ["state in round 19", "allowed there: ballot.PROPOSAL"],
        ),
    ],
)
def test_what_would_come_to_nothing_is_refused(path, after, what, says):
    with opened(path) as session:
        play(session, after)
        with pytest.raises(InterventionError) as caught:
            session.apply(what)
        assert all(part in str(caught.value) for part in says)
        assert session.interventions() == ()
        session.advance()
    assert Session.open_file(path, read_only=True).interventions() == ()


@pytest.mark.parametrize(("after", "key"), [(2, "state"), (14, "back")])
def test_what_is_put_after_the_others_can_be_neither_stated_nor_backed(after, key):
    session = play(Session.open(load_scenario("hld_2006"), 1), after)
    with pytest.raises(InterventionError) as caught:
        session.apply(act("MEX", **{key: "norm_setting"}))
    allowed = str(caught.value).partition(f"{key} = 'norm_setting'; allowed: ")[2]
    assert "un_embedded" in allowed and "norm_setting" not in allowed
    session.advance()


@pytest.mark.parametrize(
    ("after", "what"),
    [
        (0, act("USA", state="un_embedded")),
        (4, act("USA", answer__un_embedded="no")),
        (5, act("USA", back="uncommitted")),
        (17, act("USA", back="un_embedded", answer__un_embedded="yes")),
        (18, act("USA", ballot__un_embedded="abstain")),
    ],
)
def test_what_fits_the_round_is_done(after, what):
    session = play(opened(), after)
    session.apply(what)
    assert session.advance().k == after + 1


def test_nothing_can_be_done_after_the_end():
    session = play(opened())
    with pytest.raises(InterventionError, match="run is over"):
        session.apply(DIAL)


# ------------------------------------------------------------------ going back


def test_going_back_deletes_nothing_and_walks_without_playing():
    session = play(opened())
    before = digests(session.history)
    states = [snapshot.state for snapshot in session.history]
    session.rewind(4)
    assert session.k == 4 and not session.finished and session.history.last == len(before) - 1
    walked = [session.advance() for _ in range(3)]
    assert [snapshot.state for snapshot in walked] == states[5:8]  # the very same objects
    play(session)
    assert session.finished and digests(session.history) == before
    assert len(session.branches()) == 1


def test_going_nowhere_is_refused():
    session = play(opened(), 3)
    for k in (-1, 4):
        with pytest.raises(InterventionError, match="no round"):
            session.rewind(k)
        with pytest.raises(InterventionError, match="no round"):
            session.fork(k, "x")
        with pytest.raises(InterventionError, match="no round"):
            session.switch(0, k)
    with pytest.raises(InterventionError, match="no branch"):
        session.switch(5)


def test_an_act_in_the_past_opens_a_branch_that_shares_past_and_luck():
    session = play(opened())
    first = digests(session.history)
    old = session.history
    session.rewind(5)
    receipt = session.apply(TURN)
    assert (receipt.branch, receipt.k, session.branch, session.k) == (1, 6, 1, 5)
    assert session.history.last == 5 and old.last == len(first) - 1
    play(session)
    second = digests(session.history)
    assert second[:6] == first[:6]
    assert second[6] != first[6]  # the act itself is in the digest
    branch = session.branches()[1]
    assert (branch.parent, branch.forked_at) == (0, 5)
    assert digests(session.history_of(0)) == first
    session.switch(0)
    assert session.finished and digests(session.history) == first


def test_a_fork_without_an_act_comes_out_the_same():
    session = play(opened())
    first = digests(session.history)
    assert session.fork(8, "what if") == 1
    assert session.history.last == 8
    play(session)
    assert digests(session.history) == first
    assert session.branches()[1].label == "what if"


def test_a_fork_leaves_behind_what_was_decided_for_the_next_round():
    session = play(opened(), 6)
    session.apply(TURN)
    session.fork(6, "without")
    assert session.interventions() == ()
    play(session)
    assert digests(session.history) == digests(play(opened()).history)


def test_parameters_in_force_belong_to_the_round():
    session = play(opened(), 5)
    session.apply(DIAL)
    play(session, 5)
    usual = opened().setup.rules.coalitions.parameters.beta
    session.rewind(5)
    assert session.setup.rules.coalitions.parameters.beta == usual
    session.rewind(6)
    assert session.setup.rules.coalitions.parameters.beta == 0.9
    session.apply(set_("rules.coalitions.gamma", 0.1))
    session.advance()
    parameters = session.setup.rules.coalitions.parameters
    assert (parameters.beta, parameters.gamma) == (0.9, 0.1)


# ------------------------------------------------------------------ undo and redo


def test_undo_is_the_branch_without_the_act():
    plain = digests(play(opened()).history)
    session = play(opened(), 5)
    session.apply(TURN)
    play(session)
    with_act = digests(session.history)
    undone = session.undo()
    assert undone.text.startswith("from round 6: parties[USA]")
    assert session.k == 5 and session.interventions() == ()
    play(session)
    assert digests(session.history) == plain
    session.redo()
    assert session.branch == 0 and digests(session.history) == with_act
    assert session.finished


def test_undo_of_an_act_in_the_past_goes_back_to_the_recorded_future():
    session = play(opened())
    first = digests(session.history)
    session.rewind(5)
    session.apply(TURN)
    session.undo()
    assert (session.branch, session.k) == (0, 5)
    assert len(session.branches()) == 2  # none was opened for it
    play(session)
    assert digests(session.history) == first
    session.redo()
    assert (session.branch, session.k) == (1, 5)


def test_undo_keeps_what_was_done_before_in_the_same_round():
    session = play(opened(), 5)
    session.apply(DIAL)
    session.apply(TURN)
    session.undo()
    assert [row.text for row in session.interventions()] == ["rules.coalitions.beta = 0.9"]
    play(session)
    only_dial = play(opened(), 5)
    only_dial.apply(DIAL)
    assert digests(session.history) == digests(play(only_dial).history)
    session.undo()
    assert session.interventions() == ()
    play(session)
    assert digests(session.history) == digests(play(opened()).history)
    session.redo()
    session.redo()
    assert len(session.interventions()) == 2


def test_undo_and_redo_know_when_there_is_nothing():
    session = play(opened(), 5)
    with pytest.raises(InterventionError, match="nothing to undo"):
        session.undo()
    with pytest.raises(InterventionError, match="nothing to redo"):
        session.redo()
    session.apply(TURN)
    session.undo()
    session.apply(DIAL)
    with pytest.raises(InterventionError, match="nothing to redo"):
        session.redo()


def test_undo_does_not_reach_into_the_future():
    session = play(opened(), 5)
    session.apply(TURN)
    play(session)
    session.rewind(3)
    with pytest.raises(InterventionError, match="nothing to undo"):
        session.undo()


# ------------------------------------------------------------------ the tree in the file


def test_the_whole_tree_comes_back_and_replays(path):
    with opened(path) as session:
        play(session)
        session.rewind(5)
        session.apply(TURN)
        play(session)
        session.rewind(9)
        session.apply(DIAL)
        session.apply(PUSH)
        play(session, 3)
        session.fork(7, "early")
        play(session)
        session.undo()
        session.note(3, "here it turned")
        session.note(2, "dull")
        session.note(2, "")
        lines = [digests(session.history_of(branch.id)) for branch in session.branches()]
        branches, here = session.branches(), session.branch
    with Session.open_file(path) as again:
        assert again.branches() == branches and again.branch == here
        assert [digests(again.history_of(branch.id)) for branch in branches] == lines
        assert again.notes() == {3: "here it turned"}
    seen = []
    report = replay(path, lambda done, total: seen.append((done, total)))
    assert report.same, report.text
    assert report.branches == len(branches) and seen[-1] == (report.rounds, report.rounds)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_second_session_only_looks(path):
    first = play(opened(path), 8)
    second = Session.open_file(path)
    assert second.read_only and "open in another hldsim" in second.note_on_opening
    second.rewind(3)
    assert second.advance().k == 4
    assert second.explain("USA", 4).k == 4
    for refused in (
        lambda: second.apply(DIAL),
        lambda: second.fork(2, "x"),
        lambda: second.note(2, "x"),
        lambda: second.undo(),
        lambda: play(second),
    ):
        with pytest.raises(StorageError, match="reading only"):
            refused()
    second.move_to(path.with_name("mine.hldrun"))
    assert not second.read_only
    play(second)
    second.close()
    first.close()
    assert digests(Session.open_file(path, read_only=True).history) == digests(first.history)


def test_it_may_move_between_threads(path):
    session = opened(path)
    for _ in range(3):
        worker = threading.Thread(target=play, args=(session, 3))
        worker.start()
        worker.join()
    session.close()
    assert session.history.last == 9


def test_a_file_of_a_run_that_is_no_scenario_any_more(path, monkeypatch):
    opened(path).close()
    monkeypatch.setattr("hldsim.record.reload.from_json", lambda text: {"name": "x"})
    with pytest.raises(RunFileError) as caught:
        Session.open_file(path)
    assert "cannot be read" in str(caught.value) and "\n" not in str(caught.value)


# ------------------------------------------------------------------ why


def test_explanation_adds_up_and_counts_what_was_done():
    session = play(opened(), 8)
    session.apply(DIAL)
    play(session, 3)
    for k in (7, 9, 11):
        why = session.explain("MEX", k)
        assert why.k == k and why.options[-1] == "uncommitted"
        np.testing.assert_allclose(sum(why.terms.values()), why.worth, atol=1e-12)
    index = classroom().party_index["MEX"]
    assert session.explain(index, 9).worth.tolist() == session.explain("MEX", 9).worth.tolist()
    plain = play(opened(), 11)
    assert plain.explain("MEX", 8).worth.tolist() == session.explain("MEX", 8).worth.tolist()
    assert plain.explain("MEX", 9).worth.tolist() != session.explain("MEX", 9).worth.tolist()


def test_only_rounds_played_and_parties_present_are_explained():
    session = play(opened(), 3)
    for k in (0, 4):
        with pytest.raises(InterventionError, match="cannot be explained"):
            session.explain("MEX", k)
    for party in ("XXX", 99):
        with pytest.raises(InterventionError, match="no party"):
            session.explain(party, 2)


def test_a_closed_run_is_let_go_at_once():
    """Nothing of it waits for garbage collection, which a window at play puts off."""
    session = play(opened(), 3)
    session.apply(TURN)
    play(session)
    gone = [weakref.ref(one) for one in (session.history, session.history[-1].state)]
    gc.collect()
    gc.disable()
    try:
        session.close()
        del session
        assert [ref() for ref in gone] == [None, None]
    finally:
        gc.enable()
