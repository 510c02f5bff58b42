"""Assemble: from a scenario and a seed to the table before anybody speaks.

What does not depend on the seed is prepared once (``Plan``); the rest is drawn per replicate:
parameters given as priors, preferences by the scenario's imputation rule, who takes the floor.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import NONCOMMITTAL, Role, Seat
from hldsim.engine.phases.base import PHASES
from hldsim.engine.setup import BeliefParameters, Needs, Rules, Setup
from hldsim.preferences.draw import draw_parameters
from hldsim.preferences.imputation.base import IMPUTATION_RULES, ImputationRule
from hldsim.preferences.positions import stated_positions
from hldsim.preferences.profile import PreferenceProfile, declare_all, freeze
from hldsim.preferences.utility import UTILITIES
from hldsim.rules.coalitions.base import COALITION_RULES
from hldsim.rules.decision.base import DECISION_RULES
from hldsim.rules.influence.base import INFLUENCE_RULES
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.strategies.base import STRATEGIES
from hldsim.scenario.schema import RuleSpec, Scenario
from hldsim.streams import Chance, Streams
from hldsim.table.inputs import Inputs
from hldsim.table.state import NOT_ASKED, SILENT, UNCOMMITTED, UNSAID, State

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

UNKNOWN = -9
"""``stated_known_p`` of a party whose position is not known."""

CAPABILITY_POWER = 0.35
"""Capability is GDP to this power where the scenario does not say otherwise."""

_FAMILIES: dict[str, tuple[str, Any]] = {
    "coalitions": ("worth", COALITION_RULES),
    "protocol": ("single_text", PROTOCOLS),
    "influence": ("bounded_confidence", INFLUENCE_RULES),
    "strategy": ("aspiration", STRATEGIES),
    "utility": ("additive", UTILITIES),
}


@dataclass(frozen=True)
class Plan:
    """Everything of a scenario that does not depend on the seed."""

    scenario: Scenario
    fixed: Inputs
    imputation: ImputationRule


def prepare(scenario: Scenario) -> Plan:
    """Lay a scenario out as arrays, once for all its replicates."""
    kind = IMPUTATION_RULES[scenario.imputation.name]
    return Plan(scenario, _fixed_inputs(scenario), kind(scenario))


def assemble(
    source: Scenario | Plan, seed: int, *, conditioned: bool = True
) -> tuple[Setup, State]:
    """Draw one replicate.

    Parameters
    ----------
    conditioned : bool
        Redraw parties whose position is known until they would state it.
    """
    plan = source if isinstance(source, Plan) else prepare(source)
    streams = Streams(seed)
    chance = streams.at(0)
    rules = build_rules(plan.scenario, chance)
    profile, taken, missed = _draw_profile(plan, rules, chance, conditioned)
    inputs = replace(
        plan.fixed,
        temper_p=chance("temper", len(plan.fixed.capability_p)),
        floor_p=_floor(plan.fixed, rules, profile, chance),
        conditioned_p=taken,
        missed_p=missed,
    )
    _freeze_all(inputs, profile)
    setup = Setup(plan.scenario, seed, inputs, streams, rules)
    return setup, _opening(inputs, profile, rules.belief.start)


def build_rules(scenario: Scenario, chance: Chance) -> Rules:
    """Build every rule by name; parameters given as priors are drawn."""
    made: dict[str, Any] = {}
    for family, (default, catalogue) in _FAMILIES.items():
        spec = scenario.rules.get(family, RuleSpec(default))
        kind = catalogue[spec.name]
        if hasattr(kind, "Parameters"):
            place = f"rules.{family}"
            made[family] = kind(draw_parameters(kind.Parameters, spec.parameters, chance, place))
        else:
            made[family] = kind()
    belief = scenario.rules.get("belief", RuleSpec("public"))
    adoption = tuple(
        (spec, _parametrised(DECISION_RULES[spec.rule], spec, chance, f"adoption[{spec.id}]"))
        for spec in scenario.adoption
    )
    agenda = tuple(
        (spec, _parametrised(PHASES[spec.phase], spec, chance, f"agenda[{spec.id}]"))
        for spec in scenario.agenda
    )
    return Rules(
        **made,
        belief=draw_parameters(BeliefParameters, belief.parameters, chance, "rules.belief"),
        needs=Needs(scenario, adoption),
        agenda=agenda,
    )


def _parametrised(kind: Any, spec: Any, chance: Chance, place: str) -> Any:
    return kind(draw_parameters(kind.Parameters, spec.parameters, chance, place))


def _fixed_inputs(scenario: Scenario) -> Inputs:
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
        capability_p=_capability(scenario),
        voting_weight_p=member.astype(np.float64),
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
    )


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


def _capability(scenario: Scenario) -> F8:
    """Capability, summing to 1: the scenario's own, else GDP ^ 0.35, else the smallest known."""
    raw = np.array(
        [
            party.capability
            if party.capability is not None
            else party.figures.get("gdp_usd", np.nan) ** CAPABILITY_POWER
            for party in scenario.parties
        ],
        dtype=np.float64,
    )
    if np.isnan(raw).all():
        raw[:] = 1.0
    raw = np.where(np.isnan(raw), np.nanmin(raw), raw)
    return np.asarray(raw / raw.sum())


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


def _draw_profile(
    plan: Plan, rules: Rules, chance: Chance, conditioned: bool
) -> tuple[PreferenceProfile, B1, B1]:
    """Draw everybody, put declared preferences in, then redraw those whose position is known."""
    rule, scenario = plan.imputation, plan.scenario
    parameters: Any = draw_parameters(
        rule.Parameters, scenario.imputation.parameters, chance, "imputation"
    )
    common = rule.common(parameters, chance)
    everybody = np.arange(len(scenario.parties))
    profile = rule.profile(parameters, common, everybody, chance, "impute")
    taken = np.zeros(len(everybody), dtype=bool)
    missed = taken.copy()
    known = np.flatnonzero(plan.fixed.stated_known_p != UNKNOWN)
    if conditioned and len(known):
        profile, missed = _condition(plan, rules, parameters, common, profile, known, chance)
        taken[known] = True
    return _declared(scenario, profile), taken, missed


CANDIDATES = (8, 56, 192)
"""Redraws tried for each known party, batch by batch; after the last it keeps its first draw."""


def _condition(
    plan: Plan,
    rules: Rules,
    parameters: Any,
    common: Any,
    profile: PreferenceProfile,
    known: I8,
    chance: Chance,
) -> tuple[PreferenceProfile, B1]:
    """Redraw parties with a known position, from the same rule, until they would state it."""
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


def _declared(scenario: Scenario, profile: PreferenceProfile) -> PreferenceProfile:
    if scenario.imputation.name == "declared":
        return profile
    themes = tuple(theme.id for theme in scenario.themes)
    for row, party in enumerate(scenario.parties):
        if party.declared:
            profile = declare_all(profile, scenario.space, themes, row, party.declared)
    return profile


def _floor(fixed: Inputs, rules: Rules, profile: PreferenceProfile, chance: Chance) -> I8:
    """Plenary round in which each party speaks, -1 for the silent; known speakers speak."""
    turns = sum(spec.rounds for spec, _ in rules.agenda if spec.phase == "plenary")
    n = len(fixed.capability_p)
    speaks = (chance("talk", n) < profile.talk_p) | (fixed.stated_known_p != UNKNOWN)
    order = np.minimum((chance("order", n) * turns).astype(np.int64), turns - 1)
    return np.where(speaks & fixed.active_p, order, -1)


def _opening(inputs: Inputs, profile: PreferenceProfile, start: float) -> State:
    n, d = len(inputs.capability_p), len(inputs.design_di)
    forum = np.flatnonzero(inputs.forum_d)
    state = State(
        k=0,
        profile=profile,
        relief_p=np.zeros(n),
        stated_p=np.full(n, SILENT),
        membership_p=np.full(n, UNCOMMITTED),
        objected_pc=np.zeros((n, len(forum)), dtype=bool),
        origin_c=forum,
        platform_ci=inputs.design_di[forum],
        viability_c=np.full(len(forum), start),
        adopted=-1,
        ballot_pd=np.full((n, d), NOT_ASKED),
    )
    freeze_state(state)
    return state


def _freeze_all(inputs: Inputs, profile: PreferenceProfile) -> None:
    for holder in (inputs, profile):
        for field in fields(holder):
            value = getattr(holder, field.name)
            if isinstance(value, np.ndarray):
                freeze(value)


def freeze_state(state: State) -> None:
    """Make a state's own arrays read-only."""
    for field in fields(state):
        value = getattr(state, field.name)
        if isinstance(value, np.ndarray):
            freeze(value)
