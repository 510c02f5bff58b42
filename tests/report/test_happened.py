"""What happened in a round, and which rounds hold a turn of some kind."""

import pytest

from hldsim.domain.events import Event
from hldsim.record.history import Snapshot
from hldsim.report.happened import QUIET, TOLD, TURNS, happened, next_in, rounds_of
from hldsim.report.sentences import sentence
from hldsim.report.texts import texts
from hldsim.scenario.load import load_scenario
from tests.report.made_up import made_up_history


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("classroom_small")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


def snap(*events):
    return Snapshot(3, "plenary", None, events, "x")


def turn(name):
    return next(turn for turn in TURNS if turn.name == name)


def test_what_is_rare_is_told_and_the_rest_counted(scenario):
    joins = [Event("joined", 3, n, 0, {"proposal": "un_embedded", "from": None}) for n in range(4)]
    merged = Event("merged", 3, fields={"proposal": "un_embedded", "other": "x", "movers": 4})
    phase = Event("phase", 3, fields={"phase": "plenary", "label": "Plenary"})
    lines = happened(snap(phase, *joins, merged), scenario)
    assert lines == (sentence(merged, scenario), "Joins and crossings: 4")


def test_a_busy_round_is_cut(scenario):
    refused = [Event("refused", 3, fields={"proposal": f"p{n}"}) for n in range(8)]
    lines = happened(snap(*refused), scenario, most=3)
    assert len(lines) == 4 and lines[-1] == "and 5 more"


def test_an_empty_round_says_nothing(scenario):
    assert happened(snap(), scenario) == ()


def test_every_kind_in_a_list_is_one_that_has_words():
    kinds = set(texts()["event"])
    named = {kind for turn in TURNS for kind in turn.kinds}
    assert named | set(TOLD) | set(QUIET) <= kinds
    assert {turn.name for turn in TURNS} == set(texts()["turn"])


def test_rounds_that_hold_a_turn(history):
    for one in TURNS:
        for party in (-1, 0, 5):
            found = rounds_of(history, one, history.last, party)
            wanted = [
                k
                for k in range(len(history))
                for event in history[k].events
                if (not one.kinds or event.kind in one.kinds)
                and (not one.selected or event.party == party >= 0)
            ]
            assert found == sorted(set(wanted))
    assert rounds_of(history, turn("spoke"), history.last, -1) == []
    assert max(rounds_of(history, turn("phase"), 5, -1)) <= 5


def test_the_nearest_round_after_and_before():
    rounds = [2, 5, 9]
    assert [next_in(rounds, k, 1) for k in (0, 2, 4, 9)] == [2, 5, 5, None]
    assert [next_in(rounds, k, -1) for k in (0, 2, 5, 40)] == [None, None, 2, 9]
