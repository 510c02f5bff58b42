"""How often: many runs of the scenario counted in a thread of their own, and remembered; no Qt."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.intervals import wilson
from hldsim.errors import HldsimError
from hldsim.scenario.schema import Scenario
from hldsim.table.state import SILENT, UNSAID

RUNS = 100
"""Runs asked for: a share is then known to within some ten points."""
SEED = 1
"""Seed of the ensemble, as ``hldsim ensemble`` has it if none is given."""
WORKERS = 2
"""Processes: with one the runs would be made in the window's own, beside what it draws."""


@dataclass(frozen=True)
class Wanted:
    """What is to be run: a scenario with settings made at the start.

    Attributes
    ----------
    settings : tuple of (path, value)
        In the order in which they were made.
    left_out : int
        Acts of delegations in single rounds, which are no settings.
    """

    scenario: Scenario
    settings: tuple[tuple[str, Any], ...] = ()
    left_out: int = 0


@dataclass(frozen=True)
class Share:
    """Share of runs with a label, in [0, 1], and its 95 % interval."""

    option: str
    share: float
    low: float
    high: float


@dataclass(frozen=True)
class Counted:
    """What some runs came to.

    Attributes
    ----------
    runs : int
        Runs finished; fewer than `RUNS` where it was stopped.
    refused : str
        Why the settings could not be made, so that the scenario was run as declared; or empty.
    stated_rp, backed_rp : (r, p) ints
        Position stated and proposal backed at the close in each run (``Summary``).
    """

    wanted: Wanted
    runs: int
    refused: str
    stated_rp: NDArray[np.int16]
    backed_rp: NDArray[np.int16]

    def states(self, party: int) -> list[Share]:
        """Share of runs in which a party states each design, none, or nothing at all."""
        names = {"noncommittal": UNSAID, "silent": SILENT}
        return self._shares(self.stated_rp[:, party], names)

    def backs(self, party: int) -> list[Share]:
        """Share of runs at whose close a party backs each design, or none."""
        return self._shares(self.backed_rp[:, party], {"uncommitted": -1})

    def _shares(self, label_r: NDArray[np.int16], others: dict[str, int]) -> list[Share]:
        rivals = {
            p.id: d for d, p in enumerate(self.wanted.scenario.proposals) if p.kind == "forum"
        }
        rows = []
        for option, label in (rivals | others).items():
            count = int((label_r == label).sum())
            rows.append(Share(option, count / self.runs, *wilson(count, self.runs)))
        return rows


class Counter:
    """Counts one thing after another in a thread; what was counted whole is remembered.

    Attributes
    ----------
    done : int
        Runs finished of what is being counted.
    left : float or None
        Seconds it will take still; None before anybody can know.
    error : str
        Why the last attempt failed, or empty.
    """

    def __init__(self, runs: int = RUNS, workers: int = WORKERS) -> None:
        self.runs, self._workers = runs, workers
        self.done, self.left, self.error = 0, None, ""
        self._known: list[Counted] = []
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()

    @property
    def running(self) -> bool:
        """Whether runs are under way."""
        return self._thread is not None and self._thread.is_alive()

    def known(self, wanted: Wanted) -> Counted | None:
        """What is known of this, perhaps from fewer runs than asked for; None if nothing is."""
        for counted in self._known:
            if _same(counted.wanted, wanted):
                return counted
        return None

    def start(self, wanted: Wanted) -> None:
        """Begin to count, unless it is under way or counted already."""
        found = self.known(wanted)
        if self.running or (found is not None and found.runs >= self.runs):
            return
        self.done, self.left, self.error = 0, None, ""
        self._stop.clear()
        self._thread = threading.Thread(target=self._count, args=(wanted,), daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop after the runs under way; what is finished counts."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait for the thread; say whether it has ended."""
        if self._thread is not None:
            self._thread.join(seconds)
        return not self.running

    def _count(self, wanted: Wanted) -> None:
        from hldsim.experiments.ensemble import ensemble

        try:
            scenario, refused = _with_settings(wanted)
            result = ensemble(
                scenario,
                runs=self.runs,
                seed=SEED,
                workers=self._workers,
                progress=self._progress,
            )
        except KeyboardInterrupt:  # stopped before one run was finished
            return
        except HldsimError as error:
            self.error = str(error)
            return
        found = Counted(
            wanted, result.runs, refused, result.summary.stated_rp, result.summary.backed_rp
        )
        others = [known for known in self._known if not _same(known.wanted, wanted)]
        self._known = [found, *others]

    def _progress(self, done: int, _runs: int, left: float | None) -> None:
        self.done, self.left = done, left
        if self._stop.is_set() and done < self.runs:
            raise KeyboardInterrupt  # how an ensemble is ended: what is done is kept


def _with_settings(wanted: Wanted) -> tuple[Scenario, str]:
    """The scenario with the settings made, or as it is and why they could not be."""
    from hldsim.scenario.paths import with_settings

    if not wanted.settings:
        return wanted.scenario, ""
    try:
        return with_settings(wanted.scenario, dict(wanted.settings)), ""
    except HldsimError as error:
        return wanted.scenario, str(error).splitlines()[0]


def _same(one: Wanted, other: Wanted) -> bool:
    """The very same scenario, and equal settings."""
    return one.scenario is other.scenario and one.settings == other.settings
