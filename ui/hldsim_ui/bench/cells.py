"""Cells of the form: what is typed in them as data, data as text, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hldsim.errors import HldsimError
from hldsim.experiments.sweep.design import DesignError
from hldsim.experiments.sweep.reading import design_of
from hldsim.record.measures import parse
from hldsim.scenario.load import list_scenarios
from hldsim.scenario.paths import parse_assignment
from hldsim.scenario.schema import Scenario
from hldsim_ui.bench.paths import now_at


def unknown_scenario(name: str) -> str:
    """Say that there is no such scenario."""
    return f"Scenario: {name!r}; allowed: {', '.join(list_scenarios())}, or a path"


def path_faults(scenario: Scenario | None, paths: Sequence[str]) -> list[str]:
    """What is wrong with each path; blank where nothing is, or nobody can know."""
    return ["" if scenario is None else _fault_of(now_at, scenario, path) for path in paths]


def measure_faults(names: Sequence[str]) -> list[str]:
    """What is wrong with each measure; blank where nothing is."""
    return [_fault_of(parse, name) for name in names]


def design_faults(document: dict[str, Any]) -> list[str]:
    """What is wrong with a design as a whole."""
    try:
        design_of(document, "")
    except DesignError as error:
        return [str(fault).rsplit(" [", 1)[0].strip() for fault in error.faults]
    return []


def _fault_of(look: Any, *given: object) -> str:
    try:
        look(*given)
    except HldsimError as error:
        return str(error)
    return ""


def first_values(path: str, now: str) -> str:
    """A range to begin with: half to one and a half times what stands there."""
    try:
        value = float(now)
    except ValueError:
        return "0.1 to 0.9" if ".salience." in path or now in ("drawn", "prior", "") else now
    if path.endswith(".rounds"):
        return f"{max(int(value / 2), 1)}, {int(value)}, {int(2 * value)}"
    return f"{0.5 * value:.3g} to {1.5 * value:.3g}" if value else "0 to 1"


def settings_of(text: str) -> dict[str, Any]:
    """Settings of a condition: ``PATH = VALUE; PATH = VALUE``."""
    found = {}
    for part in text.split(";"):
        if part.strip():
            try:
                path, value = parse_assignment(part)
            except HldsimError:
                path, value = part.strip(), ""
            found[path] = value
    return found


def settings_text(settings: dict[str, Any]) -> str:
    """Settings as ``settings_of`` reads them."""
    return "; ".join(f"{path} = {value}" for path, value in settings.items())


def whole(text: str) -> int:
    """A whole number; 0 for what is none."""
    return int(text) if text.isdigit() else 0
