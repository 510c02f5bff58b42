"""Replay: play a recorded run again from its interventions only, and compare the digests.

It plays with the bare engine, not through Mesa, so that a replay checks that road too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hldsim import __version__
from hldsim.engine.advance import advance, finished
from hldsim.engine.setup import Setup
from hldsim.errors import HldsimError
from hldsim.record.history import Snapshot
from hldsim.record.reload import scenario_of
from hldsim.record.rounds import Base, lay, record_round, setups
from hldsim.record.rows import ActRow, Branch
from hldsim.record.runfile import RunFile
from hldsim.record.tree import Tree

Progress = Callable[[int, int], None]
"""Called with rounds compared so far, and rounds in all."""


@dataclass(frozen=True)
class Difference:
    """The first round of a branch that comes out differently, and why if it cannot be played."""

    branch: int
    k: int
    reason: str = ""


@dataclass(frozen=True)
class ReplayReport:
    """What playing a record again gave.

    Attributes
    ----------
    rounds : int
        Rounds compared and found the same.
    differences : tuple of Difference
        For each branch that differs, its first round that does; parents first.
    recorded_by, replayed_by : str
        Versions of hldsim.
    """

    path: Path
    branches: int
    rounds: int
    differences: tuple[Difference, ...]
    recorded_by: str
    replayed_by: str

    @property
    def same(self) -> bool:
        """Whether every round of every branch came out the same."""
        return not self.differences

    @property
    def text(self) -> str:
        """The report in one line."""
        versions = ""
        if self.recorded_by != self.replayed_by:
            versions = f" (recorded by hldsim {self.recorded_by}, replayed by {self.replayed_by})"
        if self.same:
            branches = "1 branch" if self.branches == 1 else f"{self.branches} branches"
            count = f"{self.rounds} digests (round 0 included) on {branches}"
            return f"{self.path}: same in all of {count}{versions}"
        first = self.differences[0]
        why = f": {first.reason}" if first.reason else ""
        return (
            f"{self.path}: differs from round {first.k} of branch {first.branch} on{versions}{why}"
        )


def replay(path: Path, progress: Progress | None = None) -> ReplayReport:
    """Play every branch of a run file again and compare round by round.

    Raises
    ------
    RunFileError
        If the file cannot be used; one line that says what to do.
    """
    file = RunFile.open(path, read_only=True)
    try:
        return _Replay(file, progress).report()
    finally:
        file.close()


class _Replay:
    """One replay under way; ``tree`` holds what came out this time."""

    def __init__(self, file: RunFile, progress: Progress | None) -> None:
        self.file = file
        self.head = file.head()
        scenario = scenario_of(file, self.head)
        self.base = Base.of(scenario, self.head.seed, self.head.conditioned)
        self.tree = Tree()
        self.recorded = {branch: file.digests(branch.id) for branch in file.branches()}
        self._progress = progress or (lambda done, total: None)
        self._total = sum(len(digests) for digests in self.recorded.values())
        self._done = 0
        self._folded: tuple[list[ActRow], Setup] | None = None

    def report(self) -> ReplayReport:
        """Play every branch, parents first."""
        found = [self._branch(branch) for branch in self.recorded]
        return ReplayReport(
            path=self.file.path,
            branches=len(self.recorded),
            rounds=self._done,
            differences=tuple(difference for difference in found if difference is not None),
            recorded_by=self.head.version,
            replayed_by=__version__,
        )

    def _branch(self, branch: Branch) -> Difference | None:
        self.tree.add_new(branch, self.file.acts(branch.id))
        acts = self.tree.acts(branch.id)
        line = self.tree.line(branch.id)
        if len(line) != branch.forked_at + 1:  # its parent could not be played that far
            return Difference(branch.id, len(line), "its parent differs before it begins")
        for k, digest in self.recorded[branch].items():
            try:
                snapshot = self._round(line, acts)
            except HldsimError as error:
                return Difference(branch.id, k, str(error).splitlines()[0])
            if snapshot is None or snapshot.digest != digest:
                return Difference(branch.id, k)
            line.append(snapshot)
            self.tree.add_round(branch.id, snapshot)
            self._done += 1
            self._progress(self._done, self._total)
        return None

    def _round(self, line: list[Snapshot], acts: list[ActRow]) -> Snapshot | None:
        """Play the next round of a line; None where the agenda is over."""
        if not line:
            return self.base.snapshot()
        last = line[-1]
        due = [act for act in acts if act.k == last.k + 1]
        setup = self._setup(line, acts)
        if finished(setup, last.state):
            return None
        table = lay(setup, last.state, due)
        state, events = advance(table.setup, table.state, table.acts)
        return record_round(self.base.scenario, last.digest, state, events, due)

    def _setup(self, line: list[Snapshot], acts: list[ActRow]) -> Setup:
        """Parameters in force in the last round of a line; folded anew only where it changed."""
        changed = [act for act in acts if act.k <= line[-1].k and act.kind != "act"]
        if self._folded is None or self._folded[0] != changed:
            self._folded = (changed, setups(self.base, line, acts)[-1])
        return self._folded[1]
