"""What a bargaining protocol is: how the negotiating text is made, turn by turn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import Catalogue
from hldsim.table.moves import Change
from hldsim.table.view import View

F8 = NDArray[np.float64]


@dataclass(frozen=True)
class Turn:
    """One turn: what changed, and whether the protocol has nothing more to do as things stand.

    The chair asks again in the next round all the same: by then they may stand otherwise.
    """

    changes: tuple[Change, ...]
    done: bool


class BargainingProtocol(Protocol):
    """How the text on the table is made."""

    Parameters: ClassVar[Any]

    def __init__(self, parameters: Any) -> None: ...

    def turn(self, view: View, text: int) -> Turn:
        """Make one turn on the platform of coalition ``text``; core issues are left alone."""
        ...


PROTOCOLS: Catalogue[type[BargainingProtocol]] = Catalogue(
    "bargaining protocol", "hldsim.rules.protocols"
)
