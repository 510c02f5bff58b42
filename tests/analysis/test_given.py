"""What is handed to the analysis: any plain form of numbers; what is none, told with its place."""

import inspect
import math
import pkgutil
from decimal import Decimal
from fractions import Fraction
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

import hldsim.analysis
from hldsim.analysis.association import contingency, cramers_v, goodman_kruskal_lambda
from hldsim.analysis.bargaining import egalitarian, kalai_smorodinsky, nash, pareto, utilitarian
from hldsim.analysis.challenge import challenge
from hldsim.analysis.cohesion import agreement_index, likeness, rice
from hldsim.analysis.coleman import power_to_act, power_to_initiate, power_to_prevent
from hldsim.analysis.core import (
    agreement_zone,
    core,
    minimal_blocking,
    minimal_winning,
    objections,
)
from hldsim.analysis.dispersion import agreement, dispersion, mean_difference, polarisation
from hldsim.analysis.division import baron_ferejohn, nash_division, rubinstein, talmud
from hldsim.analysis.election import condorcet_election
from hldsim.analysis.exchange import compromise, exchanges
from hldsim.analysis.frontier import egalitarian_point, kalai_smorodinsky_point, nash_point
from hldsim.analysis.given import number, numbers, one_of, weights, whole
from hldsim.analysis.landscape import energies, frustrations, minima, sides
from hldsim.analysis.offers import alternate, aspirations, tit_for_tat
from hldsim.analysis.power import additions, banzhaf, shapley_shubik
from hldsim.analysis.ranks import ranks, spearman
from hldsim.analysis.voting import (
    condorcet_winner,
    cycles,
    from_ideal_points,
    from_orders,
    support,
    top_cycle,
    weighted_mean,
    weighted_median,
)
from hldsim.errors import HldsimError

LINE, TABLE, SQUARE = [3, 2, 1], [[3, 2, 1], [1, 3, 2]], [[0, 1, -2], [1, 0, -2], [-2, -2, 0]]
COUNTS, POINTS = [[5, 1], [2, 4]], [[0, 2], [4, 0]]

TAKEN = {  # one argument of each function, and what it is in the calls below
    banzhaf: (LINE, lambda x: banzhaf(x, 4)),
    shapley_shubik: (LINE, lambda x: shapley_shubik(x, 4)),
    additions: (LINE, lambda x: additions(x, 4)),
    power_to_act: (LINE, lambda x: power_to_act(x, 4)),
    power_to_prevent: (LINE, lambda x: power_to_prevent(x, 4)),
    power_to_initiate: (LINE, lambda x: power_to_initiate(x, 4)),
    energies: (SQUARE, lambda x: energies([1, 1, 1], x)),
    minima: (LINE, lambda x: [one.energy for one in minima(x, SQUARE)]),
    frustrations: (LINE, lambda x: frustrations(x, SQUARE, [0, 0, 1])),
    compromise: (TABLE, lambda x: compromise(x, TABLE, [1, 1])),
    exchanges: (TABLE, lambda x: [one.gain for one in exchanges(x, TABLE, [1, 1])]),
    weighted_mean: (LINE, lambda x: weighted_mean([1, 5, 9], x)),
    weighted_median: (LINE, weighted_median),
    from_ideal_points: (LINE, lambda x: from_ideal_points(x, [0, 1])),
    from_orders: ([[0, 1], [1, 0]], from_orders),
    support: (TABLE, support),
    condorcet_winner: (TABLE, condorcet_winner),
    cycles: (TABLE, cycles),
    top_cycle: (TABLE, top_cycle),
    condorcet_election: (TABLE, condorcet_election),
    pareto: (TABLE, pareto),
    nash: (TABLE, lambda x: nash(x, [0, 0])),
    kalai_smorodinsky: (TABLE, lambda x: kalai_smorodinsky(x, [0, 0])),
    egalitarian: (TABLE, lambda x: egalitarian(x, [0, 0])),
    utilitarian: (TABLE, lambda x: utilitarian(x, [0, 0])),
    nash_point: (POINTS, lambda x: nash_point(x, [0, 0])),
    kalai_smorodinsky_point: (POINTS, lambda x: kalai_smorodinsky_point(x, [0, 0])),
    egalitarian_point: (POINTS, lambda x: egalitarian_point(x, [0, 0])),
    nash_division: (LINE, lambda x: nash_division(x, [0, 0, 0])),
    talmud: (LINE, lambda x: talmud(x, 2)),
    core: (TABLE, lambda x: core(x, [1, 1], 2)),
    objections: (TABLE, lambda x: [one.coalition for one in objections(x, [1, 1], 1, 0)]),
    minimal_winning: (LINE, lambda x: minimal_winning(x, 4)),
    minimal_blocking: (LINE, lambda x: minimal_blocking(x, 4)),
    agreement_zone: ([1, 1], lambda x: agreement_zone(TABLE, x)),
    challenge: (LINE, lambda x: challenge(x, [0.5, 0.5, 1], [1, 1, 1], 1)[-1].mean),
    mean_difference: (LINE, mean_difference),
    dispersion: (LINE, dispersion),
    polarisation: (LINE, polarisation),
    agreement: (LINE, agreement),
    rice: (LINE, lambda x: rice(x, [1, 1, 1])),
    agreement_index: (LINE, lambda x: agreement_index(x, 1, 1)),
    likeness: (LINE, lambda x: likeness(x, 1, 2, 2)),
    goodman_kruskal_lambda: (COUNTS, goodman_kruskal_lambda),
    cramers_v: (COUNTS, cramers_v),
    ranks: (LINE, ranks),
    spearman: (LINE, lambda x: spearman(x, [1, 3, 2])),
    alternate: (TABLE, lambda x: alternate(x, [0, 0], 1.0, 5).agreement),
    tit_for_tat: (TABLE, lambda x: tit_for_tat(x, [0, 0], 0.1, 5).agreement),
}

ELSEWHERE = {
    sides, contingency, rubinstein, baron_ferejohn, aspirations, numbers, number, whole, one_of,
    weights,
}  # fmt: skip
"""Functions that take no list of numbers, or are tried below, or in their own rooms."""

FORMS = {
    "tuples": lambda x: tuple(tuple(r) if isinstance(r, list) else r for r in x),
    "array of ints": np.array,
    "array of floats": lambda x: np.array(x, dtype=np.float64),
    "array of small floats": lambda x: np.array(x, dtype=np.float32),
    "frame": lambda x: (
        pd.DataFrame(x) if isinstance(x[0], list) else pd.Series(x, list("abc")[: len(x)])
    ),
    "read-only": lambda x: np.frombuffer(np.array(x, dtype=np.float64).tobytes()).reshape(
        np.shape(x)
    ),
}


def test_every_function_of_the_analysis_is_here():
    there = set()
    for module in pkgutil.iter_modules(hldsim.analysis.__path__):
        room = import_module(f"hldsim.analysis.{module.name}")
        for name, one in inspect.getmembers(room, inspect.isfunction):
            if one.__module__ == room.__name__ and not name.startswith("_"):
                there.add(one)
    private = {one for one in there if one.__name__.startswith("checked_")}
    known = {one for one in there if one.__module__.endswith(("given", "intervals", "paired"))} | {
        one for one in there if one.__name__ in ("chi_squared", "smallest_share")
    }
    assert there - private - known - ELSEWHERE == set(TAKEN)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("function", TAKEN, ids=lambda one: one.__name__)
def test_any_plain_form_of_numbers_will_do_and_is_left_as_it_was(function, form):
    values, call = TAKEN[function]
    given = FORMS[form](values)
    before = np.array(given, dtype=np.float64).copy()
    assert repr(call(given)) == repr(call(values))
    assert np.array_equal(np.array(given, dtype=np.float64), before)


def spoilt(values, what):
    """The same with a number of its last row something else."""
    if isinstance(values[0], list):  # the last but one: the very last may be on a diagonal
        return [*values[:-1], [*values[-1][:-2], what, values[-1][-1]]]
    return [*values[:-1], what]


MISSING = {compromise, exchanges, spearman}
"""Here NaN means that there is none."""


@pytest.mark.parametrize("what", ["b", None, math.nan, math.inf, [1, 2], {}], ids=repr)
@pytest.mark.parametrize("function", TAKEN, ids=lambda one: one.__name__)
def test_what_is_no_number_is_told_in_one_line(function, what):
    values, call = TAKEN[function]
    missing = what is None or (isinstance(what, float) and math.isnan(what))
    if function in MISSING and missing:
        call(spoilt(values, what))
        return
    with pytest.raises(HldsimError, match="allowed") as told:
        call(spoilt(values, what))
    assert isinstance(told.value, ValueError)
    assert "\n" not in str(told.value) and len(str(told.value)) < 160
    if isinstance(what, float) or what is None:
        last = len(values) - 1
        assert f"[{last}" in str(told.value) or f"voter {last}" in str(told.value)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: condorcet_election(TABLE, vote="x"), "vote = 'x'; allowed: proportional, binary"),
        (lambda: condorcet_election(TABLE, method="x"), "method = 'x'; allowed: markov"),
        (lambda: condorcet_election(TABLE, power="x"), "power 'x'"),
        (lambda: challenge(LINE, [1, 1, 1], LINE, compromise="x"), "allowed: table, least"),
        (lambda: challenge(LINE, [1, 1, 1], LINE, 2.5), "rounds 2.5; allowed: whole numbers"),
        (lambda: challenge(LINE, [100, 80, 50], LINE), r"salience\[0\] is 100; .* from 0 to 1"),
        (lambda: polarisation(LINE, alpha="a"), "alpha 'a'"),
        (lambda: dispersion(LINE, span="wide"), "span of 'wide'"),
        (lambda: rubinstein("a", 0.5), "discount factor 'a'"),
        (lambda: baron_ferejohn(3.5, 1.0), "members 3.5; allowed: whole numbers"),
        (lambda: talmud([1, 2], "x"), "estate of 'x'"),
        (lambda: contingency(["a", None], ["x", "y"]), "NoneType, str"),
        (lambda: contingency(["a", ["b"]], ["x", "y"]), "allowed"),
        (lambda: from_orders([[0, 1], [1, 0, 2]]), "row 1 of orders is as long as 3, row 0 as 2"),
        (lambda: from_orders([[0, 1], [1, 1]]), r"order 1 is \[1, 1\]"),
        (lambda: core([[1, 2], [3]], [1, 1], 1), "row 1 of utilities is as long as 1, row 0 as 2"),
        (lambda: power_to_act([[4, 1], [2]], [12, 1]), "unequal"),
        (lambda: banzhaf([3, -1], 2), "weight of voter 1 is -1"),
        (lambda: banzhaf([3, 1], None), "quota is None"),
        (lambda: alternate(TABLE, [0, 0], 1.0, 0), "rounds 0"),
        (lambda: exchanges(TABLE, TABLE, [1, 1, 1]), r"capability of shape \(3,\)"),
        (lambda: likeness([1, 2], [1, 2, 3], 1, 1), "as many"),
    ],
)  # fmt: skip
def test_other_things_that_cannot_be_are_told_with_what_is_allowed(call, word):
    with pytest.raises(HldsimError, match=word):
        call()


def test_weights_of_one_each_where_none_are_given():
    assert weighted_mean([1, 2, 6]) == 3.0 and weighted_median([1, 2, 6]) == 2.0


def test_votes_in_fractions_decimals_and_yes_or_no():
    thirds = [Fraction(1, 3)] * 3
    assert banzhaf(thirds, Fraction(2, 3)).tolist() == pytest.approx([1 / 3] * 3)
    shares = [Decimal("0.4"), Decimal("0.3"), Decimal("0.3")]
    assert shapley_shubik(shares, Decimal("0.7")) == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert banzhaf([True, True, False], 2).tolist() == [0.5, 0.5, 0.0]


def test_one_capability_for_everybody():
    told = [one.gain for one in exchanges(TABLE, TABLE, 1)]
    assert told == [one.gain for one in exchanges(TABLE, TABLE, [1, 1])]
