"""Futures: the tree as it stands, summed up in plain data that any thread may look at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hldsim.record.rows import ActRow, sealed

if TYPE_CHECKING:
    from hldsim.record.tree import Tree


@dataclass(frozen=True)
class Future:
    """One branch of the tree.

    Attributes
    ----------
    label : str
        Its name; empty if nobody gave it one.
    parent : int or None
        Branch that owns the last round it shares; None for branch 0, the first.
    forked_at : int
        That round; -1 for branch 0.
    last : int
        Newest round.
    finished : bool
        Whether the agenda is over.
    adopted : str
        Proposal whose coalition's design was adopted; empty if none was (yet).
    done : tuple of ActRow
        What was done on it, without what was done before it forked.
    """

    branch: int
    label: str = ""
    parent: int | None = None
    forked_at: int = -1
    last: int = 0
    finished: bool = False
    adopted: str = ""
    done: tuple[ActRow, ...] = ()


@dataclass(frozen=True)
class FuturesSummary:
    """The tree of futures of a run, and where one stands in it.

    Attributes
    ----------
    rounds : int
        Rounds of the agenda.
    futures : tuple of Future
        In the order in which they were opened.
    shown : int
        Branch one is on.
    done : tuple of ActRow
        What was done along it, its shared past included.
    undone : tuple of ActRow
        What was taken back and can be done again, the next first.
    notes : Mapping[int, str]
        Notes along it, by round.
    read_only : bool
        Whether the run may only be looked at.
    """

    rounds: int
    futures: tuple[Future, ...]
    shown: int = 0
    done: tuple[ActRow, ...] = ()
    undone: tuple[ActRow, ...] = ()
    notes: Mapping[int, str] = field(default_factory=dict)
    read_only: bool = False

    def future(self, branch: int) -> Future:
        """Return a future by its branch.

        Raises
        ------
        KeyError
            If there is no such branch.
        """
        for one in self.futures:
            if one.branch == branch:
                return one
        raise KeyError(branch)

    def path(self, branch: int) -> tuple[tuple[int, int], ...]:
        """(branch, last round of it that counts) from branch 0 down to this one."""
        one = self.future(branch)
        found = [(branch, one.last)]
        while one.parent is not None:
            found.append((one.parent, one.forked_at))
            one = self.future(one.parent)
        return tuple(found[::-1])

    def shared(self, one: int, other: int) -> int:
        """Last round that two futures have in common."""
        first, second = dict(self.path(one)), dict(self.path(other))
        return max(min(first[part], second[part]) for part in first if part in second)

    def done_since(self, branch: int, k: int) -> tuple[ActRow, ...]:
        """What was done along a future that came into force after round ``k``."""
        return tuple(
            act
            for part, upto in self.path(branch)
            for act in self.future(part).done
            if act.k > k and (act.k <= upto or part == branch)
        )


def futures_of(
    tree: Tree,
    rounds: int,
    shown: int,
    notes: Mapping[int, str],
    undone: tuple[ActRow, ...] = (),
    read_only: bool = False,
) -> FuturesSummary:
    """Sum up a tree of which ``shown`` is the branch one is on."""
    return FuturesSummary(
        rounds=rounds,
        futures=tuple(_future(tree, rounds, branch) for branch in tree.branches),
        shown=shown,
        done=unsealed(tree, tree.acts(shown)),
        undone=unsealed(tree, undone),
        notes=dict(notes),
        read_only=read_only,
    )


def _future(tree: Tree, rounds: int, branch: int) -> Future:
    info, tip = tree.branches[branch], tree.tip(branch)
    parent = None if info.parent is None else tree.owner(info.parent, info.forked_at)
    return Future(
        branch=branch,
        label=info.label,
        parent=parent,
        forked_at=info.forked_at,
        last=tip.k,
        finished=tip.k >= rounds,
        adopted=tip.adopted,
        done=unsealed(tree, tree.own_acts(branch)),
    )


def unsealed(tree: Tree, acts: Iterable[ActRow]) -> tuple[ActRow, ...]:
    """Acts as anybody may read them: ballots only where they have been counted."""
    return tuple(act if act.k <= tree.tip(act.branch).k else sealed(act) for act in acts)
