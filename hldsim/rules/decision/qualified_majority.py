"""Qualified majority: enough voting weight, from enough members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hldsim.registry import parameter
from hldsim.rules.decision.base import DECISION_RULES, MEMBERS, VOTES
from hldsim.rules.decision.counting import Counting, CountParameters, Hurdle, whole


@DECISION_RULES.register("qualified_majority")
class QualifiedMajority(Counting):
    """Adopted if votes for / all votes >= quota and members for / all members > members.

    Two majorities of the same ballots: of voting weights, and of heads. The defaults are those of
    the Council of 25: 232 of 321 votes from a majority of members; abstentions count against.

        outlook = least of logistic((yes / base, by weight, - quota) / 0.06),
                           logistic((yes / base - members) / 0.06)

    Article 205 of the Treaty after Nice and the accession of ten members [Nice2001].
    """

    @dataclass(frozen=True)
    class Parameters(CountParameters):
        """Dials of the rule."""

        of_membership: float = whole(1.0)
        quota: float = parameter(
            232.0 / 321.0,
            "q",
            "share of voting weight that must be reached",
            low=0.0,
            high=1.0,
            unit="share",
            source="Nice2001",
            evidence="evidence",
        )
        members: float = parameter(
            0.5,
            "q_m",
            "share of members that must be exceeded",
            low=0.0,
            high=1.0,
            unit="share",
            source="Nice2001",
            evidence="evidence",
        )

    weighs: ClassVar[tuple[str, ...]] = (VOTES, MEMBERS)

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """The quota of votes, and more than that share of members."""
        q = self.parameters
        return (Hurdle(VOTES, q.quota), Hurdle(MEMBERS, q.members, strict=True))
