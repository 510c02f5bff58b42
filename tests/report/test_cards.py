"""Role cards: what is on one is its party's own, or public."""

import numpy as np
import pytest

from hldsim.domain.parties import Seat
from hldsim.experiments.draws import wants, wants_of
from hldsim.report.cards.card import Card, cards, may_play
from hldsim.report.cards.drawn import drawn
from hldsim.scenario.load import load_scenario
from tests.report.kept import DATE
from tests.report.test_report import grids, rows, said, words

DRAWS = 40


@pytest.fixture(scope="module")
def dialogue():
    return load_scenario("hld_2006")


@pytest.fixture(scope="module")
def many(dialogue):
    return wants(dialogue, DRAWS)


def card(scenario, party, many, one=None):
    p = scenario.party_index[party]
    document = cards(scenario, [Card(p, drawn(scenario, p, many, one))], DATE)
    return document.sections[0]


def test_weights_and_worths_are_means_over_draws_with_their_range(dialogue, many):
    p = dialogue.party_index["MEX"]
    told, worth = grids(card(dialogue, "MEX", many))
    salience_ri = many.salience_rpi[:, p]
    names = [issue.name for issue in dialogue.space.issues]
    assert [row[0].words for row in rows(told)] == [
        names[i] for i in np.argsort(-salience_ri.mean(axis=0), kind="stable")
    ]
    for row in rows(told):
        i = names.index(row[0].words)
        low, high = np.quantile(salience_ri[:, i], (0.05, 0.95))
        assert row[1].bar == pytest.approx((low, salience_ri[:, i].mean(), high))
        assert row[1].words == (
            f"{100 * salience_ri[:, i].mean():.0f} % ({100 * low:.0f}–{100 * high:.0f} %)"
        )
    labels = [one.label for one in dialogue.proposals]
    for row in rows(worth)[:-1]:
        d = labels.index(row[0].words)
        worth_r, quo_r = many.tabled_rpd[:, p, d], many.reservation_rp[:, p]
        assert row[2].words.startswith(f"{worth_r.mean():.2f} (")
        assert row[3].words == f"in {100 * (worth_r > quo_r).mean():.0f} % of draws"
    assert rows(worth)[-1][2].words.startswith(f"{many.reservation_rp[:, p].mean():.2f} (")


def test_what_is_liked_best_is_told_with_its_share(dialogue, many):
    p, venue = dialogue.party_index["MEX"], dialogue.space.issues[0]
    (told, _) = grids(card(dialogue, "MEX", many))
    row = next(row for row in rows(told) if row[0].words == venue.name)
    best_r = many.value_rpl[:, p, : len(venue.levels)].argmax(axis=1)
    share = np.bincount(best_r, minlength=len(venue.levels)) / DRAWS
    first = int(share.argmax())
    assert row[2].words.startswith(f"{venue.levels[first].name} ({100 * share[first]:.0f} %)")
    assert row[3].words == next(x.name for x in venue.levels if x.id == venue.status_quo)


def test_of_a_run_the_card_tells_what_is_drawn_in_it(dialogue, many):
    one = wants_of(dialogue, [7])
    p = dialogue.party_index["MEX"]
    document = cards(dialogue, [Card(p, drawn(dialogue, p, many, one))], DATE)
    told, worth = grids(document.sections[0])
    venue = next(row for row in rows(told) if row[0].words == "Venue")
    assert venue[1].bar[1] == pytest.approx(one.salience_rpi[0, p, 0])
    best = int(one.value_rpl[0, p, : len(dialogue.space.issues[0].levels)].argmax())
    assert venue[2].words.startswith(dialogue.space.issues[0].levels[best].name)
    assert "seed 7" in document.foot and "run of seed 7" in worth.note
    assert f"{DRAWS} draws" in cards(
        dialogue, [Card(p, drawn(dialogue, p, many, None))], DATE
    ).foot  # fmt: skip


def test_a_known_position_comes_with_its_source_and_an_unknown_one_says_so(dialogue, many):
    belgium, mexico = (said(card(dialogue, party, many)) for party in ("BEL", "MEX"))
    source = dialogue.parties[dialogue.party_index["BEL"]].source
    assert "You have stated: State-hosted forum." in belgium and source in belgium
    assert "imputed from your figures" in mexico and "You have stated" not in mexico
    india = said(card(dialogue, "IND", many))
    assert "G77 and China, of which you are a member, has declared for “Inside the UN”." in india


def test_a_card_says_nothing_of_what_others_want(dialogue, many):
    """Other parties are named as sponsors only; and who else wants what moves nothing on it."""
    told = said(card(dialogue, "MEX", many)).replace("G77 and China", "G77")
    sponsors = {s for one in dialogue.proposals for s in one.sponsors}
    for party in dialogue.parties:
        if party.id not in sponsors and party.name not in (
            "Mexico",
            "Mali",
            "Niger",
            "Oman",
            "IOM",
        ):
            assert party.name not in told, party.name
    p = dialogue.party_index["MEX"]
    others = wants(dialogue, DRAWS)
    for name in ("salience_rpi", "value_rpl", "tabled_rpd", "emphasis_rph", "stance_rph"):
        array = getattr(others, name)
        mine = array[:, p].copy()
        array[:] = array[:, ::-1]
        array[:, p] = mine
    mine = others.reservation_rp[:, p].copy()
    others.reservation_rp[:] = 0.9
    others.reservation_rp[:, p] = mine
    assert card(dialogue, "MEX", others) == card(dialogue, "MEX", many)


def test_declared_wants_are_told_without_a_range():
    scenario = load_scenario("classroom_small")
    many = wants(scenario, 3)
    one = card(scenario, "MEX", many)
    told, worth = grids(one)
    assert all("(" not in row[1].words for row in rows(told))
    assert {row[3].words for row in rows(worth)} <= {"yes", "no", ""}
    assert "written into the scenario" in said(one) and "imputed" not in said(one).lower()
    p = scenario.party_index["MEX"]
    document = cards(scenario, [Card(p, drawn(scenario, p, many, None))], DATE)
    assert "as the scenario declares" in document.foot and document.sheets


def test_it_says_what_can_be_done_in_each_phase_and_what_a_design_needs(dialogue, many):
    told = said(card(dialogue, "USA", many))
    first = 1
    for spec in dialogue.agenda:
        assert f"{spec.label} (round" in told and str(first) in told
        first += spec.rounds
    assert "“Inside the UN” needs consensus (one objection" in told
    assert "“State-hosted forum” needs enough who opt in" in told


def test_winning_is_measured_against_no_agreement(dialogue, many):
    p = dialogue.party_index["USA"]
    told = said(card(dialogue, "USA", many))
    reservation = many.reservation_rp[:, p].mean()
    assert f"No agreement is worth {reservation:.2f} to you" in told
    best = max(
        (d for d, one in enumerate(dialogue.proposals) if one.kind == "forum"),
        key=lambda d: many.tabled_rpd[:, p, d].mean(),
    )
    assert f"On the table “{dialogue.proposals[best].label}” serves you best" in told


def test_where_nothing_tabled_is_better_the_card_says_so(dialogue, many):
    p = dialogue.party_index["USA"]
    gloomy = wants(dialogue, 3)
    gloomy.reservation_rp[:, p] = 0.999
    assert "Nothing that is tabled is better for you" in said(card(dialogue, "USA", gloomy))


def test_all_but_organisations_can_be_played(dialogue):
    playable = may_play(dialogue)
    assert len(playable) == len(dialogue.parties) - 1
    assert all(dialogue.parties[p].seat is not Seat.ORGANISATION for p in playable)
    assert words(rows(grids(card(dialogue, "VAT", wants(dialogue, 2)))[0])[0])
