"""Since: what happened between two turns of a party that matters to it, from public events only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from hldsim.domain.events import Event
from hldsim.domain.parties import NONCOMMITTAL
from hldsim.record.history import History
from hldsim.record.matters import OF_ALL, about_its_text, matters
from hldsim.report.sentences import proposal_label, sentence
from hldsim.report.texts import FALLBACK, joined, text
from hldsim.table.state import UNCOMMITTED, backed_proposal

MOST = 8
"""Sentences told in full; the others are counted."""
NAMED = 4
"""Parties named in a row; the others are counted."""
TELLING = 0.03
"""Change of viability worth a line."""


def since(
    history: History, party: int, first: int, last: int, lang: str = FALLBACK
) -> tuple[str, ...]:
    """Say what happened in rounds ``first`` to ``last`` that matters to a party, a line each.

    The phase the meeting turned to, what became of the text it backs and of its own motions, who
    spoke, how backing moved, who objected to its text, and how the room now sees that text. Nothing
    that only other delegations know.
    """
    rounds = range(max(first, 1), min(last, history.last) + 1)
    if not rounds:
        return ()
    events = [event for k in rounds for event in history[k].events]
    lines = [
        text("since.phase", lang, label=event.fields.get("label"))
        for event in events
        if event.kind == "phase"
    ]
    told = [e for e in events if e.kind != "objected" and _in_full(e, events, history, party)]
    lines += [sentence(event, history.scenario, lang) for event in told[:MOST]]
    if len(told) > MOST:
        lines.append(text("since.more", lang, count=len(told) - MOST) + ".")
    lines += _spoke(events, history, party, lang)
    lines += _objected(events, history, party, lang)
    lines += _backing(history, rounds, lang)
    lines += _viability(history, party, rounds, lang)
    return tuple(lines)


def _in_full(event: Event, events: list[Event], history: History, party: int) -> bool:
    """Whether an event gets a sentence: it matters, or it befell the party without its own word."""
    if event.party != party:
        return matters(event, history, party) or event.kind in OF_ALL
    if event.kind == "amendment":
        return True
    if event.kind not in ("joined", "left"):
        return False
    about = ("merged", "split")
    return any(e.k == event.k and e.kind in about for e in events)


def _spoke(events: list[Event], history: History, party: int, lang: str) -> list[str]:
    said = [e for e in events if e.kind == "statement" and e.party != party]
    if not said:
        return []
    counts = Counter(str(event.fields.get("stated")) for event in said)
    parts = [
        text("since.spoke_for", lang, count=counts[p.id], proposal=p.label)
        for p in history.scenario.proposals
        if counts[p.id]
    ]
    if counts[NONCOMMITTAL]:
        parts.append(text("since.spoke_none", lang, count=counts[NONCOMMITTAL]))
    key = "since.spoke_one" if len(said) == 1 else "since.spoke"
    return [text(key, lang, count=len(said), what=joined(parts, lang))]


def _objected(events: list[Event], history: History, party: int, lang: str) -> list[str]:
    mine = [
        e
        for e in events
        if e.kind == "objected" and e.party != party and about_its_text(e, history, party)
    ]
    lines = []
    for proposal in dict.fromkeys(str(event.fields.get("proposal")) for event in mine):
        who = [event.party for event in mine if event.fields.get("proposal") == proposal]
        label = proposal_label(proposal, history.scenario)
        names = _names(who, history, lang)
        lines.append(text("since.objected", lang, who=names, proposal=label))
    return lines


def _names(who: Iterable[int], history: History, lang: str) -> str:
    names = [history.scenario.parties[p].name for p in who]
    if len(names) > NAMED:
        names = [*names[:NAMED], text("since.more", lang, count=len(names) - NAMED)]
        return ", ".join(names)
    return joined(names, lang)


def _backing(history: History, rounds: range, lang: str) -> list[str]:
    member = history.inputs.member_p
    before, now = (
        np.bincount(
            backed[member & (backed >= 0)], minlength=len(history.scenario.proposals)
        ).tolist()
        for backed in (
            backed_proposal(history[rounds[0] - 1].state),
            backed_proposal(history[rounds[-1]].state),
        )
    )
    return [
        text(
            "since.backing", lang, proposal=proposal.label, now=now[d], change=f"{now[d] - was:+d}"
        )
        for d, (proposal, was) in enumerate(zip(history.scenario.proposals, before, strict=True))
        if now[d] != was
    ]


def _viability(history: History, party: int, rounds: range, lang: str) -> list[str]:
    before, after = history[rounds[0] - 1].state, history[rounds[-1]].state
    c = int(after.membership_p[party])
    if c == UNCOMMITTED or c >= before.n_coalitions:
        return []
    was, now = float(before.viability_c[c]), float(after.viability_c[c])
    if abs(now - was) < TELLING:
        return []
    return [
        text(
            "since.viability",
            lang,
            proposal=history.scenario.proposals[int(after.origin_c[c])].label,
            now=text("number.share", lang, value=100.0 * now),
            before=text("number.share", lang, value=100.0 * was),
        )
    ]
