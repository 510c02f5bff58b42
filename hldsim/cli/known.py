"""What there is: the catalogues by family, handed down to the checks of scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hldsim.registry import Catalogue, describe_parameters
from hldsim.scenario.schema import Scenario


def catalogues() -> Mapping[str, Catalogue[Any]]:
    """Catalogues of rules by the family name that scenario files use."""
    from hldsim.record.rulebook import CATALOGUES

    return CATALOGUES


BELIEF = {"belief": ["public"]}
"""How the room forms its belief; one way so far, and no catalogue for one."""


def _belief() -> list[str]:
    from hldsim.engine.setup import BeliefParameters

    return [info.name for info in describe_parameters(BeliefParameters)]


def known_rules() -> dict[str, list[str]]:
    """Names by family."""
    return {family: list(catalogue) for family, catalogue in catalogues().items()} | BELIEF


def known_parameters() -> dict[str, dict[str, list[str]]]:
    """Names of parameters by family and rule."""
    return {
        family: {name: parameters_of(catalogue[name]) for name in catalogue}
        for family, catalogue in catalogues().items()
    } | {"belief": {"public": _belief()}}


def parameters_of(entry: Any) -> list[str]:
    """Names of a rule's parameters; none if it has none."""
    kind = getattr(entry, "Parameters", None)
    return [] if kind is None else [info.name for info in describe_parameters(kind)]


def load(name: str, settings: Sequence[str] = ()) -> Scenario:
    """Load a scenario and change some of its values, every rule checked against its catalogue."""
    from hldsim.scenario.load import load_scenario
    from hldsim.scenario.paths import parse_assignment, with_settings

    rules, parameters = known_rules(), known_parameters()
    scenario = load_scenario(name, rules, parameters)
    if not settings:
        return scenario
    changes = dict(parse_assignment(text) for text in settings)
    return with_settings(scenario, changes, rules, parameters)
