"""Dividing a pie: closed forms against the conditions they come from."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hldsim.analysis.division import (
    DivisionError,
    baron_ferejohn,
    nash_division,
    rubinstein,
    talmud,
)

FACTOR = st.floats(0, 0.999)
CLAIMS = st.lists(st.integers(0, 20), min_size=1, max_size=5)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 9)), min_size=1, max_size=5))
def test_no_small_transfer_makes_the_nash_product_larger(parties):
    w, d = (np.array(part, dtype=float) for part in zip(*parties, strict=True))
    pie = float(d.sum()) + 4.0
    share = nash_division(w, d, pie)
    assert share.sum() == pytest.approx(pie)
    product = np.prod((share - d) ** w)
    for i in range(len(w)):
        for j in range(len(w)):
            moved = share.copy()
            moved[i] += 1e-3
            moved[j] -= 1e-3
            assert np.prod(np.maximum(moved - d, 0) ** w) <= product + 1e-12


@given(FACTOR, FACTOR)
def test_each_is_left_with_what_waiting_to_propose_is_worth(mine, other):
    first, rest = rubinstein(mine, other)
    theirs, _ = rubinstein(other, mine)  # what the other gets when it is its turn
    assert first + rest == pytest.approx(1.0)
    assert rest == pytest.approx(other * theirs)


def test_the_patient_takes_all():
    assert rubinstein(1.0, 0.5) == (1.0, 0.0)
    assert rubinstein(0.0, 0.0) == (1.0, 0.0)


@given(st.integers(2, 30), st.floats(0, 1), st.data())
def test_a_partner_is_paid_what_the_next_session_is_worth(members, discount, data):
    quota = data.draw(st.integers(1, members))
    deal = baron_ferejohn(members, discount, quota)
    assert deal.partners == quota - 1
    assert deal.proposer + deal.partners * deal.partner == pytest.approx(1.0)
    # all are alike before the lot is drawn
    assert deal.partner == pytest.approx(discount / members)


def test_more_than_half_is_the_quota_if_none_is_given():
    assert [baron_ferejohn(n, 1.0).partners for n in (2, 3, 4, 5)] == [1, 1, 2, 2]


@given(CLAIMS, st.floats(0, 1))
def test_any_two_divide_their_sum_as_two_would(claims, part):
    share = talmud(claims, part * sum(claims))
    assert share.sum() == pytest.approx(part * sum(claims))
    assert (share >= -1e-9).all() and (share <= np.array(claims) + 1e-9).all()
    for i in range(len(claims)):
        for j in range(i):
            c, d, estate = claims[i], claims[j], share[i] + share[j]
            uncontested = max(estate - d, 0.0), max(estate - c, 0.0)
            mine = uncontested[0] + (estate - sum(uncontested)) / 2
            assert share[i] == pytest.approx(mine, abs=1e-9)


@given(CLAIMS, st.floats(0, 1))
def test_gains_and_losses_are_counted_alike(claims, part):
    assume(sum(claims) > 0)
    total = float(sum(claims))
    lost = np.array(claims) - talmud(claims, total - part * total)
    assert lost == pytest.approx(talmud(claims, part * total), abs=1e-9)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda: nash_division([1, 1], [0.6, 0.6]), "up to the pie"),
        (lambda: nash_division([0, 0], [0, 0]), "weights"),
        (lambda: nash_division([1], [0, 0]), r"weights of shape \(1,\)"),
        (lambda: nash_division([], []), "shape"),
        (lambda: nash_division(["a"], [0]), "numbers"),
        (lambda: rubinstein(1.0, 1.0), "both"),
        (lambda: rubinstein(1.2, 0.5), "1.2"),
        (lambda: rubinstein(0.5, math.nan), "nan"),
        (lambda: baron_ferejohn(1, 0.5), "members 1"),
        (lambda: baron_ferejohn(3, 0.5, 4), "4 votes"),
        (lambda: baron_ferejohn(3, -0.1), "discount"),
        (lambda: talmud([1, -2], 0), "claims"),
        (lambda: talmud([1, 2], 4), "estate"),
    ],
)
def test_what_cannot_be_divided_is_refused(call, word):
    with pytest.raises(DivisionError, match=word):
        call()
