"""A bargain takes nobody along who chose or acted for itself in the same round."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.engine.advance import moment_of
from hldsim.engine.phases.consultations import apply_changes
from hldsim.table.moves import Act, Change
from tests.engine.tables import table


@pytest.fixture
def struck():
    """A bargain by which the first three backers of coalition 0 go to coalition 1."""
    setup, state = table(k=20)
    movers = tuple(int(p) for p in np.flatnonzero(state.membership_p == 0)[:3])
    design = tuple(int(x) for x in state.platform_ci[1])
    return setup, state, Change("merge", 1, design, other=0, movers=movers)


def test_who_said_yes_goes_along(struck):
    setup, state, change = struck
    after, events = apply_changes(moment_of(setup, state)[0], state, (change,))
    assert (after.membership_p[list(change.movers)] == 1).all()
    assert [e.party for e in events if e.kind == "joined"] == list(change.movers)


def test_who_left_in_the_same_round_does_not(struck):
    setup, state, change = struck
    membership = state.membership_p.copy()
    membership[change.movers[0]] = 2
    moved = replace(state, membership_p=membership)
    after, events = apply_changes(moment_of(setup, state)[0], moved, (change,))
    assert after.membership_p[change.movers[0]] == 2
    assert (after.membership_p[list(change.movers[1:])] == 1).all()
    assert next(e for e in events if e.kind == "merged").fields["movers"] == 2


def test_who_acted_for_itself_does_not(struck):
    setup, state, change = struck
    acts = {change.movers[0]: Act(back="un_embedded")}
    after, _ = apply_changes(moment_of(setup, state, acts)[0], state, (change,))
    assert after.membership_p[change.movers[0]] == 0
    assert (after.membership_p[list(change.movers[1:])] == 1).all()
