"""Domains and additive profiles as GENIUS and NegMAS know them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hldsim.export.faults import FormatError

Kind = Literal["discrete", "integer", "real"]


@dataclass(frozen=True)
class GeniusIssue:
    """One issue of a domain.

    Attributes
    ----------
    name : str
    kind : str
        ``"discrete"``, ``"integer"`` or ``"real"``.
    values : tuple of str
        Items of a discrete issue, in order; empty for the others.
    low, high : float
        Bounds of an integer or real issue.
    label : str
        A longer name, if it has one.
    labels : tuple of str
        Of the values; empty, or one each.
    status_quo : str
        The value in force without agreement; written by hldsim only, else "".
    ordered, core : bool
        As of an hldsim issue; written by hldsim only.
    """

    name: str
    kind: Kind
    values: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 0.0
    label: str = ""
    labels: tuple[str, ...] = ()
    status_quo: str = ""
    ordered: bool = False
    core: bool = False

    @property
    def listed(self) -> tuple[str, ...]:
        """Values one by one; of an integer issue those within its bounds, of a real one none."""
        if self.kind != "integer":
            return self.values
        return tuple(str(k) for k in range(int(self.low), int(self.high) + 1))


@dataclass(frozen=True)
class GeniusDomain:
    """What is negotiated."""

    name: str
    issues: tuple[GeniusIssue, ...]


@dataclass(frozen=True)
class Line:
    """Evaluation of an integer or real issue: offset + slope x value."""

    offset: float
    slope: float


@dataclass(frozen=True)
class Triangle:
    """Evaluation of an integer or real issue: 0 up to ``low`` and from ``high``, 1 at ``top``."""

    low: float
    high: float
    top: float


Evaluation = tuple[float, ...] | Line | Triangle


@dataclass(frozen=True)
class GeniusProfile:
    """What one party wants.

    Attributes
    ----------
    name : str
        Of the party.
    domain : GeniusDomain
    weights : tuple of float
        Of the issues.
    evaluations : tuple
        Of each issue: a number for each value listed, a `Line` or a `Triangle`.
    reservation : float
        Utility of no agreement.
    discount : float
        What utility is worth at the deadline; 1: time does not matter.
    label : str
        A longer name, if it has one.
    """

    name: str
    domain: GeniusDomain
    weights: tuple[float, ...]
    evaluations: tuple[Evaluation, ...]
    reservation: float = 0.0
    discount: float = 1.0
    label: str = ""


def scaled(evaluation: Evaluation, issue: GeniusIssue, value: str | float) -> float:
    """Evaluation of one value as GENIUS counts it.

    Value by value: over the largest one, e / max e (0 if none is above 0). By a line: offset +
    slope x value, held in [0, 1]. By a triangle: in a straight line from 0 up to 1 and down again.
    """
    if isinstance(evaluation, Line):
        return min(max(evaluation.offset + evaluation.slope * float(value), 0.0), 1.0)
    if isinstance(evaluation, Triangle):
        x, t = float(value), evaluation
        if not t.low <= x < t.high:
            return 0.0
        up = x < t.top
        return (x - t.low) / (t.top - t.low) if up else 1.0 - (x - t.top) / (t.high - t.top)
    largest = max(evaluation)
    one = evaluation[issue.listed.index(str(value))]
    return one / largest if largest > 0.0 else 0.0


def utility(profile: GeniusProfile, values: Sequence[str | float]) -> float:
    """Utility of an outcome, undiscounted: sum over issues of weight x scaled evaluation.

    Parameters
    ----------
    values : sequence of str or float
        One for each issue, in order.

    Raises
    ------
    FormatError
        If a value is none of its issue.

    Examples
    --------
    >>> issue = GeniusIssue("fruit", "discrete", ("apple", "pear"))
    >>> wants = GeniusProfile("me", GeniusDomain("lunch", (issue,)), (1.0,), ((2.0, 4.0),))
    >>> utility(wants, ["apple"])
    0.5
    """
    total = 0.0
    parts = zip(profile.domain.issues, profile.weights, profile.evaluations, values, strict=True)
    for issue, weight, evaluation, value in parts:
        if issue.kind != "real" and str(value) not in issue.listed:
            allowed = ", ".join(issue.listed)
            raise FormatError(profile.name, None, f"{issue.name} has no value {value!r}", allowed)
        total += weight * scaled(evaluation, issue, value)
    return total
