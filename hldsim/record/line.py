"""Line: one branch from round 0 to its newest round, ready to be played on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hldsim.engine.setup import Setup
from hldsim.record.history import History, Snapshot
from hldsim.record.rounds import Base, Table, lay, setups
from hldsim.record.rows import ActRow
from hldsim.record.tree import Tree


class Line:
    """A branch's history with the parameters in force in each of its rounds.

    Attributes
    ----------
    history : History
        Rounds 0 to the newest.
    setups : list of Setup
        Parameters in force in each of them.
    """

    def __init__(self, base: Base, tree: Tree, branch: int) -> None:
        self._tree = tree
        self.branch = branch
        self.setups: list[Setup] = setups(base, tree.line(branch), tree.acts(branch), tree.folded)
        # The history asks the list, not the line, which holds it: a closed run is let go at once.
        self.history = history_of(base, tree.line(branch), self.setups.__getitem__)
        self._laid: tuple[int, int, Table] | None = None

    def due(self, k: int) -> list[ActRow]:
        """Acts that come into force in round ``k``."""
        return [act for act in self._tree.acts(self.branch) if act.k == k]

    def table_after(self, k: int) -> Table:
        """The table after round ``k``, with what was decided for the next round in place."""
        due = self.due(k + 1)
        if self._laid is None or self._laid[:2] != (k, len(due)):
            self.hold(k, len(due), lay(self.setups[k], self.history[k].state, due))
        assert self._laid is not None
        return self._laid[2]

    def hold(self, k: int, acts: int, table: Table) -> None:
        """Remember the table after round ``k`` with so many acts in place."""
        self._laid = (k, acts, table)

    def append(self, snapshot: Snapshot, setup: Setup) -> None:
        """Add the next round, here and to the tree."""
        self._tree.add_round(self.branch, snapshot)
        self.setups.append(setup)
        self.history.append(snapshot)


def history_of(
    base: Base, snapshots: Sequence[Snapshot], setup_at: Callable[[int], Setup] | None = None
) -> History:
    """Snapshots of a line as a history."""
    history = History(base.scenario, base.setup.inputs, base.seed, setup_at)
    for snapshot in snapshots:
        history.append(snapshot)
    return history
