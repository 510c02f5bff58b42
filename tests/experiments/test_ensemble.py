"""Ensembles: the same whatever the workers, counted right, stopped cleanly."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

import hldsim
from hldsim.errors import HldsimError
from hldsim.experiments import crew, pool
from hldsim.experiments.ensemble import EnsembleError, class_of, ensemble
from hldsim.experiments.pool import WorkerError, chunked
from hldsim.experiments.replicates import replicate_seed


@pytest.fixture(scope="module")
def scenario():
    return hldsim.load_scenario("classroom_small")


@pytest.fixture(scope="module")
def proposal(scenario):
    return scenario.proposals[0].id


@pytest.fixture(scope="module")
def result(scenario, proposal):
    names = ("speakers", f"stated_share[{proposal}]", f"rounds_to_viability[{proposal}; 0.6]")
    return ensemble(scenario, runs=20, seed=3, measures=names)


def test_seeds_are_a_pure_function_and_pairwise_different():
    seeds = {replicate_seed(seed, r) for seed in range(20) for r in range(100)}
    assert len(seeds) == 2000
    assert all(0 <= seed < 2**53 for seed in seeds)
    assert replicate_seed(1, 0) == 5063325810179074  # a golden number: runs keep their names


def test_two_workers_find_what_one_finds(scenario, result):
    again = ensemble(scenario, runs=20, seed=3, workers=2, measures=result.measures)
    assert json.dumps(again.as_json()) == json.dumps(result.as_json())
    np.testing.assert_array_equal(again.summary.measure_rm, result.summary.measure_rm)
    np.testing.assert_array_equal(again.summary.seed_r, result.summary.seed_r)


def test_the_hash_seed_of_python_changes_nothing():
    code = (
        "import hldsim, json; s = hldsim.load_scenario('classroom_small'); "
        "print(json.dumps(hldsim.ensemble(s, runs=6, seed=2).as_json()))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": number},
            capture_output=True,
            check=True,
        ).stdout
        for number in ("1", "2")
    ]
    assert said[0] == said[1]


def test_a_replicate_is_the_run_of_its_seed(scenario, result):
    from hldsim.engine.run import run

    end = run(scenario, replicate_seed(3, 5)).end
    np.testing.assert_array_equal(end.stated_p, result.summary.stated_rp[5])


def test_more_runs_keep_those_there_were(scenario, result):
    fewer = ensemble(scenario, runs=7, seed=3)
    np.testing.assert_array_equal(fewer.summary.stated_rp, result.summary.stated_rp[:7])


def test_shares_add_up(result):
    data = result.as_json()
    assert sum(row["share"] for row in data["agreements"]) == pytest.approx(1)
    assert sum(row["share"] for row in data["classes"]) == pytest.approx(1)
    for row in data["agreements"]:
        assert 0 <= row["low"] <= row["share"] <= row["high"] <= 1
    for party in data["parties"]:
        assert sum(party["membership"].values()) == pytest.approx(1)
        assert sum(party["stated"].values()) == pytest.approx(1)
        assert all(0 <= value <= 1 for value in party["utility"].values())


def test_the_shape_of_the_json(result):
    data = result.as_json()
    assert list(data["agreements"][0]) == ["class", "outcome", "share", "low", "high"]
    party = data["parties"][0]
    assert list(party) == [
        *("id", "iso3", "provenance", "membership", "utility", "stated"),
        *("ballot", "willing", "objection", "objected", "un_score"),
    ]
    proposals = [proposal.id for proposal in result.scenario.proposals]
    assert list(party["membership"]) == [*proposals, "uncommitted"]
    assert list(party["utility"]) == proposals
    assert list(party["stated"]) == [*proposals, "noncommittal", "silent"]
    json.dumps(data, allow_nan=False)


def test_what_each_would_answer_at_the_close(result):
    for party in result.as_json()["parties"]:
        for proposal, shares in party["ballot"].items():
            assert list(shares) == ["yes", "abstain", "no", "absent"]
            assert sum(shares.values()) == pytest.approx(1)
            willing, objection = party["willing"][proposal], party["objection"][proposal]
            assert 0 <= willing <= 1 and objection >= 0
            assert willing == 1 or objection > 0  # whoever is not willing objects with some force
            assert 0 <= party["objected"][proposal] <= 1


def test_the_un_score_is_of_draws_that_are_never_conditioned():
    scenario = hldsim.load_scenario("hld_2006")
    given = ensemble(scenario, runs=6, seed=2)
    alone = ensemble(scenario, runs=6, seed=2, conditioned=False)
    score = {row["id"]: row["un_score"] for row in given.as_json()["parties"]}
    assert score == {row["id"]: row["un_score"] for row in alone.as_json()["parties"]}
    row = {row["id"]: row for row in alone.as_json()["parties"]}["MEX"]
    wanted = row["utility"]["un_embedded"] - row["utility"]["informal_hosted"]
    assert score["MEX"] == pytest.approx(wanted)  # what a party wants of designs does not move
    two = ensemble(scenario, runs=6, seed=2, workers=2)
    assert two.as_json() == given.as_json()


def test_what_is_sourced_is_told_apart():
    scenario = hldsim.load_scenario("hld_2006")
    known = {party.id: party.position for party in scenario.parties if party.position}
    for conditioned in (True, False):
        data = ensemble(scenario, runs=3, seed=2, conditioned=conditioned).as_json()
        assert {row["id"]: row["position"] for row in data["sourced"]} == known
        assert all(row["source"] for row in data["sourced"])
        assert all((row["imposed"] > 0.5) == conditioned for row in data["sourced"])


def test_a_scenario_without_the_two_designs_has_no_score(scenario):
    blank = scenario.document | {
        "proposals": [
            {**table, "id": f"x{n}"} for n, table in enumerate(scenario.document["proposals"])
        ],
        "blocs": [
            {k: v for k, v in table.items() if k != "line"}
            for table in scenario.document.get("blocs", ())
        ],
        "facts": [],
        "amendments": [],
    }
    from hldsim.scenario.check import build_checked

    data = ensemble(build_checked(blank), runs=2, seed=1).as_json()
    assert {party["un_score"] for party in data["parties"]} == {None}
    assert data["baseline"]["rank_correlation"] is None
    json.dumps(data, allow_nan=False)


def test_frames_say_the_same(result):
    data = result.as_json()
    assert list(result.agreements()["share"]) == [row["share"] for row in data["agreements"]]
    frame = result.parties().set_index("id")
    for party in data["parties"]:
        assert (
            frame.loc[party["id"], "membership_uncommitted"] == party["membership"]["uncommitted"]
        )
    assert list(result.classes().columns) == ["class", "share", "low", "high"]
    measured = result.measured()
    assert len(measured) == 20
    assert measured["speakers"].between(0, len(result.scenario.parties)).all()


def test_progress_counts_to_the_end(scenario):
    seen = []
    ensemble(scenario, runs=5, seed=1, progress=lambda *said: seen.append(said))
    assert [done for done, _, _ in seen] == [1, 2, 3, 4, 5]
    assert all(total == 5 for _, total, _ in seen)
    assert seen[-1][2] == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_keeps_the_runs_that_are_done(scenario, workers):
    def stop(done, total, left):
        if done >= 3:
            raise KeyboardInterrupt

    result = ensemble(scenario, runs=30, seed=3, workers=workers, progress=stop)
    assert result.interrupted
    assert 3 <= result.runs < 30
    assert result.as_json()["runs"] == result.runs


def test_ctrl_c_before_anything_is_done(scenario):
    def stop(done, total, left):
        raise AssertionError("not reached")

    def never(*_):
        raise KeyboardInterrupt
        yield

    original, pool._here = pool._here, never
    try:
        with pytest.raises(KeyboardInterrupt):
            ensemble(scenario, runs=3, seed=3, progress=stop)
    finally:
        pool._here = original


@pytest.mark.parametrize(
    "bad", [{"runs": 0}, {"runs": 2.5}, {"seed": -1}, {"workers": 0}, {"runs": True}]
)
def test_bad_numbers_are_refused(scenario, bad):
    with pytest.raises(EnsembleError, match="allowed"):
        ensemble(scenario, **({"runs": 1, "seed": 1} | bad))


def test_a_bad_measure_is_refused_before_and_in_a_worker(scenario):
    with pytest.raises(HldsimError, match="Did you mean"):
        ensemble(scenario, runs=2, seed=1, measures=["speaker"])
    with pytest.raises(HldsimError, match="no proposal 'nowhere'"):
        ensemble(scenario, runs=2, seed=1, workers=2, measures=["stated_share[nowhere]"])


def test_a_worker_that_dies_is_reported(scenario, monkeypatch):
    monkeypatch.setattr(crew, "WORKER", "hldsim.experiments.no_such_module")
    with pytest.raises(WorkerError, match="before its time"):
        ensemble(scenario, runs=4, seed=1, workers=2)


def test_tasks_cover_every_run_once_and_do_not_depend_on_workers():
    for runs in (1, 7, 64, 401):
        tasks = chunked(2, runs, seed=1)
        for job in (0, 1):
            covered = [r for t in tasks if t.job == job for r in range(t.first, t.stop)]
            assert covered == list(range(runs))


def test_classes_by_venue_and_authority_or_by_core_issues():
    scenario = hldsim.load_scenario("hld_2006")
    design = scenario.proposals[0].design
    levels = scenario.space.decode(design)
    assert class_of(scenario, design) == f"{levels['venue']}/{levels['authority']}"
    assert class_of(scenario, [-1] * len(design)) == "none"
