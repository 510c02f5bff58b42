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
    "statement": {"stated", "themes"},
    "joined": {"proposal", "from"},
    "left": {"proposal"},
    "objected": {"proposal"},
    "revised": {"proposal", "issue", "level_from", "level_to", "cost", "reason"},
    "merged": {"proposal", "other", "movers"},
    "dissolved": {"proposal"},
    "bargain_refused": {"proposal", "other"},
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
TERMS = ("gain", "odds", "principle", "bloc", "inertia", "trouble", "waiting", "chance")


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
