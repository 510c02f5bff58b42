"""Delegation: the Mesa agent that acts for a party; a thin view on the engine's arrays."""

from __future__ import annotations

from typing import Protocol

import mesa

from hldsim.domain.parties import Party
from hldsim.engine.setup import Setup
from hldsim.table.moves import Act
from hldsim.table.state import State, backed_proposal
from hldsim.table.view import View


class Seated(Protocol):
    """The model a delegation sits in: what it may look at."""

    setup: Setup
    state: State


class Delegation(mesa.Agent):  # type: ignore[misc]  # Mesa has no types
    """One party at the table.

    Subclass it and give it a ``choose`` to play a party in your own way: an ``Act`` it returns
    overrides what the model would have the party do in that round.

    Attributes
    ----------
    index : int
        Position of the party in the scenario and in every array with an axis p.
    """

    model: Seated

    def __init__(self, model: Seated, index: int) -> None:
        super().__init__(model)
        self.index = index

    def choose(self, view: View) -> Act | None:
        """Return what the party does in the next round, or None to leave it to the model."""
        return None

    @property
    def party(self) -> Party:
        """The party the delegation acts for."""
        return self.model.setup.scenario.parties[self.index]

    @property
    def backing(self) -> str | None:
        """Proposal of origin of the coalition backed, or None if uncommitted."""
        d = int(backed_proposal(self.model.state)[self.index])
        return None if d < 0 else self.model.setup.scenario.proposals[d].id

    @property
    def stated(self) -> int:
        """Position stated: -2 silent, -1 noncommittal, else a proposal index."""
        return int(self.model.state.stated_p[self.index])
