"""Tests for what no test of its room noticed when it was broken (see `make mutate`)."""

from types import SimpleNamespace

import numpy as np
import pytest

import hldsim
from hldsim.analysis.intervals import straddles, wilson
from hldsim.engine.assemble import assemble
from hldsim.engine.lay_out import UNKNOWN
from hldsim.engine.run import run
from hldsim.experiments.across import expected_reluctance_place
from hldsim.record.measures import measure
from tests.engine.tables import plan
from tests.experiments.table import STATED, view


def test_a_bar_is_straddled_from_both_sides_and_on_the_edge():
    low, high = wilson(30, 100)
    assert not straddles(30, 100, low - 0.01) and not straddles(30, 100, high + 0.01)
    assert straddles(30, 100, low) and straddles(30, 100, high)


def test_who_names_another_kind_but_likes_this_one_is_no_opponent():
    stated = np.array(STATED)
    stated[5] = 2  # names regional follow-up, likes a hosted forum better than the status quo
    assert measure("opponents[global]", view(stated_p=stated)) == 1


def test_the_place_in_reluctance_counts_the_party_itself():
    scenario = hldsim.load_scenario("hld_2006")
    reluctance = np.arange(len(scenario.parties), dtype=float)
    summary = SimpleNamespace(reluctance_p=reluctance)
    members = [p for p, party in enumerate(scenario.parties) if party.seat.value == "member"]
    last = scenario.parties[members[-1]].id
    assert expected_reluctance_place(scenario, summary, last) == pytest.approx(1 / len(members))


def test_a_party_in_two_blocs_of_one_line_takes_the_stricter_discipline():
    source = plan("hld_2006", ("blocs[NAM].line", "un_embedded"), ("blocs[NAM].discipline", 0.08))
    both = [
        p for p, party in enumerate(source.scenario.parties) if {"G77", "NAM"} <= {*party.blocs}
    ]
    assert len(both) > 50
    assert (source.fixed.discipline_pd[both, 0] == 0.08).all()


def test_a_known_position_against_ones_bloc_holds_all_the_same():
    """The redraw must reckon with discipline, or the plenary would not confirm it."""
    against = [("parties[IND].position", "informal_hosted"), ("blocs[G77].discipline", 0.1)]
    india = plan("hld_2006", *against).scenario.party_index["IND"]
    held = 0
    for seed in range(8):
        result = run(plan("hld_2006", *against), seed)
        if not result.setup.inputs.missed_p[india]:
            assert result.end.stated_p[india] == 1
            held += 1
    assert held > 4


def test_a_position_that_no_redraw_gives_is_reported_as_missed():
    setup, _ = assemble(plan("hld_2006", ("agenda[plenary].delta", 1.0)), 1)
    known = setup.inputs.stated_known_p
    assert (known >= 0).sum() >= 6
    assert (setup.inputs.missed_p == (known >= 0)).all()  # who is to name nothing does so easily
    assert (known != UNKNOWN).sum() > (known >= 0).sum()
