"""Amending: a delegation moves to change one issue of a text, and is heard at once.

In consultations it speaks to its own coalition, which weighs the change as it weighs its own
revisions; on the chair's text it speaks to the plenary, which votes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event, Scalar
from hldsim.engine.setup import Setup
from hldsim.errors import InterventionError
from hldsim.table.drafting import log_gain
from hldsim.table.moves import Acts, Change
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]


@dataclass(frozen=True)
class Amended:
    """What came of the amendments of a round: changes of texts, and what is told of each motion."""

    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def texts(self) -> frozenset[int]:
        """Coalitions whose text was amended."""
        return frozenset(change.coalition for change in self.changes)


@dataclass(frozen=True)
class Vote:
    """How those asked stand to an amendment: for it, against it, and whether it is carried."""

    yes: int
    no: int
    carried: bool
    gain: float


def amend(setup: Setup, view: View, acts: Acts, text: int | None = None) -> Amended:
    """Hear the amendments moved in a round, in the order of parties.

    Parameters
    ----------
    text : int or None
        Coalition whose text the plenary has before it; None in consultations, where each coalition
        hears its own backers on its own text.

    Raises
    ------
    InterventionError
        If an act names no issue or level of the scenario.
    """
    if not any(act.amend for act in acts.values()):
        return Amended()
    now = {c: view.state.platform_ci[c] for c in range(view.state.n_coalitions)}
    changes: list[Change] = []
    events: list[Event] = []
    for party in sorted(acts):
        for proposal, words in acts[party].amend.items():
            issue, level = read(setup, words)
            c = text_of(setup, view, party, text)
            if c < 0 or setup.scenario.proposals[int(view.state.origin_c[c])].id != proposal:
                continue
            old = now[c]
            if setup.scenario.space.issues[issue].core or int(old[issue]) == level:
                continue
            new = old.copy()
            new[issue] = level
            vote = _vote(setup, view, party, c, np.array([old, new]), plenary=text is not None)
            events.append(_told(setup, view, party, c, issue, (int(old[issue]), level), vote, text))
            if vote.carried:
                now[c] = new
                changes.append(_change(view, c, old, new, vote, plenary=text is not None))
    return Amended(tuple(changes), tuple(events))


def read(setup: Setup, words: str) -> tuple[int, int]:
    """Issue and level of ``"ISSUE=LEVEL"``, by position.

    Raises
    ------
    InterventionError
        If there is no such issue or level.
    """
    issues = setup.scenario.space.issues
    name, _, level = words.partition("=")
    for n, issue in enumerate(issues):
        if issue.id == name:
            ids = [one.id for one in issue.levels]
            if level in ids:
                return n, ids.index(level)
            raise InterventionError(f"amend = {words!r}; levels of {name}: {', '.join(ids)}")
    allowed = ", ".join(issue.id for issue in issues if not issue.core)
    raise InterventionError(f"amend = {words!r}; allowed: ISSUE=LEVEL with one of {allowed}")


def text_of(setup: Setup, view: View, party: int, text: int | None) -> int:
    """Coalition whose text a party may move to amend, -1 if none."""
    if not setup.inputs.active_p[party]:
        return -1
    return int(view.state.membership_p[party]) if text is None else text


def leading(view: View) -> int:
    """Coalition whose text the chair works on: the most of backing x viability."""
    standing = view.backing_c * view.state.viability_c
    return int(np.round(standing, 9).argmax())


def _vote(setup: Setup, view: View, party: int, c: int, two_di: I8, *, plenary: bool) -> Vote:
    """Ask the plenary, or a coalition's backers.

    The plenary carries a change that more members prefer than not; the mover counts for it. A
    coalition takes one up if that raises what it revises its own text by (mean log gain of backers
    by capability, and of the uncommitted by ``win_over`` x time).
    """
    utility_pd = view.utility_pd(two_di)
    asked = view.inputs.member_p if plenary else view.member_pc[:, c] > 0
    better_p = np.round(utility_pd[:, 1] - utility_pd[:, 0], 9)
    better_p[party] = max(better_p[party], 1e-9)
    yes, no = int((better_p[asked] > 0).sum()), int((better_p[asked] < 0).sum())
    weight_p = view.inputs.capability_p * asked
    if not plenary:
        parameters = getattr(setup.rules.coalitions, "parameters", None)
        win_over = float(getattr(parameters, "win_over", 0.0))
        to_win = (view.state.membership_p < 0) & view.inputs.member_p
        weight_p = weight_p + win_over * view.time * view.inputs.capability_p * to_win
    gain_pd = log_gain(utility_pd - view.reservation_p[:, None])
    gain = float(weight_p @ (gain_pd[:, 1] - gain_pd[:, 0]) / max(float(weight_p.sum()), 1e-12))
    return Vote(yes, no, bool(yes > no if plenary else gain > 1e-9), gain)


def _change(view: View, c: int, old: I8, new: I8, vote: Vote, *, plenary: bool) -> Change:
    backers = view.member_pc[:, c]
    utility_pd = view.utility_pd(np.array([old, new]))
    cost = float((utility_pd[:, 0] - utility_pd[:, 1]) @ backers / max(backers.sum(), 1.0))
    levels = tuple(int(x) for x in new)
    reason = "amendment" if plenary else "backers"
    return Change("revise", c, levels, gain=vote.gain, cost=cost, reason=reason)


def _told(
    setup: Setup,
    view: View,
    party: int,
    c: int,
    issue: int,
    levels: tuple[int, int],
    vote: Vote,
    text: int | None,
) -> Event:
    one = setup.scenario.space.issues[issue]
    fields: dict[str, Scalar] = {
        "proposal": setup.scenario.proposals[int(view.state.origin_c[c])].id,
        "issue": one.id,
        "level_from": one.levels[levels[0]].id,
        "level_to": one.levels[levels[1]].id,
        "heard_by": "backers" if text is None else "plenary",
        "carried": vote.carried,
        "yes": vote.yes,
        "no": vote.no,
    }
    return Event("amendment", view.state.k + 1, party, c, fields)
