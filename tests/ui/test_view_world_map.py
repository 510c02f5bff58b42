"""The world map: the projection against published values, land and places against plain loops."""

import json
from dataclasses import replace

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from hldsim.domain.parties import Seat
from hldsim.places import resources_dir
from hldsim.scenario.load import load_scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY
from hldsim_ui.views.world_map_data import DISPUTED, NO_PARTY, areas, notes, places
from hldsim_ui.views.world_map_looks import hatch_lines, party_fill_and_pen
from hldsim_ui.views.world_map_projection import equal_earth
from hldsim_ui.views.world_map_shapes import apart, dissolved, edges_of, hatch
from tests.report.made_up import made_up_history

SQUARE = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0]])
EARTH = 6378137.0
"""Radius in metres of the sphere that the published values are for."""


@pytest.fixture(scope="module", params=["hld_2006", "classroom_small", "un_conference_1997"])
def any_scenario(request):
    return load_scenario(request.param)


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@pytest.fixture
def view(qtbot, scenario):
    made = LIVE_VIEWS["world_map"]()
    qtbot.addWidget(made.widget)
    made.load(scenario, LIGHT)
    made.widget.resize(900, 520)
    with qtbot.waitExposed(made.widget):
        made.widget.show()
    yield made
    made.widget.close()


def words(view):
    return [key.words for key, _ in view.key.placed]


def pixels(view):
    image = view.widget.picture(1).toImage()  # held: its bits die with it
    return bytes(image.constBits())


# ------------------------------------------------------------------------- projection


@pytest.mark.parametrize(
    ("lon", "lat", "x", "y"),
    [
        (0.0, 0.0, 0.0, 0.0),
        (180.0, 0.0, 17263256.84, 0.0),
        (180.0, 45.0, 14795421.79, 5486671.72),
        (-180.0, 90.0, -10227908.09, 8402320.16),
        (-70.0, -31.2, -6244707.88, -3924893.29),
    ],
)
def test_equal_earth_gives_the_values_that_proj_publishes(lon, lat, x, y):
    found = EARTH * equal_earth(np.array([[lon, lat]]))[0]
    assert found == pytest.approx([x, y], abs=0.01)


def test_equal_areas_stay_equal():
    """A band of latitude has the area that a sphere gives it: 2 pi (sin north - sin south)."""
    for south, north in ((-60.0, -40.0), (0.0, 10.0), (50.0, 84.0)):
        lat = np.linspace(south, north, 400)
        x, y = equal_earth(np.column_stack([np.full_like(lat, 180.0), lat])).T
        flat = np.sum((x[1:] + x[:-1]) * np.diff(y))
        sphere = 2.0 * np.pi * np.diff(np.sin(np.radians([south, north])))[0]
        assert flat == pytest.approx(sphere, rel=1e-5)


# ------------------------------------------------------------------------------ shapes


def test_hatching_covers_the_inside_and_nothing_else():
    inner = 0.25 + 0.5 * SQUARE
    edges = edges_of([SQUARE, inner[::-1]])  # a square with a square hole
    for angle in (0.0, 30.0, 135.0):
        lines = hatch(edges, angle, 0.004)
        length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
        assert 0.004 * length.sum() == pytest.approx(0.75, abs=0.006)
        middle = (lines[:, :2] + lines[:, 2:]) / 2.0
        in_hole = (np.abs(middle - 0.5) < 0.249).all(axis=1)
        assert not in_hole.any()
        assert (middle > -1e-9).all() and (middle < 1.0 + 1e-9).all()


def test_two_polygons_of_one_state_become_one():
    (ring,) = dissolved([SQUARE, SQUARE + [1.0, 0.0]])
    x, y = ring[:-1].T
    assert sorted(zip(x, y, strict=True)) == [(0, 0), (0, 1), (1, 0), (1, 1), (2, 0), (2, 1)]
    assert (ring[0] == ring[-1]).all()
    assert len(dissolved([SQUARE, SQUARE + [5.0, 0.0]])) == 2


def test_dots_stand_apart_and_lone_ones_where_they_were():
    spots = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.0], [50.0, 50.0]])
    moved = apart(spots, 8.0)
    gap = np.hypot(*(moved[:, None] - moved[None]).transpose(2, 0, 1))
    np.fill_diagonal(gap, np.inf)
    assert gap.min() > 7.9
    assert np.abs(moved[3] - spots[3]).max() < 0.1


def test_no_border_is_drawn_inside_a_state_of_2006():
    """Sudan holds South Sudan, Serbia Kosovo, Cyprus and Somalia their north."""
    file = resources_dir() / "map" / "world_110m_2006.geojson"
    document = json.loads(file.read_text("utf-8"))
    assert document["licence"] == "public domain" and "Natural Earth" in document["source"]
    by_code = {area.iso3: area for area in areas()}
    for code, name in (("SDN", "Sudan"), ("SRB", "Serbia"), ("CYP", "Cyprus"), ("SOM", "Somalia")):
        rings = [
            np.array(ring)
            for feature in document["features"]
            if feature["properties"]["state2006"] == code
            for polygon in feature["geometry"]["coordinates"]
            for ring in polygon
        ]
        area = by_code[code]
        assert len(rings) == 2 and len(area.rings) == 1 and area.name == name

        def surface(ring):
            x, y = ring.T
            return abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))

        parts = sum(surface(equal_earth(ring)) for ring in rings)
        assert surface(area.rings[0]) == pytest.approx(parts)


# ------------------------------------------------------------------------------ places


def test_everybody_with_a_place_has_one(any_scenario):
    found = places(any_scenario)
    codes = {area.iso3 for area in areas()} - {None}
    for n, party in enumerate(any_scenario.parties):
        on_land = bool((found.party_a == n).any())
        assert on_land == (party.iso3 in codes)
        assert (n in found.dots) == (not on_land and party.seat is not Seat.ORGANISATION)
        assert (n in found.nowhere) == (party.seat is Seat.ORGANISATION)
    for area, n in zip(areas(), found.party_a, strict=True):
        assert (n == DISPUTED) == (area.iso3 is None)
        assert n < 0 or any_scenario.parties[n].iso3 == area.iso3


def test_small_states_are_dots_at_their_own_point(scenario):
    found = places(scenario)
    names = {scenario.parties[n].id for n in found.dots}
    assert {"TUV", "SGP", "MLT", "VAT"} <= names and len(names) == 29
    n = found.dots.index(scenario.party_index["SGP"])
    assert found.dot_n2[n] == pytest.approx(equal_earth(np.array([[103.817, 1.359]]))[0])


def test_only_three_areas_are_nobodys(scenario):
    found = places(scenario)
    disputed = [a.name for a, n in zip(areas(), found.party_a, strict=True) if n == DISPUTED]
    assert sorted(disputed) == ["Palestine", "Taiwan", "Western Sahara"]
    assert not (found.party_a == NO_PARTY).any()


def test_a_table_of_towns_has_no_map(qtbot):
    small = load_scenario("classroom_small")
    towns = tuple(replace(p, iso3=None, figures={}) for p in small.parties)
    view = LIVE_VIEWS["world_map"]()
    qtbot.addWidget(view.widget)
    assert "iso3" in view.unavailable(replace(small, parties=towns))
    assert view.unavailable(small) is None
    one = (replace(towns[0], figures={"lon": 6.1, "lat": 46.2}), *towns[1:])
    assert places(replace(small, parties=one)).dots == (0,)


def test_the_borders_year_is_said(scenario):
    assert notes(scenario)[0] == "Borders of 2006"
    assert notes(load_scenario("un_conference_1997"))[0] == "Borders are those of 2006, not of 1997"


# ----------------------------------------------------------------------------- drawing


def test_land_has_the_colour_of_what_its_state_backs(view, scenario, history):
    for k in (0, 20, history.last):
        view.draw(history, k)
        picture = view.land.picture
        assert picture.backed_p.tolist() == backed_proposal(history[k].state).tolist()
        view.widget.picture(1)
        hatched = {look for look, _ in view.land._hatching[1]}
        backing = {int(picture.backed_p[n]) for n in picture.places.party_a if n >= 0}
        assert {look[0] for look in hatched if look != DISPUTED} == backing - {-1}
        assert DISPUTED in hatched


def test_what_is_painted_inside_a_state_is_its_colour(view, scenario, history):
    """Most pixels around the middle of large states, hatching aside, are the fill."""
    view.draw(history, history.last)
    image = view.widget.picture(1).toImage()
    for code in ("BRA", "AUS", "DZA", "CHN"):
        n = scenario.party_index[code]
        fill = party_fill_and_pen(LIGHT, *view.land.picture.style(n))[0]
        spot = view.spot_of(n).toPoint()
        seen = [
            image.pixelColor(spot + QPoint(dx, dy)) for dx in range(-6, 7) for dy in range(-6, 7)
        ]
        assert sum(colour.name() == fill.name() for colour in seen) > len(seen) / 3, code


def test_every_proposal_has_a_hatching_of_its_own():
    edges = edges_of([60.0 * SQUARE])
    ways = set()
    for d in range(8):
        line = hatch_lines((d, True, True), edges)[3]
        ways.add(round(float(np.degrees(np.arctan2(line[3] - line[1], line[2] - line[0]))), 3))
    assert len(ways) == 8
    assert len(hatch_lines((-1, True, True), edges)) == 0
    assert len(hatch_lines(NO_PARTY, edges)) == 0 < len(hatch_lines(DISPUTED, edges))


@pytest.mark.parametrize("size", [(900, 520), (380, 260)])
def test_the_key_says_everything_at_every_size(view, scenario, history, size):
    view.widget.resize(*size)
    view.draw(history, history.last)
    said = words(view)
    for line in (
        "Borders of 2006",
        "Boundaries and names shown imply no endorsement",
        "Made with Natural Earth",
        "No UN member in 2006, or status disputed",
        "Dot: too small to draw",
        "Lighter: imputed",
        "IOM has no place on a map of states",
    ):
        assert line in said
    backed = backed_proposal(history[history.last].state)[history.inputs.member_p]
    for d, proposal in enumerate(scenario.forum_proposals):
        assert f"{proposal.label} {int((backed == d).sum())}" in said
    assert f"Uncommitted {int((backed < 0).sum())}" in said
    strip, plot = view.key.boundingRect(), view.widget.plot
    assert strip.height() <= 0.5 * plot.height()
    for n, (key, spot) in enumerate(view.key.placed):
        assert strip.contains(spot.translated(strip.topLeft())), key.words
        assert not any(spot.intersects(other) for _, other in view.key.placed[n + 1 :])


def test_land_of_nobody_at_a_small_table_says_so(qtbot):
    small = load_scenario("classroom_small")
    made = LIVE_VIEWS["world_map"]()
    qtbot.addWidget(made.widget)
    made.widget.resize(700, 420)
    made.load(small, LIGHT)
    made.draw(made_up_history(small), 3)
    assert "Not at this table" in words(made)
    canada = next(a for a in areas() if a.iso3 == "CAN").rings
    middle = max(canada, key=len).mean(axis=0)
    spot = QPointF(*made.land.camera.to_pixels(middle[None])[0])
    assert made.party_at(spot) == NOBODY
    assert made.tip_at(spot) == "<b>Canada</b><br>Not at this table"


def test_disputed_land_says_why(view, history):
    view.draw(history, 9)
    sahara = next(a for a in areas() if a.name == "Western Sahara").rings[0]
    spot = QPointF(*view.land.camera.to_pixels(sahara.mean(axis=0)[None])[0])
    assert view.party_at(spot) == NOBODY
    assert "No UN member in 2006, or its status is disputed" in view.tip_at(spot)


def test_a_click_on_land_or_a_dot_selects_its_party(qtbot, view, scenario, history):
    view.draw(history, 30)
    plot = view.widget.plot
    for code in ("BRA", "TUV", "VAT"):
        party = scenario.party_index[code]
        spot = plot.mapFromScene(view.spot_of(party))
        with qtbot.waitSignal(view.picked, timeout=2000) as caught:
            qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        assert caught.args == [party], code
        assert scenario.parties[party].name in view.tip_at(view.spot_of(party))
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert caught.args == [NOBODY]


def test_the_wheel_zooms_on_a_spot_and_a_key_or_double_click_shows_all(
    qtbot, view, scenario, history
):
    view.draw(history, 30)
    party, plot = scenario.party_index["SGP"], view.widget.plot
    before = view.spot_of(party)
    turn_wheel(plot.viewport(), before)
    assert view.land.camera.zoom > 1.2
    assert (view.spot_of(party) - before).manhattanLength() < 1.0
    plot.setFocus()
    qtbot.keyClick(plot, Qt.Key.Key_0)
    assert view.land.camera.zoom == 1.0
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    assert view.land.camera.zoom > 1.2
    qtbot.mouseDClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    qtbot.mouseRelease(plot.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    assert view.land.camera.zoom == 1.0
    assert view.spot_of(party) == before


def turn_wheel(viewport, spot):
    event = QWheelEvent(
        spot,
        viewport.mapToGlobal(spot),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


def test_a_drag_with_the_mouse_moves_the_world(view, scenario, history):
    pg.setConfigOption("mouseRateLimit", -1)
    try:
        view.draw(history, 30)
        view.zoom_in()
        view.zoom_in()
        party, viewport = scenario.party_index["DZA"], view.widget.plot.viewport()
        before = view.spot_of(party)
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        kinds = QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseMove
        for kind, at in zip(kinds, (0.0, 12.0, 30.0), strict=True):
            spot = before + QPointF(at, at / 2.0)
            button = left if kind == QEvent.Type.MouseButtonPress else none
            where = viewport.mapToGlobal(spot)
            event = QMouseEvent(kind, spot, where, button, left, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(viewport, event)
        assert (view.spot_of(party) - before - QPointF(30.0, 15.0)).manhattanLength() < 1.5
        kind = QEvent.Type.MouseButtonRelease
        event = QMouseEvent(kind, spot, where, left, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)
    finally:
        pg.setConfigOption("mouseRateLimit", 100)


def test_a_drag_moves_the_world_no_further_than_its_edge(view, history):
    camera = view.land.camera
    view.draw(history, 30)
    camera.zoom_at(camera.box.center(), 4.0)
    centre = camera.centre.copy()
    camera.move(QPointF(40.0, -30.0))
    assert (camera.centre - centre) * camera.scale == pytest.approx([-40.0, -30.0])
    camera.move(QPointF(-1e6, 1e6))
    low, high = camera.to_pixels(np.array([camera.low, camera.high]))
    assert high[0] == pytest.approx(camera.box.right())
    assert high[1] == pytest.approx(camera.box.top())


def test_the_focus_draws_the_others_faint_and_none_draws_all(view, scenario, history):
    kept = np.array(["G77" in party.blocs for party in scenario.parties])
    view.draw(history, 30)
    full = pixels(view)
    view.dim(kept)
    view.draw(history, 30)
    assert view.land.picture.kept_p.tolist() == kept.tolist()
    assert pixels(view) != full
    view.dim(None)
    view.draw(history, 30)
    assert pixels(view) == full


def test_table_and_sentence_say_the_same(view, scenario, history):
    backed = backed_proposal(history[30].state)
    table = view.table(history, 30)
    labels = [p.label for p in scenario.proposals]
    for n, row in enumerate(table.rows):
        assert row[3] == ("uncommitted" if backed[n] < 0 else labels[backed[n]])
    drawn = [row[4] for row in table.rows]
    assert (drawn.count("dot"), drawn.count("no place"), drawn.count("area")) == (29, 1, 164)
    member = history.inputs.member_p
    assert f"{int((backed[member] < 0).sum())} of 192" in view.sentence(history, 30)
    assert "IOM has no place on a map of states." in view.sentence(history, 30)


def test_a_drawing_has_the_hatching_too(view, history, tmp_path):
    view.draw(history, history.last, 3)
    file = tmp_path / "map.svg"
    view.widget.save_picture(file)
    drawing = file.read_text("utf-8")
    assert drawing.count("<path") > 300
    assert "imply no endorsement" in drawing


def test_draws_leave_no_items_behind(view, scenario, history):
    view.draw(history, 0)
    count = len(view.widget.plot.scene().items())
    for k in range(len(history)):
        view.draw(history, k, k % len(scenario.parties))
    view.load(scenario, DARK)
    view.load(load_scenario("classroom_small"), DARK)
    view.load(scenario, LIGHT)
    view.draw(history, 4)
    assert len(view.widget.plot.scene().items()) == count


def test_hatching_is_made_anew_for_another_scenario(qtbot):
    """Places of two scenarios are told apart as objects: arrays in them have no one truth value."""
    from hldsim_ui.views.world_map_data import Places

    assert Places.__eq__ is object.__eq__
