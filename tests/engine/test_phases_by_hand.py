"""Phases against plain loops: who speaks, what is talked away, who moves and who walks out."""

from dataclasses import replace

import numpy as np
import pytest

from hldsim.domain.parties import Role
from hldsim.engine.advance import advance, moment_of, view_of
from hldsim.engine.assemble import assemble
from hldsim.engine.lay_out import UNKNOWN
from hldsim.engine.phases.base import PHASES
from hldsim.engine.phases.consultations import apply_changes
from hldsim.engine.phases.plenary import Plenary
from hldsim.engine.setup import phase_of
from hldsim.scenario.build import build
from hldsim.scenario.load import load_scenario
from hldsim.table.moves import Change
from hldsim.table.state import SILENT
from tests.engine.tables import plan, table

ROLES = list(Role)


# ------------------------------------------------------------------------------ the plenary


@pytest.mark.parametrize("seed", [2, 9])
def test_statements_by_hand(seed):
    """Margin over the next best, discipline added, times relative emphasis, against delta."""
    setup, state = table(seed=seed, k=2)
    inputs, delta = setup.inputs, setup.rules.agenda[1][1].parameters.delta
    themes = [theme.id for theme in setup.scenario.themes]
    for turn in range(8):
        before = state
        view = view_of(setup, before)
        state, _ = advance(setup, state)
        emphasis = before.profile.emphasis_ph[:, themes.index("governance")]
        for p in range(194):
            if inputs.floor_p[p] != turn:
                assert state.stated_p[p] == before.stated_p[p]
                assert state.membership_p[p] == before.membership_p[p]
                continue
            score = [view.tabled_pd[p, d] + inputs.discipline_pd[p, d] for d in range(3)]
            best = max(range(3), key=lambda d: score[d])
            others = [x for d, x in enumerate(score) if d != best]
            margin = score[best] - max(*others, view.reservation_p[p])
            names = margin * emphasis[p] / emphasis.mean() >= delta
            assert state.stated_p[p] == (best if names else -1)
            assert state.membership_p[p] == (best if names else -1)


def test_whoever_has_the_floor_in_a_second_plenary_gets_it_there():
    """Two plenaries, round tables between them: all who speak do so once, in their own sitting."""
    document = load_scenario("hld_2006").document
    hearings, plenary, tables, *rest = document["agenda"]
    agenda = [hearings, {**plenary, "rounds": 5}, tables, {**plenary, "id": "again", "rounds": 3}]
    scenario = build({**document, "agenda": [*agenda, *rest]})
    setup, state = assemble(scenario, 2)
    floor, sitting = setup.inputs.floor_p, 0
    assert set(floor.tolist()) == set(range(-1, 8))
    while state.k < sum(phase["rounds"] for phase in agenda):
        before, phase = state, phase_of(scenario, state.k + 1)[0].phase
        moment, acting = moment_of(setup, state)
        state, _ = advance(setup, state)
        spoke = np.flatnonzero((state.stated_p > SILENT) & (before.stated_p == SILENT))
        if phase == "plenary":
            assert spoke.tolist() == np.flatnonzero(floor == sitting).tolist()
            assert acting.acting(moment).tolist() == spoke.tolist()
            sitting += 1
        else:
            assert not len(spoke)
    assert sitting == 8 and ((state.stated_p > SILENT) == (floor >= 0)).all()


def test_a_position_is_named_from_delta_on():
    setup, state = table(seed=2, k=2)
    for delta, named in ((0.0, True), (1.0, False)):
        phase = Plenary(Plenary.Parameters(delta=delta))
        moment, _ = moment_of(setup, state)
        after, _ = phase.advance(moment)
        spoke = after.stated_p > SILENT
        assert spoke.sum() > 5
        assert (after.stated_p[spoke] >= 0).any() == named


@pytest.mark.parametrize("attention", [0.0, 0.5])
def test_attention_is_the_power_of_emphasis_and_known_positions_hold_under_it(attention):
    setup, state = assemble(plan("hld_2006", ("agenda[plenary].attention", attention)), 4)
    while state.k < 2:
        state, _ = advance(setup, state)
    view, inputs = view_of(setup, state), setup.inputs
    delta = setup.rules.agenda[1][1].parameters.delta
    weight = [float(g) ** attention for g in view.governance_p]
    for _ in range(8):
        state, _ = advance(setup, state)
    for p in np.flatnonzero(state.stated_p > SILENT):
        score = sorted(view.tabled_pd[p, :3] + inputs.discipline_pd[p, :3])
        margin = score[2] - max(score[1], view.reservation_p[p])
        assert (state.stated_p[p] >= 0) == (margin * weight[p] >= delta)
    known = np.flatnonzero((inputs.stated_known_p != UNKNOWN) & ~inputs.missed_p)
    assert len(known) >= 6
    assert (state.stated_p[known] == inputs.stated_known_p[known]).all()


def test_discipline_is_the_strictest_of_ones_blocs_and_for_its_line_only():
    source = plan("hld_2006", ("blocs[EU].line", "un_embedded"), ("blocs[EU].discipline", 0.08))
    for p, party in enumerate(source.scenario.parties):
        found = source.fixed.discipline_pd[p].tolist()
        credits = [0.03 * ("G77" in party.blocs), 0.08 * ("EU" in party.blocs)]
        assert found == [max(credits), *[0.0] * 5]


# --------------------------------------------------------------------------- the round tables


def other_side(setup, stance_ph, p):
    """Mean stance of the other role: sources for destinations and the reverse, else the middle."""
    means = {}
    for r, role in enumerate(ROLES):
        who = [q for q in range(194) if setup.inputs.role_pr[q, r]]
        everybody = who or range(194)
        means[role] = np.mean([stance_ph[q] for q in everybody], axis=0)
    role = ROLES[int(np.flatnonzero(setup.inputs.role_pr[p])[0])]
    if role is Role.SOURCE:
        return means[Role.DESTINATION]
    if role is Role.DESTINATION:
        return means[Role.SOURCE]
    return (means[Role.SOURCE] + means[Role.DESTINATION]) / 2


def test_reluctance_falls_as_the_other_side_comes_nearer():
    setup, state = table(k=10)
    profile = replace(state.profile, reluctance_p=np.where(np.arange(194) % 2, 0.5, 0.004))
    told = np.linspace(0.0, 0.002, 194)  # what tone has talked away before
    state = replace(state, profile=profile, relief_p=told)
    start = state.profile.stance_ph
    emphasis = state.profile.emphasis_ph
    for _ in range(3):
        before = view_of(setup, state)
        heard = setup.rules.influence.stances(before, start)
        state, _ = advance(setup, state)
        np.testing.assert_array_equal(state.profile.stance_ph, heard)
        for p in range(0, 194, 3):
            then = sum(emphasis[p] * abs(start[p] - other_side(setup, start, p)))
            now = sum(emphasis[p] * abs(heard[p] - other_side(setup, heard, p)))
            most = state.profile.reluctance_p[p]
            expected = min(told[p] + max(0.5 * (then - now), 0.0), most)
            assert state.relief_p[p] == pytest.approx(expected, abs=1e-12)
    assert (state.relief_p == 0.004).any()  # no more than there is
    assert (state.relief_p > 0.004).any() and (state.relief_p == told).any()
    now = view_of(setup, state)
    quo = now.utility_pd(setup.inputs.status_quo_i[None, :])[:, 0]
    np.testing.assert_allclose(now.reservation_p, quo - state.relief_p, atol=1e-15)


def test_round_tables_without_the_link_talk_nothing_away():
    setup, state = table(k=10)
    phase = PHASES["round_tables"]
    moment, _ = moment_of(setup, state)
    after, _ = phase(phase.Parameters(relief=0.0)).advance(moment)
    assert (after.relief_p == state.relief_p).all()
    assert (after.profile.stance_ph != state.profile.stance_ph).any()


# -------------------------------------------------------------------------------- the hearings


@pytest.mark.parametrize("tone", [1.0, 0.0, -1.0])
def test_hearings_move_emphases_to_the_mean_and_set_a_tone(tone):
    setup, state = assemble(plan(), 2)
    moment, _ = moment_of(setup, state)
    phase = PHASES["hearings"]
    after, _ = phase(phase.Parameters(shift=0.2, tone=tone, effect=0.3)).advance(moment)
    before = state.profile.emphasis_ph
    mean = before.sum(axis=0) / 194
    for p in range(0, 194, 7):
        expected = [0.8 * e + 0.2 * m for e, m in zip(before[p], mean, strict=True)]
        assert after.profile.emphasis_ph[p].tolist() == pytest.approx(expected, abs=1e-12)
        relief = tone * 0.3 * state.profile.reluctance_p[p]
        assert after.relief_p[p] == pytest.approx(relief, abs=1e-15)
    assert moment.k == 1 and (after.stated_p == SILENT).all()
    assert phase(phase.Parameters()).acting(moment).size == 0


# ---------------------------------------------------------- consultations and the chair's text


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_a_share_of_those_who_may_reconsiders(share):
    setup, state = table(k=20)
    moment, _ = moment_of(setup, state)
    phase = PHASES["consultations"]
    acting = phase(phase.Parameters(share=share)).acting(moment)
    luck = moment.chance("acting", 194)
    expected = [p for p in range(194) if luck[p] < share and setup.inputs.active_p[p]]
    assert acting.tolist() == expected


def test_a_round_moves_those_who_act_and_then_changes_texts():
    setup, state = table(k=20)
    moment, phase = moment_of(setup, state)
    moves = setup.rules.coalitions.moves(moment.view, phase.acting(moment), moment.chance)
    expected = state.membership_p.copy()
    expected[moves.party_a] = moves.choice_a
    between, _ = phase.reconsider(moment)
    assert (between.membership_p == expected).all()
    after, _ = phase.advance(moment)
    changes = setup.rules.coalitions.changes(moment.view, moment.chance)
    same, _ = apply_changes(moment, between, tuple(changes))
    for name in ("membership_p", "platform_ci", "objected_pc", "viability_c"):
        assert np.array_equal(getattr(after, name), getattr(same, name))


def test_a_bargain_moves_its_movers_and_ends_objections_that_the_text_has_met():
    setup, state = table(k=20)
    state = replace(state, objected_pc=np.ones_like(state.objected_pc))
    moment, _ = moment_of(setup, state)
    design = list(state.platform_ci[0])
    design[4] = 0
    after, events = apply_changes(
        moment, state, (Change("merge", 0, tuple(design), other=1, movers=(3, 40)),)
    )
    assert after.platform_ci[0].tolist() == design
    assert after.platform_ci[1].tolist() == state.platform_ci[1].tolist()
    moved = np.flatnonzero(after.membership_p != state.membership_p)
    assert set(moved) <= {3, 40} and (after.membership_p[[3, 40]] == 0).all()
    u = moment.view.utility_pd(np.array([design]))[:, 0]
    short = u < moment.view.aspiration_p
    assert 0 < short.sum() < 194
    assert (after.objected_pc[:, 0] == short).all() and after.objected_pc[:, 1:].all()
    assert {"merged", "joined", "revised"} == {event.kind for event in events}
    refused, events = apply_changes(moment, state, (Change("refuse", 0, other=1),))
    assert refused is state and events[0].kind == "bargain_refused"


@pytest.mark.parametrize(
    "viability",
    [(0.9, 0.1, 0.1), (0.1, 0.9, 0.1), (0.01, 0.01, 0.99), (0.5, 0.5, 0.5), (0.4, 0.35, 0.5)],
)
def test_the_chair_writes_on_the_text_that_leads_in_backing_times_viability(viability):
    setup, state = table(k=34)
    state = replace(state, viability_c=np.array(viability))
    moment, phase = moment_of(setup, state)
    backing = [
        sum(1 for p in range(194) if state.membership_p[p] == c and setup.inputs.member_p[p]) / 192
        for c in range(3)
    ]
    assert moment.view.backing_c.tolist() == pytest.approx(backing)
    lead = max(range(3), key=lambda c: backing[c] * viability[c])
    turn = setup.rules.protocol.turn(moment.view, lead)
    expected = state.platform_ci.copy()
    for change in turn.changes:
        expected[lead] = change.design
    after, _ = phase.advance(moment)
    assert after.platform_ci.tolist() == expected.tolist()


def test_backers_walk_out_of_a_text_they_would_rather_see_fail():
    setup, state = table(k=20)
    moment, _ = moment_of(setup, state)
    view = moment.view
    lead = int(view.backing_c.argmax())
    backs = state.membership_p == lead
    worst = [state.platform_ci[lead][0]]
    space = setup.scenario.space
    for n in range(1, len(space.issues)):
        lo = int(space.offset_i[n])
        value = state.profile.value_pl[backs, lo : lo + len(space.issues[n].levels)].mean(axis=0)
        worst.append(int(value.argmin()))
    after, events = apply_changes(moment, state, (Change("revise", lead, tuple(worst)),))
    u = view.utility_pd(np.array([worst]))[:, 0]
    walkers = [
        p
        for p in range(194)
        if backs[p]
        and u[p] < view.fallback_pc[p, lead] <= view.utility_pc[p, lead]
    ]  # fmt: skip
    assert 0 < len(walkers) < backs.sum()
    expected = state.membership_p.copy()
    expected[walkers] = -1
    assert (after.membership_p == expected).all()
    (split,) = [e for e in events if e.kind == "split"]
    assert split.fields["leavers"] == len(walkers)


def test_who_names_no_design_may_name_a_condition():
    setup, state = table(seed=2, k=2)
    moment, phase = moment_of(setup, state)
    _, events = phase.advance(moment)
    space, view = setup.scenario.space, moment.view
    designs = setup.inputs.design_di[:3]
    silent = [e for e in events if e.kind == "statement" and e.fields["stated"] == "noncommittal"]
    assert silent
    for event in silent:
        p = event.party
        best = int(view.tabled_pd[p, :3].argmax())
        gains = {}
        for n, issue in enumerate(space.issues[1:], start=1):
            for level, told in enumerate(issue.levels):
                changed = designs[best].copy()
                changed[n] = level
                gain = view.utility_pd(changed[None, :])[p, 0] - view.tabled_pd[p, best]
                gains[f"{issue.id}={told.id}"] = gain
        wish = max(gains, key=gains.get)
        assert event.fields["wish"] == (wish if gains[wish] >= 0.04 else None)
