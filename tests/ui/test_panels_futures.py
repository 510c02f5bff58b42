"""The tree of futures: lanes that do not cross, words, and what a hand on it asks for."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from hldsim.record.futures import Future, FuturesSummary
from hldsim.record.rows import ActRow
from hldsim.scenario.load import load_scenario
from hldsim_ui.panels.futures import Futures
from hldsim_ui.panels.futures_lanes import grown, lanes
from hldsim_ui.panels.futures_rows import LANE_ROLE
from hldsim_ui.theme import DARK, LIGHT


def act(branch, seq, k, path="parties[MEX].salience.venue", value=0.4):
    return ActRow(branch, seq, k, "set", {"path": path, "value": value})


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("classroom_small")


@pytest.fixture
def summary(scenario):
    """0 to the end; 1 from 4, 2 from 8 and 5 from 8 of it; 3 from 1 at 6, 4 by an undo on 0."""
    first = (act(1, 0, 5), act(1, 1, 5, "rules.coalitions.beta", 0.9), act(1, 2, 9))
    futures = (
        Future(0, "", None, -1, 19, True, "un_embedded", (act(0, 0, 12),)),
        Future(1, "", 0, 4, 19, True, "", first),
        Future(2, "", 0, 8, 8, False, ""),
        Future(3, "Mexico gives way", 1, 6, 11, False, "", (act(3, 0, 7),)),
        Future(4, f"without {act(0, 0, 12).text}", 0, 11, 14, False, ""),
        Future(5, "", 0, 8, 10, False, ""),
    )
    done = (act(1, 0, 5), act(3, 0, 7))
    return FuturesSummary(19, futures, 3, done, (act(3, 1, 9, value=0.2),), {2: "dull", 7: "here"})


def double_click(qtbot, widget, spot):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot)  # as a hand does it
    qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=spot)


@pytest.fixture
def panel(qtbot, scenario, summary):
    panel = Futures()
    qtbot.addWidget(panel)
    panel.load(scenario, LIGHT)
    panel.show_futures(summary)
    panel.resize(420, 620)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


class Rounds:
    def __init__(self, last):
        self.last = last


# ---------------------------------------------------------------- lanes


def test_a_future_stands_below_the_one_it_leaves_the_latest_first(summary, scenario):
    rows = lanes(summary, scenario)
    assert [lane.future.branch for lane in rows] == [0, 4, 2, 5, 1, 3]


def test_no_line_down_to_a_fork_crosses_a_lane(summary, scenario):
    for n, lane in enumerate(lanes(summary, scenario)):
        for rail in lane.rails:
            through = rail.above and rail.below
            assert not (through and lane.start < rail.k <= lane.future.last), (n, rail)


def test_lines_down_are_whole(summary, scenario):
    rows = lanes(summary, scenario)
    at = {lane.future.branch: n for n, lane in enumerate(rows)}
    for lane in rows:
        if lane.future.parent is None:
            continue
        for n in range(at[lane.future.parent], at[lane.future.branch] + 1):
            rail = next(r for r in rows[n].rails if r.k == lane.future.forked_at)
            assert rail.below or n == at[lane.future.branch]
            assert rail.above or n == at[lane.future.parent]


def test_what_is_shown_is_marked_from_the_start_to_its_newest_round(summary, scenario):
    upto = {lane.future.branch: lane.upto for lane in lanes(summary, scenario)}
    assert upto == {0: 4, 1: 6, 3: 11, 2: None, 4: None, 5: None}
    marked = {rail.k for lane in lanes(summary, scenario) for rail in lane.rails if rail.shown}
    assert marked == {4, 6}


def test_names_say_what_was_changed(summary, scenario):
    named = {lane.future.branch: (lane.name, *lane.lines) for lane in lanes(summary, scenario)}
    change = "Mexico: weight of venue to 40 %"
    assert named[0] == ("Original run", change, "Adopted: Inside the UN")
    assert named[1] == (f"{change}; 2 more changes", "From round 4 · no agreement")
    assert named[2] == ("Future 2", "From round 8 · played to round 8")
    assert named[3] == ("Mexico gives way", change, "From round 6 · played to round 11")
    assert named[4] == (f"Without: {change}", "From round 11 · played to round 14")


def test_the_future_shown_grows_with_its_rounds(summary, scenario):
    lane = grown(lanes(summary, scenario)[-1], 15, scenario)
    assert (lane.future.last, lane.upto, lane.lines[-1]) == (
        (15, 15, "From round 6 · played to round 15")
    )
    start = grown(lanes(FuturesSummary(19, (Future(0),)), scenario)[0], 1, scenario)
    assert start.lines == ("Played to round 1",)


# ---------------------------------------------------------------- panel


def test_what_was_done_is_listed_with_what_was_taken_back(panel):
    assert panel.done.words() == [
        (5, "Mexico: weight of venue to 40 %"),
        (7, "Mexico: weight of venue to 40 %"),
        (9, "Mexico: weight of venue to 20 % – taken back"),
    ]
    assert panel.buttons["undo"].isEnabled() and panel.buttons["redo"].isEnabled()


def test_nothing_done_and_nothing_undone_leaves_nothing_to_press(panel, summary):
    panel.show_futures(FuturesSummary(19, summary.futures, 2))
    assert panel.done.words() == []
    assert not panel.buttons["undo"].isEnabled() and not panel.buttons["redo"].isEnabled()


def test_a_click_goes_to_a_future_but_not_to_the_one_shown(panel, qtbot):
    asked = []
    panel.switched.connect(asked.append)
    view = panel.tree.view
    for branch in (1, 3, 0):
        spot = view.visualRect(panel.rows.index(panel.rows.row_of(branch))).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert asked == [1, 0]


def test_f2_names_a_future(panel, qtbot):
    view = panel.tree.view
    view.setFocus()
    view.setCurrentIndex(panel.rows.index(panel.rows.row_of(2)))
    QTest.keyClick(view, Qt.Key.Key_F2)
    editor = view.viewport().findChild(QLineEdit)
    assert editor is not None and editor.text() == ""
    editor.setText("  as it might be ")
    with qtbot.waitSignal(panel.renamed, timeout=2000) as caught:
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert caught.args == [2, "as it might be"]


def test_a_run_that_is_only_looked_at_is_not_changed(panel, summary):
    panel.show_futures(replace(summary, read_only=True))
    view = panel.tree.view
    index = panel.rows.index(0)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert index.flags() & Qt.ItemFlag.ItemIsEnabled  # one may still go there
    for name in ("fork", "rename", "undo", "redo"):
        assert not panel.buttons[name].isEnabled(), name
    assert panel.buttons["compare"].isEnabled()
    panel.tree.rename_current()
    assert view.viewport().findChild(QLineEdit) is None


def test_a_double_click_goes_to_the_round(panel, qtbot):
    asked = []
    panel.round_picked.connect(asked.append)
    panel.draw(Rounds(11), 3)
    for n in (0, 1, 2):
        spot = panel.done.visualItemRect(panel.done.topLevelItem(n)).center()
        double_click(qtbot, panel.done.viewport(), spot)
    assert asked[:1] == [5] and asked[-1] == 9
    panel.draw(Rounds(6), 3)
    asked.clear()
    spot = panel.done.visualItemRect(panel.done.topLevelItem(1)).center()
    double_click(qtbot, panel.done.viewport(), spot)
    assert set(asked) == {6}  # round 7 is still to be played


def test_comparing_pairs_the_future_chosen_with_the_one_shown(panel):
    asked = []
    panel.compared.connect(lambda *pair: asked.append(pair))
    panel.tree.view.setCurrentIndex(panel.rows.index(panel.rows.row_of(0)))
    panel.compare_current()
    panel.tree.view.setCurrentIndex(panel.rows.index(panel.rows.row_of(3)))
    panel.compare_current()
    assert asked == [(0, 3), (1, 3)]


def test_one_future_alone_has_nothing_to_be_compared_with(panel):
    panel.show_futures(FuturesSummary(19, (Future(0),)))
    assert not panel.buttons["compare"].isEnabled()
    asked = []
    panel.compared.connect(lambda *pair: asked.append(pair))
    panel.compare_current()
    assert asked == []


def test_forking_is_offered_until_the_agenda_is_over(panel):
    panel.draw(Rounds(19), 18)
    assert panel.buttons["fork"].isEnabled()
    panel.draw(Rounds(19), 19)
    assert not panel.buttons["fork"].isEnabled()


def test_the_row_looked_at_stays_until_another_future_is_shown(panel, summary, scenario):
    panel.tree.view.setCurrentIndex(panel.rows.index(panel.rows.row_of(1)))
    panel.draw(Rounds(12), 12)
    more = FuturesSummary(19, (*summary.futures, Future(6, "", 0, 2, 2)), 3)
    panel.show_futures(more)
    assert panel.tree.current().future.branch == 1
    panel.show_futures(FuturesSummary(19, more.futures, 6))
    assert panel.tree.current().future.branch == 6


def test_the_lane_shown_grows_while_rounds_are_played(panel):
    panel.draw(Rounds(13), 13)
    lane = panel.rows.index(panel.rows.row_of(3)).data(LANE_ROLE)
    assert lane.future.last == 13 and "played to round 13" in lane.lines[-1]
    assert panel.tree.ruler.k == panel.tree.delegate.k == 13


@pytest.mark.parametrize(
    ("size", "orientation", "tabs"),
    [
        ((380, 260), None, 3),
        ((380, 640), Qt.Orientation.Vertical, 2),
        ((900, 300), Qt.Orientation.Horizontal, 2),
    ],
)
def test_it_fits_the_place_it_stands_in(panel, size, orientation, tabs):
    panel.resize(*size)
    assert panel.tabs.count() == tabs
    if orientation is not None:
        assert panel.split.orientation() == orientation
    assert panel.tree.isVisible()
    panel.resize(420, 620)
    assert panel.tabs.count() == 2 and panel.tree.isVisible()


def test_it_says_the_same_in_words_and_as_a_table(panel, scenario):
    class History:
        pass

    history = History()
    history.scenario, history.last = scenario, 11
    table = panel.table(history, 3)
    assert [row[0] for row in table.rows] == [lane.name for lane in panel.rows.lanes]
    assert ("Mexico gives way", f"{'Mexico: weight of venue to 40 %'}; 2 more changes", 6) == (
        table.rows[5][:3]
    )
    assert panel.sentence(history, 3).startswith("6 futures; shown: Mexico gives way.")
    panel.clear()
    assert panel.sentence(history, 3) == "Nothing to show yet."


def test_it_draws_in_every_theme_and_empty(panel, qtbot, scenario):
    for palette in (DARK, LIGHT):
        panel.load(scenario, palette)
        assert not panel.grab().isNull()
    panel.clear()
    assert not panel.grab().isNull()
