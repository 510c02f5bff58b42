"""Majority: adopted if enough of those who count say yes."""

from __future__ import annotations

from dataclasses import dataclass

from hldsim.registry import parameter
from hldsim.rules.decision.base import DECISION_RULES, MEMBERS
from hldsim.rules.decision.counting import Counting, CountParameters, Hurdle


@DECISION_RULES.register("majority")
class Majority(Counting):
    """Adopted if yes / base > quota: the simple majority, where the quota is a half.

    The base is members present and voting, as in the General Assembly, where members abstaining
    are considered as not voting; with ``of_present`` = 1 members present, with ``of_membership`` =
    1 all members. A tie is no majority. Fewer present than ``quorum`` decide nothing.

        outlook = logistic((yes / base - quota) / 0.06)

    Charter, article 18 (3) [UNCharter1945]; rules 67, 85, 86 and 95 [GARules2006].
    """

    @dataclass(frozen=True)
    class Parameters(CountParameters):
        """Dials of the rule."""

        quota: float = parameter(
            0.5,
            "q",
            "share of the base that must be exceeded",
            low=0.0,
            high=1.0,
            unit="share",
        )

    strict = True
    """The quota must be passed, not only reached."""

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """More than the quota of members."""
        return (Hurdle(MEMBERS, self.parameters.quota, self.strict),)
