"""Double majority: enough members, for enough people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot
from hldsim.registry import parameter
from hldsim.rules.decision.base import DECISION_RULES, MEMBERS, POPULATION, Question
from hldsim.rules.decision.counting import (
    TINY,
    Counting,
    CountParameters,
    Hurdle,
    list_share,
    whole,
)

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]


@DECISION_RULES.register("double_majority")
class DoubleMajority(Counting):
    """Adopted if members for / all members >= quota and population for / all >= population.

    Where fewer than ``block`` members are missing the population is taken to be reached: so few
    cannot block, however many people they stand for. The defaults are those of the Council of the
    European Union from 2014: 55 % of members, 65 % of population, four members to block.

        outlook = least of logistic((yes / base - quota) / 0.06),
                           logistic((yes / base, by population, - population) / 0.06)

    Article 16 (4) of the Treaty on European Union after Lisbon [Lisbon2007].
    """

    @dataclass(frozen=True)
    class Parameters(CountParameters):
        """Dials of the rule."""

        of_membership: float = whole(1.0)
        quota: float = parameter(
            0.55,
            "q",
            "share of members that must be reached",
            low=0.0,
            high=1.0,
            unit="share",
            source="Lisbon2007",
            evidence="evidence",
        )
        population: float = parameter(
            0.65,
            "q_P",
            "share of population that must be reached",
            low=0.0,
            high=1.0,
            unit="share",
            source="Lisbon2007",
            evidence="evidence",
        )
        block: float = parameter(
            4.0,
            "n_b",
            "least number of members that can keep the population from being reached",
            low=0.0,
            high=200.0,
            unit="members",
            source="Lisbon2007",
            evidence="evidence",
        )

    weighs: ClassVar[tuple[str, ...]] = (MEMBERS, POPULATION)

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """The quota of members, and the population."""
        q = self.parameters
        return (Hurdle(MEMBERS, q.quota), Hurdle(POPULATION, q.population))

    def is_winning(self, member_pk: B1, weight_p: F8, population_p: F8 | None = None) -> B1:
        """Enough voters, and enough people or too few left to block."""
        heads, people = (
            hurdle.taken(list_share(member_pk, weight_p, population_p, hurdle))
            for hurdle in self.hurdles
        )
        missing_k = (~member_pk[weight_p > 0]).sum(axis=0)
        return np.asarray(heads & (people | (missing_k < self.parameters.block - TINY)))

    def _all_taken(self, question: Question, told: list[tuple[Hurdle, float, float]]) -> bool:
        heads, people = (bool(hurdle.taken(share)) for hurdle, share, _ in told)
        missing = int((question.member_p & (question.ballot_p != Ballot.YES)).sum())
        return heads and (people or missing < self.parameters.block - TINY)
