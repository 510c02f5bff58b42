"""The why of a coalition: who backs it, what it stands for, why its chance is what it is."""

import numpy as np
import pytest

from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from hldsim.table.state import backed_proposal
from hldsim_ui.panels.inspector import Inspector
from hldsim_ui.panels.why_coalition_data import (
    Clause,
    clause_note,
    coalition_why,
    party_links,
    viability_lines,
)
from hldsim_ui.theme import DARK, LIGHT
from tests.report.made_up import made_up_history


@pytest.fixture(scope="module")
def run():
    with Session.open(load_scenario("hld_2006"), 3) as session:
        while session.advance() is not None:
            pass
        yield session


@pytest.fixture
def inspector(qtbot, run):
    panel = Inspector()
    qtbot.addWidget(panel)
    panel.set_explainer(run.explain)
    panel.load(run.scenario, LIGHT)
    return panel


@pytest.mark.parametrize("k", [0, 1, 8, 17, 25, 40])
def test_who_backs_came_left_and_objects_against_a_plain_loop(run, k):
    history, scenario, inputs = run.history, run.scenario, run.history.inputs
    for d in range(3):
        why = coalition_why(history, k, d)
        state = history[k].state
        now = {p for p in range(194) if backed_proposal(state)[p] == d}
        was = {p for p in range(194) if k and backed_proposal(history[k - 1].state)[p] == d}
        was = was if k else now
        assert set(why.backers) == now
        assert set(why.joined) == now - was and set(why.left) == was - now
        members = [p for p in now if inputs.member_p[p]]
        assert why.members == len(members)
        assert why.share == pytest.approx(len(members) / 192)
        assert why.capability == pytest.approx(sum(inputs.capability_p[p] for p in now))
        c = state.origin_c.tolist().index(d)
        against = {p for p in range(194) if state.objected_pc[p, c] and inputs.member_p[p]}
        assert set(why.objectors) == against
        sizes = [inputs.capability_p[p] for p in why.backers]
        assert sizes == sorted(sizes, reverse=True)
        assert why.viability == state.viability_c[c]
        told = {row.proposal: row for row in history.standing(k)}
        assert why.asked == told[scenario.proposals[d].id]


def test_a_platform_says_what_changed_and_when(run):
    history, issues = run.history, run.scenario.space.issues
    changed = 0
    for k in (10, 20, 30, 40):
        for d in range(3):
            why = coalition_why(history, k, d)
            name = run.scenario.proposals[d].id
            c = history[k].state.origin_c.tolist().index(d)
            for n, clause in enumerate(why.clauses):
                level = int(history[k].state.platform_ci[c, n])
                assert clause.level == issues[n].levels[level].name
                rounds = [
                    e.k
                    for e in history.events(k)
                    if e.kind == "revised"
                    and e.fields["proposal"] == name
                    and e.fields["issue"] == issues[n].id
                ]
                assert [at for at, _ in clause.changes] == rounds
                if clause.changed:
                    changed += 1
                    assert rounds and f"in round {rounds[-1]}" in clause_note(clause)
                    assert clause.tabled in clause_note(clause)
                elif not rounds:
                    assert clause_note(clause) == "as tabled"
    assert changed > 0


def test_a_reason_without_words_is_left_out():
    assert "in round 7" in clause_note(Clause("I", "b", "a", ((7, "whim"),)))
    assert "by_" not in clause_note(Clause("I", "b", "a", ((7, "whim"),)))
    assert "by the chair" in clause_note(Clause("I", "b", "a", ((7, "chair"),)))


def test_why_its_chance_is_so_names_the_numbers_of_its_rule(run):
    history = run.history
    for k in (12, 24, 36):
        for row in history.standing(k):
            d = run.scenario.proposal_index[row.proposal]
            why = coalition_why(history, k, d)
            said = " ".join(viability_lines(why, history))
            assert f"{100 * why.viability:.0f} %" in said
            assert f"{100 * (why.viability - why.before):+.1f} points" in said
            answers = (row.willing,) if row.rule == "opt_in" else (row.yes,)
            for number in (*answers, *(() if row.needed is None else (row.needed,))):
                assert f" {number} " in said
            if row.host:
                assert run.scenario.parties[run.scenario.party_index[row.host]].name in said


def test_a_history_without_a_setup_says_what_it_knows(run):
    history = made_up_history(run.scenario, 5)
    why = coalition_why(history, 5, 0)
    assert why.asked is None and len(viability_lines(why, history)) == 1


def test_a_proposal_without_a_coalition_is_not_on_the_table(run):
    further = next(n for n, p in enumerate(run.scenario.proposals) if p.kind != "forum")
    why = coalition_why(run.history, 20, further)
    assert not why.there and why.viability is None and why.backers == ()


def test_what_it_backs_leads_to_the_coalition_and_back(inspector, run):
    party = int(np.flatnonzero(backed_proposal(run.history[25].state) == 1)[0])
    inspector.draw(run.history, 25, party)
    inspector.page.facts.followed.emit(1)
    assert inspector._stack.currentWidget() is inspector._coalition_area
    assert "State-hosted forum" in inspector.coalition.name.text()
    assert inspector.coalition.why == coalition_why(run.history, 25, 1)
    inspector.draw(run.history, 26, party)
    assert inspector.coalition.why.k == 26
    inspector.load(run.scenario, DARK)
    assert inspector._stack.currentWidget() is inspector._coalition_area
    inspector.coalition.back.click()
    assert inspector._stack.currentWidget() is inspector._party_area


def test_a_name_clicked_is_selected(qtbot, inspector, run):
    inspector.draw(run.history, 25)
    inspector.show_coalition(1)
    first = inspector.coalition.why.backers[0]
    with qtbot.waitSignal(inspector.picked) as told:
        inspector.coalition.backing.linkActivated.emit(f"party:{first}")
    assert told.args == [first]
    inspector.draw(run.history, 25, first)
    assert inspector._stack.currentWidget() is inspector._party_area


def test_all_backers_are_named_when_asked_for(inspector, run):
    inspector.draw(run.history, 25)
    inspector.show_coalition(1)
    page = inspector.coalition
    names = [run.scenario.parties[p].name for p in page.why.backers]
    assert f"{len(names) - 14} more" in page.backing.text() and names[-1] not in page.backing.text()
    page.backing.linkActivated.emit("more")
    assert all(name in page.backing.text() for name in names)


def test_links_do_not_put_one_aside(run):
    assert "more" not in party_links(range(15), run.scenario, "#123456", 14)
    assert "2 more" in party_links(range(16), run.scenario, "#123456", 14)
