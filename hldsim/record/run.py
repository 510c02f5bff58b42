"""RunRecord: a whole run with every round in memory, and what can be asked of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hldsim.domain.events import Event
from hldsim.engine.run import run
from hldsim.engine.setup import Setup
from hldsim.errors import RunFileError
from hldsim.record.history import History
from hldsim.record.keeper import row_of
from hldsim.record.line import Line
from hldsim.record.reload import scenario_of, tree_of
from hldsim.record.rounds import Base, opening, record_round
from hldsim.record.rows import ActRow, Head
from hldsim.record.runfile import RunFile
from hldsim.record.summary import summary
from hldsim.record.tree import ROOT, Tree
from hldsim.scenario.schema import Scenario
from hldsim.table.state import State

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class RunRecord:
    """One run from the first round to the last.

    Attributes
    ----------
    setup : Setup
        Parameters in force in the last round.
    conditioned : bool
        Whether known positions were imposed at the start.
    acts : tuple of ActRow
        What was done along the way; empty for a run that nobody intervened in.
    """

    scenario: Scenario
    seed: int
    history: History
    setup: Setup
    conditioned: bool = True
    acts: tuple[ActRow, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Digest of the last round: equal for equal runs."""
        return self.history[-1].digest

    def summary(self) -> dict[str, Any]:
        """How the run ended, as plain data without NaN; see ``hldsim.record.summary``."""
        return summary(self.scenario, self.seed, self.history, self.setup)

    def parties(self) -> pd.DataFrame:
        """One row a party; columns in ``hldsim.record.frames.parties``."""
        from hldsim.record.frames import parties

        return parties(self.history, self.setup)

    def rounds(self) -> pd.DataFrame:
        """One row a round; columns in ``hldsim.record.frames.rounds``."""
        from hldsim.record.frames import rounds

        return rounds(self.history)

    def coalitions(self) -> pd.DataFrame:
        """One row a coalition and round; columns in ``hldsim.record.frames.coalitions``."""
        from hldsim.record.frames import coalitions

        return coalitions(self.history)

    def events(self) -> pd.DataFrame:
        """One row an event; columns in ``hldsim.record.frames.events``."""
        from hldsim.record.frames import events

        return events(self.history)

    def save(self, path: str | Path) -> Path:
        """Write a run file of one branch that holds this run.

        Raises
        ------
        StorageError
            If the file exists, or the place cannot be written.
        """
        place = Path(path)
        base = Base.of(self.scenario, self.seed, self.conditioned)
        file = RunFile.create(place, base.head())
        try:
            for seq, act in enumerate(self.acts):
                file.add_act(replace(act, branch=ROOT.id, seq=seq))
            file.add_rounds([row_of(ROOT.id, snapshot) for snapshot in self.history])
        except BaseException:
            file.discard()
            raise
        file.close()
        return place


def record(scenario: Scenario, seed: int, *, conditioned: bool = True) -> RunRecord:
    """Play a whole run and keep every round.

    Parameters
    ----------
    conditioned : bool
        Whether known positions are imposed at the start.

    Examples
    --------
    >>> from hldsim.scenario.load import load_scenario
    >>> a, b = (record(load_scenario("hld_2006"), seed=7) for _ in range(2))
    >>> a.fingerprint == b.fingerprint
    True
    """
    kept: list[History] = []

    def watch(setup: Setup, state: State, events: tuple[Event, ...]) -> None:
        if not kept:
            kept.append(History(scenario, setup.inputs, seed, lambda _: setup))
            kept[0].append(opening(state))
            return
        kept[0].append(record_round(scenario, kept[0][-1].digest, state, events))

    result = run(scenario, seed, conditioned=conditioned, watch=watch)
    return RunRecord(scenario, seed, kept[0], result.setup, conditioned)


def load_record(path: str | Path, branch: int | None = None) -> RunRecord:
    """Read one branch of a run file, the one the run was on last by default.

    Raises
    ------
    RunFileError
        If the file cannot be used; one line that says what to do.
    """
    file = RunFile.open(Path(path), read_only=True)
    try:
        base, tree, chosen = read_branch(file, file.head(), branch)
        line = Line(base, tree, chosen)
    finally:
        file.close()
    return record_of(base, line, tuple(tree.acts(chosen)))


def read_branch(file: RunFile, head: Head, branch: int | None) -> tuple[Base, Tree, int]:
    """Read the tree of an open file, and see that it has a branch; its current one by default.

    Raises
    ------
    RunFileError
        If it has not, or cannot be read.
    """
    base = Base.of(scenario_of(file, head), head.seed, head.conditioned)
    tree = tree_of(file, base)
    chosen = file.current() if branch is None else branch
    if chosen not in tree.branches:
        known = ", ".join(str(n) for n in tree.branches)
        raise RunFileError(f"{file.path} has no branch {chosen}; branches: {known}")
    if not tree.own_rounds(ROOT.id):  # killed before anything but its start was written
        tree.add_round(ROOT.id, base.snapshot())
    return base, tree, chosen


def record_of(base: Base, line: Line, acts: tuple[ActRow, ...]) -> RunRecord:
    """Return a line as a record."""
    return RunRecord(
        base.scenario, base.seed, line.history, line.setups[-1], base.conditioned, acts
    )
