"""Decision rules on tables one can count: outlooks as formulas, winning lists, who counts."""

import math

import numpy as np
import pytest

from hldsim.rules.decision.base import DECISION_RULES, Evidence, Question, logistic


def rule(name, **settings):
    kind = DECISION_RULES[name]
    return kind(kind.Parameters(**settings))


def asked(ballot, willing, objection, luck, member, host=True):
    n = len(ballot)
    return Question(
        ballot_p=np.array(ballot),
        willing_p=np.array(willing, dtype=bool),
        objection_p=np.array(objection, dtype=float),
        luck_p=np.array(luck, dtype=float),
        member_p=np.array(member, dtype=bool),
        weight_p=np.ones(n),
        host=host,
    )


@pytest.mark.parametrize("x", [-30.0, -1.5, 0.0, 0.4, 7.0])
def test_logistic(x):
    assert float(logistic(x)) == pytest.approx(1 / (1 + math.exp(-x)), rel=1e-9)


@pytest.mark.parametrize("yes", [0.3, 0.5, 0.58, 0.9])
def test_outlooks_as_formulas(yes):
    doubt = 0.06
    evidence = Evidence(yes, yes - 0.1, 0.002, 1.0)
    vote = 1 / (1 + math.exp(-(yes - 0.6) / doubt))
    assert float(rule("majority", quota=0.6).outlook(evidence)) == pytest.approx(vote)
    held = vote * math.exp(-400 * 0.002)
    assert float(rule("consensus", quota=0.6, kappa=400).outlook(evidence)) == pytest.approx(held)
    come = 1 / (1 + math.exp(-(yes - 0.1 - 0.4) / doubt))
    hosted = rule("opt_in", quorum=0.4, follow_through=0.8)
    assert float(hosted.outlook(evidence)) == pytest.approx(0.8 * come)
    assert float(hosted.outlook(Evidence(yes, yes - 0.1, 0.002, 0.0))) == 0.0
    alone = rule("opt_in", quorum=0.4, needs_host=0.0)
    assert float(alone.outlook(Evidence(yes, yes - 0.1, 0.002, 0.0))) == pytest.approx(come)


def test_only_members_count():
    """Two observers say yes, are willing and object come what may: nothing of it counts."""
    member = [True, True, True, True, False, False]
    question = asked(
        [1, 1, -1, 0, 1, 1], [1, 0, 0, 0, 1, 1], [0, 0, 0, 0, math.inf, 9], [0.5] * 6, member
    )
    vote = rule("majority").decide(question)
    assert (vote.yes, vote.no, vote.abstain, vote.base) == (2, 1, 1, 3.0)
    agreed = rule("consensus", quota=0.5).decide(question)
    assert (agreed.adopted, agreed.blockers, agreed.share) == (True, (), 0.5)
    came = rule("opt_in", quorum=0.26).decide(question)
    assert (came.adopted, came.yes, came.share) == (False, 1, 0.25)


def test_quotas_are_reached_or_exceeded():
    question = asked([1, 1, -1, -1], [1, 1, 0, 0], [0] * 4, [0.5] * 4, [True] * 4)
    assert rule("consensus", quota=0.5).decide(question).adopted
    assert not rule("consensus", quota=0.51).decide(question).adopted
    assert not rule("majority", quota=0.5).decide(question).adopted
    assert rule("opt_in", quorum=0.5).decide(question).adopted


def test_an_objection_is_sustained_by_luck_and_force():
    # 1 - exp(-2 x 0.5) = 0.632
    for luck, sustained in ((0.63, True), (0.64, False)):
        question = asked([1] * 3, [1] * 3, [0, 0.5, 0], [0.9, luck, 0.9], [True] * 3)
        decision = rule("consensus", kappa=2.0).decide(question)
        assert decision.blockers == ((1,) if sustained else ())
        assert decision.adopted != sustained


def test_winning_lists_by_hand():
    weight = np.array([1.0, 1.0, 1.0, 1.0, 0.0])
    lists = np.array(
        [[1, 1, 0, 0, 0], [1, 1, 0, 0, 1], [1, 1, 1, 0, 0], [1, 1, 1, 1, 0]], dtype=bool
    ).T
    assert rule("majority").is_winning(lists, weight).tolist() == [False, False, True, True]
    assert rule("consensus").is_winning(lists, weight).tolist() == [False, False, False, True]
    quorum = rule("opt_in", quorum=0.5)
    assert quorum.is_winning(lists, weight).tolist() == [True, True, True, True]
    assert rule("opt_in", quorum=0.6).is_winning(lists, weight).tolist() == [False] * 2 + [True] * 2


def test_a_treaty_needs_a_text_by_consensus_and_enough_to_ratify_it():
    member = [True] * 5 + [False]
    treaty = rule("treaty", quota=0.5, ratify=0.4, kappa=2.0)

    def decide(willing, objection=0.0, ballot=1):
        ballots = [ballot] * 6
        force = [objection, 0, 0, 0, 0, 9]
        return treaty.decide(asked(ballots, willing, force, [0.5] * 6, member))

    bound = decide([1, 1, 0, 0, 0, 1])
    assert bound.adopted and bound.reason == "consensus"
    few = decide([1, 0, 0, 0, 0, 1])
    assert (few.adopted, few.reason, few.share, few.quota) == (False, "ratification", 0.2, 0.4)
    assert decide([1] * 6, objection=9.0).reason == "objection"
    assert decide([1] * 6, ballot=0).reason == "quota"
    evidence = Evidence(0.7, 0.45, 0.1, 0.0)
    text = 1 / (1 + math.exp(-(0.7 - 0.5) / 0.06)) * math.exp(-2.0 * 0.1)
    ratified = 1 / (1 + math.exp(-(0.45 - 0.4) / 0.06))
    assert float(treaty.outlook(evidence)) == pytest.approx(text * ratified)
    lists = np.array([[True, True], [True, False]])
    assert treaty.is_winning(lists, np.ones(2)).tolist() == [True, False]
