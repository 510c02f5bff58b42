"""Tables to test on: any round of a real run."""

from __future__ import annotations

from functools import cache

from hldsim.engine.advance import advance, view_of
from hldsim.engine.assemble import assemble, prepare
from hldsim.engine.lay_out import Plan
from hldsim.engine.setup import Setup
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim.table.state import State
from hldsim.table.view import View


@cache
def plan(name: str = "hld_2006", *settings: tuple[str, object]) -> Plan:
    """A scenario laid out, with settings changed first."""
    scenario = load_scenario(name)
    return prepare(with_settings(scenario, dict(settings)) if settings else scenario)


@cache
def table(name: str = "hld_2006", seed: int = 3, k: int = 20) -> tuple[Setup, State]:
    """The table of a run after round k."""
    setup, state = assemble(plan(name), seed)
    while state.k < k:
        state, _ = advance(setup, state)
    return setup, state


def view(name: str = "hld_2006", seed: int = 3, k: int = 20) -> View:
    """The same as rules see it."""
    return view_of(*table(name, seed, k))
