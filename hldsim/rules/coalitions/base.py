"""What a coalition-formation rule is: who backs what, and what coalitions do with their design.

Axes: a those acting, c coalitions; the option after the last coalition is staying uncommitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import Catalogue
from hldsim.streams import Chance
from hldsim.table.moves import Change, Moves
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

DIGITS = 9
"""Worths are rounded to 1e-9 before the best is taken, so that the last bit of a sum decides
nothing; ties go to the option declared first."""


class CoalitionRule(Protocol):
    """Who backs what.

    A rule by which parties choose one after the other says ``sequential = True`` (see
    ``hldsim.rules.coalitions.sequence``): then it matters who else acts.
    """

    Parameters: ClassVar[Any]

    def __init__(self, parameters: Any) -> None: ...

    def moves(self, view: View, act_a: I8, chance: Chance, terms: bool = False) -> Moves:
        """Choices of those acting; with ``terms`` also the terms that add up to each worth."""
        ...

    def changes(self, view: View, chance: Chance) -> Sequence[Change]:
        """What coalitions do with their platforms this round: revise, merge, refuse, dissolve."""
        ...


COALITION_RULES: Catalogue[type[CoalitionRule]] = Catalogue(
    "coalition rule", "hldsim.rules.coalitions"
)


def noise_ac(view: View, act_a: I8, chance: Chance, size: float) -> F8:
    """Uniform noise of standard deviation ``size`` on each option of those acting, (a, c + 1).

    Drawn for all parties and then picked, so that a party's luck does not depend on who acts.
    """
    shape = (len(view.inputs.capability_p), view.state.n_coalitions + 1)
    u = chance("choice", shape[0] * shape[1]).reshape(shape)[act_a]
    return np.asarray((u - 0.5) * (size * 12.0**0.5))


def choose(worth_ac: F8) -> I8:
    """Best option of each row; the last option is coded -1."""
    best = np.round(worth_ac, DIGITS).argmax(axis=1)
    return np.where(best == worth_ac.shape[1] - 1, -1, best)


def lay_terms(n: int, **terms: F8) -> dict[str, F8]:
    """Lay each term out over all options: (a, c) on the coalitions, (a,) on staying uncommitted."""
    laid = {}
    for name, term in terms.items():
        full = np.zeros((len(term), n + 1))
        if term.ndim == 2:
            full[:, :n] = term
        else:
            full[:, n] = term
        laid[name] = full
    return laid
