"""Majority: adopted if enough of those who count say yes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Decision
from hldsim.registry import parameter
from hldsim.rules.decision.base import (
    DECISION_RULES,
    SLOPE,
    Evidence,
    Question,
    count,
    logistic,
)

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]


@DECISION_RULES.register("majority")
class Majority:
    """Adopted if yes / base > quota, where the base is members present and voting.

    With ``of_membership`` = 1 the base is all members and an abstention counts against; with 0 it
    is those who voted yes or no, as in the General Assembly (Charter of the United Nations,
    article 18; rules of procedure 85 and 86).

        outlook = logistic((yes - quota) / 0.06)
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        quota: float = parameter(
            0.5,
            "q",
            "share of the base that must be exceeded",
            low=0.0,
            high=1.0,
            unit="share",
        )
        of_membership: float = parameter(
            0.0,
            "m",
            "1: base is all members; 0: members voting yes or no",
            low=0.0,
            high=1.0,
            unit="0 or 1",
        )

    strict = True
    """The quota must be passed, not only reached."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def decide(self, question: Question) -> Decision:
        """Count the ballots."""
        yes, no, abstain, absent = count(question)
        base = int(question.member_p.sum()) if self.parameters.of_membership >= 0.5 else yes + no
        share = yes / base if base else 0.0
        adopted = share > self.parameters.quota
        return Decision(
            adopted=adopted,
            yes=yes,
            no=no,
            abstain=abstain,
            absent=absent,
            base=float(base),
            share=share,
            quota=self.parameters.quota,
            reason="majority" if adopted else "quota",
        )

    def outlook(self, evidence: Evidence) -> F8:
        """Chance to pass, from the share taken to vote yes."""
        return logistic((evidence.yes_d - self.parameters.quota) / SLOPE)

    def is_winning(self, member_pk: B1, weight_p: F8) -> B1:
        """More than the quota of all voting weight."""
        share = weight_p @ member_pk / max(float(weight_p.sum()), 1e-12)
        return np.asarray(share > self.parameters.quota)
