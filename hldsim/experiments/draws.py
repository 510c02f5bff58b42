"""Draws: what the imputation rule alone gives before anything is bargained, over many draws.

Nothing is run to its end, so hundreds of draws take a second: how likely each known position is
(its *surprise*), and how far what one party wants is known at all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.analysis.intervals import wilson
from hldsim.domain.parties import NONCOMMITTAL
from hldsim.engine.advance import advance, finished
from hldsim.engine.assemble import assemble, prepare
from hldsim.experiments.ensemble import check_numbers
from hldsim.experiments.replicates import replicate_seed
from hldsim.record.measures import RunView
from hldsim.scenario.schema import Scenario
from hldsim.table.state import UNSAID

F8 = NDArray[np.float64]
Told = Callable[[int, int], None]
"""Called with draws made, and draws in all."""


@dataclass(frozen=True)
class Likely:
    """How likely the imputation rule alone is to give a known position.

    Attributes
    ----------
    party : int
        Index of the party.
    probability, low, high : float
        Share of unconditioned draws in which it states that position in the plenary, and its
        Wilson 95 % interval.
    """

    party: int
    probability: float
    low: float
    high: float


def likely(
    scenario: Scenario, draws: int = 100, seed: int = 1, progress: Told | None = None
) -> tuple[Likely, ...]:
    """Play each draw through its plenary, unconditioned, and count the known positions.

    The draws are those of an unconditioned ensemble of that seed, so the shares are the surprise
    that ``hldsim facts`` prints for as many runs.

    Raises
    ------
    EnsembleError
        If a number is out of range.
    """
    check_numbers(draws, seed, 1)
    known = {p: _known(scenario, p) for p in range(len(scenario.parties))}
    known = {p: d for p, d in known.items() if d is not None}
    if not known:
        return ()
    last = _last_statement(scenario)
    plan = prepare(scenario)
    count = dict.fromkeys(known, 0)
    for r in range(draws):
        setup, state = assemble(plan, replicate_seed(seed, r), conditioned=False)
        while state.k < last and not finished(setup, state):
            state, _ = advance(setup, state, told=False)
        for p, d in known.items():
            count[p] += int(state.stated_p[p] == d)
        if progress is not None:
            progress(r + 1, draws)
    return tuple(Likely(p, n / draws, *wilson(n, draws)) for p, n in count.items())


@dataclass(frozen=True)
class Wants:
    """What parties want, draw by draw. Axes: r draws, p parties, i issues, l levels, h themes.

    Attributes
    ----------
    seeds : tuple of int
        Seed of each draw.
    salience_rpi, emphasis_rph : floats
        Weights of issues and of themes, each row sums to 1.
    value_rpl, stance_rph : floats in [0, 1]
        Values of levels, stances.
    tabled_rpd : floats in [0, 1]
        Utility of each proposal as tabled.
    reservation_rp : floats in [0, 1]
        Utility of the status quo.
    """

    scenario: Scenario
    seeds: tuple[int, ...]
    salience_rpi: F8
    emphasis_rph: F8
    value_rpl: F8
    stance_rph: F8
    tabled_rpd: F8
    reservation_rp: F8


def wants(
    scenario: Scenario, draws: int = 200, seed: int = 1, *, conditioned: bool = True
) -> Wants:
    """Draw what everybody wants many times; the draws are those of an ensemble of that seed.

    Raises
    ------
    EnsembleError
        If a number is out of range.
    """
    check_numbers(draws, seed, 1)
    return wants_of(scenario, [replicate_seed(seed, r) for r in range(draws)], conditioned)


def wants_of(scenario: Scenario, seeds: list[int], conditioned: bool = True) -> Wants:
    """What everybody wants before anybody speaks, in the runs of these seeds."""
    plan = prepare(scenario)
    rows = []
    for seed in seeds:
        setup, start = assemble(plan, seed, conditioned=conditioned)
        view = RunView(scenario, setup.inputs, start, start, setup=setup)
        profile = start.profile
        rows.append(
            (
                profile.salience_pi,
                profile.emphasis_ph,
                profile.value_pl,
                profile.stance_ph,
                view.wanted_pd,
                view.reservation_p,
            )
        )
    return Wants(scenario, tuple(seeds), *(np.array(one) for one in zip(*rows, strict=True)))


def _known(scenario: Scenario, p: int) -> int | None:
    """What a party is known to have stated, as ``stated_p`` has it; None if nothing."""
    position = scenario.parties[p].position
    if position is None:
        return None
    return UNSAID if position == NONCOMMITTAL else scenario.proposal_index[position]


def _last_statement(scenario: Scenario) -> int:
    """Last round of the last plenary; 0 where there is none."""
    k = last = 0
    for spec in scenario.agenda:
        k += spec.rounds
        if spec.phase == "plenary":
            last = k
    return last
