"""Values of a scenario by path: read one, change some, and have the result checked anew.

The grammar itself is in ``hldsim.scenario.grammar``; this is its public door.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hldsim.scenario.check import KnownParameters, KnownRules, build_checked
from hldsim.scenario.grammar import get_path, parse_assignment, set_path
from hldsim.scenario.schema import Scenario

__all__ = ["get_path", "parse_assignment", "set_path", "with_settings"]

_RULE_ENDS = (".rule", ".name", ".phase")


def with_settings(
    scenario: Scenario,
    settings: Mapping[str, Any],
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> Scenario:
    """Return a scenario with some values changed, checked anew.

    Parameters
    ----------
    scenario : Scenario
        Left as it is.
    settings : Mapping
        Path to value, see ``hldsim.scenario.paths``. Names of rules are set first, because a
        rule that goes takes its parameters with it.
    known_rules, known_parameters : Mapping, optional
        As for ``check_scenario``.

    Raises
    ------
    PathError
        If a path leads nowhere.
    ScenarioError
        If the changed scenario is broken.
    """
    document: Mapping[str, Any] = scenario.document
    for path in sorted(settings, key=lambda path: not path.endswith(_RULE_ENDS)):
        document = set_path(document, path, settings[path])
    return build_checked(document, known_rules, known_parameters)
