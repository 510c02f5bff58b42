"""Presets put panels where they say; what is hidden is made when seen; nothing is off screen."""

import numpy as np
import pytest
from PySide6.QtCore import QRect, QSettings

from hldsim.scenario.load import load_scenario
from hldsim_ui.focus import EVERYBODY, groups, kept_p
from hldsim_ui.main_window.layout import forget
from hldsim_ui.main_window.on_screen import GRIP, brought
from hldsim_ui.main_window.parts import PARTS, VIEWS
from hldsim_ui.main_window.presets import FIRST, PRESETS
from hldsim_ui.views.base import LIVE_VIEWS
from tests.ui.conftest import PATIENCE

SCREEN = QRect(0, 0, 1280, 720)


def open_names(window):
    return {name for name, dock in window.docks.items() if not dock.isHidden()}


def test_every_part_of_a_preset_exists_once():
    names = {part.name for part in PARTS}
    assert FIRST in PRESETS
    for preset in PRESETS.values():
        found = list(preset)
        assert set(found) <= names
        assert len(found) == len(set(found))


def test_every_live_view_has_a_dock_and_a_title_of_its_own():
    assert {part.name for part in VIEWS} == set(LIVE_VIEWS)
    for part in VIEWS:
        assert LIVE_VIEWS[part.name].title == part.title


@pytest.mark.parametrize("name", sorted(PRESETS))
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_a_preset_opens_its_parts_and_closes_the_others(window, name, size):
    window.resize(*size)
    window.layout_keeper.arrange(name)
    assert open_names(window) == set(PRESETS[name])


def test_places_stand_side_by_side_where_there_is_room(window):
    window.resize(1920, 1080)
    window.layout_keeper.arrange("research")
    tabbed = {dock.objectName() for dock in window.tabifiedDockWidgets(window.docks["support"])}
    assert tabbed == {"flows"}
    window.resize(1280, 720)
    window.layout_keeper.arrange("research")
    tabbed = {dock.objectName() for dock in window.tabifiedDockWidgets(window.docks["support"])}
    assert tabbed == {"flows", "power", "bargains", "ballots"}


def test_a_view_is_made_when_it_is_seen(qtbot, window):
    assert window.hosts["flows"].view is None
    window.layout_keeper.show("flows")
    qtbot.waitUntil(lambda: window.hosts["flows"].view is not None, timeout=PATIENCE)


def test_what_was_open_is_open_again(qtbot, make_window, settings):
    first = make_window()
    first.layout_keeper.arrange("lecture")
    first.layout_keeper.save()
    before = open_names(first)
    first.layout_keeper.arrange("research")
    first.layout_keeper.restore()
    assert open_names(first) == before


def test_reset_layout_forgets_places_and_nothing_else(tmp_path):
    memory = QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat)
    memory.setValue("window/geometry", b"x")
    memory.setValue("window/state", b"y")
    memory.setValue("run/speed", 4)
    forget(memory)
    assert memory.allKeys() == ["run/speed"]


@pytest.mark.parametrize(
    ("frame", "moved"),
    [
        (QRect(100, 50, 800, 600), False),
        (QRect(2000, 10, 800, 600), True),
        (QRect(100, -200, 800, 600), True),
        (QRect(1280 - GRIP + 1, 10, 800, 600), True),
        (QRect(1280 - GRIP, 10, 800, 600), False),
        (QRect(-5000, -5000, 3000, 2000), True),
    ],
)
def test_a_window_left_on_a_monitor_now_gone_comes_back(frame, moved):
    wanted = brought(frame, [SCREEN])
    assert (wanted is not None) is moved
    if wanted is not None:
        assert SCREEN.contains(wanted)
    assert brought(frame, [SCREEN, QRect(frame)]) is None


def test_a_second_screen_counts():
    assert brought(QRect(2000, 10, 800, 600), [SCREEN, QRect(1280, 0, 1920, 1080)]) is None


def test_groups_are_those_of_the_scenario_and_their_sizes_add_up():
    scenario = load_scenario("hld_2006")
    found = groups(scenario)
    assert list(found) == ["Role", "Region", "Bloc"]
    assert sum(group.size for group in found["Role"]) == len(scenario.parties)
    eu = next(group for group in found["Bloc"] if group.key == "bloc:EU")
    assert (eu.label, eu.size) == ("European Union", 25)
    for kind in found.values():
        for group in kind:
            assert kept_p(scenario, group.key).sum() == group.size


def test_unknown_groups_dim_nobody():
    scenario = load_scenario("classroom_small")
    for key in (EVERYBODY, "bloc:nowhere", "nonsense", "role:"):
        assert kept_p(scenario, key) is None


def test_all_but_a_group_are_faint_on_the_map(window):
    scenario = window.board.shown.scenario
    group = groups(scenario)["Role"][0]
    window.board.look_only_at(group.key)
    kept = window.hosts["coalition_map"].view.picture.kept
    assert np.array_equal(kept, kept_p(scenario, group.key))
    window.board.look_only_at(EVERYBODY)
    assert window.hosts["coalition_map"].view.picture.kept is None


def test_the_menu_offers_the_groups(window):
    window.commands.fill_focus()
    texts = [action.text() for action in window.menus["focus"].actions() if action.isCheckable()]
    assert len(texts) == 1 + sum(
        len(found) for found in groups(window.board.shown.scenario).values()
    )
    window.menus["focus"].actions()[2].trigger()
    assert window.board.shown.focus
