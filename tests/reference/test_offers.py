"""Alternating offers, vectorised, against the plain loop; and what is known of the tactics."""

import numpy as np
import pytest

from hldsim.analysis.offers import (
    BOULWARE,
    CONCEDER,
    LINEAR,
    OffersError,
    alternate,
    aspirations,
)
from tests.reference import offers as plain


def same(utility, reservation, pace, times):
    """Both ways; gives back what they came to."""
    fast = alternate(utility, reservation, pace, times)
    each = [float(x) for x in np.broadcast_to(pace, len(utility))]
    told = plain.alternate(utility.tolist(), reservation.tolist(), each, list(times))
    agreement, proposer, rounds, asked, offered = told
    assert (fast.agreement, fast.proposer, fast.rounds) == (agreement, proposer, rounds)
    np.testing.assert_allclose(fast.aspiration_kp[: len(asked)], asked, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(fast.proposal_kp[: len(offered)], offered)
    return fast


@pytest.mark.parametrize("parties", [2, 3, 5, 12])
def test_any_table_equals_the_plain_loop(parties):
    agreed = 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        utility = rng.random((parties, int(rng.integers(1, 40))))
        if seed % 3 == 0:  # with equals among them
            utility = np.round(utility, 1)
        reservation = rng.random(parties) * rng.choice([0.0, 0.5, 1.1])
        pace = rng.choice([0.05, 0.25, 1.0, 4.0, 20.0], parties)
        times = np.linspace(0, 1, int(rng.integers(1, 15)))
        found = same(utility, reservation, pace, times)
        agreed += found.agreement is not None
    assert 5 < agreed < 115


def test_as_many_delegations_as_states():
    rng = np.random.default_rng(4)
    utility = rng.random((192, 60)) ** 0.3
    found = same(utility, np.zeros(192), np.full(192, LINEAR), np.linspace(0, 1, 30))
    assert found.agreement is not None and (utility[:, found.agreement] > 0).all()


def test_first_everybody_asks_for_the_best_and_last_for_no_less_than_nothing():
    rng = np.random.default_rng(0)
    utility, reservation = rng.random((40, 80)), rng.random(40) * 0.4
    found = alternate(utility, reservation, BOULWARE, 20)
    np.testing.assert_array_equal(found.proposal_kp[0], utility.argmax(axis=1))
    np.testing.assert_array_equal(found.aspiration_kp[0], utility.max(axis=1))
    np.testing.assert_allclose(found.aspiration_kp[-1], reservation)
    assert (np.diff(found.aspiration_kp, axis=0) <= 0).all()
    if found.agreement is not None:
        assert (utility[:, found.agreement] >= reservation).all()


@pytest.mark.parametrize(
    ("mine", "yours", "share"),
    [
        (LINEAR, LINEAR, 0.5),  # t = 1/2
        (BOULWARE, BOULWARE, 0.5),
        (BOULWARE, CONCEDER, 0.8772),  # t^4 + t^(1/4) = 1 at t = 0.592
        (LINEAR, CONCEDER, 0.7245),  # t + t^(1/4) = 1 at t = 0.2755
    ],
)
def test_whoever_holds_out_gets_more(mine, yours, share):
    """Faratin, Sierra and Jennings (1998): two divide a pie; tougher tactics gain more.

    They meet when what they ask for adds up to the pie: t^(1/e) + t^(1/f) = 1.
    """
    pie = np.linspace(0, 1, 4001)
    found = alternate([pie, 1 - pie], [0, 0], [mine, yours], np.linspace(0, 1, 2001))
    meet = np.linspace(0, 1, 2001)[found.rounds - 1]
    assert meet ** (1 / mine) + meet ** (1 / yours) == pytest.approx(1, abs=5e-3)
    assert pie[found.agreement] == pytest.approx(share, abs=5e-3)


def test_aspirations_by_hand():
    asked = aspirations([0.9, 0.9, 0.3], [0.1, 0.1, 0.5], [0.5, 2.0, 1.0], [0.25])
    # 0.1 + (1 - 0.25^2) 0.8; 0.1 + (1 - 0.25^0.5) 0.8; never below the reservation
    assert asked[0].tolist() == pytest.approx([0.85, 0.5, 0.5])


def test_whoever_gains_by_nothing_accepts_nothing():
    found = alternate([[0.2, 0.3], [0.9, 0.8]], [0.5, 0.0], LINEAR, 10)
    assert found.agreement is None and found.rounds == 10
    assert (found.proposal_kp[:, 0] == 1).all()


@pytest.mark.parametrize(
    "wrong",
    [
        ([[0.1, 0.2]], [0.0], 1.0, 5),
        ([[0.1], [0.2]], [0.0], 1.0, 5),
        ([[0.1], [0.2]], [0.0, 0.0], 0.0, 5),
        ([[0.1], [0.2]], [0.0, 0.0], 1.0, 0),
        ([[0.1], [0.2]], [0.0, 0.0], 1.0, [0.5, 0.2]),
        ([[0.1], [float("nan")]], [0.0, 0.0], 1.0, 5),
    ],
)
def test_what_is_no_negotiation_is_refused(wrong):
    with pytest.raises(OffersError, match="allowed|back"):
        alternate(*wrong)
