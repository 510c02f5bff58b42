"""What many runs came to, in numbers: held against the runs themselves."""

import dataclasses
import json

import numpy as np
import pytest

import hldsim
from hldsim.analysis.intervals import wilson
from hldsim.domain.parties import Seat
from hldsim.experiments.ensemble import class_of, ensemble
from hldsim.experiments.outcomes import (
    QUANTILES,
    WHATS,
    OutcomeError,
    agreements,
    arrivals,
    fan,
    imposed_p,
    levels,
    state_shares,
)
from hldsim.experiments.paired import PairError, pairs
from hldsim.experiments.replicates import replicate_seed
from hldsim.record.measures import measure
from hldsim.record.measures.base import RunView
from hldsim.record.run import record
from hldsim.scenario.paths import with_settings
from hldsim.session import Intervention, Session
from hldsim.table.state import backed_proposal

RUNS, SEED = 16, 3
CHANGES = (
    Intervention("set", {"path": "parties[USA].salience.venue", "value": 0.9}),
    Intervention("set", {"path": "adoption[hosted].follow_through", "value": 0.2}),
)


@pytest.fixture(scope="module")
def scenario():
    return hldsim.load_scenario("classroom_small")


@pytest.fixture(scope="module")
def result(scenario):
    return ensemble(scenario, runs=RUNS, seed=SEED, traced=True)


@pytest.fixture(scope="module")
def changed(scenario):
    return ensemble(scenario, runs=RUNS, seed=SEED, traced=True, changes=CHANGES)


@pytest.fixture(scope="module")
def records(scenario):
    return [record(scenario, replicate_seed(SEED, r)) for r in range(RUNS)]


def test_rounds_are_those_of_the_runs_that_a_person_would_watch(scenario, result, records):
    for r, run in enumerate(records):
        assert result.summary.number_r[r] == r and result.summary.seed_r[r] == run.seed
        member = run.history.inputs.member_p
        for k, snapshot in enumerate(run.history):
            backed = backed_proposal(snapshot.state)[member]
            counts = [int((backed == d).sum()) for d in (*range(len(scenario.proposals)), -1)]
            assert result.summary.backing_rkd[r, k].tolist() == counts
        end = run.history[-1].state
        adopted = int(end.origin_c[end.adopted]) if end.adopted >= 0 else -1
        assert result.summary.adopted_r[r] == adopted


def test_rounds_to_viability_are_the_measure_of_that_name(scenario, result, records):
    for r, run in enumerate(records):
        history = run.history
        view = RunView(
            scenario, history.inputs, history[0].state, history[-1].state, history.viability_kd()
        )
        for d, proposal in enumerate(scenario.proposals):
            wanted = measure(f"rounds_to_viability[{proposal.id}; 0.8]", view)
            found = int(result.summary.viable_rd[r, d])
            assert found == (-1 if wanted is None else wanted)


def test_changes_from_the_start_are_those_of_a_session(scenario, changed):
    for r in (0, 5):
        with Session.open(scenario, replicate_seed(SEED, r)) as session:
            for change in CHANGES:
                session.apply(change)
            while session.advance() is not None:
                pass
            end = session.history[-1].state
        assert changed.summary.backed_rp[r].tolist() == backed_proposal(end).tolist()
        assert changed.summary.stated_rp[r].tolist() == end.stated_p.tolist()
    assert changed.as_json()["changes"][0] == {
        "kind": "set",
        "path": "parties[USA].salience.venue",
        "value": 0.9,
    }


def test_agreements_count_every_run_once(scenario, result):
    data = result.as_json()
    for full, key in ((False, "classes"), (True, "agreements")):
        found = agreements(result, full)
        assert sorted(n for one in found for n in one.numbers) == list(range(RUNS))
        assert [one.share.share for one in found] == [row["share"] for row in data[key]]
        assert [one.name for one in found] == [row["class"] for row in data[key]]
        for one in found:
            assert one.share.count == len(one.numbers)
            assert (one.share.low, one.share.high) == wilson(one.share.count, RUNS)
            for n in one.numbers:
                row = tuple(result.summary.agreed_ri[n].tolist())
                assert class_of(scenario, row) == one.name
                if full and one.levels is not None:
                    assert scenario.space.decode(row) == one.levels
    assert {one.proposal for one in agreements(result) if one.name == "none"} <= {-1}
    assert all(one.proposal >= 0 for one in agreements(result) if one.name != "none")


def test_bands_are_quantiles_of_shares_of_members(scenario, result):
    found = fan(result)
    members = sum(party.seat is Seat.MEMBER for party in scenario.parties)
    assert found.members == members and found.runs == RUNS
    assert found.share_kdq.shape == (scenario.rounds + 1, len(found.proposals), len(QUANTILES))
    backing = result.summary.backing_rkd / members
    for n, d in enumerate(found.proposals):
        wanted = np.quantile(backing[:, :, d], QUANTILES, axis=0)
        np.testing.assert_allclose(found.share_kdq[:, n], wanted.T)
    assert found.share_kdq[0, -1].tolist() == [1.0] * 5  # nobody backs anything at first


def test_one_run_is_a_fan_without_width(scenario):
    found = fan(ensemble(scenario, runs=1, seed=SEED, traced=True))
    assert (np.ptp(found.share_kdq, axis=2) == 0).all()


def test_arrivals_count_first_rounds(result):
    viable = result.summary.viable_rd
    for one in arrivals(result):
        first = viable[:, one.proposal]
        assert one.ever.count == int((first >= 0).sum()) == int(one.count_k.sum())
        for k, count in enumerate(one.count_k.tolist()):
            assert count == int((first == k).sum())
        assert len(one.quartiles) == (3 if one.ever.count else 0)


def test_levels_are_shares_of_agreements(scenario, result):
    agreed = result.summary.agreed_ri[result.summary.agreed_ri[:, 0] >= 0]
    for one in levels(result):
        i = scenario.space.issue_index(one.issue)
        wanted = int((agreed[:, i] == scenario.space.issues[i].index(one.level)).sum())
        assert (one.share.count, one.share.of) == (wanted, len(agreed))


def test_states_say_what_the_json_says(scenario, result):
    rows = result.as_json()["parties"]
    for option in (*scenario.proposal_index, "uncommitted"):
        shares = state_shares(result, "backs", option)
        assert shares.tolist() == [row["membership"][option] for row in rows]
    for option in (*scenario.proposal_index, "silent", "noncommittal"):
        shares = state_shares(result, "states", option)
        assert shares.tolist() == [row["stated"][option] for row in rows]
    for what in WHATS[2:-1]:
        for option in scenario.proposal_index:
            shares = state_shares(result, what, option)
            assert shares.tolist() == [row["ballot"][option][what] for row in rows]
    for option in scenario.proposal_index:
        shares = state_shares(result, "objects", option)
        np.testing.assert_allclose(shares, [row["objected"][option] for row in rows], atol=1e-9)
    known = [row["id"] for row in result.as_json()["sourced"]]
    imposed = imposed_p(result)
    assert [p.id for p, x in zip(scenario.parties, imposed, strict=True) if x == x] == known


@pytest.mark.parametrize(
    ("what", "option"), [("backs", "silent"), ("yes", "uncommitted"), ("likes", "x")]
)
def test_what_there_is_not_is_refused(result, what, option):
    with pytest.raises(OutcomeError, match="allowed"):
        state_shares(result, what, option)


def test_rounds_that_were_not_kept_are_refused(scenario):
    untraced = ensemble(scenario, runs=2, seed=SEED)
    for ask in (fan, arrivals):
        with pytest.raises(OutcomeError, match="traced=True"):
            ask(untraced)


# ---------------------------------------------------------------- pairs


def test_pairs_are_counted_replicate_by_replicate(scenario, result, changed):
    found = pairs(result, changed)
    assert len(found) == RUNS and int(found.count_nn.sum()) == RUNS
    ends = [
        [class_of(scenario, row) for row in side.summary.agreed_ri.tolist()]
        for side in (result, changed)
    ]
    assert found.changed == tuple(r for r in range(RUNS) if ends[0][r] != ends[1][r])
    for left in found.names:
        for right in found.names:
            numbers = found.numbers(left, right)
            row, column = found.names.index(left), found.names.index(right)
            assert len(numbers) == found.count_nn[row, column]
            assert all((ends[0][r], ends[1][r]) == (left, right) for r in numbers)
    for one in found.shifts():
        assert one.left == ends[0].count(one.name) / RUNS
        assert one.right == ends[1].count(one.name) / RUNS
        assert one.difference == pytest.approx(one.right - one.left)
        assert one.low <= one.difference <= one.high
    assert found.changed, "changes that change nothing test nothing"
    same = [
        result.summary.agreed_ri[r].tolist() == changed.summary.agreed_ri[r].tolist()
        for r in range(RUNS)
    ]
    assert found.same_text == sum(same)


def test_runs_that_only_one_side_has_are_left_out(scenario, result, changed):
    fewer = ensemble(scenario, runs=5, seed=SEED, traced=True)
    found = pairs(fewer, changed)
    assert found.number_r.tolist() == [0, 1, 2, 3, 4]
    assert len(pairs(result, result).changed) == 0
    assert pairs(result, result).same_text == RUNS


def test_states_differ_by_their_shares(result, changed):
    found = pairs(result, changed).state_difference("backs", "uncommitted")
    wanted = state_shares(changed, "backs", "uncommitted") - state_shares(
        result, "backs", "uncommitted"
    )
    assert found.tolist() == wanted.tolist()


def test_two_scenarios_are_compared_by_what_things_are_called(scenario, result):
    other = with_settings(scenario, {"title": "The same"})
    mine = ensemble(other, runs=3, seed=SEED, traced=True)
    found = pairs(result, mine)
    assert len(found) == 3 and found.changed == () and found.same_text == 3


def test_other_luck_is_no_pair(scenario, result):
    with pytest.raises(PairError, match="common luck"):
        pairs(result, ensemble(scenario, runs=2, seed=SEED + 1))
    with pytest.raises(PairError, match="imposed on one side"):
        pairs(result, ensemble(scenario, runs=2, seed=SEED, conditioned=False))


def test_plain_data_is_json(result, changed):
    data = pairs(result, changed).as_json()
    json.dumps(data, allow_nan=False)
    assert data["pairs"] == RUNS and sum(map(sum, data["table"])) == RUNS
    assert (
        dataclasses.asdict(pairs(result, changed).shifts()[0])["difference"]
        == (data["shifts"][0]["difference"])
    )
