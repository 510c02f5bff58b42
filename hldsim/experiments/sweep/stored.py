"""Stored: a design and its scenarios beside the results, so that a folder repeats itself.

The design is kept as plain data (``design.json``) and each condition's scenario as it is run
(``scenarios/ID.json``, canonical JSON), whatever becomes of the files they came from.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hldsim.errors import HldsimError
from hldsim.experiments.sweep.design import Condition, Design, Factor, Sample
from hldsim.experiments.sweep.manifest import ResultError
from hldsim.experiments.sweep.orders import Prepared, prepare_design
from hldsim.record.knowledge import known_parameters, known_rules
from hldsim.scenario.canonical import from_json, to_json
from hldsim.scenario.check import build_checked

DESIGN, SCENARIOS = "design.json", "scenarios"


def write_design(folder: Path, prepared: Prepared) -> None:
    """Write a design and its scenarios; each file whole or not at all."""
    (folder / SCENARIOS).mkdir(exist_ok=True)
    for name, scenario in prepared.scenarios.items():
        _write(folder / SCENARIOS / f"{name}.json", to_json(scenario.document))
    _write(folder / DESIGN, json.dumps(asdict(prepared.design), ensure_ascii=False, indent=1))


def stored_design(folder: Path) -> Design:
    """Read the design of a folder of results.

    Raises
    ------
    ResultError
        If it cannot be read.
    """
    place = folder / DESIGN
    try:
        data: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
        return Design(
            **{
                **data,
                "conditions": tuple(
                    Condition(**{**one, "settings": _pairs(one["settings"])})
                    for one in data["conditions"]
                ),
                "factors": tuple(
                    Factor(**{**one, "values": tuple(one["values"])}) for one in data["factors"]
                ),
                "sample": Sample(**data["sample"]),
                "measures": tuple(data["measures"]),
                "settings": _pairs(data["settings"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultError(f"{place}: cannot be read ({error})") from None


def stored(folder: Path) -> Prepared:
    """Prepare the design of a folder of results, from what is stored there alone.

    Raises
    ------
    ResultError
        If a file cannot be read.
    """
    design = stored_design(folder)
    scenarios = {}
    for one in design.conditions:
        place = folder / SCENARIOS / f"{one.id}.json"
        try:
            document = from_json(place.read_text(encoding="utf-8"))
            scenarios[one.id] = build_checked(document, known_rules(), known_parameters())
        except (OSError, HldsimError) as error:
            raise ResultError(f"{place}: cannot be used ({error})") from None
    return prepare_design(design, scenarios=scenarios)


def _pairs(items: list[list[Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple((path, value) for path, value in items)


def _write(place: Path, text: str) -> None:
    beside = place.with_name(place.name + ".new")
    beside.write_text(text + "\n", encoding="utf-8")
    os.replace(beside, place)
