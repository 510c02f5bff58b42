"""Revisions, bargains, drafting and the simple rules against plain loops over parties."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from hldsim.engine.advance import view_of
from hldsim.rules.coalitions.base import COALITION_RULES, choose, noise_ac
from hldsim.rules.coalitions.platforms import (
    PlatformParameters,
    make_bargain,
    platform_changes,
    revise,
)
from hldsim.rules.influence.base import INFLUENCE_RULES
from hldsim.rules.protocols.base import PROTOCOLS, Turn
from hldsim.rules.strategies.base import STRATEGIES
from tests.engine.tables import table, view

TABLES = [(3, 20), (3, 28), (5, 34), (8, 16), (12, 39)]


def utility(now, design):
    return now.utility_pd(np.array([design]))[:, 0].tolist()


def scores(now, design, weight):
    """Weighted mean log gain of each one-issue change of a text, core issues left out."""
    space, found = now.inputs.space, {}
    reservation = now.reservation_p.tolist()
    total = sum(weight)

    def score(levels):
        u = utility(now, levels)
        return sum(
            w * math.log(max(x - r, 0.0) + 0.03)
            for w, x, r in zip(weight, u, reservation, strict=True)
        ) / (total or 1.0)

    for n, issue in enumerate(space.issues):
        for level in range(len(issue.levels)):
            if not issue.core:
                found[n, level] = score([*design[:n], level, *design[n + 1 :]])
    return score(design), found


def best_change(now, design, weight):
    """Issue, level and improvement of the best change; the first of equals."""
    before, found = scores(now, design, weight)
    best = max(found.values())
    issue, level = next(key for key, x in found.items() if round(x, 9) == round(best, 9))
    return issue, level, found[issue, level] - before


def revision_weights(now, c, win_over):
    weights = []
    for p, capability in enumerate(now.inputs.capability_p.tolist()):
        backs = now.state.membership_p[p] == c
        to_win = now.state.membership_p[p] == -1 and now.inputs.member_p[p]
        weights.append(capability * backs + win_over * now.time * capability * to_win)
    return weights


@pytest.mark.parametrize(("seed", "k"), TABLES)
@pytest.mark.parametrize("win_over", [0.0, 2.5])
def test_a_revision_is_the_best_single_change(seed, k, win_over):
    now = view(seed=seed, k=k)
    q = PlatformParameters(win_over=win_over, least_gain=0.0)
    for c in range(now.state.n_coalitions):
        design = now.state.platform_ci[c].tolist()
        issue, level, gain = best_change(now, design, revision_weights(now, c, win_over))
        change = revise(now, c, q)
        if gain <= 1e-9:
            assert change is None
            continue
        assert change.design == (*design[:issue], level, *design[issue + 1 :])
        assert change.gain == pytest.approx(gain, abs=1e-9)
        backers = [p for p, m in enumerate(now.state.membership_p) if m == c]
        before, after = utility(now, design), utility(now, change.design)
        loss = sum(before[p] - after[p] for p in backers) / max(len(backers), 1)
        assert change.cost == pytest.approx(loss, abs=1e-9)
        assert revise(now, c, replace(q, least_gain=gain * 1.01)) is None
        assert revise(now, c, replace(q, least_gain=gain * 0.99)) == change


def fallback(now, p, c):
    """The other designs in order of backing, each passing with its viability, then status quo."""
    total, chance = 0.0, 1.0
    for j in now.order_c:
        if j != c:
            total += chance * now.state.viability_c[j] * now.utility_pc[p, j]
            chance *= 1.0 - now.state.viability_c[j]
    return total + chance * now.reservation_p[p]


def bargain(now, most):
    """Kind, design, movers and gain of the bargain between the two largest; None: no bargain."""
    state, capability = now.state, now.inputs.capability_p
    members = now.inputs.member_p
    backing = [
        sum(1 for p, m in enumerate(state.membership_p) if m == c and members[p])
        for c in range(state.n_coalitions)
    ]
    a, b = sorted(range(len(backing)), key=lambda c: (-backing[c], c))[:2]
    ours, theirs = state.platform_ci[a].tolist(), state.platform_ci[b].tolist()
    movable = [
        n
        for n, issue in enumerate(now.inputs.space.issues)
        if not issue.core and ours[n] != theirs[n]
    ]
    if not backing[b] or not movable:
        return None
    best = None
    for count in range(1, most + 1):
        for moved in itertools.combinations(movable, count):
            design = [theirs[n] if n in moved else ours[n] for n in range(len(ours))]
            u = utility(now, design)
            gains = []
            for c in (a, b):
                who = [p for p, m in enumerate(state.membership_p) if m == c]
                odds = state.viability_c[c]
                gain = sum(
                    capability[p]
                    * (u[p] - odds * now.utility_pc[p, c] - (1 - odds) * fallback(now, p, c))
                    for p in who
                ) / sum(capability[p] for p in who)
                gains.append(gain)
            if min(gains) <= 0:
                continue
            share = backing[a] / (backing[a] + backing[b])
            product = gains[0] ** share * gains[1] ** (1 - share)
            if best is None or round(product, 9) > round(best[0], 9):
                best = product, design, u
    if best is None:
        return "refuse", a, b, None, (), 0.0
    movers = []
    for p, m in enumerate(state.membership_p):
        if m == b:
            principle = state.profile.principle_p[p]
            odds = [principle + (1 - principle) * state.viability_c[c] for c in (a, b)]
            go = odds[0] * (best[2][p] - fallback(now, p, a))
            stay = odds[1] * (now.utility_pc[p, b] - fallback(now, p, b))
            if round(go - stay, 9) > 0:
                movers.append(p)
    if not movers:
        return "refuse", a, b, None, (), 0.0
    return "merge", a, b, tuple(best[1]), tuple(movers), best[0]


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_bargain_is_the_largest_nash_product_that_serves_both(most):
    kinds = []
    setup, state = table(k=20)
    for seed in range(12):
        rng = np.random.default_rng(seed)  # wants without a pattern, so that deals tempt some
        wants = replace(state.profile, value_pl=rng.random(state.profile.value_pl.shape) ** 3)
        doubt, sides = rng.random(3) * 0.3, rng.integers(-1, 3, 194)
        few = np.where(rng.random(194) < 0.1, sides, -1)
        mixed = replace(state, profile=wants, viability_c=doubt, membership_p=few)
        now = view_of(setup, mixed)
        change, expected = make_bargain(now, PlatformParameters(traded=most)), bargain(now, most)
        if expected is None:
            assert change is None
            continue
        kind, a, b, design, movers, gain = expected
        assert (change.kind, change.coalition, change.other) == (kind, a, b)
        kinds.append(kind)
        if kind == "merge":
            assert (change.design, change.movers) == (design, movers)
            assert change.gain == pytest.approx(gain, abs=1e-9)
            u = utility(now, design)
            who = [p for p, m in enumerate(now.state.membership_p) if m == a]
            loss = sum(now.utility_pc[p, a] - u[p] for p in who) / len(who)
            assert change.cost == pytest.approx(loss, abs=1e-9)
    assert kinds.count("merge") >= 3 and "refuse" in kinds


@pytest.mark.parametrize("k", range(13, 38))
def test_when_coalitions_look_and_when_they_bargain(k):
    now = view(k=k)
    q = PlatformParameters(look=3.0, every=4.0, least_gain=0.0)
    expected = []
    turn = (k // 3) % 3
    if k % 3 == 0 and now.backing_c[turn] > 0:
        expected = [x for x in [revise(now, turn, q)] if x]
    if not expected and k % 4 == 0:
        expected = [x for x in [make_bargain(now, q)] if x]
    assert platform_changes(now, q) == expected
    lazy = replace(q, look=1000.0, every=1000.0)
    assert platform_changes(now, lazy) == []


def test_a_round_sees_a_revision_or_a_bargain_and_never_both():
    q, either = PlatformParameters(look=1.0, every=1.0, least_gain=0.0), 0
    for k in range(13, 38):
        now = view(k=k)
        revision = revise(now, k % 3, q) if now.backing_c[k % 3] > 0 else None
        bargain = make_bargain(now, q)
        first = revision or bargain
        assert platform_changes(now, q) == ([first] if first else [])
        either += bool(revision and bargain)
    assert either >= 3


@pytest.mark.parametrize("name", ["worth", "threshold"])
def test_both_coalition_rules_revise_and_bargain_alike(name):
    kind = COALITION_RULES[name]
    for k in (18, 20, 24):
        now, chance = view(k=k), table(k=k)[0].streams.at(k + 1)
        rule = kind(kind.Parameters())
        assert list(rule.changes(now, chance)) == platform_changes(now, rule.parameters)


def test_threshold_backs_the_best_design_of_sufficient_odds():
    """Granovetter (1978): each has its own bound; here 1 - principle, on the odds of a design."""
    now, setup = view(k=25), table(k=25)[0]
    kind = COALITION_RULES["threshold"]
    q = kind.Parameters(gamma=0.02, cost=0.03, noise=0.0)
    moves = kind(q).moves(now, np.arange(194), setup.streams.at(26))
    for p in range(194):
        worths = []
        for c in range(3):
            enough = now.state.viability_c[c] >= 1.0 - now.state.profile.principle_p[p]
            gain = now.utility_pc[p, c] - now.reservation_p[p]
            stays = now.state.membership_p[p] == c
            worths.append((gain if enough else 0.0) + (0.02 if stays else 0.0))
        assert moves.worth_ac[p].tolist() == pytest.approx([*worths, 0.03], abs=1e-12)


def test_noise_is_uniform_of_the_size_asked_for_and_ones_own():
    now, chance = view(k=25), table(k=25)[0].streams.at(26)
    act = np.array([3, 77, 150])
    u = chance("choice", 194 * 4).reshape(194, 4)
    expected = (u[act] - 0.5) * 0.02 * math.sqrt(12)
    np.testing.assert_allclose(noise_ac(now, act, chance, 0.02), expected, atol=1e-15)


def test_the_last_bit_of_a_sum_decides_nothing_and_ties_go_to_the_first():
    worth = np.array([[0.1, 0.1 + 1e-12, 0.0], [0.0, 0.1, 0.1], [0.0, 0.1, 0.2]])
    assert choose(worth).tolist() == [0, 1, -1]


@pytest.mark.parametrize(("seed", "k"), TABLES)
def test_the_single_text_asks_every_member_alike(seed, k):
    now = view(seed=seed, k=k)
    weight = now.inputs.member_p.astype(float).tolist()
    kind = PROTOCOLS["single_text"]
    for text in range(3):
        design = now.state.platform_ci[text].tolist()
        issue, level, gain = best_change(now, design, weight)
        turn = kind(kind.Parameters(least_gain=0.0)).turn(now, text)
        assert bool(turn.changes) == (gain > 1e-9)
        if not turn.changes:
            continue
        (change,) = turn.changes
        assert change.design == (*design[:issue], level, *design[issue + 1 :])
        assert change.gain == pytest.approx(gain, abs=1e-9)
        who = [p for p, m in enumerate(now.state.membership_p) if m == text]
        before, after = utility(now, design), utility(now, change.design)
        loss = sum(before[p] - after[p] for p in who) / max(len(who), 1)
        assert change.cost == pytest.approx(loss, abs=1e-9)
        assert kind(kind.Parameters(least_gain=min(gain * 1.01, 1.0))).turn(now, text) == Turn(())


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_compromise_is_the_weighted_mean_of_best_levels(power, seed):
    # Van den Bos (1991): the mean of positions weighted by capability and salience.
    setup, state = table(k=35)
    rng = np.random.default_rng(seed)  # wants without a pattern, so that the weights decide
    shapes = state.profile.value_pl.shape, state.profile.salience_pi.shape
    random = replace(
        state.profile, value_pl=rng.random(shapes[0]), salience_pi=rng.random(shapes[1]) ** 4
    )
    now = view_of(setup, replace(state, profile=random))
    kind, space, text = PROTOCOLS["compromise"], now.inputs.space, seed % 3
    before = now.state.platform_ci[text].tolist()
    design = list(before)
    for n, issue in enumerate(space.issues):
        if issue.core:
            continue
        lo, total = int(space.offset_i[n]), 0.0
        weight_of = [0.0] * len(issue.levels)
        for p in range(194):
            if now.inputs.member_p[p]:
                weight = now.inputs.capability_p[p] ** power * random.salience_pi[p, n]
                best = int(random.value_pl[p, lo : lo + len(issue.levels)].argmax())
                weight_of[best] += weight
                total += weight
        mean = sum(level * w for level, w in enumerate(weight_of)) / total
        nearest = math.floor(mean + 0.5)
        design[n] = nearest if issue.ordered else weight_of.index(max(weight_of))
    turn = kind(kind.Parameters(capability=power)).turn(now, text)
    changed = [] if design == before else [design]
    assert [list(change.design) for change in turn.changes] == changed


def test_bounded_confidence_hears_those_near_enough():
    # Hegselmann and Krause (2002) with the stubbornness of Friedkin and Johnsen (1990).
    setup, state = table(k=10)
    rng = np.random.default_rng(2)
    spread = replace(state.profile, stance_ph=rng.random(state.profile.stance_ph.shape))
    now = view_of(setup, replace(state, profile=spread))
    start = rng.random(spread.stance_ph.shape)
    kind = INFLUENCE_RULES["bounded_confidence"]
    after = kind(kind.Parameters(mu=0.4, eps=0.2)).stances(now, start)
    groups = now.inputs.group_pg > 0
    means = {
        g: spread.stance_ph[groups[:, g]].mean(axis=0)
        for g in range(groups.shape[1])
        if groups[:, g].any()
    }
    for p in range(194):
        mine = np.flatnonzero(groups[p])
        for h in range(spread.stance_ph.shape[1]):
            x = spread.stance_ph[p, h]
            near = [means[g][h] - x for g in mine if abs(means[g][h] - x) < 0.2]
            pull = sum(near) / len(mine)
            z = spread.stubbornness_p[p]
            expected = min(max(z * start[p, h] + (1 - z) * (x + 0.4 * pull), 0), 1)
            assert after[p, h] == pytest.approx(expected, abs=1e-12)


def test_averaging_hears_all_its_groups():
    now = view(k=10)
    kind = INFLUENCE_RULES["averaging"]
    x = now.state.profile.stance_ph
    after = kind(kind.Parameters(mu=0.3)).stances(now, x)
    groups = now.inputs.group_pg > 0
    for p in range(0, 194, 9):
        mean = np.mean([x[groups[:, g]].mean(axis=0) for g in np.flatnonzero(groups[p])], axis=0)
        np.testing.assert_allclose(after[p], 0.7 * x[p] + 0.3 * mean, atol=1e-12)


def test_aspirations_by_hand():
    r, best, temper = np.array([0.2, 0.2]), np.array([0.6, 0.6]), np.array([0.0, 0.5])
    kind = STRATEGIES["aspiration"]
    line = kind(kind.Parameters(low=0.1, high=0.5, scale=2.0)).aspiration(r, best, temper, 0.3)
    assert line.tolist() == pytest.approx([0.2 + 0.2 * 0.4, 0.2 + 0.6 * 0.4])
    kind = STRATEGIES["concession"]
    rule = kind(kind.Parameters(pace=0.5, spread=1.0))
    # e = 0.5 x 2^-1 and 0.5 x 2^0: t^4 and t^2
    line = rule.aspiration(r, best, temper, 0.5)
    assert line.tolist() == pytest.approx([0.2 + (1 - 0.5**4) * 0.4, 0.2 + (1 - 0.25) * 0.4])
