"""What was done, in a few words: for lists of changes and names of futures.

The words are in ``resources/texts/<lang>.toml`` under ``done``; nothing unknown is fatal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from hldsim.domain.events import Scalar
from hldsim.report.sentences import proposal_label
from hldsim.report.texts import FALLBACK, text
from hldsim.scenario.schema import Scenario

_PARTY = re.compile(r"parties\[(?P<party>[^\]]+)\]\.(?P<key>.+)")
_SHARES = ("salience", "emphasis")
"""Preferences that are parts of a whole and are said in per cent."""


class Done(Protocol):
    """An act as the record keeps it (``hldsim.record.rows.ActRow``)."""

    @property
    def kind(self) -> str:
        """``"set"``, ``"act"`` or ``"seat"``."""
        ...

    @property
    def body(self) -> Mapping[str, Scalar]:
        """What it says."""
        ...


def done_words(act: Done, scenario: Scenario, lang: str = FALLBACK) -> str:
    """Say what was done.

    Examples
    --------
    >>> from hldsim.record.rows import ActRow
    >>> from hldsim.scenario.load import load_scenario
    >>> body = {"path": "parties[MEX].salience.venue", "value": 0.4}
    >>> done_words(ActRow(0, 0, 1, "set", body), load_scenario("hld_2006"))
    'Mexico: weight of venue to 40 %'
    """
    if act.kind == "act":
        return _acted(act.body, scenario, lang)
    if act.kind == "seat":
        return _sat(act.body, scenario, lang)
    path, value = str(act.body.get("path", "")), act.body.get("value")
    found = _PARTY.fullmatch(path)
    if found is None:
        what = path.removeprefix("rules.").replace(".", " ").replace("_", " ")
        return text("done.set", lang, what=what, value=_number(value))
    what, share = _preference(found["key"], scenario, lang)
    if share and isinstance(value, (int, float)):
        said = text("done.share", lang, value=100.0 * value)
    else:
        said = _number(value)
    return text(
        "done.set_party", lang, party=_name(found["party"], scenario), what=what, value=said
    )


def _preference(key: str, scenario: Scenario, lang: str) -> tuple[str, bool]:
    """A preference in words, and whether it is said in per cent."""
    head, _, rest = key.partition(".")
    template = text(f"done.{head}", lang)
    if template == f"done.{head}":
        return key.replace(".", " ").replace("_", " "), False
    name, _, level = rest.partition(".")
    words = {"issue": name, "theme": name, "level": level}
    if name in {issue.id for issue in scenario.space.issues}:
        issue = scenario.space.issues[scenario.space.issue_index(name)]
        words["issue"] = issue.name.lower()
        words["level"] = {one.id: one.name for one in issue.levels}.get(level, level)
    if name in scenario.theme_index:
        whole = scenario.themes[scenario.theme_index[name]].name
        words["theme"] = whole.partition(":")[0].lower()
    return template.format(**words), head in _SHARES


def _acted(body: Mapping[str, Scalar], scenario: Scenario, lang: str) -> str:
    said = []
    for key, value in sorted(body.items()):
        head, _, proposal = key.partition(".")
        if key == "party" or value is None:
            continue
        if head in ("answer", "ballot") and proposal:
            label = proposal_label(proposal, scenario)
            said.append(text(f"done.{head}_{value}", lang, proposal=label))
        elif head == "amend" and proposal:
            label = proposal_label(proposal, scenario)
            issue, level = level_words(str(value), scenario)
            said.append(text("done.amend", lang, proposal=label, issue=issue, level=level))
        elif str(value) in scenario.proposal_index:
            label = proposal_label(str(value), scenario)
            said.append(text(f"done.{head}", lang, proposal=label))
        else:
            said.append(text(f"done.{head}_{value}", lang))
    party = _name(str(body.get("party", "")), scenario)
    return text("done.act", lang, party=party, what=", ".join(said))


def _sat(body: Mapping[str, Scalar], scenario: Scenario, lang: str) -> str:
    party, person = _name(str(body.get("party", "")), scenario), str(body.get("person") or "")
    if body.get("seat") == "left":
        return text("done.seat_left", lang, party=party)
    key = "done.seat_taken_by" if person else "done.seat_taken"
    return text(key, lang, party=party, person=person)


def level_words(words: str, scenario: Scenario) -> tuple[str, str]:
    """Names of issue and level of ``"ISSUE=LEVEL"``; as they are where there are none."""
    name, _, level = words.partition("=")
    found = next((issue for issue in scenario.space.issues if issue.id == name), None)
    if found is None:
        return name, level
    return found.name.lower(), {one.id: one.name for one in found.levels}.get(level, level)


def _name(party: str, scenario: Scenario) -> str:
    n = scenario.party_index.get(party)
    return party if n is None else scenario.parties[n].name


def _number(value: Scalar) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value)
