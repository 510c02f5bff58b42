"""Asked: where each design stands against the rule it needs, if everybody were asked now."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot
from hldsim.engine.advance import view_of
from hldsim.engine.belief import answers, noes
from hldsim.engine.setup import Setup
from hldsim.rules.decision.base import MEMBERS, Question
from hldsim.rules.decision.counting import Counting, weight_of
from hldsim.table.state import State

B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class Majority:
    """One of the majorities a rule that counts ballots asks for, and how near it is.

    Attributes
    ----------
    weighs : str
        ``"members"``, ``"votes"`` or ``"population"``.
    quota, share : float
        Share of the base needed, and in favour if everybody were asked now; in [0, 1].
    strict : bool
        Whether the quota must be exceeded and not only reached.
    base : float
        What share of all it weighs the base is, in [0, 1]: 1, or that of those voting yes or no.
    """

    weighs: str
    quota: float
    strict: bool
    share: float
    base: float = 1.0


@dataclass(frozen=True)
class Asked:
    """One design and the answers to it. Counts are of member states.

    Attributes
    ----------
    proposal : str
        Proposal its coalition gathered around.
    rule : str
        Decision rule it needs; ``quota`` is the share of members that rule asks for, as drawn in
        this run, in [0, 1], and ``needed`` the same as a count, of ``base``.
    yes, willing, objectors : int
        Members that would vote for it, that would take part, and that were seen to object.
    host : str or None
        Party that offers to host it; ``""`` where the rule needs one and nobody does, None where
        none is needed.
    base : int
        Members that the quota is a share of: all, or those that would vote yes or no.
    majorities : tuple of Majority
        All that the rule asks for, if it counts ballots.
    """

    proposal: str
    rule: str
    quota: float | None
    yes: int
    willing: int
    objectors: int
    needed: int | None
    host: str | None
    base: int = 0
    majorities: tuple[Majority, ...] = ()


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
    said, inputs = answers(setup, view), setup.inputs
    no_pc, member = noes(view, said), inputs.member_p
    rows = []
    for c, design in enumerate(state.platform_ci):
        spec, rule = setup.rule_for(design)
        parameters = getattr(rule, "parameters", None)
        quota = _quota(rule)
        offer = setup.rules.needs.host(design)
        wanted = getattr(parameters, "needs_host", 0.0) >= 0.5
        voting = said.yes_pc[:, c] | no_pc[:, c] | (not getattr(rule, "counts_no", False))
        base = int((voting & member).sum())
        rows.append(
            Asked(
                proposal=setup.scenario.proposals[int(state.origin_c[c])].id,
                rule=spec.rule,
                quota=quota,
                yes=int(said.yes_pc[member, c].sum()),
                willing=int(said.willing_pc[member, c].sum()),
                objectors=int((state.objected_pc[:, c] & member).sum()),
                needed=None if quota is None else _needed(rule, quota * base),
                host=(offer.party if offer else "") if wanted else None,
                base=base,
                majorities=_majorities(rule, setup, said.yes_pc[:, c], no_pc[:, c]),
            )
        )
    return tuple(rows)


def _majorities(rule: object, setup: Setup, yes_p: B1, no_p: B1) -> tuple[Majority, ...]:
    """Every majority a rule asks for, if all members came and voted as they now would."""
    if not isinstance(rule, Counting):
        return ()
    inputs, nobody = setup.inputs, np.zeros(len(yes_p))
    vote = Question(
        ballot_p=np.where(yes_p, Ballot.YES, np.where(no_p, Ballot.NO, Ballot.ABSTAIN)),
        willing_p=yes_p,
        objection_p=nobody,
        luck_p=nobody,
        member_p=inputs.member_p,
        weight_p=inputs.voting_weight_p,
        host=True,
        population_p=inputs.population_p,
    )
    found = []
    for hurdle in rule.hurdles:
        share, base = rule.share(vote, hurdle)
        whole = max(float(weight_of(vote, hurdle).sum()), 1e-12)
        found.append(Majority(hurdle.weighs, hurdle.quota, hurdle.strict, share, base / whole))
    return tuple(found)


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
