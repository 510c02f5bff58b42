"""The numbers in docs/validation.md are those of the scenario as it is: held against fresh runs."""

import importlib.util
import re
from pathlib import Path

import pytest

import hldsim
from hldsim.analysis.intervals import wilson
from hldsim.experiments.facts import judge

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "validation.md").read_text("utf-8")
RUNS, SEED = 24, 90210
Z = 3.3
"""Two-sided 99.9 %: some forty shares are compared at once."""


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("docs_tables", ROOT / "scripts/docs_tables.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fresh():
    """A small run of every fact, on seeds the page has not seen."""
    report = judge(hldsim.load_scenario("hld_2006"), RUNS, SEED)
    return {judged.fact.id: judged for judged in report.judgements}


def rows(name):
    """Cells of a table of the page."""
    found = re.search(rf"<!-- table: {name} -->\n(.*?)<!-- end -->", PAGE, re.DOTALL)
    lines = [line for line in found[1].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    return [row for row in cells if row[0] != "---"][1:]


def by_fact(name):
    """First row of each fact by its id."""
    return {found[1]: row for row in rows(name) if (found := re.match(r"\*\*(\w+)\*\*", row[0]))}


def test_every_table_is_there_and_made(script):
    names = re.findall(r"<!-- table: (\w+) -->", PAGE)
    assert sorted(names) == sorted(script.TABLES)
    for name, (command, _) in script.TABLES.items():
        assert rows(name), name
        assert f"Made by `{command}`" in PAGE


def test_a_table_is_put_between_its_marks_and_nowhere_else(script):
    page = "a\n<!-- table: facts -->\nold\n<!-- end -->\nb\n<!-- table: vary -->\nx\n<!-- end -->\n"
    new = script.replaced(page, {"facts": "| new |"})
    assert "old" not in new and "| new |" in new
    assert new.endswith("b\n<!-- table: vary -->\nx\n<!-- end -->\n")
    assert script.replaced(new, {"facts": "| new |"}) == new


def test_the_page_has_every_fact_as_it_is_declared(fresh):
    page = by_fact("facts") | by_fact("statics")
    assert sorted(page) == sorted(fresh)
    for name, row in by_fact("facts").items():
        assert fresh[name].fact.text in row[0]
        assert row[1].startswith(f"`{fresh[name].test}`")


def test_no_fact_on_the_page_is_short():
    for row in by_fact("facts").values():
        assert not any("short" in cell for cell in row[2:]), row
    for row in by_fact("statics").values():
        assert "short" not in row[1], row


def test_verdicts_are_those_of_fresh_runs(fresh):
    assert [name for name, judged in fresh.items() if surely_short(judged)] == []


def surely_short(judged):
    """Whether the few fresh runs rule out what the page says: that the fact is met."""
    if judged.share is None or judged.fact.kind == "printed":
        return judged.clearly_short
    low, high = wilson(round(judged.share * judged.runs), judged.runs, Z)
    share = judged.fact.share
    return not low <= share if judged.fact.share_op == "<=" else high < share


def test_shares_on_the_page_are_within_the_interval_of_fresh_runs(fresh):
    off = []
    for name, row in by_fact("facts").items():
        judged = fresh[name]
        said = re.search(r"([\d.]+) % \(", row[2])
        assert (said is None) == (judged.share is None or judged.fact.kind == "printed"), name
        if said is None:
            continue
        low, high = wilson(round(judged.share * judged.runs), judged.runs, Z)
        if not low <= float(said[1]) / 100 <= high:
            off.append((name, said[1], low, high))
    assert off == []


def test_changes_on_the_page_are_near_those_of_fresh_runs(fresh):
    named = ""
    place = 0
    for row in rows("statics"):
        found = re.match(r"\*\*(\w+)\*\*", row[0])
        named, place = (found[1], 0) if found else (named, place + 1)
        said = re.search(r"\(([+-][\d.]+), s\.e\. ([\d.]+)\)", row[3])
        if said is None:
            assert place == 0
            continue
        step = fresh[named].steps[place]
        slack = Z * (step.error**2 + float(said[2]) ** 2) ** 0.5 + 0.05 * abs(step.change) + 0.02
        # fresh runs in which nothing differs have no error at all: so few can miss what is rare,
        # a tenth of what the whole ladder spans
        means = [one.mean for one in fresh[named].steps]
        rare = 0.1 * max(max(means) - min(means), 1.0)
        assert abs(step.change - float(said[1])) <= max(slack, rare), (named, place)


def test_the_rank_correlation_on_the_page_is_that_of_fresh_draws():
    from hldsim.experiments.baseline import baseline_correlation, un_scores

    scenario = hldsim.load_scenario("hld_2006")
    found = baseline_correlation(scenario, un_scores(scenario, 400, 77))
    said = [float(row[1]) for row in rows("score")]
    assert min(said) - 0.15 < found < max(said) + 0.15
