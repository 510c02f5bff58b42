"""What happened in a round, in a few lines: for tooltips and for jumping from turn to turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hldsim.domain.events import Event
from hldsim.record.history import History, Snapshot
from hldsim.report.sentences import sentence
from hldsim.report.texts import FALLBACK, text, word
from hldsim.scenario.schema import Scenario

TOLD = (
    "intervened",
    "adopted",
    "no_agreement",
    "refused",
    "merged",
    "split",
    "dissolved",
    "amendment",
    "seat_taken",
    "seat_left",
    "shifted",
)
"""Kinds of which every event is told, the weightiest first; of the others there are many."""
QUIET = ("phase", "put", "host_withdrew", "tone", "tabled")
"""Kinds that a count says nothing about."""
ANYBODY = -2
"""Stands for any party or none; -1 is nobody."""


@dataclass(frozen=True)
class Turn:
    """A kind of event worth jumping to.

    Attributes
    ----------
    name : str
        Its id; what a menu says is among the texts, under ``turn``.
    kinds : tuple of str
        Kinds of events; empty for any.
    selected : bool
        Whether only events of the selected party count.
    """

    name: str
    kinds: tuple[str, ...] = ()
    selected: bool = False

    @property
    def label(self) -> str:
        """What a menu says."""
        return text(f"turn.{self.name}")


TURNS = (
    Turn("points", ("merged", "split", "dissolved", "adopted", "no_agreement")),
    Turn("merged", ("merged",)),
    Turn("split", ("split",)),
    Turn("revised", ("revised",)),
    Turn("decided", ("adopted", "refused", "no_agreement")),
    Turn("intervened", ("intervened",)),
    Turn("phase", ("phase",)),
    Turn("spoke", ("statement",), selected=True),
    Turn("moved", ("joined", "left", "objected"), selected=True),
    Turn("selected", selected=True),
)
"""What one may jump to, in the order of a menu."""


def rounds_of(history: History, turn: Turn, upto: int, party: int = -1) -> list[int]:
    """List the rounds up to ``upto`` that hold such a turn; ``party`` is the selected one."""
    wanted = party if turn.selected else ANYBODY
    stop = min(upto, history.last) + 1
    return [k for k in range(stop) if any(_is(event, turn, wanted) for event in history[k].events)]


def next_in(rounds: Iterable[int], k: int, step: int) -> int | None:
    """Return the nearest of some rounds after ``k`` (``step`` 1) or before it (-1), or None.

    Examples
    --------
    >>> next_in([3, 8, 20], 8, 1), next_in([3, 8, 20], 8, -1), next_in([3], 3, 1)
    (20, 3, None)
    """
    if step > 0:
        return min((r for r in rounds if r > k), default=None)
    return max((r for r in rounds if r < k), default=None)


def happened(
    snapshot: Snapshot, scenario: Scenario, most: int = 5, lang: str = FALLBACK
) -> tuple[str, ...]:
    """Say what happened in a round, a line each: what is rare in full, the rest counted.

    Parameters
    ----------
    most : int
        Most sentences in full.
    """
    told = [event for kind in TOLD for event in snapshot.events if event.kind == kind]
    lines = [sentence(event, scenario, lang) for event in told[:most]]
    if len(told) > most:
        lines.append(text("happened.more", lang, count=len(told) - most))
    counts = Counter(event.kind for event in snapshot.events)
    lines += [
        text("happened.count", lang, kind=word("kind", kind, lang), count=count)
        for kind, count in counts.items()
        if kind not in TOLD and kind not in QUIET
    ]
    return tuple(lines)


def _is(event: Event, turn: Turn, party: int) -> bool:
    if turn.kinds and event.kind not in turn.kinds:
        return False
    return party == ANYBODY or (party >= 0 and event.party == party)
