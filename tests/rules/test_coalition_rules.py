"""Contract of every coalition-formation rule, on tables of a real run."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.engine.advance import view_of
from hldsim.registry import describe_parameters
from hldsim.rules.coalitions.base import COALITION_RULES
from hldsim.table.view import View
from tests.engine.tables import table, view

RULES = list(COALITION_RULES)
SEQUENTIAL = ("hedonic", "landscape")


def rule(name: str):
    kind = COALITION_RULES[name]
    return kind(kind.Parameters())


def test_at_least_two_rules():
    assert len(RULES) >= 2


@pytest.mark.parametrize("name", RULES)
def test_parameters_say_what_they_are(name):
    for info in describe_parameters(COALITION_RULES[name].Parameters):
        assert info.symbol and info.meaning and info.low <= info.default <= info.high


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("k", [10, 25, 37])
def test_a_choice_is_one_coalition_or_none(name, k):
    now, setup = view(k=k), table(k=k)[0]
    act = np.arange(len(now.inputs.capability_p))
    moves = rule(name).moves(now, act, setup.streams.at(k + 1))
    assert moves.choice_a.min() >= -1 and moves.choice_a.max() < now.state.n_coalitions
    assert np.isfinite(moves.worth_ac).all()
    best = np.where(moves.choice_a < 0, now.state.n_coalitions, moves.choice_a)
    top = moves.worth_ac[np.arange(len(act)), best]
    assert (top >= moves.worth_ac.max(axis=1) - 1e-9).all()


@pytest.mark.parametrize("name", RULES)
def test_terms_add_up_to_the_worth(name):
    now, setup = view(k=25), table(k=25)[0]
    act = np.arange(0, 192, 7)
    moves = rule(name).moves(now, act, setup.streams.at(26), terms=True)
    assert np.allclose(sum(moves.terms.values()), moves.worth_ac, atol=1e-12)


@pytest.mark.parametrize("name", RULES)
def test_terms_change_nothing_and_the_same_luck_gives_the_same_choice(name):
    now, setup = view(k=25), table(k=25)[0]
    act = np.arange(192)
    plain = rule(name).moves(now, act, setup.streams.at(26))
    told = rule(name).moves(now, act, setup.streams.at(26), terms=True)
    alone = rule(name).moves(now, act[50:60], setup.streams.at(26))
    assert (plain.choice_a == told.choice_a).all()
    if name not in SEQUENTIAL:  # exempt by name: there it matters who else acts
        assert (plain.choice_a[50:60] == alone.choice_a).all()


def test_the_exempt_say_so_themselves():
    exempt = [name for name in RULES if getattr(COALITION_RULES[name], "sequential", False)]
    assert tuple(exempt) == SEQUENTIAL


@pytest.mark.parametrize("name", RULES)
def test_nobody_acting_is_no_trouble(name):
    now, setup = view(k=25), table(k=25)[0]
    moves = rule(name).moves(now, np.zeros(0, dtype=np.int64), setup.streams.at(26), terms=True)
    assert len(moves.choice_a) == len(moves.worth_ac) == 0


@pytest.mark.parametrize("name", RULES)
def test_renaming_coalitions_renames_choices(name):
    setup, state = table(k=25)
    order = np.array([2, 0, 1])
    where = np.argsort(order)
    renamed = replace(
        state,
        origin_c=state.origin_c[order],
        platform_ci=state.platform_ci[order],
        viability_c=state.viability_c[order],
        objected_pc=state.objected_pc[:, order],
        membership_p=np.where(state.membership_p < 0, -1, where[state.membership_p]),
    )
    kind = COALITION_RULES[name]
    quiet = kind(kind.Parameters(noise=0.0))
    act = np.arange(192)
    before = quiet.moves(view_of(setup, state), act, setup.streams.at(26)).choice_a
    after = quiet.moves(view_of(setup, renamed), act, setup.streams.at(26)).choice_a
    assert (np.where(before < 0, -1, where[before]) == after).all()


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("k", range(12, 34, 2))
def test_changes_are_legal(name, k):
    now, setup = view(k=k), table(k=k)[0]
    space = now.inputs.space
    for change in rule(name).changes(now, setup.streams.at(k + 1)):
        assert change.kind in {"revise", "merge", "refuse", "dissolve"}
        if change.design:
            assert all(0 <= x < n for x, n in zip(change.design, space.count_i, strict=True))
            before = now.state.platform_ci[change.coalition]
            core = [n for n, issue in enumerate(space.issues) if issue.core]
            assert all(before[n] == change.design[n] for n in core)
        movers = list(change.movers)
        assert (now.state.membership_p[movers] == change.other).all()


def test_backing_follows_gain_when_odds_are_certain():
    """Myerson and Weber (1993): with the outcome certain to follow one's vote, vote sincerely."""
    setup, state = table(k=25)
    kind = COALITION_RULES["worth"]
    plain = kind(kind.Parameters(beta=0, gamma=0, omega=0, cost=0, noise=0))
    sure = replace(state, profile=replace(state.profile, principle_p=np.ones(len(state.stated_p))))
    now = view_of(setup, sure)
    chosen = plain.moves(now, np.arange(len(state.stated_p)), setup.streams.at(26)).choice_a
    gain = now.utility_pc - now.fallback_pc
    sincere = np.where(gain.max(axis=1) > 0, gain.argmax(axis=1), -1)
    assert (chosen == sincere).all()


def test_hopeless_designs_are_left_by_those_without_principle():
    setup, state = table(k=25)
    kind = COALITION_RULES["worth"]
    plain = kind(kind.Parameters(beta=0, gamma=0, omega=0, noise=0))
    n = len(state.stated_p)
    dim = replace(
        state,
        viability_c=np.array([0.0, 0.9, 0.0]),
        profile=replace(state.profile, principle_p=np.zeros(n)),
    )
    chosen = plain.moves(view_of(setup, dim), np.arange(192), setup.streams.at(26)).choice_a
    assert set(np.unique(chosen)) <= {-1, 1}


def test_a_view_is_read_only():
    now = view(k=25)
    assert isinstance(now, View)
    with pytest.raises(ValueError, match="read-only"):
        now.inputs.capability_p[0] = 1.0
