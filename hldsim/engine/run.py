"""Run: a scenario and a seed, played to the end without anybody watching but whom you name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hldsim.domain.events import Event
from hldsim.engine.advance import advance, finished
from hldsim.engine.assemble import assemble
from hldsim.engine.lay_out import Plan
from hldsim.engine.setup import Setup
from hldsim.scenario.schema import Scenario
from hldsim.table.state import State

Watch = Callable[[Setup, State, tuple[Event, ...]], None]


@dataclass(frozen=True)
class Result:
    """A finished run: how it was set up, how it began, how it ended."""

    setup: Setup
    start: State
    end: State


def run(
    source: Scenario | Plan, seed: int, *, conditioned: bool = True, watch: Watch | None = None
) -> Result:
    """Play a whole run.

    Parameters
    ----------
    watch : callable, optional
        Called with the setup and the opening state (no events), then with each round's.
    """
    setup, start = assemble(source, seed, conditioned=conditioned)
    if watch is not None:
        watch(setup, start, ())
    state = start
    while not finished(setup, state):
        state, events = advance(setup, state, told=watch is not None)
        if watch is not None:
            watch(setup, state, events)
    return Result(setup, start, state)
