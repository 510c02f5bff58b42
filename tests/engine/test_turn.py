"""What a party can do: what is offered is played, what is shut is refused, advice is true."""

import numpy as np
import pytest

from hldsim.engine.advance import advance
from hldsim.engine.choices.base import CHOICES
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.turn import advise, possible, refusal, said, turn_of
from hldsim.table.moves import Act, act_from_body
from tests.engine.tables import table

ROUNDS = {"classroom_small": (0, 3, 7, 15, 18), "hld_2006": (0, 4, 11, 20, 36, 39)}
PLACES = [(name, k) for name, rounds in ROUNDS.items() for k in rounds]


def act(key, value):
    return act_from_body({key: value})


def options(turn):
    return [(choice, option) for choice in turn.choices for option in choice.options]


@pytest.mark.parametrize(("name", "k"), PLACES)
def test_what_is_offered_is_played_and_what_is_shut_is_not(name, k):
    setup, state = table(name, 3, k)
    for party in (0, setup.scenario.party_index["BEL"], len(state.membership_p) - 1):
        turn = turn_of(setup, state, party)
        assert turn.k == k + 1 and 1 <= turn.at <= turn.of
        for choice, option in options(turn):
            one = act(choice.key, option.value)
            key, why_not, _ = refusal(setup, state, party, one)
            offered = option.value in choice.open
            assert (why_not == "") == offered, (choice.key, option.value)
            if offered:
                after, _ = advance(setup, state, {party: one})
                assert after.k == k + 1
            else:
                assert key == choice.key and why_not in (choice.why_not, option.why_not)


@pytest.mark.parametrize(("name", "k"), PLACES)
def test_what_a_phase_has_no_room_for_is_refused(name, k):
    setup, state = table(name, 3, k)
    every = {"state": "silent", "back": "uncommitted", "bargain": "yes",
             "ballot": "no", "amend": "continuity=once", "answer": "no"}  # fmt: skip
    fits = {one.partition(".")[0] for one in possible(setup, state)}
    for head, value in every.items():
        key = f"{head}.un_embedded" if head in ("ballot", "amend", "answer") else head
        why_not = refusal(setup, state, 2, act(key, value))[1]
        assert (why_not == "not_in_this_phase") == (head not in fits)


def test_every_kind_of_act_is_offered_somewhere():
    heads = set()
    for name, k in PLACES:
        setup, state = table(name, 3, k)
        turn = turn_of(setup, state, setup.scenario.party_index["BEL"])
        heads |= {choice.key.partition(".")[0] for choice in turn.choices}
    assert heads == set(CHOICES)


@pytest.mark.parametrize("k", [4, 7, 20])
def test_meanings_are_the_partys_own_numbers(k):
    setup, state = table("hld_2006", 3, k)
    party = setup.scenario.party_index["BEL"]
    turn = turn_of(setup, state, party)
    columns = setup.inputs.space.offset_i + state.platform_ci
    partworth = state.profile.salience_pi[party][setup.inputs.space.issue_l]
    partworth = partworth * state.profile.value_pl[party]
    for c, d in enumerate(state.origin_c):
        told = turn.texts[setup.scenario.proposals[d].id]
        assert told.utility == pytest.approx(partworth[columns[c]].sum())
        assert told.gain == pytest.approx(told.utility - turn.reservation)
        assert told.margin == pytest.approx(told.utility - turn.line)
        assert told.viability == state.viability_c[c]


def test_reasons_by_name():
    setup, state = table("hld_2006", 3, 9)
    index = setup.scenario.party_index
    spoken = int(np.flatnonzero(state.stated_p >= 0)[0])
    assert refusal(setup, state, spoken, Act(state="silent"))[1] == "has_spoken"
    assert refusal(setup, state, index["IOM"], Act(state="noncommittal"))[1] == "no_voice"
    setup, state = table("hld_2006", 3, 20)
    backer = int(np.flatnonzero(state.membership_p == 0)[0])
    idle = int(np.flatnonzero(state.membership_p < 0)[0])
    own = setup.scenario.proposals[int(state.origin_c[0])].id
    other = setup.scenario.proposals[int(state.origin_c[1])].id
    move = "continuity=once"
    for party, proposal, words, why_not in (
        (backer, other, move, "not_your_text"),
        (idle, own, move, "backs_nothing"),
        (index["IOM"], own, move, "no_voice"),
        (backer, own, "venue=none", "core_issue"),
        (backer, own, "continuity=for_ever", "no_such_choice"),
    ):
        assert refusal(setup, state, party, Act(amend={proposal: words}))[1] == why_not
    assert refusal(setup, state, backer, Act(play="model"))[1] == "nobody_sits_there"
    setup, state = table("hld_2006", 3, 39)
    cast = Act(ballot={"informal_hosted": "object"})
    assert refusal(setup, state, 3, cast)[1] == "objections_do_not_count"
    assert refusal(setup, state, index["VAT"], Act(ballot={"un_embedded": "no"}))[1] == "no_vote"


def _same(one, other, party):
    return (
        one.stated_p[party] == other.stated_p[party]
        and one.membership_p[party] == other.membership_p[party]
    )


@pytest.mark.parametrize("k", [2, 5, 9])
def test_in_the_plenary_the_model_does_what_it_advises(k):
    setup, state = table("hld_2006", 3, k)
    after, _ = advance(setup, state)
    for party in range(0, 194, 7):
        advice = advise(setup, state, party)
        stated = setup.inputs.floor_p[party] == k - 2
        assert advice.idle == (not stated)
        if state.stated_p[party] == -2:
            doing, _ = advance(setup, state, {party: act("state", advice.says["state"])})
            assert _same(after, doing, party)


@pytest.mark.parametrize("k", [15, 21, 30])
def test_in_consultations_the_model_does_what_it_advises(k):
    setup, state = table("hld_2006", 3, k)
    after, events = advance(setup, state)
    struck = any(event.kind in ("merged", "split") for event in events)
    bargained = {event.party for event in events if struck}
    for party in range(0, 194, 7):
        if party in bargained or not setup.inputs.active_p[party]:
            continue
        advice = advise(setup, state, party)
        doing, _ = advance(setup, state, {party: act("back", advice.says["back"])})
        assert _same(after, doing, party)
        assert advice.why is not None and advice.idle == (not advice.why.acted)


def test_at_the_close_the_model_votes_as_it_advises():
    setup, state = table("hld_2006", 3, 39)
    after, told = advance(setup, state)
    for party in range(0, 194, 9):
        says = advise(setup, state, party).says
        ballots = {key: value for key, value in says.items() if key.startswith("ballot.")}
        assert len(ballots) == len(setup.scenario.proposals)
        doing, again = advance(setup, state, {party: act_from_body(ballots)})
        assert doing.adopted == after.adopted
        assert _yes(told) == _yes(again)


def _yes(events):
    return [event.fields["yes"] for event in events if event.kind == "adopted"]


def test_said_and_read_are_inverse():
    body = {"state": "silent", "back": "x", "bargain": "no", "play": "hold",
            "answer.a": "open", "ballot.b": "object", "amend.c": "i=l"}  # fmt: skip
    assert said(act_from_body(body)) == body


def test_a_turn_after_the_end_is_no_turn():
    setup, state = table("classroom_small", 3, 19)
    with pytest.raises(IndexError):
        turn_of(setup, state, 0)


def test_a_seat_changes_nothing_by_itself():
    setup, state = table("classroom_small", 3, 7)
    body = {"party": "BEL", "seat": "taken", "otherwise": "model"}
    same, seated, events = intervene(setup, state, Intervention("seat", body))
    assert same is setup and events[0].kind == "seat_taken"
    quiet, loud = advance(setup, state)[0], advance(setup, seated)[0]
    assert (quiet.membership_p == loud.membership_p).all()
    assert quiet.profile is loud.profile
