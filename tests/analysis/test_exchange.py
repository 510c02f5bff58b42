"""Position exchange: one worked out by hand, what must hold of any, and what is refused."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.analysis.exchange import ExchangeError, compromise, exchanges

NAN = math.nan


@st.composite
def tables(draw, actors=7, issues=4, missing=True):
    n, m = draw(st.integers(1, actors)), draw(st.integers(1, issues))
    cells = st.integers(0, 20).map(lambda k: 5.0 * k)
    if missing:
        cells = st.one_of(cells, cells, cells, st.just(NAN))
    care = st.integers(0, 10).map(lambda k: k / 10)

    def table(of):
        return np.array(
            draw(st.lists(st.lists(of, min_size=m, max_size=m), min_size=n, max_size=n))
        )

    return table(cells), table(care), table(st.integers(0, 4).map(float))


def test_the_compromise_of_three():
    # (1 x 0.5 x 0 + 2 x 0.5 x 30 + 1 x 1 x 60) / 2.5
    assert compromise([[0], [30], [60]], [[0.5], [0.5], [1]], [1, 2, 1]).tolist() == [36.0]


def test_missing_cells_do_not_count_in_the_compromise():
    with_gap = compromise([[0], [NAN], [60]], [[1], [1], [1]], [1, 5, 1])
    assert with_gap.tolist() == [30.0]
    assert compromise([[0], [40], [60]], [[1], [NAN], [1]], [1, 5, 1]).tolist() == [30.0]
    assert np.isnan(compromise([[NAN], [NAN]], [[1], [1]], [1, 1])).all()
    assert np.isnan(compromise([[3.0], [4.0]], [[0], [0]], [1, 1])).all()


def test_an_exchange_by_hand():
    # Issue 0 matters twice as much to A, issue 1 twice as much to B; both of one weight in all.
    # On issue 0 B goes all the way, 100, to A: d_0 = 100 x 0.4 / 1.2; d_1 = (1.2 / 1.2) d_0, that
    # is a move of A by d_1 x 1.2 / 0.4 = 100 of 100: both go all the way.
    (deal,) = exchanges([[0, 0], [100, 100]], [[0.8, 0.4], [0.4, 0.8]], [1, 1])
    assert (deal.actor, deal.issue, deal.partner, deal.return_issue) == (0, 1, 1, 0)
    assert (deal.actor_from, deal.actor_to) == (0.0, 100.0)
    assert (deal.partner_from, deal.partner_to) == (100.0, 0.0)
    assert deal.gain == pytest.approx(0.8 * 100 / 3 - 0.4 * 100 / 3)
    assert deal.effects == pytest.approx((deal.gain, deal.gain))


def test_ratios_of_salience_say_who_gives_way_where():
    # B cares more for either issue, A relatively more for issue 0
    (deal,) = exchanges([[0, 0], [100, 100]], [[0.5, 0.1], [0.9, 0.9]], [1, 1])
    assert (deal.actor, deal.issue, deal.partner, deal.return_issue) == (0, 1, 1, 0)


def test_the_one_with_more_weight_moves_less():
    # B has thrice the capability: to shift issue 0 as far, A must move three times as far as B.
    (deal,) = exchanges([[0, 0], [100, 100]], [[0.8, 0.4], [0.4, 0.8]], [1, 3])
    shift_1 = (deal.actor_to - deal.actor_from) * 0.4 / (0.4 + 3 * 0.8)
    shift_0 = (deal.partner_from - deal.partner_to) * 1.2 / (0.8 + 3 * 0.4)
    assert shift_0 == pytest.approx(shift_1)
    assert deal.gain == pytest.approx(0.8 * shift_0 - 0.4 * shift_1)


def test_the_outcome_does_not_pass_who_gains_by_it():
    # C, without a position on issue 1, holds the outcome of issue 0 at (0.8 x 45 + 0.4 x 100 +
    # 0.5 x 5) / 1.7 = 46.18, near A at 45; so B moves by 5, not all the 55 to A.
    positions = [[45, 0], [100, 100], [5, NAN]]
    (deal,) = exchanges(positions, [[0.8, 0.4], [0.4, 0.8], [0.5, NAN]], [1, 1, 1])
    assert (deal.actor, deal.issue, deal.partner, deal.return_issue) == (0, 1, 1, 0)
    assert deal.partner_to == pytest.approx(95.0)
    shift = 5 * 0.4 / 1.7
    assert deal.actor_to == pytest.approx(shift * 1.2 / 0.4)
    assert deal.gain == pytest.approx((0.8 - 0.4) * shift)
    # C, on the other side of issue 0, is glad of it, and sees no other issue
    assert deal.effects == pytest.approx((deal.gain, deal.gain, 0.5 * shift))


def test_nobody_exchanges_with_somebody_who_wants_the_same():
    assert exchanges([[0, 0], [100, 0]], [[0.8, 0.4], [0.4, 0.8]], [1, 1]) == ()
    # equal ratios of salience: nothing to be gained
    assert exchanges([[0, 0], [100, 100]], [[0.8, 0.4], [0.4, 0.2]], [1, 1]) == ()


def test_who_stands_at_the_outcome_may_give_way_there_but_not_gain():
    # C stands at the outcome of issue 0 and cares for issue 1; A for issue 0
    positions = [[0, 0], [100, 50], [50, 100]]
    deals = exchanges(positions, [[0.9, 0.2], [0.9, 0.0], [0.3, 0.9]], [1, 1, 1])
    assert compromise(positions, [[0.9], [0.9], [0.3]] * np.ones((1, 2)), [1, 1, 1])[0] == 50.0
    assert [(d.actor, d.issue, d.partner, d.return_issue) for d in deals] == [(0, 1, 2, 0)]


def outcomes(x, s, c):
    return compromise(x, s, c)


@settings(deadline=None, max_examples=150)
@given(tables())
def test_what_holds_of_every_exchange(table):
    x, s, c = table
    now = np.where(np.isnan(x), NAN, x)
    deals = exchanges(x, s, c)
    last = math.inf
    for deal in deals:
        i, j, q, p = deal.actor, deal.partner, deal.issue, deal.return_issue
        assert i != j and p != q and not np.isnan([x[i, p], x[i, q], x[j, p], x[j, q]]).any()
        before = compromise(now, s, c)
        assert (deal.actor_from, deal.partner_from) == (now[i, q], now[j, p])
        now[i, q], now[j, p] = deal.actor_to, deal.partner_to
        after = compromise(now, s, c)
        shift_p, shift_q = abs(after[p] - before[p]), abs(after[q] - before[q])
        # both gain the same, by the formula and of the size that is told
        assert deal.gain == pytest.approx(s[i, p] * shift_p - s[i, q] * shift_q, abs=1e-9)
        assert deal.gain == pytest.approx(s[j, q] * shift_q - s[j, p] * shift_p, abs=1e-9)
        assert 0 < deal.gain <= last + 1e-9
        last = deal.gain
        # towards the other's first position, not past it
        for mover, other, issue, old, new in (
            (i, j, q, deal.actor_from, deal.actor_to),
            (j, i, p, deal.partner_from, deal.partner_to),
        ):
            low, high = sorted((old, x[other, issue]))
            assert low - 1e-9 <= new <= high + 1e-9
            assert abs(new - x[mover, issue]) >= abs(old - x[mover, issue])
        effect = np.nansum(s * (np.abs(x - before) - np.abs(x - after))[:, :] * _told(p, q, x), 1)
        assert deal.effects == pytest.approx(effect, abs=1e-9)


def _told(p, q, x):
    mask = np.zeros(x.shape[1])
    mask[[p, q]] = 1.0
    return mask


@settings(deadline=None, max_examples=60)
@given(tables(missing=False), st.sampled_from([0.5, 3.0]), st.sampled_from([-20.0, 7.0]))
def test_the_unit_of_capability_and_the_zero_of_positions_do_not_count(table, unit, zero):
    x, s, c = table
    plain, turned = exchanges(x, s, c), exchanges(x + zero, s, unit * c)
    assert len(plain) == len(turned)
    for a, b in zip(plain, turned, strict=True):
        assert (a.actor, a.issue, a.partner) == (b.actor, b.issue, b.partner)
        assert a.gain == pytest.approx(b.gain, abs=1e-9)
        assert a.actor_to + zero == pytest.approx(b.actor_to, abs=1e-6)


def test_the_first_is_the_best_of_all_pairs():
    chance = np.random.default_rng(4)
    x, s, c = chance.uniform(0, 100, (6, 3)), chance.random((6, 3)), chance.random(6)
    best = exchanges(x, s, c)[0].gain
    pairs = [deal.gain for a in range(6) for b in range(a) for deal in _of_pair(x, s, c, a, b)]
    assert max(pairs) == pytest.approx(best)


def _of_pair(x, s, c, a, b):
    """First exchanges of two, the others standing still: their salience ratio at 1, so no gain."""
    still = np.ones_like(s)
    weight = c[:, None] * s
    still[[a, b]] = s[[a, b]]
    deals = exchanges(x, still, weight / still)
    return [d for d in deals[:1] if {d.actor, d.partner} == {a, b}]


def test_capability_by_issue_or_for_all():
    x, s = [[0, 0], [100, 100]], [[0.8, 0.4], [0.4, 0.8]]
    assert exchanges(x, s, [1, 3]) == exchanges(x, s, [[1, 1], [3, 3]])


@pytest.mark.parametrize(
    ("x", "s", "c", "word"),
    [
        ([1, 2], [1, 1], [1, 1], "shape"),
        ([[1, 2]], [[1]], [1], "salience of shape"),
        ([[1, 2]], [[1, 1]], [1, 2, 3], "capability of shape"),
        ([[1, 2]], [[1, -1]], [1], r"salience\[0, 1\] is -1"),
        ([[1, 2]], [[1, 1]], [math.inf], r"capability\[0\] is inf"),
        ([[math.inf, 2]], [[1, 1]], [1], r"positions\[0, 0\] is inf"),
        ([["a"]], [[1]], [1], "numbers"),
    ],
)
def test_what_is_no_table_is_refused(x, s, c, word):
    for function in (compromise, exchanges):
        with pytest.raises(ExchangeError, match=word):
            function(x, s, c)


def test_one_issue_or_nobody_makes_no_exchange():
    assert exchanges([[0], [100]], [[1], [1]], [1, 1]) == ()
    assert exchanges(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0)) == ()
