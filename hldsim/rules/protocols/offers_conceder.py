"""Conceder: offers in turn by spokespersons who give way early."""

from __future__ import annotations

from dataclasses import dataclass

from hldsim.analysis.offers import CONCEDER
from hldsim.registry import parameter
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.protocols.offers import AlternatingOffers, OffersParameters


@PROTOCOLS.register("offers_conceder")
class OffersConceder(AlternatingOffers):
    """Alternating offers among spokespersons of coalitions who give way early.

        a(t) = r + (1 - t^(1/e)) (best - r),   e > 1

    As ``offers_boulware``, but they give way early: the more so, the larger e
    [FaratinSierraJennings1998].
    """

    @dataclass(frozen=True)
    class Parameters(OffersParameters):
        """Dials of the protocol."""

        pace: float = parameter(
            CONCEDER, "e", "how early spokespersons give way", low=1.0, high=100.0
        )

    @property
    def pace(self) -> float:
        """As the parameter says."""
        return float(self.parameters.pace)
