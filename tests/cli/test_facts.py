"""``hldsim facts``: statics, settings and free parameters on the command line."""

import json

import pytest

from hldsim.cli import entry


@pytest.fixture
def hldsim(capsys):
    """Call the command line; give back exit code, standard output, standard error."""

    def call(*arguments):
        code = entry.run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def strict(text):
    def refuse(word):
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_statics_step_by_step(hldsim):
    code, out, err = hldsim("facts", "hld_2006", "--runs", "2", "--workers", "1")
    assert (code in (0, 1), err) == (True, "")
    assert "Comparative statics, on the same seeds:" in out
    assert "adoption[un].rule=majority" in out
    assert "as declared" in out
    assert "Sourced: positions" in out


def test_facts_under_other_settings(hldsim):
    call = ("facts", "hld_2006", "--runs", "2", "--workers", "1", "--json")
    changed = strict(hldsim(*call, "--set", "agenda[plenary].delta=1")[1])
    spoke = {fact["id"]: fact["value"] for fact in changed["facts"]}
    assert spoke["C2a"] == 1  # nobody's margin is worth a statement
    assert hldsim(*call, "--set", "agenda[plenary].delt=1")[0] == 2


def test_vary_one_parameter_as_a_table(hldsim):
    code, out, err = hldsim(
        "facts", "hld_2006", "rules.belief.start", "--vary", "--runs", "4", "--workers", "1"
    )
    assert (code, err) == (0, "")
    assert "rules.belief.start: viability of every design before anybody speaks" in out
    assert "4 runs at each value" in out
    assert "F16" in out


def test_vary_as_json_is_the_same_with_two_workers(hldsim):
    call = ("facts", "hld_2006", "agenda[plenary].delta", "--vary", "--runs", "3", "--json")
    one, two = hldsim(*call, "--workers", "1"), hldsim(*call, "--workers", "2")
    assert one == two
    (row,) = strict(one[1])["parameters"]
    assert row["path"] == "agenda[plenary].delta"
    assert set(row) >= {"value", "points", "holds", "all_hold", "breaks_first"}
    assert [point["value"] for point in row["points"]] == [0.0125, 0.025, 0.1, 0.2]


def test_bad_calls(hldsim):
    code, _, err = hldsim("facts", "hld_2006", "rules.belief.eta")
    assert (code, "--vary" in err) == (2, True)
    code, _, err = hldsim("facts", "hld_2006", "belief.eta", "--vary")
    assert (code, "rules.belief.eta" in err) == (2, True)
    assert hldsim("facts", "hld_2006", "--statics")[0] == 2


def test_a_run_says_what_of_it_is_sourced(hldsim):
    out = hldsim("run", "hld_2006")[1]
    assert "Sourced: what AUS, BEL" in out
    assert strict(hldsim("run", "hld_2006", "--json")[1])["sourced"]["USA"] == "regional_processes"
    assert "No position is sourced" in hldsim("run", "classroom_small")[1]


def test_an_ensemble_says_what_of_it_is_sourced(hldsim):
    call = ("ensemble", "hld_2006", "--runs", "2", "--workers", "1")
    assert "(imposed by redrawing); all else is drawn." in hldsim(*call)[1]
    assert "(not imposed here); all else is drawn." in hldsim(*call, "--unconditioned")[1]
