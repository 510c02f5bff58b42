"""Matters: which public events of a run concern a party. No prose, no private knowledge."""

from __future__ import annotations

from hldsim.domain.events import Event
from hldsim.record.history import History
from hldsim.table.state import UNCOMMITTED

ABOUT_TEXTS = ("revised", "amendment", "merged", "bargain_refused", "split", "objected")
"""Kinds about a text: they concern whoever backs it."""

OF_ALL = ("put", "adopted", "refused", "no_agreement", "host_withdrew")
"""Kinds that concern everybody."""


def matters(event: Event, history: History, party: int) -> bool:
    """Whether an event concerns a party: it is about the text it backs, or the whole meeting.

    What the party itself said or did does not: it knows.
    """
    if event.kind in OF_ALL:
        return True
    if event.kind not in ABOUT_TEXTS or event.party == party:
        return False
    return about_its_text(event, history, party)


def about_its_text(event: Event, history: History, party: int) -> bool:
    """Whether an event is about a text that the party backed before the round, or backs after it.

    A bargain is about both texts.
    """
    before, after = history[max(event.k - 1, 0)].state, history[min(event.k, history.last)].state
    backed = {int(before.membership_p[party]), int(after.membership_p[party])} - {UNCOMMITTED}
    if event.coalition in backed:
        return True
    other = history.scenario.proposal_index.get(str(event.fields.get("other")))
    return other in {int(after.origin_c[c]) for c in backed}
