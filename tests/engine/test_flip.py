"""What would change a party's mind: the least change found does, and half of it does not."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.engine.advance import advance, view_of
from hldsim.engine.explain import explain
from hldsim.engine.flip import flips
from hldsim.errors import InterventionError
from hldsim.preferences.profile import declare
from hldsim.session import Intervention, Session
from hldsim.table.moves import Act
from hldsim.table.state import SILENT
from tests.engine.tables import plan, table
from tests.session.scene import PUSH, classroom, opened, play, set_

PLENARY, CONSULTATIONS = 1, 8
"""Rounds of the classroom: the second of its plenary, the fourth of its consultations."""


def chosen_by_rule(setup, state, party):
    """What the coalition rule says, asked without any of the search."""
    k = state.k + 1
    moves = setup.rules.coalitions.moves(
        view_of(setup, state), np.array([party]), setup.streams.at(k)
    )
    c = int(moves.choice_a[0])
    return "uncommitted" if c < 0 else setup.scenario.proposals[state.origin_c[c]].id


def ends(history, k, party, states):
    state, proposals = history[k].state, history.scenario.proposals
    if states:
        return int(state.stated_p[party])
    c = int(state.membership_p[party])
    return "uncommitted" if c < 0 else proposals[int(state.origin_c[c])].id


@pytest.fixture(scope="module")
def run():
    with opened() as session:
        play(session)
        yield session


def those_who_acted(session):
    for k in range(1, session.history.last + 1):
        for party in range(len(session.scenario.parties)):
            found = session.flips(party, k)
            if found.acted:
                yield found


def test_each_checked_flip_flips_when_the_round_is_really_played_again(run):
    """Through the door: fork before the round, apply the path, advance."""
    tried = {True: 0, False: 0}
    for found in those_who_acted(run):
        before = ends(run.history, found.k, found.party, found.states)
        for row in (row for row in found.rows if row.checked and row.path):
            with opened() as again:
                play(again, found.k - 1)
                again.apply(Intervention("set", {"path": row.path, "value": row.to}))
                again.advance()
                after = ends(again.history, found.k, found.party, found.states)
            assert after != before
            if not found.states:
                assert after == row.becomes
            tried[found.states] += 1
        if min(tried.values()) >= 12:
            break
    assert min(tried.values()) >= 12


def test_a_flip_is_found_by_a_fork_of_the_run_itself_too():
    with opened() as session:
        play(session)
        found = next(f for f in those_who_acted(session) if not f.states and f.rows[0].checked)
        row = next(row for row in found.rows if row.checked and row.path)
        before = ends(session.history, found.k, found.party, False)
        session.fork(found.k - 1, "what if")
        session.apply(set_(row.path, row.to))
        session.advance()
        assert ends(session.history, found.k, found.party, False) == row.becomes != before


def test_half_of_the_change_does_not_where_the_choice_flips_once():
    """On the rule alone, for a party whose choice flips once between here and the far end."""
    setup, before = table("classroom_small", k=CONSULTATIONS)
    themes = tuple(theme.id for theme in setup.scenario.themes)
    once = 0
    for party in range(len(setup.scenario.parties)):
        found = flips(setup, before, party)
        assert found.chosen == chosen_by_rule(setup, before, party)
        for row in found.rows:
            if not row.becomes or not row.path:
                continue

            def chosen(value, key=row.what, party=party):
                profile = declare(before.profile, setup.inputs.space, themes, party, key, value)
                return chosen_by_rule(setup, replace(before, profile=profile), party)

            far = 1.0 if row.to > row.start else 0.0
            line = [chosen(value) for value in np.linspace(row.start, far, 60)[1:]]
            changes = sum(a != b for a, b in zip([found.chosen, *line], line, strict=False))
            assert chosen(row.to) == row.becomes != found.chosen
            if changes == 1:
                once += 1
                assert chosen((row.start + row.to) / 2) == found.chosen
                step = np.sign(row.to - row.start) / 1000
                if abs(row.to - row.start) > 0.001:
                    assert chosen(row.to - step) == found.chosen  # the least, to a thousandth
    assert once >= 20


@pytest.mark.parametrize("k", [PLENARY, CONSULTATIONS])
def test_where_it_says_nothing_changes_nothing_does(k):
    """Every number said to change nothing, tried at each hundredth of its range."""
    setup, before = table("classroom_small", k=k)
    themes = tuple(theme.id for theme in setup.scenario.themes)
    looked = 0
    for party in range(0, len(setup.scenario.parties), 3):
        found = flips(setup, before, party)
        for row in (row for row in found.rows if not row.becomes):
            assert (row.to, row.checked, row.size) == (row.start, False, float("inf"))
            if not row.path or found.states:
                continue
            looked += 1
            for value in np.linspace(0.0, 1.0, 101):
                profile = declare(
                    before.profile, setup.inputs.space, themes, party, row.what, float(value)
                )
                now = chosen_by_rule(setup, replace(before, profile=profile), party)
                assert now == found.chosen
    assert looked >= 3 or k == PLENARY


def test_a_viability_flip_is_what_the_round_does_from_such_a_table():
    setup, before = table("hld_2006", k=22)
    names = [setup.scenario.proposals[d].id for d in before.origin_c]
    done = 0
    for party in range(194):
        found = flips(setup, before, party) if explain(setup, before, party).acted else None
        for row in found.rows if found else ():
            if row.checked and not row.path:
                viability = before.viability_c.copy()
                viability[names.index(row.what.partition(".")[2])] = row.to
                there, _ = advance(setup, replace(before, viability_c=viability))
                here, _ = advance(setup, before)
                assert there.membership_p[party] != here.membership_p[party]
                done += 1
        if done >= 5:
            break
    assert done >= 5


def test_in_the_plenary_it_is_the_statement_that_flips(run):
    setup, before = table("classroom_small", k=PLENARY)
    floor = np.flatnonzero(setup.inputs.floor_p == PLENARY)
    after, _ = advance(setup, before)
    for party in floor:
        found = flips(setup, before, int(party))
        assert found.states and found.acted
        stated = int(after.stated_p[party])
        name = "noncommittal" if stated < 0 else setup.scenario.proposals[stated].id
        assert found.chosen == name
        whats = {row.what for row in found.rows}
        assert "emphasis.governance" in whats and "value.venue.un" in whats
        believed = [row for row in found.rows if row.what.startswith("viability")]
        assert len(believed) == 3 and not any(row.becomes for row in believed)
    silent = np.flatnonzero(setup.inputs.floor_p != PLENARY)
    found = flips(setup, before, int(silent[0]))
    assert not found.acted and not any(row.checked for row in found.rows)


def test_one_that_has_spoken_speaks_no_more():
    setup, before = table("classroom_small", k=PLENARY)
    party = int(np.flatnonzero(setup.inputs.floor_p == PLENARY)[0])
    stated = before.stated_p.copy()
    stated[party] = 0
    assert stated[party] != SILENT
    assert not flips(setup, replace(before, stated_p=stated), party).acted


def test_what_a_person_does_no_preference_changes():
    setup, before = table("classroom_small", k=CONSULTATIONS)
    found = flips(setup, before, 2, {2: Act(back="un_embedded")})
    assert found.by_hand and found.rows == ()
    assert flips(setup, before, 2, {2: Act(answer={"un_embedded": "yes"})}).rows
    with opened() as session:
        play(session, CONSULTATIONS)
        session.apply(PUSH)
        session.advance()
        assert session.flips("USA", CONSULTATIONS + 1).by_hand


def test_smallest_first_and_numbers_are_those_of_the_party():
    setup, before = table("hld_2006", k=22)
    found = flips(setup, before, 5)
    sizes = [row.size for row in found.rows]
    assert sizes == sorted(sizes)
    now = {row.what: row.start for row in found.rows}
    for n, issue in enumerate(setup.scenario.space.issues):
        assert now[f"salience.{issue.id}"] == before.profile.salience_pi[5, n]
    assert now["viability.informal_hosted"] == before.viability_c[1]
    assert {row.path for row in found.rows if row.what.startswith("viability")} == {""}
    assert all(0.0 <= row.to <= 1.0 for row in found.rows)


def test_the_run_goes_on_as_if_nobody_had_asked():
    with Session.open(classroom(), 3) as asked, Session.open(classroom(), 3) as plain:
        for _ in range(12):
            asked.advance()
            asked.flips(3, asked.k)
            plain.advance()
        assert asked.fingerprint == plain.fingerprint


def test_nothing_to_flip_after_the_end_or_of_nobody(run):
    setup, state = table("classroom_small", k=plan("classroom_small").scenario.rounds)
    with pytest.raises(IndexError, match="agenda"):
        flips(setup, state, 0)
    for party, k in ((0, 0), (0, 99), ("XXX", 1), (-1, 1)):
        with pytest.raises(InterventionError):
            run.flips(party, k)
