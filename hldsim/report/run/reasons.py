"""Why every party ended where it did: the reason of its last choice, in one sentence each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hldsim.domain.parties import Seat
from hldsim.engine.advance import moment_of
from hldsim.engine.explain import explain
from hldsim.engine.seats import seated_acts
from hldsim.record.rounds import Table, lay
from hldsim.record.run import RunRecord
from hldsim.report.sentences import (
    UNCOMMITTED_OPTION,
    Explanation,
    cause_of,
    chosen_and_runner_up,
    proposal_label,
)
from hldsim.report.texts import FALLBACK, text, word


@dataclass(frozen=True)
class Reason:
    """Why a party stands where it stands in the end.

    Attributes
    ----------
    party, k : int
        Index of the party, and the round in which it last chose, moved or was asked; 0 for none.
    since : int
        Round from which on it stands there; 0 if it always did.
    key : str
        Template under ``report.why``.
    term : str
        Term that makes most of the difference between what it chose and the next best; empty where
        no choice by worth is told.
    issue : str
        Where that term is ``gain``: the issue that adds most to it, against the next best design
        or, where that is to back nothing, against the status quo; empty where utility does not
        add up over issues.
    margin : float
        How much more that is worth than the next best, utility units.
    before, choice, runner : str
        Options: backed before that round, chosen, and next best.
    """

    party: int
    k: int
    since: int
    key: str
    term: str = ""
    issue: str = ""
    margin: float = 0.0
    before: str = ""
    choice: str = ""
    runner: str = ""


def reasons(run: RunRecord) -> tuple[Reason, ...]:
    """Work out the reason of every party, in the scenario's order."""
    tables = {snapshot.k: _table(run, snapshot.k) for snapshot in run.history if snapshot.k > 0}
    backed_kp = run.history.origin_kp()
    chose_p, by_hand = _last_choices(run, tables)
    moved_p = _last_moves(backed_kp)
    asked = _last_asked(run)
    found = []
    for p, party in enumerate(run.scenario.parties):
        since = int(moved_p[p])
        k = max(int(chose_p[p]), since)
        if party.seat is Seat.ORGANISATION:
            found.append(Reason(p, 0, 0, "seatless"))
        elif not tables:
            found.append(Reason(p, 0, 0, "start"))
        elif p in by_hand and by_hand[p] >= k:
            found.append(Reason(p, since, since, "by_hand" if since else "left_by_hand"))
        else:
            k = k or asked
            found.append(_reason(run, tables[k], p, k, since, backed_kp[k - 1 : k + 1, p].tolist()))
    return tuple(found)


def reason_words(reason: Reason, run: RunRecord, lang: str = FALLBACK) -> str:
    """Say a reason in one sentence."""
    return text(
        f"report.why.{reason.key}",
        lang,
        k=reason.k,
        margin=f"{reason.margin:.3f}",
        term=term_words(reason, run, lang),
        before=proposal_label(reason.before, run.scenario),
        choice=_option(reason.choice, run, lang),
        runner=_option(reason.runner, run, lang),
    )


def term_words(reason: Reason, run: RunRecord, lang: str = FALLBACK) -> str:
    """Return the term by name, with the issue behind it; nothing where no choice is told."""
    if not reason.term:
        return ""
    term = word("term", reason.term, lang)
    if not reason.issue:
        return term
    issue = run.scenario.space.issues[run.scenario.space.issue_index(reason.issue)]
    key = "spared" if reason.choice == UNCOMMITTED_OPTION else "through"
    return text(f"report.why.{key}", lang, term=term, issue=issue.name.lower())


def _option(option: str, run: RunRecord, lang: str) -> str:
    if option == UNCOMMITTED_OPTION:
        return text("report.why.uncommitted", lang)
    return text("report.design", lang, proposal=proposal_label(option, run.scenario))


def _table(run: RunRecord, k: int) -> Table:
    """The table just before a round."""
    due = [row for row in run.acts if row.k == k]
    return lay(run.history.setup(k - 1), run.history[k - 1].state, due)


def _last_choices(
    run: RunRecord, tables: dict[int, Table]
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], dict[int, int]]:
    """Last round in which each party chose (0: never), and the last of those that people play."""
    chose_p = np.zeros(len(run.scenario.parties), dtype=np.int64)
    by_hand: dict[int, int] = {}
    for k, table in tables.items():
        moment, phase = moment_of(table.setup, table.state, told=False)
        chose_p[np.asarray(phase.acting(moment), dtype=np.int64)] = k
        for party, act in seated_acts(table.setup, table.state, table.acts).items():
            if act.play != "model" and (act.back is not None or act.state is not None):
                by_hand[party] = k
    return chose_p, by_hand


def _last_moves(
    backed_kp: np.ndarray[tuple[int, ...], np.dtype[np.int64]],
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Last round in which each party came to back something else; 0 for never."""
    moved_kp = backed_kp[1:] != backed_kp[:-1]
    rounds = np.arange(1, len(backed_kp))[:, None]
    return np.asarray((moved_kp * rounds).max(axis=0, initial=0), dtype=np.int64)


def _last_asked(run: RunRecord) -> int:
    """Newest round before the adoption: there the others are asked what they would choose."""
    phases = {spec.id: spec.phase for spec in run.scenario.agenda}
    before = [s.k for s in run.history if s.k > 0 and phases.get(s.phase) != "adoption"]
    return max(before, default=run.history.last)


def _reason(run: RunRecord, table: Table, p: int, k: int, since: int, backed: list[int]) -> Reason:
    told: Explanation = explain(table.setup, table.state, p)
    names = [proposal.id for proposal in run.scenario.proposals]
    before, after = ("" if d < 0 else names[d] for d in backed)
    if len(told.options) < 2:
        return Reason(p, k, since, "alone", before=before)
    cause = cause_of(told, after or UNCOMMITTED_OPTION, run.history[k].events)
    if cause:
        key = "bargain_new" if cause == "bargain" and not before else cause
        return Reason(p, k, since, key, before=before)
    choice, runner = chosen_and_runner_up(told)
    chosen, second = told.options[choice], told.options[runner]
    key = _verdict(told.acted, chosen, before)
    term = "" if key == "idle" else deciding(told, choice, runner)
    issue = _issue(table, p, choice, runner) if term == "gain" else ""
    margin = float(told.worth[choice] - told.worth[runner])
    return Reason(p, k, since, key, term, issue, margin, before, chosen, second)


def deciding(told: Explanation, choice: int, runner: int) -> str:
    """Name the term that makes most of the difference between two options; "" if none is kept."""
    parts = {name: float(term[choice] - term[runner]) for name, term in told.terms.items()}
    return max(parts, key=lambda name: parts[name]) if parts else ""


def _issue(table: Table, p: int, choice: int, runner: int) -> str:
    """Issue that adds most to the utility of one option over that of another."""
    setup, state = table.setup, table.state
    designs = np.vstack([state.platform_ci, setup.inputs.status_quo_i])
    utility, offset_i = setup.rules.utility.of, setup.inputs.space.offset_i
    part_i = state.profile.partworth_pl[p][designs[[choice, runner]] + offset_i]
    whole = utility(state.profile, designs[[choice, runner]] + offset_i)[p]
    if not np.allclose(part_i.sum(axis=1), whole):
        return ""
    most = int(np.argmax(part_i[0] - part_i[1]))
    return setup.scenario.space.issues[most].id


def _verdict(acted: bool, chosen: str, before: str) -> str:
    if not acted:
        return "idle"
    if chosen == UNCOMMITTED_OPTION:
        return "withdrew" if before else "waits"
    return "stayed" if chosen == before else "moved"
