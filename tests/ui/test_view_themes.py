"""Themes: means by role against a plain loop, what round tables changed, dots, words."""

import gc
import math
import weakref
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

import hldsim
from hldsim.scenario.load import load_scenario
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.base import NOBODY
from hldsim_ui.views.themes import SPREAD, Themes
from hldsim_ui.views.themes_data import greatest_shift, places, round_tables, themes_picture
from tests.ui.conftest import pixels

NAMES = ("hld_2006", "classroom_small", "un_conference_1997")


@pytest.fixture(scope="module")
def histories():
    return {name: hldsim.run(load_scenario(name), seed=3).history for name in NAMES}


@pytest.fixture
def open_themes(open_view):
    return partial(open_view, Themes, size=(1000, 620))


def by_role(history, k, h, role):
    """Mean and spread of stances and mean emphasis of one role's members: a plain loop."""
    profile = history[k].state.profile
    who = [
        p
        for p, party in enumerate(history.scenario.parties)
        if party.seat == "member" and party.role == role
    ]
    stances = [float(profile.stance_ph[p, h]) for p in who]
    mean = sum(stances) / len(who)
    spread = math.sqrt(sum((x - mean) ** 2 for x in stances) / len(who))
    return len(who), mean, spread, sum(float(profile.emphasis_ph[p, h]) for p in who) / len(who)


@pytest.mark.parametrize("name", NAMES)
def test_means_are_those_of_a_plain_loop(histories, name):
    history = histories[name]
    tables = round_tables(history.scenario) or (math.inf, history.last)
    for k in (0, min(tables[0] - 1, 5), tables[1], history.last):
        shown = themes_picture(history, k)
        assert [row.name for row in shown.rows] == [t.name for t in history.scenario.themes]
        assert sum(role.count for role in shown.rows[0].roles) == history.inputs.member_p.sum()
        for h, row in enumerate(shown.rows):
            for role in row.roles:
                now = by_role(history, k, h, role.role)
                assert (role.count, role.stance, role.spread, role.emphasis) == pytest.approx(now)
                if k < tables[0]:
                    assert role.stance_before is None and role.emphasis_before is None
                else:
                    was = by_role(history, tables[0] - 1, h, role.role)
                    assert (role.stance_before, role.emphasis_before) == pytest.approx(was[1::2])


def test_round_tables_begin_after_the_phases_before_them(histories):
    assert round_tables(histories["hld_2006"].scenario) == (11, 14)
    assert round_tables(histories["classroom_small"].scenario) == (4, 5)
    scenario = histories["classroom_small"].scenario
    rest = tuple(phase for phase in scenario.agenda if phase.phase != "round_tables")
    assert round_tables(replace(scenario, agenda=rest)) is None


def test_where_the_agenda_holds_none_nothing_is_said_to_have_changed(open_themes, histories):
    history = histories["un_conference_1997"]
    view = open_themes(history.scenario)
    view.draw(history, history.last)
    assert view.shown.before is None and view.shown.tables is None
    assert "no round tables" in view.spot_at(view.scene_point(3.0, 3.0)).tip
    assert "no round tables" in view.sentence(history, history.last)


def test_the_greatest_shift_is_the_greatest(qapp, histories):
    history = histories["hld_2006"]
    assert greatest_shift(themes_picture(history, 10)) is None
    row, role, by = greatest_shift(themes_picture(history, 14))
    shifts = [
        by_role(history, 14, h, r.role)[1] - by_role(history, 10, h, r.role)[1]
        for h, row in enumerate(themes_picture(history, 14).rows)
        for r in row.roles
    ]
    assert abs(by) == pytest.approx(max(abs(x) for x in shifts))
    assert by == pytest.approx(role.stance - role.stance_before)
    told = Themes().sentence(history, 14)
    assert f"{by:+.3f} on {row.name.partition(':')[0]}" in told


def test_the_selected_state_is_shown_as_it_was_and_is(histories):
    history = histories["hld_2006"]
    party = history.scenario.party_index["MEX"]
    before, now = (history[k].state.profile for k in (10, 30))
    shown = themes_picture(history, 30, party)
    assert [row.own.stance for row in shown.rows] == now.stance_ph[party].tolist()
    assert [row.own.emphasis for row in shown.rows] == now.emphasis_ph[party].tolist()
    assert [row.own.stance_before for row in shown.rows] == before.stance_ph[party].tolist()
    assert all(row.own is None for row in themes_picture(history, 30).rows)


def test_stated_and_imputed_stances_are_told_apart(histories):
    taught = themes_picture(histories["classroom_small"], 5, 0)
    imputed = themes_picture(histories["hld_2006"], 5, 0)
    for row, theme in zip(taught.rows, histories["classroom_small"].scenario.themes, strict=True):
        stated = theme.id != "governance"  # the lesson leaves that one to the rule
        assert row.own.declared == stated
        assert all(role.declared == (role.count if stated else 0) for role in row.roles)
    assert not any(role.declared for row in imputed.rows for role in row.roles)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(380, 260), (1000, 620)], ids=["small", "large"])
def test_draws_clears_and_draws_the_same_again(open_themes, histories, palette, size):
    history = histories["hld_2006"]
    view = open_themes(history.scenario, palette, size=size)
    empty = pixels(view)
    view.draw(history, 8, 3)
    first = pixels(view)
    items = len(view.widget.plot.scene().items())
    view.draw(history, 30, 4)
    other = pixels(view)
    view.clear()
    assert pixels(view) == empty
    view.draw(history, 8, 3)
    assert pixels(view) == first
    assert len({empty, first, other}) == 3
    assert len(view.widget.plot.scene().items()) == items


def test_the_focus_makes_dots_faint_and_leaves_means_alone(open_themes, histories):
    history = histories["hld_2006"]
    view = open_themes(history.scenario)
    view.draw(history, 30)
    plain, rows = pixels(view), view.shown.rows
    kept = np.array(["G77" in party.blocs for party in history.scenario.parties])
    view.dim(kept)
    view.draw(history, 30)
    assert pixels(view) != plain and view.shown.rows == rows
    for who, faint in zip(view.shown.party_r, view.shown.faint_r, strict=True):
        assert faint.tolist() == [not kept[p] for p in who]
    view.dim(None)
    view.draw(history, 30)
    assert pixels(view) == plain


def test_a_click_on_a_dot_selects_its_state(qtbot, open_themes, histories):
    history = histories["classroom_small"]
    view = open_themes(history.scenario)
    view.draw(history, 3)
    shown, place = view.shown, places(view.shown, *view.size)[0]
    middle, high = place.lane(0, len(shown.roles))
    party, stance = int(shown.party_r[0][1]), float(shown.stance_r[0][1, 0])
    spot = view.scene_point(place.at(stance), middle + shown.aside_r[0][1] * SPREAD * high)
    assert history.scenario.parties[party].name in view.spot_at(spot).tip
    plot = view.widget.plot
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        at = plot.mapFromScene(spot)
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert caught.args == [party]


@pytest.mark.parametrize("size", [(380, 260), (1000, 620)], ids=["small", "large"])
def test_the_tip_names_ends_and_numbers(open_themes, histories, size):
    history = histories["hld_2006"]
    view = open_themes(history.scenario, LIGHT, size=size)
    view.draw(history, 30)
    place, row = places(view.shown, *view.size)[3], view.shown.rows[3]
    tip = view.spot_at(view.scene_point(place.title.x + 3.0, place.title.y + 3.0)).tip
    assert row.name in tip and row.low in tip and row.high in tip
    for role in row.roles:
        assert f"({role.count}): {role.stance:.2f} ± {role.spread:.2f}" in tip
        assert f"was {role.stance_before:.2f}" in tip
    assert "imputed for 192 of 192" in tip
    assert "round 10" in view.spot_at(view.scene_point(3.0, 3.0)).tip
    assert view.spot_at(QPointF(-50, -50)).party == NOBODY


@pytest.mark.parametrize("size", [(180, 150), (370, 250), (700, 150), (1000, 600)])
def test_themes_lie_apart_inside_the_picture(histories, size):
    shown = themes_picture(histories["hld_2006"], 30)
    layout = places(shown, *map(float, size))
    for place in layout:
        assert place.axis.height > 0 and place.holds(place.axis.x, place.axis.y)
        assert place.axis.x + place.axis.width <= place.bars.x
        assert place.bars.x + place.bars.width <= size[0] + 1e-9
        assert place.axis.y + place.axis.height <= size[1]
    for n, one in enumerate(layout):
        for other in layout[n + 1 :]:
            assert not one.axis.meets(other.axis) and not one.axis.meets(other.title)
            assert not other.holds(one.axis.x, one.axis.y)
    columns = len({place.ends.x for place in layout})
    assert columns == (2 if size == (700, 150) else 1)


def test_the_table_holds_what_is_drawn(open_themes, histories):
    history = histories["hld_2006"]
    view = open_themes(history.scenario)
    rows = view.table(history, 30).rows
    roles = [role for row in themes_picture(history, 30).rows for role in row.roles]
    assert [row[3] for row in rows] == [round(role.stance, 4) for role in roles]
    assert [row[6] for row in rows] == [round(100 * role.emphasis, 2) for role in roles]
    assert all(row[5] is None for row in view.table(history, 10).rows)
    view.draw(history, 30)
    assert view.widget.copy_text() == view.table(history, 30).text()


def test_a_scenario_without_themes_says_so(qapp, histories):
    scenario = histories["classroom_small"].scenario
    assert Themes().unavailable(scenario) is None
    assert "no themes" in Themes().unavailable(replace(scenario, themes=()))


def test_a_closed_view_is_gone(qtbot, histories):
    history = histories["hld_2006"]
    view = Themes()
    view.load(history.scenario, LIGHT)
    view.draw(history, 30, 5)
    gone = weakref.ref(view), weakref.ref(view.widget)
    view.widget.close()
    view.widget.deleteLater()
    del view
    qtbot.wait(1)
    gc.collect()
    assert [ref() for ref in gone] == [None, None]
