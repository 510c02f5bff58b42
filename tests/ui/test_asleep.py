"""A window that nobody sees does nothing: no timer ticks, no view is drawn; it catches up."""

from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from hldsim_ui.panels.host import can_be_seen
from tests.ui.conftest import PATIENCE, live, settle


class Ticks(QObject):
    """Counts timer events, by who gets them."""

    def __init__(self):
        super().__init__()
        self.of = Counter()

    def eventFilter(self, heard, event):
        if event.type() == QEvent.Type.Timer and isinstance(heard, QTimer):
            self.of[type(heard.parent()).__name__] += 1
        return False


@pytest.fixture
def ticks(qapp):
    counted = Ticks()
    qapp.installEventFilter(counted)
    yield counted
    qapp.removeEventFilter(counted)


def draws_of(window, monkeypatch):
    """Count what each view draws from now on."""
    counted = Counter()
    for name, host in window.hosts.items():
        if host.view is not None:
            draw = host.view.draw

            def counting(*given, draw=draw, name=name):
                counted[name] += 1
                return draw(*given)

            monkeypatch.setattr(host.view, "draw", counting)
    return counted


def minimise(qtbot, window):
    window.showMinimized()
    qtbot.waitUntil(window.isMinimized, timeout=PATIENCE)


def test_no_timer_ticks_while_the_window_is_minimised(qtbot, window, ticks):
    window.conductor.one_round()
    settle(qtbot, window)
    window.status.tell("info", "A message that would fade")
    minimise(qtbot, window)
    live(600)  # what was under way ends
    ticks.of.clear()
    live(400)
    ticks.of.pop("NoneType", None)  # those of this test
    assert not ticks.of
    window.showNormal()
    assert window.status._fade.isActive()  # the message goes once it could be read


def test_a_run_is_played_on_and_nothing_is_drawn_while_minimised(qtbot, window, monkeypatch):
    minimise(qtbot, window)
    drawn = draws_of(window, monkeypatch)
    window.conductor.set_speed(float("inf"))
    window.conductor.play()
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)
    assert window.board.shown.k == 19
    assert not drawn
    window.showNormal()
    qtbot.waitUntil(lambda: drawn["coalition_map"] == 1, timeout=PATIENCE)
    assert window.hosts["coalition_map"].view._shown[1] == 19
    assert max(drawn.values()) == 1


def test_a_view_behind_a_tab_is_not_drawn(qtbot, window, monkeypatch):
    window.makers.make("world_map")
    window.docks["coalition_map"].raise_()
    QApplication.processEvents()
    drawn = draws_of(window, monkeypatch)
    window.conductor.one_round()
    settle(qtbot, window)
    assert drawn["coalition_map"] and not drawn["world_map"]
    window.docks["world_map"].raise_()
    qtbot.waitUntil(lambda: drawn["world_map"] == 1, timeout=PATIENCE)


def test_a_view_of_its_own_window_rests_with_the_main_window(qtbot, window):
    dock, host = window.docks["support"], window.hosts["support"]
    dock.setFloating(True)
    qtbot.waitUntil(lambda: can_be_seen(host), timeout=PATIENCE)
    minimise(qtbot, window)
    assert not can_be_seen(host)
    window.showNormal()
    assert can_be_seen(host)


def test_an_idle_window_does_not_tick_either(qtbot, window, ticks):
    settle(qtbot, window)
    live(600)
    ticks.of.clear()
    live(300)
    ticks.of.pop("NoneType", None)
    assert not ticks.of
