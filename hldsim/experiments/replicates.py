"""Replicates: which seed each has, how a handful is run, and what is kept of it.

Axes: r runs, p parties, d proposals, i issues, m measures.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.assemble import Plan, prepare
from hldsim.engine.run import run
from hldsim.engine.setup import Setup
from hldsim.record.measures import RunView, parse
from hldsim.record.measures.base import MEASURES
from hldsim.scenario.schema import Scenario
from hldsim.table.state import State

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

SEED_BITS = 53
"""So that a seed survives JSON readers that hold numbers as doubles."""


def replicate_seed(seed: int, r: int) -> int:
    """Seed of replicate ``r`` (from 0) of an experiment: a pure function of the two.

    ``hldsim run SCENARIO --seed`` with this number shows that very replicate.

    Examples
    --------
    >>> replicate_seed(1, 0) == replicate_seed(1, 0) != replicate_seed(1, 1)
    True
    """
    digest = hashlib.blake2b(f"{seed}/replicate/{r}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> (64 - SEED_BITS)


@dataclass(frozen=True)
class Job:
    """What is to be run again and again.

    Attributes
    ----------
    conditioned : bool
        Whether known positions are imposed by redrawing.
    measures : tuple of str
        Measures kept of every run, by name.
    """

    scenario: Scenario
    conditioned: bool = True
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Task:
    """A handful of replicates of one job: first <= r < stop."""

    job: int
    seed: int
    first: int
    stop: int


@dataclass(frozen=True)
class Summary:
    """What is kept of some runs.

    Attributes
    ----------
    seed_r : (r,) ints
        Seed of each run.
    agreed_ri : (r, i) ints
        Levels of the design adopted; a row of -1 where nothing was.
    stated_rp, backed_rp : (r, p) ints
        Position stated (``SILENT``, ``UNSAID`` or proposal); proposal backed at the close or -1.
    utility_pd, reluctance_p, missed_p : (p, d), (p,), (p,) floats
        Sums over runs: utility of each proposal as tabled, reluctance at the start, and how often
        a known position could not be imposed.
    measure_rm : (r, m) floats
        Measures, NaN where a run has nothing to measure.
    """

    seed_r: I8
    agreed_ri: I8
    stated_rp: NDArray[np.int16]
    backed_rp: NDArray[np.int16]
    utility_pd: F8
    reluctance_p: F8
    missed_p: F8
    measure_rm: F8

    def __len__(self) -> int:
        return len(self.seed_r)


def join(parts: Sequence[Summary]) -> Summary:
    """Put summaries together, in the order given; at least one."""
    rows = ("seed_r", "agreed_ri", "stated_rp", "backed_rp", "measure_rm")
    sums = ("utility_pd", "reluctance_p", "missed_p")
    stacked = {name: np.concatenate([getattr(part, name) for part in parts]) for name in rows}
    added = {name: sum(getattr(part, name) for part in parts) for name in sums}
    return Summary(**stacked, **added)


class Runner:
    """Runs tasks; what does not depend on the seed is prepared once per job."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = tuple(jobs)
        self._plans: dict[int, Plan] = {}

    def __call__(self, task: Task) -> Summary:
        """Run the replicates of one task."""
        job = self._jobs[task.job]
        if task.job not in self._plans:
            self._plans[task.job] = prepare(job.scenario)
        seeds = [replicate_seed(task.seed, r) for r in range(task.first, task.stop)]
        watched = any(parse(name)[0].watched for name in job.measures)
        views = [_one(self._plans[task.job], seed, job, watched) for seed in seeds]
        return _summary(seeds, views, job.measures)


def _one(plan: Plan, seed: int, job: Job, watched: bool) -> RunView:
    """Run one replicate."""
    rows: list[F8] = []
    n_proposals = len(job.scenario.proposals)

    def watch(setup: Setup, state: State, events: object) -> None:
        row = np.full(n_proposals, np.nan)
        row[state.origin_c] = state.viability_c
        rows.append(row)

    done = run(plan, seed, conditioned=job.conditioned, watch=watch if watched else None)
    trace = np.array(rows).reshape(-1, n_proposals) if watched else None
    return RunView(job.scenario, done.setup.inputs, done.start, done.end, trace)


def _summary(seeds: Sequence[int], views: Sequence[RunView], measures: Sequence[str]) -> Summary:
    """Keep of each run what a summary holds."""
    computed = [[_number(name, view) for name in measures] for view in views]
    return Summary(
        seed_r=np.array(seeds, dtype=np.int64),
        agreed_ri=np.array([_agreed(view) for view in views], dtype=np.int64),
        stated_rp=np.array([view.end.stated_p for view in views], dtype=np.int16),
        backed_rp=np.array([view.backed_p for view in views], dtype=np.int16),
        utility_pd=sum((view.tabled_pd for view in views), np.zeros(())),
        reluctance_p=sum((view.start.profile.reluctance_p for view in views), np.zeros(())),
        missed_p=sum((view.inputs.missed_p.astype(float) for view in views), np.zeros(())),
        measure_rm=np.array(computed, dtype=np.float64).reshape(len(views), len(measures)),
    )


def _agreed(view: RunView) -> I8:
    """Levels of the design adopted, or -1 throughout."""
    if view.end.adopted < 0:
        return np.full(len(view.scenario.space.issues), -1)
    return np.asarray(view.end.platform_ci[view.end.adopted], dtype=np.int64)


def _number(name: str, view: RunView) -> float:
    kind, given = parse(name)
    value = kind.compute(view, *given)
    return float("nan") if value is None else float(value)


def check_measures(names: Sequence[str]) -> None:
    """Refuse a measure that is not known or has the wrong number of arguments, before any run."""
    for name in names:
        kind, _ = parse(name)
        assert kind.name in MEASURES
