"""Bargains: what is on record is counted, drawn once, and told apart by more than colour."""

import gc
import weakref
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from hldsim.domain.events import Event
from hldsim.record.history import History
from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from hldsim.table.state import backed_proposal
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.bargains import BargainsView
from hldsim_ui.views.bargains_data import bargains
from hldsim_ui.views.bargains_items import happened_now, line_pen, times
from hldsim_ui.views.bargains_layout import lay_out
from tests.report.made_up import made_up_history
from tests.ui.conftest import pixels

UN, HOSTED, REGIONAL = "un_embedded", "informal_hosted", "regional_processes"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


def with_events(plain, more):
    """The same history with events added to some rounds."""
    made = History(plain.scenario, plain.inputs, plain.seed)
    for snapshot in plain:
        added = tuple(event for event in more if event.k == snapshot.k)
        made.append(replace(snapshot, events=(*snapshot.events, *added)))
    return made


def bargain(k, kind, proposal, other, movers=None):
    fields = {"proposal": proposal, "other": other}
    return Event(kind, k, fields=fields if movers is None else {**fields, "movers": movers})


def revised(k, proposal, reason, issue="authority", to="exchange"):
    fields = {"proposal": proposal, "issue": issue, "level_from": "x", "level_to": to}
    return Event("revised", k, fields={**fields, "reason": reason, "cost": 0.0})


def wish(k, party, wanted, stated="noncommittal"):
    fields = {"stated": stated, "themes": "", "wish": wanted}
    return Event("statement", k, party, fields=fields)


@pytest.fixture(scope="module")
def events(scenario):
    index = scenario.party_index
    return (
        wish(4, index["MEX"], "continuity=standing"),
        wish(5, index["BGD"], "continuity=standing"),
        wish(5, index["MAR"], "authority=joint_programme"),
        wish(6, index["MEX"], "authority=joint_programme"),  # speaks again: the last word counts
        wish(6, index["IND"], "authority=joint_programme", stated=UN),  # names a design
        wish(6, index["PHL"], "authority=no_such_level"),
        bargain(17, "merged", HOSTED, UN, 25),
        revised(17, HOSTED, "bargain"),
        bargain(21, "bargain_refused", HOSTED, UN),
        bargain(25, "bargain_refused", UN, HOSTED),
        bargain(29, "bargain_refused", HOSTED, REGIONAL),
        revised(18, UN, "backers"),
        revised(36, HOSTED, "chair"),
        revised(37, HOSTED, "chair", "continuity", "standing"),
        Event("split", 19, -1, 0, {"proposal": UN, "leavers": 3}),
    )


@pytest.fixture(scope="module")
def history(scenario, events):
    plain = made_up_history(scenario)
    silent = History(scenario, plain.inputs, plain.seed)  # their wishes are ours to make
    for snapshot in plain:
        kept = tuple(event for event in snapshot.events if event.kind != "statement")
        silent.append(replace(snapshot, events=kept))
    return with_events(silent, events)


@pytest.fixture
def view(open_view, scenario):
    return open_view(BargainsView, scenario, size=(900, 480))


def test_pairs_are_counted_whoever_asked(history, scenario):
    seen = bargains(history, 40)
    d = scenario.proposal_index
    found = {(t.a, t.b): (t.asked, len(t.agreed), len(t.refused), t.moved) for t in seen.ties}
    assert found == {(d[UN], d[HOSTED]): (3, 1, 2, 25), (d[HOSTED], d[REGIONAL]): (1, 0, 1, 0)}
    assert (seen.agreed, seen.refused, seen.moved) == (1, 3, 25)


@pytest.mark.parametrize("k", [0, 16, 17, 24, 36])
def test_only_what_has_happened_is_counted(history, events, k):
    seen = bargains(history, k)
    kinds = Counter(event.kind for event in events if event.k <= k)
    assert seen.agreed == kinds["merged"] and seen.refused == kinds["bargain_refused"]
    assert sum(len(node.changes) for node in seen.nodes) == kinds["revised"]
    assert seen.walked == 3 * kinds["split"]


def test_texts_are_changed_by_backers_bargains_and_the_chair(history, scenario):
    seen = bargains(history, 40)
    by = {node.d: Counter(e.fields["reason"] for e in node.changes) for node in seen.nodes}
    assert by[scenario.proposal_index[HOSTED]] == {"bargain": 1, "chair": 2}
    assert by[scenario.proposal_index[UN]] == {"backers": 1}
    assert seen.changed_by("chair") == 2


def test_nodes_hold_every_member_state_once(history):
    seen = bargains(history, 33)
    backed = backed_proposal(history[33].state)
    members = np.flatnonzero(history.inputs.member_p).tolist()
    for node in (*seen.nodes, seen.rest):
        assert sorted(node.party_a) == [p for p in members if backed[p] == node.d]
    assert sum(node.count for node in (*seen.nodes, seen.rest)) == seen.members


def test_conditions_are_last_words_of_those_who_named_no_design(history, scenario):
    seen = bargains(history, 40)
    space, index = scenario.space, scenario.party_index
    found = {
        (space.issues[c.issue].id, space.issues[c.issue].levels[c.level].id): c
        for c in seen.conditions
    }
    assert {key: set(c.party_a) for key, c in found.items()} == {
        ("authority", "joint_programme"): {index["MAR"], index["MEX"]},
        ("continuity", "standing"): {index["BGD"]},
    }
    state = history[40].state
    backed = backed_proposal(state)
    for condition in seen.conditions:
        assert condition.waiting == sum(backed[p] < 0 for p in condition.party_a)
        expected = [
            int(state.origin_c[c])
            for c in range(state.n_coalitions)
            if state.platform_ci[c, condition.issue] == condition.level
        ]
        assert list(condition.met) == expected
    assert seen.named == 3


def test_a_real_run_is_counted_as_its_record_says():
    session = Session.open(load_scenario("classroom_small"), 1)
    while session.history.last < session.history.scenario.rounds:
        session.advance()
    history = session.history
    kinds = Counter(event.kind for event in history.events())
    seen = bargains(history, history.last)
    assert kinds["merged"] + kinds["bargain_refused"] > 0
    assert (seen.agreed, seen.refused) == (kinds["merged"], kinds["bargain_refused"])
    assert sum(len(node.changes) for node in seen.nodes) == kinds["revised"]


def test_focus_counts_and_loses_nobody(history, scenario):
    kept = np.array([party.region == scenario.parties[0].region for party in scenario.parties])
    all_of, seen = bargains(history, 40), bargains(history, 40, kept)
    for whole, part in zip(all_of.nodes, seen.nodes, strict=True):
        assert sorted(part.party_a) == sorted(whole.party_a)
        assert part.kept == int(kept[list(part.party_a)].sum())
        assert kept[list(part.party_a[: part.kept])].all()


@pytest.mark.parametrize(
    "size", [(200, 200), (380, 260), (620, 300), (900, 180), (300, 560), (1000, 600), (1900, 500)]
)
@pytest.mark.parametrize("line", [12.0, 19.0])
def test_everything_stands_inside_the_picture(history, size, line):
    seen = bargains(history, 40)
    places = lay_out(seen, *size, line)
    if size[1] > 9 * line:
        for (x, y), radius in zip(places.centre, places.radius, strict=True):
            assert radius <= x <= places.width - radius and radius <= y <= size[1] - radius
        for strand in places.lines:
            assert strand.points[:, 1].min() >= 0.0 and strand.points[:, 1].max() <= size[1]
    for row in places.rows:
        assert row.box.y + row.box.height <= size[1] - line
    shown = sum(row.condition is not None for row in places.rows)
    assert places.list is None or shown + places.left_out == len(seen.conditions)


def test_in_a_low_picture_the_uncommitted_stand_in_the_row(history):
    seen = bargains(history, 40)
    low, high = (lay_out(seen, 900.0, size, 13.0) for size in (180.0, 480.0))
    assert low.low and low.centre[-1][1] == low.centre[0][1]
    assert not high.low and high.centre[-1][1] > high.centre[0][1]
    assert {line.kind for line in low.lines} == {"agreed", "refused", "walked"}


def test_discs_are_as_large_as_coalitions(history):
    seen = bargains(history, 40)
    places = lay_out(seen, 900.0, 500.0, 13.0)
    sizes = [node.count for node in (*seen.nodes, seen.rest)]
    area = [radius**2 / size for radius, size in zip(places.radius, sizes, strict=True) if size > 9]
    assert len(area) > 2 and max(area) == pytest.approx(min(area))


def test_kinds_of_lines_differ_by_their_dashes():
    kinds = ("agreed", "refused", "walked")
    assert len({tuple(line_pen(LIGHT, kind).dashPattern()) for kind in kinds}) == 3
    assert line_pen(LIGHT, "agreed", 9).widthF() > line_pen(LIGHT, "agreed", 1).widthF()


def test_lines_say_how_often_and_whether_it_was_this_round(history):
    for k, expected in ((36, {"chair": (1, True)}), (40, {"chair": (2, False)})):
        seen = bargains(history, k)
        places = lay_out(seen, 900.0, 500.0, 13.0)
        found = {s.kind: (times(s, seen), happened_now(s, seen)) for s in places.lines}
        assert found["chair"] == expected["chair"] and found["walked"] == (3, False)
        kinds = Counter(s.kind for s in places.lines)
        assert kinds == {"agreed": 1, "refused": 2, "chair": 1, "walked": 1}


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


def test_before_the_first_bargain_it_says_so(view, history):
    view.draw(history, 10)
    assert not view.shown.ties and "tried 0" in view.sentence(history, 10)


def test_a_click_on_an_arc_tells_the_round_it_last_happened_in(qtbot, view, history):
    view.draw(history, 40, 3)
    places = view._places(*view.size)
    strand = next(s for s in places.lines if s.kind == "refused" and s.tie.asked == 3)
    x, y = strand.points[6]
    assert places.line_at(x, y) is strand
    plot = view.widget.plot
    with (
        qtbot.assertNotEmitted(view.picked),
        qtbot.waitSignal(view.round_picked, timeout=2000) as caught,
    ):
        where = plot.mapFromScene(view.scene_point(x, y))
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert caught.args == [25]
    tip = view.spot(x, y, *view.size).tip
    assert "asked 3, agreed 1, refused 2" in tip and "Round 17" in tip


def test_a_click_on_a_condition_of_one_selects_it(qtbot, view, history, scenario):
    view.draw(history, 40)
    row = next(r for r in view._places(*view.size).rows if r.condition and r.condition.count == 1)
    x, y = row.box.x + 30.0, row.box.y + row.box.height / 2.0
    assert "Bangladesh" in view.spot(x, y, *view.size).tip
    plot = view.widget.plot
    with qtbot.waitSignal(view.picked, timeout=2000) as caught:
        where = plot.mapFromScene(view.scene_point(x, y))
        qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert caught.args == [scenario.party_index["BGD"]]
    assert view.spot_at(QPointF(-50.0, -50.0)).tip == ""


def test_a_disc_names_its_states(view, history):
    view.draw(history, 40)
    places = view._places(*view.size)
    largest = max(range(len(view.shown.nodes)), key=lambda n: view.shown.nodes[n].count)
    tip = view.spot(*places.centre[largest], *view.size).tip
    node = view.shown.nodes[largest]
    assert f"{node.count} back" in tip and f"and {node.count - 12} more" in tip
    rest = view.spot(*places.centre[-1], *view.size).tip
    assert "uncommitted" in rest and "Joint programme" in rest


def test_table_and_sentence_say_the_same(view, history, events):
    view.draw(history, 40)
    rows = view.table(history, 40).rows
    backing = [row for row in rows if row[1] == "Backing"]
    assert sum(row[-1] for row in backing) == view.shown.members
    rows = rows[len(backing) :]
    told = [event for event in events if event.kind != "statement"]
    assert [row[0] for row in rows if row[0] is not None] == sorted(event.k for event in told)
    assert [row[-1] for row in rows if row[0] is None] == [c.count for c in view.shown.conditions]
    said = view.sentence(history, 40)
    assert "tried 4" in said and "agreed 1" in said and "refused 3" in said and "(2)" in said
    assert view.widget.copy_text() == view.table(history, 40).text()


def test_a_scenario_without_competing_designs_says_so(view, scenario):
    assert "no competing designs" in view.unavailable(replace(scenario, proposals=()))
    assert view.unavailable(scenario) is None


def test_a_closed_view_is_gone(qtbot, scenario, history):
    made = BargainsView()
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
