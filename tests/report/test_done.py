"""What was done, in words: every preference and every deed has some, unknown ones are shown."""

from dataclasses import dataclass, field

import pytest

from hldsim.preferences.profile import TRAITS
from hldsim.report.done import done_words
from hldsim.report.texts import texts
from hldsim.scenario.load import load_scenario


@dataclass
class Did:
    kind: str
    body: dict = field(default_factory=dict)


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


def set_(path, value):
    return Did("set", {"path": path, "value": value})


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("parties[MEX].salience.venue", 0.4, "Mexico: weight of venue to 40 %"),
        ("parties[MEX].salience.venue", 0.125, "Mexico: weight of venue to 12.5 %"),
        ("parties[MEX].ideal.authority", 1, "Mexico: ideal point on authority to 1"),
        ("parties[MEX].stance.rights", 0.25, "Mexico: stance on rights of migrants to 0.25"),
        ("parties[MEX].reluctance", 0.1, "Mexico: reluctance to 0.1"),
        ("parties[XXX].talk", 0.1, "XXX: chance to take the floor to 0.1"),
        ("parties[MEX].odd.thing", True, "Mexico: odd thing to True"),
        ("rules.coalitions.beta", 0.9, "coalitions beta to 0.9"),
    ],
)
def test_what_was_set(scenario, path, value, says):
    assert done_words(set_(path, value), scenario) == says


def test_levels_are_named(scenario):
    issue = scenario.space.issues[0]
    words = done_words(set_(f"parties[MEX].value.{issue.id}.{issue.levels[1].id}", 0.5), scenario)
    assert issue.levels[1].name in words and issue.name.lower() in words


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"back": "un_embedded"}, "Mexico backs “Inside the UN”"),
        ({"back": "uncommitted"}, "Mexico backs no design"),
        ({"state": "noncommittal"}, "Mexico speaks and names no design"),
        ({"state": "silent"}, "Mexico does not take the floor"),
        ({"ballot.un_embedded": "absent"}, "Mexico misses the ballot on “Inside the UN”"),
        ({"ballots": "sealed"}, "Mexico has cast its ballots (sealed)"),
        ({"bargain": "yes"}, "Mexico goes along with a bargain"),
        ({"play": "model"}, "Mexico leaves the turn to the model"),
        (
            {"amend.un_embedded": "authority=exchange"},
            "Mexico moves “Exchange of views” (authority) in “Inside the UN”",
        ),
        (
            {"back": "un_embedded", "answer.un_embedded": "yes", "state": None},
            "Mexico says yes to “Inside the UN”, backs “Inside the UN”",
        ),
    ],
)
def test_what_a_party_was_made_to_do(scenario, body, says):
    assert done_words(Did("act", {"party": "MEX", **body}), scenario) == says


def test_who_sat_where(scenario):
    taken = {"party": "MEX", "seat": "taken"}
    assert done_words(Did("seat", taken), scenario) == "Mexico is played by a person"
    assert (
        done_words(Did("seat", {**taken, "person": "Ana"}), scenario) == "Mexico is played by Ana"
    )
    left = {"party": "MEX", "seat": "left"}
    assert done_words(Did("seat", left), scenario) == "Mexico is played by the model again"


def test_every_preference_and_every_deed_has_words():
    words = texts()["done"]
    assert set(TRAITS) | {"salience", "value", "ideal", "emphasis", "stance"} <= set(words)
    for head, options in (
        ("answer", ("yes", "no", "object", "open")),
        ("ballot", ("yes", "abstain", "no", "absent", "object")),
        ("bargain", ("yes", "no")),
        ("play", ("model", "hold")),
        ("state", ("noncommittal", "silent")),
        ("back", ("uncommitted",)),
    ):
        assert {f"{head}_{option}" for option in options} <= set(words)


def test_nothing_unknown_is_fatal(scenario):
    for did in (Did("set"), Did("act"), Did("act", {"party": "X", "ballot.y": "z"}), Did("new")):
        assert isinstance(done_words(did, scenario), str)
