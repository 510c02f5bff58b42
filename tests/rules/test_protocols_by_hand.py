"""Protocols against plain loops and worked examples: offers, exchange, challenge, amendments."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from hldsim.analysis.challenge import challenge
from hldsim.analysis.exchange import exchanges
from hldsim.analysis.offers import OffersError, alternate, tit_for_tat
from hldsim.engine.advance import advance, view_of
from hldsim.engine.assemble import assemble
from hldsim.registry import why_not
from hldsim.rules.protocols.amendments import MEMORY
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.protocols.offers import open_designs
from hldsim.rules.protocols.room import (
    contact_group,
    count_open,
    ideal_levels,
    open_issues,
    revision,
    spokespersons,
)
from hldsim.scenario.build import build
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from tests.engine.tables import view
from tests.reference.laid_out import enlarged

OFFERS = ("offers_boulware", "offers_linear", "offers_conceder", "offers_tit_for_tat")
TABLES = [(3, 20), (3, 28), (5, 34), (8, 16)]


def made(name, **settings):
    kind = PROTOCOLS[name]
    return kind(kind.Parameters(**settings))


def lesson(values=None, salience=None, **changes):
    """The lesson's table, with wants put in by hand: arrays (p, l) and (p, i)."""
    setup, state = assemble(load_scenario("classroom_small"), 1)
    profile = state.profile
    profile = replace(
        profile,
        value_pl=profile.value_pl if values is None else values,
        salience_pi=profile.salience_pi if salience is None else salience,
    )
    return setup, replace(state, profile=profile, **changes)


# ------------------------------------------------------------------ the room


def test_the_most_capable_backer_speaks_for_a_coalition():
    setup, state = lesson()
    where = np.array([0, 0, 2, 2, -1, 0, 2, -1, 2, 2, -1, -1])
    now = view_of(setup, replace(state, membership_p=where))
    ids = [setup.scenario.parties[p].id for p in spokespersons(now)]
    assert ids == ["JPN", "BRA"]  # of Australia, Belgium, Japan; of Brazil, India, Morocco, ...


def test_the_contact_group_are_members_of_most_capability():
    now = view(k=20)
    group = contact_group(now, 10)
    capability = now.inputs.capability_p
    assert len(group) == 10 and (np.diff(group) > 0).all() and now.inputs.member_p[group].all()
    others = np.setdiff1d(np.flatnonzero(now.inputs.member_p), group)
    assert capability[group].min() >= capability[others].max()


def test_a_core_issue_is_not_open_though_it_be_ordered():
    document = dict(load_scenario("classroom_small").document)
    document["issues"] = [{**issue, "ordered": True} for issue in document["issues"]]
    scenario = build(document)
    now = view_of(*assemble(scenario, 1))
    assert open_issues(now) == [1, 2, 3] and count_open(scenario) == 3


def test_what_a_new_text_costs_its_backers():
    now = view(k=28)
    design = now.state.platform_ci[0].copy()
    design[1] = 3
    (change,) = revision(now, 1, np.array([*now.state.platform_ci[1][:1], *design[1:]]), "chair")
    backers = np.flatnonzero(now.state.membership_p == 1)
    after = now.utility_pd(np.array([change.design]))[:, 0]
    lost = sum(now.utility_pc[p, 1] - after[p] for p in backers) / len(backers)
    assert change.cost == pytest.approx(lost) and lost > 0
    assert revision(now, 1, now.state.platform_ci[1], "chair") == ()


# ------------------------------------------------------------------ alternating offers


@pytest.mark.parametrize(("seed", "k"), TABLES)
def test_designs_bargained_over_are_made_of_levels_on_the_table(seed, k):
    now = view(seed=seed, k=k)
    platforms = now.state.platform_ci.tolist()
    for text in range(3):
        found = open_designs(now, text)
        assert found[0].tolist() == platforms[text]
        expected = itertools.product(
            *(
                {platforms[text][n]} if issue.core else {row[n] for row in platforms}
                for n, issue in enumerate(now.inputs.space.issues)
            )
        )
        assert set(map(tuple, found.tolist())) == set(expected)


def test_where_there_would_be_too_many_only_whole_texts_count(monkeypatch):
    monkeypatch.setattr("hldsim.rules.protocols.offers.MOST_DESIGNS", 3)
    now = view(k=20)
    platforms = now.state.platform_ci.tolist()
    found = open_designs(now, 1).tolist()
    assert found[0] == platforms[1] and len(found) <= 3
    assert {row[0] for row in found} == {platforms[1][0]}  # the venue is core
    assert {tuple(row[1:]) for row in found} == {tuple(row[1:]) for row in platforms}


@pytest.mark.parametrize("name", OFFERS)
@pytest.mark.parametrize(("seed", "k"), TABLES)
def test_spokespersons_write_down_what_they_agree_on(name, seed, k):
    now, protocol = view(seed=seed, k=k), made(name)
    speakers = spokespersons(now)
    designs = open_designs(now, 1)
    utility, r = now.utility_pd(designs)[speakers], now.reservation_p[speakers]
    if name == "offers_tit_for_tat":
        found = tit_for_tat(utility, r, 0.1, 20).agreement
    else:
        found = alternate(utility, r, protocol.pace, 20).agreement
    turn = protocol.turn(now, 1)
    if found is None or designs[found].tolist() == now.state.platform_ci[1].tolist():
        assert not turn.changes
        return
    (change,) = turn.changes
    assert list(change.design) == designs[found].tolist() and change.reason == "offers"
    assert (utility[:, found] >= r).all()


@pytest.mark.parametrize("name", OFFERS)
def test_with_nobody_to_make_an_offer_to_the_text_stays(name):
    setup, state = lesson(membership_p=np.zeros(12, dtype=np.int64))
    turn = made(name).turn(view_of(setup, state), 0)
    assert not turn.changes


PACES = {"offers_boulware": 0.25, "offers_linear": 1.0, "offers_conceder": 4.0}


def test_each_tactic_has_its_own_pace_and_leads_to_its_own_text():
    """Over many tables of wants without a pattern."""
    assert {name: made(name).pace for name in PACES} == PACES
    assert made("offers_boulware", pace=0.5).pace == 0.5
    told_apart = set()
    for seed in range(40):
        rng = np.random.default_rng(seed)
        setup, state = lesson(values=rng.random((12, 14)), membership_p=rng.integers(0, 3, 12))
        now = view_of(setup, state)
        designs, speakers = open_designs(now, 0), spokespersons(now)
        utility, r = now.utility_pd(designs)[speakers], now.reservation_p[speakers]
        texts = []
        for name in OFFERS:
            if name in PACES:
                found = alternate(utility, r, PACES[name], 20).agreement
            else:
                found = tit_for_tat(utility, r, 0.1, 20).agreement
            text = state.platform_ci[0] if found is None else designs[found]
            changes = made(name).turn(now, 0).changes
            assert [c.design for c in changes] == (
                [] if text.tolist() == state.platform_ci[0].tolist() else [tuple(text)]
            )
            texts.append(tuple(text))
        told_apart |= {(a, b) for a in range(4) for b in range(a) if texts[a] != texts[b]}
    assert len(told_apart) >= 5  # all but who hold out and who give way evenly, on so few designs


def plain_tit_for_tat(utility, r, first, rounds):
    """One party after the other, from the words."""
    parties = len(utility)
    best = [max(u) for u in utility]
    asks, heard, before = list(best), [[] for _ in utility], [None] * parties
    table, by, accepted = None, None, 0
    for k in range(rounds):
        for p in range(parties):
            offers = heard[p]
            if k == 1:
                asks[p] -= first * (asks[p] - r[p])
            if k > 1 and offers and before[p] is not None:
                asks[p] = min(max(asks[p] - (max(offers) - before[p]), r[p]), best[p])
            if offers:
                before[p] = max(offers)
            heard[p] = []
            if by is not None and utility[p][table] >= asks[p] - 1e-12:
                accepted += 1
                if accepted == parties - 1:
                    return table, by, k + 1
                continue
            enough = [o for o, u in enumerate(utility[p]) if u >= asks[p] - 1e-12]
            table, by, accepted = min(enough, key=lambda o: (utility[p][o], o)), p, 0
            for other in range(parties):
                if other != p:
                    heard[other].append(utility[other][table])
    return None, None, rounds


@pytest.mark.parametrize("parties", [2, 3, 5])
def test_tit_for_tat_equals_a_plain_loop(parties):
    agreed = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        utility = rng.random((parties, 30))
        r, first = utility.min(axis=1) * rng.random(), float(rng.choice([0.05, 0.2, 0.6]))
        found = tit_for_tat(utility, r, first, 25)
        told = plain_tit_for_tat(utility.tolist(), r.tolist(), first, 25)
        assert (found.agreement, found.proposer, found.rounds) == told
        agreed += found.agreement is not None
    assert agreed > 5


def test_tit_for_tat_gives_as_it_is_given():
    """On a pie both give `first` each round; who may not go below half of it keeps the half."""
    pie = np.arange(101) / 100
    even = tit_for_tat([pie, pie[::-1]], [0, 0], 0.05, 50)
    assert pie[even.agreement] == pytest.approx(0.5) and even.rounds == 11
    np.testing.assert_allclose(even.aspiration_kp[:11, 0], 1 - 0.05 * np.arange(11), atol=1e-9)
    with pytest.raises(OffersError, match="first"):
        tit_for_tat([pie, pie[::-1]], [0, 0], 1.5, 50)
    hopeless = tit_for_tat([pie, pie[::-1]], [2, 0], 0.05, 10)
    assert hopeless.agreement is None


# ------------------------------------------------------------------ exchange


def single_peak(levels, at):
    return [1.0 - abs(n - at) / (levels - 1) for n in range(levels)]


def two_sides(salience_a, salience_b):
    """Australia wants authority low and participation wide, Belgium the reverse; all else alike."""
    setup, state = lesson()
    space = setup.inputs.space
    names = [issue.id for issue in space.issues]
    values = state.profile.value_pl.copy()
    salience = state.profile.salience_pi.copy()
    for party, authority, participation, weights in (
        (0, 0, 2, salience_a),
        (1, 3, 0, salience_b),
    ):
        a, p = (int(space.offset_i[names.index(x)]) for x in ("authority", "participation"))
        values[party, a : a + 4] = single_peak(4, authority)
        values[party, p : p + 3] = single_peak(3, participation)
        salience[party] = [0.0, *weights, 0.0]
    capability = np.full(12, 1e-9)
    capability[:2] = 0.5
    setup = replace(setup, inputs=replace(setup.inputs, capability_p=capability))
    return setup, view_of(
        setup, replace(state, profile=replace(state.profile, value_pl=values, salience_pi=salience))
    )


def test_each_has_its_way_where_it_matters_more():
    """Stokman and Van Oosten (1994): both gain by giving way on the issue of less weight."""
    _, now = two_sides([0.9, 0.1], [0.1, 0.9])
    (change,) = made("exchange", group=2).turn(now, 0).changes
    assert change.design[1] == 0 and change.design[2] == 0  # as Australia wants, as Belgium wants
    assert change.reason == "exchange"
    _, now = two_sides([0.1, 0.9], [0.9, 0.1])
    (change,) = made("exchange", group=2).turn(now, 0).changes
    assert change.design[1] == 3 and change.design[2] == 2


def test_with_equal_weights_there_is_nothing_to_exchange():
    _, now = two_sides([0.5, 0.5], [0.5, 0.5])
    one = made("exchange", group=2)
    np.testing.assert_allclose(one.outcome(now, [1, 2]), [0.5, 0.5])
    (change,) = one.turn(now, 2).changes
    # in the middle of four levels: half way up; and the middle one of three
    assert change.design[1:3] == (2, 1)


@pytest.mark.parametrize(("seed", "k"), TABLES)
def test_an_exchange_leaves_both_better_off_as_outcomes_stand(seed, k):
    """Equal gain: the two who exchange first gain the same by it, in the weights of each."""
    now = view(seed=seed, k=k)
    issues = open_issues(now)
    group = contact_group(now, 40)
    steps = now.inputs.space.count_i[issues] - 1.0
    place = ideal_levels(now)[group][:, issues] / steps
    salience = now.state.profile.salience_pi[group][:, issues]
    found = exchanges(place, salience, now.inputs.capability_p[group])
    assert found and found[0].gain > 0
    assert found[0].effects[found[0].actor] == pytest.approx(found[0].gain)
    assert found[0].effects[found[0].partner] == pytest.approx(found[0].gain)
    for one in found:  # carried out one by one, they lead to the outcome
        assert place[one.actor, one.issue] == pytest.approx(one.actor_from)
        place[one.actor, one.issue] = one.actor_to
        place[one.partner, one.return_issue] = one.partner_to
    weight = salience * now.inputs.capability_p[group][:, None]
    expected = (weight * place).sum(axis=0) / weight.sum(axis=0)
    np.testing.assert_allclose(made("exchange").outcome(now, issues), expected, atol=1e-12)


# ------------------------------------------------------------------ challenge


@pytest.mark.parametrize(("seed", "k"), TABLES)
def test_the_challenge_ends_at_the_weighted_median(seed, k):
    now = view(seed=seed, k=k)
    group = contact_group(now, 30)
    capability = now.inputs.capability_p[group]
    for rounds in (0, 4):
        turn = made("challenge", group=30, rounds=rounds).turn(now, 1)
        design = list(turn.changes[0].design if turn.changes else now.state.platform_ci[1])
        for n in range(len(now.inputs.space.issues)):
            if n not in open_issues(now):
                assert design[n] == now.state.platform_ci[1][n]
                continue
            level = ideal_levels(now)[group, n].astype(float)
            weight = now.state.profile.salience_pi[group, n] * capability
            if rounds == 0:
                order = np.argsort(level, kind="stable")
                half = np.cumsum(weight[order]) >= weight.sum() / 2
                assert design[n] == level[order][half.argmax()]
            else:
                last = challenge(level, now.state.profile.salience_pi[group, n], capability, 4)[-1]
                assert design[n] == int(np.floor(last.median + 0.5))


def test_where_all_want_the_same_there_is_no_challenge():
    setup, state = lesson()
    values = np.tile(state.profile.value_pl[4], (12, 1))
    now = view_of(setup, replace(state, profile=replace(state.profile, value_pl=values)))
    (change,) = made("challenge").turn(now, 2).changes
    wanted = ideal_levels(now)[4]
    assert [change.design[n] for n in open_issues(now)] == [wanted[n] for n in open_issues(now)]


# ------------------------------------------------------------------ amendments


def blocs_of_four(first, second, third):
    """Three groups of four states that care for authority only, by its values on four levels."""
    setup, state = lesson()
    space = setup.inputs.space
    values = state.profile.value_pl.copy()
    a = int(space.offset_i[[issue.id for issue in space.issues].index("authority")])
    for n, row in enumerate((first, second, third)):
        values[4 * n : 4 * n + 4, a : a + 4] = row
    salience = np.tile([0.0, 1.0, 0.0, 0.0], (12, 1))
    profile = replace(state.profile, value_pl=values, salience_pi=salience)
    return setup, replace(state, profile=profile)


def with_agenda(setup, rows):
    return replace(setup, inputs=replace(setup.inputs, amendment_mi=np.array(rows)))


def played(setup, state, text, **settings):
    """Texts after each turn of the protocol, until the agenda is through."""
    protocol, texts = made("amendments", **settings), []
    for _ in range(20):
        turn = protocol.turn(view_of(setup, state), text)
        platform = state.platform_ci.copy()
        for change in turn.changes:
            assert change.reason == "amendment"
            platform[text] = change.design
        state = replace(state, platform_ci=platform, scratch={**state.scratch, **turn.memory})
        texts.append(platform[text].tolist())
        if turn.memory[MEMORY][state.origin_c[text]] == len(setup.inputs.amendment_mi):
            return texts, state
    raise AssertionError("never through")


@pytest.mark.parametrize(("order", "ends"), [((0, 3), 3), ((3, 0), 0)])
def test_the_order_of_the_agenda_decides_among_a_cycle(order, ends):
    """Condorcet's paradox by amendment (Farquharson 1969): what is put last has the advantage.

    Levels 1 (the text), 0 and 3; the groups rank them 1 0 3, 0 3 1, 3 1 0.
    """
    setup, state = blocs_of_four([0.5, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.5], [0.0, 0.5, 0.0, 1.0])
    hosted = 1
    assert state.platform_ci[hosted][1] == 1
    agenda = with_agenda(setup, [(-1, 1, level) for level in order])
    texts, _ = played(agenda, state, hosted)
    assert texts[-1][1] == ends


def test_the_powell_amendment_kills_the_bill():
    """Riker (1982): the House of 1956 amends the bill by 229 to 197 and rejects it by 227 to 199.

    132 voted yes and yes, 97 yes and no, 67 no and yes, 130 no and no. Level 1 is the bill, level 2
    the bill as amended, level 0 no bill.
    """
    scenario = enlarged(load_scenario("classroom_small"), 426)
    setup, state = assemble(scenario, 1)
    space = setup.inputs.space
    a = int(space.offset_i[[issue.id for issue in space.issues].index("authority")])
    values = state.profile.value_pl.copy()
    rows = [
        (132, [0.0, 0.5, 1.0]), (97, [1.0, 0.0, 0.5]), (67, [0.0, 1.0, 0.5]), (130, [1.0, 0.5, 0.0])
    ]  # fmt: skip
    party = 0
    for count, row in rows:
        values[party : party + count, a : a + 3] = row
        party += count
    salience = np.tile([0.0, 1.0, 0.0, 0.0], (426, 1))
    state = replace(state, profile=replace(state.profile, value_pl=values, salience_pi=salience))
    setup = with_agenda(setup, [(-1, 1, 2)])
    texts, state = played(setup, state, 1)
    assert texts[-1][1] == 2  # amended
    now = view_of(setup, state)
    bill, amended, none = state.platform_ci[1].copy(), state.platform_ci[1], None
    bill[1], none = 1, state.platform_ci[1].copy()
    none[1] = 0
    u = now.utility_pd(np.array([none, bill, amended]))
    assert ((u[:, 2] > u[:, 1]).sum(), (u[:, 2] < u[:, 1]).sum()) == (229, 197)
    assert ((u[:, 2] > u[:, 0]).sum(), (u[:, 2] < u[:, 0]).sum()) == (199, 227)


def test_amendments_keep_their_place_text_by_text():
    setup, state = blocs_of_four([0.0, 0.2, 0.6, 1.0], [0.0, 0.2, 0.6, 1.0], [0.0, 0.2, 0.6, 1.0])
    un, hosted = 0, 1
    rows = [(hosted, 1, 2), (un, 1, 3), (-1, 1, 2), (-1, 0, 1)]
    agenda = with_agenda(setup, rows)
    one = made("amendments")
    first = one.turn(view_of(agenda, state), hosted)
    assert first.memory[MEMORY].tolist() == [0, 1, 0]
    assert first.changes[0].design[1] == 2
    texts, after = played(agenda, state, hosted)
    assert after.scratch[MEMORY].tolist() == [0, 4, 0]
    assert texts[-1][1] == 2  # the amendment to the UN design, better still, is not for this one
    assert texts[-1][0] == state.platform_ci[hosted][0]  # the venue is core, whatever is moved
    texts, after = played(agenda, after, un)
    assert after.scratch[MEMORY].tolist() == [4, 4, 0] and texts[-1][1] == 3


def test_a_tie_and_indifference_adopt_nothing():
    setup, state = blocs_of_four([0.5] * 4, [0.2, 0.2, 0.9, 0.2], [0.9, 0.9, 0.1, 0.9])
    agenda = with_agenda(setup, [(-1, 1, 2)])
    texts, _ = played(agenda, state, 1)
    assert (
        texts[-1] == state.platform_ci[1].tolist()
    )  # four for, four against, four see no difference
    easier = with_agenda(setup, [(-1, 1, 2)])
    texts, _ = played(easier, state, 1, quota=0.4)
    assert texts[-1][1] == 2


def test_nobody_amends_the_venue():
    setup, state = lesson()
    values = state.profile.value_pl.copy()
    values[:, :4] = [0.0, 1.0, 0.2, 0.1]  # all would go regional
    salience = np.tile([1.0, 0.0, 0.0, 0.0], (12, 1))
    state = replace(state, profile=replace(state.profile, value_pl=values, salience_pi=salience))
    texts, _ = played(with_agenda(setup, [(-1, 0, 1)]), state, 1)
    assert texts == [state.platform_ci[1].tolist()]


def test_only_members_vote_on_amendments():
    setup, state = blocs_of_four([0.5] * 4, [0.2, 0.2, 0.9, 0.2], [0.9, 0.9, 0.1, 0.9])
    agenda = with_agenda(setup, [(-1, 1, 2)])
    member = np.array([True] * 10 + [False] * 2)  # two of those against have no vote
    agenda = replace(agenda, inputs=replace(agenda.inputs, member_p=member))
    assert played(agenda, state, 1)[0][-1][1] == 2


def test_amendments_are_voted_on_in_the_phase_of_the_text():
    """Through the engine: the memory is part of the state, so a rewound run goes on alike."""
    scenario = with_settings(
        load_scenario("hld_2006"),
        {
            "rules.protocol.name": "amendments",
            "rules.coalitions.look": 1000,  # nobody revises, so that something is left to amend
            "rules.coalitions.every": 1000,
        },
    )
    setup, state = assemble(scenario, 4)
    told, states = [], [state]
    while state.k < scenario.rounds:
        state, events = advance(setup, state)
        states.append(state)
        told += [event for event in events if event.kind == "revised"]
    assert state.scratch[MEMORY].max() == 7
    assert any(event.fields["reason"] == "amendment" for event in told)
    again = states[-3]
    while again.k < scenario.rounds:
        again, _ = advance(setup, again)
    assert (again.platform_ci == state.platform_ci).all()
    assert (again.scratch[MEMORY] == state.scratch[MEMORY]).all()


# ------------------------------------------------------------------ who can have which


def test_protocols_say_what_a_scenario_lacks():
    small, conference = load_scenario("classroom_small"), load_scenario("un_conference_1997")
    for name in PROTOCOLS:
        assert why_not(PROTOCOLS[name], small) is None, name
    lacking = why_not(PROTOCOLS["amendments"], conference)
    assert lacking == "needs an agenda of amendments: declare [[amendments]]"
    lone = dict(small.document)
    lone["issues"] = [{**issue, "ordered": issue["id"] == "authority"} for issue in lone["issues"]]
    one = build(lone)
    assert "two ordered issues" in why_not(PROTOCOLS["exchange"], one)
    assert why_not(PROTOCOLS["challenge"], one) is None
    lone["issues"] = [{**issue, "ordered": False} for issue in lone["issues"]]
    assert "an ordered issue" in why_not(PROTOCOLS["challenge"], build(lone))
    lone["proposals"] = lone["proposals"][:1]
    lone["blocs"] = [{**bloc, "line": None} for bloc in lone["blocs"]]
    assert "two competing proposals" in why_not(PROTOCOLS["offers_linear"], build(lone))


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_protocol_plays_the_debate(name):
    scenario = with_settings(load_scenario("hld_2006"), {"rules.protocol.name": name})
    setup, state = assemble(scenario, 3)
    while state.k < scenario.rounds:
        state, _ = advance(setup, state)
    assert state.k == scenario.rounds
