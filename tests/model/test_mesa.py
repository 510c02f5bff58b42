"""Mesa's face: one step is one round, and a user's own delegation plays by its own rule."""

import gc
import weakref

import mesa
import numpy as np
import pytest

from hldsim.engine.run import run
from hldsim.model.delegation import Delegation
from hldsim.model.negotiation import Negotiation
from hldsim.scenario.load import load_scenario
from hldsim.table.moves import Act

SCENARIO = load_scenario("hld_2006")


class Stalwart(Delegation):
    """Speaks for the UN and never leaves it."""

    def choose(self, view):
        if view.state.k < 10:
            return Act(state="un_embedded") if self.stated == -2 else None
        return Act(back="un_embedded")


def played(**delegations):
    model = Negotiation(SCENARIO, 7, delegations)
    while not model.finished:
        model.step()
    return model


def test_stepping_is_running():
    model, result = played(), run(SCENARIO, 7)
    assert np.array_equal(model.state.membership_p, result.end.membership_p)
    assert np.array_equal(model.state.viability_c, result.end.viability_c)
    assert model.steps == SCENARIO.rounds and model.state.adopted == result.end.adopted


def test_a_subclass_with_its_own_choose():
    model = played(ITA=Stalwart)
    italy = model.delegations[SCENARIO.party_index["ITA"]]
    assert italy.stated == SCENARIO.proposal_index["un_embedded"]
    assert italy.backing == "un_embedded" and italy.party.name == "Italy"


def test_acts_of_people_come_before_delegations():
    model = Negotiation(SCENARIO, 7, {"ITA": Stalwart})
    index = SCENARIO.party_index["ITA"]
    model.step()
    model.step()
    model.play({index: Act(state="informal_hosted")})
    assert model.delegations[index].stated == SCENARIO.proposal_index["informal_hosted"]


def test_mesa_sees_agents_and_steps():
    model = Negotiation(SCENARIO, 7)
    assert isinstance(model, mesa.Model) and len(model.agents) == len(SCENARIO.parties)
    speakers = model.agents.select(lambda d: d.stated > -2)
    assert len(speakers) == 0
    for _ in range(10):
        model.step()
    assert 100 < len(model.agents.select(lambda d: d.stated > -2)) < 192
    collector = mesa.DataCollector(model_reporters={"k": lambda m: m.state.k})
    collector.collect(model)
    assert collector.model_vars["k"] == [10]


def test_resume_goes_on_where_it_was():
    whole, half = played(), Negotiation(SCENARIO, 7)
    for _ in range(20):
        half.step()
    model = Negotiation.resume(half.setup, half.state)
    while not model.finished:
        model.step()
    assert np.array_equal(model.state.membership_p, whole.state.membership_p)


def test_a_step_after_the_end_does_nothing():
    model = played()
    state = model.state
    model.step()
    assert model.state is state and model.running is False


@pytest.mark.parametrize("steps", [0, 3])
def test_a_closed_model_is_freed(steps):
    model = Negotiation(SCENARIO, 7)
    for _ in range(steps):
        model.step()
    model.close()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None
