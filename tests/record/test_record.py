"""A record as tables, as a summary and as a file."""

import json
import math
from types import SimpleNamespace

import numpy as np
import pytest

from hldsim.errors import RunFileError, StorageError
from hldsim.record.measures import RunView, measure
from hldsim.record.run import load_record, record
from hldsim.record.summary import finite, opponents
from hldsim.scenario.load import load_scenario
from hldsim.session import replay
from tests.session.scene import ANSWER, DIAL, classroom, digests, opened, play


@pytest.fixture(scope="module")
def small():
    return record(classroom(), 3)


@pytest.fixture(scope="module")
def large():
    return record(load_scenario("hld_2006"), 7)


def numbers(value):
    """Every number anywhere in plain data."""
    if isinstance(value, dict):
        for item in value.values():
            yield from numbers(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, float):
        yield value


@pytest.mark.parametrize("which", ["small", "large"])
def test_summary_is_plain_json_without_nan(which, request):
    run = request.getfixturevalue(which)
    found = run.summary()
    assert list(found) == [
        *("scenario", "seed", "version", "fingerprint", "rounds", "adopted", "agreement"),
        *("coalitions", "uncommitted", "opponents", "speakers", "measures"),
    ]
    assert all(math.isfinite(number) for number in numbers(found))
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert found["rounds"] == run.scenario.rounds
    assert found["fingerprint"] == run.fingerprint


def test_a_summary_has_the_measures_of_facts_that_ask_the_rules():
    found = record(load_scenario("un_conference_1997"), 1).summary()
    force = found["measures"]["objection[un_conference]"]
    assert force > 0.0


@pytest.mark.parametrize("which", ["small", "large"])
def test_everybody_is_in_one_place(which, request):
    run = request.getfixturevalue(which)
    found = run.summary()
    members = [party for coalition in found["coalitions"] for party in coalition["members"]]
    active = [p.id for p in run.scenario.parties if p.seat.value != "organisation"]
    assert sorted(members + found["uncommitted"]) == sorted(active)
    for coalition in found["coalitions"]:
        assert set(coalition["platform"]) == {issue.id for issue in run.scenario.space.issues}
    if found["adopted"] is not None:
        origin = next(c for c in found["coalitions"] if c["origin"] == found["adopted"])
        assert found["agreement"] == origin["platform"]


def test_opponents_are_those_the_measure_counts(large):
    history = large.history
    view = RunView(large.scenario, history.inputs, history[0].state, history[-1].state)
    if history.inputs.global_d.any():
        assert opponents(view).sum() == measure("opponents[global]", view)
    else:
        assert not opponents(view).any()
    assert len(large.summary()["opponents"]) == opponents(view).sum()


def test_facts_measures_are_in_the_summary(large):
    found = large.summary()["measures"]
    for fact in large.scenario.facts:
        assert fact.measure in found


def test_a_number_that_is_none():
    assert [finite(x) for x in (1.5, None, math.nan, math.inf)] == [1.5, None, None, None]


# ------------------------------------------------------------------ tables


@pytest.mark.parametrize("which", ["small", "large"])
def test_parties(which, request):
    run = request.getfixturevalue(which)
    table = run.parties()
    assert table["party"].tolist() == [party.id for party in run.scenario.parties]
    assert set(table["provenance"]) <= {"seed", "bloc", "external", "imputed", "user"}
    found = run.summary()
    assert table["party"][table["stated"] != "silent"].tolist() == found["speakers"]
    assert table["party"][table["spoke_in"].notna()].tolist() == found["speakers"]
    for coalition in found["coalitions"]:
        backing = table["party"][table["backs"] == coalition["origin"]].tolist()
        assert backing == coalition["members"]
    utilities = table.filter(like="utility_").to_numpy()
    assert utilities.shape[1] == len(run.scenario.proposals)
    assert ((utilities >= 0) & (utilities <= 1)).all()
    assert table["capability"].sum() == pytest.approx(1.0)


def test_rounds(small):
    table = small.rounds()
    assert table["k"].tolist() == list(range(small.scenario.rounds + 1))
    assert table["digest"].tolist() == digests(small.history)
    agenda = [phase.id for phase in small.scenario.agenda for _ in range(phase.rounds)]
    assert table["phase"].tolist() == ["", *agenda]
    backing = table.filter(like="backing_").sum(axis=1)
    assert (backing == table["committed"]).all()
    assert (table["speakers"].diff().dropna() >= 0).all()


def test_coalitions(small):
    table = small.coalitions()
    last = table[table["k"] == small.history.last]
    wanted = {c["origin"]: len(c["members"]) for c in small.summary()["coalitions"]}
    assert dict(zip(last["origin"], last["members"], strict=True)) == wanted
    assert table["viability"].between(0, 1).all()
    assert {f"platform_{issue.id}" for issue in small.scenario.space.issues} <= set(table)


def test_events(small):
    table = small.events()
    assert len(table) == len(small.history.events())
    assert table.columns.tolist() == ["k", "seq", "kind", "party", "coalition", "fields"]
    assert json.loads(table["fields"][0])["phase"] == "plenary"
    joined = table[table["kind"] == "joined"]
    assert joined["party"].notna().all() and joined["coalition"].notna().all()


def test_a_run_without_events_is_an_empty_table_with_its_columns():
    assert opened().record().events().columns.tolist()[0] == "k"
    assert len(opened().record().rounds()) == 1


# ------------------------------------------------------------------ files


def test_save_and_load(small, tmp_path):
    path = small.save(tmp_path / "run.hldrun")
    again = load_record(path)
    assert digests(again.history) == digests(small.history)
    assert again.summary() == small.summary()
    assert replay(path).same
    with pytest.raises(StorageError, match="exists"):
        small.save(path)
    with pytest.raises(RunFileError, match="no branch 4"):
        load_record(path, 4)
    with pytest.raises(RunFileError, match="no such file"):
        load_record(tmp_path / "none.hldrun")


def test_a_record_of_a_session_keeps_what_was_done(tmp_path):
    session = play(opened(), 4)
    session.apply(DIAL)
    session.rewind(2)
    session.apply(ANSWER)
    play(session, 6)
    session.apply(DIAL)
    play(session)
    path = session.record().save(tmp_path / "run.hldrun")
    report = replay(path)
    assert report.same and report.branches == 1
    assert [act.text for act in load_record(path).acts] == [a.text for a in session.interventions()]


def test_a_record_that_cannot_be_written_leaves_nothing(small, tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise StorageError("full")

    monkeypatch.setattr("hldsim.record.runfile.RunFile.add_rounds", full)
    with pytest.raises(StorageError):
        small.save(tmp_path / "run.hldrun")
    assert list(tmp_path.iterdir()) == []


def test_history_is_read_as_a_sequence(small):
    history = small.history
    assert [snapshot.k for snapshot in history] == list(range(len(history)))
    assert history.origin_kp().shape == (len(history), len(small.scenario.parties))
    viability = history.viability_kd(3)
    assert viability.shape == (4, len(small.scenario.proposals))
    assert np.isfinite(viability).any()


def test_an_opponent_says_so_and_means_it():
    """A global and a regional design: only naming and disliking together count."""
    view = SimpleNamespace(
        inputs=SimpleNamespace(global_d=np.array([True, False])),
        end=SimpleNamespace(stated_p=np.array([1, 0, 1, -1])),
        committed_p=np.array([True, True, True, False]),
        wanted_pd=np.array([[0.2, 0.9], [0.2, 0.9], [0.8, 0.9], [0.2, 0.9]]),
        reservation_p=np.full(4, 0.5),
    )
    assert opponents(view).tolist() == [True, False, False, False]
