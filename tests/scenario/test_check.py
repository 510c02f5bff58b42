"""Every check has a broken example, and says where, what, and what is allowed."""

import fnmatch
from pathlib import Path

import pytest

from hldsim.errors import ScenarioError
from hldsim.scenario.canonical import from_json
from hldsim.scenario.check import CHECKS, check_document, check_scenario
from hldsim.scenario.load import load_scenario
from tests.scenario.broken import BREAKERS
from tests.scenario.expected import EXPECTED
from tests.scenario.small import document, files, write

RULES = {
    "decision": ["opt_in", "consensus", "majority"],
    "measure": ["agreement"],
    "coalitions": ["worth"],
}
PARAMETERS = {"coalitions": {"worth": ["beta", "gamma"]}}
ELSEWHERE = {
    "file.unreadable",
    "json.syntax",
    "rule.unfit",
    "parameter.range",
}  # tested below, and tests/cli


def put(folder, made):
    """Write what a breaker made and return its path."""
    path = folder / "small"
    if isinstance(made, bytes):
        path = folder / "small.zip"
        path.write_bytes(made)
    elif made is not None:
        write(path, made)
    return path


def test_the_small_scenario_is_sound(tmp_path):
    assert check_scenario(write(tmp_path / "small", files()), RULES, PARAMETERS) == []
    assert check_document(document(), RULES, PARAMETERS) == []


@pytest.mark.parametrize("name", BREAKERS)
def test_a_broken_scenario_is_told_all_its_faults(name, tmp_path):
    found = check_scenario(put(tmp_path, BREAKERS[name]()), RULES, PARAMETERS)
    told = [(f.check, f.place, f.value, f.allowed) for f in found]
    wanted = EXPECTED[name]
    assert len(told) == len(wanted), told
    for got, want in zip(told, wanted, strict=True):
        for part, pattern in zip(got, want, strict=True):
            assert part == pattern or ("*" in pattern and fnmatch.fnmatchcase(part, pattern))


def test_every_check_has_a_broken_example():
    shown = {fault[0] for faults in EXPECTED.values() for fault in faults}
    assert shown | ELSEWHERE == set(CHECKS)
    assert set(EXPECTED) == set(BREAKERS)


@pytest.mark.parametrize("name", sorted(set(BREAKERS) - {"nowhere"}))
def test_loading_a_broken_scenario_raises_one_kind_of_error(name, tmp_path):
    path = put(tmp_path, BREAKERS[name]())
    only_noted = all(fault[0] == "source.file" for fault in EXPECTED[name])
    if only_noted:
        assert load_scenario(path, RULES, PARAMETERS).name == "small"
        return
    with pytest.raises(ScenarioError) as raised:
        load_scenario(path, RULES, PARAMETERS)
    assert raised.value.faults
    assert str(raised.value.faults[0]) in str(raised.value)


def test_a_file_that_cannot_be_read_is_a_fault(tmp_path, monkeypatch):
    path = write(tmp_path / "small", files())

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    (fault,) = check_scenario(path)
    assert fault.check == "file.unreadable"
    assert fault.place == "small"
    assert fault.value == "Permission denied"


@pytest.mark.parametrize("text", ["{", "[" * 100_000, ""])
def test_a_document_that_is_no_json_is_a_fault(text):
    with pytest.raises(ScenarioError) as raised:
        from_json(text)
    assert raised.value.faults[0].check == "json.syntax"


def test_a_json_that_is_no_table_is_a_fault():
    with pytest.raises(ScenarioError, match="list; allowed: a table"):
        from_json("[]")


def test_faults_of_different_files_come_together(tmp_path):
    made = files()
    made["scenario.toml"] = made["scenario.toml"].replace(b'status_quo = "talk"', b"status_quo = 3")
    made["parties.csv"] = made["parties.csv"].replace(b"-0.88", b"many")
    found = check_scenario(write(tmp_path / "small", made))
    assert [f.check for f in found] == ["cell.number", "value.type"]


def test_without_catalogues_names_are_taken_on_trust():
    content = document()
    content["rules"]["coalitions"] = {"name": "anything", "at_all": 1}
    assert check_document(content) == []


def test_a_document_names_places_without_files():
    content = document()
    content["parties"][1]["role"] = "sink"
    (fault,) = check_document(content)
    assert fault.place == "parties[MEX].role"
