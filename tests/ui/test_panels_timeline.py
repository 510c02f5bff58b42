"""The timeline: marks, notes, tips, and jumping from turn to turn."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from hldsim.domain.events import Event
from hldsim.record.futures import Future, FuturesSummary
from hldsim.record.history import History, Snapshot
from hldsim.report.happened import TURNS, rounds_of
from hldsim.scenario.load import load_scenario
from hldsim_ui.board import Shown
from hldsim_ui.panels.timeline import Timeline
from hldsim_ui.panels.timeline_marks import MARKED, draw_mark, marks_of, tip
from hldsim_ui.theme import LIGHT
from tests.report.made_up import made_up_history

MEXICO = "MEX"


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("classroom_small")


@pytest.fixture(scope="module")
def history(scenario):
    """Made up, with a merger in 4 and 9, a change in 5, and no agreement in 10 after a change."""
    made = made_up_history(scenario, rounds=12)
    extra = {
        4: [Event("merged", 4, fields={"proposal": "un_embedded", "other": "x", "movers": 2})],
        5: [Event("intervened", 5, fields={"path": "a.b", "value": 1})],
        9: [Event("merged", 9, fields={"proposal": "un_embedded", "other": "x", "movers": 1})],
        10: [Event("no_agreement", 10), Event("intervened", 10, fields={})],
    }
    history = History(scenario, made.inputs, 1)
    for snap in made:
        kept = tuple(e for e in snap.events if e.kind != "merged")
        events = (*kept, *extra.get(snap.k, ()))
        history.append(Snapshot(snap.k, snap.phase, snap.state, events, snap.digest))
    return history


@pytest.fixture
def shown(scenario, history):
    futures = FuturesSummary(19, (Future(0, last=12),), notes={3: "a <note>"})
    return Shown(scenario=scenario, history=history, k=6, last=12, futures=futures)


@pytest.fixture
def timeline(qtbot, shown):
    made = Timeline()
    qtbot.addWidget(made)
    made.dress(LIGHT)
    made.resize(1280, 60)
    with qtbot.waitExposed(made):
        made.show()
    made.show_state(shown)
    return made


@pytest.fixture
def wanted(timeline):
    asked = []
    timeline.wanted.connect(asked.append)
    return asked


def turn(name):
    return next(turn for turn in TURNS if turn.name == name)


# ---------------------------------------------------------------- marks and tips


def test_what_decides_comes_before_what_was_changed(shown):
    assert marks_of(shown) == {5: "intervened", 10: "no_agreement"}
    assert marks_of(Shown()) == {}


def test_each_kind_of_mark_has_a_shape_of_its_own(qtbot):
    from PySide6.QtGui import QColor, QImage, QPainter

    one_colour = QColor("#1d5fc4")
    palette = replace(LIGHT, accent=one_colour, danger=one_colour, good=one_colour)
    seen = set()
    for kind in MARKED:
        image = QImage(20, 20, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        draw_mark(painter, kind, QPointF(10, 10), palette)
        painter.end()
        seen.add(bytes(image.constBits()))
    assert len(seen) == len(MARKED)


def test_notes_stand_on_the_bar(timeline, shown):
    assert timeline.scrubber.notes == (3,)
    with_note = timeline.scrubber.grab().toImage()
    timeline.show_state(replace(shown, futures=None))
    assert timeline.scrubber.notes == ()
    assert timeline.scrubber.grab().toImage() != with_note


def test_tips_say_what_happened(shown):
    said = tip(shown, 4, "Plenary")
    assert said.startswith("<b>Round 4 · Plenary</b><br>")
    assert "agree on one design; 2 move over" in said
    assert tip(shown, 0, "") == "<b>Before the first round</b>"
    assert tip(shown, 13, "Adoption").endswith("Not played yet")
    assert "Note: a &lt;note&gt;" in tip(shown, 3, "")
    assert "Note" not in tip(replace(shown, futures=None), 3, "")


def test_hovering_shows_the_tip_of_the_round_below(timeline, shown):
    bar = timeline.scrubber
    for k in (4, 12, 4):
        spot = QPointF(bar.x_of(k), 30.0)
        move = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            spot,
            bar.mapToGlobal(spot),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
        )
        bar.mouseMoveEvent(move)
        assert bar.toolTip() == tip(shown, k, bar.phase_at(k))


def test_a_note_written_meanwhile_is_in_the_tip(timeline, shown):
    bar = timeline.scrubber
    notes = FuturesSummary(19, (Future(0, last=12),), notes={4: "new"})
    spot = QPointF(bar.x_of(4), 30.0)
    for state in (shown, replace(shown, futures=notes)):
        timeline.show_state(state)
        bar.mouseMoveEvent(
            QMouseEvent(
                QMouseEvent.Type.MouseMove,
                spot,
                bar.mapToGlobal(spot),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )
    assert "Note: new" in bar.toolTip()


# ---------------------------------------------------------------- turns


def test_it_jumps_to_the_turn_after_and_before(timeline, shown, wanted):
    timeline.turns.choose(turn("merged"))
    timeline.turns.buttons["turn_on"].click()
    timeline.turns.buttons["turn_back"].click()
    assert wanted == [9, 4]
    timeline.show_state(replace(shown, k=9))
    assert not timeline.turns.buttons["turn_on"].isEnabled()
    assert timeline.turns.buttons["turn_back"].isEnabled()


def test_where_there_is_none_it_says_so(timeline, shown, wanted):
    told = []
    timeline.told.connect(lambda role, text: told.append(text))
    timeline.turns.choose(turn("merged"))
    timeline.show_state(replace(shown, k=9))
    timeline.turns.jump(1)
    timeline.turns.choose(turn("spoke"))
    timeline.turns.jump(-1)
    assert told == [
        "No later round with: mergers",
        "Select a state first: statements of the selected state are looked for",
    ]
    assert wanted == []


def test_turns_of_the_selected_state_follow_the_selection(timeline, shown, history, wanted):
    timeline.turns.choose(turn("selected"))
    for party in range(len(history.scenario.parties)):
        timeline.show_state(replace(shown, k=0, selected=party))
        rounds = [k for k in rounds_of(history, turn("selected"), 12, party) if k > 0]
        wanted.clear()
        timeline.turns.jump(1)
        assert wanted == rounds[:1]


def test_rounds_not_shown_yet_are_not_jumped_to(timeline, shown, wanted):
    timeline.turns.choose(turn("merged"))
    timeline.show_state(replace(shown, last=8))
    timeline.turns.jump(1)
    assert wanted == []


def test_the_menu_offers_every_kind_and_marks_the_one_chosen(timeline):
    actions = [a for a in timeline.turns.menu.actions() if not a.isSeparator()]
    assert [action.data() for action in actions] == [one.name for one in TURNS]
    actions[3].trigger()
    assert timeline.turns.turn is TURNS[3]
    assert [a.data() for a in actions if a.isChecked()] == [TURNS[3].name]
    assert TURNS[3].label in timeline.turns.kind.toolTip()


@pytest.mark.parametrize(("width", "there"), [(800, False), (1280, True), (1900, True)])
def test_jumping_gives_way_where_there_is_no_room(timeline, width, there):
    timeline.resize(width, 60)
    assert timeline.width() == width
    assert timeline.turns.isVisible() == there
    assert timeline.scrubber.width() >= 240


def test_before_a_run_is_open_nothing_can_be_jumped_to(qtbot):
    empty = Timeline()
    qtbot.addWidget(empty)
    empty.dress(LIGHT)
    empty.show_state(Shown())
    assert not any(button.isEnabled() for button in empty.turns.buttons.values())
    empty.turns.jump(1)  # says nothing: there is nothing to say it of
