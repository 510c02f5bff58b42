"""What an imputation rule is: a readable rule from figures and chance to preferences.

A rule works on any selection of rows (parties), so that conditioning can redraw a party from the
very same rule: coefficients and bloc shocks stay, only the party's own residuals are new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile
from hldsim.registry import Catalogue
from hldsim.scenario.schema import Scenario
from hldsim.streams import Chance

I8 = NDArray[np.int64]


class ImputationRule(Protocol):
    """From figures to preferences."""

    Parameters: ClassVar[Any]

    def __init__(self, scenario: Scenario) -> None: ...

    def common(self, parameters: Any, chance: Chance) -> Any:
        """Draw what all parties share in this replicate: bloc shocks."""
        ...

    def profile(
        self, parameters: Any, common: Any, rows: I8, chance: Chance, tag: str
    ) -> PreferenceProfile:
        """Draw the preferences of parties ``rows``; residuals come from streams named ``tag``."""
        ...


IMPUTATION_RULES: Catalogue[type[ImputationRule]] = Catalogue(
    "imputation rule", "hldsim.preferences.imputation"
)


@dataclass(frozen=True)
class NoCommon:
    """For rules in which parties share nothing."""
