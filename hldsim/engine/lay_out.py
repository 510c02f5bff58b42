"""Lay out: a scenario as arrays, once for all its replicates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import NONCOMMITTAL, Role, Seat
from hldsim.preferences.imputation.base import ImputationRule
from hldsim.scenario.capability import capability_of
from hldsim.scenario.schema import Scenario
from hldsim.table.inputs import Inputs
from hldsim.table.state import UNSAID

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

UNKNOWN = -9
"""``stated_known_p`` of a party whose position is not known."""


@dataclass(frozen=True)
class Plan:
    """Everything of a scenario that does not depend on the seed."""

    scenario: Scenario
    fixed: Inputs
    imputation: ImputationRule


def fixed_inputs(scenario: Scenario) -> Inputs:
    """Lay out everything that does not depend on the seed."""
    parties, space = scenario.parties, scenario.space
    n = len(parties)
    seats = [party.seat for party in parties]
    member = np.array([seat is Seat.MEMBER for seat in seats], dtype=bool)
    bloc_pb = np.array([[b.id in p.blocs for b in scenario.blocs] for p in parties], dtype=bool)
    bloc_pb = bloc_pb.reshape(n, len(scenario.blocs))
    regions = sorted({party.region for party in parties})
    region_pr = np.array([[r == p.region for r in regions] for p in parties], dtype=bool)
    role_pr = np.array([[r is p.role for r in Role] for p in parties], dtype=bool)
    line_b = np.array(
        [scenario.proposal_index[b.line] if b.line else -1 for b in scenario.blocs], dtype=np.int64
    )
    line_pd, discipline_pd = _lines(scenario, bloc_pb, line_b)
    design_di = np.array([p.design for p in scenario.proposals], dtype=np.int64)
    design_di = design_di.reshape(len(scenario.proposals), len(space.issues))
    governance = scenario.theme_index.get("governance", -1)
    declared = np.hstack([line_pd, line_pd.any(axis=1, keepdims=True)]) * member[:, None]
    return Inputs(
        space=space,
        capability_p=capability_of(scenario),
        voting_weight_p=_voting_weight(scenario, member),
        member_p=member,
        active_p=np.array([seat is not Seat.ORGANISATION for seat in seats], dtype=bool),
        factor_pf=_factors(scenario, bloc_pb, region_pr),
        bloc_pb=bloc_pb,
        region_pr=region_pr,
        role_pr=role_pr,
        group_pg=np.hstack([bloc_pb, region_pr, role_pr]).astype(np.float64),
        line_b=line_b,
        discipline_pd=discipline_pd,
        bloc_line_pd=line_pd,
        vote_p=member.astype(np.float64),
        votes=int(member.sum()),
        line_pd=declared.astype(np.float64),
        lined_d=declared.sum(axis=0).astype(np.float64),
        status_quo_i=np.array(space.status_quo, dtype=np.int64),
        design_di=design_di,
        forum_d=np.array([p.kind == "forum" for p in scenario.proposals], dtype=bool),
        global_d=np.array([_is_global(scenario, row) for row in design_di], dtype=bool),
        host_d=np.array([_is_hosted(scenario, row) for row in design_di], dtype=bool),
        governance=governance,
        temper_p=np.zeros(n),
        floor_p=np.full(n, -1),
        conditioned_p=np.zeros(n, dtype=bool),
        missed_p=np.zeros(n, dtype=bool),
        stated_known_p=np.array([_known(scenario, p.position) for p in parties], dtype=np.int64),
        population_p=_population(scenario, member),
        amendment_mi=_amendments(scenario),
    )


def _amendments(scenario: Scenario) -> I8:
    """Amendments as proposal (-1 any), issue and level, in declared order, (m, 3)."""
    issues = scenario.space.issues
    rows = []
    for one in scenario.amendments:
        issue = scenario.space.issue_index(one.issue)
        to = -1 if one.to is None else scenario.proposal_index[one.to]
        rows.append((to, issue, issues[issue].index(one.level)))
    return np.array(rows, dtype=np.int64).reshape(len(rows), 3)


def _voting_weight(scenario: Scenario, member: B1) -> F8:
    """Weights of votes as the scenario gives them (a blank is 0), else 1 for each member."""
    given = [party.voting_weight for party in scenario.parties]
    if all(weight is None for weight in given):
        return member.astype(np.float64)
    return np.array([weight or 0.0 for weight in given], dtype=np.float64) * member


def _population(scenario: Scenario, member: B1) -> F8 | None:
    """Persons each member stands for, if that is known of all of them."""
    persons = [party.figures.get("population", 0.0) for party in scenario.parties]
    population = np.array(persons, dtype=np.float64) * member
    return population if (population[member] > 0).all() else None


def _known(scenario: Scenario, position: str | None) -> int:
    if position is None:
        return UNKNOWN
    return UNSAID if position == NONCOMMITTAL else scenario.proposal_index[position]


def _lines(scenario: Scenario, bloc_pb: B1, line_b: I8) -> tuple[B1, F8]:
    """Whether a bloc of the party declared for a proposal, and the utility that adds (the most)."""
    shape = (len(bloc_pb), len(scenario.proposals))
    line_pd, discipline_pd = np.zeros(shape, dtype=bool), np.zeros(shape)
    for b, d in enumerate(line_b):
        if d >= 0:
            members = bloc_pb[:, b]
            line_pd[members, d] = True
            credit = scenario.blocs[b].discipline
            discipline_pd[members, d] = np.maximum(discipline_pd[members, d], credit)
    return line_pd, discipline_pd


def _factors(scenario: Scenario, bloc_pb: B1, region_pr: B1) -> F8:
    """Affinity factors: blocs, region, balance of migration; each row of length 1."""
    balance = [party.figures.get("balance", 0.0) for party in scenario.parties]
    columns = np.hstack([bloc_pb, region_pr, np.array(balance)[:, None]]).astype(np.float64)
    length = np.sqrt((columns**2).sum(axis=1, keepdims=True))
    return np.asarray(columns / np.maximum(length, 1e-12))


def _is_global(scenario: Scenario, design: I8) -> bool:
    issues = scenario.space.issues
    return any(i.levels[int(x)].scope == "global" for i, x in zip(issues, design, strict=True))


def _is_hosted(scenario: Scenario, design: I8) -> bool:
    levels = scenario.space.decode(tuple(int(x) for x in design))
    return any(levels[offer.issue] == offer.level for offer in scenario.hosts)
