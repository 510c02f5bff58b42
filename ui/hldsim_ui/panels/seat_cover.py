"""What of the window may be seen while people sit at the table. No Qt.

What is public: positions stated, who backs what, texts, objections seen, the room's belief in each
design, the record of the meeting, country figures. What others want is not, nor other futures.
"""

from __future__ import annotations

from hldsim.report.texts import text
from hldsim.table.state import NOT_ASKED
from hldsim_ui.board import EVERYTHING, NOTHING, PUBLIC, Shown

OPEN = frozenset(
    (
        *("coalition_map", "world_map", "support", "flows", "bargains", "power"),
        *("inspector", "meeting_record", "seat"),
    )
)
"""Parts that show public things only, or keep what is private to themselves (inspector, seat)."""
ALWAYS = frozenset(("seat",))
"""Parts that are told themselves what to show between two people."""


def why_covered(part: str, shown: Shown) -> str:
    """Say why a part may not be seen now; nothing if it may.

    A part without a name is on the window for the audience, and public.
    """
    if shown.seen_as == EVERYTHING or not part or part in ALWAYS:
        return ""
    if shown.seen_as == NOTHING:
        return text("sitting.curtain")
    if part == "ballots":
        return "" if _counted(shown) else text("sitting.covered_ballots")
    if part in OPEN:
        return ""
    if shown.seen_as == PUBLIC or shown.scenario is None:
        return text("sitting.covered_public")
    return text("sitting.covered", party=shown.scenario.parties[shown.seen_as].name)


def _counted(shown: Shown) -> bool:
    """Whether ballots have been counted by the round shown."""
    if shown.history is None or not 0 <= shown.k <= shown.history.last:
        return False
    return bool((shown.history[shown.k].state.ballot_pd != NOT_ASKED).any())
