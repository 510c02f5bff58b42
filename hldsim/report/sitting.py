"""Sitting: what a person at the table is asked, in words; what designs mean; what a draft says.

The words are in ``resources/texts/<lang>.toml`` under ``sitting`` and ``why_not``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from hldsim.report.done import done_words, level_words
from hldsim.report.sentences import proposal_label
from hldsim.report.texts import FALLBACK, text, word
from hldsim.scenario.schema import Scenario


class Meaning(Protocol):
    """What a design means to a party, see ``hldsim.engine.choices.base.Meaning``."""

    @property
    def utility(self) -> float:
        """Of the design to the party, 0 to 1."""
        ...

    @property
    def gain(self) -> float:
        """Over the status quo."""
        ...

    @property
    def margin(self) -> float:
        """Over the line of acceptance."""
        ...

    @property
    def viability(self) -> float | None:
        """Public belief that it passes."""
        ...


@dataclass(frozen=True)
class _Done:
    """An act not made yet, as ``done_words`` reads it."""

    body: Mapping[str, str]
    kind: str = "act"


def reason(why_not: str, lang: str = FALLBACK) -> str:
    """Say why something may not be said; nothing if it may.

    Examples
    --------
    >>> reason("has_spoken"), reason("")
    ('you have spoken already', '')
    """
    return word("why_not", why_not, lang) if why_not else ""


def option_words(
    key: str, value: str, scenario: Scenario, now: str = "", lang: str = FALLBACK
) -> str:
    """Say what an option is.

    Parameters
    ----------
    now : str
        What holds if nothing is said: the option of staying is called so.
    """
    head = key.partition(".")[0]
    if head == "amend":
        issue, level = level_words(value, scenario)
        return text("sitting.amend", lang, issue=issue[:1].upper() + issue[1:], level=level)
    stays = "_stay" if head == "back" and value == now else ""
    if value in scenario.proposal_index:
        label = proposal_label(value, scenario)
        return text(f"sitting.{head}{stays}", lang, proposal=label)
    return text(f"sitting.{head}_{value}{stays}", lang)


def meaning_words(meaning: Meaning, lang: str = FALLBACK) -> str:
    """Say what a design is worth to a party against what it has, and what chance the room gives it.

    Numbers are utilities, 0 to 1.
    """
    side = "above" if meaning.margin >= 0 else "below"
    values = {
        "gain": f"{meaning.gain:+.2f}",
        "margin": text(f"sitting.{side}", lang, margin=f"{abs(meaning.margin):.2f}"),
    }
    if meaning.viability is None:
        return text("sitting.meaning", lang, **values)
    share = text("number.share", lang, value=100.0 * meaning.viability).replace(" ", "\u00a0")
    return text("sitting.meaning_viability", lang, viability=share, **values)


def draft_words(
    party: str, body: Mapping[str, str], scenario: Scenario, lang: str = FALLBACK, ballots: int = 0
) -> str:
    """Say what a turn would do, in the words of the list of what was done; ballots are counted.

    Parameters
    ----------
    ballots : int
        How many ballots the turn asks for.
    """
    said = {key: value for key, value in body.items() if not key.startswith("ballot.")}
    name = scenario.parties[scenario.party_index[party]].name
    parts = []
    if said:
        whole = done_words(_Done({"party": party, **said}), scenario, lang)
        parts.append(text("sitting.draft", lang, what=whole.removeprefix(name).strip()))
    cast = len(body) - len(said)
    if cast or ballots:
        words = {"cast": cast, "of": ballots or len(scenario.proposals), "party": name}
        parts.append(text("sitting.draft_ballots", lang, **words))
    return " ".join(parts) or text("sitting.draft_nothing", lang, party=name)
