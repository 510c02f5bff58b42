"""The editor beside a run: what a change does is said before, and done as said."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from hldsim.scenario.edits import Add, Cell, SetCells, SetValue
from hldsim.scenario.load import load_scenario
from tests.ui.conftest import PATIENCE, settle
from tests.ui.test_editor import page, row, stand, type_into

SMALL = load_scenario("classroom_small")
MEX = SMALL.party_index["MEX"]


@pytest.fixture
def opened(window, qtbot):
    """The window after two rounds, and the editor beside it."""
    for k in (1, 2):
        window.conductor.one_round()
        qtbot.waitUntil(lambda k=k: window.board.shown.last >= k, timeout=PATIENCE)
    settle(qtbot, window)
    QTest.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    editor = window.editing.editor
    with qtbot.waitActive(editor, timeout=PATIENCE):
        editor.activateWindow()
    return window, editor


def asked(qtbot, window, editor, text):
    """Wait until the foot says something: the run has been asked."""
    qtbot.waitUntil(lambda: text in editor.foot.effect.text(), timeout=PATIENCE)
    settle(qtbot, window)


def salience(window):
    state = window.board.shown.history[window.board.shown.k].state
    return float(state.profile.salience_pi[MEX, 0])


def test_mexico_is_changed_faulted_mended_undone_redone_and_run(opened, qtbot):
    """A user's whole path, by the keyboard."""
    window, editor = opened
    asked(qtbot, window, editor, "The run on show is of this scenario")
    assert not editor.foot.run.isEnabled()
    type_into(stand(editor, "MEX", "salience.venue"), "7")
    assert editor.tabs.tabText(1) == "Parties (1)"
    QTest.keyClick(editor, Qt.Key.Key_F8)
    assert "Allowed: a number from 0 to 1" in editor.foot.said.text()
    asked(qtbot, window, editor, "Mend the faults")
    type_into(editor.parties.table, "0,8")
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert row(editor)["salience.venue"] == 0.45 and not window.drafts.draft.can_undo
    asked(qtbot, window, editor, "The run on show is of this scenario")
    QTest.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert row(editor)["salience.venue"] == 0.8
    asked(qtbot, window, editor, "1 change: can hold from round 3 on")
    before = window.board.shown.history
    QTest.keyClick(editor, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.board.shown.history not in (None, before), timeout=PATIENCE)
    settle(qtbot, window)
    shown = window.board.shown
    assert shown.last == 0 and shown.scenario.document is window.drafts.draft.document
    assert shown.scenario.parties[MEX].declared["salience.venue"] == 0.8
    assert shown.scenario.parties[MEX].edited == ("salience.venue",)
    assert window.drafts.draft.dirty and window.drafts.draft.can_undo
    asked(qtbot, window, editor, "The run on show is of this scenario")


def test_what_can_holds_from_the_next_round_and_the_rest_waits(opened, qtbot):
    window, editor = opened
    editor.edit(SetCells((Cell(MEX, "salience.venue", 0.8),)))
    editor.edit(SetValue("agenda[plenary].rounds", 5))
    asked(qtbot, window, editor, "2 changes: 1 can hold from round 3 on, 1 only in a new run")
    changes = page(editor, "Changes")
    told = {changes.model.cells(one)[0]: changes.model.cells(one)[3] for one in changes.model.rows}
    assert told["Mexico: salience.venue"] == "from round 3 on, or in a new run"
    assert told["agenda[plenary].rounds"].startswith("in a new run: the agenda is fixed")
    assert editor.foot.apply.text() == "Apply from round 3"
    was = salience(window)
    editor.foot.apply.click()
    asked(qtbot, window, editor, "1 change: a new run")
    assert editor.foot.apply.isHidden()
    window.conductor.one_round()
    qtbot.waitUntil(lambda: window.board.shown.last == 3, timeout=PATIENCE)
    settle(qtbot, window)
    others = [f"salience.{issue.id}" for issue in SMALL.space.issues[1:]]
    whole = 0.8 + sum(SMALL.parties[MEX].declared[name] for name in others)
    assert salience(window) == pytest.approx(0.8 / whole) != pytest.approx(was)
    window.commands.undo()  # in the main window: the run no longer has it
    asked(qtbot, window, editor, "2 changes: 1 can hold from round 3 on")
    assert row(editor)["salience.venue"] == 0.8


def test_before_the_first_round_and_while_it_plays_only_a_new_run_is_offered(opened, qtbot):
    window, editor = opened
    editor.edit(SetCells((Cell(MEX, "reluctance", 0.9),)))
    asked(qtbot, window, editor, "1 change: can hold from round 3 on")
    window.conductor.set_speed(1.0)
    window.conductor.play()
    qtbot.waitUntil(lambda: "pause the run" in editor.foot.effect.text(), timeout=PATIENCE)
    assert editor.foot.apply.isHidden()
    window.conductor.pause()
    settle(qtbot, window)
    window.conductor.reset()
    asked(qtbot, window, editor, "a new run (nothing was played yet)")


def test_a_change_seen_from_the_past_branches_off(opened, qtbot):
    window, editor = opened
    window.conductor.look_at(1)
    editor.edit(SetCells((Cell(MEX, "reluctance", 0.9),)))
    asked(qtbot, window, editor, "can hold from round 2 on")
    editor.foot.apply.click()
    qtbot.waitUntil(lambda: len(window.board.shown.futures.futures) == 2, timeout=PATIENCE)
    settle(qtbot, window)
    assert window.board.shown.last == 1


def test_a_state_picked_on_a_map_is_picked_in_the_editor(opened, qtbot):
    window, editor = opened
    wants = page(editor, "Preferences")
    window.board.select(SMALL.party_index["BRA"])
    assert wants.party == "BRA"
    picker = wants.picker
    assert picker.isVisible()
    picker.view.picked.emit(SMALL.party_index["IND"])
    assert wants.party == "IND" and window.board.shown.selected == SMALL.party_index["IND"]
    stand(editor, "MEX", "salience.venue")
    assert window.board.shown.selected == MEX
    assert editor.parties.model.imputed("MEX", "value.venue.un") == pytest.approx(0.85, abs=0.3)
    assert editor.parties.model.imputed("MEX", "ideal.authority") is None


def test_rules_chosen_elsewhere_are_in_the_editor_too(opened, qtbot):
    window, editor = opened
    scenario = window.board.shown.scenario
    settings = {"rules.coalitions.name": "landscape"}
    before = window.board.shown.history
    window.commands._under(settings, scenario)
    qtbot.waitUntil(lambda: window.board.shown.history not in (None, before), timeout=PATIENCE)
    settle(qtbot, window)
    assert window.board.shown.scenario.rules["coalitions"].name == "landscape"
    assert window.drafts.draft.undo_words == "choose other rules"
    assert window.board.shown.scenario.document is window.drafts.draft.document
    editor.edit(SetValue("title", "Mine"))  # edits that no run has: rules are chosen beside them
    window.commands._under({"rules.coalitions.name": "worth"}, scenario)
    qtbot.waitUntil(
        lambda: (
            window.board.shown.scenario is not None
            and window.board.shown.scenario.rules["coalitions"].name == "worth"
        ),
        timeout=PATIENCE,
    )
    assert window.drafts.draft.document["title"] == "Mine"
    settle(qtbot, window)


def test_a_scenario_that_grew_runs(opened, qtbot):
    window, editor = opened
    party = {"id": "EXL", "name": "Exland", "provenance": "user"}
    editor.edit(Add("parties", party))
    before = window.board.shown.history
    window.editing.run()
    qtbot.waitUntil(lambda: window.board.shown.history not in (None, before), timeout=PATIENCE)
    settle(qtbot, window)
    assert window.board.shown.scenario.parties[-1].name == "Exland"
    window.conductor.one_round()
    qtbot.waitUntil(lambda: window.board.shown.last == 1, timeout=PATIENCE)


def test_f1_opens_the_page_about_the_editor(opened, qtbot):
    from hldsim_ui.dialogs.help import HelpWindow

    window, editor = opened
    QTest.keyClick(editor, Qt.Key.Key_F1)
    shown = next(w for w in window.findChildren(HelpWindow) if w.isVisible())
    assert shown.shown == "dialogs/editor"
    shown.close()


def test_it_closes_with_the_window_and_opens_again(opened, qtbot):
    window, editor = opened
    window.keeper.choose("dark")
    QTest.keyClick(editor, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert window.editing.editor is None
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.keeper.choose("light")  # nobody is left to be dressed
    window.editing.edit_scenario()
    again = window.editing.editor
    assert again is not editor and again.isVisible()
    window.close()
    assert window.editing.editor is None
