"""Bargaining solutions with closed forms, and the examples of the papers that brought them in."""

import itertools

import numpy as np
import pytest

from hldsim.analysis.bargaining import egalitarian, kalai_smorodinsky, nash, pareto, utilitarian
from hldsim.analysis.division import baron_ferejohn, nash_division, rubinstein, talmud
from hldsim.analysis.frontier import egalitarian_point, kalai_smorodinsky_point, nash_point

U = np.linspace(0.0, 1.0, 20001)
CIRCLE = np.column_stack([U, np.sqrt(1.0 - U**2)])
ROOT = np.column_stack([U, np.sqrt(1.0 - U)])
GOLDEN = (5**0.5 - 1) / 2

# frontier, disagreement: Nash, Kalai-Smorodinsky, egalitarian, how good
FRONTIERS = {
    "straight": ([[0, 1], [1, 0]], [0, 0], (0.5, 0.5), (0.5, 0.5), (0.5, 0.5), 1e-12),
    "4 and 2": ([[0, 2], [4, 0]], [0, 0], (2, 1), (2, 1), (4 / 3, 4 / 3), 1e-12),
    "10 and 3": ([[0, 3], [10, 0]], [0, 0], (5, 1.5), (5, 1.5), (30 / 13, 30 / 13), 1e-12),
    "with disagreement": (
        [[0, 1], [1, 0]], [0.2, 0.1], (0.55, 0.45), (0.55, 0.45), (0.55, 0.45), 1e-12,
    ),
    "Kalai and Smorodinsky's S": (
        [[0, 1], [0.75, 0.75], [1, 0]], [0, 0], (0.75,) * 2, (0.75,) * 2, (0.75,) * 2, 1e-12,
    ),
    "Kalai and Smorodinsky's T": (
        [[0, 1], [1, 0.7], [1, 0]], [0, 0], (1, 0.7), (10 / 13,) * 2, (10 / 13,) * 2, 1e-12,
    ),
    "cut off": ([[0, 2], [2, 2], [4, 0]], [0, 0], (2, 2), (8 / 3, 4 / 3), (2, 2), 1e-12),
    "quarter circle": (CIRCLE, [0, 0], (0.5**0.5,) * 2, (0.5**0.5,) * 2, (0.5**0.5,) * 2, 5e-5),
    "one neutral to risk": (
        ROOT, [0, 0], (2 / 3, 3**-0.5), (GOLDEN, GOLDEN), (GOLDEN, GOLDEN), 5e-5,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FRONTIERS)
def test_two_parties(name):
    points, d, *wanted, good = FRONTIERS[name]
    for solution, point in zip(
        (nash_point, kalai_smorodinsky_point, egalitarian_point), wanted, strict=True
    ):
        assert solution(points, d) == pytest.approx(point, abs=good)


def test_bargaining_powers():
    assert nash_division([1, 2, 3, 4], [0] * 4) == pytest.approx([0.1, 0.2, 0.3, 0.4], abs=1e-15)
    with_base = nash_division([1, 2, 3, 4], [0.1, 0.05, 0.0, 0.2])
    assert with_base == pytest.approx([0.165, 0.18, 0.195, 0.46], abs=1e-15)


@pytest.mark.parametrize(
    ("mine", "other", "share"),
    [(0.9, 0.9, 0.5263157895), (0.9, 0.8, 0.7142857143), (0.5, 0.5, 0.6666666667)],
)
def test_rubinstein_1982(mine, other, share):
    assert rubinstein(mine, other)[0] == pytest.approx(share, abs=5e-11)


@pytest.mark.parametrize(
    ("n", "discount", "proposer", "partner", "partners"),
    [
        (3, 1.0, 2 / 3, 1 / 3, 1),
        (5, 1.0, 0.6, 0.2, 2),
        (5, 0.8, 0.68, 0.16, 2),
        (25, 1.0, 0.52, 0.04, 12),
        (191, 1.0, 0.5026178010471204, 1 / 191, 95),
    ],
)
def test_baron_and_ferejohn_1989(n, discount, proposer, partner, partners):
    deal = baron_ferejohn(n, discount)
    assert (deal.proposer, deal.partner) == pytest.approx((proposer, partner), abs=1e-14)
    assert deal.partners == partners


def test_log_rolling_of_two_issues():
    # five levels each; the first cares for A (0.8), the second, who wants both low, for B
    a, b = np.divmod(np.arange(25), 5)
    u = np.array([(0.8 * a + 0.2 * b) / 4, (0.2 * (4 - a) + 0.8 * (4 - b)) / 4])
    frontier = np.unique(u[:, pareto(u)].round(12), axis=1).T.tolist()
    assert frontier == [
        [0.0, 1.0], [0.2, 0.95], [0.4, 0.9], [0.6, 0.85], [0.8, 0.8],
        [0.85, 0.6], [0.9, 0.4], [0.95, 0.2], [1.0, 0.0],
    ]  # fmt: skip
    for solution in (nash, kalai_smorodinsky, egalitarian, utilitarian):
        found = solution(u, [0, 0])
        assert (a[found], b[found]) == (4, 0)
        assert u[:, found] == pytest.approx([0.8, 0.8])


@pytest.mark.parametrize(
    ("estate", "shares"),
    [
        (100, [33.3333, 33.3333, 33.3333]),
        (200, [50, 75, 75]),
        (300, [50, 100, 150]),
        (400, [50, 125, 225]),
        (500, [66.6667, 166.6667, 266.6667]),
    ],
)
def test_the_estate_of_the_talmud(estate, shares):
    """Aumann and Maschler (1985): widows with claims of 100, 200 and 300."""
    assert talmud([100, 200, 300], estate) == pytest.approx(shares, abs=5e-5)


def test_bill_and_jack():
    """Nash (1950): nine things to barter, and who gives what."""
    goods = {  # worth to Bill, worth to Jack
        "book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1),
        "pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2),
    }  # fmt: skip
    bills = {"book", "whip", "ball", "bat", "box"}
    barters = [
        given for size in range(len(goods) + 1) for given in itertools.combinations(goods, size)
    ]
    gain = np.array(
        [
            [
                sum(goods[g][k] * (-1 if (g in bills) == (k == 0) else 1) for g in given)
                for k in (0, 1)
            ]
            for given in barters
        ]
    ).T
    best = nash(gain, [0, 0])
    assert set(barters[best]) == {"book", "whip", "ball", "bat", "pen", "toy", "knife"}
    assert gain[:, best].tolist() == [12, 5]
