"""Unanimity: adopted if everybody who counts says yes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot, Decision
from hldsim.rules.decision.base import DECISION_RULES, MEMBERS, Evidence, Question
from hldsim.rules.decision.counting import Counting, CountParameters, Hurdle, in_base, present

F8 = NDArray[np.float64]


@DECISION_RULES.register("unanimity")
class Unanimity(Counting):
    """Adopted if yes / base = 1: all say yes, which is more than nobody objecting.

    The base is members present, so that an abstention prevents it and an absence does not; with
    ``of_membership`` = 1 absences prevent it too; with both switches 0 abstentions do not, as in
    the Council of the European Union (article 205 (3) [Nice2001]).

        outlook = yes ^ n,   or (1 - no) ^ n where abstentions do not prevent it

    the chance that each of n members says yes (does not say no), by itself, with the share taken to
    do so. Unanimity as against consensus: [Sabel2006].
    """

    @dataclass(frozen=True)
    class Parameters(CountParameters):
        """Dials of the rule."""

        of_present: float = present(1.0)

    passed = failed = "unanimity"

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """All of them."""
        return (Hurdle(MEMBERS, 1.0),)

    def decide(self, question: Question) -> Decision:
        """Look for those who count and do not say yes."""
        decision = super().decide(question)
        if decision.adopted or decision.reason == "quorum":
            return decision
        against = in_base(question, self.parameters) & (question.ballot_p != Ballot.YES)
        return replace(decision, blockers=tuple(int(p) for p in np.flatnonzero(against)))

    def outlook(self, evidence: Evidence) -> F8:
        """Chance that every member says yes; that none says no where abstentions do not count."""
        share = evidence.yes_d
        if self.counts_no and evidence.no_d is not None:
            share = 1.0 - np.asarray(evidence.no_d)
        return np.asarray(np.asarray(share, dtype=np.float64) ** evidence.members)
