"""Counts needed: the least that the rule itself would take for enough."""

import pytest

import hldsim
from hldsim.engine.advance import view_of
from hldsim.engine.assemble import assemble
from hldsim.engine.belief import answers, noes
from hldsim.record.asked import _needed, asked
from hldsim.rules.decision.majority import Majority
from hldsim.rules.decision.opt_in import OptIn
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
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


@pytest.mark.parametrize(
    ("rule", "quota", "needed"),
    [
        ("majority", 0.5, None), ("two_thirds", 2 / 3, None), ("unanimity", 1.0, 12),
        ("double_majority", 0.55, 7), ("opt_in", 0.5, 6), ("consensus", 0.5, 6),
        ("weighted_majority", None, None), ("qualified_majority", None, None),
    ],
)  # fmt: skip
def test_how_many_members_each_rule_asks_for(rule, quota, needed):
    """Of twelve, or of those voting; a rule that weighs votes asks for no number of members."""
    small = load_scenario("classroom_small")
    settings = {f"parties[{party.id}].voting_weight": 2 for party in small.parties}
    for spec in small.adoption:
        if spec.rule != rule:
            settings[f"adoption[{spec.id}].rule"] = rule
    setup, state = assemble(with_settings(small, settings), 1)
    told = asked(setup, state)[0]
    if rule in ("majority", "two_thirds"):  # abstentions are out of the base
        no = noes(view := view_of(setup, state), answers(setup, view))[:, 0].sum()
        assert 0 < no and told.base == told.yes + no < 12
        needed = told.base // 2 + 1 if rule == "majority" else -(-2 * told.base // 3)
    else:
        assert told.base == 12
    assert told.rule == rule and told.needed == needed
    assert told.quota == pytest.approx(quota) if quota is not None else told.quota is None
