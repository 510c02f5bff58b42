"""Counts needed: the least that the rule itself would take for enough."""

import pytest

import hldsim
from hldsim.record.asked import _needed
from hldsim.rules.decision.majority import Majority
from hldsim.rules.decision.opt_in import OptIn
from hldsim.scenario.load import load_scenario
from tests.report.made_up import made_up_history


@pytest.mark.parametrize(("quota", "members"), [(0.5, 192), (0.55, 100), (0.33, 191), (1.0, 12)])
def test_needed_is_where_the_rule_turns(quota, members):
    loose, strict = OptIn(OptIn.Parameters()), Majority(Majority.Parameters())
    at_least = next(n for n in range(members + 2) if n / members >= quota)
    more_than = next(n for n in range(members + 2) if n / members > quota)
    assert _needed(loose, quota * members) == at_least
    assert _needed(strict, quota * members) == more_than


def test_counts_are_sums_of_what_each_party_says():
    history = hldsim.run(load_scenario("classroom_small"), seed=4).history
    member = history.inputs.member_p
    for k in (0, 9, history.last):
        said, counts = history.acceptance(k), history.standing(k)
        for c, row in enumerate(counts):
            assert row.yes == said.yes_pc[member, c].sum()
            assert row.willing == said.willing_pc[member, c].sum()
        # nobody was made to answer by hand: who is below its line is unwilling, and would object
        below = said.utility_pc < said.line_p[:, None]
        assert (below == ~said.willing_pc).all()
        assert (below == (said.objection_pc > 0)).all()


def test_without_the_rules_nobody_can_be_asked():
    history = made_up_history(load_scenario("classroom_small"), 3)
    assert history.standing(2) == () and history.acceptance(2) is None
