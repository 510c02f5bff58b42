"""About a party: who it is, its figures and what is known of it, in words; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from hldsim.domain.parties import Party, Provenance
from hldsim.report.texts import FALLBACK, joined, meaning, text, word
from hldsim.scenario.schema import Scenario

SOURCE_LENGTH = 46
"""Letters of a source's title that stand above its figures; hovering tells the rest."""

PLACE = ("lon", "lat")
"""Figures that say where to write a name, not what a state is like."""


def who(party: Party, lang: str = FALLBACK) -> str:
    """Role, region and seat in a row."""
    parts = [word("role", party.role, lang), party.region, word("seat", party.seat, lang)]
    if party.income:
        parts.append(text("about.income", lang, income=word("income", party.income, lang)))
    return " · ".join(part for part in parts if part)


def known_position(party: Party, scenario: Scenario, lang: str = FALLBACK) -> str:
    """The position known from a source, or nothing."""
    if party.position is None:
        return ""
    n = scenario.proposal_index.get(party.position)
    return word("words", party.position, lang) if n is None else scenario.proposals[n].label


def is_sourced(party: Party) -> bool:
    """Whether what is said of the party's position comes from a source."""
    return party.provenance is not Provenance.IMPUTED


def provenance_line(party: Party, lang: str = FALLBACK) -> str:
    """What the provenance means, with the source where there is one."""
    line = meaning("provenance", party.provenance, lang)
    line = line[:1].upper() + line[1:]
    if not party.source:
        return f"{line}."
    return text("words.sourced_by", lang, meaning=line, source=party.source)


def bloc_names(party: Party, scenario: Scenario, lang: str = FALLBACK) -> str:
    """Names of the party's blocs in a row."""
    names = [
        scenario.blocs[scenario.bloc_index[b]].name for b in party.blocs if b in scenario.bloc_index
    ]
    return joined(names, lang) if names else text("about.no_bloc", lang)


@dataclass(frozen=True)
class Figure:
    """One figure of a party: what it is, as a number (None: unknown), as text, and whence.

    ``source`` is the id of the scenario's source, ``""`` where it names none.
    """

    name: str
    value: float | None
    text: str
    source: str


def figures(party: Party, scenario: Scenario, lang: str = FALLBACK) -> list[Figure]:
    """Each figure the scenario announces, then what the party has besides; blanks are unknown."""
    columns: Mapping[str, Any] = scenario.document.get("columns", {})
    names = [name for name in columns if name not in PLACE]
    names += [name for name in party.figures if name not in columns and name not in PLACE]
    rows = []
    for name in names:
        about = columns.get(name, {})
        value = party.figures.get(name)
        label = str(about.get("name", name.replace("_", " ")))
        shown = figure_text(value, str(about.get("unit", "")), lang)
        rows.append(Figure(label, value, shown, str(about.get("source", ""))))
    return rows


def source_line(source: str, scenario: Scenario) -> tuple[str, str]:
    """What a source is called in short, and in full; two empty texts where it is not listed."""
    for note in scenario.sources:
        if note.id == source:
            date = f" ({note.date})" if note.date else ""
            full = f"{note.title}{date}"
            head = note.title.partition(":")[0].partition(";")[0]
            return shorten(head, SOURCE_LENGTH, placeholder=" …") + date, full
    return "", ""


def figure_text(value: float | None, unit: str, lang: str = FALLBACK) -> str:
    """A figure as read by people: short, with its unit; unknown where there is none.

    Examples
    --------
    >>> figure_text(13039197000000.0, "US$"), figure_text(0.8894, "1"), figure_text(None, "US$")
    ('13.0 trillion US$', '0.889', 'unknown')
    """
    if value is None:
        return text("number.unknown", lang)
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            number = f"{value / size:.1f} {name}"
            break
    else:
        whole = float(value).is_integer() or abs(value) >= 1000
        number = f"{value:,.0f}" if whole else f"{value:.3g}"
    return number if unit in ("", "1", "count") else f"{number} {unit}"
