"""Faults: caught wherever they come from, said once, kept as a report that names nobody."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from hldsim.errors import StorageError
from hldsim.places import user_log_dir
from hldsim.scenario.canonical import scenario_hash
from hldsim_ui.app import catch_errors
from hldsim_ui.care.catch import MOST
from hldsim_ui.care.diagnostics import REPORTS_KEPT, diagnostics, keep_report, private
from hldsim_ui.care.log import LOG_NAME, last_lines, start_log, stop_log
from hldsim_ui.care.sitting import Sitting
from hldsim_ui.dialogs.crashed import Crashed
from hldsim_ui.fence import guarded
from hldsim_ui.main_window.diagnose import show_left, text_of
from tests.ui.conftest import PATIENCE, settle


@pytest.fixture
def log(qapp):
    """A log as a sitting has it."""
    sitting = Sitting.begin()
    handler = start_log(sitting.log)
    qapp.setProperty(LOG_NAME, str(sitting.log))
    yield sitting.log
    stop_log(handler)
    qapp.setProperty(LOG_NAME, None)
    sitting.end()


@pytest.fixture
def catcher(qapp, monkeypatch):
    monkeypatch.setattr(QApplication, "quit", lambda: None)
    made = catch_errors()
    yield made
    made.remove()
    made.deleteLater()


def dialogs(window):
    return [w for w in window.findChildren(Crashed) if w.isVisible()]


# ------------------------------------------------------------------------ where errors come from


def in_a_slot(parent):
    try:
        raise ValueError("broken in a slot")
    except ValueError:
        sys.excepthook(*sys.exc_info())


def in_a_thread(parent):
    def work():
        raise ValueError("broken in a thread")

    thread = threading.Thread(target=work, name="helper")
    thread.start()
    thread.join()


class Broken(QThread):
    def run(self):
        raise ValueError("broken in a thread of Qt's")


def in_a_thread_of_qts(parent):
    thread = Broken(parent)
    thread.start()
    thread.wait()


class Torn(QWidget):
    @guarded()
    def paintEvent(self, event):
        raise ValueError("broken while painting")


def while_painting(parent):
    Torn(parent).grab()


WAYS = [in_a_slot, in_a_thread, in_a_thread_of_qts, while_painting]


@pytest.mark.parametrize("break_it", WAYS, ids=lambda way: way.__name__)
def test_an_error_that_nobody_caught_is_said_and_logged_once(
    qtbot, window, catcher, log, break_it, capsys
):
    for _ in range(2):
        break_it(window)
    qtbot.waitUntil(lambda: len(dialogs(window)) == 1, timeout=PATIENCE)
    (dialog,) = dialogs(window)
    assert "fault in hldsim" in dialog.advice.text()
    assert "ValueError: broken " in dialog.text
    assert str(Path(__file__).name) in dialog.text  # the stack leads to where it broke
    assert scenario_hash(window.board.shown.scenario) in dialog.text
    assert "Seed: 3" in dialog.text
    assert dialog.report.read_text(encoding="utf-8") == dialog.text
    assert "ValueError: broken " in log.read_text(encoding="utf-8")
    dialog.copy()
    assert QGuiApplication.clipboard().text() == dialog.text
    dialog.close()
    window.conductor.one_round()  # and the run goes on
    settle(qtbot, window)
    assert window.board.shown.k == 1


def test_after_some_different_errors_the_rest_is_only_logged(qtbot, window, catcher, log):
    code = "\n".join(f"def f{n}(): raise ValueError({n})" for n in range(2 * MOST))
    made = {}
    exec(compile(code, "many", "exec"), made)
    for n in range(2 * MOST):
        try:
            made[f"f{n}"]()
        except ValueError:
            sys.excepthook(*sys.exc_info())
    qtbot.waitUntil(lambda: len(dialogs(window)) == MOST, timeout=PATIENCE)
    QApplication.processEvents()
    assert len(dialogs(window)) == MOST
    assert log.read_text(encoding="utf-8").count("not caught") == 2 * MOST
    for dialog in dialogs(window):
        dialog.close()


def test_an_error_raised_on_purpose_is_no_fault(qtbot, window, catcher):
    from PySide6.QtWidgets import QMessageBox

    try:
        raise StorageError("the disk is full")
    except StorageError:
        sys.excepthook(*sys.exc_info())
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=PATIENCE)
    assert not dialogs(window)
    window.findChild(QMessageBox).close()


def test_hooks_are_left_as_they_were(qapp):
    before = sys.excepthook, threading.excepthook
    catcher = catch_errors()
    assert (sys.excepthook, threading.excepthook) != before
    catcher.remove()
    assert (sys.excepthook, threading.excepthook) == before


# ------------------------------------------------------------------------ what is written down


def test_diagnostics_name_versions_run_and_log_but_not_the_user(window, log, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/anna"))
    monkeypatch.setattr("getpass.getuser", lambda: "anna")
    logging.getLogger("hldsim_ui").warning("opened /home/anna/talks/x.zip, /media/anna/y.zip")
    text = text_of(window, "")
    for said in ("Python: ", "PySide6-Essentials: ", "System: ", "Drawn by: offscreen", "Screen 1"):
        assert said in text
    assert "Scenario: classroom_small" in text and "Round shown: 0" in text
    assert "opened ~/talks/x.zip, /media/USER/y.zip" in text
    assert "anna" not in text
    assert "Nothing of this has been sent anywhere" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/home/anna/x", "~/x"),
        ("/home/annabel/x", "/home/annabel/x"),
        ("'/home/anna'", "'~'"),
        ("anna says", "anna says"),
        ("/mnt/anna/x", "/mnt/USER/x"),
    ],
)
def test_home_is_shortened_and_nothing_else(text, said):
    assert private(text, Path("/home/anna"), "anna") == said


def test_diagnostics_without_anything_open(make_window):
    window = make_window()
    assert "Open: nothing" in text_of(window, "")


def test_the_newest_reports_stay(own_settings):
    for n in range(REPORTS_KEPT + 3):
        assert keep_report(f"report {n}") is not None
    kept = sorted((user_log_dir() / "reports").iterdir())
    assert len(kept) == REPORTS_KEPT


def test_a_report_that_cannot_be_kept_is_still_shown(own_settings, monkeypatch):
    def refuse(*given, **named):
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "write_text", refuse)
    assert keep_report("text") is None
    assert "text" in diagnostics("text", (), None)


def test_the_log_is_bounded(log, monkeypatch):
    big = "x" * 1000
    for _ in range(1200):
        logging.getLogger("hldsim_ui").warning(big)
    sizes = [part.stat().st_size for part in log.parent.glob("hldsim.log*")]
    assert len(sizes) == 2 and sum(sizes) <= 1_010_000
    assert len(last_lines(log, 60)) == 60


# ------------------------------------------------------------------------ several processes

BESIDE = """
import logging, sys
from hldsim_ui.care.log import start_log
from hldsim_ui.care.sitting import Sitting
sitting = Sitting.begin()
start_log(sitting.log)
sitting.trace_crashes()
logging.getLogger("hldsim_ui").warning("I am %s", sitting.number)
print(sitting.number, len(sitting.left), flush=True)
"""


def python(code, **named):
    return subprocess.Popen(
        [sys.executable, "-c", BESIDE + code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        **named,
    )


def test_each_process_writes_a_log_of_its_own():
    sittings = [python("sys.stdin.read()")]
    assert sittings[0].stdout.readline().split() == ["1", "0"]
    sittings.append(python("sys.stdin.read()"))
    assert sittings[1].stdout.readline().split() == ["2", "0"]
    for number, sitting in enumerate(sittings, 1):
        sitting.communicate("")
        tail = "" if number == 1 else f"-{number}"
        text = (user_log_dir() / f"hldsim{tail}.log").read_text(encoding="utf-8")
        assert f"I am {number}" in text and text.count("I am") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_crash_in_machine_code_is_told_at_the_next_start(qtbot, window):
    crashed = python("import faulthandler; faulthandler._sigsegv()")
    crashed.wait(timeout=60)
    assert crashed.returncode < 0
    sitting = Sitting.begin()
    (left,) = sitting.left
    assert "Segmentation fault" in left
    dialog = show_left(window, sitting.left)
    assert "crashed the last time" in dialog.heading.text()
    assert "Segmentation fault" in dialog.text
    dialog.close()
    sitting.end()
    again = Sitting.begin()
    assert again.left == () and again.number == 1
    again.end()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_a_process_that_was_killed_left_no_crash():
    killed = python("sys.stdin.read()")
    killed.stdout.readline()
    killed.kill()
    killed.wait(timeout=60)
    sitting = Sitting.begin()
    assert (sitting.number, sitting.left) == (1, ())
    sitting.end()
    assert not list(user_log_dir().glob("sitting-*"))
