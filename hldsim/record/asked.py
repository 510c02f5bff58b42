"""Asked: where each design stands against the rule it needs, if everybody were asked now."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.advance import view_of
from hldsim.engine.belief import answers
from hldsim.engine.setup import Setup
from hldsim.rules.decision.base import MEMBERS
from hldsim.table.state import State


@dataclass(frozen=True)
class Asked:
    """One design and the answers to it. Counts are of member states.

    Attributes
    ----------
    proposal : str
        Proposal its coalition gathered around.
    rule : str
        Decision rule it needs; ``quota`` is the share of members that rule asks for, as drawn in
        this run, in [0, 1], and ``needed`` the same as a count.
    yes, willing, objectors : int
        Members that would vote for it, that would take part, and that were seen to object.
    host : str or None
        Party that offers to host it; ``""`` where the rule needs one and nobody does, None where
        none is needed.
    """

    proposal: str
    rule: str
    quota: float | None
    yes: int
    willing: int
    objectors: int
    needed: int | None
    host: str | None


@dataclass(frozen=True)
class Acceptance:
    """What each party would answer about each text on the table. Axes: p parties, c coalitions.

    Attributes
    ----------
    utility_pc : floats in [0, 1]
        Utility of each coalition's platform.
    line_p : floats
        Line of acceptance (aspiration), utility units: who is below it cannot live with a text.
    yes_pc, willing_pc : bools
        Who would vote for it, and who would take part.
    objection_pc : floats >= 0
        Force of objection, resolve x max(line - utility, 0).
    """

    utility_pc: NDArray[np.float64]
    line_p: NDArray[np.float64]
    yes_pc: NDArray[np.bool_]
    willing_pc: NDArray[np.bool_]
    objection_pc: NDArray[np.float64]


def acceptance(setup: Setup, state: State) -> Acceptance:
    """Ask every party about every text, and keep who said what."""
    view = view_of(setup, state)
    said = answers(setup, view)
    return Acceptance(
        view.utility_pc, view.aspiration_p, said.yes_pc, said.willing_pc, said.objection_pc
    )


def asked(setup: Setup, state: State) -> tuple[Asked, ...]:
    """Ask every party about every design on the table, as the model itself does."""
    view = view_of(setup, state)
    said = answers(setup, view)
    member = setup.inputs.member_p
    rows = []
    for c, design in enumerate(state.platform_ci):
        spec, rule = setup.rule_for(design)
        parameters = getattr(rule, "parameters", None)
        quota = _quota(rule)
        offer = setup.rules.needs.host(design)
        wanted = getattr(parameters, "needs_host", 0.0) >= 0.5
        rows.append(
            Asked(
                proposal=setup.scenario.proposals[int(state.origin_c[c])].id,
                rule=spec.rule,
                quota=quota,
                yes=int(said.yes_pc[member, c].sum()),
                willing=int(said.willing_pc[member, c].sum()),
                objectors=int((state.objected_pc[:, c] & member).sum()),
                needed=None if quota is None else _needed(rule, quota * setup.inputs.votes),
                host=(offer.party if offer else "") if wanted else None,
            )
        )
    return tuple(rows)


def _quota(rule: object) -> float | None:
    """Share of members a rule asks for; None where it asks for votes or people, not for heads."""
    hurdles = getattr(rule, "hurdles", None)
    if hurdles is not None:
        first = hurdles[0]
        return first.quota if first.weighs == MEMBERS else None
    parameters = getattr(rule, "parameters", None)
    return getattr(parameters, "quorum", getattr(parameters, "quota", None))


def _needed(rule: object, share: float) -> int:
    """Least count of members that reaches (or, for a strict rule, passes) a share of them."""
    if getattr(rule, "strict", False):
        return math.floor(share + 1e-9) + 1
    return math.ceil(share - 1e-9)
