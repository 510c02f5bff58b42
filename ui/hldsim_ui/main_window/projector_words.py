"""What the audience reads beside the pictures: round and phase, who backs what, the text; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

from hldsim.record.history import History
from hldsim.report.texts import text
from hldsim_ui.views.designs import competing
from hldsim_ui.views.issue_board_data import on_the_table
from hldsim_ui.views.map_words import member_counts

NOW, SINCE_TABLED = "◆", "◇"
"""Marks of a level that changed in the round shown, and of one that is not as tabled."""


@dataclass(frozen=True)
class Backing:
    """A design (-1: none) and how many member states back it."""

    d: int
    label: str
    count: int
    share: float


@dataclass(frozen=True)
class Level:
    """The level of one issue in the text on the table; ``mark`` says whether it was changed."""

    issue: str
    level: str
    mark: str = ""


@dataclass(frozen=True)
class OnTable:
    """The text on the table: its proposal of origin, what it is called, its levels."""

    d: int
    heading: str
    levels: tuple[Level, ...] = ()


def headline(history: History, k: int) -> str:
    """Round and phase; and how it ended, once it has.

    Examples
    --------
    Round 28 of 40 · Informal consultations
    """
    scenario, snap = history.scenario, history[k]
    labels = {phase.id: phase.label for phase in scenario.agenda}
    labels |= {phase.phase: phase.label for phase in scenario.agenda if phase.phase not in labels}
    parts = [f"Round {k} of {scenario.rounds}"]
    if k == 0:
        parts.append(text("words.start"))
    elif snap.phase in labels:
        parts.append(labels[snap.phase])
    if snap.state.adopted < 0 and k >= scenario.rounds:
        parts.append("No agreement")
    return " · ".join(parts)


def backings(history: History, k: int) -> list[Backing]:
    """Who backs what after round ``k``, in the order of proposals; last who backs none."""
    counts = member_counts(history, k)
    members = max(int(history.inputs.member_p.sum()), 1)
    rows = [(d, proposal.label) for d, proposal in competing(history.scenario)]
    rows.append((-1, text("words.uncommitted").capitalize()))
    return [Backing(d, label, counts[d], counts[d] / members) for d, label in rows]


def on_table(history: History, k: int) -> OnTable:
    """The text on the table after round ``k``, level by level, with what changed marked.

    A level is marked `NOW` where the same coalition's text had another in the round before, else
    `SINCE_TABLED` where the proposal had another when it was tabled.
    """
    c, stage = on_the_table(history, k)
    if c < 0:
        return OnTable(-1, text("board.no_text"))
    state, scenario = history[k].state, history.scenario
    d = int(state.origin_c[c])
    now, tabled = state.platform_ci[c], scenario.proposals[d].design
    before = _platform(history, k - 1, d)
    levels = []
    for i, issue in enumerate(scenario.space.issues):
        n = int(now[i])
        fresh = before is not None and int(before[i]) != n
        mark = NOW if fresh else SINCE_TABLED if int(tabled[i]) != n else ""
        levels.append(Level(issue.name, issue.levels[n].name, mark))
    heading = text(f"board.{stage}", label=scenario.proposals[d].label)
    return OnTable(d, heading, tuple(levels))


def _platform(history: History, k: int, d: int) -> tuple[int, ...] | None:
    """The text of the coalition around proposal ``d`` after round ``k``, if there was one."""
    if k < 0:
        return None
    state = history[k].state
    found = [c for c, origin in enumerate(state.origin_c.tolist()) if origin == d]
    return tuple(int(level) for level in state.platform_ci[found[0]]) if found else None
