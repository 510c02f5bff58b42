"""Tips: how far each branch has come, known without reading its states."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace

from hldsim.domain.events import Event


@dataclass(frozen=True)
class Tip:
    """How far a branch's own rounds have come, and what was adopted in them.

    Attributes
    ----------
    k : int
        Newest of its own rounds; -1 for none.
    adopted : str
        Proposal whose coalition's design was adopted; empty if none was.
    adopted_at : int
        Round in which that was decided; -1 if it was not.
    """

    k: int = -1
    adopted: str = ""
    adopted_at: int = -1

    def after(self, k: int, events: Iterable[Event]) -> Tip:
        """The tip one round on; proposals to go further, put after the others, do not count."""
        for event in events:
            if event.kind == "adopted" and event.coalition >= 0:
                return Tip(k, str(event.fields["proposal"]), k)
        return replace(self, k=k)


def read_tips(db: sqlite3.Connection) -> dict[int, Tip]:
    """Return the tip of each branch of a run file that has rounds of its own."""
    newest = db.execute("SELECT branch, MAX(k) FROM round GROUP BY branch")
    found = {int(branch): Tip(int(k)) for branch, k in newest}
    decided = db.execute(
        "SELECT branch, k, body FROM event "
        "WHERE kind = 'adopted' AND coalition >= 0 ORDER BY branch, k, seq DESC"
    )
    for branch, k, body in decided:
        found[branch] = Tip(found[branch].k, str(json.loads(body)["proposal"]), k)
    return found
