"""Aspiration: hold out for a fixed share of what could be gained."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.strategies.base import STRATEGIES

F8 = NDArray[np.float64]


@STRATEGIES.register("aspiration")
class FixedAspiration:
    """Hold out for a fixed share of what could be gained.

        a = r + scale sigma (best - r),   sigma = low + (high - low) temper

    Never below the reservation value r; a constant level of aspiration [Simon1955]. With a scale
    that makes scale x sigma more than 1 it lies above everything on the table.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        low: float = parameter(
            0.0,
            "sigma_0",
            "least share of the gain held out for",
            low=0,
            high=1,
            unit="share",
        )
        high: float = parameter(
            0.8,
            "sigma_1",
            "largest share of the gain held out for",
            low=0,
            high=1,
            unit="share",
        )
        scale: float = parameter(
            1.0, "s", "multiplies every aspiration (comparative static e)", low=0, high=10
        )

    timeless = True

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def aspiration(self, reservation_p: F8, best_p: F8, temper_p: F8, time: float) -> F8:
        """Least utility accepted, (p,); the same at every moment."""
        q = self.parameters
        share = q.scale * (q.low + (q.high - q.low) * temper_p)
        return np.asarray(reservation_p + share * (best_p - reservation_p))
