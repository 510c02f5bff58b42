"""Knowledge: what the checks of scenarios are told of rules that live above them.

Names of rules, their parameters with the range of each, and what a rule asks of a scenario. Reads
every catalogue when it is first asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from hldsim.engine.setup import BeliefParameters
from hldsim.errors import Fault, HldsimError
from hldsim.preferences.draw import draw_prior
from hldsim.record.rulebook import CATALOGUES
from hldsim.registry import ParameterInfo, describe_parameters, why_not
from hldsim.scenario.build import setting_of
from hldsim.scenario.schema import Prior, Scenario

BELIEF = ("public",)
"""How the room forms its belief; one way so far, and no catalogue for one."""

SELDOM = 1e-6
"""Chance of a draw beyond either end of a prior that nobody is warned of."""

Judge = Callable[[object], str | None]
"""Says what is allowed where a setting is not; None where it is."""


@cache
def known_rules() -> Mapping[str, tuple[str, ...]]:
    """Names of rules by family."""
    return {family: tuple(catalogue) for family, catalogue in CATALOGUES.items()} | {
        "belief": BELIEF
    }


@cache
def known_parameters() -> Mapping[str, Mapping[str, Mapping[str, Judge]]]:
    """Judges of settings, by family, rule and parameter."""
    return {
        family: {
            name: {info.name: partial(judge, info) for info in parameters(family, name)}
            for name in names
        }
        for family, names in known_rules().items()
    }


@cache
def parameters(family: str, name: str) -> tuple[ParameterInfo, ...]:
    """Return the parameters of a rule or phase, in declared order; none if it has none.

    Raises
    ------
    UnknownNameError
        If the catalogue has no such rule.
    """
    if family == "belief":
        return describe_parameters(BeliefParameters)
    kind = getattr(CATALOGUES[family][name], "Parameters", None)
    return () if kind is None else describe_parameters(kind)


def judge(info: ParameterInfo, value: object) -> str | None:
    """Say what is allowed for a parameter where a value is not; None where it is.

    A prior must not draw what the parameter cannot be, but for one draw in a million.
    """
    if isinstance(value, Mapping):
        try:
            ends = _ends(setting_of(value))
        except (HldsimError, ValueError, KeyError, TypeError, ArithmeticError):
            return None  # its shape is wrong, which another check says
        if all(info.low <= end <= info.high for end in ends):
            return None
        low, high = (f"{end:.4g}" for end in sorted(ends))
        return (
            f"draws from {info.low:g} to {info.high:g}; this prior draws from {low} to {high}: "
            "give it bounds low and high"
        )
    if isinstance(value, int | float) and info.low <= value <= info.high:
        return None
    return f"a number from {info.low:g} to {info.high:g}, or a prior"


def _ends(setting: object) -> list[float]:
    """What a prior draws at its ends."""
    if not isinstance(setting, Prior):
        return []
    return [draw_prior(setting, u) for u in (SELDOM, 1.0 - SELDOM)]


def unfit(scenario: Scenario) -> list[Fault]:
    """Rules that ask for something the scenario does not have."""
    used: list[tuple[tuple[str | int, ...], str, str, str]] = [
        (("rules", family, "name"), f"rules.{family}.name", family, spec.name)
        for family, spec in scenario.rules.items()
    ]
    used += [
        (("adoption", n, "rule"), f"adoption[{spec.id}].rule", "decision", spec.rule)
        for n, spec in enumerate(scenario.adoption)
    ]
    faults = []
    for path, place, family, name in used:
        lacking = why_not(CATALOGUES[family][name], scenario) if family in CATALOGUES else None
        if lacking is not None:
            allowed = f"another rule, or what it asks for: {name} {lacking}"
            faults.append(Fault("rule.unfit", place, repr(name), allowed, path))
    return faults
