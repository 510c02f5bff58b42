"""The why of a move: recomputed, and it adds up."""

import numpy as np
import pytest

from hldsim.engine.advance import advance
from hldsim.engine.explain import explain
from tests.engine.tables import table


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
