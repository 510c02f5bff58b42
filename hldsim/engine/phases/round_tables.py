"""Round tables: delegations listen to each other on the themes, and stances move."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.events import Event
from hldsim.domain.parties import Role
from hldsim.engine.belief import believe
from hldsim.engine.phases.base import PHASES, Moment, Step
from hldsim.registry import parameter
from hldsim.table.inputs import Inputs

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

TELLING = 0.005
"""Smallest shift of a role's mean stance that the record mentions."""


@PHASES.register("round_tables")
class RoundTables:
    """Stances move by the influence rule; reluctance falls as the other side comes nearer (T3).

    relief_i = min(reluctance_i, relief_i(0) + c max(D_i(0) - D_i, 0)), where D_i is the
    emphasis-weighted distance of the party's stances to the mean stance of the other role (sources
    for destinations and the reverse; for others the mean of both), and (0) is before the first
    round table: what comes nearer and moves off again is lost again. c = 0 switches the link off.
    """

    @dataclass(frozen=True)
    class Parameters:
        """Dials of the phase."""

        relief: float = parameter(
            0.5,
            "c",
            "reluctance talked away per unit of distance closed",
            low=0.0,
            high=10.0,
            unit="utility / place",
        )

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def advance(self, moment: Moment) -> Step:
        """One round of listening."""
        setup, view, state = moment.setup, moment.view, moment.view.state
        belief = believe(setup, view, moment.chance, moment.told)
        start = np.asarray(state.scratch.get("stance_start", state.profile.stance_ph), dtype=float)
        stances = setup.rules.influence.stances(view, start)
        emphasis = state.profile.emphasis_ph
        closer = _distance(setup.inputs, start, emphasis) - _distance(
            setup.inputs, stances, emphasis
        )
        before = np.asarray(state.scratch.get("relief_start", state.relief_p), dtype=float)
        nearer = np.maximum(self.parameters.relief * closer, 0.0)
        relief = np.minimum(before + nearer, state.profile.reluctance_p)
        after = replace(
            state,
            k=moment.k,
            profile=replace(state.profile, stance_ph=stances),
            relief_p=relief,
            viability_c=belief.viability_c,
            objected_pc=belief.objected_pc,
            scratch={**state.scratch, "stance_start": start, "relief_start": before},
        )
        if not moment.told:
            return after, ()
        return after, (*_shifts(moment, state.profile.stance_ph, stances), *belief.events)

    def acting(self, moment: Moment) -> I8:
        """Nobody chooses a coalition here."""
        return np.zeros(0, dtype=np.int64)


def _role_means(inputs: Inputs, stance_ph: F8) -> F8:
    """Mean stance of each role, (4, h); a role without parties takes the mean of all."""
    roles = inputs.role_pr.astype(np.float64)
    size = roles.sum(axis=0)
    means = roles.T @ stance_ph / np.maximum(size, 1.0)[:, None]
    means[size == 0] = stance_ph.mean(axis=0)
    return np.asarray(means)


def _distance(inputs: Inputs, stance_ph: F8, emphasis_ph: F8) -> F8:
    """Emphasis-weighted distance to the other role's mean stance, (p,)."""
    order = list(Role)
    source, destination = order.index(Role.SOURCE), order.index(Role.DESTINATION)
    means = _role_means(inputs, stance_ph)
    other = np.tile((means[source] + means[destination]) / 2, (len(stance_ph), 1))
    other[inputs.role_pr[:, source]] = means[destination]
    other[inputs.role_pr[:, destination]] = means[source]
    return np.asarray((emphasis_ph * np.abs(stance_ph - other)).sum(axis=1))


def _shifts(moment: Moment, before: F8, after: F8) -> list[Event]:
    inputs, themes = moment.setup.inputs, moment.setup.scenario.themes
    change = _role_means(inputs, after) - _role_means(inputs, before)
    return [
        Event(
            "shifted",
            moment.k,
            fields={"theme": theme.id, "role": role.value, "by": float(change[r, h])},
        )
        for h, theme in enumerate(themes)
        for r, role in enumerate(Role)
        if inputs.role_pr[:, r].any() and abs(change[r, h]) >= TELLING
    ]
