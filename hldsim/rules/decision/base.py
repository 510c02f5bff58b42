"""What a decision rule is asked and what it answers.

Axes: p parties, d designs, g weightings, k member lists.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Decision
from hldsim.registry import Catalogue

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

SLOPE = 0.06
"""Width of the doubt about a count, share of members: private noise about what others will do
turns a threshold into a logistic [MorrisShin2003]."""


@dataclass(frozen=True)
class Evidence:
    """What the room has heard of each design. All shape (d,), or one float for one design.

    Attributes
    ----------
    yes_d, willing_d : floats in [0, 1]
        Share of members taken to vote yes, and to take part.
    objection_d : floats >= 0
        Sum of capability x objection over the objectors seen.
    host_d : floats in [0, 1]
        1 where somebody offers to host, else 0.
    """

    yes_d: F8 | float
    willing_d: F8 | float
    objection_d: F8 | float
    host_d: F8 | float


@dataclass(frozen=True)
class Question:
    """One design put to the room.

    Attributes
    ----------
    ballot_p : (p,) ints
        ``Ballot`` of each party; only members count.
    willing_p : (p,) bools
        Who would take part.
    objection_p : (p,) floats >= 0
        Capability x objection of each party; infinite for one that objects come what may.
    luck_p : (p,) floats in [0, 1)
        Each party's draw: whether it sustains an objection of that force.
    member_p : (p,) bools
    weight_p : (p,) floats
        Voting weight; none of our rules weighs ballots.
    host : bool
        Somebody offers to host and follows through.
    """

    ballot_p: I8
    willing_p: B1
    objection_p: F8
    luck_p: F8
    member_p: B1
    weight_p: F8
    host: bool


class DecisionRule(Protocol):
    """When a design is adopted."""

    Parameters: ClassVar[Any]

    def __init__(self, parameters: Any) -> None: ...

    def decide(self, question: Question) -> Decision:
        """Decide on a design."""
        ...

    def outlook(self, evidence: Evidence) -> F8:
        """Chance that each design would pass if put now, in [0, 1], shaped like the evidence."""
        ...

    def is_winning(self, member_pk: B1, weight_p: F8) -> B1:
        """Whether each list of members can carry a design by itself, (k,)."""
        ...


DECISION_RULES: Catalogue[type[DecisionRule]] = Catalogue("decision rule", "hldsim.rules.decision")


def logistic(x: F8 | float) -> F8:
    """Logistic function, 1 / (1 + exp(-x)), safe for large |x|."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * x)))


def count(question: Question) -> tuple[int, int, int, int]:
    """Return how many members say yes, no, abstain, are absent."""
    ballots = question.ballot_p[question.member_p]
    return (
        int((ballots == 1).sum()),
        int((ballots == -1).sum()),
        int((ballots == 0).sum()),
        int((ballots == -2).sum()),
    )
