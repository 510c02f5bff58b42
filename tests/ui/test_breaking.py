"""A tester who wants to see the window fall: broken files, a full disk, haste, little room."""

import errno
import logging
import sys
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QMessageBox

from hldsim.errors import StorageError
from hldsim.places import scenarios_dir
from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from hldsim_ui.dialogs import ask
from hldsim_ui.dialogs.crashed import Crashed
from hldsim_ui.sessions import kept_runs
from hldsim_ui.settings import RECENT, words
from tests.ui.conftest import PATIENCE, live, play_to_end, settle

SMALL = "classroom_small"


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, logger="hldsim_ui")


def a_run(path, rounds=4):
    with Session.open(load_scenario(SMALL), 3, path) as session:
        for _ in range(rounds):
            session.advance()
    return path.read_bytes()


def cut_off(path):
    path.write_bytes(a_run(path.with_name("whole.hldrun"))[:3000])


def changed_in_the_middle(path):
    whole = bytearray(a_run(path.with_name("whole.hldrun")))
    for n in range(5000, min(len(whole), 30_000), 7):
        whole[n] ^= 0x5A
    path.write_bytes(bytes(whole))


def a_folder(path):
    path.mkdir()


def a_zip_of_nothing(path):
    with zipfile.ZipFile(path, "w") as parcel:
        parcel.writestr("hello.txt", "hello")


def a_scenario_with(path, line):
    path.mkdir()
    text = (scenarios_dir() / SMALL / "scenario.toml").read_text(encoding="utf-8")
    (path / "scenario.toml").write_text(text + line, encoding="utf-8")


BROKEN = {
    "cut-off.hldrun": cut_off,
    "changed.hldrun": changed_in_the_middle,
    "empty.hldrun": lambda path: path.write_bytes(b""),
    "noise.hldrun": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "folder.hldrun": a_folder,
    "gone.hldrun": lambda path: None,
    "nothing.zip": a_zip_of_nothing,
    "noise.zip": lambda path: path.write_bytes(bytes(range(256)) * 40),
    "empty-folder": a_folder,
    "no-toml": lambda path: a_scenario_with(path, "\n= broken ["),
    "without-parties": lambda path: a_scenario_with(path, "\n"),
    "newer": lambda path: a_scenario_with(path, "\n[from_the_future]\nx = 1\n"),
    "picture.png": lambda path: path.write_bytes(b"\x89PNG\r\n"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_said_and_the_run_stays(qtbot, window, tmp_path, name):
    window.conductor.one_round()
    settle(qtbot, window)
    path = tmp_path / name
    BROKEN[name](path)
    window.files.open_path(path)
    settle(qtbot, window)
    box = window.findChild(QMessageBox)
    assert box is not None and "cannot be opened" in box.text()
    assert not window.findChildren(Crashed)
    box.close()
    shown = window.board.shown
    assert (shown.k, shown.title) == (1, load_scenario(SMALL).title)
    assert str(path) not in words(window.settings, RECENT)
    play_to_end(qtbot, window)
    assert window.board.shown.k == 19


def drop(window, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    move, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.NoModifier
    window.dropEvent(QDropEvent(QPointF(300, 300), move, mime, left, none))


def test_a_run_file_is_dropped_onto_the_window(qtbot, window, tmp_path):
    a_run(tmp_path / "dropped.hldrun")
    drop(window, tmp_path / "dropped.hldrun", tmp_path / "other.txt")
    settle(qtbot, window)
    assert window.board.shown.k == 4
    drop(window)
    drop(window, scenarios_dir() / SMALL)
    settle(qtbot, window)
    assert window.board.shown.k == 0


def test_the_run_in_the_window_is_opened_again_for_writing(qtbot, window):
    window.conductor.one_round()
    settle(qtbot, window)
    window.files.open_path(kept_runs()[0])
    settle(qtbot, window)
    assert not window.conductor.read_only
    assert window.board.shown.k == 1
    window.conductor.one_round()
    settle(qtbot, window)
    assert window.board.shown.k == 2


def test_its_own_file_is_known_by_any_spelling(qtbot, window, monkeypatch):
    window.conductor.one_round()
    settle(qtbot, window)
    own = kept_runs()[0]
    monkeypatch.chdir(own.parent.parent)
    window.files.open_path(Path(own.parent.name) / ".." / own.parent.name / own.name)
    settle(qtbot, window)
    assert (window.conductor.read_only, window.conductor.note) == (False, "")
    assert window.board.shown.k == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no open file can be removed there")
def test_its_own_file_that_is_gone_leaves_the_run_as_it_is(qtbot, window):
    window.conductor.one_round()
    settle(qtbot, window)
    own, before = kept_runs()[0], window.conductor.driver.session
    own.unlink()
    window.files.open_path(own)
    settle(qtbot, window)
    window.findChild(QMessageBox).close()
    assert window.conductor.driver.session is before
    assert window.board.shown.k == 1


def test_a_full_disk_pauses_the_run_and_a_copy_elsewhere_goes_on(
    qtbot, window, monkeypatch, tmp_path
):
    from hldsim.record.runfile import RunFile

    def full(*given, **named):
        raise StorageError("no space left on the disk") from OSError(errno.ENOSPC, "full")

    window.conductor.one_round()
    settle(qtbot, window)
    with monkeypatch.context() as patch:
        patch.setattr(RunFile, "add_rounds", full)
        window.conductor.set_speed(float("inf"))
        window.conductor.play()
        settle(qtbot, window)
        assert not window.board.shown.playing
        box = window.findChild(QMessageBox)
        assert "no space left" in box.informativeText()
        assert "Ctrl+S" in box.informativeText()
        box.close()
    window.conductor.save_copy(tmp_path / "elsewhere.hldrun")
    settle(qtbot, window)
    play_to_end(qtbot, window)
    assert window.board.shown.k == 19


@pytest.fixture
def make_room(monkeypatch):
    """Undo what `stuck` did to the disk."""
    from hldsim.record.runfile import RunFile

    write = RunFile.add_rounds
    return lambda: monkeypatch.setattr(RunFile, "add_rounds", write)


@pytest.fixture
def stuck(qtbot, window, make_room, monkeypatch):
    """A window whose run has a round that could not be written; the run file it has."""
    from hldsim.record.runfile import RunFile

    write = RunFile.add_rounds

    def full(file, rows):
        if file.path == place:
            raise StorageError("no space left on the disk")
        write(file, rows)

    window.conductor.one_round()
    settle(qtbot, window)
    place = kept_runs()[0]
    monkeypatch.setattr(RunFile, "add_rounds", full)
    window.conductor.one_round()
    settle(qtbot, window)
    window.findChild(QMessageBox).close()
    monkeypatch.setattr(ask, "start_again", lambda *given: True)
    yield place
    make_room()
    monkeypatch.setattr(ask, "unwritten", lambda *given: ask.Leaving.DISCARD)


def answer(monkeypatch, *answers):
    """Answer what becomes of rounds that could not be written; return what was asked."""
    asked, left = [], list(answers)
    monkeypatch.setattr(ask, "unwritten", lambda parent, why: asked.append(why) or left.pop(0))
    return asked


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Save elsewhere…", ask.Leaving.ELSEWHERE),
        ("Discard", ask.Leaving.DISCARD),
        ("Cancel", ask.Leaving.CANCEL),
        ("", ask.Leaving.CANCEL),
    ],
)
def test_the_question_about_rounds_that_wait(qapp, text, answer):
    def press():
        box = qapp.activeModalWidget()
        chosen = [button for button in box.buttons() if button.text() == text]
        chosen[0].click() if chosen else box.close()

    QTimer.singleShot(50, press)
    assert ask.unwritten(None, "no space left") is answer


def rounds_in(path):
    with Session.open_file(path) as session:
        return session.history.last


def test_closing_with_rounds_that_wait_asks_and_may_be_cancelled(qtbot, window, stuck, monkeypatch):
    driver = window.conductor.driver
    asked = answer(monkeypatch, ask.Leaving.CANCEL, ask.Leaving.DISCARD)
    assert not window.close()
    assert asked == ["no space left on the disk"]
    assert driver.session.history.last == 2
    window.close()
    qtbot.waitUntil(lambda: driver.session is None, timeout=PATIENCE)
    assert rounds_in(stuck) == 1


def test_closing_with_rounds_that_wait_saves_them_elsewhere(
    qtbot, window, stuck, monkeypatch, tmp_path
):
    driver, elsewhere = window.conductor.driver, tmp_path / "elsewhere.hldrun"
    answer(monkeypatch, ask.Leaving.ELSEWHERE)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (str(elsewhere), ""))
    window.close()
    qtbot.waitUntil(lambda: driver.session is None, timeout=PATIENCE)
    assert rounds_in(elsewhere) == 2


@pytest.mark.parametrize("way", ["reset", "new_seed", "open"])
def test_another_run_does_not_discard_rounds_that_wait(qtbot, window, stuck, monkeypatch, way):
    def go():
        if way == "open":
            window.files.open_path(scenarios_dir() / SMALL)
        else:
            getattr(window.commands, way)()
        settle(qtbot, window)

    asked = answer(monkeypatch, ask.Leaving.CANCEL, ask.Leaving.DISCARD)
    before = window.conductor.driver.session
    go()
    assert len(asked) == 1
    assert window.conductor.driver.session is before
    assert window.board.shown.k == 2
    go()
    assert window.conductor.driver.session is not before
    assert (window.board.shown.k, window.conductor.stuck) == (0, "")


def test_another_run_is_refused_where_nobody_was_asked(qtbot, window, stuck):
    before = window.conductor.driver.session
    files = len(kept_runs())
    window.conductor.reset()
    settle(qtbot, window)
    assert window.conductor.driver.session is before
    assert len(kept_runs()) == files
    assert window.board.shown.history is before.history
    assert "no space left" in window.findChild(QMessageBox).informativeText()
    window.findChild(QMessageBox).close()


def test_rounds_that_waited_are_written_once_there_is_room(qtbot, window, stuck, make_room):
    make_room()
    window.conductor.reset()
    settle(qtbot, window)
    assert window.board.shown.k == 0
    assert rounds_in(stuck) == 2


def test_a_copy_to_a_place_that_is_not_there_is_said(qtbot, window, tmp_path):
    window.conductor.save_copy(tmp_path / "no" / "such" / "copy.hldrun")
    settle(qtbot, window)
    box = window.findChild(QMessageBox)
    assert "not saved" in box.text() and "fault in hldsim" not in box.informativeText()
    box.close()


def test_closing_while_a_scenario_is_being_loaded(make_window):
    window = make_window()
    window.conductor.open("hld_2006", 1, play=True)
    window.close()


def test_closing_at_full_speed(window):
    window.conductor.set_speed(float("inf"))
    window.conductor.play()
    live(60)
    window.close()


def test_haste_leaves_a_whole_run(qtbot, window, monkeypatch):
    monkeypatch.setattr(ask, "start_again", lambda *given: True)
    controls = window.controls
    for n in range(40):
        for button in (controls.run, controls.step, controls.reset, controls.new_seed):
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        window.timeline.scrubber.wanted.emit(n % 20)
    window.conductor.pause()
    settle(qtbot, window)
    play_to_end(qtbot, window)
    assert window.board.shown.k == 19
    assert controls.seed.value() == window.conductor.seed


@pytest.mark.parametrize("width", [800, 950, 1100, 1204, 1280, 1421, 1500, 1920])
def test_no_control_is_lost_in_a_narrow_window(qtbot, window, width):
    window.board.announce("High-level Dialogue on Migration and Development, 2006")
    window.resize(width, 500)
    controls = window.controls
    qtbot.waitUntil(lambda: controls.reset.isVisible(), timeout=PATIENCE)
    for control in (controls.run, controls.step, controls.speed, controls.seed, window.find_box):
        assert control.isVisible()
    assert controls.reset.geometry().right() <= width
