"""Sensitivity: ranges as stated, common luck, and effects that are what they say."""

import json
import sys
from dataclasses import replace

import numpy as np
import pytest

import hldsim
from hldsim.cli import entry
from hldsim.cli.sensitivity import page
from hldsim.errors import HldsimError
from hldsim.experiments import sensitivity
from hldsim.experiments.ensemble import ensemble
from hldsim.experiments.sensitivity import SensitivityError, factors_of, morris, with_values
from hldsim.preferences.draw import draw_prior
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import PhaseSpec

pytest.importorskip("SALib")


@pytest.fixture(scope="module")
def forum():
    return hldsim.load_scenario("hld_2006")


def test_every_free_parameter_is_a_factor_within_its_bounds(forum):
    factors = {factor.path: factor for factor in factors_of(forum)}
    assert len(factors) > 70
    assert not any(path.endswith(("needs_host", "of_membership")) for path in factors)
    for factor in factors.values():
        assert factor.low < factor.high and factor.low <= factor.value <= factor.high
        assert factor.at(0.0) == pytest.approx(factor.low)
        assert factor.at(1.0) == pytest.approx(factor.high)
    kappa, cost = factors["adoption[un].kappa"], factors["rules.coalitions.cost"]
    assert (kappa.origin, cost.origin) == ("prior", "around the value")
    assert kappa.low == draw_prior(kappa.prior, 0.025) and kappa.value == pytest.approx(1000)
    assert kappa.at(1 / 3) == pytest.approx(draw_prior(kappa.prior, 0.025 + 0.95 / 3))
    assert (cost.low, cost.high) == pytest.approx((0.5 * cost.value, 1.5 * cost.value))
    assert factors["rules.strategy.high"].high == 1.0  # cut at the bound of the rule
    assert factors["rules.strategy.low"].high == pytest.approx(0.1)
    discipline = factors["blocs[G77].discipline"]
    assert (discipline.low, discipline.high) == pytest.approx((0.015, 0.045))
    assert not any(path.startswith("blocs[EU]") for path in factors)  # it has no line


def test_a_point_is_the_scenario_with_those_settings(forum):
    values = {
        "imputation.un_own": 1.1,
        "adoption[un].kappa": 50.0,
        "rules.belief.eta": 0.3,
        "blocs[G77].discipline": 0.2,
    }
    quick, checked = with_values(forum, values), with_settings(forum, values)
    told, other = (ensemble(one, 3, 2).as_json() for one in (quick, checked))
    told["scenario_hash"] = other["scenario_hash"]  # the quick one keeps the document, and its name
    assert told == other
    assert [bloc.discipline for bloc in quick.blocs if bloc.line] == [0.2]
    assert with_values(forum, {}) == forum


def one_phase(scenario):
    """A linear model in disguise: nothing but a plenary and its noncommittal speakers."""
    spec = next(spec for spec in scenario.agenda if spec.phase == "plenary")
    return replace(scenario, agenda=(PhaseSpec(spec.id, spec.phase, 2, spec.label, {}),))


def test_effects_are_those_of_the_ends_of_a_range(forum):
    """With delta the only factor that stops statements, more of it means fewer statements."""
    scenario = one_phase(forum)
    result = morris(scenario, 3, 2, 1, measures=("noncommittal_share", "speakers"))
    said, spoke = (found for found in result.effects)
    paths = [factor.path for factor in result.factors]
    delta, talk = paths.index("agenda[plenary].delta"), paths.index("imputation.talk_mean")
    assert said.mu_f[delta] == pytest.approx(said.mu_star_f[delta]) and said.mu_f[delta] > 0.05
    assert spoke.mu_f[talk] > 5 and spoke.order()[0] == talk
    eta = paths.index("rules.belief.eta")  # the belief moves, and nobody listens in a plenary
    assert said.mu_star_f[eta] == spoke.mu_star_f[eta] == 0.0
    assert result.runs_in_all == 3 * (len(paths) + 1) * 2


def test_the_same_whatever_the_workers_and_told_in_full(forum):
    scenario = one_phase(forum)
    one = morris(scenario, 2, 2, 5, 1, measures=("speakers",))
    two = morris(scenario, 2, 2, 5, 2, measures=("speakers",))
    assert one.as_json() == two.as_json()
    data = json.loads(json.dumps(one.as_json(), allow_nan=False))
    rows = data["effects"]["speakers"]
    assert [row["mu_star"] for row in rows] == sorted((r["mu_star"] for r in rows), reverse=True)
    told = page(one, "figures/x.svg")
    assert "five" not in told and "The 5 that matter most" in told and "figures/x.svg" in told
    assert all(f"`{factor.path}`" in told for factor in one.factors)


@pytest.mark.parametrize(
    "wrong", [{"trajectories": 1}, {"runs": 0}, {"measures": ("rainfall",)}, {"seed": -1}]
)
def test_wrong_numbers_and_measures_are_refused(forum, wrong):
    with pytest.raises(HldsimError):
        morris(forum, **({"trajectories": 2, "runs": 1} | wrong))


def test_without_the_library_the_line_to_type_is_named(forum, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "SALib.sample.morris", None)
    with pytest.raises(SensitivityError, match=r"hldsim\[sensitivity\]"):
        morris(forum, 2, 1)
    assert entry.run(["sensitivity", "hld_2006", "--trajectories", "2", "--runs", "1"]) == 2
    assert "pip install" in capsys.readouterr().err


def test_the_command_writes_a_page_with_its_figure(tmp_path, capsys, monkeypatch):
    few = sensitivity.factors_of
    monkeypatch.setattr(sensitivity, "factors_of", lambda scenario: few(scenario)[:3])
    out = tmp_path / "page.md"
    arguments = ["--trajectories", "2", "--runs", "1", "--workers", "1", "--measure", "coalitions"]
    assert entry.run(["sensitivity", "classroom_small", *arguments, "--out", str(out)]) == 0
    assert "Morris, 2 trajectories over 3 parameters" in capsys.readouterr().out
    drawn = (tmp_path / "figures" / "page.svg").read_text(encoding="utf-8")
    assert drawn.startswith("<svg") and "coalitions" in drawn
    assert entry.run(["sensitivity", "classroom_small", *arguments, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["factors"]) == 3
    assert entry.run(["sensitivity", "classroom_small", "--out", "x.txt"]) == 2


def test_elementary_effects_of_a_known_function():
    """Morris (1991): of a linear model they are its coefficients, without spread."""
    sample, analyze = sensitivity._salib()
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    points = sample(problem, 6, num_levels=sensitivity.LEVELS, seed=1)
    found = analyze(problem, points, points @ np.array([2.0, -1.0, 0.0]), num_levels=4, seed=1)
    assert np.allclose(found["mu"], [2, -1, 0]) and np.allclose(found["sigma"], 0)
    assert np.allclose(found["mu_star"], [2, 1, 0])
