"""The why of a move: recomputed, and it adds up."""

import numpy as np
import pytest

from hldsim.engine.advance import advance, view_of
from hldsim.engine.assemble import assemble
from hldsim.engine.explain import explain
from tests.engine.tables import plan, table


@pytest.mark.parametrize("k", [0, 10, 20, 33, 38])
def test_terms_add_up_and_the_choice_is_the_best(k):
    setup, state = table(k=k)
    for party in range(0, 194, 17):
        why = explain(setup, state, party)
        assert np.allclose(sum(why.terms.values()), why.worth)
        assert why.worth[why.choice] >= why.worth.max() - 1e-9
        assert why.options[-1] == "uncommitted" and len(why.options) == len(why.worth)


def test_what_is_explained_is_what_happened():
    setup, state = table(k=21)
    after, _ = advance(setup, state)
    acted = 0
    for party in range(192):
        why = explain(setup, state, party)
        if why.acted:
            acted += 1
            now = after.membership_p[party]
            assert why.options[why.choice] == (
                "uncommitted" if now < 0 else setup.scenario.proposals[after.origin_c[now]].id
            )
        else:
            assert after.membership_p[party] == state.membership_p[party]
    assert 10 <= acted <= 60


def test_nothing_to_explain_after_the_end():
    setup, state = table(k=40)
    with pytest.raises(IndexError, match="agenda"):
        explain(setup, state, 0)


@pytest.mark.parametrize("k", [10, 22, 33])
def test_the_pulls_of_whom_it_follows_add_up_to_the_term(k):
    setup, state = table(k=k)
    view = view_of(setup, state)
    for party in range(0, 194, 13):
        why = explain(setup, state, party)
        assert np.allclose(sum(tie.pull_o for tie in why.follows), why.terms["bloc"])
        beta = setup.rules.coalitions.parameters.beta
        for tie in why.follows:
            if tie.kind == "bloc":
                n = setup.scenario.bloc_index[tie.name]
                pull = beta * setup.inputs.factor_pf[party, n] * view.standing_c[n]
                assert np.allclose(tie.pull_o[:-1], pull) and tie.pull_o[-1] == 0.0


def test_whom_it_follows_names_its_own_groups_and_counts_the_others():
    setup, state = table(k=22)
    scenario = setup.scenario
    for party in range(0, 194, 13):
        one, why = scenario.parties[party], explain(setup, state, party)
        blocs = {tie.name for tie in why.follows if tie.kind == "bloc"}
        assert blocs == set(one.blocs)
        assert [tie.name for tie in why.follows if tie.kind == "region"] == [one.region]
        for tie in why.follows:
            if tie.kind == "balance":
                assert (tie.others_o, tie.most) == ((), -1)
                continue
            counted = [0] * len(why.options)
            for q, other in enumerate(scenario.parties):
                group = tie.name in other.blocs if tie.kind == "bloc" else other.region == tie.name
                if q != party and group and setup.inputs.active_p[q]:
                    counted[int(state.membership_p[q])] += 1  # -1 is the last option
            assert list(tie.others_o) == counted
            assert tie.most == (int(np.argmax(counted)) if sum(counted) else -1)


def test_a_rule_without_company_follows_nobody():
    setup, state = assemble(plan("classroom_small", ("rules.coalitions.name", "threshold")), 3)
    assert explain(setup, state, 2).follows == ()
