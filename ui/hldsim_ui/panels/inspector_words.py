"""What the inspector says of a party, as words and numbers; no Qt."""

from __future__ import annotations

import numpy as np

from hldsim.record.history import History
from hldsim.report.about import (
    PLACE,
    SOURCE_LENGTH,
    Figure,
    bloc_names,
    figure_text,
    figures,
    is_sourced,
    known_position,
    provenance_line,
    source_line,
    who,
)
from hldsim.report.texts import joined, text
from hldsim.table.state import SILENT, UNSAID, backed_proposal

__all__ = [
    "PLACE",
    "SOURCE_LENGTH",
    "Figure",
    "backs",
    "bloc_names",
    "figure_text",
    "figures",
    "is_sourced",
    "known_position",
    "objects_to",
    "provenance_line",
    "said",
    "source_line",
    "wanted_level",
    "who",
]


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


def wanted_level(history: History, k: int, party: int, issue: int) -> str:
    """The level of an issue that the party values most."""
    space = history.scenario.space
    first, count = int(space.offset_i[issue]), int(space.count_i[issue])
    values = history[k].state.profile.value_pl[party, first : first + count]
    return space.issues[issue].levels[int(np.argmax(values))].name
