"""Rules are chosen by name in the window; what a scenario cannot have says why."""

import pytest
from PySide6.QtCore import Qt

from hldsim.record.rulebook import CATALOGUES
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim_ui.dialogs.rules import AS_DECLARED, FAMILIES, ChooseRules
from tests.ui.conftest import PATIENCE, settle

SMALL = load_scenario("classroom_small")


@pytest.fixture
def dialog(qtbot):
    made = ChooseRules(SMALL)
    qtbot.addWidget(made)
    return made


def choose(dialog, family, name):
    box = dialog.boxes[family]
    box.setCurrentIndex(box.findData(name))


def names(box):
    return [box.itemData(row) for row in range(box.count())]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_of_every_family_is_offered(dialog, family):
    offered = [name for name in names(dialog.boxes[family]) if name]
    assert offered == list(CATALOGUES[family])


def test_it_opens_on_the_rules_in_use_and_changes_nothing_by_itself(dialog):
    assert dialog.boxes["coalitions"].currentData() == "worth"
    assert dialog.boxes["decision"].currentText() == AS_DECLARED
    assert dialog.settings == {} and dialog.changed() is SMALL


def test_a_rule_that_the_scenario_cannot_have_cannot_be_chosen_and_says_why(dialog):
    box = dialog.boxes["decision"]
    row = box.findData("weighted_majority")
    assert not box.model().item(row).isEnabled()
    assert box.itemData(row, Qt.ItemDataRole.ToolTipRole).startswith("needs voting weights")
    assert "weighted majority (needs voting weights" in dialog.about.text()
    assert box.model().item(box.findData("majority")).isEnabled()


def test_what_a_rule_does_is_told_with_formula_and_source(dialog):
    choose(dialog, "coalitions", "hedonic")
    told = dialog.about.text()
    assert "Best response to Nash stability" in told and "W_i(c) = u_i(c) - r_i" in told
    assert "BogomolnaiaJackson2002" in told
    box = dialog.boxes["utility"]
    box.highlighted.emit(box.findData("spatial"))  # the mouse passes over it
    assert "Euclidean distance" in dialog.about.text()


def test_the_scenario_under_the_rules_chosen(dialog):
    choose(dialog, "protocol", "exchange")
    choose(dialog, "decision", "two_thirds")
    scenario = dialog.changed()
    assert scenario.rules["protocol"].name == "exchange"
    assert {spec.rule for spec in scenario.adoption} == {"two_thirds"}
    assert scenario.rules["coalitions"] == SMALL.rules["coalitions"]


def test_with_one_decision_rule_throughout_it_is_the_one_shown(qtbot):
    settings = {f"adoption[{spec.id}].rule": "majority" for spec in SMALL.adoption}
    made = ChooseRules(with_settings(SMALL, settings))
    qtbot.addWidget(made)
    assert made.boxes["decision"].currentData() == "majority"
    assert AS_DECLARED not in [made.boxes["decision"].itemText(row) for row in range(3)]


def test_a_run_starts_under_them(window, qtbot):
    assert window.actions_by_name["rules"].isEnabled()
    window.actions_by_name["rules"].trigger()
    (dialog,) = window.findChildren(ChooseRules)
    choose(dialog, "coalitions", "landscape")
    before = window.board.shown.history
    qtbot.mouseClick(dialog.run, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.board.shown.history not in (None, before), timeout=PATIENCE)
    settle(qtbot, window)
    shown = window.board.shown
    assert shown.scenario.rules["coalitions"].name == "landscape"
    assert window.conductor.seed == 3 and shown.last == 0
    qtbot.waitUntil(lambda: not window.findChildren(ChooseRules), timeout=PATIENCE)


def test_cancelling_leaves_the_run_alone(window, qtbot):
    window.actions_by_name["rules"].trigger()
    (dialog,) = window.findChildren(ChooseRules)
    choose(dialog, "utility", "lexicographic")
    before = window.board.shown.history
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(ChooseRules), timeout=PATIENCE)
    assert window.board.shown.history is before
