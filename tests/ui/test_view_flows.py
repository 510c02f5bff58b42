"""Flows: ribbons are what a plain loop over states counts, and every state is in one of them."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt

from hldsim.domain.parties import Seat
from hldsim.record.history import History
from hldsim.scenario.load import load_scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.flows import FlowsView
from hldsim_ui.views.flows_data import flows, names_of, turns
from hldsim_ui.views.flows_layout import lay_out, spread
from hldsim_ui.views.map_layout import Box
from tests.report.made_up import made_up_history
from tests.ui.conftest import pixels


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@pytest.fixture
def view(open_view, scenario):
    return open_view(FlowsView, scenario, size=(900, 480))


def ends_of_phases(scenario):
    found, k = [], 0
    for phase in scenario.agenda:
        k += phase.rounds
        found.append(k)
    return found


@pytest.mark.parametrize("k", [0, 1, 2, 3, 10, 11, 25, 40])
def test_columns_stand_where_phases_end(scenario, history, k):
    expected = [0, *(end for end in ends_of_phases(scenario) if end < k), *([k] if k else [])]
    assert list(turns(history, k)) == expected


@pytest.mark.parametrize("k", [1, 9, 25, 40])
def test_ribbons_are_what_a_loop_over_states_counts(scenario, history, k):
    seen = flows(history, k)
    expected = {}
    for gap, (before, after) in enumerate(zip(seen.rounds, seen.rounds[1:], strict=False)):
        was, now = (backed_proposal(history[n].state).tolist() for n in (before, after))
        for n, party in enumerate(scenario.parties):
            if party.seat is Seat.MEMBER:
                expected.setdefault((gap, was[n], now[n]), []).append(n)
    found = {(r.gap, r.source, r.target): r.party_a.tolist() for r in seen.ribbons}
    assert found == expected


def test_ribbons_fill_their_blocks_without_a_gap_or_overlap(history):
    seen = flows(history, 40)
    for block in seen.blocks:
        leaving = [r for r in seen.ribbons if (r.gap, r.source) == (block.column, block.d)]
        coming = [r for r in seen.ribbons if (r.gap + 1, r.target) == (block.column, block.d)]
        for group, start in ((leaving, "above"), (coming, "above_after")):
            if not group:
                continue
            pieces = sorted((getattr(r, start), r.count) for r in group)
            at = block.above
            for above, count in pieces:
                assert above == at
                at += count
            assert at == block.above + block.count


def test_every_column_holds_all_member_states(history):
    seen = flows(history, 33)
    for column in range(len(seen.rounds)):
        here = [block for block in seen.blocks if block.column == column]
        assert sum(block.count for block in here) == history.inputs.member_p.sum() == seen.members
        assert [block.d for block in here] == list(seen.kinds)


def test_the_path_of_a_state_is_where_it_stood(history, scenario):
    seen = flows(history, 40)
    party = scenario.party_index["BGD"]
    for step in seen.path_of(party):
        before, after = seen.rounds[step.gap], seen.rounds[step.gap + 1]
        backed = [int(backed_proposal(history[k].state)[party]) for k in (before, after)]
        assert [seen.kinds[step.place], seen.kinds[step.after]] == backed
    assert len(seen.path_of(party)) == len(seen.phases)
    observer = next(n for n, p in enumerate(scenario.parties) if p.seat is not Seat.MEMBER)
    assert seen.path_of(observer) == []


def test_states_in_focus_come_first_and_none_is_lost(history, scenario):
    kept = np.array([party.region == scenario.parties[0].region for party in scenario.parties])
    all_of, seen = flows(history, 30), flows(history, 30, kept)
    for whole, part in zip(all_of.ribbons, seen.ribbons, strict=True):
        assert sorted(part.party_a.tolist()) == whole.party_a.tolist()
        assert kept[part.party_a[: part.kept]].all() and not kept[part.party_a[part.kept :]].any()


def test_a_tip_names_twelve_and_counts_the_rest(scenario):
    names, more = names_of(list(range(20)), scenario)
    assert names == [party.name for party in scenario.parties[:12]] and more == 8
    assert names_of([3], scenario) == ([scenario.parties[3].name], 0)


def test_lines_of_words_are_moved_apart_within_their_room():
    chance = np.random.default_rng(3)
    for _ in range(200):
        n = int(chance.integers(1, 7))
        wanted = np.sort(chance.uniform(-5.0, 105.0, n)).tolist()
        placed = spread(wanted, 10.0, 0.0, 100.0)
        assert placed[0] >= 5.0 - 1e-9 and placed[-1] <= 95.0 + 1e-9
        assert all(b - a >= 10.0 - 1e-9 for a, b in zip(placed, placed[1:], strict=False))
    assert spread([20.0, 60.0], 10.0, 0.0, 100.0) == [20.0, 60.0]


def test_a_ribbon_is_found_where_it_is_drawn(history):
    layout = lay_out(flows(history, 40), Box(0.0, 20.0, 800.0, 400.0), 100.0)
    thin = min(layout.flows.ribbons, key=lambda ribbon: ribbon.count)
    assert layout.ribbon_at(*layout.middle(thin)).count <= thin.count + 1
    for block in layout.flows.blocks:
        if block.count:
            box = layout.block(block)
            assert layout.block_at(block.column, box.y + box.height / 2.0) == block


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


def test_focus_is_drawn_from_the_next_draw_on(view, history, scenario):
    view.draw(history, 30)
    plain = pixels(view)
    view.dim(np.array([party.region == scenario.parties[0].region for party in scenario.parties]))
    view.draw(history, 30)
    assert pixels(view) != plain
    view.dim(None)
    view.draw(history, 30)
    assert pixels(view) == plain


def test_a_click_on_a_column_tells_its_round(qtbot, view, history):
    view.draw(history, 30)
    layout = view._layout(*view.size)
    spot = view.scene_point(layout.x[2], layout.bottom - 3.0)
    plot = view.widget.plot
    with qtbot.waitSignal(view.round_picked, timeout=2000) as caught:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.mapFromScene(spot))
    assert caught.args == [layout.flows.rounds[2]]


def test_a_click_on_a_ribbon_of_many_selects_nobody_and_leaves_the_selection(qtbot, view, history):
    view.draw(history, 30, 5)
    layout = view._layout(*view.size)
    most = max(layout.flows.ribbons, key=lambda ribbon: ribbon.count)
    spot = view.scene_point(*layout.middle(most))
    plot = view.widget.plot
    with qtbot.assertNotEmitted(view.picked), qtbot.assertNotEmitted(view.round_picked):
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.mapFromScene(spot))
    tip = view.spot(*layout.middle(most), *view.size).tip
    assert str(most.count) in tip and f"and {most.count - 12} more" in tip


def test_a_click_on_a_single_state_selects_it(qtbot):
    small = load_scenario("classroom_small")
    history = made_up_history(small)
    made = FlowsView()
    qtbot.addWidget(made.widget)
    made.load(small, LIGHT)
    made.widget.resize(900, 480)
    with qtbot.waitExposed(made.widget):
        made.widget.show()
    made.draw(history, history.last)
    layout = made._layout(*made.size)
    one = next(
        ribbon
        for ribbon in layout.flows.ribbons
        if ribbon.count == 1 and layout.ribbon_at(*layout.middle(ribbon)) is ribbon
    )
    plot, spot = made.widget.plot, made.scene_point(*layout.middle(one))
    with qtbot.waitSignal(made.picked, timeout=2000) as caught:
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.mapFromScene(spot))
    assert caught.args == [int(one.party_a[0])]


def test_table_and_sentence_say_the_same_as_the_picture(view, history, scenario):
    view.draw(history, 36)
    seen = view.shown
    rows = view.table(history, 36).rows
    assert [row[-1] for row in rows] == [ribbon.count for ribbon in seen.ribbons]
    assert sum(row[-1] for row in rows) == seen.members * len(seen.phases)
    said = view.sentence(history, 36)
    for block in seen.blocks[-len(seen.kinds) :]:
        assert f"{block.count} " in said
    assert f"{seen.moved[-1]} of {seen.members}" in said
    assert view.widget.copy_text() == view.table(history, 36).text()


def test_one_without_a_vote_is_said_not_to_be_counted(view, history, scenario):
    observer = next(n for n, p in enumerate(scenario.parties) if p.seat is not Seat.MEMBER)
    view.draw(history, 20, observer)
    assert "not counted" in view.chosen.text()
    view.draw(history, 20, scenario.party_index["MEX"])
    assert view.chosen.text() == "Line: Mexico"


def test_a_scenario_without_competing_designs_says_so(view, scenario):
    none = replace(scenario, proposals=())
    assert "no competing designs" in view.unavailable(none)
    assert view.unavailable(scenario) is None


def test_many_rounds_and_rounds_beyond_the_end(view, scenario, history):
    long = History(scenario, history.inputs, 1)
    for n in range(301):
        long.append(replace(history[min(n, 40)], k=n))
    view.draw(long, 300, 3)
    assert view.shown.rounds[-1] == 300
    view.draw(long, 301)
    assert view.shown is None and view.sentence(long, 301)


def test_a_closed_view_is_gone(qtbot, scenario, history):
    made = FlowsView()
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


def test_beside_everything_nobody_is_found(view, history):
    view.draw(history, 30)
    assert view.spot_at(QPointF(QPoint(-50, -50))).tip == ""
