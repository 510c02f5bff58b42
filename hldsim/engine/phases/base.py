"""What a phase of the agenda is: one round of it turns a state into the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from hldsim.domain.events import Event
from hldsim.engine.setup import Setup
from hldsim.registry import Catalogue
from hldsim.streams import Chance
from hldsim.table.moves import Acts
from hldsim.table.state import State
from hldsim.table.view import View

Step = tuple[State, tuple[Event, ...]]


@dataclass(frozen=True)
class Moment:
    """Everything a phase sees of one round.

    Attributes
    ----------
    k : int
        Round being played, from 1.
    turn : int
        Round within the phase, from 0; ``turns`` is how many the phase has.
    told : bool
        Whether anybody wants the events; ensembles do not, and half a run is spent on them.
    """

    setup: Setup
    view: View
    acts: Acts
    chance: Chance
    k: int
    turn: int
    turns: int
    told: bool


class Phase(Protocol):
    """One kind of phase."""

    Parameters: ClassVar[Any]

    def __init__(self, parameters: Any) -> None: ...

    def advance(self, moment: Moment) -> Step:
        """Play one round; the state returned carries ``moment.k``."""
        ...

    def acting(self, moment: Moment) -> Any:
        """Indices of the parties that choose a coalition in this round, (a,) ints."""
        ...


PHASES: Catalogue[type[Phase]] = Catalogue("agenda phase", "hldsim.engine.phases")
