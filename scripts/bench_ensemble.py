"""Full runs of the debate of 2006 in an ensemble, against Mesa's batch run of next to nothing.

The trivial model has the shape of Mesa's introductory tutorial: agents in random order, each draws
a number and counts, and a data collector keeps one number of the model and one of every agent a
step. A model that draws nothing, orders nothing and keeps no agent data runs about four times as
often.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator
from typing import Any

import mesa

AGENTS, STEPS = 192, 50
OURS, OTHERS = 120, 120
"""Runs in one measurement."""


class Idler(mesa.Agent):
    """Draws a number, counts its steps and does nothing else."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.steps_taken = 0

    def step(self) -> None:
        self.steps_taken += self.random.random() >= 0.0


class Idlers(mesa.Model):
    """As many idlers as there were member states."""

    def __init__(self, rng: int | None = None) -> None:
        super().__init__(rng=rng)
        Idler.create_agents(self, AGENTS)
        self.datacollector = mesa.DataCollector(
            model_reporters={"agents": lambda model: len(model.agents)},
            agent_reporters={"steps_taken": "steps_taken"},
        )

    def step(self) -> None:
        self.agents.shuffle_do("step")
        self.datacollector.collect(self)


def mesa_runs_per_second() -> float:
    """Runs a second of ``mesa.batch_run`` in one process."""
    known = inspect.signature(mesa.batch_run).parameters
    many: dict[str, Any] = {"iterations": OTHERS}
    if "rng" in known:  # from Mesa 3.4 on the seeds are given instead
        many = {"rng": list(range(OTHERS))}
    started = time.perf_counter()
    mesa.batch_run(
        Idlers,
        parameters={},
        number_processes=1,
        data_collection_period=-1,
        max_steps=STEPS - 1,  # it stops after the step that passes this
        display_progress=False,
        **many,
    )
    return OTHERS / (time.perf_counter() - started)


def rows(pair: Any, limit: Any) -> Iterator[dict[str, Any]]:
    """One comparison."""
    import hldsim

    scenario = hldsim.load_scenario("hld_2006")
    seeds = iter(range(1, 1000))

    def ours() -> float:
        started = time.perf_counter()
        hldsim.ensemble(scenario, runs=OURS, seed=next(seeds), workers=1)
        return OURS / (time.perf_counter() - started)

    yield pair(
        "full runs of hld_2006 in an ensemble, one core",
        "runs/s",
        ours,
        mesa_runs_per_second,
        f"mesa.batch_run, {AGENTS} trivial agents x {STEPS} steps",
        goal=2.0,
    )
