"""Vary: one parameter at a time, from the value in use outwards."""

import json
from dataclasses import replace

import pytest

import hldsim
from hldsim.experiments.facts import FactError
from hldsim.experiments.parameters import (
    FreeParameter,
    ParameterError,
    chosen_parameters,
    free_parameters,
    list_parameters,
)
from hldsim.experiments.sensitivity import factors_of
from hldsim.experiments.vary import Point, Varied, vary
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import FactSpec


@pytest.fixture(scope="module")
def scenario():
    small = hldsim.load_scenario("classroom_small")
    facts = (
        FactSpec("talk", "All speak.", "speakers", ">=", 1, 0.9),
        FactSpec("say", "Some name a design.", "noncommittal_share", "<", 1, 0.9),
        FactSpec("never", "Cannot be.", "speakers", ">", 999, 0.9),
    )
    return replace(small, facts=facts)


def parameter(value, low=0.0, high=1.0):
    return FreeParameter("p", "p", "", "1", value, low, high, False)


def test_ladders_stay_within_bounds_and_leave_out_what_is_in_use():
    assert parameter(0.1).ladder == (0.025, 0.05, 0.2, 0.4)
    assert parameter(0.4).ladder == (0.1, 0.2, 0.8, 1.0)
    assert parameter(1.0).ladder == (0.25, 0.5)
    assert parameter(0.0).ladder == (0.25, 1.0)
    assert parameter(0.0, -1.0).ladder == (-1.0, -0.25, 0.25, 1.0)
    assert parameter(-0.4, -1.0).ladder == (-1.0, -0.8, -0.2, -0.1)


def varied(broken):
    points = tuple(Point(x, broken.get(x, ()), ()) for x in (1.0, 2.0, 8.0, 16.0))
    return Varied(parameter(4.0, 0, 99), points)


def test_a_range_ends_where_a_fact_first_breaks():
    found = varied({2.0: ("A",), 16.0: ("A", "B")})
    assert found.holds("A") == (4, 8)  # 1 holds again, but not without a break between
    assert found.holds("B") == (1, 8)
    assert found.holds() == (4, 8)
    assert found.first_break(up=False).value == 2
    assert found.first_break(up=True).broken == ("A", "B")
    assert varied({}).holds() == (1, 16)
    assert varied({}).first_break(up=True) is None


@pytest.mark.parametrize("name", ["hld_2006", "classroom_small"])
def test_every_value_of_every_ladder_can_be_set(name):
    scenario = hldsim.load_scenario(name)
    found = free_parameters(scenario)
    assert len({p.path for p in found}) == len(found) > 10
    from hldsim.engine.assemble import assemble

    bare = replace(scenario, document={**scenario.document, "facts": []})
    for p in found[:: max(len(found) // 12, 1)]:
        for value in (p.ladder[0], p.ladder[-1]):
            assert p.low <= value <= p.high
            assemble(with_settings(bare, {p.path: value}), 1)


def test_free_parameters_of_2006_are_of_every_kind():
    paths = {p.path for p in free_parameters(hldsim.load_scenario("hld_2006"))}
    assert {
        "imputation.un_mean.a",
        "rules.belief.start",
        "rules.coalitions.cost",
        "rules.strategy.scale",
        "adoption[hosted].quorum.a",
        "agenda[plenary].delta",
        "blocs[G77].discipline",
    } <= paths


def test_one_list_feeds_the_ladders_and_the_screening():
    scenario = hldsim.load_scenario("hld_2006")
    listed = [one.path for one in list_parameters(scenario)]
    assert len(set(listed)) == len(listed)
    varied = [p.path.removesuffix(".a") for p in free_parameters(scenario)]
    screened = [factor.path for factor in factors_of(scenario)]
    assert set(varied) | set(screened) <= set(listed)
    assert {path.rpartition(".")[2] for path in set(listed) - set(screened)} == {"needs_host"}
    vote = {f"adoption[{spec.id}].rule": "majority" for spec in scenario.adoption}
    screened = [factor.path for factor in factors_of(with_settings(scenario, vote))]
    assert "adoption[un].quota" in screened and "adoption[un].quorum" in screened
    assert not any(path.endswith(("of_membership", "of_present")) for path in screened)


def test_parameters_by_name():
    scenario = hldsim.load_scenario("hld_2006")
    chosen = chosen_parameters(scenario, ("imputation.un_mean", "rules.belief.eta"))
    assert [p.path for p in chosen] == ["imputation.un_mean.a", "rules.belief.eta"]
    with pytest.raises(ParameterError, match="rules.belief.eta"):
        chosen_parameters(scenario, ("belief.eta",))


def test_vary_finds_what_breaks(scenario):
    path = f"agenda[{scenario.agenda[0].id}].delta"
    seen = []
    report = vary(scenario, [path], 12, 1, progress=lambda *said: seen.append(said))
    assert report.facts == ("talk", "say")
    assert report.broken_before == ("never",)
    (found,) = report.varied
    assert found.holds("talk") == (found.parameter.ladder[0], found.parameter.ladder[-1])
    assert seen[-1][:2] == (12 * (1 + len(found.points)),) * 2
    data = report.as_json()
    json.dumps(data, allow_nan=False)
    assert data["parameters"][0]["path"] == path
    assert list(data["parameters"][0]["holds"]) == ["talk", "say"]
    two = vary(scenario, [path], 12, 1, workers=2)
    assert two.as_json() == data


@pytest.mark.parametrize("batch", [4, 80])
def test_ctrl_c_keeps_parameters_that_are_finished(scenario, monkeypatch, batch):
    monkeypatch.setattr("hldsim.experiments.vary.BATCH", batch)
    names = [p.path for p in free_parameters(scenario)[:3]]
    first = len(free_parameters(scenario)[0].ladder)

    def stop(done, total, left):
        if done > 4 * (1 + first):
            raise KeyboardInterrupt

    report = vary(scenario, names, 4, 1, progress=stop)
    assert report.interrupted
    assert [v.parameter.path for v in report.varied] == names[:1]

    def at_once(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        vary(scenario, names, 4, 1, progress=at_once)


def test_nothing_to_vary_on(scenario):
    with pytest.raises(FactError, match=r"\[\[facts\]\]"):
        vary(replace(scenario, facts=()), [], 2, 1)


def test_the_start_belief_does_not_matter():
    scenario = hldsim.load_scenario("hld_2006")
    from hldsim.experiments.pool import gather
    from hldsim.experiments.trials import Trials

    facts = [f for f in scenario.facts if not f.settings and not f.steps and f.kind == "fact"]
    verdicts = []
    for start in (0.1, 0.9):
        trials = Trials(scenario, facts, (("rules.belief.start", start),))
        summaries, _ = gather(trials.jobs(), 60, 3, 1)
        verdicts.append({j.fact.id: j for j in trials.judge(summaries)})
    low, high = verdicts
    differ = [
        name
        for name in low
        if low[name].verdict != high[name].verdict
        and not (low[name].undecided or high[name].undecided)
    ]
    assert differ == []
