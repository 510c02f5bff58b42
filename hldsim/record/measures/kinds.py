"""Kinds of design: conditions such as ``venue=hosted|un, authority<=best_practices``.

A kind is a comma-separated list of clauses that must all hold. ``=`` allows one or several
levels, ``<=`` and ``>=`` read the order of an ordered issue. The clause ``global`` (or
``regional``) holds of designs that reach that far, by the scope of their levels.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.issues import Issue
from hldsim.record.measures.base import MeasureError
from hldsim.scenario.schema import Scenario

I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

_CLAUSE = re.compile(r"\s*([\w-]+)\s*(<=|>=|=)\s*([\w|-]+)\s*")

SCOPES = ("global", "regional")


def is_of_kind(scenario: Scenario, kind: str, design_di: I8) -> B1:
    """Which designs, (d, i), are of a kind; shape (d,).

    Raises
    ------
    MeasureError
        If the kind cannot be read, or names an issue or level that the scenario has not.
    """
    held = np.ones(len(design_di), dtype=np.bool_)
    for clause in kind.split(","):
        if clause.strip() in SCOPES:
            held &= _reaches(scenario, clause.strip(), design_di)
            continue
        found = _CLAUSE.fullmatch(clause)
        if found is None:
            raise MeasureError(
                f"{clause!r}; allowed: ISSUE=LEVEL|LEVEL, ISSUE<=LEVEL, ISSUE>=LEVEL"
            )
        issue, sign, levels = found.groups()
        try:
            column = scenario.space.issue_index(issue)
            allowed = _allowed(scenario.space.issues[column], sign, levels)
        except KeyError as error:
            raise MeasureError(str(error.args[0])) from None
        held &= np.isin(design_di[:, column], allowed)
    return held


def _reaches(scenario: Scenario, scope: str, design_di: I8) -> B1:
    """Which designs have a level of this scope, (d,)."""
    reach = np.zeros(len(design_di), dtype=np.bool_)
    for column, issue in enumerate(scenario.space.issues):
        levels = [n for n, level in enumerate(issue.levels) if level.scope == scope]
        reach |= np.isin(design_di[:, column], levels)
    return reach


def _allowed(issue: Issue, sign: str, levels: str) -> list[int]:
    """Level indices that a clause lets pass."""
    named = [issue.index(level) for level in levels.split("|")]
    if sign == "=":
        return named
    if not issue.ordered or len(named) != 1:
        raise MeasureError(f"{issue.id}{sign}{levels}; allowed: one level of an ordered issue")
    everything = range(len(issue.levels))
    return [n for n in everything if (n <= named[0] if sign == "<=" else n >= named[0])]
