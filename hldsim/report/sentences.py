"""Sentences: what an event, or the why of a move, says in words.

No prose here: the words are in ``resources/texts/<lang>.toml``. This module picks the template,
turns ids into the names the scenario gives, and never fails on a kind or field it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from string import Formatter
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event, Scalar
from hldsim.domain.parties import NONCOMMITTAL
from hldsim.report.texts import FALLBACK, joined, text, texts, word
from hldsim.scenario.schema import Scenario

F8 = NDArray[np.float64]
Values = Mapping[str, Scalar]

UNCOMMITTED_OPTION = "uncommitted"
"""Last option of an explanation: to back nothing."""


class Explanation(Protocol):
    """The why of one party's choice in one round, as ``session.explain`` returns it.

    ``options`` are proposal ids, the last one ``"uncommitted"``; ``terms`` add up to ``worth``
    option by option (utility units); ``choice`` is an index into ``options``, or -1.
    """

    @property
    def party(self) -> int:
        """Index of the party."""
        ...

    @property
    def k(self) -> int:
        """Round explained."""
        ...

    @property
    def options(self) -> tuple[str, ...]:
        """Proposal ids, the last one ``"uncommitted"``."""
        ...

    @property
    def terms(self) -> Mapping[str, F8]:
        """Parts of the worth by name."""
        ...

    @property
    def worth(self) -> F8:
        """Worth of each option, utility units."""
        ...

    @property
    def choice(self) -> int:
        """Index into ``options``, or -1."""
        ...

    @property
    def acted(self) -> bool:
        """Whether it was among those who acted."""
        ...


_PARTY_PATH = re.compile(r"parties\[(?P<id>[^\]]+)\]\.(?P<rest>.+)")


def sentence(event: Event, scenario: Scenario, lang: str = FALLBACK) -> str:
    """Say in one sentence what happened.

    A kind without a template gets the general one; a field the template asks for and the event
    lacks is shown as unknown.
    """
    values = _values(event, scenario)
    entry = texts(lang)["event"].get(event.kind) or texts(lang)["event"]["unknown"]
    template = _template(entry, values)
    shown = {name: _shown(name, values, scenario, lang) for name in template_fields(template)}
    return template.format(**shown)


def template_fields(template: str) -> tuple[str, ...]:
    """List the fields a template asks for."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)


def templates_of(kind: str, lang: str = FALLBACK) -> tuple[str, ...]:
    """List every template of an event kind: the general one and its cases; empty if none."""
    entry = texts(lang)["event"].get(kind)
    if entry is None:
        return ()
    return (entry["text"], *(case["text"] for case in entry.get("case", ())))


def explanation_sentence(
    explanation: Explanation,
    scenario: Scenario,
    before: str | None = None,
    lang: str = FALLBACK,
    *,
    after: str = "",
    events: Iterable[Event] = (),
) -> str:
    """Say why a party moved or stayed.

    Parameters
    ----------
    before : str or None
        Proposal id the party backed before the round; None if it was uncommitted.
    after : str
        Option it holds after the round, ``"uncommitted"`` among them; by default the one chosen.
    events : iterable of Event
        What happened in the round: a bargain or a new text moves parties that chose nothing.
    """
    party = scenario.parties[explanation.party].name
    if len(explanation.options) < 2:
        return text("explanation.alone", lang, party=party)
    cause = cause_of(explanation, after, events)
    if cause:
        key = "bargain_new" if cause == "bargain" and before is None else cause
        labels = {"before": proposal_label(before or "", scenario)}
        labels["after"] = _option(after, scenario, lang, quoted=False)
        return text(f"explanation.{key}", lang, party=party, **labels)
    choice, runner = chosen_and_runner_up(explanation)
    chosen = explanation.options[choice]
    key = _verdict(explanation.acted, chosen, before)
    term = deciding_term(explanation, choice)
    return text(
        f"explanation.{key}",
        lang,
        party=party,
        choice=_option(chosen, scenario, lang, quoted=key == "idle"),
        before=proposal_label(before or "", scenario),
        runner=_option(explanation.options[runner], scenario, lang, quoted=True),
        margin=f"{float(explanation.worth[choice] - explanation.worth[runner]):.3f}",
        term=word("term", term, lang),
    )


def cause_of(explanation: Explanation, after: str, events: Iterable[Event]) -> str:
    """Name what made a party end where it did if it was not its choice among coalitions.

    ``"bargain"``, ``"walked_out"`` (of a new text), ``"spoke"`` or ``"spoke_of_none"`` (what is
    stated in the plenary is not chosen by worth); "" where the choice explains it.
    """
    choice, _ = chosen_and_runner_up(explanation)
    if not after or (explanation.acted and after == explanation.options[choice]):
        return ""
    told = tuple(events)
    kinds = {event.kind for event in told}
    own = {event.kind for event in told if event.party == explanation.party}
    if "merged" in kinds and "joined" in own:
        return "bargain"
    if "split" in kinds and "left" in own:
        return "walked_out"
    if explanation.acted and "statement" in own:
        return "spoke_of_none" if after == UNCOMMITTED_OPTION else "spoke"
    return ""


def chosen_and_runner_up(explanation: Explanation) -> tuple[int, int]:
    """Return the option chosen and the best of the others, as indices into ``options``."""
    last = len(explanation.options) - 1
    choice = explanation.choice if 0 <= explanation.choice <= last else last
    others = np.array(explanation.worth, dtype=float)
    others[choice] = -np.inf
    return choice, int(np.argmax(others)) if last > 0 else choice


def deciding_term(explanation: Explanation, choice: int) -> str:
    """Name the term that adds most to the worth of an option; "" where no terms are kept."""
    names = list(explanation.terms)
    if not names:
        return ""
    parts = [float(explanation.terms[name][choice]) for name in names]
    return names[int(np.argmax(parts))]


def proposal_label(proposal: str, scenario: Scenario) -> str:
    """Return the label of a proposal by id; an id the scenario does not know is shown as it is."""
    n = scenario.proposal_index.get(proposal)
    return proposal if n is None else scenario.proposals[n].label


def _verdict(acted: bool, after: str, before: str | None) -> str:
    if not acted:
        return "idle"
    if after == UNCOMMITTED_OPTION:
        return "waits" if before is None else "withdrew"
    return "stayed" if after == before else "moved"


def _option(option: str, scenario: Scenario, lang: str, *, quoted: bool) -> str:
    if option == UNCOMMITTED_OPTION:
        return text("explanation.uncommitted", lang)
    label = proposal_label(option, scenario)
    return text("words.quoted", lang, label=label) if quoted else label


def _values(event: Event, scenario: Scenario) -> Values:
    """Fields of an event with what every template may ask for (`COMMON_FIELDS`)."""
    known = 0 <= event.party < len(scenario.parties)
    party = scenario.parties[event.party].id if known else None
    d = scenario.proposal_index.get(str(event.fields.get("proposal")))
    further = None if d is None or scenario.proposals[d].kind == "forum" else True
    common = {"party": party, "kind": event.kind, "k": event.k, "further": further}
    return {**common, **event.fields}


def _template(entry: Mapping[str, Any], values: Values) -> str:
    for case in entry.get("case", ()):
        if all(_fits(values.get(name), wanted) for name, wanted in case["when"].items()):
            return str(case["text"])
    return str(entry["text"])


def _fits(value: Scalar, wanted: object) -> bool:
    given = value is not None and value != ""
    if wanted == "?":
        return given
    return not given if wanted == "" else value == wanted


def _shown(name: str, values: Values, scenario: Scenario, lang: str) -> str:
    """The text of one field: ids by the names the scenario gives, numbers with their unit."""
    value = values.get(name)
    if value is None or value == "":
        return text("number.unknown", lang)
    show = _SHOW.get(name)
    try:
        if show is not None:
            return show(value, values, scenario, lang)
        return _number(value, values, scenario, lang)
    except (KeyError, ValueError, IndexError, TypeError):
        return str(value)


def _proposal(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    if value == NONCOMMITTAL:
        return text("words.noncommittal", lang)
    return proposal_label(str(value), scenario)


def _party(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    n = scenario.party_index.get(str(value))
    return str(value) if n is None else scenario.parties[n].name


def _issue(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    return scenario.space.issues[scenario.space.issue_index(str(value))].name.lower()


def _level(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    issue = scenario.space.issues[scenario.space.issue_index(str(values.get("issue")))]
    return issue.levels[issue.index(str(value))].name


def _theme(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    """The name up to a colon: what follows it explains, and would not fit into a sentence."""
    n = scenario.theme_index.get(str(value))
    name = str(value).replace("_", " ") if n is None else scenario.themes[n].name
    return name.partition(":")[0].lower()


def _themes(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    ids = [part.strip() for part in str(value).split(",") if part.strip()]
    return joined([_theme(one, values, scenario, lang) for one in ids], lang)


def _wish(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    """A condition ISSUE=LEVEL in words."""
    issue, _, level = str(value).partition("=")
    shown = _level(level, {"issue": issue}, scenario, lang)
    return text("wish.text", lang, issue=_issue(issue, values, scenario, lang), level=shown)


def _by(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    """By how much, or by whom: parties and blocs in a row."""
    if not isinstance(value, str):
        return _signed(value, values, scenario, lang)
    names = []
    for one in value.split(","):
        bloc = scenario.bloc_index.get(one.strip())
        whose = _party(one.strip(), values, scenario, lang)
        names.append(whose if bloc is None else scenario.blocs[bloc].name)
    return joined(names, lang)


def _path(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    """A path in plain words: what is set, and of whom if it is a party's."""
    found = _PARTY_PATH.fullmatch(str(value))
    if found is None:
        return str(value)
    what = " ".join(found["rest"].split("."))
    return text("path.party", lang, what=what, party=_party(found["id"], values, scenario, lang))


def _share(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    return text("number.share", lang, value=100.0 * float(value or 0))


def _signed(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    return text("number.signed", lang, value=float(value or 0))


def _number(value: Scalar, values: Values, scenario: Scenario, lang: str) -> str:
    if isinstance(value, float):
        return text("number.plain", lang, value=value)
    return str(value)


def _word(family: str) -> Callable[[Scalar, Values, Scenario, str], str]:
    return lambda value, values, scenario, lang: word(family, str(value), lang)


_SHOW: Mapping[str, Callable[[Scalar, Values, Scenario, str], str]] = {
    "party": _party,
    "host": _party,
    "first": _party,
    "proposal": _proposal,
    "other": _proposal,
    "from": _proposal,
    "stated": _proposal,
    "issue": _issue,
    "level_from": _level,
    "level_to": _level,
    "theme": _theme,
    "themes": _themes,
    "share": _share,
    "quota": _share,
    "path": _path,
    "by": _by,
    "wish": _wish,
    "tone": _word("tone"),
    "role": _word("role"),
    "rule": _word("rule"),
    "reason": _word("reason"),
    "kind": _word("kind"),
}

COMMON_FIELDS: Sequence[str] = ("party", "kind", "k", "further")
"""Fields that every template may use, whatever the event's own are."""
