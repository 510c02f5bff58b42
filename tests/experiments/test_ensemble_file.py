"""Ensembles in files: opened again they are the same, gone on with, and damage is said."""

import json

import numpy as np
import pytest

import hldsim
from hldsim.cli.entry import run as hldsim_command
from hldsim.errors import HldsimError, StorageError
from hldsim.experiments.ensemble import ensemble, result_of
from hldsim.experiments.ensemble_file import EnsembleFileError, load_ensembles, save_ensembles
from hldsim.experiments.ongoing import Ongoing
from hldsim.experiments.replicates import ROWS, SUMS, Job
from hldsim.session import Intervention

RUNS, SEED = 8, 3
CHANGE = Intervention("set", {"path": "parties[USA].salience.venue", "value": 0.9})


@pytest.fixture(scope="module")
def scenario():
    return hldsim.load_scenario("classroom_small")


@pytest.fixture(scope="module")
def result(scenario):
    return ensemble(scenario, RUNS, SEED, traced=True, measures=("speakers",))


@pytest.fixture(scope="module")
def changed(scenario):
    return ensemble(scenario, RUNS, SEED, traced=True, changes=[CHANGE])


@pytest.fixture
def file(tmp_path, result, changed):
    place = tmp_path / "two.hldmany"
    save_ensembles(place, [result, changed], ["as declared", "with a change"])
    return place


def test_opened_again_it_is_the_same(file, result, changed):
    found, names = load_ensembles(file)
    assert names == ("as declared", "with a change")
    for one, other in zip(found, (result, changed), strict=True):
        assert one.as_json() == other.as_json()
        for name in (*ROWS, *SUMS):
            mine, theirs = getattr(one.summary, name), getattr(other.summary, name)
            np.testing.assert_array_equal(mine, theirs)
            assert mine.dtype == theirs.dtype, name
    assert found[1].changes == (CHANGE,)
    assert [p.name for p in file.parent.iterdir()] == [file.name]  # nothing is left beside it


def test_it_begins_as_the_json_of_the_command_line_does(file, result, capsys):
    data = json.loads(file.read_text(encoding="utf-8"))
    assert {key: data[key] for key in result.as_json()} == result.as_json()
    assert set(data) == {*result.as_json(), "kept", "against", "comparison"}
    assert data["comparison"]["pairs"] == RUNS
    assert (
        hldsim_command(["ensemble", "classroom_small", "--runs", "8", "--seed", "3", "--json"]) == 0
    )
    printed = json.loads(capsys.readouterr().out)
    assert printed["classes"] == data["classes"] and printed["parties"] == data["parties"]


def test_the_command_line_writes_one(tmp_path, result):
    place = tmp_path / "runs.hldmany"
    said = hldsim_command(
        ["ensemble", "classroom_small", "--runs", "8", "--seed", "3", "--out", str(place)]
    )
    assert said == 0
    (found,), _ = load_ensembles(place)
    np.testing.assert_array_equal(found.summary.backing_rkd, result.summary.backing_rkd)


def test_runs_are_added_to_those_of_a_file(file, scenario):
    (found, _), _ = load_ensembles(file)
    job = Job(found.scenario, found.conditioned, found.measures, detailed=True, traced=True)
    runs = Ongoing([job], found.seed, known=[found.summary])
    runs.start(12, 1)
    assert runs.wait(60.0)
    whole = result_of(job, runs.summaries()[0], found.seed)
    plain = ensemble(scenario, 12, SEED, traced=True, measures=found.measures)
    assert whole.as_json() == plain.as_json()


def test_shares_alone_cannot_be_opened(tmp_path, result):
    place = tmp_path / "shares.json"
    place.write_text(json.dumps(result.as_json()), encoding="utf-8")
    with pytest.raises(EnsembleFileError, match="shares only.*hldmany"):
        load_ensembles(place)


def edited(file, change):
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda data: data["kept"].update(format=9), "format 9.*newer hldsim"),
        (lambda data: data["kept"]["scenario"].update(title="Another"), "not the one its runs"),
        (lambda data: data["kept"]["arrays"].pop("agreed_ri"), "damaged"),
        (lambda data: data["kept"]["arrays"]["seed_r"]["values"].pop(), "damaged"),
        (lambda data: data.update(runs=9), "damaged"),
        (lambda data: data["kept"].update(changes=[{}]), "damaged"),
        (lambda data: data.update(kept=[]), "shares only"),
        (lambda data: data["kept"]["scenario"].pop("issues"), "issues"),
    ],
)
def test_damage_is_said(file, change, words):
    with pytest.raises(HldsimError, match=words):
        load_ensembles(edited(file, change))


@pytest.mark.parametrize("content", ["", "[]", "{", "no json", "[" * 100_000])
def test_what_is_no_ensemble_is_said(tmp_path, content):
    place = tmp_path / "odd.hldmany"
    place.write_text(content, encoding="utf-8")
    with pytest.raises(EnsembleFileError, match="holds no ensemble"):
        load_ensembles(place)
    with pytest.raises(EnsembleFileError, match="cannot be read"):
        load_ensembles(tmp_path / "nowhere.hldmany")


def test_a_place_that_cannot_be_written_is_said_and_what_was_there_stays(file, result):
    with pytest.raises(StorageError, match="cannot be written"):
        save_ensembles(file.parent / "no" / "place.hldmany", [result], ["x"])
    before = file.read_bytes()
    folder = file.parent / "folder.hldmany"
    folder.mkdir()
    with pytest.raises(StorageError):
        save_ensembles(folder, [result], ["x"])
    assert file.read_bytes() == before
    assert sorted(p.name for p in file.parent.iterdir()) == ["folder.hldmany", file.name]
