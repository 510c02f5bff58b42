"""Averaging: listen to all of one's groups, near or far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.influence.base import INFLUENCE_RULES, group_means, listening
from hldsim.table.view import View

F8 = NDArray[np.float64]


@INFLUENCE_RULES.register("averaging")
class Averaging:
    """Move towards the mean of the means of one's groups.

        x <- (1 - mu) x + mu sum_g w_g m_g

    m_g is the mean stance of group g (bloc, region, role), w_g how much the party listens to it
    [DeGroot1974].
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        mu: float = parameter(
            0.2, "mu", "step towards the groups' means", low=0.0, high=1.0, unit="share"
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def stances(self, view: View, start_ph: F8) -> F8:
        """Stances after this round, (p, h), in [0, 1]; a party in no group stays."""
        now = view.state.profile.stance_ph
        weight_pg = listening(view)
        heard = weight_pg @ group_means(view, now)
        listens = weight_pg.sum(axis=1, keepdims=True)
        mu = self.parameters.mu
        return np.asarray(np.clip(now + mu * (heard - listens * now), 0.0, 1.0))
