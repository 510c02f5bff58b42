"""Measures of fault lines: how far a label foretells what a state says or wants."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.association import contingency, cramers_v, goodman_kruskal_lambda
from hldsim.record.measures.base import MeasureError, RunView, define

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

GROUPING = "role or BLOC"


@define(
    "errors_removed",
    "1",
    "Share of errors in guessing the design a state named that knowing its group removes "
    "(Goodman-Kruskal lambda), over the states that named one.",
    GROUPING,
)
def errors_removed(view: RunView, grouping: str) -> float:
    """Rows are groups, columns proposals."""
    return goodman_kruskal_lambda(_table(view, grouping, view.committed_p))


@define(
    "errors_removed_speakers",
    "1",
    "The same over all speakers, 'named none' being one more answer to guess.",
    GROUPING,
)
def errors_removed_speakers(view: RunView, grouping: str) -> float:
    """Rows are groups, columns proposals and noncommittal."""
    return goodman_kruskal_lambda(_table(view, grouping, view.speaker_p))


@define(
    "cramers_v",
    "1",
    "Association of a state's group with the design it named (bias-corrected Cramer's V), over "
    "the states that named one.",
    GROUPING,
)
def association(view: RunView, grouping: str) -> float:
    """0 none, 1 complete."""
    return cramers_v(_table(view, grouping, view.committed_p))


@define(
    "stance_link",
    "1",
    "Largest correlation, without sign, over themes of stance with liking the first proposal "
    "better than the second: substance must not make a fault line on process.",
    "PROPOSAL",
    "PROPOSAL",
)
def stance_link(view: RunView, first: str, second: str) -> float | None:
    """Pearson, over members; themes and differences without spread are left out."""
    member = view.member_p
    a, b = view.proposal(first), view.proposal(second)
    liking = (view.wanted_pd[:, a] - view.wanted_pd[:, b])[member]
    stance = view.start.profile.stance_ph[member]
    spread = stance.std(axis=0)
    if liking.std() == 0.0 or not (spread > 0).any():
        return None
    kept = stance[:, spread > 0]
    centred = (kept - kept.mean(axis=0)) / kept.std(axis=0)
    return float(np.abs(centred.T @ (liking - liking.mean())).max() / (len(liking) * liking.std()))


@define(
    "process_over_substance",
    "1",
    "How much more two random speakers differ on process than on substance: the difference of "
    "their mean distances, each over its maximum.",
)
def process_over_substance(view: RunView) -> float | None:
    """Process weighted by salience of the issues, substance by emphasis on the themes."""
    who = view.speaker_p
    if who.sum() < 2 or not view.scenario.themes:
        return None
    profile = view.start.profile
    space = view.scenario.space
    process = []
    for n, issue in enumerate(space.issues):
        lo = int(space.offset_i[n])
        values = profile.value_pl[who, lo : lo + len(issue.levels)]
        wanted = values.argmax(axis=1)
        top = len(issue.levels) - 1
        process.append(_spread(wanted / top) if issue.ordered else _differ(wanted, top + 1))
    substance = [_spread(profile.stance_ph[who, h]) for h in range(len(view.scenario.themes))]
    salience = profile.salience_pi[who].mean(axis=0)
    emphasis = profile.emphasis_ph[who].mean(axis=0)
    return float(np.average(process, weights=salience) - np.average(substance, weights=emphasis))


@define(
    "emphasis_gap",
    "1",
    "Mean emphasis of source states on a theme less that of destination states.",
    "THEME",
)
def emphasis_gap(view: RunView, theme: str) -> float | None:
    """Positive where sources stress it more."""
    if theme not in view.scenario.theme_index:
        raise MeasureError(f"no theme {theme!r}; known: {', '.join(view.scenario.theme_index)}")
    emphasis = view.start.profile.emphasis_ph[:, view.scenario.theme_index[theme]]
    source = view.member_p & view.role("source")
    destination = view.member_p & view.role("destination")
    if not source.any() or not destination.any():
        return None
    return float(emphasis[source].mean() - emphasis[destination].mean())


def _table(view: RunView, grouping: str, who: B1) -> F8:
    """Counts of group x stated position among ``who``."""
    group = view.role_p if grouping == "role" else view.bloc(grouping)
    return contingency(group[who], view.end.stated_p[who])


def _spread(place: F8) -> float:
    """Mean distance of two random points of [0, 1] over its maximum 1/2: 2 x mean |x - y|."""
    ordered = np.sort(place)
    n = len(ordered)
    weight = 2.0 * np.arange(n) - n + 1.0
    return float(2.0 * 2.0 * (weight @ ordered) / (n * n))


def _differ(label: I8, levels: int) -> float:
    """Chance that two random labels differ over its maximum: P(differ) L / (L - 1)."""
    part = np.bincount(label, minlength=levels) / len(label)
    return float((1.0 - (part**2).sum()) * levels / (levels - 1))
