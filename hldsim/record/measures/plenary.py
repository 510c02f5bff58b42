"""Measures of the plenary: who spoke, what they named, who opposed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import Role
from hldsim.record.measures.base import MeasureError, RunView, define, share
from hldsim.record.measures.kinds import is_of_kind
from hldsim.table.state import UNSAID

B1 = NDArray[np.bool_]
F8 = NDArray[np.float64]


@define("speakers", "states", "Members that took the floor.")
def speakers(view: RunView) -> float:
    """Count them."""
    return float(view.speaker_p.sum())


@define("noncommittal_share", "1", "Share of speakers that named no design.")
def noncommittal_share(view: RunView) -> float | None:
    """Noncommittal over speakers."""
    return share(view.noncommittal_p, view.speaker_p)


@define(
    "noncommittal_least",
    "1",
    "Smallest share of noncommittal speakers in any role (of those that spoke), and among the "
    "members and non-members of a bloc.",
    "BLOC",
)
def noncommittal_least(view: RunView, bloc: str) -> float | None:
    """Look at each group that has speakers and take the least."""
    inside = view.bloc(bloc)
    groups = [view.inputs.role_pr[:, r] for r in range(len(Role))] + [inside, ~inside]
    shares = [share(view.noncommittal_p, view.speaker_p & group) for group in groups]
    return min((x for x in shares if x is not None), default=None)


@define("stated_share", "1", "Share of speakers that named this proposal.", "PROPOSAL")
def stated_share(view: RunView, proposal: str) -> float | None:
    """Those who stated it over speakers."""
    return share(view.end.stated_p == view.proposal(proposal), view.speaker_p)


@define(
    "stated_rank", "place", "Place of a proposal among those stated, 1 the most often.", "PROPOSAL"
)
def stated_rank(view: RunView, proposal: str) -> float:
    """One more than the number of proposals stated more often."""
    named = view.end.stated_p[view.committed_p]
    counts = np.bincount(named, minlength=len(view.scenario.proposals))
    return 1.0 + float((counts > counts[view.proposal(proposal)]).sum())


@define(
    "wanting_share",
    "1",
    "Share of speakers that want a design of this kind: named one, or named none and like one that "
    "competes better than the status quo.",
    "KIND",
)
def wanting_share(view: RunView, kind: str) -> float | None:
    """Stated or preferred in silence, over speakers."""
    of_kind = is_of_kind(view.scenario, kind, view.inputs.design_di) & view.rival_d
    named = _named(view, of_kind)
    best_p = np.where(of_kind, view.wanted_pd, -np.inf).max(axis=1)
    quietly = view.noncommittal_p & (best_p > view.reservation_p)
    return share(named | quietly, view.speaker_p)


@define(
    "opponents",
    "states",
    "Speakers that like the status quo better than every competing design of this kind, and "
    "say so by naming one that is not of the kind.",
    "KIND",
)
def opponents(view: RunView, kind: str) -> float:
    """Count them."""
    return float(_opponent_p(view, kind).sum())


@define("opponents_share", "1", "Share of speakers that are opponents of this kind.", "KIND")
def opponents_share(view: RunView, kind: str) -> float | None:
    """Opponents over speakers."""
    return share(_opponent_p(view, kind), view.speaker_p)


@define(
    "opponents_outside", "states", "Opponents of this kind that have another role.", "KIND", "ROLE"
)
def opponents_outside(view: RunView, kind: str, role: str) -> float:
    """Opponents whose role is not the one given; 0 also where there is no opponent."""
    return float((_opponent_p(view, kind) & ~view.role(role)).sum())


@define(
    "bloc_kind_share",
    "1",
    "Of a bloc's members that named a design, the share whose design is of this kind.",
    "BLOC",
    "KIND",
)
def bloc_kind_share(view: RunView, bloc: str, kind: str) -> float | None:
    """Those naming the kind over those naming any."""
    of_kind = is_of_kind(view.scenario, kind, view.inputs.design_di)
    return share(_named(view, of_kind), view.committed_p & view.bloc(bloc))


@define(
    "split_share",
    "1",
    "Of the states of a role that named a design, the share of the less named of two proposals.",
    "ROLE",
    "PROPOSAL",
    "PROPOSAL",
)
def split_share(view: RunView, role: str, first: str, second: str) -> float | None:
    """The smaller of the two shares: 0.5 an even split, 0 one sided."""
    named = view.committed_p & view.role(role)
    shares = [share(view.end.stated_p == view.proposal(x), named) for x in (first, second)]
    return min((x for x in shares if x is not None), default=None)


@define(
    "theme_named",
    "1",
    "Smallest share, over the roles that spoke, of speakers whose emphasis on a theme exceeds this "
    "many times an even share.",
    "THEME",
    "TIMES",
)
def theme_named(view: RunView, theme: str, times: str) -> float | None:
    """Emphasis > TIMES / number of themes; what a statement dwells on, by emphasis at the start."""
    emphasis_p, bar = _emphasis(view, theme, times)
    shares = [share(emphasis_p > bar, view.speaker_p & view.role(role.value)) for role in Role]
    return min((x for x in shares if x is not None), default=None)


@define(
    "theme_passed_over",
    "1",
    "The smaller of two shares, of source and of destination speakers, whose emphasis on a theme "
    "is below this many times an even share.",
    "THEME",
    "TIMES",
)
def theme_passed_over(view: RunView, theme: str, times: str) -> float | None:
    """Emphasis < TIMES / number of themes: little or no mention."""
    emphasis_p, bar = _emphasis(view, theme, times)
    roles = (Role.SOURCE.value, Role.DESTINATION.value)
    shares = [share(emphasis_p < bar, view.speaker_p & view.role(role)) for role in roles]
    return min((x for x in shares if x is not None), default=None)


@define(
    "known_held",
    "1",
    "Share of the parties with a known position, imposed by redrawing, that state it. A party "
    "whose redraw reached its cap counts against.",
)
def known_held(view: RunView) -> float | None:
    """Known position stated, over all imposed."""
    known = view.inputs.stated_known_p
    imposed = (view.inputs.conditioned_p | view.inputs.missed_p) & (known >= UNSAID)
    return share(view.end.stated_p == known, imposed)


def _emphasis(view: RunView, theme: str, times: str) -> tuple[F8, float]:
    """Emphasis on a theme, (p,), and ``times`` an even share of all themes."""
    known = view.scenario.theme_index
    if theme not in known:
        raise MeasureError(f"no theme {theme!r}; known: {', '.join(known)}")
    try:
        factor = float(times)
    except ValueError:
        raise MeasureError(f"times = {times!r}; allowed: a number, e.g. 1") from None
    return view.start.profile.emphasis_ph[:, known[theme]], factor / len(known)


def _named(view: RunView, of_kind_d: B1) -> B1:
    """Members that named a design of the kind, (p,)."""
    of_kind_p = np.append(of_kind_d, False)[view.end.stated_p.clip(-1)]
    return np.asarray(view.committed_p & of_kind_p)


def _opponent_p(view: RunView, kind: str) -> B1:
    """Opponents of a kind, (p,)."""
    of_kind = is_of_kind(view.scenario, kind, view.inputs.design_di) & view.rival_d
    best_p = np.where(of_kind, view.wanted_pd, -np.inf).max(axis=1)
    says_so = view.committed_p & ~_named(view, of_kind)
    return np.asarray(says_so & (view.reservation_p > best_p))
