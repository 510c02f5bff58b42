"""Flip: the smallest change of one number that would have made a party choose otherwise.

One number at a time: the weight of each issue, the value of each level of a core issue, the chance
the room gives each design, and the emphasis on governance. The search asks the rule of the round
itself, with the round's luck; what it finds is then tried by playing the round again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from hldsim.domain.parties import NONCOMMITTAL
from hldsim.engine.advance import advance, finished, moment_of, view_of
from hldsim.engine.interventions.base import Intervention, intervene
from hldsim.engine.phases.plenary import Plenary
from hldsim.engine.setup import Setup
from hldsim.preferences.profile import declare
from hldsim.table.moves import NO_ACTS, Acts
from hldsim.table.state import SILENT, State, backed_proposal
from hldsim.table.wants import Recall

UNCOMMITTED = "uncommitted"
"""Option of a party that backs nothing."""

FINE = 1000
"""Values tried in one unit: a change is found to a thousandth, and is a number people can type."""

COARSE = 20
"""Thousandths between two values of the first scan. A choice that comes and goes within less than
that is overlooked; what is reported is true all the same."""

At = Callable[[float], State]
"""The table with one number set to a value."""


@dataclass(frozen=True)
class Flip:
    """What one number would have to be for a party to choose otherwise.

    Attributes
    ----------
    what : str
        ``salience.ISSUE``, ``value.ISSUE.LEVEL``, ``viability.PROPOSAL`` or ``emphasis.THEME``.
    path : str
        Path of an intervention that sets it, or ``""`` where nobody can set it.
    unit : str
        ``"share"`` (of weights that sum to 1), ``"value"`` or ``"chance"``; each in [0, 1].
    start, to : float
        What it is, and the value nearest to that at which the choice is another; ``to`` is
        ``start`` where no value from 0 to 1 changes the choice.
    becomes : str
        What it would choose then, as in ``Flips.chosen``; ``""`` where nothing changes.
    checked : bool
        Whether the round, played again with the change and the same luck, does end so.
    """

    what: str
    path: str
    unit: str
    start: float
    to: float
    becomes: str
    checked: bool

    @property
    def size(self) -> float:
        """How far the number has to move; infinite where no change helps."""
        return abs(self.to - self.start) if self.becomes else float("inf")


@dataclass(frozen=True)
class Flips:
    """What would change a party's choice in one round.

    Attributes
    ----------
    party, k : int
        Party index, and the round (from 1).
    states : bool
        Whether the choice is a statement in the plenary, not whom to back.
    chosen : str
        Proposal id, or ``"noncommittal"`` (statements), ``"uncommitted"`` (backing).
    acted : bool
        Whether the party did choose in that round; if not, this is about how it would have
        chosen if asked, and nothing is ``checked``.
    by_hand : bool
        Whether a person chose for it in this round; then no preference can change the choice.
    rows : tuple of Flip
        Every number looked at, the smallest change first, those that change nothing last.
    """

    party: int
    k: int
    states: bool
    chosen: str
    acted: bool
    by_hand: bool
    rows: tuple[Flip, ...]


def flips(setup: Setup, before: State, party: int, acts: Acts = NO_ACTS) -> Flips:
    """Find what would change the choice of one party in round ``before.k + 1``.

    Parameters
    ----------
    before : State
        The table before the round, with what was decided for it in place.
    acts : Mapping[int, Act]
        What people do themselves in the round.

    Raises
    ------
    IndexError
        If the agenda is over.
    """
    if finished(setup, before):
        raise IndexError(f"no round {before.k + 1}: the agenda has {before.k} rounds")
    table = _Table(setup, before, party, acts)
    rows = [] if table.by_hand else [table.flip(*number) for number in _numbers(table)]
    return Flips(
        party=party,
        k=before.k + 1,
        states=table.states,
        chosen=table.chosen,
        acted=table.acted,
        by_hand=table.by_hand,
        rows=tuple(sorted(rows, key=lambda row: row.size)),
    )


class _Table:
    """One party before one round, and what it would choose at this table changed a little."""

    def __init__(self, setup: Setup, before: State, party: int, acts: Acts) -> None:
        self.setup = replace(setup, recall=Recall())  # what is tried here is not worth recalling
        self.before, self.party, self.acts = before, party, acts
        moment, phase = moment_of(self.setup, before)
        self._chance = cache(moment.chance)
        self._plenary = phase if isinstance(phase, Plenary) else None
        self.states = self._plenary is not None
        spoke = self.states and before.stated_p[party] != SILENT
        self.acted = bool((phase.acting(moment) == party).any()) and not spoke
        act = acts.get(party)
        self.by_hand = act is not None and (act.state if self.states else act.back) is not None
        self.chosen = self._choice(before)
        self._as_it_was = self._played(self.setup, before) if self.acted else ""

    def flip(self, what: str, unit: str, start: float, at: At) -> Flip:
        """Search one number, and try what is found."""
        path = "" if what.startswith("viability") else f"parties[{self._id}].{what}"
        to = self._nearest(start, at)
        if to is None:
            return Flip(what, path, unit, start, start, "", False)
        becomes = self._choice(at(to))
        checked = self.acted and self._ends(path, to, at) == becomes != self._as_it_was
        return Flip(what, path, unit, start, to, becomes, checked)

    @property
    def _id(self) -> str:
        return self.setup.scenario.parties[self.party].id

    def _choice(self, state: State) -> str:
        """What the party would choose at a table."""
        view, row = view_of(self.setup, state), np.array([self.party])
        if self._plenary is not None:
            return self._name(int(self._plenary.named(view, row)[0]))
        chosen = int(self.setup.rules.coalitions.moves(view, row, self._chance).choice_a[0])
        return self._name(-1 if chosen < 0 else int(state.origin_c[chosen]))

    def _name(self, proposal: int) -> str:
        if proposal >= 0:
            return self.setup.scenario.proposals[proposal].id
        return NONCOMMITTAL if self.states else UNCOMMITTED

    def _nearest(self, start: float, at: At) -> float | None:
        """Value in [0, 1] nearest to ``start`` at which the choice is another; None if none is."""
        found: list[float] = []
        for sign in (1, -1):
            reach = abs(found[0] - start) if found else 1.0
            value = self._outwards(start, sign, reach, at)
            if value is not None:
                found.append(value)
        return min(found, key=lambda value: abs(value - start), default=None)

    def _outwards(self, start: float, sign: int, reach: float, at: At) -> float | None:
        """Scan away from ``start`` in coarse steps, then halve the step in which it flips."""
        edge = FINE if sign > 0 else 0
        same = int(np.floor(start * FINE)) if sign > 0 else int(np.ceil(start * FINE))
        while same != edge and abs(same / FINE - start) < reach:
            there = min(same + COARSE, edge) if sign > 0 else max(same - COARSE, edge)
            if self._choice(at(there / FINE)) != self.chosen:
                return self._halve(same, there, at) / FINE
            same = there
        return None

    def _halve(self, same: int, other: int, at: At) -> int:
        """Least value, in thousandths, between one of the same choice and one of another."""
        while abs(other - same) > 1:
            middle = (same + other) // 2
            if self._choice(at(middle / FINE)) == self.chosen:
                same = middle
            else:
                other = middle
        return other

    def _ends(self, path: str, to: float, at: At) -> str:
        """How the round ends for the party once the number is set; by a real intervention."""
        if not path:
            return self._played(self.setup, at(to))
        wanted = Intervention("set", {"path": path, "value": to})
        setup, state, _ = intervene(self.setup, self.before, wanted)
        return self._played(setup, state)

    def _played(self, setup: Setup, state: State) -> str:
        after, _ = advance(setup, state, self.acts, told=False)
        if self.states:
            return self._name(int(after.stated_p[self.party]))
        return self._name(int(backed_proposal(after)[self.party]))


def _numbers(table: _Table) -> Iterator[tuple[str, str, float, At]]:
    """Name, unit and present value of every number looked at, and how to set it."""
    party, before, inputs = table.party, table.before, table.setup.inputs
    profile, space = before.profile, inputs.space
    themes = tuple(theme.id for theme in table.setup.scenario.themes)

    def declared(key: str) -> At:
        def at(value: float) -> State:
            return replace(before, profile=declare(profile, space, themes, party, key, value))

        return at

    if len(space.issues) > 1:
        for n, issue in enumerate(space.issues):
            key = f"salience.{issue.id}"
            yield key, "share", float(profile.salience_pi[party, n]), declared(key)
    for n, issue in enumerate(space.issues):
        for x, level in enumerate(issue.levels if issue.core else ()):
            key, column = f"value.{issue.id}.{level.id}", int(space.offset_i[n]) + x
            yield key, "value", float(profile.value_pl[party, column]), declared(key)
    if inputs.governance >= 0 and len(themes) > 1:
        key = f"emphasis.{themes[inputs.governance]}"
        yield key, "share", float(profile.emphasis_ph[party, inputs.governance]), declared(key)
    for c, d in enumerate(before.origin_c.tolist()):
        proposal = table.setup.scenario.proposals[d].id
        yield f"viability.{proposal}", "chance", float(before.viability_c[c]), _believed(before, c)


def _believed(before: State, c: int) -> At:
    def at(value: float) -> State:
        viability = before.viability_c.copy()
        viability[c] = value
        return replace(before, viability_c=viability)

    return at
