"""Settings: several windows write one file, older files are understood, nothing is refused."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QSettings

from hldsim_ui.main_window import MainWindow
from hldsim_ui.settings import (
    RECENT,
    VERSION,
    drop,
    flag,
    number,
    open_settings,
    put_first,
    version_of,
    words,
)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "window.ini"


def test_a_new_file_says_its_version(file):
    settings = open_settings(file)
    settings.sync()
    assert version_of(settings) == VERSION
    assert file.exists()


def test_an_older_file_is_brought_up_to_date_and_keeps_what_is_not_known(file):
    file.write_text(
        "[file]\nrecent=/old/place/scenarios/hld_2006, /home/x/mine.zip\n"
        "[look]\ntheme=dark\n[strange]\nkey=7\n"
    )
    settings = open_settings(file)
    assert version_of(settings) == VERSION
    assert words(settings, RECENT) == ["hld_2006", "/home/x/mine.zip"]
    assert (settings.value("look/theme"), settings.value("strange/key")) == ("dark", "7")
    open_settings(file)
    assert "key=7" in file.read_text()


def test_a_newer_file_is_used_as_it_is(file):
    file.write_text(f"[settings]\nversion={VERSION + 5}\n[look]\ntheme=dark\n[new]\nthing=1\n")
    settings = open_settings(file)
    settings.setValue("look/theme", "light")
    settings.sync()
    assert version_of(settings) == VERSION + 5
    assert "thing=1" in file.read_text()


@pytest.mark.parametrize("content", [b"\x00\xff\x00", b"[file\nno = end", b"[]\n=\n%%%"])
def test_a_file_of_rubbish_stops_nothing(file, content):
    file.write_bytes(content)
    settings = open_settings(file)
    settings.setValue("look/theme", "dark")
    settings.sync()
    assert QSettings(str(file), QSettings.Format.IniFormat).value("look/theme") == "dark"


RUBBISH = {
    "window/geometry": "rubbish",
    "window/state": 17,
    "run/speed": "fast",
    "palette/recent": 3,
    "file/recent": ["/no/such/place", ""],
    "projector/open": "perhaps",
    "look/theme": "purple",
    "look/text_size": "huge",
    "settings/version": "the newest",
}


def test_a_window_opens_with_settings_that_make_no_sense(qtbot, keeper, settings):
    for key, value in RUBBISH.items():
        settings.setValue(key, value)
    window = MainWindow(settings, keeper)
    window.show()
    window.access.palette()
    window.files.fill_recent()
    window.close()


@pytest.mark.parametrize(
    ("value", "found"), [("2.5", 2.5), ("x", 1.0), ("nan", 1.0), ("900", 1.0), (None, 1.0)]
)
def test_numbers(settings, value, found):
    if value is not None:
        settings.setValue("n", value)
    assert number(settings, "n", 1.0, 0.0, 100.0) == found


def test_switches(settings):
    for value, on in (("true", True), (True, True), ("no", False), (17, False)):
        settings.setValue("s", value)
        assert flag(settings, "s") is on


def test_a_list_of_one_stays_a_list(file):
    settings = open_settings(file)
    put_first(settings, "l", "a", 3)
    again = QSettings(str(file), QSettings.Format.IniFormat)
    assert words(again, "l") == ["a"]
    assert put_first(again, "l", "b", 3) == ["b", "a"]
    assert drop(again, "l", "a") == ["b"]


BESIDE = """
import sys
from pathlib import Path
from hldsim_ui.settings import open_settings, put_first
settings = open_settings(Path(sys.argv[1]))
settings.value("look/theme")
print("ready", flush=True)
sys.stdin.readline()
for n in range(20):
    put_first(settings, "file/recent", f"{sys.argv[2]}{n}", 100)
    settings.setValue(f"own/{sys.argv[2]}{n}", n)
settings.sync()
"""


def test_processes_do_not_overwrite_each_others_settings(file):
    """What each changed is there, also where all change at once; lists have all their entries."""
    open_settings(file).sync()
    start = [sys.executable, "-c", BESIDE, str(file)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    others = [subprocess.Popen([*start, name], **pipes) for name in "abc"]
    for other in others:
        assert other.stdout.readline() == "ready\n"
    for other in others:
        other.stdin.write("\n")
        other.stdin.flush()
    for other in others:
        other.communicate(timeout=60)
    settings = open_settings(file)
    for name in "abc":
        assert [int(settings.value(f"own/{name}{n}")) for n in range(20)] == [*range(20)]
    assert len(words(settings, "file/recent")) == 60
