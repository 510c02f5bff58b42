"""Conditioning: redraw parties whose position is known until they would state it.

A known position is an observation of the outcome, not a preference: it enters only by redrawing the
party from the very rule that everybody is drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
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
"""Redraws of a known party that would say otherwise, batch by batch; then it stays as drawn."""


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

    Asked as in the plenary: hearings that come before it have moved emphases and talked reluctance
    away, and the room's mean emphasis is that after the redraws.
    """
    fixed = plan.fixed
    missed = np.zeros(len(fixed.capability_p), dtype=bool)
    floor = _floor(rules)

    def left_of(profile: PreferenceProfile) -> I8:
        """Who would say otherwise, also because redraws have moved the room's mean."""
        said = _would_say(fixed, rules, _rows(profile, known), known, profile, floor)
        return np.asarray(known[said != fixed.stated_known_p[known]])

    for batch, size in enumerate(CANDIDATES):
        left = left_of(profile)
        if not len(left):
            break
        rows = np.repeat(left, size)
        drawn = plan.imputation.profile(parameters, common, rows, chance, f"redraw/{batch}")
        said = _would_say(fixed, rules, drawn, rows, profile, floor)
        agrees = (said == fixed.stated_known_p[rows]).reshape(len(left), size)
        found = agrees.any(axis=1)
        pick = np.arange(len(left)) * size + agrees.argmax(axis=1)
        profile = _graft(profile, left[found], drawn, pick[found])
    missed[left_of(profile)] = True
    return profile, missed


@dataclass(frozen=True)
class Floor:
    """What matters when the floor is given in the plenary.

    Attributes
    ----------
    delta, attention : float
        What a statement must be worth, and what emphasis on governance counts for.
    kept : float
        Share of a party's distance to the room's mean emphasis that hearings have left, in [0, 1].
    relief : float
        Share of its reluctance that they have talked away (negative: added).
    """

    delta: float = 0.0
    attention: float = 1.0
    kept: float = 1.0
    relief: float = 0.0


def _floor(rules: Rules) -> Floor:
    """Return the floor of the first plenary, after the hearings before it."""
    kept, relief = 1.0, 0.0
    for spec, phase in rules.agenda:
        if spec.phase == "plenary":
            q = phase.parameters
            return Floor(float(q.delta), float(q.attention), kept, relief)
        if spec.phase == "hearings":
            kept *= (1.0 - float(phase.parameters.shift)) ** spec.rounds
            relief = float(phase.parameters.tone * phase.parameters.effect)
    return Floor()


def _would_say(
    fixed: Inputs,
    rules: Rules,
    drawn: PreferenceProfile,
    rows: I8,
    all_: PreferenceProfile,
    floor: Floor,
) -> I8:
    """What the candidates would state in the plenary."""
    forum = np.flatnonzero(fixed.forum_d)
    designs = np.concatenate([fixed.design_di[forum], fixed.status_quo_i[None, :]])
    utility = rules.utility.of(drawn, designs + fixed.space.offset_i)
    if fixed.governance >= 0:
        mean = float(all_.emphasis_ph[:, fixed.governance].mean())
        governance = drawn.emphasis_ph[:, fixed.governance] / max(mean, 1e-12)
        governance = 1.0 + floor.kept * (governance - 1.0)
    else:
        governance = np.ones(len(rows))
    discipline = fixed.discipline_pd[rows][:, forum]
    said = stated_positions(
        utility[:, :-1],
        utility[:, -1] - floor.relief * drawn.reluctance_p,
        discipline,
        governance**floor.attention,
        floor.delta,
    )
    return np.where(said < 0, said, forum[said])


def _rows(profile: PreferenceProfile, rows: I8) -> PreferenceProfile:
    """Some parties of a profile."""
    picked = {
        field.name: getattr(profile, field.name)[rows]
        for field in fields(PreferenceProfile)
        if field.name != "issue_l"
    }
    return replace(profile, **picked)


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
