"""Full runs of the debate of 2006 in an ensemble, against Mesa's batch run of trivial models.

Two trivial models of 192 agents x 50 steps. *Wealth* is that of Mesa's introductory tutorial: each
agent that has a coin gives one to another at random, and the data collector keeps everybody's
wealth and its Gini coefficient every step. *Idlers* do less: each draws a number and counts, and
one number of each is kept.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Iterator
from typing import Any

import mesa

AGENTS, STEPS = 192, 50
OURS, OTHERS = 120, 60
"""Runs in one measurement."""


class Giver(mesa.Agent):
    """Gives a coin to somebody at random, if it has one."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.wealth = 1

    def step(self) -> None:
        if self.wealth > 0:
            other = self.random.choice(self.model.agents)
            other.wealth += 1
            self.wealth -= 1


class Idler(mesa.Agent):
    """Draws a number, counts its steps and does nothing else."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        self.wealth = 0

    def step(self) -> None:
        self.wealth += self.random.random() >= 0.0


def gini(model: mesa.Model) -> float:
    """Gini coefficient of the agents' wealth."""
    wealth = sorted(agent.wealth for agent in model.agents)
    n, total = len(wealth), sum(wealth)
    return 1 + 1 / n - 2 * sum(x * (n - i) for i, x in enumerate(wealth)) / (n * max(total, 1))


class Trivial(mesa.Model):
    """As many agents as there were member states."""

    kind: type[mesa.Agent] = Giver
    reporters: dict[str, Any] = {"Gini": gini}

    def __init__(self, rng: int | None = None) -> None:
        super().__init__(rng=rng)
        self.kind.create_agents(self, AGENTS)
        self.datacollector = mesa.DataCollector(
            model_reporters=self.reporters, agent_reporters={"Wealth": "wealth"}
        )

    def step(self) -> None:
        self.agents.shuffle_do("step")
        self.datacollector.collect(self)


class Idlers(Trivial):
    """Does less."""

    kind = Idler
    reporters: dict[str, Any] = {"agents": lambda model: len(model.agents)}


def mesa_runs_per_second(model: type[mesa.Model]) -> float:
    """Runs a second of ``mesa.batch_run`` in one process."""
    known = inspect.signature(mesa.batch_run).parameters
    many: dict[str, Any] = {"iterations": OTHERS}
    if "rng" in known:  # from Mesa 3.4 on the seeds are given instead
        many = {"rng": list(range(OTHERS))}
    started = time.perf_counter()
    mesa.batch_run(
        model,
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

    for name, model, goal in (("wealth", Trivial, 2.0), ("idlers", Idlers, 1.0)):
        yield pair(
            f"full runs of hld_2006 in an ensemble, one core, against {name}",
            "runs/s",
            ours,
            lambda model=model: mesa_runs_per_second(model),
            f"mesa.batch_run, {AGENTS} agents x {STEPS} steps ({name})",
            goal=goal,
        )
