"""What an influence rule is: how stances move when delegations listen in round tables."""

from __future__ import annotations

from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import Catalogue
from hldsim.table.view import View

F8 = NDArray[np.float64]


class InfluenceRule(Protocol):
    """New stances after one round; they stay in [0, 1]."""

    Parameters: ClassVar[Any]

    def __init__(self, parameters: Any) -> None: ...

    def stances(self, view: View, start_ph: F8) -> F8:
        """Stances after this round, (p, h).

        Parameters
        ----------
        start_ph : (p, h) floats
            Stances before the first round table, to which stubborn parties return.
        """
        ...


INFLUENCE_RULES: Catalogue[type[InfluenceRule]] = Catalogue(
    "influence rule", "hldsim.rules.influence"
)


def group_means(view: View, value_ph: F8) -> F8:
    """Mean of each group, (g, h); 0 for a group without parties."""
    member_pg = view.inputs.group_pg
    return np.asarray(member_pg.T @ value_ph / np.maximum(member_pg.sum(axis=0), 1.0)[:, None])


def listening(view: View) -> F8:
    """How much each party listens to each of its groups, (p, g); rows sum to 1 or 0.

    Groups are blocs, regions and roles: O(parties x groups), never parties x parties.
    """
    member_pg = view.inputs.group_pg
    return np.asarray(member_pg / np.maximum(member_pg.sum(axis=1, keepdims=True), 1.0))
