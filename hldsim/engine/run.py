"""Run: a scenario and a seed, played to the end without anybody watching but whom you name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hldsim.domain.events import Event
from hldsim.engine.advance import advance, finished
from hldsim.engine.assemble import assemble
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.lay_out import Plan
from hldsim.engine.setup import Setup
from hldsim.scenario.schema import Scenario
from hldsim.table.state import State

Watch = Callable[[Setup, State, tuple[Event, ...]], None]


@dataclass(frozen=True)
class Result:
    """A finished run: how it was set up, how it began (changes in place), how it ended."""

    setup: Setup
    start: State
    end: State


def run(
    source: Scenario | Plan,
    seed: int,
    *,
    conditioned: bool = True,
    changes: Sequence[Intervention] = (),
    watch: Watch | None = None,
    told: bool = True,
) -> Result:
    """Play a whole run.

    Parameters
    ----------
    changes : sequence of Intervention
        Made in this order before the first round, in force from it.
    watch : callable, optional
        Called with the setup and the opening state (no events), then with each round's.
    told : bool
        Whether ``watch`` is told every event; making them takes a fifth of a run. Otherwise a few
        come all the same, and are no account of what happened.

    Raises
    ------
    InterventionError, PathError
        If a change is not possible before the first round.
    """
    setup, state = assemble(source, seed, conditioned=conditioned)
    for change in changes:
        setup, state, _ = intervene(setup, state, change)
    start = state
    if watch is not None:
        watch(setup, start, ())
    while not finished(setup, state):
        state, events = advance(setup, state, told=told and watch is not None)
        if watch is not None:
            watch(setup, state, events)
    return Result(setup, start, state)
