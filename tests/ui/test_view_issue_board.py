"""The issue board: counts, plates, the text on the table and who could not live with it."""

import gc
import weakref
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

import hldsim
from hldsim.record.history import History, Snapshot
from hldsim.scenario.load import load_scenario
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.base import NOBODY
from hldsim_ui.views.issue_board import IssueBoard
from hldsim_ui.views.issue_board_data import (
    TITLE,
    board_picture,
    cell_boxes,
    ideal_pi,
    on_the_table,
)
from tests.report.made_up import made_up_history
from tests.ui.conftest import pixels

NAMES = ("hld_2006", "classroom_small", "un_conference_1997")


@pytest.fixture(scope="module")
def histories():
    return {name: hldsim.run(load_scenario(name), seed=3).history for name in NAMES}


@pytest.fixture
def open_board(open_view):
    return partial(open_view, IssueBoard, size=(900, 520))


def wanted_most(history, k, issue, level):
    """Members whose first best level it is, by origin of the coalition backed: a plain loop."""
    state, space = history[k].state, history.inputs.space
    first, count = int(space.offset_i[issue]), int(space.count_i[issue])
    found = {}
    for p in range(len(history.scenario.parties)):
        values = [float(v) for v in state.profile.value_pl[p, first : first + count]]
        if history.inputs.member_p[p] and values.index(max(values)) == level:
            c = int(state.membership_p[p])
            d = int(state.origin_c[c]) if c >= 0 else -1
            found[d] = found.get(d, 0) + 1
    return found


@pytest.mark.parametrize("name", NAMES)
def test_bars_count_whom_a_plain_loop_counts(histories, name):
    history = histories[name]
    for k in (0, history.last // 2, history.last):
        board = board_picture(history, k)
        for i, strip in enumerate(board.strips):
            assert sum(cell.wanted for cell in strip.cells) == history.inputs.member_p.sum()
            for n, cell in enumerate(strip.cells):
                loop = wanted_most(history, k, i, n)
                seen = {}
                for piece in cell.pieces:
                    seen[piece.d] = seen.get(piece.d, 0) + piece.count
                assert seen == loop
                assert cell.wanted == sum(loop.values())


def test_known_positions_and_the_focus_split_a_bar(histories):
    history = histories["hld_2006"]
    parties, member = history.scenario.parties, history.inputs.member_p
    kept = np.array([party.role == "source" for party in parties])
    board = board_picture(history, 30, kept_p=kept)
    for strip in board.strips:
        pieces = [piece for cell in strip.cells for piece in cell.pieces]
        assert sum(p.count for p in pieces if p.kept) == (kept & member).sum()
        known = [p.position is not None and p.provenance != "imputed" for p in parties]
        assert sum(p.count for p in pieces if p.known) == (np.array(known) & member).sum()


@pytest.mark.parametrize("name", NAMES)
def test_plates_stand_where_designs_stand(histories, name):
    history = histories[name]
    state = history[history.last].state
    strips = board_picture(history, history.last).strips
    for d, proposal in enumerate(history.scenario.proposals):
        c = state.origin_c.tolist().index(d) if d in state.origin_c else None
        for i, strip in enumerate(strips):
            kinds = [{m.kind for m in cell.marks if m.d == d} for cell in strip.cells]
            expected = [set() for _ in strip.cells]
            if proposal.kind != "forum":
                expected[proposal.design[i]] = {"further"}
            else:
                expected[proposal.design[i]] = {"tabled"}
                if c is not None:
                    expected[int(state.platform_ci[c, i])] = {"platform"}
            assert kinds == expected


def test_the_text_on_the_table_is_framed_from_first_backing_to_adoption(histories):
    history = histories["hld_2006"]
    assert on_the_table(history, 0) == (-1, "")
    assert not any(cell.on_table for s in board_picture(history, 0).strips for cell in s.cells)
    for k in (12, 30, 36):
        state = history[k].state
        backing = [
            ((state.membership_p == c) & history.inputs.member_p).sum() * state.viability_c[c]
            for c in range(state.n_coalitions)
        ]
        stage = "chair" if history[k].phase == "chairs_text" else "leading"
        assert on_the_table(history, k) == (int(np.argmax(backing)), stage)
    c, stage = on_the_table(history, history.last)
    assert (c, stage) == (history[history.last].state.adopted, "adopted")
    for i, strip in enumerate(board_picture(history, history.last).strips):
        framed = [n for n, cell in enumerate(strip.cells) if cell.on_table]
        assert framed == [int(history[history.last].state.platform_ci[c, i])]


def test_what_was_put_and_refused_is_still_on_the_table(histories):
    old = histories["classroom_small"]
    last = old[old.last]
    put = [event for event in last.events if event.kind == "put" and event.coalition >= 0]
    history = History(old.scenario, old.inputs, 1)
    history.append(Snapshot(0, last.phase, replace(last.state, adopted=-1), last.events, ""))
    assert put and on_the_table(history, 0) == (put[-1].coalition, "put")


@pytest.mark.parametrize("name", NAMES)
def test_refusals_are_members_below_their_line(histories, name):
    history = histories[name]
    for k in (history.last // 2, history.last):
        board, said = board_picture(history, k), history.acceptance(k)
        c = board.text_c
        loop = {
            p: said.line_p[p] - said.utility_pc[p, c]
            for p in range(len(history.scenario.parties))
            if history.inputs.member_p[p] and said.utility_pc[p, c] < said.line_p[p]
        }
        assert {r.party: r.short for r in board.refusals} == pytest.approx(loop)
        shorts = [r.short for r in board.refusals]
        assert shorts == sorted(shorts, reverse=True)
        for r in board.refusals:
            assert r.seen == history[k].state.objected_pc[r.party, c]


def test_the_selected_party_has_its_values_and_salience(histories):
    history = histories["hld_2006"]
    party = history.scenario.party_index["MEX"]
    profile = history[20].state.profile
    board = board_picture(history, 20, party)
    values = [cell.value for strip in board.strips for cell in strip.cells]
    assert values == profile.value_pl[party].tolist()
    assert [s.salience for s in board.strips] == profile.salience_pi[party].tolist()
    nobody = board_picture(history, 20)
    mean = profile.salience_pi[history.inputs.member_p].mean(axis=0)
    assert [s.salience for s in nobody.strips] == pytest.approx(mean.tolist())
    assert all(cell.value is None for strip in nobody.strips for cell in strip.cells)


def test_ties_go_to_the_first_level(histories):
    history = histories["classroom_small"]
    profile = history[0].state.profile
    flat = replace(profile, value_pl=np.full_like(profile.value_pl, 0.5))
    assert (ideal_pi(flat, history.inputs) == 0).all()


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(380, 260), (1000, 620)], ids=["small", "large"])
def test_draws_clears_and_draws_the_same_again(open_board, histories, palette, size):
    history = histories["hld_2006"]
    view = open_board(history.scenario, palette, size=size)
    empty = pixels(view)
    view.draw(history, 20, 3)
    first = pixels(view)
    items = len(view.widget.plot.scene().items())
    view.draw(history, 35, 4)
    other = pixels(view)
    view.clear()
    assert pixels(view) == empty and view.list.count() == 0
    view.draw(history, 20, 3)
    assert pixels(view) == first
    assert len({empty, first, other}) == 3
    assert len(view.widget.plot.scene().items()) == items


def test_the_focus_is_seen_from_the_next_draw_on(open_board, histories):
    history = histories["hld_2006"]
    view = open_board(history.scenario)
    view.draw(history, 30)
    plain = pixels(view)
    view.dim(np.array([party.role == "source" for party in history.scenario.parties]))
    assert pixels(view) == plain
    view.draw(history, 30)
    assert pixels(view) != plain
    view.dim(None)
    view.draw(history, 30)
    assert pixels(view) == plain


@pytest.mark.parametrize("size", [(380, 260), (1000, 620)], ids=["small", "large"])
def test_the_tip_tells_of_the_level_under_the_mouse(open_board, histories, size):
    history = histories["hld_2006"]
    view = open_board(history.scenario, LIGHT, size=size)
    view.draw(history, 30, history.scenario.party_index["MEX"])
    boxes = cell_boxes(view.shown, *view.size)
    venue, hosted = view.shown.strips[0], boxes[0][2]
    for x, y in ((hosted.x + 4.0, hosted.y + 4.0), (hosted.x + 4.0, hosted.y - TITLE + 2.0)):
        tip = view.spot_at(view.scene_point(x, y)).tip
        assert f"Venue: {venue.cells[2].name}" in tip
        assert f"Wanted most by {venue.cells[2].wanted} of 192 member states" in tip
        assert "“State-hosted forum” stands here now" in tip
        assert f"Worth {venue.cells[2].value:.2f} to Mexico" in tip
    head = view.spot_at(view.scene_point(5.0, 5.0)).tip
    assert "State-hosted forum" in head and f"{len(view.shown.refusals)} of 192" in head
    assert view.spot_at(QPoint(-50, -50)).tip == ""


@pytest.mark.parametrize("size", [(190, 200), (370, 250), (700, 150), (1000, 600)])
def test_cells_lie_apart_inside_the_picture(histories, size):
    board = board_picture(histories["hld_2006"], 30)
    flat = [box for row in cell_boxes(board, *map(float, size)) for box in row]
    for n, box in enumerate(flat):
        assert 0 <= box.x and box.x + box.width <= size[0] + 1e-9
        assert box.y + box.height <= size[1] and box.height > 0
        assert not any(box.meets(other) for other in flat[n + 1 :])
    columns = len({row[0].x for row in cell_boxes(board, *map(float, size))})
    assert columns == (2 if size == (700, 150) else 1)


def test_a_name_on_the_list_selects_its_party(qtbot, open_board, histories):
    history = histories["hld_2006"]
    view = open_board(history.scenario, size=(1000, 620))
    view.draw(history, 30)
    row = view.list.visualItemRect(view.list.item(2)).center()
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert caught.args == [view.shown.refusals[2].party]
    view.draw(history, 30, caught.args[0])
    assert view.list.currentRow() == 2


def test_a_run_without_its_rules_says_that_nobody_was_asked(open_board):
    history = made_up_history(load_scenario("classroom_small"))
    view = open_board(history.scenario)
    view.draw(history, 15)
    assert view.shown.refusals is None
    assert "Not recorded" in view.heading.text()
    assert "not recorded" in view.sentence(history, 15)


def test_words_and_table_say_the_same(open_board, histories):
    history = histories["hld_2006"]
    view = open_board(history.scenario)
    board = board_picture(history, 30)
    told = view.sentence(history, 30)
    assert f"{len(board.refusals)} of 192 could not live with it" in told
    assert "Leading text: State-hosted forum" in told
    table = view.table(history, 30)
    cells = [cell for strip in board.strips for cell in strip.cells]
    assert [row[2] for row in table.rows] == [cell.wanted for cell in cells]
    assert all(sum(row[3:7]) == row[2] for row in table.rows)
    view.draw(history, 30)
    assert view.widget.copy_text() == table.text()


def test_a_scenario_without_parties_has_nobody_to_want_anything(qapp, histories):
    scenario = histories["classroom_small"].scenario
    assert IssueBoard().unavailable(scenario) is None
    assert "no parties" in IssueBoard().unavailable(replace(scenario, parties=()))


def test_a_closed_board_is_gone(qtbot, histories):
    history = histories["hld_2006"]
    view = IssueBoard()
    view.load(history.scenario, LIGHT)
    view.draw(history, 30, NOBODY)
    gone = weakref.ref(view), weakref.ref(view.widget)
    view.widget.close()
    view.widget.deleteLater()
    del view
    qtbot.wait(1)
    gc.collect()
    assert [ref() for ref in gone] == [None, None]
