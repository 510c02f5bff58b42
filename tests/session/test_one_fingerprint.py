"""Whoever plays a run, it is the same run: engine, Mesa model, session, record, file, replay."""

import pytest

from hldsim.engine.advance import advance, finished
from hldsim.engine.assemble import assemble, prepare
from hldsim.model.negotiation import Negotiation
from hldsim.record.rounds import opening, record_round
from hldsim.record.run import load_record, record
from hldsim.scenario.load import load_scenario
from hldsim.session import Session, replay
from tests.session.scene import classroom, digests, play


def by_mesa(scenario, seed):
    model = Negotiation(scenario, seed)
    found = [opening(model.state)]
    while not model.finished:
        model.step()
        found.append(record_round(scenario, found[-1].digest, model.state, model.events))
    return [snapshot.digest for snapshot in found]


def by_hand(scenario, seed):
    setup, state = assemble(prepare(scenario), seed)
    found = [opening(state)]
    while not finished(setup, state):
        state, events = advance(setup, state)
        found.append(record_round(scenario, found[-1].digest, state, events))
    return [snapshot.digest for snapshot in found]


@pytest.mark.parametrize("name", ["classroom_small", "hld_2006"])
@pytest.mark.parametrize("seed", [0, 7])
def test_one_fingerprint(name, seed, tmp_path):
    scenario = load_scenario(name) if name == "hld_2006" else classroom()
    path = tmp_path / "run.hldrun"
    with Session.open(scenario, seed, path) as session:
        wanted = digests(play(session).history)
    kept = record(scenario, seed)
    assert digests(kept.history) == wanted
    assert kept.fingerprint == session.fingerprint == wanted[-1]
    assert by_mesa(scenario, seed) == wanted
    assert by_hand(scenario, seed) == wanted
    assert digests(load_record(path).history) == wanted
    report = replay(path)
    assert report.same and report.rounds == len(wanted) == scenario.rounds + 1


def test_another_seed_is_another_run():
    assert record(classroom(), 1).fingerprint != record(classroom(), 2).fingerprint


def test_conditioning_is_remembered(tmp_path):
    scenario = load_scenario("hld_2006")
    path = tmp_path / "run.hldrun"
    with Session.open(scenario, 5, path, conditioned=False) as session:
        play(session, 12)
        loose = digests(session.history)
    assert digests(record(scenario, 5, conditioned=False).history)[:13] == loose
    assert digests(record(scenario, 5).history)[:13] != loose
    with Session.open_file(path) as again:
        play(again, 3)
    assert replay(path).same


def test_the_order_of_keys_in_a_scenario_does_not_count():
    scenario = load_scenario("classroom_small")
    assert scenario == classroom()
    one, two = assemble(scenario, 3)[1], assemble(classroom(), 3)[1]
    assert one.profile.salience_pi.tolist() == two.profile.salience_pi.tolist()
    assert one.profile.emphasis_ph.tolist() == two.profile.emphasis_ph.tolist()
