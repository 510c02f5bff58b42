"""Votes between more than two: the examples of Borda and Condorcet, and of a scale of opinions."""

import numpy as np
import pytest

from hldsim.analysis.association import contingency, cramers_v
from hldsim.analysis.cohesion import rice
from hldsim.analysis.dispersion import agreement
from hldsim.analysis.voting import condorcet_winner, cycles, from_orders, support, top_cycle

A, B, C = 0, 1, 2


def test_borda_1784():
    """21 voters: A leads by first votes; by order of merit C has 47, B 42, A 37; C beats both."""
    orders = [[A, B, C]] + 7 * [[A, C, B]] + 7 * [[B, C, A]] + 6 * [[C, B, A]]
    utilities = from_orders(orders)
    assert [sum(order[0] == k for order in orders) for k in (A, B, C)] == [8, 7, 6]
    assert (utilities + 1).sum(axis=0).tolist() == [37, 42, 47]
    assert condorcet_winner(utilities) == C
    assert support(utilities)[C, A] == support(utilities)[C, B] == support(utilities)[B, A] == 13


def test_condorcet_1785():
    """60 voters whose majorities, 33, 42 and 35, go round in a circle (Young 1988)."""
    orders = [[A, B, C], [B, C, A], [B, A, C], [C, A, B], [C, B, A]]
    voters, utilities = [23, 17, 2, 10, 8], from_orders(orders)
    more = support(utilities, voters)
    assert (more[A, B], more[B, C], more[C, A]) == (33, 42, 35)
    assert condorcet_winner(utilities, voters) is None
    assert cycles(utilities, voters) == ((A, B, C),)
    assert top_cycle(utilities, voters) == (A, B, C)


def test_van_der_eijk_2001():
    """As in the manual of the R package agrmt (Ruedin), which keeps to the paper."""
    assert agreement([30, 40, 210, 130, 530, 50, 10]) == pytest.approx(0.6113333, abs=5e-8)


def test_rice_1925():
    """As in the manual of the R package politicsR: 90 to 10."""
    assert float(rice(90, 10)) == pytest.approx(0.8)


def test_cramer_1946():
    """Zach Bobbitt's examples for the R package rcompanion, and mtcars (am, vs) of confintr's."""
    assert cramers_v([[7, 12], [9, 8]], corrected=False) == pytest.approx(0.1617, abs=5e-5)
    table = [[6, 8, 12], [9, 5, 9]]
    assert cramers_v(table, corrected=False) == pytest.approx(0.1775, abs=5e-5)
    assert cramers_v([[12, 7], [6, 7]], corrected=False) == pytest.approx(0.1683451, abs=5e-8)


def test_bergsma_2013():
    """The example of cramersV and cramersVBiasCorrected in ClickHouse's reference (2024)."""
    numbers = np.arange(150)
    table = contingency(numbers % 10, numbers % 4)
    assert cramers_v(table, corrected=False) == pytest.approx(0.5798088336225178, abs=1e-14)
    assert cramers_v(table) == pytest.approx(0.5305112825189074, abs=1e-14)
