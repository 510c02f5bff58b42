"""Treaty: binding norms need consensus on the text and enough states to ratify it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Decision
from hldsim.registry import parameter
from hldsim.rules.decision.base import DECISION_RULES, SLOPE, Evidence, Question, logistic
from hldsim.rules.decision.consensus import Consensus

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]


@DECISION_RULES.register("treaty")
class Treaty:
    """Consensus on the text, then at least ``ratify`` of members willing to be bound.

        outlook = outlook of consensus x logistic((willing - ratify) / 0.06)

    Adoption of the text, then consent to be bound: articles 9 and 14 [ViennaConvention1969].
    """

    @dataclass(frozen=True)
    class Parameters(Consensus.Parameters):
        """Dials of the rule."""

        ratify: float = parameter(
            0.2,
            "q_r",
            "share of members that must be willing to be bound",
            low=0.0,
            high=1.0,
            unit="share",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters
        self._consensus = Consensus(parameters)

    def decide(self, question: Question) -> Decision:
        """Adopt the text by consensus, then count who would be bound."""
        text = self._consensus.decide(question)
        willing = int((question.willing_p & question.member_p).sum())
        share = willing / text.base if text.base else 0.0
        if not text.adopted or share >= self.parameters.ratify:
            return text
        quota = self.parameters.ratify
        return replace(text, adopted=False, share=share, quota=quota, reason="ratification")

    def outlook(self, evidence: Evidence) -> F8:
        """Chance of a text by consensus that enough would ratify."""
        bound = logistic((evidence.willing_d - self.parameters.ratify) / SLOPE)
        return np.asarray(self._consensus.outlook(evidence) * bound)

    def is_winning(self, member_pk: B1, weight_p: F8, population_p: F8 | None = None) -> B1:
        """Only all voters together can be sure that nobody objects."""
        return self._consensus.is_winning(member_pk, weight_p)
