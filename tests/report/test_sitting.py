"""What a person at the table reads: every choice has words, and only public things are told."""

import numpy as np
import pytest

from hldsim.engine.choices.base import CHOICES
from hldsim.engine.turn import turn_of
from hldsim.record.run import record
from hldsim.report.since import since
from hldsim.report.sitting import draft_words, meaning_words, option_words, reason
from hldsim.report.texts import languages, texts
from hldsim.scenario.load import load_scenario
from hldsim.table.state import backed_proposal
from tests.engine.tables import table


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("k", [0, 7, 16, 18])
def test_every_option_and_every_reason_has_words(k, lang):
    setup, state = table("classroom_small", 3, k)
    for party in range(12):
        for choice in turn_of(setup, state, party).choices:
            head = choice.key.partition(".")[0]
            assert f"ask_{head}" in texts(lang)["sitting"]
            for option in choice.options:
                said = option_words(choice.key, option.value, setup.scenario, choice.now, lang)
                assert said and not said.startswith("sitting.") and "=" not in said
                for why_not in (choice.why_not, option.why_not):
                    assert bool(reason(why_not, lang)) == bool(why_not)
                    assert not why_not or why_not in texts(lang)["why_not"]
                if option.meaning is not None:
                    assert "status quo" in meaning_words(option.meaning) or lang != "en"


def test_every_kind_of_act_has_a_heading():
    words = texts()["sitting"]
    assert {f"ask_{name}" for name in CHOICES} | {f"ask_{n}_note" for n in CHOICES} <= set(words)


def test_staying_is_called_so():
    scenario = load_scenario("classroom_small")
    assert option_words("back", "un_embedded", scenario) == "Back “Inside the UN”"
    assert option_words("back", "un_embedded", scenario, "un_embedded").startswith("Stay with")
    assert option_words("back", "uncommitted", scenario, "uncommitted") == "Stay uncommitted"


def test_a_draft_says_what_it_would_do_and_counts_ballots():
    scenario = load_scenario("classroom_small")
    body = {"back": "un_embedded", "amend.informal_hosted": "authority=exchange"}
    assert draft_words("BEL", body, scenario) == (
        "Your turn: moves “Exchange of views” (authority) in “State-hosted forum”, "
        "backs “Inside the UN”."
    )
    cast = draft_words("BEL", {"ballot.un_embedded": "no"}, scenario)
    assert cast.startswith("1 of 3 ballots") and "Belgium does not vote" in cast
    assert "stays as it is" in draft_words("BEL", {}, scenario)


def test_since_counts_what_the_record_holds():
    history = record(load_scenario("classroom_small"), 3).history
    member = history.inputs.member_p
    for party in (0, 5):
        for first, last in ((1, 3), (6, 9), (10, 15), (16, 19)):
            lines = since(history, party, first, last)
            events = [e for k in range(first, last + 1) for e in history[k].events]
            spoke = sum(e.kind == "statement" and e.party != party for e in events)
            assert any(line.startswith(f"{spoke} spoke") for line in lines) == (spoke > 1)
            for d, proposal in enumerate(history.scenario.proposals):
                was, now = (
                    int((backed_proposal(history[k].state)[member] == d).sum())
                    for k in (first - 1, last)
                )
                told = f"“{proposal.label}”: {now} states back it ({now - was:+d})."
                assert (told in lines) == (now != was)
    assert since(history, 0, 20, 25) == ()


def test_since_tells_nothing_that_only_others_know():
    """The same public course with other wants gives the same lines."""
    history = record(load_scenario("classroom_small"), 3).history
    lines = [since(history, 4, 6, 12), since(history, 4, 13, 19)]
    for snapshot in history:
        object.__setattr__(snapshot.state, "profile", None)
        object.__setattr__(snapshot.state, "relief_p", np.zeros(0))
    assert [since(history, 4, 6, 12), since(history, 4, 13, 19)] == lines


def test_what_befell_the_party_is_told_in_full():
    for seed in range(1, 12):
        history = record(load_scenario("classroom_small"), seed).history
        for snapshot in history:
            moved = [e for e in snapshot.events if e.kind == "merged"]
            gone = [e for e in snapshot.events if e.kind == "joined" and e.fields.get("from")]
            if moved and gone:
                k, party = snapshot.k, gone[-1].party
                name = history.scenario.parties[party].name
                lines = since(history, party, k, k)
                assert any(line.startswith(f"{name} crosses to") for line in lines)
                assert any("agree on one design" in line for line in lines)
                return
    pytest.fail("no bargain in any of these runs")
