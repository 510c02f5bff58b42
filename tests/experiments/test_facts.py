"""Facts: judged by the point estimate, with the interval beside it."""

import json
from dataclasses import replace

import pytest

import hldsim
from hldsim.errors import HldsimError
from hldsim.experiments.facts import FactError, judge
from hldsim.scenario.schema import FactSpec


@pytest.fixture(scope="module")
def scenario():
    return hldsim.load_scenario("classroom_small")


def fact(name="F", measure="speakers", op=">=", threshold=0.0, share=0.8, **more):
    return FactSpec(name, "A fact.", measure, op, threshold, share, **more)


def judged(scenario, *facts, runs=16, **more):
    return judge(replace(scenario, facts=facts), runs, 1, **more)


def test_met_and_short(scenario):
    report = judged(scenario, fact(), fact("G", threshold=1000))
    assert [j.verdict for j in report.judgements] == ["met", "short"]
    assert [j.share for j in report.judgements] == [1, 0]
    assert report.short
    assert not any(j.undecided for j in report.judgements)


def test_undecided_is_added_where_the_interval_holds_the_bar(scenario):
    (one,) = judged(scenario, fact(share=1.0)).judgements
    assert (one.verdict, one.undecided) == ("met", True)
    assert one.low < 1.0 == one.high


def test_what_is_given_calibrated_or_printed_is_no_fact(scenario):
    report = judged(
        scenario,
        fact("A", threshold=1000, kind="given"),
        fact("B", kind="calibrated"),
        fact("C", threshold=1000, kind="calibrated"),
        fact("D", threshold=1000, kind="printed"),
    )
    assert [j.verdict for j in report.judgements] == ["given", "calibrated", "short", "printed"]


def test_runs_with_nothing_to_measure_do_not_show_the_fact(scenario):
    name = f"rounds_to_viability[{scenario.proposals[0].id}; 2]"  # never reached
    (one,) = judged(scenario, fact(measure=name)).judgements
    assert (one.value, one.share, one.verdict) == (None, 0.0, "short")


def test_facts_under_other_settings_and_without_conditioning(scenario):
    longer = fact(
        "L",
        measure="no_agreement",
        settings={f"agenda[{scenario.agenda[0].id}].rounds": 1},
        conditioned=False,
    )
    seen = []
    report = judged(scenario, fact(), longer, progress=lambda *said: seen.append(said))
    assert seen[-1][:2] == (48, 48)  # conditioned, not, and changed
    assert report.judgements[1].fact.settings


def test_across_runs(scenario):
    measure = f"expected_reluctance_place[{scenario.parties[0].id}]"
    (one,) = judged(scenario, fact(measure=measure, op="<=", threshold=1.0)).judgements
    assert 0 < one.value <= 1
    assert one.share is one.low is one.high is None
    assert one.verdict == "met"
    assert "% of runs" not in one.test


def test_surprise_of_every_known_position():
    scenario = hldsim.load_scenario("hld_2006")
    known = [party.id for party in scenario.parties if party.position is not None]
    report = judged(scenario, fact(), runs=2)
    assert [surprise.party for surprise in report.surprises] == known
    assert all(0 <= s.low <= s.probability <= s.high <= 1 for s in report.surprises)


def test_json_has_no_nan_and_every_field(scenario):
    data = judged(scenario, fact(), fact(measure="noncommittal_share")).as_json()
    json.dumps(data, allow_nan=False)
    assert {"id", "test", "value", "share", "low", "high", "verdict", "undecided"} <= set(
        data["facts"][0]
    )


def test_two_workers_judge_alike(scenario):
    one = judged(scenario, fact(measure="noncommittal_share"))
    two = judged(scenario, fact(measure="noncommittal_share"), workers=2)
    assert one.as_json() == two.as_json()


def test_ctrl_c_before_all_kinds_of_run_were_tried(scenario):
    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judged(scenario, fact(), progress=stop)


def test_bad_input(scenario):
    with pytest.raises(FactError, match=r"\[\[facts\]\]"):
        judged(scenario)
    with pytest.raises(FactError, match="allowed"):
        judged(scenario, fact(op="~"))
    with pytest.raises(HldsimError, match="Did you mean"):
        judged(scenario, fact(measure="speaker"))
    with pytest.raises(HldsimError, match="allowed"):
        judged(scenario, fact(), runs=0)
    with pytest.raises(HldsimError, match="no party"):
        judged(scenario, fact(measure="expected_reluctance_place[XX]"))


def test_the_scenario_of_2006_declares_its_facts():
    facts = {spec.id: spec for spec in hldsim.load_scenario("hld_2006").facts}
    for wanted in ("C1a", "C3", "F2", "F3a", "F3b", "F4b", "F5c", "F6", "F7a", "F8b", "F16", "F17"):
        assert wanted in facts
    assert not facts["F3b"].conditioned
    assert facts["C1a"].kind == "calibrated"
    assert facts["C3"].kind == "given"
