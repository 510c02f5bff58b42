"""Issues, their levels, and the space of outcomes they span."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Outcome = tuple[int, ...]
"""One level index per issue, in declared order. In a forum scenario an outcome is a design."""


@dataclass(frozen=True)
class Level:
    """One value an issue can take.

    ``scope`` says how far a design with this level reaches, where that is the point of the
    issue: ``"none"`` (as before), ``"regional"`` or ``"global"``; otherwise ``""``.
    """

    id: str
    name: str
    scope: str = ""


@dataclass(frozen=True)
class Issue:
    """One dimension of the bargain.

    Attributes
    ----------
    levels : tuple of Level
        In order where ``ordered``; at least two.
    status_quo : str
        Id of the level in force if nothing is agreed.
    ordered : bool
        Whether the levels lie on a line (preferences are single-peaked on it).
    core : bool
        Whether the level names the kind of design: a coalition may not trade it away alone.
    """

    id: str
    name: str
    levels: tuple[Level, ...]
    status_quo: str
    ordered: bool = True
    core: bool = False
    note: str = ""

    def index(self, level: str) -> int:
        """Return the index of a level id; KeyError names the allowed ones."""
        for n, known in enumerate(self.levels):
            if known.id == level:
                return n
        raise KeyError(f"{self.id} has no level {level!r}; levels: {[x.id for x in self.levels]}")


@dataclass(frozen=True)
class OutcomeSpace:
    """All outcomes of a list of issues.

    Levels of all issues are laid end to end in one axis ``l``; issue i starts at
    ``offset_i[i]``. Utilities of the whole space are never kept.
    """

    issues: tuple[Issue, ...]

    @cached_property
    def count_i(self) -> NDArray[np.int64]:
        """Levels per issue, shape (i,)."""
        return np.array([len(issue.levels) for issue in self.issues], dtype=np.int64)

    @cached_property
    def offset_i(self) -> NDArray[np.int64]:
        """Where each issue's levels start in axis l, shape (i,)."""
        return np.concatenate([[0], np.cumsum(self.count_i)[:-1]]).astype(np.int64)

    @cached_property
    def issue_l(self) -> NDArray[np.int64]:
        """Issue of each level, shape (l,)."""
        return np.repeat(np.arange(len(self.issues)), self.count_i)

    @cached_property
    def n_levels(self) -> int:
        """Length of axis l."""
        return int(self.count_i.sum())

    @cached_property
    def size(self) -> int:
        """Number of outcomes."""
        return math.prod(len(issue.levels) for issue in self.issues)

    @cached_property
    def status_quo(self) -> Outcome:
        """The outcome in force if nothing is agreed."""
        return tuple(issue.index(issue.status_quo) for issue in self.issues)

    def encode(self, levels: Mapping[str, str]) -> Outcome:
        """Turn {issue id: level id} into an outcome; issues left out stay at the status quo."""
        known = {issue.id for issue in self.issues}
        for name in levels:
            if name not in known:
                raise KeyError(f"no issue {name!r}; issues: {sorted(known)}")
        return tuple(issue.index(levels.get(issue.id, issue.status_quo)) for issue in self.issues)

    def decode(self, outcome: Outcome) -> dict[str, str]:
        """Turn an outcome into {issue id: level id}, in declared order."""
        return {
            issue.id: issue.levels[int(n)].id for issue, n in zip(self.issues, outcome, strict=True)
        }

    def issue_index(self, issue: str) -> int:
        """Return the position of an issue id; KeyError names the known ones."""
        for n, known in enumerate(self.issues):
            if known.id == issue:
                return n
        raise KeyError(f"no issue {issue!r}; issues: {[x.id for x in self.issues]}")
