"""What the bargains show, as plain counts of what is on record; no Qt.

A bargain is *asked* each time the two largest coalitions look for a common design; it is *agreed*
(they merge on one) or *refused* (no design leaves both better off, or nobody would move).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event
from hldsim.domain.parties import NONCOMMITTAL
from hldsim.record.history import History
from hldsim.scenario.schema import Scenario
from hldsim.table.state import backed_proposal
from hldsim_ui.views.designs import competing

B1 = NDArray[np.bool_]

AGREED, REFUSED, REVISED, SPLIT = "merged", "bargain_refused", "revised", "split"
REASONS = ("backers", "bargain", "chair")
"""Who changes a text: its backers, the two of a bargain, the chair (by any protocol)."""


@dataclass(frozen=True)
class Tie:
    """Bargains between the coalitions of proposals ``a`` and ``b`` (``a`` is the earlier one)."""

    a: int
    b: int
    events: tuple[Event, ...]

    @property
    def asked(self) -> int:
        """How often they looked for a common design."""
        return len(self.events)

    @property
    def agreed(self) -> tuple[Event, ...]:
        """Bargains that were struck."""
        return tuple(event for event in self.events if event.kind == AGREED)

    @property
    def refused(self) -> tuple[Event, ...]:
        """Bargains that came to nothing."""
        return tuple(event for event in self.events if event.kind == REFUSED)

    @property
    def moved(self) -> int:
        """States that moved over in all bargains struck."""
        return sum(int(event.fields["movers"] or 0) for event in self.agreed)


@dataclass(frozen=True)
class Node:
    """A coalition by its proposal of origin; -1 is the uncommitted.

    ``party_a`` are the member states behind it, those in focus (``kept`` of them) first.
    ``changes`` are changes of its text, an issue each; ``walkouts`` times that backers left it over
    a new text.
    """

    d: int
    party_a: tuple[int, ...]
    kept: int
    changes: tuple[Event, ...] = ()
    walkouts: tuple[Event, ...] = ()

    @property
    def count(self) -> int:
        """How many member states."""
        return len(self.party_a)

    def changed_by(self, reason: str) -> tuple[Event, ...]:
        """Changes of its text that somebody made (see `REASONS`)."""
        others = [one for one in REASONS if one != reason]
        if reason == "chair":  # each protocol gives a reason of its own
            return tuple(e for e in self.changes if e.fields.get("reason") not in others)
        return tuple(event for event in self.changes if event.fields.get("reason") == reason)

    @property
    def walked(self) -> int:
        """Backers that left over a new text."""
        return sum(int(event.fields["leavers"] or 0) for event in self.walkouts)


@dataclass(frozen=True)
class Condition:
    """A level that parties which named no design asked for.

    Attributes
    ----------
    party_a : tuple of int
        Who named it; ``waiting`` of them back no design now, ``kept`` are in focus.
    met : tuple of int
        Proposals whose coalition's text has the level now.
    """

    issue: int
    level: int
    party_a: tuple[int, ...]
    waiting: int
    kept: int
    met: tuple[int, ...]

    @property
    def count(self) -> int:
        """How many parties named it."""
        return len(self.party_a)


@dataclass(frozen=True)
class Bargains:
    """What has been tried up to a round.

    Attributes
    ----------
    nodes : tuple of Node
        Coalitions in the scenario's order; ``rest`` are the uncommitted.
    ties : tuple of Tie
        Pairs that looked for a common design at least once.
    conditions : tuple of Condition
        By issue, then most named first.
    now : int
        The round shown.
    """

    nodes: tuple[Node, ...]
    rest: Node
    ties: tuple[Tie, ...]
    conditions: tuple[Condition, ...]
    members: int
    now: int

    @property
    def agreed(self) -> int:
        """Bargains struck."""
        return sum(len(tie.agreed) for tie in self.ties)

    @property
    def refused(self) -> int:
        """Bargains that came to nothing."""
        return sum(len(tie.refused) for tie in self.ties)

    @property
    def moved(self) -> int:
        """States that moved over in bargains."""
        return sum(tie.moved for tie in self.ties)

    @property
    def walked(self) -> int:
        """States that walked out of a new text."""
        return sum(node.walked for node in self.nodes)

    def changed_by(self, reason: str) -> int:
        """Changes of texts that somebody made (see `REASONS`)."""
        return sum(len(node.changed_by(reason)) for node in self.nodes)

    @property
    def named(self) -> int:
        """Parties that named a condition."""
        return sum(condition.count for condition in self.conditions)


def bargains(history: History, k: int, kept_p: B1 | None = None) -> Bargains:
    """Count bargains, changes of texts and conditions named up to round ``k``."""
    scenario = history.scenario
    ties: dict[tuple[int, int], list[Event]] = {}
    changes: dict[int, list[Event]] = {}
    walkouts: dict[int, list[Event]] = {}
    wishes: dict[int, str] = {}
    for event in history.events(k):
        kind = event.kind
        if kind in (AGREED, REFUSED):
            pair = sorted(_origin(event, name, scenario) for name in ("proposal", "other"))
            ties.setdefault((pair[0], pair[1]), []).append(event)
        elif kind == REVISED:
            changes.setdefault(_origin(event, "proposal", scenario), []).append(event)
        elif kind == SPLIT:
            walkouts.setdefault(_origin(event, "proposal", scenario), []).append(event)
        elif kind == "statement":
            wishes.pop(event.party, None)  # what one says last counts
            if event.fields.get("stated") == NONCOMMITTAL and event.fields.get("wish"):
                wishes[event.party] = str(event.fields["wish"])
    backed = backed_proposal(history[k].state).tolist()
    counted = [n for n in np.flatnonzero(history.inputs.member_p).tolist()]
    kept = [True] * len(backed) if kept_p is None else kept_p.tolist()

    def node(d: int) -> Node:
        here = sorted((p for p in counted if backed[p] == d), key=lambda p: not kept[p])
        kept_here = sum(kept[p] for p in here)
        mine = tuple(changes.get(d, ())), tuple(walkouts.get(d, ()))
        return Node(d, tuple(here), kept_here, *mine)

    return Bargains(
        nodes=tuple(node(d) for d, _ in competing(scenario)),
        rest=node(-1),
        ties=tuple(Tie(a, b, tuple(events)) for (a, b), events in sorted(ties.items())),
        conditions=_conditions(history, k, wishes, backed, kept),
        members=len(counted),
        now=k,
    )


def _conditions(
    history: History, k: int, wishes: dict[int, str], backed: Sequence[int], kept: Sequence[bool]
) -> tuple[Condition, ...]:
    """Gather wishes ISSUE=LEVEL by level; a level the scenario does not know is left out."""
    space, state = history.scenario.space, history[k].state
    named: dict[tuple[int, int], list[int]] = {}
    for party in sorted(wishes):
        issue, _, level = wishes[party].partition("=")
        try:
            n = space.issue_index(issue)
            named.setdefault((n, space.issues[n].index(level)), []).append(party)
        except KeyError:
            continue
    found = [
        Condition(
            issue=n,
            level=level,
            party_a=tuple(parties),
            waiting=sum(backed[p] < 0 for p in parties),
            kept=sum(kept[p] for p in parties),
            met=tuple(state.origin_c[state.platform_ci[:, n] == level].tolist()),
        )
        for (n, level), parties in named.items()
    ]
    return tuple(sorted(found, key=lambda c: (c.issue, -c.count, c.level)))


def _origin(event: Event, name: str, scenario: Scenario) -> int:
    return scenario.proposal_index.get(str(event.fields.get(name)), -1)
