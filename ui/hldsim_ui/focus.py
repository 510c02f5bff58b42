"""Focus: all but one bloc, region or role shown faint. A key says which; no Qt."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.parties import Role
from hldsim.scenario.schema import Scenario

EVERYBODY = ""
"""Key of the focus in which nobody is faint."""


@dataclass(frozen=True)
class Group:
    """A bloc, region or role of a scenario, and how many parties belong to it."""

    key: str
    label: str
    size: int


def groups(scenario: Scenario) -> dict[str, list[Group]]:
    """List what one may look at alone, by kind: ``Role``, ``Region`` and ``Bloc``."""
    named = {
        "Role": [("role", role.value, role.value.capitalize()) for role in _roles(scenario)],
        "Region": [("region", name, name) for name in _regions(scenario)],
        "Bloc": [("bloc", bloc.id, bloc.name) for bloc in scenario.blocs],
    }
    found: dict[str, list[Group]] = {}
    for kind, entries in named.items():
        made = [Group(f"{what}:{key}", label, 0) for what, key, label in entries]
        sized = [Group(g.key, g.label, _size(scenario, g.key)) for g in made]
        found[kind] = [group for group in sized if group.size]
    return found


def kept_p(scenario: Scenario, key: str) -> NDArray[np.bool_] | None:
    """Who is shown fully, (p,) bools; None where everybody is (also for a key it does not know)."""
    what, _, wanted = key.partition(":")
    if what == "bloc":
        kept = [wanted in party.blocs for party in scenario.parties]
    elif what == "region":
        kept = [party.region == wanted for party in scenario.parties]
    elif what == "role":
        kept = [party.role.value == wanted for party in scenario.parties]
    else:
        return None
    return np.array(kept) if any(kept) else None


def _size(scenario: Scenario, key: str) -> int:
    kept = kept_p(scenario, key)
    return 0 if kept is None else int(kept.sum())


def _regions(scenario: Scenario) -> list[str]:
    return sorted({party.region for party in scenario.parties if party.region})


def _roles(scenario: Scenario) -> list[Role]:
    return list(dict.fromkeys(party.role for party in scenario.parties))
