"""Bookmarks: what is listed, and what a hand on the list asks for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from hldsim_ui.panels.bookmarks import BARE, Bookmarks
from hldsim_ui.theme import LIGHT


def double_click(qtbot, widget, spot):
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=spot)  # as a hand does it
    qtbot.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=spot)


@pytest.fixture
def panel(qtbot):
    panel = Bookmarks()
    qtbot.addWidget(panel)
    panel.dress(LIGHT)
    panel.show_notes({12: "it turns", 3: "dull"})
    panel.resize(360, 260)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture
def noted(panel):
    told = []
    panel.noted.connect(lambda k, text: told.append((k, text)))
    return told


def choose(panel, n):
    panel.list.setCurrentItem(panel.list.topLevelItem(n))


def write(qtbot, panel, text):
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    editor = panel.list.viewport().findChild(QLineEdit)
    editor.setText(text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.list.viewport().findChild(QLineEdit) is None)


def test_notes_are_listed_by_round(panel):
    assert panel.list.words() == [(3, "dull"), (12, "it turns")]
    assert panel.list.isVisible() and not panel.empty.isVisible()


def test_without_notes_it_says_how_to_make_one(panel):
    panel.show_notes({})
    assert "Ctrl+B" in panel.empty.text() and panel.empty.isVisible()
    assert panel.buttons["bookmark"].isEnabled() and not panel.buttons["delete"].isEnabled()


def test_f2_edits_a_note(qtbot, panel, noted):
    choose(panel, 0)
    write(qtbot, panel, "not so dull")
    assert noted == [(3, "not so dull")]


def test_an_emptied_note_stays_a_bookmark(qtbot, panel, noted):
    choose(panel, 0)
    write(qtbot, panel, "   ")
    assert noted == [(3, BARE)]


def test_a_note_written_as_it_was_is_not_told(qtbot, panel, noted):
    choose(panel, 1)
    write(qtbot, panel, "it turns")
    assert noted == []


def test_delete_takes_one_away(panel, noted):
    choose(panel, 1)
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    choose(panel, 0)
    panel.buttons["delete"].click()
    assert noted == [(12, ""), (3, "")]


def test_a_double_click_and_enter_go_to_the_round(panel, qtbot):
    asked = []
    panel.round_picked.connect(asked.append)
    spot = panel.list.visualItemRect(panel.list.topLevelItem(1)).center()
    double_click(qtbot, panel.list.viewport(), spot)
    assert set(asked) == {12}
    choose(panel, 0)
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert asked[-1] == 3


def test_what_is_chosen_stays_chosen(panel):
    choose(panel, 1)
    panel.show_notes({1: "new", 12: "it turns", 3: "dull"})
    assert panel.list.round_at(panel.list.currentItem()) == 12


def test_a_run_that_is_only_looked_at_keeps_its_notes(panel, noted):
    panel.show_notes({3: "dull", 12: "it turns"}, free=False)
    panel.show_notes({3: "dull"}, free=False)
    choose(panel, 0)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    QTest.keyClick(panel.list, Qt.Key.Key_F2)
    assert noted == [] and panel.list.viewport().findChild(QLineEdit) is None
    assert not any(button.isEnabled() for button in panel.buttons.values())
