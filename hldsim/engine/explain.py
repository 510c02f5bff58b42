"""Explain: why a party moved or stayed, recomputed from the rule, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.advance import finished, moment_of
from hldsim.engine.setup import Setup, phase_of
from hldsim.table.state import State

F8 = NDArray[np.float64]


@dataclass(frozen=True)
class Explanation:
    """Terms of the worth of each option to one party in one round.

    Attributes
    ----------
    options : tuple of str
        Proposal each coalition gathered around, then ``"uncommitted"``.
    terms : Mapping[str, (c + 1,) floats]
        Named terms in utility units; they add up to ``worth``.
    choice : int
        Index into ``options`` of the option of most worth.
    acted : bool
        Whether the party did choose in that round; if not, this is how it would have chosen.
    """

    party: int
    k: int
    phase: str
    options: tuple[str, ...]
    terms: Mapping[str, F8]
    worth: F8
    choice: int
    acted: bool


def explain(setup: Setup, before: State, party: int) -> Explanation:
    """Explain the choice of one party in round ``before.k + 1``.

    In phases in which nobody reconsiders (hearings, round tables, adoption) the coalition rule is
    asked as if the party had, and ``acted`` is False. In the plenary the statement rule decides;
    the worth shows what backing each design would have been worth.

    Raises
    ------
    IndexError
        If the agenda is over.
    """
    if finished(setup, before):
        raise IndexError(f"no round {before.k + 1}: the agenda has {before.k} rounds")
    moment, phase = moment_of(setup, before)
    acting = phase.acting(moment)
    rule = setup.rules.coalitions
    moves = rule.moves(moment.view, np.array([party]), moment.chance, terms=True)
    names = [setup.scenario.proposals[int(d)].id for d in before.origin_c]
    choice = int(moves.choice_a[0])
    return Explanation(
        party=party,
        k=moment.k,
        phase=phase_of(setup.scenario, moment.k)[0].phase,
        options=(*names, "uncommitted"),
        terms={name: term[0] for name, term in moves.terms.items()},
        worth=moves.worth_ac[0],
        choice=len(names) if choice < 0 else choice,
        acted=bool((acting == party).any()),
    )
