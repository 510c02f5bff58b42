"""Standing: where one is in a tree of futures, and every way to be somewhere else in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hldsim.errors import InterventionError, StorageError
from hldsim.record.futures import FuturesSummary, futures_of
from hldsim.record.history import History, Snapshot
from hldsim.record.keeper import Keeper
from hldsim.record.line import Line, history_of
from hldsim.record.rounds import Base
from hldsim.record.rows import ActRow, Branch, sealed
from hldsim.record.tree import Tree


@dataclass(frozen=True)
class Receipt:
    """What was done is on the disk: from which round it is in force, where, and in words.

    Ballots are left out of the words: they stay hidden until they are counted.
    """

    k: int
    branch: int
    seq: int
    text: str

    @classmethod
    def of(cls, row: ActRow) -> Receipt:
        """The receipt of an act."""
        return cls(row.k, row.branch, row.seq, f"from round {row.k}: {sealed(row).text}")


class Standing:
    """A place in a tree: a branch and a round of it.

    Attributes
    ----------
    k : int
        Round we stand at: ``history.last`` unless we went back.
    """

    def __init__(self, base: Base, tree: Tree, keeper: Keeper, branch: int) -> None:
        self._base = base
        self._tree = tree
        self._keeper = keeper
        self._undone: list[tuple[int, int]] = []
        self._enter(branch, None)

    @property
    def history(self) -> History:
        """Rounds 0 to the newest of the branch we are on."""
        return self._line.history

    @property
    def branch(self) -> int:
        """Branch we are on; 0 is the first."""
        return self._line.branch

    @property
    def fingerprint(self) -> str:
        """Digest of the branch's newest round: equal for equal runs."""
        return self.history[-1].digest

    def branches(self) -> tuple[Branch, ...]:
        """Every branch of the tree, parents first."""
        return tuple(self._tree.branches.values())

    def interventions(self) -> tuple[ActRow, ...]:
        """What was done along this branch, in the order in which it came into force."""
        return tuple(self._tree.acts(self.branch))

    def history_of(self, branch: int) -> History:
        """Rounds of any branch, to be laid beside this one."""
        if branch not in self._tree.branches:
            raise InterventionError(f"no branch {branch}; branches: {list(self._tree.branches)}")
        return history_of(self._base, self._tree.line(branch))

    def undone(self) -> tuple[ActRow, ...]:
        """What ``redo`` does again, the next first."""
        found = []
        for branch, k in reversed(self._undone):
            found.append([act for act in self._tree.acts(branch) if act.k <= k + 1][-1])
        return tuple(found)

    def futures(self) -> FuturesSummary:
        """Sum up the tree, for whoever may not touch the session."""
        rounds = self._base.scenario.rounds
        return futures_of(
            self._tree, rounds, self.branch, self.notes(), self.undone(), self.read_only
        )

    @property
    def read_only(self) -> bool:
        """Whether the run may only be looked at; ``move_to`` goes on in a copy."""
        return self._keeper.read_only

    @property
    def paused_by(self) -> StorageError | None:
        """Why nothing can be kept any more; None if all is well. See ``move_to``."""
        return self._keeper.paused_by

    def rewind(self, k: int) -> Snapshot:
        """Go to a recorded round of this branch; nothing is deleted.

        Raises
        ------
        InterventionError
            If there is no such round.
        """
        if not 0 <= k <= self.history.last:
            raise InterventionError(f"no round {k} to go to: 0 to {self.history.last}")
        self.k = k
        return self.history[k]

    def fork(self, k: int, label: str) -> int:
        """Open a branch after round ``k`` without doing anything yet; return its id."""
        self._must_write()
        if not 0 <= k <= self.history.last:
            raise InterventionError(f"no round {k} to fork at: 0 to {self.history.last}")
        branch = Branch(self._tree.next_id(), self.branch, k, label)
        self._open_branch(branch, [])
        self._undone.clear()
        return branch.id

    def switch(self, branch: int, k: int | None = None) -> Snapshot:
        """Go to another branch, at round ``k`` or its newest; what was undone stays undone."""
        last = self.history_of(branch).last
        if k is not None and not 0 <= k <= last:
            raise InterventionError(f"no round {k} on branch {branch}: 0 to {last}")
        self._keeper.set_current(branch)
        if branch != self.branch:
            self._undone.clear()
        self._enter(branch, k)
        return self.history[self.k]

    def undo(self) -> Receipt:
        """Go to where the last act came into force, on a branch without it; nothing is deleted.

        "Last" is the last one in force up to the next round from where we stand.

        Raises
        ------
        InterventionError
            If nothing was done up to here.
        """
        self._must_write()
        undo = self._tree.undo(self.branch, self.k)
        if undo is None:
            raise InterventionError("nothing to undo: nothing was done up to this round")
        place = (self.branch, self.k)
        if undo.known is None:
            self._open_branch(undo.branch, undo.acts)
        else:
            self._keeper.set_current(undo.known)
            self._enter(undo.known, undo.k)
        self._undone.append(place)
        return Receipt.of(undo.act)

    def redo(self) -> Snapshot:
        """Take the last ``undo`` back.

        Raises
        ------
        InterventionError
            If nothing was undone, or something was done since.
        """
        if not self._undone:
            raise InterventionError("nothing to redo: nothing was undone since the last act")
        branch, k = self._undone[-1]
        self._keeper.set_current(branch)
        self._enter(branch, k)
        self._undone.pop()
        return self.history[self.k]

    def rename(self, branch: int, label: str) -> None:
        """Give a branch another label; an empty one takes it away."""
        self._must_write()
        if branch not in self._tree.branches:
            raise InterventionError(f"no branch {branch}; branches: {list(self._tree.branches)}")
        self._keeper.set_label(branch, label)
        self._tree.rename(branch, label)

    def note(self, k: int, text: str) -> None:
        """Write something down about a round of this branch; an empty text removes it.

        Raises
        ------
        InterventionError
            If there is no such round.
        """
        self._must_write()
        if not 0 <= k <= self.history.last:
            raise InterventionError(f"no round {k} to note: 0 to {self.history.last}")
        owner = self._tree.owner(self.branch, k)
        self._keeper.set_note(owner, k, text)
        notes = self._tree.notes[owner]
        notes.pop(k, None)
        if text:
            notes[k] = text

    def notes(self) -> dict[int, str]:
        """Notes along this branch, by round."""
        found: dict[int, str] = {}
        for part, upto in self._tree.lineage(self.branch):
            found |= {k: text for k, text in self._tree.notes[part].items() if k <= upto}
        return dict(sorted(found.items()))

    def _must_write(self) -> None:
        file = self._keeper.file
        if self._keeper.closed:
            place = "it was kept in memory only" if file is None else f"open {file.path} again"
            raise StorageError(f"the run was closed and cannot go on: {place}")
        if file is not None and file.read_only:
            raise StorageError(f"{file.path} is open for reading only; save a copy to go on")

    def _enter(self, branch: int, k: int | None) -> None:
        """Stand on a branch, at round ``k`` or its newest."""
        line = Line(self._base, self._tree, branch)
        self.k = line.history.last if k is None else k
        self._line = line

    def _open_branch(self, branch: Branch, acts: Sequence[ActRow]) -> None:
        self._keeper.add_branch(branch, acts)
        self._tree.add_new(branch, acts)
        self._enter(branch.id, branch.forked_at)
