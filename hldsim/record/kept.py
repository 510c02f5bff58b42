"""A kept run: one branch of a run file as a record, with what the file says around it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hldsim.record.futures import FuturesSummary, futures_of
from hldsim.record.line import Line
from hldsim.record.opening import look, missing_wal
from hldsim.record.rows import Head
from hldsim.record.run import RunRecord, read_branch, record_of
from hldsim.record.runfile import RunFile


@dataclass(frozen=True)
class KeptRun:
    """What a report of a run is made from.

    Attributes
    ----------
    record : RunRecord
        The branch.
    head : Head
        What the run started from, and which hldsim began it.
    futures : FuturesSummary
        The whole tree; ``shown`` is the branch.
    name : str
        Name of the file, without its folder.
    cut : bool
        Whether the file was not closed and what it wrote last is gone.
    """

    record: RunRecord
    head: Head
    futures: FuturesSummary
    name: str
    cut: bool = False

    @property
    def finished(self) -> bool:
        """Whether the branch was played to the end of the agenda."""
        return self.record.history.last >= self.record.scenario.rounds


def kept_run(path: str | Path, branch: int | None = None) -> KeptRun:
    """Read one branch of a run file, the one the run was on last by default.

    Raises
    ------
    RunFileError
        If the file cannot be used, or has no such branch.
    """
    place = Path(path)
    look(place)
    cut = missing_wal(place)  # looked at first: whoever opens the file makes a new one
    file = RunFile.open(place, read_only=True)
    try:
        head = file.head()
        base, tree, chosen = read_branch(file, head, branch)
        line = Line(base, tree, chosen)
        notes: dict[int, str] = {}
        for part, upto in tree.lineage(chosen):
            notes |= {k: text for k, text in tree.notes[part].items() if k <= upto}
        futures = futures_of(tree, base.scenario.rounds, chosen, dict(sorted(notes.items())))
    finally:
        file.close()
    run = record_of(base, line, tuple(tree.acts(chosen)))
    return KeptRun(run, head, futures, place.name, cut)
