"""The page of parameters is what the rules say, and the ODD names every rule there is."""

import importlib.util
import re
import sys
from pathlib import Path

import pytest

from hldsim.cli.known import catalogues
from hldsim.engine.setup import BeliefParameters
from hldsim.experiments.parameters import list_parameters
from hldsim.registry import UNITS, describe_parameters
from hldsim.scenario.load import list_scenarios, load_scenario

ROOT = Path(__file__).parents[2]
ODD = ROOT / "docs" / "odd.md"


@pytest.fixture(scope="module")
def odd():
    spec = importlib.util.spec_from_file_location("odd", ROOT / "scripts" / "odd.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["odd"] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_code_says(odd):
    written = (ROOT / "docs" / "parameters.md").read_text(encoding="utf-8")
    fresh = odd.page()
    differs = [
        (old, new)
        for old, new in zip(written.splitlines(), fresh.splitlines(), strict=False)
        if old != new
    ]
    assert written == fresh, f"run `make docs`; first difference: {differs[:1]}"


def rule_tables():
    """Parameters of each rule, table by table, as the page shows them."""
    yield "belief/public", describe_parameters(BeliefParameters)
    for family, catalogue in catalogues().items():
        for name in catalogue:
            kind = getattr(catalogue[name], "Parameters", None)
            if kind is not None:
                yield f"{family}/{name}", describe_parameters(kind)


@pytest.mark.parametrize(("rule", "infos"), list(rule_tables()))
def test_a_symbol_stands_for_one_parameter_of_a_rule(rule, infos):
    symbols = [info.symbol for info in infos]
    assert len(set(symbols)) == len(symbols), rule


def test_a_symbol_stands_for_one_name_among_all_rules():
    """Whatever rules a scenario puts together, pages that list them all can be read."""
    names = {}
    for _, infos in rule_tables():
        for info in infos:
            assert names.setdefault(info.symbol, info.name) == info.name, info.symbol


@pytest.mark.parametrize("name", list(list_scenarios()))
def test_a_symbol_stands_for_one_name_in_a_scenario(name):
    named = {(one.info.symbol, one.info.name) for one in list_parameters(load_scenario(name))}
    assert len(named) == len({symbol for symbol, _ in named}) > 30


@pytest.mark.parametrize(("rule", "infos"), list(rule_tables()))
def test_units_are_words_that_the_page_explains(odd, rule, infos):
    for info in infos:
        assert set(info.unit.split(" / ")) <= set(UNITS), info.name
    assert all(f"| {unit} | {meaning} |" in odd.page() for unit, meaning in UNITS.items())


def test_every_setting_of_the_scenario_is_on_the_page(odd):
    fresh, scenario = odd.page(), load_scenario(odd.SCENARIO)
    for spec in (scenario.imputation, *scenario.rules.values(), *scenario.adoption):
        for name, value in spec.parameters.items():
            (line,) = [x for x in fresh.splitlines() if _row(x, name, odd.setting(value))][:1]
            assert line


def _row(line, name, text):
    return line.startswith(f"| `{name}` |") and text in line


def test_odd_has_its_seven_elements_and_names_every_rule():
    """Grimm et al. (2020): the seven elements, in this order."""
    text = ODD.read_text(encoding="utf-8")
    heads = re.findall(r"^## (\d)\. (.+)$", text, re.M)
    assert [int(n) for n, _ in heads] == [1, 2, 3, 4, 5, 6, 7]
    for catalogue in catalogues().values():
        for name in catalogue:
            assert f"`{name}`" in text, name


def test_pages_of_the_documentation_link_to_what_is_there():
    for page in (ROOT / "docs").glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"
