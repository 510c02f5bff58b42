"""The small table is a table for one lesson: real figures, preferences said to be made up."""

import pytest

from hldsim.domain.parties import Provenance
from hldsim.engine.run import run
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("classroom_small")


def utility(scenario, party, design):
    """Utility of a design as the declared columns say it, single-peaked on ordered issues."""
    total = 0.0
    for issue, n in zip(scenario.space.issues, design, strict=True):
        if issue.ordered:
            at = n / (len(issue.levels) - 1)
            value = 1 - abs(at - party.declared[f"ideal.{issue.id}"])
        else:
            value = party.declared[f"value.{issue.id}.{issue.levels[n].id}"]
        total += party.declared[f"salience.{issue.id}"] * value
    return total


def test_figures_are_those_of_the_large_scenario(scenario):
    large = {party.id: party for party in load_scenario("hld_2006").parties}
    assert len(scenario.parties) == 12
    for party in scenario.parties:
        assert party.role == large[party.id].role
        assert party.figures.items() <= large[party.id].figures.items()


def test_preferences_say_what_they_are(scenario):
    for party in scenario.parties:
        assert party.provenance is Provenance.IMPUTED
        assert party.source == "made for teaching"
        assert party.position is None
        for family, names in (
            ("salience", [issue.id for issue in scenario.space.issues]),
            ("emphasis", [theme.id for theme in scenario.themes]),
        ):
            assert sum(party.declared[f"{family}.{n}"] for n in names) == pytest.approx(1)


def test_there_is_a_contest(scenario):
    tabled = {p.id: p.design for p in scenario.proposals}
    best = [
        max(tabled, key=lambda name: utility(scenario, party, tabled[name]))
        for party in scenario.parties
    ]
    first = {name: best.count(name) for name in tabled}
    assert first["regional_processes"] == 2
    assert first["un_embedded"] >= 3
    assert first["informal_hosted"] >= 3


def test_a_run_ends_in_a_lesson(scenario):
    assert scenario.rounds <= 20
    assert scenario.imputation.name == "declared"


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        ({}, "informal_hosted"),
        ({"adoption[un].rule": "majority"}, "un_embedded"),
        ({"hosts[BEL]": ""}, "regional_processes"),
    ],
)
def test_the_answer_turns_on_the_rule_and_on_the_host(scenario, settings, wanted):
    changed = with_settings(scenario, settings)
    ended = []
    for seed in range(10):
        end = run(changed, seed).end
        coalition = end.origin_c[end.adopted] if end.adopted >= 0 else None
        ended.append(None if coalition is None else changed.proposals[int(coalition)].id)
    assert ended.count(wanted) >= 8
