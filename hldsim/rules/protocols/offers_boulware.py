"""Boulware: offers in turn by spokespersons who hold out until time is short."""

from __future__ import annotations

from dataclasses import dataclass

from hldsim.analysis.offers import BOULWARE
from hldsim.registry import parameter
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.protocols.offers import AlternatingOffers, OffersParameters


@PROTOCOLS.register("offers_boulware")
class OffersBoulware(AlternatingOffers):
    """Alternating offers among spokespersons of coalitions who hold out.

        a(t) = r + (1 - t^(1/e)) (best - r),   e < 1

    is what each asks for at time t. The spokesperson of each coalition is its most capable backer.
    In turn, in the order of coalitions, each accepts the offer on the table if u >= a(t), or else
    offers, of the designs with the leading text's core issues and on every other issue a level that
    some text on the table has, the one of least utility to itself that is at least a(t). What all
    others accept in a row is written into the text; if time is up first, the text stays. r is the
    utility of the status quo, t runs from 0 to 1 over ``rounds``, and with a small e a party holds
    out to the last [FaratinSierraJennings1998]; the protocol is the stacked one [AydoganEtAl2017].
    """

    @dataclass(frozen=True)
    class Parameters(OffersParameters):
        """Dials of the protocol."""

        pace: float = parameter(
            BOULWARE, "e", "how early spokespersons give way", low=0.01, high=1.0
        )

    @property
    def pace(self) -> float:
        """As the parameter says."""
        return float(self.parameters.pace)
