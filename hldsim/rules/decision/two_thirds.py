"""Two thirds: adopted if two thirds of those who count say yes."""

from __future__ import annotations

from dataclasses import dataclass

from hldsim.registry import parameter
from hldsim.rules.decision.base import DECISION_RULES, MEMBERS
from hldsim.rules.decision.counting import Counting, CountParameters, Hurdle


@DECISION_RULES.register("two_thirds")
class TwoThirds(Counting):
    """Adopted if yes / base >= quota, two thirds of members present and voting.

    So the General Assembly decides important questions; abstentions and absences are no votes
    unless ``of_present`` or ``of_membership`` says so.

        outlook = logistic((yes / base - quota) / 0.06)

    Charter, article 18 (2) [UNCharter1945]; rules 83 and 86 [GARules2006].
    """

    @dataclass(frozen=True)
    class Parameters(CountParameters):
        """Dials of the rule."""

        quota: float = parameter(
            2.0 / 3.0,
            "q",
            "share of the base that must be reached",
            low=0.0,
            high=1.0,
            unit="share",
        )

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """The quota of members, or more."""
        return (Hurdle(MEMBERS, self.parameters.quota),)
