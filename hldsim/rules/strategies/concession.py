"""Concession: ask for the best at first and come down as time runs out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.strategies.base import STRATEGIES

F8 = NDArray[np.float64]


@STRATEGIES.register("concession")
class Concession:
    """Ask for the best at first and come down as time runs out [FaratinSierraJennings1998].

        a(t) = r + (1 - t^(1/e)) (best - r),   time t in [0, 1]

    With e < 1 a party concedes late (Boulware), with e > 1 early (conceder), with 1 evenly. ``e``
    is ``pace`` times 2^(``spread`` (2 temper - 1)): between parties from 2^-``spread`` to
    2^``spread`` times ``pace``. The last of K rounds is played at time 1 - 1/K, so it never quite
    comes down to r.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        pace: float = parameter(0.5, "e", "how early aspirations fall", low=0.01, high=100)
        spread: float = parameter(
            1.0,
            "s_2",
            "how far parties differ in it",
            low=0,
            high=5,
            unit="powers of 2",
        )

    timeless = False

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def aspiration(self, reservation_p: F8, best_p: F8, temper_p: F8, time: float) -> F8:
        """Least utility accepted, (p,); the reservation value at time 1."""
        q = self.parameters
        pace = q.pace * 2.0 ** (q.spread * (2.0 * temper_p - 1.0))
        left = 1.0 - min(max(time, 0.0), 1.0) ** (1.0 / pace)
        return np.asarray(reservation_p + left * (best_p - reservation_p))
