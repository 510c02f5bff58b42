"""What a strategy is: where a delegation draws the line between yes and no to a text."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import Catalogue

F8 = NDArray[np.float64]


class Strategy(Protocol):
    """Aspiration of every party at a moment; a party accepts what is at least that good."""

    Parameters: ClassVar[Any]
    timeless: bool

    def __init__(self, parameters: Any) -> None: ...

    def aspiration(self, reservation_p: F8, best_p: F8, temper_p: F8, time: float) -> F8:
        """Least utility accepted, (p,).

        Parameters
        ----------
        reservation_p, best_p : (p,) floats
            Utility of the status quo and of the best proposal on the table (>= the former).
        temper_p : (p,) floats in [0, 1)
            Each party's own draw.
        time : float in [0, 1]
            Share of the agenda that has passed.
        """
        ...


STRATEGIES: Catalogue[type[Strategy]] = Catalogue("strategy", "hldsim.rules.strategies")
