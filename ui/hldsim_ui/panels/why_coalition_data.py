"""The why of a coalition as plain data: who backs it, what it stands for, what its chance is.

No Qt. A coalition is named by its proposal of origin, as colours are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from hldsim.record.asked import Asked
from hldsim.record.history import History
from hldsim.report.majorities import majorities_words, weigh_ballots
from hldsim.report.texts import text, word
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.letters import BEFORE_LINK


@dataclass(frozen=True)
class Clause:
    """One issue of a platform: its level now, and what it was as tabled."""

    issue: str
    level: str
    tabled: str
    changes: tuple[tuple[int, str], ...] = ()

    @property
    def changed(self) -> bool:
        """Whether it is another level than as tabled."""
        return self.level != self.tabled


@dataclass(frozen=True)
class CoalitionWhy:
    """One coalition after one round. Parties are indices, the most capable first.

    Attributes
    ----------
    proposal : int
        Proposal of origin.
    there : bool
        Whether it is on the table.
    backers, joined, left, objectors : tuple of int
        Who backs it, who came and went in this round, which members were seen to object.
    members : int
        Backers that are member states; ``share`` is their share of all, ``capability`` that of
        all backers together, ``objecting`` that of the objectors; all in [0, 1].
    viability, before : float or None
        Chance the room gives it, in [0, 1], and the round before.
    """

    proposal: int
    k: int
    there: bool
    backers: tuple[int, ...]
    joined: tuple[int, ...]
    left: tuple[int, ...]
    objectors: tuple[int, ...]
    members: int
    share: float
    capability: float
    objecting: float
    viability: float | None
    before: float | None
    clauses: tuple[Clause, ...]
    asked: Asked | None


def coalition_why(history: History, k: int, proposal: int) -> CoalitionWhy:
    """Gather what there is to say of a coalition after round ``k``."""
    scenario, inputs, state = history.scenario, history.inputs, history[k].state
    now = backed_proposal(state) == proposal
    was = backed_proposal(history[k - 1].state) == proposal if k > 0 else now
    there = np.flatnonzero(state.origin_c == proposal)
    c = int(there[0]) if len(there) else -1
    objects = state.objected_pc[:, c] & inputs.member_p if c >= 0 else np.zeros_like(now)
    told = {row.proposal: row for row in history.standing(k)}
    ranked = np.argsort(-inputs.capability_p, kind="stable")

    def those(who_p: np.ndarray) -> tuple[int, ...]:
        return tuple(int(p) for p in ranked if who_p[p])

    members = int((now & inputs.member_p).sum())
    return CoalitionWhy(
        proposal=proposal,
        k=k,
        there=c >= 0,
        backers=those(now),
        joined=those(now & ~was),
        left=those(was & ~now),
        objectors=those(objects),
        members=members,
        share=members / max(inputs.votes, 1),
        capability=float(inputs.capability_p[now].sum()),
        objecting=float(inputs.capability_p[objects].sum()),
        viability=_viability(history, k, proposal),
        before=_viability(history, k - 1, proposal) if k > 0 else None,
        clauses=_clauses(history, k, proposal, c),
        asked=told.get(scenario.proposals[proposal].id),
    )


def _viability(history: History, k: int, proposal: int) -> float | None:
    state = history[k].state
    found = np.flatnonzero(state.origin_c == proposal)
    return float(state.viability_c[found[0]]) if len(found) else None


def _clauses(history: History, k: int, proposal: int, c: int) -> tuple[Clause, ...]:
    scenario = history.scenario
    tabled = scenario.proposals[proposal].design
    now = tabled if c < 0 else history[k].state.platform_ci[c]
    name = scenario.proposals[proposal].id
    changes: dict[str, list[tuple[int, str]]] = {}
    for event in history.events(k):
        if event.kind == "revised" and event.fields.get("proposal") == name:
            issue, reason = str(event.fields.get("issue")), str(event.fields.get("reason") or "")
            changes.setdefault(issue, []).append((event.k, reason))
    return tuple(
        Clause(
            issue=issue.name,
            level=issue.levels[int(now[n])].name,
            tabled=issue.levels[int(tabled[n])].name,
            changes=tuple(changes.get(issue.id, ())),
        )
        for n, issue in enumerate(scenario.space.issues)
    )


def backing_sentence(why: CoalitionWhy, history: History) -> str:
    """How many back it, and with how much behind them."""
    if not why.there:
        return text("coalition.gone")
    if not why.backers:
        return text("coalition.nobody")
    said = text(
        "coalition.members",
        members=why.members,
        of=history.inputs.votes,
        share=_percent(why.share),
        capability=_percent(why.capability),
    )
    others = len(why.backers) - why.members
    return f"{said} {text('coalition.others', count=others)}" if others else said


def viability_lines(why: CoalitionWhy, history: History) -> list[str]:
    """Why its chance is what it is: the belief, the rule, and what members would answer now."""
    if why.viability is None:
        return []
    now = _percent(why.viability)
    if why.before is None:
        lines = [text("coalition.viability_first", now=now)]
    else:
        change = f"{100.0 * (why.viability - why.before):+.1f} points"
        lines = [text("coalition.viability", now=now, change=change)]
    if why.asked is not None:
        lines += _rule_lines(why.asked, history)
    return lines


def _rule_lines(asked: Asked, history: History) -> list[str]:
    scenario = history.scenario
    lines = [text("coalition.rule", rule=word("rule", asked.rule))]
    if asked.rule == "opt_in" and asked.needed is not None:
        lines.append(text("coalition.opt_in", willing=asked.willing, needed=asked.needed))
    elif weigh_ballots(asked.majorities):
        lines.append(text("coalition.weighed", parts=majorities_words(asked.majorities)))
    elif asked.needed is not None:
        voting = asked.majorities and asked.base < history.inputs.votes
        key = "coalition.quota_voting" if voting else "coalition.quota"
        lines.append(text(key, yes=asked.yes, needed=asked.needed, base=asked.base))
    else:
        lines.append(text("coalition.yes", yes=asked.yes, of=history.inputs.votes))
    if asked.host is not None:
        n = scenario.party_index.get(asked.host)
        host = "" if n is None else scenario.parties[n].name
        lines.append(text("coalition.no_host" if n is None else "coalition.host", host=host))
    return lines


def clause_note(clause: Clause) -> str:
    """What became of a clause since it was tabled."""
    if not clause.changes:
        return text("coalition.tabled")
    times = []
    for k, reason in clause.changes[-1:]:
        by = text(f"coalition.by_{reason}")
        known = by != f"coalition.by_{reason}"
        key = "coalition.when_by" if known else "coalition.when"
        times.append(text(key, k=k, reason=by))
    return text("coalition.moved", before=clause.tabled, when=times[0])


def party_links(parties: Iterable[int], scenario: Scenario, colour: str, most: int = 0) -> str:
    """Names in a row as links ``party:N`` to click; after ``most`` of them how many more."""
    every = list(parties)
    shown = every[:most] if most and len(every) > most + 1 else every
    links = [
        f'<a href="party:{p}" style="color:{colour}; text-decoration:none">'
        f"{scenario.parties[p].name}</a>"
        for p in shown
    ]
    if len(shown) < len(every):
        more = text("coalition.more", count=len(every) - len(shown))
        links.append(f'<a href="more" style="color:{colour}">{more}</a>')
    return BEFORE_LINK + ", ".join(links)


def _percent(share: float) -> str:
    return text("number.share", value=100.0 * share)
