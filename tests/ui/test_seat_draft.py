"""A turn being thought over, without a window."""

import pytest

from hldsim.engine.turn import turn_of
from hldsim_ui.panels.seat_draft import Draft
from tests.engine.tables import table


@pytest.fixture
def draft():
    setup, state = table("classroom_small", 3, 7)
    return Draft(turn_of(setup, state, setup.scenario.party_index["BEL"]))


def test_nothing_said_passes_the_turn(draft):
    assert draft.body() == {"play": "hold"} and not draft.undoable
    assert draft.value("back") == "informal_hosted"


def test_what_is_said_is_taken_back_word_by_word(draft):
    for value in ("un_embedded", "uncommitted"):
        assert draft.say("back", value)
    assert draft.say("amend.informal_hosted", "continuity=standing")
    assert not draft.say("back", "uncommitted")  # no news
    steps = []
    while draft.undoable:
        steps.append(draft.body())
        draft.undo()
    assert steps == [
        {"back": "uncommitted", "amend.informal_hosted": "continuity=standing"},
        {"back": "uncommitted"},
        {"back": "un_embedded"},
    ]
    assert draft.body() == {"play": "hold"}


def test_what_changes_nothing_is_not_said(draft):
    draft.say("back", "un_embedded")
    draft.say("back", "informal_hosted")
    assert draft.body() == {"play": "hold"} and draft.undoable


def test_one_motion_a_turn(draft):
    draft.say("amend.informal_hosted", "continuity=standing")
    draft.say("amend.informal_hosted", "authority=exchange")
    assert draft.body() == {"amend.informal_hosted": "authority=exchange"}
    draft.say("amend.informal_hosted", "")
    assert draft.body() == {"play": "hold"}


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("back", "moon", ValueError),
        ("amend.un_embedded", "authority=exchange", ValueError),
        ("bargain", "yes", ValueError),
        ("ballot.un_embedded", "yes", KeyError),
    ],
)
def test_what_may_not_be_said_is_not(draft, key, value, error):
    with pytest.raises(error):
        draft.say(key, value)
    assert draft.said == {}


def test_a_draft_is_carried_over_where_it_still_may_be_said(draft):
    draft.say("back", "un_embedded")
    draft.say("answer.un_embedded", "no")
    new = Draft(draft.turn)
    new.carry(draft)
    assert new.body() == draft.body() and new.undoable


def test_ballots_say_also_that_one_is_absent():
    setup, state = table("classroom_small", 3, 18)
    draft = Draft(turn_of(setup, state, setup.scenario.party_index["BEL"]))
    assert draft.value("ballot.un_embedded") == ""
    draft.say("ballot.un_embedded", "absent")
    assert draft.body() == {"ballot.un_embedded": "absent"}
