"""Agreement: a correlation over all outcomes, ordered by coalition, readable cell by cell."""

import gc
import itertools
import math
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from hldsim.domain.parties import Role
from hldsim.preferences.profile import freeze
from hldsim.preferences.utility import UTILITIES
from hldsim.record.history import History
from hldsim.scenario.load import load_scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.agreement import Agreement
from hldsim_ui.views.agreement_data import (
    agreement_pp,
    matrix,
    mean_of_pairs,
    nearest,
    runs,
    utility_of,
)
from hldsim_ui.views.agreement_items import cells_of, colours, lay_out, signed
from tests.report.made_up import made_up_history
from tests.ui.conftest import pixels


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@pytest.fixture(scope="module")
def small():
    return made_up_history(load_scenario("classroom_small"))


@pytest.fixture
def view(open_view, scenario):
    return open_view(Agreement, scenario, size=(900, 480))


def agreed(history, k=0):
    scenario = history.scenario
    return agreement_pp(history[k].state.profile, utility_of(scenario), scenario.space)


def utilities_by_hand(profile, space, party):
    """Utilities of all outcomes to one party, in plain floats."""
    found = []
    for outcome in itertools.product(*(range(len(issue.levels)) for issue in space.issues)):
        total = 0.0
        for n, level in enumerate(outcome):
            column = int(space.offset_i[n]) + level
            weight = float(profile.salience_pi[party, n])
            total += weight * float(profile.value_pl[party, column])
        found.append(total)
    return found


def pearson(xs, ys):
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    both = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    left = sum((x - mean_x) ** 2 for x in xs)
    right = sum((y - mean_y) ** 2 for y in ys)
    return both / math.sqrt(left * right)


def test_agreement_is_the_correlation_over_all_outcomes(small):
    profile, space = small[0].state.profile, small.scenario.space
    found = agreed(small)
    tables = [utilities_by_hand(profile, space, party) for party in range(len(found))]
    for i, j in itertools.product(range(len(found)), repeat=2):
        assert found[i, j] == pytest.approx(pearson(tables[i], tables[j]), abs=1e-9)


def test_agreement_is_symmetric_and_full_with_oneself(history):
    found = agreed(history)
    assert np.allclose(found, found.T) and np.allclose(np.diag(found), 1.0)
    assert found.min() >= -1.0 and found.max() <= 1.0


def test_the_opposite_wants_agree_minus_one_and_none_has_no_number(small):
    profile, space = small[0].state.profile, small.scenario.space
    values, salience = profile.value_pl.copy(), profile.salience_pi.copy()
    values[1], salience[1] = 1.0 - values[0], salience[0]
    values[2] = 0.4
    freeze(values, salience)
    turned = replace(profile, value_pl=values, salience_pi=salience)
    found = agreement_pp(turned, UTILITIES["additive"](), space)
    assert found[0, 1] == pytest.approx(-1.0)
    assert np.isnan(found[2]).all()
    assert math.isnan(mean_of_pairs(found[:1, :1])) and not math.isnan(mean_of_pairs(found))


@pytest.mark.parametrize("name", sorted(UTILITIES))
def test_every_utility_function_can_be_compared(small, name):
    found = agreement_pp(small[0].state.profile, UTILITIES[name](), small.scenario.space)
    assert np.isfinite(found).all() and np.allclose(np.diag(found), 1.0)


def test_rows_stand_by_coalition_role_region_and_name(history, scenario):
    seen = matrix(history, 30, agreed(history))
    backed = backed_proposal(history[30].state)
    forum = [d for d, p in enumerate(scenario.proposals) if p.kind == "forum"]
    keys = []
    for p in seen.order_r.tolist():
        party, d = scenario.parties[p], int(backed[p])
        place = forum.index(d) if d >= 0 else len(forum)
        keys.append((place, list(Role).index(party.role), party.region, party.name))
    assert keys == sorted(keys) and len(set(seen.order_r.tolist())) == len(scenario.parties)


def test_bands_are_coalitions_with_the_mean_of_their_pairs(history):
    found = agreed(history)
    seen = matrix(history, 30, found)
    backed = backed_proposal(history[30].state)
    assert [band.first for band in seen.bands[1:]] == [band.last for band in seen.bands[:-1]]
    assert seen.bands[-1].last == len(backed)
    for band in seen.bands:
        here = [p for p in range(len(backed)) if backed[p] == band.d]
        assert sorted(seen.order_r[band.first : band.last].tolist()) == here
        pairs = [found[i, j] for i, j in itertools.combinations(here, 2)]
        assert band.within == pytest.approx(sum(pairs) / len(pairs))


def test_neighbours_are_the_most_and_the_least_alike(history, scenario):
    seen = matrix(history, 30, agreed(history), scenario.party_index["MEX"])
    most, least = nearest(seen, seen.selected, 3)
    row = seen.value_rr[seen.selected]
    others = sorted(x for n, x in enumerate(row) if n != seen.selected)
    assert [row[n] for n in most] == others[::-1][:3] and [row[n] for n in least] == others[:3]
    assert seen.order_r[seen.selected] == scenario.party_index["MEX"]


def test_stretches_cover_everything_once():
    flags = np.array([1, 1, 0, 2, 2, 2])
    assert runs(flags) == [(0, 2, 1), (2, 3, 0), (3, 6, 2)] and runs(flags[:0]) == []


@pytest.mark.parametrize("size", [(200, 250), (380, 260), (810, 600), (160, 110), (1400, 300)])
def test_the_matrix_is_square_and_inside_its_room(size):
    for line in (12.0, 20.0):
        places = lay_out(194, *size, line)
        box, scale = places.matrix, places.scale
        assert box.width == box.height > 0
        assert box.x + box.width <= size[0]
        if min(size) > 120:
            assert max(box.y + box.height, scale.y + scale.height) <= places.caption.y


def test_cells_are_even_where_that_costs_little():
    for side, expected in ((200.0, 194.0), (600.0, 582.0), (300.0, 300.0), (150.0, 150.0)):
        room = (side + 400.0, side + 24.0 + 8.0 + 12.0)
        assert lay_out(194, *room, 12.0).matrix.width == pytest.approx(expected)


def test_numbers_are_signed():
    assert [signed(x) for x in (0.5, -0.5, 0.001, -0.001)] == ["+0.50", "−0.50", "0.00", "0.00"]
    assert signed(float("nan")) == "unknown"


def colour_of(value):
    table = colours().getLookupTable(nPts=256)
    return [int(x) for x in table[round((value + 1.0) / 2.0 * 255.0)][:3]]


def test_cells_have_the_colours_of_the_scale():
    image = cells_of(np.array([[1.0, -1.0], [0.25, np.nan]]))
    for row, column, value in ((0, 0, 1.0), (0, 1, -1.0), (1, 0, 0.25)):
        found = image.pixelColor(column, row)
        assert [found.red(), found.green(), found.blue()] == colour_of(value)
    assert image.pixelColor(1, 1).alpha() == 0


@pytest.mark.parametrize("size", [(1100, 800), (700, 640), (900, 480)])
def test_cells_stand_where_the_margins_say_also_after_a_change_of_size(view, history, size):
    """What is seen of a sample of pairs is the value of that pair."""
    view.draw(history, 30, -1)
    pixels(view)
    view.widget.resize(*size)
    image = view.widget.picture(1).toImage()
    width, height = view.size
    places, seen = view.places(width, height), view.shown
    cell, edges = places.cell(len(seen.order_r)), {band.first for band in seen.bands}
    wrong = looked = 0
    for row in range(5, len(seen.order_r), 17):
        for column in range(3, len(seen.order_r), 13):
            if {row, row + 1, column, column + 1} & edges:
                continue
            at = view.scene_point(
                places.matrix.x + (column + 0.5) * cell, places.matrix.y + (row + 0.5) * cell
            )
            spot = view.widget.plot.mapTo(view.widget, view.widget.plot.mapFromScene(at))
            found = image.pixelColor(spot)
            near = seen.value_rr[row - 1 : row + 2, column - 1 : column + 2]
            told = [colour_of(value) for value in near.ravel()]  # a pixel may be a neighbour's
            rgb = np.array([found.red(), found.green(), found.blue()])
            looked += 1
            wrong += min(np.abs(rgb - one).max() for one in np.array(told)) > 3
    assert looked > 100
    assert wrong <= 0.02 * looked


def test_draws_clears_and_draws_the_same_again(view, history, scenario):
    empty = pixels(view)
    view.draw(history, 20, 3)
    first = pixels(view)
    view.draw(history, 35, 4)
    other = pixels(view)
    view.clear()
    assert pixels(view) == empty
    view.draw(history, 20, 3)
    assert pixels(view) == first
    view.load(scenario, DARK)
    assert len({empty, first, other, pixels(view)}) == 4


def test_focus_veils_the_others(view, history, scenario):
    view.draw(history, 30)
    plain = pixels(view)
    view.dim(np.array([party.role is Role.SOURCE for party in scenario.parties]))
    view.draw(history, 30)
    kept = [scenario.parties[p].role is Role.SOURCE for p in view.shown.order_r.tolist()]
    assert view.shown.kept_r.tolist() == kept and pixels(view) != plain
    view.dim(None)
    view.draw(history, 30)
    assert pixels(view) == plain


def test_a_cell_names_both_and_a_click_selects_its_row(qtbot, view, history, scenario):
    view.draw(history, 30)
    box = view.places(*view.size).matrix
    cell = box.width / len(scenario.parties)
    row, column = 20, 150
    x, y = box.x + (column + 0.5) * cell, box.y + (row + 0.5) * cell
    first, second = (scenario.parties[int(view.shown.order_r[n])] for n in (row, column))
    tip = view.spot(x, y, *view.size).tip
    assert first.name in tip and second.name in tip and "imputed" in tip
    assert signed(float(view.shown.value_rr[row, column])) in tip
    plot = view.widget.plot
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        where = plot.mapFromScene(view.scene_point(x, y))
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert abs(int(np.flatnonzero(view.shown.order_r == caught.args[0])[0]) - row) <= 1
    assert view.spot_at(QPointF(-50.0, -50.0)).tip == ""


def test_agreement_is_worked_out_again_only_where_preferences_change(view, history, scenario):
    view.draw(history, 10)
    before = view._agreed_pp
    view.draw(history, 30)
    assert view._agreed_pp is before
    state = history[30].state
    values = state.profile.value_pl.copy()
    values[0] = values[0][::-1]
    freeze(values)
    changed = replace(state, profile=replace(state.profile, value_pl=values))
    other = History(scenario, history.inputs, 1)
    other.append(replace(history[30], k=0, state=changed))
    view.draw(other, 0)
    assert view._agreed_pp is not before
    assert not np.allclose(view._agreed_pp[0], before[0])


def test_one_that_wants_nothing_in_particular_is_drawn_as_a_blank(view, history, scenario, caplog):
    state = history[30].state
    values = state.profile.value_pl.copy()
    values[7] = 0.5
    freeze(values)
    other = History(scenario, history.inputs, 1)
    flat = replace(state, profile=replace(state.profile, value_pl=values))
    other.append(replace(history[30], k=0, state=flat))
    view.draw(other, 0, 7)
    assert pixels(view) and not caplog.records
    assert np.isnan(view.shown.value_rr[view.shown.selected]).all()
    assert "unknown" in view.tip(view.shown.selected, 0)
    assert None in view.table(other, 0).rows[view.shown.selected]


def test_table_sentence_and_side_say_the_same(view, history, scenario):
    view.draw(history, 30, scenario.party_index["MEX"])
    seen = view.shown
    table = view.table(history, 30)
    assert len(table.rows) == len(table.columns) - 3 == len(scenario.parties)
    assert table.rows[5][3 + 8] == round(float(seen.value_rr[5, 8]), 3)
    said = view.sentence(history, 30)
    imputed = sum(party.provenance == "imputed" for party in scenario.parties)
    assert signed(seen.overall) in said and f"imputed for {imputed} of {len(seen.known_r)}" in said
    assert [value.text() for value in view._group.values][-1] == signed(seen.overall)
    assert "Mexico" in view.near.text() and "least" in view.near.text()


def test_a_scenario_of_one_says_so(view, scenario):
    assert "fewer than two" in view.unavailable(replace(scenario, parties=scenario.parties[:1]))
    assert view.unavailable(scenario) is None


def test_a_closed_view_is_gone(qtbot, scenario, history):
    made = Agreement()
    made.load(scenario, LIGHT)
    made.draw(history, 9, 3)
    before = len(made.widget.plot.scene().items())
    for k in range(20):
        made.draw(history, k, 3)
    assert len(made.widget.plot.scene().items()) == before
    gone = weakref.ref(made), weakref.ref(made.widget)
    made.widget.close()
    made.widget.deleteLater()
    del made
    qtbot.waitUntil(lambda: gc.collect() >= 0 and gone[1]() is None, timeout=5000)
    assert gone[0]() is None
