"""One grammar of paths: reads, changes without touching what was, and says what it expected."""

import copy

import pytest

from hldsim.domain.parties import Provenance
from hldsim.errors import PathError, ScenarioError
from hldsim.scenario.build import build
from hldsim.scenario.paths import get_path, parse_assignment, set_path, with_settings
from hldsim.scenario.schema import Prior
from tests.scenario.small import DOCUMENT, document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("title", "A small table"),
        ("parties[MEX].salience.venue", 0.6),
        ("parties[BEL].balance", 0.48),
        ("proposals[inside].design.venue", "un"),
        ("agenda[plenary].rounds", 2),
        ("adoption[hosted].quorum.b", 0.07),
        ("rules.coalitions.beta", 0.1),
        ("imputation.rule", "declared"),
        ("hosts[BEL].level", "hosted"),
        ("issues[venue].levels[un].name", "In the UN"),
    ],
)
def test_a_path_leads_to_a_value(path, value):
    assert get_path(DOCUMENT, path) == value
    assert get_path(set_path(DOCUMENT, path, "new"), path) == "new"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("parties[MEX].value.venue.un", 1),
        ("parties[BEL].capability", 3),
        ("proposals[inside].design.authority", "norms"),
        ("adoption[other].when.venue", "un"),
        ("rules.protocol.step", 2),
        ("imputation.un_mean", {"kind": "normal", "a": 0, "b": 1}),
        ("blocs[G77].note", "chair: South Africa"),
        ("roles.low_below", 0.3),
        ("facts[F1].conditioned", False),
    ],
)
def test_a_key_that_may_be_there_can_be_set(path, value):
    assert get_path(set_path(DOCUMENT, path, value), path) == value


def test_setting_copies_what_is_on_the_path_and_shares_the_rest():
    before = copy.deepcopy(DOCUMENT)
    new = set_path(DOCUMENT, "parties[MEX].salience.venue", 0.1)
    assert before == DOCUMENT
    assert new["issues"] is DOCUMENT["issues"]
    assert new["parties"][0] is DOCUMENT["parties"][0]
    assert new["parties"][1] is not DOCUMENT["parties"][1]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("parties[MXE].name", "no entry 'MXE' in parties[MXE]; entries: MEX"),
        ("parties[MEX].salience.venu", "no 'salience.venu'"),
        ("parties[MEX].salience.venu", "allowed: salience.venue"),
        ("parties[MEX].salience[venue]", "a party's column has no entries"),
        ("agenda.plenary", "this is a list; name an entry"),
        ("agenda[plenary].round", "allowed: rounds"),
        ("title[x]", "asks for an entry, but this is 'A small table'"),
        ("rules[coalitions].beta", "but this is a table"),
        ("title.more", "this is 'A small table'"),
        ("proposals[inside].design.venu", "allowed: venue, authority"),
        ("rule.coalitions.beta", "no 'rule' at rule; allowed: rules"),
        ("titel", "allowed: title"),
        ("", "is not a path"),
        ("parties[", "from '[' on"),
        ("parties[MEX]name", "from 'name' on"),
        (".title", "from '.title' on"),
        ("title.", "is not a path"),
        ("[MEX].name", "is not a path"),
        ("parties.[MEX]", "is not a path"),
        ("ti tle", "from ' tle' on"),
    ],
)
def test_a_wrong_path_names_the_step_and_what_is_allowed(path, said):
    with pytest.raises(PathError) as raised:
        set_path(DOCUMENT, path, 0.5)
    assert said in str(raised.value)


def test_reading_what_is_not_there_fails():
    with pytest.raises(PathError, match=r"no 'capability' at parties\[MEX\].capability"):
        get_path(DOCUMENT, "parties[MEX].capability")


def test_a_list_is_named_by_entry_not_set_through():
    with pytest.raises(PathError, match="an entry is a table"):
        set_path(DOCUMENT, "agenda[plenary]", 3)
    new = set_path(DOCUMENT, "agenda[plenary]", {"phase": "plenary", "rounds": 5})
    assert new["agenda"][0] == {"id": "plenary", "phase": "plenary", "rounds": 5}


def test_an_empty_text_takes_a_value_away():
    new = set_path(DOCUMENT, "parties[MEX].position", "")
    assert "position" not in new["parties"][1]
    assert set_path(DOCUMENT, "hosts[BEL]", "")["hosts"] == []
    assert "beta" not in set_path(DOCUMENT, "rules.coalitions.beta", "")["rules"]["coalitions"]


def test_a_changed_party_is_the_users():
    scenario = build(document())
    new = with_settings(scenario, {"parties[BEL].salience.venue": 0.2})
    assert new.parties[0].provenance is Provenance.USER
    assert new.parties[0].declared == {"salience.venue": 0.2}
    assert new.parties[1] == scenario.parties[1]
    quiet = with_settings(scenario, {"parties[BEL].name": "Belgique"})
    assert quiet.parties[0].provenance is Provenance.IMPUTED
    asked = with_settings(scenario, {"parties[MEX].provenance": "external"})
    assert asked.parties[1].provenance is Provenance.EXTERNAL


def test_a_rule_that_goes_takes_its_parameters_along():
    scenario = build(document())
    new = with_settings(
        scenario, {"adoption[hosted].quota": 0.6, "adoption[hosted].rule": "majority"}
    )
    assert new.adoption[0].rule == "majority"
    assert new.adoption[0].parameters == {"quota": 0.6}
    assert new.adoption[0].when == {"venue": "hosted"}
    same = with_settings(scenario, {"adoption[hosted].rule": "opt_in"})
    assert isinstance(same.adoption[0].parameters["quorum"], Prior)


def test_a_change_is_checked():
    scenario = build(document())
    with pytest.raises(ScenarioError) as raised:
        with_settings(scenario, {"parties[MEX].position": "un", "agenda[plenary].rounds": 0})
    assert sorted(f.check for f in raised.value.faults) == ["party.position", "value.range"]
    assert {f.place for f in raised.value.faults} == {
        "parties[MEX].position",
        "agenda[plenary].rounds",
    }


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("a.b=1", "a.b", 1),
        ("a.b = 0.5", "a.b", 0.5),
        ("a.b=true", "a.b", True),
        ("a.b=majority", "a.b", "majority"),
        ('a.b="1"', "a.b", "1"),
        ("a.b=x=y", "a.b", "x=y"),
        ("a.b=", "a.b", ""),
        ("a.b=2006-09-14", "a.b", "2006-09-14"),
        ('a.b={kind="normal",a=0,b=1}', "a.b", {"kind": "normal", "a": 0, "b": 1}),
        ("a.b=1\nc = 2", "a.b", "1\nc = 2"),
    ],
)
def test_an_assignment_reads_its_value_as_toml_or_as_a_bare_text(text, path, value):
    read = parse_assignment(text)
    assert read == (path, value)
    assert type(read[1]) is type(value)


@pytest.mark.parametrize("text", ["a.b", "=1", ""])
def test_what_is_no_assignment_is_refused(text):
    with pytest.raises(PathError, match="write PATH=VALUE"):
        parse_assignment(text)
