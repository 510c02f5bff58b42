"""Contracts of protocols, strategies, influence and utility functions."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.domain.issues import Issue, Level, OutcomeSpace
from hldsim.engine.advance import view_of
from hldsim.preferences.utility import UTILITIES
from hldsim.registry import describe_parameters
from hldsim.rules.influence.base import INFLUENCE_RULES
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.strategies.base import STRATEGIES
from tests.engine.tables import table, view

CATALOGUES = (PROTOCOLS, STRATEGIES, INFLUENCE_RULES)
unit = st.floats(0.0, 1.0)


def made(catalogue, name, **settings):
    kind = catalogue[name]
    return kind(kind.Parameters(**settings))


@pytest.mark.parametrize("catalogue", [*CATALOGUES, UTILITIES], ids=lambda c: c.kind)
def test_two_of_each_so_that_contracts_bite(catalogue):
    assert len(catalogue) >= 2


@pytest.mark.parametrize(("catalogue", "name"), [(c, n) for c in CATALOGUES for n in c])
def test_parameters_say_what_they_are(catalogue, name):
    for info in describe_parameters(catalogue[name].Parameters):
        assert info.symbol and info.meaning and info.low <= info.default <= info.high


@pytest.mark.parametrize("name", PROTOCOLS)
@pytest.mark.parametrize("text", [0, 1, 2])
def test_a_protocol_ends_and_makes_only_legal_moves(name, text):
    setup, state = table(k=35)
    protocol = made(PROTOCOLS, name)
    space = setup.inputs.space
    for _turn in range(60):
        turn = protocol.turn(view_of(setup, state), text)
        for change in turn.changes:
            assert change.kind == "revise" and change.coalition == text
            assert all(0 <= x < n for x, n in zip(change.design, space.count_i, strict=True))
            assert change.design[0] == state.platform_ci[text][0]  # the venue is core
            platform = state.platform_ci.copy()
            platform[text] = change.design
            state = replace(state, platform_ci=platform)
        rests = not turn.changes and all(
            np.array_equal(state.scratch.get(key), value) for key, value in turn.memory.items()
        )
        state = replace(state, scratch={**state.scratch, **turn.memory})
        if rests:
            return
    pytest.fail(f"{name} was still writing after 60 turns")


def test_the_single_text_never_gets_worse_for_the_mean_member():
    setup, state = table(k=35)
    protocol = made(PROTOCOLS, "single_text")
    now = view_of(setup, state)

    def mean_log_gain(design):
        gain = now.utility_pd(np.array([design]))[:, 0] - now.reservation_p
        return np.log(np.maximum(gain[now.inputs.member_p], 0) + 0.03).mean()

    turn = protocol.turn(now, 1)
    for change in turn.changes:
        before = mean_log_gain(state.platform_ci[1])
        assert math.isclose(mean_log_gain(change.design) - before, change.gain, abs_tol=1e-9)


@pytest.mark.parametrize("name", STRATEGIES)
@settings(deadline=None)
@given(reservation=unit, gain=unit, temper=st.floats(0, 0.999), time=unit)
def test_nobody_accepts_below_reservation(name, reservation, gain, temper, time):
    r, best = np.array([reservation]), np.array([reservation + gain])
    line = made(STRATEGIES, name).aspiration(r, best, np.array([temper]), time)
    assert reservation - 1e-12 <= line[0] <= reservation + gain + 1e-12


def test_concession_as_printed():
    # Faratin, Sierra and Jennings (1998): with beta = 1 half of the way at half time.
    one = made(STRATEGIES, "concession", pace=1.0, spread=0.0)
    zero, top, temper = np.array([0.0]), np.array([1.0]), np.array([0.5])
    assert math.isclose(one.aspiration(zero, top, temper, 0.5)[0], 0.5)
    boulware = made(STRATEGIES, "concession", pace=0.1, spread=0.0)
    assert boulware.aspiration(zero, top, temper, 0.5)[0] > 0.99
    assert one.aspiration(zero, top, temper, 1.0)[0] == 0.0


@pytest.mark.parametrize("name", INFLUENCE_RULES)
def test_stances_stay_in_the_unit_interval(name):
    now = view(k=9)
    start = now.state.profile.stance_ph
    after = made(INFLUENCE_RULES, name).stances(now, start)
    assert after.shape == start.shape and after.min() >= 0 and after.max() <= 1
    assert not np.array_equal(after, start)


def test_the_stubborn_do_not_move_and_agreement_is_a_fixed_point():
    setup, state = table(k=9)
    profile = state.profile
    rule = made(INFLUENCE_RULES, "bounded_confidence")
    stubborn = replace(profile, stubbornness_p=np.ones(len(profile.talk_p)))
    now = view_of(setup, replace(state, profile=stubborn))
    assert np.allclose(rule.stances(now, profile.stance_ph), profile.stance_ph)
    same = replace(profile, stance_ph=np.full_like(profile.stance_ph, 0.4))
    for name in INFLUENCE_RULES:
        now = view_of(setup, replace(state, profile=same))
        assert np.allclose(made(INFLUENCE_RULES, name).stances(now, same.stance_ph), 0.4)


def test_bounded_confidence_equals_a_plain_loop():
    now = view(k=9)
    x, inputs = now.state.profile.stance_ph, now.inputs
    fast = made(INFLUENCE_RULES, "bounded_confidence", mu=0.5, eps=0.25).stances(now, x)
    groups = np.hstack([inputs.bloc_pb, inputs.region_pr, inputs.role_pr])
    for p in range(0, 192, 13):
        own = [g for g in range(groups.shape[1]) if groups[p, g]]
        for h in range(x.shape[1]):
            pull = 0.0
            for g in own:
                mean = sum(x[q, h] for q in range(len(x)) if groups[q, g]) / groups[:, g].sum()
                if abs(mean - x[p, h]) < 0.25:
                    pull += (mean - x[p, h]) / len(own)
            z = now.state.profile.stubbornness_p[p]
            plain = z * x[p, h] + (1 - z) * (x[p, h] + 0.5 * pull)
            assert math.isclose(fast[p, h], plain, abs_tol=1e-12)


@pytest.mark.parametrize("name", UTILITIES)
def test_utilities_lie_in_the_unit_interval_and_peak_at_the_ideal(name):
    now = view(k=20)
    profile, space = now.state.profile, now.inputs.space
    utility = UTILITIES[name]()
    designs = np.array(list(itertools.product(*(range(n) for n in space.count_i))))[::7]
    table_pd = utility.of(profile, designs + space.offset_i)
    assert table_pd.min() >= 0 and table_pd.max() <= 1 + 1e-12
    for p in (0, 50, 150):
        ideal = [
            int(profile.value_pl[p, o : o + n].argmax())
            for o, n in zip(space.offset_i, space.count_i, strict=True)
        ]
        top = utility.of(profile, np.array([ideal]) + space.offset_i)[p, 0]
        assert top >= table_pd[p].max() - 1e-12


@pytest.mark.parametrize("name", UTILITIES)
def test_steps_are_the_utilities_of_changed_designs(name):
    now = view(k=20)
    profile, space = now.state.profile, now.inputs.space
    utility = UTILITIES[name]()
    design = now.state.platform_ci[1]
    steps = utility.steps(profile, design + space.offset_i)
    for level in range(space.n_levels):
        changed = design.copy()
        issue = int(space.issue_l[level])
        changed[issue] = level - int(space.offset_i[issue])
        whole = utility.of(profile, changed[None, :] + space.offset_i)[:, 0]
        assert np.allclose(steps[:, level], whole, atol=1e-12)


def test_additive_utility_by_hand():
    # Keeney and Raiffa (1976): 0.6 x 1.0 + 0.4 x 0.25 = 0.7.
    issue = lambda name: Issue(name, name, (Level("a", "a"), Level("b", "b")), "a")  # noqa: E731
    space = OutcomeSpace((issue("x"), issue("y")))
    base = view(k=20).state.profile
    profile = replace(
        base,
        salience_pi=np.array([[0.6, 0.4]]),
        value_pl=np.array([[0.0, 1.0, 0.25, 1.0]]),
        issue_l=space.issue_l,
    )
    worth = UTILITIES["additive"]().of(profile, np.array([[1, 0]]) + space.offset_i)
    assert math.isclose(worth[0, 0], 0.7)
