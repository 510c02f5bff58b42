"""People at the table: whole runs from seats, kept, replayed, sealed, taken back."""

import numpy as np
import pytest

from hldsim.engine.choices.base import CHOICES
from hldsim.errors import InterventionError
from hldsim.model.delegation import Delegation
from hldsim.model.negotiation import Negotiation
from hldsim.record.digest import DISCRETE
from hldsim.scenario.load import load_scenario
from hldsim.session import Intervention, Session, replay
from hldsim.table.moves import act_from_body
from tests.session.scene import SEED, classroom, opened, play

ANA, BEN = "person: Ana", "person: Ben"


def seat(party, word="taken", **more):
    return Intervention("seat", {"party": party, "seat": word, **more}, ANA)


def turn(party, author=ANA, **what):
    body = {key.replace("__", "."): value for key, value in what.items()}
    return Intervention("act", {"party": party, **body}, author)


def bold(session, party):
    """A turn that does the last open thing of every choice that changes something."""
    body = {}
    for n, choice in enumerate(session.turn(party).choices):
        if choice.open and not choice.key.startswith("answer"):
            body[choice.key] = choice.open[(session.k + n) % len(choice.open)]
    if "bargain" in body:  # one answers it, or goes elsewhere
        body.pop("back", None)
    return Intervention("act", {"party": party, **body}, ANA) if body else turn(party, play="hold")


def play_seats(session, how=bold):
    """Play to the end, everybody who is asked acting by ``how``; return what each was asked."""
    asked = []
    while not session.finished:
        for party in session.seating().waiting:
            name = session.scenario.parties[party].id
            session.apply(how(session, name))
            asked.append((session.k + 1, name))
        assert session.seating().waiting == ()
        session.advance()
    return asked


@pytest.mark.parametrize("name", ["classroom_small", "hld_2006"])
def test_a_whole_run_from_two_seats_replays(tmp_path, name):
    path = tmp_path / "run.hldrun"
    scenario = classroom() if name == "classroom_small" else load_scenario(name)
    with Session.open(scenario, SEED, path) as session:
        session.apply(seat("BEL"))
        session.apply(seat("MEX", asked="events"))
        asked = play_seats(session)
        fingerprint = session.fingerprint
        kinds = {key.partition(".")[0] for act in session.interventions() for key in act.body}
        authors = {act.author for act in session.interventions()}
    assert set(CHOICES) - {"answer", "bargain"} <= kinds and authors == {ANA}
    assert len([k for k, who in asked if who == "BEL"]) >= 14
    report = replay(path)
    assert report.same, report.text
    with Session.open_file(path, read_only=True) as again:
        assert again.fingerprint == fingerprint
        assert [s.id for s in again.seating().seats] == ["BEL", "MEX"]


def test_the_same_acts_by_a_subclassed_delegation_give_the_same_run():
    session = opened()
    session.apply(seat("BEL"))
    play_seats(session)
    acts = {a.k: act_from_body(a.body) for a in session.interventions() if a.kind == "act"}

    class Scripted(Delegation):
        def choose(self, view):
            return acts.get(view.state.k + 1)

    model = Negotiation(classroom(), SEED, {"BEL": Scripted})
    model.intervene(seat("BEL"))
    while not model.finished:
        model.step()
    end = session.history[-1].state
    assert all(np.array_equal(getattr(end, f), getattr(model.state, f)) for f in DISCRETE)
    model.close()


def test_who_leaves_every_turn_to_the_model_plays_as_the_model():
    plain, seated = play(opened()), opened()
    seated.apply(seat("BEL"))
    asked = play_seats(seated, lambda session, party: turn(party, play="model"))
    assert asked
    for one, other in zip(plain.history, seated.history, strict=True):
        assert all(np.array_equal(getattr(one.state, f), getattr(other.state, f)) for f in DISCRETE)
    assert plain.fingerprint != seated.fingerprint  # what people did is part of a run


def test_the_model_takes_over_when_the_seat_is_left():
    session = opened()
    session.apply(seat("BEL"))
    for _ in range(7):
        session.advance()
    bel = classroom().party_index["BEL"]
    assert session.history[7].state.membership_p[bel] == -1  # nobody said a word
    session.apply(seat("BEL", "left"))
    assert session.seating().seats == ()
    play(session)
    assert session.history[19].state.membership_p[bel] != -1
    words = [e.kind for snap in session.history for e in snap.events if e.party == bel]
    assert words.index("seat_taken") < words.index("seat_left") < words.index("joined")


def test_who_is_asked_when():
    def rounds(**how):
        session = opened()
        session.apply(seat("BEL", **how))
        return [k for k, _ in play_seats(session, lambda _, party: turn(party, play="hold"))]

    every = rounds()
    assert every == [1, 2, 3, *range(6, 20)]
    third = [k for k in rounds(every=3) if 6 <= k <= 15]
    assert {6, 9, 12, 15} <= set(third) and len(third) < 8
    drawn, events = rounds(asked="drawn"), rounds(asked="events")
    for some in (drawn, events):
        assert set(some) < set(every) and {1, 2, 3, 19} <= set(some)
    assert {6, 16} <= set(events)


def test_a_seat_that_spoke_is_not_asked_again_in_the_plenary():
    session = opened()
    session.apply(seat("BEL"))
    session.apply(turn("BEL", state="informal_hosted"))
    assert session.seating().waiting == ()
    session.advance()
    assert session.seating().waiting == () and session.seating().seats[0].acted == 1


def test_seats_of_one_round_are_asked_one_after_the_other():
    session = opened()
    for party in ("MEX", "BEL"):
        session.apply(seat(party))
    index = classroom().party_index
    assert session.seating().waiting == (index["MEX"], index["BEL"])
    session.apply(turn("MEX", state="silent"))
    assert session.seating().waiting == (index["BEL"],)
    session.apply(turn("BEL", BEN, play="model"))
    assert session.seating().waiting == ()


def test_a_seat_may_be_taken_in_the_past_and_given_to_another_person():
    session = play(opened(), 10)
    plain = session.fingerprint
    session.rewind(6)
    session.apply(seat("BEL", person="Ana", clock=60))
    assert session.branch == 1 and session.seating().waiting
    session.apply(seat("BEL", person="Ben", otherwise="model"))
    (one,) = session.seating().seats
    assert (one.person, one.otherwise, one.clock, one.since) == ("Ben", "model", 0, 7)
    session.switch(0)
    assert session.seating().seats == () and session.fingerprint == plain


def test_a_turn_is_taken_back_and_done_again():
    session = play(opened(), 6)
    session.apply(seat("BEL"))
    session.apply(turn("BEL", back="un_embedded"))
    session.advance()
    backed = session.fingerprint
    session.undo()
    assert session.k == 6 and session.seating().waiting == (classroom().party_index["BEL"],)
    session.redo()
    assert session.fingerprint == backed and session.k == 7


def test_ballots_are_sealed_until_they_are_counted(tmp_path):
    path = tmp_path / "run.hldrun"
    with opened(path) as session:
        play(session, 18)
        session.apply(seat("BEL"))
        receipt = session.apply(turn("BEL", ballot__un_embedded="object"))
        told = session.futures()
        for text in (receipt.text, str(told.done), str(told.futures), str(session.seating())):
            assert "un_embedded" not in text and "object" not in text
        assert "ballots sealed" in receipt.text
        session.undo()
        text = str(session.futures()) + str([b.label for b in session.branches()])
        assert "un_embedded" not in text and "sealed" in text
        session.redo()
        session.advance()
        assert "'ballot.un_embedded': 'object'" in str(session.futures().done)
        assert session.history[19].state.ballot_pd[classroom().party_index["BEL"], 0] == -1


@pytest.mark.parametrize(
    ("after", "what", "says"),
    [
        (0, turn("BEL", state="norm_setting"), "no such proposal"),
        (0, turn("BEL", back="un_embedded"), "back in round 1"),
        (7, turn("BEL", state="silent"), "state in round 8"),
        (7, turn("BEL", amend__un_embedded="authority=exchange"), "not your text"),
        (7, turn("BEL", amend__informal_hosted="venue=un"), "allowed: authority=exchange"),
        (7, turn("BEL", amend__informal_hosted="authority"), "no such choice"),
        (7, turn("BEL", bargain="yes"), "no bargain"),
        (7, turn("BEL", bargain="perhaps"), "allowed: yes, no"),
        (7, turn("BEL", play="dead"), "allowed: model, hold"),
        (7, turn("USA", play="model"), "nobody sits there"),
        (18, turn("BEL", ballot__regional_processes="object"), "objections do not count"),
        (7, seat("BEL", "given"), "allowed: taken, left"),
        (7, seat("USA", "left"), "nobody sits for USA"),
    ],
)
def test_a_bad_act_is_refused_in_one_line_and_nothing_has_changed(after, what, says):
    session = opened()
    session.apply(seat("BEL", otherwise="model"))
    play(session, after)
    before = session.interventions()
    with pytest.raises(InterventionError) as caught:
        session.apply(what)
    assert says in str(caught.value) and "\n" not in str(caught.value)
    assert session.interventions() == before
    session.advance()


def test_advice_and_turns_are_for_parties_of_a_run_that_goes_on():
    session = opened()
    with pytest.raises(InterventionError, match="no party"):
        session.turn("XXX")
    play(session)
    for ask in (session.turn, session.advice):
        with pytest.raises(InterventionError, match="the run is over"):
            ask("BEL")
    assert session.seating().waiting == ()
