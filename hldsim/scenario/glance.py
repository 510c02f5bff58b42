"""A glance at a scenario: who takes part, before anybody has checked whether it is sound."""

from __future__ import annotations

from pathlib import Path

from hldsim.errors import HldsimError
from hldsim.scenario.build import build
from hldsim.scenario.read import PARTY_FILE, SCENARIO_FILE, read_scenario
from hldsim.scenario.schema import Scenario

MOST_BYTES = 500_000
"""A larger scenario takes too long to be read while somebody waits for a window."""


def glance(folder: Path) -> Scenario | None:
    """Return what a scenario's folder holds, unchecked; None where that is not to be had at once.

    It is for showing who takes part while the scenario is opened, and for nothing else: no run
    starts from it, and whatever is wrong with the files is said by ``load_scenario``.
    """
    try:
        if sum((folder / name).stat().st_size for name in (SCENARIO_FILE, PARTY_FILE)) > MOST_BYTES:
            return None
        reading = read_scenario(folder)
        if reading.faults or not reading.document["parties"]:
            return None
        return build(reading.document)
    except (OSError, HldsimError, LookupError, TypeError, ValueError, AttributeError):
        return None
