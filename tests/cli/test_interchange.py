"""``hldsim import`` and ``hldsim export``, called in this process."""

import json
from pathlib import Path

import pytest

from hldsim.cli import entry
from hldsim.scenario.load import load_scenario

TABLE = """\
actor;issue;position;salience;power
China;mrv;0;0,8;1
EU28;mrv;100;0,8;0,75
AOSIS;mrv;80;0,75;0,5
China;legal;20;0,65;1
EU28;legal;100;0,7;0,75
AOSIS;legal;100;0,8;0,5
"""


@pytest.fixture
def hldsim(capsys, tmp_path, monkeypatch):
    """Call the command line in a folder of its own; exit code, standard output and error."""
    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        code = entry.run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.mark.parametrize("command", ["import", "export"])
def test_the_help_has_an_example(hldsim, command):
    code, out, _ = hldsim(command, "--help")
    assert code == 0 and f"hldsim {command} " in out.split("Options:")[0].partition("\n\n")[2]


def test_a_table_becomes_a_scenario_that_runs(hldsim):
    Path("cop.csv").write_text(TABLE, encoding="utf-8")
    code, out, err = hldsim("import", "cop.csv", "--to", "talks")
    assert (code, err) == (0, "")
    assert "3 parties, 2 issues (6 outcomes)" in out and "hldsim gui talks" in out
    assert hldsim("check", "talks")[0] == 0
    code, out, _ = hldsim("run", "talks", "--seed", "2")
    assert code == 0 and "Agreement:" in out
    scenario = load_scenario(Path("talks"))
    assert scenario.name == "talks"
    assert [party.id for party in scenario.parties] == ["China", "EU28", "AOSIS"]


def test_issues_and_levels_are_chosen(hldsim):
    Path("cop.csv").write_text(TABLE, encoding="utf-8")
    code, out, _ = hldsim(
        "import", "cop.csv", "--to", "talks", "--issues", "legal", "--levels", "5", "--json"
    )
    told = json.loads(out)
    assert code == 0
    assert (told["parties"], told["issues"], told["outcomes"]) == (3, 1, 5)
    assert told["notes"] == []


def test_what_is_left_out_is_said(hldsim):
    Path("cop.csv").write_text(
        TABLE.replace("20;0,65;1", "20;0,65;3") + "IOM;mrv;;0,5;1\n", encoding="utf-8"
    )
    code, _, err = hldsim("import", "cop.csv", "--to", "talks")
    assert code == 0
    assert "capability of China differs by issue; the mean is taken" in err
    assert "IOM has no position and is left out" in err


def test_a_scenario_becomes_files_and_a_scenario_again(hldsim):
    code, out, err = hldsim("export", "classroom_small", "--to", "genius", "--format", "genius")
    assert code == 0 and "12 profiles" in out
    assert "NegMAS takes values as they are" in err
    files = sorted(path.name for path in Path("genius").iterdir())
    assert len(files) == 13 and "classroom_small-domain.xml" in files and "AUS.xml" in files
    code, _, err = hldsim("import", *map(str, Path("genius").glob("*.xml")), "--to", "again")
    assert (code, err) == (0, "")
    before, after = load_scenario("classroom_small"), load_scenario(Path("again"))
    assert [issue.id for issue in after.space.issues] == [i.id for i in before.space.issues]
    assert after.space.status_quo == before.space.status_quo
    assert {p.id: p.name for p in after.parties} == {p.id: p.name for p in before.parties}
    assert hldsim("export", "again", "--to", "genius_again")[0] == 0
    for file in files[:-1]:
        if "domain" not in file:
            first = (Path("genius") / file).read_text("utf-8")
            second = (Path("genius_again") / file).read_text("utf-8")
            # all but the name of the domain, number for number
            assert second.replace('name="again"', 'name="classroom_small"') == first


def test_settings_and_seed_reach_the_files(hldsim):
    one = ("export", "classroom_small", "--to")
    assert hldsim(*one, "a", "--set", "parties[AUS].salience.venue=0.9", "--json")[0] == 0
    assert hldsim(*one, "b", "--seed", "5")[0] == 0
    assert '<weight index="1" value="0.55">' in Path("b/AUS.xml").read_text("utf-8")
    assert '<weight index="1" value="0.55">' not in Path("a/AUS.xml").read_text("utf-8")


def test_discounts_are_left_out_and_said(hldsim):
    hldsim("export", "classroom_small", "--to", "genius")
    place = Path("genius/AUS.xml")
    text = place.read_text("utf-8")
    place.write_text(text.replace('<discount_factor value="1.0"', '<discount_factor value="0.5"'))
    code, _, err = hldsim("import", *map(str, Path("genius").glob("*.xml")), "--to", "again")
    assert code == 0 and "discount factors are left out" in err


@pytest.mark.parametrize(
    ("files", "options", "word"),
    [
        ({"a.doc": "x"}, (), "allowed: one table"),
        ({"a.csv": TABLE, "b.csv": TABLE}, (), "allowed: one table"),
        ({"a.csv": TABLE.replace("80;", "x;")}, (), "a.csv line 4: position 'x'"),
        ({"a.csv": TABLE}, ("--issues", "mrw"), "no issue 'mrw'"),
        ({"a.xml": "<a>"}, (), "a.xml line 1: not XML"),
        ({"a.xml": "<negotiation_template/>"}, (), "no issue"),
        ({"a.xml": "<html></html>"}, (), "<html>"),
        ({"a.xml": "<utility_space/>"}, ("--issues", "a"), "--issues goes with a table"),
        ({}, (), "cannot be read"),
    ],
)
def test_bad_input_is_one_message_and_two(hldsim, files, options, word):
    for name, text in files.items():
        Path(name).write_text(text, encoding="utf-8")
    code, out, err = hldsim("import", *(files or ["none.csv"]), "--to", "x", *options)
    assert (code, out) == (2, "")
    assert word in err
    assert not Path("x").exists()


def test_a_domain_alone_or_two_of_them_are_refused(hldsim):
    hldsim("export", "classroom_small", "--to", "genius")
    domain = Path("genius/classroom_small-domain.xml")
    code, _, err = hldsim("import", str(domain), "--to", "x")
    assert code == 2 and "no profile among the files" in err
    other = Path("other.xml")
    other.write_bytes(domain.read_bytes())
    code, _, err = hldsim("import", str(domain), str(other), "--to", "x")
    assert code == 2 and "both domains" in err


@pytest.mark.parametrize("command", [("import", "cop.csv"), ("export", "classroom_small")])
def test_nothing_that_is_there_is_written_over(hldsim, command):
    Path("cop.csv").write_text(TABLE, encoding="utf-8")
    Path("there").mkdir()
    Path("there/letter.txt").write_text("mine")
    code, _, err = hldsim(*command, "--to", "there")
    assert code == 2 and "is there already" in err
    assert Path("there/letter.txt").read_text() == "mine"
