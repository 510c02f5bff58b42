"""Distributions: how much runs differ in what the shares do not show.

Sizes of coalitions, levels written into the text that is adopted, rounds until the room believes
in a design, and how often coalitions concede, merge, split.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from hldsim.domain.events import Event
from hldsim.engine.assemble import prepare
from hldsim.engine.run import run
from hldsim.engine.setup import Setup
from hldsim.experiments.ensemble import check_numbers
from hldsim.experiments.replicates import replicate_seed
from hldsim.experiments.traces import VIABLE
from hldsim.record.measures import RunView
from hldsim.scenario.schema import Scenario
from hldsim.table.state import State

COUNTED = {
    "concessions": "revised",
    "merges": "merged",
    "bargains refused": "bargain_refused",
    "splits": "split",
    "joinings": "joined",
    "leavings": "left",
}
"""What is counted in a run -> the kind of event. A bargain that rewrites two issues counts twice
among the concessions; to name a design in the plenary is to join, and so is to change sides."""

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles that a spread is told by."""


@dataclass(frozen=True)
class Spread:
    """Mean and quantiles (``QUANTILES``) of one number over the runs that have it.

    Attributes
    ----------
    runs : int
        Runs that have the number.
    """

    runs: int
    mean: float | None
    quantiles: tuple[float, ...]


@dataclass(frozen=True)
class Distributions:
    """What one ensemble looks like beyond its shares.

    Attributes
    ----------
    sizes : Mapping[str, Spread]
        Members backing the coalition of each competing proposal at the close, and ``uncommitted``.
    levels : Mapping[str, Mapping[str, float]]
        Issue -> level -> share of the agreements that have it.
    texts : tuple of (outcome, share)
        Agreements by share of all runs, most frequent first.
    viable : Mapping[str, Spread]
        First round after which each proposal's viability is 0.8 or more.
    counts : Mapping[str, Spread]
        Events a run, see ``COUNTED``.
    """

    runs: int
    seed: int
    sizes: Mapping[str, Spread]
    levels: Mapping[str, Mapping[str, float]]
    texts: tuple[tuple[Mapping[str, str], float], ...]
    viable: Mapping[str, Spread]
    counts: Mapping[str, Spread]


def distributions(scenario: Scenario, runs: int = 200, seed: int = 1) -> Distributions:
    """Run a scenario many times and look at the spread of its runs.

    Parameters
    ----------
    runs, seed : int
        As for ``ensemble``: the same replicates.

    Raises
    ------
    EnsembleError
        If a number is out of range.
    """
    check_numbers(runs, seed, 1)
    plan = prepare(scenario)
    names = [p.id for p in scenario.proposals if p.kind == "forum"]
    rows = [scenario.proposal_index[name] for name in names]
    sizes: dict[str, list[float]] = {name: [] for name in [*names, "uncommitted"]}
    viable: dict[str, list[float]] = {name: [] for name in names}
    counts: dict[str, list[float]] = {name: [] for name in COUNTED}
    agreed: Counter[tuple[int, ...]] = Counter()
    for r in range(runs):
        told: Counter[str] = Counter()
        first: dict[int, int] = {}

        def watch(
            setup: Setup,
            state: State,
            events: Sequence[Event],
            told: Counter[str] = told,
            first: dict[int, int] = first,
        ) -> None:
            told.update(event.kind for event in events)
            for d, chance in zip(state.origin_c.tolist(), state.viability_c.tolist(), strict=True):
                if chance >= VIABLE:
                    first.setdefault(d, state.k)

        done = run(plan, replicate_seed(seed, r), watch=watch)
        view = RunView(scenario, done.setup.inputs, done.start, done.end)
        backed = view.backed_p[view.member_p]
        for name, d in zip([*names, "uncommitted"], [*rows, -1], strict=True):
            sizes[name].append(float((backed == d).sum()))
        for name, d in zip(names, rows, strict=True):
            if d in first:
                viable[name].append(float(first[d]))
        for name, kind in COUNTED.items():
            counts[name].append(float(told[kind]))
        if done.end.adopted >= 0:
            agreed[tuple(int(x) for x in done.end.platform_ci[done.end.adopted])] += 1
    return Distributions(
        runs,
        seed,
        {name: spread(values) for name, values in sizes.items()},
        _levels(scenario, agreed),
        tuple((scenario.space.decode(text), n / runs) for text, n in agreed.most_common()),
        {name: spread(values) for name, values in viable.items()},
        {name: spread(values) for name, values in counts.items()},
    )


def spread(values: Sequence[float]) -> Spread:
    """Mean and quantiles of some numbers.

    Examples
    --------
    >>> spread([1.0, 2.0, 3.0]).quantiles[2]
    2.0
    """
    if not values:
        return Spread(0, None, ())
    quantiles = tuple(float(x) for x in np.quantile(values, QUANTILES))
    return Spread(len(values), float(np.mean(values)), quantiles)


def _levels(
    scenario: Scenario, agreed: Mapping[tuple[int, ...], int]
) -> dict[str, dict[str, float]]:
    """Share of agreements by level, issue by issue; levels that none has are left out."""
    total = sum(agreed.values())
    found: dict[str, dict[str, float]] = {}
    for i, issue in enumerate(scenario.space.issues):
        tally = Counter[int]()
        for text, n in agreed.items():
            tally[text[i]] += n
        found[issue.id] = {
            issue.levels[level].id: n / total for level, n in sorted(tally.items()) if total
        }
    return found
