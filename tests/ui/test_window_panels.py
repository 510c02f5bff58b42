"""Which panel is on top, what is whole in a narrow window, what Recent begins with."""

import os

import pytest

from hldsim_ui.sessions import kept_runs, runs_dir
from tests.ui.conftest import PATIENCE


def on_top(window):
    return [name for name, dock in window.docks.items() if not dock.visibleRegion().isEmpty()]


def test_the_record_comes_first_and_the_inspector_once_a_state_is_selected(qtbot, window):
    qtbot.waitUntil(lambda: "meeting_record" in on_top(window), timeout=PATIENCE)
    assert "inspector" not in on_top(window)
    window.board.select(2)
    qtbot.waitUntil(lambda: "inspector" in on_top(window), timeout=PATIENCE)
    window.docks["preferences"].raise_()
    qtbot.waitUntil(lambda: "preferences" in on_top(window), timeout=PATIENCE)
    window.board.select(3)
    assert "preferences" in on_top(window)  # it tells of the selected state too


def test_a_double_click_in_the_record_brings_the_inspector(qtbot, window):
    record = window.hosts["meeting_record"].view
    record.list.setFocus()
    window.board.select(1)
    assert "meeting_record" in on_top(window)
    record.opened.emit(1)
    qtbot.waitUntil(lambda: "inspector" in on_top(window), timeout=PATIENCE)


def test_a_closed_inspector_stays_closed(window):
    window.docks["inspector"].close()
    window.board.select(1)
    assert window.docks["inspector"].isHidden()


def test_the_tab_of_the_record_is_short_and_its_name_is_not(window):
    dock = window.docks["meeting_record"]
    assert (dock.windowTitle(), dock.accessibleName()) == ("Record", "Record of the meeting")
    assert dock.toggleViewAction().text() == "Record of the meeting"


@pytest.mark.parametrize(("width", "lines"), [(1280, 2), (1920, 1)])
def test_a_long_title_is_whole(qtbot, window, width, lines):
    title = "High-level Dialogue on Migration and Development, 2006"
    window.board.announce(title)
    window.resize(width, 720)
    label = window.controls.title
    qtbot.waitUntil(lambda: len(label.text().splitlines()) == lines, timeout=PATIENCE)
    assert label.text().replace("\n", " ") == title


def test_recent_begins_with_the_run_written_to_last(window, tmp_path):
    for n, name in enumerate(("old", "killed", "new")):
        file = runs_dir() / f"{name}.hldrun"
        file.touch()
        os.utime(file, (n, n))
    (runs_dir() / "killed.hldrun-wal").touch()
    names = [file.stem for file in kept_runs()]
    assert names.index("killed") < names.index("new") < names.index("old")
