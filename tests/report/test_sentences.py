"""Sentences: every kind has words, every field is known, and nothing unknown is fatal."""

import pytest

from hldsim.domain.events import Event
from hldsim.report.sentences import (
    COMMON_FIELDS,
    chosen_and_runner_up,
    explanation_sentence,
    sentence,
    template_fields,
    templates_of,
)
from hldsim.report.texts import languages, meaning, texts, word
from hldsim.scenario.load import load_scenario
from tests.report.made_up import made_up_explanation

FIELDS = {
    "phase": {"phase", "label"},
    "tabled": {"proposal", "by"},
    "tone": {"tone"},
    "statement": {"stated", "themes", "wish"},
    "joined": {"proposal", "from"},
    "left": {"proposal"},
    "objected": {"proposal"},
    "revised": {"proposal", "issue", "level_from", "level_to", "cost", "reason"},
    "amendment": {
        *("proposal", "issue", "level_from", "level_to", "heard_by", "carried", "yes", "no"),
    },
    "seat_taken": {"person"},
    "seat_left": {"person"},
    "merged": {"proposal", "other", "movers"},
    "split": {"proposal", "leavers"},
    "dissolved": {"proposal"},
    "bargain_refused": {"proposal", "other"},
    "unsettled": set(),
    "shifted": {"theme", "role", "by"},
    "put": {"proposal", "rule", "share"},
    "refused": {
        *("proposal", "rule", "reason", "share", "quota", "yes", "no", "abstain", "absent"),
        *("blockers", "first"),
    },
    "adopted": {"proposal", "rule", "share", "quota", "yes", "no", "abstain", "absent"},
    "no_agreement": set(),
    "host_withdrew": {"host"},
    "intervened": {"path", "party", "value"},
}
TERMS = (
    *("gain", "odds", "principle", "bloc", "inertia", "trouble", "waiting", "chance"),
    *("likeness", "wants", "line", "winning"),
)


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("hld_2006")


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("kind", FIELDS)
def test_every_kind_has_templates_with_known_fields(kind, lang):
    templates = templates_of(kind, lang)
    assert templates
    known = FIELDS[kind] | set(COMMON_FIELDS)
    for template in templates:
        assert set(template_fields(template)) <= known, template
    for case in texts(lang)["event"][kind].get("case", ()):
        assert set(case["when"]) <= known, case
    assert word("kind", kind, lang) != kind or kind == "phase"


def test_no_template_for_a_kind_that_does_not_exist():
    assert set(texts()["event"]) == {*FIELDS, "unknown"}


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("term", TERMS)
def test_every_term_has_a_name_and_a_meaning(term, lang):
    assert word("term", term, lang)
    assert meaning("term", term, lang)


@pytest.mark.parametrize("kind", [*FIELDS, "earthquake"])
def test_a_bare_event_never_fails(kind, scenario):
    assert sentence(Event(kind, 3), scenario)
    assert sentence(Event(kind, 3, party=10_000), scenario)
    assert sentence(Event(kind, 3, fields={"proposal": "no_such", "share": "odd"}), scenario)


def test_ids_become_names(scenario):
    mexico = scenario.party_index["MEX"]
    event = Event(
        "statement", 2, mexico, fields={"stated": "un_embedded", "themes": "rights,governance"}
    )
    words = sentence(event, scenario)
    assert words.startswith("Mexico speaks for “Inside the UN”")
    assert "rights of migrants and governance" in words


def test_the_case_that_fits_is_chosen(scenario):
    mexico = scenario.party_index["MEX"]
    came = Event("joined", 9, mexico, 0, {"proposal": "un_embedded", "from": None})
    crossed = Event("joined", 9, mexico, 0, {"proposal": "un_embedded", "from": "informal_hosted"})
    assert sentence(came, scenario) == "Mexico backs “Inside the UN”."
    assert (
        sentence(crossed, scenario)
        == "Mexico crosses to “Inside the UN” from “State-hosted forum”."
    )


def test_numbers_carry_their_unit(scenario):
    fields = {"proposal": "un_embedded", "reason": "quota", "share": 0.431, "quota": 0.5}
    words = sentence(Event("refused", 48, fields=fields), scenario)
    assert "43 % in favour where 50 % were needed" in words


def test_levels_are_named_by_their_issue(scenario):
    fields = {
        "proposal": "informal_hosted",
        "issue": "linkage",
        "level_from": "none",
        "level_to": "un_secretariat",
        "cost": 0.01,
        "reason": "bargain",
    }
    words = sentence(Event("revised", 30, fields=fields), scenario)
    assert "from “None” to “UN Secretariat or special representative”" in words


def test_the_why_names_choice_and_runner_up(scenario):
    explanation = made_up_explanation(scenario, party=5, k=4)
    choice, runner = chosen_and_runner_up(explanation)
    assert choice != runner
    assert explanation.worth[choice] >= explanation.worth[runner]
    after = explanation.options[choice]
    before = None if after == "uncommitted" else after
    words = explanation_sentence(explanation, scenario, before=before)
    assert scenario.parties[5].name in words
    assert "stays" in words


def test_a_choice_of_minus_one_is_staying_uncommitted(scenario):
    explanation = made_up_explanation(scenario, party=5, k=4)
    waiting = type(explanation)(**{**vars(explanation), "choice": -1})
    assert chosen_and_runner_up(waiting)[0] == len(explanation.options) - 1
    assert "stays uncommitted" in explanation_sentence(waiting, scenario, before=None)


def test_a_path_of_a_party_is_told_by_its_name(scenario):
    fields = {"path": "parties[MEX].salience.venue", "value": 0.6}
    words = sentence(Event("intervened", 5, fields=fields), scenario)
    assert words.startswith("You set salience venue of Mexico to 0.6")


def test_opting_in_is_told_as_taking_part(scenario):
    fields = {"proposal": "informal_hosted", "rule": "opt_in", "share": 0.67, "quota": 0.5}
    assert "67 % take part" in sentence(Event("adopted", 48, fields=fields), scenario)


def test_who_tabled_a_text_is_told_by_name(scenario):
    fields = {"proposal": "regional_processes", "by": "USA,AUS"}
    words = sentence(Event("tabled", 1, fields=fields), scenario)
    assert words == "“Regional processes only” is tabled, sponsored by United States and Australia."
    bloc = {"proposal": "un_embedded", "by": "G77"}
    assert scenario.blocs[scenario.bloc_index["G77"]].name in sentence(
        Event("tabled", 1, fields=bloc), scenario
    )


def test_a_condition_is_told_in_words(scenario):
    mexico = scenario.party_index["MEX"]
    fields = {"stated": "noncommittal", "themes": "rights", "wish": "linkage=gmg"}
    words = sentence(Event("statement", 3, mexico, fields=fields), scenario)
    assert "would come along if the text had “Global Migration Group”" in words
    fields["wish"] = None
    assert "come along" not in sentence(Event("statement", 3, mexico, fields=fields), scenario)


def test_going_further_is_told_as_such(scenario):
    put = {"proposal": "norm_setting", "rule": "treaty", "share": 0.0}
    words = sentence(Event("put", 40, -1, -1, put), scenario)
    assert "go further" in words and "Binding norms" in words and "0 %" not in words
    refused = {"proposal": "norm_setting", "reason": "ratification", "share": 0.1, "quota": 0.2}
    assert "10 % would ratify it where 20 %" in sentence(
        Event("refused", 40, -1, -1, refused), scenario
    )


@pytest.mark.parametrize(("leavers", "says"), [(1, "One backer"), (4, "4 backers")])
def test_a_walk_out_is_told(scenario, leavers, says):
    fields = {"proposal": "un_embedded", "leavers": leavers}
    assert sentence(Event("split", 20, -1, 0, fields), scenario).startswith(says)


def idle(explanation, choice, acted=False):
    return type(explanation)(**{**vars(explanation), "choice": choice, "acted": acted})


@pytest.mark.parametrize(
    ("events", "after", "acted", "says"),
    [
        (
            [("merged", -1), ("joined", 5)],
            "informal_hosted",
            False,
            "moves to “State-hosted forum”",
        ),
        ([("split", -1), ("left", 5)], "uncommitted", False, "walks out of “Inside the UN”"),
        ([("statement", 5)], "informal_hosted", True, "takes the floor for"),
        ([("statement", 5)], "uncommitted", True, "names no design"),
        ([("merged", -1), ("joined", 6)], "un_embedded", False, "was not among those who acted"),
    ],
)
def test_what_moved_a_party_that_did_not_choose_is_said(scenario, events, after, acted, says):
    told = [Event(kind, 20, party) for kind, party in events]
    why = idle(made_up_explanation(scenario, party=5, k=4), 2, acted)
    words = explanation_sentence(why, scenario, "un_embedded", after=after, events=told)
    assert says in words


def test_a_choice_that_was_made_explains_itself(scenario):
    why = idle(made_up_explanation(scenario, party=5, k=4), 1, acted=True)
    told = [Event("merged", 20), Event("joined", 20, 5)]
    after = why.options[1]
    words = explanation_sentence(why, scenario, "un_embedded", after=after, events=told)
    assert "bargain" not in words
