"""Bounded confidence: listen to groups whose mean is near enough, and stay partly stubborn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.rules.influence.base import INFLUENCE_RULES, group_means, listening
from hldsim.table.view import View

F8 = NDArray[np.float64]


@INFLUENCE_RULES.register("bounded_confidence")
class BoundedConfidence:
    """Move towards those of one's groups that are near enough to be heard.

        x <- z x(0) + (1 - z) [x + mu sum_g w_g 1(|m_g - x| < eps) (m_g - x)]

    m_g is the mean stance of group g (bloc, region, role), w_g how much the party listens to it, z
    its stubbornness [HegselmannKrause2002; FriedkinJohnsen1990].
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        mu: float = parameter(
            0.5, "mu", "step towards a group's mean", low=0.0, high=1.0, unit="share"
        )
        eps: float = parameter(
            0.25, "eps", "how far away is still heard", low=0.0, high=1.0, unit="place"
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def stances(self, view: View, start_ph: F8) -> F8:
        """Stances after this round, (p, h), in [0, 1]."""
        q = self.parameters
        now = view.state.profile.stance_ph
        party_n, group_n = np.nonzero(view.inputs.group_pg)  # each party with each of its groups
        gap_nh = group_means(view, now)[group_n] - now[party_n]
        gap_nh *= np.abs(gap_nh) < q.eps
        gap_nh *= listening(view)[party_n, group_n][:, None]
        pull = np.zeros_like(now)
        if len(party_n):  # pairs come ordered by party: sum each party's
            first = np.flatnonzero(np.diff(party_n, prepend=-1))
            pull[party_n[first]] = np.add.reduceat(gap_nh, first, axis=0)
        z = view.state.profile.stubbornness_p[:, None]
        return np.asarray(np.clip(z * start_ph + (1.0 - z) * (now + q.mu * pull), 0.0, 1.0))
