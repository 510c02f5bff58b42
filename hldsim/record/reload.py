"""From a run file back to a tree; rounds whose state was not kept are computed again."""

from __future__ import annotations

from dataclasses import replace

from hldsim.engine.advance import advance
from hldsim.errors import RunFileError, ScenarioError
from hldsim.record.digest import round_digest
from hldsim.record.history import Snapshot
from hldsim.record.rounds import Base, lay, setups
from hldsim.record.rows import Head, RoundRow
from hldsim.record.runfile import RunFile
from hldsim.record.tree import Tree
from hldsim.scenario.build import build
from hldsim.scenario.canonical import from_json
from hldsim.scenario.schema import Scenario


def scenario_of(file: RunFile, head: Head) -> Scenario:
    """Build the scenario a run file carries.

    Raises
    ------
    RunFileError
        If this hldsim cannot read it.
    """
    try:
        return build(from_json(head.scenario_json))
    except (ScenarioError, KeyError, ValueError, TypeError) as error:
        text = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise RunFileError(
            f"{file.path}: its scenario, written by hldsim {head.version}, cannot be read ({text})"
        ) from error


def tree_of(file: RunFile, base: Base) -> Tree:
    """Return the tree a file holds; rounds are read when a branch is first looked at."""
    tree = Tree(lambda tree, branch: _own_rounds(file, base, tree, branch))
    tree.tips.update(file.tips())
    for branch in file.branches():
        tree.add(branch, file.acts(branch.id))
        tree.notes[branch.id] = file.notes(branch.id)
    return tree


def _own_rounds(file: RunFile, base: Base, tree: Tree, branch: int) -> list[Snapshot]:
    """Read a branch's own rounds; a state that was not kept is computed from the one before."""
    info = tree.branches[branch]
    shared = [] if info.parent is None else tree.line(info.parent)
    line = [snapshot for snapshot in shared if snapshot.k <= info.forked_at]
    start = len(line)
    for row in file.rounds(branch):
        if row.k != len(line):
            raise RunFileError(f"{file.path}: branch {branch} lacks round {len(line)}")
        line.append(_snapshot(file, base, tree, branch, line, row))
    return line[start:]


def _snapshot(
    file: RunFile, base: Base, tree: Tree, branch: int, line: list[Snapshot], row: RoundRow
) -> Snapshot:
    if row.state is not None:
        return Snapshot(row.k, row.phase, row.state, row.events, row.digest)
    acts = tree.acts(branch)
    setup = setups(base, line, acts, tree.folded)[-1]
    due = [act for act in acts if act.k == row.k]
    table = lay(setup, line[-1].state, due)
    state, _ = advance(table.setup, table.state, table.acts)
    if round_digest(line[-1].digest, state, [act.digested for act in due]) != row.digest:
        raise RunFileError(
            f"{file.path}: round {row.k} of branch {branch} comes out differently in this hldsim; "
            f"open it with hldsim {file.head().version}, which wrote it"
        )
    return Snapshot(row.k, row.phase, replace(state, k=row.k), row.events, row.digest)
