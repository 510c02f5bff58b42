"""Tit for tat: offers in turn by spokespersons who give as they are given."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.offers import tit_for_tat
from hldsim.registry import parameter
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.protocols.offers import AlternatingOffers, OffersParameters

F8 = NDArray[np.float64]


@PROTOCOLS.register("offers_tit_for_tat")
class OffersTitForTat(AlternatingOffers):
    """Alternating offers among spokespersons of coalitions who give as they are given.

        a <- a - (b - b'),   r <= a <= best

    with b the utility of the best offer heard since one's last turn, b' that of the best of the
    turn before. The spokesperson of each coalition, its most capable backer, first asks for its
    best design, at its second turn comes down by ``first`` (best - r), and from then on gives or
    takes back as much as the best offer it has heard since its last turn is better or worse for it
    than the best of the turn before; never below r, the status quo. Designs, acceptance and
    deadline are those of ``offers_boulware``. Imitative tactics, absolute tit for tat
    [FaratinSierraJennings1998]; to begin nicely [Axelrod1984].
    """

    @dataclass(frozen=True)
    class Parameters(OffersParameters):
        """Dials of the protocol."""

        first: float = parameter(
            0.1,
            "c_1",
            "first concession, as a share of best - r",
            low=0.0,
            high=1.0,
            unit="share",
        )

    def agree(self, utility_ad: F8, reservation_a: F8) -> int | None:
        """Give as given."""
        rounds = max(round(self.parameters.rounds), 1)
        return tit_for_tat(utility_ad, reservation_a, self.parameters.first, rounds).agreement
