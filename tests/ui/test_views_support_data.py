"""What the support view counts: shares, objections, and where a design stands against its rule."""

from dataclasses import dataclass

import pytest

from hldsim.scenario.load import load_scenario
from hldsim_ui.views.support_data import (
    Standing,
    backing_kd,
    has_quota_line,
    objectors_kd,
    standing_line,
    standings,
)
from tests.report.made_up import made_up_history


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def history(scenario):
    return made_up_history(scenario)


@dataclass
class Told:
    proposal: str = "informal_hosted"
    rule: str = "opt_in"
    quota: float = 0.5
    yes: int = 90
    willing: int = 88
    objectors: int = 0
    host: str | None = "BEL"
    needed: int = 97


def test_every_member_is_counted_once(history):
    counts = backing_kd(history, history.last)
    assert (counts.sum(axis=1) == history.inputs.member_p.sum()).all()
    assert counts[0, -1] == history.inputs.member_p.sum()


def test_objectors_are_those_seen(history):
    seen = objectors_kd(history, history.last)
    assert seen[-1, 0] == history[history.last].state.objected_pc[:, 0].sum()
    assert seen[0].sum() == 0


def test_without_a_record_of_standings_the_scenario_speaks(history, scenario):
    rows = standings(history, history.last)
    assert [row.rule for row in rows] == ["consensus", "opt_in", "opt_in"]
    assert rows[1].host == "BEL"
    assert rows[0].objectors > 0
    assert f"{rows[0].objectors} object" in standing_line(rows[0], scenario, 192)
    assert "Belgium" in standing_line(rows[1], scenario, 192)


def test_what_the_record_tells_is_shown(history, scenario, monkeypatch):
    monkeypatch.setattr(type(history), "standing", lambda self, k: [Told()], raising=False)
    rows = standings(history, 20)
    assert standing_line(rows[1], scenario, 192) == "88 willing, 97 needed · host Belgium"
    assert rows[0].rule == "consensus"


def test_shares_are_told_as_counts(scenario):
    row = Standing("opt_in", willing=0.25, needed=0.5)
    assert standing_line(row, scenario, 192).startswith("48 willing, 96 needed")


def test_only_quota_rules_have_a_line():
    assert has_quota_line(Standing("majority", quota=0.5))
    assert not has_quota_line(Standing("consensus", quota=0.5))
    assert not has_quota_line(Standing("opt_in", quota=0.5))
    assert not has_quota_line(Standing("majority"))
