"""Draws before anything is bargained: surprise as `hldsim facts` has it, and what is wanted."""

import numpy as np
import pytest

from hldsim.engine.assemble import assemble
from hldsim.experiments.draws import likely, wants, wants_of
from hldsim.experiments.ensemble import EnsembleError, ensemble
from hldsim.experiments.replicates import replicate_seed
from hldsim.scenario.load import load_scenario
from hldsim.table.state import UNSAID

RUNS = 12


@pytest.fixture(scope="module")
def dialogue():
    return load_scenario("hld_2006")


def test_surprise_is_that_of_whole_runs(dialogue):
    stated_rp = ensemble(dialogue, RUNS, 1, conditioned=False).summary.stated_rp
    found = likely(dialogue, RUNS, 1)
    assert [dialogue.parties[x.party].id for x in found] == [
        party.id for party in dialogue.parties if party.position is not None
    ]
    for one in found:
        position = dialogue.parties[one.party].position
        known = UNSAID if position == "noncommittal" else dialogue.proposal_index[position]
        assert one.probability == (stated_rp[:, one.party] == known).mean()
        assert one.low <= one.probability <= one.high
    assert len({one.probability for one in found}) > 2


def test_nothing_known_nothing_surprises():
    assert likely(load_scenario("classroom_small"), 2) == ()


def test_wants_are_those_of_the_runs_with_these_seeds(dialogue):
    found = wants(dialogue, 3, 5)
    assert found.seeds == tuple(replicate_seed(5, r) for r in range(3))
    p, d = len(dialogue.parties), len(dialogue.proposals)
    assert found.tabled_rpd.shape == (3, p, d) and found.reservation_rp.shape == (3, p)
    assert np.allclose(found.salience_rpi.sum(axis=2), 1.0)
    one = wants_of(dialogue, [7])
    setup, start = assemble(dialogue, 7)
    assert np.array_equal(one.value_rpl[0], start.profile.value_pl)
    assert setup.inputs.conditioned_p.any()
    assert not np.array_equal(
        one.value_rpl[0], wants_of(dialogue, [7], conditioned=False).value_rpl[0]
    )


def test_declared_preferences_have_no_spread():
    found = wants(load_scenario("classroom_small"), 4)
    assert np.ptp(found.salience_rpi, axis=0).max() == 0.0
    assert np.ptp(found.value_rpl, axis=0).max() == 0.0


@pytest.mark.parametrize("kind", [likely, wants])
def test_no_draws_are_refused(kind, dialogue):
    with pytest.raises(EnsembleError):
        kind(dialogue, 0)
