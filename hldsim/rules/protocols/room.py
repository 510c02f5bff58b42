"""The room: who speaks for whom, where delegations stand issue by issue, and writing a text anew.

Shared by the protocols. Axes: p parties, i issues, a those who take part.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.scenario.schema import Scenario
from hldsim.table.moves import Change
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


def spokespersons(view: View) -> I8:
    """The most capable backer of each coalition that has any, in the order of coalitions, (a,)."""
    capability_p = view.inputs.capability_p
    speakers = []
    for c in range(view.state.n_coalitions):
        backers = np.flatnonzero(view.state.membership_p == c)
        if len(backers):
            speakers.append(int(backers[capability_p[backers].argmax()]))
    return np.array(speakers, dtype=np.int64)


def contact_group(view: View, most: float) -> I8:
    """The ``most`` members of most capability, in the scenario's order, (a,)."""
    members = np.flatnonzero(view.inputs.member_p)
    ranked = members[np.argsort(-view.inputs.capability_p[members], kind="stable")]
    return np.sort(ranked[: max(round(most), 2)])


def ideal_levels(view: View) -> I8:
    """Index of each party's best level on each issue, the first of equals, (p, i)."""
    value_pl, space = view.state.profile.value_pl, view.inputs.space
    edges = zip(space.offset_i.tolist(), space.count_i.tolist(), strict=True)
    best = [value_pl[:, start : start + count].argmax(axis=1) for start, count in edges]
    return np.array(best, dtype=np.int64).T


def nearest_level(place: float) -> int:
    """The level nearest to a place between levels, half way up."""
    return int(np.floor(place + 0.5))


def open_issues(view: View) -> list[int]:
    """Ordered issues that a text may change, by position."""
    return [
        n for n, issue in enumerate(view.inputs.space.issues) if issue.ordered and not issue.core
    ]


def count_open(scenario: Scenario) -> int:
    """How many ordered issues of a scenario a text may change."""
    return sum(issue.ordered and not issue.core for issue in scenario.space.issues)


def revision(
    view: View, text: int, design_i: I8, reason: str, gain: float = 0.0
) -> tuple[Change, ...]:
    """The change that writes a design into a text, with what it costs its backers; or none."""
    levels = tuple(int(x) for x in design_i)
    if levels == tuple(int(x) for x in view.state.platform_ci[text]):
        return ()
    backers = view.member_pc[:, text]
    lost = view.utility_pc[:, text] - view.utility_pd(np.array([levels]))[:, 0]
    cost = float(lost @ backers / max(backers.sum(), 1.0))
    return (Change("revise", text, levels, gain=gain, cost=cost, reason=reason),)
