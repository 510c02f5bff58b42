"""The command palette: what a few letters find, and what keys alone can do with it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from hldsim_ui.board import NOBODY
from hldsim_ui.dialogs.command_palette import KEPT, CommandPalette, remembered, said
from hldsim_ui.dialogs.command_palette_match import Entry, ranked
from hldsim_ui.main_window.palette_entries import offers
from hldsim_ui.main_window.parts import PARTS
from tests.ui.conftest import PATIENCE, play_to_end, settle

CONTROL = Qt.KeyboardModifier.ControlModifier

ENTRIES = [
    Entry("command:reset", "Reset", "Run", "Ctrl+Shift+R"),
    Entry("command:layout", "Reset layout", "View"),
    Entry("command:dark", "Dark", "View > Theme"),
    Entry("command:light", "Light", "View > Theme"),
    Entry("command:full", "Full screen", "View", "F11"),
    Entry("view:support", "Support over rounds", "View"),
    Entry("view:ballots", "Ballots: roll call", "View"),
    Entry("state:MEX", "Mexico", "State", also=("MEX",)),
    Entry("state:NER", "Niger", "State", also=("NER",)),
    Entry("state:NGA", "Nigeria", "State", also=("NGA",)),
    Entry("state:CIV", "Côte d'Ivoire", "State", also=("CIV", "Ivory Coast")),
    Entry("state:COD", "DR Congo", "State", also=("COD", "Zaire")),
    *(Entry(f"round:{k}", f"Round {k}", "Round", live=k <= 12) for k in range(21)),
]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("round 12", "round:12"),
        ("r 12", "round:12"),
        ("12", "round:12"),
        ("reset", "command:reset"),
        ("lay", "command:layout"),
        ("theme dark", "command:dark"),
        ("DARK", "command:dark"),
        ("fullscreen", "command:full"),
        ("rol cal", "view:ballots"),
        ("suport", "view:support"),
        ("mex", "state:MEX"),
        ("mexco", "state:MEX"),
        ("niger", "state:NER"),
        ("nga", "state:NGA"),
        ("cote divoire", "state:CIV"),
        ("ivory", "state:CIV"),
        ("zaire", "state:COD"),
    ],
)
def test_a_few_letters_find(typed, first):
    assert ranked(ENTRIES, typed)[0].key == first


def test_what_is_not_there_is_not_found():
    assert ranked(ENTRIES, "xqzw") == []
    assert ranked(ENTRIES, "mexico layout") == []  # every word has to be found in one line


def test_nothing_typed_lists_everything_with_the_recent_first():
    keys = [entry.key for entry in ranked(ENTRIES, "", ["state:NGA", "round:3", "gone:x"])]
    assert keys[:3] == ["state:NGA", "round:3", "command:reset"]
    live, dead = keys[: len(keys) - 8], keys[len(keys) - 8 :]
    assert len(keys) == len(ENTRIES)
    assert dead == [f"round:{k}" for k in range(13, 21)]  # rounds not played yet come last
    assert "round:12" in live


def test_a_tie_goes_to_the_recent_one():
    assert ranked(ENTRIES, "ni", [])[0].key == "state:NER"
    assert ranked(ENTRIES, "ni", ["state:NGA"])[0].key == "state:NGA"


def test_what_is_remembered_is_short_and_newest_first():
    kept = []
    for n in range(KEPT + 5):
        kept = remembered(kept, f"round:{n}")
    kept = remembered(kept, "round:20")
    assert kept[0] == "round:20"
    assert len(kept) == len(set(kept)) == KEPT


# ------------------------------------------------------------------------ in the window


def open_palette(qtbot, window):
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    found = window.findChildren(CommandPalette)
    assert len(found) == 1
    qtbot.waitUntil(found[0].line.hasFocus, timeout=PATIENCE)
    return found[0]


def type_and_enter(qtbot, window, typed, downs=0):
    palette = open_palette(qtbot, window)
    qtbot.keyClicks(palette.line, typed)
    for _ in range(downs):
        qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(CommandPalette), timeout=PATIENCE)
    window.activateWindow()  # a desktop does it, where there is one
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    QApplication.processEvents()


def menu_actions(menu):
    for action in menu.actions():
        if action.menu() is not None:
            yield from menu_actions(action.menu())
        elif not action.isSeparator():
            yield action


def test_it_offers_all_there_is(window):
    found = offers(window)
    scenario = window.board.shown.scenario
    for name, action in window.actions_by_name.items():
        if name != "palette":
            entry = found[f"command:{name}"][0]
            assert entry.keys == action.shortcut().toString()
            assert entry.live == action.isEnabled()
    assert {f"view:{part.name}" for part in PARTS} <= set(found)
    assert {f"state:{party.id}" for party in scenario.parties} <= set(found)
    assert {f"round:{k}" for k in range(scenario.rounds + 1)} <= set(found)
    assert {f"phase:{phase.id}" for phase in scenario.agenda} <= set(found)
    told = {(entry.kind.removesuffix(", on"), entry.words) for entry, _ in found.values()}
    assert {("View > Theme", "Dark"), ("View > Arrange for", "Lecture")} <= told


def test_every_entry_of_the_menus_is_there_once(window):
    found = offers(window)
    switches = {dock.toggleViewAction() for dock in window.docks.values()}
    listed = [
        action
        for top in window.menuBar().actions()
        for action in menu_actions(top.menu())
        if action not in switches and action.objectName() != "palette"
    ]
    assert sum(key.startswith("command:") for key in found) == len(listed)


def test_a_state_is_selected_by_keys_alone(qtbot, window):
    type_and_enter(qtbot, window, "mexi")
    party = window.board.shown.scenario.party_index["MEX"]
    assert window.board.shown.selected == party


def test_a_round_and_a_phase_are_shown(qtbot, window):
    play_to_end(qtbot, window)
    type_and_enter(qtbot, window, "round 12")
    assert window.board.shown.k == 12
    agenda = window.board.shown.scenario.agenda
    type_and_enter(qtbot, window, agenda[1].label)
    assert window.board.shown.k == 1 + agenda[0].rounds


def test_a_view_is_shown_raised_and_has_the_keyboard(qtbot, window):
    dock = window.docks["flows"]
    type_and_enter(qtbot, window, "flows")
    qtbot.waitUntil(lambda: not dock.visibleRegion().isEmpty(), timeout=PATIENCE)
    assert dock.isAncestorOf(QApplication.focusWidget())


def test_a_command_runs_once_the_palette_is_gone(qtbot, window):
    type_and_enter(qtbot, window, "one round")
    settle(qtbot, window)
    assert window.board.shown.k == 1


def test_arrows_go_round_the_list_and_escape_changes_nothing(qtbot, window):
    before = window.board.shown
    palette = open_palette(qtbot, window)
    count = palette.lines.rowCount()
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.row == count - 1
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.row == 0
    qtbot.keyClick(palette.line, Qt.Key.Key_PageDown)
    assert 3 < palette.row < count - 1
    qtbot.keyClick(palette.line, Qt.Key.Key_PageUp)
    assert palette.row == 0
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(CommandPalette), timeout=PATIENCE)
    assert window.board.shown is before


def test_what_cannot_be_done_now_is_said_and_not_done(qtbot, window):
    palette = open_palette(qtbot, window)
    qtbot.keyClicks(palette.line, "round 19")
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.hint.text() == "Round 19 is not possible now"
    assert "not possible now" in palette.line.accessibleDescription()
    palette.reject()


def test_no_hit_leaves_nothing_to_do(qtbot, window):
    palette = open_palette(qtbot, window)
    qtbot.keyClicks(palette.line, "xqzw")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown, Qt.Key.Key_Return):
        qtbot.keyClick(palette.line, key)
    assert palette.isVisible() and palette.lines.rowCount() == 0
    assert "Nothing of that name" in palette.hint.text()
    palette.reject()


def test_the_line_chosen_is_heard(qtbot, window):
    palette = open_palette(qtbot, window)
    qtbot.keyClicks(palette.line, "full screen")
    assert palette.line.accessibleDescription() == "Full screen, View, F11"
    assert said(palette.lines.entries[0]) == "Full screen, View, F11"
    palette.reject()


def test_the_recent_come_first_and_are_remembered(qtbot, window):
    type_and_enter(qtbot, window, "mexi")
    type_and_enter(qtbot, window, "select nobody")
    assert window.board.shown.selected == NOBODY
    palette = open_palette(qtbot, window)
    assert [entry.key for entry in palette.lines.entries[:2]] == ["command:nobody", "state:MEX"]
    palette.reject()
    kept = window.settings.value("palette/recent")
    assert kept[:2] == ["command:nobody", "state:MEX"]


def test_menus_that_are_filled_when_opened_are_offered_too(window):
    menu = QMenu("&Late", window)
    menu.aboutToShow.connect(lambda: menu.actions() or menu.addAction(QAction("&Made late", menu)))
    window.menuBar().addMenu(menu)
    assert "command:Late > Made late" in offers(window)
