"""What coalitions do with their designs: revise one issue, or bargain with a rival and merge.

Shared by the coalition rules. A coalition never trades away its core issues (the venue) alone:
that would be another proposal. Only a bargain moves parties across them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from hldsim.registry import parameter
from hldsim.streams import Chance
from hldsim.table.drafting import best_step
from hldsim.table.moves import Change
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@dataclass(frozen=True)
class PlatformParameters:
    """Dials of revisions and bargains."""

    win_over: float = parameter(
        1.0, "w_o", "weight of those to be won at the close, relative to backers", low=0, high=10
    )
    least_gain: float = parameter(
        0.02,
        "d_S",
        "least improvement (mean log gain) worth revising for",
        low=0.0,
        high=1.0,
        unit="log gain",
    )
    look: float = parameter(
        3.0, "n_L", "rounds from one look at a text to the next", low=1, high=1000, unit="rounds"
    )
    every: float = parameter(
        4.0, "n_B", "rounds from one bargain to the next", low=1, high=1000, unit="rounds"
    )
    traded: float = parameter(
        2.0, "n_I", "issues moved in one bargain, at most", low=0, high=6, unit="issues"
    )


class OnPlatforms:
    """A coalition rule whose coalitions revise and bargain as here; it says itself who backs what.

    Its ``Parameters`` are ``PlatformParameters`` and its own.
    """

    Parameters: ClassVar[Any] = PlatformParameters

    def __init__(self, parameters: Any) -> None:
        self.parameters = parameters

    def changes(self, view: View, chance: Chance) -> Sequence[Change]:
        """Revisions and bargains of this round."""
        return platform_changes(view, self.parameters)


def platform_changes(view: View, parameters: PlatformParameters) -> list[Change]:
    """Changes of this round: now and then one coalition looks at its text, or two bargain."""
    changes: list[Change] = []
    n, look = view.state.n_coalitions, max(round(parameters.look), 1)
    looks, rest = divmod(view.state.k, look)
    turn = looks % n if n else 0
    if n and rest == 0 and view.backing_c[turn] > 0:
        revision = revise(view, turn, parameters)
        if revision is not None:
            changes.append(revision)
    if view.state.k % max(round(parameters.every), 1) == 0 and n > 1 and not changes:
        bargain = make_bargain(view, parameters)
        if bargain is not None:
            changes.append(bargain)
    return changes


def revise(view: View, c: int, parameters: PlatformParameters) -> Change | None:
    """Best one-issue change of a platform, or None if none is worth the trouble.

    S(o) = sum over backers of capability x log(max(u - r, 0) + 0.03), plus ``win_over`` x time x
    the same over uncommitted members; divided by the weights' sum. Core issues are left alone.
    """
    design = view.state.platform_ci[c]
    weight = view.inputs.capability_p * view.member_pc[:, c]
    to_win = (view.state.membership_p < 0) & view.inputs.member_p
    weight = weight + parameters.win_over * view.time * view.inputs.capability_p * to_win
    best, gain = best_step(view, design, weight)
    if best < 0 or gain < parameters.least_gain:
        return None
    space = view.inputs.space
    changed = design.copy()
    issue = int(space.issue_l[best])
    changed[issue] = best - int(space.offset_i[issue])
    backers = view.member_pc[:, c]
    after = view.step_pl(design)[:, best] - view.utility_pc[:, c]
    cost = float(-(after @ backers) / max(backers.sum(), 1.0))
    return Change(
        "revise", c, tuple(int(x) for x in changed), gain=gain, cost=cost, reason="backers"
    )


def make_bargain(view: View, parameters: PlatformParameters) -> Change | None:
    """Let the two largest coalitions look for a design that leaves both better off.

    Disagreement of a party in c: A_c u_i(c) + (1 - A_c) f_i(-c). Candidates: the larger one's
    platform with 1 to ``traded`` of the issues in which the two differ, core ones apart, moved to
    the smaller one's level. Chosen: of those with both capability-weighted mean gains above 0 the
    largest asymmetric Nash product, shares of backing as exponents [Nash1950; Kalai1977]. Those of
    the smaller coalition whom it serves better than standing by their own design, each discounted
    by odds and principle as in ``Worth``, move over. None if there is nothing to trade; a refusal
    if no candidate serves both or nobody would move.
    """
    a, b = view.order_c[0], view.order_c[1]
    size_a, size_b = view.backing_c[a], view.backing_c[b]
    if size_b <= 0:
        return None
    designs = _candidates(view, a, b, round(parameters.traded))
    if not len(designs):
        return None
    utility = view.utility_pd(designs)
    ours, theirs = _mean_gain(view, a, utility), _mean_gain(view, b, utility)
    both = (ours > 0) & (theirs > 0)
    if not both.any():
        return Change("refuse", a, other=b)
    share = size_a / (size_a + size_b)
    product = np.where(both, np.maximum(ours, 0) ** share * np.maximum(theirs, 0) ** (1 - share), 0)
    best = int(np.round(product, 9).argmax())
    movers = _movers(view, a, b, utility[:, best])
    if not len(movers):
        return Change("refuse", a, other=b)
    backers = view.member_pc[:, a]
    cost = float((view.utility_pc[:, a] - utility[:, best]) @ backers / max(backers.sum(), 1.0))
    return Change(
        "merge",
        a,
        tuple(int(x) for x in designs[best]),
        other=b,
        movers=tuple(int(p) for p in movers),
        gain=float(product[best]),
        cost=cost,
        reason="bargain",
    )


def _candidates(view: View, a: int, b: int, most: int) -> I8:
    ours, theirs = view.state.platform_ci[a], view.state.platform_ci[b]
    issues = [
        n
        for n, issue in enumerate(view.inputs.space.issues)
        if not issue.core and ours[n] != theirs[n]
    ]
    designs = []
    for count in range(1, min(most, len(issues)) + 1):
        for moved in itertools.combinations(issues, count):
            design = ours.copy()
            design[list(moved)] = theirs[list(moved)]
            designs.append(design)
    return np.array(designs, dtype=np.int64).reshape(len(designs), len(ours))


def _mean_gain(view: View, c: int, utility_pd: F8) -> F8:
    """Capability-weighted mean gain of a coalition's backers over disagreement, (d,)."""
    weight = view.inputs.capability_p * view.member_pc[:, c]
    viability = float(view.state.viability_c[c])
    no_deal = viability * view.utility_pc[:, c] + (1.0 - viability) * view.fallback_pc[:, c]
    return np.asarray(weight @ (utility_pd - no_deal[:, None]) / max(float(weight.sum()), 1e-12))


def _movers(view: View, a: int, b: int, utility_p: F8) -> I8:
    principle = view.state.profile.principle_p
    viability = view.state.viability_c
    go = (principle + (1 - principle) * viability[a]) * (utility_p - view.fallback_pc[:, a])
    stay = (principle + (1 - principle) * viability[b]) * (
        view.utility_pc[:, b] - view.fallback_pc[:, b]
    )
    return np.flatnonzero((view.member_pc[:, b] > 0) & (np.round(go - stay, 9) > 0))
