"""The way in: to a window and out again; errors are said; pictures without a window."""

import gc
import logging
import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from hldsim.errors import RunFileError
from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from hldsim_ui import app as way_in
from hldsim_ui.board import NOBODY
from hldsim_ui.dialogs.ask import start_again
from hldsim_ui.dialogs.choose import ChooseScenario, read_offer
from hldsim_ui.dialogs.failed import failed_box
from hldsim_ui.main_window import MainWindow
from hldsim_ui.pictures import draw_pictures
from hldsim_ui.sessions import Sessions
from tests.ui.conftest import PATIENCE


@pytest.fixture
def caught(monkeypatch):
    """Leave hooks and loggers as they were."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    gc.unfreeze()
    for handler in root.handlers[:]:
        if handler not in before:
            root.removeHandler(handler)
            handler.close()


def the_window():
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))


@pytest.mark.parametrize("whole", [True, False], ids=["by name", "as a scenario"])
def test_a_window_that_is_closed_ends_with_0(qtbot, caught, whole):
    seen = []

    def look():
        window = the_window()
        if not window.board.shown.finished:
            return
        timer.stop()
        seen.append((window.board.shown.title, window.conductor.seed))
        window.close()
        QTimer.singleShot(0, QApplication.exit)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(20)
    QTimer.singleShot(500, lambda: the_window().conductor.set_speed(float("inf")))
    scenario = "classroom_small" if whole else load_scenario("classroom_small")
    assert way_in.open_window(scenario, play=True, seed=5) == 0
    assert seen == [(load_scenario("classroom_small").title, 5)]


def test_errors_of_ours_are_said_in_their_own_words(qtbot, make_window):
    window = make_window()
    box = failed_box(window, "open", RunFileError("x.hldrun: no such file"))
    assert "x.hldrun: no such file" in box.informativeText()
    box.deleteLater()


@pytest.mark.parametrize("label", ["Reset", "Keep this run"])
def test_the_question_before_a_reset(qtbot, make_window, label):
    window = make_window()

    def answer():
        box = QApplication.activeModalWidget()
        assert box.defaultButton().text() == "Keep this run"
        next(button for button in box.buttons() if button.text() == label).click()

    QTimer.singleShot(0, answer)
    assert start_again(window, 3) is (label == "Reset")


def test_the_list_of_scenarios_has_those_that_come_along(qtbot):
    dialog = ChooseScenario()
    qtbot.addWidget(dialog)
    names = {dialog.list.item(n).text() for n in range(dialog.list.count())}
    assert {load_scenario(name).title for name in ("classroom_small", "hld_2006")} <= names
    assert dialog.chosen is not None


def test_a_folder_without_a_scenario_offers_none(tmp_path):
    assert read_offer(tmp_path) is None
    (tmp_path / "scenario.toml").write_text("title = [")
    assert read_offer(tmp_path) is None


def test_pictures_of_a_run(qapp, tmp_path):
    session = Session.open(load_scenario("classroom_small"), 1)
    while session.advance() is not None:
        pass
    files = draw_pictures(session.history, tmp_path / "new")
    assert {"coalition_map.png", "support.png"} <= {file.name for file in files}
    for file in files:
        image = QImage(str(file))
        assert image.width() >= 1000
        pixels = {
            image.pixel(x, y)
            for x in range(0, image.width(), 3)
            for y in range(0, image.height(), 3)
        }
        assert len(pixels) > 8
    session.close()


def test_the_first_paint_waits_for_no_slow_import(own_settings):
    """Neither the engine nor plots are imported before the window can be seen."""
    script = (
        "import sys; from hldsim_ui import app as a; "
        "w = a.make_window(a.application()); w.show(); "
        "print(sorted({'mesa', 'pandas', 'scipy', 'pyqtgraph', 'hldsim.session'} & {*sys.modules}))"
    )
    tried = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert tried.stdout.strip() == "[]", tried.stderr


class Patient(Sessions):
    """Opens nothing before it is let."""

    def __init__(self):
        self.let = threading.Event()

    def open(self, source, seed):
        assert self.let.wait(PATIENCE / 1000)
        return super().open(source, seed)


def test_who_takes_part_is_drawn_before_the_run_is_open(qtbot, make_window):
    sessions = Patient()
    window = make_window(sessions)
    way_in.open_in(window, "classroom_small", play=False, seed=1)
    view = window.hosts["coalition_map"].view
    qtbot.waitUntil(lambda: len(view.picture.at) == 12, timeout=PATIENCE)
    assert window.board.shown.history is None
    drawn = view.picture.at.copy()
    view._picks.party.emit(3)  # a click: nobody can be selected yet
    assert window.board.shown.selected == NOBODY
    qtbot.waitUntil(lambda: window.conductor.driver.busy, timeout=PATIENCE)
    assert window.board.shown.history is None
    assert len(view.picture.at) == 12  # still there while it is being opened
    sessions.let.set()
    qtbot.waitUntil(lambda: window.board.shown.history is not None, timeout=PATIENCE)
    assert (view.picture.at == drawn).all()


def test_a_scenario_that_cannot_be_opened_is_drawn_no_longer(qtbot, make_window, monkeypatch):
    window = make_window()
    monkeypatch.setattr(window.commands, "failed", lambda tried, error: told.append(error))
    window.conductor.failed.disconnect()
    told = []
    window.conductor.failed.connect(lambda tried, error: told.append(error))
    monkeypatch.setattr(window.conductor.sessions, "open", lambda source, seed: 1 / 0)
    way_in.open_in(window, "classroom_small", play=False, seed=1)
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE)
    assert len(window.hosts["coalition_map"].view.picture.at) == 0


SLOW = (
    "hldsim.engine",
    "hldsim.rules",
    "hldsim.experiments",
    "hldsim.export",
    "hldsim.session",
    "hldsim.scenario.check",
    "jsonschema",
    "sqlite3",
    "concurrent.futures",
)
"""What the first picture needs nothing of: whoever asks for it imports it."""


def test_the_first_picture_waits_for_no_slow_import(own_settings):
    """A dialog, or what only some scenario asks for, is imported in the function that opens it."""
    script = (
        "import sys; import hldsim_ui.app, hldsim_ui.main_window, hldsim_ui.settings, "
        "hldsim_ui.views.coalition_map, hldsim.scenario.glance; "
        f"print([name for name in {SLOW!r} if name in sys.modules])"
    )
    tried = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert tried.stdout.strip() == "[]", tried.stderr


class Shown(QObject):
    """Takes down every window that is shown, however briefly."""

    def __init__(self):
        super().__init__()
        self.kinds = []

    def eventFilter(self, seen, event):
        if event.type() == QEvent.Type.Show and isinstance(seen, QWidget) and seen.isWindow():
            self.kinds.append(type(seen).__name__)
        return False


def test_no_window_flashes_up_while_a_scenario_opens(qtbot, qapp, make_window):
    window = make_window()
    shown = Shown()
    qapp.installEventFilter(shown)
    window.conductor.open("classroom_small", 1)
    qtbot.waitUntil(lambda: window.board.shown.history is not None, timeout=PATIENCE)
    window.board.select(1)
    qapp.removeEventFilter(shown)
    assert shown.kinds == []
