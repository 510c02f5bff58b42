"""Rules of coalition formation against plain loops and worked examples from the literature."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.analysis.landscape import energies, minima
from hldsim.engine.advance import advance, moment_of, view_of
from hldsim.engine.assemble import assemble
from hldsim.engine.explain import explain
from hldsim.rules.coalitions.base import COALITION_RULES
from hldsim.rules.coalitions.landscape import descend, mean_propensity, wants_pf
from hldsim.rules.coalitions.minimal_winning import spoils_a
from hldsim.rules.coalitions.sequence import Company, order_of, settle
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from tests.engine.tables import table, view

EVERYBODY = np.arange(194)


def rule(name, **settings):
    kind = COALITION_RULES[name]
    return kind(kind.Parameters(**settings))


# ------------------------------------------------------------------ one after the other


def test_company_keeps_its_sums_as_parties_move():
    rng = np.random.default_rng(3)
    features, weight = rng.random((20, 4)), rng.random(20)
    company = Company(features, weight, rng.integers(-1, 3, 20), 3)
    for _ in range(200):
        company.move(int(rng.integers(20)), int(rng.integers(-1, 3)))
    for party in range(20):
        sums, weights = company.others(party)
        for c in range(3):
            others = [j for j in range(20) if company.membership_p[j] == c and j != party]
            expected = sum((weight[j] * features[j] for j in others), np.zeros(4))
            np.testing.assert_allclose(sums[c], expected, atol=1e-12)
            assert weights[c] == pytest.approx(sum(weight[j] for j in others), abs=1e-12)


def hedonic_game(values, start, order, passes=20):
    """Settle a game of three given by what each makes of the company it is in.

    Coalitions 0 to 2 are places to meet; ``values[i][frozenset]`` is what i makes of a coalition.
    """
    company = Company(np.eye(3), np.ones(3), np.array(start), 3)

    def terms(party):
        sums, _ = company.others(party)
        worth = [values[party][frozenset([*np.flatnonzero(sums[c]), party])] for c in range(3)]
        return np.array([[*worth, values[party][frozenset([party])]]], dtype=float)

    return settle(terms, company, np.array(order), passes, (1, 4))


def game(*preferences):
    """Rank orders such as "12 1 123 13", best first, as values."""
    return [
        {
            frozenset(int(x) - 1 for x in name): float(-place)
            for place, name in enumerate(one.split())
        }
        for one in preferences
    ]


def test_an_undesired_guest_keeps_everybody_moving():
    """Bogomolnaia and Jackson (2002): no Nash stable structure, so it never settles."""
    guest = game("12 1 123 13", "12 2 123 23", "123 13 23 3")
    for start in ([0, 0, 1], [0, 1, 2], [2, 2, 2]):
        for order in ([0, 1, 2], [2, 1, 0]):
            found = hedonic_game(guest, start, order)
            assert not found.stable and found.passes == 20


def test_liking_each_other_equally_settles():
    """Bogomolnaia and Jackson (2002), proposition 2: symmetric additive preferences do."""
    rng = np.random.default_rng(11)
    for _ in range(40):
        like = rng.normal(size=(3, 3))
        like = like + like.T
        values = [
            {
                frozenset(members): sum(like[i, j] for j in members if j != i)
                for members in ([i], [0, 1, 2], *([i, j] for j in range(3) if j != i))
            }
            for i in range(3)
        ]
        found = hedonic_game(values, [-1, -1, -1], rng.permutation(3).tolist())
        assert found.stable
        where = found.choice_a  # in the order they were asked; nobody gains by moving alone
        assert len(where) == 3


def test_nobody_moves_for_nothing_and_ties_go_to_the_first():
    company = Company(np.zeros((2, 1)), np.ones(2), np.array([1, -1]), 3)
    same = np.array([[0.5, 0.5, 0.5 + 1e-12, 0.5]])
    found = settle(lambda party: same, company, np.array([0, 1]), 5, (1, 4))
    assert found.choice_a.tolist() == [1, -1] and found.stable and found.passes == 1
    better = np.array([[0.6, 0.6, 0.5, 0.5]])
    found = settle(lambda party: better, company, np.array([0, 1]), 5, (1, 4))
    assert found.choice_a.tolist() == [1, 0] and found.passes == 2


def test_the_order_is_drawn_by_lot_and_ones_own():
    chance = table(k=25)[0].streams.at(26)
    u = chance("sequence", 194)
    act = np.array([3, 77, 120, 5])
    drawn = act[order_of(act, 194, chance)].tolist()
    assert drawn == sorted(act.tolist(), key=lambda p: u[p])


# ------------------------------------------------------------------ landscape

ACTORS = ["US", "Rus", "Syr", "Tur", "SA", "Iran", "ISIS", "Hez", "IqKrd", "Nursa", "Iraq"]
STRENGTH = np.array([10, 10, 50, 10, 10, 20, 100, 20, 40, 10, 50], dtype=float)
RAW = np.array([
    [0, 2, 2, 5, 4, 2, 1, 1, 4, 2, 4],
    [2, 0, 4, 2, 3, 3, 1, 3, 2, 2, 4],
    [2, 4, 0, 1, 2, 4, 1, 4, 1, 2, 3],
    [5, 2, 1, 0, 3, 2, 2, 3, 2, 2, 3],
    [4, 3, 2, 3, 0, 1, 1, 3, 3, 2, 3],
    [2, 3, 4, 2, 1, 0, 2, 5, 3, 2, 2],
    [1, 1, 1, 2, 1, 2, 0, 2, 1, 2, 1],
    [1, 3, 4, 3, 3, 5, 2, 0, 3, 2, 3],
    [4, 2, 1, 2, 3, 3, 1, 3, 0, 2, 3],
    [2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 2],
    [4, 4, 3, 3, 3, 2, 1, 3, 3, 2, 0],
])  # fmt: skip
"""Propensities of 2016 on a scale from 1 to 5, 3 being neutral (Axelrod with Furnas 2016)."""


def features_of(propensity):
    """Features whose products are the propensities of all pairs: a shift of the diagonal away."""
    shift = max(-np.linalg.eigvalsh(propensity).min(), 0.0) + 1.0
    value, vector = np.linalg.eigh(propensity + shift * np.eye(len(propensity)))
    return vector * np.sqrt(value)


def test_every_start_runs_down_to_the_alliance_of_2016():
    """One local minimum, E = -83200: ISIS, Nusra and Turkey against the rest."""
    propensity = np.where(RAW > 0, RAW - 3.0, 0.0)
    features, n = features_of(propensity), len(ACTORS)
    assert minima(STRENGTH, propensity)[0].energy == -83200
    two_sides = np.zeros((n, 3))
    two_sides[:, 2] = -1e9  # nobody stays apart here
    energy = energies(STRENGTH, propensity)
    rng = np.random.default_rng(1)
    for _ in range(60):
        sides, order = rng.integers(0, 2, n), rng.permutation(n)
        before = energy[_alignment(sides)]
        for _ in range(12):
            found = descend([(1.0, features, 0.0)], STRENGTH, sides, 2, order, two_sides)
            sides = np.zeros(n, dtype=np.int64)
            sides[order] = found.choice_a
            after = energy[_alignment(sides)]
            assert after <= before + 1e-6
            before = after
            if found.stable:
                break
        assert found.stable and before == pytest.approx(-83200)
        small = {ACTORS[i] for i in range(n) if sides[i] == sides[ACTORS.index("ISIS")]}
        assert small == {"Tur", "ISIS", "Nursa"}


def _alignment(sides):
    """Number of an alignment in ``energies``: the first actor is on side 0."""
    bits = sides != sides[0]
    return int(sum(1 << (k - 1) for k in range(1, len(bits)) if bits[k]))


def test_likeness_of_wants_is_a_cosine():
    liking = wants_pf(np.array([[0.2, 0.4, 0.9], [0.9, 0.5, 0.1], [0.3, 0.3, 0.3]]))
    assert liking.sum(axis=1) == pytest.approx(0.0)
    assert (liking**2).sum(axis=1).tolist() == pytest.approx([1.0, 1.0, 0.0])
    assert liking[0] @ liking[1] < -0.9


def propensities(now, wants, centre):
    """All pairs, by plain products; what the rule never lays out."""
    affinity, liking = now.inputs.factor_pf, wants_pf(now.utility_pc)
    strength = now.inputs.capability_p
    total = np.zeros((194, 194))
    for share, features in ((1 - wants, affinity), (wants, liking)):
        products = features @ features.T
        np.fill_diagonal(products, 0.0)
        weight = np.outer(strength, strength)
        np.fill_diagonal(weight, 0.0)
        mean = (products * weight).sum() / weight.sum() if centre else 0.0
        assert mean_propensity(features, strength) * centre == pytest.approx(mean, abs=1e-12)
        total += share * (products - mean)
    np.fill_diagonal(total, 0.0)
    return total


@pytest.mark.parametrize(("wants", "centre"), [(0.5, 1), (0.0, 1), (1.0, 0), (0.3, 0)])
def test_landscape_equals_a_plain_loop(wants, centre):
    setup, now = table(k=25)[0], view(k=25)
    chance, act = setup.streams.at(26), EVERYBODY[::3]
    moves = rule("landscape", wants=wants, centre=centre).moves(now, act, chance, terms=True)
    pairs, strength = propensities(now, wants, centre), now.inputs.capability_p
    where = now.state.membership_p.tolist()
    for p in act[order_of(act, 194, chance)].tolist():
        worth = [
            sum(strength[j] * pairs[p, j] for j in range(194) if where[j] == c and j != p)
            for c in range(3)
        ] + [0.0]
        row = int(np.flatnonzero(act == p)[0])
        np.testing.assert_allclose(moves.worth_ac[row], worth, atol=1e-12)
        own = where[p] if where[p] >= 0 else 3
        best = max(range(4), key=lambda option: (round(worth[option], 9), option == own, -option))
        where[p] = -1 if best == 3 else best
        assert moves.choice_a[row] == where[p]


def test_landscape_lowers_the_energy_of_the_whole():
    setup, state = table(k=25)
    pairs = propensities(view_of(setup, state), 0.5, 1)
    weight = np.outer(setup.inputs.capability_p, setup.inputs.capability_p)

    def energy(where):
        together = (where[:, None] == where) & (where >= 0)
        return float((weight * pairs)[~together].sum())

    one = rule("landscape")
    for k in range(26, 32):
        act = np.flatnonzero(setup.streams.at(k)("acting", 194) < 0.3)
        before = energy(state.membership_p)
        moves = one.moves(view_of(setup, state), act, setup.streams.at(k))
        where = state.membership_p.copy()
        where[act] = moves.choice_a
        assert energy(where) < before
        state = replace(state, membership_p=where)


# ------------------------------------------------------------------ hedonic


def test_hedonic_equals_a_plain_loop_and_ends_stable():
    setup, now = table(k=25)[0], view(k=25)
    chance, act = setup.streams.at(26), EVERYBODY[::4]
    moves = rule("hedonic", beta=0.3, cost=0.05).moves(now, act, chance)
    assert moves.settled
    factor, where = now.inputs.factor_pf, now.state.membership_p.tolist()
    moved, last = True, {}
    while moved:
        moved = False
        for p in act[order_of(act, 194, chance)].tolist():
            worth = []
            for c in range(3):
                others = [j for j in range(194) if where[j] == c and j != p]
                like = sum(float(factor[p] @ factor[j]) for j in others) / max(len(others), 1)
                worth.append(now.utility_pc[p, c] - now.reservation_p[p] + 0.3 * like)
            worth.append(0.05)
            own = where[p] if where[p] >= 0 else 3
            best = max(range(4), key=lambda o: (round(worth[o], 9), o == own, -o))
            to = -1 if best == 3 else best
            moved = moved or to != where[p]
            where[p], last[p] = to, worth
    # what is told is what each option was worth the last time round, in which nobody moved
    np.testing.assert_allclose(moves.worth_ac, [last[p] for p in act.tolist()], atol=1e-12)
    assert moves.choice_a.tolist() == [where[p] for p in act]


def test_a_circle_is_told_in_the_record():
    scenario = with_settings(
        load_scenario("hld_2006"),
        {"rules.coalitions.name": "hedonic", "rules.coalitions.passes": 1},
    )
    setup, state = assemble(scenario, 3)
    told = []
    while state.k < 20:
        state, events = advance(setup, state)
        told += [event for event in events if event.kind == "unsettled"]
    assert told and all(event.k > 14 for event in told)


def test_an_explanation_is_of_the_choice_as_it_was_made():
    """Where parties choose in turn, one is explained among those who chose before it."""
    for name in ("hedonic", "landscape"):
        scenario = with_settings(load_scenario("hld_2006"), {"rules.coalitions.name": name})
        setup, state = assemble(scenario, 5)
        while state.k < 17:
            state, _ = advance(setup, state)
        moment, phase = moment_of(setup, state)
        after, _ = phase.reconsider(moment)
        acting = phase.acting(moment)
        rows = setup.rules.coalitions.moves(moment.view, acting, moment.chance).worth_ac
        for row, party in zip(rows, acting, strict=True):
            told = explain(setup, state, int(party))
            assert told.worth.tolist() == row.tolist()
            ends = int(after.membership_p[party])
            assert told.acted and told.choice == (3 if ends < 0 else ends)
            assert sum(term[told.choice] for term in told.terms.values()) == pytest.approx(
                told.worth[told.choice]
            )


# ------------------------------------------------------------------ bloc-following


def test_bloc_following_equals_a_plain_loop():
    setup, state = table(k=25)
    rng = np.random.default_rng(4)
    state = replace(state, membership_p=rng.integers(-1, 3, 194))
    now, inputs = view_of(setup, state), setup.inputs
    q = dict(bound=0.2, gamma=0.01, cost=0.04, noise=0.0)
    moves = rule("bloc_following", **q).moves(now, EVERYBODY, setup.streams.at(26))
    lines = {}
    for b in range(inputs.bloc_pb.shape[1]):
        backed = [
            int(state.membership_p[p])
            for p in range(194)
            if inputs.bloc_pb[p, b] and state.membership_p[p] >= 0
        ]
        if inputs.line_b[b] >= 0:
            lines[b] = int(np.flatnonzero(state.origin_c == inputs.line_b[b])[0])
        else:
            for c in range(3):
                if backed.count(c) * 2 > len(backed):
                    lines[b] = c
    assert 2 < len(lines)
    for p in range(194):
        own = [lines[b] for b in np.flatnonzero(inputs.bloc_pb[p]) if b in lines]
        worth = [
            now.utility_pc[p, c]
            - now.reservation_p[p]
            + 0.2 * (own.count(c) / len(own) if own else 0.0)
            + 0.01 * (state.membership_p[p] == c)
            for c in range(3)
        ]
        assert moves.worth_ac[p].tolist() == pytest.approx([*worth, 0.04], abs=1e-12)


def test_a_party_leaves_the_line_only_for_more_than_the_bound():
    """One bloc, one line: the bound is what a party forgoes for it, to the last digit."""
    setup, state = table(k=25)
    now = view_of(setup, state)
    un = int(np.flatnonzero(state.origin_c == setup.scenario.proposal_index["un_embedded"])[0])
    g77 = setup.scenario.bloc_index["G77"]
    only = setup.inputs.bloc_pb[:, g77] & (setup.inputs.bloc_pb.sum(axis=1) == 1)
    members = np.flatnonzero(only)
    assert len(members) > 3
    gain = now.utility_pc - now.reservation_p[:, None]
    against = gain.max(axis=1) - gain[:, un]
    for bound in (0.0, 0.05, 0.2, 1.0):
        chosen = rule("bloc_following", bound=bound, gamma=0.0, cost=0.0, noise=0.0).moves(
            now, members, setup.streams.at(26)
        )
        follows = (chosen.choice_a == un) | (chosen.choice_a == -1)
        assert (follows == (against[members] <= bound)).all()


# ------------------------------------------------------------------ minimal winning


def council(weights, backing, least=0.5):
    """The lesson's scenario as a small council: its first members with weights, the rest without.

    Everybody likes every design alike; designs are decided by more than half of the weight.
    """
    small = load_scenario("classroom_small")
    given = [*weights, *[0] * (len(small.parties) - len(weights))]
    settings = {
        f"parties[{party.id}].voting_weight": weight
        for party, weight in zip(small.parties, given, strict=True)
    }
    for spec in small.adoption:
        settings |= {f"adoption[{spec.id}].rule": "weighted_majority"}
        settings |= {f"adoption[{spec.id}].quota": least}
    setup, state = assemble(with_settings(small, settings), 1)
    where = np.full(len(small.parties), -1)
    for party, c in backing.items():
        where[party] = c
    alike = np.full_like(state.profile.value_pl, 0.5)
    state = replace(state, membership_p=where, profile=replace(state.profile, value_pl=alike))
    return setup, view_of(setup, state)


@pytest.mark.parametrize(("party", "joins"), [(0, 2), (1, 2), (2, 1)])
def test_the_cheapest_winning_coalition_of_three(party, joins):
    """Weights 4, 3, 2, each with a design of its own: any two win, the lightest other is best."""
    backing = {other: other for other in range(3) if other != party}
    setup, now = council([4, 3, 2], backing)
    one = rule("minimal_winning", noise=0.0)
    moves = one.moves(now, np.array([party]), setup.streams.at(5))
    assert moves.choice_a.tolist() == [joins]  # Gamson (1961): the two lighter ones, 3 and 2


def test_spoils_by_hand():
    # Members of 6, 3, 2 and 2 votes back 0, 0, 1 and 2; two of 1 vote each back nothing.
    _, now = council([6, 3, 2, 2, 1, 1], {0: 0, 1: 0, 2: 1, 3: 2})
    act = np.array([0, 3, 4])
    # coalition 0 holds 9 of 15 and wins with anybody; more of them, less for each
    assert spoils_a(now, 0, act).tolist() == pytest.approx([1 - 9 / 15, 1 - 11 / 15, 1 - 10 / 15])
    # coalition 1 holds 2 and wants the 6 of the heaviest; who joins brings its own
    assert spoils_a(now, 1, act).tolist() == pytest.approx([1 - 8 / 15, -4 / 15, -5 / 15])


def test_a_design_worse_than_the_status_quo_has_no_prize():
    setup, state = table(k=25)
    now = view_of(setup, state)
    one = rule("minimal_winning", noise=0.0, prize=0.7, cost=0.03)
    moves = one.moves(now, EVERYBODY, setup.streams.at(26), terms=True)
    gain = now.utility_pc - now.reservation_p[:, None]
    for c in range(3):
        expected = np.where(gain[:, c] >= 0, 0.7 * spoils_a(now, c, EVERYBODY), 0.0)
        np.testing.assert_allclose(moves.terms["winning"][:, c], expected, atol=1e-12)
        np.testing.assert_allclose(moves.worth_ac[:, c], expected + gain[:, c], atol=1e-12)
    assert (moves.worth_ac[:, 3] == 0.03).all()
