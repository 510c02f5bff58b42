"""The audience's window: what it says, how large, where it stands; it goes with the desk's."""

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontInfo, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from hldsim.table.state import backed_proposal
from hldsim_ui.main_window.on_screen import brought
from hldsim_ui.main_window.projector import LINES, Projector, other_screen
from hldsim_ui.main_window.projector_words import (
    NOW,
    SINCE_TABLED,
    backings,
    headline,
    on_table,
)
from hldsim_ui.theme import DARK, PROJECTOR
from hldsim_ui.views.issue_board_data import on_the_table
from tests.report.made_up import made_up_history
from tests.ui.conftest import PATIENCE, play_to_end, settle

ROOT = Path(__file__).resolve().parents[2]
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def history():
    return made_up_history(load_scenario("hld_2006"))


@pytest.fixture(scope="module")
def played():
    """A run of 1997, in which texts are revised."""
    with Session.open(load_scenario("un_conference_1997"), 1) as run:
        while not run.finished:
            run.advance()
        yield run.history


# ------------------------------------------------------------------------ words


def test_the_headline_says_round_and_phase(history):
    scenario = history.scenario
    for k in (1, 20, history.last):
        told = headline(history, k)
        assert told.startswith(f"Round {k} of {scenario.rounds} · ")
        labels = {phase.label for phase in scenario.agenda}
        assert told.split(" · ")[1] in labels
    assert headline(history, 0).endswith("Before the first round")


def test_backing_adds_up_to_all_members(history):
    members = int(history.inputs.member_p.sum())
    for k in (0, 12, history.last):
        rows = backings(history, k)
        backed = backed_proposal(history[k].state)[history.inputs.member_p]
        assert [row.count for row in rows] == [int((backed == row.d).sum()) for row in rows]
        assert sum(row.count for row in rows) == members
        assert sum(row.share for row in rows) == pytest.approx(1.0)


def test_the_text_is_told_in_words_level_by_level(history):
    scenario = history.scenario
    for k in range(1, history.last + 1):
        c, _ = on_the_table(history, k)
        told = on_table(history, k)
        if c < 0:
            assert (told.d, told.levels) == (-1, ())
            continue
        state = history[k].state
        assert told.d == int(state.origin_c[c])
        design = [int(level) for level in state.platform_ci[c]]
        issues = scenario.space.issues
        assert [level.level for level in told.levels] == [
            issue.levels[n].name for issue, n in zip(issues, design, strict=True)
        ]
        tabled = scenario.proposals[told.d].design
        changed = [n for n, level in enumerate(design) if level != int(tabled[n])]
        marked = [n for n, level in enumerate(told.levels) if level.mark == SINCE_TABLED]
        fresh = [n for n, level in enumerate(told.levels) if level.mark == NOW]
        assert set(marked) <= set(changed) <= set(marked) | set(fresh)


def test_a_level_changed_in_the_round_is_marked_as_new(played):
    told = [on_table(played, k) for k in range(played.last + 1)]
    fresh = 0
    for before, now in itertools.pairwise(told):
        if now.d != before.d:
            continue  # another text leads now
        for old, new in zip(before.levels, now.levels, strict=True):
            assert (new.mark == NOW) == (new.level != old.level)
            fresh += new.mark == NOW
    assert fresh > 0


# ------------------------------------------------------------------------ the window


def open_projector(qtbot, window, size=(1024, 768)):
    window.actions_by_name["projector"].trigger()
    projector = window.access.audience
    assert isinstance(projector, Projector)
    projector.resize(*size)
    qtbot.waitUntil(lambda: projector.height() == size[1], timeout=PATIENCE)
    projector.dress()
    QApplication.processEvents()
    return projector


def fonts(projector):
    """Every font that something in the window is written in, by what it is for."""
    for label in projector.findChildren(QLabel):
        if label.isVisible() and label.text():
            yield f"label {label.text()[:20]}", label.font()
    yield "key", projector.key.font()
    yield "names on the map", projector.map.view._items[2].font
    axes = projector.support.view.widget.plot
    for name in ("left", "bottom"):
        yield f"{name} axis", axes.getAxis(name).style["tickFont"]
    named = QFont()
    named.setPointSizeF(float(axes.getAxis("bottom").labelStyle["font-size"].removesuffix("pt")))
    yield "name of the axis", named
    yield "phases", projector.support.view._bands.font
    yield "quotas", projector.support.view._quotas.font


@pytest.mark.parametrize("size", [(1024, 768), (1280, 720), (1920, 1080)])
def test_no_type_is_smaller_than_a_thirtieth_of_the_height(qtbot, window, size):
    play_to_end(qtbot, window)
    projector = open_projector(qtbot, window, size)
    assert projector.size().toTuple() == size
    least = size[1] / LINES
    small = {
        what: QFontInfo(font).pixelSize()
        for what, font in fonts(projector)
        if QFontInfo(font).pixelSize() < int(least)
    }
    assert small == {}
    assert len(list(fonts(projector))) >= 10


def play_1997(qtbot, window):
    window.conductor.open("un_conference_1997", 1)
    qtbot.waitUntil(
        lambda: getattr(window.board.shown.scenario, "name", "") == "un_conference_1997",
        timeout=PATIENCE,
    )
    play_to_end(qtbot, window)


def test_all_of_the_text_fits_at_1024_by_768(qtbot, window):
    play_1997(qtbot, window)
    projector = open_projector(qtbot, window)
    for k in (12, 28, window.board.shown.last):
        window.conductor.look_at(k)
        settle(qtbot, window)
        for level in on_table(window.board.shown.history, k).levels:
            assert level.level in projector.text.body.text()
        assert "more" not in projector.text.body.text()
    assert projector.key.numbers(10_000.0)[0].count("·") == 1


def test_what_does_not_fit_is_counted_and_changed_levels_stay(qtbot, window):
    play_1997(qtbot, window)
    projector = open_projector(qtbot, window)
    history = window.board.shown.history
    k = next(k for k in range(history.last + 1) if any(x.mark for x in on_table(history, k).levels))
    window.conductor.look_at(k)
    settle(qtbot, window)
    text = projector.text
    text.body.setFixedHeight(round(5.2 * text.body.fontMetrics().height()))
    QApplication.processEvents()
    text.fit()
    levels = on_table(history, k).levels
    kept = [level for level in levels if level.level in text.body.text()]
    assert 0 < len(kept) < len(levels)
    assert f"and {len(levels) - len(kept)} more" in text.body.text()
    assert any(level.mark for level in kept)


def test_it_follows_the_round_that_the_desk_shows(qtbot, window):
    projector = open_projector(qtbot, window)
    assert "Before the first round" in projector.headline.text()
    play_to_end(qtbot, window)
    assert projector.headline.text().startswith("Round 19 of 19")
    assert projector.map.view._shown[1] == projector.support.view._shown[1] == 19
    window.conductor.look_at(7)
    settle(qtbot, window)
    assert projector.headline.text().startswith("Round 7 of 19")
    assert projector.map.view._shown[1] == 7
    assert projector.title.whole == window.board.shown.scenario.title
    said = projector.key.accessibleDescription()
    assert all(row.label in said for row in backings(window.board.shown.history, 7))


def test_it_keeps_its_own_theme_whatever_the_desk_wears(qtbot, window, keeper):
    keeper.choose("dark")
    projector = open_projector(qtbot, window)
    ground = projector.grab().toImage().pixelColor(4, projector.height() // 2)
    assert ground == PROJECTOR.background
    assert projector.map.colours.hues == PROJECTOR.hues
    projector.choose("dark")
    ground = projector.grab().toImage().pixelColor(4, projector.height() // 2)
    assert ground == DARK.background
    keeper.choose("light")
    assert projector.grab().toImage().pixelColor(4, projector.height() // 2) == DARK.background
    window.actions_by_name["projector"].trigger()
    assert open_projector(qtbot, window).theme == "dark"  # remembered


def test_keys_of_the_desk_work_from_there(qtbot, window):
    play_to_end(qtbot, window)
    projector = open_projector(qtbot, window)
    projector.activateWindow()
    qtbot.waitUntil(projector.isActiveWindow, timeout=PATIENCE)
    qtbot.keyClick(projector, Qt.Key.Key_Left)
    assert window.board.shown.k == 18
    qtbot.keyClick(projector, Qt.Key.Key_Home)
    assert window.board.shown.k == 0
    qtbot.keyClick(projector, Qt.Key.Key_Right, CONTROL)
    settle(qtbot, window)
    assert window.board.shown.k == 1
    qtbot.keyClick(projector, Qt.Key.Key_F11)
    assert projector.isFullScreen() and not window.isFullScreen()
    qtbot.keyClick(projector, Qt.Key.Key_Escape)
    assert not projector.isFullScreen() and projector.isVisible()
    qtbot.keyClick(projector, Qt.Key.Key_P, CONTROL | SHIFT)
    assert window.access.audience is None
    assert not window.actions_by_name["projector"].isChecked()


def test_it_closes_with_the_desk_and_comes_back_with_it(qtbot, make_window, settings):
    first = make_window()
    first.actions_by_name["projector"].trigger()
    gone = first.access.audience
    gone.resize(700, 600)
    first.close()
    assert not gone.isVisible()
    second = make_window()
    qtbot.waitUntil(lambda: second.access.audience is not None, timeout=PATIENCE)
    again = second.access.audience
    assert second.actions_by_name["projector"].isChecked()
    assert again.size().toTuple() == (700, 600)
    second.actions_by_name["projector"].trigger()
    second.close()
    third = make_window()
    assert third.access.audience is None


def test_a_closed_projector_is_told_nothing_more(qtbot, window):
    projector = open_projector(qtbot, window)
    assert len(window.painter.more) == 3
    projector.close()
    assert window.painter.more == []
    window.conductor.one_round()
    settle(qtbot, window)
    assert window.board.shown.k == 1


# ------------------------------------------------------------------------ where it stands


def on_some_screen(window):
    bar = QRect(window.frameGeometry().topLeft(), window.frameGeometry().size())
    bar.setHeight(24)
    free = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    return any(place.intersected(bar).width() >= 80 for place in free)


def test_windows_left_on_a_monitor_that_is_gone_come_back(qtbot, make_window, settings):
    first = make_window()
    first.actions_by_name["projector"].trigger()
    for window in (first, first.access.audience):
        window.move(9000, 4000)
        assert not on_some_screen(window)
    first.close()
    second = make_window()
    qtbot.waitUntil(lambda: second.access.audience is not None, timeout=PATIENCE)
    assert on_some_screen(second)
    assert on_some_screen(second.access.audience)


def test_what_can_be_reached_stays_where_it_is():
    screens = [QRect(0, 0, 1280, 720), QRect(1280, 0, 1024, 768)]
    assert brought(QRect(1400, 40, 800, 600), screens) is None
    assert brought(QRect(3000, 40, 800, 600), screens) == QRect(240, 60, 800, 600)


def test_one_screen_has_no_other(qapp):
    assert len(QGuiApplication.screens()) == 1
    assert other_screen(QRect(0, 0, 400, 300)) is None


SECOND_SCREEN = """
import sys
from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from hldsim_ui import app as application
app = application.application()
memory = QSettings(sys.argv[1], QSettings.Format.IniFormat)
window = application.make_window(app, memory)
window.setGeometry(40, 40, 1000, 600)
window.show()
app.processEvents()
window.actions_by_name["projector"].trigger()
app.processEvents()
audience = window.access.audience
names = [screen.geometry().getRect() for screen in QGuiApplication.screens()]
print(names, audience.isFullScreen(), audience.geometry().getRect(), sep="|")
window.close()
app.processEvents()
"""


def test_on_a_second_screen_it_is_full_screen(tmp_path):
    screens = {
        "screens": [
            {"name": "desk", "x": 0, "y": 0, "width": 1280, "height": 720},
            {"name": "wall", "x": 1280, "y": 0, "width": 1024, "height": 768},
        ]
    }
    file = tmp_path / "screens.json"
    file.write_text(json.dumps(screens))
    where = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("DATA", "STATE", "CONFIG")}
    told = subprocess.run(
        [sys.executable, "-c", SECOND_SCREEN, str(tmp_path / "window.ini")],
        env={**os.environ, **where, "QT_QPA_PLATFORM": f"offscreen:configfile={file}"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout.strip()
    names, full, place = told.splitlines()[-1].split("|")
    assert names == "[(0, 0, 1280, 720), (1280, 0, 1024, 768)]"
    assert (full, place) == ("True", "(1280, 0, 1024, 768)")
