"""The board: what the window shows now. One place that changes; views are told once. No Qt."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, fields, replace

from hldsim.record.futures import FuturesSummary
from hldsim.record.history import History
from hldsim.record.seating import Seating
from hldsim.scenario.schema import Scenario

NOBODY = -1
"""``selected`` where no party is selected."""

EVERYTHING, PUBLIC, NOTHING = -1, -2, -3
"""``seen_as``: everything is shown; what everybody may know; nothing, between two people."""


@dataclass(frozen=True)
class Shown:
    """What the window shows.

    Attributes
    ----------
    scenario, history : Scenario, History or None
        None until a session is open.
    title : str
        Title of the scenario, known before the scenario is.
    preview : Scenario or None
        The scenario being opened, read but not yet checked: who takes part can be drawn already.
    k : int
        Round shown, 0 (before anybody spoke) to ``last``.
    last : int
        Newest finished round, or -1.
    finished : bool
        Whether the agenda is over.
    selected, pinned : int
        Party index, or `NOBODY`: the one looked at, and one kept to be compared with it.
    follow : bool
        Whether ``k`` follows ``last``.
    playing : bool
        Whether rounds are running (or being replayed).
    focus : str
        Key of the bloc, region or role that is shown fully, the others faint; empty: everybody.
    futures : FuturesSummary or None
        The tree of futures, as it was after the last job.
    seating : Seating or None
        Who sits at the table, and who has to act before the next round, as of the last job.
    seen_as : int
        Party whose knowledge the window is held to, or `EVERYTHING`, `PUBLIC` or `NOTHING`.
    revision : int
        Goes up whenever rounds already shown may have changed (another branch).
    """

    scenario: Scenario | None = None
    history: History | None = None
    title: str = ""
    preview: Scenario | None = None
    k: int = -1
    last: int = -1
    finished: bool = False
    selected: int = NOBODY
    pinned: int = NOBODY
    follow: bool = True
    playing: bool = False
    focus: str = ""
    futures: FuturesSummary | None = None
    seating: Seating | None = None
    seen_as: int = EVERYTHING
    revision: int = 0

    @property
    def known(self) -> History | None:
        """The history as far as it may be seen: without what delegations want, if that is held."""
        if self.history is None or self.seen_as == EVERYTHING:
            return self.history
        return self.history.public

    def private_to(self, party: int) -> bool:
        """Whether what a party wants may be seen."""
        return self.seen_as in (EVERYTHING, party)


Watcher = Callable[[Shown, frozenset[str]], None]
"""Called with what is shown now and the names of the fields that changed."""


class Board:
    """Holds a `Shown`; replaces it, and tells every watcher once per change.

    A watcher may change the board: its change is told after the one under way.
    """

    def __init__(self) -> None:
        self.shown = Shown()
        self._watchers: list[Watcher] = []
        self._untold: deque[tuple[Shown, frozenset[str]]] = deque()
        self._telling = False

    def watch(self, watcher: Watcher) -> Callable[[], None]:
        """Call ``watcher`` at every change; return a function that ends it."""
        self._watchers.append(watcher)

        def unwatch() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return unwatch

    def announce(self, title: str, preview: Scenario | None = None) -> None:
        """Show the title of a scenario that is being opened, who takes part, and nothing else.

        Said again of the same title without ``preview``, what is shown of it stays.
        """
        if preview is None and title and title == self.shown.title:
            preview = self.shown.preview
        revision = self.shown.revision + 1
        self._put(Shown(title=title, preview=preview, revision=revision))

    def open(self, scenario: Scenario, history: History, *, playing: bool = False) -> None:
        """Show a session from its newest round; who is selected or pinned stays if there too.

        With ``playing`` it goes on at once, and is drawn as rounds that run are: in turn.
        """
        old = self.shown
        self._put(
            Shown(
                scenario=scenario,
                history=history,
                title=scenario.title,
                k=history.last,
                last=history.last,
                selected=_again(old.selected, old.scenario, scenario),
                pinned=_again(old.pinned, old.scenario, scenario),
                playing=playing,
                focus=old.focus,
                revision=old.revision + 1,
            )
        )

    def rounds(self, last: int, finished: bool, branched: bool = False) -> None:
        """Take note of the newest finished round; ``branched`` if earlier ones may differ."""
        old = self.shown
        k = last if old.follow else min(old.k, last)
        revision = old.revision + 1 if branched else old.revision
        self._put(replace(old, last=last, finished=finished, k=k, revision=revision))

    def replace_history(self, history: History) -> None:
        """Show another branch of the same session; not while another one is being opened."""
        if self.shown.scenario is None:
            return
        self._put(replace(self.shown, history=history, revision=self.shown.revision + 1))

    def look_at(self, k: int) -> None:
        """Show round ``k`` (brought into range); the newest one is followed again."""
        old = self.shown
        if old.history is None:
            return
        k = max(0, min(k, old.last))
        self._put(replace(old, k=k, follow=k == old.last))

    def select(self, party: int) -> None:
        """Select a party everywhere; `NOBODY` or a number out of range selects none."""
        self._put(replace(self.shown, selected=self._there(party)))

    def pin(self, party: int) -> None:
        """Keep a party to be compared with whoever is selected; `NOBODY` keeps none."""
        self._put(replace(self.shown, pinned=self._there(party)))

    def _there(self, party: int) -> int:
        count = len(self.shown.scenario.parties) if self.shown.scenario else 0
        return party if 0 <= party < count else NOBODY

    def look_only_at(self, focus: str) -> None:
        """Show all but one bloc, region or role faint; an empty key shows everybody."""
        self._put(replace(self.shown, focus=focus))

    def show_futures(self, futures: FuturesSummary | None) -> None:
        """Show the tree of futures as it is now; None leaves what is shown."""
        if futures is not None and futures != self.shown.futures:
            self._put(replace(self.shown, futures=futures))

    def show_seating(self, seating: Seating | None) -> None:
        """Show who sits at the table now; None leaves what is shown."""
        if seating is not None and seating != self.shown.seating:
            self._put(replace(self.shown, seating=seating))

    def see_as(self, party: int) -> None:
        """Hold the window to what a party knows; see ``Shown.seen_as``."""
        self._put(replace(self.shown, seen_as=party))

    def play(self, playing: bool) -> None:
        """Take note of whether rounds are running."""
        self._put(replace(self.shown, playing=playing))

    def _put(self, new: Shown) -> None:
        changed = frozenset(
            f.name
            for f in fields(Shown)
            if not _same(getattr(self.shown, f.name), getattr(new, f.name))
        )
        if not changed:
            return
        self.shown = new
        self._untold.append((new, changed))
        if self._telling:
            return
        self._telling = True
        try:
            while self._untold:
                shown, names = self._untold.popleft()
                for watcher in tuple(self._watchers):
                    watcher(shown, names)
        finally:
            self._telling = False
            self._untold.clear()


def _again(party: int, old: Scenario | None, new: Scenario) -> int:
    """Index in another scenario of a party of this one, by its id; `NOBODY` if it is not there."""
    if old is None or party == NOBODY:
        return NOBODY
    return new.party_index.get(old.parties[party].id, NOBODY)


def _same(one: object, other: object) -> bool:
    """Equal numbers and texts, or the very same object: scenarios are not compared in depth."""
    if isinstance(one, (int, str)):
        return one == other
    return one is other
