"""Power: weights, what each rule counts, and both indices against games written out by hand."""

import gc
import weakref
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPointF

import hldsim
from hldsim.analysis.power import banzhaf, shapley_shubik
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim_ui.theme import DARK, LIGHT
from hldsim_ui.views.base import NOBODY
from hldsim_ui.views.pieces import by_proposal
from hldsim_ui.views.power import Power
from hldsim_ui.views.power_data import Indices, kind_of, places, power_picture
from hldsim_ui.views.support_data import Standing
from tests.report.made_up import made_up_history
from tests.ui.conftest import pixels

NAMES = ("hld_2006", "classroom_small", "un_conference_1997")


def run(name, **settings):
    scenario = load_scenario(name)
    changed = {f"adoption[{spec}].rule": rule for spec, rule in settings.items()}
    return hldsim.run(with_settings(scenario, changed) if changed else scenario, seed=3).history


@pytest.fixture(scope="module")
def histories():
    return {name: run(name) for name in NAMES}


@pytest.fixture(scope="module")
def voted():
    """The debate of 2006 where the Assembly decides by majority on two of three designs."""
    return run("hld_2006", un="majority", hosted="majority")


@pytest.fixture
def open_power(open_view):
    return partial(open_view, Power, size=(1000, 620))


def members_of(history, k):
    """Member states by proposal backed: a plain loop."""
    state, found = history[k].state, {}
    for p, party in enumerate(history.scenario.parties):
        if party.seat == "member":
            c = int(state.membership_p[p])
            d = int(state.origin_c[c]) if c >= 0 else -1
            found.setdefault(d, set()).add(p)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_weights_are_shares_of_members(histories, name):
    history = histories[name]
    votes = sum(party.seat == "member" for party in history.scenario.parties)
    for k in (0, history.last // 2, history.last):
        loop = members_of(history, k)
        rows = power_picture(history, k).rows
        assert rows[-1].d == -1
        for row in rows:
            count = len(loop.get(row.d, ()))
            assert row.members == count == sum(piece.count for piece in row.backers)
            assert row.weight == pytest.approx(count / votes)
            assert [share * votes for _, share in row.upper] == pytest.approx(
                [piece.count for piece in row.backers]
            )
        assert sum(row.weight for row in rows) == pytest.approx(1.0)


def test_each_design_is_measured_by_the_rule_it_needs(histories):
    history = histories["hld_2006"]
    for k in (8, 20, history.last):
        state, said = history[k].state, history.acceptance(k)
        loop, member = members_of(history, k), history.inputs.member_p
        group = {p: d for d, who in loop.items() for p in who}
        rows = {row.d: row for row in power_picture(history, k).rows}
        assert [rows[d].kind for d in (0, 1, 2)] == ["veto", "taking_part", "taking_part"]
        for asked in history.standing(k):
            d = history.scenario.proposal_index[asked.proposal]
            c, row = state.origin_c.tolist().index(d), rows[d]
            counted = state.objected_pc if row.kind == "veto" else said.willing_pc
            who = np.flatnonzero(member & counted[:, c])
            by = {}
            for p in who:
                by[group[p]] = by.get(group[p], 0) + 1
            assert by_proposal(row.lower) == by
            assert row.count == len(who)
            if row.kind == "taking_part":
                assert row.needed == asked.needed
                assert row.short == max(asked.needed - len(who), 0)
                assert row.mark == asked.needed / 192
                enough = len(who) >= asked.needed
                loss = {e for e, n in by.items() if e >= 0 and len(who) - n < asked.needed}
                assert set(row.without) == (loss if enough else set())
        assert rows[1].host == "Belgium" and rows[2].host is None


def test_power_is_that_of_blocs_and_single_voters(voted):
    for k in (6, 10, 20):
        loop = members_of(voted, k)
        picture = power_picture(voted, k)
        rows = {row.d: row for row in picture.rows}
        assert set(picture.games) == {0, 1}
        blocs = sorted(d for d in loop if d >= 0)
        weights = [len(loop[d]) for d in blocs] + [1] * len(loop.get(-1, ()))
        for index, name in ((banzhaf, "banzhaf"), (shapley_shubik, "shapley")):
            power = index(weights, 97)  # more than half of 192
            for game in picture.games.values():
                for n, d in enumerate(blocs):
                    assert getattr(game[d], name) == pytest.approx(power[n])
                assert getattr(game[-1], name) == pytest.approx(power[len(blocs) :].sum())
        for d in (0, 1):
            (told,) = [one for one in voted.standing(k) if one.proposal == name_of(voted, d)]
            said, column = voted.acceptance(k), voted[k].state.origin_c.tolist().index(d)
            assert rows[d].kind == "votes" and rows[d].needed == told.needed
            assert rows[d].count == said.yes_pc[voted.inputs.member_p, column].sum()
            assert told.needed == told.base // 2 + 1 and rows[d].count <= told.base < 192
            assert rows[d].power == picture.games[d].get(d, Indices(0.0, 0.0))
        assert rows[2].power is None
        assert rows[-1].power == picture.games[0][-1]


def name_of(history, d):
    return history.scenario.proposals[d].id


def test_who_has_more_than_half_has_all_power():
    history = run("hld_2006", hosted="majority")
    picture = power_picture(history, history.last)
    second = picture.rows[1]
    assert second.members > 96
    assert second.power == Indices(1.0, pytest.approx(1.0, abs=1e-12))
    assert picture.rows[-1].power == Indices(0.0, 0.0)


@pytest.mark.parametrize(
    ("rule", "quota", "kind"),
    [
        ("consensus", 0.5, "veto"),
        ("treaty", 0.5, "veto"),
        ("opt_in", 0.4, "taking_part"),
        ("majority", 0.5, "votes"),
        ("somebodys_own", 0.7, "votes"),
        ("somebodys_own", None, ""),
    ],
)
def test_what_decides_under_a_rule(rule, quota, kind):
    assert kind_of(Standing(rule, quota=quota)) == kind


def test_a_run_without_its_rules_shows_what_the_scenario_says(open_power):
    scenario = with_settings(
        load_scenario("hld_2006"), {"adoption[un].rule": "majority", "adoption[un].quota": 0.6}
    )
    history = made_up_history(scenario)
    picture = power_picture(history, 20)
    first, second = picture.rows[:2]
    assert (first.kind, first.needed, first.count) == ("votes", 116, None)
    assert second.kind == "taking_part" and second.count is None and second.short == 0
    view = open_power(scenario)
    view.draw(history, 20)
    told = view.sentence(history, 20)
    assert "116 needed" in told and "Banzhaf" in told
    assert "unknown needed to take part" in told


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(380, 260), (1000, 620)], ids=["small", "large"])
def test_draws_clears_and_draws_the_same_again(open_power, voted, palette, size):
    view = open_power(voted.scenario, palette, size=size)
    empty = pixels(view)
    view.draw(voted, 8, 3)
    first = pixels(view)
    items = len(view.widget.plot.scene().items())
    view.draw(voted, 20, 4)
    other = pixels(view)
    view.clear()
    assert pixels(view) == empty
    view.draw(voted, 8, 3)
    assert pixels(view) == first
    assert len({empty, first, other}) == 3
    assert len(view.widget.plot.scene().items()) == items


def test_the_focus_makes_part_of_each_bar_faint(open_power, histories):
    history = histories["hld_2006"]
    view = open_power(history.scenario)
    view.draw(history, 30)
    plain = pixels(view)
    kept = np.array(["EU" in party.blocs for party in history.scenario.parties])
    view.dim(kept)
    view.draw(history, 30)
    assert pixels(view) != plain
    full = sum(p.count for row in view.shown.rows for p in row.backers if p.kept)
    assert full == (kept & history.inputs.member_p).sum()
    view.dim(None)
    view.draw(history, 30)
    assert pixels(view) == plain


@pytest.mark.parametrize("size", [(380, 260), (1000, 620)], ids=["small", "large"])
def test_the_tip_says_what_the_rule_makes_of_a_coalition(open_power, voted, size):
    view = open_power(voted.scenario, LIGHT, size=size)
    usa = voted.scenario.party_index["USA"]
    view.draw(voted, 10, usa)
    layout, rows = places(view.shown, *view.size), view.shown.rows
    for row, place in zip(rows, layout, strict=True):
        tip = view.spot_at(view.scene_point(place.upper.x + 3.0, place.upper.y + 3.0)).tip
        assert f"{row.members} member" in tip
        assert ("United States is here" in tip) == (view.shown.own_d == row.d)
        for d in view.shown.games:
            assert f"Power under the rule of “{rows[d].label}” (majority)" in tip
    assert view.spot_at(QPointF(-50, -50)).party == NOBODY


@pytest.mark.parametrize("size", [(180, 180), (370, 250), (700, 140), (1000, 600)])
def test_rows_lie_apart_inside_the_picture(histories, size):
    picture = power_picture(histories["hld_2006"], 30)
    layout = places(picture, *map(float, size))
    for place in layout:
        assert place.upper.height >= 2.0
        assert place.title.y + place.title.height <= place.upper.y
        assert place.upper.y + place.upper.height <= place.lower.y
        assert place.lower.y + place.lower.height <= place.words.y
        assert place.words.y + place.words.height <= size[1]
        assert place.words.x + place.words.width <= size[0]
    titles = [place.title for place in layout]
    whole = [replace(p.title, height=p.words.y + p.words.height - p.title.y - 1e-6) for p in layout]
    for n, box in enumerate(whole):
        assert not any(box.meets(other) for other in whole[n + 1 :])
    columns = len({title.x for title in titles})
    assert columns == (2 if size == (700, 140) else 1)


def test_table_and_sentence_say_the_same(open_power, voted):
    view = open_power(voted.scenario)
    picture = power_picture(voted, 10)
    rows = view.table(voted, 10).rows
    for row, told in zip(picture.rows, rows, strict=True):
        assert told[1] == row.members and told[2] == round(100.0 * row.weight, 2)
        assert told[9] == (None if row.power is None else round(100.0 * row.power.banzhaf, 3))
    assert rows[0][11] == rows[0][0]
    words = view.sentence(voted, 10)
    for row in picture.rows:
        assert f"{100.0 * row.weight:.0f} % of votes" in words
    view.draw(voted, 10)
    assert view.widget.copy_text() == view.table(voted, 10).text()


def test_where_nothing_is_put_to_votes_the_picture_says_so(open_power, histories):
    history = histories["hld_2006"]
    view = open_power(history.scenario)
    view.draw(history, 30)
    assert not view.shown.games
    assert "no design here is decided by votes" in view.spot_at(view.scene_point(3.0, 3.0)).tip
    assert all(row[9] is None and row[10] is None for row in view.table(history, 30).rows)


WEIGHTS = {"USA": 5, "JPN": 4, "ZAF": 0.5}
"""Voting weights of the lesson's states; 1 for the others."""


def weighed(rule):
    scenario = load_scenario("classroom_small")
    weights = {f"parties[{p.id}].voting_weight": WEIGHTS.get(p.id, 1) for p in scenario.parties}
    settings = {"adoption[un].rule": rule, "adoption[hosted].rule": rule}
    return hldsim.run(with_settings(scenario, weights | settings), seed=4).history


@pytest.mark.parametrize(
    ("rule", "asks"),
    [
        ("weighted_majority", [("votes", 0.5, True)]),
        ("qualified_majority", [("votes", 232 / 321, False), ("members", 0.5, True)]),
        (
            "triple_majority",
            [("votes", 232 / 321, False), ("members", 0.5, True), ("population", 0.62, False)],
        ),
        ("double_majority", [("members", 0.55, False), ("population", 0.65, False)]),
    ],
)
def test_rules_that_weigh_ballots(open_power, rule, asks):
    """Shares in favour by a plain loop, and power in the game the rule makes of the blocs."""
    history = weighed(rule)
    view = open_power(history.scenario)
    heavy = {
        "votes": [WEIGHTS.get(p.id, 1) for p in history.scenario.parties],
        "members": [1] * 12,
        "population": [p.figures["population"] for p in history.scenario.parties],
    }
    compared = 0
    for k in (3, 8, history.last):
        state, said, loop = history[k].state, history.acceptance(k), members_of(history, k)
        picture = power_picture(history, k)
        for row in picture.rows:
            if row.rule != rule:
                continue
            compared += 1
            assert row.kind == "votes" and row.needed is None and row.short == 0
            short = [one.share - one.quota for one in row.majorities]
            assert short == sorted(short)  # the one furthest from its quota first
            found = {(one.weighs, round(one.quota, 9), one.strict) for one in row.majorities}
            assert found == {(what, round(quota, 9), strict) for what, quota, strict in asks}
            first = row.majorities[0]
            assert row.mark == first.quota and first.base == 1.0
            assert sum(share for _, share in row.counted) == pytest.approx(first.share)
            assert sum(share for _, share in row.upper) == pytest.approx(row.weight)
            yes = said.yes_pc[:, state.origin_c.tolist().index(row.d)]
            for one in row.majorities:
                weight = heavy[one.weighs]
                share = sum(w for w, y in zip(weight, yes, strict=True) if y) / sum(weight)
                assert one.share == pytest.approx(share)
            blocs = sorted(d for d in loop if d >= 0)
            voters = [loop[d] for d in blocs] + [{p} for p in sorted(loop.get(-1, ()))]
            weights = [[sum(heavy[what][p] for p in who) for who in voters] for what, _, _ in asks]
            quotas = [
                np.nextafter(q * sum(w), np.inf) if strict else q * sum(w) - 1e-6
                for (_, q, strict), w in zip(asks, weights, strict=True)
            ]
            for index, name in ((banzhaf, "banzhaf"), (shapley_shubik, "shapley")):
                power = index(weights, quotas)
                for n, d in enumerate(blocs):
                    assert getattr(picture.games[row.d][d], name) == pytest.approx(power[n])
        words = view.sentence(history, k)
        assert "% of votes (" in words or rule == "double_majority"
        table = view.table(history, k).rows
        assert [bool(cells[8]) for cells in table] == [row.rule == rule for row in picture.rows]
        view.draw(history, k)
    assert compared >= 4


def test_where_counting_power_would_take_too_long_the_picture_says_so(open_power):
    history = run("hld_2006", un="double_majority")
    view = open_power(history.scenario)
    view.draw(history, 8)
    first = view.shown.rows[0]
    assert first.uncounted and first.power is None
    assert "too many different votes to count" in view.sentence(history, 8)
    assert [row.uncounted for row in view.shown.rows[1:]] == [False, False, True]
    assert "no design here is decided by votes" not in view.spot_at(view.scene_point(3.0, 3.0)).tip


def test_a_scenario_without_designs_has_no_coalitions(qapp, histories):
    scenario = histories["classroom_small"].scenario
    assert Power().unavailable(scenario) is None
    assert "no competing designs" in Power().unavailable(replace(scenario, proposals=()))


def test_a_closed_view_is_gone(qtbot, voted):
    view = Power()
    view.load(voted.scenario, LIGHT)
    view.draw(voted, 10, 5)
    gone = weakref.ref(view), weakref.ref(view.widget)
    view.widget.close()
    view.widget.deleteLater()
    del view
    qtbot.wait(1)
    gc.collect()
    assert [ref() for ref in gone] == [None, None]
