"""Futures in words: names, changes, outcomes."""

from dataclasses import replace

import pytest

from hldsim.record.futures import Future, FuturesSummary
from hldsim.record.rows import ActRow
from hldsim.report.futures import changes, future_name, outcome, standing
from hldsim.scenario.load import load_scenario


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("classroom_small")


def acts(count, branch=1):
    path = "parties[MEX].salience.venue"
    body = [{"path": path, "value": n / 10} for n in range(count)]
    return tuple(ActRow(branch, n, 5, "set", body[n]) for n in range(count))


def named(scenario, future, *others):
    summary = FuturesSummary(19, (Future(0, done=acts(1, 0)), future, *others))
    return future_name(future, summary, scenario)


def test_a_label_comes_before_what_was_done(scenario):
    future = Future(1, "mine", 0, 4, 9, done=acts(1))
    assert named(scenario, future) == "mine"
    assert named(scenario, replace(future, label="")) == "Mexico: weight of venue to 0 %"
    assert named(scenario, replace(future, label="", done=())) == "Future 1"
    assert named(scenario, Future(0)) == "Original run"


def test_an_undo_is_named_by_what_is_missing(scenario):
    label = f"without {acts(1)[0].text}"
    assert named(scenario, Future(1, label, 0, 4)) == "Without: Mexico: weight of venue to 0 %"
    assert named(scenario, Future(1, "without x", 0, 4)) == "without x"


def test_many_changes_are_counted(scenario):
    assert changes(Future(1), scenario) == ""
    assert changes(Future(1, done=acts(2)), scenario).count("Mexico") == 2
    assert changes(Future(1, done=acts(5)), scenario).endswith("to 0 %; 4 more changes")


def test_an_outcome_is_named_by_the_design(scenario):
    assert outcome(Future(0, adopted="un_embedded", last=19), scenario).endswith("Inside the UN")
    assert outcome(Future(0, adopted="gone", last=19), scenario) == "adopted: gone"
    assert outcome(Future(0, finished=True, last=19), scenario) == "no agreement"
    assert outcome(Future(0), scenario) == "not played yet"
    assert standing(Future(0, last=7), scenario) == "Played to round 7"
    assert standing(Future(1, "", 0, 4, 7), scenario) == "From round 4 · played to round 7"
