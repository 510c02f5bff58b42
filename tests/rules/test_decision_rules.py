"""Contract of every decision rule in the catalogue, and worked examples."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.domain.ballots import Ballot
from hldsim.registry import describe_parameters
from hldsim.rules.decision.base import DECISION_RULES, Evidence, Question, logistic

RULES = list(DECISION_RULES)
shares = st.floats(0.0, 1.0)
ballots = st.lists(st.sampled_from([b.value for b in Ballot]), min_size=3, max_size=15)


def rule(name: str, **settings: float):
    kind = DECISION_RULES[name]
    return kind(kind.Parameters(**settings))


def question(ballot, willing=None, objection=None, luck=None, host=True) -> Question:
    ballot = np.array(ballot)
    n = len(ballot)
    return Question(
        ballot_p=ballot,
        willing_p=ballot == Ballot.YES if willing is None else np.array(willing, dtype=bool),
        objection_p=np.zeros(n) if objection is None else np.array(objection, dtype=float),
        luck_p=np.full(n, 0.5) if luck is None else np.array(luck),
        member_p=np.ones(n, dtype=bool),
        weight_p=np.ones(n),
        host=host,
    )


def test_at_least_two_rules_so_that_the_contract_bites():
    assert len(RULES) >= 2


@pytest.mark.parametrize("name", RULES)
def test_parameters_say_what_they_are(name):
    for info in describe_parameters(DECISION_RULES[name].Parameters):
        assert info.symbol and info.meaning and info.low <= info.default <= info.high


@pytest.mark.parametrize("name", RULES)
@settings(deadline=None)
@given(yes=shares, willing=shares, objection=st.floats(0, 1), host=st.sampled_from([0.0, 1.0]))
def test_outlook_is_a_chance_and_grows_with_support(name, yes, willing, objection, host):
    one = rule(name)
    low = float(one.outlook(Evidence(yes, willing, objection, host)))
    more = Evidence(min(yes + 0.1, 1), min(willing + 0.1, 1), objection * 0.5, host)
    assert 0.0 <= low <= 1.0
    assert float(one.outlook(more)) >= low - 1e-12


@pytest.mark.parametrize("name", RULES)
def test_outlook_of_many_is_that_of_each(name):
    evidence = [np.array(x) for x in ([0.2, 0.6], [0.7, 0.4], [0.0, 0.001], [1.0, 0.0])]
    together = rule(name).outlook(Evidence(*evidence))
    alone = [float(rule(name).outlook(Evidence(*(float(x[d]) for x in evidence)))) for d in (0, 1)]
    assert np.allclose(together, alone, atol=1e-15)


@pytest.mark.parametrize("name", RULES)
@settings(deadline=None)
@given(ballot=ballots, which=st.integers(0, 14))
def test_one_more_yes_never_loses_a_design(name, ballot, which):
    which %= len(ballot)
    before = rule(name).decide(question(ballot))
    after = rule(name).decide(question([*ballot[:which], 1, *ballot[which + 1 :]]))
    assert after.adopted or not before.adopted
    assert 0.0 <= before.share <= 1.0


@pytest.mark.parametrize("name", RULES)
@settings(deadline=None)
@given(ballot=ballots, seed=st.integers(0, 99))
def test_equals_are_anonymous(name, ballot, seed):
    order = np.random.default_rng(seed).permutation(len(ballot))
    one = rule(name).decide(question(ballot))
    other = rule(name).decide(question([ballot[n] for n in order]))
    assert (one.adopted, one.yes, one.share) == (other.adopted, other.yes, other.share)


@pytest.mark.parametrize("name", RULES)
def test_winning_lists_stay_winning_when_they_grow(name):
    member = np.tri(9, 10, -1, dtype=bool)
    wins = rule(name).is_winning(member, np.ones(9))
    grown = rule(name).is_winning(member | np.eye(9, 10, dtype=bool), np.ones(9))
    assert (grown | ~wins).all()
    assert rule(name).is_winning(np.ones((9, 1), dtype=bool), np.ones(9))[0]


def test_an_abstention_is_no_vote_in_the_assembly():
    # Rules of procedure of the General Assembly, rule 86: members abstaining are not voting.
    decision = rule("majority").decide(question([1, 1, -1, 0, 0, 0]))
    assert decision.adopted and decision.base == 3 and math.isclose(decision.share, 2 / 3)
    assert not rule("majority", of_membership=1).decide(question([1, 1, -1, 0, 0, 0])).adopted


def test_a_tie_is_no_majority():
    assert not rule("majority").decide(question([1, -1])).adopted  # rule 95: equally divided


def test_consensus_needs_nobody_to_object_not_everybody_to_agree():
    assert rule("consensus").decide(question([1, 1, 1, 0, 0])).adopted
    blocked = rule("consensus").decide(question([1, 1, 1, 1, 1], objection=[0, 0, 0, 0, math.inf]))
    assert not blocked.adopted and blocked.blockers == (4,) and blocked.reason == "objection"


def test_consensus_outlook_is_the_chance_that_no_objection_is_sustained():
    one = rule("consensus", kappa=2.0, quota=0.0)
    force, rounds = np.array([0.2, 0.05, 0.4]), 4000
    luck = np.random.default_rng(5).random((rounds, 3))
    passed = [one.decide(question([1, 1, 1], objection=force, luck=row)).adopted for row in luck]
    told = float(one.outlook(Evidence(1.0, 1.0, float(force.sum()), 1.0)))
    assert math.isclose(told, math.exp(-1.3), rel_tol=1e-6)
    assert abs(np.mean(passed) - told) < 4 * math.sqrt(told * (1 - told) / rounds)


def test_opt_in_needs_quorum_and_host():
    willing = [True, True, False, False]
    ok = rule("opt_in", quorum=0.5).decide(question([-1] * 4, willing=willing))
    assert ok.adopted and ok.yes == 2
    lost = rule("opt_in", quorum=0.5).decide(question([1] * 4, willing=willing, host=False))
    assert not lost.adopted and lost.reason == "host"
    few = rule("opt_in", quorum=0.51).decide(question([1] * 4, willing=willing))
    assert not few.adopted and few.reason == "quota"
    assert rule("opt_in", needs_host=0).decide(question([1] * 4, willing, host=False)).adopted


def test_logistic_at_known_points():
    assert float(logistic(0.0)) == 0.5
    assert math.isclose(float(logistic(math.log(3))), 0.75)
    assert float(logistic(1e6)) == 1.0 and float(logistic(-1e6)) == 0.0
