"""What a bargaining protocol is: how the negotiating text is made, turn by turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import Catalogue
from hldsim.table.moves import Change
from hldsim.table.view import View

F8 = NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    """One turn: what changed. A protocol that changes nothing and remembers nothing new is at rest.

    The chair asks again in the next round all the same: by then things may stand otherwise.
    ``memory`` is what the protocol wants to find again in ``view.state.scratch``, by name; it is
    kept, rewound and forked with the state.
    """

    changes: tuple[Change, ...]
    memory: Mapping[str, NDArray[np.generic]] = field(default_factory=dict)


class BargainingProtocol(Protocol):
    """How the text on the table is made.

    One that asks something of a scenario has a class method ``unavailable(scenario)`` that says
    what is lacking (see ``hldsim.registry.why_not``).
    """

    Parameters: ClassVar[Any]

    def __init__(self, parameters: Any) -> None: ...

    def turn(self, view: View, text: int) -> Turn:
        """Make one turn on the platform of coalition ``text``; core issues are left alone."""
        ...


PROTOCOLS: Catalogue[type[BargainingProtocol]] = Catalogue(
    "bargaining protocol", "hldsim.rules.protocols"
)
