"""What there is: the catalogues by family, handed down to the checks of scenarios."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hldsim.registry import Catalogue
from hldsim.scenario.schema import Scenario


def catalogues() -> Mapping[str, Catalogue[Any]]:
    """Catalogues of rules by the family name that scenario files use."""
    from hldsim.record.rulebook import CATALOGUES

    return CATALOGUES


def load(name: str, settings: Sequence[str] = ()) -> Scenario:
    """Load a scenario and change some of its values, every rule checked against its catalogue."""
    from hldsim.record.knowledge import known_parameters, known_rules
    from hldsim.scenario.load import load_scenario
    from hldsim.scenario.paths import parse_assignment, with_settings

    rules, parameters = known_rules(), known_parameters()
    scenario = load_scenario(name, rules, parameters)
    if not settings:
        return scenario
    changes = dict(parse_assignment(text) for text in settings)
    return with_settings(scenario, changes, rules, parameters)
