"""Measures across runs: numbers that only many runs together have.

They stand in the catalogue of measures like any other, where a single run has none of them (None);
a fact on one of them has no share of runs.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hldsim.domain.parties import Seat
from hldsim.experiments.replicates import Summary
from hldsim.record.measures import MeasureError, parse
from hldsim.scenario.schema import Scenario


def expected_reluctance_place(scenario: Scenario, summary: Summary, party: str) -> float:
    """Share of member states whose mean reluctance is at least the party's, itself included.

    0.05 or less: the party is among the most reluctant 5 %. In (0, 1].
    """
    if party not in scenario.party_index:
        raise MeasureError(f"no party {party!r}; known: {', '.join(scenario.party_index)}")
    member = np.array([p.seat is Seat.MEMBER for p in scenario.parties])
    own = summary.reluctance_p[scenario.party_index[party]]
    return float((summary.reluctance_p[member] >= own).sum() / member.sum())


def outcome_lead(scenario: Scenario, summary: Summary, issue: str, level: str) -> float:
    """Share of runs that adopt a level, less that of the most frequent other outcome.

    Other outcomes are the issue's other levels and no agreement. In [-1, 1]; above 0: modal.
    """
    space = scenario.space
    try:
        column = space.issue_index(issue)
        wanted = space.issues[column].index(level)
    except KeyError as error:
        raise MeasureError(str(error.args[0])) from None
    shares = np.bincount(
        summary.agreed_ri[:, column] + 1, minlength=len(space.issues[column].levels) + 1
    ) / len(summary)
    return float(shares[wanted + 1] - np.delete(shares, wanted + 1).max())


ACROSS: dict[str, Callable[..., float]] = {
    "expected_reluctance_place": expected_reluctance_place,
    "outcome_lead": outcome_lead,
}
"""Functions of (scenario, summary, *arguments) by the name of their measure."""


def is_across(text: str) -> bool:
    """Whether a measure is one across runs."""
    return parse(text)[0].name in ACROSS


def across_runs(text: str, scenario: Scenario, summary: Summary) -> float:
    """Compute a measure across runs, given as ``name[argument]``."""
    kind, given = parse(text)
    return ACROSS[kind.name](scenario, summary, *given)
