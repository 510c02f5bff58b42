"""Assemble: from a scenario and a seed to the table before anybody speaks.

What does not depend on the seed is prepared once (``Plan``); the rest is drawn per replicate:
parameters given as priors, preferences by the scenario's imputation rule, who takes the floor.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.proposals import AdoptionSpec
from hldsim.engine.conditioning import condition
from hldsim.engine.lay_out import UNKNOWN, Plan, fixed_inputs
from hldsim.engine.phases.base import PHASES
from hldsim.engine.setup import PLENARY, BeliefParameters, Needs, Rules, Setup
from hldsim.errors import PathError
from hldsim.preferences.draw import draw_parameters
from hldsim.preferences.imputation.base import IMPUTATION_RULES
from hldsim.preferences.profile import PreferenceProfile, declare_all, freeze
from hldsim.preferences.utility import UTILITIES
from hldsim.registry import why_not
from hldsim.rules.coalitions.base import COALITION_RULES
from hldsim.rules.decision.base import DECISION_RULES
from hldsim.rules.influence.base import INFLUENCE_RULES
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.strategies.base import STRATEGIES
from hldsim.scenario.schema import RuleSpec, Scenario
from hldsim.streams import Chance, Streams
from hldsim.table.inputs import Inputs
from hldsim.table.state import NOT_ASKED, SILENT, UNCOMMITTED, State

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

_FAMILIES: dict[str, tuple[str, Any]] = {
    "coalitions": ("worth", COALITION_RULES),
    "protocol": ("single_text", PROTOCOLS),
    "influence": ("bounded_confidence", INFLUENCE_RULES),
    "strategy": ("aspiration", STRATEGIES),
    "utility": ("additive", UTILITIES),
}


def prepare(scenario: Scenario) -> Plan:
    """Lay a scenario out as arrays, once for all its replicates."""
    kind = IMPUTATION_RULES[scenario.imputation.name]
    return Plan(scenario, fixed_inputs(scenario), kind(scenario))


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
    """Build every rule by name; parameters given as priors are drawn.

    Raises
    ------
    PathError
        If a rule asks for what the scenario does not have, or a parameter is out of its range.
    """
    made: dict[str, Any] = {}
    for family, (default, catalogue) in _FAMILIES.items():
        spec = scenario.rules.get(family, RuleSpec(default))
        kind = _fit(catalogue[spec.name], spec.name, scenario, f"rules.{family}")
        if hasattr(kind, "Parameters"):
            place = f"rules.{family}"
            made[family] = kind(draw_parameters(kind.Parameters, spec.parameters, chance, place))
        else:
            made[family] = kind()
    belief = scenario.rules.get("belief", RuleSpec("public"))
    adoption = tuple(
        (spec, _parametrised(_decision(spec, scenario), spec, chance, f"adoption[{spec.id}]"))
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


def _decision(spec: AdoptionSpec, scenario: Scenario) -> Any:
    return _fit(DECISION_RULES[spec.rule], spec.rule, scenario, f"adoption[{spec.id}]")


def _fit(kind: Any, name: str, scenario: Scenario, place: str) -> Any:
    """Refuse a rule that asks for what the scenario does not have."""
    lacking = why_not(kind, scenario)
    if lacking is not None:
        raise PathError(f"{place}: {name} {lacking}")
    return kind


def _parametrised(kind: Any, spec: Any, chance: Chance, place: str) -> Any:
    return kind(draw_parameters(kind.Parameters, spec.parameters, chance, place))


def _draw_profile(
    plan: Plan, rules: Rules, chance: Chance, conditioned: bool
) -> tuple[PreferenceProfile, B1, B1]:
    """Draw everybody, redraw those whose position is known, then put declared preferences in."""
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
        profile, missed = condition(plan, rules, parameters, common, profile, known, chance)
        taken[known] = True
    return _declared(scenario, profile), taken, missed


def _declared(scenario: Scenario, profile: PreferenceProfile) -> PreferenceProfile:
    if scenario.imputation.name == "declared":
        return profile
    themes = tuple(theme.id for theme in scenario.themes)
    for row, party in enumerate(scenario.parties):
        if party.declared:
            profile = declare_all(profile, scenario.space, themes, row, party.declared)
    return profile


def _floor(fixed: Inputs, rules: Rules, profile: PreferenceProfile, chance: Chance) -> I8:
    """Sitting of the plenary in which each party speaks, -1 for the silent; the known speak."""
    turns = sum(spec.rounds for spec, _ in rules.agenda if spec.phase == PLENARY)
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
