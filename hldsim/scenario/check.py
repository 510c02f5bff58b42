"""Everything that can be wrong with a scenario, found at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hldsim.errors import Fault
from hldsim.scenario.read import Draft

KnownRules = Mapping[str, Collection[str]]
KnownParameters = Mapping[str, Mapping[str, Collection[str]]]


def check_draft(
    draft: Draft,
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> list[Fault]:
    """Return every fault of a draft."""
    return list(draft.faults)
