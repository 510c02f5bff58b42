"""Linear: offers in turn by spokespersons who give way evenly."""

from __future__ import annotations

from hldsim.analysis.offers import LINEAR
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.protocols.offers import AlternatingOffers


@PROTOCOLS.register("offers_linear")
class OffersLinear(AlternatingOffers):
    """Alternating offers among spokespersons of coalitions who give way evenly.

        a(t) = r + (1 - t) (best - r)

    As ``offers_boulware``, with e = 1: what is asked for falls evenly from the best design to the
    status quo [FaratinSierraJennings1998].
    """

    @property
    def pace(self) -> float:
        """Evenly."""
        return LINEAR
