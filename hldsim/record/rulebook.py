"""Rulebook: which rules there are, what each says of itself, and how a scenario is told to use it.

Read by the command line, the window and experiments, so that a rule added in one file is offered
everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hldsim.engine.phases.base import PHASES
from hldsim.preferences.imputation.base import IMPUTATION_RULES
from hldsim.preferences.utility import UTILITIES
from hldsim.registry import Catalogue, told, why_not
from hldsim.rules.coalitions.base import COALITION_RULES
from hldsim.rules.decision.base import DECISION_RULES
from hldsim.rules.influence.base import INFLUENCE_RULES
from hldsim.rules.protocols.base import PROTOCOLS
from hldsim.rules.strategies.base import STRATEGIES
from hldsim.scenario.schema import Scenario

CATALOGUES: Mapping[str, Catalogue[Any]] = {
    "imputation": IMPUTATION_RULES,
    "coalitions": COALITION_RULES,
    "protocol": PROTOCOLS,
    "influence": INFLUENCE_RULES,
    "strategy": STRATEGIES,
    "utility": UTILITIES,
    "decision": DECISION_RULES,
    "phase": PHASES,
}
"""Catalogues of rules by the family name that scenario files use."""

CHOICES = ("decision", "coalitions", "protocol", "utility", "strategy", "influence")
"""Families of which a scenario may be told to use another rule, all else alike."""

HEARD_IN = {
    "protocol": ("chairs_text",),
    "coalitions": ("consultations", "chairs_text"),
    "influence": ("round_tables",),
    "decision": ("adoption",),
}
"""Phases in which a family of rules is asked; families left out are asked in every phase."""


@dataclass(frozen=True)
class Choice:
    """One rule as a scenario sees it.

    Attributes
    ----------
    name, summary : str
    formula, sources : tuple of str
        As ``hldsim.registry.told``.
    chosen : bool
        Whether the scenario uses it, for every kind of design in the case of a decision rule.
    lacking : str or None
        What the scenario lacks to use it; None if nothing.
    """

    name: str
    summary: str
    formula: tuple[str, ...]
    sources: tuple[str, ...]
    chosen: bool
    lacking: str | None


def choices(scenario: Scenario, family: str) -> tuple[Choice, ...]:
    """Every rule of a family, in name order, as a scenario sees it."""
    catalogue, now = CATALOGUES[family], in_use(scenario, family)
    rows = []
    for name in catalogue:
        said = told(catalogue[name])
        rows.append(
            Choice(
                name=name,
                summary=said.summary,
                formula=said.formula,
                sources=said.sources,
                chosen=now == {name},
                lacking=lacking(scenario, family, name),
            )
        )
    return tuple(rows)


def in_use(scenario: Scenario, family: str) -> set[str]:
    """Names of the rules of a family that a scenario uses; of decision rules there may be many."""
    if family == "decision":
        return {spec.rule for spec in scenario.adoption}
    spec = scenario.rules.get(family)
    return set() if spec is None else {spec.name}


def lacking(scenario: Scenario, family: str, name: str) -> str | None:
    """Say what a scenario lacks to use a rule; None if nothing.

    Raises
    ------
    UnknownNameError
        If there is no such rule.
    """
    kind = CATALOGUES[family][name]
    phases = HEARD_IN.get(family)
    held = {spec.phase for spec in scenario.agenda}
    if phases is not None and not held.intersection(phases):
        return f"is never asked: the agenda has no {' or '.join(phases)}"
    return why_not(kind, scenario)


def settings_for(scenario: Scenario, family: str, name: str) -> dict[str, str]:
    """Settings (path to value) by which a scenario uses a rule of a family throughout.

    A decision rule takes the place of that of every kind of design. Where the rule is in use
    already nothing is set, so that its parameters stay as the scenario has them; others start from
    their defaults.
    """
    if family == "decision":
        return {
            f"adoption[{spec.id}].rule": name for spec in scenario.adoption if spec.rule != name
        }
    return {} if in_use(scenario, family) == {name} else {f"rules.{family}.name": name}
