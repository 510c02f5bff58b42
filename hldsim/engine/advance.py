"""Advance: one round, whatever its phase."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from hldsim.domain.events import Event
from hldsim.engine.phases.base import Moment, Phase, Step
from hldsim.engine.seats import seated_acts
from hldsim.engine.setup import Setup, phase_of
from hldsim.table.moves import NO_ACTS, Acts
from hldsim.table.state import State
from hldsim.table.view import View

_ANSWERS = {"yes": 1, "no": -1, "object": -2, "open": 0}


def finished(setup: Setup, state: State) -> bool:
    """Whether the agenda is over."""
    return state.k >= setup.scenario.rounds


def view_of(setup: Setup, state: State) -> View:
    """Return the table as rules see it after ``state.k`` rounds."""
    time = state.k / max(setup.scenario.rounds, 1)
    rules = setup.rules
    wants = setup.recall.wants(setup.inputs, state, rules.utility, rules.strategy, time)
    return View(setup.inputs, state, wants, time, setup.winning)


def moment_of(
    setup: Setup, state: State, acts: Acts = NO_ACTS, told: bool = True
) -> tuple[Moment, Phase]:
    """Return the next round as its phase sees it, and the phase."""
    k = state.k + 1
    spec, turn = phase_of(setup.scenario, k)
    phase: Phase = next(p for s, p in setup.rules.agenda if s is spec or s.id == spec.id)
    view = view_of(setup, state)
    chance = setup.streams.at(k)
    return Moment(setup, view, acts, chance, k, turn, spec.rounds, told), phase


def advance(setup: Setup, state: State, acts: Acts = NO_ACTS, *, told: bool = True) -> Step:
    """Play one round.

    Parameters
    ----------
    acts : Mapping[int, Act]
        What people or subclassed delegations do themselves in this round, by party index.
    told : bool
        Whether to make events; the state is the same without.

    Returns
    -------
    State, tuple of Event
        The table after the round, and what happened in it.

    Raises
    ------
    IndexError
        If the agenda is over.
    """
    acts = seated_acts(setup, state, acts)
    if acts:
        state = _with_answers(setup, state, acts)
    moment, phase = moment_of(setup, state, acts, told)
    after, events = phase.advance(moment)
    if told and moment.turn == 0:
        spec, _ = phase_of(setup.scenario, moment.k)
        opening = Event("phase", moment.k, fields={"phase": spec.phase, "label": spec.label})
        events = (opening, *events)
    return after, events


def _with_answers(setup: Setup, state: State, acts: Acts) -> State:
    """Keep the answers people give to texts; they hold until changed."""
    given = {p: act.answer for p, act in acts.items() if act.answer}
    if not given:
        return state
    shape = (len(state.membership_p), len(setup.scenario.proposals))
    table = np.array(state.scratch.get("answer_pd", np.zeros(shape, dtype=np.int64)))
    for party, answer in given.items():
        for proposal, word in answer.items():
            table[party, setup.scenario.proposal_index[proposal]] = _ANSWERS[word]
    return replace(state, scratch={**state.scratch, "answer_pd": table})
