"""What an intervention is: a change made between two rounds, in force from the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hldsim.domain.events import Event, Scalar
from hldsim.engine.setup import Setup
from hldsim.registry import Catalogue
from hldsim.table.state import State


@dataclass(frozen=True)
class Intervention:
    """A change somebody makes: its kind, what it says, and who made it.

    Kinds: ``"set"`` (body ``path``, ``value``) and ``"act"`` (body ``party`` and what it does; see
    ``hldsim.table.moves.act_from_body``), which the next ``advance`` takes as an Act.
    """

    kind: str
    body: Mapping[str, Scalar] = field(default_factory=dict)
    author: str = "user"


Change = tuple[Setup, State, tuple[Event, ...]]
Apply = Callable[[Setup, State, Mapping[str, Scalar]], Change]

INTERVENTIONS: Catalogue[Apply] = Catalogue("intervention", "hldsim.engine.interventions")


def intervene(setup: Setup, state: State, intervention: Intervention) -> Change:
    """Apply an intervention to the table after ``state.k`` rounds.

    Raises
    ------
    InterventionError, PathError, UnknownNameError
        If it is not possible here and now; nothing has changed then.
    """
    return INTERVENTIONS[intervention.kind](setup, state, intervention.body)
