"""A window on a small scenario, with settings of its own, that must be gone once it is closed."""

import gc
import weakref

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QCoreApplication, QEventLoop, QSettings, QTimer

from hldsim_ui.main_window import MainWindow
from hldsim_ui.theme import LIGHT
from hldsim_ui.theme.keeper import ThemeKeeper

PATIENCE = 15_000
"""Milliseconds a test waits for the engine; it goes on as soon as it can."""


PANELS_USED = ("inspector", "preferences", "meeting_record")


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def keeper(qapp, settings):
    made = ThemeKeeper(qapp, settings)
    yield made
    made.deleteLater()


@pytest.fixture
def open_view(qtbot):
    """Show live views by themselves: ``open_view(kind, scenario, palette, size)``."""
    held = []

    def opened(kind, scenario, palette=LIGHT, size=(900, 480)):
        view = kind()
        held.append(view)
        qtbot.addWidget(view.widget)
        view.load(scenario, palette)
        view.widget.resize(*size)
        with qtbot.waitExposed(view.widget):
            view.widget.show()
        for _ in range(3):  # layouts that wait for one another, also on a loaded machine
            QCoreApplication.processEvents()
        return view

    yield opened
    for view in held:
        view.widget.close()


@pytest.fixture
def make_window(qtbot, keeper, settings):
    """Make windows; each is closed at the end, if the test did not do it, and must be gone."""
    made = []

    def make(sessions=None, size=(1280, 720)):
        window = MainWindow(settings, keeper, sessions)
        window.resize(*size)
        window.layout_keeper.arrange("meeting")
        with qtbot.waitActive(window, timeout=PATIENCE):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: window.find_box is not None, timeout=PATIENCE)
        for name in PANELS_USED:  # they wait behind tabs until somebody looks
            window.makers.make(name)
        made.append(weakref.ref(window))
        return window

    yield make
    for ref in made:
        if ref() is not None and _alive(ref()):
            ref().close()
    qtbot.waitUntil(lambda: all(_gone(ref) for ref in made), timeout=PATIENCE)


@pytest.fixture
def window(make_window, qtbot):
    """The window on classroom_small, seed 3, before its first round."""
    made = make_window()
    made.conductor.open("classroom_small", 3)
    qtbot.waitUntil(lambda: made.board.shown.history is not None, timeout=PATIENCE)
    settle(qtbot, made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=PATIENCE)
    return made


def pixels(view):
    """The picture of a view as bytes: the same where nothing differs."""
    image = view.widget.picture(1).toImage()  # held: its bits go with it
    return bytes(image.constBits())


def settle(qtbot, window):
    """Wait until nothing is under way, and the last round is drawn."""
    parts = window.conductor, window.painter
    qtbot.waitUntil(lambda: not (parts[0].running or parts[1].busy), timeout=PATIENCE)


def live(milliseconds, doing=None, every=0):
    """Let the event loop really run, as it does in the window; ``doing`` says when to end it."""
    loop, end, turn = QEventLoop(), QTimer(), QTimer()
    end.setSingleShot(True)
    end.timeout.connect(loop.quit)
    end.start(milliseconds)
    if doing is not None:
        turn.timeout.connect(lambda: loop.quit() if doing() else None)
        turn.start(every)
    loop.exec()


def play_to_end(qtbot, window):
    """Play the whole agenda as fast as it goes."""
    window.conductor.set_speed(float("inf"))
    window.conductor.play()
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)


def _alive(window):
    try:
        window.isVisible()
    except RuntimeError:
        return False
    return True


def _gone(ref):
    gc.collect()
    return ref() is None or not _alive(ref())
