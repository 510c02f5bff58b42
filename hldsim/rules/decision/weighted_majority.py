"""Weighted majority: as a majority, but votes weigh differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from hldsim.registry import parameter
from hldsim.rules.decision.base import DECISION_RULES, VOTES
from hldsim.rules.decision.counting import Counting, CountParameters, Hurdle, whole


@DECISION_RULES.register("weighted_majority")
class WeightedMajority(Counting):
    """Adopted if sum of w_i over the yes / sum of w_i over the base > quota, w voting weights.

    The base is all members; with ``of_membership`` = 0 it is members voting yes or no, or members
    present. Weights stand in the column voting_weight of the table of parties.

        outlook = logistic((yes / base, by weight, - quota) / 0.06)

    Weighted voting game [q; w_1, ..., w_n] [ShapleyShubik1954; Banzhaf1965].
    """

    @dataclass(frozen=True)
    class Parameters(CountParameters):
        """Dials of the rule."""

        of_membership: float = whole(1.0)
        quota: float = parameter(
            0.5,
            "q",
            "share of all voting weight in the base that must be exceeded",
            low=0.0,
            high=1.0,
            unit="share",
        )

    weighs: ClassVar[tuple[str, ...]] = (VOTES,)
    strict = True

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """More than the quota of votes."""
        return (Hurdle(VOTES, self.parameters.quota, self.strict),)
