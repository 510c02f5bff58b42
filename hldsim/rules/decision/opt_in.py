"""Opt-in: a design for those who want it, if there are enough of them and someone hosts."""

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


@DECISION_RULES.register("opt_in")
class OptIn:
    """Adopted if at least ``quorum`` of members are willing and, where needed, a host is there.

        outlook = host x logistic((willing - quorum) / 0.06)

    with host = follow_through if somebody offers, else 0; or 1 where no host is needed. Nobody
    can block it: a threshold of participants, not of votes [Granovetter1978].
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the rule."""

        quorum: float = parameter(
            0.5,
            "Q",
            "share of members that must be willing to take part",
            low=0.0,
            high=1.0,
            unit="share",
        )
        needs_host: float = parameter(
            1.0,
            "h",
            "1: needs a host; 0: goes on without one",
            low=0.0,
            high=1.0,
            unit="0 or 1",
        )
        follow_through: float = parameter(
            0.95,
            "phi",
            "chance that an offer to host is kept",
            low=0.0,
            high=1.0,
            unit="chance",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def decide(self, question: Question) -> Decision:
        """Count the willing and look for the host."""
        _, no, abstain, absent = count(question)
        members = int(question.member_p.sum())
        willing = int((question.willing_p & question.member_p).sum())
        share = willing / members if members else 0.0
        hosted = question.host or self.parameters.needs_host < 0.5
        enough = share >= self.parameters.quorum
        return Decision(
            adopted=enough and hosted,
            yes=willing,
            no=no,
            abstain=abstain,
            absent=absent,
            base=float(members),
            share=share,
            quota=self.parameters.quorum,
            reason="host" if not hosted else "opt_in" if enough else "quota",
        )

    def outlook(self, evidence: Evidence) -> F8:
        """Chance to come about: a host, and enough willing."""
        enough = logistic((evidence.willing_d - self.parameters.quorum) / SLOPE)
        if self.parameters.needs_host < 0.5:
            return enough
        return np.asarray(evidence.host_d * self.parameters.follow_through * enough)

    def is_winning(self, member_pk: B1, weight_p: F8, population_p: F8 | None = None) -> B1:
        """The quorum of those with a vote."""
        voters = weight_p > 0
        return np.asarray(member_pk[voters].mean(axis=0) >= self.parameters.quorum)
