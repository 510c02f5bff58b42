"""Conditioning: redraw parties whose position is known until they would state it.

A known position is an observation of the outcome, not a preference: it enters only by redrawing the
party from the very rule that everybody is drawn from.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.lay_out import Plan
from hldsim.engine.setup import Rules
from hldsim.preferences.positions import stated_positions
from hldsim.preferences.profile import PreferenceProfile
from hldsim.streams import Chance
from hldsim.table.inputs import Inputs

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


CANDIDATES = (8, 56, 192)
"""Redraws tried for each known party, batch by batch; after the last it keeps its first draw."""


def condition(
    plan: Plan,
    rules: Rules,
    parameters: Any,
    common: Any,
    profile: PreferenceProfile,
    known: I8,
    chance: Chance,
) -> tuple[PreferenceProfile, B1]:
    """Redraw parties with a known position, from the same rule, until they would state it.

    Asked before the first round: emphases, their mean and the status quo are those before any
    hearing, so in the plenary a party near the edge may yet say otherwise.
    """
    fixed = plan.fixed
    missed = np.zeros(len(fixed.capability_p), dtype=bool)
    delta, attention = _plenary(rules)
    left = known
    for batch, size in enumerate(CANDIDATES):
        if not len(left):
            break
        rows = np.repeat(left, size)
        drawn = plan.imputation.profile(parameters, common, rows, chance, f"redraw/{batch}")
        said = _would_say(fixed, rules, drawn, rows, profile, delta, attention)
        agrees = (said == fixed.stated_known_p[rows]).reshape(len(left), size)
        found = agrees.any(axis=1)
        pick = np.arange(len(left)) * size + agrees.argmax(axis=1)
        profile = _graft(profile, left[found], drawn, pick[found])
        left = left[~found]
    missed[left] = True
    return profile, missed


def _plenary(rules: Rules) -> tuple[float, float]:
    """Return what a statement must be worth, and what emphasis on governance counts for."""
    for spec, phase in rules.agenda:
        if spec.phase == "plenary":
            return float(phase.parameters.delta), float(phase.parameters.attention)
    return 0.0, 1.0


def _would_say(
    fixed: Inputs,
    rules: Rules,
    drawn: PreferenceProfile,
    rows: I8,
    all_: PreferenceProfile,
    delta: float,
    attention: float = 1.0,
) -> I8:
    """What the candidates would state in the plenary."""
    forum = np.flatnonzero(fixed.forum_d)
    designs = np.concatenate([fixed.design_di[forum], fixed.status_quo_i[None, :]])
    utility = rules.utility.of(drawn, designs + fixed.space.offset_i)
    if fixed.governance >= 0:
        mean = float(all_.emphasis_ph[:, fixed.governance].mean())
        governance = drawn.emphasis_ph[:, fixed.governance] / max(mean, 1e-12)
    else:
        governance = np.ones(len(rows))
    discipline = fixed.discipline_pd[rows][:, forum]
    said = stated_positions(
        utility[:, :-1], utility[:, -1], discipline, governance**attention, delta
    )
    return np.where(said < 0, said, forum[said])


def _graft(
    profile: PreferenceProfile, to: I8, drawn: PreferenceProfile, rows: I8
) -> PreferenceProfile:
    """Put rows of one profile in place of rows of another."""
    changed: dict[str, F8] = {}
    for field in fields(PreferenceProfile):
        if field.name != "issue_l":
            array = getattr(profile, field.name).copy()
            array[to] = getattr(drawn, field.name)[rows]
            changed[field.name] = array
    return replace(profile, **changed)  # type: ignore[arg-type]
