"""Alignments around Syria and Iraq (Axelrod and Furnas 2016, after Axelrod and Bennett 1993)."""

import numpy as np
import pytest

from hldsim.analysis.landscape import energies, frustrations, minima

ACTORS = ("US", "Rus", "Syr", "Tur", "S.A.", "Iran", "ISIS", "Hez", "IqKrd", "Nursa", "Iraq")
STRENGTH = (10, 10, 50, 10, 10, 20, 100, 20, 40, 10, 50)
RATED = (
    "- 2 2 5 4 2 1 1 4 2 4",
    "2 - 4 2 3 3 1 3 2 2 4",
    "2 4 - 1 2 4 1 4 1 2 3",
    "5 2 1 - 3 2 2 3 2 2 3",
    "4 3 2 3 - 1 1 3 3 2 3",
    "2 3 4 2 1 - 2 5 3 2 2",
    "1 1 1 2 1 2 - 2 1 2 1",
    "1 3 4 3 3 5 2 - 3 2 3",
    "4 2 1 2 3 3 1 3 - 2 3",
    "2 2 2 2 2 2 2 2 2 - 2",
    "4 4 3 3 3 2 1 3 3 2 -",
)
"""How each pair gets on, 1 (very badly) to 5; propensity is this less 3."""


def propensity():
    return np.array([[np.nan if r == "-" else float(r) - 3 for r in row.split()] for row in RATED])


def lowest(count):
    energy = energies(STRENGTH, propensity())
    return np.sort(energy)[:count].tolist()


def test_energies_of_all_1024_alignments():
    energy = energies(STRENGTH, propensity())
    assert len(energy) == 1024
    assert energy[0] == 0.0  # all together
    assert lowest(5) == [-83200.0, -82400.0, -81200.0, -80600.0, -80000.0]


def test_the_one_minimum_has_isis_turkey_and_nusra_against_the_rest():
    (only,) = minima(STRENGTH, propensity())
    assert only.energy == -83200.0 and only.is_global
    apart = [name for name, side in zip(ACTORS, only.sides, strict=True) if side]
    assert apart == ["Tur", "ISIS", "Nursa"]


def test_with_a_weak_syria_isis_and_nusra_stand_alone():
    # the same with a strength of 10 for Syria: Landscape_Favored_Alignments_weaksyria_2016-02-20
    weak = [10 if name == "Syr" else s for name, s in zip(ACTORS, STRENGTH, strict=True)]
    (only,) = minima(weak, propensity())
    assert only.energy == -65600.0
    apart = [name for name, side in zip(ACTORS, only.sides, strict=True) if side]
    assert apart == ["ISIS", "Nursa"]
    # frustrations are printed times the strength of who feels them
    felt = np.array(weak) * frustrations(weak, propensity(), only.sides)
    assert felt.tolist() == pytest.approx(
        [-2100, -2100, -2100, -1100, -2100, -2200, -31000, -2200, -8400, -1800, -10500]
    )
