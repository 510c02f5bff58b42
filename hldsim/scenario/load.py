"""Scenarios by name or path: the way in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from hldsim.errors import ScenarioError, UnknownNameError
from hldsim.places import scenarios_dir
from hldsim.scenario.build import build
from hldsim.scenario.check import NOT_FATAL, KnownParameters, KnownRules, check_reading
from hldsim.scenario.read import SCENARIO_FILE, read_scenario
from hldsim.scenario.schema import Scenario


def list_scenarios(folder: Path | None = None) -> dict[str, Path]:
    """Return the scenarios that come with hldsim, by name, in name order.

    Parameters
    ----------
    folder : Path, optional
        Another folder to look in.
    """
    root = scenarios_dir() if folder is None else folder
    found: Mapping[str, Path] = {
        path.stem if path.is_file() else path.name: path
        for path in root.iterdir()
        if path.suffix == ".zip" or (path / SCENARIO_FILE).is_file()
    }
    return dict(sorted(found.items()))


def find_scenario(name_or_path: str | Path) -> Path:
    """Return where a scenario lies.

    Parameters
    ----------
    name_or_path : str or Path
        The name of a scenario that comes with hldsim, or the path of a folder or .zip.

    Raises
    ------
    UnknownNameError
        If it is neither; the text lists the names.
    """
    path = Path(name_or_path)
    known = list_scenarios()
    if isinstance(name_or_path, str) and name_or_path in known:
        return known[name_or_path]
    if path.exists():
        return path.parent if path.name == SCENARIO_FILE else path
    raise UnknownNameError("scenario (or folder, or .zip)", str(name_or_path), known)


def load_scenario(
    name_or_path: str | Path,
    known_rules: KnownRules | None = None,
    known_parameters: KnownParameters | None = None,
) -> Scenario:
    """Load a scenario by name, folder or .zip.

    Parameters
    ----------
    name_or_path : str or Path
        As for ``find_scenario``.
    known_rules, known_parameters : Mapping, optional
        As for ``check_document``; without them names of rules are taken on trust.

    Raises
    ------
    UnknownNameError
        If there is no such scenario.
    ScenarioError
        If it is broken; ``faults`` lists everything that is.
    """
    path = find_scenario(name_or_path)
    reading = read_scenario(path)
    found = check_reading(reading, known_rules, known_parameters)
    faults = [fault for fault in found if fault.check not in NOT_FATAL]
    if faults:
        raise ScenarioError(f"scenario {path.name!r} cannot be used:", faults)
    return build(reading.document)
