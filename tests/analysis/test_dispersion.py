"""Spread, polarisation, agreement and cohesion, against sums over all pairs."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hldsim.analysis.cohesion import CohesionError, agreement_index, likeness, rice
from hldsim.analysis.dispersion import (
    DispersionError,
    agreement,
    dispersion,
    mean_difference,
    polarisation,
)

LINES = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=8).filter(
    lambda line: any(w for _, w in line)
)
COUNTS = st.lists(st.integers(0, 9), min_size=3, max_size=7).filter(any)
BALLOTS = st.integers(0, 40)


@given(LINES)
def test_the_mean_distance_is_over_all_pairs(line):
    x, w = (np.array(part, dtype=float) for part in zip(*line, strict=True))
    pairs = np.abs(x[:, None] - x) * w[:, None] * w
    assert mean_difference(x, w) == pytest.approx(pairs.sum() / w.sum() ** 2)
    held = x[w > 0]
    span = held.max() - held.min()
    wanted = 2 * pairs.sum() / w.sum() ** 2 / span if span else 0.0
    assert dispersion(x, w) == pytest.approx(wanted)
    assert 0.0 <= dispersion(x, w, span=9) <= 1.0 + 1e-12


@given(LINES, st.sampled_from([0.0, 0.5, 1.0, 1.6]))
def test_polarisation_is_over_all_pairs_of_groups(line, alpha):
    x, w = zip(*line, strict=True)
    mass = {}
    for position, weight in line:
        mass[position] = mass.get(position, 0) + weight / sum(w)
    wanted = sum(
        p ** (1 + alpha) * q * abs(a - b) for a, p in mass.items() for b, q in mass.items()
    )
    found = polarisation(x, w, alpha)
    assert found == pytest.approx(wanted)
    held = [a for a, weight in line if weight]
    assert found <= (max(held) - min(held)) / 2 ** (1 + alpha) + 1e-12


@given(LINES)
def test_without_identification_polarisation_is_the_mean_distance(line):
    x, w = zip(*line, strict=True)
    assert polarisation(x, w, 0.0) == pytest.approx(mean_difference(x, w))


def test_axioms_of_polarisation():
    # two small groups near each other that join make for more of it (axiom 1)
    apart, joined = polarisation([0, 9, 10], [4, 1, 1]), polarisation([0, 9.5], [4, 2])
    assert joined > apart
    # a group that moves from the middle to the ends too (axiom 3)
    assert polarisation([0, 5, 10], [2, 2, 2]) < polarisation([0, 10], [3, 3])
    # dispersion alone does not see the first
    assert mean_difference([0, 9, 10], [4, 1, 1]) > mean_difference([0, 9.5], [4, 2])


@given(COUNTS)
def test_agreement_keeps_to_its_range_and_its_mirror(counts):
    found = agreement(counts)
    assert -1.0 - 1e-12 <= found <= 1.0 + 1e-12
    assert agreement(counts[::-1]) == pytest.approx(found)
    assert agreement([7 * n for n in counts]) == pytest.approx(found)


def test_agreement_at_its_three_fixed_points():
    assert agreement([0, 0, 9, 0, 0]) == 1.0
    assert agreement([3, 3, 3, 3]) == pytest.approx(0.0)
    assert agreement([5, 0, 0, 0, 5]) == pytest.approx(-1.0)
    # a layer by hand: 1, 1, 0 of three levels: T_u = 1, T_d = 0, so U = 1 and A = 1 - 1 / 2
    assert agreement([4, 4, 0]) == pytest.approx(0.5)


@given(BALLOTS, BALLOTS, BALLOTS)
def test_cohesion_by_hand(yes, no, abstain):
    found = float(rice(yes, no))
    assert math.isnan(found) if yes + no == 0 else found == abs(yes - no) / (yes + no)
    index = float(agreement_index(yes, no, abstain))
    total = yes + no + abstain
    if total == 0:
        assert math.isnan(index)
    else:
        most = max(yes, no, abstain)
        assert index == pytest.approx((most - (total - most) / 2) / total)
        assert -1e-12 <= index <= 1.0


@given(BALLOTS, BALLOTS)
def test_likeness_of_a_bloc_with_itself_is_one(yes, no):
    same = float(likeness(yes, no, yes, no))
    assert math.isnan(same) if yes + no == 0 else same == 1.0


def test_many_votes_at_once():
    assert rice([9, 0], [1, 0])[0] == 0.8 and math.isnan(rice([9, 0], [1, 0])[1])
    assert likeness([10, 0], [0, 10], 10, 0).tolist() == [1.0, 0.0]
    assert agreement_index([6, 1], [0, 1], [0, 1]).tolist() == [1.0, 0.0]


@pytest.mark.parametrize(
    ("call", "error", "word"),
    [
        (lambda: mean_difference([]), DispersionError, "shape"),
        (lambda: mean_difference([1, 2], [1]), DispersionError, "weights"),
        (lambda: mean_difference([1, 2], [0, 0]), DispersionError, "not all 0"),
        (lambda: mean_difference([1, math.inf]), DispersionError, "finite"),
        (lambda: dispersion([1, 2], span=0), DispersionError, "span"),
        (lambda: polarisation([1, 2], alpha=1.7), DispersionError, "alpha 1.7"),
        (lambda: polarisation(["a"]), DispersionError, "numbers"),
        (lambda: agreement([1, 2]), DispersionError, "three or more"),
        (lambda: agreement([0, 0, 0]), DispersionError, "not all 0"),
        (lambda: rice(-1, 2), CohesionError, "counts"),
        (lambda: rice([1, 2], [1, 2, 3]), CohesionError, "as many"),
    ],
)
def test_what_has_no_spread_is_refused(call, error, word):
    with pytest.raises(error, match=word):
        call()
