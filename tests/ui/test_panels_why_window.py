"""The why in the window: Try it changes the run, P pins, a line of the record leads to its why."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from hldsim_ui.board import NOBODY
from tests.ui.conftest import PATIENCE, play_to_end, settle


@pytest.fixture
def inspector(qtbot, window):
    play_to_end(qtbot, window)
    window.makers.make("inspector")
    window.layout_keeper.raise_inspector()
    qtbot.waitUntil(lambda: window.hosts["inspector"].isVisible(), timeout=PATIENCE)
    return window.hosts["inspector"].view


def outcome(window, k, party):
    state = window.board.shown.history[k].state
    c = int(state.membership_p[party])
    return NOBODY if c < 0 else int(state.origin_c[c])


def trial(session):
    """A party, a round and a change that really turns what it backs, and can be tried."""
    for k in range(session.history.last - 1, 0, -1):
        for party in range(len(session.scenario.parties)):
            flips = session.flips(party, k)
            for row in flips.rows:
                if row.path and row.checked and not flips.states:
                    return party, k, row
    raise AssertionError("nothing to try in this run")


def test_try_it_plays_the_round_again_and_it_ends_otherwise(qtbot, window, inspector):
    party, k, row = trial(window.conductor.driver.session)
    was = outcome(window, k, party)
    window.board.select(party)
    window.conductor.look_at(k)
    flips = inspector.page.flips
    qtbot.waitUntil(lambda: flips.shown is not None and flips.shown.k == k, timeout=PATIENCE)
    assert flips.shown.party == party and flips.buttons
    wanted = next(n for n, b in enumerate(flips.shown.rows) if b == row)
    flips.more.click()
    tried = [r for r in flips.shown.rows if r.becomes and r.path and r.checked]
    assert tried[0] == flips.shown.rows[wanted]
    flips.buttons[0].click()
    qtbot.waitUntil(
        lambda: window.board.shown.last == k and not window.conductor.running, timeout=PATIENCE
    )
    settle(qtbot, window)
    assert window.board.shown.k == k
    index = window.board.shown.scenario.proposal_index
    assert outcome(window, k, party) == index.get(row.becomes, NOBODY) != was
    assert window.actions_by_name["undo"].isEnabled()


def test_what_was_changed_is_counted_too(qtbot, window, inspector):
    window.board.select(2)
    assert inspector.page.often._wanted.settings == ()
    window.conductor.look_at(4)
    window.conductor.set_value("parties[USA].salience.venue", 0.9)
    settle(qtbot, window)
    window.board.select(3)
    assert inspector.page.often._wanted.settings == (("parties[USA].salience.venue", 0.9),)


def test_p_pins_the_selected_state_and_lets_it_go(qtbot, window, inspector):
    window.board.select(2)
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_P)
    assert window.board.shown.pinned == 2 and inspector.page.pin.isChecked()
    window.board.select(5)
    assert inspector._stack.currentWidget() is inspector.pair
    QTest.keyClick(window, Qt.Key.Key_P)
    assert window.board.shown.pinned == NOBODY
    assert inspector._stack.currentWidget() is inspector._party_area
    window.board.select(NOBODY)
    assert not window.actions_by_name["pin"].isEnabled()


def test_the_pinned_state_stays_when_the_run_begins_anew(qtbot, window, inspector):
    window.board.select(2)
    inspector.page.pin.click()
    window.conductor.reset(9)
    qtbot.waitUntil(lambda: window.board.shown.last == 0, timeout=PATIENCE)
    settle(qtbot, window)
    assert window.board.shown.pinned == 2
    window.conductor.open("hld_2006", 1)
    qtbot.waitUntil(
        lambda: (
            window.board.shown.scenario is not None
            and window.board.shown.scenario.name == "hld_2006"
        ),
        timeout=PATIENCE,
    )
    settle(qtbot, window)
    party = window.board.shown.pinned
    scenario = window.board.shown.scenario
    assert scenario.parties[party].id == "USA" or party == NOBODY


def test_a_line_of_the_record_leads_to_its_round_and_its_state(qtbot, window, inspector):
    record = window.makers.make("meeting_record")
    window.docks["meeting_record"].show()
    window.docks["meeting_record"].raise_()
    qtbot.waitUntil(lambda: record.rows.rowCount() > 10, timeout=PATIENCE)
    rows = [record.rows.row(n) for n in range(record.rows.rowCount())]
    n = next(n for n, row in enumerate(rows) if row.party != NOBODY and 2 < row.k < 9)
    index = record.rows.index(n)
    record.list.clicked.emit(index)
    assert window.board.shown.selected == rows[n].party
    record.list.activated.emit(index)
    assert window.board.shown.k == rows[n].k
    qtbot.waitUntil(lambda: inspector.isVisible(), timeout=PATIENCE)
    assert inspector.name.text() == window.board.shown.scenario.parties[rows[n].party].name


def test_a_line_about_a_coalition_leads_to_its_why(qtbot, window, inspector):
    record = window.makers.make("meeting_record")
    window.docks["meeting_record"].show()
    window.docks["meeting_record"].raise_()
    qtbot.waitUntil(lambda: record.rows.rowCount() > 10, timeout=PATIENCE)
    rows = [record.rows.row(n) for n in range(record.rows.rowCount())]
    kinds = ("revised", "merged", "adopted")
    n = next(n for n, row in enumerate(rows) if row.event is not None and row.event.kind in kinds)
    record.list.activated.emit(record.rows.index(n))
    assert inspector._stack.currentWidget() is inspector._coalition_area
    label = window.board.shown.scenario.proposals[inspector.coalition.why.proposal].id
    assert label == rows[n].event.fields["proposal"]
    assert window.board.shown.k == rows[n].k


def test_legend_chip_and_hull_of_the_map_lead_to_the_coalition(qtbot, window, inspector):
    view = window.makers.make("coalition_map")
    window.docks["coalition_map"].raise_()
    qtbot.waitUntil(lambda: bool(view._items[0].drawn), timeout=PATIENCE)
    label = next(name for name in view._legend.findChildren(QLabel) if "<a href" in name.text())
    label.linkActivated.emit("1")
    assert inspector._stack.currentWidget() is inspector._coalition_area
    assert inspector.coalition.why.proposal == 1
    for d, box in view._items[2].chips:
        middle = QPointF(box.x + box.width / 2, box.y + box.height / 2)
        assert view.coalition_at(middle) == d
    d, hull = view._items[0].drawn[0]
    middle = hull.boundingRect().center()
    assert view.coalition_at(middle) in [other for other, _ in view._items[0].drawn]
    assert view.coalition_at(QPointF(-50.0, -50.0)) == NOBODY
    spot = next(
        QPointF(x, y)
        for x in range(2, int(view.widget.plot.width()), 7)
        for y in range(2, int(view.widget.plot.height()), 7)
        if view.coalition_at(QPointF(x, y)) == d and view.party_at(QPointF(x, y)) == NOBODY
    )
    window.board.select(4)
    plot = view.widget.plot
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.mapFromScene(spot))
    assert window.board.shown.selected == 4  # a click on a hull does not let the state go
    assert inspector.coalition.why.proposal == d
    assert inspector._stack.currentWidget() is inspector._coalition_area


def test_the_legend_of_the_support_leads_to_the_coalition_too(qtbot, window, inspector):
    view = window.makers.make("support")
    with qtbot.waitSignal(view.coalition_picked, timeout=PATIENCE) as told:
        view._legend.picked.emit(0)
    assert told.args == [0] and inspector.coalition.why.proposal == 0
