"""Alternating offers of 192 delegations over 500 outcomes: ours against NegMAS, same utilities.

NegMAS is licensed under the AGPL and is no dependency of hldsim: it gets an environment of its own
in out/negmas, made on first use, and is run there as another program. Where that cannot be made the
row says so.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "out" / "negmas"
NEGMAS = "negmas==0.16.0"
PARTIES, OUTCOMES, ROUNDS, GOAL = 192, 500, 100, 200.0
TIMES = (0.1, 0.5, 0.9)
"""Moments at which what is asked for is compared."""

OURS = 20
"""Negotiations of ours in one measurement."""

NAME = f"alternating offers, {PARTIES} delegations, {OUTCOMES} outcomes, {ROUNDS} rounds"


def environment() -> Path:
    """The Python of NegMAS; made if it is not there."""
    python = HOME / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if python.exists() and _has_it(python):
        return python
    print(f"setting up {NEGMAS} in {HOME.relative_to(ROOT)} (some minutes, once)", flush=True)
    venv.create(HOME, with_pip=True, clear=True)
    subprocess.run(
        [python, "-m", "pip", "install", "-q", NEGMAS], check=True, capture_output=True, timeout=900
    )
    return python


def _has_it(python: Path) -> bool:
    return subprocess.run([python, "-c", "import negmas"], capture_output=True).returncode == 0


class Negmas:
    """A running NegMAS: one line in, one negotiation, one line out."""

    def __init__(self, utility_po: np.ndarray) -> None:
        python, place = environment(), HOME / "utilities.npy"
        np.save(place, utility_po)
        script = Path(__file__).with_name("bench_negmas.py")
        self._process = subprocess.Popen(
            [python, script, place, ",".join(map(str, TIMES))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def negotiate(self, rounds: int) -> dict[str, Any]:
        """Negotiate once."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{rounds}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=60)


def rows(pair: Any, limit: Any) -> Iterator[dict[str, Any]]:
    """One comparison, in rounds a second; setting up counts for ours and not for NegMAS."""
    from hldsim.analysis.offers import BOULWARE, alternate, aspirations

    utility_po = np.random.default_rng(1).random((PARTIES, OUTCOMES))
    least_p = utility_po.min(axis=1)
    times_k = (np.arange(ROUNDS) + 1.0) / (ROUNDS + 1.0)  # as NegMAS counts time

    def negotiate() -> Any:
        return alternate(utility_po, least_p, BOULWARE, times_k)

    def ours() -> float:
        started = time.perf_counter()
        rounds = sum(negotiate().rounds for _ in range(OURS))
        return rounds / (time.perf_counter() - started)

    try:
        other = Negmas(utility_po)
    except (OSError, subprocess.SubprocessError) as error:
        reason = str(error).splitlines()[0][:120]
        yield {**_alone(ours()), "other_name": f"NegMAS could not be installed ({reason})"}
        return
    told: list[dict[str, Any]] = []

    def theirs() -> float:
        told.append(other.negotiate(ROUNDS if told else 2))  # the first is only a warming up
        return told[-1]["rounds"] / told[-1]["seconds"]

    try:
        row = pair(NAME, "rounds/s", ours, theirs, NEGMAS.replace("==", " "), GOAL)
    finally:
        other.close()
    mine, last = negotiate(), told[-1]
    asked = aspirations([1.0], [0.0], BOULWARE, TIMES).ravel()
    row["same_aspirations"] = bool(np.allclose(asked, last["asks"], rtol=0, atol=1e-12))
    row["same_first_offers"] = float(np.mean(mine.proposal_kp[0] == last["first"]))
    row["same_agreement"] = mine.agreement == last["agreement"]
    yield row


def _alone(rate: float) -> dict[str, Any]:
    """A row without anything to compare with."""
    return {
        "name": NAME,
        "unit": "rounds/s",
        "ours": rate,
        "other": 0.0,
        "ratio": 0.0,
        "goal": GOAL,
        "met": False,
    }
