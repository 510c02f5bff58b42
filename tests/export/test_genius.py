"""GENIUS domains and profiles: read, written, made into scenarios and back."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.engine.assemble import assemble
from hldsim.export.faults import FormatError
from hldsim.export.from_genius import OPEN, scenario_of_genius
from hldsim.export.genius import GeniusDomain, GeniusIssue, GeniusProfile, Line, Triangle, utility
from hldsim.export.genius_files import domain_of, domain_xml, is_domain, profile_of, profile_xml
from hldsim.export.to_genius import domain_of_scenario, profiles_of_scenario
from hldsim.export.tree import read_xml
from hldsim.record.run import record
from hldsim.scenario.check import build_checked
from hldsim.scenario.load import load_scenario

# As GENIUS's own files have it: attributes in any order, an ampersand that is none.
DOMAIN = b"""<negotiation_template>
<utility_space number_of_issues="2">
<objective index="0" description="" name="Lunch" type="objective" etype="objective">
<issue vtype="discrete" name="Food" index="1" etype="discrete" type="discrete">
<item index="2" value="Salad"> </item>
<item index="1" value="Soup & bread"> </item>
</issue>
<issue index="2" name="Price" vtype="integer" type="integer" lowerbound="1" upperbound="3"/>
</objective>
</utility_space>
</negotiation_template>
"""

PROFILE = b"""<utility_space>
<objective index="0" description="" name="Lunch" type="objective" etype="objective">
<issue index="1" name="Food" type="discrete"><item index="1" value="Soup & bread" evaluation="3"/>
<item index="2" value="Salad" evaluation="4"/></issue>
<issue index="2" name="Price" type="integer" etype="integer">
<evaluator ftype="linear" offset="1.5" slope="-0.5"/></issue>
<weight index="2" value="0.4"> </weight>
<weight index="1" value="0.6"> </weight>
</objective>
<discount_factor value="0.9"/>
<reservation value="0.25"/>
</utility_space>
"""


def domain():
    return domain_of(read_xml(DOMAIN, "lunch.xml"), "lunch")


def profile(data=PROFILE, of=None):
    return profile_of(read_xml(data, "me.xml"), "me", of)


def test_a_domain_and_a_profile_as_genius_writes_them():
    food, price = domain().issues
    assert domain().name == "Lunch"
    assert (food.name, food.kind, food.values) == ("Food", "discrete", ("Soup & bread", "Salad"))
    assert (price.kind, price.low, price.high, price.listed) == ("integer", 1, 3, ("1", "2", "3"))
    wants = profile(of=domain())
    assert wants.weights == (0.6, 0.4)
    assert wants.evaluations == ((3.0, 4.0), Line(1.5, -0.5))
    assert (wants.reservation, wants.discount) == (0.25, 0.9)
    # over the best item, and along the line within [0, 1]
    assert utility(wants, ["Soup & bread", 2]) == pytest.approx(0.6 * 3 / 4 + 0.4 * 0.5)
    assert utility(wants, ["Salad", 1]) == pytest.approx(1.0)


def test_without_a_domain_the_profile_has_its_own():
    wants = profile()
    assert [issue.name for issue in wants.domain.issues] == ["Food", "Price"]


def test_an_integer_issue_told_value_by_value_as_negmas_does():
    told = PROFILE.replace(
        b"""<issue index="2" name="Price" type="integer" etype="integer">
<evaluator ftype="linear" offset="1.5" slope="-0.5"/></issue>""",
        b"""<issue index="2" etype="discrete" type="discrete" vtype="integer" name="Price">
<item index="1" value="1" evaluation="2"/><item index="2" value="2" evaluation="0.5"/>
<item index="3" value="3" evaluation="0"/></issue>""",
    )
    wants = profile(told, domain())
    assert wants.evaluations[1] == (2.0, 0.5, 0.0)
    assert utility(wants, ["Salad", 2]) == pytest.approx(0.6 + 0.4 * 0.25)
    assert profile(profile_xml(wants).encode(), domain()) == wants


def test_formulas_of_a_real_issue_as_genius_reckons_them():
    """EvaluatorReal: a line and a constant, and a triangle that is 0 at both of its ends."""
    price = GeniusIssue("Price", "real", low=0.0, high=10.0)
    lines = {
        b'"linear" parameter0="0" parameter1="0.2"': {0: 0.0, 2.5: 0.5, 9: 1.0},
        b'"constant" parameter0="0.3"': {0: 0.3, 10: 0.3},
        b'"TRIANGULAR" parameter0="2" parameter1="10" parameter2="4"': {
            0: 0.0, 2: 0.0, 3: 0.5, 4: 1.0, 7: 0.5, 10: 0.0,
        },
        b'"triangular" parameter0="2" parameter1="6" parameter2="2"': {1: 0.0, 2: 1.0, 4: 0.5},
    }  # fmt: skip
    for line, wanted in lines.items():
        told = b"""<utility_space xmlns="urn:x"><objective name="p"><issue index="1" name="Price"
            vtype="real"><evaluator ftype=%s/></issue><weight index="1" value="1"/></objective>
            </utility_space>"""
        wants = profile(told % line, GeniusDomain("p", (price,)))
        assert {x: utility(wants, [x]) for x in wanted} == pytest.approx(wanted)
        assert profile(profile_xml(wants).encode(), wants.domain) == wants


def test_files_as_they_come():
    """A byte order mark, another encoding, comments, CDATA and prefixes change nothing."""
    plain = profile(of=domain())
    head = b'<?xml version="1.0" encoding="%s"?>\n<!-- ANAC -->\n'
    noted = PROFILE.replace(b"</objective>", b"<note><![CDATA[<issue> & more]]></note></objective>")
    prefixed = noted.replace(b"</", b"</g:").replace(b"<", b"<g:")
    prefixed = prefixed.replace(b"<g:/g:", b"</g:").replace(b"<g:!", b"<!").replace(b"[<g:", b"[<")
    prefixed = prefixed.replace(b"<g:utility_space", b'<g:utility_space xmlns:g="urn:genius"', 1)
    for data in (
        b"\xef\xbb\xbf" + PROFILE.lstrip(),
        head % b"ISO-8859-1" + noted.lstrip(),
        head % b"windows-1252" + noted.lstrip(),
        (head % b"UTF-16" + noted.lstrip()).decode().encode("utf-16"),
        prefixed,
    ):
        assert profile(data, domain()) == plain


def test_weights_are_alike_where_there_are_none():
    lines = [line for line in PROFILE.splitlines() if b"<weight" not in line]
    assert profile(b"\n".join(lines), domain()).weights == (0.5, 0.5)


NAMES = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Cn", "Co"),
        include_characters="\t\n\r<>&\"'",
    ),
    min_size=1,
    max_size=12,
)
NUMBERS = st.floats(0, 1e6, allow_subnormal=True)


@st.composite
def profiles(draw):
    issues, evaluations = [], []
    for name in draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)):
        kind = draw(st.sampled_from(["discrete", "integer", "real"]))
        line = Line(draw(st.floats(-9, 9)), draw(st.floats(-9, 9)))
        if draw(st.booleans()):
            low, top, high = sorted(draw(st.lists(NUMBERS, min_size=3, max_size=3, unique=True)))
            line = Triangle(low, high, top)
        low = draw(st.integers(-5, 5))
        if kind == "discrete":
            values = tuple(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)))
            labels = tuple(draw(NAMES) for _ in values) if draw(st.booleans()) else ()
            issues.append(GeniusIssue(name, kind, values, labels=labels))
            evaluations.append(tuple(draw(NUMBERS) for _ in values))
        elif kind == "integer":
            issues.append(GeniusIssue(name, kind, low=float(low), high=float(low + 2)))
            told = draw(st.booleans())
            evaluations.append(tuple(draw(NUMBERS) for _ in range(3)) if told else line)
        else:
            issues.append(
                GeniusIssue(name, kind, low=low / 3, high=low / 3 + draw(st.floats(0.1, 9)))
            )
            evaluations.append(line)
    return GeniusProfile(
        "me",
        GeniusDomain(draw(NAMES.filter(lambda n: n not in ("root", "any"))), tuple(issues)),
        tuple(draw(NUMBERS) for _ in issues),
        tuple(evaluations),
        draw(NUMBERS),
        draw(NUMBERS),
        draw(st.one_of(st.just(""), NAMES)),
    )


@settings(deadline=None)
@given(profiles())
def test_what_is_written_reads_the_very_same(wants):
    root = read_xml(domain_xml(wants.domain).encode("utf-8"), "d.xml")
    assert is_domain(root)
    assert domain_of(root, "d") == wants.domain
    root = read_xml(profile_xml(wants).encode("utf-8"), "p.xml")
    assert not is_domain(root)
    assert profile_of(root, "me", wants.domain) == wants


# ------------------------------------------------------------------ scenarios


def two(reservation=0.25):
    food = GeniusIssue("Food", "discrete", ("Soup & bread", "Salad", "Pie"))
    price = GeniusIssue("Price", "integer", low=1, high=3)
    lunch = GeniusDomain("Lunch", (food, price))
    cheap = Line(1.5, -0.5)
    return lunch, [
        GeniusProfile("guest", lunch, (0.7, 0.3), ((3.0, 4.0, 1.0), cheap), reservation),
        GeniusProfile("cook", lunch, (0.3, 0.7), ((1.0, 0.0, 2.0), (0.0, 0.5, 1.0)), 0.1),
    ]


def utilities(document, seed=1):
    """Utility of every outcome to every party as the model has it, by levels."""
    scenario = build_checked(document)
    _, state = assemble(scenario, seed)
    space = scenario.space
    values = state.profile.salience_pi[:, space.issue_l] * state.profile.value_pl
    found = {}
    for outcome in itertools.product(*(range(len(issue.levels)) for issue in space.issues)):
        columns = [int(space.offset_i[n]) + level for n, level in enumerate(outcome)]
        levels = tuple(i.levels[k].name for i, k in zip(space.issues, outcome, strict=True))
        found[levels] = values[:, columns].sum(axis=1)
    return scenario, found


def test_an_agreement_is_worth_to_each_what_genius_says():
    lunch, wants = two()
    _, found = utilities(scenario_of_genius(lunch, wants, "lunch"))
    for food, price in itertools.product(lunch.issues[0].values, ("1", "2", "3")):
        worth = [utility(one, [food, price]) for one in wants]
        assert found[food, price] == pytest.approx(worth)


def test_no_agreement_is_worth_the_reservation_value():
    lunch, wants = two()
    scenario, found = utilities(scenario_of_genius(lunch, wants, "lunch"))
    assert {issue.status_quo for issue in scenario.space.issues} == {OPEN}
    assert found["No agreement", "No agreement"] == pytest.approx([0.25, 0.1])


def test_each_tables_its_best_and_the_nash_solution_is_there():
    scenario = build_checked(scenario_of_genius(*two(), "lunch"))
    tabled = {p.id: (scenario.space.decode(p.design), p.sponsors) for p in scenario.proposals}
    assert tabled["wants_guest"] == ({"food": "salad", "price": "1"}, ("guest",))
    assert tabled["wants_cook"] == ({"food": "pie", "price": "3"}, ("cook",))
    lunch, wants = two()
    gains = {
        (food, price): math.prod(
            max(utility(one, [food, price]) - one.reservation, 0) for one in wants
        )
        for food in lunch.issues[0].values
        for price in ("1", "2", "3")
    }
    best = max(gains, key=gains.get)
    assert best == ("Salad", "3")
    assert tabled["nash"] == ({"food": "salad", "price": "3"}, ())


def test_an_imported_scenario_runs():
    scenario = build_checked(scenario_of_genius(*two(), "lunch"))
    assert record(scenario, 1).fingerprint == record(scenario, 1).fingerprint


def test_a_real_issue_is_cut_into_levels():
    width = GeniusDomain("w", (GeniusIssue("Width", "real", low=0.0, high=1.0),))
    wants = [GeniusProfile("a", width, (1.0,), (Line(0.0, 1.0),))]
    scenario = build_checked(scenario_of_genius(width, wants, "w", steps=5))
    names = [level.name for level in scenario.space.issues[0].levels]
    assert names == ["No agreement", "0", "0.25", "0.5", "0.75", "1"]


def test_from_genius_to_a_scenario_and_back():
    food = GeniusIssue("Food", "discrete", ("Soup & bread", "Salad", "Pie"))
    place = GeniusIssue("Place", "discrete", ("Here", "There"))
    lunch = GeniusDomain("Lunch", (food, place))
    wants = [
        GeniusProfile("guest", lunch, (0.7, 0.3), ((1.0, 1 / 3, 0.1), (0.0, 1.0)), 0.123456789),
        GeniusProfile("cook", lunch, (0.1, 0.9), ((0.0, 2 / 3, 1.0), (1.0, 0.25)), 0.0),
    ]
    scenario = build_checked(scenario_of_genius(lunch, wants, "Lunch".lower()))
    _, state = assemble(scenario, 1)
    assert domain_of_scenario(scenario).issues == lunch.issues
    for again, before in zip(profiles_of_scenario(scenario, state.profile), wants, strict=True):
        assert (again.weights, again.evaluations) == (before.weights, before.evaluations)
        assert again.reservation == before.reservation


@pytest.mark.parametrize("name", ["classroom_small", "un_conference_1997"])
def test_from_a_scenario_to_genius_and_back(name):
    before = load_scenario(name)
    _, state = assemble(before, 3)
    written = [
        profile_of(
            read_xml(profile_xml(one).encode(), "p.xml"),
            one.name,
            domain_of(read_xml(domain_xml(one.domain).encode(), "d.xml"), "d"),
        )
        for one in profiles_of_scenario(before, state.profile)
    ]
    assert written == list(profiles_of_scenario(before, state.profile))
    after = build_checked(scenario_of_genius(written[0].domain, written, "again"))
    assert after.space == _plain(before.space)
    assert [p.id for p in after.parties] == [p.id for p in before.parties]
    assert [p.name for p in after.parties] == [p.name for p in before.parties]
    _, again = assemble(after, 1)
    assert again.profile.value_pl == pytest.approx(state.profile.value_pl, abs=1e-15)
    assert again.profile.salience_pi == pytest.approx(state.profile.salience_pi, abs=1e-15)
    quo = [int(before.space.offset_i[n]) + k for n, k in enumerate(before.space.status_quo)]
    worth = (state.profile.salience_pi * state.profile.value_pl[:, quo]).sum(axis=1)
    assert [one.reservation for one in written] == pytest.approx(worth)


def _plain(space):
    """A space without what GENIUS has no place for: scopes and notes."""
    from dataclasses import replace

    return replace(
        space,
        issues=tuple(
            replace(i, note="", levels=tuple(replace(x, scope="") for x in i.levels))
            for i in space.issues
        ),
    )


# ------------------------------------------------------------------ what is wrong


def broken(old, new, data=PROFILE):
    assert old in data
    return data.replace(old, new)


@pytest.mark.parametrize(
    ("data", "place", "word"),
    [
        (b"", "me.xml line 1", "not XML"),
        (PROFILE[:300], "me.xml line 5", "not XML"),
        (b"<a><b></a>", "me.xml line 1", "mismatched"),
        (b"\x00\x01", "me.xml line 1", "not XML"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', "me.xml line 1", "document type"),
        (b'\n<!DOCTYPE a SYSTEM "file:///etc/hosts"><a/>', "me.xml line 2", "document type"),
        (b"<a>&b;</a>", "me.xml line 1", "undefined entity"),
        (b"<a>" * 200 + b"</a>" * 200, "me.xml line 1", "deep"),
        (b"<utility_space></utility_space>", "me.xml line 1", "no issue"),
        (broken(b'value="0.4"', b'value="much"'), "me.xml line 7", "'much'"),
        (broken(b'value="0.4"', b'value="nan"'), "me.xml line 7", "'nan'"),
        (broken(b'value="0.4"', b'value="-1"'), "me.xml line 7", "weight -1"),
        (broken(b'<weight index="2"', b'<weight index="1"'), "me.xml line 8", "two weights"),
        (broken(b'<weight index="2"', b'<weight index="3"'), "me.xml line 5", "no weight"),
        (broken(b' evaluation="3"', b""), "me.xml line 3", "'evaluation'"),
        (broken(b'evaluation="3"', b'evaluation="1e999"'), "me.xml line 3", "1e999"),
        (broken(b'value="Salad"', b'value="Salat"'), "me.xml line 4", "Salat"),
        (broken(b'name="Price"', b'name="Prize"'), "me.xml line 5", "Prize"),
        (broken(b'ftype="linear"', b'ftype="cubic"'), "me.xml line 6", "cubic"),
        (broken(b'slope="-0.5"', b""), "me.xml line 6", "parameter1"),
        (broken(b"<evaluator", b"<nothing"), "me.xml line 5", "no evaluation"),
        (
            broken(b"<discount_factor", b"<objective/><discount_factor"),
            None,
            None,
        ),
        (
            broken(b"</objective>", b"<objective/></objective>"),
            "me.xml line 9",
            "objective inside",
        ),
        (
            broken(b"</objective>", b"<utility_function/></objective>"),
            "me.xml line 9",
            "not additive",
        ),
    ],
)
def test_a_broken_profile_is_named_by_its_line(data, place, word):
    def read():
        root = read_xml(data, "me.xml")
        return profile_of(root, "me", None if b"issue" not in data else domain())

    if place is None:
        assert read().weights == (0.6, 0.4)
        return
    with pytest.raises(FormatError, match=word) as caught:
        read()
    assert str(caught.value).startswith(place)


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        (b'value="Salad"', b'value="Soup & bread"', 4, "twice"),
        (b'name="Price"', b'name="Food"', 3, "'Food' twice"),
        (b'lowerbound="1"', b'lowerbound="3"', 8, "lower one first"),
        (b'lowerbound="1"', b'lowerbound="1.5"', 8, "whole number"),
        (b'lowerbound="1"', b"", 8, "lowerbound"),
        (b'upperbound="3"', b'upperbound="1e9"', 8, "at most"),
        (b'name="Price"', b"", 8, "no 'name'"),
        (b'etype="discrete" type="discrete"', b'type="fuzzy"', 4, "fuzzy"),
    ],
)
def test_a_broken_domain_is_named_by_its_line(old, new, line, word):
    with pytest.raises(FormatError, match=word) as caught:
        domain_of(read_xml(broken(old, new, DOMAIN), "lunch.xml"), "lunch")
    assert f"lunch.xml line {line}:" in str(caught.value)


def test_what_is_neither_domain_nor_profile():
    with pytest.raises(FormatError, match="<html>"):
        is_domain(read_xml(b"<html></html>", "page.xml"))


def test_a_value_that_is_none():
    with pytest.raises(FormatError, match="Cake"):
        utility(profile(of=domain()), ["Cake", 1])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"reservation": 1.5}, "reservation 1.5"),
        ({"weights": (0.0, 0.0)}, "every weight is 0"),
        ({"evaluations": ((3.0, -1.0, 0.0), Line(0, 1))}, "evaluation -1"),
    ],
)
def test_profiles_no_scenario_can_hold(change, word):
    from dataclasses import replace

    lunch, (guest, cook) = two()
    with pytest.raises(FormatError, match=word):
        scenario_of_genius(lunch, [replace(guest, **change), cook], "lunch")


def test_too_many_outcomes_and_no_party():
    lunch, _ = two()
    with pytest.raises(FormatError, match="no profile"):
        scenario_of_genius(lunch, [], "lunch")
    many = GeniusDomain(
        "m", tuple(GeniusIssue(f"i{k}", "integer", low=0, high=9) for k in range(6))
    )
    wants = GeniusProfile("a", many, (1.0,) * 6, (Line(0.0, 0.1),) * 6)
    with pytest.raises(FormatError, match="at most 100,000"):
        scenario_of_genius(many, [wants], "m")


def test_only_additive_scenarios_are_written():
    from hldsim.scenario.paths import with_settings

    scenario = with_settings(load_scenario("classroom_small"), {"rules.utility.name": "geometric"})
    _, state = assemble(scenario, 1)
    with pytest.raises(FormatError, match="geometric"):
        profiles_of_scenario(scenario, state.profile)


def test_numbers_are_plain_floats():
    scenario = load_scenario("classroom_small")
    _, state = assemble(scenario, 1)
    for one in profiles_of_scenario(scenario, state.profile):
        for number in (*one.weights, *itertools.chain(*one.evaluations), one.reservation):
            assert type(number) is float and not isinstance(number, np.floating)
