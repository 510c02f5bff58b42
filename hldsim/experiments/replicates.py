"""Replicates: which seed each has, how a handful is run, and what is kept of it.

Axes: r runs, k rounds, p parties, d proposals, i issues, m measures, b ballots.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.domain.ballots import Ballot
from hldsim.engine.assemble import assemble, prepare
from hldsim.engine.interventions.base import Intervention
from hldsim.engine.lay_out import Plan
from hldsim.engine.run import run
from hldsim.engine.setup import Setup
from hldsim.experiments.traces import backing_kd, first_viable_d, viability_kd
from hldsim.record.measures import RunView, parse
from hldsim.record.measures.asked import ask
from hldsim.record.measures.base import MEASURES
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import Scenario
from hldsim.table.state import State

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

SEED_BITS = 53
"""So that a seed survives JSON readers that hold numbers as doubles."""

BALLOTS = (Ballot.YES, Ballot.ABSTAIN, Ballot.NO, Ballot.ABSENT)
"""The axis b."""

UN_SCORE = ("un_embedded", "informal_hosted")
"""Proposals whose difference of utility is the ``un_score``, where a scenario has both."""

PLANS_KEPT = 12
"""Scenarios laid out that a runner remembers; tasks come job by job, so few are enough."""


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
    settings : tuple of (path, value)
        Changes made to the scenario first, by whoever runs it: many jobs then share one scenario
        on their way to a worker.
    detailed : bool
        Whether each party's ballots, willingness, objections and ``un_score`` are kept too.
    changes : tuple of Intervention
        Made in each run before its first round, after everything is drawn: as in the window, where
        a run is started again with what was changed in it.
    traced : bool
        Whether backing round by round and rounds to viability are kept too.
    """

    scenario: Scenario
    conditioned: bool = True
    measures: tuple[str, ...] = ()
    settings: tuple[tuple[str, Any], ...] = ()
    detailed: bool = False
    changes: tuple[Intervention, ...] = ()
    traced: bool = False


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
    number_r, seed_r : (r,) ints
        Number of each run within the experiment, from 0, and its seed.
    agreed_ri : (r, i) ints
        Levels of the design adopted; a row of -1 where nothing was.
    adopted_r : (r,) ints
        Proposal that the coalition gathered around whose design was adopted; -1 where none was.
    stated_rp, backed_rp : (r, p) ints
        Position stated (``SILENT``, ``UNSAID`` or proposal); proposal backed at the close or -1.
    utility_pd, reluctance_p, missed_p : (p, d), (p,), (p,) floats
        Sums over runs: utility of each proposal as tabled, reluctance at the start, and how often
        a known position could not be imposed.
    measure_rm : (r, m) floats
        Measures, NaN where a run has nothing to measure.
    ballot_pdb, willing_pd, objection_pd, objected_pd : (p, d, b), (p, d) floats
        Sums over runs, each proposal asked as tabled at the close: ballots, willing to take part,
        force of objection, and seen to object to the coalition around it. Zero without axes
        where the job is not ``detailed``; so is the next.
    un_score_p : (p,) floats
        Sum over runs of the utility of the first of ``UN_SCORE`` less that of the second before
        anybody spoke, never conditioned; NaN in a scenario that has not both.
    backing_rkd, viable_rd : (r, k, d + 1), (r, d) ints
        Member states behind each proposal after each round, and last those behind none; first
        round after which each is viable, or `NEVER` (``hldsim.experiments.traces``). (r, 0, 0) and
        (r, 0) where the job is not ``traced``.
    """

    number_r: I8
    seed_r: I8
    agreed_ri: I8
    adopted_r: I8
    stated_rp: NDArray[np.int16]
    backed_rp: NDArray[np.int16]
    utility_pd: F8
    reluctance_p: F8
    missed_p: F8
    measure_rm: F8
    ballot_pdb: F8
    willing_pd: F8
    objection_pd: F8
    objected_pd: F8
    un_score_p: F8
    backing_rkd: NDArray[np.int16]
    viable_rd: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.seed_r)


DETAILS = ("ballot_pdb", "willing_pd", "objection_pd", "objected_pd", "un_score_p")
"""What is kept of detailed jobs only."""


UNTRACED = {"backing_rkd": (0, 0), "viable_rd": (0,)}
"""What is kept of traced jobs only, and the shape of a run's share elsewhere."""

ROWS = (
    *("number_r", "seed_r", "agreed_ri", "adopted_r", "stated_rp", "backed_rp", "measure_rm"),
    *("backing_rkd", "viable_rd"),
)
"""What is kept run by run."""

SUMS = ("utility_pd", "reluctance_p", "missed_p", *DETAILS)
"""What is summed over runs."""


def join(parts: Sequence[Summary]) -> Summary:
    """Put summaries together, in the order given; at least one."""
    stacked = {name: np.concatenate([getattr(part, name) for part in parts]) for name in ROWS}
    added = {name: sum(getattr(part, name) for part in parts) for name in SUMS}
    return Summary(**stacked, **added)


class Runner:
    """Runs tasks; what does not depend on the seed is prepared once per job."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        self._jobs = tuple(jobs)
        self._plans: dict[int, Plan] = {}

    def __call__(self, task: Task) -> Summary:
        """Run the replicates of one task."""
        job, plan = self._jobs[task.job], self._plan(task.job)
        seeds = [replicate_seed(task.seed, r) for r in range(task.first, task.stop)]
        watched = job.traced or any(parse(name)[0].watched for name in job.measures)
        runs = [_one(plan, seed, job, watched) for seed in seeds]
        views = [view for view, _ in runs]
        details = _details(plan, seeds, views, job.conditioned) if job.detailed else {}
        traced = _traced(runs, len(plan.scenario.proposals)) if job.traced else {}
        numbers = range(task.first, task.stop)
        return _summary(numbers, seeds, views, job.measures, {**details, **traced})

    def _plan(self, number: int) -> Plan:
        """Lay a job's scenario out, or remember how it was."""
        if number not in self._plans:
            job = self._jobs[number]
            changes = dict(job.settings)
            scenario = with_settings(job.scenario, changes) if changes else job.scenario
            while len(self._plans) >= PLANS_KEPT:
                del self._plans[next(iter(self._plans))]
            self._plans[number] = prepare(scenario)
        return self._plans[number]


def _one(plan: Plan, seed: int, job: Job, watched: bool) -> tuple[RunView, list[State]]:
    """Run one replicate; its states after each round where they are watched."""
    states: list[State] = []

    def watch(setup: Setup, state: State, events: object) -> None:
        states.append(state)

    done = run(
        plan,
        seed,
        conditioned=job.conditioned,
        changes=job.changes,
        watch=watch if watched else None,
        told=False,
    )
    trace = viability_kd(states, len(plan.scenario.proposals)) if watched else None
    view = RunView(plan.scenario, done.setup.inputs, done.start, done.end, trace, done.setup)
    return view, states


def _summary(
    numbers: Sequence[int],
    seeds: Sequence[int],
    views: Sequence[RunView],
    measures: Sequence[str],
    more: Mapping[str, NDArray[Any]],
) -> Summary:
    """Keep of each run what a summary holds."""
    computed = [[_number(name, view) for name in measures] for view in views]
    none = {name: np.zeros(()) for name in DETAILS}
    none |= {name: np.zeros((len(views), *shape), np.int16) for name, shape in UNTRACED.items()}
    return Summary(
        number_r=np.array(numbers, dtype=np.int64),
        seed_r=np.array(seeds, dtype=np.int64),
        agreed_ri=np.array([_agreed(view) for view in views], dtype=np.int64),
        adopted_r=np.array([_adopted(view.end) for view in views], dtype=np.int64),
        stated_rp=np.array([view.end.stated_p for view in views], dtype=np.int16),
        backed_rp=np.array([view.backed_p for view in views], dtype=np.int16),
        utility_pd=sum((view.tabled_pd for view in views), np.zeros(())),
        reluctance_p=sum((view.start.profile.reluctance_p for view in views), np.zeros(())),
        missed_p=sum((view.inputs.missed_p.astype(float) for view in views), np.zeros(())),
        measure_rm=np.array(computed, dtype=np.float64).reshape(len(views), len(measures)),
        **{**none, **more},
    )


def _traced(
    runs: Sequence[tuple[RunView, list[State]]], n_proposals: int
) -> dict[str, NDArray[np.int16]]:
    """Rounds of each run, as far as a summary keeps them."""
    found = [
        (backing_kd(states, view.member_p, n_proposals), first_viable_d(view.viability_kd))
        for view, states in runs
        if view.viability_kd is not None
    ]
    backing, viable = zip(*found, strict=True)
    return {"backing_rkd": np.stack(backing), "viable_rd": np.stack(viable)}


def _details(
    plan: Plan, seeds: Sequence[int], views: Sequence[RunView], conditioned: bool
) -> dict[str, F8]:
    """Sums of what each party would answer to each proposal at the close, and of ``un_score``."""
    sums: dict[str, F8] = {name: np.zeros(()) for name in DETAILS}
    for seed, view in zip(seeds, views, strict=True):
        asked = ask(view)
        ballots = np.stack([view.end.ballot_pd == ballot for ballot in BALLOTS], axis=2)
        objected = np.zeros(asked.willing_pd.shape)
        objected[:, view.end.origin_c] = view.end.objected_pc
        start = assemble(plan, seed, conditioned=False) if conditioned else None
        alone = (
            view if start is None else RunView(plan.scenario, start[0].inputs, start[1], start[1])
        )
        one = {
            "ballot_pdb": ballots.astype(np.float64),
            "willing_pd": asked.willing_pd.astype(np.float64),
            "objection_pd": asked.objection_pd,
            "objected_pd": objected,
            "un_score_p": un_score(alone),
        }
        sums = {name: sums[name] + one[name] for name in DETAILS}
    return sums


def un_score(view: RunView) -> F8:
    """Utility of the UN design less that of the hosted one before anybody spoke, (p,)."""
    known = view.scenario.proposal_index
    if not all(name in known for name in UN_SCORE):
        return np.full(len(view.scenario.parties), np.nan)
    first, second = (view.wanted_pd[:, known[name]] for name in UN_SCORE)
    return np.asarray(first - second)


def _agreed(view: RunView) -> I8:
    """Levels of the design adopted, or -1 throughout."""
    if view.end.adopted < 0:
        return np.full(len(view.scenario.space.issues), -1)
    return np.asarray(view.end.platform_ci[view.end.adopted], dtype=np.int64)


def _adopted(end: State) -> int:
    """Proposal that the coalition gathered around whose design was adopted, or -1."""
    return int(end.origin_c[end.adopted]) if end.adopted >= 0 else -1


def _number(name: str, view: RunView) -> float:
    kind, given = parse(name)
    value = kind.compute(view, *given)
    return float("nan") if value is None else float(value)


def check_measures(names: Sequence[str]) -> None:
    """Refuse a measure that is not known or has the wrong number of arguments, before any run."""
    for name in names:
        kind, _ = parse(name)
        assert kind.name in MEASURES
