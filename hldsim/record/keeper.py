"""Keeping a tree in a file while it grows, and what happens when the file cannot be written.

The tree in memory comes first. A round that cannot be written waits here; an act or a branch
that cannot be written has not happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from hldsim.errors import StorageError
from hldsim.record.history import Snapshot
from hldsim.record.rows import ActRow, Branch, Head, RoundRow
from hldsim.record.runfile import RunFile
from hldsim.record.tree import Tree


class Keeper:
    """Mirrors a tree into a run file, or into nothing where ``file`` is None.

    Attributes
    ----------
    paused_by : StorageError or None
        Why nothing more can be kept at this place, until ``flush`` or ``move_to`` succeeds.
    closed : bool
        Whether ``close`` was called; ``move_to`` begins anew elsewhere.
    """

    def __init__(self, file: RunFile | None) -> None:
        self.file = file
        self.paused_by: StorageError | None = None
        self.closed = False
        self._waiting: list[RoundRow] = []

    @property
    def read_only(self) -> bool:
        """Whether the file may only be looked at."""
        return self.file is not None and self.file.read_only

    def flush(self) -> None:
        """Write the rounds that wait.

        Raises
        ------
        StorageError
            If the place still cannot be written.
        """
        file = self.file
        if file is not None and self._waiting:
            self._try(lambda: file.add_rounds(self._waiting))
            self._waiting = []

    def add_round(self, branch: int, snapshot: Snapshot) -> None:
        """Keep a finished round; where that fails it waits."""
        self._waiting.append(row_of(branch, snapshot))
        self.flush()

    def add_act(self, act: ActRow) -> None:
        """Keep an act; once this has returned it may be acknowledged."""
        self._write(lambda file: file.add_act(act))

    def add_branch(self, branch: Branch, acts: Sequence[ActRow] = ()) -> None:
        """Keep a new branch with the acts it starts with, and make it the current one."""
        self._write(lambda file: file.add_branch(branch, list(acts)))

    def set_current(self, branch: int) -> None:
        """Remember which branch the run is on; a file that may only be read does not."""
        if not self.read_only:
            self._write(lambda file: file.set_current(branch))

    def set_label(self, branch: int, label: str) -> None:
        """Keep a branch's other label."""
        self._write(lambda file: file.set_label(branch, label))

    def set_note(self, branch: int, k: int, text: str) -> None:
        """Keep a note."""
        self._write(lambda file: file.set_note(branch, k, text))

    def save_copy(self, path: Path, head: Head, tree: Tree, current: int) -> None:
        """Write everything to another file, replacing what is there."""
        if self.file is not None and not self._waiting and not self.closed:
            self.file.save_copy(path)
            return
        beside = path.with_name(path.name + ".copy")
        beside.unlink(missing_ok=True)
        copy = write_tree(beside, head, tree, current)
        try:
            copy.save_copy(path)
        finally:
            copy.close()
            beside.unlink(missing_ok=True)

    def move_to(self, path: Path, head: Head, tree: Tree, current: int) -> None:
        """Go on in another file that holds everything; the old one is closed as it is."""
        file = write_tree(path, head, tree, current)
        if self.file is not None:
            self.file.close()
        self.file, self.paused_by, self._waiting, self.closed = file, None, [], False

    def close(self, *, discard: bool = False) -> None:
        """Write what waits, and close; ``discard`` gives up what cannot be written.

        Closing again does nothing.
        """
        if self.closed:
            return
        try:
            self.flush()
        except StorageError:
            if not discard:
                raise
        self.closed = True
        if self.file is not None:
            self.file.close()

    def _write(self, action: Callable[[RunFile], None]) -> None:
        file = self.file
        if file is not None:
            self.flush()
            self._try(lambda: action(file))

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except StorageError as error:
            self.paused_by = error
            raise
        self.paused_by = None


def row_of(branch: int, snapshot: Snapshot) -> RoundRow:
    """A snapshot as a row of a branch."""
    return RoundRow(
        branch, snapshot.k, snapshot.phase, snapshot.state, snapshot.digest, snapshot.events
    )


def write_tree(path: Path, head: Head, tree: Tree, current: int) -> RunFile:
    """Write a whole tree to a new file and leave it open.

    Raises
    ------
    StorageError
        If the place cannot be written; nothing is left there then.
    """
    file = RunFile.create(path, head)
    try:
        for branch in tree.branches.values():
            if branch.parent is None:
                for act in tree.own_acts(branch.id):
                    file.add_act(act)
            else:
                file.add_branch(branch, tree.own_acts(branch.id))
            file.add_rounds([row_of(branch.id, snap) for snap in tree.own_rounds(branch.id)])
            for k, text in tree.notes[branch.id].items():
                file.set_note(branch.id, k, text)
        file.set_current(current)
    except BaseException:
        file.discard()
        raise
    return file
