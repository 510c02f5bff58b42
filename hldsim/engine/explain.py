"""Explain: why a party moved or stayed, recomputed from the rule, nothing stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hldsim.engine.advance import finished, moment_of
from hldsim.engine.setup import Setup, phase_of
from hldsim.rules.coalitions.base import CoalitionRule
from hldsim.table.state import State
from hldsim.table.view import View

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]

LEAST_TIE = 1e-12
"""Factors a party has less of than this tie it to nobody."""


@dataclass(frozen=True)
class Tie:
    """One affinity factor of a party, and what it draws the party to.

    Attributes
    ----------
    kind : str
        ``"bloc"``, ``"region"`` or ``"balance"`` (of migration).
    name : str
        Bloc id or region; ``""`` for the balance.
    pull_o : (c + 1,) floats
        What it adds to the worth of each option, utility units; 0 for staying uncommitted.
    others_o : tuple of int, c + 1 long
        How many other parties of the bloc or region back each option now, the last one nothing;
        empty for the balance, which everybody has some of.
    """

    kind: str
    name: str
    pull_o: F8
    others_o: tuple[int, ...]

    @property
    def most(self) -> int:
        """Option that most of the others back; -1 if there are none."""
        return int(np.argmax(self.others_o)) if any(self.others_o) else -1


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
    follows : tuple of Tie
        The term ``bloc`` taken apart, factor by factor: the pulls add up to it. Empty under a
        rule without that term.
    """

    party: int
    k: int
    phase: str
    options: tuple[str, ...]
    terms: Mapping[str, F8]
    worth: F8
    choice: int
    acted: bool
    follows: tuple[Tie, ...] = ()


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
    asked = _asked(rule, acting, party)
    row = int(np.flatnonzero(asked == party)[0])
    moves = rule.moves(moment.view, asked, moment.chance, terms=True)
    names = [setup.scenario.proposals[int(d)].id for d in before.origin_c]
    choice = int(moves.choice_a[row])
    return Explanation(
        party=party,
        k=moment.k,
        phase=phase_of(setup.scenario, moment.k)[0].phase,
        options=(*names, "uncommitted"),
        terms={name: term[row] for name, term in moves.terms.items()},
        worth=moves.worth_ac[row],
        choice=len(names) if choice < 0 else choice,
        acted=bool((acting == party).any()),
        follows=()
        if "bloc" not in moves.terms
        else _ties(setup, moment.view, party, moves.terms["bloc"][row]),
    )


def _asked(rule: CoalitionRule, acting: I8, party: int) -> I8:
    """Whom to ask: the party alone, or, where parties choose in turn, all who act in the round."""
    if getattr(rule, "sequential", False) and (acting == party).any():
        return acting
    return np.array([party])


def _ties(setup: Setup, view: View, party: int, term_o: F8) -> tuple[Tie, ...]:
    """Take the term apart as affinity is put together: own factor times mean of the backers'."""
    factor_f, inputs = view.inputs.factor_pf[party], view.inputs
    part_fc = factor_f[:, None] * view.standing_c
    whole_c = part_fc.sum(axis=0)
    pull_c = np.divide(term_o[:-1], whole_c, out=np.zeros_like(whole_c), where=whole_c != 0)
    regions = sorted({one.region for one in setup.scenario.parties})  # as factors are laid out
    factors = [
        *(("bloc", b.id, inputs.bloc_pb[:, n]) for n, b in enumerate(setup.scenario.blocs)),
        *(("region", name, inputs.region_pr[:, n]) for n, name in enumerate(regions)),
        ("balance", "", None),
    ]
    return tuple(
        Tie(kind, name, np.append(pull_c * part, 0.0), _others(view, party, group_p))
        for (kind, name, group_p), part, own in zip(factors, part_fc, factor_f, strict=True)
        if abs(own) > LEAST_TIE
    )


def _others(view: View, party: int, group_p: NDArray[np.bool_] | None) -> tuple[int, ...]:
    """Count what the rest of a group back, option by option."""
    if group_p is None:
        return ()
    rest = group_p & view.inputs.active_p
    backs = view.state.membership_p[rest & (np.arange(len(rest)) != party)]
    n = view.state.n_coalitions
    return tuple(np.bincount(np.where(backs < 0, n, backs), minlength=n + 1).tolist())
