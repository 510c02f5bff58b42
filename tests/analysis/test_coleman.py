"""Coleman's measures, coalition by coalition."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.analysis.coleman import power_to_act, power_to_initiate, power_to_prevent
from hldsim.analysis.power import PowerError


@st.composite
def games(draw):
    g, n = draw(st.integers(1, 2)), draw(st.integers(1, 6))
    row = st.lists(st.integers(0, 6), min_size=n, max_size=n)
    return (
        draw(st.lists(row, min_size=g, max_size=g)),
        draw(st.lists(st.integers(0, 20), min_size=g, max_size=g)),
    )


@settings(deadline=None)
@given(games())
def test_shares_of_coalitions(game):
    weights, quota = game
    n = len(weights[0])
    every = [set(s) for size in range(n + 1) for s in combinations(range(n), size)]

    def wins(s):
        return all(sum(row[i] for i in s) >= q for row, q in zip(weights, quota, strict=True))

    winning = [s for s in every if wins(s)]
    losing = [s for s in every if not wins(s)]
    assert power_to_act(weights, quota) == pytest.approx(len(winning) / 2**n, abs=1e-13)
    for i in range(n):
        stops = sum(not wins(s - {i}) for s in winning if i in s)
        starts = sum(wins(s | {i}) for s in losing if i not in s)
        prevent, initiate = (
            power_to_prevent(weights, quota)[i],
            power_to_initiate(weights, quota)[i],
        )
        assert prevent == pytest.approx(stops / len(winning) if winning else 0.0, abs=1e-13)
        assert initiate == pytest.approx(starts / len(losing) if losing else 0.0, abs=1e-13)


def test_what_is_no_game_is_refused():
    with pytest.raises(PowerError):
        power_to_act([3, -1], 2)
