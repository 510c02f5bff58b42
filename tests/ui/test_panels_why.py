"""The why of one state: over time, what would change its mind, whom it follows."""

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from hldsim.engine.explain import Tie
from hldsim.engine.flip import Flip, Flips
from hldsim_ui.panels.inspector import Inspector
from hldsim_ui.panels.why_flips import FIRST
from hldsim_ui.panels.why_words import (
    does,
    flip_sentence,
    flips_heading,
    follow_sentence,
    nothing_sentence,
)
from hldsim_ui.panels.why_worths import Worths
from hldsim_ui.theme import DARK, LIGHT
from tests.session.scene import classroom, opened, play, set_

PATIENCE = 10_000


@pytest.fixture(scope="module")
def run():
    with opened() as session:
        play(session)
        yield session


@pytest.fixture
def inspector(qtbot, run):
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.resize(330, 700)
    panel.set_explainer(run.explain)
    panel.set_flipper(lambda party, k, then: then(run.flips(party, k)))
    panel.load(run.scenario, LIGHT)
    panel.show()
    return panel


def acted_rounds(run, party):
    rounds = range(1, run.history.last + 1)
    return [k for k in rounds if run.flips(party, k).acted and not run.flips(party, k).states]


# ------------------------------------------------------------------ over time


def test_worth_over_time_is_what_each_round_explains(qtbot, inspector, run):
    inspector.draw(run.history, 9, 3)
    section = inspector.page.over_time
    qtbot.waitUntil(lambda: not section.worths.missing, timeout=PATIENCE)
    shown = section.shown
    for k in range(1, run.history.last + 1):
        why = run.explain(3, k)
        assert [shown.options[n] for n in range(len(why.options))] == list(why.options)
        np.testing.assert_array_equal(shown.worth_ko[k], why.worth)
        chose = why.acted and why.phase != "plenary"  # a statement is not chosen by worth
        assert (shown.acted_k[k], shown.choice_k[k]) == (chose, why.choice)
    for n, line in enumerate(section._lines):
        x, y = line.getData()
        np.testing.assert_array_equal(y, shown.worth_ko[:, n])
    chosen = np.flatnonzero(shown.acted_k)
    x, y = section._dots.getData()
    assert x.tolist() == chosen.tolist()
    assert y.tolist() == shown.worth_ko[chosen, shown.choice_k[chosen]].tolist()
    assert section._cursor.value() == 9
    worth = run.explain(3, 9).worth
    assert [label.text() for label in section._numbers] == [f"{w:+.3f}" for w in worth]


def test_a_round_not_chosen_in_leads_to_the_last_that_was(qtbot, inspector, run):
    party = next(p for p in range(12) if len(acted_rounds(run, p)) >= 2)
    first, second = acted_rounds(run, party)[:2]
    section = inspector.page.over_time
    inspector.draw(run.history, second, party)
    qtbot.waitUntil(lambda: not section.worths.missing, timeout=PATIENCE)
    assert section.last.isHidden()
    assert section.last_choice(second - 1) == first
    idle = next(k for k in range(first + 1, run.history.last) if k not in acted_rounds(run, party))
    inspector.draw(run.history, idle, party)
    assert not section.last.isHidden()
    with qtbot.waitSignal(inspector.round_picked, timeout=PATIENCE) as told:
        section.last.linkActivated.emit(str(section.last_choice(idle)))
    assert told.args == [max(k for k in acted_rounds(run, party) if k <= idle)]


def test_it_computes_a_little_at_a_time_and_drops_what_another_branch_changed(run):
    asked = []

    def explain(party, k):
        asked.append(k)
        return run.explain(party, k)

    worths = Worths()
    worths.explain = explain
    worths.want(run.history, 2)
    assert worths.work(0.0) and asked == [run.history.last]  # one a turn, the newest first
    while worths.work(0.0):
        pass
    assert sorted(asked) == list(range(1, run.history.last + 1))
    with opened() as other:
        play(other, 6)
        other.apply(set_("parties[USA].salience.venue", 0.9))
        play(other)
        worths.want(other.history, 2)
        assert worths.missing == list(range(other.history.last, 0, -1))  # another run: all anew
        worths.explain = other.explain
        worths.work(60.0)
        other.fork(8, "later")
        other.apply(set_("parties[USA].salience.venue", 0.1))
        other.advance()
        worths.want(other.history, 2)
        assert worths.missing == [9]


def test_a_session_at_work_is_asked_again(run):
    answers = [None, None]
    worths = Worths()
    worths.explain = lambda party, k: answers.pop() if answers else run.explain(party, k)
    worths.want(run.history, 1)
    assert worths.work(60.0) and worths.work(60.0)
    assert not worths.over_time().known
    assert not worths.work(60.0) and worths.over_time().known


# ------------------------------------------------------------------ what would change its mind


def test_each_sentence_of_the_least_changes_has_a_button_that_tries_it(qtbot, inspector, run):
    party, k = next(
        (p, k)
        for p in range(12)
        for k in acted_rounds(run, p)
        if sum(row.checked and bool(row.path) for row in run.flips(p, k).rows) >= 2
    )
    inspector.draw(run.history, k, party)
    section = inspector.page.flips
    qtbot.waitUntil(lambda: section.shown is not None, timeout=PATIENCE)
    flips = run.flips(party, k)
    found = [row for row in flips.rows if row.becomes]
    said = [label.text() for label in section.sentences]
    assert said == [flip_sentence(row, flips, run.scenario) for row in found[:FIRST]]
    heard = []
    inspector.round_picked.connect(lambda k: heard.append(k))
    inspector.applied.connect(lambda path, value: heard.append((path, value)))
    inspector.stepped.connect(lambda: heard.append("step"))
    tried = next(row for row in found if row.path and row.checked)
    section.buttons[0].click()
    assert heard == [k - 1, (tried.path, tried.to), "step"]
    if len(found) > FIRST:
        section.more.click()
        assert len(section.sentences) == len(found) and section.more.isHidden()


def test_one_that_did_not_choose_has_nothing_to_try(qtbot, inspector, run):
    party = 3
    k = next(k for k in range(1, run.history.last) if not run.flips(party, k).acted)
    inspector.draw(run.history, k, party)
    section = inspector.page.flips
    qtbot.waitUntil(lambda: section.shown is not None, timeout=PATIENCE)
    assert "did not choose" in section.about.text() and section.buttons == []


def test_an_answer_that_comes_too_late_is_not_shown(qtbot, run):
    later = []
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.set_flipper(lambda party, k, then: later.append((party, then)))
    panel.load(run.scenario, LIGHT)
    panel.show()
    for party in (1, 2):
        panel.draw(run.history, 5, party)
        qtbot.waitUntil(lambda n=party: len(later) == n, timeout=PATIENCE)
    later[0][1](run.flips(1, 5))
    assert panel.page.flips.shown is None
    later[1][1](run.flips(2, 5))
    assert panel.page.flips.shown.party == 2


def test_before_the_first_round_nothing_is_chosen(inspector, run):
    inspector.draw(run.history, 4, 3)
    assert inspector.page.flips._timer.isActive()
    inspector.draw(run.history, 0, 3)
    assert not inspector.page.flips._timer.isActive()
    assert "before the first round" in inspector.page.flips.about.text()
    inspector.set_flipper(None)
    inspector.draw(run.history, 4, 3)
    assert "Not known" in inspector.page.flips.about.text()


def test_sentences_name_what_is_changed_by_how_much_and_to_what_end():
    scenario = classroom()
    rows = (
        Flip("salience.venue", "parties[USA].salience.venue", "share", 0.4, 0.372, "x", True),
        Flip("value.venue.un", "p", "value", 0.4, 0.737, "un_embedded", True),
        Flip("emphasis.governance", "p", "share", 0.3, 0.013, "uncommitted", True),
        Flip("viability.un_embedded", "", "chance", 0.5, 0.61, "un_embedded", False),
        Flip("salience.authority", "p", "share", 0.2, 0.2, "", False),
        Flip("viability.informal_hosted", "", "chance", 0.2, 0.2, "", False),
    )
    flips = Flips(0, 9, False, "informal_hosted", True, False, rows)
    said = [flip_sentence(row, flips, scenario) for row in rows[:4]]
    assert "weight of venue were 37.2\u00a0% (now 40\u00a0%)" in said[0]
    assert "“Inside the UN” at 0.737 (now 0.4" in said[1] and "back “Inside the UN”" in said[1]
    assert "governance" in said[2] and said[2].endswith("it would stay uncommitted.")
    assert "a chance of 61\u00a0% (now 50\u00a0%)" in said[3] and "bargain" in said[3]
    assert "chose to back “State-hosted forum”" in flips_heading(flips, scenario)
    nothing = nothing_sentence(flips, scenario)
    assert "the weight of authority" in nothing and "the chance of “State-hosted forum”" in nothing
    idle = Flips(0, 9, False, "uncommitted", True, False, rows[4:])
    assert "No single change" in nothing_sentence(idle, scenario)
    hand = Flips(0, 9, False, "uncommitted", True, True, ())
    assert "Somebody chose for it" in flips_heading(hand, scenario)
    assert nothing_sentence(hand, scenario) == ""
    assert does("noncommittal", True, scenario) == "name no design"
    assert does("un_embedded", True, scenario) == "speak for “Inside the UN”"


# ------------------------------------------------------------------ whom it follows


def test_whom_it_follows_shows_each_group_with_its_pull(inspector, run):
    inspector.draw(run.history, 9, 3)
    why, section = run.explain(3, 9), inspector.page.follows
    total = sum(tie.pull_o for tie in why.follows)
    best = int(np.argmax(total[:-1]))
    label = run.scenario.proposals[run.scenario.proposal_index[why.options[best]]].label
    assert label in section.about.text() and f"{total[best]:+.3f}" in section.about.text()
    ranked = sorted(why.follows, key=lambda tie: -abs(tie.pull_o[best]))
    shown = [n.text() for n in section.bars.numbers if not n.isHidden()]
    assert shown == [f"{tie.pull_o[best]:+.3f}" for tie in ranked]
    notes = [note.text() for note in section.bars.notes if not note.isHidden()]
    for tie, note in zip(ranked, notes, strict=True):
        if tie.most >= 0:
            assert note.startswith(f"{tie.others_o[tie.most]} of {sum(tie.others_o)} others")


def test_rows_that_are_not_needed_are_hidden(inspector, run):
    counts = set()
    for party in range(12):
        inspector.draw(run.history, 9, party)
        section = inspector.page.follows
        there = sum(not name.isHidden() for name in section.bars.names)
        assert there == len(run.explain(party, 9).follows)
        counts.add(there)
    assert len(counts) > 1


def test_nobody_to_follow_is_said():
    scenario = classroom()
    options = ("un_embedded", "informal_hosted", "uncommitted")
    assert "Under this rule" in follow_sentence((), options, scenario)
    idle = Tie("region", "GRULAC", np.zeros(3), (0, 0, 0))
    assert "no group that backs" in follow_sentence((idle,), options, scenario)
    push = Tie("balance", "", np.array([-0.02, -0.01, 0.0]), ())
    assert "backers of no design" in follow_sentence((push,), options, scenario)


# ------------------------------------------------------------------ other scenarios and colours


def test_another_scenario_with_fewer_issues_and_themes_is_shown(qtbot, inspector, run):
    from hldsim.scenario.load import load_scenario

    inspector.load(load_scenario("hld_2006"), LIGHT)
    inspector.load(run.scenario, LIGHT)
    inspector.draw(run.history, 9, 3)
    inspector.load(load_scenario("hld_2006"), DARK)  # while a history of the other is on show
    assert inspector._stack.currentWidget() is inspector.empty


def test_new_colours_answer_nobody_who_is_gone_and_go_on_counting(qtbot, inspector, run):
    later = []
    inspector.set_flipper(lambda party, k, then: later.append(then))
    inspector.draw(run.history, 5, 1)
    qtbot.waitUntil(lambda: bool(later), timeout=PATIENCE)
    inspector.load(run.scenario, DARK)
    inspector.page.destroyed.connect(lambda: None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    later[0](run.flips(1, 5))  # asked for by a page that is no more
    assert not inspector.counter._stop.is_set()
    qtbot.waitUntil(lambda: len(later) == 2, timeout=PATIENCE)
    later[1](run.flips(1, 5))
    assert inspector.page.flips.shown is not None


def test_no_number_known_yet_hides_the_way_back(qtbot, inspector, run):
    inspector.set_explainer(None)
    inspector.draw(run.history, 5, 1)
    assert inspector.page.over_time.last.isHidden()
