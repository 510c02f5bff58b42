"""A monkey at the window: 500 actions, seeded; nothing breaks, and Qt has nothing to warn of.

`make soak` gives it 10,000.

The event loop really runs: waiting as tests usually do would starve the engine's thread.
"""

import os
import traceback

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog

from hldsim_ui.dialogs import ask
from hldsim_ui.dialogs.choose import ChooseScenario
from hldsim_ui.focus import EVERYBODY, groups
from hldsim_ui.main_window.parts import VIEWS
from hldsim_ui.main_window.presets import PRESETS
from hldsim_ui.panels.toolbar import SPEEDS
from tests.ui.conftest import PATIENCE, live, settle

ACTIONS = int(os.environ.get("HLDSIM_MONKEY", "500"))
EVERY_MS = 7
OFF_SCREEN = "This plugin does not support"
"""How Qt begins what it says of a platform without a screen, whatever is asked of it."""
LEFT_ALONE = {"quit", "open", "open_run", "save", "full_screen"}
"""Commands that end the window, or ask something that the monkey answers elsewhere."""
KEYS = ("Space", "Left", "Right", "Home", "End", "Escape", "Tab", "PageUp")


class Monkey:
    """Does one thing after another, as its seed has it."""

    def __init__(self, window, keeper, seed, broken):
        self.window, self.keeper, self.broken = window, keeper, broken
        self.chance = np.random.default_rng(seed)
        self.done = []
        self.tricks = [getattr(self, name) for name in dir(self) if name.startswith("do_")]

    def act(self):
        trick = self.one_of(self.tricks)
        self.done.append(trick.__name__)
        trick()

    def upto(self, size):
        return int(self.chance.integers(max(int(size), 1)))

    def one_of(self, things):
        return things[self.upto(len(things))]

    def do_command(self):
        names = sorted(set(self.window.actions_by_name) - LEFT_ALONE)
        self.window.actions_by_name[self.one_of(names)].trigger()

    def do_press(self):
        names = ("run", "step", "reset", "new_seed")
        button = getattr(self.window.controls, self.one_of(names))
        for _ in range(self.one_of((1, 1, 5))):
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def do_scrub(self):
        bar = self.window.timeline.scrubber
        QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(self.upto(bar.width()), 34))
        for _ in range(5):
            QTest.mouseMove(bar, QPoint(self.upto(bar.width()), 34))
        QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 34))

    def do_click_a_view(self):
        hosts = [self.window.hosts[part.name] for part in VIEWS]
        seen = [h.view for h in hosts if h.view is not None and h.isVisible()]
        ports = [v.widget.plot.viewport() for v in seen if hasattr(v.widget, "plot")]
        if not ports:
            return
        port = self.one_of(ports)
        spot = QPoint(self.upto(port.width()), self.upto(port.height()))
        QTest.mouseMove(port, spot)
        QTest.mouseClick(port, Qt.MouseButton.LeftButton, pos=spot)

    def do_find(self):
        box = self.window.find_box
        box.clear()
        QTest.keyClicks(box, self.one_of(("mex", "United", "zzz", "cote", "B")))
        QTest.keyClick(box, Qt.Key.Key_Return)

    def do_key(self):
        QTest.keyClick(self.window, getattr(Qt.Key, f"Key_{self.one_of(KEYS)}"))

    def do_seed(self):
        box = self.window.controls.seed
        box.setValue(self.upto(5))
        QTest.keyClick(box, Qt.Key.Key_Return)

    def do_speed(self):
        self.window.controls.speed.setValue(self.upto(len(SPEEDS)))

    def do_weigh(self):
        editor = self.window.hosts["preferences"].view
        if editor.sliders:
            self.one_of(editor.sliders).setValue(self.upto(200))
        self.one_of((editor.apply_button, editor.reset_button)).click()

    def do_theme(self):
        self.keeper.choose(self.one_of(("light", "dark", "projector", "desktop")))

    def do_arrange(self):
        self.window.layout_keeper.arrange(self.one_of(sorted(PRESETS)))

    def do_dim(self):
        scenario = self.window.board.shown.scenario
        found = groups(scenario) if scenario is not None else {}
        keys = [EVERYBODY, *(group.key for kind in found.values() for group in kind)]
        self.window.board.look_only_at(self.one_of(keys))

    def do_resize(self):
        self.window.resize(*self.one_of(((800, 500), (1280, 720), (1920, 1080), (640, 400))))

    def do_docks(self):
        dock = self.one_of(list(self.window.docks.values()))
        what = self.one_of((dock.raise_, dock.show, dock.close, "float"))
        dock.setFloating(not dock.isFloating()) if what == "float" else what()

    def do_record(self):
        record = self.window.hosts["meeting_record"].view
        record.kind.setCurrentIndex(self.upto(record.kind.count()))
        record.words.setText(self.one_of(("", "back", "zzz")))
        record.only.setChecked(self.chance.random() < 0.3)
        record.copy_all()

    def do_open(self):
        which = self.one_of(("classroom_small", "classroom_small", "hld_2006", self.broken))
        self.window.files.open_path(which, play=self.chance.random() < 0.5)

    def do_close_dialogs(self):
        for dialog in self.window.findChildren(QDialog):
            dialog.close()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_monkey_breaks_nothing(qtbot, qtlog, window, keeper, monkeypatch, tmp_path, seed):
    chance = np.random.default_rng(seed)
    monkeypatch.setattr(ask, "start_again", lambda *given: chance.random() < 0.7)
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *given: ("", ""))
    monkeypatch.setattr(ChooseScenario, "exec", lambda self: 0)
    broken = tmp_path / "broken.hldrun"
    broken.write_bytes(chance.bytes(5_000))
    monkey = Monkey(window, keeper, seed, broken)
    faults = []

    def act():
        if len(monkey.done) >= ACTIONS:
            return True
        try:
            monkey.act()
        except Exception:
            faults.append((len(monkey.done), monkey.done[-1], traceback.format_exc()[-900:]))
        faults.extend((name, repr(h.fault)) for name, h in window.hosts.items() if h.fault)
        return False

    live(16 * PATIENCE * max(ACTIONS // 500, 1), act, EVERY_MS)  # ends once all is done
    assert not faults[:3]
    assert len(monkey.done) == ACTIONS
    monkey.do_close_dialogs()
    window.conductor.pause()
    settle(qtbot, window)
    keeper.choose("light")
    warned = [r.message for r in qtlog.records if not r.message.startswith(OFF_SCREEN)]
    assert not warned
    window.files.open_path("classroom_small")
    qtbot.waitUntil(lambda: window.board.shown.history is not None, timeout=PATIENCE)
    settle(qtbot, window)
    assert window.board.shown.k == 0
