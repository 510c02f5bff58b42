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

MEMBERS, VOTES, POPULATION = "members", "votes", "population"
"""What a rule may weigh: members alike, voting weights, persons."""

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
    votes_d, population_d : floats in [0, 1], or None
        Share of voting weight, and of population, taken to vote yes; None where no rule in force
        weighs it.
    members : float
        How many members there are, >= 1.
    no_d, votes_no_d, population_no_d : floats in [0, 1], or None
        Share of members, of voting weight and of population taken to vote no, the rest to abstain;
        None where no rule in force asks: then whoever does not say yes is taken to say no.
    """

    yes_d: F8 | float
    willing_d: F8 | float
    objection_d: F8 | float
    host_d: F8 | float
    votes_d: F8 | float | None = None
    population_d: F8 | float | None = None
    members: float = 1.0
    no_d: F8 | float | None = None
    votes_no_d: F8 | float | None = None
    population_no_d: F8 | float | None = None


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
        Voting weight.
    host : bool
        Somebody offers to host and follows through.
    population_p : (p,) floats or None
        Persons; None where the scenario does not say.
    """

    ballot_p: I8
    willing_p: B1
    objection_p: F8
    luck_p: F8
    member_p: B1
    weight_p: F8
    host: bool
    population_p: F8 | None = None


class DecisionRule(Protocol):
    """When a design is adopted.

    A rule that asks something of a scenario has a class method ``unavailable(scenario)`` that says
    what is lacking (see ``hldsim.registry.why_not``); one that weighs ballots names in ``weighs``
    what evidence it needs, and one that leaves abstentions out of its base says ``counts_no``
    (see ``hldsim.rules.decision.counting``).
    """

    Parameters: ClassVar[Any]

    def __init__(self, parameters: Any) -> None: ...

    def decide(self, question: Question) -> Decision:
        """Decide on a design."""
        ...

    def outlook(self, evidence: Evidence) -> F8:
        """Chance that each design would pass if put now, in [0, 1], shaped like the evidence."""
        ...

    def is_winning(self, member_pk: B1, weight_p: F8, population_p: F8 | None = None) -> B1:
        """Whether each list of members can carry a design by itself, (k,).

        Parameters
        ----------
        member_pk : (p, k) bools
            Who is on each list.
        weight_p : (p,) floats >= 0
            Voting weight; 0 for parties without a vote.
        population_p : (p,) floats >= 0, optional
            Persons; without it all voters are taken to be of one size.
        """
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
