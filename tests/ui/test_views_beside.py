"""Two futures side by side: what is ringed, listed and said is what differs in the record."""

import pytest
from PySide6.QtCore import Qt

from hldsim.record.differences import differences
from hldsim.session import Session
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.beside import Beside
from hldsim_ui.views.beside_support import spread
from hldsim_ui.views.beside_words import done_rows, now, since, state_rows, text_rows
from tests.session.scene import SEED, TURN, act, classroom, play, set_


@pytest.fixture(scope="module")
def session():
    """0: to the end. 1: from 4, the USA wants authority. 2: from 1 at 9, to 12. 3: from 0 at 6."""
    session = play(Session.open(classroom(), SEED))
    session.rewind(4)
    session.apply(TURN)
    session.apply(set_("rules.coalitions.beta", 0.9))
    play(session)
    session.fork(9, "short")
    session.apply(act("MEX", answer__un_embedded="no"))
    play(session, 3)
    session.switch(0, 6)
    session.fork(6, "the same")
    play(session)
    session.switch(1)
    return session


@pytest.fixture
def asked():
    return []


@pytest.fixture
def panel(qtbot, session, asked):
    panel = Beside()
    qtbot.addWidget(panel)
    panel.histories_wanted.connect(asked.append)
    panel.load(session.scenario, LIGHT)
    panel.show_futures(session.futures())
    panel.draw(session.history, 15)
    answer(panel, session, asked)
    panel.resize(1000, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def answer(panel, session, asked):
    while asked:
        panel.take({branch: session.history_of(branch) for branch in asked.pop(0)})


def backed(one):
    return one.picture.backed.tolist()


# ---------------------------------------------------------------- in words


def test_states_are_listed_by_size_with_both_sides(session):
    one, other = session.history_of(0), session.history_of(1)
    k = one.last
    found = differences(one, other, k)
    rows = state_rows(found, one)
    assert {row.party for row in rows} == {d.party for d in (*found.backing, *found.said)}
    sizes = [one.inputs.capability_p[row.party] for row in rows[: len(found.backing)]]
    assert sizes == sorted(sizes, reverse=True)
    labels = [*(p.label for p in session.scenario.proposals), "uncommitted"]
    for row in rows[: len(found.backing)]:
        assert row.left == labels[one.origin_kp(k)[k][row.party]]
        assert row.right == labels[other.origin_kp(k)[k][row.party]]
    for row in rows[len(found.backing) :]:
        assert row.left.startswith("said: ") and row.left != row.right


def test_who_only_said_something_else_is_listed_too():
    """Mexico named no design in round 3; in the other future it does not even speak."""
    session = play(Session.open(classroom(), SEED), 3)
    mexico = classroom().party_index["MEX"]
    session.rewind(2)
    session.apply(act("MEX", state="silent"))
    play(session, 1)
    one, other = session.history_of(0), session.history_of(1)
    found = differences(one, other, 3)
    assert found.backing == ()
    assert [(row.party, row.left, row.right) for row in state_rows(found, one)] == [
        (mexico, "said: noncommittal", "said: has not taken the floor")
    ]


def test_every_text_on_the_table_is_listed_and_what_differs_marked(session):
    one, other = session.history_of(0), session.history_of(1)
    marked = 0
    for k in range(one.last + 1):
        rows = text_rows(one, other, k)
        found = {(row.proposal, row.issue) for row in differences(one, other, k).texts}
        assert {(r.proposal, r.issue) for r in rows if r.differs and r.issue >= 0} == found
        assert all((row.left != row.right) == row.differs for row in rows if row.issue >= 0)
        heads = {row.proposal for row in rows if row.issue < 0}
        assert heads == {int(d) for h in (one, other) for d in h[k].state.origin_c}
        marked += len(found)
    assert marked  # or this test says nothing


def test_what_was_done_since_they_parted(session):
    summary, scenario = session.futures(), session.scenario
    rows = done_rows(summary, 0, 1, scenario)
    assert [(row.k, row.left, row.right) for row in rows] == [
        (5, "", "United States: ideal point on authority to 1"),
        (5, "", "coalitions beta to 0.9"),
    ]
    assert [row.right for row in done_rows(summary, 1, 2, scenario)] == [
        "Mexico says no to “Inside the UN”"
    ]
    assert [row.left for row in done_rows(summary, 2, 0, scenario)][-1].startswith("Mexico")
    assert done_rows(summary, 0, 3, scenario) == []


def test_the_verdict_names_the_rounds(session):
    one, other = session.history_of(0), session.history_of(1)
    found = differences(one, other, one.last)
    said = since(found, 4)
    assert "up to round 4" in said and f"from round {found.first}; the room" in said
    assert f"from round {found.first_seen}." in said
    count = len(found.backing)
    assert now(found).startswith(("One state backs", f"{count} states back", "In round 19 all"))
    same = differences(one, session.history_of(3), one.last)
    assert "do not differ in any round" in since(same, 6)
    assert now(same) == "In round 19 all states back the same; the texts are the same."


# ---------------------------------------------------------------- side by side


def test_the_future_shown_stands_right_of_the_one_it_left(panel, session):
    assert panel.branches == (0, 1)
    left, right = session.history_of(0), session.history_of(1)
    assert backed(panel.maps[0]) == left.origin_kp(15)[15].tolist()
    assert backed(panel.maps[1]) == right.origin_kp(15)[15].tolist()
    homes = [one._home for one in panel.maps]
    assert (homes[0] == homes[1]).all()


def test_what_differs_is_ringed_on_both_maps(panel, session):
    left, right = session.history_of(0), session.history_of(1)
    seen = 0
    for k in range(left.last + 1):
        panel.draw(session.history, k)
        found = differences(left, right, k)
        wanted = tuple(row.party for row in found.backing)
        assert [tuple(one.picture.ringed) for one in panel.maps] == [wanted, wanted]
        assert len(panel.states.words()) == len(state_rows(found, left))
        seen += len(wanted)
    assert seen


def test_rounds_that_one_has_not_come_to_are_shown_as_far_as_it_has(panel, session, asked):
    panel.compare(1, 2)
    answer(panel, session, asked)
    panel.draw(session.history, 18)
    right = session.history_of(2)
    assert right.last == 12
    assert backed(panel.maps[1]) == right.origin_kp(12)[12].tolist()
    assert backed(panel.maps[0]) == session.history_of(1).origin_kp(12)[12].tolist()
    assert "“short” has been played to round 12 only" in panel.head.verdict.text()


def test_curves_of_both_are_drawn_whole(panel, session):
    members = int(session.history.inputs.member_p.sum())
    for history, side in ((session.history_of(0), 0), (session.history_of(1), 1)):
        origin = history.origin_kp()[:, history.inputs.member_p]
        for pair, d in zip(panel.support.curves, [0, 1, 2, -1], strict=False):
            _, y = pair[side].getData()
            assert y.tolist() == pytest.approx((100 * (origin == d).sum(axis=1) / members).tolist())
    solid, dashed = panel.support.curves[0]
    assert solid.opts["pen"].style() == Qt.PenStyle.SolidLine
    assert dashed.opts["pen"].style() == Qt.PenStyle.CustomDashLine


def test_only_what_is_not_there_is_asked_for(panel, session, asked):
    panel.draw(session.history, 3)
    panel.compare(1, 0)
    assert asked == []
    panel.compare(1, 3)
    panel.draw(session.history, 4)
    assert asked == [(3,)]  # once, while the answer is out
    answer(panel, session, asked)
    panel.draw(session.history, 5)
    assert asked == []


def test_a_future_that_has_grown_is_asked_for_again(panel, session, asked):
    from dataclasses import replace

    summary = session.futures()
    more = [replace(f, last=f.last - 1) if f.branch == 0 else f for f in summary.futures]
    panel.show_futures(replace(summary, futures=tuple(more)))
    assert asked == [(0,)]


def test_a_run_of_its_own_is_not_taken_for_the_one_before(panel, asked):
    other = play(Session.open(classroom(), SEED))
    other.rewind(4)
    other.apply(set_("rules.coalitions.beta", 0.5))
    play(other)
    panel.show_futures(other.futures())
    panel.draw(other.history, 10)
    assert (0,) in asked


def test_choosing_and_exchanging(panel, session, asked):
    combo = panel.head.sides[0]
    assert [combo.itemData(n) for n in range(combo.count())] == [0, 1, 2, 3]
    combo.setCurrentIndex(3)
    combo.activated.emit(3)
    answer(panel, session, asked)
    assert panel.branches == (3, 1)
    panel.head.swap.click()
    assert panel.branches == (1, 3)
    assert [side.currentData() for side in panel.head.sides] == [1, 3]
    panel.compare(1, 1)
    assert panel.head.verdict.text() == "Choose two different futures."


def test_one_future_alone_says_how_to_make_another(panel):
    alone = play(Session.open(classroom(), 5), 2)
    panel.show_futures(alone.futures())
    panel.draw(alone.history, 1)
    assert panel.empty.isVisible() and "Fork here" in panel.empty.text()
    assert panel.sentence(alone.history, 1) == panel.empty.text()


def test_a_click_in_a_list_selects_and_in_the_curves_goes_to_a_round(panel, qtbot, session):
    picked = []
    panel.picked.connect(picked.append)
    panel.draw(session.history, 19)
    rows = state_rows(
        differences(session.history_of(0), session.history_of(1), 19), session.history
    )
    assert rows
    spot = panel.states.visualItemRect(panel.states.topLevelItem(0)).center()
    qtbot.mouseClick(panel.states.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert picked[-1] == rows[0].party
    panel.maps[0].picked.emit(4)
    assert picked[-1] == 4


@pytest.mark.parametrize("size", [(380, 260), (420, 640), (1000, 700), (1400, 300)])
def test_it_fits_the_place_it_stands_in(panel, size, qtbot):
    panel.resize(*size)
    assert panel.width() == size[0]
    panel.tabs.setCurrentIndex(0)
    for part in (panel.pair, panel.support):
        in_tabs = panel.tabs.indexOf(part) >= 0
        assert in_tabs or part.isVisible()
    assert (panel.tabs.indexOf(panel.pair) >= 0) == (size[1] < 470 and size[0] < 900)
    panel.resize(1000, 700)
    assert panel.pair.isVisible() and panel.support.isVisible()


def test_it_draws_in_every_theme_and_cleared(panel, session):
    for palette in (DARK, LIGHT):
        panel.load(session.scenario, palette)
        assert not panel.grab().isNull()
    table = panel.table(session.history, 15)
    assert len(table.rows) == len(panel.states.words()) and len(table.columns) == 3
    panel.clear()
    assert panel.empty.isVisible()


def test_names_do_not_lie_on_each_other():
    for tops in ([0.0, 1.0, 2.0], [90.0, 95.0, 99.0], [50.0], []):
        moved = sorted(spread(tops, 10.0, 100.0))
        assert all(b - a >= 10.0 for a, b in zip(moved, moved[1:], strict=False))
        assert all(top <= 90.0 for top in moved)
