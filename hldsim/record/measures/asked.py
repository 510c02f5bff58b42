"""Measures of what would be answered if each design as tabled were put at the close.

Once a design passes, the chair puts no other; a question about the others has to be asked of the
table as it then stands, with the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Decision
from hldsim.engine.advance import view_of
from hldsim.engine.setup import Setup
from hldsim.record.measures.base import MeasureError, RunView, define
from hldsim.rules.decision.base import Question
from hldsim.table.state import NOT_ASKED

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]


@dataclass(frozen=True)
class Asked:
    """Answers to each proposal as tabled, at the close. All (p, d).

    Attributes
    ----------
    willing_pd : bools
        Who would take part: u >= a, with a the line of acceptance.
    objection_pd : floats >= 0
        Force of objection, resolve x max(a - u, 0), utility units.
    """

    willing_pd: B1
    objection_pd: F8


def ask(view: RunView) -> Asked:
    """Ask everybody about every proposal as tabled.

    Raises
    ------
    MeasureError
        If the run was kept without its rules.
    """
    setup = _setup(view)
    table = view_of(setup, replace(view.end, k=max(view.end.k - 1, 0)))
    short = np.maximum(table.aspiration_p[:, None] - table.tabled_pd, 0.0)
    resolve = view.end.profile.resolve_p[:, None]
    return Asked(table.tabled_pd >= table.aspiration_p[:, None], short * resolve)


@define(
    "objection",
    "utility x capability",
    "Summed objection of members to this proposal as tabled, were it put at the close: the number "
    "that kappa multiplies.",
    "PROPOSAL",
)
def objection(view: RunView, proposal: str) -> float:
    """Sum over members of capability x resolve x max(aspiration - utility, 0), >= 0."""
    force_p = ask(view).objection_pd[:, view.proposal(proposal)] * view.inputs.capability_p
    return float(force_p[view.member_p].sum())


@define(
    "passed",
    "0 or 1",
    "1 if this proposal was adopted: the design adopted grew out of it, or, put after the others, "
    "it passed the rule it needs.",
    "PROPOSAL",
)
def passed(view: RunView, proposal: str) -> float | None:
    """Proposals to go further are put in every run, against what has just been decided."""
    d = view.proposal(proposal)
    if not view.rival_d[d]:
        table = view.end.scratch.get("passed_d")
        return None if table is None else float(table[d])
    return float(view.end.adopted >= 0 and view.end.origin_c[view.end.adopted] == d)


@define(
    "would_pass",
    "0 or 1",
    "1 if this proposal as tabled would be adopted if it were put at the close, under the rule it "
    "needs.",
    "PROPOSAL",
)
def would_pass(view: RunView, proposal: str) -> float | None:
    """None where the run was kept without its rules, or nobody was asked.

    A proposal to go further is put in every run: then this is ``passed``.
    """
    d = view.proposal(proposal)
    if not view.rival_d[d]:
        return passed(view, proposal)
    if view.setup is None or not (view.end.ballot_pd[:, d] != NOT_ASKED).any():
        return None
    return float(decision(view, d).adopted)


def decision(view: RunView, d: int) -> Decision:
    """Decide on competing proposal ``d`` as tabled, as if it were put at the close.

    Raises
    ------
    MeasureError
        If the run was kept without its rules.
    """
    setup, inputs, answers = _setup(view), view.inputs, ask(view)
    design = inputs.design_di[d]
    _, rule = setup.rule_for(design)
    chance = setup.streams.at(view.end.k)
    question = Question(
        ballot_p=view.end.ballot_pd[:, d],
        willing_p=answers.willing_pd[:, d],
        objection_p=answers.objection_pd[:, d] * inputs.capability_p,
        luck_p=chance("sustain", len(inputs.capability_p)),
        member_p=inputs.member_p,
        weight_p=inputs.voting_weight_p,
        host=_host(setup, design, rule, view.end.k),
        population_p=inputs.population_p,
    )
    return rule.decide(question)


def _host(setup: Setup, design: I8, rule: object, k: int) -> bool:
    """Whether somebody offers to host the design and keeps the offer; the run's own draw."""
    offer = setup.rules.needs.host(design)
    if offer is None:
        return False
    keeps = getattr(getattr(rule, "parameters", None), "follow_through", 1.0)
    return bool(setup.streams.at(k)(f"host/{offer.party}", 1)[0] < keeps)


def _setup(view: RunView) -> Setup:
    if view.setup is None:
        raise MeasureError("this run was kept without its rules; allowed: runs of an experiment")
    return view.setup
