"""Golden fingerprints: the numbers of a run do not move unless the changelog says why.

To accept a change: look at the round it names, move ``NAME.new.json`` over ``NAME.json``, and write
into CHANGELOG.md why the numbers moved.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hldsim.record.run import record
from hldsim.scenario.load import load_scenario

HERE = Path(__file__).parent
SEEDS = (1, 7)
SCENARIOS = ("classroom_small", "hld_2006", "un_conference_1997")


def digests(scenario: str, seed: int) -> list[str]:
    run = record(load_scenario(scenario), seed)
    return [snapshot.digest[:16] for snapshot in run.history]


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", SEEDS)
def test_digests_are_the_golden_ones(scenario: str, seed: int) -> None:
    name = f"{scenario}-{seed}"
    golden = HERE / f"{name}.json"
    found = digests(scenario, seed)
    if golden.exists() and json.loads(golden.read_text()) == found:
        return
    (HERE / f"{name}.new.json").write_text(json.dumps(found, indent=0) + "\n")
    known = json.loads(golden.read_text()) if golden.exists() else []
    pairs = enumerate(zip(known, found, strict=False))
    first = next((k for k, (a, b) in pairs if a != b), min(len(known), len(found)))
    pytest.fail(f"{name}: first differing round {first}; the new digests are in {name}.new.json")


PRINT = (
    "from hldsim.record.run import record; from hldsim.scenario.load import load_scenario;"
    "print(record(load_scenario('hld_2006'), 7).fingerprint)"
)


def test_the_order_of_sets_decides_nothing() -> None:
    prints = set()
    for seed in ("0", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", PRINT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        prints.add(done.stdout.strip())
    assert len(prints) == 1 and len(prints.pop()) == 64
