"""Seats: parties that people play, and what a delegation does while its person does nothing.

Who has a seat is kept in the state's scratch, so that it is checkpointed, rewound and forked with
everything else. A seat changes nothing by itself: only acts do, and holding still is one of them.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.setup import Setup
from hldsim.table.moves import Act, Acts
from hldsim.table.state import SILENT, UNCOMMITTED, State

I8 = NDArray[np.int64]

MEMORY = "seat_p"
"""Name in the state's scratch: `FREE`, `HOLD` or `MODEL` of each party, (p,) ints."""

FREE, HOLD, MODEL = 0, 1, 2
"""Nobody sits there; who sits there and does nothing holds still; or lets the model play."""

OTHERWISE = {"hold": HOLD, "model": MODEL}
"""What happens in a turn in which the person does nothing, by the word for it."""


def seats_of(state: State) -> I8:
    """Return `FREE`, `HOLD` or `MODEL` of each party, (p,)."""
    taken = state.scratch.get(MEMORY)
    if taken is None:
        return np.zeros(len(state.membership_p), dtype=np.int64)
    return np.asarray(taken, dtype=np.int64)


def with_seat(state: State, party: int, code: int) -> State:
    """Return the state with a seat taken or left."""
    taken = seats_of(state).copy()
    taken[party] = code
    return replace(state, scratch={**state.scratch, MEMORY: taken})


def seated_acts(setup: Setup, state: State, acts: Acts) -> Acts:
    """Complete what people do in a round by what they leave undone.

    Of a taken seat, whatever its person does not say is held: it does not speak, backs what it
    backs, casts no ballot. ``play = "model"`` leaves the whole turn to the model; a seat without
    any act does as was agreed when it was taken. Parties without a seat stay as they are.
    """
    if MEMORY not in state.scratch:
        return acts
    done = dict(acts)
    for party, code in enumerate(seats_of(state).tolist()):
        given = acts.get(party)
        leaves = code == MODEL if given is None else given.play == "model"
        if code == FREE:
            continue
        if leaves:
            done.pop(party, None)
        else:
            done[party] = held(setup, state, party, given or Act())
    return done


def held(setup: Setup, state: State, party: int, act: Act) -> Act:
    """An act with everything it leaves unsaid held still."""
    spoken = state.stated_p[party] > SILENT
    ballots = dict.fromkeys((proposal.id for proposal in setup.scenario.proposals), "absent")
    return replace(
        act,
        state=act.state or (None if spoken else "silent"),
        back=act.back or backed_by(setup, state, party),
        ballot={**ballots, **act.ballot},
    )


def backed_by(setup: Setup, state: State, party: int) -> str:
    """Proposal id that the party's coalition gathered around, or ``"uncommitted"``."""
    c = int(state.membership_p[party])
    if c == UNCOMMITTED:
        return "uncommitted"
    return setup.scenario.proposals[int(state.origin_c[c])].id
