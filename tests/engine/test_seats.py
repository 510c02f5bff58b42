"""Taken seats: who does nothing holds still, or lets the model play, as was agreed."""

import numpy as np
import pytest

from hldsim.domain.ballots import Ballot
from hldsim.engine.advance import advance, moment_of
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.phases.consultations import apply_changes
from hldsim.engine.seats import seated_acts, seats_of
from hldsim.errors import InterventionError
from hldsim.table.moves import Act, Change
from hldsim.table.state import SILENT
from tests.engine.tables import table


def take(setup, state, party, **more):
    body = {"party": party, "seat": "taken", **more}
    return intervene(setup, state, Intervention("seat", body))[1]


def leave(setup, state, party):
    return intervene(setup, state, Intervention("seat", {"party": party, "seat": "left"}))[1]


def play(setup, state, rounds):
    for _ in range(rounds):
        state, _ = advance(setup, state)
    return state


def test_who_holds_still_says_nothing_moves_nowhere_and_casts_no_ballot():
    setup, state = table("classroom_small", 3, 0)
    mexico = setup.scenario.party_index["MEX"]
    assert play(setup, state, 3).stated_p[mexico] != SILENT  # as the model plays it
    held = take(setup, state, "MEX")
    while held.k < 18:
        held, _ = advance(setup, held)
        assert held.stated_p[mexico] == SILENT and held.membership_p[mexico] == -1
    end, _ = advance(setup, held)
    assert (end.ballot_pd[mexico] == Ballot.ABSENT).all()


@pytest.mark.parametrize("k", [0, 2, 7, 16, 18])
def test_a_seat_left_to_the_model_is_played_as_if_nobody_sat_there(k):
    setup, state = table("classroom_small", 3, k)
    party = setup.scenario.party_index["BEL"]
    plain, _ = advance(setup, state)
    for seated, acts in (
        (take(setup, state, "BEL", otherwise="model"), {}),
        (take(setup, state, "BEL"), {party: Act(play="model")}),
        (leave(setup, take(setup, state, "BEL"), "BEL"), {}),
    ):
        other, _ = advance(setup, seated, acts)
        for name in ("stated_p", "membership_p", "platform_ci", "objected_pc", "ballot_pd"):
            assert (getattr(plain, name) == getattr(other, name)).all()


def test_what_the_person_leaves_unsaid_is_held():
    setup, state = table("classroom_small", 3, 18)
    party = setup.scenario.party_index["BEL"]
    seated = take(setup, state, "BEL", otherwise="model")
    end, _ = advance(setup, seated, {party: Act(ballot={"un_embedded": "no"})})
    words = dict(zip((p.id for p in setup.scenario.proposals), end.ballot_pd[party], strict=True))
    assert words.pop("un_embedded") == Ballot.NO
    assert set(words.values()) == {Ballot.ABSENT}


def test_who_holds_still_does_not_walk_out_of_a_new_text():
    setup, state = table("hld_2006", 3, 20)
    lead = int(np.bincount(state.membership_p[state.membership_p >= 0]).argmax())
    norms = setup.scenario.proposal_index["norm_setting"]
    worst = tuple(int(x) for x in setup.inputs.design_di[norms])  # a text that suits few
    change = Change("revise", lead, (int(state.platform_ci[lead][0]), *worst[1:]))

    def walkers(at):
        moment, _ = moment_of(setup, at, seated_acts(setup, at, {}))
        after, _ = apply_changes(moment, at, (change,))
        return np.flatnonzero((at.membership_p == lead) & (after.membership_p < 0))

    left = walkers(state)
    assert len(left)
    seated = take(setup, state, setup.scenario.parties[left[0]].id)
    assert walkers(seated).tolist() == left[1:].tolist()


def test_seats_are_kept_with_the_state_and_forgotten_when_left():
    setup, state = table("classroom_small", 3, 7)
    one = take(setup, state, "BEL")
    two = take(setup, one, "MEX", otherwise="model")
    assert not seats_of(state).any() and np.count_nonzero(seats_of(two)) == 2
    assert np.count_nonzero(seats_of(advance(setup, two)[0])) == 2
    assert (seats_of(leave(setup, two, "MEX")) == seats_of(one)).all()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"party": "XXX", "seat": "taken"}, "no party 'XXX'"),
        ({"party": "BEL", "seat": "kept"}, "allowed: taken, left"),
        ({"party": "BEL", "seat": "left"}, "nobody sits for BEL"),
        ({"party": "IOM", "seat": "taken"}, "no voice"),
        ({"party": "BEL", "seat": "taken", "otherwise": "guess"}, "allowed: hold, model"),
        ({"party": "BEL", "seat": "taken", "asked": "never"}, "allowed: every, drawn, events"),
        ({"party": "BEL", "seat": "taken", "every": 0}, "from 1 to 100"),
        ({"party": "BEL", "seat": "taken", "clock": 2.5}, "from 0 to 3600"),
        ({"party": "BEL", "seat": "taken", "clock": True}, "from 0 to 3600"),
    ],
)
def test_a_seat_that_cannot_be_taken_is_refused_in_one_line(body, says):
    setup, state = table("hld_2006", 3, 11)
    with pytest.raises(InterventionError, match=says) as caught:
        intervene(setup, state, Intervention("seat", body))
    assert "\n" not in str(caught.value)
