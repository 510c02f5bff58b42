"""Counts needed: the least that the rule itself would take for enough."""

import pytest

from hldsim.record.asked import _needed
from hldsim.rules.decision.majority import Majority
from hldsim.rules.decision.opt_in import OptIn


@pytest.mark.parametrize(("quota", "members"), [(0.5, 192), (0.55, 100), (0.33, 191), (1.0, 12)])
def test_needed_is_where_the_rule_turns(quota, members):
    loose, strict = OptIn(OptIn.Parameters()), Majority(Majority.Parameters())
    at_least = next(n for n in range(members + 2) if n / members >= quota)
    more_than = next(n for n in range(members + 2) if n / members > quota)
    assert _needed(loose, quota * members) == at_least
    assert _needed(strict, quota * members) == more_than
