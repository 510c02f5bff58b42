"""Set: one preference of a party, or one parameter of a rule, by its path."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from hldsim.domain.events import Event, Scalar
from hldsim.engine.assemble import build_rules
from hldsim.engine.interventions.base import INTERVENTIONS, Change
from hldsim.engine.setup import Setup
from hldsim.errors import InterventionError
from hldsim.preferences.profile import declare
from hldsim.registry import describe_parameters
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import Scenario
from hldsim.table.state import State

_PARTY = re.compile(r"^parties\[(?P<party>[^\]]+)\]\.(?P<key>.+)$")
_LIVE = ("rules.", "adoption[", "agenda[", "hosts[")


@INTERVENTIONS.register("set")
def set_value(setup: Setup, state: State, body: Mapping[str, Scalar]) -> Change:
    """Set ``body["path"]`` to ``body["value"]`` from the next round on.

    ``parties[ID].KEY`` takes the declared preferences (see ``hldsim.preferences.profile.declare``);
    ``rules...``, ``adoption[...]`` and ``agenda[...]`` take parameters that are live;
    ``adoption[ID].rule`` and ``adoption[ID].when.ISSUE`` the decision rule of a kind of design and
    which kind that is; ``hosts[ID].level`` the level offered.
    """
    path, value = str(body.get("path", "")), body.get("value")
    event = Event("intervened", state.k + 1, fields={"path": path, "value": value})
    match = _PARTY.match(path)
    if match:
        return setup, _set_preference(setup, state, match["party"], match["key"], value), (event,)
    if not path.startswith(_LIVE):
        raise InterventionError(
            f"{path}: cannot be changed in mid-run; allowed: parties[ID].PREFERENCE, rules.FAMILY."
            "PARAMETER, adoption[ID].PARAMETER, agenda[ID].PARAMETER, hosts[ID].level. Change the "
            "scenario instead."
        )
    if path.endswith((".rounds", ".phase", ".label")):
        raise InterventionError(f"{path}: the agenda is fixed once a run is open")
    if path.endswith(".name"):
        raise InterventionError(
            f"{path}: a rule is chosen before the first round; its parameters move"
        )
    changed = _remembered if isinstance(value, Hashable) else _changed
    scenario = changed(_Same(setup.scenario), path, value)
    rules = build_rules(scenario, setup.streams.at(0))
    _refuse_dead(rules, path)
    return replace(setup, scenario=scenario, rules=rules), state, (event,)


@dataclass(frozen=True, eq=False)
class _Same:
    """A scenario that equals itself only."""

    scenario: Scenario

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.scenario is other.scenario

    def __hash__(self) -> int:
        return id(self.scenario)


def _changed(same: _Same, path: str, value: Scalar) -> Scenario:
    return with_settings(same.scenario, {path: value})


_remembered = lru_cache(maxsize=16, typed=True)(_changed)
"""The same, kept: checking a changed scenario takes as long as ten runs of an ensemble."""


def _set_preference(setup: Setup, state: State, party: str, key: str, value: Scalar) -> State:
    row = setup.scenario.party_index.get(party)
    if row is None:
        raise InterventionError(f"parties[{party}]: no such party")
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InterventionError(f"parties[{party}].{key}: {value!r}; allowed: a number")
    themes = tuple(theme.id for theme in setup.scenario.themes)
    profile = declare(state.profile, setup.scenario.space, themes, row, key, float(value))
    return replace(state, profile=profile)


def _refuse_dead(rules: object, path: str) -> None:
    """Refuse parameters that are only read before the first round."""
    head, _, name = path.rpartition(".")
    family = head.removeprefix("rules.")
    holder = getattr(rules, family, None) if head.startswith("rules.") else None
    parameters = getattr(holder, "parameters", holder)
    if parameters is None or not hasattr(parameters, "__dataclass_fields__"):
        return
    for info in describe_parameters(type(parameters)):
        if info.name == name and not info.live:
            raise InterventionError(f"{path}: read before the first round only")
