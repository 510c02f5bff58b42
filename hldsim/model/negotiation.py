"""Negotiation: the Mesa model; one step is one round.

What a person or a subclassed delegation does reaches the engine as Acts; everybody else is played
by the vector kernel. Stepping this model, ``engine.run`` and a session give one fingerprint.
"""

from __future__ import annotations

from collections.abc import Mapping

import mesa

from hldsim.domain.events import Event
from hldsim.engine.advance import advance, finished, view_of
from hldsim.engine.assemble import assemble
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.setup import Setup
from hldsim.model.delegation import Delegation
from hldsim.scenario.schema import Scenario
from hldsim.table.moves import NO_ACTS, Act, Acts
from hldsim.table.state import State


class Negotiation(mesa.Model):  # type: ignore[misc]  # Mesa has no types
    """A live negotiation.

    Parameters
    ----------
    scenario : Scenario
    seed : int
        Of the engine's own chance; Mesa's generator is seeded with it too but decides nothing.
    delegations : mapping of party id to Delegation subclass, optional
        Who is played otherwise than by the model.

    Attributes
    ----------
    setup, state : Setup, State
        The table now. ``events`` are those of the last round.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 0,
        delegations: Mapping[str, type[Delegation]] | None = None,
    ) -> None:
        super().__init__(rng=seed)
        self._seat(*assemble(scenario, seed), delegations or {})

    @classmethod
    def resume(
        cls,
        setup: Setup,
        state: State,
        delegations: Mapping[str, type[Delegation]] | None = None,
    ) -> Negotiation:
        """Take up a negotiation at any round."""
        model = cls.__new__(cls)
        mesa.Model.__init__(model, rng=setup.seed)
        model._seat(setup, state, delegations or {})
        return model

    def _seat(
        self, setup: Setup, state: State, delegations: Mapping[str, type[Delegation]]
    ) -> None:
        self.setup = setup
        self.state = state
        self.events: tuple[Event, ...] = ()
        self._acts: Acts = NO_ACTS
        self.delegations: list[Delegation] = [
            delegations.get(party.id, Delegation)(self, n)
            for n, party in enumerate(setup.scenario.parties)
        ]
        self._own = [d for d in self.delegations if type(d).choose is not Delegation.choose]

    @property
    def finished(self) -> bool:
        """Whether the agenda is over."""
        return finished(self.setup, self.state)

    def intervene(self, intervention: Intervention) -> tuple[Event, ...]:
        """Change a preference or a parameter from the next round on."""
        self.setup, self.state, events = intervene(self.setup, self.state, intervention)
        return events

    def play(self, acts: Acts) -> None:
        """Play one round in which people do something themselves.

        Parameters
        ----------
        acts : mapping of party index to Act
            What people do in this round; they come before what delegations choose.
        """
        self._acts = acts
        try:
            self.step()
        finally:
            self._acts = NO_ACTS

    def step(self) -> None:
        """Play one round; nothing happens once the agenda is over."""
        if self.finished:
            self.running = False
            return
        chosen: dict[int, Act] = {}
        if self._own:
            view = view_of(self.setup, self.state)
            for delegation in self._own:
                act = delegation.choose(view)
                if act is not None:
                    chosen[delegation.index] = act
        chosen.update(self._acts)
        self.state, self.events = advance(self.setup, self.state, chosen)
        self.running = not self.finished

    def close(self) -> None:
        """Let go of the delegations, and let Mesa forget what it keeps of this model.

        Model and agents hold each other, and Mesa puts methods into the model itself: unless that
        is undone a run stays in memory until garbage is collected. Mesa 3.3 would keep its count
        of agents for ever.
        """
        self.delegations, self._own = [], []
        self.remove_all_agents()
        for method in ("step", "_user_step"):
            self.__dict__.pop(method, None)
        ids = getattr(mesa.Agent, "_ids", None)
        if ids is not None:
            ids.pop(self, None)
