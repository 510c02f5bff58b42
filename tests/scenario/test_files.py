"""Scenarios by name and path, and back to files without loss."""

import zipfile

import pytest

from hldsim.errors import ScenarioError, UnknownNameError
from hldsim.scenario.build import build
from hldsim.scenario.canonical import from_json, scenario_hash, to_json
from hldsim.scenario.check import check_scenario
from hldsim.scenario.load import find_scenario, list_scenarios, load_scenario
from hldsim.scenario.paths import with_settings
from hldsim.scenario.save import save_scenario
from tests.scenario.small import document, files, write

NAMES = sorted(list_scenarios())


def test_the_scenarios_that_come_with_hldsim_are_listed():
    assert {"classroom_small", "hld_2006"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_is_sound_and_named_after_its_folder(name):
    assert check_scenario(find_scenario(name)) == []
    assert load_scenario(name).name == name


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("ending", ["", ".zip"])
def test_saving_and_loading_gives_the_same_scenario(name, ending, tmp_path):
    scenario = load_scenario(name)
    there = save_scenario(scenario, tmp_path / f"copy{ending}")
    again = load_scenario(there)
    assert again == scenario
    assert again.document == scenario.document
    assert scenario_hash(again) == scenario_hash(scenario)
    assert check_scenario(there) == []  # its sources came along
    assert [p.name for p in tmp_path.iterdir()] == [there.name]


@pytest.mark.parametrize("name", NAMES)
def test_saving_unchanged_changes_no_byte(name, tmp_path):
    home = find_scenario(name)
    there = save_scenario(load_scenario(name), tmp_path / name)
    for file in ("scenario.toml", "parties.csv"):
        assert (there / file).read_bytes() == (home / file).read_bytes()


def test_saving_a_change_keeps_the_comments(tmp_path):
    changed = with_settings(load_scenario("hld_2006"), {"agenda[plenary].rounds": 9})
    there = save_scenario(changed, tmp_path / "hld_2006")
    old = (find_scenario("hld_2006") / "scenario.toml").read_text(encoding="utf-8").splitlines()
    new = (there / "scenario.toml").read_text(encoding="utf-8").splitlines()
    assert [line for line in new if line not in old] == ["rounds = 9"]
    assert len(new) == len(old)


@pytest.mark.parametrize(
    "settings",
    [
        {"hosts[BEL]": ""},
        {"adoption[hosted].rule": "majority", "adoption[hosted].quota": 0.6},
        {"imputation.x": {"kind": "uniform", "a": 0, "b": 1}},
        {"parties[BEL].value.venue.un": 0.25, "parties[MEX].position": ""},
        {"facts[F1]": ""},
        {"roles.low_below": 0.5},
        {"summary": 'with "quotes", a \\ and\ntwo lines'},
    ],
)
def test_a_changed_scenario_survives_saving_over_itself(settings, tmp_path):
    there = write(tmp_path / "small", files())
    changed = with_settings(load_scenario(there), settings)
    save_scenario(changed, there)
    again = load_scenario(there)
    assert (again, again.document) == (changed, changed.document)
    assert (there / "sources/made.csv").is_file()


def test_a_scenario_from_nowhere_is_saved_without_its_sources(tmp_path):
    there = save_scenario(build(document()), tmp_path / "new" / "small")
    assert load_scenario(there) == build(document())
    assert [f.check for f in check_scenario(there)] == ["source.file"]


def test_a_folder_of_something_else_is_not_overwritten(tmp_path):
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(ScenarioError, match="something other than a scenario"):
        save_scenario(build(document()), tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "precious"


def test_a_zip_with_one_top_folder_is_read(tmp_path):
    path = tmp_path / "small.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files().items():
            archive.writestr(f"small/{name}", data)
    assert check_scenario(path) == []
    assert load_scenario(path) == build(document())


def test_equal_scenarios_make_equal_zips(tmp_path):
    one = save_scenario(build(document()), tmp_path / "one.zip")
    two = save_scenario(build(document()), tmp_path / "two.zip")
    assert one.read_bytes() == two.read_bytes()


def test_an_unknown_name_lists_the_known_ones():
    with pytest.raises(UnknownNameError, match="Did you mean 'hld_2006'"):
        load_scenario("hld_2060")


def test_a_path_to_the_toml_is_a_path_to_its_folder(tmp_path):
    there = write(tmp_path / "small", files())
    assert find_scenario(there / "scenario.toml") == there


def test_json_gives_the_document_back():
    scenario = load_scenario("hld_2006")
    assert from_json(to_json(scenario.document)) == scenario.document


def test_the_hash_knows_content_from_writing():
    one, two = document(), document()
    two["rules"]["coalitions"]["beta"] = 0.1
    two = dict(reversed(two.items()))
    two["agenda"][0]["rounds"] = 2.0
    assert scenario_hash(build(one)) == scenario_hash(build(two))
    two["agenda"].reverse()
    assert scenario_hash(build(one)) != scenario_hash(build(two))
