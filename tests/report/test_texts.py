"""Every language says all that English says, with the same fields, in its own words."""

from __future__ import annotations

import re
import tomllib
from string import Formatter

import pytest

from hldsim.places import resources_dir
from hldsim.report.texts import FALLBACK, languages, listed

OTHERS = [lang for lang in languages() if lang != FALLBACK]

ALIKE = {
    "fr": {
        *("rule.consensus", "role.destination", "role.transit", "seat.organisation"),
        *("weighs.population", "run.coalition", "citation.MartinMartinCross2007"),
        *("report.agreement.position", "report.known.count", "report.known.said"),
        *("report.known.source", "report.known.title_of", "report.known.date"),
        "report.known.licence",
    }
}
"""Words that a language spells as English does, and titles of works that are in English."""

LOWEST = 1000
"""Sentences there are at least; fewer means that the files are read wrongly."""


def read(lang: str) -> dict[str, object]:
    path = resources_dir() / "texts" / f"{lang}.toml"
    return dict(leaves(tomllib.loads(path.read_text(encoding="utf-8")), ""))


def leaves(node: object, place: str):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, f"{place}.{key}" if place else key)
    elif isinstance(node, list):
        for n, value in enumerate(node):
            yield from leaves(value, f"{place}[{n}]")
    else:
        yield place, node


def fields(template: object) -> list[tuple[str, str | None]]:
    return sorted(
        (name, spec) for _, name, spec, _ in Formatter().parse(str(template)) if name is not None
    )


def prose(template: object) -> str:
    """What is left of a template without its fields."""
    return "".join(head for head, *_ in Formatter().parse(str(template)))


def bare(template: object) -> str:
    """A template with its fields as one letter each."""
    parts = Formatter().parse(str(template))
    return "".join(head + ("" if name is None else "x") for head, name, *_ in parts)


ENGLISH = read(FALLBACK)
TEXTS = {lang: read(lang) for lang in OTHERS}


def test_french_is_there_and_english_is_read():
    assert "fr" in OTHERS and len(ENGLISH) > LOWEST


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_has_the_keys_of_english_and_no_others(lang):
    assert sorted(set(ENGLISH) - set(TEXTS[lang])) == []
    assert sorted(set(TEXTS[lang]) - set(ENGLISH)) == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_fills_in_the_same_fields(lang):
    wrong = {
        key: (said, TEXTS[lang][key])
        for key, said in ENGLISH.items()
        if ".when." not in key and fields(said) != fields(TEXTS[lang][key])
    }
    assert wrong == {}


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_picks_sentences_by_the_same_cases(lang):
    cases = {key: said for key, said in ENGLISH.items() if ".when." in key}
    assert cases == {key: said for key, said in TEXTS[lang].items() if ".when." in key}


@pytest.mark.parametrize("lang", OTHERS)
def test_no_sentence_is_left_in_english(lang):
    alike = {
        key
        for key, said in ENGLISH.items()
        if ".when." not in key and said == TEXTS[lang][key] and needs_words(said)
    }
    assert alike == ALIKE[lang]


def needs_words(template: object) -> bool:
    """Whether a template says more than names and marks, which are the same everywhere."""
    return re.sub(r"hldsim|Banzhaf|Shapley-Shubik|[^A-Za-z]", "", prose(template)) != ""


def test_french_is_set_as_french_is():
    wrong = re.compile(
        "[“”\"']"  # « » and ’
        "|[^\u00a0\u202f][:;?!%»]"  # a no-break space before these
        "|«[^\u00a0\u202f]"
    )
    found = {
        key: said
        for key, said in TEXTS["fr"].items()
        if ".when." not in key and not key.startswith("citation.") and wrong.search(bare(said))
    }
    assert found == {}


@pytest.mark.parametrize("lang", ["en", *OTHERS])
def test_long_lists_have_a_mark_of_their_own(lang):
    assert listed(["a, b", "c"], lang).replace("\u00a0", " ") in ("a, b; c", "a, b ; c")
