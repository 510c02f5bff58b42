"""What sets two futures apart, as rows and sentences; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hldsim.record.differences import NO_TEXT, Differences, PartyDifference, texts_di
from hldsim.record.futures import FuturesSummary
from hldsim.record.history import History
from hldsim.report.done import done_words
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim.table.state import SILENT
from hldsim_ui.views.designs import competing

NOBODY = -1


@dataclass(frozen=True)
class StateRow:
    """A party that does something else; ``left_d`` and ``right_d`` are proposals, or -1."""

    party: int
    name: str
    left: str
    right: str
    left_d: int = NOBODY
    right_d: int = NOBODY


@dataclass(frozen=True)
class TextRow:
    """One design (``issue`` is -1), or one issue of it: its level on either side."""

    proposal: int
    issue: int
    name: str
    left: str
    right: str
    differs: bool


@dataclass(frozen=True)
class DoneRow:
    """What was done on either side, in force from round ``k``."""

    k: int
    left: str
    right: str


def state_rows(found: Differences, history: History) -> list[StateRow]:
    """List who backs something else, the largest first, then who only said something else."""
    backing = {row.party for row in found.backing}
    scenario = history.scenario
    labels = [proposal.label for proposal in scenario.proposals]
    rows = [
        StateRow(
            row.party,
            scenario.parties[row.party].name,
            *(labels[d] if d >= 0 else text("words.uncommitted") for d in (row.left, row.right)),
            row.left,
            row.right,
        )
        for row in _by_size(found.backing, history)
    ]
    for row in _by_size(found.said, history):
        if row.party not in backing:
            name = scenario.parties[row.party].name
            rows.append(
                StateRow(row.party, name, *(_said(d, labels) for d in (row.left, row.right)))
            )
    return rows


def text_rows(left: History, right: History, k: int) -> list[TextRow]:
    """List the texts on the table in either future, a heading a design and a row an issue."""
    scenario = left.scenario
    tables = [texts_di(history[k].state, len(scenario.proposals)) for history in (left, right)]
    rows = []
    for d, proposal in competing(scenario):
        one, other = (table[d] for table in tables)
        if (one == NO_TEXT).all() and (other == NO_TEXT).all():
            continue
        gone = ["" if (side != NO_TEXT).any() else text("beside.no_text") for side in (one, other)]
        rows.append(TextRow(d, NOBODY, proposal.label, *gone, bool((one != other).any())))
        for i, issue in enumerate(scenario.space.issues):
            levels = [
                "" if level == NO_TEXT else issue.levels[int(level)].name
                for level in (one[i], other[i])
            ]
            rows.append(TextRow(d, i, issue.name, *levels, bool(one[i] != other[i])))
    return rows


def done_rows(summary: FuturesSummary, left: int, right: int, scenario: Scenario) -> list[DoneRow]:
    """List what was done on either future after the last round they share, by round."""
    shared = summary.shared(left, right)
    rows = [
        DoneRow(act.k, done_words(act, scenario), "") for act in summary.done_since(left, shared)
    ]
    rows += [
        DoneRow(act.k, "", done_words(act, scenario)) for act in summary.done_since(right, shared)
    ]
    return sorted(rows, key=lambda row: row.k)


def since(found: Differences, shared: int) -> str:
    """Say from when on two futures differ; ``shared`` is the last round they have in common."""
    if found.first is None:
        said = text("beside.never")
    elif found.first_seen is None:
        said = text("beside.unseen", first=found.first)
    else:
        said = text("beside.first", first=found.first, seen=found.first_seen)
    return f"{text('beside.shared', k=shared)} {said}"


def now(found: Differences) -> str:
    """Say what differs in the round compared."""
    states = _counted("backing", len(found.backing), found.k)
    return f"{states}{_counted('texts', len(found.texts))}"


def _counted(key: str, count: int, k: int = 0) -> str:
    tail = {0: "_none", 1: "_one"}.get(count, "")
    return text(f"beside.{key}{tail}", count=count, k=k)


def _said(d: int, labels: list[str]) -> str:
    what = labels[d] if d >= 0 else text("words.silent" if d == SILENT else "words.noncommittal")
    return text("beside.said", what=what)


def _by_size(rows: tuple[PartyDifference, ...], history: History) -> list[PartyDifference]:
    size = np.asarray(history.inputs.capability_p)
    return sorted(rows, key=lambda row: (-float(size[row.party]), row.party))
