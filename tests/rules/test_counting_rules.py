"""Rules that count ballots: bases, quorum, weights, and votes that are on record."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from hldsim.analysis.power import banzhaf
from hldsim.domain.ballots import Ballot
from hldsim.engine.advance import advance, view_of
from hldsim.engine.assemble import assemble
from hldsim.engine.belief import PRIOR_VOICES, answers, gather
from hldsim.errors import PathError
from hldsim.registry import why_not
from hldsim.rules.decision.base import DECISION_RULES, Evidence, Question, logistic
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings

YES, NO, ABSTAIN, ABSENT = Ballot.YES, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT
COUNTED = [name for name in DECISION_RULES if hasattr(DECISION_RULES[name], "hurdles")]


def rule(name, **settings):
    kind = DECISION_RULES[name]
    return kind(kind.Parameters(**settings))


def question(ballot, weight=None, population=None):
    ballot = np.array(ballot, dtype=np.int64)
    n = len(ballot)
    return Question(
        ballot_p=ballot,
        willing_p=ballot == YES,
        objection_p=np.zeros(n),
        luck_p=np.full(n, 0.5),
        member_p=np.ones(n, dtype=bool),
        weight_p=np.ones(n) if weight is None else np.array(weight, dtype=float),
        host=True,
        population_p=None if population is None else np.array(population, dtype=float),
    )


def division(yes, no, abstain, absent=0):
    return [YES] * yes + [NO] * no + [ABSTAIN] * abstain + [ABSENT] * absent


def test_every_counted_rule_is_here():
    assert set(COUNTED) == {
        "majority", "two_thirds", "unanimity", "weighted_majority", "qualified_majority",
        "triple_majority", "double_majority",
    }  # fmt: skip


def test_a_partition_by_two_thirds_of_those_voting():
    """Resolution 181 (II) of 29 November 1947: 33 for, 13 against, 10 abstaining, one absent."""
    vote = question(division(33, 13, 10, 1))
    decision = rule("two_thirds").decide(vote)
    assert decision.adopted and decision.base == 46 and decision.share == 33 / 46
    for base in ({"of_present": 1}, {"of_membership": 1}):
        assert not rule("two_thirds", **base).decide(vote).adopted
        assert rule("majority", **base).decide(vote).adopted
    assert rule("majority", of_present=1).decide(vote).base == 56
    assert rule("majority", of_membership=1).decide(vote).base == 57
    # Resolution 2758 (XXVI) of 25 October 1971: 76 for, 35 against, 17 abstaining.
    assert rule("two_thirds").decide(question(division(76, 35, 17))).adopted
    # the motion before it, to need two thirds: 55 for, 59 against, 15 abstaining
    assert not rule("majority").decide(question(division(55, 59, 15))).adopted


def test_two_thirds_are_reached_and_a_majority_is_exceeded():
    assert rule("two_thirds").decide(question(division(128, 64, 0))).adopted
    assert not rule("two_thirds").decide(question(division(127, 65, 0))).adopted
    assert not rule("majority").decide(question(division(96, 96, 0))).adopted
    assert rule("majority").decide(question(division(97, 95, 0))).adopted


def test_too_few_present_decide_nothing():
    # Rule 67 of the General Assembly: a majority of the members must be present.
    few = question(division(80, 4, 11, 97))
    decision = rule("majority", quorum=0.5).decide(few)
    assert (decision.adopted, decision.reason, decision.share) == (False, "quorum", 95 / 192)
    assert rule("majority", quorum=0.5).decide(question(division(80, 4, 12, 96))).adopted
    assert rule("majority").decide(few).adopted


def test_unanimity_asks_for_a_yes_of_everybody_present():
    assert rule("unanimity").decide(question(division(5, 0, 0, 2))).adopted
    stopped = rule("unanimity").decide(question(division(4, 0, 1, 2)))
    assert (stopped.adopted, stopped.reason, stopped.blockers) == (False, "unanimity", (4,))
    # Article 205 (3): abstentions by members do not prevent a unanimous decision.
    council = rule("unanimity", of_present=0)
    assert council.decide(question(division(4, 0, 1, 2))).adopted
    assert not council.decide(question(division(4, 1, 0))).adopted
    everybody = rule("unanimity", of_membership=1).decide(question(division(4, 0, 1, 2)))
    assert everybody.blockers == (4, 5, 6)


def test_one_in_two_hundred_prevents_unanimity_and_an_observer_does_not():
    assert not rule("unanimity").decide(question(division(199, 1, 0))).adopted
    put = replace(
        question(division(3, 1, 0) + [NO, ABSENT]), member_p=np.array([True] * 4 + [False] * 2)
    )
    stopped = rule("unanimity", of_membership=1).decide(put)
    assert (stopped.blockers, stopped.base, stopped.share) == ((3,), 4.0, 0.75)


def test_the_outlook_of_unanimity_is_that_of_every_single_member():
    one = rule("unanimity")
    assert float(one.outlook(Evidence(0.98, 1, 0, 1, members=192))) == pytest.approx(0.98**192)
    assert float(one.outlook(Evidence(1.0, 1, 0, 1, members=192))) == 1.0


SIX = ([4, 4, 4, 2, 2, 1], 12)  # Community of six, 1958
NINE = ([10, 10, 10, 10, 5, 5, 3, 3, 2], 41)  # of nine, 1973
FIFTEEN = ([10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2], 62)  # Union of fifteen, 1995


@pytest.mark.parametrize(
    ("game", "winning"), [(SIX, 14), (NINE, 75), (FIFTEEN, 2549)], ids=["6", "9", "15"]
)
def test_winning_lists_of_the_councils(game, winning):
    """Of all lists of members so many win; swings among them give the Banzhaf index."""
    weight, quota = game
    lists = np.array(list(itertools.product([False, True], repeat=len(weight)))).T
    total = sum(weight)
    wins = rule("qualified_majority", quota=quota / total, members=0.0)
    won = wins.is_winning(lists, np.array(weight, float))
    assert int(won.sum()) == winning
    # counted strictly it is the same game with a quota one vote lower
    strict = rule("weighted_majority", quota=(quota - 1) / total)
    assert (strict.is_winning(lists, np.array(weight, float)) == won).all()
    places = 1 << np.arange(len(weight))[::-1]
    index = places @ lists
    order = np.argsort(index)
    assert (index[order] == np.arange(2 ** len(weight))).all()
    by_index = won[order]
    swings = [
        int((by_index[index[lists[p]]] & ~by_index[index[lists[p]] - places[p]]).sum())
        for p in range(len(weight))
    ]
    assert np.array(swings) / sum(swings) == pytest.approx(banzhaf(weight, quota), abs=1e-12)


COUNCIL = {  # votes; persons in thousands, 2006 [Nice2001; EUCouncil2006]
    "DE": (29, 82500.8), "FR": (29, 62370.8), "UK": (29, 60063.2), "IT": (29, 58462.4),
    "ES": (27, 43038.0), "PL": (27, 38173.8), "NL": (13, 16305.5), "EL": (12, 11073.0),
    "PT": (12, 10529.3), "BE": (12, 10445.9), "CZ": (12, 10220.6), "HU": (12, 10097.5),
    "SE": (10, 9011.4), "AT": (10, 8206.5), "DK": (7, 5411.4), "SK": (7, 5384.8),
    "FI": (7, 5236.6), "IE": (7, 4109.2), "LT": (7, 3425.3), "LV": (4, 2306.4), "SI": (4, 1997.6),
    "EE": (4, 1347.0), "CY": (4, 749.2), "LU": (4, 455.0), "MT": (3, 402.7),
}  # fmt: skip
VOTES = [votes for votes, _ in COUNCIL.values()]
PERSONS = [persons for _, persons in COUNCIL.values()]


def without(*absent):
    """A division in which all members but some say yes."""
    return [NO if member in absent else YES for member in COUNCIL]


@pytest.mark.parametrize(
    ("against", "votes", "qualified", "triple"),
    [
        (("DE", "FR", "UK"), 234, True, False),  # 44 % of the population: they block
        (("FR", "UK", "IT"), 234, True, False),  # 39 % of it
        (("IT", "ES", "PL"), 238, True, True),  # 30 %: cannot block
        (("DE", "FR", "MT"), 260, True, True),  # 31 %
        (("DE", "FR", "UK", "MT"), 231, False, False),  # one vote short
        (("PL", "ES", "PT", "EL", "HU"), 231, False, False),
    ],
)
def test_the_council_of_twenty_five_under_nice(against, votes, qualified, triple):
    """232 of 321 votes, a majority of members, and where asked 62 % of the population."""
    assert (sum(VOTES), len(COUNCIL)) == (321, 25)
    ballot = without(*against)
    weight, people = np.array(VOTES, float), np.array(PERSONS)
    put = question(ballot, weight, people)
    assert sum(v for v, b in zip(VOTES, ballot, strict=True) if b == YES) == votes
    for name, expected in (("qualified_majority", qualified), ("triple_majority", triple)):
        assert rule(name).decide(put).adopted == expected
        winning = rule(name).is_winning((put.ballot_p == YES)[:, None], weight, people)
        assert winning.tolist() == [expected]


def test_a_majority_of_members_is_the_second_hurdle():
    """The twelve largest have votes and population enough, but they are twelve of twenty-five."""
    ballot = [YES if n < 12 else NO for n in range(25)]
    decision = rule("triple_majority").decide(question(ballot, VOTES, PERSONS))
    assert sum(VOTES[:12]) == 243 and sum(PERSONS[:12]) / sum(PERSONS) > 0.62
    assert not decision.adopted and decision.share == 12 / 25 and decision.quota == 0.5
    ballot[12] = YES
    assert rule("triple_majority").decide(question(ballot, VOTES, PERSONS)).adopted
    ballot[12] = ABSTAIN  # an abstention counts against
    assert not rule("triple_majority").decide(question(ballot, VOTES, PERSONS)).adopted


def test_the_hurdle_told_of_is_the_one_missed_most():
    put = question(without("DE", "FR", "UK"), VOTES, PERSONS)
    missed = rule("triple_majority").decide(put)
    share = 1 - (82500.8 + 62370.8 + 60063.2) / sum(PERSONS)
    assert missed.share == pytest.approx(share) and missed.quota == 0.62
    passed = rule("qualified_majority").decide(put)
    assert (passed.share, passed.quota) == (234 / 321, 232 / 321)


UNION = [
    15.93, 13.04, 12.73, 12.07, 9.12, 7.47, 3.9, 3.37, 2.21, 2.13, 2.05, 2.04, 1.94, 1.92, 1.69,
    1.42, 1.11, 1.08, 1.06, 0.91, 0.83, 0.57, 0.41, 0.39, 0.26, 0.17, 0.11, 0.08,
]  # fmt: skip
"""Population of the 28 members in 2016, per cent, largest first (Council decision 2015/2393)."""


def test_the_double_majority_of_lisbon():
    """55 % of members and 65 % of people; three members cannot block, whatever their size."""
    one, weight = rule("double_majority"), np.ones(28)

    def passes(*against):
        ballot = [NO if n in against else YES for n in range(28)]
        put = question(ballot, None, UNION)
        listed = (put.ballot_p == YES)[:, None]
        wins = one.is_winning(listed, weight, np.array(UNION))
        decision = one.decide(put)
        assert decision.adopted == bool(wins[0])
        return decision

    three = passes(0, 1, 2)  # 41.7 % of the population
    assert three.adopted and three.quota == 0.55
    four = passes(0, 1, 2, 27)
    assert not four.adopted and four.quota == 0.65
    assert four.share == pytest.approx(1 - 41.78 / sum(UNION))
    assert passes(2, 3, 4, 27).adopted  # 34 %
    half = passes(*range(15, 28))  # 15 of 28 members are 53.6 %
    assert not half.adopted and half.share == 15 / 28
    assert passes(*range(16, 28)).adopted
    assert (
        not rule("double_majority", block=3)
        .decide(question([NO] * 3 + [YES] * 25, None, UNION))
        .adopted
    )


@pytest.mark.parametrize("name", COUNTED)
def test_the_outlook_is_that_of_the_hurdle_least_likely_taken(name):
    one = rule(name)
    evidence = Evidence(0.62, 0.5, 0.0, 1.0, votes_d=0.7, population_d=0.55, members=20)
    known = {"members": 0.62, "votes": 0.7, "population": 0.55}
    chances = [logistic((known[h.weighs] - h.quota) / 0.06) for h in one.hurdles]
    expected = 0.62**20 if name == "unanimity" else min(float(x) for x in chances)
    assert float(one.outlook(evidence)) == pytest.approx(expected, rel=1e-12)


def test_the_outlook_is_of_the_base_that_the_ballots_will_be_counted_in():
    """46 yes, 14 no and 40 abstaining: rule 86 leaves the 40 out, other bases do not."""
    evidence = Evidence(0.46, 0.5, 0.0, 1.0, no_d=0.14, members=100)
    for name, quota in (("majority", 0.5), ("two_thirds", 2 / 3)):
        voting = float(rule(name).outlook(evidence))
        assert voting == pytest.approx(float(logistic((46 / 60 - quota) / 0.06)))
        for base in ({"of_present": 1}, {"of_membership": 1}):
            whole = float(rule(name, **base).outlook(evidence))
            assert whole == pytest.approx(float(logistic((0.46 - quota) / 0.06)))
            assert rule(name).counts_no and not rule(name, **base).counts_no
    # by weight, those who vote weigh
    evidence = replace(evidence, votes_d=0.3, votes_no_d=0.1, population_d=0.2, population_no_d=0.3)
    weighed = rule("weighted_majority", of_membership=0).outlook(evidence)
    assert float(weighed) == pytest.approx(float(logistic((0.75 - 0.5) / 0.06)))
    assert float(rule("weighted_majority").outlook(evidence)) < 0.05
    double = rule("double_majority", of_membership=0).outlook(evidence)
    assert float(double) == pytest.approx(float(logistic((0.4 - 0.65) / 0.06)))
    # where abstentions do not prevent unanimity, none of a hundred may say no
    council = rule("unanimity", of_present=0)
    assert float(council.outlook(evidence)) == pytest.approx(0.86**100)
    assert float(rule("unanimity").outlook(evidence)) == pytest.approx(0.46**100)
    # nobody votes: no chance to speak of, and no warning
    nobody = Evidence(0.0, 0.5, 0.0, 1.0, no_d=0.0)
    assert float(rule("majority").outlook(nobody)) == pytest.approx(float(logistic(-0.5 / 0.06)))


@pytest.mark.parametrize("name", COUNTED)
def test_heavier_and_larger_yes_never_lose_a_design(name):
    """Monotone also with weights: moving any ballot to yes keeps what is adopted adopted."""
    rng = np.random.default_rng(7)
    for _ in range(300):
        n = int(rng.integers(2, 9))
        ballot = rng.choice([1, 0, -1, -2], n)
        weight, people = rng.integers(0, 30, n), rng.integers(1, 80, n)
        if not weight.sum():
            continue
        settings = {"quorum": float(rng.choice([0.0, 0.5]))}
        before = rule(name, **settings).decide(question(ballot, weight, people))
        more = ballot.copy()
        more[rng.integers(n)] = 1
        after = rule(name, **settings).decide(question(more, weight, people))
        assert after.adopted or not before.adopted
        assert 0.0 <= after.share <= 1.0 + 1e-12


def weighted(**settings):
    """The lesson's scenario with voting weights, the two wealthy ones heavy."""
    small = load_scenario("classroom_small")
    weights = {
        f"parties[{p.id}].voting_weight": 5 if p.id in ("USA", "JPN") else 1 for p in small.parties
    }
    return with_settings(small, {**weights, "adoption[un].rule": "qualified_majority", **settings})


def test_a_scenario_without_weights_is_told_what_it_lacks():
    small = load_scenario("classroom_small")
    kind = DECISION_RULES["weighted_majority"]
    lacking = why_not(kind, small)
    assert lacking == "needs voting weights: give each member a voting_weight"
    assert why_not(kind, weighted()) is None and why_not(DECISION_RULES["opt_in"], small) is None
    with pytest.raises(PathError, match=r"adoption\[un\]: weighted_majority needs voting weights"):
        assemble(with_settings(small, {"adoption[un].rule": "weighted_majority"}), 1)


def test_a_member_without_population_is_named():
    document = dict(load_scenario("classroom_small").document)
    document["parties"] = [
        {key: value for key, value in row.items() if row["id"] != "ZAF" or key != "population"}
        for row in document["parties"]
    ]
    from hldsim.scenario.build import build

    lacking = why_not(DECISION_RULES["double_majority"], build(document))
    assert lacking is not None and "(not ZAF)" in lacking


def test_weights_and_people_reach_belief_and_ballots():
    """The evidence by weight, against a plain loop over members."""
    setup, state = assemble(weighted(**{"adoption[other].rule": "double_majority"}), 3)
    while state.k < 2:
        state, _ = advance(setup, state)
    view = view_of(setup, state)
    said = answers(setup, view)
    evidence = gather(setup, view, said, state.objected_pc)
    rho, inputs = setup.rules.belief.rho, setup.inputs
    assert inputs.voting_weight_p.sum() == 20 and inputs.population_p is not None
    for weights, found in (
        (inputs.voting_weight_p, evidence.votes_d),
        (inputs.population_p, evidence.population_d),
        (np.ones(12), evidence.yes_d),
    ):
        for c, d in enumerate(state.origin_c):
            spoke = [p for p in range(12) if state.stated_p[p] != -2]
            assert 0 < len(spoke) < 12
            mean = (sum(said.yes_pc[p, c] for p in spoke) + PRIOR_VOICES / 2) / (
                len(spoke) + PRIOR_VOICES
            )
            total = 0.0
            for p in range(12):
                guess = mean
                if inputs.bloc_line_pd[p].any():
                    guess = rho * inputs.bloc_line_pd[p, d] + (1 - rho) * mean
                total += weights[p] * (float(said.yes_pc[p, c]) if p in spoke else guess)
            assert found[c] == pytest.approx(total / sum(weights), abs=1e-12)


def test_who_would_say_no_is_asked_where_abstentions_do_not_count():
    """The noes, against a plain loop over members; one of them says so itself."""
    rules = {"adoption[other].rule": "majority", "adoption[hosted].rule": "double_majority"}
    setup, state = assemble(weighted(**rules), 3)
    assert setup.rules.needs.counts_no
    while state.k < 2:
        state, _ = advance(setup, state)
    given = np.zeros((12, len(setup.scenario.proposals)), dtype=np.int8)
    loud = next(p for p in range(12) if state.stated_p[p] != -2)
    given[loud] = -1
    state = replace(state, scratch={**state.scratch, "answer_pd": given})
    view = view_of(setup, state)
    said = answers(setup, view)
    evidence = gather(setup, view, said, state.objected_pc)
    rho, inputs = setup.rules.belief.rho, setup.inputs
    found = (evidence.no_d, evidence.votes_no_d, evidence.population_no_d)
    weights = (np.ones(12), inputs.voting_weight_p, inputs.population_p)
    noes = 0
    for c in range(state.n_coalitions):
        spoke = [p for p in range(12) if state.stated_p[p] != -2]
        no = [
            p == loud or (not said.yes_pc[p, c] and view.utility_pc[p, c] < view.reservation_p[p])
            for p in range(12)
        ]
        noes += sum(no)
        mean = (sum(no[p] for p in spoke) + PRIOR_VOICES / 2) / (len(spoke) + PRIOR_VOICES)
        for weight, told in zip(weights, found, strict=True):
            total = 0.0
            for p in range(12):
                guess = (1 - rho) * mean if inputs.bloc_line_pd[p].any() else mean
                total += weight[p] * (float(no[p]) if p in spoke else guess)
            assert told[c] == pytest.approx(total / sum(weight), abs=1e-12)
    assert state.n_coalitions < noes < 12 * state.n_coalitions


def test_weights_decide_at_the_adoption():
    """With all votes in two hands nothing passes without them."""
    one = rule("weighted_majority")
    put = question([YES] * 10 + [NO, NO], [1] * 10 + [6, 6])
    assert math.isclose(one.decide(put).share, 10 / 22) and not one.decide(put).adopted
    assert rule("majority").decide(put).adopted


def test_where_no_rule_weighs_nothing_is_weighed():
    setup, state = assemble(load_scenario("classroom_small"), 3)
    view = view_of(setup, state)
    evidence = gather(setup, view, answers(setup, view), state.objected_pc)
    assert evidence.votes_d is None and evidence.population_d is None
    assert evidence.no_d is None and not setup.rules.needs.counts_no
