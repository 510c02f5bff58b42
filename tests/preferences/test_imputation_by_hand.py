"""Imputation against scalars: every formula written out for one party at a time.

From the formulas and not from the engine: plain floats, one party after the other, uniforms taken
by name from the same chance.
"""

import math
from dataclasses import fields, replace

import numpy as np
import pytest

from hldsim.engine.advance import advance, view_of
from hldsim.engine.assemble import assemble, build_rules, prepare
from hldsim.engine.conditioning import _floor, _would_say
from hldsim.engine.lay_out import UNKNOWN
from hldsim.preferences.draw import draw_parameters, draw_prior, gammas3, kumaraswamy, normals
from hldsim.preferences.imputation.country_figures import EMPHASIS_BY_BALANCE, EMPHASIS_MEAN
from hldsim.preferences.imputation.country_parameters import CountryParameters
from hldsim.preferences.profile import PreferenceProfile
from hldsim.scenario.load import load_scenario
from hldsim.scenario.schema import Prior
from hldsim.streams import Streams
from tests.engine.tables import plan

CHANCE = Streams(11).at(0)
TABLES = {
    "basis": ("basis_new", "basis_builds", "basis_coordinates"),
    "linkage": ("linkage_none", "linkage_iom", "linkage_gmg", "linkage_un"),
}


ARRAYS = tuple(field.name for field in fields(PreferenceProfile) if field.name != "issue_l")


def known(numbers):
    return [x for x in numbers if x is not None]


def mean_and_spread(numbers):
    mean = sum(numbers) / len(numbers)
    return mean, math.sqrt(sum((x - mean) ** 2 for x in numbers) / len(numbers))


def logistic(x):
    return 1.0 / (1.0 + math.exp(-x))


def clip(x):
    return min(max(x, 0.0), 1.0)


def normal(name, count):
    """Box and Muller (1958): radius from the first half of the uniforms, angle from the second."""
    u = CHANCE(name, 2 * count).tolist()
    return [
        math.sqrt(-2.0 * math.log(1.0 - u[n])) * math.cos(2.0 * math.pi * u[count + n])
        for n in range(count)
    ]


class Country:
    """What the rule knows of each state, worked out from the rows of the scenario."""

    def __init__(self, scenario):
        self.parties, self.space = scenario.parties, scenario.space
        self.themes = [theme.id for theme in scenario.themes]
        self.blocs = [bloc.id for bloc in scenario.blocs]
        ideal = [party.figures.get("ideal_point") for party in self.parties]
        mean, _ = mean_and_spread(known(ideal))
        self.y = [mean if x is None else x for x in ideal]
        self.b = [party.figures.get("balance", 0.0) for party in self.parties]
        gdp = [party.figures.get("gdp_usd") for party in self.parties]
        middle = float(np.median(known(gdp)))
        logs = [math.log(middle if x is None else x) for x in gdp]
        mean, spread = mean_and_spread(logs)
        self.size = [(x - mean) / spread for x in logs]


@pytest.fixture(scope="module")
def drawn():
    """The rule, its parameters (none at a round number), and what it draws for some rows."""
    scenario = load_scenario("hld_2006")
    rule = prepare(scenario).imputation
    odd = {f.name: f.default * 1.07 for f in fields(CountryParameters)}
    c = CountryParameters(**(odd | {"stance_own": 0.4, "authority_own": 0.5}))
    senders = [scenario.party_index[x] for x in ("ISR", "PLW", "MHL")]  # vote like the USA
    rows = np.array([0, 5, 44, 101, 150, 186, 193, 44, *senders])
    common = rule.common(c, CHANCE)
    return scenario, Country(scenario), c, rows, common, rule.profile(c, common, rows, CHANCE, "t")


def test_blocs_share_the_mean_of_their_shocks(drawn):
    scenario, country, c, _, common, _ = drawn
    shock = [c.bloc_shock * z for z in normal("bloc", len(country.blocs))]
    for n, party in enumerate(scenario.parties):
        mine = [shock[country.blocs.index(bloc)] for bloc in party.blocs]
        expected = sum(mine) / len(mine) if mine else 0.0
        assert common.un_p[n] == pytest.approx(expected, abs=1e-12)


def test_venue_values_and_reluctance(drawn):
    _, country, c, rows, common, profile = drawn
    n = len(rows)
    own, unit = normal("t/own", 9 * n), CHANCE("t/unit", 4 * n).tolist()
    for row, p in enumerate(rows):
        y, b = country.y[p], country.b[p]
        reluctance = c.reluctance * max(y - c.reluctance_pivot, 0.0) * max(b, 0.0)
        reluctance += c.reluctance_own * -math.log(1.0 - unit[row])
        taste = c.un_mean - c.un_ideal * y - c.un_balance * b + common.un_p[p] + c.un_own * own[row]
        forum = c.global_mean + c.global_own * own[n + row] - reluctance
        regional = c.regional_mean + reluctance + c.regional_own * own[2 * n + row]
        venue = [
            logistic(regional - c.none_below),
            logistic(regional),
            logistic(forum - taste / 2),
            logistic(forum + taste / 2),
        ]
        assert profile.value_pl[row, :4].tolist() == pytest.approx(venue, abs=1e-12)
        assert profile.reluctance_p[row] == pytest.approx(
            min(c.reluctance_scale * reluctance, 1.0), abs=1e-12
        )
    assert profile.reluctance_p.max() > 0.02
    pivot, sends = c.reluctance_pivot, [country.b[p] < 0 for p in rows]
    assert any(country.y[p] > pivot and sent for p, sent in zip(rows, sends, strict=True))


def test_traits(drawn):
    _, country, c, rows, _, profile = drawn
    n = len(rows)
    own, unit = normal("t/own", 9 * n), CHANCE("t/unit", 4 * n).tolist()
    for row, p in enumerate(rows):
        assert profile.stubbornness_p[row] == unit[n + row]
        principle = (1 - (1 - unit[2 * n + row]) ** (1 / c.principle_b)) ** (1 / c.principle_a)
        assert profile.principle_p[row] == pytest.approx(principle, abs=1e-12)
        assert profile.resolve_p[row] == pytest.approx(
            math.exp(c.resolve_spread * own[8 * n + row])
        )
        talk = logistic(c.talk_mean + c.talk_size * country.size[p])
        assert profile.talk_p[row] == pytest.approx(talk, abs=1e-12)


def themes_of(drawn):
    """Emphasis and stance of each row, theme by theme."""
    _, country, c, rows, _, _ = drawn
    n, h = len(rows), len(country.themes)
    u = CHANCE("t/emphasis", 3 * n * h).tolist()
    noise = normal("t/stance", n * h)
    emphasis, stance = [], []
    for row, p in enumerate(rows):
        weights, stances = [], []
        for t, theme in enumerate(country.themes):
            at = row * h + t
            gamma = sum(-math.log(1.0 - u[part * n * h + at]) for part in range(3)) / 3.0
            slope = EMPHASIS_BY_BALANCE[theme]
            tilt = math.exp(-c.emphasis_slope * country.b[p] * slope)
            weights.append(gamma * EMPHASIS_MEAN[theme] * tilt)
            line = c.stance_mean - c.stance_slope * country.b[p] * abs(slope)
            stances.append(clip(line + c.stance_own * noise[at]))
        emphasis.append([w / sum(weights) for w in weights])
        stance.append(stances)
    return emphasis, stance


def test_emphasis_and_stance(drawn):
    emphasis, stance = themes_of(drawn)
    np.testing.assert_allclose(drawn[-1].emphasis_ph, emphasis, rtol=0, atol=1e-12)
    np.testing.assert_allclose(drawn[-1].stance_ph, stance, rtol=0, atol=1e-12)
    assert min(map(min, stance)) == 0.0 and max(map(max, stance)) == 1.0  # the clip bites


def test_salience(drawn):
    _, country, c, rows, _, profile = drawn
    n, issues = len(rows), country.space.issues
    noise = normal("t/salience", n * len(issues))
    for row in range(n):
        weights = [
            getattr(c, f"salience_{issue.id}")
            * math.exp(c.salience_own * noise[row * len(issues) + k])
            for k, issue in enumerate(issues)
        ]
        expected = [w / sum(weights) for w in weights]
        assert profile.salience_pi[row].tolist() == pytest.approx(expected, abs=1e-12)


def test_values_of_the_other_issues(drawn):
    _, country, c, rows, _, profile = drawn
    n, space = len(rows), country.space
    own = normal("t/own", 9 * n)
    emphasis, stance = themes_of(drawn)
    acting = [country.themes.index(theme) for theme in ("rights", "irregular")]
    for row in range(n):
        action = sum(emphasis[row][t] * (stance[row][t] - 0.5) for t in acting)
        ideal = {
            "authority": c.authority_mean
            + c.authority_themes * action
            + c.authority_own * own[3 * n + row],
            "participation": c.participation_mean + c.participation_own * own[4 * n + row],
            "continuity": c.continuity_mean + c.continuity_own * own[5 * n + row],
        }
        for k, issue in enumerate(space.issues[1:], start=1):
            count, lo = len(issue.levels), int(space.offset_i[k])
            if issue.id in TABLES:
                noise = normal(f"t/{issue.id}", n * count)[row * count : (row + 1) * count]
                means = [getattr(c, name) for name in TABLES[issue.id]]
                if issue.id == "basis":  # the fear of duplication of those with regional outlets
                    p = rows[row]
                    processes = country.parties[p].figures.get("processes", 0.0)
                    fear = c.duplication * min(processes / 2.0, 1.0) * max(country.b[p], 0.0)
                    means = [means[0] - fear, means[1], means[2] + fear]
                expected = [clip(m + c.table_own * e) for m, e in zip(means, noise, strict=True)]
            else:
                peak = clip(ideal[issue.id])
                expected = [1.0 - abs(x / (count - 1) - peak) for x in range(count)]
            assert profile.value_pl[row, lo : lo + count].tolist() == pytest.approx(
                expected, abs=1e-12
            )


def test_the_declared_rule_blurs_what_is_declared():
    scenario = load_scenario("classroom_small")
    rule = prepare(scenario).imputation
    rows = np.arange(len(scenario.parties))
    plain = rule.profile(rule.Parameters(spread=0.0), None, rows, CHANCE, "t")
    blurred = rule.profile(rule.Parameters(spread=0.1), None, rows, CHANCE, "t")
    noise = np.array(normal("t/value", plain.value_pl.size)).reshape(plain.value_pl.shape)
    expected = np.clip(plain.value_pl + 0.1 * noise, 0, 1)
    np.testing.assert_allclose(blurred.value_pl, expected, rtol=0, atol=1e-12)
    for n, party in enumerate(scenario.parties):
        traits = {"principle": 0.35, "stubbornness": 0.5, "resolve": 1.0, "talk": 1.0}
        for name, neutral in (traits | {"reluctance": 0.0}).items():
            declared = party.declared.get(name, neutral)
            assert getattr(plain, f"{name}_p")[n] == pytest.approx(declared)


def test_draws_at_known_uniforms():
    told = {"z": [0.5, 0.25], "g": [0.5, 0.25, 0.75]}

    def chance(name, n):
        return np.array(told[name][:n])

    assert normals(chance, "z", 1)[0] == pytest.approx(
        math.sqrt(2 * math.log(2)) * math.cos(math.pi / 2), abs=1e-12
    )
    assert gammas3(chance, "g", 1)[0] == pytest.approx(-math.log(0.5 * 0.75 * 0.25) / 3)
    assert kumaraswamy(np.array([0.75]), 2.0, 2.0)[0] == pytest.approx(math.sqrt(0.5))


QUANTILE = 0.9
Z = 1.2815515655446004


@pytest.mark.parametrize(
    ("prior", "value"),
    [
        (Prior("normal", 0.5, 0.1), 0.5 + 0.1 * Z),
        (Prior("lognormal", 1000, 0.7), 1000 * math.exp(0.7 * Z)),
        (Prior("uniform", 1, 3), 2.8),
        (Prior("beta", 2, 3), (1 - 0.1 ** (1 / 3)) ** (1 / 2)),
        (Prior("normal", 0.5, 0.1, high=0.55), 0.55),
        (Prior("normal", 0.5, -0.1, low=0.45), 0.45),
    ],
)
def test_quantiles_of_priors(prior, value):
    assert draw_prior(prior, QUANTILE) == pytest.approx(value, abs=1e-9)


def test_a_prior_is_drawn_by_its_place_and_kept_all_run():
    prior = Prior("uniform", 0, 1)
    drawn = draw_parameters(CountryParameters, {"talk_size": prior}, CHANCE, "imputation")
    assert drawn.talk_size == pytest.approx(float(CHANCE("prior/imputation.talk_size", 1)[0]))


def test_capability_is_a_power_of_gdp_and_sums_to_one():
    scenario = load_scenario("hld_2006")
    capability = plan().fixed.capability_p
    gdp = [party.figures.get("gdp_usd") for party in scenario.parties]
    least = min(known(gdp))
    raw = [(least if x is None else x) ** 0.35 for x in gdp]
    np.testing.assert_allclose(capability, [x / sum(raw) for x in raw], rtol=1e-12)


def test_conditioning_takes_the_first_redraw_that_says_what_is_known():
    source = plan()
    scenario, fixed = source.scenario, source.fixed
    everybody = np.arange(len(scenario.parties))
    wanted = fixed.stated_known_p
    for seed in range(3):
        chance = Streams(seed).at(0)
        rules = build_rules(scenario, chance)
        floor = _floor(rules)
        parameters = draw_parameters(
            source.imputation.Parameters, scenario.imputation.parameters, chance, "imputation"
        )
        common = source.imputation.common(parameters, chance)
        now = source.imputation.profile(parameters, common, everybody, chance, "impute")

        def wrong(profile, rules=rules, floor=floor):
            said = _would_say(fixed, rules, profile, everybody, profile, floor)
            return [p for p in everybody if wanted[p] != UNKNOWN and said[p] != wanted[p]]

        for batch, size in enumerate((8, 56, 192)):
            left = wrong(now)
            if not left:
                break
            rows = np.repeat(left, size)
            again = source.imputation.profile(parameters, common, rows, chance, f"redraw/{batch}")
            said = _would_say(fixed, rules, again, rows, now, floor)
            taken = {name: getattr(now, name).copy() for name in ARRAYS}
            for n, p in enumerate(left):
                own = said[n * size : (n + 1) * size].tolist()
                if int(wanted[p]) in own:
                    at = n * size + own.index(int(wanted[p]))
                    for name, array in taken.items():
                        array[p] = getattr(again, name)[at]
            now = replace(now, **taken)
        setup, state = assemble(source, seed)
        assert np.flatnonzero(setup.inputs.missed_p).tolist() == wrong(now)
        for name in ARRAYS:
            assert np.array_equal(getattr(state.profile, name), getattr(now, name)), name


MOVING = (("agenda[hearings].shift", 0.4),)
ACCUSING = (
    ("agenda[hearings].tone", -1.0),
    ("agenda[hearings].effect", 1.0),
    ("imputation.reluctance_scale", 1.0),
)


@pytest.mark.parametrize(
    ("seed", "hearings"), [(n, MOVING) for n in (8, 10, 16, 31)] + [(n, ACCUSING) for n in (0, 1)]
)
def test_what_is_known_is_asked_as_in_the_plenary(seed, hearings):
    """After the hearings, by the plenary's own formula, everybody known says what is known."""
    setup, state = assemble(plan("hld_2006", *hearings), seed)
    wanted = setup.inputs.stated_known_p
    known = np.flatnonzero((wanted != UNKNOWN) & ~setup.inputs.missed_p)
    for _ in range(setup.rules.agenda[0][0].rounds):
        state, _ = advance(setup, state, {})
    plenary = setup.rules.agenda[1][1]
    assert len(known) >= 5
    assert (plenary.named(view_of(setup, state), known) == wanted[known]).all()


def test_who_takes_the_floor_and_when():
    scenario = load_scenario("hld_2006")
    setup, state = assemble(plan(), 6)
    chance = Streams(6).at(0)
    n = len(scenario.parties)
    talk, order = chance("talk", n), chance("order", n)
    for p, party in enumerate(scenario.parties):
        speaks = talk[p] < state.profile.talk_p[p] or party.position is not None
        organisation = party.seat.value == "organisation"
        turn = int(order[p] * 8) if speaks and not organisation else -1
        assert setup.inputs.floor_p[p] == turn
