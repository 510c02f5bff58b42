"""Utility functions: what a design is worth to each party."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile
from hldsim.registry import Catalogue

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


class UtilityFunction(Protocol):
    """What a party makes of a design; values in [0, 1]."""

    def of(self, profile: PreferenceProfile, columns_di: I8) -> F8:
        """Utilities, (p, d), of designs given as positions on axis l, (d, i)."""
        ...

    def steps(self, profile: PreferenceProfile, columns_i: I8) -> F8:
        """Utility after each one-issue change of one design, (p, l)."""
        ...


UTILITIES: Catalogue[type[UtilityFunction]] = Catalogue(
    "utility function", "hldsim.preferences.utilities"
)
