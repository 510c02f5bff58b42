"""Consensus: adopted unless somebody sustains an objection."""

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


@DECISION_RULES.register("consensus")
class Consensus:
    """Adopted if at least ``quota`` of members say yes and nobody sustains an objection.

    A party sustains an objection of force o (capability x resolve x shortfall in utility) with
    chance 1 - exp(-kappa o), so that the chance that nobody does is exp(-kappa sum o):

        outlook = logistic((yes - quota) / 0.06) exp(-kappa sum of o over the objectors seen)

    Consensus here is the practice of the General Assembly: nobody objects, which is less than
    everybody agreeing [Sabel2006].
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        kappa: float = parameter(
            1000.0,
            "kappa",
            "resolve: how readily an objection is sustained",
            low=0.0,
            high=1e6,
            unit="1 / utility",
        )
        quota: float = parameter(
            0.5, "q", "share of members that must say yes", low=0.0, high=1.0, unit="share"
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def decide(self, question: Question) -> Decision:
        """Ask for objections, then count the yes."""
        yes, no, abstain, absent = count(question)
        members = int(question.member_p.sum())
        force = np.where(question.member_p, question.objection_p, 0.0)
        with np.errstate(invalid="ignore"):
            chance = -np.expm1(-self.parameters.kappa * force)
        sustained = (force == np.inf) | (question.luck_p < np.nan_to_num(chance))
        blockers = tuple(int(p) for p in np.flatnonzero(sustained & question.member_p))
        share = yes / members if members else 0.0
        enough = share >= self.parameters.quota
        reason = "objection" if blockers else "consensus" if enough else "quota"
        return Decision(
            adopted=enough and not blockers,
            yes=yes,
            no=no,
            abstain=abstain,
            absent=absent,
            base=float(members),
            share=share,
            quota=self.parameters.quota,
            blockers=blockers,
            reason=reason,
        )

    def outlook(self, evidence: Evidence) -> F8:
        """Chance to pass: enough yes, times nobody sustaining an objection."""
        support = logistic((evidence.yes_d - self.parameters.quota) / SLOPE)
        return np.asarray(support * np.exp(-self.parameters.kappa * evidence.objection_d))

    def is_winning(self, member_pk: B1, weight_p: F8, population_p: F8 | None = None) -> B1:
        """Only all voters together can be sure that nobody objects."""
        return np.asarray(member_pk[weight_p > 0].all(axis=0))
