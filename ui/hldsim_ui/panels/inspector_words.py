"""What the inspector says of a party, as words and numbers; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

import numpy as np

from hldsim.domain.parties import Party, Provenance
from hldsim.record.history import History
from hldsim.report.texts import joined, meaning, text, word
from hldsim.scenario.schema import Scenario
from hldsim.table.state import SILENT, UNSAID, backed_proposal

SOURCE_LENGTH = 46
"""Letters of a source's title that stand above its figures; hovering tells the rest."""

PLACE = ("lon", "lat")
"""Figures that say where to write a name, not what a state is like."""


def who(party: Party) -> str:
    """Role, region and seat in a row."""
    parts = [word("role", party.role), party.region, word("seat", party.seat)]
    if party.income:
        parts.append(f"{word('income', party.income)} income")
    return " · ".join(part for part in parts if part)


def said(history: History, k: int, party: int) -> str:
    """The position stated so far."""
    stated = int(history[k].state.stated_p[party])
    if stated == SILENT:
        return text("words.silent")
    if stated == UNSAID:
        return text("words.noncommittal")
    return history.scenario.proposals[stated].label


def backs(history: History, k: int, party: int) -> tuple[int, str]:
    """The proposal whose coalition the party is in (-1 for none), and its label."""
    d = int(backed_proposal(history[k].state)[party])
    label = text("words.uncommitted") if d < 0 else history.scenario.proposals[d].label
    return d, label


def objects_to(history: History, k: int, party: int) -> str:
    """Labels of the designs the party has been seen to object to, or nothing."""
    state = history[k].state
    seen = np.asarray(state.origin_c)[np.asarray(state.objected_pc[party], dtype=bool)]
    labels = [history.scenario.proposals[int(d)].label for d in sorted(set(seen.tolist()))]
    return joined(labels) if labels else ""


def known_position(party: Party, scenario: Scenario) -> str:
    """The position known from a source, or nothing."""
    if party.position is None:
        return ""
    n = scenario.proposal_index.get(party.position)
    return word("words", party.position) if n is None else scenario.proposals[n].label


def is_sourced(party: Party) -> bool:
    """Whether what is said of the party's position comes from a source."""
    return party.provenance is not Provenance.IMPUTED


def provenance_line(party: Party) -> str:
    """What the provenance means, with the source where there is one."""
    line = meaning("provenance", party.provenance)
    line = line[:1].upper() + line[1:]
    return f"{line}: {party.source}" if party.source else f"{line}."


def bloc_names(party: Party, scenario: Scenario) -> str:
    """Names of the party's blocs in a row."""
    names = [
        scenario.blocs[scenario.bloc_index[b]].name for b in party.blocs if b in scenario.bloc_index
    ]
    return joined(names) if names else "none"


@dataclass(frozen=True)
class Figure:
    """One figure of a party: what it is, as a number (None: unknown), as text, and whence.

    ``source`` is the id of the scenario's source, ``""`` where it names none.
    """

    name: str
    value: float | None
    text: str
    source: str


def figures(party: Party, scenario: Scenario) -> list[Figure]:
    """Each figure the scenario announces, then what the party has besides; blanks are unknown."""
    columns: Mapping[str, Any] = scenario.document.get("columns", {})
    names = [name for name in columns if name not in PLACE]
    names += [name for name in party.figures if name not in columns and name not in PLACE]
    rows = []
    for name in names:
        about = columns.get(name, {})
        value = party.figures.get(name)
        label = str(about.get("name", name.replace("_", " ")))
        shown = figure_text(value, str(about.get("unit", "")))
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


def figure_text(value: float | None, unit: str) -> str:
    """A figure as read by people: short, with its unit; unknown where there is none.

    Examples
    --------
    >>> figure_text(13039197000000.0, "US$"), figure_text(0.8894, "1"), figure_text(None, "US$")
    ('13.0 trillion US$', '0.889', 'unknown')
    """
    if value is None:
        return text("number.unknown")
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            number = f"{value / size:.1f} {name}"
            break
    else:
        whole = float(value).is_integer() or abs(value) >= 1000
        number = f"{value:,.0f}" if whole else f"{value:.3g}"
    return number if unit in ("", "1", "count") else f"{number} {unit}"


def wanted_level(history: History, k: int, party: int, issue: int) -> str:
    """The level of an issue that the party values most."""
    space = history.scenario.space
    first, count = int(space.offset_i[issue]), int(space.count_i[issue])
    values = history[k].state.profile.value_pl[party, first : first + count]
    return space.issues[issue].levels[int(np.argmax(values))].name
