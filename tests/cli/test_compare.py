"""``hldsim compare`` and what ``hldsim list`` says of rules, called in this process."""

import json

import pytest

from hldsim.cli import entry
from hldsim.cli.commands import LISTS


@pytest.fixture
def hldsim(capsys):
    def call(*arguments):
        code = entry.run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_table_of_agreements_with_intervals(hldsim):
    code, out, err = hldsim(
        "compare", "classroom_small", "--over", "decision-rule", "--runs", "2", "--workers", "1"
    )
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "Twelve states and a forum: 2 runs of each, seed 1"
    heads = lines[2].split()
    assert heads[:2] == ["decision-rule", "no"] and "hosted" in heads and "text" in heads
    assert lines[3].startswith("as declared") and "100 % (34-100)" in lines[3]
    below = lines.index("3 combinations were not run. What this scenario lacks:")
    names = ("qualified_majority", "triple_majority", "weighted_majority")
    why = "needs voting weights: give each member a voting_weight"
    assert lines[below + 1 : below + 5] == [*(f"  {name} {why}" for name in names), ""]
    assert not any(line.startswith("weighted_majority") for line in lines)


def test_what_no_combination_can_have_is_told_once(hldsim):
    code, out, _ = hldsim(
        *("compare", "classroom_small", "--over", "protocol,decision-rule", "--runs", "1"),
        *("--workers", "1"),
    )
    assert code == 0
    assert "27 combinations were not run. What this scenario lacks:" in out
    assert out.count("weighted_majority needs") == out.count("triple_majority needs") == 1
    assert out.count("\nexchange ") == 7  # decision rules that need no weights


def test_json_is_one_object(hldsim):
    code, out, err = hldsim(
        *("compare", "classroom_small", "--over", "coalition-rules,utility", "--runs", "1"),
        *("--workers", "1", "--seed", "4", "--json"),
    )
    assert (code, err) == (0, "")
    data = json.loads(out)
    assert data["over"] == ["coalitions", "utility"] and data["seed"] == 4
    assert data["rows"][0]["declared"] and data["rows"][0]["rules"]["coalitions"] == "worth"
    (row,) = [
        r for r in data["rows"] if r["rules"] == {"coalitions": "hedonic", "utility": "spatial"}
    ]
    assert sum(share["share"] for share in row["agreements"]) == pytest.approx(1.0)
    assert row["lacking"] is None and row["same_as_declared"] in (0.0, 1.0)


def test_settings_hold_for_every_row(hldsim):
    call = ("compare", "classroom_small", "--over", "strategy", "--runs", "2", "--workers", "1")
    plain = json.loads(hldsim(*call, "--json")[1])
    never = json.loads(hldsim(*call, "--json", "--set", "adoption[hosted].quorum=1")[1])
    assert plain["rows"] != never["rows"]


def test_a_family_that_is_none_is_refused_with_those_there_are(hldsim):
    code, out, err = hldsim("compare", "classroom_small", "--over", "protokol")
    assert (code, out) == (2, "")
    assert "--over protokol; allowed: protocol, decision-rule, coalitions" in err


@pytest.mark.parametrize("word", ["protocol", "protocols"])
def test_one_family_or_its_plural(hldsim, word):
    code, out, _ = hldsim(
        "compare", "un_conference_1997", "--over", word, "--runs", "1", "--workers", "1"
    )
    assert code == 0
    assert "amendments needs an agenda of amendments: declare [[amendments]]" in out


@pytest.mark.parametrize(
    "kind",
    ["decision-rules", "coalition-rules", "protocols", "utility-functions", "strategies",
     "influence-rules"],
)  # fmt: skip
def test_list_shows_formula_and_source_of_each(hldsim, kind):
    assert kind in LISTS
    entries = json.loads(hldsim("list", kind, "--json")[1])[kind]
    by_name = {one["name"]: one for one in entries}
    if kind == "decision-rules":
        assert by_name["majority"]["formula"] == ["outlook = logistic((yes / base - quota) / 0.06)"]
    out = hldsim("list", kind)[1]
    assert len(entries) >= 2
    for one in entries:
        assert one["formula"] and one["sources"], one["name"]
        for line in one["formula"]:
            assert line.strip() in out
        assert f"Source: {', '.join(one['sources'])}" in out


def test_a_rule_that_the_scenario_cannot_have_is_refused(hldsim):
    code, out, err = hldsim(
        "run", "classroom_small", "--set", "adoption[un].rule=weighted_majority"
    )
    assert (code, out) == (2, "")
    assert "adoption[un]: weighted_majority needs voting weights" in err


def test_check_names_a_rule_that_the_scenario_cannot_have(hldsim, tmp_path):
    from hldsim.scenario.load import load_scenario
    from hldsim.scenario.paths import with_settings
    from hldsim.scenario.save import save_scenario

    small = load_scenario("classroom_small")
    broken = with_settings(small, {"adoption[un].rule": "qualified_majority"})
    place = save_scenario(broken, tmp_path / "weightless")
    code, out, _ = hldsim("check", str(place))
    assert code == 2
    assert "scenario.toml, adoption[un].rule: 'qualified_majority'" in out
    assert "needs voting weights: give each member a voting_weight [rule.unfit]" in out
    weighed = {f"parties[{party.id}].voting_weight": 3 for party in small.parties}
    sound = save_scenario(with_settings(broken, weighed), tmp_path / "weighed")
    assert hldsim("check", str(sound))[0] == 0
    again = load_scenario(sound)
    assert {party.voting_weight for party in again.parties} == {3.0}
