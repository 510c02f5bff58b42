"""Counting: what rules that count ballots have in common: base, quorum, abstentions, quotas.

A rule is one or several *hurdles*, each a share of members, of votes or of population that the yes
must take; all are taken by the same ballots. Its own file says which hurdles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot, Decision
from hldsim.registry import parameter
from hldsim.rules.decision.base import (
    MEMBERS,
    POPULATION,
    SLOPE,
    VOTES,
    Evidence,
    Question,
    count,
    logistic,
)
from hldsim.scenario.schema import Scenario

F8 = NDArray[np.float64]
B1 = NDArray[np.bool_]

TINY = 1e-9
"""Shares this near to a quota reach it and do not exceed it: weights may be decimals."""


@dataclass(frozen=True)
class Hurdle:
    """A share of the base that the yes must reach, or exceed where ``strict``.

    ``weighs`` is ``MEMBERS``, ``VOTES`` or ``POPULATION``; ``quota`` lies in [0, 1].
    """

    weighs: str
    quota: float
    strict: bool = False

    def taken(self, share: F8 | float) -> B1:
        """Whether a share takes it."""
        met = share > self.quota + TINY if self.strict else share >= self.quota - TINY
        return np.asarray(met)


def whole(default: float) -> Any:
    """Parameter that makes all members the base."""
    return parameter(
        default,
        "m",
        "1: base is all members, so that abstaining and staying away count against",
        low=0.0,
        high=1.0,
        unit="0 or 1",
    )


def present(default: float) -> Any:
    """Parameter that makes the members present the base."""
    return parameter(
        default,
        "m_p",
        "1: base is the members present, so that abstaining counts against",
        low=0.0,
        high=1.0,
        unit="0 or 1",
    )


@dataclass(frozen=True)
class CountParameters:
    """Dials of every rule that counts ballots.

    With both switches 0 the base is members present and voting: those who say yes or no.
    """

    of_membership: float = whole(0.0)
    of_present: float = present(0.0)
    quorum: float = parameter(
        0.0,
        "Q_p",
        "share of members that must be present for a valid vote",
        low=0.0,
        high=1.0,
        unit="share",
    )


class Counting:
    """A rule that counts ballots; a subclass says which hurdles there are."""

    Parameters: ClassVar[Any] = CountParameters
    weighs: ClassVar[tuple[str, ...]] = (MEMBERS,)
    """Everything its hurdles weigh; the belief gathers evidence for no more than that."""
    passed = "majority"
    """Reason given when all hurdles are taken."""
    failed = "quota"
    """Reason given when one is not."""

    def __init__(self, parameters: Any) -> None:
        self.parameters = parameters

    @classmethod
    def unavailable(cls, scenario: Scenario) -> str | None:
        """Say what a scenario lacks for this rule; None if nothing."""
        members = [party for party in scenario.parties if party.votes]
        if VOTES in cls.weighs and all(party.voting_weight is None for party in members):
            return "needs voting weights: give each member a voting_weight"
        if POPULATION in cls.weighs:
            unknown = [party.id for party in members if not party.figures.get("population")]
            if unknown:
                some = ", ".join(unknown[:3]) + (" and others" if len(unknown) > 3 else "")
                return f"needs populations: give each member the figure population (not {some})"
        return None

    @property
    def hurdles(self) -> tuple[Hurdle, ...]:
        """What the yes must take, all of it."""
        raise NotImplementedError

    @property
    def counts_no(self) -> bool:
        """Whether the base is those who say yes or no, so that it matters who abstains."""
        q = self.parameters
        return bool(q.of_membership < 0.5 and q.of_present < 0.5)

    def decide(self, question: Question) -> Decision:
        """Count the ballots; the hurdle told of is the one missed most, or taken by least."""
        q = self.parameters
        yes, no, abstain, absent = count(question)
        members = yes + no + abstain + absent
        if members and (members - absent) / members < q.quorum - TINY:
            return Decision(
                adopted=False,
                yes=yes,
                no=no,
                abstain=abstain,
                absent=absent,
                base=float(members),
                share=(members - absent) / members,
                quota=q.quorum,
                reason="quorum",
            )
        told = [(hurdle, *self.share(question, hurdle)) for hurdle in self.hurdles]
        adopted = self._all_taken(question, told)
        weakest = [one for one in told if not adopted or one[0].taken(one[1])]
        hurdle, share, base = min(weakest, key=lambda one: one[1] - one[0].quota)
        return Decision(
            adopted=adopted,
            yes=yes,
            no=no,
            abstain=abstain,
            absent=absent,
            base=base,
            share=share,
            quota=hurdle.quota,
            reason=self.passed if adopted else self.failed,
        )

    def outlook(self, evidence: Evidence) -> F8:
        """Chance to pass: that of the hurdle least likely taken, for the same ballots take all.

        The room reckons with everybody coming: then members present are all members, and a quorum
        is there.
        """
        chances = [
            logistic((share_of(evidence, hurdle, self.counts_no) - hurdle.quota) / SLOPE)
            for hurdle in self.hurdles
        ]
        return chances[0] if len(chances) == 1 else np.asarray(np.minimum.reduce(chances))

    def is_winning(self, member_pk: B1, weight_p: F8, population_p: F8 | None = None) -> B1:
        """Whether each list takes every hurdle alone, with all voters as the base."""
        wins = np.ones(member_pk.shape[1], dtype=bool)
        for hurdle in self.hurdles:
            wins &= hurdle.taken(list_share(member_pk, weight_p, population_p, hurdle))
        return wins

    def _all_taken(self, question: Question, told: list[tuple[Hurdle, float, float]]) -> bool:
        """Whether the yes take what they must; each hurdle with its share and base."""
        return all(bool(hurdle.taken(share)) for hurdle, share, _ in told)

    def share(self, question: Question, hurdle: Hurdle) -> tuple[float, float]:
        """Share of the base that says yes, and the base, in what the hurdle weighs."""
        weight_p = weight_of(question, hurdle)
        base = float(weight_p[in_base(question, self.parameters)].sum())
        yes = float(weight_p[question.ballot_p == Ballot.YES].sum())
        return (yes / base if base else 0.0), base


def in_base(question: Question, parameters: CountParameters) -> B1:
    """Whose ballots the quota is a share of, (p,)."""
    ballot_p = question.ballot_p
    counted = (ballot_p == Ballot.YES) | (ballot_p == Ballot.NO)
    if parameters.of_membership >= 0.5:
        counted = np.ones(len(ballot_p), dtype=bool)
    elif parameters.of_present >= 0.5:
        counted |= ballot_p == Ballot.ABSTAIN
    return np.asarray(counted & question.member_p)


def weight_of(question: Question, hurdle: Hurdle) -> F8:
    """What each ballot weighs, (p,); 0 for parties without a vote."""
    weight_p: F8 = question.member_p.astype(np.float64)
    if hurdle.weighs == VOTES:
        weight_p = weight_p * question.weight_p
    elif hurdle.weighs == POPULATION and question.population_p is not None:
        weight_p = weight_p * question.population_p
    return weight_p


def share_of(evidence: Evidence, hurdle: Hurdle, counts_no: bool = False) -> F8 | float:
    """Share of the base taken to vote yes, in what the hurdle weighs; by heads if not known.

    With ``counts_no`` the base is those taken to vote yes or no, else all; 0 where it is nobody.
    """
    weighed = {VOTES: evidence.votes_d, POPULATION: evidence.population_d}.get(hurdle.weighs)
    against = {VOTES: evidence.votes_no_d, POPULATION: evidence.population_no_d}.get(hurdle.weighs)
    yes, no = (evidence.yes_d, evidence.no_d) if weighed is None else (weighed, against)
    if not counts_no or no is None:
        return yes
    return np.asarray(yes / np.maximum(np.asarray(yes) + no, 1e-12))


def list_share(member_pk: B1, weight_p: F8, population_p: F8 | None, hurdle: Hurdle) -> F8:
    """Share of all voters' weight that each list holds, (k,)."""
    voter_p: F8 = (weight_p > 0).astype(np.float64)
    if hurdle.weighs == VOTES:
        voter_p = np.asarray(weight_p, dtype=np.float64)
    elif hurdle.weighs == POPULATION and population_p is not None:
        voter_p = voter_p * population_p
    return np.asarray(voter_p @ member_pk / max(float(voter_p.sum()), 1e-12))
