"""Voting power as printed: councils of Europe, the Security Council, a county board.

Weights and thresholds of the councils are public record (Treaties of Rome, Accession and Nice);
fractions by exact integer arithmetic in a program of its own.
"""

from fractions import Fraction

import numpy as np
import pytest

from hldsim.analysis.coleman import power_to_act, power_to_initiate, power_to_prevent
from hldsim.analysis.core import minimal_winning
from hldsim.analysis.power import banzhaf, shapley_shubik

NICE = [29] * 4 + [27] * 2 + [13] + [12] * 5 + [10] * 2 + [7] * 5 + [4] * 5 + [3]

# weights, quotas; by weight: Banzhaf (normalised) and Shapley-Shubik; winning coalitions
GAMES = {
    "EEC of 1958": (
        [4, 4, 4, 2, 2, 1], 12,
        {4: ("5/21", "7/30"), 2: ("1/7", "3/20"), 1: ("0", "0")}, 14,
    ),
    "EC of 1973": (
        [10] * 4 + [5] * 2 + [3] * 2 + [2], 41,
        {10: ("53/317", "5/28"), 5: ("29/317", "17/210"), 3: ("21/317", "2/35"),
         2: ("5/317", "1/105")}, 75,
    ),
    "EU of 1995": (
        [10] * 4 + [8] + [5] * 4 + [4] * 2 + [3] * 3 + [2], 62,
        {10: ("1849/16565", "7/60"), 8: ("1531/16565", "860/9009"),
         5: ("973/16565", "19883/360360"), 4: ("793/16565", "743/16380"),
         3: ("119/3313", "1588/45045"), 2: ("75/3313", "932/45045")}, 2549,
    ),
    "EU of 25, votes": (
        NICE, 232,
        {29: ("462117/5394688", "497547971/5354228880"),
         27: ("438489/5394688", "25621653/297457160"),
         13: ("14265/337168", "8885587/223092870"),
         12: ("211075/5394688", "3829783/104984880"),
         10: ("176511/5394688", "26985793/892371480"),
         7: ("124435/5394688", "375761/17907120"),
         4: ("71427/5394688", "21224141/1784742960"),
         3: ("53295/5394688", "47854409/5354228880")}, 1204448,
    ),
    "EU of 25, votes and 13 members": (
        [NICE, [1] * 25], [232, 13],
        {29: ("92357/1079004", "2487454999/26771144400"),
         27: ("438157/5395020", "384277319/4461857400"),
         13: ("38021/899170", "59231413/1487285800"),
         12: ("70323/1798340", "325498753/8923714800"),
         10: ("29427/899170", "89956101/2974571600"),
         7: ("124651/5395020", "561929939/26771144400"),
         4: ("71723/5395020", "106198453/8923714800"),
         3: ("17867/1798340", "239513539/26771144400")}, 1203784,
    ),
    "four and a quota of six": (
        [4, 3, 2, 1], 6,
        {4: ("5/12", "5/12"), 3: ("1/4", "1/4"), 2: ("1/4", "1/4"), 1: ("1/12", "1/12")}, 7,
    ),
    "51 to 49": ([51, 49], 51, {51: ("1", "1"), 49: ("0", "0")}, 2),
    "50, 49, 1": ([50, 49, 1], 51, {50: ("3/5", "2/3"), 49: ("1/5", "1/6"), 1: ("1/5", "1/6")}, 3),
    "two large of five": ([7, 7, 1, 1, 1], 9, {7: ("2/7", "3/10"), 1: ("1/7", "2/15")}, None),
    "three": ([4, 3, 2], 6, {4: ("3/5", "2/3"), 3: ("1/5", "1/6"), 2: ("1/5", "1/6")}, None),
    "four voters": (
        [3, 2, 1, 1], 4, {3: ("1/2", "1/2"), 2: ("1/6", "1/6"), 1: ("1/6", "1/6")}, None,
    ),
    "192 equals, half": ([1] * 192, 97, {1: ("1/192", "1/192")}, None),
    "192 equals, two thirds": ([1] * 192, 128, {1: ("1/192", "1/192")}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", GAMES)
def test_councils(name):
    weights, quota, by_weight, winning = GAMES[name]
    first = np.atleast_2d(weights)[0].tolist()
    for index, which in ((banzhaf, 0), (shapley_shubik, 1)):
        wanted = [float(Fraction(by_weight[w][which])) for w in first]
        assert index(weights, quota) == pytest.approx(wanted, abs=1e-12)
    if winning is not None:
        assert power_to_act(weights, quota) * 2 ** len(first) == pytest.approx(winning, abs=1e-6)


def test_security_council_of_1954():
    """Shapley and Shubik (1954): 76/77, or 98.7 percent, for the five with a veto, of eleven."""
    power = shapley_shubik([[1] * 11, [1] * 5 + [0] * 6], [7, 5])
    assert power[:5].sum() == pytest.approx(76 / 77, abs=1e-13)
    assert round(100 * float(power[:5].sum()), 1) == 98.7


def test_security_council_since_1965():
    """Straffin's and everybody's example: 421/2145 with a veto, 4/2145 without; all can stop."""
    weights, quota = [7] * 5 + [1] * 10, 39
    power = shapley_shubik(weights, quota)
    assert power[0] == pytest.approx(421 / 2145, abs=1e-13)
    assert power[-1] == pytest.approx(4 / 2145, abs=1e-13)
    assert power_to_prevent(weights, quota)[:5] == pytest.approx([1.0] * 5)


@pytest.mark.parametrize(
    ("weights", "quota", "thirds"),
    [
        ([9, 9, 7, 3, 1, 1], 16, [0, 1, 2]),
        ([31, 31, 28, 21, 2, 2], 58, [0, 1, 2]),
    ],
    ids=["1958", "1964"],
)
def test_nassau_county_board(weights, quota, thirds):
    """Banzhaf (1965): three supervisors of six have all the power, the other three none."""
    wanted = [1 / 3 if k in thirds else 0.0 for k in range(6)]
    assert banzhaf(weights, quota) == pytest.approx(wanted, abs=1e-15)


def test_luxembourg_makes_no_difference_in_the_first_council():
    """Felsenthal and Machover (1998): a vote from 1958 to 1972, and in no minimal coalition."""
    coalitions = minimal_winning([4, 4, 4, 2, 2, 1], 12)
    assert coalitions == ((0, 1, 2), (0, 1, 3, 4), (0, 2, 3, 4), (1, 2, 3, 4))


def test_stach_2011():
    """Shapley-Shubik index in the Encyclopedia of Power, as in the manual of CoopGame."""
    wanted = [0.08333333, 0.08333333, 0.25, 0.58333333]
    assert shapley_shubik([10, 10, 20, 30], 50) == pytest.approx(wanted, abs=5e-9)


ELECTORS = (
    [54, 33, 32, 25, 23, 22, 21, 18, 15, 14, 13, 13, 12, 12] + [11] * 4 + [10] * 2 + [9] * 2
    + [8] * 6 + [7] * 3 + [6] * 2 + [5] * 4 + [4] * 6 + [3] * 8
)  # fmt: skip
"""Electors of the 50 states and the District of Columbia in 2000, California first."""

COLLEGE = {  # electors: swings; index, absolute and normalised; power to prevent and to initiate
    54: (525180666785903, 0.466454, 0.111428, 0.470034, 0.462928),
    33: (292267988381903, 0.259586, 0.06201, 0.261578, 0.257624),
    32: (282842187059467, 0.251214, 0.060011, 0.253142, 0.249315),
    25: (218271801954339, 0.193864, 0.046311, 0.195352, 0.192399),
    18: (155767173134343, 0.138349, 0.033049, 0.139411, 0.137303),
    13: (112001326743389, 0.099477, 0.023763, 0.100241, 0.098725),
    11: (94642269011929, 0.084059, 0.02008, 0.084704, 0.083424),
    10: (85987775858127, 0.076372, 0.018244, 0.076959, 0.075795),
}


def test_the_electoral_college_of_2000():
    """D. E. Sidran's table, by Leech's program ipgenf: 270 of 538 electors elect a president."""
    assert (len(ELECTORS), sum(ELECTORS)) == (51, 538)
    absolute, shares = banzhaf(ELECTORS, 270, normalised=False), banzhaf(ELECTORS, 270)
    prevent, initiate = power_to_prevent(ELECTORS, 270), power_to_initiate(ELECTORS, 270)
    for electors, (swings, *wanted) in COLLEGE.items():
        k = ELECTORS.index(electors)
        found = absolute[k], shares[k], prevent[k], initiate[k]
        assert found == pytest.approx(wanted, abs=1e-6)
        assert absolute[k] * 2**50 == pytest.approx(swings, rel=1e-14)
