"""Travel in the real window: fork, switch, compare, name, bookmark, jump; and by hand and key."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog

from tests.ui.conftest import PATIENCE, play_to_end, settle

CHANGE = ("parties[USA].ideal.authority", 1.0)


@pytest.fixture
def done(qtbot, window):
    """The run played to its end; returns what waits until nothing is under way."""
    play_to_end(qtbot, window)
    return lambda: settle(qtbot, window)


def futures(window):
    return window.board.shown.futures


def press(window, name):
    action = window.actions_by_name[name]
    assert action.isEnabled(), name
    action.trigger()


def part(qtbot, window, name):
    """A view or panel, brought up and made."""
    window.layout_keeper.show(name)
    view = window.makers.make(name)
    qtbot.waitUntil(view.widget.isVisible, timeout=PATIENCE)
    return view


def test_a_run_begins_with_one_future(window):
    assert [f.branch for f in futures(window).futures] == [0]
    assert not window.actions_by_name["compare"].isEnabled()


def test_fork_here_changes_nothing_and_the_next_change_goes_there(window, done):
    history = window.board.shown.history
    window.conductor.look_at(8)
    press(window, "fork")
    done()
    shown = window.board.shown
    assert (shown.k, shown.last, futures(window).shown) == (8, 8, 1)
    assert all(shown.history[k] is history[k] for k in range(9))
    assert "in force from round 9" in window.status.message.whole
    window.conductor.set_value(*CHANGE)
    done()
    assert [(f.branch, f.forked_at, len(f.done)) for f in futures(window).futures] == [
        (0, -1, 0),
        (1, 8, 1),
    ]
    assert futures(window).future(0).last == 19


def test_a_fork_played_on_alone_comes_out_the_same(qtbot, window, done):
    before = window.board.shown.history
    window.conductor.look_at(6)
    press(window, "fork")
    done()
    play_to_end(qtbot, window)
    after = window.board.shown.history
    assert after is not before
    assert [s.digest for s in after] == [s.digest for s in before]


def test_forking_at_the_end_is_not_offered(window, done):
    assert not window.actions_by_name["fork"].isEnabled()
    window.conductor.look_at(18)
    assert window.actions_by_name["fork"].isEnabled()


def test_a_click_in_the_tree_goes_there_at_the_same_round(qtbot, window, done):
    window.conductor.look_at(8)
    window.conductor.set_value(*CHANGE)
    done()
    play_to_end(qtbot, window)
    window.conductor.look_at(12)
    panel = part(qtbot, window, "futures")
    view = panel.tree.view
    spot = view.visualRect(panel.rows.index(panel.rows.row_of(0))).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    done()
    shown = window.board.shown
    assert (futures(window).shown, shown.k, shown.last) == (0, 12, 19)
    assert futures(window).done == ()
    assert panel.rows.shown == 0 and panel.done.words() == []


def test_a_future_that_has_not_come_so_far_is_shown_as_far_as_it_has(window, done):
    window.conductor.look_at(5)
    press(window, "fork")
    done()
    window.travel.switch(0)
    done()
    window.conductor.look_at(17)
    window.travel.switch(1)
    done()
    assert (window.board.shown.k, window.board.shown.last) == (5, 5)


def test_undo_and_redo_from_the_list(qtbot, window, done):
    window.conductor.look_at(8)
    window.conductor.set_value(*CHANGE)
    done()
    panel = part(qtbot, window, "futures")
    words = "United States: ideal point on authority to 1"
    qtbot.waitUntil(lambda: panel.done.words() == [(9, words)], timeout=PATIENCE)
    panel.buttons["undo"].click()
    done()
    assert panel.done.words() == [(9, f"{words} – taken back")]
    assert futures(window).shown == 0
    panel.buttons["redo"].click()
    done()
    assert panel.done.words() == [(9, words)]


def three_changes(window, done):
    """Changes in rounds 3, 5 and 7, each before the next is played."""
    window.conductor.reset()
    done()
    for n, party in enumerate(("AUS", "BEL", "BRA")):
        for _ in range(2):
            window.conductor.one_round()
            done()
        window.conductor.set_value(f"parties[{party}].salience.venue", 0.3 + 0.1 * n)
        done()


def made(window):
    """Rounds of what is in force, and of what was taken back, the next to be made again first."""
    summary = futures(window)
    return [act.k for act in summary.done], [act.k for act in summary.undone]


def test_changes_are_undone_in_turn_and_made_again(window, done):
    three_changes(window, done)
    digests = []
    for back in range(3):
        assert made(window) == ([3, 5, 7][: 3 - back], [3, 5, 7][3 - back :])
        digests.append(window.board.shown.history[-1].digest)
        press(window, "undo")
        done()
    assert made(window) == ([], [3, 5, 7])
    assert not window.actions_by_name["undo"].isEnabled()
    for again in range(3):
        press(window, "redo")
        done()
        assert made(window) == ([3, 5, 7][: again + 1], [3, 5, 7][again + 1 :])
        assert window.board.shown.history[-1].digest == digests[2 - again]
    assert not window.actions_by_name["redo"].isEnabled()


def test_several_changes_are_undone_at_once_down_to_the_one_chosen(qtbot, window, done):
    three_changes(window, done)
    panel = part(qtbot, window, "futures")
    qtbot.waitUntil(lambda: len(panel.done.words()) == 3, timeout=PATIENCE)
    panel.done.topLevelItem(1).setSelected(True)
    assert panel.buttons["undo"].toolTip().startswith("Take the last 2 changes back")
    panel.buttons["undo"].click()
    done()
    assert made(window) == ([3], [5, 7])
    assert window.status.message.whole.count("salience.venue") == 2
    qtbot.waitUntil(lambda: "taken back" in panel.done.words()[1][1], timeout=PATIENCE)
    panel.done.topLevelItem(2).setSelected(True)
    panel.buttons["redo"].click()
    done()
    assert made(window) == ([3, 5, 7], [])


def test_naming_a_future(qtbot, window, done):
    window.conductor.look_at(8)
    press(window, "fork")
    done()
    window.travel.rename(1, "What if")
    done()
    assert futures(window).future(1).label == "What if"
    panel = part(qtbot, window, "futures")
    assert "What if" in [lane.name for lane in panel.rows.lanes]


def test_comparing_shows_both_at_the_round_shown_and_scrubs_both(qtbot, window, done):
    first = window.board.shown.history
    window.conductor.look_at(8)
    window.conductor.set_value(*CHANGE)
    done()
    play_to_end(qtbot, window)
    press(window, "compare")
    view = window.makers.make("compare")
    qtbot.waitUntil(view.isVisible, timeout=PATIENCE)
    second = window.board.shown.history
    for k in (19, 9, 14):
        window.conductor.look_at(k)
        done()
        sides = [one.picture.backed.tolist() for one in view.maps]
        assert sides == [first.origin_kp(k)[k].tolist(), second.origin_kp(k)[k].tolist()]
    assert "up to round 8" in view.sentence(second, 14)
    window.travel.compare_two(1, 0)
    done()
    assert [side.currentData() for side in view.head.sides] == [1, 0]


def bookmark(qtbot, window, text):
    press(window, "bookmark")
    dialog = window.findChild(QInputDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=PATIENCE)
    dialog.setTextValue(text)
    dialog.accept()


def test_bookmarks_are_written_seen_edited_and_taken_away(qtbot, window, done):
    panel = part(qtbot, window, "futures")
    for k, text in ((4, "it begins"), (11, "")):
        window.conductor.look_at(k)
        bookmark(qtbot, window, text)
        done()
    assert dict(futures(window).notes) == {4: "it begins", 11: "Bookmark"}
    assert panel.bookmarks.list.words() == [(4, "it begins"), (11, "Bookmark")]
    assert window.timeline.scrubber.notes == (4, 11)
    panel.noted.emit(4, "so it begins")
    panel.noted.emit(11, "")
    done()
    assert dict(futures(window).notes) == {4: "so it begins"}
    assert window.timeline.scrubber.notes == (4,)


def test_keys_go_from_bookmark_to_bookmark(qtbot, window, done):
    for k in (4, 11):
        window.travel.note(k, f"note {k}")
    done()
    window.setFocus()
    seen = []
    for key, modifier in (
        (Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(window, key, modifier)
        seen.append((window.board.shown.k, window.status.message.whole))
    assert seen == [
        (11, "Round 11: note 11"),
        (4, "Round 4: note 4"),
        (4, "No earlier bookmark on this future"),
        (11, "Round 11: note 11"),
    ]


def test_a_key_jumps_to_the_turn_before(window, done):
    jumps = window.timeline.turns
    phase = next(a for a in jumps.menu.actions() if a.data() == "phase")
    phase.trigger()
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    k = window.board.shown.k
    assert 0 < k < 19
    assert any(event.kind == "phase" for event in window.board.shown.history[k].events)
    QTest.keyClick(window, Qt.Key.Key_F3)
    assert window.board.shown.k > k or window.status.message.whole.startswith("No later round")


def test_a_run_that_is_only_looked_at_offers_no_fork_and_no_bookmark(qtbot, window, done, tmp_path):
    copy = tmp_path / "copy.hldrun"
    window.conductor.save_copy(copy)
    done()
    from hldsim.session import Session

    with Session.open_file(copy):  # somebody else writes it
        window.conductor.open_file(copy)
        qtbot.waitUntil(lambda: window.conductor.read_only, timeout=PATIENCE)
        done()
        window.conductor.look_at(5)
        for name in ("fork", "bookmark"):
            assert not window.actions_by_name[name].isEnabled(), name
        panel = part(qtbot, window, "futures")
        assert not panel.buttons["fork"].isEnabled()


def test_another_run_has_another_tree(qtbot, window, done):
    window.conductor.look_at(8)
    press(window, "fork")
    done()
    window.conductor.reset(7)
    done()
    assert len(futures(window).futures) == 1
    assert window.timeline.scrubber.notes == ()
