"""The window for those who hear it, or have no mouse: names, sentences, focus, keys."""

from functools import partial

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QScrollArea,
    QTabBar,
    QWidget,
)

from hldsim.errors import HldsimError
from hldsim_ui.board import NOBODY
from hldsim_ui.dialogs.about import About
from hldsim_ui.dialogs.cards import ChooseCards
from hldsim_ui.dialogs.choose import ChooseScenario
from hldsim_ui.dialogs.command_palette import CommandPalette
from hldsim_ui.dialogs.data_table import DataTable
from hldsim_ui.dialogs.failed import failed_box
from hldsim_ui.dialogs.note import ask_note
from hldsim_ui.dialogs.plain import keys_html, text_dialog
from hldsim_ui.dialogs.report import AskReport
from hldsim_ui.dialogs.rules import ChooseRules
from hldsim_ui.main_window import reach
from hldsim_ui.main_window.diagnose import show_diagnostics
from hldsim_ui.main_window.parts import PARTS, VIEWS
from hldsim_ui.theme import contrast_ratio
from hldsim_ui.theme.contrast import SHAPE
from tests.ui.conftest import PATIENCE, play_to_end, settle

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FOCUS_PIXELS = 24
"""Least number of pixels that must change strongly when a control gets the keyboard."""


@pytest.fixture
def full_window(qtbot, make_window):
    """A window on classroom_small in mid run, a state selected, every view and panel made."""
    window = make_window(size=(1600, 1000))
    window.conductor.open("classroom_small", 3)
    qtbot.waitUntil(lambda: window.board.shown.history is not None, timeout=PATIENCE)
    settle(qtbot, window)
    play_to_end(qtbot, window)
    window.board.select(2)
    for part in PARTS:
        window.makers.make(part.name)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)
    return window


def show(qtbot, window, name):
    window.access.go_to(name)
    dock = window.docks[name]
    qtbot.waitUntil(lambda: not dock.visibleRegion().isEmpty(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.layout_keeper._soon.isActive(), timeout=PATIENCE)
    settle(qtbot, window)
    return dock


# ------------------------------------------------------------------------ names and roles


def interfaces(interface):
    """An accessible thing and all below it that are widgets on show."""
    widget = interface.object()
    if not isinstance(widget, QWidget) or not (widget.isVisible() or widget.isWindow()):
        return
    yield interface, widget
    for n in range(interface.childCount()):
        child = interface.child(n)
        if child is not None and child.isValid():
            yield from interfaces(child)


def unnamed(root):
    """Controls that a screen reader could not name: what stands there, and where."""
    for interface, widget in interfaces(QAccessible.queryAccessibleInterface(root)):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
            continue  # cannot be reached itself, or stands for another
        if isinstance(widget, QLabel) and not widget.text():
            continue
        name = interface.text(QAccessible.Text.Name)
        role = interface.role()
        if not name.strip() or role == QAccessible.Role.NoRole:
            chain, place = [], widget
            while place is not None:
                chain.append(f"{type(place).__name__}#{place.objectName()}")
                place = place.parentWidget()
            yield f"{role.name} without a name: {' < '.join(chain[:6])}"


def test_every_control_of_the_window_has_a_name_and_a_role(qtbot, full_window):
    faults, walked = [*unnamed(full_window)], set()
    for part in PARTS:
        dock = show(qtbot, full_window, part.name)
        assert full_window.hosts[part.name].fault is None
        assert dock.accessibleName()
        faults += unnamed(dock)
        walked |= {id(w) for _, w in interfaces(QAccessible.queryAccessibleInterface(dock))}
    assert sorted({*faults}) == []
    assert len(walked) > 150


def dialogs(window):
    scenario = window.board.shown.scenario
    yield ChooseScenario(window)
    yield About(scenario, window)
    yield text_dialog(window, "Keyboard", keys_html([*window.actions_by_name.values()]))
    yield failed_box(window, "save", HldsimError("no room"))
    yield show_diagnostics(window)
    yield ask_note(window, 3)
    yield ChooseRules(scenario, window)
    yield AskReport(scenario.title, "No PDF here", window)
    yield ChooseCards(scenario, (1,), None, window)
    yield window.help_desk.open("views/power")
    window.access.palette()
    yield window.findChildren(CommandPalette)[0]
    window.access.table()
    yield window.findChildren(DataTable)[0]


def test_every_control_of_a_dialog_has_a_name_and_a_role(qtbot, full_window):
    for dialog in dialogs(full_window):
        dialog.show()
        QApplication.processEvents()
        assert dialog.windowTitle()
        assert [*unnamed(dialog)] == []
        dialog.close()


def test_every_view_says_what_it_shows_and_keeps_saying_it(qtbot, full_window):
    board = full_window.board
    mute = [
        part.name for part in PARTS if not hasattr(full_window.makers.make(part.name), "sentence")
    ]
    assert mute == []
    for part in VIEWS:
        show(qtbot, full_window, part.name)
        host, told = full_window.hosts[part.name], set()
        for k in (5, board.shown.last):
            full_window.conductor.look_at(k)
            settle(qtbot, full_window)
            said = host.view.sentence(board.shown.history, k)
            for widget in (host, host.view.widget, host.view.widget.plot):
                interface = QAccessible.queryAccessibleInterface(widget)
                assert interface.text(QAccessible.Text.Description) == said != ""
            told.add(said)
        assert len(told) == 2, part.name


def test_panels_say_who_is_selected(qtbot, full_window):
    for name in ("inspector", "preferences"):
        show(qtbot, full_window, name)
        host = full_window.hosts[name]
        full_window.board.select(2)
        settle(qtbot, full_window)
        party = full_window.board.shown.scenario.parties[2]
        assert party.name in host.accessibleDescription()
        full_window.board.select(NOBODY)
        settle(qtbot, full_window)
        assert host.accessibleDescription().startswith("Select a state")
        full_window.board.select(2)


# ------------------------------------------------------------------------ focus that is seen


def controls(root):
    """Controls, perhaps scrolled away, that the keyboard can reach, below a widget."""
    for widget in root.findChildren(QWidget):
        policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        if not (policy and widget.isVisible() and widget.isEnabled()):
            continue
        if widget.focusProxy() is None:
            yield widget


def seen_of_focus(window, widget, home):
    """How many pixels change strongly when a widget gets the keyboard."""
    box = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()).adjusted(-3, -3, 3, 3)
    home.setFocus()
    QApplication.processEvents()
    before = window.grab(box).toImage()
    reach.focus(widget, Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = window.grab(box).toImage()
    width = min(before.width(), after.width())
    height = min(before.height(), after.height())
    changed = {}
    for x in range(width):
        for y in range(height):
            one, other = before.pixel(x, y), after.pixel(x, y)
            if one != other:
                changed[one, other] = changed.get((one, other), 0) + 1
    return sum(
        count for (one, other), count in changed.items() if contrast_ratio(one, other) >= SHAPE
    )


@pytest.mark.slow  # every control of every panel is painted twice
@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_focus_is_seen_on_every_control(qtbot, full_window, theme):
    full_window.keeper.choose(theme)
    home, unseen, count = full_window, [], 0
    looked_at = set()
    for part in PARTS:
        show(qtbot, full_window, part.name)
        for widget in controls(full_window):
            if id(widget) in looked_at:
                continue
            if widget.visibleRegion().isEmpty():
                continue  # seen when its panel is
            looked_at.add(id(widget))
            count += 1
            if seen_of_focus(full_window, widget, home) < FOCUS_PIXELS:
                unseen.append(f"{type(widget).__name__} {widget.accessibleName()!r} in {part.name}")
    full_window.keeper.choose("light")
    assert unseen == []
    assert count > 35


# ------------------------------------------------------------------------ by keyboard alone


def tabbed(qtbot, window, key=Qt.Key.Key_Tab):
    """Where Tab stops, pressed until it comes back to where it began."""
    window.setFocus()
    found = []
    for _ in range(1000):
        qtbot.keyClick(QApplication.focusWidget(), key)
        now = QApplication.focusWidget()
        if found and now is found[-1]:
            continue  # from link to link within a text
        if now in found:
            return found
        found.append(now)
    pytest.fail(f"Tab leads nowhere from {found[-1]} {found[-1].accessibleName()}")


def test_tab_goes_through_one_panel_after_the_other(qtbot, full_window):
    """Every control can be reached, and who tabs on never comes back to a panel half visited."""
    found, places = tabbed(qtbot, full_window), reach.places(full_window)
    missed = [w for place in places for w in controls(place) if w not in found]
    assert not missed
    bars = [bar for bar in full_window.findChildren(QTabBar) if bar.isVisible()]
    assert all(bar in found for bar in bars)
    order = []
    for widget in found:
        here = [n for n, place in enumerate(places) if place.isAncestorOf(widget)]
        if here and (not order or order[-1] != here[0]):
            order.append(here[0])
    assert order == [*range(len(places))]
    assert tabbed(qtbot, full_window, Qt.Key.Key_Backtab) == found[::-1]


def test_tab_goes_to_the_right_within_toolbar_and_timeline(qtbot, full_window):
    found = tabbed(qtbot, full_window)
    for place in (full_window.controls, full_window.timeline):
        inside = [widget for widget in found if place.isAncestorOf(widget)]
        across = [widget.mapTo(full_window, QPoint(0, 0)).x() for widget in inside]
        assert len(across) > 3
        assert across == sorted(across)


def test_f6_goes_to_every_panel_and_back(qtbot, full_window):
    places = reach.places(full_window)
    assert len(places) >= 5
    full_window.setFocus()
    seen = []
    for _ in places:
        qtbot.keyClick(QApplication.focusWidget() or full_window, Qt.Key.Key_F6)
        now = QApplication.focusWidget()
        seen.append(next(place for place in places if place.isAncestorOf(now)))
    assert set(seen) == set(places)
    assert isinstance(seen[0], QDockWidget)
    for place in reversed(seen[:-1]):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, SHIFT)
        assert place.isAncestorOf(QApplication.focusWidget())


def test_a_panel_remembers_where_the_keyboard_was(qtbot, full_window):
    record = full_window.hosts["meeting_record"].view
    show(qtbot, full_window, "meeting_record")
    record.words.setFocus()
    qtbot.keyClick(record.words, Qt.Key.Key_F6)
    assert not record.isAncestorOf(QApplication.focusWidget())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6, SHIFT)
    assert record.words.hasFocus()


def test_tabs_of_docks_are_reached_and_turned_by_keys(qtbot, full_window):
    show(qtbot, full_window, "support")
    bars = [bar for bar in full_window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1]
    bar = next(b for b in bars if "Support" in [b.tabText(n) for n in range(b.count())])
    assert bar.focusPolicy() & Qt.FocusPolicy.TabFocus
    bar.setFocus()
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    turned = bar.tabText(bar.currentIndex())
    assert turned != "Support"
    dock = next(dock for dock in full_window.docks.values() if dock.windowTitle() == turned)
    qtbot.waitUntil(lambda: reach.in_sight(dock), timeout=PATIENCE)


def pops_up(button):
    """Whether pressing a button opens a menu, which has a loop of its own."""
    return getattr(button, "menu", lambda: None)() is not None


def test_space_presses_the_button_that_has_the_keyboard_and_runs_elsewhere(qtbot, window):
    runs = []
    window.conductor.toggle = lambda: runs.append(1)
    for button in window.findChildren(QAbstractButton):
        alive = button.isVisible() and button.isEnabled() and not button.visibleRegion().isEmpty()
        if not alive or button.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        if button is window.controls.run or pops_up(button):
            continue
        pressed = []
        button.pressed.connect(partial(pressed.append, True))
        button.setFocus()
        qtbot.keyPress(button, Qt.Key.Key_Space)
        assert button.isDown() or pressed, button.accessibleName()
        button.setDown(False)  # not let go: nothing is to happen
    assert not runs
    map_plot = window.hosts["coalition_map"].view.widget.plot
    for elsewhere in (map_plot, window.timeline.scrubber, window):
        elsewhere.setFocus()
        qtbot.keyClick(elsewhere, Qt.Key.Key_Space)
    assert len(runs) == 3


def test_arrows_scrub_from_a_view(qtbot, full_window):
    show(qtbot, full_window, "coalition_map")
    last = full_window.board.shown.last
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert full_window.board.shown.k == last - 1


def test_a_fields_keys_stay_in_the_field(qtbot, full_window):
    show(qtbot, full_window, "meeting_record")
    words, last = full_window.hosts["meeting_record"].view.words, full_window.board.shown.last
    words.setText("Mexico")
    words.setFocus()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Space):
        qtbot.keyClick(words, key)
    assert words.text() == "M exico"
    assert (full_window.board.shown.k, full_window.board.shown.playing) == (last, False)


def open_table(qtbot, window):
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_T, CONTROL)
    found = window.findChildren(DataTable)
    assert len(found) == 1
    qtbot.waitUntil(found[0].view.hasFocus, timeout=PATIENCE)
    return found[0]


def test_a_state_is_selected_from_the_maps_table_by_keys(qtbot, full_window):
    show(qtbot, full_window, "coalition_map")
    full_window.board.select(NOBODY)
    board = full_window.board
    table = open_table(qtbot, full_window)
    view = full_window.hosts["coalition_map"].view
    assert table.table == view.table(board.shown.history, board.shown.k)
    assert table.sentence.text() == view.sentence(board.shown.history, board.shown.k)
    for _ in range(4):
        qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert board.shown.selected == 4
    assert table.hint.text() == f"{board.shown.scenario.parties[4].name} is selected"
    qtbot.keyClick(table.view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not full_window.findChildren(DataTable), timeout=PATIENCE)


def test_a_table_sorts_by_number_and_is_copied_whole(qtbot, full_window):
    show(qtbot, full_window, "coalition_map")
    table = open_table(qtbot, full_window)
    column = [c.name for c in table.table.columns].index("capability")
    table.view.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    shown = [float(table.rows.index(n, column).data()) for n in range(table.rows.rowCount())]
    assert shown == sorted(shown, reverse=True)
    best = max(range(len(shown)), key=lambda n: table.table.rows[n][column])
    table.view.selectRow(0)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert full_window.board.shown.selected == best
    table.copy()
    assert QGuiApplication.clipboard().text() == table.table.text()
    table.reject()


def test_every_view_has_its_table(qtbot, full_window):
    for part in VIEWS:
        show(qtbot, full_window, part.name)
        table = open_table(qtbot, full_window)
        assert table.rows.columnCount() > 1
        view = full_window.hosts[part.name].view
        board = full_window.board.shown
        assert table.table == view.table(board.history, board.k)
        table.reject()
        qtbot.waitUntil(lambda: not full_window.findChildren(DataTable), timeout=PATIENCE)
        full_window.activateWindow()
        qtbot.waitUntil(full_window.isActiveWindow, timeout=PATIENCE)


def test_every_command_of_the_window_is_in_a_menu(full_window):
    """What has no key can be reached by Alt, and is read out there."""

    def listed(menu):
        for action in menu.actions():
            yield action
            if action.menu() is not None:
                yield from listed(action.menu())

    tops = [action.menu() for action in full_window.menuBar().actions()]
    found = {action.objectName() for top in tops for action in listed(top)}
    assert set(full_window.actions_by_name) <= found


def test_scroll_areas_with_long_text_can_be_scrolled_by_keys(qtbot, full_window):
    show(qtbot, full_window, "inspector")
    areas = full_window.hosts["inspector"].view.findChildren(QScrollArea)
    area = next(area for area in areas if area.isVisible())
    assert area.focusPolicy() & Qt.FocusPolicy.TabFocus
    area.setFocus()
    bar = area.verticalScrollBar()
    if bar.maximum() > 0:
        qtbot.keyClick(area, Qt.Key.Key_PageDown)
        assert bar.value() > 0


def test_a_combo_tells_its_choice(full_window):
    combos = [box for box in full_window.findChildren(QComboBox) if box.isVisible()]
    assert all(box.accessibleName() for box in combos)
