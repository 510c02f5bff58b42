"""Measures of the close: who backs what, what would pass, what was adopted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot
from hldsim.record.measures.base import MeasureError, RunView, define, share
from hldsim.record.measures.kinds import is_of_kind
from hldsim.table.state import NOT_ASKED

B1 = NDArray[np.bool_]
I8 = NDArray[np.int64]

UNCOMMITTED_NAME = "uncommitted"


@define(
    "backing_share",
    "1",
    "Share of states that back the coalition of this proposal at the close (or none).",
    "PROPOSAL or uncommitted",
)
def backing_share(view: RunView, proposal: str) -> float | None:
    """Origins are counted, whatever the platform has become."""
    wanted = -1 if proposal == UNCOMMITTED_NAME else view.proposal(proposal)
    return share(view.backed_p == wanted, view.member_p)


@define(
    "backs",
    "0 or 1",
    "1 if this party backs the coalition of this proposal (or none) at the close.",
    "PARTY",
    "PROPOSAL or uncommitted",
)
def backs(view: RunView, party: str, proposal: str) -> float:
    """Origins are counted, whatever the platform has become."""
    wanted = -1 if proposal == UNCOMMITTED_NAME else view.proposal(proposal)
    return float(view.backed_p[view.party(party)] == wanted)


@define("coalitions", "coalitions", "Coalitions with at least one member state at the close.")
def coalitions(view: RunView) -> float:
    """Count those that are not empty."""
    backed = view.backed_p[view.member_p]
    return float(len(np.unique(backed[backed >= 0])))


@define(
    "effective_coalitions",
    "coalitions",
    "Effective number of coalitions among the committed: 1 / sum of squared shares "
    "[LaaksoTaagepera1979].",
)
def effective_coalitions(view: RunView) -> float | None:
    """1 where all back one design."""
    backed = view.backed_p[view.member_p]
    counts = np.bincount(backed[backed >= 0])
    return float(counts.sum() ** 2 / (counts**2).sum()) if counts.sum() else None


@define("adopted", "0 or 1", "1 if a design of this kind was adopted.", "KIND")
def adopted(view: RunView, kind: str) -> float:
    """The platform at the close counts, not the design as tabled."""
    if view.end.adopted < 0:
        is_of_kind(view.scenario, kind, view.inputs.design_di)  # so that a bad kind is refused
        return 0.0
    platform = view.end.platform_ci[[view.end.adopted]]
    return float(is_of_kind(view.scenario, kind, platform)[0])


@define("no_agreement", "0 or 1", "1 if nothing was adopted.")
def no_agreement(view: RunView) -> float:
    """The status quo stays."""
    return float(view.end.adopted < 0)


@define("viability", "1", "Viability of the coalition of this proposal at the close.", "PROPOSAL")
def viability(view: RunView, proposal: str) -> float | None:
    """None if the coalition is gone."""
    where = np.flatnonzero(view.end.origin_c == view.proposal(proposal))
    return float(view.end.viability_c[where[0]]) if len(where) else None


@define(
    "rounds_to_viability",
    "rounds",
    "First round after which a proposal's viability is at least this high.",
    "PROPOSAL",
    "VIABILITY",
    watched=True,
)
def rounds_to_viability(view: RunView, proposal: str, bar: str) -> float | None:
    """None if it never is, or the rounds were not watched."""
    reached = _reached(view, proposal, bar)
    return None if reached is None or not len(reached) else float(reached[0])


@define(
    "first_viable",
    "rounds",
    "The same, but a proposal that never gets there counts as one more than all rounds.",
    "PROPOSAL",
    "VIABILITY",
    watched=True,
)
def first_viable(view: RunView, proposal: str, bar: str) -> float | None:
    """None only if the rounds were not watched; so means do not lose the slow runs."""
    reached = _reached(view, proposal, bar)
    if reached is None or view.viability_kd is None:
        return None
    return float(reached[0]) if len(reached) else float(len(view.viability_kd))


def _reached(view: RunView, proposal: str, bar: str) -> I8 | None:
    """Rounds after which a proposal's viability is at least ``bar``; None if not watched."""
    wanted = view.proposal(proposal)
    try:
        level = float(bar)
    except ValueError:
        raise MeasureError(f"viability {bar!r}; allowed: a number from 0 to 1") from None
    if view.viability_kd is None:
        return None
    return np.flatnonzero(view.viability_kd[:, wanted] >= level)


@define(
    "yes_share",
    "1",
    "Share of voting states that would vote yes on this proposal as tabled, asked at the close.",
    "PROPOSAL",
)
def yes_share(view: RunView, proposal: str) -> float | None:
    """None if nobody was asked."""
    ballot = view.end.ballot_pd[:, view.proposal(proposal)]
    return share(ballot == Ballot.YES, view.member_p & (ballot != NOT_ASKED))


@define(
    "objectors",
    "states",
    "States seen to object to the platform of this proposal's coalition.",
    "PROPOSAL",
)
def objectors(view: RunView, proposal: str) -> float:
    """Count those shown by the close; 0 if the coalition is gone."""
    where = np.flatnonzero(view.end.origin_c == view.proposal(proposal))
    return float((view.end.objected_pc[:, where].any(axis=1) & view.member_p).sum())


@define("reluctance", "1", "How reluctant a party is about any new forum at the start.", "PARTY")
def reluctance(view: RunView, party: str) -> float:
    """``reluctance_p`` of the profile."""
    return float(view.start.profile.reluctance_p[view.party(party)])


@define(
    "expected_reluctance_place",
    "1",
    "Share of member states whose mean reluctance over many runs is at least this party's; one "
    "run alone has none.",
    "PARTY",
)
def expected_reluctance_place(view: RunView, party: str) -> None:
    """Only experiments can tell; see ``hldsim.experiments.across``."""
    view.party(party)


@define(
    "outcome_lead",
    "1",
    "Share of runs that adopt this level of an issue less the share of the most frequent other "
    "outcome (another level, or no agreement); above 0 it is modal. One run alone has none.",
    "ISSUE",
    "LEVEL",
)
def outcome_lead(view: RunView, issue: str, level: str) -> None:
    """Only experiments can tell; see ``hldsim.experiments.across``."""
    is_of_kind(view.scenario, f"{issue}={level}", view.inputs.design_di)
