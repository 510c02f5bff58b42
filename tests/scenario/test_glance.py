"""A glance: who takes part, before anybody has checked; nothing where that is not to be had."""

import pytest

from hldsim.scenario import glance as room
from hldsim.scenario.glance import glance
from hldsim.scenario.load import find_scenario, list_scenarios, load_scenario
from tests.scenario.broken import BREAKERS
from tests.scenario.small import files, write


@pytest.mark.parametrize("name", sorted(list_scenarios()))
def test_a_glance_sees_what_loading_finds(name):
    assert glance(find_scenario(name)) == load_scenario(name)


@pytest.mark.parametrize(
    "toml",
    ["", "name = ", "name = 'only this'", "issues = 3\nproposals = 4\n", "[[issues]]\nid = []\n"],
)
def test_what_cannot_be_built_is_left_to_those_who_say_why(toml, tmp_path):
    content = files()
    content["scenario.toml"] = toml.encode()
    assert glance(write(tmp_path / "broken", content)) is None


@pytest.mark.parametrize("name", sorted(BREAKERS))
def test_a_broken_scenario_is_seen_or_not_but_is_no_error(name, tmp_path):
    content = BREAKERS[name]()
    if isinstance(content, dict):
        seen = glance(write(tmp_path / "broken", content))
        assert seen is None or seen.parties


def test_no_folder_no_glance(tmp_path):
    assert glance(tmp_path / "absent") is None
    assert glance(tmp_path) is None


def test_a_large_scenario_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(room, "MOST_BYTES", 1000)
    assert glance(find_scenario("classroom_small")) is None
