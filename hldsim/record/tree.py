"""The tree of futures in memory; a run file mirrors it.

A branch's *line* is everything from round 0 to its newest round: what it shares with its parents,
then its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hldsim.record.history import Snapshot
from hldsim.record.rounds import Folded
from hldsim.record.rows import ActRow, Branch, sealed
from hldsim.record.tips import Tip

Loader = Callable[["Tree", int], list[Snapshot]]
"""Reads a branch's own rounds from where they are kept."""

ROOT = Branch(0, None, -1)
_OPEN = 1 << 62
"""Stands for "up to its newest round"."""


@dataclass(frozen=True)
class Undo:
    """How to take an act back: a branch without it from round ``k`` on, known or to be opened."""

    act: ActRow
    k: int
    known: int | None
    branch: Branch
    acts: tuple[ActRow, ...]


class Tree:
    """Branches, acts, notes and rounds; but for notes and labels, only ever grows.

    Parameters
    ----------
    loader : callable, optional
        Where the rounds of branches that are not in memory yet come from.

    Attributes
    ----------
    folded : dict
        Setups computed so far, see ``hldsim.record.rounds.setups``.
    tips : dict
        How far each branch's own rounds have come, also where they are not in memory yet.
    """

    def __init__(self, loader: Loader | None = None) -> None:
        self.branches: dict[int, Branch] = {}
        self.notes: dict[int, dict[int, str]] = {}
        self.folded: Folded = {}
        self.tips: dict[int, Tip] = {}
        self._acts: dict[int, list[ActRow]] = {}
        self._own: dict[int, list[Snapshot]] = {}
        self._loader = loader

    def add(self, branch: Branch, acts: Sequence[ActRow] = ()) -> None:
        """Add a branch; its rounds are loaded when first asked for, or none yet."""
        self.branches[branch.id] = branch
        self._acts[branch.id] = list(acts)
        self.notes[branch.id] = {}
        if self._loader is None:
            self._own[branch.id] = []

    def add_new(self, branch: Branch, acts: Sequence[ActRow] = ()) -> None:
        """Add a branch that begins now and has no rounds anywhere."""
        self.add(branch, acts)
        self._own[branch.id] = []

    def add_act(self, act: ActRow) -> None:
        """Add an act to its branch."""
        self._acts[act.branch].append(act)

    def add_round(self, branch: int, snapshot: Snapshot) -> None:
        """Add the next round of a branch."""
        self.own_rounds(branch).append(snapshot)
        self.tips[branch] = self.tips.get(branch, Tip()).after(snapshot.k, snapshot.events)

    def rename(self, branch: int, label: str) -> None:
        """Give a branch another label."""
        self.branches[branch] = replace(self.branches[branch], label=label)

    def next_id(self) -> int:
        """Return the id of the next branch."""
        return max(self.branches, default=-1) + 1

    def next_seq(self, branch: int) -> int:
        """Return the number of the next act of a branch."""
        return len(self._acts[branch])

    def own_acts(self, branch: int) -> list[ActRow]:
        """Acts of a branch without those of its parents."""
        return self._acts[branch]

    def own_rounds(self, branch: int) -> list[Snapshot]:
        """Rounds of a branch without those it shares."""
        if branch not in self._own and self._loader is not None:
            self._own[branch] = self._loader(self, branch)
        return self._own[branch]

    def lineage(self, branch: int) -> list[tuple[int, int]]:
        """(branch, last round of it that counts) from branch 0 down to this one."""
        found: list[tuple[int, int]] = []
        upto, at = _OPEN, self.branches[branch]
        while True:
            found.append((at.id, upto))
            if at.parent is None:
                return found[::-1]
            upto = min(upto, at.forked_at)
            at = self.branches[at.parent]

    def owner(self, branch: int, k: int) -> int:
        """Return the branch of a line that round ``k`` belongs to."""
        return next(part for part, upto in self.lineage(branch) if k <= upto)

    def line(self, branch: int) -> list[Snapshot]:
        """Every round from 0 to the newest of a branch."""
        return [
            snapshot
            for part, upto in self.lineage(branch)
            for snapshot in self.own_rounds(part)
            if snapshot.k <= upto
        ]

    def tip(self, branch: int) -> Tip:
        """How far a branch's line has come; rounds that are not in memory stay where they are.

        ``adopted_at`` is left out.
        """
        k, adopted = -1, ""
        for part, upto in self.lineage(branch):
            own = self.tips.get(part, Tip())
            k = max(k, min(own.k, upto))
            if 0 <= own.adopted_at <= upto:
                adopted = own.adopted
        return Tip(k, adopted)

    def acts(self, branch: int) -> list[ActRow]:
        """Acts along a branch's line, in the order in which they come into force."""
        return [
            act for part, upto in self.lineage(branch) for act in self._acts[part] if act.k <= upto
        ]

    def shared(self, one: int, other: int) -> int:
        """Last round two branches have in common; very large for a branch and itself."""
        first, second = dict(self.lineage(one)), dict(self.lineage(other))
        common = [part for part in first if part in second]
        return min(first[common[-1]], second[common[-1]])

    def undo(self, branch: int, k: int) -> Undo | None:
        """Say how to take back the last act of a line that is in force up to round ``k + 1``."""
        done = [act for act in self.acts(branch) if act.k <= k + 1]
        if not done:
            return None
        last = done[-1]
        kept = [act for act in done[:-1] if act.k == last.k]
        new = Branch(self.next_id(), branch, last.k - 1, f"without {sealed(last).text}")
        rows = tuple(replace(act, branch=new.id, seq=seq) for seq, act in enumerate(kept))
        return Undo(last, last.k - 1, self._with_acts(branch, last.k, kept), new, rows)

    def _with_acts(self, branch: int, k: int, wanted: Sequence[ActRow]) -> int | None:
        """Find a branch that is this one up to round ``k - 1`` and has just these acts in ``k``."""
        bodies = [act.digested for act in wanted]
        for other in self.branches:
            if other == branch or self.shared(branch, other) < k - 1:
                continue
            if [act.digested for act in self.acts(other) if act.k == k] == bodies:
                return other
        return None
