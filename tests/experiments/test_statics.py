"""Comparative statics: paired on common seeds, and every kind of run only once."""

from dataclasses import replace

import numpy as np
import pytest

import hldsim
from hldsim.experiments.across import outcome_lead
from hldsim.experiments.facts import FactError, judge
from hldsim.experiments.judging import (
    Column,
    judge_against,
    judge_runs,
    judge_steps,
    paired_change,
    ratio_of_means,
)
from hldsim.experiments.trials import Trials, merged
from hldsim.scenario.schema import Against, FactSpec

SEEDS = np.arange(4)


def static(op=">=", threshold=0.3, **more):
    steps = more.pop("steps", ({}, {"x": 1}))
    return FactSpec("S", "A static.", "speakers", op, threshold, steps=steps, **more)


def judged(fact, *columns, seeds=None):
    columns = [np.array(column, dtype=float) for column in columns]
    settings = [(("x", n),) for n in range(len(columns))]
    seeds = seeds or [SEEDS] * len(columns)
    return judge_steps(fact, settings, [Column(*one) for one in zip(columns, seeds, strict=True)])


def test_change_and_its_standard_error_by_hand():
    change, error = paired_change(np.array([0.0, 0.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0, 0.0]))
    assert change == pytest.approx(0.25)
    assert error == pytest.approx(np.std([1, 1, 0, -1], ddof=1) / 2)
    assert paired_change(np.array([np.nan]), np.array([1.0])) == (None, None)


def test_one_standard_error_is_granted():
    one = judged(static(), [0, 0, 0, 0], [1, 0, 0, 0])  # 0.25 with a standard error of 0.25
    assert (one.value, one.verdict, one.undecided) == (0.25, "met", True)
    assert judged(static(threshold=0.51), [0, 0, 0, 0], [1, 0, 0, 0]).verdict == "short"
    assert judged(static(op="<=", threshold=0.01), [0, 0, 0, 0], [1, 0, 0, 0]).verdict == "met"
    assert judged(static(op="<=", threshold=-0.1), [0, 0, 0, 0], [1, 0, 0, 0]).verdict == "short"


def test_the_worst_step_decides():
    up = judged(static(threshold=0), [0, 0, 0, 0], [3, 3, 3, 3], [1, 1, 1, 1])
    assert (up.value, up.verdict, up.undecided) == (-2, "short", False)
    assert [step.mean for step in up.steps] == [0, 3, 1]
    assert [step.change for step in up.steps] == [None, 3, -2]
    assert judged(static(op="<=", threshold=0), [3] * 4, [3] * 4, [1] * 4).verdict == "met"


def test_only_common_seeds_are_compared():
    one = judged(static(), [9, 0, 0], [1, 1, 5], seeds=[np.array([1, 2, 3]), np.array([2, 3, 4])])
    assert (one.runs, one.value) == (2, 1)


def test_a_ratio_of_means_and_its_error_by_hand():
    own, other = np.array([4.0, 2.0, 6.0, np.nan]), np.array([1.0, 2.0, 3.0, 5.0])
    ratio, error = ratio_of_means(own, other)
    assert ratio == pytest.approx(2.0)
    assert error == pytest.approx(np.std([2.0, -2.0, 0.0], ddof=1) / (np.sqrt(3) * 2.0))
    assert ratio_of_means(own, np.zeros(4)) is None


def set_against(threshold, own, other, seeds=(SEEDS, SEEDS)):
    fact = FactSpec("A", "a", "speakers", ">=", threshold, against=Against("other", "speakers"))
    values = (np.array(own, dtype=float), np.array(other, dtype=float))
    return judge_against(fact, *(Column(*one) for one in zip(values, seeds, strict=True)))


def test_another_scenario_is_a_bar_on_common_seeds():
    one = set_against(2, [4, 2, 6, 8], [2, 1, 3, 4])
    assert (one.value, one.low, one.high, one.verdict, one.runs) == (2, 2, 2, "met", 4)
    assert set_against(2.01, [4, 2, 6, 8], [2, 1, 3, 4]).verdict == "short"
    assert set_against(2, [4, 2, 6, 9], [2, 1, 3, 5]).undecided
    shifted = set_against(1, [9, 1, 1, 1], [1, 1, 1, 7], (SEEDS, SEEDS + 1))
    assert (shifted.runs, shifted.value) == (3, 1)
    assert set_against(1, [1, 1, 1, 1], [0, 0, 0, 0]).verdict == "short"


def test_a_fact_against_another_scenario_runs_both():
    scenario = hldsim.load_scenario("un_conference_1997")
    facts = tuple(fact for fact in scenario.facts if fact.id == "F15e")
    (judged_,) = judge(replace(scenario, facts=facts), 8, 5).judgements
    means = [
        hldsim.ensemble(hldsim.load_scenario(name), 8, 5, measures=(measure,))
        .measured()[measure]
        .mean()
        for name, measure in (
            ("un_conference_1997", "objection[un_conference]"),
            ("hld_2006", "objection[un_embedded]"),
        )
    ]
    assert judged_.value == pytest.approx(means[0] / means[1])


def test_what_a_fact_is_set_against_must_exist():
    scenario = hldsim.load_scenario("classroom_small")
    for against, says in (
        (Against("nowhere", "speakers"), "nowhere"),
        (Against("hld_2006", "outcome_lead[venue; un]"), "no measure of one run"),
    ):
        fact = FactSpec("A", "a", "speakers", ">=", 1, against=against)
        with pytest.raises(FactError, match=says):
            judge(replace(scenario, facts=(fact,)), 2, 1)


def test_a_step_with_nothing_to_measure_is_short():
    one = judged(static(), [np.nan] * 4, [1, 1, 1, 1])
    assert (one.value, one.verdict) == (None, "short")


def test_facts_share_their_runs():
    scenario = hldsim.load_scenario("classroom_small")
    changed = {f"agenda[{scenario.agenda[0].id}].rounds": 1}
    facts = [
        FactSpec("A", "a", "speakers", ">=", 0, settings=changed),
        FactSpec("B", "b", "no_agreement", ">=", 0, steps=({}, changed)),
        FactSpec("C", "c", "speakers", ">=", 0),
    ]
    jobs = Trials(scenario, facts).jobs()
    assert [dict(job.settings) for job in jobs] == [changed, {}]
    assert [job.measures for job in jobs] == [("speakers", "no_agreement")] * 2 or {
        job.measures for job in jobs
    } == {("speakers", "no_agreement"), ("no_agreement", "speakers")}
    report = judge(replace(scenario, facts=tuple(facts)), 8, 1, workers=2)
    assert [len(j.steps) for j in report.judgements] == [0, 2, 0]
    again = judge(replace(scenario, facts=tuple(facts)), 8, 1)
    assert report.as_json() == again.as_json()


def test_what_a_rule_that_goes_had_goes_with_it():
    base = (("adoption[un].kappa.a", 1), ("adoption[une].kappa", 2), ("rules.strategy.scale", 2))
    own = {"adoption[un].rule": "majority", "rules.strategy.scale": 3}
    assert merged(base, own) == (("adoption[une].kappa", 2), *own.items())
    assert merged(base, {"adoption[un].kappa": 0})[-1] == ("adoption[un].kappa", 0)
    assert ("adoption[un].kappa.a", 1) not in merged(base, {"adoption[un].kappa": 0})


def test_steps_of_a_measure_across_runs_are_refused():
    scenario = hldsim.load_scenario("classroom_small")
    fact = FactSpec("A", "a", "outcome_lead[venue; un]", ">=", 0, steps=({}, {}))
    with pytest.raises(FactError, match="no measure of one run"):
        Trials(scenario, [fact])


def test_the_most_frequent_outcome_leads():
    scenario = hldsim.load_scenario("hld_2006")
    venue = scenario.space.issue_index("venue")
    levels = [level.id for level in scenario.space.issues[venue].levels]
    agreed = np.full((10, len(scenario.space.issues)), -1)
    agreed[:5] = 0
    agreed[:5, venue] = levels.index("regional")
    agreed[5:8] = 0
    agreed[5:8, venue] = levels.index("hosted")

    class Summary:
        agreed_ri = agreed

        def __len__(self):
            return len(agreed)

    lead = {level: outcome_lead(scenario, Summary(), "venue", level) for level in levels}
    assert lead == pytest.approx({"regional": 0.2, "hosted": -0.2, "none": -0.5, "un": -0.5})


def test_a_share_of_half_is_the_median():
    fact = FactSpec("A", "a", "speakers", ">=", 3)
    assert judge_runs(fact, np.array([1.0, 3.0, 4.0])).verdict == "met"
    assert judge_runs(fact, np.array([1.0, 2.0, 4.0])).verdict == "short"


STATICS = ("Sa", "Sb1", "Sb2", "Sc1", "Sd", "Se1", "Se2")


def test_the_statics_of_2006_hold_on_a_few_runs():
    scenario = hldsim.load_scenario("hld_2006")
    facts = tuple(fact for fact in scenario.facts if fact.id in STATICS)
    assert len(facts) == len(STATICS)
    report = judge(replace(scenario, facts=facts), 24, 5)
    assert [j.fact.id for j in report.judgements if j.clearly_short] == []
