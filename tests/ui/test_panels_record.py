"""The record of the meeting: every event a sentence, none twice, fast, and copied as shown."""

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from hldsim.domain.events import Event
from hldsim.record.history import History, Snapshot
from hldsim.report.sentences import sentence
from hldsim.scenario.load import load_scenario
from hldsim_ui.panels.meeting_record import MeetingRecord
from hldsim_ui.theme import LIGHT
from tests.report.made_up import made_up_history


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@pytest.fixture
def panel(qtbot, scenario):
    panel = MeetingRecord()
    qtbot.addWidget(panel)
    panel.load(scenario, LIGHT)
    panel.resize(380, 400)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def told(panel):
    rows = (panel.rows.row(n) for n in range(panel.rows.rowCount()))
    return [row.words for row in rows if row.event is not None]


def test_it_tells_every_event_up_to_the_round(panel, history, scenario):
    for k in (0, 5, history.last, 12):
        panel.draw(history, k)
        assert told(panel) == [sentence(event, scenario) for event in history.events(k)]


def test_rounds_have_headings(panel, history):
    panel.draw(history, 11)
    heads = [
        row.words for row in map(panel.rows.row, range(panel.rows.rowCount())) if row.event is None
    ]
    assert "Round 3 · Plenary" in heads
    assert "Round 11 · Round tables" in heads


def test_it_filters_by_kind_by_words_and_by_party(panel, history, scenario):
    panel.draw(history, history.last)
    everything = told(panel)
    panel.kind.setCurrentIndex(panel.kind.findData("statement"))
    statements = told(panel)
    assert statements
    assert len(statements) == sum(e.kind == "statement" for e in history.events())
    panel.kind.setCurrentIndex(0)
    party = next(e.party for e in history.events() if e.kind == "statement")
    name = scenario.parties[party].name
    panel.words.setText(name.upper())
    assert all(name in line for line in told(panel))
    panel.words.clear()
    panel.only.setChecked(True)
    panel.draw(history, history.last, party)
    assert told(panel) == [sentence(e, scenario) for e in history.events() if e.party == party]
    panel.only.setChecked(False)
    assert told(panel) == everything


def test_another_branch_is_told_anew(panel, history, scenario):
    panel.draw(history, 20)
    other = made_up_history(scenario, seed=8)
    panel.draw(other, 20)
    assert told(panel) == [sentence(event, scenario) for event in other.events(20)]


def test_it_follows_only_from_the_end(panel, history, qtbot):
    bar = panel.list.verticalScrollBar()
    panel.draw(history, 10)
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    panel.draw(history, 12)
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    bar.setValue(3)
    panel.draw(history, 14)
    qtbot.wait(10)
    assert bar.value() == 3


def test_a_click_on_a_line_selects_its_party(panel, history, qtbot):
    panel.draw(history, 3)
    n = next(n for n in range(panel.rows.rowCount()) if panel.rows.row(n).party >= 0)
    index = panel.rows.index(n)
    panel.list.scrollTo(index)
    spot = panel.list.visualRect(index).center()
    with qtbot.waitSignal(panel.picked, timeout=2000) as caught:
        qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert caught.args == [panel.rows.row(n).party]
    assert panel.whole.text() == panel.rows.row(n).words


def test_lines_are_copied_in_order(panel, history):
    panel.draw(history, 3)
    panel.list.selectAll()
    panel.copy_lines()
    assert QGuiApplication.clipboard().text().splitlines() == told(panel)
    panel.copy_all()
    assert QGuiApplication.clipboard().text().splitlines() == panel.rows.words()


def test_cleared_it_is_empty(panel, history):
    panel.draw(history, 3)
    panel.clear()
    assert panel.rows.rowCount() == 0


def test_thousands_of_lines_are_no_burden(panel, scenario, history, capsys):
    long = History(scenario, history.inputs, 1)
    long.append(history[0])
    fields = {"proposal": "un_embedded", "from": None}
    for k in range(1, 101):
        events = tuple(Event("joined", k, n, 0, fields) for n in range(50))
        long.append(Snapshot(k, "consultations", history[0].state, events, str(k)))
    start = time.perf_counter()
    for k in range(101):
        panel.draw(long, k)
    with capsys.disabled():
        print(f"\nrecord: {10 * (time.perf_counter() - start):.1f} ms a round, 5,000 lines at last")
    assert len(told(panel)) == 5000


def test_at_the_end_it_stays_there_in_any_height(panel, history, qtbot):
    bar = panel.list.verticalScrollBar()
    panel.draw(history, 12)
    for height in (700, 200, 520, 300):
        panel.resize(380, height)
        qtbot.waitUntil(lambda: bar.maximum() > 0 and bar.value() == bar.maximum())


def test_proposals_put_after_the_forum_have_no_coalition_s_colour(panel, scenario):
    told = [Event("put", 40, -1, -1, {"proposal": p.id, "rule": "x"}) for p in scenario.proposals]
    nobody = panel.rows._dot(Event("no_agreement", 40))
    rings = [panel.rows._dot(event) is nobody for event in told]
    assert rings == [proposal.kind != "forum" for proposal in scenario.proposals]
