"""Paths a user takes through the window, on a small scenario."""

import logging

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QWidget,
)

from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from hldsim_ui.board import NOBODY
from hldsim_ui.dialogs import ask
from hldsim_ui.main_window import MainWindow
from tests.ui.conftest import PATIENCE, play_to_end, settle


def key(qtbot, window, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    for one in keys:
        qtbot.keyClick(window, one, modifier)


def index_of(window, party):
    return window.board.shown.scenario.party_index[party]


def test_the_title_is_there_before_the_scenario(make_window):
    window = make_window()
    window.board.announce("A long debate")
    assert "A long debate" in window.windowTitle()
    assert window.controls.title.whole == "A long debate"
    assert not window.actions_by_name["run"].isEnabled()


def test_it_opens_at_the_start(window):
    assert window.board.shown.k == 0
    assert window.controls.seed.value() == 3
    assert window.timeline.words.text() == "Round 0 of 19"
    assert window.status.labels["seed"].text() == "Seed 3"
    assert all(host.fault is None for host in window.hosts.values())


def test_space_runs_and_pauses(qtbot, window):
    window.conductor.set_speed(30.0)
    key(qtbot, window, Qt.Key.Key_Space)
    assert window.controls.run.text() == "Pause"
    qtbot.waitUntil(lambda: window.board.shown.k >= 2, timeout=PATIENCE)
    key(qtbot, window, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert window.controls.run.text() == "Run"
    assert 2 <= window.board.shown.k < 19


def test_a_whole_run_ends_idle_and_says_how_it_ended(qtbot, window):
    play_to_end(qtbot, window)
    assert window.board.shown.k == 19
    assert not window.conductor.running
    assert window.status.labels["outcome"].text().startswith(("Adopted", "No agreement"))
    assert not window.actions_by_name["step"].isEnabled()


def test_one_round(qtbot, window):
    qtbot.mouseClick(window.controls.step, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert window.board.shown.k == 1


def test_space_on_a_button_presses_that_button(qtbot, window):
    window.controls.step.setFocus()
    key(qtbot, window.controls.step, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert (window.board.shown.k, window.board.shown.playing) == (1, False)


def test_scrubbing_by_keyboard_and_by_mouse(qtbot, window):
    play_to_end(qtbot, window)
    window.focus_home()
    key(qtbot, window, Qt.Key.Key_Left, Qt.Key.Key_Left)
    assert window.board.shown.k == 17
    key(qtbot, window, Qt.Key.Key_Home)
    assert window.board.shown.k == 0
    key(qtbot, window, Qt.Key.Key_Right)
    assert window.timeline.words.text() == "Round 1 of 19"
    bar = window.timeline.scrubber
    spot = QPoint(round(bar.x_of(9)), 34)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=spot)
    assert window.board.shown.k == bar.value() == 9
    qtbot.keyClick(bar, Qt.Key.Key_PageUp)
    assert window.board.shown.k == 19
    key(qtbot, window, Qt.Key.Key_End)
    assert window.board.shown.follow


def test_one_cannot_scrub_past_what_was_played(qtbot, window):
    window.conductor.one_round()
    settle(qtbot, window)
    bar = window.timeline.scrubber
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(bar.width() - 12, 34))
    assert window.board.shown.k == 1


@pytest.mark.parametrize("typed", ["Mexico", "mex", "MEX"])
def test_finding_selects_everywhere(qtbot, window, typed):
    key(qtbot, window, Qt.Key.Key_F, modifier=Qt.KeyboardModifier.ControlModifier)
    box = window.find_box
    qtbot.waitUntil(box.hasFocus, timeout=PATIENCE)
    qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    party = index_of(window, "MEX")
    assert window.board.shown.selected == party
    inspector = window.hosts["inspector"].view
    assert inspector.name.text() == "Mexico"
    assert window.hosts["coalition_map"].view.picture.selected == party
    window.focus_home()
    key(qtbot, window, Qt.Key.Key_Escape)
    assert window.board.shown.selected == NOBODY


def test_a_click_on_the_map_selects(qtbot, window):
    view = window.hosts["coalition_map"].view
    plot = view.widget.plot
    qtbot.wait(50)  # the plot learns its size with the next paint
    party = index_of(window, "USA")
    spot = plot.mapFromScene(view.spot_of(party))
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: window.board.shown.selected == party, timeout=PATIENCE)


def edit(window, party, column, value):
    window.board.select(index_of(window, party))
    window.docks["preferences"].raise_()
    QApplication.processEvents()
    editor = window.hosts["preferences"].view
    editor.move(column, value)
    editor.apply_button.click()


def test_changing_a_preference_and_running_again(qtbot, window):
    play_to_end(qtbot, window)
    before = window.board.shown.history
    edit(window, "USA", 0, 0.05)
    settle(qtbot, window)
    assert window.board.shown.k == 0
    assert "salience.venue" in window.status.message.whole
    play_to_end(qtbot, window)
    after = window.board.shown.history
    assert after is not before
    salience = [history[1].state.profile.salience_pi for history in (before, after)]
    party = index_of(window, "USA")
    assert salience[1][party, 0] == pytest.approx(0.05)
    assert salience[0][party, 0] > 0.4
    assert window.timeline.scrubber.marks  # the change shows on the timeline


def test_a_change_in_mid_run_then_undo_redo_and_re_run(qtbot, window):
    for _ in range(6):
        window.conductor.one_round()
        settle(qtbot, window)
    undo, redo, rerun = (window.actions_by_name[name] for name in ("undo", "redo", "rerun"))
    assert not undo.isEnabled() and not rerun.isEnabled()
    edit(window, "USA", 0, 0.05)
    settle(qtbot, window)
    assert window.board.shown.k == 6
    assert undo.isEnabled() and rerun.isEnabled() and not redo.isEnabled()
    undo.trigger()
    settle(qtbot, window)
    assert redo.isEnabled() and not undo.isEnabled()
    redo.trigger()
    settle(qtbot, window)
    assert undo.isEnabled()
    window.conductor.set_speed(float("inf"))
    rerun.trigger()
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)
    party = index_of(window, "USA")
    row = window.board.shown.history[1].state.profile.salience_pi[party]
    assert row[0] == pytest.approx(0.05)


@pytest.mark.parametrize("answer", [True, False])
def test_reset_asks_first(qtbot, window, monkeypatch, answer):
    asked = []
    monkeypatch.setattr(ask, "start_again", lambda *given: asked.append(given) or answer)
    for _ in range(2):
        window.conductor.one_round()
        settle(qtbot, window)
    window.actions_by_name["reset"].trigger()
    settle(qtbot, window)
    assert len(asked) == 1
    assert window.board.shown.k == (0 if answer else 2)


def test_another_seed_before_the_first_round_needs_no_question(qtbot, window, monkeypatch):
    monkeypatch.setattr(ask, "start_again", lambda *given: pytest.fail("asked"))
    window.controls.seed.setValue(11)
    qtbot.keyClick(window.controls.seed, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.conductor.seed == 11
    window.actions_by_name["new_seed"].trigger()
    settle(qtbot, window)
    assert window.controls.seed.value() == window.conductor.seed == 12


def test_a_seed_that_is_declined_goes_back_in_the_box(qtbot, window, monkeypatch):
    monkeypatch.setattr(ask, "start_again", lambda *given: False)
    window.conductor.one_round()
    settle(qtbot, window)
    window.controls.seed.setValue(11)
    qtbot.keyClick(window.controls.seed, Qt.Key.Key_Return)
    assert window.controls.seed.value() == 3


def test_the_same_seed_gives_the_same_run(qtbot, window):
    play_to_end(qtbot, window)
    first = window.board.shown.history[19].digest
    window.conductor.reset()
    settle(qtbot, window)
    play_to_end(qtbot, window)
    assert window.board.shown.history[19].digest == first


def test_a_run_is_saved_and_opened_again(qtbot, window, tmp_path):
    play_to_end(qtbot, window)
    digest = window.board.shown.history[19].digest
    window.conductor.save_copy(tmp_path / "copy.hldrun")
    settle(qtbot, window)
    assert "copy.hldrun" in window.status.message.whole
    window.files.open_path(tmp_path / "copy.hldrun")
    settle(qtbot, window)
    assert window.board.shown.k == 19
    assert window.board.shown.history[19].digest == digest


def test_what_cannot_be_opened_is_said_with_what_to_do(qtbot, window, caplog):
    caplog.set_level(logging.CRITICAL, logger="hldsim_ui")
    window.files.open_path("no_such_scenario")
    settle(qtbot, window)
    box = window.findChild(QMessageBox)
    assert "cannot be opened" in box.text()
    assert "classroom_small" in box.informativeText()
    assert "Ctrl+O" in box.informativeText()
    box.close()


def test_a_view_that_breaks_does_not_stop_the_window(qtbot, window, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, logger="hldsim_ui")
    host = window.hosts["coalition_map"]
    monkeypatch.setattr(host.view, "draw", lambda *given: 1 / 0)
    window.conductor.one_round()
    settle(qtbot, window)
    assert isinstance(host.fault, ZeroDivisionError)
    assert window.board.shown.k == 1
    play_to_end(qtbot, window)


def test_hidden_panels_are_not_drawn_and_catch_up(qtbot, window):
    window.docks["support"].hide()
    host = window.hosts["support"]
    drawn = []
    draw = host.view.draw
    host.view.draw = lambda *given: drawn.append(given[1]) or draw(*given)
    play_to_end(qtbot, window)
    assert drawn == []
    window.docks["support"].toggleViewAction().trigger()  # opened, and in front of other tabs
    qtbot.waitUntil(lambda: drawn == [19], timeout=PATIENCE)
    del host.view.draw


def test_place_panels_and_speed_are_remembered(qtbot, make_window, settings, keeper):
    first = make_window(size=(760, 640))
    first.controls.speed.setValue(4)
    first.docks["support"].hide()
    first.close()
    assert settings.value("window/geometry") is not None
    second = MainWindow(settings, keeper)
    assert (second.width(), second.height()) == (760, 640)
    assert second.docks["support"].isHidden()
    assert second.conductor.speed == 8.0
    assert second.controls.speed_label.text() == "8 rounds/s"
    second.close()


def test_homes_only_goes_both_ways(window):
    box = window.hosts["coalition_map"].view.homes_only
    window.actions_by_name["homes"].trigger()
    assert box.isChecked()
    box.setChecked(False)
    assert not window.actions_by_name["homes"].isChecked()


def test_the_theme_changes_everything_at_once(qtbot, window, keeper):
    keeper.choose("dark")
    first = window.hosts["coalition_map"].view.widget.grab().toImage().pixelColor(3, 3)
    keeper.choose("light")
    second = window.hosts["coalition_map"].view.widget.grab().toImage().pixelColor(3, 3)
    assert first.lightnessF() < 0.3 < 0.7 < second.lightnessF()


def test_every_control_has_a_name_for_a_reader(window):
    nameless = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisibleTo(window) or widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if widget.objectName().startswith("qt_") or isinstance(widget, QLabel):
            continue
        if type(widget.parent()).__name__ == "PlotWidget":
            continue  # its viewport; the plot itself has a name
        reader = QAccessible.queryAccessibleInterface(widget)
        if reader is not None and not reader.text(QAccessible.Text.Name):
            nameless.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    assert not nameless


def test_every_button_says_what_it_does(window):
    silent = [
        button.accessibleName() or button.text()
        for button in window.controls.findChildren(QAbstractButton)
        if not (button.toolTip() or button.objectName().startswith("qt_"))
        and not isinstance(button.parent(), QLineEdit)
    ]
    assert not silent


def test_every_command_has_its_method_and_no_two_share_a_key(window):
    keys = {}
    for name, action in window.actions_by_name.items():
        assert any(callable(getattr(room, name, None)) for room in window.rooms), name
        if not action.shortcut().isEmpty():
            assert keys.setdefault(action.shortcut().toString(), name) == name


def test_help_says_that_nothing_leaves_the_machine(window):
    from hldsim_ui.dialogs.about import about_html
    from hldsim_ui.dialogs.plain import keys_html

    said = about_html()
    assert "Nothing leaves this machine" in said and "BSD-3-Clause" in said
    assert "Ctrl+F" in keys_html(list(window.actions_by_name.values()))


def test_recent_lists_runs_that_kept_themselves_but_not_the_one_on_show(qtbot, window):
    def offered():
        window.files.fill_recent()
        return [action.text() for action in window.menus["recent"].actions()]

    ours = "classroom_small · seed 3 ·"
    assert not any(name.startswith(ours) for name in offered())
    window.conductor.open("classroom_small", 4)
    qtbot.waitUntil(lambda: window.conductor.seed == 4, timeout=PATIENCE)
    settle(qtbot, window)
    assert any(name.startswith(ours) for name in offered())


def test_closing_in_mid_run_ends_the_thread(qtbot, window):
    conductor = window.conductor
    conductor.set_speed(5.0)
    conductor.play()
    qtbot.waitUntil(lambda: window.board.shown.k >= 1, timeout=PATIENCE)
    thread = conductor._thread
    finished = []
    thread.finished.connect(lambda: finished.append(True))
    window.close()
    qtbot.waitUntil(lambda: bool(finished), timeout=PATIENCE)


def test_a_run_that_another_window_has_open_is_read_only_and_says_so(qtbot, window, tmp_path):
    window.conductor.one_round()
    settle(qtbot, window)
    from hldsim_ui.sessions import kept_runs

    with Session.open_file(kept_runs()[0], read_only=True) as other:
        assert other.history.last == 1
    held = Session.open(load_scenario("classroom_small"), 8, tmp_path / "held.hldrun")
    held.advance()
    window.files.open_path(tmp_path / "held.hldrun")
    settle(qtbot, window)
    assert window.conductor.read_only
    assert "read only" in window.status.labels["seed"].text()
    assert window.status.message.whole
    assert not window.actions_by_name["step"].isEnabled()
    held.close()
