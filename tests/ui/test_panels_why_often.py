"""How often: shares of many runs, counted beside the window, once for all parties."""

import threading

import numpy as np
import pytest

from hldsim.analysis.intervals import wilson
from hldsim.experiments.ensemble import ensemble
from hldsim.scenario.paths import with_settings
from hldsim_ui.panels.inspector import Inspector
from hldsim_ui.panels.why_counts import SEED, Counter, Wanted
from hldsim_ui.theme import LIGHT
from tests.session.scene import classroom, opened, play

RUNS = 12
PATIENCE = 30_000
PATH = "parties[USA].salience.venue"


@pytest.fixture(scope="module")
def plain():
    return ensemble(classroom(), runs=RUNS, seed=SEED)


@pytest.fixture(scope="module")
def run():
    with opened() as session:
        play(session, 5)
        yield session


@pytest.fixture
def inspector(qtbot, run):
    panel = Inspector(counter=Counter(RUNS, workers=1))
    qtbot.addWidget(panel)
    panel.load(run.scenario, LIGHT)
    panel.show()
    panel.draw(run.history, 5, 3)
    return panel


def counted(counter, wanted):
    counter.start(wanted)
    assert counter.wait(60.0)
    return counter.known(wanted)


def test_shares_are_those_of_the_ensemble_with_their_wilson_interval(plain):
    counter = Counter(RUNS, workers=1)
    found = counted(counter, Wanted(classroom()))
    rows = plain.as_json()["parties"]
    for party, row in enumerate(rows):
        for share in found.states(party):
            assert share.share == row["stated"][share.option]
        for share in found.backs(party):
            assert share.share == row["membership"][share.option]
            hits = round(share.share * RUNS)
            assert (share.low, share.high) == wilson(hits, RUNS)
        assert sum(share.share for share in found.states(party)) == pytest.approx(1.0)


def test_processes_count_the_same(plain):
    found = counted(Counter(RUNS, workers=2), Wanted(classroom()))
    np.testing.assert_array_equal(found.stated_rp, plain.summary.stated_rp)


def test_changes_are_settings_from_the_start():
    counter = Counter(RUNS, workers=1)
    found = counted(counter, Wanted(classroom(), ((PATH, 0.05), (PATH, 0.9))))
    changed = ensemble(with_settings(classroom(), {PATH: 0.9}), runs=RUNS, seed=SEED)
    np.testing.assert_array_equal(found.backed_rp, changed.summary.backed_rp)
    assert found.refused == ""


def test_changes_that_cannot_be_made_at_the_start_are_said_and_left_out(plain):
    counter = Counter(RUNS, workers=1)
    found = counted(counter, Wanted(classroom(), (("parties[XXX].salience.venue", 0.5),)))
    assert "XXX" in found.refused
    np.testing.assert_array_equal(found.backed_rp, plain.summary.backed_rp)


def test_what_was_counted_is_not_counted_again(monkeypatch):
    counter, wanted = Counter(RUNS, workers=1), Wanted(classroom())
    first = counted(counter, wanted)
    monkeypatch.setattr(threading.Thread, "start", lambda self: pytest.fail("counted again"))
    counter.start(Wanted(classroom()))
    assert counter.known(Wanted(classroom())) is first
    assert counter.known(Wanted(classroom(), ((PATH, 0.5),))) is None


def test_stopping_keeps_the_runs_that_are_finished(plain):
    counter, wanted = Counter(RUNS, workers=1), Wanted(classroom())
    seen = []

    def stop(done, runs, left):
        seen.append(done)
        counter.cancel()
        Counter._progress(counter, done, runs, left)

    counter._progress = stop
    found = counted(counter, wanted)
    assert seen and found.runs == seen[-1] < RUNS
    np.testing.assert_array_equal(found.backed_rp, plain.summary.backed_rp[: found.runs])
    del counter._progress
    assert counted(counter, wanted).runs == RUNS  # asked again, all are made


def test_the_button_counts_once_and_every_party_profits(qtbot, inspector, run, plain):
    section = inspector.page.often
    assert section.ask.text() == f"How often? ({RUNS} runs)" and section.states.isHidden()
    section.ask.click()
    assert section.ask.text() == "Stop"
    qtbot.waitUntil(lambda: not inspector.counter.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: section.ask.isHidden(), timeout=PATIENCE)
    rows = plain.as_json()["parties"]
    for party in (3, 4, 7):
        inspector.draw(run.history, 5, party)
        shown = [bars[0].value for bars in section.backs.bars]
        assert shown == pytest.approx(list_of(rows[party]["membership"], run.scenario))
        low, high = wilson(round(shown[0] * RUNS), RUNS)
        number = f"{100 * shown[0]:.0f} % ({100 * low:.0f}–{100 * high:.0f} %)"
        assert section.backs.numbers[0].text() == number
    assert f"{RUNS} runs, as the scenario has it" in section.about.text()


def test_a_change_made_since_asks_anew(qtbot, inspector, run):
    section = inspector.page.often
    section.ask.click()
    qtbot.waitUntil(lambda: section.ask.isHidden(), timeout=PATIENCE)
    inspector.set_changes(lambda: (((PATH, 0.9),), 2))
    inspector.draw(run.history, 5, 3)
    assert not section.ask.isHidden() and section.states.isHidden()
    section.ask.click()
    qtbot.waitUntil(lambda: section.ask.isHidden(), timeout=PATIENCE)
    said = section.about.text()
    assert "with your changes in force from the start (1)" in said and "left out (2)" in said
    inspector.set_changes(lambda: None)  # the session is at work: what it said last holds
    assert section.ask.isHidden()


def test_a_known_position_is_said_to_be_imposed(qtbot, inspector, run):
    section = inspector.page.often
    section.ask.click()
    qtbot.waitUntil(lambda: section.ask.isHidden(), timeout=PATIENCE)
    for party, one in enumerate(run.scenario.parties):
        inspector.draw(run.history, 5, party)
        assert ("is imposed" in section.about.text()) == (one.position is not None)


def test_what_fails_is_said(qtbot, inspector, monkeypatch):
    from hldsim.errors import HldsimError

    def broken(*args, **kwargs):
        raise HldsimError("no such thing")

    monkeypatch.setattr("hldsim.experiments.ensemble.ensemble", broken)
    section = inspector.page.often
    section.ask.click()
    qtbot.waitUntil(lambda: "no such thing" in section.about.text(), timeout=PATIENCE)


def list_of(shares, scenario):
    forum = [p.id for p in scenario.proposals if p.kind == "forum"]
    return [shares[name] for name in (*forum, "uncommitted")]
