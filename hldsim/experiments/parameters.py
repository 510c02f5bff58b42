"""Free parameters: every number of a scenario's rules that was chosen, and values to try."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hldsim.engine.assemble import build_rules
from hldsim.engine.setup import BeliefParameters
from hldsim.errors import HldsimError
from hldsim.preferences.imputation.base import IMPUTATION_RULES
from hldsim.registry import ParameterInfo, describe_parameters
from hldsim.scenario.schema import Prior, Scenario, Setting
from hldsim.streams import Streams

FACTORS = (0.25, 0.5, 2.0, 4.0)
"""What a value is multiplied by, within its bounds."""

FRACTIONS = (0.25, 1.0)
"""Shares of each bound that a value of 0 is moved to."""

TAILS = 5.0
"""Standard deviations that a prior without bounds of its own keeps from its parameter's bounds."""


class ParameterError(HldsimError, ValueError):
    """A parameter is named that the scenario's rules do not have."""


DISCIPLINE = ParameterInfo(
    name="discipline",
    symbol="d",
    meaning="what a bloc's line adds to its design for each member of the bloc",
    unit="utility",
    low=0.0,
    high=1.0,
    default=0.0,
    source="ours",
    evidence="dial",
    live=False,
)
"""What a bloc that has a line adds to it: a number of the bloc, not of a rule."""


@dataclass(frozen=True)
class Listed:
    """One number of a scenario: where it stands, what it is, and what it is set to."""

    path: str
    info: ParameterInfo
    setting: Setting


@dataclass(frozen=True)
class FreeParameter:
    """One number that may be varied.

    Attributes
    ----------
    path : str
        Leads to it in the scenario; ``.a`` at the end: the middle of a prior.
    value : float
        What it is now.
    low, high : float
        Bounds it may be moved within.
    prior : bool
        Whether it is drawn around ``value`` in every run.
    """

    path: str
    symbol: str
    meaning: str
    unit: str
    value: float
    low: float
    high: float
    prior: bool

    @property
    def ladder(self) -> tuple[float, ...]:
        """Values to try, ascending, the value in use not among them.

        A quarter, half, twice and four times the value; from 0 a quarter of each bound and the
        bound. Whatever lies beyond a bound becomes the bound.

        Examples
        --------
        >>> FreeParameter("p", "p", "", "1", 0.4, 0.0, 1.0, False).ladder
        (0.1, 0.2, 0.8, 1.0)
        """
        if self.value:
            tried = [self.value * factor for factor in FACTORS]
        else:
            tried = [bound * share for bound in (self.low, self.high) for share in FRACTIONS]
        kept = {float(f"{min(max(x, self.low), self.high):.6g}") for x in tried}
        return tuple(sorted(kept - {self.value}))


def list_parameters(scenario: Scenario) -> tuple[Listed, ...]:
    """Every parameter of the rules a scenario names, and the discipline of blocs with a line."""
    found = [
        Listed(f"{place}.{info.name}", info, settings.get(info.name, info.default))
        for place, kind, settings in _places(scenario)
        for info in describe_parameters(kind)
    ]
    found += [
        Listed(f"blocs[{bloc.id}].{DISCIPLINE.name}", DISCIPLINE, bloc.discipline)
        for bloc in scenario.blocs
        if bloc.line is not None
    ]
    return tuple(found)


def free_parameters(scenario: Scenario) -> tuple[FreeParameter, ...]:
    """Every listed parameter that there are other values to try of."""
    found = [_parameter(one.path, one.info, one.setting) for one in list_parameters(scenario)]
    return tuple(parameter for parameter in found if parameter.ladder)


def chosen_parameters(scenario: Scenario, names: tuple[str, ...]) -> tuple[FreeParameter, ...]:
    """Pick free parameters by path (``.a`` of a prior may be left out); all if none is named.

    Raises
    ------
    ParameterError
        If one is not there; the text names those that are alike.
    """
    free = free_parameters(scenario)
    if not names:
        return free
    known = {parameter.path: parameter for parameter in free}
    known |= {path.removesuffix(".a"): found for path, found in known.items() if found.prior}
    for name in names:
        if name not in known:
            last = name.rpartition(".")[2]
            alike = [path for path in known if last in path] or list(known)
            raise ParameterError(f"no free parameter {name!r}; there are: {', '.join(alike)}")
    return tuple(known[name] for name in names)


def _places(scenario: Scenario) -> Iterator[tuple[str, type, Mapping[str, Any]]]:
    """Where parameters stand, their class, and the settings there."""
    imputation = IMPUTATION_RULES[scenario.imputation.name]
    yield "imputation", imputation.Parameters, scenario.imputation.parameters
    rules = build_rules(scenario, Streams(0).at(0))
    for family in ("coalitions", "protocol", "influence", "strategy", "utility", "belief"):
        made = type(getattr(rules, family))
        kind = made if made is BeliefParameters else getattr(made, "Parameters", None)
        if kind is not None and family in scenario.rules:
            yield f"rules.{family}", kind, scenario.rules[family].parameters
    for rule in rules.adoption:
        yield f"adoption[{rule[0].id}]", type(rule[1]).Parameters, rule[0].parameters
    for phase in rules.agenda:
        yield f"agenda[{phase[0].id}]", type(phase[1]).Parameters, phase[0].parameters


def _parameter(path: str, info: ParameterInfo, setting: Setting) -> FreeParameter:
    low, high = info.low, info.high
    common = info.symbol, info.meaning, info.unit
    if not isinstance(setting, Prior):
        return FreeParameter(path, *common, float(setting), low, high, False)
    low, high = _room(setting, low, high)
    return FreeParameter(f"{path}.a", *common, setting.a, low, high, True)


def _room(prior: Prior, low: float, high: float) -> tuple[float, float]:
    """How far the middle of a prior may move so that its draws stay within the bounds."""
    if prior.kind == "normal":
        margin = TAILS * prior.b
        return (
            low if prior.low >= low else low + margin,
            high if prior.high <= high else high - margin,
        )
    if prior.kind == "lognormal":
        return max(low, 1e-9), high if prior.high <= high else high / math.exp(TAILS * prior.b)
    return prior.a, prior.a  # the first number of other priors is a bound or a shape
