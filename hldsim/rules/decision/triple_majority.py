"""Triple majority: enough voting weight, from enough members, for enough people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hldsim.registry import parameter
from hldsim.rules.decision.base import DECISION_RULES, MEMBERS, POPULATION, VOTES
from hldsim.rules.decision.counting import Hurdle
from hldsim.rules.decision.qualified_majority import QualifiedMajority


@DECISION_RULES.register("triple_majority")
class TripleMajority(QualifiedMajority):
    """A qualified majority whose members hold population for / all population >= population.

    Three majorities of the same ballots; the third is asked of the Council of 25 when a member
    wants it verified: 62 % of the population of the Union.

        outlook = least of that of the qualified majority and
                           logistic((yes / base, by population, - population) / 0.06)

    Article 205 (4) [Nice2001]; populations of 2006 in [EUCouncil2006].
    """

    @dataclass(frozen=True)
    class Parameters(QualifiedMajority.Parameters):
        """Dials of the rule."""

        population: float = parameter(
            0.62,
            "q_P",
            "share of population that must be reached",
            low=0.0,
            high=1.0,
            unit="share",
            source="Nice2001",
            evidence="evidence",
        )

    weighs: ClassVar[tuple[str, ...]] = (VOTES, MEMBERS, POPULATION)

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """Those of the qualified majority, and the population."""
        return (*super().hurdles, Hurdle(POPULATION, self.parameters.population))
