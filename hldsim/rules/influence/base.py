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


def group_weights(view: View) -> F8:
    """How much each party listens to each of its groups, (p, g); rows sum to 1 or 0.

    Groups are blocs, regions and roles: O(parties x groups), never parties x parties.
    """
    member_pg = group_members(view)
    return np.asarray(member_pg / np.maximum(member_pg.sum(axis=1, keepdims=True), 1.0))


def group_members(view: View) -> F8:
    """1 where a party belongs to a group, (p, g)."""
    inputs = view.inputs
    return np.hstack([inputs.bloc_pb, inputs.region_pr, inputs.role_pr]).astype(np.float64)
