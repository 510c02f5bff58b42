"""Car emissions in the EC: ten members, years of delay from 4 to 10, and the challenge model.

Data of Bueno de Mesquita (1994) as printed in Scholz, Calbert and Smith (2011). Rounds as run by a
program found to replicate their table (jmckib, bdm-scholz-expected-utility-model); a second one
agrees to 2e-4 (dmasad, BDM_DecisionModel_Replication).
"""

import numpy as np
import pytest

from hldsim.analysis.challenge import challenge
from hldsim.analysis.election import condorcet_election
from hldsim.analysis.voting import (
    condorcet_winner,
    from_ideal_points,
    support,
    weighted_mean,
    weighted_median,
)

MEMBERS = {  # capability, position, salience
    "Netherlands": (0.08, 4, 0.8),
    "Belgium": (0.08, 7, 0.4),
    "Luxembourg": (0.03, 4, 0.2),
    "Germany": (0.16, 4, 0.8),
    "France": (0.16, 10, 0.6),
    "Italy": (0.16, 10, 0.6),
    "UK": (0.16, 10, 0.9),
    "Ireland": (0.05, 7, 0.1),
    "Denmark": (0.05, 4, 1.0),
    "Greece": (0.08, 7, 0.7),
}
CAPABILITY, POSITION, SALIENCE = (
    np.array(row, dtype=float) for row in zip(*MEMBERS.values(), strict=True)
)
WEIGHT = CAPABILITY * SALIENCE

B, L, E, F, N = "Belgium", "Luxembourg", "Ireland", "France", "Netherlands"

ROUNDS = (  # median, mean, then where the three that move stand: Belgium, Luxembourg, Ireland
    (7.0, 7.389955686853767, 7.0, 4.0, 7.0),
    (8.415932315426764, 7.461314378277189, 8.415932315426764, 7.0, 4.0),
    (9.610859134120188, 7.552500865855845, 9.610859134120188, 8.415932315426764, 7.0),
    (9.961979590401311, 7.590144997451547, 9.961979590401311, 9.610859134120188, 8.415932315426764),
    (9.961979590401311, 7.358130531334201, 4.800881140632622, 9.961979590401311, 9.610859134120188),
    (
        9.961979590401311,
        7.3491739896752115,
        5.524237694197356,
        4.800881140632622,
        9.961979590401311,
    ),
    (7.47204636191629, 7.414877545372958, 7.47204636191629, 5.524237694197356, 5.524237694197356),
    (8.824593855262423, 7.510457183677219, 8.824593855262423, 7.47204636191629, 7.47204636191629),
    (9.671129769802048, 7.5724470975503, 9.671129769802048, 8.824593855262423, 8.824593855262423),
    (9.671129769802048, 7.324989065683666, 4.144849062500606, 9.671129769802048, 9.671129769802048),
    (7.0, 7.242130958473938, 4.291541224979646, 4.144849062500606, 4.144849062500606),
)

MOVES = {  # round: who, against whom, how, own expected utility, the rival's
    1: [
        (B, F, "compromise", -0.114830503, 0.243296595),
        (L, B, "confrontation", 0.245509222, 0.5422461),
        (E, L, "confrontation", 0.538237766, 0.682477825),
    ],
    4: [
        (B, N, "compromise", -0.715333634, 0.826336596),
        (L, B, "confrontation", 0.019067006, 0.05475982),
        (E, L, "confrontation", 0.184348897, 0.240801169),
    ],
    10: [
        (B, F, "compromise", -0.018528388, 0.739552161),
        (L, B, "confrontation", 0.760038325, 1.409338811),
        (E, B, "confrontation", 0.796832349, 1.723699357),
    ],
}

DANGER = {
    1: (-5.249282754, 1.428335636, 5.437679311, -5.249282754, -2.093932632, -2.093932632,
        -8.640898948, 5.607083909, -8.811603443, -2.750412638),
    10: (-6.31269367, 2.214686377, 5.266467099, -6.31269367, -1.742768499, -1.742768499,
         -7.199634647, 6.999468629, -10.598126137, -3.432407046),
}  # fmt: skip
RISK = {
    1: (1.405652784, 0.754195927, 0.508863791, 1.405652784, 1.046523896, 1.046523896, 1.96489823,
        0.5, 2.0, 1.112124971),
    10: (1.412499136, 0.736010433, 0.577684768, 1.412499136, 0.995723709, 0.995723709, 1.514410717,
         0.5, 2.0, 1.131894972),
}  # fmt: skip


@pytest.fixture(scope="module")
def told():
    return challenge(POSITION, SALIENCE, CAPABILITY, rounds=10)


def test_mean_median_and_winner_before_any_talks():
    assert weighted_mean(POSITION, WEIGHT) == pytest.approx(7.389955686853767, abs=1e-14)
    assert weighted_median(POSITION, WEIGHT) == 7.0
    options = [4, 7, 10]
    utilities = from_ideal_points(POSITION, options)
    assert options[condorcet_winner(utilities, WEIGHT)] == 7
    more = support(utilities, WEIGHT)
    assert more[1, 0] > more[0, 1] and more[1, 2] > more[2, 1] and more[2, 0] > more[0, 2]
    # left to chance 7 is still the likeliest
    assert condorcet_election(utilities, WEIGHT).argmax() == 1


def test_all_rounds(told):
    names = list(MEMBERS)
    for one, (median, mean, *three) in zip(told, ROUNDS, strict=True):
        assert one.median == pytest.approx(median, abs=1e-12)
        assert one.mean == pytest.approx(mean, abs=1e-12)
        where = dict(zip(names, one.positions, strict=True))
        assert [where[name] for name in (B, L, E)] == pytest.approx(three, abs=1e-12)
        stay = {name: where[name] for name in names if name not in (B, L, E)}
        assert stay == {name: MEMBERS[name][1] for name in stay}


@pytest.mark.parametrize("k", MOVES)
def test_who_presses_whom(told, k):
    names = list(MEMBERS)
    for move, (who, rival, kind, own, against) in zip(told[k].moves, MOVES[k], strict=True):
        assert (names[move.actor], names[move.rival], move.kind) == (who, rival, kind)
        assert (move.own, move.against) == pytest.approx((own, against), abs=1e-9)


@pytest.mark.parametrize("k", DANGER)
def test_danger_and_risk(told, k):
    assert told[k].danger == pytest.approx(DANGER[k], abs=1e-9)
    assert told[k].risk == pytest.approx(RISK[k], abs=1e-9)


def test_the_printed_means():
    printed = [7.4, 7.4, 7.5, 7.6, 7.3, 7.3, 7.4, 7.5, 7.6, 7.3, 7.2]  # read off their figure
    means = [one.mean for one in challenge(POSITION, SALIENCE, CAPABILITY, rounds=10)]
    assert means == pytest.approx(printed, abs=0.1)
